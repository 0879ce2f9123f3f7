"""A published file as it stands: paragraphs and grids in reading order, each with its place.

Readers make documents; nothing here knows what an annual report is. ``where`` is a short address
that a person can follow and a program can resolve: ``p3@72,310,120,324`` (PDF page and box, in points
from the top left), ``/html/body/div[2]/table[1]/tr[3]/td[2]`` (HTML), ``body/tbl[2]/tr[3]/tc[2]``
(Word), ``L12:5-9`` (line and characters of a text).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """One original cell of a grid: the text it prints, its top left corner (0-based) and its spans."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    where: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its original cells, no copies. ``n_rows`` x ``n_columns`` is what they cover."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    where: str = ""

    def lookup(self) -> list[list[Cell | None]]:
        """The covered rectangle: each place holds the cell that covers it, or None for a hole."""
        places: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.rowspan, self.n_rows)):
                for c in range(cell.column, min(cell.column + cell.colspan, self.n_columns)):
                    places[r][c] = cell
        return places


class Paragraph(NamedTuple):
    """A run of text as printed (raw: nothing folded or converted), with its place."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found: blocks in reading order, and what the file says of itself.

    ``kind`` is html, pdf, docx or text; ``metadata`` may hold title, agency, published_on,
    index_number; ``messages`` are remarks of the reader (zh, en) about what it could not do.
    """

    kind: str
    blocks: tuple[Paragraph | Grid, ...]
    metadata: dict[str, str] = field(default_factory=dict)
    messages: tuple[tuple[str, str], ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text outside tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
