"""Tables that have lost their spans: every row keeps its cells, but they have moved to the left.

Sites that clean their pages and programs that turn pages into Markdown drop rowspan and colspan, or
drop rowspan and write empty cells for colspan (``spread``). A header in several rows then no longer stands over its columns: 总计, the last column, is the third
cell of its row. Which labels belong under which is known from the form, so the columns can be laid
out again; where they cannot, no number is read.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from analysis import form
from analysis.document import Cell, Grid
from analysis.tables.labels import Label, Look, look

Column = tuple[str, str]  # the procedure over a column ("" outside table 四) and its own title
Rows = list[list[Cell]]


class Layout(NamedTuple):
    """The columns of a header without spans; ``spread``: empty cells fill up what spanned columns."""

    columns: list[Column]
    spread: bool = False


NO_LAYOUT = Layout([])
_FEW_ROWS = 3


class Unpacked(NamedTuple):
    """A grid with its columns where the form has them; ``whole`` is False where that was not possible.

    ``layout`` is that of its last header without spans: a table that goes on in the next grid goes
    on with it.
    """

    grid: Grid
    whole: bool
    layout: Layout


def unpack(grid: Grid, layout: Layout) -> Unpacked:
    """Lay out a grid that has lost its spans; ``layout`` is that of the grid before, if it had.

    A grid with spans, or whose header has one row or rows of one length, comes back as it is.
    """
    if any(cell.colspan > 1 or cell.rowspan > 1 for cell in grid.cells):
        return Unpacked(grid, True, NO_LAYOUT)
    rows: Rows = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    cells: list[Cell] = []
    whole, number = True, 0
    while number < len(rows):
        height = _packed_header(rows, number)
        if height:
            header = rows[number : number + height]
            columns = columns_of([[cell.text for cell in _filled(row)] for row in header])
            layout = Layout(columns, _is_spread(header))
            whole = whole and bool(columns)
        elif _header_row(rows[number]):
            layout = NO_LAYOUT
        end = number + max(height, 1)
        while end < len(rows) and not _header_row(rows[end]):
            end += 1
        if layout.spread and _may_be_padded(rows[number + height : end]):
            layout, whole = NO_LAYOUT, False
        if layout.columns:
            cells += _laid_out(rows[number:end], height, layout)
        elif not height:
            cells += [cell for row in rows[number:end] for cell in row]
        number = end
    width = max((cell.column + cell.colspan for cell in cells), default=0)
    return Unpacked(Grid(tuple(cells), grid.n_rows, width, grid.where), whole, layout)


def _packed_header(rows: Rows, start: int) -> int:
    """How many rows of a header begin here that has lost its spans; 0 for any other row."""
    end = start
    while end < len(rows) and _header_row(rows[end]):
        end += 1
    if end == start or (end < len(rows) and _goes_on_below(rows[end])):
        return 0
    below = next((n for n in range(end, len(rows)) if _header_row(rows[n])), len(rows))
    figures = [row for row in rows[end:below] if any(look(cell.text).value for cell in row)]
    lengths = [len(_filled(row)) for row in rows[start:end]]
    # Without spans, the first row of a header is shorter than the others and than the rows under it.
    short = len(set(lengths)) > 1 and lengths[0] < max(map(len, figures), default=0)
    return end - start if short or _heads_labels(rows[start:end], figures) else 0


def _heads_labels(header: Rows, figures: Rows) -> bool:
    """Whether a title of a column stands over the labels of rows, where none can be."""
    titles = (look(row[0].text).labels for row in header)
    return any(label.axis == "column" for labels in titles for label in labels) and any(
        look(row[0].text).rows for row in figures
    )


def _header_row(row: list[Cell]) -> bool:
    """Whether a row has titles of columns, from its first cell on."""
    filled = _filled(row)
    # One title alone is a row's: （七）总计, with its figures left empty.
    return (
        len(filled) > 1
        and bool(row[0].text.strip())
        and all(look(cell.text).heads for cell in filled)
    )


def _goes_on_below(row: list[Cell]) -> bool:
    """Whether a row has titles behind empty cells: those stand for the titles above, so no column has moved."""
    filled = _filled(row)
    return bool(filled) and not row[0].text.strip() and all(look(c.text).heads for c in filled)


def _is_spread(header: Rows) -> bool:
    """Whether empty cells stand for what a title spans: between titles, or behind them in rows of several lengths."""
    between = any(not cell.text.strip() for row in header for cell in row[: _last_filled(row)])
    behind = any(len(row) > _last_filled(row) + 1 for row in header)
    return between or (behind and len({len(row) for row in header}) > 1)


def _last_filled(row: list[Cell]) -> int:
    return max((n for n, cell in enumerate(row) if cell.text.strip()), default=0)


def _filled(row: list[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.text.strip()]


def columns_of(header: list[list[str]]) -> list[Column]:
    """The columns that the rows of a header without spans name, from left to right; [] if that is not certain."""
    levels = [[one for one in map(look, row) if one.labels] for row in header]
    levels = [level for level in levels if level]
    disputed = any(_procedure(one) for level in levels for one in level)
    columns = (_columns_of_disputes if disputed else _columns_of_requests)(levels)
    table = "disputes" if disputed else "requests"
    every = _every(table)
    found: dict[str, set[str]] = {}
    for procedure, title in columns:
        codes = {m.code for m in look(title).labels if m.table == table}
        found.setdefault(procedure, set()).update(codes)
    # With a title lost, the figures behind it would each go to the next one.
    return columns if all(every <= codes for codes in found.values()) else []


@cache
def _every(table: str) -> frozenset[str]:
    columns = form.columns("2021", table)
    return frozenset(c["column"] for c in columns if c["kind"] in ("count", "total"))


def _columns_of_requests(levels: list[list[Look]]) -> list[Column]:
    """自然人, 法人或其他组织, 总计 and, below, the kinds of organisations."""
    if len(levels) != 2:
        return []
    below = list(levels[1])
    columns: list[Column] = []
    for one in levels[0]:
        label = next((m for m in one.labels if m.axis == "column"), None)
        if label is None:
            return []
        if label.kind != "group":
            columns.append(("", one.text))
            continue
        while below and any(m.parent == label.code for m in below[0].labels):
            columns.append(("", below.pop(0).text))
    return [] if below else columns


def _columns_of_disputes(levels: list[list[Look]]) -> list[Column]:
    """行政复议, 行政诉讼; below them the results of the one and the kinds of the other, and their results."""
    columns: list[Column] = []
    above: list[str] = []  # the procedures of the row above that have results
    for level in levels:
        results = [one.text for one in level if not _procedure(one)]
        share, rest = divmod(len(results), len(above)) if above else (0, len(results))
        if rest or (above and not share):
            return []
        for place, procedure in enumerate(above):
            columns += [(procedure, text) for text in results[place * share : (place + 1) * share]]
        named = [(one.text, label) for one in level if (label := _procedure(one))]
        if any(label.kind == "group" for _, label in named[:-1]):
            return []  # its parts would stand between those of its neighbours
        above = [text for text, label in named if label.kind != "group"]
    return [] if above else columns


def _procedure(one: Look) -> Label | None:
    return next((m for m in one.labels if m.table == "disputes" and m.axis == "row"), None)


def _laid_out(rows: Rows, height: int, layout: Layout) -> list[Cell]:
    """The header over the columns that it names, and under it each row: its labels, then its figures."""
    columns = layout.columns
    labels = [_labels(row) for row in rows[height:]]
    width = max(labels, default=0)
    cells: list[Cell] = []
    for place, (procedure, title) in enumerate(columns if height else ()):
        top, last = rows[0][0], rows[height - 1][0]
        if procedure:
            cells.append(top._replace(text=procedure, column=width + place))
        cells.append(last._replace(text=title, column=width + place))
    for row, count in zip(rows[height:], labels):
        most = count + len(columns)
        kept = _figures_last(row, count, most) if layout.spread else _unpadded(row, count, most)
        cells += [cell._replace(column=width - count + place) for place, cell in enumerate(kept)]
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _labels(row: list[Cell]) -> int:
    """How many cells of a row go before its figures: up to the last one with words."""
    worded = (n for n, cell in enumerate(row) if look(cell.text).value is None)
    return max(worded, default=-1) + 1


def _figures_last(row: list[Cell], labels: int, length: int) -> list[Cell]:
    """A row without the empty cells between its labels and its figures, which are its last cells."""
    first = labels + max(0, len(row) - length)
    between = row[labels:first]
    return row[:labels] + ([] if any(cell.text.strip() for cell in between) else row[first:])


def _may_be_padded(rows: Rows) -> bool:
    """Whether rows are of one length although labels that spanned several rows are lost: filled up at an end."""
    return len(rows) > _FEW_ROWS and len({len(row) for row in rows}) == 1


def _unpadded(row: list[Cell], labels: int, length: int) -> list[Cell]:
    """A row without the empty cells that fill it up to the width of the table; its labels only, if it is longer."""
    end = len(row)
    while end > length and not row[end - 1].text.strip():
        end -= 1
    return row[:end] if end <= length else row[:labels]
