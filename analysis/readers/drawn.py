"""Tables drawn with characters (+---+---+ and | |, or box lines) into grids with their merged cells.

Text browsers, Pandoc and databases print tables so. Where each bar and rule stands decides, as on paper.
"""

from __future__ import annotations

import itertools
import re

from analysis import screen
from analysis.document import Cell, Grid

_BARS = frozenset("|+│┃┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬║╭╮╰╯")
_RULES = frozenset("-=─━═:")
_BOX = re.compile("[\u2500-\u257f]")
_BAR = f"[{''.join(sorted(_BARS))}]"
_LINE = re.compile(rf"\s*{_BAR}.*{_BAR}\s*$")
_RULED = re.compile(rf"{_BAR}[-=─━═:]{{2,}}")
_MOST_LINES, _MOST_COLUMNS = 3_000, 400

Span = tuple[int, int]  # first and last + 1
Widths = tuple[int, int]
# Columns that a Chinese character and one of a box take; programs do not agree.
_WIDTHS: tuple[Widths, ...] = ((2, 1), (2, 2), (1, 1))


def find(lines: list[str]) -> list[Span]:
    """Where drawn tables stand among lines: runs of lines between bars, with rules at top and bottom."""
    found, start = [], None
    for place, line in enumerate([*lines, ""]):
        if _LINE.match(line):
            start = place if start is None else start
        elif start is not None:
            if place - start > 2 and _is_drawn(lines[start:place]):
                found.append((start, place))
            start = None
    return found


def _is_drawn(lines: list[str]) -> bool:
    """Whether a rule closes the lines above or below: a pipe table has its rule inside."""
    edges = _RULED.match(lines[0].strip()), _RULED.match(lines[-1].strip())
    return all(edges) and len(lines) <= _MOST_LINES


def read(lines: list[str], number: int) -> Grid | None:
    """The grid that lines draw, the first of them with this number; None if the drawing does not close."""
    widths = min(_WIDTHS, key=lambda widths: len(_bars(lines, widths)))
    rows = [_places(line, widths) for line in lines]
    xs = sorted(_bars(lines, widths))
    if not 2 <= len(xs) <= _MOST_COLUMNS:
        return None
    drawing = _Drawing(rows, xs)
    cells = drawing.cells()
    if cells is None:
        return None
    made = [
        Cell(drawing.text(area), area[0], area[2], area[1] - area[0], area[3] - area[2],
             f"L{number + drawing.first_line(area)}")
        for area in cells
    ]  # fmt: skip
    where = f"L{number}-{number + len(lines) - 1}"
    return Grid(tuple(made), len(drawing.bands), len(xs) - 1, where)


def _bars(lines: list[str], widths: Widths) -> set[int]:
    """The columns of bars: few where the widths of characters are counted as the program did."""
    found: set[int] = set()
    for line in lines:
        found |= {x for x, character in _places(line, widths).items() if character in _BARS}
    return found


def _places(line: str, widths: Widths) -> dict[int, str]:
    """Column on the screen -> character."""
    chinese, box = widths
    places: dict[int, str] = {}
    x = 0
    for character in line:
        places[x] = character
        x += box if _BOX.match(character) else screen.width(character, chinese)
    return places


Area = tuple[int, int, int, int]  # rows from, to; columns from, to


class _Drawing:
    """Lines as columns of characters, cut into bands by the lines that hold rules."""

    def __init__(self, rows: list[dict[int, str]], xs: list[int]) -> None:
        self.rows, self.xs = rows, xs
        self.rules = [self._rules(row) for row in rows]
        ruled = [n for n, rules in enumerate(self.rules) if any(rules)]
        # A band: the lines between two ruled lines; the rule above it is that of its first line - 1.
        self.bands = [(a + 1, b) for a, b in itertools.pairwise(ruled) if b > a + 1]

    def _rules(self, row: dict[int, str]) -> list[bool]:
        """For each column whether the line draws a rule through it."""
        drawn = []
        for left, right in zip(self.xs, self.xs[1:]):
            inside = [row[x] for x in range(left + 1, right) if x in row]
            drawn.append(bool(inside) and all(character in _RULES for character in inside))
        return drawn

    def cells(self) -> list[Area] | None:
        """The areas of the table; None if they are no rectangles."""
        if not self.bands:
            return None
        owner: dict[Span, int] = {}
        areas: list[Area] = []
        for band in range(len(self.bands)):
            for column in range(len(self.xs) - 1):
                if (band, column) not in owner:
                    area = self._grow(band, column)
                    places = [(r, c) for r in range(*area[:2]) for c in range(*area[2:])]
                    if any(place in owner for place in places):
                        return None
                    owner |= dict.fromkeys(places, len(areas))
                    areas.append(area)
        return areas

    def _grow(self, band: int, column: int) -> Area:
        right = column + 1
        while right < len(self.xs) - 1 and not self._has_bar(band, right):
            right += 1
        low = band + 1
        while low < len(self.bands) and not any(
            self.rules[self.bands[low][0] - 1][c] for c in range(column, right)
        ):
            low += 1
        return band, low, column, right

    def _has_bar(self, band: int, x: int) -> bool:
        first, last = self.bands[band]
        return all(self.rows[n].get(self.xs[x]) in _BARS for n in range(first, last))

    def text(self, area: Area) -> str:
        """The words of a cell, a line a line."""
        top, low, left, right = area
        first, last = self.bands[top][0], self.bands[low - 1][1]
        lines = []
        for n in range(first, last):
            row = self.rows[n]
            words = "".join(
                row[x] for x in range(self.xs[left] + 1, self.xs[right]) if x in row
            ).strip()
            if words:
                lines.append(words)
        return "\n".join(lines)

    def first_line(self, area: Area) -> int:
        """The line where a cell begins, counted from the top of the table."""
        return self.bands[area[0]][0]
