"""The tables of the form as boxes on a grid, each with its words and its place; from ``analysis.form``.

A header, or the label columns of 表三, is a tree: a group reaches over its parts, a part without
parts of its own reaches down to the numbers. :func:`_spread` lays such a tree out once, for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from analysis import form

Key = tuple[str, str, str]
Texts = Mapping[Key, str]

IDENTITY = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
SUBTOTAL = "小计"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its words, its place and spans, and the part it plays.

    ``role`` is ``block`` (an article's bar), ``head``, ``label``, ``unit`` or ``number``; ``level`` is
    the depth of a label in its tree; ``upright`` text runs from top to bottom.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    role: str = "number"
    level: int = 0
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Boxes to be printed, the widths of the columns in mm, and how many rows head each page."""

    boxes: tuple[Box, ...]
    n_rows: int
    widths: tuple[float, ...]
    header_rows: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A row or column of the form in the tree of groups; ``code`` is empty for a group."""

    label: str
    code: str = ""
    parts: tuple[Node, ...] = ()


def lay_out_table(version: str, table: str, texts: Texts) -> Table:
    """One statutory table with ``texts`` in its cells; a cell without a text stays empty."""
    boxes, widths, header_rows = _LAYOUTS[table](version, texts)
    n_rows = max(box.row + box.rowspan for box in boxes)
    boxes = sorted(boxes, key=lambda box: (box.row, box.column))
    return Table(tuple(boxes), n_rows, widths, header_rows, table)


def _proactive(version: str, texts: Texts):
    """表二: a bar for each article, the measures of its rows under it, one line a row."""
    boxes: list[Box] = []
    n = 4
    line = 0
    for article in _children(form.rows(version, "proactive"), "row", ""):
        rows = _children(form.rows(version, "proactive"), "row", article["row"])
        measures = form.columns(version, "proactive", rows[0]["row"])
        boxes.append(Box(article["zh"], line, 0, colspan=n, role="block"))
        boxes.append(Box("信息内容", line + 1, 0, role="head"))
        spans = [(i + 1, 1) for i in range(len(measures))]
        spans[-1] = (len(measures), n - len(measures))  # the last measure fills the line
        for measure, (column, span) in zip(measures, spans, strict=True):
            boxes.append(Box(measure["zh"], line + 1, column, colspan=span, role="head"))
            for i, row in enumerate(rows, start=line + 2):
                text = texts.get(("proactive", row["row"], measure["column"]), "")
                boxes.append(Box(text, i, column, colspan=span))
        boxes += [Box(row["zh"], i, 0, role="label") for i, row in enumerate(rows, start=line + 2)]
        line += 2 + len(rows)
    return boxes, (42.0,) + (38.0,) * (n - 1), 0


def _requests(version: str, texts: Texts):
    """表三: the applicants under a header of three rows, the outcomes as a tree of three columns."""
    rows = _row_nodes(version, {key[1] for key in texts if key[0] == "requests"})
    with_subtotal = any(key[2] == "organisations_subtotal" for key in texts)
    applicants = Node("申请人情况", parts=_column_nodes(version, with_subtotal))
    depth, head = 3, 3
    columns = list(_leaves((applicants,)))
    boxes = [Box(IDENTITY, 0, 0, head, depth, role="head")]
    for node, level, start, leaves, levels in _spread((applicants,), head):
        boxes.append(Box(node.label, level, depth + start, levels, leaves, role="head"))
    for node, level, start, leaves, levels in _spread(rows, depth):
        upright = level == 0 and leaves > 1
        box = Box(node.label, head + start, level, leaves, levels, role="label", level=level)
        boxes.append(replace(box, upright=upright))
    for i, row in enumerate(_leaves(rows)):
        for j, column in enumerate(columns):
            boxes.append(
                Box(texts.get(("requests", row.code, column.code), ""), head + i, depth + j)
            )
    return boxes, (9.0, 26.0, 46.0) + (75.0 / len(columns),) * len(columns), head


def _disputes(version: str, texts: Texts):
    """表四: one line of numbers under a header of three rows."""
    measures = [c for c in form.columns(version, "disputes") if c["kind"] != "group"]

    def node(row: dict[str, str]) -> Node:
        parts = _children(form.rows(version, "disputes"), "row", row["row"])
        below = [node(part) for part in parts] or [
            Node(c["zh"], f"{row['row']}/{c['column']}") for c in measures
        ]
        return Node(row["zh"], parts=tuple(below))

    tree = tuple(node(row) for row in _children(form.rows(version, "disputes"), "row", ""))
    head = 3
    boxes = []
    for branch, level, start, leaves, levels in _spread(tree, head):
        boxes.append(Box(branch.label, level, start, levels, leaves, role="head"))
    numbers = list(_leaves(tree))
    for i, leaf in enumerate(numbers):
        row, column = leaf.code.split("/")
        boxes.append(Box(texts.get(("disputes", row, column), ""), head, i))
    return boxes, (156.0 / len(numbers),) * len(numbers), head


def _statistics(version: str, texts: Texts):
    """The list of 2014: indicator, unit, number; groups are struck through as the form prints them."""
    boxes = [Box(text, 0, i, role="head") for i, text in enumerate(("统计指标", "单位", "统计数"))]
    rows = form.rows(version, "statistics")
    levels: dict[str, int] = {"": -1}
    seen: set[str] = set()
    for line, row in enumerate(rows, start=1):
        levels[row["row"]] = levels[row["parent"]] + 1
        label = row["number"] + row["zh"]
        if row["kind"] == "part" and not row["number"] and row["parent"] not in seen:
            label = "其中：" + label
        seen.add(row["parent"])
        group = row["kind"] == "group"
        number = "——" if group else texts.get(("statistics", row["row"], "count"), "")
        boxes.append(Box(label, line, 0, role="label", level=levels[row["row"]]))
        boxes.append(Box("——" if group else row["unit"], line, 1, role="unit"))
        boxes.append(Box(number, line, 2))
    return boxes, (110.0, 18.0, 28.0), 1


_LAYOUTS = {
    "proactive": _proactive,
    "requests": _requests,
    "disputes": _disputes,
    "statistics": _statistics,
}


def _children(entries: Iterable[dict[str, str]], key: str, parent: str) -> list[dict[str, str]]:
    return [e for e in entries if e["parent"] == parent and e[key] != parent]


def _row_nodes(version: str, filled: set[str]) -> tuple[Node, ...]:
    """The rows of 表三 as a tree. （六）其他处理 is one line where only its sum is known."""
    rows = form.rows(version, "requests")

    def node(row: dict[str, str]) -> Node:
        label = row["number"] + row["zh"]
        below = _children(rows, "row", row["row"])
        sums = [r for r in below if r["kind"] == "subtotal"]
        parts = [r for r in below if r["kind"] != "subtotal"]
        known_sum = any(r["row"] in filled for r in sums)
        if sums and (not parts or (known_sum and not any(r["row"] in filled for r in parts))):
            return Node(label, sums[0]["row"])
        nodes = [Node(SUBTOTAL, r["row"]) for r in sums if known_sum] + [node(r) for r in parts]
        return Node(label, "" if nodes else row["row"], tuple(nodes))

    return tuple(node(row) for row in _children(rows, "row", ""))


def _column_nodes(version: str, with_subtotal: bool) -> tuple[Node, ...]:
    columns = form.columns(version, "requests")

    def node(column: dict[str, str]) -> Node:
        parts = tuple(
            node(c)
            for c in _children(columns, "column", column["column"])
            if with_subtotal or c["kind"] != "subtotal"
        )
        return Node(column["zh"], "" if parts else column["column"], parts)

    return tuple(node(column) for column in _children(columns, "column", ""))


def _leaves(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.parts:
            yield from _leaves(node.parts)
        else:
            yield node


def _spread(nodes: Iterable[Node], depth: int, level: int = 0, start: int = 0):
    """Each node with its level, its first leaf, how many leaves and how many levels it covers."""
    for node in nodes:
        leaves = sum(1 for _ in _leaves((node,)))
        yield node, level, start, leaves, 1 if node.parts else depth - level
        yield from _spread(node.parts, depth, level + 1, start)
        start += leaves
