"""Text that a page holds but does not show: set in invisible type, or white on white paper.

Only numbers are asked about. Objects are pdfium's, by address.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import repeat

import pypdfium2.raw as pdfium

from analysis.readers import pdfiumcalls as calls

_INVISIBLE, _FILLED = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_FILL
_WHITE = 250  # of 255
_LINE = 2  # segments of a straight line

Box = tuple[float, float, float, float]


def unpainted(numbers: list[int], words: Callable[[], list[int]]) -> set[int]:
    """Those of the text objects ``numbers`` that are set in invisible type.

    Where most ``words`` are so set, they are the text beneath a scan: that is read.
    """
    if _INVISIBLE not in map(calls.get_render_mode, numbers):
        return set()
    modes = list(map(calls.get_render_mode, words()))
    if 2 * modes.count(_INVISIBLE) > len(modes):
        return set()
    return {number for number in numbers if calls.get_render_mode(number) == _INVISIBLE}


def white_on_white(page: int, numbers: list[int]) -> set[int]:
    """Those of the text objects ``numbers`` that are white and have nothing painted beneath them."""
    reds = _reds(numbers)
    if max(reds, default=0) < _WHITE:
        return set()
    whites = [
        number
        for number, red in zip(numbers, reds)
        if red >= _WHITE and _is_white(number) and calls.get_render_mode(number) == _FILLED
    ]
    if not whites:
        return set()
    objects = [calls.get_object(page, number) for number in range(calls.count_objects(page))]
    grounds = {o: box for o in objects if (box := _ground(o))}
    return {number for number in whites if not _is_on(number, objects, grounds)}


def _reds(objects: list[int]) -> list[int]:
    """How much red there is in the colours of objects: enough to know black from white."""
    count = len(objects)
    buffer = (ctypes.c_uint * (count + 1))()
    start = ctypes.addressof(buffer)
    rest = repeat(start + 4 * count)
    list(map(calls.get_fill, objects, range(start, start + 4 * count, 4), rest, rest, rest))
    return buffer[:count]


def _is_white(item: int) -> bool:
    colour = (ctypes.c_uint * 4)()
    a = ctypes.addressof(colour)
    calls.get_fill(item, a, a + 4, a + 8, a + 12)
    return min(colour[:3]) >= _WHITE


def _ground(item: int) -> Box | None:
    """The box that an object paints, so that white text can be seen on it; None for text, lines around, white."""
    kind = calls.get_kind(item)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return None
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        calls.get_mode(item, ctypes.addressof(filled), ctypes.addressof(stroked))
        if filled.value and _is_white(item):
            return None
        if not filled.value and (not stroked.value or calls.count_segments(item) > _LINE):
            return None
    return _bounds(item)


def _is_on(number: int, objects: list[int], grounds: dict[int, Box]) -> bool:
    """Whether something is painted beneath a text object, before it."""
    box = _bounds(number)
    if box is None:
        return True
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for item in objects:
        if item == number:
            return False
        if item in grounds:
            x0, y0, x1, y1 = grounds[item]
            if x0 <= x <= x1 and y0 <= y <= y1:
                return True
    return False


def _bounds(item: int) -> Box | None:
    """Left, bottom, right, top of an object in the page's own coordinates."""
    sides = (ctypes.c_float * 4)()
    a = ctypes.addressof(sides)
    return tuple(sides) if calls.get_bounds(item, a, a + 4, a + 8, a + 12) else None
