"""The numbers behind the charts as a workbook and as CSV. Text stays text: nothing becomes a formula."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.export.figures import Figure, Table
from analysis.export.files import write_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)  # Fixed: the same numbers are the same file.
MOST_CHARACTERS = 32_000
WORDS = {
    "zh": {"about": "说明", "codebook": "代码表", "notebook": "笔记本"},
    "en": {"about": "About", "codebook": "Codebook", "notebook": "Notebook"},
}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_numbers(
    path: str | Path,
    notebook_title: str,
    figures: Sequence[Figure],
    about: Mapping[str, Any] | None = None,
    codebook: Iterable[Sequence[Any]] = (),
    *,
    lang: str = "zh",
) -> Path:
    """Write the workbook: 说明, a sheet for each chart with a table, 代码表.

    ``about`` is shown as rows of label and value; the first row of ``codebook`` is its head.
    """
    import xlsxwriter

    words, memory = WORDS[lang], io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(memory, {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"title": notebook_title[:255], "created": MADE})
        styles, names = _styles(book), _Names()
        rows = [(words["notebook"], notebook_title), *(about or {}).items()]
        _about_sheet(book.add_worksheet(names.new(words["about"])), rows, styles)
        for figure in figures:
            if figure.table.columns:
                _chart_sheet(book.add_worksheet(names.new(figure.title)), figure, styles)
        if codebook := [list(row) for row in codebook]:
            sheet = book.add_worksheet(names.new(words["codebook"]))
            _grid(sheet, 0, Table([str(c) for c in codebook[0]], codebook[1:]), styles)
    return write_bytes(path, memory.getvalue())


def write_csv(path: str | Path, table: Table, *, bom: bool = True) -> Path:
    """Write a table as UTF-8 CSV; ``bom`` lets Excel see the encoding.

    Text that a spreadsheet could take for a formula gets an apostrophe in front.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_guarded(c) for c in table.columns])
    writer.writerows([_guarded(value) for value in row] for row in table.rows)
    return write_bytes(path, text.getvalue().encode("utf-8-sig" if bom else "utf-8"))


class _Names:
    """Sheet names as a workbook allows them: 31 characters, no []:*?/\\, each once."""

    def __init__(self) -> None:
        self._taken = {"history"}  # Excel keeps this one for itself.

    def new(self, title: str) -> str:
        base = re.sub(r"[\[\]:*?/\\\x00-\x1f]+", " ", title).strip(" '") or "1"
        base, number = _short(base, 31).strip(" '"), 1
        name = base
        while name.lower() in self._taken:
            number += 1
            ending = f" {number}"
            name = _short(base, 31 - len(ending)) + ending
        self._taken.add(name.lower())
        return name


def _short(text: str, most: int) -> str:
    """At most ``most`` UTF-16 units, which is what Excel counts."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _styles(book: Workbook) -> dict[str, Any]:
    base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    head = {"bold": True, "bottom": 1, "bg_color": "#F3F6F8", "text_wrap": True}
    wishes = {
        "title": {"bold": True, "font_size": 13, "font_color": "#0F5C7A"},
        "soft": {"font_color": "#566572"},
        "head": head,
        "number_head": head | {"align": "right"},
        "text": {"text_wrap": True},
        "whole": {"num_format": "#,##0"},
        "decimal": {"num_format": "#,##0.0###"},
        "year": {"num_format": "0"},
        "label": {"bold": True},
    }
    return {name: book.add_format(base | wish) for name, wish in wishes.items()}


def _about_sheet(sheet: Worksheet, rows: Iterable[tuple[str, Any]], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for number, (label, value) in enumerate(rows):
        sheet.write_string(number, 0, _text(label), styles["label"])
        sheet.write_string(number, 1, _text(value), styles["text"])


def _chart_sheet(sheet: Worksheet, figure: Figure, styles: dict[str, Any]) -> None:
    sheet.write_string(0, 0, _text(figure.title), styles["title"])
    sheet.write_string(1, 0, _text(figure.source.replace("\n", " ")), styles["soft"])
    _grid(sheet, 3, figure.table, styles)


def _grid(sheet: Worksheet, top: int, table: Table, styles: dict[str, Any]) -> None:
    for column, name in enumerate(table.columns):
        values = [row[column] for row in table.rows if column < len(row)]
        style = _number_style(str(name), values)
        sheet.set_column(column, column, _width(name, values))
        sheet.write_string(top, column, _text(name), styles["number_head" if style else "head"])
        for line, value in enumerate(values, top + 1):
            _cell(sheet, line, column, value, styles, style)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(
    sheet: Worksheet, line: int, column: int, value: Any, styles: dict[str, Any], style: str
) -> None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        sheet.write_blank(line, column, None, styles["text"])
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        sheet.write_string(line, column, _text(value), styles["text"])
    elif math.isinf(value):
        sheet.write_string(line, column, str(value), styles["text"])
    else:
        sheet.write_number(line, column, value, styles[style or "whole"])


def _number_style(name: str, values: list[Any]) -> str:
    """The number format of a column, empty for text."""
    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if not numbers:
        return ""
    if any(isinstance(v, float) and not v.is_integer() for v in numbers if not math.isinf(v)):
        return "decimal"
    is_year = re.search(r"年|year", name, re.IGNORECASE) and all(1900 <= v <= 2100 for v in numbers)
    return "year" if is_year else "whole"


def _width(name: Any, values: list[Any]) -> float:
    """Column width in characters; a Chinese character is two wide."""
    widths = [
        sum(2 if ord(c) > 0x2E7F else 1 for c in str(v)) for v in [name, *values] if v is not None
    ]
    return min(max([8, *widths]) + 2, 60)


def _text(value: Any) -> str:
    """A string that XML can hold, of a length that Excel takes."""
    return re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", "" if value is None else str(value)
    )[:MOST_CHARACTERS]


def _guarded(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_RISKY):
        return "'" + value
    return "" if value is None else value
