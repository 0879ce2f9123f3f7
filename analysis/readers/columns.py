"""Tables without ruled lines: columns told by where the numbers stand, rows by their labels.

Only what is beyond doubt becomes a grid: numbers that line up in columns set well apart, headings that
stand over them, labels on their lines. Anything else stays text, and is said to be unclear.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator

from analysis.readers.lines import NUMBERS_APART, OVERPRINT, Line, letter_size
from analysis.readers.sheets import Sheet, Unruled
from analysis.readers.unruled import NUMBERED, Row, Segment, Unclear, make_table

_VALUE = re.compile(
    r"[-+－−]?[0-9０-９][0-9０-９,，.．]*(?:[%％]|件|条|元|万元|次|项|个)?(?:[（(][^（）()]*[）)])?|[-—–―－/／\\]{1,3}|无|�+"
)
_SECTION = re.compile(r"[一二三四五六七八九]、.*(?:情况|事项)$")
_MOST_BETWEEN, _MOST_LABELS = 2, 12  # titles, and labels, between rows of numbers
_APART, _SPREAD = 1.4, 0.8  # in letter heights: columns at least, numbers of one column at most


def may_hold_table(lines: list[Line]) -> bool:
    """Whether some line has several numbers, or one far from words: then gaps in words matter too."""
    rows = [[bool(_VALUE.fullmatch(run.text)) for run in line.runs] for line in lines if len(line.runs) > 1]
    return sum(sum(row) > 1 or row[-1] for row in rows) > 1 or any(sum(row) > 3 for row in rows)


def find_unruled(sheets: list[Sheet]) -> tuple[bool, bool]:
    """Put tables without lines into the sheets; whether there are any, and whether some were unclear."""
    found = unclear = False
    if not any(sheet.has_columns for sheet in sheets):
        return found, unclear
    for flow in _flows(sheets):
        if not any(row.in_columns and row.values for row in flow):
            continue
        for start, end in _regions(flow):
            rows = flow[start:end]
            try:
                table = make_table(rows, _columns(rows))
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
        elif start is not None and row.segments[0].is_value:
            between = 0  # a number between the lines of its label
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
    last = max(k for k in range(start, end) if rows[k].values) + 1
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
    return not row.in_columns and near and not NUMBERED.match(row.line.text) and row.line.x1 < above.line.x1


# --- columns ------------------------------------------------------------------------------------------


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
    if any(b - a < _APART * height for a, b in itertools.pairwise(middles)):
        raise Unclear
    return middles


def _with_blank_columns(middles: list[float], rows: list[Row]) -> list[float]:
    """The columns with those that have a heading of their own but no number anywhere."""
    distances = sorted(b - a for a, b in itertools.pairwise(middles))
    if not distances:
        return middles
    pitch = distances[len(distances) // 2]
    found = list(middles)
    for row in rows:
        for segment in row.segments if not row.values and len(row.segments) > 2 else ():
            x = segment.middle
            if (
                x > middles[0] - 1.3 * pitch
                and segment.x1 - segment.x0 < 1.1 * pitch
                and min(abs(x - m) for m in found) > 0.75 * pitch
            ):
                found.append(x)
    return sorted(found)


def _clusters(values: list[Segment], side: Callable[[Segment], float], height: float) -> list[list]:
    groups: list[list] = []
    for at, value in sorted((side(value), value) for value in values):
        if not groups or at - groups[-1][-1][0] > 0.6 * height:
            groups.append([])
        groups[-1].append((at, value))
    return groups
