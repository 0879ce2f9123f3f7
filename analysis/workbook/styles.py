"""What every sheet shares: formats, widths for Chinese text, strings that a workbook can hold."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MADE = datetime(2000, 1, 1)  # Fixed: the same numbers are the same file.
MOST_CHARACTERS = 32_000
# Text stays text, whatever it begins with.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FONT = "Microsoft YaHei"
ACCENT, HEAD, RULE = "#0F5C7A", "#E4EEF3", "#B7C6CF"
OPEN = "#FFFBEA"  # cells of the entry form


def make_styles(book: Workbook) -> dict[str, Format]:
    """The formats by name; those that begin with ``cell`` have the borders of a printed form."""
    base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    box = {"border": 1, "border_color": RULE}
    whole = box | {"align": "right", "num_format": "#,##0"}
    decimal = whole | {"num_format": "#,##0.0###"}
    entry = {"locked": False, "bg_color": OPEN}
    head = {"bold": True, "bottom": 1, "bg_color": HEAD, "text_wrap": True}
    wishes: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "font_color": ACCENT},
        "soft": {"font_color": "#566572"},
        "text": {"text_wrap": True},
        "line": {},  # of long tables: one line a row, however long the words
        "label": {"bold": True},
        "head": head,
        "number_head": head | {"align": "right"},
        "year": {"num_format": "0"},
        "whole": {"num_format": "#,##0"},
        "decimal": {"num_format": "#,##0.0###"},
        "percent": {"num_format": "0.0%"},
        "cell_head": box | {"bold": True, "bg_color": HEAD, "text_wrap": True, "align": "center"},
        "cell_label": box | {"text_wrap": True, "bg_color": "#F6F9FA"},
        "cell_whole": whole,
        "cell_decimal": decimal,
        # Where no number is known: grey, so that a blank is not read as a zero.
        "cell_gap": box | {"bg_color": "#E3E8EC"},
        "entry_whole": whole | entry,
        "entry_decimal": decimal | entry,
        "entry_text": box | entry | {"num_format": "@"},
        "entry_year": box | entry | {"num_format": "0", "align": "left"},
        "check": box | {"align": "center", "font_color": "#566572", "text_wrap": True},
        "holds": {"bold": True, "font_color": "#1F6B3A", "bg_color": "#E6F3EA"},
        "broken": {"bold": True, "font_color": "#A61B1B", "bg_color": "#FBE3E3"},
    }
    return {name: book.add_format(base | wish) for name, wish in wishes.items()}


def plain(value: object) -> str:
    """A string that XML can hold, of a length that Excel takes."""
    text = "" if value is None else str(value)
    unfit = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    return re.sub(unfit, "", text)[:MOST_CHARACTERS]


def width(values: list[object], most: int = 48) -> int:
    """A column width in characters: a Chinese one is two wide."""
    sizes = [sum(2 if ord(c) > 0x2E7F else 1 for c in str(v)) for v in values if v is not None]
    return min(max([6, *sizes]) + 3, most)
