"""One page of a PDF as ink: runs of text with their boxes, and the lines and areas drawn around them.

All coordinates are points from the top left corner of the upright page, y downwards.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from operator import sub
from typing import NamedTuple

import pypdfium2.raw as pdfium

from analysis.readers import overlays, paint
from analysis.readers import pdfiumcalls as calls
from analysis.readers.drawings import Drawings, clip_box
from analysis.readers.footnotes import SMALLER, as_mark
from analysis.readers.refusals import Refusal

_MOST_CHARACTERS = 200_000
_LARGEST_SIDE = 1_000_000.0
_DOUBTFUL = 36.0  # points; a larger character may be one, or a font without sensible measures
_WIDE_GAP, _SMALL_GAP = 0.4, 0.2  # in letter heights
_SLANT = 0.1  # radians off a quarter turn; a scan may lie a little askew

UNKNOWN = "\ufffd"  # a glyph of which the file does not say what character it is
_CONTROLS = {code: UNKNOWN for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_CONTROLS |= {2: "-", 0xFFFE: "-", 0xAD: "-", 0xA0: " "}
_CONTROL = re.compile(f"[{re.escape(''.join(map(chr, _CONTROLS)))}]")
_WORD = re.compile(r"\S+")
_DIGITS = re.compile("[0-9]")
_QUARTER = math.pi / 2
_ASCII = re.compile("[!-~]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Run(NamedTuple):
    """Characters printed side by side in one line: their words, box, and first character's number."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    first: int


Box = tuple[float, float, float, float]  # x0, y0, x1, y1 on the upright page


@contextmanager
def open_page(document, index: int) -> Iterator[Page]:
    """Page ``index`` (0-based) while it is open; handles are closed whatever happens. Raises Refusal."""
    number = index + 1
    page = _load(document, index)
    try:
        can_draw, undrawn = overlays.find(page, number)
        if can_draw and overlays.draw(page):
            pdfium.FPDF_ClosePage(page)
            page = None
            page = _load(document, index)
        textpage = pdfium.FPDFText_LoadPage(page)
        if not textpage:
            raise Refusal("damaged", f"p{number}")
        try:
            yield Page(page, textpage, number, undrawn)
        finally:
            pdfium.FPDFText_ClosePage(textpage)
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _load(document, index: int):
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise Refusal("damaged", f"p{index + 1}")
    return page


class Page:
    """What a page prints, to be asked while it is open.

    ``turn`` counts the quarter turns clockwise that bring text drawn sideways upright (beyond the
    rotation that the page itself demands); ``width`` and ``height`` are those of the upright page.
    ``unknown`` of its ``characters`` have no meaning in Unicode. ``undrawn`` are the boxes of fields
    and typed notes of which the file does not say how they look.
    """

    def __init__(self, page, textpage, number: int, undrawn: list[Box]) -> None:
        self.number = number
        self._page, self._letters = calls.address(page), calls.address(textpage)
        self._frame = _frame(page, number)
        self._has_forms = False
        self.text = _characters(textpage, self._letters, number)
        self._spans = [match.span() for match in _WORD.finditer(self.text)]
        self.characters = len(self.text) - sum(map(self.text.count, " \r\n\t"))
        self.unknown = self.text.count(UNKNOWN) + len(_PRIVATE.findall(self.text))
        self._turns = _upright_turns(self._letters, self._spans)
        self.turn = (self._turns - pdfium.FPDFPage_GetRotation(page)) % 4
        _, _, self.width, self.height = _turn(self._frame, self._frame, self._turns)
        self.undrawn = self._upright(undrawn)

    def where(self, x0: float, y0: float, x1: float, y1: float) -> str:
        """The address of a box, on the page as a viewer displays it."""
        if self.turn:
            x0, y0, x1, y1 = _turn_back((x0, y0, x1, y1), self.width, self.height, self.turn)
        return f"p{self.number}@{x0:.0f},{y0:.0f},{x1:.0f},{y1:.0f}"

    def places(self, xs: list[float], ys: list[float]) -> Callable[[int, int, int, int], str]:
        """The addresses of the cells between borders, asked for by the numbers of the borders."""
        if self.turn:
            return lambda x0, y0, x1, y1: self.where(xs[x0], ys[y0], xs[x1], ys[y1])
        across, down, page = [f"{x:.0f}" for x in xs], [f"{y:.0f}" for y in ys], f"p{self.number}"
        return lambda x0, y0, x1, y1: f"{page}@{across[x0]},{down[y0]},{across[x1]},{down[y1]}"

    def boxes(self, letters: list[int] | range) -> list[Box]:
        """The boxes of characters by number: as wide as their advance, as high as their font."""
        count = len(letters)
        buffer = (ctypes.c_float * (4 * count))()
        start = ctypes.addressof(buffer)
        list(
            map(calls.get_box, repeat(self._letters), letters, range(start, start + 16 * count, 16))
        )
        sides = buffer[:]
        left, low, right, high = sides[0::4], sides[3::4], sides[2::4], sides[1::4]
        if (
            max(map(sub, right, left), default=0) > _DOUBTFUL
            or max(map(sub, high, low), default=0) > _DOUBTFUL
        ):
            self._mend(letters, left, low, right, high)
        return _turn_all(left, low, right, high, self._frame, self._turns)

    def _mend(self, letters, left, low, right, high) -> None:
        """Take the ink's own box where the font's measures are nonsense, as those of upright fonts often are."""
        sides = (ctypes.c_double * 4)()
        places = [ctypes.addressof(sides) + 8 * k for k in range(4)]
        for number, letter in enumerate(letters):
            size = max(right[number] - left[number], high[number] - low[number])
            if size > _DOUBTFUL and calls.get_ink(self._letters, letter, *places):
                x0, x1, y0, y1 = sides
                if size > 3 * max(x1 - x0, y1 - y0):
                    left[number], low[number], right[number], high[number] = x0, y0, x1, y1

    def text_objects(self, letters: list[int] | range) -> list[int]:
        """What the file draws characters, by number, with: the same for those that are drawn together."""
        return list(map(calls.get_text_object, repeat(self._letters), letters))

    def runs(self) -> list[Run]:
        """The words as pdfium separates them, cut where they turn back, change line or leave a gap.

        What is printed aslant, such as a watermark, is not among them.
        """
        spans = self._spans
        ends = self.boxes([i for i, _ in spans] + [j - 1 for i, j in spans if j > i + 1])
        lasts = iter(ends[len(spans) :])
        runs, text, wide, high = [], self.text, 2 * self.width, 2 * self.height
        alone = [i for i, j in spans if j == i + 1]  # as most characters that do not lie flat
        for (i, j), first in zip(spans, ends):
            last = first if j == i + 1 else next(lasts)
            if last is first or _in_line(text[i:j], first, last):
                x0, y0, x1, y1 = first[0], first[1], last[2], last[3]
                if 0 <= x0 + x1 <= wide and 0 <= y0 + y1 <= high:
                    y0, y1 = (y0 if y0 < last[1] else last[1]), (y1 if y1 > first[3] else first[3])
                    runs.append(Run(text[i:j], x0, y0, x1, y1, i))
            else:
                alone.append(i)
                runs.extend(self._cut(i, j))
        return self._without_slanting(runs) if self._has_slanting(alone) else runs

    def _has_slanting(self, letters: list[int]) -> bool:
        """Whether some of the characters, by number, are printed aslant."""
        return any(map(_is_aslant, set(map(calls.get_angle, repeat(self._letters), letters))))

    def _without_slanting(self, runs: list[Run]) -> list[Run]:
        return [run for run in runs if not self._has_slanting([run.first])]

    def cut_at_gaps(self, runs: list[Run]) -> list[Run]:
        """The same runs cut where they leave small gaps, as between narrow columns."""
        return [
            part
            for run in runs
            for part in self._cut(run.first, run.first + len(run.text), _SMALL_GAP)
        ]

    def _cut(self, i: int, j: int, room: float = _WIDE_GAP) -> Iterator[Run]:
        boxes = self.boxes(range(i, j))
        word = _with_marks(self.text[i:j], boxes)
        start = 0
        for k in range(1, j - i + 1):
            if k < j - i and _continues(boxes[k - 1], boxes[k], room):
                continue
            x0, y0, x1, y1 = (
                boxes[start][0],
                min(b[1] for b in boxes[start:k]),
                boxes[k - 1][2],
                max(b[3] for b in boxes[start:k]),
            )
            if 0 <= x0 + x1 <= 2 * self.width and 0 <= y0 + y1 <= 2 * self.height:
                yield Run(word[start:k], x0, y0, x1, y1, i + start)
            start = k

    def without_unseen(self, runs: list[Run]) -> list[Run]:
        """The runs without numbers that nobody sees: cut off by a clip, in invisible type, white on white.

        What forms hold is measured in the form's own way: there only invisible type is taken out.
        """
        numbers = [run for run in runs if "0" <= run.text[0] <= "9"]
        objects = self.text_objects([run.first for run in numbers])
        unseen = paint.unpainted(objects, lambda: self.text_objects([run.first for run in runs]))
        hidden = set()
        if not self._has_forms:
            unseen |= paint.white_on_white(self._page, objects)
            hidden = self._clipped(numbers, objects)
        hidden |= {run.first for run, item in zip(numbers, objects) if item in unseen}
        return [run for run in runs if run.first not in hidden] if hidden else runs

    def _clipped(self, numbers: list[Run], objects: list[int]) -> set[int]:
        """The first characters of numbers that a clip hides, such as a line too much for its row."""
        clips = list(map(calls.get_clip, objects))
        counts = list(map(calls.count_clips, clips))
        hidden: set[int] = set()
        if max(counts, default=0) < 1:
            return hidden
        for run, clip, count in zip(numbers, clips, counts):
            x, y = (run.x0 + run.x1) / 2, (run.y0 + run.y1) / 2
            boxes = self._upright(
                [box for number in range(count) if (box := clip_box(clip, number))]
            )
            if any(not (x0 <= x <= x1 and y0 <= y <= y1) for x0, y0, x1, y1 in boxes):
                hidden.add(run.first)
        return hidden

    def drawings(self) -> tuple[list[Box], list[Box], int]:
        """Thin boxes (rules), painted rectangles, and the number of pictures."""
        drawn = Drawings(self._page)
        self._has_forms = drawn.forms > 0
        return self._upright(drawn.strokes), self._upright(drawn.areas), drawn.pictures

    def _upright(self, boxes: list[Box]) -> list[Box]:
        return _turn_all(*zip(*boxes), self._frame, self._turns) if boxes else []


def _frame(page, number: int) -> Box:
    """The displayed part of the page (left, bottom, right, top) in its own coordinates."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        raise Refusal("damaged", f"p{number}")
    frame = (box.left, box.bottom, box.right, box.top)
    if not all(map(math.isfinite, frame)) or max(map(abs, frame)) > _LARGEST_SIDE:
        raise Refusal("too_complex", f"p{number}")
    return frame


def _turn_all(left, low, right, high, frame: Box, turns: int) -> list[Box]:
    """Boxes from the bottom left as boxes (x0, y0, x1, y1) from the top left, turned clockwise."""
    fl, fb, fr, ft = frame
    if turns == 0:
        return [(a - fl, ft - d, c - fl, ft - b) for a, b, c, d in zip(left, low, right, high)]
    if turns == 1:
        return [(b - fb, a - fl, d - fb, c - fl) for a, b, c, d in zip(left, low, right, high)]
    if turns == 2:
        return [(fr - c, b - fb, fr - a, d - fb) for a, b, c, d in zip(left, low, right, high)]
    return [(ft - d, fr - c, ft - b, fr - a) for a, b, c, d in zip(left, low, right, high)]


def _turn(box: Box, frame: Box, turns: int) -> Box:
    return _turn_all(*([side] for side in box), frame, turns)[0]


def _turn_back(box: Box, width: float, height: float, turns: int) -> Box:
    """A box on the upright page as it lies before ``turns`` quarter turns clockwise."""
    x0, y0, x1, y1 = box
    if turns == 1:
        return y0, width - x1, y1, width - x0
    if turns == 2:
        return width - x1, height - y1, width - x0, height - y0
    return height - y1, x0, height - y0, x1


def _is_aslant(angle: float) -> bool:
    """Whether an angle of pdfium (-1 means unknown) is none that a page's text is turned by."""
    return angle > 0 and _SLANT < angle % _QUARTER < _QUARTER - _SLANT


def _in_line(word: str, first: Box, last: Box) -> bool:
    """Whether a word lies flat and is as wide as its characters, judged by its first and last ones."""
    x0, y0, ax, ay = first
    bx, by, x1, y1 = last
    if not -0.5 * (ay - y0) < (by + y1 - y0 - ay) / 2 < 0.5 * (ay - y0):
        return False
    begin, end, wide = ax - x0, x1 - bx, x1 - x0
    if word.isascii():
        full = len(word) * (begin if begin > end else end)
        if word.isdigit():  # a footnote mark, or another number printed over this one
            high = (y1 - by) / (ay - y0)
            return 0.9 * full < wide < 1.2 * full and SMALLER < high < 1 / SMALLER
        return 0.5 * full < wide < 1.2 * full
    narrow = len(_ASCII.findall(word))
    begin, end = (2 * begin if word[0] < "\x7f" else begin), (2 * end if word[-1] < "\x7f" else end)
    full = (len(word) - narrow / 2) * (begin if begin > end else end)
    return 0.7 * full < wide < 1.3 * full


def _continues(before: Box, box: Box, room: float) -> bool:
    """Whether a character stands behind another one, in the same line, with less than ``room`` between."""
    height = box[3] - box[1]
    level = abs(box[1] + box[3] - before[1] - before[3]) < max(height, before[3] - before[1])
    return level and -0.3 * height < box[0] - before[2] < room * height


def _with_marks(word: str, boxes: list[Box]) -> str:
    """A word with those of its digits marked that are footnote marks, measured by its tallest digit."""
    digits = [box for c, box in zip(word, boxes) if "0" <= c <= "9"]
    if not digits:
        return word
    tallest = max(digits, key=lambda box: box[3] - box[1])
    return "".join(as_mark(c, box, tallest) for c, box in zip(word, boxes))


def _characters(textpage, letters: int, number: int) -> str:
    """The page's characters, one for each that pdfium counts."""
    count = max(pdfium.FPDFText_CountChars(textpage), 0)
    if count > _MOST_CHARACTERS:
        raise Refusal("too_complex", f"p{number}")
    if not count:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(written, 0)].decode("utf-16-le", "replace")
    if len(text) != count or written != count:  # surrogates, or characters that pdfium left out
        codes = map(calls.get_unicode, repeat(letters), range(count))
        text = "".join(chr(code) if code <= 0x10FFFF else UNKNOWN for code in codes)
    if _CONTROL.search(text):
        text = text.translate(_CONTROLS)
    return _mark_unmapped(letters, text)


def _mark_unmapped(letters: int, text: str) -> str:
    """Characters that the font gives no Unicode for are printed codes: they may look like other ones.

    Every digit is asked for, of the other characters a sample; one hit, and all are.
    """
    asked = [match.start() for match in _DIGITS.finditer(text)]
    asked.extend(range(0, len(text), 16))
    if max(map(calls.unmapped, repeat(letters), asked), default=0) < 1:
        return text
    errors = map(calls.unmapped, repeat(letters), range(len(text)))
    return "".join(
        UNKNOWN if error > 0 and not c.isspace() else c for c, error in zip(text, errors)
    )


def _upright_turns(letters: int, spans: list[tuple[int, int]]) -> int:
    """Quarter turns clockwise that bring the text upright, judged by a sample of its words.

    The page's own rotation says how it is shown; the letters say which way up it is read.
    """
    sample = [first for first, _ in spans[:: max(1, len(spans) // 12)]]
    angles = map(calls.get_angle, repeat(letters), sample)
    # pdfium counts angles clockwise, -1 means unknown
    quarters = [-round(angle / _QUARTER) % 4 for angle in angles if angle >= 0]
    for turn in (1, 2, 3):
        if quarters.count(turn) * 3 > len(sample) * 2:
            return turn
    return 0
