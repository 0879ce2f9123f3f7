"""Marks that the readers of pages and Word files put where they cannot be sure of a number."""

from __future__ import annotations

from analysis.cells import read_cell

PICTURE = "［图］"  # nothing in a cell but what a picture or a program draws
WHITE = "［白字］"  # before a number in white, where nobody knows what is behind it
HEIGHTS = "［高低］"  # before digits at different heights: one number or two, nobody knows


def is_number(words: str) -> bool:
    """Whether the words of a cell would be read as a number: 3件, not the label 3.其他."""
    return read_cell(" ".join(words.split())).status == "reported"
