"""Headers that a page prints again: dropped, so that the rows below go on with those before the break.

A page may print a header in part, and let its words run on into the row below: 三项加第四项之和）3.其他, or
纠正5, where 5 is the last digit of a number that the break cut.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.document import Cell
from analysis.readers.pieces import Piece

_WORDS = re.compile("[\u3400-\u9fffA-Za-z]")
_DIGITS = re.compile(r"[0-9０-９][0-9０-９.,，．]*")


def without_header(above: Piece, below: Piece) -> Piece:
    """``below`` without the rows at its top that repeat those at the top of the table."""
    rows = _same_rows(above, below)
    header = _header(above)
    while header and rows < below.n_rows:
        cells = [cell for cell in below.cells if cell.row == rows]
        left = {cell.column: _left_of(cell, header) for cell in cells}
        worded = [cell for cell in cells if _WORDS.search(cell.text)]
        if not worded or any(left[cell.column] == _close(cell.text) for cell in worded):
            break
        if any(left.values()):
            own = [c._replace(text=left[c.column]) if c in worded else c for c in below.cells]
            below = replace(below, cells=own)
            break
        rows += 1
    return _without_rows(below, rows) if rows else below


def _same_rows(above: Piece, below: Piece) -> int:
    """How many whole rows at the top are the same in both pieces; none if the first has a number."""
    best = 0
    for rows in range(1, min(above.n_rows, below.n_rows) + 1):
        one, other = _top(above, rows), _top(below, rows)
        if one is None or other is None:
            if _shape(above, rows) != _shape(below, rows):
                break
            continue
        if one != other or not any(_WORDS.search(text) for *_, text in one):
            break
        best = rows
    return best


def _top(piece: Piece, rows: int) -> list[tuple] | None:
    """The cells of the first rows, spaces apart; None if one of them reaches below."""
    cells = [cell for cell in piece.cells if cell.row < rows]
    if any(cell.row + cell.rowspan > rows for cell in cells):
        return None
    return [(c.row, c.column, c.rowspan, c.colspan, _close(c.text)) for c in cells]


def _shape(piece: Piece, rows: int) -> list[tuple]:
    return [(c.row, c.column, _close(c.text)) for c in piece.cells if c.row < rows]


def _without_rows(piece: Piece, rows: int) -> Piece:
    """The piece from a row on; a cell that reaches into it from above leaves a blank one."""
    cells = []
    for cell in piece.cells:
        if cell.row >= rows:
            cells.append(cell._replace(row=cell.row - rows))
        elif cell.row + cell.rowspan > rows:
            cells.append(cell._replace(row=0, rowspan=cell.row + cell.rowspan - rows, text=""))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    # Behind a repeated header a rule is drawn, whether or not the break cut a row.
    shut = [False] * len(piece.open_above)
    return replace(piece, cells=cells, n_rows=piece.n_rows - rows, open_above=shut)


# --- a header printed again in part -------------------------------------------------------------------


def _header(piece: Piece) -> list[Cell]:
    """The cells of the rows before the first one with a number; none if there is no such row."""
    numbers = [cell.row for cell in piece.cells if _DIGITS.fullmatch(_close(cell.text))]
    return [cell for cell in piece.cells if cell.row < min(numbers)] if numbers else []


def _left_of(cell: Cell, header: list[Cell]) -> str:
    """A cell's text without the words, or the last words, of the header above it."""
    text = _close(cell.text)
    words = _WORDS.search(text)
    for above in header if words else ():
        if above.column < cell.column + cell.colspan and cell.column < above.column + above.colspan:
            own = _close(above.text)
            if text in own:
                return ""
            end = _DIGITS.search(text, words.start())
            again = text[: end.start()] if end else text
            if own.endswith(again):
                return text[len(again) :]
    return text


def _close(text: str) -> str:
    return "".join(text.split())
