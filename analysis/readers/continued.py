"""Tables that go on over a page break: their pieces joined into one, without moving a number.

Free functions over pieces. A row that the break cut in two is joined only where no two numbers meet;
where the last digits of some stand on the next page, these numbers are in doubt.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from analysis.document import Cell
from analysis.readers.lines import Line
from analysis.readers.pieces import Piece
from analysis.readers.repeated import without_header

_ALIGNED = 4.0  # points
_FARTHEST_SHIFT = 80.0  # facing pages may have their margins the other way round
_WORDS = re.compile("[\u3400-\u9fffA-Za-z]")
_MARK = re.compile(r"\s*[.．、）)]")  # of the number before it
_NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9０-９]{1,2}[.．、])"
)
_BEGINNING = re.compile(rf"{_NUMBERED.pattern}|其中")


def join(upper: Piece, lower: Piece) -> Piece | None:
    """The table that ``lower`` continues; None if it is another one."""
    shift = lower.xs[0] - upper.xs[0]
    if abs(shift) > _FARTHEST_SHIFT or abs(lower.xs[-1] - shift - upper.xs[-1]) > _ALIGNED:
        return None
    moved = [x - shift for x in lower.xs]
    if not _share_borders(upper.xs, moved):
        return None
    borders = _union(upper.xs, moved)
    above = _remap(upper, upper.xs, borders)
    below = without_header(above, _remap(lower, moved, borders))
    if not below.n_rows:
        return above
    cells, n_rows = _stack(above, below)
    return replace(
        above,
        page=below.page,
        cells=cells,
        n_rows=n_rows,
        open_below=below.open_below,
        where=f"{above.where}+{below.where}",
    )


def with_digits_below(piece: Piece, line: Line) -> Piece | None:
    """The table with the digits that stand alone on the next page, without rules around them.

    Each is put below a number of the last row that stands in its column, which is then in doubt; None if
    there is no such number.
    """
    cells = list(piece.cells)
    for text, x0, _, x1, *_ in line.runs:
        for number, cell in enumerate(cells):
            left, right = piece.xs[cell.column], piece.xs[cell.column + cell.colspan]
            ends = cell.row + cell.rowspan == piece.n_rows and left < (x0 + x1) / 2 < right
            if ends and cell.text[-1:].isdigit() and text.strip().isdigit():
                cells[number] = cell._replace(text=f"{cell.text}\n{text.strip()}")
                break
        else:
            return None
    return replace(piece, cells=cells)


def _share_borders(one: list[float], other: list[float]) -> bool:
    """Whether most of the inner borders of the piece that has fewer are borders of the other, too."""
    few, many = sorted((one[1:-1], other[1:-1]), key=len)
    shared = sum(any(abs(x - y) <= _ALIGNED for y in many) for x in few)
    return shared >= 0.6 * len(few)


def _union(one: list[float], other: list[float]) -> list[float]:
    borders: list[float] = []
    for x in sorted(one + other):
        if not borders or x - borders[-1] > _ALIGNED:
            borders.append(x)
    return borders


def _remap(piece: Piece, xs: list[float], borders: list[float]) -> Piece:
    """The same cells, counted in the columns between ``borders``."""
    places = [min(range(len(borders)), key=lambda k: abs(borders[k] - x)) for x in xs]
    if places == list(range(len(borders))):
        return replace(piece, xs=borders)
    cells = []
    for cell in piece.cells:
        column = places[cell.column]
        cells.append(
            cell._replace(column=column, colspan=places[cell.column + cell.colspan] - column)
        )
    widths = [b - a for a, b in itertools.pairwise(places)]
    above = [flag for flag, width in zip(piece.open_above, widths) for _ in range(width)]
    below = [flag for flag, width in zip(piece.open_below, widths) for _ in range(width)]
    return replace(piece, xs=borders, cells=cells, open_above=above, open_below=below)


# --- at the break -------------------------------------------------------------------------------------


def _stack(above: Piece, below: Piece) -> tuple[list[Cell], int]:
    """The cells of both pieces, those that the break cut in two as one."""
    last = {c.column: c for c in above.cells if c.row + c.rowspan == above.n_rows}
    pairs = [(last[c.column], c) for c in below.cells if c.row == 0 and c.column in last]
    pairs = [(u, c) for u, c in pairs if u.colspan == c.colspan]
    whole = sum(c.colspan for _, c in pairs) == len(above.xs) - 1
    cut_row = whole and _cuts_row(pairs, above, below)
    joined = pairs if cut_row else _cut_labels(pairs, above, below)
    offset = above.n_rows - (1 if cut_row else 0)
    return _merge(above, below, joined, offset), offset + below.n_rows


def _merge(above: Piece, below: Piece, joined: list[tuple[Cell, Cell]], offset: int) -> list[Cell]:
    lower_of = {u.column: c for u, c in joined}
    gone = {id(c) for _, c in joined}
    cells = []
    for cell in above.cells:
        rest = lower_of.get(cell.column)
        if rest is None or cell.row + cell.rowspan != above.n_rows:
            cells.append(cell)
            continue
        text = "\n".join(filter(None, (cell.text, rest.text)))
        rowspan = offset + rest.rowspan - cell.row
        cells.append(cell._replace(text=text, rowspan=rowspan, where=f"{cell.where}+{rest.where}"))
    cells += [cell._replace(row=cell.row + offset) for cell in below.cells if id(cell) not in gone]
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _cuts_row(pairs: list[tuple[Cell, Cell]], above: Piece, below: Piece) -> bool:
    """Whether the last row above and the first below are one row that the page break cut.

    Its numbers stand on one side, or the digits of a few go on below; its label goes on: without a
    number of its own where no rule is drawn, behind one that has a number where rules close both parts.
    """
    labels = [(u, c) for u, c in pairs if _WORDS.search(c.text) and _is_cut_label(u, c)]
    if any(_starts_label(c.text) for _, c in labels):
        return False
    if any(
        bool(_WORDS.search(u.text)) != bool(_WORDS.search(c.text))
        for u, c in pairs
        if u.text and c.text and (u, c) not in labels
    ):
        return False  # words under a number: a header, or another row
    values = [(u, c) for u, c in pairs if not (_WORDS.search(u.text) or _WORDS.search(c.text))]
    cut = _are_cut(values, any(_WORDS.search(u.text) and not c.text for u, c in pairs))
    if any(u.text for u, _ in values) and any(c.text for _, c in values) and not cut:
        return False
    if any(u.rowspan == 1 < c.rowspan and not _goes_on(u, c, False) for u, c in pairs if c.text):
        return False
    if all(_open(u, c, above, below) for u, c in pairs):
        return bool(labels) or not any(_WORDS.search(c.text) for _, c in pairs)
    if not labels:
        return cut
    upper, lower = labels[-1]
    # The unit beside a label is not printed again.
    unit = any(_WORDS.search(u.text) and not c.text for u, c in pairs if u.column > upper.column)
    return unit or len(upper.text.strip()) == 1 or _starts_label(upper.text + lower.text)


def _starts_label(text: str) -> bool:
    """Whether a cell begins a label: with its number, which may be broken over lines, or 其中."""
    return bool(_BEGINNING.match("".join(text.split())))


def _is_cut_label(u: Cell, c: Cell) -> bool:
    """Whether the upper cell holds words, or the number (5.) that the break cut from those below."""
    alone = bool(_NUMBERED.fullmatch(u.text.strip()))
    return bool(_WORDS.search(u.text)) or alone or bool(u.text and _MARK.match(c.text))


def _are_cut(values: list[tuple[Cell, Cell]], unlabelled: bool) -> bool:
    """Whether the lower row holds only the last digits of numbers of the upper: 177 and, below, 0.

    Some end above, or nothing stands below the label. What the digits make together is not sure: a
    cell with both is unreadable later on.
    """
    going_on = [(u, c) for u, c in values if c.text]
    some_end = any(u.text and not c.text for u, c in values)
    return bool(going_on and (some_end or unlabelled)) and all(
        u.text[-1:].isdigit() and c.text[:1].isdigit() for u, c in going_on
    )


def _cut_labels(
    pairs: list[tuple[Cell, Cell]], above: Piece, below: Piece
) -> list[tuple[Cell, Cell]]:
    """Cells of the leading columns that span rows on both sides of the break."""
    joined = []
    for number, (u, c) in enumerate(pairs):
        leaf = any(_WORDS.search(right.text) for _, right in pairs[number + 1 :])
        leaf = leaf or any(
            r.row == 0 and r.column > c.column and _WORDS.search(r.text) for r in below.cells
        )
        if not leaf or not _goes_on(u, c, _open(u, c, above, below)):
            break
        joined.append((u, c))
    return joined


def _goes_on(u: Cell, c: Cell, is_open: bool) -> bool:
    if not c.text:
        return is_open or bool(_WORDS.search(u.text))
    if _starts_label(c.text):
        return False
    return is_open or (_starts_label(u.text) and c.rowspan > 1)


def _open(u: Cell, c: Cell, above: Piece, below: Piece) -> bool:
    columns = range(u.column, u.column + u.colspan)
    return all(above.open_below[k] and below.open_above[k] for k in columns)
