"""Marks that the readers put where they cannot be sure of a number, and digits above and below the line."""

from __future__ import annotations

from analysis.cells import read_cell

PICTURE = "［图］"  # nothing in a cell but what a picture or a program draws
WHITE = "［白字］"  # before a number in white, where nobody knows what is behind it
HEIGHTS = "［高低］"  # before digits at different heights: one number or two, nobody knows


def is_number(words: str) -> bool:
    """Whether the words of a cell would be read as a number: 3件, not the label 3.其他."""
    return read_cell(" ".join(words.split())).status == "reported"


# A footnote's mark is no digit of the number before it: 22¹ is no 221.
RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
LOWERED = str.maketrans("0123456789()", "₀₁₂₃₄₅₆₇₈₉₍₎")
