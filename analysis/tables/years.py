"""Labels that name a year: 结转2024年继续办理 is 结转下年度继续办理 in the report of 2023, and no label in any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analysis.document import Document, Grid
from analysis.tables.labels import exactly, find
from analysis.text import normalise

_LONGEST = 60  # characters of a label
_YEAR = re.compile(r"(?P<bracket>（)?(?P<year>20[0-9]{2})年度?(?(bracket)）)")
_CENTURY = re.compile("[2２]\\s*[0０]")
_NAMES = {-1: ("上年", "上一年"), 0: ("本年",), 1: ("下年", "下一年")}


def in_words_of_the_form(document: Document, year: int | None) -> Document:
    """The document with 本年, 上年 and 下年 in the labels that name the year itself.

    Without a known ``year`` nobody can tell which of them is meant: the document as it is.
    """
    if year is None:
        return document
    blocks = []
    for block in document.blocks:
        if not isinstance(block, Grid):
            block = block._replace(text=_said(block.text, year, exact=True))
        elif any(_may_name_a_year(cell.text) for cell in block.cells):
            cells = (cell._replace(text=_said(cell.text, year)) for cell in block.cells)
            block = replace(block, cells=tuple(cells))
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _may_name_a_year(text: str) -> bool:
    return "年" in text and len(text) <= _LONGEST and bool(_CENTURY.search(text))


def _said(text: str, year: int, exact: bool = False) -> str:
    """The text as the form says it, if that is a label or this year and no more; as it is, if not."""
    if not _may_name_a_year(text):
        return text
    folded = "".join(normalise(text).text.split())
    named = list(_YEAR.finditer(folded))
    if len(named) != 1 or exactly(text):
        return text
    offset = int(named[0]["year"]) - year
    if named[0].group() == folded:
        return text if exact or offset else "本年"
    ways = list(_ways(folded, named[0], offset))
    for way in ways:
        if find(way)[1]:
            return way
    # 2023年结转申请数量 is no slip of 结转申请数量: what has lost its year must be a label word by word.
    close = (way for way in ways if not exact and _NAMES[offset][0] in way and find(way)[0])
    return next(close, text)


def _ways(text: str, found: re.Match[str], offset: int) -> Iterator[str]:
    """What the text may be in the words of the form: 2024年 -> 下年, 下年度; 上年（2022年）结转 -> 上年结转."""
    names = _NAMES.get(offset, ())
    before, after = text[: found.start()], text[found.end() :]
    said = any(name in before + after for name in names)
    if not found["bracket"] and not said:
        for name in names:
            yield f"{before}{name}{after}"
            yield f"{before}{name}度{after}"
    # 2022年上年结转 may be what 2022 had from the year before, 上年（2022年）结转 is not.
    if offset == 0 or (found["bracket"] and said):
        yield before + after
