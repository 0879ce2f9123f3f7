"""The part of a table that stands on one page: lattices filled with the words printed in them.

A run of text belongs to the cell that it stands in. One that crosses a border is cut there if the
border runs between two characters; if it runs through a character the run was too long for its cell
and stays whole where most of it stands. A number that could belong to two cells, or be two numbers that
touch at the border, is marked in both.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from analysis.document import Cell, Grid
from analysis.readers.footnotes import SMALLER, as_mark
from analysis.readers.lines import OVERPRINT, cell_text
from analysis.readers.pdfpage import Run
from analysis.readers.rules import Box, Lattice, Span

_LONG_TEXT = 150  # characters; a cell over the whole width with more than that is a text, not a row
_TEXT_LINES = 4
_MARK_DIGITS = 2
_MIDDLE = 0.5  # smaller letters in the middle of their cell stand so much higher


@dataclass(slots=True)
class Piece:
    """A table, or its part on one page: column borders and cells; ``box`` and ``page`` say where.

    ``open_above`` and ``open_below`` have one entry for each column: whether no rule closes it there.
    """

    page: int
    box: Box
    xs: list[float]
    n_rows: int
    cells: list[Cell]
    open_above: list[bool]
    open_below: list[bool]
    where: str = ""

    def grid(self) -> Grid:
        return Grid(tuple(self.cells), self.n_rows, len(self.xs) - 1, self.where)


def fill(page, lattices: list[Lattice], runs: list[Run]) -> tuple[list[Piece], list[Run]]:
    """The tables of a page, and the runs that stand in none. ``page`` is asked for more of them."""
    outside: list[Run] = []
    held: list[dict[int, list[Run]]] = [{} for _ in lattices]
    extents = [lattice.box for lattice in lattices]
    for run in runs:
        _, left, top, right, low, _ = run
        x, y = (left + right) / 2, (top + low) / 2
        for number, (x0, y0, x1, y1) in enumerate(extents):
            if x0 <= x <= x1 and y0 <= y <= y1:
                _place(run, lattices[number], held[number], y, page)
                break
        else:
            outside.append(run)
    pieces: list[Piece] = []
    for lattice, words in zip(lattices, held):
        made, loose = _pieces(page, lattice, words)
        pieces += made
        outside += loose
    return pieces, outside


def _place(run: Run, lattice: Lattice, held: dict[int, list[Run]], y: float, page) -> None:
    places = lattice.places[bisect_right(lattice.inner_ys, y)]
    _, x0, _, x1, _, _ = run
    slack = 2.5 if x1 - x0 > 10 else (x1 - x0) / 4
    first, last = (
        bisect_right(lattice.inner_xs, x0 + slack),
        bisect_right(lattice.inner_xs, x1 - slack),
    )
    place = places[first]
    if place == places[last]:
        if place in held:
            held[place].append(run)
        else:
            held[place] = [run]
        return
    for part, place in _divide(run, lattice.xs, places, first, last, page):
        held.setdefault(place, []).append(part)


def _divide(
    run: Run, xs: list[float], places: list[int], first: int, last: int, page
) -> list[tuple[Run, int]]:
    """A run over several cells: cut between characters, or kept whole where it belongs."""
    letters = page.boxes(range(run.first, run.first + len(run.text)))
    parts: list[tuple[Run, int]] = []
    start = 0
    for column in range(first, last):
        if places[column] == places[column + 1]:
            continue
        border = xs[column + 1]
        cut = next(
            (k for k, box in enumerate(letters) if box[0] + box[2] > 2 * border), len(letters)
        )
        if cut == len(letters):  # less than half of the last character is over the border
            if start == 0:
                return _undivided(run, xs, places, first, last, letters)
            last = column
            break
        if cut <= start:
            continue
        cut += _sticks_out(run.text, cut)
        if _between_kinds(run.text, cut):
            pass
        elif _runs_through(border, letters, cut) or (
            (_one_number(run.text, cut) or _cuts_off_note(run.text, cut))
            and not _apart(letters, cut)
        ):
            whole = _undivided if _drawn_at_once(run, letters, page) else _in_doubt
            return whole(run, xs, places, first, last, letters)
        parts.append((_part(run, letters, start, cut), places[column]))
        start = cut
    parts.append((_part(run, letters, start, len(letters)), places[last]))
    return parts


def _sticks_out(text: str, cut: int) -> int:
    """1 if only the last character of some words is over the border, and a number follows it."""
    rest = text[cut : cut + 2]
    return int(len(rest) == 2 and not rest[0].isdigit() and rest[1].isdigit())


def _between_kinds(text: str, cut: int) -> bool:
    """Whether words end and a number begins at the cut."""
    return text[cut].isdigit() and not (text[cut - 1].isdigit() or text[cut - 1] in ".,，-－")


def _runs_through(border: float, letters: list[Box], cut: int) -> bool:
    """Whether a border crosses the character before or behind the cut."""
    before, behind = letters[cut - 1], letters[cut]
    slack = 0.25 * max(behind[2] - behind[0], before[2] - before[0])
    return before[2] > border + slack or behind[0] < border - slack


def _one_number(text: str, cut: int) -> bool:
    return (text[cut - 1].isdigit() or text[cut - 1] in ".,，") and text[cut].isdigit()


def _cuts_off_note(text: str, cut: int) -> bool:
    """Whether the cut parts a number from the bracket behind it: 288（不含涉密）, which stood out of its cell."""
    return text[cut - 1].isdigit() and text[cut] in "（("


def _apart(letters: list[Box], cut: int) -> bool:
    """Whether there is more room at the cut than between other characters."""
    height = letters[cut][3] - letters[cut][1]
    return letters[cut][0] - letters[cut - 1][2] > 0.1 * height


def _drawn_at_once(run: Run, letters: list[Box], page) -> bool:
    """Whether digits side by side are one number: drawn together, at the same distance from one another."""
    joints = [k for k in range(1, len(run.text)) if run.text[k - 1 : k + 1].isdigit()]
    if not joints:
        return True
    drawn = page.text_objects(range(run.first, run.first + len(run.text)))
    gaps = [letters[k][0] - letters[k - 1][2] for k in joints]
    even = max(gaps) - min(gaps) < 0.1 * (letters[0][3] - letters[0][1])
    return even and all(drawn[k - 1] == drawn[k] for k in joints)


def _undivided(
    run: Run, xs: list[float], places: list[int], first: int, last: int, letters: list[Box]
) -> list[tuple[Run, int]]:
    """A run that no border divides: whole where most of it stands, a number only if that is beyond doubt."""
    shares: dict[int, float] = {}
    for column in range(first, last + 1):
        wide = min(run.x1, xs[column + 1]) - max(run.x0, xs[column])
        shares[places[column]] = shares.get(places[column], 0) + wide
    place, most = max(shares.items(), key=lambda item: item[1])
    if not any(c.isdigit() for c in run.text):
        return [(run, place)]
    if most >= 0.65 * (run.x1 - run.x0):
        return [(run, place)]
    return _in_doubt(run, xs, places, first, last, letters)


def _in_doubt(
    run: Run, xs: list[float], places: list[int], first: int, last: int, letters: list[Box]
) -> list[tuple[Run, int]]:
    """A number in all the cells that it stands in, marked as belonging to none."""
    cut = (
        next(
            (k for k, box in enumerate(letters) if box[0] + box[2] > 2 * xs[first + 1]),
            len(letters) - 1,
        )
        or 1
    )
    marked = run._replace(text=f"{run.text[:cut]}{OVERPRINT}{run.text[cut:]}")
    return [(marked, place) for place in dict.fromkeys(places[first : last + 1])]


def _part(run: Run, letters: list[Box], start: int, end: int) -> Run:
    box = letters[start:end]
    return Run(
        run.text[start:end],
        box[0][0],
        min(b[1] for b in box),
        box[-1][2],
        max(b[3] for b in box),
        run.first + start,
    )


# --- from filled lattices to pieces -------------------------------------------------------------------


def _pieces(page, lattice: Lattice, held: dict[int, list[Run]]) -> tuple[list[Piece], list[Run]]:
    """The tables in a lattice, and the runs in it that are no table's: frames, cells full of prose."""
    _mark_lone_notes(lattice, held)
    words = {place: cell_text(runs) for place, runs in held.items()}
    prose = {
        place for place, text in words.items() if _is_prose(text, lattice.spans[place], lattice)
    }
    texts = [text for place, text in words.items() if text and place not in prose]
    if len(texts) < 2 or (len(lattice.ys) < 3 and len(lattice.xs) < 3):
        return [], [run for runs in held.values() for run in runs]
    loose = [run for place in prose for run in held[place]]
    cuts = sorted(row for place in prose for row in _rows(lattice.spans[place]))
    pieces = []
    for top, low in _stretches(cuts, len(lattice.ys) - 1):
        piece = _piece(page, lattice, words, top, low)
        if any(cell.text for cell in piece.cells):
            pieces.append(piece)
    return pieces, loose


def _mark_lone_notes(lattice: Lattice, held: dict[int, list[Run]]) -> None:
    """Mark footnote marks in cells that are blank else: digits smaller than most, and raised in their row."""
    numbers = [
        (place, runs[0]) for place, runs in held.items() if len(runs) == 1 and runs[0][0].isdigit()
    ]
    heights = [y1 - y0 for _, (_, _, y0, _, y1, _) in numbers]
    if not heights or min(heights) >= SMALLER * max(heights):
        return
    small = SMALLER * sorted(heights)[len(heights) // 2]
    for (place, run), height in zip(numbers, heights):
        if height < small and len(run.text) <= _MARK_DIGITS:
            beside = [other[1:5] for other in _beside(place, lattice, held)]
            texts = [as_mark(run.text, run[1:5], box, _MIDDLE) for box in beside] or [run.text]
            held[place] = [run._replace(text=max(texts))]  # a mark is beyond any plain digit


def _beside(place: int, lattice: Lattice, held: dict[int, list[Run]]) -> list[Run]:
    """The numbers that stand alone in the other cells of a row; words, if there are none."""
    row = lattice.spans[place].row
    words = [
        runs[0]
        for other, runs in held.items()
        if other != place and len(runs) == 1 and lattice.spans[other].row == row
    ]
    return [run for run in words if run.text.isdigit()] or words


def _is_prose(text: str, span: Span, lattice: Lattice) -> bool:
    if span.colspan < len(lattice.xs) - 1:
        return False
    return len(text) > _LONG_TEXT or (text.count("\n") >= _TEXT_LINES and len(text) > 60)


def _rows(span: Span) -> range:
    return range(span.row, span.row + span.rowspan)


def _stretches(cuts: list[int], n_rows: int) -> list[tuple[int, int]]:
    """The runs of rows between those that are cut out."""
    stretches, top = [], 0
    for row in (*cuts, n_rows):
        if row > top:
            stretches.append((top, row))
        top = row + 1
    return stretches


def _piece(page, lattice: Lattice, words: dict[int, str], top: int, low: int) -> Piece:
    cells, where = [], page.places(lattice.xs, lattice.ys)
    for place, (row, column, rowspan, colspan) in enumerate(lattice.spans):
        if top <= row < low:
            rowspan = rowspan if row + rowspan <= low else low - row
            at = where(column, row, column + colspan, row + rowspan)
            cells.append(Cell(words.get(place, ""), row - top, column, rowspan, colspan, at))
    box = (lattice.xs[0], lattice.ys[top], lattice.xs[-1], lattice.ys[low])
    shut = [False] * (len(lattice.xs) - 1)
    return Piece(
        page.number, box, lattice.xs, low - top, cells,
        lattice.open_above if top == 0 else shut,
        lattice.open_below if low == len(lattice.ys) - 1 else shut,
        page.where(*box),
    )  # fmt: skip
