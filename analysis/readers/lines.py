"""Runs of text to printed lines, the words of a cell, and paragraphs over lines.

Boxes decide, not the order in which a file happens to draw its text. Free functions; nothing here knows PDF.
"""

from __future__ import annotations

import itertools
import math
import re
from operator import attrgetter, sub
from typing import NamedTuple

from analysis.readers.footnotes import SMALLER, as_mark
from analysis.readers.pdfpage import Run

OVERPRINT = (
    "|"  # stands where a rule or another number runs through a number: no one number was meant
)
_LEFT = attrgetter("x0")
_NUMERIC = re.compile("[0-9０-９.,，%]")
_THOUSANDS = re.compile("[0-9０-９]{3}(?![0-9０-９])")
_WIDE_GAP = 0.75  # of the height of the letters
NUMBERS_APART = 0.1  # of the height of the letters: no digits of one number stand so far apart
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·]")


class Line(NamedTuple):
    """One printed line: its words, box, height of its letters, and runs from left to right."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    runs: tuple[Run, ...]


def find_lines(runs: list[Run]) -> list[Line]:
    """Runs put side by side into lines, from the top of the page down."""
    groups: list[list[Run]] = []
    middle, height = -math.inf, 0.0
    for run in sorted(runs, key=_middle):
        _, _, y0, _, y1, _ = run
        away, size = y0 + y1 - middle, y1 - y0
        # A small mark stands with its middle in the line, though not the line's middle in the mark.
        if (away < height or away < size) and away < 1.5 * height and away < 1.5 * size:
            groups[-1].append(run)
        else:
            groups.append([run])
            middle, height = y0 + y1, size
    return list(map(_line, groups))


def cell_text(runs: list[Run]) -> str:
    """The words of one cell: its lines from the top, or the letters of upright columns in their order."""
    if len(runs) == 1:
        return runs[0].text
    if not runs:
        return ""
    if len(runs) > 2 and _is_vertical(runs):
        return "".join(run.text for run in runs)
    return "\n".join(line.text for line in find_lines(runs))


def side_by_side(before: Run, run: Run) -> str | None:
    """What stands between two runs in a line: nothing, a space, a mark; None if it prints the same again."""
    words, left, top, right, low, _ = before
    height = low - top if low - top < run.y1 - run.y0 else run.y1 - run.y0
    gap = run.x0 - right
    last, first = words[-1], run.text[0]
    if "\u2e80" < last < "\uff00" > first > "\u2e80" and -0.25 * height < gap:
        return " " if gap > _WIDE_GAP * height else ""
    if gap < -0.25 * height:
        if run.text == words and run.x0 - left < 0.25 * height:
            return None  # bold type made by printing twice
        return OVERPRINT if _NUMERIC.match(last) and _NUMERIC.match(first) else ""
    if _NUMERIC.match(last) and _NUMERIC.match(first):
        if gap > _WIDE_GAP * height and _THOUSANDS.match(run.text):
            return "\t"  # 12   345 are two numbers, 12 345 may be one
        return " " if gap > NUMBERS_APART * height else ""
    if last < "\u2e80" > first:
        return " " if gap > 0.16 * height else ""
    return " " if gap > _WIDE_GAP * height else ""


def _middle(run: Run) -> float:
    return run.y0 + run.y1


def _line(runs: list[Run]) -> Line:
    if len(runs) == 1:
        text, x0, y0, x1, y1, _ = runs[0]
        return Line(text, x0, y0, x1, y1, y1 - y0, (runs[0],))
    runs.sort(key=_LEFT)
    _, lefts, tops, rights, lows, _ = zip(*runs)
    heights = sorted(map(sub, lows, tops))
    if heights[0] < SMALLER * heights[-1]:
        runs = _with_marks(runs)
    words, before = [runs[0].text], runs[0]
    for run in runs[1:]:
        between = side_by_side(before, run)
        if between is None:
            continue
        words += between, run.text
        before = run if run.x1 >= before.x1 else before
    return Line(
        "".join(words),
        lefts[0],
        min(tops),
        max(rights),
        max(lows),
        heights[len(heights) // 2],
        tuple(runs),
    )


def _with_marks(runs: list[Run]) -> list[Run]:
    """The runs of a line, small digits above or below the number or word before them marked: 21¹ is no 211."""
    marked = runs[:1]
    for before, run in itertools.pairwise(runs):
        if run[0].isdigit() and run.x0 - before.x1 < _WIDE_GAP * (before.y1 - before.y0):
            run = run._replace(text=as_mark(run[0], run[1:5], before[1:5]))
        marked.append(run)
    return marked


def _is_vertical(runs: list[Run]) -> bool:
    """Whether single characters follow one another up or down, as in rotated or stacked text."""
    steps = upright = 0
    for before, run in itertools.pairwise(runs):
        if len(run.text) > 2 or _NUMERIC.match(run.text[0]):
            return False
        across = abs(run.x0 + run.x1 - before.x0 - before.x1)
        along = abs(run.y0 + run.y1 - before.y0 - before.y1)
        steps += 1
        upright += along > 2 * across
    return len(runs[0].text) <= 2 and upright * 3 >= steps * 2


# --- paragraphs -------------------------------------------------------------------------------------


class Measure(NamedTuple):
    """The text block of a document: left and right margin and the usual distance of lines."""

    left: float
    right: float
    pitch: float


def measure(lines: list[Line]) -> Measure:
    """The margins that the long lines keep; without any, those of all lines."""
    if not lines:
        return Measure(0, 0, 0)
    widest = max(line.x1 - line.x0 for line in lines)
    long = [line for line in lines if line.x1 - line.x0 > 0.8 * widest]
    lefts, rights = sorted(line.x0 for line in long), sorted(line.x1 for line in long)
    pitches = sorted(b.y0 - a.y0 for a, b in itertools.pairwise(lines) if b.y0 > a.y0)
    pitch = pitches[len(pitches) // 2] if pitches else lines[0].height * 1.5
    return Measure(lefts[len(lefts) // 10], rights[-1 - len(rights) // 10], pitch)


def starts_paragraph(before: Line, line: Line, block: Measure, same_page: bool = True) -> bool:
    """Whether ``line`` begins a paragraph, as the line before it, its indent and distance tell."""
    em = letter_size(line)
    if not 0.8 < em / letter_size(before) < 1.25:
        return True
    if same_page and line.y0 - before.y0 > max(1.45 * block.pitch, 2.6 * em):
        return True
    if _centred(before, block) and _centred(line, block):
        return before.text[-1] in "。；：！？）)"
    if line.x0 > block.left + 1.2 * em:
        return True
    room = block.right - before.x1
    return room > 1.8 * em and room > _first_word(line) + 0.8 * em


def join_lines(before: str, text: str) -> str:
    """Two lines of one paragraph: with a space only between words that are written with spaces."""
    if not before or not text:
        return before + text
    if _WIDE.match(before[-1]) or _WIDE.match(text[0]):
        return before + text
    both_digits = before[-1].isdigit() and text[0].isdigit()
    return f"{before}{text}" if both_digits else f"{before} {text}"


def letter_size(line: Line) -> float:
    """The width of a Chinese character in the longest run: fonts of one size differ in height."""
    runs = line.runs
    text, x0, _, x1, _, _ = runs[0] if len(runs) == 1 else max(runs, key=lambda run: len(run[0]))
    wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2  # three bytes each
    return max((x1 - x0) / (len(text) + wide) * 2, 0.1)


def _centred(line: Line, block: Measure) -> bool:
    """Whether a line keeps away from both margins by the same distance."""
    left, right = line.x0 - block.left, block.right - line.x1
    return (
        left > 2 * line.height and right > 2 * line.height and abs(left - right) < 1.2 * line.height
    )


def _first_word(line: Line) -> float:
    """The width of what would have had to fit at the end of the line before."""
    word = re.match(r"[!-~]+", line.text)
    if not word:
        return line.height
    return (line.x1 - line.x0) * len(word[0]) / max(len(line.text), 1)
