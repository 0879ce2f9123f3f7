"""The statutory tables of a report as the form prints them, for notebooks: one HTML piece, all escaped."""

from __future__ import annotations

from html import escape

from analysis import form
from analysis.facts import Fact

_STYLE = "border-collapse:collapse;margin:.6em 0;font-size:13px"
_EDGE = "border:1px solid #999;padding:2px 6px"


def render(report) -> str:
    """The title line and the tables that were found; what could not be read shows its words and a mark."""
    cells = {fact[:3]: fact for fact in report.facts}
    title = report.title or report.path
    pieces = [f"<p><b>{escape(title)}</b> {escape(report.agency)} {report.year or ''}</p>"]
    tables = {"proactive": _proactive, "requests": _requests, "disputes": _disputes, "statistics": _list}
    found = {fact.table for fact in report.facts}
    for table in form.tables(report.form):
        if table in found:
            pieces.append(_wrap(tables[table](report.form, cells)))
    for message in report.messages:
        pieces.append(f"<p>⚠ {escape(message['zh'])}</p>")
    return "".join(pieces)


def _wrap(rows: list[str]) -> str:
    return f'<table style="{_STYLE}">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'


def _head(words: str, colspan: int = 1, rowspan: int = 1) -> str:
    spans = (f' colspan="{colspan}"' if colspan > 1 else "") + (f' rowspan="{rowspan}"' if rowspan > 1 else "")
    return f'<th{spans} style="{_EDGE};text-align:center">{escape(words)}</th>'


def _label(words: str) -> str:
    return f'<td style="{_EDGE};text-align:left">{escape(words)}</td>'


def _figure(fact: Fact | None) -> str:
    """A cell as printed; ？ marks one that could not be read, （缺） one that the page has not."""
    words = "（缺）" if fact is None or fact.status == "absent" else fact.text.strip()
    if fact is not None and fact.status == "unreadable":
        words = f"？{words}"
    place = f' title="{escape(fact.where, quote=True)}"' if fact is not None and fact.where else ""
    return f'<td{place} style="{_EDGE};text-align:right">{escape(words)}</td>'


def _proactive(version: str, cells: dict) -> list[str]:
    lines = []
    measures: tuple[str, ...] = ()
    for row in form.rows(version, "proactive"):
        columns = form.columns(version, "proactive", row["row"])
        if row["kind"] == "group":
            lines.append(_head(row["zh"], 4))
            measures = ()
            continue
        if measures != tuple(column["column"] for column in columns):
            measures = tuple(column["column"] for column in columns)
            lines.append(_head("信息内容") + "".join(_head(column["zh"]) for column in columns))
        figures = "".join(_figure(cells.get(("proactive", row["row"], code))) for code in measures)
        lines.append(_label(row["zh"]) + figures)
    return lines


def _requests(version: str, cells: dict) -> list[str]:
    columns = [c for c in form.columns(version, "requests") if c["kind"] in ("count", "total")]
    inner = [c for c in columns if c["parent"]]
    outer = [c for c in columns if not c["parent"]]
    lines = [
        _head("", 1, 2) + _head(outer[0]["zh"], 1, 2) + _head("法人或其他组织", len(inner)) + _head(outer[-1]["zh"], 1, 2),
        "".join(_head(c["zh"]) for c in inner),
    ]
    for row in form.rows(version, "requests"):
        words = row["number"] + row["zh"]
        if row["kind"] == "group":
            lines.append(_label(words) + f'<td colspan="{len(columns)}" style="{_EDGE}"></td>')
            continue
        facts = [cells.get(("requests", row["row"], c["column"])) for c in columns]
        if any(fact is not None and fact.status != "absent" for fact in facts) or row["kind"] != "subtotal":
            lines.append(_label(words) + "".join(map(_figure, facts)))
    return lines


def _disputes(version: str, cells: dict) -> list[str]:
    columns = form.columns(version, "disputes")
    rows = [row for row in form.rows(version, "disputes") if row["kind"] != "group"]
    width = len(columns)
    return [
        _head("行政复议", width, 2) + _head("行政诉讼", width * (len(rows) - 1)),
        "".join(_head(row["zh"], width) for row in rows[1:]),
        "".join(_head(c["zh"]) for _ in rows for c in columns),
        "".join(_figure(cells.get(("disputes", row["row"], c["column"]))) for row in rows for c in columns),
    ]


def _list(version: str, cells: dict) -> list[str]:
    lines = [_head("统计指标") + _head("单位") + _head("统计数")]
    for row in form.rows(version, "statistics"):
        fact = cells.get(("statistics", row["row"], "count"))
        figure = _figure(fact) if row["kind"] != "group" else f'<td style="{_EDGE}"></td>'
        lines.append(_label(row["number"] + row["zh"]) + _label(row["unit"]) + figure)
    return lines
