"""A page once read: its tables and lines from the top down, and what was seen on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.document import Cell, Grid
from analysis.readers.lines import Line
from analysis.readers.pieces import Piece
from analysis.readers.rules import Box


@dataclass(slots=True)
class Unruled:
    """A table told by the positions of its words alone; ``page`` is its last page."""

    page: int
    box: Box
    cells: list[Cell]
    n_rows: int
    n_columns: int
    where: str

    def grid(self) -> Grid:
        return Grid(tuple(self.cells), self.n_rows, self.n_columns, self.where)


@dataclass(slots=True)
class Sheet:
    """What stands on one page. ``characters`` are printed, ``unknown`` of them without a meaning.

    ``undrawn`` form fields and typed notes are not read. ``has_columns``: outside ruled tables there are
    lines with numbers in columns.
    """

    number: int
    width: float
    height: float
    characters: int
    unknown: int
    where: Callable[[float, float, float, float], str]
    blocks: list[Piece | Unruled | Line] = field(default_factory=list)
    pictures: int = 0
    undrawn: int = 0
    has_columns: bool = False

    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [block for block in self.blocks if isinstance(block, Line)]

    def sort(self) -> None:
        """Put the blocks in the order of the page."""
        self.blocks.sort(key=lambda block: block.y0 if isinstance(block, Line) else block.box[1])
