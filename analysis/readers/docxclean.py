"""A Word file made into what stands on the page: deleted and hidden words out, signs and marks put in.

One walk over the marks of the whole file, because a look into each cell costs far more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from analysis.readers import docxruns
from analysis.readers.docxruns import M
from analysis.readers.docxstyles import OFF, P_STYLE, R_STYLE, TELLING, VAL, Styles, W, telling
from analysis.readers.marks import LOWERED, RAISED

P, TC, BOX = (W + name for name in ("p", "tc", "txbxContent"))
_MOST_SPAN = 1000
_GRIDSPAN, _VMERGE, _GRIDBEFORE = (W + name for name in ("gridSpan", "vMerge", "gridBefore"))
_OBJECT = W + "object"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_GRAPHIC = _A + "graphicData"
_PICTURES = (_GRAPHIC, _A + "blip", _V + "imagedata", _V + "textpath", _OBJECT)
_MICROSOFT = "{http://schemas.microsoft.com/office/word/2010/wordprocessing"
_SHAPES = (_MICROSOFT + "Shape}wsp", _MICROSOFT + "Group}wgp", _MICROSOFT + "Canvas}wpc")
_SIGNS = {
    W + "br": "\n",
    W + "cr": "\n",
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "noBreakHyphen": "-",
    W + "sym": "\ufffd",
}  # a glyph of some font: nobody knows which character it shows
# The parts of a formula that stand elsewhere than on its line; what a fraction and a matrix have between.
_HEIGHTS = {
    M + "sup": RAISED,
    M + "deg": RAISED,
    M + "sub": LOWERED,
    M + "lim": LOWERED,
}
_BETWEEN = {M + "num": "/", M + "mr": "\n"}
_ENTRY, _ENTRIES = M + "e", (M + "mr", M + "eqArr")
# Tracked deletion of a row, cell or run, and hidden rows: marks in the properties of what goes.
_DELETING = tuple(W + name for name in ("del", "cellDel", "hidden"))
_DELETED = tuple(W + name for name in ("tr", "tc", "r"))
# Deleted and moved-away text, readings above words, and the twin of a drawing for old programs.
_GONE = (
    W + "del", W + "moveFrom", W + "rt",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)  # fmt: skip
# Wrappers that stand between body, table, row and cell without being any of them.
_THROUGH = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink")
)
_MARKS = (
    *_SIGNS, *_THROUGH, *TELLING, BOX, _GRIDSPAN, _VMERGE, _GRIDBEFORE,
    *_PICTURES, *_HEIGHTS, *_BETWEEN, _ENTRY,
)  # fmt: skip
# Places of drawings, data of form fields, field codes: text of the file that is none of the document.
_FIND_STRAY = etree.XPath(
    "//text()[not(parent::w:t or parent::m:t)]", namespaces={"w": W[1:-1], "m": M[1:-1]}
)


class Spans(NamedTuple):
    """Cells that cover several columns, those joined downwards (True: from above), rows that begin late.

    ``wrapped`` are rows and cells that do not stand directly in their table or row, ``pictured`` the
    cells with something to see that is no text.
    """

    columns: dict[etree._Element, int]
    joined: dict[etree._Element, bool]
    before: dict[etree._Element, int]
    wrapped: list[etree._Element]
    pictured: set[etree._Element]

    def children(self, element: etree._Element, tag: str) -> Iterator[etree._Element]:
        """The rows of a table, or the cells of a row."""
        if not self.wrapped:
            return element.iterchildren(tag)
        return (child for child in children(element) if child.tag == tag)


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Children, through content controls and accepted insertions."""
    for child in element:
        if child.tag in _THROUGH:
            yield from children(child)
        else:
            yield child


def clean(body: etree._Element, styles: Styles) -> Spans:
    """Take out what Word does not print, so that the text of an element is what stands on the page."""
    _drop_strays(body)
    _drop_deleted(body)
    spans = Spans({}, {}, {}, [], set())
    looks = []
    named = (R_STYLE, P_STYLE) if telling(styles) else ()
    for mark in list(body.iter(*_MARKS, *named)):
        tag = mark.tag
        if tag in _SIGNS:
            mark.text = _SIGNS[tag]
        elif tag in _THROUGH:
            if mark.getparent().tag != P:
                spans.wrapped.append(mark)
        elif tag in TELLING or tag in named:
            looks.append(mark)
        elif tag == BOX:
            _move_behind(mark)
        elif tag in _PICTURES:
            _note_picture(mark, spans)
        elif tag.startswith(M):
            _part_formula(mark)
        else:
            _note_span(mark, spans)
    docxruns.settle(looks, styles)
    return spans


def _drop_strays(body: etree._Element) -> None:
    for stray in _FIND_STRAY(body):
        holder = stray.getparent()
        if stray.is_tail:
            holder.tail = None
        else:
            holder.text = None


def _drop_deleted(body: etree._Element) -> None:
    for mark in list(body.iter(*_DELETING)):
        holder = mark.getparent()
        owner = holder.getparent() if holder.tag.endswith("Pr") else None
        if owner is not None and owner.tag in _DELETED and mark.get(VAL) not in OFF:
            within = owner.getparent()
            if within is not None:  # else it has gone already
                within.remove(owner)
    etree.strip_elements(body, *_GONE, with_tail=False)


def _note_span(mark: etree._Element, spans: Spans) -> None:
    owner, value = mark.getparent().getparent(), mark.get(VAL, "")
    if mark.tag == _GRIDSPAN:
        spans.columns[owner] = max(1, _number(value))
    elif mark.tag == _VMERGE:
        spans.joined[owner] = value != "restart"
    else:
        spans.before[owner] = _number(value)


def _number(value: str) -> int:
    return min(int(value[:6]), _MOST_SPAN) if value.isascii() and value.isdigit() else 0


def _move_behind(box: etree._Element) -> None:
    paragraph = next(box.iterancestors(P), None)
    if paragraph is not None:
        paragraph.addnext(box)


def _note_picture(mark: etree._Element, spans: Spans) -> None:
    """A picture fills its cell; lines and other shapes do not, only what is inside them."""
    drawn = mark.tag == _GRAPHIC and len(mark) and all(child.tag in _SHAPES for child in mark)
    if not drawn:
        spans.pictured.update(mark.iterancestors(TC))


def _part_formula(part: etree._Element) -> None:
    """Keep apart what a formula has above, below and beside each other: 3/4 is no 34, 2² no 22."""
    if part.tag in _HEIGHTS:
        docxruns.rewrite(part, _HEIGHTS[part.tag])
    elif part.tag in _BETWEEN:
        part.tail = _BETWEEN[part.tag]
    elif part.getparent().tag in _ENTRIES:
        part.tail = "\t"
