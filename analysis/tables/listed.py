"""The list of 2014 copied as text with one cell a line: label, unit, figure, and so on.

A figure counts only right behind its own unit and label; where a blank cell was lost in copying, the
row has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis import codebook
from analysis.document import Cell, Grid, Paragraph
from analysis.tables.labels import VALUES, Label, exactly, look
from analysis.text import normalise

_LEAST = 8  # rows with a figure that make it that list
_MOST_PIECES = 4  # lines over which a label may be broken
_LONGEST = 60  # characters of a line of the list
_CUT = re.compile(r"\s*[.．、)）]")  # what follows the number of a label, not a figure

Row = tuple[Paragraph, ...]  # label, unit, and the figure if it is there


def read(blocks: Iterable[Paragraph | Grid]) -> list[Grid]:
    """The list as one grid, if it stands among the paragraphs of a document a cell a line."""
    rows = list(_sure(_rows([block for block in blocks if isinstance(block, Paragraph)])))
    if sum(len(row) == 3 for row in rows) < _LEAST:
        return []
    cells = [
        Cell(line.text, row, column, where=line.where)
        for row, lines in enumerate(rows)
        for column, line in enumerate(lines)
    ]
    return [Grid(tuple(cells), len(rows), 3, rows[0][0].where)]


def _rows(lines: list[Paragraph]) -> Iterator[Row]:
    words: list[Paragraph] = []
    unit: Paragraph | None = None
    for line, following in pairwise([*lines, Paragraph("")]):
        if unit is None and words and _is_unit(line.text):
            unit = line
        elif unit is None and len(line.text) <= _LONGEST:
            words.append(line)
        else:
            has_figure = (
                unit is not None and _is_figure(line.text) and not _CUT.match(following.text)
            )
            if unit is not None:
                label = _label(words)
                yield (label, unit, line) if has_figure else (label, unit)
            words, unit = [] if has_figure else [line], None


def _label(words: list[Paragraph]) -> Paragraph:
    """The label that the last lines are, taken together, or the last of them where they are none of the list."""
    for size in range(min(_MOST_PIECES, len(words)), 0, -1):
        text = "".join(line.text.strip() for line in words[-size:])
        if any(label.table == "statistics" for label in exactly(text)):
            return Paragraph(text, "+".join(line.where for line in words[-size:]))
    return words[-1]


def _sure(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of the list; 维持, 纠错 and 其他 only while it is sure whether they are of 复议 or 诉讼."""
    known_whole = True
    for row in rows:
        meanings = _meanings(row[0])
        if len(meanings) == 1:
            known_whole = known_whole or meanings[0].code in ("reviews", "lawsuits")
        if not meanings:
            known_whole = False
        elif len(meanings) == 1 or known_whole:
            yield row


def _meanings(line: Paragraph) -> list[Label]:
    return [label for label in look(line.text).labels if label.table == "statistics"]


def _is_figure(text: str) -> bool:
    value = look(text).value if len(text) <= _LONGEST else None
    return value is not None and value.status in VALUES


def _is_unit(text: str) -> bool:
    """A unit, or the stroke in its place beside a heading."""
    word = normalise(text).text.strip() if len(text) <= _LONGEST else ""
    return word in codebook.units() or (_is_figure(text) and not any(map(str.isdigit, word)))
