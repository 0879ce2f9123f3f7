"""The statutory tables of a report as the form prints them, for notebooks: one HTML piece, all escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from analysis import form
from analysis.facts import Fact

Cell = tuple[str, str, str]  # table, row, column
Figure = Callable[[Cell, Fact | None], str]

PROACTIVE_COLUMNS = 3
_STYLE = "border-collapse:collapse;margin:.6em 0;font-size:13px"
_EDGE = "border:1px solid #999;padding:2px 6px"


def render(report) -> str:
    """The title line and the tables that were found; what could not be read shows its words and a mark."""
    title = report.title or report.path
    pieces = [f"<p><b>{escape(title)}</b> {escape(report.agency)} {report.year or ''}</p>"]
    pieces += tables(report.form, report.facts).values()
    for message in report.messages:
        pieces.append(f"<p>⚠ {escape(message['zh'])}</p>")
    return "".join(pieces)


def tables(version: str, facts: Iterable[Fact], figure: Figure | None = None) -> dict[str, str]:
    """Table code -> the table as the form prints it, for each table that has facts.

    ``figure`` makes the HTML of one cell from its (table, row, column) and its fact, None where the
    page has not the cell; by default the printed words.
    """
    cells = {fact[:3]: fact for fact in facts}
    found = {table for table, _, _ in cells}
    lay_out = {
        "proactive": _proactive,
        "requests": _requests,
        "disputes": _disputes,
        "statistics": _list,
    }
    return {
        table: _wrap(lay_out[table](version, cells, figure or _figure))
        for table in form.tables(version)
        if table in found
    }


def _wrap(rows: list[str]) -> str:
    return f'<table style="{_STYLE}">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'


def _head(words: str, colspan: int = 1, rowspan: int = 1) -> str:
    spans = (f' colspan="{colspan}"' if colspan > 1 else "") + (
        f' rowspan="{rowspan}"' if rowspan > 1 else ""
    )
    return f'<th{spans} style="{_EDGE};text-align:center">{escape(words)}</th>'


def _label(words: str) -> str:
    return f'<td class="gk-name" style="{_EDGE};text-align:left">{escape(words)}</td>'


def _figure(_cell: Cell, fact: Fact | None) -> str:
    """A cell as printed; ？ marks one that could not be read, （缺） one that the page has not."""
    words = printed(fact)
    place = f' title="{escape(fact.where, quote=True)}"' if fact is not None and fact.where else ""
    return f'<td{place} style="{_EDGE};text-align:right">{escape(words)}</td>'


def printed(fact: Fact | None) -> str:
    """The words of a cell; of a curated number, which has none, the number itself."""
    if fact is None or fact.status == "absent":
        return "（缺）"
    if fact.status == "unreadable":
        return f"？{fact.text.strip()}"
    number = "" if fact.value is None else f"{fact.value:.12g}"
    return fact.text.strip() or number


def _proactive(version: str, cells: dict, figure: Figure) -> list[str]:
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
            span = PROACTIVE_COLUMNS // len(columns)
            lines.append(_head("信息内容") + "".join(_head(c["zh"], span) for c in columns))
        figures = "".join(_cells(cells, figure, "proactive", row["row"], measures))
        if len(measures) == 1:  # The form gives a single number the width of the other three.
            figures = figures.replace("<td", f'<td colspan="{PROACTIVE_COLUMNS}"', 1)
        lines.append(_label(row["zh"]) + figures)
    return lines


def _requests(version: str, cells: dict, figure: Figure) -> list[str]:
    columns = [c for c in form.columns(version, "requests") if c["kind"] in ("count", "total")]
    inner = [c for c in columns if c["parent"]]
    outer = [c for c in columns if not c["parent"]]
    lines = [
        _head("", 1, 2)
        + _head(outer[0]["zh"], 1, 2)
        + _head("法人或其他组织", len(inner))
        + _head(outer[-1]["zh"], 1, 2),
        "".join(_head(c["zh"]) for c in inner),
    ]
    for row in form.rows(version, "requests"):
        words = row["number"] + row["zh"]
        if row["kind"] == "group":
            if not _is_merged(version, row, cells):
                lines.append(_label(words) + f'<td colspan="{len(columns)}" style="{_EDGE}"></td>')
            continue
        facts = [cells.get(("requests", row["row"], c["column"])) for c in columns]
        if any(
            fact is not None and fact.status != "absent" for fact in facts
        ) or not _printed_as_one(version, row, cells):
            lines.append(
                _label(words)
                + "".join(
                    _cells(cells, figure, "requests", row["row"], [c["column"] for c in columns])
                )
            )
    return lines


def _is_merged(version: str, group: dict, cells: dict) -> bool:
    """Whether the page prints a group as one row with numbers: then its own line would be a second one."""
    parts = [r for r in form.rows(version, "requests") if r["parent"] == group["row"]]
    told = {cell[1] for cell, fact in cells.items() if fact.status != "absent"}
    subtotals = {r["row"] for r in parts if r["kind"] == "subtotal"}
    return bool(subtotals & told) and not told & ({r["row"] for r in parts} - subtotals)


def _printed_as_one(version: str, row: dict, cells: dict) -> bool:
    """Whether a row that is not on the page is a subtotal, or a part of one that is."""
    siblings = [r for r in form.rows(version, "requests") if r["parent"] == row["parent"]]
    merged = {r["row"] for r in siblings if r["kind"] == "subtotal"}
    return row["kind"] == "subtotal" or any(
        cell[1] in merged and fact.status != "absent" for cell, fact in cells.items()
    )


def _disputes(version: str, cells: dict, figure: Figure) -> list[str]:
    columns = form.columns(version, "disputes")
    rows = [row for row in form.rows(version, "disputes") if row["kind"] != "group"]
    width = len(columns)
    return [
        _head("行政复议", width, 2) + _head("行政诉讼", width * (len(rows) - 1)),
        "".join(_head(row["zh"], width) for row in rows[1:]),
        "".join(_head(c["zh"]) for _ in rows for c in columns),
        "".join(
            cell
            for row in rows
            for cell in _cells(
                cells, figure, "disputes", row["row"], [c["column"] for c in columns]
            )
        ),
    ]


def _cells(
    cells: dict, figure: Figure, table: str, row: str, columns: Iterable[str]
) -> Iterator[str]:
    for column in columns:
        yield figure((table, row, column), cells.get((table, row, column)))


def _list(version: str, cells: dict, figure: Figure) -> list[str]:
    lines = [_head("统计指标") + _head("单位") + _head("统计数")]
    for row in form.rows(version, "statistics"):
        number = f'<td style="{_EDGE}"></td>'
        if row["kind"] != "group":
            number = "".join(_cells(cells, figure, "statistics", row["row"], ["count"]))
        lines.append(_label(row["number"] + row["zh"]) + _label(row["unit"]) + number)
    return lines
