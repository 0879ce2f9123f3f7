"""Rows whose label takes thought: broken over several rows, out of step with its figures, or of two meanings."""

from __future__ import annotations

import re

from analysis import form
from analysis.cells import CellValue
from analysis.document import Cell
from analysis.tables.header import Head, Header
from analysis.tables.labels import SUM, Label, Look, find, key, look
from analysis.text import normalise

Figure = tuple[Cell, CellValue]

_MOST_PARTS = 4  # rows over which a label may be broken


def join_label(
    rows: list[list[Cell]], number: int, header: Header, group: str
) -> tuple[Label, Cell, list[Figure], int] | None:
    """The label that this row begins and the next ones go on with, and the one row of figures in them."""
    if header.table not in ("requests", "proactive"):
        return None
    words, figures = "", []
    for used, part in enumerate(rows[number : number + _MOST_PARTS]):
        pieces = [cell for cell in part if cell.column < header.first]
        own = figures_of(part, header)
        if own is None or (used and any(look(cell.text).exact for cell in pieces)):
            return None
        if any(value.status != "blank" for _, value in own):
            if any(value.status != "blank" for _, value in figures):
                return None
            figures = own
        figures = figures or own
        more = "".join(cell.text for cell in pieces if not _is_group(cell))
        words += more
        labels, exact = find(words) if used and more.strip() else ((), False)
        wanted = [m for m in labels if m.axis == "row" and m.table == header.table]
        if exact and wanted:
            cell = (pieces or rows[number])[-1]
            meaning = (
                choose(wanted, look(words), cell, None, group) if len(wanted) > 1 else wanted[0]
            )
            return meaning, cell._replace(rowspan=1), figures, used
    return None


def figures_of(row: list[Cell], header: Header) -> list[Figure] | None:
    """The figures of a row; None if a label stands among them."""
    found = []
    for cell in row:
        if cell.column >= header.first:
            value = look(cell.text).value
            if value is None:
                return None
            found.append((cell, value))
    return found


def figures_below(rows: list[list[Cell]], number: int, header: Header) -> list[Figure]:
    """The figures of the next row, if that row has figures and no words of its own."""
    if number + 1 >= len(rows):
        return []
    if any(cell.column < header.first and cell.text.strip() for cell in rows[number + 1]):
        return []
    below = figures_of(rows[number + 1], header) or []
    return below if any(value.status == "reported" for _, value in below) else []


def behind_labels(rows: list[list[Cell]], figures: list[Figure]) -> list[Figure]:
    """``figures`` without the empty cells in front of them that stand in a column of labels.

    Where columns are told by their order only, such a cell would push every number one column on.
    """
    while figures and figures[0][1].status == "blank":
        column = figures[0][0].column
        if not any(
            cell.column == column and look(cell.text).labels for row in rows for cell in row
        ):
            break
        figures = figures[1:]
    return figures


_WITH_PARTS = ("refused", "unavailable", "unprocessed")
_SEVENTH = re.compile(r"\s*[（(]?七")  # the number of the sum of all results
_NUMBER = re.compile(r"\s*[（(]?([0-9]+)")


def choose(
    meanings: list[Label],
    one: Look,
    cell: Cell,
    leaf: Cell | None,
    group: str,
    counted: bool = False,
) -> Label | None:
    """One meaning of a label, where it may have several: 其他处理 as a group, its part, or all of it in one row.

    None for a 合计 below the parts of （三）, （四） or （五）, which may be theirs, and for a 其他 that another group
    counts among its parts: 9.其他 of （三）不予公开 is in no form.
    ``counted`` says that groups have Chinese numerals, so that 9 is the number of a part.
    """
    by_code = {meaning.code: meaning for meaning in meanings}
    if "other_other" not in by_code:
        of_group = group in _WITH_PARTS and key(one.text) == SUM
        return None if of_group and not _SEVENTH.match(one.text) else next(iter(meanings), None)
    number = _NUMBER.match(normalise(one.text).text)
    third = number is not None and number[1] == "3"  # a number of its own, not that of a sum
    if number and not third and counted and group not in ("", "other"):
        return None
    if "other" not in by_code:  # 其他: a part if what goes before belongs to 其他处理
        return by_code["other_other" if third or group == "other" else "other_subtotal"]
    above = (
        leaf is not None
        and key(leaf.text) != key(cell.text)
        and "other" in {m.code for m in find(leaf.text)[0]}
    )
    if above or (group == "other" and third):
        return by_code["other_other"]
    if cell.rowspan > 1:
        return by_code["other"]
    return by_code["other_subtotal"]


def _is_group(cell: Cell) -> bool:
    labels = look(cell.text).labels
    return bool(labels) and all(label.kind == "group" for label in labels)


def with_those_before(
    row: list[Cell], looks: list[Look], leaf: Cell, header: Header, figures: list[Figure]
) -> list[Figure]:
    """``figures`` with those left of the columns, where only they make a row of all: a corner is too wide."""
    if not figures or figures[-1][0].column + figures[-1][0].colspan >= header.last:
        return figures
    end = leaf.column + leaf.colspan
    before = [
        (cell, one.value)
        for cell, one in zip(row, looks)
        if one.value is not None and end <= cell.column < header.first
    ]
    whole = [*before, *figures]
    return whole if before and len(whole) == len(header.order) else figures


def proved_order(label: Label, figures: list[Figure], lines: list[str]) -> list[Head]:
    """Columns whose header came as loose words: the form's order, and only where the sum proves it."""
    columns = [c for c in form.columns("2021", label.table) if c["kind"] in ("count", "total")]
    if label.table != "requests" or len(figures) != len(columns):
        return []
    words = "".join(map(key, lines))
    if any(key(column["zh"]) not in words for column in columns):
        return []
    values = [value.value for _, value in figures]
    if None in values or sum(values[:-1]) != values[-1]:
        return []
    return [Head(label.table, column["column"], "", "") for column in columns]
