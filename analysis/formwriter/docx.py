"""The form as a Word file: the few parts of Office Open XML that it needs, written by hand.

The same draft gives the same bytes: no clock, no identifiers, parts in fixed order.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from analysis.formwriter import docx_parts as parts
from analysis.formwriter.draft import Draft, Line
from analysis.formwriter.markup import element, escape
from analysis.formwriter.tables import Box, Table

_TWIPS = 1440 / 25.4  # a mm in the unit of Word
_PARAGRAPH = {
    "title": "Title",
    "heading": "Heading1",
    "part": "Heading2",
    "body": None,
    "caption": "FormCaption",
    "note": "FormNote",
}
_SHADE = "C6D9F0"
# The two wide tables need the smaller letters.
_SMALL = {"requests": "FormSmall", "disputes": "FormSmall", "statistics": "FormSmall"}


def render(draft: Draft) -> bytes:
    """The file as bytes."""
    blocks = [_line(b) if isinstance(b, Line) else _table(b) + _gap() for b in draft.blocks]
    document = parts.document("".join(blocks))
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.PACKAGE_LINKS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": parts.DOCUMENT_LINKS,
        "word/styles.xml": parts.styles(),
        "word/settings.xml": parts.SETTINGS,
        "word/footer1.xml": parts.footer(),
        "docProps/core.xml": parts.properties(draft.title),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return buffer.getvalue()


def _w(name: str, attributes: Mapping[str, object] | None = None, *children: str) -> str:
    return element(f"w:{name}", {f"w:{k}": v for k, v in (attributes or {}).items()}, *children)


def _line(line: Line) -> str:
    style = _PARAGRAPH[line.style]
    return _paragraph(line.text, style)


def _gap() -> str:
    """Word joins two tables that touch, so a small empty line follows each."""
    return _paragraph("", "FormGap")


def _paragraph(text: str, style: str | None, *properties: str) -> str:
    own = ([_w("pStyle", {"val": style})] if style else []) + list(properties)
    head = _w("pPr", None, *own) if own else ""
    return _w("p", None, head, _w("r", None, *_run(text)) if text else "")


def _run(text: str) -> Iterator[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for i, line in enumerate(lines):
        if i:
            yield "<w:br/>"
        for j, piece in enumerate(line.split("\t")):
            if j:
                yield "<w:tab/>"
            yield element("w:t", {"xml:space": "preserve"}, escape(piece))


def _table(table: Table) -> str:
    widths = [round(width * _TWIPS) for width in table.widths]
    grid = _w("tblGrid", None, *(_w("gridCol", {"w": width}) for width in widths))
    places: list[list[Box | None]] = [[None] * len(widths) for _ in range(table.n_rows)]
    for box in table.boxes:
        for row in range(box.row, box.row + box.rowspan):
            for column in range(box.column, box.column + box.colspan):
                places[row][column] = box
    style = _SMALL.get(table.code, "FormText")
    rows = (_row(table, i, places[i], widths, style) for i in range(table.n_rows))
    return _w("tbl", None, parts.table_properties(sum(widths)), grid, *rows)


def _row(table: Table, i: int, places: list[Box | None], widths: list[int], style: str) -> str:
    height = 480 if style == "FormText" else 380
    properties = ["<w:cantSplit/>", _w("trHeight", {"val": height, "hRule": "atLeast"})]
    if i < table.header_rows:
        properties.append("<w:tblHeader/>")
    # A table that fits on a page is not cut; the long list of 2014 may be.
    together = table.code != "statistics" and i < table.n_rows - 1
    cells = []
    for column, box in enumerate(places):
        if box and box.column == column:
            width = sum(widths[column : column + box.colspan])
            layout = ["<w:keepNext/>"] if together else []
            layout += _indent(table, box)
            cells.append(_cell(box, width, box.row == i, style, layout))
    return _w("tr", None, _w("trPr", None, *properties), *cells)


def _indent(table: Table, box: Box) -> list[str]:
    """Labels of the long list step in with their level."""
    if box.role != "label" or table.code != "statistics" or not box.level:
        return []
    return [_w("ind", {"left": 240 * box.level, "firstLineChars": 0, "firstLine": 0})]


def _cell(box: Box, width: int, first: bool, style: str, layout: list[str]) -> str:
    properties = [_w("tcW", {"w": width, "type": "dxa"})]
    if box.colspan > 1:
        properties.append(_w("gridSpan", {"val": box.colspan}))
    if box.rowspan > 1:
        properties.append(_w("vMerge", {"val": "restart" if first else "continue"}))
    if box.role == "block":
        properties.append(_w("shd", {"val": "clear", "color": "auto", "fill": _SHADE}))
    if box.upright:
        properties.append(_w("textDirection", {"val": "tbRlV"}))
    properties.append(_w("vAlign", {"val": "center"}))
    left = box.role == "label" and not box.upright
    side = _w("jc", {"val": "left" if left else "center"})
    text = _paragraph(box.text if first else "", style, *layout, side)
    return _w("tc", None, _w("tcPr", None, *properties), text)
