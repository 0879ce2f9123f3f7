"""Tables that hold text between their rows - a note, or a whole report - into that text and the tables.

A row that is one cell may be part of a table: a group of rows, its unit. Next to a row of prose, or at
the edge of a table that is the whole file, it is a title or a line of text like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from analysis.document import Cell, Grid, Paragraph


def part(grid: Grid, prose: Iterable[int]) -> Iterator[Paragraph | Grid]:
    """The blocks of a grid in their order: ``prose`` are rows of text, and so are one-cell rows beside them.

    Rows -1 and ``grid.n_rows`` may be given for text (or nothing) above and below the table.
    """
    rows = _rows(grid)
    alone = [len(row) == 1 and row[0].rowspan == 1 and row[0].column == 0 for row in rows]
    text = set(prose)
    for row in range(grid.n_rows):
        if alone[row] and row - 1 in text:
            text.add(row)
    for row in reversed(range(grid.n_rows)):
        if alone[row] and row + 1 in text:
            text.add(row)
    for is_text, numbers in groupby(range(grid.n_rows), text.__contains__):
        if is_text:
            for number in numbers:
                yield from _lines(rows[number])
        else:
            first, *more = numbers
            yield _stretch(grid, first, first + len(more) + 1)


def _rows(grid: Grid) -> list[list[Cell]]:
    """The cells that each row shows, those joined downwards in all of theirs."""
    rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, grid.n_rows)):
            rows[row].append(cell)
    return rows


def _lines(row: list[Cell]) -> Iterator[Paragraph]:
    for cell in row:
        for line in filter(None, map(str.strip, cell.text.split("\n"))):
            yield Paragraph(line, cell.where)


def _stretch(grid: Grid, first: int, end: int) -> Grid:
    cells = (cell for cell in grid.cells if first <= cell.row < end)
    shifted = tuple(cell._replace(row=cell.row - first) for cell in cells)
    return Grid(shifted, end - first, grid.n_columns, grid.where)
