"""Word files (.docx, also as WPS writes them) into documents: paragraphs and grids of the body.

Only ``word/document.xml`` is read. Tracked changes are taken as accepted: insertions stay, deletions
and moved-away text go. Text boxes count as text behind the paragraph that holds them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from analysis.document import Cell, Document, Grid, Paragraph
from analysis.readers.refusals import Refusal

_LARGEST_PART = 64 * 1024 * 1024
_MOST_RATIO = 500  # XML of real reports packs to a twentieth; bombs to a thousandth
_MOST_FILES = 10_000
_MOST_SPAN = 1000
_MOST_CELLS = 200_000
_LONGEST_CELL = 400

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same names in the strict variant of the standard.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_P, _TBL, _TR, _TC, _BOX = (_W + name for name in ("p", "tbl", "tr", "tc", "txbxContent"))
_TRPR, _TCPR, _GRIDSPAN, _VMERGE = (_W + name for name in ("trPr", "tcPr", "gridSpan", "vMerge"))
_VAL = _W + "val"
_SIGNS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": "\t", _W + "noBreakHyphen": "-"}
# Deleted and moved-away text, field codes, and the twin of a drawing that Word writes for old programs.
_GONE = (
    _W + "del", _W + "moveFrom", _W + "delText", _W + "instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)  # fmt: skip
# Wrappers that stand between body, table, row and cell without being any of them.
_THROUGH = frozenset(
    _W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink")
)
_SUPERSCRIPT = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def read(data: bytes) -> Document:
    """Read a .docx; ``where`` is the place in the body: ``body/p[3]``, ``body/tbl[2]/tr[3]/tc[2]``.

    A cell joined downwards (vMerge) is one cell with a rowspan. Raises :class:`Refusal` for other
    archives, damaged or encrypted ones, and those that unpack to too much.
    """
    part, properties = _parts(data)
    root = _parse(part)
    _clean(root, part)
    body = root.find(_W + "body")
    if body is None:
        raise Refusal("damaged")
    blocks = tuple(_blocks(body, "body"))
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
    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part:
        raise Refusal("damaged")  # Word writes neither; whoever does wants to do harm
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_blank_text=True,
    )
    try:
        return etree.fromstring(part.replace(_STRICT, _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error) or "huge" in str(error).lower()
        raise Refusal("too_complex" if deep else "damaged") from None


def _title(properties: bytes) -> str:
    if not properties:
        return ""
    try:
        root = etree.fromstring(properties, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ""
    return (root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()


def _clean(root: etree._Element, part: bytes) -> None:
    """Take out what Word does not print, so that the text of an element is what stands on the page."""
    for row in _marked(root, part, "del"):
        if row.getparent().tag == _W + "trPr":  # a row whose deletion is tracked
            row = row.getparent().getparent()
            row.getparent().remove(row)
    etree.strip_elements(root, *_GONE, with_tail=False)
    for element in root.iter(*_SIGNS):
        element.text = _SIGNS[element.tag]
    for element in _marked(root, part, "vanish"):
        if element.get(_VAL) not in ("0", "false"):
            _run(element).text = ""
            etree.strip_elements(_run(element), _W + "t")
    for element in _marked(root, part, "vertAlign"):
        if element.get(_VAL) == "superscript":  # a footnote mark: 22¹ is no 221
            for text in _run(element).iter(_W + "t"):
                text.text = (text.text or "").translate(_SUPERSCRIPT)
    for box in _marked(root, part, "txbxContent"):
        paragraph = next(box.iterancestors(_P), None)
        if paragraph is not None:
            box.tail = None
            paragraph.addnext(box)


def _marked(root: etree._Element, part: bytes, name: str) -> list[etree._Element]:
    """All elements of a name that most files do not have: the search for bytes is far cheaper."""
    return list(root.iter(_W + name)) if f":{name}".encode() in part or b"w=" not in part else []


def _run(mark: etree._Element) -> etree._Element:
    """The run whose properties hold a mark."""
    return mark.getparent().getparent()


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """Children, through content controls and accepted insertions."""
    for child in element:
        if child.tag in _THROUGH:
            yield from _children(child)
        else:
            yield child


def _text(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _blocks(parent: etree._Element, path: str) -> Iterator[Paragraph | Grid]:
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
            yield from _table(child, f"{path}/tbl[{seen[tag]}]")
        elif tag == _BOX:
            yield from _blocks(child, f"{path}/box[{seen[tag]}]")


def _table(table: etree._Element, path: str) -> Iterator[Paragraph | Grid]:
    """The grid of a table - or its contents, if it holds other tables, long text or one column only."""
    rows = [_row(row) for row in _children(table) if row.tag == _TR]
    if sum(map(len, rows)) > _MOST_CELLS:
        raise Refusal("too_complex")
    texts = [[_cell_text(cell[0]) for cell in row] for row in rows]
    layout = max(map(len, rows), default=0) < 2 or any(
        text is None or len(text) > _LONGEST_CELL for row in texts for text in row
    )
    if not layout:
        yield _grid(rows, texts, path)
        return
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            yield from _blocks(cell[0], f"{path}/tr[{r}]/tc[{c}]")


def _row(row: etree._Element) -> list[tuple[etree._Element, int, int, bool | None]]:
    """The cells of a row: element, grid column, columns covered, and whether it goes on from above."""
    cells = []
    column = 0
    for cell in _children(row):
        if cell.tag == _TRPR:
            column = _number(cell.find(_W + "gridBefore"), 0)
        elif cell.tag == _TC:
            properties = cell.find(_TCPR)
            span, merged = 1, None
            if properties is not None:
                for mark in properties.iterchildren(_GRIDSPAN, _VMERGE):
                    if mark.tag == _VMERGE:
                        merged = mark.get(_VAL) != "restart"
                    else:
                        span = max(1, _number(mark, 1))
            cells.append((cell, column, span, merged))
            column += span
    return cells


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = "" if element is None else element.get(_VAL, "")
    return min(int(value[:6]), _MOST_SPAN) if value.isascii() and value.isdigit() else otherwise


def _cell_text(cell: etree._Element) -> str | None:
    """The text of a cell, a line a paragraph; None if it holds a real table of its own."""
    lines = []
    for child in _children(cell):
        if child.tag in (_P, _BOX):
            lines.append(_text(child))
        elif child.tag == _TBL:
            if len(list(child.iter(_TC))) > 1:
                return None
            lines.append(_text(child))  # some programs wrap a single number in a table of its own
    return "\n".join(lines).strip()


def _grid(rows: list, texts: list[list[str]], path: str) -> Grid:
    """Cells at their grid columns; the continued parts of a vertical join lengthen its first cell."""
    cells: list[Cell] = []
    joined: dict[int, int] = {}  # grid column -> number of the cell that is joined downwards there
    width = 0
    for r, row in enumerate(rows):
        above, joined = joined, {}
        for c, (_, column, span, merged) in enumerate(row):
            if merged and column in above:
                number = joined[column] = above[column]
                cells[number] = cells[number]._replace(rowspan=r - cells[number].row + 1)
            else:
                if merged is not None:
                    joined[column] = len(cells)
                where = f"{path}/tr[{r + 1}]/tc[{c + 1}]"
                cells.append(Cell(texts[r][c], r, column, 1, span, where))
            width = max(width, column + span)
    return Grid(tuple(cells), len(rows), width, path)
