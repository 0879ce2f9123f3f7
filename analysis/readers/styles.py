"""Styles of a page or of a Word file, before it is parsed: what they hide is kept, the rest is cut away.

Four fifths of a page that Word has been through, and of a file that Word wrote, are styles. They say
nothing about the report, except that some words are not shown; without them the parser has half the
work.
"""

from __future__ import annotations

import re

_REACH = 8192  # bytes before a style's word within which its tag must open
_ATTRIBUTE = re.compile(rb"\sstyle\s*=", re.IGNORECASE)
_HIDING = (
    rb"display\s*:\s*none",
    rb"visibility\s*:\s*hidden",
    rb"text-decoration[a-z-]*\s*:[^;\"'<>]{0,40}line-through",
    rb"font-size\s*:\s*0(?![.0-9])",
)
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


# Properties of runs, paragraphs and cells that change how words look, not whether they are printed.
_LOOKS = (
    b"rStyle|pStyle|rFonts|color|kern|szCs|sz|lang|bCs|b|iCs|i|u|w|fitText|spacing|ind|jc|shd|highlight|position"
    b"|snapToGrid|widowControl|keepNext|keepLines|adjustRightInd|autoSpaceDE|autoSpaceDN|textAlignment|outlineLvl"
    b"|top|left|bottom|right|start|end|insideH|insideV|tl2br|tr2bl"
)
_ONLY_LOOKS = re.compile(rb"(?:<w:(?:" + _LOOKS + rb")(?: [^<>]*)?/>)*")


def simplify_word(part: bytes) -> bytes:
    """``word/document.xml`` without the properties that only say how words look.

    A property that may hide, raise or delete words stays, with all that stand beside it.
    """
    for name in (
        b"rPr",
        b"pPr",
        b"tcBorders",
    ):  # the properties of runs stand in those of paragraphs
        part = _without_looks(part, b"<w:" + name + b">", b"</w:" + name + b">")
    return part


def _without_looks(part: bytes, opening: bytes, closing: bytes) -> bytes:
    first, *pieces = part.split(opening)
    known: dict[bytes, bool] = {}  # a file repeats a few sets of properties thousands of times
    kept = [first]
    for piece in pieces:
        inner, closed, rest = piece.partition(closing)
        only_looks = known.get(inner)
        if only_looks is None:
            only_looks = known[inner] = _ONLY_LOOKS.fullmatch(inner) is not None
        kept += (rest,) if closed and only_looks else (opening, piece)
    return b"".join(kept)


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
