"""A piece of a page: escaped HTML that Jupyter shows and that reads as text in a terminal."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.errors import UsageError


@dataclass(frozen=True)
class Fragment:
    """HTML that is safe to show."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        lines = re.sub(r"</(p|li|tr|h\d|div)>", "\n", self.html)
        return html.unescape(re.sub(r"<[^>]*>", " ", lines)).strip()


def say(lang: str, zh: str, en: str) -> str:
    """The words in the language asked for."""
    return zh if lang == "zh" else en


def percent(change: float) -> str:
    """A rate of change with its sign; one that is small but not zero is not printed as zero."""
    if change == 0:
        return "0"
    return f"{change:+.1%}" if abs(change) >= 0.0005 else f"{change:+.3%}"


def place(where: str, lang: str) -> str:
    """A place in a file as people say it: the page of a PDF, the line of a text; else as noted down."""
    if found := re.match(r"p(\d+)@", where):
        return say(lang, f"第 {found[1]} 页", f"page {found[1]}")
    if found := re.match(r"L(\d+)", where):
        return say(lang, f"第 {found[1]} 行", f"line {found[1]}")
    return say(lang, "网页正文", "the page") if where.startswith("/html") else where


def escape(words: object) -> str:
    """Words from data on their way into HTML."""
    return html.escape(str(words))


def paragraph(*sentences: str) -> Fragment:
    """One paragraph of plain sentences."""
    return Fragment(f"<p>{escape(''.join(filter(None, sentences)))}</p>")


def note(title: str, lines: Iterable[str]) -> Fragment:
    """A box of remarks, for what a reader must know before using the numbers."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return Fragment(f"<div class='gk-note-box'><p><b>{escape(title)}</b></p><ul>{items}</ul></div>")


def cards(entries: Iterable[tuple[str, str, str]]) -> Fragment:
    """Key figures: (value, label, remark) each on a card."""
    made = "".join(
        f"<div class='gk-card'><div class='gk-value'>{escape(value)}</div>"
        f"<div class='gk-label'>{escape(label)}</div><div class='gk-note'>{escape(remark)}</div></div>"
        for value, label, remark in entries
    )
    return Fragment(f"<div class='gk-cards'>{made}</div>")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Fragment:
    """A table; the first cell of each row names it."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr><th>{escape(row[0])}</th>{''.join(f'<td>{escape(c)}</td>' for c in row[1:])}</tr>"
        for row in rows
    )
    return Fragment(
        f"<table class='gk-table'><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def one_report(reports) -> object:
    """The single row of a frame of reports, as a named tuple; otherwise a :class:`UsageError`."""
    if len(reports) == 1:
        return next(reports.itertuples(index=False))
    raise UsageError(
        f"这里需要一份报告，选中了 {len(reports)} 份",
        f"one report is needed here, {len(reports)} are selected",
        next_zh="用 Dataset.select(agency=…, years=…) 选定一份",
        next_en="choose one with Dataset.select(agency=…, years=…)",
    )
