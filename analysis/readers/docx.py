"""Word files (.docx, also as WPS writes them) into documents: paragraphs and grids of the body.

Only ``word/document.xml`` is read, and of ``word/styles.xml`` what hides or raises words. Tracked changes
are taken as accepted: insertions stay, deletions and moved-away text go. Words that nobody sees - hidden,
struck out, white on white - are not read. Text boxes count as text behind the paragraph that holds them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from analysis.document import Cell, Document, Grid, Paragraph
from analysis.readers import docxstyles, textrows
from analysis.readers.docxclean import BOX, TC, P, Spans, children, clean
from analysis.readers.docxstyles import Styles, W
from analysis.readers.refusals import Refusal

_LARGEST_PART = 64 * 1024 * 1024
_MOST_RATIO = 500  # XML of real reports packs to a twentieth; bombs to a thousandth
_MOST_FILES = 10_000
_MOST_CELLS = 50_000
_LONGEST_CELL = 400

# The same names in the strict variant of the standard.
_STRICT = {
    b"http://purl.oclc.org/ooxml/" + strict: b"http://schemas.openxmlformats.org/" + usual
    for strict, usual in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"drawingml/main", b"drawingml/2006/main"),
    )
}
_TBL, _TR = W + "tbl", W + "tr"
_PICTURE = "［图］"


def read(data: bytes) -> Document:
    """Read a .docx; ``where`` is the place in the body: ``body/p[3]``, ``body/tbl[2]/tr[3]/tc[2]``.

    A cell joined downwards (vMerge) is one cell with a rowspan; one with nothing but a picture says ［图］,
    one with a white number on an unknown ground begins with ［白字］, one with digits at different heights
    that may be one number with ［高低］.
    Raises :class:`Refusal` for other archives, damaged or encrypted ones, and those that unpack to too
    much.
    """
    part, properties, styles_part = _parts(data)
    styles = _styles(styles_part)
    root = _parse(docxstyles.simplify(part, styles))
    body = root.find(W + "body")
    if body is None:
        raise Refusal("damaged")
    spans = clean(body, styles)
    blocks = tuple(_blocks(body, "body", spans))
    if len(blocks) == 1 and isinstance(blocks[0], Grid):  # title and text may be rows of it
        blocks = tuple(textrows.part(blocks[0], (-1, blocks[0].n_rows)))
    if not blocks:
        raise Refusal("image" if b"<pic:pic" in part else "no_text")
    title = _title(properties)
    return Document("docx", blocks, {"title": title} if title else {})


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The document part of the archive, its core properties, its styles if it uses any; within bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename.replace("\\", "/"): info for info in archive.infolist()}
            if len(names) > _MOST_FILES:
                raise Refusal("bomb")
            if "word/document.xml" not in names:
                raise Refusal("ofd" if "OFD.xml" in names else "archive")
            document = _unpack(archive, names["word/document.xml"])
            properties = names.get("docProps/core.xml")
            styles = names.get("word/styles.xml") if docxstyles.refers(document) else None
            return (
                document,
                _unpack(archive, properties) if properties else b"",
                _unpack(archive, styles) if styles else b"",
            )
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
        remove_pis=True,
        remove_blank_text=True,
    )
    if b"purl.oclc.org" in part:
        for strict, usual in _STRICT.items():
            part = part.replace(strict, usual)
    try:
        root = etree.fromstring(part, parser)
        if root.getroottree().docinfo.doctype:
            raise Refusal("damaged")  # Word writes none; whoever does wants entities to do harm
        return root
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error) or "huge" in str(error).lower()
        raise Refusal("too_complex" if deep else "damaged") from None


def _styles(part: bytes) -> Styles:
    """The styles that say something of what is read; damaged ones say nothing."""
    try:
        return docxstyles.named(_parse(part)) if docxstyles.says_something(part) else {}
    except Refusal:
        return {}


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


def _text(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _blocks(parent: etree._Element, path: str, spans: Spans) -> Iterator[Paragraph | Grid]:
    seen = {P: 0, _TBL: 0, BOX: 0}
    for child in children(parent):
        tag = child.tag
        if tag in seen:
            seen[tag] += 1
        if tag == P:
            for line in _text(child).split("\n"):
                if line.strip():
                    yield Paragraph(line.strip(), f"{path}/p[{seen[tag]}]")
        elif tag == _TBL:
            yield from _table(child, f"{path}/tbl[{seen[tag]}]", spans)
        elif tag == BOX:
            yield from _blocks(child, f"{path}/box[{seen[tag]}]", spans)


def _table(table: etree._Element, path: str, spans: Spans) -> Iterator[Paragraph | Grid]:
    """The grid of a table - or its contents, if it holds other tables, long text or one column only.

    Long text in rows of its own leaves the rows above and below it tables.
    """
    rows = [(row, list(spans.children(row, TC))) for row in spans.children(table, _TR)]
    if sum(len(cells) for _, cells in rows) > _MOST_CELLS:
        raise Refusal("too_complex")
    texts = [[_cell_text(cell) for cell in cells] for _, cells in rows]
    if spans.pictured:
        _show_pictures(rows, texts, spans.pictured)
    wide = max((len(cells) for _, cells in rows), default=0) > 1
    prose = [
        r
        for r, row in enumerate(texts)
        for text in row
        if text is None or len(text) > _LONGEST_CELL
    ]
    if wide and not prose:
        yield _grid(rows, texts, path, spans)
    elif wide and all(len(texts[r]) == 1 and texts[r][0] is not None for r in prose):
        yield from textrows.part(_grid(rows, texts, path, spans), prose)
    else:
        for r, (_, cells) in enumerate(rows, 1):
            for c, cell in enumerate(cells, 1):
                yield from _blocks(cell, f"{path}/tr[{r}]/tc[{c}]", spans)


def _show_pictures(rows: list, texts: list[list[str | None]], pictured: set) -> None:
    """A picture in a cell without text may be of a number: the cell is not blank."""
    for (_, cells), row in zip(rows, texts):
        for c, cell in enumerate(cells):
            if row[c] == "" and cell in pictured:
                row[c] = _PICTURE


def _cell_text(cell: etree._Element) -> str | None:
    """The text of a cell, a line a paragraph; None if it holds a real table of its own."""
    if len(cell) == 2 and cell[1].tag == P:  # properties and one paragraph: nearly all cells
        text = etree.tostring(cell, method="text", encoding="unicode", with_tail=False)
        return text if text.isalnum() else text.strip()
    lines = []
    for child in children(cell):
        if child.tag in (P, BOX):
            lines.append(_text(child))
        elif child.tag == _TBL:
            if len(list(child.iter(TC))) > 1:
                return None
            lines.append(_text(child))  # some programs wrap a single number in a table of its own
    return "\n".join(lines).strip()


def _grid(rows: list, texts: list[list[str]], path: str, spans: Spans) -> Grid:
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
