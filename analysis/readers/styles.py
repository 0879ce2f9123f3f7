"""Styles of a page, before it is parsed: what they hide is marked, the rest is cut away.

Pages that Word has been through are four fifths styles. They say nothing about the report, except
that some elements are not shown; without them the parser has half the work.
"""

from __future__ import annotations

import re

_REACH = 8192  # bytes before a style's word within which its tag must open
_ATTRIBUTE = re.compile(rb"\sstyle\s*=", re.IGNORECASE)
_HIDING = (rb"display\s*:\s*none", rb"visibility\s*:\s*hidden")
_PATTERNS = tuple(re.compile(words) for words in _HIDING)
# Slower, and only for pages saved by the old browser that wrote everything in capitals.
_OLD_PATTERNS = tuple(re.compile(words, re.IGNORECASE) for words in _HIDING)


def simplify(data: bytes) -> bytes:
    """The page without style attributes; elements that they hide have the attribute ``hidden`` instead."""
    data = _mark_hidden(data)
    first, *pieces = data.split(b' style="')
    if not pieces:
        return data
    parts = [piece.partition(b'"') for piece in pieces]
    # A quotation mark that is missing must not take a cell with it.
    if b"<" in b"".join([style for style, _, _ in parts]):
        return data
    return first + b"".join([rest for _, _, rest in parts])


def _mark_hidden(data: bytes) -> bytes:
    patterns = _OLD_PATTERNS if b"<BODY" in data[:65536] else _PATTERNS
    places = set()
    for pattern in patterns:
        for match in pattern.finditer(data):
            start = match.start()
            opened = data.rfind(b"<", max(0, start - _REACH), start)
            if (
                opened >= 0 and data.find(b">", opened, start) < 0
            ):  # inside a tag, not in a style sheet
                attribute = _ATTRIBUTE.search(data, opened, start)
                if attribute:
                    places.add(attribute.start())
    pieces, done = [], 0
    for place in sorted(places):
        pieces += (data[done:place], b' hidden=""')
        done = place
    return b"".join((*pieces, data[done:])) if pieces else data
