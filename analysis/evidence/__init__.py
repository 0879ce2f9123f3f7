"""The page on which a reviewer works through the findings of a report.

Offline HTML: the statutory tables as printed with the cells marked, every finding linked to its cells
and to its evidence - the strip of the PDF page with the cells boxed, or the sentence in its paragraph.
The verdicts are filtered by plain form controls: the page holds no script at all.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import form, report_html
from analysis.evidence.crops import crops
from analysis.evidence.sentences import sentence
from analysis.facts import Fact

if TYPE_CHECKING:
    from analysis.checks import Findings

VERDICTS = {
    "broken": ("不符", "broken"),
    "explained": ("口径可解释", "explained"),
    "unverifiable": ("未能核对", "unverifiable"),
    "holds": ("通过", "holds"),
    "not_applicable": ("不适用", "not applicable"),
}
SHOWN_FIRST = ("broken", "explained")  # the others are a click away
PICTURED = ("broken", "explained")


class Subject(NamedTuple):
    """What the page is about: a report as read, or one from the data (then without sections and file)."""

    agency: str
    year: int | None
    form: str
    title: str
    facts: list[Fact]
    sections: Mapping[str, str]
    path: Path | None


def page(subject: Subject, findings: Findings) -> str:
    """The whole page as HTML; all words of the report are escaped."""
    rows = _in_order(findings)
    marks = _marks(rows)
    tables = report_html.tables(subject.form, subject.facts, lambda *at: _cell(marks, *at))
    headings = {t["table"]: f"{t['zh']} / {t['en']}" for t in form.table("tables")}
    printed = "".join(
        f"<h3>{escape(headings[table])}</h3><div class='scroll'>{html}</div>"
        for table, html in tables.items()
    )
    facts = {fact[:3]: fact for fact in subject.facts}
    cards = "".join(_card(row, subject, facts) for row in rows)
    title = subject.title or f"{subject.agency} {subject.year or ''}"
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return (
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'\"><meta name='viewport' content='width=device-width'>"
        f"<title>核对 · {escape(title)}</title><style>{style}</style></head><body>"
        f"<header><p>核对结果 / findings</p><h1>{escape(title)}</h1></header>"
        f"{_filters(rows)}<main><section class='tables'><h2>各表 / tables as printed</h2>"
        f"{printed or '<p>所得文本没有法定表 / the copy has no statutory tables</p>'}</section>"
        f"<section class='findings'><h2>核对 / findings</h2>{cards or '<p>—</p>'}</section></main>"
        "<footer>发布的数字不改动；建议只供参考。由 gongkai-analysis 生成 / published numbers are never "
        "changed; suggestions are only that. Made by gongkai-analysis.</footer></body></html>"
    )


def _in_order(findings: Findings) -> list:
    """What is wrong first, then what is explained, unverifiable and right."""
    order = list(VERDICTS)
    rows = list(findings.frame.itertuples(index=False))
    return sorted(rows, key=lambda row: order.index(row.verdict))


def _cells(row) -> list[report_html.Cell]:
    """The cells of a finding: ``table/row/column`` joined by semicolons."""
    return [tuple(cell.split("/")) for cell in row.cells.split(";") if cell.count("/") == 2]


def _marks(rows: Iterable) -> dict[report_html.Cell, tuple[str, str]]:
    """Cell -> the worst verdict on it and the finding that gives it."""
    marks: dict[report_html.Cell, tuple[str, str]] = {}
    for row in rows:  # the worst come first
        for cell in _cells(row):
            marks.setdefault(cell, (row.verdict, row.finding_id))
    return marks


def _cell(marks: Mapping, cell: report_html.Cell, fact: Fact | None) -> str:
    words = escape(report_html.printed(fact))
    verdict, finding = marks.get(cell, ("", ""))
    if verdict in PICTURED:
        words = f"<a href='#f-{escape(finding)}'>{words}</a>"
    return f"<td class='figure {verdict}' id='{_anchor(cell)}'>{words}</td>"


def _anchor(cell: report_html.Cell) -> str:
    return escape("c-" + "-".join(cell), quote=True)


def _filters(rows: list) -> str:
    """A box for each verdict; the style sheet hides the findings of a box that is not ticked."""
    boxes = ""
    for verdict, (zh, en) in VERDICTS.items():
        count = sum(row.verdict == verdict for row in rows)
        ticked = " checked" if verdict in SHOWN_FIRST else ""
        boxes += (
            f"<input type='checkbox' id='v-{verdict}'{ticked}>"
            f"<label for='v-{verdict}' class='{verdict}'>{zh} {en} <b>{count}</b></label>"
        )
    return boxes


def _card(row, subject: Subject, facts: Mapping[report_html.Cell, Fact]) -> str:
    zh, en = VERDICTS[row.verdict]
    links = " ".join(
        f"<a href='#{_anchor(cell)}'>{escape(_named(cell))}</a>" for cell in _cells(row)
    )
    told = _amounts(row)
    suggestion = "".join(
        f"<p class='advice'>{escape(words)}</p>"
        for words in (row.suggestion_zh, row.suggestion_en)
        if words
    )
    return (
        f"<article class='finding {row.verdict}' id='f-{escape(row.finding_id, quote=True)}'>"
        f"<h3><span class='verdict'>{zh} {en}</span> {escape(row.rule)}</h3>"
        f"<p>{escape(row.explanation_zh)}</p><p class='en'>{escape(row.explanation_en)}</p>{told}"
        f"{suggestion}<p class='cells'>{links}</p>{_evidence(row, subject, facts)}</article>"
    )


def _amounts(row) -> str:
    """Expected, actual and difference, where the rule has them."""
    pairs = (
        ("应为 expected", row.expected),
        ("实为 actual", row.actual),
        ("相差 difference", row.difference),
    )
    told = [
        f"{name} <b>{value:,.12g}</b>"
        for name, value in pairs
        if value is not None and value == value
    ]
    return f"<p class='amounts'>{' · '.join(told)}</p>" if told else ""


def _named(cell: report_html.Cell) -> str:
    table, row, column = cell
    if table not in form.TABLES:
        return f"{row}"
    return f"{form.row_label(table, row)} · {form.column_label(table, column)}"


def _evidence(row, subject: Subject, facts: Mapping[report_html.Cell, Fact]) -> str:
    """The strip of the page with the cells boxed, or the sentence with the number marked."""
    if row.verdict not in PICTURED:
        return ""
    concerned = [facts[cell] for cell in _cells(row) if cell in facts]
    pictures = []
    if subject.path is not None:
        pictures = crops(subject.path, [fact.where for fact in concerned])
    shown = "".join(
        f"<img alt='报告该处的图像 / the place in the report' src='data:image/png;base64,"
        f"{base64.b64encode(picture).decode()}'>"
        for picture in pictures
    )
    told = [sentence(fact, subject.sections) for fact in concerned if fact.table not in form.TABLES]
    return f"<figure>{shown}{''.join(told)}</figure>" if shown or any(told) else ""
