"""Walk the grids of a document row by row: header rows say what the columns are, labels what the rows.

The walk crosses grids: a table continued on the next page without its header keeps the columns of
the one before. What a cell is comes from the words above it and to its left, never from its number.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis import form
from analysis.cells import CellValue
from analysis.document import Cell, Grid, Paragraph
from analysis.tables.labels import Label, Look, find, key, look
from analysis.text import normalise


class Reading(NamedTuple):
    """A cell of the form as one cell of the document gives it."""

    table: str
    row: str
    column: str
    value: CellValue
    unit: str
    where: str


class Head(NamedTuple):
    """What a column is: its code, for table 四 also the procedure above it, and a printed unit."""

    table: str
    code: str
    procedure: str
    unit: str


Message = tuple[str, str, str, str]  # code, zh, en, where

_UNIT = re.compile(r"单位：?(亿元|万元|元|件|条|项|次)")
_PROCEDURES = ("review", "litigation_direct", "litigation_after_review")
_MOST_PARTS = 4  # rows over which a label may be broken


class Walk:
    """The state of the walk; ``readings``, ``messages`` and ``versions`` (votes) are its results."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.messages: list[Message] = []
        self.votes: dict[str, int] = {}
        self._order: list[Head] = []  # columns of figures, left to right
        self._heads: dict[int, Head] = {}
        self._stack: dict[int, list[tuple[Look, bool]]] = {}
        self._procedures: list[str] = []  # of table 四, in the order of the header
        self._in_header = False
        self._first = 0  # the first column of figures
        self._group = ""  # the group of the rows that are being read
        self._named: dict[str, int] = {}  # rows of the list of 2014 -> when they were named last
        self._hint = ""  # 行政复议 as a line before a small table
        self._words = ""  # short lines since the last long one: a header in pieces

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Lines between grids: a procedure of table 四, or a header row printed as text."""
        text = paragraph.text
        if len(text) > 90:
            self._hint = self._words = ""
            return
        labels, exact = find(text) if len(text) < 20 else ((), False)
        if exact and labels[0].table == "disputes" and labels[0].axis == "row":
            self._hint = labels[0].code
        self._words += key(text)
        words = [look(word) for word in text.split()]
        if words and all(word.heads for word in words) and any(word.labels for word in words):
            self._start_header()
            for place, word in enumerate(words):
                self._stack[place] = [(word, True)]
            self._settle()
            self._heads = {}  # columns of a line of text have an order, but no places

    def read_grid(self, grid: Grid) -> None:
        """Read one grid; what it cannot place is said in ``messages``."""
        rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
        for cell in grid.cells:
            rows[cell.row].append(cell)
        self._heads, self._stack, self._in_header = {}, {}, False
        spanning: list[Cell] = []
        skip = 0
        for number, row in enumerate(rows):
            if spanning:
                spanning = [cell for cell in spanning if cell.row + cell.rowspan > number]
            if skip:
                skip -= 1
            elif row:
                looks = [look(cell.text) for cell in row]
                if self._is_header(row, looks):
                    self._read_header(row, looks)
                else:
                    if self._in_header:
                        self._settle()
                    skip = self._read_row(rows, number, row, looks, spanning)
            spanning += [cell for cell in row if cell.rowspan > 1]
        if self._in_header:
            self._settle()

    # Header rows

    def _is_header(self, row: list[Cell], looks: list[Look]) -> bool:
        heads = labelled = False
        for one in looks:
            if one.heads:
                heads = heads or not one.rows  # 总计 and 其他 may be either
                labelled = labelled or bool(one.labels)
            elif one.rows or (one.value is not None and one.value.status == "reported"):
                return False
        if not heads:
            return False
        if not self._heads or self._in_header or not labelled:
            return True
        # Under a header, a label left of the figures names a row, though a column may be called so.
        left = all(cell.column < self._first for cell, one in zip(row, looks) if one.labels)
        return not (left and any(one.value is not None for one in looks))

    def _start_header(self) -> None:
        self._stack, self._procedures, self._in_header = {}, [], True

    def _read_header(self, row: list[Cell], looks: list[Look]) -> None:
        if not self._in_header:
            self._start_header()
        spread: Look | None = None
        for cell, one in zip(row, looks):
            end = cell.column + cell.colspan
            if one.labels:
                procedure = one.labels[0].table == "disputes" and one.labels[0].axis == "row"
                spread = one if procedure else None
                if procedure and one.labels[0].code != "litigation":
                    self._procedures.append(one.labels[0].code)
                for column in range(cell.column, end):
                    self._stack.setdefault(column, []).append((one, True))
            elif spread and not cell.text.strip():  # text tables print a spanning label once
                for column in range(cell.column, end):
                    self._stack.setdefault(column, []).append((spread, False))
            else:
                spread = None

    def _settle(self) -> None:
        """Decide what each column is, once all header rows are seen."""
        self._in_header = False
        table = self._table_of_header()
        self._heads, seen = {}, {}
        for column in sorted(self._stack):
            head = self._head(table, [one for one, _ in self._stack[column]])
            if head is None or not any(own for _, own in self._stack[column]):
                continue
            if table == "disputes" and not head.procedure:
                turn = seen[head.code] = seen.get(head.code, -1) + 1
                if len(self._procedures) > turn:
                    head = head._replace(procedure=self._procedures[turn])
            self._heads[column] = head
        self._order = []
        for column, head in self._heads.items():
            if not self._order or column - 1 not in self._heads or self._heads[column - 1] != head:
                self._order.append(head)
        self._first = min(self._heads, default=0)

    def _table_of_header(self) -> str:
        votes: dict[str, int] = {}
        for column in self._stack.values():
            for one, _ in column:
                tables = {label.table for label in one.labels}
                if len(tables) == 1:
                    (table,) = tables
                    votes[table] = votes.get(table, 0) + 1
        return max(votes, key=votes.__getitem__, default="")

    def _head(self, table: str, stack: list[Look]) -> Head | None:
        code = procedure = unit = ""
        for one in stack:
            for label in one.labels:
                if label.table != table:
                    continue
                if label.axis == "row":
                    procedure = label.code
                elif label.kind != "group":
                    code = label.code
                    printed = _UNIT.search(normalise(one.text).text)
                    unit = printed[1] if printed else ""
                self._vote(label)
        procedure = "" if procedure == "litigation" else procedure
        return Head(table, code, procedure, unit) if code or procedure else None

    def _vote(self, label: Label) -> None:
        if len(label.versions) == 1:
            (version,) = label.versions
            self.votes[version] = self.votes.get(version, 0) + 1

    # Rows of figures

    def _read_row(
        self, rows: list[list[Cell]], number: int, row: list[Cell], looks: list[Look], spanning: list[Cell]
    ) -> int:
        """Read a row of figures; returns how many of the next rows belonged to it."""
        label, leaf, exact = None, None, False
        for cell in sorted(spanning, key=_column) if spanning else ():
            label, leaf = self._row_label(look(cell.text), cell, label, leaf)
            exact = leaf is not None and label.kind != "group"
        for cell, one in zip(row, looks):
            if one.labels:
                if one.rows and one.labels[0].table == "statistics":
                    self._read_list(row, looks)
                    return 0
                label, leaf = self._row_label(one, cell, label, leaf)
                exact = one.exact
        figures = [cell for cell, one in zip(row, looks) if one.value is not None and not self._is_left(cell)]
        if not exact:
            found = self._broken_label(rows, number)
            if found:
                self._read_figures(*found[:3])
                return found[3]
        if label is None or (label.kind == "group" and figures):
            self._read_unlabelled(row, looks, figures)
            return 0
        if not self._heads:
            figures = [cell for cell in figures if cell.column > leaf.column]
        if figures and all(look(cell.text).value.status == "blank" for cell in figures):
            lower = self._figures_below(rows, number)
            if lower:
                self._read_figures(label, leaf, lower)
                return 1
        self._read_figures(label, leaf, figures)
        return 0

    def _is_left(self, cell: Cell) -> bool:
        """Whether a cell stands where the labels are. Without known columns nothing can be said."""
        return bool(self._heads) and cell.column + cell.colspan <= self._first

    def _row_label(self, one: Look, cell: Cell, label, leaf):
        """The label of the row after one more cell: the last one that names a row counts."""
        if self._table() == "disputes":  # its rows are procedures, or - turned - results
            meanings = [m for m in one.labels if m.table == "disputes"]
        else:
            meanings = [m for m in one.labels if m.axis == "row" and m.table in ("requests", "proactive")]
        if not meanings:
            return label, leaf
        meaning = self._choose(meanings, one, cell, leaf)
        if meaning.code != "other_subtotal":
            self._group = meaning.code if meaning.kind == "group" else meaning.parent
        self._vote(meaning)
        return meaning, cell

    def _table(self) -> str:
        return self._order[0].table if self._order else ""

    def _choose(self, meanings: list[Label], one: Look, cell: Cell, leaf: Cell | None) -> Label:
        """One meaning of a label with several: 其他处理 as a group, its part, or all of it in one row."""
        by_code = {meaning.code: meaning for meaning in meanings}
        if "other_other" not in by_code:
            return meanings[0]
        if "other" not in by_code:  # 其他: a part if what goes before belongs to 其他处理
            return by_code["other_other" if self._group == "other" else "other_subtotal"]
        above = leaf is not None and leaf.text != cell.text and "other" in {m.code for m in find(leaf.text)[0]}
        if above or (self._group == "other" and re.match(r"\s*[（(]?3", normalise(one.text).text)):
            return by_code["other_other"]
        if cell.rowspan > 1:
            return by_code["other"]
        self._group = "other"
        return by_code["other_subtotal"]

    def _read_figures(self, label: Label, leaf: Cell, figures: list[Cell]) -> None:
        """Give each figure of a labelled row to its column: by place, or by order if all are there."""
        heads = self._heads
        placed = [(cell, heads.get(cell.column)) for cell in figures]
        if not heads or any(head is None for _, head in placed):
            order = self._order or self._proved_order(label, figures)
            if len(figures) == len(order):
                placed = list(zip(figures, order))
        for cell, head in placed:
            if head is None:
                self._strange(label, cell)
                continue
            value = look(cell.text).value
            if cell.rowspan > leaf.rowspan and value.status == "reported":
                value = value._replace(value=None, status="unreadable")
            row, table = label.code, label.table
            if label.axis == "column":
                row, head = head.procedure, head._replace(code=label.code)
            if table != head.table or (table, row, head.code) not in _cells():
                continue
            self.readings.append(Reading(table, row, head.code, value, value.unit or head.unit, cell.where))

    def _proved_order(self, label: Label, figures: list[Cell]) -> list[Head]:
        """Columns whose header came as loose words: the form's order, and only where the sum proves it."""
        columns = [c for c in form.columns("2021", label.table) if c["kind"] in ("count", "total")]
        if label.table != "requests" or len(figures) != len(columns):
            return []
        if any(key(column["zh"]) not in self._words for column in columns):
            return []
        values = [look(cell.text).value.value for cell in figures]
        if None in values or sum(values[:-1]) != values[-1]:
            return []
        return [Head(label.table, column["column"], "", "") for column in columns]

    def _strange(self, label: Label, cell: Cell) -> None:
        if label.kind != "group" and look(cell.text).value.status == "reported":
            self.messages.append((
                "unknown_column", f"“{cell.text}”所在的列没有可识别的列名", f"no known column for “{cell.text}”",
                cell.where,
            ))  # fmt: skip

    def _read_unlabelled(self, row: list[Cell], looks: list[Look], figures: list[Cell]) -> None:
        """A row without a label: the figures of table 四 under their own header, or one to report."""
        if self._table() == "disputes":
            cells = [cell for cell, one in zip(row, looks) if one.value is not None]
            heads = [self._heads.get(cell.column) for cell in cells]
            if None in heads and len(cells) == len(self._order):
                heads = [head if self._heads or head.procedure else None for head in self._order]
            for cell, head in zip(cells, heads):
                procedure = head and (head.procedure or self._hint)
                if procedure and ("disputes", procedure, head.code) in _cells():
                    value = look(cell.text).value
                    self.readings.append(
                        Reading("disputes", procedure, head.code, value, value.unit, cell.where)
                    )
            return
        if self._order and any(look(cell.text).value.status == "reported" for cell in figures):
            words = " ".join(cell.text for cell, one in zip(row, looks) if one.value is None or self._is_left(cell))
            self.messages.append((
                "unknown_row", f"有数字的一行没有可识别的行名：{words}", f"a row of figures has no known label: {words}",
                row[0].where,
            ))  # fmt: skip

    def _read_list(self, row: list[Cell], looks: list[Look]) -> None:
        """A row of the list of 2014: each label with the first figure to its right."""
        label: Label | None = None
        unit = ""
        for cell, one in zip(row, looks):
            if one.labels:
                label, unit = self._of_list(one), ""
                self._vote(label)
                self._named[label.code] = len(self.readings)
            elif label is not None and one.value is not None:
                word = normalise(cell.text).text.strip()
                if one.value.status == "unreadable" and word in _units():
                    unit = word
                elif ("statistics", label.code, "count") in _cells():
                    found = one.value.unit or unit
                    self.readings.append(Reading("statistics", label.code, "count", one.value, found, cell.where))
                    label = None

    def _of_list(self, one: Look) -> Label:
        """维持, 纠错 and 其他 stand under 复议 and under 诉讼: the one whose whole was named last."""
        meanings = [label for label in one.labels if label.table == "statistics"]
        if len(meanings) == 1:
            return meanings[0]
        return max(meanings, key=lambda meaning: self._named.get(meaning.parent, -1))

    # Labels broken over rows

    def _broken_label(self, rows: list[list[Cell]], number: int):
        """The label that this row begins and the next ones go on with, and the one row of figures in them."""
        if not self._heads or self._table() not in ("requests", "proactive"):
            return None
        words, figures = "", []
        for used, part in enumerate(rows[number : number + _MOST_PARTS]):
            pieces = [cell for cell in part if self._is_left(cell)]
            own = [cell for cell in part if not self._is_left(cell)]
            if any(look(cell.text).labels for cell in own):
                return None
            if any(look(cell.text).value.status != "blank" for cell in own):
                if any(look(cell.text).value.status != "blank" for cell in figures):
                    return None
                figures = own
            figures = figures or own
            words += "".join(cell.text for cell in pieces if not _is_group(cell))
            labels, exact = find(words) if words else ((), False)
            if used and exact:
                wanted = [m for m in labels if m.axis == "row" and m.table == self._table()]
                if wanted:
                    cell = pieces[-1] if pieces else rows[number][0]
                    meaning = self._choose(wanted, look(words), cell, None)
                    return meaning, cell._replace(rowspan=1), figures, used
            if used and pieces and any(look(cell.text).exact for cell in pieces):
                return None
        return None

    def _figures_below(self, rows: list[list[Cell]], number: int) -> list[Cell]:
        """The figures of the next row, if that row has figures and no words of its own."""
        if number + 1 >= len(rows) or not self._heads:
            return []
        below = rows[number + 1]
        if any(self._is_left(cell) and cell.text.strip() for cell in below):
            return []
        looks = [look(cell.text) for cell in below]
        if any(one.labels or one.corner for one in looks):
            return []
        reported = any(one.value.status == "reported" for one in looks)
        return [cell for cell in below if not self._is_left(cell)] if reported else []


def _is_group(cell: Cell) -> bool:
    labels = look(cell.text).labels
    return bool(labels) and all(label.kind == "group" for label in labels)


def _column(cell: Cell) -> int:
    return cell.column


@cache
def _units() -> frozenset[str]:
    from analysis import codebook

    return frozenset(codebook.units())


@cache
def _cells() -> frozenset[tuple[str, str, str]]:
    """Every (table, row, column) that some version of the form has, printed subtotals included."""
    found = set()
    for version in form.versions():
        for table in form.TABLES:
            for row in form.rows(version, table):
                if row["kind"] == "group":
                    continue
                for column in form.columns(version, table, row["row"]):
                    if column["kind"] != "group":
                        found.add((table, row["row"], column["column"]))
    return frozenset(found)
