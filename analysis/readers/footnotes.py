"""Footnote marks printed as digits: smaller than the number beside them, and higher or lower. 21¹ is no 211."""

from __future__ import annotations

from analysis.readers.marks import LOWERED, RAISED

SMALLER = 0.9  # of the height of another digit: no digits of one number differ so much
_OUT_OF_LINE = 0.15  # of the height of the letters

Box = tuple[float, float, float, float]  # x0, y0, x1, y1; y downwards


def as_mark(text: str, box: Box, beside: Box, level: float = 0.3) -> str:
    """Digits as a mark if they are smaller than what is ``beside`` and stand out of its line; else as they are.

    ``level``: how far the foot of smaller letters may be higher without that, of what they are smaller;
    in the same line it is a seventh at least.
    """
    size = beside[3] - beside[1]
    less = size - box[3] + box[1]
    if less < (1 - SMALLER) * size or not (text.isascii() and text.isdigit()):
        return text
    higher = beside[3] - box[3]
    if higher > _OUT_OF_LINE * size + level * less:
        return text.translate(RAISED)
    if higher < _OUT_OF_LINE * (less - size):
        return text.translate(LOWERED)
    return text
