"""Where the labels and cells of a statutory table stand on a sheet, derived from the form's data.

The places are zero-based (line, column) from the upper left corner of the table. The same layout prints
a report's numbers and makes the blank form, so that what is typed in can be read back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from analysis import form

Cell = tuple[str, str]  # row and column code
Place = tuple[int, int]


@dataclass(frozen=True)
class Label:
    """A printed word and the rectangle that it takes."""

    first: Place
    last: Place
    text: str
    head: bool = False


@dataclass
class Layout:
    """Labels, cells by code, the lines of the head, and the widths of columns by their number."""

    labels: list[Label] = field(default_factory=list)
    cells: dict[Cell, Place] = field(default_factory=dict)
    head: int = 1
    widths: dict[int, int] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Lines that the table takes."""
        lines = [label.last[0] for label in self.labels]
        return 1 + max(lines + [line for line, _ in self.cells.values()])

    @property
    def breadth(self) -> int:
        """Columns that the table takes."""
        return 1 + max(label.last[1] for label in self.labels)

    def put(
        self, line: int, column: int, text: str, *, to: Place | None = None, head: bool = False
    ) -> None:
        """A label from (line, column) to ``to``."""
        self.labels.append(Label((line, column), to or (line, column), text, head))


def lay_out(version: str, table: str, lang: str = "zh", printed: Collection[str] = ()) -> Layout:
    """The layout of one table of a version of the form.

    ``printed`` are the row and column codes that a report prints: a group printed as one row (其他处理)
    stands as that row, a printed 小计 column is there.
    """
    kinds = {"proactive": _blocks, "requests": _grid, "disputes": _line, "statistics": _list}
    return kinds[table](version, table, lang, frozenset(printed))


def _rows(version: str, table: str, printed: frozenset[str]) -> list[dict[str, str]]:
    """The rows that stand on the page, groups included."""
    listed = form.rows(version, table)
    asked = {row for row, _ in form.cells(version, table)}
    subtotals = {r["parent"] for r in listed if r["kind"] == "subtotal" and r["row"] in printed}
    shown = []
    for row in listed:
        # A part whose group is printed as one row, and which is not printed itself, is not there.
        replaced = row["parent"] in subtotals and row["row"] not in printed
        wanted = row["kind"] == "group" or row["row"] in asked or row["row"] in printed
        if wanted and not replaced:
            shown.append(row)
    return shown


def _columns(version: str, table: str, printed: frozenset[str], row: str = "") -> list[dict]:
    return [
        c
        for c in form.columns(version, table, row)
        if c["kind"] not in {"group", "subtotal"} or c["column"] in printed
    ]


# Table 三: three columns of row labels, seven of numbers


def _grid(version: str, table: str, lang: str, printed: frozenset[str]) -> Layout:
    layout = Layout(head=3, widths={0: 9, 1: 14, 2: 40})
    columns, left = _columns(version, table, printed), 3
    item, applicants = {"zh": ("事项", "申请人情况"), "en": ("Item", "Applicants")}[lang]
    layout.put(0, 0, item, to=(2, 2), head=True)
    layout.put(0, left, applicants, to=(0, left + len(columns) - 1), head=True)
    _applicant_heads(layout, version, table, columns, left, lang)
    rows = _rows(version, table, printed)
    for line, row in enumerate((r for r in rows if r["kind"] != "group"), layout.head):
        _row_label(layout, row, rows, line, lang)
        for place, column in enumerate(columns, left):
            layout.cells[row["row"], column["column"]] = (line, place)
    for group in (r for r in rows if r["kind"] == "group"):
        _group_label(layout, group, rows, lang)
    layout.widths |= {left + place: 11 for place in range(len(columns))}
    return layout


def _applicant_heads(
    layout: Layout, version: str, table: str, columns: list[dict], left: int, lang: str
) -> None:
    groups = {c["column"]: c for c in form.columns(version, table) if c["kind"] == "group"}
    for group in groups.values():
        inside = [left + n for n, c in enumerate(columns) if c["parent"] == group["column"]]
        layout.put(1, inside[0], group[lang], to=(1, inside[-1]), head=True)
    for place, column in enumerate(columns, left):
        if column["parent"] in groups:
            layout.put(2, place, column[lang], head=True)
        else:
            layout.put(1, place, column[lang], to=(2, place), head=True)


def _row_label(layout: Layout, row: dict, rows: list[dict], line: int, lang: str) -> None:
    """A row's own label: as far to the right as it is deep in groups."""
    alone = not any(r["parent"] == row["parent"] and r["kind"] == "result" for r in rows)
    # A group printed as one row stands where the group's own label would.
    depth = _depth(row, rows) - (row["kind"] == "subtotal" and alone)
    layout.put(line, depth, _numbered(row, lang), to=(line, 2))


def _group_label(layout: Layout, group: dict, rows: list[dict], lang: str) -> None:
    """A group's label stands beside all of its rows, however deep they are."""
    inside = {r["row"]: r["kind"] for r in rows if group["row"] in _ancestors(r, rows)}
    if set(inside.values()) == {"subtotal"}:
        return
    lines = sorted(line for (row, _), (line, _) in layout.cells.items() if row in inside)
    depth = _depth(group, rows)
    layout.put(lines[0], depth, _numbered(group, lang), to=(lines[-1], depth))


def _ancestors(row: dict, rows: list[dict]) -> list[str]:
    parents = {r["row"]: r["parent"] for r in rows}
    found, parent = [], row["parent"]
    while parent:
        found.append(parent)
        parent = parents.get(parent, "")
    return found


def _depth(row: dict, rows: list[dict]) -> int:
    return len(_ancestors(row, rows))


def _numbered(row: dict, lang: str) -> str:
    return row["number"] + row["zh"] if lang == "zh" else row["en"]


# Table 二: a block an article, each with its own head


def _blocks(version: str, table: str, lang: str, printed: frozenset[str]) -> Layout:
    layout, rows = Layout(widths={0: 26}), _rows(version, table, printed)
    most = max(len(_columns(version, table, printed, r["row"])) for r in rows)
    layout.widths |= dict.fromkeys(range(1, most + 1), 20)
    line = 0
    for group in (r for r in rows if r["kind"] == "group"):
        inside = [r for r in rows if r["parent"] == group["row"]]
        columns = _columns(version, table, printed, inside[0]["row"])
        layout.put(line, 0, group[lang], to=(line, most), head=True)
        layout.put(line + 1, 0, {"zh": "信息内容", "en": "Content"}[lang], head=True)
        for place, column in enumerate(columns, 1):
            layout.put(line + 1, place, column[lang], head=True)
        for down, row in enumerate(inside, line + 2):
            layout.put(down, 0, row[lang])
            for place, column in enumerate(columns, 1):
                layout.cells[row["row"], column["column"]] = (down, place)
        line += 2 + len(inside)
    return layout


# Table 四: fifteen numbers in one line under three lines of head


def _line(version: str, table: str, lang: str, printed: frozenset[str]) -> Layout:
    layout, left = Layout(head=3), 0
    columns, rows = _columns(version, table, printed), form.rows(version, table)
    for row in rows:
        if row["kind"] == "group":
            inside = sum(r["parent"] == row["row"] for r in rows) * len(columns)
            layout.put(0, left, row[lang], to=(0, left + inside - 1), head=True)
            continue
        top = 1 if row["parent"] else 0
        layout.put(top, left, row[lang], to=(1, left + len(columns) - 1), head=True)
        for place, column in enumerate(columns, left):
            layout.put(2, place, column[lang], head=True)
            layout.cells[row["row"], column["column"]] = (3, place)
        left += len(columns)
    layout.widths = dict.fromkeys(range(left), 11)
    return layout


# The statistics of 2014: one long list


def _list(version: str, table: str, lang: str, printed: frozenset[str]) -> Layout:
    layout = Layout(widths={0: 52, 1: 10, 2: 12})
    heads = {"zh": ("指标名称", "计量单位", "统计数"), "en": ("Item", "Unit", "Count")}[lang]
    for place, text in enumerate(heads):
        layout.put(0, place, text, head=True)
    rows = list(form.rows(version, table))
    for line, row in enumerate(rows, 1):
        layout.put(line, 0, "　" * _depth(row, rows) + _numbered(row, lang))
        layout.put(line, 1, row["unit"])
        if row["kind"] != "group":
            layout.cells[row["row"], "count"] = (line, 2)
    return layout
