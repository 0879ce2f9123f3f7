"""Figures that may not be those of the cell they stand in: numbers in doubt, places in doubt, merged cells."""

from __future__ import annotations

from analysis.cells import CellValue
from analysis.document import Cell
from analysis.tables.header import Head
from analysis.tables.labels import VALUES, find
from analysis.tables.rows import Figure

OUT_OF_STEP = (
    "这一行起有数字的格与表头各列对不齐（少一格、多一格或合并有误），未读",
    "from this row on figures do not stand under the columns (a cell or a span too few or too many): not read",
)
LOST_TITLE = (
    "表头的一行比表格短（少了一格或合并单元格有误），无法确定各列，下面的数字未读",
    "a row of titles is shorter than the table (a cell or a span is lost): the columns are not certain, "
    "so the numbers below are not read",
)


def unread(value: CellValue) -> CellValue:
    """A number that may belong elsewhere counts as unreadable; a gap stays the gap it is."""
    return value._replace(value=None, status="unreadable") if value.status == "reported" else value


def unplaced(figures: list[Figure]) -> list[Figure]:
    """Figures that may belong to other columns: none of their numbers or gaps is in its place for sure.

    Where all are gaps of one kind it does not matter which is whose.
    """
    kinds = {value.status for _, value in figures}
    if len(kinds) == 1 and kinds <= {"blank", "not_applicable"}:
        return figures
    return [
        (cell, value._replace(value=None, status="unreadable") if value.status in VALUES else value)
        for cell, value in figures
    ]


def is_out_of_step(leaf: Cell, first: Cell) -> bool:
    """Whether words stand where a row's first figure should: the rest of its label, and all figures one too far.

    In lines of text any words do; elsewhere a cell may say 详见附件.
    """
    words = first.text.strip()
    if len(words) < 2 or any(letter.isdigit() for letter in words):
        return False
    return first.where.startswith("L") or find(leaf.text + words)[1]


def unmerged(figures: list[Figure], heads: dict[int, Head]) -> list[Figure]:
    """``figures`` with one for each column of a merged cell.

    No count is 0 only where all are: a 0 or a gap holds for each column, any other number for none.
    """
    apart: list[Figure] = []
    for cell, value in figures:
        under = {
            heads.get(column): column for column in range(cell.column, cell.column + cell.colspan)
        }
        if len(under) < 2 or None in under:
            apart.append((cell, value))
            continue
        value = value if not value.value else unread(value)
        apart += [
            (cell._replace(column=column, colspan=1), value) for column in sorted(under.values())
        ]
    return apart
