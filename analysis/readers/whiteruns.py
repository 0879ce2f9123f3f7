"""White words of a Word file: beside dark ones nobody sees them, on a shade they are a header's.

Where a style of the table may shade its cells, or all words of the cell are white, they stay, and a
number among them gets a mark, so that it is not read.
"""

from __future__ import annotations

import re

from lxml import etree

from analysis.readers import marks

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUN, _T, _P, _TC, _TBL = (_W + name for name in ("r", "t", "p", "tc", "tbl"))
_SHADES = tuple(_W + name for name in ("shd", "highlight"))
_STYLE = _W + "tblStyle"
_PROPERTIES = tuple(_W + name for name in ("rPr", "pPr", "tcPr", "tblPr"))
_PAPER = frozenset(("auto", "FFFFFF", "white", "none"))
_IN_WHITE = re.compile(rb"<w:color [^<>]*w:val=[\"'][fF]{6}[\"']")


def has_any(part: bytes) -> bool:
    """Whether a document part has words in white."""
    return _IN_WHITE.search(part) is not None


def hide(root: etree._Element) -> None:
    """Take out white words beside dark ones; mark white numbers on a ground that is not known."""
    held: dict[etree._Element, list[etree._Element]] = {}  # cell or paragraph -> its white words
    for colour in root.iter(_W + "color"):
        run = colour.getparent().getparent()
        if (colour.get(_W + "val") or "").upper() == "FFFFFF" and run.tag == _RUN:
            holder = next(run.iterancestors(_TC), None)
            holder = next(run.iterancestors(_P), None) if holder is None else holder
            if holder is not None and not _is_shaded(run):
                held.setdefault(holder, []).extend(run.iter(_T))
    for holder, white in held.items():
        words = "".join(text.text or "" for text in holder.iter(_T))
        alone = len(words.strip()) == len("".join(text.text or "" for text in white).strip())
        if not alone and not _has_style(holder):
            for text in white:
                text.text = None
        elif holder.tag == _TC and white and marks.NUMBER.fullmatch(words):
            white[0].text = marks.WHITE + (white[0].text or "")


def _is_shaded(run: etree._Element) -> bool:
    """Whether the innermost shade that is said, of the run, paragraph, cell or table, is a colour."""
    for part in (run, *run.iterancestors(_P, _TC, _TBL)):
        for properties in part.iterchildren(*_PROPERTIES):
            for shade in properties.iterchildren(*_SHADES):
                return (shade.get(_W + "fill") or shade.get(_W + "val") or "auto") not in _PAPER
    return False


def _has_style(holder: etree._Element) -> bool:
    table = next(holder.iterancestors(_TBL), None) if holder.tag == _TC else None
    return table is not None and table.find(f"{_W}tblPr/{_STYLE}") is not None
