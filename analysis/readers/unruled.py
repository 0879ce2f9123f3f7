"""Rows and headings of a table without lines, once its columns are known.

A label may take several lines and its numbers stand on one of them; headings stand over the middle of
their columns. What could be meant in two ways raises :class:`Unclear`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import NamedTuple

from analysis.document import Cell
from analysis.readers.lines import Line
from analysis.readers.rules import Box
from analysis.readers.sheets import Sheet, Unruled

NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、])"
)
_LEAF = re.compile(r"[0-9]{1,2}[.．、]")
_LINE_PITCH = 1.35  # in letter heights; rows stand farther apart than the lines of one cell
_OVERLAP = 0.8
_HALF = 12.0  # points: half the width of the box said for a number
_SLACK = 6.0


class Segment(NamedTuple):
    """Words of a line without a wide gap, and whether they are a value."""

    text: str
    x0: float
    x1: float
    is_value: bool

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


class Row(NamedTuple):
    """A line of a would-be table; ``y`` runs on from page to page."""

    line: Line
    segments: list[Segment]
    y: float
    sheet: Sheet

    @property
    def values(self) -> list[Segment]:
        return [segment for segment in self.segments if segment.is_value]

    @property
    def in_columns(self) -> bool:
        """Whether there is a wide gap in the line."""
        room = 0.8 * self.line.height
        return any(b.x0 - a.x1 > room for a, b in zip(self.segments, self.segments[1:]))


class Unclear(Exception):
    """Something looks like a table, but its columns could be meant in two ways."""


def make_table(rows: list[Row], columns: list[float]) -> Unruled:
    """The table that lines make with these columns (the middles of their numbers)."""
    zone = label_zone(rows, columns)
    leaf = min(
        (s.x0 for row in rows for s in row.segments if s.x1 <= zone and _LEAF.match(s.text)),
        default=None,
    )
    stretches = _stretches(rows, zone)
    bodies = [_entries(body, zone, leaf) for _, body in stretches]
    for entries in bodies:
        _refuse_mixed(entries)
    deep = max((entry.depth for body in bodies for entry in body), default=0)
    writer = _Writer(columns, deep)
    for (header, _), entries in zip(stretches, bodies):
        writer.head(header, zone)
        writer.body(entries, zone)
    box, where = _box(rows)
    return Unruled(
        rows[-1].sheet.number, box, writer.cells, writer.n_rows, deep + len(columns), where
    )


def label_zone(rows: list[Row], columns: list[float]) -> float:
    """Where the labels end: left of every number of the first column."""
    firsts = [v.x0 for row in rows for v in row.values if abs(v.middle - columns[0]) < _SLACK]
    return min(firsts, default=columns[0])


def _stretches(rows: list[Row], zone: float) -> list[tuple[list[Row], list[Row]]]:
    """Heading lines and the lines with labels or numbers below them, as often as they alternate."""
    stretches: list[tuple[list[Row], list[Row]]] = [([], [])]
    for row, after in zip(rows, [*rows[1:], None]):
        heads = not row.values and any(segment.x1 > zone for segment in row.segments)
        heads = heads and not (row.segments[0].x1 <= zone and NUMBERED.match(row.segments[0].text))
        if heads and after and after.values and after.y - row.y < _OVERLAP * row.line.height:
            raise Unclear  # a note beside the numbers, not a heading over them
        body = stretches[-1][1]
        if heads and body and _in_one_cell(body[-1], row):
            heads = False  # the unit or note under a number
        if heads and body:
            stretches.append(([], []))
        stretches[-1][0 if heads else 1].append(row)
    return stretches


def _in_one_cell(above: Row, row: Row) -> bool:
    """Whether two lines are so near that they may be lines of one cell."""
    return row.y - above.y < _LINE_PITCH * row.line.height


def _box(rows: list[Row], x0: float | None = None, x1: float | None = None) -> tuple[Box, str]:
    """The box of lines on the first of their pages, and their address on all of them."""
    pages: dict[int, list[Row]] = {}
    for row in rows:
        pages.setdefault(row.sheet.number, []).append(row)
    boxes = []
    for part in pages.values():
        left = min(row.line.x0 for row in part) if x0 is None else x0
        right = max(row.line.x1 for row in part) if x1 is None else x1
        boxes.append(
            (left, min(row.line.y0 for row in part), right, max(row.line.y1 for row in part))
        )
    return boxes[0], "+".join(part[0].sheet.where(*box) for part, box in zip(pages.values(), boxes))


# --- rows ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Entry:
    """One row: the lines of its label, the labels of the rows it belongs to, the line of its numbers."""

    label: list[Row] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    values: list[Row] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "\n".join(row.segments[-1].text for row in self.label)

    @property
    def depth(self) -> int:
        return 2 if self.parents else bool(self.label)

    @property
    def lines(self) -> list[Row]:
        return [*self.label, *self.values]


def _entries(rows: list[Row], zone: float, leaf: float | None) -> list[Entry]:
    entries: list[Entry] = []
    for before, row in zip([None, *rows], rows):
        labels = _labels(row, zone, leaf)
        last = entries[-1] if entries else Entry()
        near = before is not None and _in_one_cell(before, row)
        if (
            before is not None
            and labels
            and last.label
            and row.y - before.y < _OVERLAP * row.line.height
        ):
            # Lines that overlap are one row: what stands farther out is the label of several rows.
            last.parents += [
                s.text for s in labels if _is_outer(s, row, leaf) and _LEAF.match(last.words)
            ]
            labels = [s for s in labels if s.text not in last.parents]
        if any(
            segment.is_value or segment.x1 > zone for segment in row.segments[len(labels) and 1 :]
        ):
            _take_values(entries, last, row, labels, near)
        elif labels:
            _take_label(entries, last, row, labels, leaf)
    return _without_parents(entries, leaf)


def _take_values(
    entries: list[Entry], last: Entry, row: Row, labels: list[Segment], near: bool
) -> None:
    """A line with numbers: of the label before it, if that still waits for them, or of its own.

    Where label and numbers both go on in the next line of their cells, they stay in one row.
    """
    numbered = bool(labels) and bool(NUMBERED.match(labels[-1].text))
    same = bool(last.label) and not numbered and (near if last.values else True)
    if labels and same and not NUMBERED.match(last.words):
        same = False  # a title, then a row with a label of its own
    if not same:
        last = Entry()
        entries.append(last)
    last.values.append(row)
    last.parents += [segment.text for segment in labels[:-1]]
    if labels:
        last.label.append(row._replace(segments=labels[-1:]))


def _take_label(
    entries: list[Entry], last: Entry, row: Row, labels: list[Segment], leaf: float | None
) -> None:
    """A line with a label alone: a new row, the rest of a label, or the label of several rows."""
    own = labels[-1]
    outer = _is_outer(own, row, leaf)
    under_leaf = bool(last.label) and bool(_LEAF.match(last.words))
    inside = bool(last.lines) and not last.values and _in_one_cell(last.lines[-1], row)
    if outer and under_leaf and (inside or not NUMBERED.match(own.text)):
        last.parents.append(own.text)
        return
    pitch = 1.8 if NUMBERED.match(last.words) else _LINE_PITCH
    near = bool(last.lines) and row.y - last.lines[-1].y < pitch * row.line.height
    if not NUMBERED.match(own.text) and near and last.label:
        if abs(own.x0 - last.label[0].segments[-1].x0) > 3 * row.line.height:
            raise Unclear  # the rest of some other label
        last.label.append(row._replace(segments=[own]))
        return
    entries.append(Entry([row._replace(segments=[own])], [segment.text for segment in labels[:-1]]))


def _is_outer(label: Segment, row: Row, leaf: float | None) -> bool:
    return leaf is not None and label.x0 < leaf - row.line.height


def _refuse_mixed(entries: list[Entry]) -> None:
    """Raise :class:`Unclear` where lines of numbers and labels do not go together one to one.

    Cells of several lines do that, and then a number may belong to the row above or below.
    """
    labelled = any(entry.label for entry in entries)
    for before, entry in zip([Entry(), *entries], entries):
        if len(entry.values) > 1 or (labelled and not entry.label):
            raise Unclear
        if not entry.values or not entry.label:
            continue
        first, last, y = entry.label[0], entry.label[-1], entry.values[0].y
        slack = 0.6 * first.line.height
        if not first.y - slack <= y <= last.y + slack:
            raise Unclear
        if before.label and not before.values and not NUMBERED.match(entry.words):
            raise Unclear  # the numbers may be those of the label before


def _without_parents(entries: list[Entry], leaf: float | None) -> list[Entry]:
    """A label that stands between the rows it is the heading of is no blank row."""
    kept: list[Entry] = []
    for entry, after in zip(entries, [*entries[1:], Entry()]):
        outer = leaf is not None and entry.label and entry.label[0].segments[-1].x0 < leaf - _SLACK
        if outer and not entry.values and _LEAF.match(after.words):
            after.parents.append(entry.words)
        else:
            kept.append(entry)
    return kept


def _labels(row: Row, zone: float, leaf: float | None) -> list[Segment]:
    """The labels of a line, from the outermost to the row's own."""
    labels: list[Segment] = []
    for segment in row.segments:
        if (segment.is_value and labels) or segment.x1 > zone:
            break
        if len(segment.text) == 1 and leaf is not None and segment.x1 < leaf:
            continue  # a letter of text written downwards
        last = labels[-1] if labels else None
        steps_in = (
            leaf is not None and segment.x0 > leaf - 2 and last and last.x0 < leaf - row.line.height
        )
        if (
            last
            and segment.x0 - last.x1 < row.line.height
            and not steps_in
            and not NUMBERED.match(segment.text)
        ):
            labels[-1] = Segment(last.text + segment.text, last.x0, segment.x1, False)
        else:
            labels.append(segment)
    return labels


# --- writing --------------------------------------------------------------------------------------------


class _Writer:
    """Writes headings and rows as cells."""

    def __init__(self, columns: list[float], deep: int) -> None:
        self.columns, self.deep = columns, deep
        self.cells: list[Cell] = []
        self.n_rows = 0
        self._headed = [True] * len(columns)  # whether a column has words over it, if any has

    def body(self, entries: list[Entry], zone: float) -> None:
        for entry in entries:
            if entry.parents:
                self._add("".join(entry.parents), 0, 1, entry.lines)
            inner = 1 if entry.parents else 0
            self._add(entry.words, inner, self.deep - inner, entry.lines)
            texts = self._in_columns(entry.values, zone)
            if any(text and not words for text, words in zip(texts, self._headed)):
                raise Unclear  # a number under no heading
            for column, text in enumerate(texts):
                self._add(text, self.deep + column, 1, entry.lines[-1:], column)
            self.n_rows += 1

    def _in_columns(self, rows: list[Row], zone: float) -> list[str]:
        texts = [""] * len(self.columns)
        for segment in rows[0].segments if rows else ():
            if segment.is_value or segment.x1 > zone:
                column = nearest(self.columns, segment.middle)
                # Two words in one column are left for the reader of the cell to refuse.
                texts[column] = f"{texts[column]} {segment.text}".strip()
        return texts

    def head(self, header: list[Row], zone: float) -> None:
        """Lines above numbers: those that stand over several columns, then the columns' own words."""
        own: list[list[str]] = [[] for _ in self.columns]
        over_column: list[object] = [None] * len(self.columns)
        parents = [(0, len(self.columns) - 1)]
        for number, row in enumerate(header):
            wide, spans, single = self._headings(header, number, zone, parents)
            parents = spans if len(spans) > 1 else parents
            own_columns = [nearest(self.columns, segment.middle) for segment in single]
            if len(set(own_columns)) < len(single):
                raise Unclear  # two headings over one column of numbers
            for column, segment in zip(own_columns, single):
                own[column].append(segment.text)
            for (first, last), segment in zip(spans, wide):
                column = self.deep + first if first else 0
                self._add(segment.text, column, self.deep + last + 1 - column, [row])
                over_column[first : last + 1] = [segment] * (last + 1 - first)
            self.n_rows += bool(wide)
        corner = [s.text for row in header for s in row.segments if s.x1 <= zone]
        _refuse_alike(own, over_column)
        if sum(map(bool, own)) > 1:
            self._headed = [
                bool(words) or bool(heading) for words, heading in zip(own, over_column)
            ]
        if any(own) or corner:
            self._add("\n".join(corner), 0, self.deep, header)
            for column, words in enumerate(own):
                self._add("\n".join(words), self.deep + column, 1, header[-1:], column)
            self.n_rows += 1

    def _headings(
        self, header: list[Row], number: int, zone: float, parents: list[tuple[int, int]]
    ):
        """The headings of a line over several columns, those columns, and the headings over one."""
        lower = header[number + 1 :]
        over = [s for s in header[number].segments if s.x1 > zone]
        below = sorted(
            {nearest(self.columns, s.middle) for row in lower for s in row.segments if s.x1 > zone}
        )
        wide, spans = _spans(over, below, self.columns, parents)
        if not number and not wide and lower and self._is_title(over):
            wide, spans = over, [(0, len(self.columns) - 1)]
        return wide, spans, [segment for segment in over if segment not in wide]

    def _is_title(self, over: list[Segment]) -> bool:
        """Whether a line stands over the whole table: one heading, not that of a column."""
        if len(over) != 1:
            return False
        pitch = min((b - a for a, b in zip(self.columns, self.columns[1:])), default=60.0)
        off = abs(self.columns[nearest(self.columns, over[0].middle)] - over[0].middle)
        return over[0].x1 - over[0].x0 > pitch or off > 0.3 * pitch

    def _add(
        self, text: str, column: int, colspan: int, rows: list[Row], at: int | None = None
    ) -> None:
        if not colspan:
            return
        middle = None if at is None else self.columns[at]
        where = _box(rows, middle and middle - _HALF, middle and middle + _HALF)[1]
        self.cells.append(Cell(text, self.n_rows, column, 1, colspan, where))


def _refuse_alike(own: list[list[str]], over: list[object]) -> None:
    """Columns with the same words must be told apart by the headings over them."""
    seen: dict[str, list[object]] = {}
    for words, heading in zip(own, over):
        text = "".join("".join(words).split())
        if text in seen and text and any(other is heading for other in seen[text]):
            raise Unclear
        seen.setdefault(text, []).append(heading)


def nearest(columns: list[float], x: float) -> int:
    """The column whose middle is nearest to a place."""
    return min(range(len(columns)), key=lambda k: abs(columns[k] - x))


def _spans(
    over: list[Segment], below: list[int], columns: list[float], parents: list[tuple[int, int]]
) -> tuple[list[Segment], list[tuple[int, int]]]:
    """The headings that stand over several columns with words of their own below, and those columns.

    Headings are centred over their columns: the one division that fits is taken, or none is. ``parents``
    are the columns of the headings above them.
    """
    wide = [s for s in over if any(s.x0 - _SLACK <= columns[k] <= s.x1 + _SLACK for k in below)]
    if not wide or len(below) <= len(wide):
        return [], []
    spans: list[tuple[int, int]] = []
    for first, last in parents:
        own = [s for s in wide if first <= nearest(columns, s.middle) <= last]
        if own:
            spans += _division(own, [k for k in below if first <= k <= last], columns)
    if len(spans) == len(wide):
        return wide, spans
    if (
        sum(s.x0 - _SLACK <= columns[k] <= s.x1 + _SLACK for k in below for s in wide)
        > len(wide)
        > 1
    ):
        raise Unclear
    return [], []


def _division(
    headings: list[Segment], below: list[int], columns: list[float]
) -> list[tuple[int, int]]:
    """The columns below divided among the headings so that each is over the middle of its own."""
    if len(headings) > 4 or len(below) < len(headings):
        return []
    pitch = min(b - a for a, b in pairwise(columns))
    fits = []
    for cuts in combinations(range(1, len(below)), len(headings) - 1):
        edges = (0, *cuts, len(below))
        groups = [(below[a], below[b - 1]) for a, b in pairwise(edges)]
        off = max(
            abs((columns[a] + columns[b]) / 2 - s.middle) for (a, b), s in zip(groups, headings)
        )
        fits.append((off, groups))
    off, groups = min(fits)
    return groups if off <= 0.4 * pitch else []
