"""Sheets as PDF: drawn here line by line, or printed by the browser from the pages of ``web``."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dialects import web
from dialects.sheets import Line, Piece, Sheet, Table

FONT = "STSong-Light"  # one of the fonts that PDF viewers bring along: nothing is embedded
_PAD = 2.0


@dataclass(frozen=True)
class Paper:
    """How the report is drawn.

    ``turn``: the page's /Rotate (its content is turned back, so that it is shown upright); ``sideways``
    drops the flag. ``rules``: boxes, rects (thin filled bars, as Word exports), none. ``upright``: how
    the text of 三、本年度办理结果 runs: stacked, turned, or along. ``split``: digits drawn one by one.
    """

    width: float = 595
    height: float = 842
    turn: int = 0
    sideways: bool = False
    rules: str = "boxes"
    upright: str = "stacked"
    split: bool = False
    repeat_header: bool = False
    label_again: bool = False
    size: float = 9
    page_numbers: bool = True


def drawn(paper: Paper = Paper()):
    """A writer of PDF files on ``paper``."""

    def write(sheet: Sheet, rng: random.Random) -> bytes:
        from reportlab.pdfgen.canvas import Canvas

        _register_font()
        buffer = io.BytesIO()
        size = (paper.width, paper.height)
        if paper.turn in (90, 270) and not paper.sideways:
            size = size[::-1]  # the library turns the page itself when it sets /Rotate
        canvas = Canvas(buffer, pagesize=size, invariant=True)
        pen = _Pen(canvas, paper, rng)
        for block in sheet.blocks:
            if isinstance(block, Line):
                pen.line(block)
            else:
                pen.table(block)
        pen.close_page()
        canvas.save()
        return buffer.getvalue()

    write.__name__ = (
        f"drawn_{next((name for name, known in PAPERS.items() if known == paper), 'other')}"
    )
    return write


def browser() -> str | None:
    """The browser that prints pages, if the machine has one."""
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def printed(skin: web.Skin = web.PLAIN, css: str = ""):
    """A writer that lets the browser print the web page."""

    def write(sheet: Sheet, rng: random.Random) -> bytes:
        markup = web.page(sheet, rng, skin).decode(skin.charset)
        markup = markup.replace("</head>", f"<style>{_PRINT}{css}</style></head>")
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
            source.write_text(markup, encoding="utf-8")
            options = "--headless --no-sandbox --disable-gpu --disable-background-networking --no-pdf-header-footer"
            command = [
                browser(),
                *options.split(),
                f"--user-data-dir={folder}/user",
                f"--print-to-pdf={target}",
            ]
            subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=60)
            return target.read_bytes()

    write.__name__ = "printed"
    return write


_PRINT = (
    "body{font-family:'Noto Serif CJK SC',serif;font-size:11pt}"
    "table{border-collapse:collapse;width:100%;font-size:9pt}"
)


class _Pen:
    """Writes downwards on pages, in points from the top left of the page as it is shown."""

    def __init__(self, canvas, paper: Paper, rng: random.Random) -> None:
        self.canvas, self.paper, self.rng = canvas, paper, rng
        self.width, self.height = paper.width, paper.height
        if paper.turn in (90, 270):
            self.width, self.height = paper.height, paper.width
        self.margin, self.page = 50.0, 0
        self._open_page()

    def _open_page(self) -> None:
        self.page += 1
        self.y = self.margin
        turn = {
            0: lambda c: None,
            90: lambda c: (c.translate(self.paper.width, 0), c.rotate(90)),
            180: lambda c: (c.translate(self.paper.width, self.paper.height), c.rotate(180)),
            270: lambda c: (c.translate(0, self.paper.height), c.rotate(270)),
        }[self.paper.turn]
        if not self.paper.sideways:
            self.canvas.setPageRotation(self.paper.turn)
        turn(self.canvas)

    def close_page(self) -> None:
        if self.paper.page_numbers:
            self.text(f"- {self.page} -", self.width / 2 - 12, self.height - 30, 10)
        self.canvas.showPage()

    def room(self, height: float) -> bool:
        return self.y + height <= self.height - self.margin

    def next_page(self) -> None:
        self.close_page()
        self._open_page()

    def text(self, text: str, x: float, top: float, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - top - size * 0.88, text)

    def line(self, line: Line) -> None:
        size = {"title": 18, "heading": 14}.get(line.style, 12)
        for part in line.text.split("\n"):
            for words in _wrap(part, self.width - 2 * self.margin, size) or [""]:
                if not self.room(size * 1.6):
                    self.next_page()
                self.text(words, self.margin, self.y, size)
                self.y += size * 1.6

    def table(self, table: Table) -> None:
        scale = (self.width - 2 * self.margin) / sum(table.widths)
        edges = [self.margin]
        for width in table.widths:
            edges.append(edges[-1] + width * scale)
        heights = _heights(table, edges, self.paper)
        start = 0
        while start < table.n_rows:
            header = table.header_rows if start and self.paper.repeat_header else 0
            top = self.y + sum(heights[:header])
            stop = start
            while stop < table.n_rows and top + heights[stop] <= self.height - self.margin:
                top += heights[stop]
                stop += 1
            least = start + 1 if start else table.header_rows + 1
            if stop < least:
                if self.y > self.margin:
                    self.next_page()
                    continue
                stop = min(least, table.n_rows)  # taller than a page: it runs over the edge
            if header:
                self._rows(table, 0, header, edges, heights)
            self._rows(table, start, stop, edges, heights)
            start = stop
            if start < table.n_rows:
                self.next_page()
        self.y += 10

    def _rows(
        self, table: Table, start: int, stop: int, edges: list[float], heights: list[float]
    ) -> None:
        tops = [self.y]
        for height in heights[start:stop]:
            tops.append(tops[-1] + height)
        for piece in table.pieces:
            first, last = max(piece.row, start), min(piece.row + piece.rowspan, stop)
            if first >= last:
                continue
            box = (
                edges[piece.column],
                tops[first - start],
                edges[piece.columns[-1] + 1],
                tops[last - start],
            )
            self._rule(*box)
            if piece.row >= start or self.paper.label_again:
                self._piece(piece, *box)
        self.y = tops[-1]

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        c, h = self.canvas, self.height
        if self.paper.rules == "boxes":
            c.rect(x0, h - y1, x1 - x0, y1 - y0)
        elif self.paper.rules == "rects":
            for x, y, w, t in (
                (x0, y0, x1 - x0, 0.5),
                (x0, y1, x1 - x0, 0.5),
                (x0, y0, 0.5, y1 - y0),
                (x1, y0, 0.5, y1 - y0),
            ):
                c.rect(x, h - y - t, w, t, stroke=0, fill=1)

    def _piece(self, piece: Piece, x0: float, y0: float, x1: float, y1: float) -> None:
        size = self.paper.size
        if piece.upright and self.paper.upright == "turned" and _width(piece.text, size) < y1 - y0:
            self._turned(piece.text, x0, y0, x1, y1)
            return
        lines = _lines(piece, x1 - x0, self.paper)
        if (
            piece.upright and len(lines) * size * 1.15 > y1 - y0
        ):  # too short a box to stack the words in
            lines = _wrap(piece.text, x1 - x0 - 2 * _PAD, size)
            size = min(size, (y1 - y0) / (len(lines) * 1.15))
        y = max(y0 + 1, (y0 + y1 - len(lines) * size * 1.15) / 2)
        for words in lines:
            width = _width(words, size)
            x = x0 + _PAD if piece.role == "label" and not piece.upright else (x0 + x1 - width) / 2
            if self.paper.split and words.isdigit():
                for digit in words:
                    self.text(digit, x, y, size)
                    x += _width(digit, size)
            else:
                self.text(words, x, y, size)
            y += size * 1.15

    def _turned(self, text: str, x0: float, y0: float, x1: float, y1: float) -> None:
        size = self.paper.size
        self.canvas.saveState()
        self.canvas.translate(
            (x0 + x1) / 2 + size / 2 - 1, self.height - (y0 + y1 + _width(text, size)) / 2
        )
        self.canvas.rotate(90)
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()


def _heights(table: Table, edges: list[float], paper: Paper) -> list[float]:
    heights = [paper.size * 1.15 + 6] * table.n_rows
    for piece in sorted(table.pieces, key=lambda p: p.rowspan):
        if piece.upright and piece.rowspan > 1:
            continue
        width = edges[piece.columns[-1] + 1] - edges[piece.column]
        need = len(_lines(piece, width, paper)) * paper.size * 1.15 + 6
        lack = need - sum(heights[row] for row in piece.rows)
        if lack > 0:
            heights[piece.rows[-1]] += lack
    return heights


def _lines(piece: Piece, width: float, paper: Paper) -> list[str]:
    if piece.upright and paper.upright == "stacked":
        return list(piece.text.replace("\n", ""))
    parts = piece.text.replace("\u00a0", " ").split("\n")
    return [line for part in parts for line in _wrap(part, width - 2 * _PAD, paper.size)]


def _wrap(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than ``width``; numbers are not broken."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _width(line + piece, size) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line] if line else lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        if pieces and character in "0123456789.,件" and pieces[-1][-1] in "0123456789.,":
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


@cache
def _register_font() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@lru_cache(maxsize=50_000)
def _width(text: str, size: float) -> float:
    from reportlab.pdfbase import pdfmetrics

    return pdfmetrics.stringWidth(text, FONT, size)


PAPERS = {
    "upright": Paper(),
    "rects_split": Paper(rules="rects", split=True, upright="turned"),
    "landscape_flagged": Paper(turn=90, repeat_header=True),
    "landscape_270": Paper(turn=270, label_again=True),
    "upside_down": Paper(turn=180),
    "landscape": Paper(width=842, height=595, repeat_header=True, label_again=True),
    "short_pages": Paper(height=420, upright="turned"),
    "short_pages_header": Paper(height=430, repeat_header=True, rules="rects"),
    "no_rules": Paper(rules="none"),
    "no_rules_short": Paper(rules="none", height=500, repeat_header=True),
    "sideways": Paper(turn=90, sideways=True),
}
