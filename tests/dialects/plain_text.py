"""Sheets as Markdown and plain text. These have no merged cells: a span is copied or left empty."""

from __future__ import annotations

import random
import unicodedata

from dialects.sheets import Line, Sheet, Table


def _grid(table: Table, copy: bool) -> list[list[str]]:
    lines = []
    for i, row in enumerate(table.places()):
        line = []
        for j, piece in enumerate(row):
            if piece is None:  # a row that has lost its spans is shorter
                line.append("")
                continue
            corner = (i, j) == (piece.row, piece.column)
            again = copy and piece.key is None
            line.append(piece.text.replace("\n", "") if corner or again else "")
        lines.append(line)
    return lines


def markdown(copy: bool = True, rule: bool = True, breaks: bool = False):
    """Pipe tables: with the rule under the first line or without, spans copied or empty."""

    def write(sheet: Sheet, rng: random.Random) -> bytes:
        blocks = []
        for block in sheet.blocks:
            if isinstance(block, Line):
                mark = {"title": "# ", "heading": "## "}.get(block.style, "")
                blocks.append(mark + block.text.replace("\n", ""))
                continue
            lines = [f"| {' | '.join(line)} |" for line in _grid(block, copy)]
            if rule:
                lines.insert(1, "|" + " --- |" * len(block.widths))
            blocks.append("\n".join(lines))
        return ("\n\n".join(blocks) + "\n").encode("utf-8")

    write.__name__ = f"markdown_{'copy' if copy else 'blank'}_{'rule' if rule else 'bare'}"
    return write


def spread(sheet: Sheet, rng: random.Random) -> bytes:
    """Pipe tables of a program that writes empty cells for colspan and drops rowspan."""
    blocks = []
    for block in sheet.blocks:
        if isinstance(block, Line):
            blocks.append(f"**{block.text}**".replace("\n", ""))
            continue
        width = len(block.widths)
        lines = ["|" + "  |" * width, "|" + " --- |" * width]
        for row in range(block.n_rows):
            pieces = sorted((p for p in block.pieces if p.row == row), key=lambda p: p.column)
            cells = [
                word for p in pieces for word in (p.text.replace("\n", ""), *[""] * (p.colspan - 1))
            ]
            lines.append(f"| {' | '.join(cells)} |")
        blocks.append("\n".join(lines))
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def tabbed(copy: bool = False, charset: str = "utf-8"):
    """Cells with tabs between them, as when a table is pasted into an editor."""

    def write(sheet: Sheet, rng: random.Random) -> bytes:
        blocks = []
        for block in sheet.blocks:
            if isinstance(block, Line):
                blocks.append(block.text.replace("\n", ""))
            else:
                blocks.append("\n".join("\t".join(line) for line in _grid(block, copy)))
        return ("\n".join(blocks) + "\n").encode(charset)

    write.__name__ = f"tabbed_{charset}"
    return write


def stacked(sheet: Sheet, rng: random.Random) -> bytes:
    """A cell a line, as when a page is copied without its tables; empty cells leave nothing."""
    lines = []
    for block in sheet.blocks:
        if isinstance(block, Line):
            lines.append(block.text.replace("\n", ""))
            continue
        pieces = sorted(block.pieces, key=lambda piece: (piece.row, piece.column))
        lines += [line for piece in pieces for line in piece.text.split("\n") if line.strip()]
    return ("\n\n".join(lines) + "\n").encode("utf-8")


def aligned(gap: int = 2):
    """Columns aligned with spaces, counting a Chinese character as two."""

    def write(sheet: Sheet, rng: random.Random) -> bytes:
        blocks = []
        for block in sheet.blocks:
            if isinstance(block, Line):
                blocks.append(block.text.replace("\n", ""))
                continue
            grid = _grid(block, copy=False)
            widths = [max(_width(line[c]) for line in grid) + gap for c in range(len(block.widths))]
            lines = (
                "".join(t + " " * (w - _width(t)) for t, w in zip(line, widths, strict=True))
                for line in grid
            )
            blocks.append("\n".join(line.rstrip() for line in lines))
        return ("\n\n".join(blocks) + "\n").encode("utf-8")

    write.__name__ = "aligned"
    return write


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
