"""Lines aligned with spaces into the columns that they share, told by where their words stand.

A program pads words to a width on the screen, where a Chinese letter takes two columns, or to a number
of letters; a person goes by the screen. Both counts are tried. Where both would do but put a figure
under different titles, nobody can know which is right: the line is unclear, and left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from typing import NamedTuple

from analysis import screen

# A field of a line: its text and the characters (0-based, end excluded) where it stands.
Field = tuple[str, int, int]
Span = tuple[int, int]
Row = tuple[int, list[Field]]  # with the number of its line
Spans = dict[int, list[Span]]
Placed = dict[int, list[Field | None]]  # number of a line -> a field or none for each column

FIGURE = r"(?:[-+]?[0-9][0-9,.]*[%元件条项]?|/|-|—)"
_IS_FIGURE = re.compile(FIGURE)
_WORD = re.compile("[\u3400-\u9fffA-Za-z]")
_NO_CHANCE = 3  # fields that line up, or do not: with fewer it may be an accident


class _Count(NamedTuple):
    """The columns by one count, and how many fields line up in theirs, or do not."""

    placed: Placed
    hits: int
    misses: int


def align(
    rows: list[Row], lines: dict[int, str]
) -> tuple[list[tuple[int, list[Field | None]]], list[int]]:
    """The rows with their fields by column, and the lines with figures whose columns are not certain."""
    by_letters = _spans(rows)
    on_screen = _on_screen(by_letters, lines)
    placed = _choose(_in_columns(rows, on_screen), _in_columns(rows, by_letters))
    if placed is None:
        placed = _in_common(
            _in_some_columns(rows, lines, on_screen), _in_some_columns(rows, lines, by_letters)
        )
    left_out = [number for number, fields in rows if number not in placed and _has_figures(fields)]
    # A single line of text may look like a row.
    return list(placed.items()), left_out if placed or len(left_out) > 1 else []


def _spans(rows: list[Row]) -> Spans:
    """Line -> where each of its fields begins and ends, in letters."""
    return {number: [(start, end) for _, start, end in fields] for number, fields in rows}


def _on_screen(spans: Spans, lines: dict[int, str]) -> Spans:
    """``spans`` in columns of a screen."""
    seen = {}
    for number, line in spans.items():
        widths = [0, *accumulate(map(screen.width, lines[number]))]
        seen[number] = [(widths[start], widths[end]) for start, end in line]
    return seen


def _choose(seen: _Count | None, counted: _Count | None) -> Placed | None:
    """The columns on the screen or by letters, whichever lines up; what they agree on if both or neither do.

    None if by neither count every line fits.
    """
    if seen and (counted is None or (counted.misses and not seen.misses)):
        return seen.placed
    if counted is None or (seen is None and (counted.misses or counted.hits < _NO_CHANCE)):
        return None
    if seen is None or (not counted.misses and seen.misses >= _NO_CHANCE):
        return counted.placed
    return _in_common(seen.placed, counted.placed)


def _in_common(seen: Placed, counted: Placed) -> Placed:
    """The lines that both counts put into the same columns; those on the screen if letters make no table."""
    if not seen or not counted:
        return seen
    if len(next(iter(seen.values()))) != len(next(iter(counted.values()))):
        return {}
    return {number: fields for number, fields in seen.items() if counted.get(number) == fields}


def _in_columns(rows: list[Row], spans: Spans) -> _Count | None:
    """The fields in columns that are nowhere crossed; None if some line has two fields in one."""
    columns = _stretches(chain.from_iterable(spans.values()))
    starts = [start for start, _ in columns]
    placed: Placed = {}
    standing: list[list[Span]] = [[] for _ in columns]
    for number, fields in rows:
        placed[number] = [None] * len(columns)
        for field, span in zip(fields, spans[number]):
            column = bisect_right(starts, span[0]) - 1
            if placed[number][column] is not None:
                return None
            placed[number][column] = field
            standing[column].append(span)
    if _is_doubtful(placed):
        return None
    fits = [fit for column in standing[1:] for fit in _fits(column)]
    return _Count(placed, fits.count(True), fits.count(False))


def _fits(column: list[Span]) -> Iterator[bool]:
    """Whether each field shares an edge or the middle with the longest one of its column."""
    a, b = max(column, key=lambda span: span[1] - span[0])
    for left, right in column:
        if right - left < b - a:
            yield left == a or right == b or abs(left + right - a - b) < 2


def _stretches(spans: Iterable[Span]) -> list[list[int]]:
    """The stretches of a line that fields cover, from left to right."""
    columns: list[list[int]] = []
    for left, right in sorted(spans):
        if columns and left < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    return columns


def _in_some_columns(rows: list[Row], lines: dict[int, str], spans: Spans) -> Placed:
    """The lines that fit the columns of most of them.

    Columns are the stretches that fields of the fuller lines cover. Where a line is not aligned to
    them, it still fits if it has a field for every column.
    """
    most = max((len(fields) for _, fields in rows), default=0)
    columns = _stretches(
        span for number, fields in rows if 2 * len(fields) > most for span in spans[number]
    )
    for number, _ in rows:  # a column may have no figure at all: only its header tells of it
        for left, right in spans[number]:
            if not any(left < b and right > a for a, b in columns):
                columns.append([left, right])
    columns.sort()
    if len(columns) < most:  # not aligned: only lines with everything in them can be read
        return {number: list(fields) for number, fields in rows if len(fields) == most}
    aligned: Placed = {}
    for number, fields in rows:
        placed: list[Field | None] = [None] * len(columns)
        for field, (left, right) in zip(fields, spans[number]):
            under = [c for c, (a, b) in enumerate(columns) if left < b and right > a]
            if len(under) != 1 or placed[under[0]] is not None:
                if len(fields) > 1 and not any(letter.isdigit() for letter in lines[number]):
                    return {}  # without a line of its header the table would be another one
                break
            placed[under[0]] = field
        else:
            aligned[number] = placed
    return {} if _is_doubtful(aligned) else aligned


def _is_doubtful(placed: Placed) -> bool:
    """Whether figures may stand beside the column that they belong to.

    Figures under no title where others have one; or a column of them never filled together with its
    neighbour: one that slipped by a letter looks so, and moves all that are told by order.
    """
    columns = list(zip(*placed.values()))
    figured = [any(f and _IS_FIGURE.fullmatch(f[0]) for f in column) for column in columns]
    titled = [any(f and _is_word(f[0]) for f in column) for column in columns]
    untitled = [figures and not title for figures, title in zip(figured, titled)]
    if any(untitled) and any(f and t for f, t in zip(figured, titled)):
        return True
    return any(
        (untitled[c] or untitled[c + 1])
        and not any(one and other for one, other in zip(columns[c], columns[c + 1]))
        for c in range(len(columns) - 1)
    )


def _is_word(text: str) -> bool:
    return bool(_WORD.search(text)) and not _IS_FIGURE.fullmatch(text)


def _has_figures(fields: list[Field]) -> bool:
    return any(_IS_FIGURE.fullmatch(text) for text, _, _ in fields[1:])
