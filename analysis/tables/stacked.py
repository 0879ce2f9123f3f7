"""Tables copied as text with one cell a line: titles of columns, then labels, each followed by its figures.

Empty cells are lost on the way, so a row counts only if it has a figure for every column; any other
row is said to be unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analysis import form
from analysis.document import Cell, Grid, Paragraph
from analysis.tables.labels import VALUES, Label, Look, exactly, look
from analysis.tables.packed import Column, columns_of

_LEAST_FIGURES = 10  # lines that are a figure; fewer are no table
_LONGEST = 90  # characters of a cell
_NUMBERED = re.compile(r"\s*[（(]?[0-9０-９一二三四五六七八九十]")
_CUT = re.compile(r"\s*[.．、)）]")
_NUMBER_ALONE = re.compile(r"\s*[（(]?(?:[0-9０-９]{1,2}|[一二三四五六七八九十])[.．、)）]\s*")
_MOST_PIECES = 4  # lines over which a label may be broken
_MOST_WORDS = 200  # lines of titles and labels before a row of figures; earlier ones are prose


class Stacked(NamedTuple):
    """The tables found as grids, and the lines whose figures do not fill their row."""

    grids: list[Grid]
    short: list[Paragraph]


def read(blocks: Iterable[Paragraph | Grid]) -> Stacked:
    """The tables among the paragraphs of a document that stand there a cell a line."""
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    looks = [_look(line.text) for line in lines]
    found = Stacked([], [])
    if sum(map(_is_figure, looks)) < _LEAST_FIGURES:
        return found
    columns: list[Column] = []
    rows: list[tuple[list[Paragraph], list[Paragraph]]] = []  # labels and figures
    before: list[Paragraph] = []
    for words, figures in _rows(lines, looks):
        words = before + words
        titles, labels = _parted(_mended(words))
        # 本年增, /, 减: no figure, but the stroke in a broken title.
        if titles and not labels and not before and [f.text.strip() for f in figures] == ["/"]:
            before = words + figures
            continue
        before = []
        if titles:
            _close(found, columns, rows)
            columns, rows = _columns(titles), []
        known = [line for line in labels if _is_label(line.text)]
        sure = len(known) == len(labels) and _has_all(columns, labels)
        if sure and columns and len(figures) == len(columns):
            rows.append((labels, figures))
        elif columns and known:
            found.short.append(known[-1])
    _close(found, columns, rows)
    return found


def _rows(
    lines: list[Paragraph], looks: list[Look | None]
) -> Iterator[tuple[list[Paragraph], list[Paragraph]]]:
    """Words and the figures right behind them; a sentence ends a table."""
    words: list[Paragraph] = []
    figures: list[Paragraph] = []
    for line, one in zip(lines, looks):
        if figures and not _is_figure(one):
            # 2 and .其他: the number of a label, not a figure of the row above.
            number = figures[-1:] if one is not None and _CUT.match(line.text) else []
            yield words, figures[: len(figures) - len(number)]
            words, figures = number, []
        if one is None:
            words = []
        else:
            (figures if _is_figure(one) else words).append(line)
    if figures:
        yield words, figures


def _mended(words: list[Paragraph]) -> list[Paragraph]:
    """The lines with those joined that make a label of the form only together: 本年新 and 公开数量.

    Of all ways to join them, the one that leaves the fewest lines without a meaning, then the one with
    the fewest joins: 其他 and 总计 are two titles, 其他 and 结果 are one.
    """
    words = words[-_MOST_WORDS:]
    if all(exactly(line.text) for line in words):
        return words
    best = [
        (0, 0, 0)
    ]  # up to each line: strange lines, joins, and how many lines the last one joins
    for end in range(1, len(words) + 1):
        ways = []
        for size in range(1, min(_MOST_PIECES, end) + 1):
            known = bool(exactly(_joined(words[end - size : end]).text))
            if known or size == 1:
                strange, joins, _ = best[end - size]
                ways.append((strange + (not known), joins + size - 1, size))
        best.append(min(ways))
    mended: list[Paragraph] = []
    end = len(words)
    while end:
        size = best[end][2]
        mended.append(_joined(words[end - size : end]))
        end -= size
    return mended[::-1]


def _joined(lines: list[Paragraph]) -> Paragraph:
    if len(lines) == 1:
        return lines[0]
    text = "".join(line.text.strip() for line in lines)
    return Paragraph(text, "+".join(line.where for line in lines))


def _look(text: str) -> Look | None:
    """The look of a line; None if it is longer than a cell. A number of a label (3.) is no figure."""
    if len(text) > _LONGEST:
        return None
    one = look(text)
    return one._replace(value=None) if _NUMBER_ALONE.fullmatch(text) else one


def _is_figure(one: Look | None) -> bool:
    return one is not None and one.value is not None and one.value.status in VALUES


def _parted(words: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The titles of columns among the words before a row of figures, and the labels of the row."""
    looks = [look(line.text) for line in words]
    end = max((n for n, one in enumerate(looks, 1) if _is_title(one)), default=0)
    # 总计 and 其他 may be titles or labels: behind another title they are titles.
    while 0 < end < len(words) and looks[end].heads and looks[end].labels:
        end += 1
    start = next((n for n, one in enumerate(looks) if one.heads and one.labels), end)
    return words[start:end], words[end:]


def _is_title(one: Look) -> bool:
    return bool(one.labels) and one.heads and not one.rows


def _columns(titles: list[Paragraph]) -> list[Column]:
    """The columns that the titles name; [] if one of them is broken, misspelt or of no known meaning."""
    looks = [look(line.text) for line in titles]
    if not all(one.exact and one.heads for one in looks):
        return []
    levels = _levels(titles)
    if len(levels) > 1:
        return columns_of(levels)
    # Of table 四 a single row of titles is its left edge, when it stands upright.
    columns = [[m for m in one.labels if m.axis == "column"] for one in looks]
    plain = all(
        any(m.kind != "group" and m.table != "disputes" for m in labels) for labels in columns
    )
    return [("", line.text) for line in titles] if plain and _in_order(columns) else []


def _in_order(columns: list[list[Label]]) -> bool:
    """Whether titles of table 三 come in the form's order: 总计 before the kinds of organisations spans lost rows."""
    codes = [m.code for labels in columns for m in labels if m.table == "requests"]
    order = [c["column"] for c in form.columns("2021", "requests")]
    places = [order.index(code) for code in dict.fromkeys(codes) if code in order]
    return places == sorted(places)


def _is_label(text: str) -> bool:
    """Whether a line is a whole label: 其他 and .其他 may have lost the number that says which."""
    one = look(text)
    rows = [m for m in one.labels if m.axis == "row"]
    return one.exact and (len(rows) < 2 or bool(_NUMBERED.match(text)))


def _has_all(columns: list[Column], labels: list[Paragraph]) -> bool:
    """Whether the columns are all that a row of table 二 has in some version; those of the others are."""
    rows = [m for line in labels[-1:] for m in look(line.text).labels if m.table == "proactive"]
    if not rows:
        return True
    codes = {m.code for _, title in columns for m in look(title).labels if m.axis == "column"}
    return any(
        {c["column"] for c in form.columns(version, "proactive", row.code)} == codes
        for row in rows
        for version in row.versions
    )


def _levels(titles: list[Paragraph]) -> list[list[str]]:
    """The rows of a header whose titles come one after the other: a new one begins under a group."""
    levels: list[list[str]] = [[]]
    groups: set[str] = set()
    procedure = False
    for line in titles:
        labels = look(line.text).labels
        names_procedure = any(m.table == "disputes" and m.axis == "row" for m in labels)
        under = any(m.axis == "column" and m.parent in groups for m in labels)
        if (procedure and not names_procedure) or (under and len(levels) == 1):
            levels.append([])
        procedure = names_procedure
        groups |= {m.code for m in labels if m.axis == "column" and m.kind == "group"}
        levels[-1].append(line.text)
    return levels


def _close(
    found: Stacked,
    columns: list[Column],
    rows: list[tuple[list[Paragraph], list[Paragraph]]],
) -> None:
    """Make the grid of the rows under one header."""
    if not rows:
        return
    width = max(len(labels) for labels, _ in rows)
    place = rows[0][1][0].where
    cells = []
    for n, (procedure, title) in enumerate(columns):
        if procedure:
            cells.append(Cell(procedure, 0, width + n, where=place))
        cells.append(Cell(title, 1, width + n, where=place))
    for row, (labels, figures) in enumerate(rows, 2):
        start = width - len(labels)
        cells += [
            Cell(line.text, row, start + n, where=line.where)
            for n, line in enumerate((*labels, *figures))
        ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    found.grids.append(Grid(tuple(cells), len(rows) + 2, width + len(columns), place))
