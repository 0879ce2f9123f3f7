"""Text on a screen with letters of one width."""

from __future__ import annotations

import unicodedata


def width(text: str, wide: int = 2) -> int:
    """The columns that a text takes; ``wide`` is how many of them a Chinese letter takes.

    >>> width("规章12")
    6
    """
    return sum(wide if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
