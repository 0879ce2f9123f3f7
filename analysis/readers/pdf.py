"""PDF files into documents: ruled tables become grids, everything else paragraphs.

pdfium is C code and not thread-safe: one lock of this module is held while a file is open, so that
threads take turns (processes need not). A call into pdfium cannot be interrupted; the time limit is
looked at between pages. Every handle is closed, whatever happens.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from analysis.document import Document, Paragraph
from analysis.readers import columns, continued, furniture, pageinfo, pieces, rules
from analysis.readers.lines import (
    Line,
    find_lines,
    join_lines,
    measure,
    starts_paragraph,
)
from analysis.readers.pdfpage import UNKNOWN, Page, Run, open_page
from analysis.readers.pieces import Piece
from analysis.readers.refusals import Refusal
from analysis.readers.sheets import Sheet, Unruled

MOST_PAGES = 200
SECONDS = 20.0
_LOCK = threading.Lock()
_ENCRYPTED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_FEW_CHARACTERS = 20  # a page of a scan may have a stamp or a page number as text
_UNKNOWN_SHARE = 0.2

UNKNOWN_GLYPHS = (
    "有些文字的字体没有标明是什么字，已标为“�”，相应单元格不取数",
    "some text is set in a font that does not say what its characters are; it is marked '�' and no number is taken from it",
)
UNDRAWN = (
    "有表单域或批注文字，文件没有写明如何显示，未读取，相应单元格不取数",
    "form fields or typed notes do not say how they look: they are not read, and no number is taken from their cells",
)
UNRULED = (
    "有表格没有框线：按文字位置分列，请核对",
    "a table has no ruled lines: its columns were told by position, please check",
)
UNCLEAR = (
    "有像表格的文字分不清列，按正文处理，未取数",
    "some text looks like a table, but its columns are unclear: it is left as text and no number is taken",
)


def read(data: bytes, *, max_pages: int = MOST_PAGES, seconds: float = SECONDS) -> Document:
    """Read a PDF file. Blocks stand in reading order; page numbers and running titles are left out.

    Grids come from ruled lines (or painted cells), joined over page breaks; blank cells stay blank. A
    table without lines is read by the positions of its numbers where that is beyond doubt. Small digits
    above or below the line are marks (21¹); numbers that are not seen, and what is printed aslant, are
    left out; form fields and typed notes are read as they look. ``where``
    is ``p3@x0,y0,x1,y1``: points from the top left of the page as displayed, parts joined by ``+``.
    Raises :class:`Refusal` for files that are damaged, encrypted, scanned, set in fonts that do not
    tell their characters, longer than ``max_pages`` or not read within ``seconds``.
    """
    with _LOCK:
        sheets, title = _read_sheets(data, max_pages, time.monotonic() + seconds)
    _refuse_unreadable(sheets)
    furniture.drop(sheets)
    messages = []
    if any(sheet.unknown for sheet in sheets):
        messages.append(UNKNOWN_GLYPHS)
    if any(sheet.undrawn for sheet in sheets):
        messages.append(UNDRAWN)
    unruled, unclear = columns.find_unruled(sheets)
    messages += [UNRULED] * unruled + [UNCLEAR] * unclear
    metadata = {"page_title": title} if title else {}
    blocks = pageinfo.take(list(_blocks(sheets)), metadata)
    if not blocks:
        raise Refusal("no_text")
    return Document("pdf", tuple(blocks), metadata, tuple(messages))


def _read_sheets(data: bytes, max_pages: int, deadline: float) -> tuple[list[Sheet], str]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Refusal("encrypted" if pdfium.FPDF_GetLastError() in _ENCRYPTED else "damaged")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > max_pages:
            raise Refusal("too_many_pages", f"{count} > {max_pages}")
        if count < 1:
            raise Refusal("damaged")
        sheets = []
        for index in range(count):
            if time.monotonic() > deadline:
                raise Refusal("too_slow", f"p{index + 1}")
            with open_page(document, index) as page:
                sheets.append(_sheet(page))
        return sheets, _title(document)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _title(document) -> str:
    """The title that the file gives itself, often that of an older report: only a hint."""
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < size < 1000:
        return ""
    buffer = bytearray(size)
    pdfium.FPDF_GetMetaText(
        document, b"Title", (pdfium.ctypes.c_char * size).from_buffer(buffer), size
    )
    return " ".join(bytes(buffer).decode("utf-16-le", "replace").strip("\x00").split())


def _sheet(page: Page) -> Sheet:
    """One page: its tables and the lines outside them, from the top down."""
    runs = page.runs()
    sheet = Sheet(page.number, page.width, page.height, page.characters, page.unknown, page.where)
    sheet.undrawn = len(page.undrawn)
    lines = _prose(runs, page.width)
    if lines is None:
        strokes, areas, sheet.pictures = page.drawings()
        undrawn = _undrawn(page)
        made, runs = pieces.fill(
            page, rules.find_lattices(strokes, areas), page.without_unseen(runs) + undrawn
        )
        runs = [run for run in runs if run not in undrawn] if undrawn else runs
        sheet.blocks.extend(made)
        lines = find_lines(runs)
        sheet.has_columns = columns.may_hold_table(lines)
        if sheet.has_columns:
            lines = find_lines(page.cut_at_gaps(runs))
    sheet.blocks.extend(lines)
    sheet.sort()
    return sheet


def _undrawn(page: Page) -> list[Run]:
    """A mark in the middle of each field and typed note that is not read, so that its cell is not blank."""
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in page.undrawn]
    return [Run(UNKNOWN, x - 1, y - 1, x + 1, y + 1, 0) for x, y in middles]


def _prose(runs: list[Run], width: float) -> list[Line] | None:
    """The lines of a page that long lines fill, so that its drawings need not be looked at; else None.

    Any table has somewhere a wide gap in a line, or is narrower than the text.
    """
    for before, run in itertools.pairwise(runs):
        gap, height = run.x0 - before.x1, run.y1 - run.y0
        if gap > 1.5 * height and abs(run.y0 - before.y0) < height:
            return None
    lines = find_lines(runs)
    long = sum(line.x1 - line.x0 > 0.6 * width for line in lines)
    if not lines or 2 * long < len(lines):
        return None
    gaps = any(
        b.x0 - a.x1 > 1.5 * line.height for line in lines for a, b in zip(line.runs, line.runs[1:])
    )
    return None if gaps else lines


def _refuse_unreadable(sheets: list[Sheet]) -> None:
    characters = sum(sheet.characters for sheet in sheets)
    if characters < _FEW_CHARACTERS * len(sheets):
        if any(sheet.pictures for sheet in sheets):
            raise Refusal("image")
        if not characters:
            raise Refusal("no_text")
    if sum(sheet.unknown for sheet in sheets) > _UNKNOWN_SHARE * characters:
        raise Refusal("no_unicode")


def _blocks(sheets: list[Sheet]) -> Iterator:
    """Paragraphs and grids in reading order, both joined over page breaks."""
    block = measure([line for sheet in sheets for line in sheet.lines()])
    table: Piece | Unruled | None = None
    prose: list[tuple[Sheet, Line]] = []
    for sheet in sheets:
        for number, item in enumerate(sheet.blocks):
            longer = _join(table, item, sheet.number) if number == 0 else None
            if longer:
                table = longer
                continue
            if table:
                yield table.grid()
                table = None
            if not isinstance(item, Line):
                if prose:
                    yield _paragraph(prose)
                    prose = []
                table = item
                continue
            if prose and starts_paragraph(prose[-1][1], item, block, prose[-1][0] is sheet):
                yield _paragraph(prose)
                prose = []
            prose.append((sheet, item))
    if table:
        yield table.grid()
    if prose:
        yield _paragraph(prose)


def _join(table, item, page: int) -> Piece | None:
    """The ruled table of the page before, with what goes on at the top of this one."""
    if not isinstance(table, Piece) or table.page + 1 != page:
        return None
    if isinstance(item, Line):
        return continued.with_digits_below(table, item)
    return continued.join(table, item) if isinstance(item, Piece) else None


def _paragraph(prose: list[tuple[Sheet, Line]]) -> Paragraph:
    text, boxes = "", {}
    for sheet, line in prose:
        text = join_lines(text, line.text)
        boxes.setdefault(sheet.number, (sheet, []))[1].append(line)
    wheres = []
    for sheet, lines in boxes.values():
        x0, y0 = min(line.x0 for line in lines), lines[0].y0
        wheres.append(sheet.where(x0, y0, max(line.x1 for line in lines), lines[-1].y1))
    return Paragraph(text, "+".join(wheres))
