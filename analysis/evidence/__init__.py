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
from analysis.checks.decisions import told
from analysis.checks.findings import LOOK as TO_LOOK_AT
from analysis.checks.findings import VERDICTS, is_told
from analysis.checks.rules import name
from analysis.checks.rules import table as rules
from analysis.evidence.crops import crops
from analysis.evidence.sentences import quoted, sentence
from analysis.facts import Fact

if TYPE_CHECKING:
    from analysis.checks import Findings

# How the page sorts findings: by verdict, but apart what is worth a look and what is decided already.
LOOK, DECIDED = "look", "decided"
KINDS = {
    "broken": VERDICTS["broken"],
    "explained": VERDICTS["explained"],
    LOOK: TO_LOOK_AT,
    DECIDED: ("已有意见", "decided"),
    **{v: VERDICTS[v] for v in ("unverifiable", "holds", "not_applicable")},
}
LINKED = 12  # cells of one finding that are linked by name
PICTURED = ("broken", "explained", LOOK, DECIDED)
SHOWN_FIRST = PICTURED  # the others are a click away


class Subject(NamedTuple):
    """What the page is about: a report as read, or one from the data (then without sections and file)."""

    agency: str
    year: int | None
    form: str
    title: str
    facts: list[Fact]
    sections: Mapping[str, str]
    path: Path | None


def page(subject: Subject, findings: Findings, against: tuple[str, str] = ("", "")) -> str:
    """The whole page as HTML; all words of the report are escaped.

    ``against`` says, in zh and en, what else the report was held against (last year's, from the data).
    """
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
        f"<header><p>核对结果 / findings</p><h1>{escape(title)}</h1>"
        f"<p class='against'>{escape(' / '.join(filter(None, against)))}</p></header>"
        f"{_filters(rows)}<main><section class='tables'><h2>各表 / tables as printed</h2>"
        f"{printed or '<p>所得文本没有法定表 / the copy has no statutory tables</p>'}</section>"
        f"<section class='findings'><h2>核对 / findings</h2>{cards or '<p>—</p>'}</section></main>"
        "<footer>发布的数字不改动；建议只供参考。由 gongkai-analysis 生成 / published numbers are never "
        "changed; suggestions are only that. Made by gongkai-analysis.</footer></body></html>"
    )


def _kind(row) -> str:
    """The kind that the page shows a finding under: a key of KINDS."""
    if row.decision:
        return DECIDED
    return LOOK if row.verdict == "unverifiable" and is_told(row) else row.verdict


def _in_order(findings: Findings) -> list:
    """What is wrong first, then what is explained, to look at, decided, unverifiable and right."""
    order = list(KINDS)
    rows = list(findings.frame.itertuples(index=False))
    return sorted(rows, key=lambda row: order.index(_kind(row)))


def _cells(row) -> list[report_html.Cell]:
    """The cells of a finding: ``table/row/column`` joined by semicolons."""
    return [tuple(cell.split("/")) for cell in row.cells.split(";") if cell.count("/") == 2]


def _marks(rows: Iterable) -> dict[report_html.Cell, tuple[str, str]]:
    """Cell -> the worst kind of finding on it and the finding that gives it."""
    marks: dict[report_html.Cell, tuple[str, str]] = {}
    for row in rows:  # the worst come first
        for cell in _cells(row):
            marks.setdefault(cell, (_kind(row), row.finding_id))
    return marks


def _cell(marks: Mapping, cell: report_html.Cell, fact: Fact | None) -> str:
    words = escape(report_html.printed(fact))
    kind, finding = marks.get(cell, ("", ""))
    if kind in PICTURED:
        words = f"<a href='#f-{escape(finding)}'>{words}</a>"
    return f"<td class='figure {kind}' id='{_anchor(cell)}'>{words}</td>"


def _anchor(cell: report_html.Cell) -> str:
    return escape("c-" + "-".join(cell), quote=True)


def _filters(rows: list) -> str:
    """A box for each kind; the style sheet hides the findings of a box that is not ticked."""
    boxes = ""
    for kind, (zh, en) in KINDS.items():
        count = sum(_kind(row) == kind for row in rows)
        ticked = " checked" if kind in SHOWN_FIRST else ""
        boxes += (
            f"<input type='checkbox' id='v-{kind}'{ticked}>"
            f"<label for='v-{kind}' class='{kind}'>{zh} {en} <b>{count}</b></label>"
        )
    return boxes


def _card(row, subject: Subject, facts: Mapping[report_html.Cell, Fact]) -> str:
    kind, rule = _kind(row), rules()[row.rule]
    zh, en = VERDICTS[row.verdict] if kind == DECIDED else KINDS[kind]
    cells = _cells(row)
    links = " ".join(
        f"<a href='#{_anchor(cell)}'>{escape(_named(cell))}</a>" for cell in cells[:LINKED]
    ) + (f" … {len(cells)}" if len(cells) > LINKED else "")
    decision = f"<p class='decision'>{escape(' / '.join(told(row)))}</p>" if row.decision else ""
    suggestion = "".join(
        f"<p class='advice'>{escape(words)}</p>"
        for words in (row.suggestion_zh, row.suggestion_en)
        if words
    )
    return (
        f"<article class='finding {kind}' id='f-{escape(row.finding_id, quote=True)}'>"
        f"<h3><span class='verdict'>{zh} {en}</span> {escape(rule['zh'])}"
        f"<span class='en'> {escape(rule['en'])} · {escape(row.rule)}</span></h3>{decision}"
        f"<p>{escape(row.explanation_zh)}</p><p class='en'>{escape(row.explanation_en)}</p>{_amounts(row)}"
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
        f"{label} <b>{round(value, 4):,.12g}</b>"
        for label, value in pairs
        if value is not None and value == value
    ]
    return f"<p class='amounts'>{' · '.join(told)}</p>" if told else ""


def _named(cell: report_html.Cell) -> str:
    return f"{name(cell)} / {name(cell, 'en')}"


def _evidence(row, subject: Subject, facts: Mapping[report_html.Cell, Fact]) -> str:
    """The strip of the page with the cells boxed, or the sentence with the number marked."""
    if _kind(row) not in PICTURED:
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
    words = quoted(row.where, subject.sections) or "".join(
        sentence(fact, subject.sections) for fact in concerned if fact.table not in form.TABLES
    )
    return f"<figure>{shown}{words}</figure>" if shown or words else ""
