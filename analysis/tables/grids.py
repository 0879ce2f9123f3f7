"""Walk the grids of a document row by row: header rows say what the columns are, labels what the rows.

The walk crosses grids: a table continued on the next page without its header keeps the columns of
the one before. What a cell is comes from the words above it and to its left, never from its number.
"""

from __future__ import annotations

import re
from operator import attrgetter

from analysis.cells import CellValue
from analysis.document import Cell, Grid, Paragraph
from analysis.facts import Fact
from analysis.tables.doubt import (
    LOST_TITLE,
    OUT_OF_STEP,
    is_out_of_step,
    unmerged,
    unplaced,
    unread,
)
from analysis.tables.found import Found
from analysis.tables.header import Header, settle
from analysis.tables.headings import Headings
from analysis.tables.labels import Label, Look, exactly, find, key, look, printed_unit
from analysis.tables.old_list import OldList, is_of_list
from analysis.tables.rows import (
    Figure,
    behind_labels,
    choose,
    figures_below,
    join_label,
    proved_order,
    with_those_before,
)

Path = tuple[Label | None, Cell | None]  # the label of a row, and the cell that holds it


class Walk:
    """The state of the walk; ``found`` are its results."""

    def __init__(self, year: int | None = None) -> None:
        self.found = Found()
        self._headings = Headings(year)
        self.aside: list[tuple[Grid, str, bool]] = []  # under headings of another year or report
        self._list = OldList(self.found)
        self._header = Header({})
        self._placed = (
            False  # whether the header stands in this grid, so that its columns are places
        )
        self._stack: dict[int, list[tuple[str, bool]]] = {}  # header texts over a column; its own?
        self._procedures: list[str] = []  # of table 四, in the order of the header
        self._in_header = False
        self._spare = 0  # how far header cells without a known name reach
        self._told_ragged = False  # whether it was said of this grid that rows are out of step
        self._ends: list[tuple[int, str]] = []  # the column where a row of titles ends, and where
        self._torn = False  # whether a row of titles has lost a cell, so that the others have moved
        self._group = ""  # the group of the rows that are being read
        self._counted = False  # whether that group has a Chinese numeral: （三）不予公开
        self._hint = ""  # 行政复议 as a line before a small table
        self._last: tuple[Label, Cell] | None = None  # the labelled row read last in this grid
        self._loose: set[int] = set()  # columns with figures of no row since then
        self._lines: list[str] = []  # short lines since the last long one: a header in pieces

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Lines between grids: a procedure of table 四, or a header row printed as text."""
        text = paragraph.text
        self._headings.hear(text, bool(self.found.facts))
        if len(text) > 90:
            self._hint = ""
            self._lines.clear()
            return
        if "复" in text or "復" in text or "诉" in text or "訴" in text:
            labels = exactly(text)
            if labels and labels[0].table == "disputes" and labels[0].axis == "row":
                self._hint = labels[0].code
            self._list.hear(text)
        self._lines.append(text)
        words = text.split()
        if len(words) > 1 and exactly(words[-1]) and all(look(word).heads for word in words):
            self._start_header()
            for place, word in enumerate(words):
                self._stack[place] = [(word, True)]
            self._settle()
            self._placed = False  # columns of a line of text have an order, but no places

    def read_grid(self, grid: Grid) -> None:
        """Read one grid; what it cannot place is said in ``messages``."""
        if grid.cells and grid.cells[0].colspan == grid.n_columns:
            self._headings.hear(grid.cells[0].text, bool(self.found.facts))  # a title in the table
        if self._headings.other:
            self.aside.append((grid, self._headings.other, self._headings.is_slip))
            return
        self.read_own(grid)

    def read_own(self, grid: Grid) -> None:
        """Read a grid as one of the report's own tables, whatever stands above it."""
        rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
        for cell in grid.cells:
            rows[cell.row].append(cell)
        self._placed, self._stack, self._in_header = False, {}, False
        self._told_ragged = False
        self._last = None
        self._loose.clear()
        spanning: list[Cell] = []
        path: Path = (None, None)
        skip, until = 0, grid.n_rows
        for number, row in enumerate(rows):
            if number >= until:
                spanning = [cell for cell in spanning if cell.row + cell.rowspan > number]
                until = min((cell.row + cell.rowspan for cell in spanning), default=grid.n_rows)
                path = self._path(spanning)
            if skip:
                skip -= 1
            elif row:
                looks = [look(cell.text) for cell in row]
                if self._is_header(row, looks):
                    self._read_header(row, looks)
                    self._note_gap(row, looks, spanning)
                else:
                    if self._in_header:
                        self._settle()
                        path = self._path(spanning)
                    skip = self._read_row(rows, number, looks, path)
            longer = [cell for cell in row if cell[3] > 1]
            if longer:
                spanning += longer
                until = min(cell.row + cell.rowspan for cell in spanning)
                path = self._path(spanning)
        if self._in_header:
            self._settle()

    def _path(self, spanning: list[Cell]) -> Path:
        """The label that cells of rows above give to the rows they cover."""
        path: Path = (None, None)
        for cell in sorted(spanning, key=attrgetter("column")):
            path = self._row_label(look(cell.text), cell, path)
        return path

    # Header rows

    def _is_header(self, row: list[Cell], looks: list[Look]) -> bool:
        heads = labelled = corner = False
        for one in looks:
            corner = corner or one.corner
            if one.heads:
                heads = heads or not one.rows  # 总计 and 其他 may be either
                labelled = labelled or bool(one.labels)
            elif one.rows or (one.value is not None and one.value.status == "reported"):
                return False
        if not heads:
            return self._in_header and self._ends_titles(row)
        if not self._placed or self._in_header or not labelled or corner:
            return True
        # Under a header, a label left of the figures names a row, though a column may be called so.
        left = all(cell.column < self._header.first for cell, one in zip(row, looks) if one.labels)
        return not (left and any(one.value is not None for one in looks))

    def _ends_titles(self, row: list[Cell]) -> bool:
        """Whether a row holds the rest of titles above it, as where a page ends in a header: 科研, 机构."""
        above = {column: words[-1][0] for column, words in self._stack.items()}
        return any(
            exactly(above[cell.column] + cell.text)
            for cell in row
            if key(cell.text) and above.get(cell.column)
        )

    def _start_header(self) -> None:
        self._stack, self._procedures, self._in_header, self._spare = {}, [], True, 0
        self._ends = []

    def _read_header(self, row: list[Cell], looks: list[Look]) -> None:
        if not self._in_header:
            self._start_header()
        spread = ""
        for cell, one in zip(row, looks):
            end = cell.column + cell.colspan
            if one.labels:
                procedure = one.labels[0].table == "disputes" and one.labels[0].axis == "row"
                spread = cell.text if procedure else ""
                if procedure and one.labels[0].code != "litigation":
                    self._procedures.append(one.labels[0].code)
                for column in range(cell.column, end):
                    self._stack.setdefault(column, []).append((cell.text, True))
                continue
            if not one.corner:
                self._spare = max(self._spare, end)
                if (
                    cell.text.strip()
                ):  # of no known meaning, but no title from above goes through it
                    for column in range(cell.column, end):
                        self._stack.setdefault(column, []).append((cell.text, True))
            if spread and not cell.text.strip():  # text tables print a spanning label once
                for column in range(cell.column, end):
                    self._stack.setdefault(column, []).append((spread, False))
            else:
                spread = ""

    def _note_gap(self, row: list[Cell], looks: list[Look], spanning: list[Cell]) -> None:
        """Note where a row of titles ends, unless a cell from above goes on there."""
        titled = [(cell, one.labels) for cell, one in zip(row, looks) if one.labels]
        if len(titled) < 2:
            return
        last, labels = titled[-1]
        if last.colspan == 1 and all(m.axis == "row" or m.kind == "group" for m in labels):
            return  # a title over others that has lost its span: its row ends early for that
        end = row[-1].column + row[-1].colspan
        if not any(cell.column <= end < cell.column + cell.colspan for cell in spanning):
            self._ends.append((end, row[-1].where))

    def _settle(self) -> None:
        """Decide what each column is, once all header rows are seen."""
        self._in_header = False
        stack = tuple((column, tuple(words)) for column, words in sorted(self._stack.items()))
        self._header = settle(stack, tuple(self._procedures), self._hint)
        if self._header.table == "disputes":
            self._hint = ""  # it was for this table only
        self._placed = bool(self._header.heads)
        # A lost title moves those behind it to the left, and leaves the end of its row open.
        torn = [where for end, where in self._ends if end < self._header.last]
        self._torn = bool(torn) or self._header.is_patchy()
        if torn:
            self.found.say("lost_title", *LOST_TITLE, torn[0])
        self.found.count(self._header.votes)

    # Rows of figures

    def _read_row(self, rows: list[list[Cell]], number: int, looks: list[Look], path: Path) -> int:
        """Read a row of figures; returns how many of the next rows belonged to it."""
        row = rows[number]
        exact = path[0] is not None and path[0].kind != "group"
        for cell, one in zip(row, looks):
            if one.labels:
                if one.rows and is_of_list(one, self._header.table):
                    self._list.read(row, looks)
                    return 0
                path = self._row_label(one, cell, path)
                exact = one.exact
        first = self._header.first if self._placed else 0
        figures = [
            (cell, one[1])
            for cell, one in zip(row, looks)
            if one[1] is not None and cell[2] >= first
        ]
        label, leaf = path
        if self._placed and leaf is not None:
            figures = with_those_before(row, looks, leaf, self._header, figures)
        if label is not None and label.kind == "subtotal" and self._has_own_words(row, looks, leaf):
            label = None  # （六）其他处理 and a part of it whose label cannot be read
        # 二、上年结转 is a label, and the beginning of another: without figures it may go on below.
        blank = all(value.status == "blank" for _, value in figures)
        if self._placed and (not exact or blank or label is None or label.kind == "group"):
            joined = join_label(rows, number, self._header, self._group)
            if joined:
                self._read_figures(*joined[:3])
                return joined[3]
        if label is None or leaf is None or (label.kind == "group" and figures):
            self._read_unlabelled(row, looks, figures)
            return 0
        if not self._placed:
            figures = [pair for pair in figures if pair[0].column > leaf.column]
            figures = behind_labels(rows, figures)
        if figures and blank and self._placed and not _IN_MARKUP.match(leaf.where):
            lower = figures_below(rows, number, self._header)
            if lower:
                self._read_figures(label, leaf, lower)
                return 1
        self._read_figures(label, leaf, figures)
        return 0

    def _has_own_words(self, row: list[Cell], looks: list[Look], leaf: Cell) -> bool:
        """Whether words of no known meaning stand between a row's label and its figures."""
        return any(
            leaf.column < cell.column < self._header.first and cell.text.strip() and not one.labels
            for cell, one in zip(row, looks)
        )

    def _row_label(self, one: Look, cell: Cell, path: Path) -> Path:
        """The label of the row after one more cell: the last one that names a row counts."""
        meaning = one.row
        if meaning is None or self._header.table == "disputes":
            meaning = self._row_meaning(one, cell, path[1])
            if meaning is None:
                return path
        self._group = meaning.code if meaning.kind == "group" else meaning.parent
        if meaning.kind == "group":
            self._counted = bool(_NUMERAL.match(cell.text))
        if len(meaning.versions) == 1:
            self.found.vote(meaning)
        return meaning, cell

    def _row_meaning(self, one: Look, cell: Cell, leaf: Cell | None) -> Label | None:
        if self._header.table == "disputes":  # its rows are procedures, or - turned - results
            return next((m for m in one.labels if m.table == "disputes"), None)
        meanings = [
            m for m in one.labels if m.axis == "row" and m.table in ("requests", "proactive")
        ]
        return choose(meanings, one, cell, leaf, self._group, self._counted)

    def _read_figures(self, label: Label, leaf: Cell, figures: list[Figure]) -> None:
        """The facts of a labelled row. Nearly all rows are plain: a figure for each column, none with a unit."""
        header = self._header
        self._last = (label, leaf)
        if figures and figures[0][1].status == "unreadable" and is_out_of_step(leaf, figures[0][0]):
            figures = unplaced(figures)
        if self._placed and leaf.column >= header.first:
            # A title over the labels: the header has lost its spans, and no title stands in its place.
            figures = [(c, unread(value)) for c, value in figures if c.column > leaf.column]
        if self._loose:
            figures = [(c, unread(v) if c.column in self._loose else v) for c, v in figures]
            self._loose.clear()
        if not self._placed or len(figures) != len(header.order) or self._is_ragged(figures):
            self._read_odd_figures(label, leaf, figures)
            return
        plan, height, ready = header.plan(label.table, label.code), leaf[3], []
        for cell, value in figures:
            place = plan.get(cell[2])
            if place is None or value[2] or cell[3] > height:
                self._read_odd_figures(label, leaf, figures)
                return
            key, unit = place
            number, status, _, note, text = value
            # The constructor of a named tuple costs more than the rest of the loop.
            ready.append((key, _new(Fact, (
                *key, 1, number, unit, status, "", "", "", "year", text, cell[5], note,
            ))))  # fmt: skip
        facts = self.found.facts
        for key, fact in ready:
            if facts.setdefault(key, fact) is not fact:
                self.found.copy(key, fact)

    def _read_odd_figures(self, label: Label, leaf: Cell, figures: list[Figure]) -> None:
        """Give each figure of a row to its column: by place, or by order if all are there."""
        heads = self._header.heads if self._placed else {}
        figures = unmerged(figures, heads)
        placed = [(cell, value, heads.get(cell.column)) for cell, value in figures]
        ragged = self._is_ragged(figures)
        if not heads or ragged or any(head is None for _, _, head in placed):
            order = self._header.order or proved_order(label, figures, self._lines)
            sure = self._header.is_in_order if ragged else self._header.is_whole
            whole = order is not self._header.order or sure(label.code)
            if len(figures) == len(order) and whole:
                placed, ragged = [(*figure, head) for figure, head in zip(figures, order)], False
        if ragged:
            placed = [(*figure, head) for figure, (*_, head) in zip(unplaced(figures), placed)]
            self._say_ragged(leaf)
        unit = printed_unit(leaf.text)
        for cell, value, head in placed:
            if head is None:
                self._strange(label, cell, value)
            elif head.table == label.table:
                if cell.rowspan > leaf.rowspan:
                    value = unread(value)
                turned = label.axis == "column"
                row, column = (head.procedure, label.code) if turned else (label.code, head.code)
                self.found.keep((label.table, row, column), value, unit or head.unit, cell.where)

    def _is_ragged(self, figures: list[Figure]) -> bool:
        """Whether the row ends before or behind its header: with a cell lost or added, all others may be shifted."""
        if not self._placed or not figures:
            return False
        last, end = figures[-1][0], self._header.last
        return self._torn or not end <= last.column + last.colspan <= max(end, self._spare)

    def _say_ragged(self, leaf: Cell) -> None:
        if not self._told_ragged:
            self.found.say("row_out_of_step", *OUT_OF_STEP, leaf.where)
            self._told_ragged = True

    def _strange(self, label: Label, cell: Cell, value: CellValue) -> None:
        if label.kind != "group" and value.status == "reported":
            zh, en = f"“{cell.text}”所在的列没有可识别的列名", f"no known column for “{cell.text}”"
            self.found.say("unknown_column", zh, en, cell.where)

    def _read_unlabelled(self, row: list[Cell], looks: list[Look], figures: list[Figure]) -> None:
        """A row without a label: the figures of table 四 under their own header, or one to report."""
        order = self._header.order
        if self._header.table == "disputes":
            heads_here = self._header.heads if self._placed else {}
            cells = [(cell, one.value) for cell, one in zip(row, looks) if one.value is not None]
            if len(cells) == 1 and cells[0][1].status == "unreadable":
                return  # a note below the table
            cells = unmerged(cells, heads_here)
            heads = [heads_here.get(cell.column) for cell, _ in cells]
            ragged = self._is_ragged(cells)
            if ragged and len(cells) == len(order) and self._header.is_in_order(""):
                heads, ragged = order, False
            elif None in heads and len(cells) == len(order):
                heads = [head if self._placed or head.procedure else None for head in order]
            if ragged:
                cells = unplaced(cells)
                self._say_ragged(row[0])
            for (cell, value), head in zip(cells, heads):
                if head is not None:
                    self.found.keep(
                        ("disputes", head.procedure, head.code), value, head.unit, cell.where
                    )
        elif order and any(_DIGIT.search(value.text) for _, value in figures):
            figured = {cell for cell, _ in figures}
            words = " ".join(cell.text for cell in row if cell not in figured)
            zh, en = (
                f"有数字的一行没有可识别的行名：{words}",
                f"a row of figures has no known label: {words}",
            )
            self.found.say("unknown_row", zh, en, row[0].where)
            self._doubt_pieces(words, figures)

    def _doubt_pieces(self, words: str, figures: list[Figure]) -> None:
        """On a page, figures without a label of their own may be the rest of those above and below them.

        A number cut over two lines reads as two: then neither is shown as the number of its cell.
        """
        label, leaf = self._last or (None, None)
        labels, exact = find(leaf.text + words) if leaf is not None else ((), False)
        rest = not words.strip() or (exact and label in labels)
        if not (rest and self._placed and _ON_PAGE.match(figures[0][0].where)):
            return
        columns = {cell.column for cell, value in figures if value.status != "blank"}
        self._loose |= columns
        if label is not None:
            heads = [head for column, head in self._header.heads.items() if column in columns]
            self.found.doubt([(label.table, label.code, head.code) for head in heads])


_DIGIT = re.compile("[0-9０-９]")
_NUMERAL = re.compile(r"\s*[（(][一二三四五六七][）)]")
_IN_MARKUP = re.compile("/|body")  # of a web page or a Word file: a row's figures stand in the row
_ON_PAGE = re.compile(r"p\d+@")
_new = tuple.__new__  # a fact a cell: the constructor costs more than all the rest of the reading
