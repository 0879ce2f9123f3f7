"""Ruled lines to lattices: where the cells of a drawn table are, merged ones included.

Free functions over boxes (x0, y0, x1, y1), y downwards; nothing here knows text or PDF.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

Box = tuple[float, float, float, float]

SNAP = 4.6  # lines closer than this are one border: double rules, cells with a little space between
_REACH = 6.0  # how far a line may stop short of, or run past, the line it meets
_LEVEL = 1.3  # pieces of one line may be this far out of it
_GAP = 3.2  # ... and this far apart
_SHORTEST = 6.0
_MOST_PLACES = 20_000


class Rule(NamedTuple):
    """One straight line: its position across, and where it begins and ends along."""

    at: float
    start: float
    end: float


class Span(NamedTuple):
    """One cell of a lattice: its top left place and how many rows and columns it covers."""

    row: int
    column: int
    rowspan: int
    colspan: int


class Lattice:
    """A drawn table: column borders ``xs``, row borders ``ys``, its cells, and which cell covers a place.

    ``open_above`` and ``open_below`` say for each column whether no line closes the table there, as
    where a page break cuts a row.
    """

    def __init__(self, xs: list[float], ys: list[float], across: list[int], down: list[int]) -> None:
        self.xs, self.ys = xs, ys
        self.inner_xs, self.inner_ys = xs[1:-1], ys[1:-1]
        columns = range(len(xs) - 1)
        self.open_above = [not across[0] >> c & 1 for c in columns]
        self.open_below = [not across[-1] >> c & 1 for c in columns]
        self.spans, self.places = _cells(len(ys) - 1, len(xs) - 1, across, down)

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_lattices(strokes: Iterable[Box], areas: Iterable[Box] = ()) -> list[Lattice]:
    """The drawn tables, smallest first. Painted areas count as cells only where no lines are drawn."""
    lattices = _lattices(*_straight(strokes))
    free = list(areas)
    for lattice in lattices:
        free = _outside(free, lattice.box)
    if len({round(x0) for x0, *_ in free}) > 1:  # areas in one column are the shading of paragraphs
        lattices += _lattices(*_straight(edge for area in free for edge in _edges(area)))
    return sorted(lattices, key=lambda lattice: _size(lattice.box))


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _outside(areas: list[Box], box: Box) -> list[Box]:
    """The areas whose middle does not lie in a box."""
    x0, y0, x1, y1 = 2 * box[0], 2 * box[1], 2 * box[2], 2 * box[3]
    return [a for a in areas if not (x0 < a[0] + a[2] < x1 and y0 < a[1] + a[3] < y1)]


def _edges(area: Box) -> tuple[Box, ...]:
    x0, y0, x1, y1 = area
    if x1 - x0 < _SHORTEST or y1 - y0 < _SHORTEST:
        return ()
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


def _straight(strokes: Iterable[Box]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules, each of them put together from the pieces it was drawn in."""
    across, down = [], []
    for x0, y0, x1, y1 in strokes:
        wide, high = x1 - x0, y1 - y0
        if wide > 1.5 * high:
            across.append(Rule((y0 + y1) / 2, x0, x1))
        elif high > 1.5 * wide:
            down.append(Rule((x0 + x1) / 2, y0, y1))
    return join_pieces(across), join_pieces(down)


def join_pieces(rules: list[Rule]) -> list[Rule]:
    """Pieces in one line that touch or nearly touch become one rule; what stays short is dropped."""
    rules.sort()
    joined: list[Rule] = []
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > _LEVEL:
            joined += _join_level(group)
            group = []
        group.append(rule)
    joined += _join_level(group)
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def _join_level(group: list[Rule]) -> list[Rule]:
    if len(group) < 2:
        return group
    joined: list[Rule] = []
    at, start, end = 0.0, 0.0, 0.0
    for rule in sorted(group, key=lambda rule: rule.start):
        if end > start and rule.start <= end + _GAP:
            end = max(end, rule.end)
        else:
            if end > start:
                joined.append(Rule(at, start, end))
            at, start, end = rule
    joined.append(Rule(at, start, end))
    return joined


def _lattices(across: list[Rule], down: list[Rule]) -> list[Lattice]:
    return [lattice for rows, columns in _connected(across, down) if (lattice := _lattice(rows, columns))]


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Sets of rules that meet each other."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in down:
        fresh, across = _parted(across, rule)
        joined = [group for group in groups if any(_meet(line, rule) for line in group[0])]
        if fresh and groups:  # a line taken now may also meet rules of earlier groups
            joined += [
                group
                for group in groups
                if group not in joined and any(_meet(line, other) for other in group[1] for line in fresh)
            ]
        if not joined:
            groups.append((fresh, [rule]))
            continue
        first, *others = joined
        first[0].extend(fresh)
        first[1].append(rule)
        for group in others:
            first[0].extend(group[0])
            first[1].extend(group[1])
            groups.remove(group)
    return groups


def _parted(across: list[Rule], down: Rule) -> tuple[list[Rule], list[Rule]]:
    """The horizontal rules that meet one down, and the others."""
    at, start, end = down
    left, right, top, low = at - SNAP, at + SNAP, start - SNAP, end + SNAP
    meeting, others = [], []
    for rule in across:
        meets = top <= rule[0] <= low and rule[1] <= right and rule[2] >= left
        (meeting if meets else others).append(rule)
    return meeting, others


def _meet(rule: Rule, down: Rule) -> bool:
    level = down.start - SNAP <= rule.at <= down.end + SNAP
    return level and rule.start - SNAP <= down.at <= rule.end + SNAP


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    """The lattice of rules that meet; None where they enclose nothing."""
    if not across:
        return None
    xs = _borders(down, across)
    # A line under a word begins and ends anywhere: a border ends at borders.
    across = [rule for rule in across if _near(xs, rule.start) and _near(xs, rule.end)]
    if not across:
        return None
    ys = _borders(across, down)
    # A single column is a frame or the shading of paragraphs.
    if len(ys) < 2 or len(xs) < 3 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    return Lattice(xs, ys, _covered(across, ys, xs), _covered(down, xs, ys))


def _borders(rules: list[Rule], crossing: list[Rule]) -> list[float]:
    """The positions of ``rules``, near ones as one; also where crossing rules run on beyond the last."""
    borders: list[float] = []
    group: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if group and at - group[0] > SNAP:
            borders.append(sum(group) / len(group))
            group = []
        group.append(at)
    borders.append(sum(group) / len(group))
    start, end = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    if start < borders[0] - _REACH:
        borders.insert(0, start)
    if end > borders[-1] + _REACH:
        borders.append(end)
    return borders


def _near(borders: list[float], at: float) -> bool:
    place = bisect_right(borders, at)
    return (place > 0 and at - borders[place - 1] <= _REACH) or (
        place < len(borders) and borders[place] - at <= _REACH
    )


def _covered(rules: list[Rule], borders: list[float], along: list[float]) -> list[int]:
    """For each border the set (as bits) of the spaces along it that a rule covers."""
    middles = [(a + b) / 2 for a, b in itertools.pairwise(along)]
    between = [(a + b) / 2 for a, b in itertools.pairwise(borders)]
    covered = [0] * len(borders)
    for at, start, end in rules:
        first, behind = bisect_left(middles, start), bisect_right(middles, end)
        if behind > first:
            covered[bisect_right(between, at)] |= (1 << behind) - (1 << first)
    return covered


def _cells(rows: int, columns: int, across: list[int], down: list[int]) -> tuple[list[Span], list[list[int]]]:
    """The cells, in reading order, and for each place the number of the cell that covers it.

    ``across[r]`` has a bit for each column with a line above row r, ``down[c]`` one for each row
    with a line left of column c. A line that closes only part of a would-be cell still divides it.
    """
    spans: list[Span] = []
    places = [[-1] * columns for _ in range(rows)]
    beside = _turned(down, rows)
    for row, taken in enumerate(places):
        column, borders = 0, beside[row]
        while column < columns:
            if taken[column] >= 0:
                column += 1
                continue
            end = column + 1
            while end < columns and taken[end] < 0 and not borders >> end & 1:
                end += 1
            width = (1 << end) - (1 << column)
            inside = width & ~(1 << column)
            low = row + 1
            while low < rows and not across[low] & width and not beside[low] & inside:
                low += 1
            for r in range(row, low):
                places[r][column:end] = [len(spans)] * (end - column)
            spans.append(Span(row, column, low - row, end - column))
            column = end
    return spans, places


def _turned(down: list[int], rows: int) -> list[int]:
    """For each row the set (as bits) of the borders that are drawn in it."""
    beside = [0] * rows
    for column, lines in enumerate(down):
        bit = 1 << column
        for row in range(rows):
            if lines >> row & 1:
                beside[row] |= bit
    return beside
