"""Styles of a page, before it is parsed: what may hide words stays, the rest is cut away.

Four fifths of a page that Word has been through are styles. They say nothing about the report, except
that some words are not shown; without them the parser has half the work.
"""

from __future__ import annotations

import re

# What may say that words are not seen, stand above or below the line, or on a line of their own.
_TELLING = re.compile(
    rb"display|visibility|opacity|line-through|mso-hide|vertical-align\s*:\s*su[pb]|font-size\s*:\s*[0.]|text-indent\s*:\s*-"
    rb"|position\s*:\s*(?:absolute|fixed)|overflow\s*:\s*hidden|(?<![a-z-])color\s*:\s*(?:#?f|white|rgba?\(\s*2|trans)"
)


def simplify(data: bytes) -> bytes:
    """The page without the style attributes that say nothing of what is seen; ``data`` if there are none."""
    return _without_styles(_without_styles(data, b'"'), b"'")


def _without_styles(data: bytes, quote: bytes) -> bytes:
    opening = b" style=" + quote
    first, *pieces = data.split(opening)
    telling: dict[bytes, bool] = {}  # a page repeats a few styles thousands of times
    kept = [first]
    for piece in pieces:
        style, closed, rest = piece.partition(quote)
        tells = telling.get(style)
        if tells is None:
            # A quotation mark that is missing must not take a cell with it.
            if not closed or b"<" in style:
                return data
            tells = telling[style] = _TELLING.search(style.lower()) is not None
        kept += (opening, piece) if tells else (rest,)
    return b"".join(kept) if pieces else data
