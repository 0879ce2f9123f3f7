"""What a page carries besides the report: page numbers, running titles, the browser's header and footer."""

from __future__ import annotations

import re
from collections import Counter

from analysis.readers.lines import Line
from analysis.readers.sheets import Sheet

_EDGE = 100.0  # points: official letters have 35 mm below their text, and the page number in it
_LARGEST_EDGE = 0.2  # of the page's height
_PAGE_NUMBER = re.compile(
    r"[-—–―─_~·•.\s]*(?:第\s*|page\s*)?([0-9０-９]{1,4})\s*(?:页)?(?:\s*(?:[/／,，]\s*共?|共|of)\s*[0-9０-９]{1,4}\s*页?)?[-—–―─_~·•.\s]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9０-９]+")
_LETTER = re.compile("[^\\W\\d_]")


def drop(sheets: list[Sheet]) -> None:
    """Take page numbers and repeated lines out of the upper and lower edge of the pages."""
    repeated = Counter(
        key for sheet in sheets for key in {_key(line, sheet) for line in _edge_lines(sheet)}
    )
    offsets = Counter(
        offset
        for sheet in sheets
        for offset in {_offset(line, sheet) for line in _edge_lines(sheet)}
    )
    for sheet in sheets:
        dropped = {
            id(line)
            for line in _edge_lines(sheet)
            if _is_furniture(line, sheet, repeated, offsets, len(sheets))
        }
        if dropped:
            sheet.blocks = [block for block in sheet.blocks if id(block) not in dropped]


def _edge_lines(sheet: Sheet) -> list[Line]:
    """The first and last lines that stand in the edges, outside the tables."""
    edge = min(_EDGE, _LARGEST_EDGE * sheet.height)
    upper, lower = edge, sheet.height - edge
    return [
        block
        for block in (*sheet.blocks[:3], *sheet.blocks[3:][-3:])
        if isinstance(block, Line) and (block.y1 < upper or block.y0 > lower)
    ]


def _is_furniture(
    line: Line, sheet: Sheet, repeated: Counter, offsets: Counter, pages: int
) -> bool:
    if _LETTER.search(line.text) and 2 <= repeated[_key(line, sheet)] >= pages / 2:
        return True
    match = _PAGE_NUMBER.fullmatch(line.text)
    if not match:
        return False
    bare = line.text.strip().isdigit()
    return not bare or _offset(line, sheet) == 0 or offsets[_offset(line, sheet)] > 1


def _key(line: Line, sheet: Sheet) -> tuple[str, bool]:
    """A line's words without numbers, and in which edge it stands."""
    return _NUMBER.sub("#", "".join(line.text.split())), line.y0 < sheet.height / 2


def _offset(line: Line, sheet: Sheet) -> int | None:
    """How far a printed page number is from the page's own."""
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match[1]) - sheet.number if match else None
