"""Saved web pages into documents: innermost tables become grids, everything else paragraphs.

The page is changed while it is read (line breaks and block borders are marked in its text), because
one call of the C library for the text of a whole cell is far cheaper than a visit to each node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from analysis.document import Cell, Document, Grid, Paragraph
from analysis.readers import pageinfo
from analysis.readers.decoding import DAMAGED
from analysis.readers.looks import Styles
from analysis.readers.marks import PICTURE
from analysis.readers.refusals import Refusal
from analysis.readers.seen import BLOCKS, LINE, clean, needs_all_styles
from analysis.readers.styles import simplify

_MARK = "\u2029"
_IN_CELL = tuple(name for name in BLOCKS if name not in ("td", "th", "caption", "table"))
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
    rb"|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|[xX]0*[fF]{3}[eEfF]|6553[45])(?![0-9a-fA-F]);?"
)
_LONGEST_CELL = 400  # characters; no cell of a statutory table comes near, a layout cell soon does
_MOST_SPAN = 1000  # as in the HTML standard
_MOST_CELLS, _MOST_ROWS, _MOST_WIDTH, _MOST_BLOCKS = 50_000, 5_000, 20_000, 8_000
_LONG_TAG, _MOST_ATTRIBUTES = 16_384, 2_000
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_WHOLE = re.compile(r"\s*\+?([0-9]+)")


def read(text: str, data: bytes | None = None) -> Document:
    """Read a page. ``data`` is the same page as UTF-8 bytes, where they are at hand.

    Grids keep original cells only (a rowspan covers, it does not copy); ``where`` is the XPath of the
    cell or block in the page as parsed, once scripts, hidden elements, menus and footers are out.
    Fields in cells are read as what they show; a cell with nothing but what a picture or a program
    draws says ［图］, and a white number on an unknown ground begins with ［白字］.
    Raises :class:`Refusal` for pages without text and for those nested or spanned beyond reason.
    """
    try:
        return _read_twice(data or text.encode("utf-8", "replace"))
    except _NotUtf8:
        raise Refusal("damaged") from None


def read_utf8(data: bytes) -> Document | None:
    """Read a page that says that it is UTF-8; None if it is not."""
    try:
        return _read_twice(data)
    except _NotUtf8:
        return None


def _read_twice(data: bytes) -> Document:
    try:
        return _read(data)
    except ValueError:
        # lxml hands out control characters, but takes none back when line breaks are marked. They are
        # damage: a mark in their place keeps the numbers on both sides of one apart.
        return _read(_CONTROL.sub(b"?", data))


class _NotUtf8(Exception):
    """The parser met bytes that are no UTF-8."""


def _read(data: bytes) -> Document:
    root = _seen(data)
    metadata = pageinfo.from_tags(root)
    tree = root.getroottree()
    grids = _grids(root, tree)
    blocks = list(_blocks(root, tree, grids))
    if not blocks:
        raise Refusal("script_only" if b"<script" in data.lower() else "no_text")
    blocks = pageinfo.take(blocks, metadata)
    messages = (DAMAGED,) if b"\xef\xbf\xbd" in data else ()
    return Document("html", tuple(blocks), metadata, messages)


def read_tables(markup: str) -> list[Grid]:
    """The grids of a piece of HTML, as Markdown files have them."""
    data = _CONTROL.sub(b"?", markup.encode("utf-8", "replace"))
    root = _seen(data)
    return _grids(root, root.getroottree())[::-1]


def _seen(data: bytes) -> etree._Element:
    """The tree of a page, without what a reader of the page does not see."""
    _check_tags(data)
    bare = simplify(data)
    root = _parse(bare)
    styles = Styles(root)
    if bare is not data and needs_all_styles(styles):
        root = _parse(data)
        styles = Styles(root)
    clean(root, styles)
    return root


def _parse(data: bytes) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    root = etree.fromstring(data, parser)
    kinds = {error.type for error in parser.error_log}
    if etree.ErrorTypes.ERR_RESOURCE_LIMIT in kinds:
        raise Refusal("too_complex")
    if etree.ErrorTypes.ERR_INVALID_ENCODING in kinds:
        raise _NotUtf8
    if root is None:
        raise Refusal("no_text")
    return root


def _check_tags(data: bytes) -> None:
    """Refuse tags with thousands of attributes: the parser compares each with all others."""
    start = 0
    while start + _LONG_TAG < len(data):
        end = data.find(b">", start, start + _LONG_TAG)
        if end < 0:
            opened, end = data.rfind(b"<", 0, start + 1), data.find(b">", start)
            end = len(data) if end < 0 else end
            tag = data[max(opened, 0) : min(end, start + 64 * _LONG_TAG)]
            if (
                tag[:1] == b"<"
                and b">" not in tag
                and len(_QUOTED.sub(b"", tag).split()) > _MOST_ATTRIBUTES
            ):
                raise Refusal("too_complex")
        start = max(end, start + _LONG_TAG)


def _grids(root: etree._Element, tree: etree._ElementTree) -> list[Grid]:
    """The innermost tables as grids; each leaves a mark with its number in its place."""
    grids: list[Grid] = []
    for table in reversed(list(root.iter("table"))):  # what is inside comes first
        if next(table.iterdescendants("table"), None) is not None:
            continue
        rows = _rows(table)
        if _wraps_a_word(table, rows):
            for element in table.iter("table", "tr", "td", "th"):
                element.tag = "div"
            continue
        grid = _grid(table, rows, tree)
        if grid is not None:
            caption = table.find("caption")
            words = _text(caption) if caption is not None else ""
            table.clear(keep_tail=True)
            table.text = f"{words}{LINE}#{len(grids)}{_MARK}{LINE}"
            grids.append(grid)
    return grids


def _wraps_a_word(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """A table of one short cell inside another table: some editors wrap each number so."""
    if sum(map(len, rows)) != 1 or next(table.iterancestors("table"), None) is None:
        return False
    return len(_text(table)) < 60


def _grid(
    table: etree._Element, rows: list[list[etree._Element]], tree: etree._ElementTree
) -> Grid | None:
    """The grid of a table, or None for one that only lays out text (one column, or long cells)."""
    if len(rows) > _MOST_ROWS or sum(map(len, rows)) > _MOST_CELLS:
        raise Refusal("too_complex")
    if max(map(len, rows), default=0) < 2:
        return None
    for element in table.iter(*_IN_CELL):
        if element.tail or not _fills_its_cell(element):
            element.text = LINE + (element.text or "")
            element.tail = LINE + (element.tail or "")
    texts = _texts(rows)
    if texts is None:
        return None
    cells, width = _place(rows, texts, tree)
    return Grid(tuple(cells), len(rows), width, tree.getpath(table))


def _fills_its_cell(element: etree._Element) -> bool:
    parent = element.getparent()
    return len(parent) == 1 and parent.tag in ("td", "th") and not parent.text


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row, whatever stands between table, row and cell in broken pages."""
    rows: list[list[etree._Element]] = []
    row: list[etree._Element] = []
    for element in table.iter("tr", "td", "th"):
        if element.tag == "tr":
            row = []
            rows.append(row)
        else:
            if not rows:
                rows.append(row)
            row.append(element)
    foot = table.find("tfoot")
    if foot is not None:  # printed last, wherever it stands
        footed = set(foot.iter("td", "th"))
        rows.sort(key=lambda cells: bool(cells) and cells[0] in footed)
    return rows


def _texts(rows: list[list[etree._Element]]) -> list[list[str]] | None:
    """The printed text of each cell; None if one is too long for a table of figures."""
    texts = []
    to_text = etree.tostring
    for row in rows:
        line = []
        for element in row:
            text = to_text(element, method="text", encoding="unicode", with_tail=False)
            if not text.isalnum():
                text = _tidy(text)
                if len(text) > _LONGEST_CELL:
                    return None
                if not text and len(element) and next(element.iter("img"), None) is not None:
                    text = PICTURE
            line.append(text)
        texts.append(line)
    return texts


def _tidy(text: str) -> str:
    """Marked line breaks as line breaks, all other white space as one space."""
    if LINE not in text:
        return " ".join(text.split())
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split(LINE))))


def _place(
    rows: list[list[etree._Element]], texts: list[list[str]], tree: etree._ElementTree
) -> tuple[list[Cell], int]:
    """The cells where HTML's table model puts them, and the width of the grid."""
    cells: list[Cell] = []
    covered: list[int] = []  # per column: the first row that is free again
    width = held = 0  # held: the first row that no rowspan reaches any more
    n_rows = len(rows)
    for number, row in enumerate(rows):
        if not row:
            continue
        path, column, datas, heads = tree.getpath(row[0].getparent()), 0, 0, 0
        for element, text in zip(row, texts[number]):
            if number < held:
                while column < width and covered[column] > number:
                    column += 1
            rows_told, columns_told = element.get("rowspan"), element.get("colspan")
            rowspan = _span(rows_told, n_rows - number) if rows_told else 1
            colspan = _span(columns_told, _MOST_SPAN) if columns_told else 1
            end = column + colspan
            if end > width:
                covered += [0] * (end - width)
                width = end
            if rowspan > 1:
                covered[column:end] = [number + rowspan] * colspan
                held = max(held, number + rowspan)
            if element.tag == "td":
                datas += 1
                where = f"{path}/td[{datas}]"
            else:
                heads += 1
                where = f"{path}/th[{heads}]"
            # The constructor of a named tuple costs more than the rest of this loop.
            cells.append(_new(Cell, (text, number, column, rowspan, colspan, where)))
            column = end
        if width > _MOST_WIDTH:
            raise Refusal("too_complex")
    return cells, width


_new = tuple.__new__


def _span(value: str, most: int) -> int:
    """A rowspan or colspan; of 2.0 and 2px only the 2 counts, no number counts as 1, 0 means: to the end."""
    digits = _WHOLE.match(value)
    return min(int(digits[1][:6]) or most, most) if digits else 1


def _text(element: etree._Element) -> str:
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return " ".join(text.split())


def _blocks(
    root: etree._Element, tree: etree._ElementTree, grids: list[Grid]
) -> Iterator[Paragraph | Grid]:
    """Paragraphs and grids in the order of the page: marks go into the text, one call takes it out."""
    elements: list[etree._Element] = []
    body = root.find("body")
    body = root if body is None else body
    for number, element in enumerate(body.iter(*BLOCKS)):
        elements.append(element)
        element.text = f"{LINE}{number}{_MARK}{element.text or ''}"
        tail = element.tail
        element.tail = LINE if not tail or tail.isspace() else f"{LINE}^{number}{_MARK}{tail}"
    if len(elements) > _MOST_BLOCKS:  # finding the place of each takes time by the square
        raise Refusal("too_complex")
    text = etree.tostring(body, method="text", encoding="unicode", with_tail=False)
    place = body
    for line in text.split(LINE):
        mark, found, words = line.partition(_MARK)
        if not found:
            words = mark
        elif mark.startswith("#"):
            yield grids[int(mark[1:])]
        else:
            place = elements[int(mark.lstrip("^"))]
            place = place.getparent() if mark.startswith("^") else place
        words = " ".join(words.split())
        if words:
            yield Paragraph(words, tree.getpath(place))
