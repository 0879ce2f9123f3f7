"""Word files (.docx, also as WPS writes them) into documents: paragraphs and grids of the body.

Only ``word/document.xml`` is read. Tracked changes are taken as accepted: insertions stay, deletions
and moved-away text go. Text boxes count as text behind the paragraph that holds them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from analysis.document import Cell, Document, Grid, Paragraph
from analysis.readers import whiteruns
from analysis.readers.refusals import Refusal
from analysis.readers.styles import simplify_word

_LARGEST_PART = 64 * 1024 * 1024
_MOST_RATIO = 500  # XML of real reports packs to a twentieth; bombs to a thousandth
_MOST_FILES = 10_000
_MOST_SPAN = 1000
_MOST_CELLS = 50_000
_LONGEST_CELL = 400

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same names in the strict variant of the standard.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_P, _TBL, _TR, _TC, _T, _BOX = (_W + name for name in ("p", "tbl", "tr", "tc", "t", "txbxContent"))
_GRIDSPAN, _VMERGE, _GRIDBEFORE = (_W + name for name in ("gridSpan", "vMerge", "gridBefore"))
_DEL, _RAISED = (_W + name for name in ("del", "vertAlign"))
_UNSHOWN = tuple(_W + name for name in ("vanish", "strike", "dstrike"))  # hidden or struck out
_VAL = _W + "val"
_SIGNS = {
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "tab": "\t",
    _W + "noBreakHyphen": "-",
    _W + "sym": "\ufffd",
}  # a glyph of some font: nobody knows which character it shows
# Deleted and moved-away text, field codes, and the twin of a drawing that Word writes for old programs.
_GONE = (
    _DEL, _W + "moveFrom", _W + "delText", _W + "instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)  # fmt: skip
# Wrappers that stand between body, table, row and cell without being any of them.
_THROUGH = frozenset(
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink")
)
_MARKS = (*_SIGNS, *_THROUGH, _DEL, *_UNSHOWN, _RAISED, _BOX, _GRIDSPAN, _VMERGE, _GRIDBEFORE)
_SUPERSCRIPT = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


class _Spans(NamedTuple):
    """Cells that cover several columns, those joined downwards (True: from above), rows that begin late.

    ``wrapped`` are rows and cells that do not stand directly in their table or row.
    """

    columns: dict[etree._Element, int]
    joined: dict[etree._Element, bool]
    before: dict[etree._Element, int]
    wrapped: list[etree._Element]

    def children(self, element: etree._Element, tag: str) -> Iterator[etree._Element]:
        """The rows of a table, or the cells of a row."""
        if not self.wrapped:
            return element.iterchildren(tag)
        return (child for child in _children(element) if child.tag == tag)


def read(data: bytes) -> Document:
    """Read a .docx; ``where`` is the place in the body: ``body/p[3]``, ``body/tbl[2]/tr[3]/tc[2]``.

    A cell joined downwards (vMerge) is one cell with a rowspan; a white number that nothing is known to
    shade begins with ［白字］. Raises :class:`Refusal` for other
    archives, damaged or encrypted ones, and those that unpack to too much.
    """
    part, properties = _parts(data)
    is_part_white = whiteruns.has_any(part)  # then shades and colours say what is seen
    root = _parse(part if is_part_white else simplify_word(part))
    spans = _clean(root)
    if is_part_white:
        whiteruns.hide(root)
    body = root.find(_W + "body")
    if body is None:
        raise Refusal("damaged")
    blocks = tuple(_blocks(body, "body", spans))
    if not blocks:
        raise Refusal("image" if b"<pic:pic" in part else "no_text")
    title = _title(properties)
    return Document("docx", blocks, {"title": title} if title else {})


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """The document part and the core properties of the archive, within bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename.replace("\\", "/"): info for info in archive.infolist()}
            if len(names) > _MOST_FILES:
                raise Refusal("bomb")
            if "word/document.xml" not in names:
                raise Refusal("ofd" if "OFD.xml" in names else "archive")
            document = _unpack(archive, names["word/document.xml"])
            properties = names.get("docProps/core.xml")
            return document, _unpack(archive, properties) if properties else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise Refusal("damaged") from None


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise Refusal("encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("damaged")
    allowed = min(_LARGEST_PART, max(1 << 20, info.compress_size * _MOST_RATIO))
    with archive.open(info) as part:  # the size in the directory may lie: count what comes out
        content = part.read(allowed + 1)
    if len(content) > allowed:
        raise Refusal("bomb")
    return content


def _parse(part: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_blank_text=True,
    )
    try:
        root = etree.fromstring(part.replace(_STRICT, _W[1:-1].encode()), parser)
        if root.getroottree().docinfo.doctype:
            raise Refusal("damaged")  # Word writes none; whoever does wants entities to do harm
        return root
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error) or "huge" in str(error).lower()
        raise Refusal("too_complex" if deep else "damaged") from None


def _title(properties: bytes) -> str:
    if not properties:
        return ""
    try:
        root = etree.fromstring(
            properties, etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except etree.XMLSyntaxError:
        return ""
    return (root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()


def _clean(root: etree._Element) -> _Spans:
    """Take out what Word does not print, so that the text of an element is what stands on the page.

    One walk over the marks of the whole file, because a look into each cell costs far more.
    """
    spans = _Spans({}, {}, {}, [])
    for mark in list(root.iter(*_MARKS)):
        tag, value = mark.tag, mark.get(_VAL, "")
        if tag in _SIGNS:
            mark.text = _SIGNS[tag]
        elif tag == _GRIDSPAN:
            spans.columns[mark.getparent().getparent()] = max(1, _number(value))
        elif tag == _VMERGE:
            spans.joined[mark.getparent().getparent()] = value != "restart"
        elif tag == _GRIDBEFORE:
            spans.before[mark.getparent().getparent()] = _number(value)
        elif tag in _THROUGH:
            if mark.getparent().tag != _P:
                spans.wrapped.append(mark)
        else:
            _clean_mark(mark, value)
    etree.strip_elements(root, *_GONE, with_tail=False)
    return spans


def _clean_mark(mark: etree._Element, value: str) -> None:
    holder = mark.getparent()
    if holder is None:
        return
    if mark.tag == _DEL:
        if holder.tag == _W + "trPr":  # a row whose deletion is tracked
            row = holder.getparent()
            row.getparent().remove(row)
    elif mark.tag == _BOX:
        paragraph = next(mark.iterancestors(_P), None)
        if paragraph is not None:
            paragraph.addnext(mark)
    elif mark.tag in _UNSHOWN and value not in ("0", "false"):
        etree.strip_elements(holder.getparent(), _T)
    elif mark.tag == _RAISED and value == "superscript":  # a footnote mark: 22¹ is no 221
        for text in holder.getparent().iter(_T):
            text.text = (text.text or "").translate(_SUPERSCRIPT)


def _number(value: str) -> int:
    return min(int(value[:6]), _MOST_SPAN) if value.isascii() and value.isdigit() else 0


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """Children, through content controls and accepted insertions."""
    for child in element:
        if child.tag in _THROUGH:
            yield from _children(child)
        else:
            yield child


def _text(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _blocks(parent: etree._Element, path: str, spans: _Spans) -> Iterator[Paragraph | Grid]:
    seen = {_P: 0, _TBL: 0, _BOX: 0}
    for child in _children(parent):
        tag = child.tag
        if tag in seen:
            seen[tag] += 1
        if tag == _P:
            for line in _text(child).split("\n"):
                if line.strip():
                    yield Paragraph(line.strip(), f"{path}/p[{seen[tag]}]")
        elif tag == _TBL:
            yield from _table(child, f"{path}/tbl[{seen[tag]}]", spans)
        elif tag == _BOX:
            yield from _blocks(child, f"{path}/box[{seen[tag]}]", spans)


def _table(table: etree._Element, path: str, spans: _Spans) -> Iterator[Paragraph | Grid]:
    """The grid of a table - or its contents, if it holds other tables, long text or one column only."""
    rows = [(row, list(spans.children(row, _TC))) for row in spans.children(table, _TR)]
    if sum(len(cells) for _, cells in rows) > _MOST_CELLS:
        raise Refusal("too_complex")
    texts = [[_cell_text(cell) for cell in cells] for _, cells in rows]
    wide = max((len(cells) for _, cells in rows), default=0) > 1
    if wide and not any(text is None or len(text) > _LONGEST_CELL for row in texts for text in row):
        yield _grid(rows, texts, path, spans)
        return
    for r, (_, cells) in enumerate(rows, 1):
        for c, cell in enumerate(cells, 1):
            yield from _blocks(cell, f"{path}/tr[{r}]/tc[{c}]", spans)


def _cell_text(cell: etree._Element) -> str | None:
    """The text of a cell, a line a paragraph; None if it holds a real table of its own."""
    if len(cell) == 2 and cell[1].tag == _P:  # properties and one paragraph: nearly all cells
        text = etree.tostring(cell, method="text", encoding="unicode", with_tail=False)
        return text if text.isalnum() else text.strip()
    lines = []
    for child in _children(cell):
        if child.tag in (_P, _BOX):
            lines.append(_text(child))
        elif child.tag == _TBL:
            if len(list(child.iter(_TC))) > 1:
                return None
            lines.append(_text(child))  # some programs wrap a single number in a table of its own
    return "\n".join(lines).strip()


def _grid(rows: list, texts: list[list[str]], path: str, spans: _Spans) -> Grid:
    """Cells at their grid columns; the continued parts of a vertical join lengthen its first cell."""
    cells: list[Cell] = []
    joins: dict[int, int] = {}  # grid column -> number of the cell that is joined downwards there
    width = 0
    for r, (row, elements) in enumerate(rows):
        above, joins = joins, {}
        column = spans.before.get(row, 0)
        place = f"{path}/tr[{r + 1}]/tc["
        for c, (element, text) in enumerate(zip(elements, texts[r])):
            span, joined = spans.columns.get(element, 1), spans.joined.get(element)
            if joined and column in above:
                number = joins[column] = above[column]
                cells[number] = cells[number]._replace(rowspan=r - cells[number].row + 1)
            else:
                if joined is not None:
                    joins[column] = len(cells)
                # The constructor of a named tuple costs more than the rest of this loop.
                cells.append(_new(Cell, (text, r, column, 1, span, f"{place}{c + 1}]")))
            column += span
        width = max(width, column)
    return Grid(tuple(cells), len(rows), width, path)


_new = tuple.__new__
