"""Tables without ruled lines: columns told by where the numbers stand, rows by their labels.

Only what is beyond doubt becomes a grid: numbers that line up in columns set well apart, headings that
stand over them, labels on their lines. Anything else stays text, and is said to be unclear.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

from analysis.document import Cell
from analysis.readers.lines import NUMBERS_APART, OVERPRINT, Line, letter_size
from analysis.readers.rules import Box
from analysis.readers.sheets import Sheet, Unruled

_VALUE = re.compile(
    r"[-+－−]?[0-9０-９][0-9０-９,，.．]*(?:[%％]|件|条|元|万元|次|项|个)?(?:（[^（）]*）)?|[-—–―－/／\\]{1,3}|无|�+"
)
_NUMBERED = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、])")
_SECTION = re.compile(r"[一二三四五六七八九]、.*(?:情况|事项)$")
_MOST_BETWEEN, _MOST_LABELS = 2, 12  # titles, and labels, between rows of numbers
_HALF = 12.0  # points: half the width of the box said for a number
_APART, _SPREAD = 1.4, 0.8  # in letter heights: columns at least, numbers of one column at most


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


def may_hold_table(lines: list[Line]) -> bool:
    """Whether some line has several numbers, or one far from words: then gaps in words matter too."""
    rows = [[bool(_VALUE.fullmatch(run.text)) for run in line.runs] for line in lines if len(line.runs) > 1]
    return sum(sum(row) > 1 or row[-1] for row in rows) > 1 or any(sum(row) > 3 for row in rows)


def find_unruled(sheets: list[Sheet]) -> tuple[bool, bool]:
    """Put tables without lines into the sheets; whether there are any, and whether some were unclear."""
    found = unclear = False
    for flow in _flows(sheets):
        if not any(row.in_columns and row.values for row in flow):
            continue
        for start, end in _regions(flow):
            rows = flow[start:end]
            try:
                table = _table(rows)
            except Unclear:
                unclear = True
                continue
            found = True
            _replace(rows, table)
    return found, unclear


def _flows(sheets: list[Sheet]) -> Iterator[list[Row]]:
    """The lines between ruled tables, over page breaks."""
    flow: list[Row] = []
    for sheet in sheets:
        shift = None
        for block in sheet.blocks:
            if not isinstance(block, Line):
                yield flow
                flow = []
                continue
            if shift is None:
                shift = flow[-1].y + 1.5 * block.height - block.y0 if flow else 0.0
            flow.append(Row(block, _segments(block), block.y0 + shift, sheet))
    yield flow


def _replace(rows: list[Row], table: Unruled) -> None:
    """Put a table in the place of its lines, on the page where it begins."""
    gone = {id(row.line) for row in rows}
    first = rows[0].sheet
    place = next(k for k, block in enumerate(first.blocks) if block is rows[0].line)
    first.blocks.insert(place, table)
    for sheet in {id(row.sheet): row.sheet for row in rows}.values():
        sheet.blocks = [block for block in sheet.blocks if id(block) not in gone]


def _segments(line: Line) -> list[Segment]:
    segments: list[Segment] = []
    for run in line.runs:
        is_value = bool(_VALUE.fullmatch(run.text))
        last = segments[-1] if segments else None
        gap = run.x0 - last.x1 if last else 0.0
        # Runs of digits side by side are one number.
        if last and gap < (NUMBERS_APART if is_value and last.is_value else 0.25) * line.height:
            mark = OVERPRINT if gap < -0.25 * line.height and is_value and last.is_value else ""
            text = last.text + mark + run.text
            segments[-1] = Segment(text, last.x0, max(run.x1, last.x1), bool(_VALUE.fullmatch(text)))
        else:
            segments.append(Segment(run.text, run.x0, run.x1, is_value))
    return segments


def _regions(rows: list[Row]) -> list[tuple[int, int]]:
    """Stretches of lines that look like tables: from the first line in columns to the last with numbers."""
    regions: list[tuple[int, int]] = []
    start, between, zone = None, 0, 0.0
    for number, row in enumerate(rows):
        if row.in_columns and not _is_prose(row):
            if start is None:
                start, zone = number, math.inf
            between = 0
            zone = min((value.x0 for value in row.values[-1:]), default=zone)
        elif start is not None:
            # Labels of blank rows may follow one another; other lines end the table.
            between += 1 if row.line.x1 < zone < math.inf else _MOST_LABELS / _MOST_BETWEEN
            if between > _MOST_LABELS or _SECTION.match(row.line.text) or _is_prose(row):
                regions.append((start, number))
                start = None
    if start is not None:
        regions.append((start, len(rows)))
    return [trimmed for region in regions if (trimmed := _trim(rows, *region))]


def _is_prose(row: Row) -> bool:
    return not row.in_columns and row.line.x1 - row.line.x0 > 0.55 * row.sheet.width


def _trim(rows: list[Row], start: int, end: int) -> tuple[int, int] | None:
    """The region up to its last line with numbers, labels that go on below included; None if no table."""
    numbered = [k for k in range(start, end) if rows[k].values and rows[k].in_columns]
    if not numbered or (len(numbered) < 2 and len(rows[numbered[0]].values) < 4):
        return None
    while start > 0 and _is_title(rows[start - 1], rows[start]):
        start -= 1
    last = numbered[-1] + 1
    while last < end and _goes_on(rows[last - 1], rows[last]):
        last += 1
    return start, last


def _is_title(title: Row, row: Row) -> bool:
    """A short line right above the first one in columns, such as a heading over all of them."""
    if title.in_columns or _SECTION.match(title.line.text) or title.line.text[-1] in "。：；，":
        return False
    near = row.y - title.y < 2.6 * row.line.height
    same = 0.8 < letter_size(title.line) / letter_size(row.line) < 1.25
    return near and same and title.line.x0 > row.line.x0 + row.line.height and len(title.line.text) < 20


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a line is the rest of the label above it."""
    near = row.y - above.y < 1.7 * above.line.height
    return not row.in_columns and near and not _NUMBERED.match(row.line.text) and row.line.x1 < above.line.x1


# --- columns and rows ---------------------------------------------------------------------------------


def _table(rows: list[Row]) -> Unruled:
    columns = _columns(rows)
    zone = _label_zone(rows, columns)
    deep = max((min(len(_labels(row, zone)), 2) for row in rows), default=0)
    builder = _Builder(columns, deep)
    header: list[Row] = []
    for row in rows:
        if row.values:
            builder.head(header, zone)
            header = []
            builder.values(row, zone)
        elif all(segment.x1 <= zone for segment in row.segments):
            builder.head(header, zone)
            header = []
            builder.label(row, zone)
        else:
            builder.flush()
            header.append(row)
    builder.head(header, zone)
    builder.flush()
    box, where = _box(rows)
    return Unruled(rows[-1].sheet.number, box, builder.cells, builder.n_rows, deep + len(columns), where)


def _box(rows: list[Row], x0: float | None = None, x1: float | None = None) -> tuple[Box, str]:
    """The box of lines on the first of their pages, and their address on all of them."""
    pages: dict[int, list[Row]] = {}
    for row in rows:
        pages.setdefault(row.sheet.number, []).append(row)
    boxes = []
    for part in pages.values():
        left = min(row.line.x0 for row in part) if x0 is None else x0
        right = max(row.line.x1 for row in part) if x1 is None else x1
        boxes.append((left, min(row.line.y0 for row in part), right, max(row.line.y1 for row in part)))
    return boxes[0], "+".join(part[0].sheet.where(*box) for part, box in zip(pages.values(), boxes))


def _columns(rows: list[Row]) -> list[float]:
    """The middles of the columns of numbers; they line up by their middle, right or left side."""
    values = [value for row in rows for value in row.values if len(row.segments) > 1]
    height = sorted(row.line.height for row in rows)[len(rows) // 2]
    sides: tuple[Callable[[Segment], float], ...] = (lambda s: s.middle, lambda s: s.x1, lambda s: s.x0)
    best = min(([_clusters(values, side, height) for side in sides]), key=len)
    if max(b[-1][0] - b[0][0] for b in best) > _SPREAD * height:
        raise Unclear
    middles = sorted(sum(v.middle for _, v in group) / len(group) for group in best)
    middles = _with_blank_columns(middles, rows)
    if any(b - a < _APART * height for a, b in zip(middles, middles[1:])):
        raise Unclear
    return middles


def _with_blank_columns(middles: list[float], rows: list[Row]) -> list[float]:
    """The columns with those that have a heading of their own but no number anywhere."""
    distances = sorted(b - a for a, b in zip(middles, middles[1:]))
    if not distances:
        return middles
    pitch = distances[len(distances) // 2]
    found = list(middles)
    for row in rows:
        for segment in row.segments if not row.values and len(row.segments) > 2 else ():
            x = segment.middle
            if x > middles[0] - 1.3 * pitch and segment.x1 - segment.x0 < 1.1 * pitch and min(abs(x - m) for m in found) > 0.75 * pitch:
                found.append(x)
    return sorted(found)


def _clusters(values: list[Segment], side: Callable[[Segment], float], height: float) -> list[list]:
    groups: list[list] = []
    for at, value in sorted((side(value), value) for value in values):
        if not groups or at - groups[-1][-1][0] > 0.6 * height:
            groups.append([])
        groups[-1].append((at, value))
    return groups


def _label_zone(rows: list[Row], columns: list[float]) -> float:
    """Where the labels end: left of every number of the first column."""
    firsts = [v.x0 for row in rows for v in row.values if abs(v.middle - columns[0]) < 6]
    return min(firsts, default=columns[0])


def _labels(row: Row, zone: float) -> list[Segment]:
    """The labels of a line, from the outermost to the row's own."""
    labels: list[Segment] = []
    for segment in row.segments:
        if segment.is_value and labels or segment.x1 > zone:
            break
        last = labels[-1] if labels else None
        if last and segment.x0 - last.x1 < row.line.height and not _NUMBERED.match(segment.text):
            labels[-1] = Segment(last.text + segment.text, last.x0, segment.x1, False)
        else:
            labels.append(segment)
    # Single letters beside a label belong to text written downwards.
    return [s for s in labels if len(s.text) > 1 or len(labels) == 1]


class _Builder:
    """Rows put together from lines: a label may take several, its numbers stand on one of them."""

    def __init__(self, columns: list[float], deep: int) -> None:
        self.columns, self.deep = columns, deep
        self.cells: list[Cell] = []
        self.n_rows = 0
        self._label: list[Row] = []
        self._parent: list[Segment] = []
        self._values: Row | None = None
        self._zone = 0.0

    def label(self, row: Row, zone: float) -> None:
        """A line that has only a label, or the beginning or rest of one."""
        labels = _labels(row, zone)
        if not labels or (len(row.line.text) == 1 and not self._hangs_under(row)):
            return  # a letter of text written downwards
        if _NUMBERED.match(labels[-1].text) or (not self._label and self._values is None):
            self.flush()
        self._parent += labels[:-1]
        self._label.append(row._replace(segments=labels[-1:]))

    def _hangs_under(self, row: Row) -> bool:
        """Whether a single letter is the rest of the label above it."""
        return bool(self._label) and row.line.x0 > self._label[0].segments[-1].x0 - 2

    def values(self, row: Row, zone: float) -> None:
        """A line with numbers."""
        labels = _labels(row, zone)
        if labels and _NUMBERED.match(labels[-1].text):
            self.flush()
        elif self._values is not None or (self._label and labels and not _NUMBERED.match(self._label[0].line.text)):
            self.flush()
        self._values, self._zone = row, zone
        self._parent += labels[:-1]
        if labels:
            self._label.append(row._replace(segments=labels[-1:]))

    def flush(self) -> None:
        """Write the row that is complete."""
        if not self._label and self._values is None:
            return
        lines = [*self._label, *([self._values] if self._values else [])]
        words = "\n".join(row.segments[-1].text for row in self._label)
        parent = "".join(segment.text for segment in self._parent)
        if parent:
            self._add(parent, 0, 1, lines)
        self._add(words, 1 if parent else 0, self.deep - (1 if parent else 0), lines)
        texts = self._in_columns()
        for column, text in enumerate(texts):
            self._add(text, self.deep + column, 1, lines[-1:], column)
        self.n_rows += 1
        self._label, self._parent, self._values = [], [], None

    def _in_columns(self) -> list[str]:
        texts = [""] * len(self.columns)
        for segment in self._values.segments if self._values else ():
            if segment.is_value or segment.x1 > self._zone:
                column = _nearest(self.columns, segment.middle)
                # Two words in one column are left for the reader of the cell to refuse.
                texts[column] = f"{texts[column]} {segment.text}".strip()
        return texts

    def head(self, header: list[Row], zone: float) -> None:
        """Lines above numbers: those that stand over several columns, then the columns' own words."""
        if not header:
            return
        self.flush()
        own: list[list[str]] = [[] for _ in self.columns]
        corner = [s.text for row in header for s in row.segments if s.x1 <= zone]
        parents = [(0, len(self.columns) - 1)]
        for number, row in enumerate(header):
            over = [s for s in row.segments if s.x1 > zone]
            lower = header[number + 1 :]
            below = sorted({_nearest(self.columns, s.middle) for r in lower for s in r.segments if s.x1 > zone})
            wide, spans = _spans(over, below, self.columns, parents)
            if not number and not wide and lower and self._is_title(over):
                wide, spans = over, [(0, len(self.columns) - 1)]
            parents = spans if len(spans) > 1 else parents
            for segment in over:
                if segment not in wide:
                    own[_nearest(self.columns, segment.middle)].append(segment.text)
            for (first, last), segment in zip(spans, wide):
                column = self.deep + first if first else 0
                self._add(segment.text, column, self.deep + last + 1 - column, [row])
            self.n_rows += bool(wide)
        if any(own) or corner:
            self._add("\n".join(corner), 0, self.deep, header)
            for column, words in enumerate(own):
                self._add("\n".join(words), self.deep + column, 1, header[-1:], column)
            self.n_rows += 1

    def _is_title(self, over: list[Segment]) -> bool:
        """Whether a line stands over the whole table: one heading, not that of a column."""
        if len(over) != 1:
            return False
        pitch = min((b - a for a, b in zip(self.columns, self.columns[1:])), default=60.0)
        off = abs(self.columns[_nearest(self.columns, over[0].middle)] - over[0].middle)
        return over[0].x1 - over[0].x0 > pitch or off > 0.3 * pitch

    def _add(self, text: str, column: int, colspan: int, rows: list[Row], at: int | None = None) -> None:
        if not colspan:
            return
        middle = None if at is None else self.columns[at]
        where = _box(rows, middle and middle - _HALF, middle and middle + _HALF)[1]
        self.cells.append(Cell(text, self.n_rows, column, 1, colspan, where))


def _nearest(columns: list[float], x: float) -> int:
    return min(range(len(columns)), key=lambda k: abs(columns[k] - x))


def _spans(
    over: list[Segment], below: list[int], columns: list[float], parents: list[tuple[int, int]]
) -> tuple[list[Segment], list[tuple[int, int]]]:
    """The headings that stand over several columns with words of their own below, and those columns.

    Headings are centred over their columns: the one division that fits is taken, or none is. ``parents``
    are the columns of the headings above them.
    """
    wide = [s for s in over if any(s.x0 - 6 <= columns[k] <= s.x1 + 6 for k in below)]
    if not wide or len(below) <= len(wide):
        return [], []
    spans: list[tuple[int, int]] = []
    for first, last in parents:
        own = [s for s in wide if first <= _nearest(columns, s.middle) <= last]
        if own:
            spans += _division(own, [k for k in below if first <= k <= last], columns)
    if len(spans) == len(wide):
        return wide, spans
    if sum(s.x0 - 6 <= columns[k] <= s.x1 + 6 for k in below for s in wide) > len(wide) > 1:
        raise Unclear
    return [], []


def _division(headings: list[Segment], below: list[int], columns: list[float]) -> list[tuple[int, int]]:
    """The columns below divided among the headings so that each is over the middle of its own."""
    if len(headings) > 4 or len(below) < len(headings):
        return []
    pitch = min(b - a for a, b in zip(columns, columns[1:]))
    fits = []
    for cuts in combinations(range(1, len(below)), len(headings) - 1):
        edges = (0, *cuts, len(below))
        groups = [(below[a], below[b - 1]) for a, b in zip(edges, edges[1:])]
        off = max(abs((columns[a] + columns[b]) / 2 - s.middle) for (a, b), s in zip(groups, headings))
        fits.append((off, groups))
    off, groups = min(fits)
    return groups if off <= 0.4 * pitch else []
