"""Sheets as Word files: made with python-docx, and by hand with what Word and WPS leave behind."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from dialects.sheets import Line, Piece, Sheet, Table

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def by_library(sheet: Sheet, rng: random.Random) -> bytes:
    """python-docx: merged cells as Word makes them when a user merges."""
    import docx

    document = docx.Document()
    for block in sheet.blocks:
        if isinstance(block, Line):
            document.add_paragraph(block.text)
            continue
        table = document.add_table(block.n_rows, len(block.widths))
        for piece in block.pieces:
            cell = table.cell(piece.row, piece.column)
            if piece.rowspan > 1 or piece.colspan > 1:
                cell = cell.merge(table.cell(piece.rows[-1], piece.columns[-1]))
            cell.text = piece.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Hand:
    """What the file has: numbers in two runs, tracked changes, nested tables, controls, field codes."""

    runs: bool = False
    tracked: bool = False
    nested: bool = False
    controls: bool = False
    grid_before: bool = False
    one_cell: bool = False
    restart_less: bool = False


def by_hand(hand: Hand = Hand()):
    """A writer of Word files with the habits of ``hand``."""

    def write(sheet: Sheet, rng: random.Random) -> bytes:
        blocks = [
            _line(b) if isinstance(b, Line) else _table(b, rng, hand) + "<w:p/>"
            for b in sheet.blocks
        ]
        body = "".join(blocks)
        if hand.one_cell:
            body = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl><w:p/>"
        document = f"{_HEAD}<w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>"
        return _package(document)

    write.__name__ = "by_hand"
    return write


def _package(document: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


def _line(line: Line) -> str:
    return _paragraph(_run(line.text))


def _paragraph(inner: str) -> str:
    return f"<w:p><w:pPr><w:rPr/></w:pPr>{inner}</w:p>"


def _run(text: str) -> str:
    return "".join(
        ("<w:r><w:br/></w:r>" if i else "")
        + f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for i, part in enumerate(text.split("\n"))
    )


def _table(table: Table, rng: random.Random, hand: Hand) -> str:
    grid = "".join('<w:gridCol w:w="600"/>' for _ in table.widths)
    rows = "".join(_row(i, line, rng, hand) for i, line in enumerate(table.places()))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(i: int, places: list[Piece], rng: random.Random, hand: Hand) -> str:
    start = [c for c, piece in enumerate(places) if piece is not None and piece.column == c]
    before = ""
    if hand.grid_before and start and places[0].row < i and not places[0].text:
        start = start[1:]
        before = f'<w:trPr><w:gridBefore w:val="{places[0].colspan}"/></w:trPr>'
    cells = "".join(_cell(places[c], places[c].row == i, rng, hand) for c in start)
    return f"<w:tr>{before}{cells}</w:tr>"


def _cell(piece: Piece, first: bool, rng: random.Random, hand: Hand) -> str:
    span = f'<w:gridSpan w:val="{piece.colspan}"/>' if piece.colspan > 1 else ""
    merge = ""
    if piece.rowspan > 1:
        merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    words = _words(piece, rng, hand) if first else _paragraph("")
    cell = f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{words}</w:tc>"
    if hand.controls and piece.key and first and rng.random() < 0.3:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
    return cell


def _words(piece: Piece, rng: random.Random, hand: Hand) -> str:
    text = piece.text
    if not piece.key or not text:
        return _paragraph(_run(text))
    if hand.nested and rng.random() < 0.3:
        inner = f"<w:tr><w:tc>{_paragraph(_run(text))}</w:tc></w:tr>"
        return f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{inner}</w:tbl><w:p/>"
    if hand.tracked and rng.random() < 0.4:
        old = f'<w:del w:id="1" w:author="甲"><w:r><w:delText>{rng.randrange(99)}</w:delText></w:r></w:del>'
        new = f'<w:ins w:id="2" w:author="乙">{_run(text)}</w:ins>'
        return _paragraph(old + new if rng.random() < 0.5 else new + old)
    if hand.runs and len(text) > 1:
        at = rng.randrange(1, len(text))
        return _paragraph(
            _run(text[:at]) + '<w:bookmarkStart w:id="0" w:name="a"/>' + _run(text[at:])
        )
    return _paragraph(_run(text))
