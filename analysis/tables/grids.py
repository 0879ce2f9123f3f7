"""Walk the grids of a document row by row: header rows say what the columns are, labels what the rows.

The walk crosses grids: a table continued on the next page without its header keeps the columns of
the one before. What a cell is comes from the words above it and to its left, never from its number.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from analysis import codebook, form
from analysis.cells import CellValue
from analysis.document import Cell, Grid, Paragraph
from analysis.facts import Fact
from analysis.tables.labels import Label, Look, exactly, find, key, look
from analysis.text import normalise


class Head(NamedTuple):
    """What a column is: its code, for table 四 also the procedure above it, and a printed unit."""

    table: str
    code: str
    procedure: str
    unit: str


Path = tuple[Label | None, Cell | None]  # the label of a row, and the cell that holds it
Figure = tuple[Cell, CellValue]
Message = tuple[str, str, str, str]  # code, zh, en, where

_UNIT = re.compile(r"单位：?(亿元|万元|元|件|条|项|次)")
_MOST_PARTS = 4  # rows over which a label may be broken


Key = tuple[str, str, str]  # table, row, column


class Header:
    """What the columns under a header are: ``heads`` by column, and their ``order`` from left to right."""

    __slots__ = ("heads", "order", "votes", "first", "last", "_plans")

    def __init__(self, heads: dict[int, Head], votes: tuple[str, ...] = ()) -> None:
        self.heads, self.votes = heads, votes
        self.order = [head for column, head in heads.items() if heads.get(column - 1) != head]
        self.first, self.last = min(heads, default=0), max(heads, default=-1) + 1
        self._plans: dict[tuple[str, str], dict[int, tuple[Key, str]]] = {}

    @property
    def table(self) -> str:
        """The table that the header belongs to; "" without a header."""
        return self.order[0].table if self.order else ""

    def plan(self, table: str, row: str) -> dict[int, tuple[Key, str]]:
        """Column -> cell of the form and its unit, for the plain columns of one row; kept, as rows recur."""
        plan = self._plans.get((table, row))
        if plan is None:
            units = units_of_cells()
            keys = {column: (table, row, head.code) for column, head in self.heads.items()
                    if head.table == table and not head.unit}  # fmt: skip
            plan = {column: (key, units[key]) for column, key in keys.items() if key in units}
            self._plans[table, row] = plan
        return plan


class Walk:
    """The state of the walk; its results are ``facts``, further ``copies`` of cells, ``messages``, ``votes``."""

    def __init__(self) -> None:
        self.facts: dict[Key, Fact] = {}
        self.copies: dict[Key, list[Fact]] = {}  # cells met more than once, the first time included
        self.messages: list[Message] = []
        self.votes: dict[str, int] = {}  # version -> labels that only it has
        self._header = Header({})
        self._placed = False  # whether the header stands in this grid, so that its columns are places
        self._stack: dict[int, list[tuple[str, bool]]] = {}  # header texts over a column; its own?
        self._procedures: list[str] = []  # of table 四, in the order of the header
        self._in_header = False
        self._spare = 0  # how far header cells without a known name reach
        self._group = ""  # the group of the rows that are being read
        self._named: dict[str, int] = {}  # rows of the list of 2014 -> when they were named last
        self._hint = ""  # 行政复议 as a line before a small table
        self._lines: list[str] = []  # short lines since the last long one: a header in pieces

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Lines between grids: a procedure of table 四, or a header row printed as text."""
        text = paragraph.text
        if len(text) > 90:
            self._hint = ""
            self._lines.clear()
            return
        if "复" in text or "復" in text or "诉" in text or "訴" in text:
            labels = exactly(text)
            if labels and labels[0].table == "disputes" and labels[0].axis == "row":
                self._hint = labels[0].code
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
        rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
        for cell in grid.cells:
            rows[cell.row].append(cell)
        self._placed, self._stack, self._in_header = False, {}, False
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
        for cell in sorted(spanning, key=_column):
            path = self._row_label(look(cell.text), cell, path)
        return path

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
        if not self._placed or self._in_header or not labelled:
            return True
        # Under a header, a label left of the figures names a row, though a column may be called so.
        left = all(cell.column < self._header.first for cell, one in zip(row, looks) if one.labels)
        return not (left and any(one.value is not None for one in looks))

    def _start_header(self) -> None:
        self._stack, self._procedures, self._in_header, self._spare = {}, [], True, 0

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
            if spread and not cell.text.strip():  # text tables print a spanning label once
                for column in range(cell.column, end):
                    self._stack.setdefault(column, []).append((spread, False))
            else:
                spread = ""

    def _settle(self) -> None:
        """Decide what each column is, once all header rows are seen."""
        self._in_header = False
        stack = tuple((column, tuple(words)) for column, words in sorted(self._stack.items()))
        self._header = _settled(stack, tuple(self._procedures))
        self._placed = bool(self._header.heads)
        for version in self._header.votes:
            self.votes[version] = self.votes.get(version, 0) + 1

    def _vote(self, label: Label) -> None:
        if len(label.versions) == 1:
            (version,) = label.versions
            self.votes[version] = self.votes.get(version, 0) + 1

    # Rows of figures

    def _read_row(self, rows: list[list[Cell]], number: int, looks: list[Look], path: Path) -> int:
        """Read a row of figures; returns how many of the next rows belonged to it."""
        row = rows[number]
        exact = path[0] is not None and path[0].kind != "group"
        for cell, one in zip(row, looks):
            if one.labels:
                if one.rows and one.labels[0].table == "statistics":
                    self._read_list(row, looks)
                    return 0
                path = self._row_label(one, cell, path)
                exact = one.exact
        first = self._header.first if self._placed else 0
        figures = [(cell, one[1]) for cell, one in zip(row, looks) if one[1] is not None and cell[2] >= first]
        if not exact:
            found = self._broken_label(rows, number)
            if found:
                self._read_figures(*found[:3])
                return found[3]
        label, leaf = path
        if label is None or leaf is None or (label.kind == "group" and figures):
            self._read_unlabelled(row, looks, figures)
            return 0
        if not self._placed:
            figures = [pair for pair in figures if pair[0].column > leaf.column]
        if figures and figures[0][1].status == "blank" and all(value.status == "blank" for _, value in figures):
            lower = self._figures_below(rows, number)
            if lower:
                self._read_figures(label, leaf, lower)
                return 1
        self._read_figures(label, leaf, figures)
        return 0

    def _is_left(self, cell: Cell) -> bool:
        """Whether a cell stands where the labels are. Without known columns nothing can be said."""
        return self._placed and cell.column < self._header.first

    def _row_label(self, one: Look, cell: Cell, path: Path) -> Path:
        """The label of the row after one more cell: the last one that names a row counts."""
        meaning = one.row
        if meaning is None or self._header.table == "disputes":
            meaning = self._row_meaning(one, cell, path[1])
            if meaning is None:
                return path
        if meaning.code != "other_subtotal":
            self._group = meaning.code if meaning.kind == "group" else meaning.parent
        if len(meaning.versions) == 1:
            self._vote(meaning)
        return meaning, cell

    def _row_meaning(self, one: Look, cell: Cell, leaf: Cell | None) -> Label | None:
        if self._header.table == "disputes":  # its rows are procedures, or - turned - results
            return next((m for m in one.labels if m.table == "disputes"), None)
        meanings = [m for m in one.labels if m.axis == "row" and m.table in ("requests", "proactive")]
        return self._choose(meanings, one, cell, leaf) if len(meanings) > 1 else next(iter(meanings), None)

    def _choose(self, meanings: list[Label], one: Look, cell: Cell, leaf: Cell | None) -> Label:
        """One meaning of a label with several: 其他处理 as a group, its part, or all of it in one row."""
        by_code = {meaning.code: meaning for meaning in meanings}
        if "other_other" not in by_code:
            return meanings[0]
        third = re.match(r"\s*[（(]?3", normalise(one.text).text)  # a number of its own, not that of a sum
        if "other" not in by_code:  # 其他: a part if what goes before belongs to 其他处理
            return by_code["other_other" if third or self._group == "other" else "other_subtotal"]
        above = leaf is not None and leaf.text != cell.text and "other" in {m.code for m in find(leaf.text)[0]}
        if above or (self._group == "other" and third):
            return by_code["other_other"]
        if cell.rowspan > 1:
            return by_code["other"]
        self._group = "other"
        return by_code["other_subtotal"]

    def _read_figures(self, label: Label, leaf: Cell, figures: list[Figure]) -> None:
        """The facts of a labelled row. Nearly all rows are plain: a figure for each column, none with a unit."""
        header = self._header
        if not self._placed or len(figures) != len(header.order):
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
        facts = self.facts
        for key, fact in ready:
            if facts.setdefault(key, fact) is not fact:
                self._copy(key, fact)

    def _read_odd_figures(self, label: Label, leaf: Cell, figures: list[Figure]) -> None:
        """Give each figure of a row to its column: by place, or by order if all are there."""
        heads = self._header.heads if self._placed else {}
        placed = [(cell, value, heads.get(cell.column)) for cell, value in figures]
        if not heads or any(head is None for _, _, head in placed):
            order = self._header.order or self._proved_order(label, figures)
            if len(figures) == len(order):
                placed = [(*figure, head) for figure, head in zip(figures, order)]
        if self._is_ragged(figures):
            placed = [(cell, _unread(value), head) for cell, value, head in placed]
        for cell, value, head in placed:
            if head is None:
                self._strange(label, cell, value)
            elif head.table == label.table:
                if cell.rowspan > leaf.rowspan:
                    value = _unread(value)
                turned = label.axis == "column"
                row, column = (head.procedure, label.code) if turned else (label.code, head.code)
                self._keep((label.table, row, column), value, head.unit, cell.where)

    def _is_ragged(self, figures: list[Figure]) -> bool:
        """Whether the row ends before or behind its header: with a cell lost or added, all others may be shifted."""
        if not self._placed or not figures or len(figures) == len(self._header.order):
            return False
        last, end = figures[-1][0], self._header.last
        return not end <= last.column + last.colspan <= max(end, self._spare)

    def _keep(self, key: Key, value: CellValue, printed: str, where: str) -> None:
        """Make a fact of a cell, if the form has such a cell."""
        unit = units_of_cells().get(key)
        if unit is None:
            return
        number, status, own, note, text = value
        if own or printed:
            printed = own or printed
            if printed != unit and not _fits(printed, unit):
                number, status = None, "unreadable"
            unit = printed
        fact = Fact(*key, 1, number, unit, status, text=text, where=where, note=note)
        if self.facts.setdefault(key, fact) is not fact:
            self._copy(key, fact)

    def _copy(self, key: Key, fact: Fact) -> None:
        self.copies.setdefault(key, [self.facts[key]]).append(fact)

    def _proved_order(self, label: Label, figures: list[Figure]) -> list[Head]:
        """Columns whose header came as loose words: the form's order, and only where the sum proves it."""
        columns = [c for c in form.columns("2021", label.table) if c["kind"] in ("count", "total")]
        if label.table != "requests" or len(figures) != len(columns):
            return []
        words = "".join(map(key, self._lines))
        if any(key(column["zh"]) not in words for column in columns):
            return []
        values = [value.value for _, value in figures]
        if None in values or sum(values[:-1]) != values[-1]:
            return []
        return [Head(label.table, column["column"], "", "") for column in columns]

    def _strange(self, label: Label, cell: Cell, value: CellValue) -> None:
        if label.kind != "group" and value.status == "reported":
            self.messages.append((
                "unknown_column", f"“{cell.text}”所在的列没有可识别的列名", f"no known column for “{cell.text}”",
                cell.where,
            ))  # fmt: skip

    def _read_unlabelled(self, row: list[Cell], looks: list[Look], figures: list[Figure]) -> None:
        """A row without a label: the figures of table 四 under their own header, or one to report."""
        order = self._header.order
        if self._header.table == "disputes":
            heads_here = self._header.heads if self._placed else {}
            cells = [(cell, one.value) for cell, one in zip(row, looks) if one.value is not None]
            heads = [heads_here.get(cell.column) for cell, _ in cells]
            if None in heads and len(cells) == len(order):
                heads = [head if self._placed or head.procedure else None for head in order]
            ragged = self._is_ragged(cells)
            for (cell, value), head in zip(cells, heads):
                if head is not None:
                    procedure = head.procedure or self._hint
                    value = _unread(value) if ragged else value
                    self._keep(("disputes", procedure, head.code), value, head.unit, cell.where)
        elif order and any(value.status == "reported" for _, value in figures):
            figured = {cell for cell, _ in figures}
            words = " ".join(cell.text for cell in row if cell not in figured)
            self.messages.append((
                "unknown_row", f"有数字的一行没有可识别的行名：{words}", f"a row of figures has no known label: {words}",
                row[0].where,
            ))  # fmt: skip

    def _read_list(self, row: list[Cell], looks: list[Look]) -> None:
        """A row of the list of 2014: each label with the first figure to its right."""
        label: Label | None = None
        unit = ""
        for cell, one in zip(row, looks):
            if one.labels and one.labels[0].table == "statistics":
                label, unit = self._of_list(one), ""
                self._vote(label)
                self._named[label.code] = max(self._named.values(), default=0) + 1
            elif label is not None and one.value is not None:
                word = normalise(cell.text).text.strip()
                if one.value.status == "unreadable" and word in codebook.units():
                    unit = word
                elif ("statistics", label.code, "count") in units_of_cells():
                    self._keep(("statistics", label.code, "count"), one.value, unit, cell.where)
                    label = None

    def _of_list(self, one: Look) -> Label:
        """维持, 纠错 and 其他 stand under 复议 and under 诉讼: the one whose whole was named last."""
        meanings = [label for label in one.labels if label.table == "statistics"]
        if len(meanings) == 1:
            return meanings[0]
        # Not the same row twice: its own whole may stand there under a name that nobody knows.
        fresh = [meaning for meaning in meanings if meaning.code not in self._named] or meanings
        return max(fresh, key=lambda meaning: self._named.get(meaning.parent, -1))

    # Labels broken over rows

    def _broken_label(
        self, rows: list[list[Cell]], number: int
    ) -> tuple[Label, Cell, list[Figure], int] | None:
        """The label that this row begins and the next ones go on with, and the one row of figures in them."""
        if not self._placed or self._header.table not in ("requests", "proactive"):
            return None
        words, figures = "", []
        for used, part in enumerate(rows[number : number + _MOST_PARTS]):
            pieces = [cell for cell in part if self._is_left(cell)]
            own = self._figures_of(part)
            if own is None or (used and any(look(cell.text).exact for cell in pieces)):
                return None
            if any(value.status != "blank" for _, value in own):
                if any(value.status != "blank" for _, value in figures):
                    return None
                figures = own
            figures = figures or own
            words += "".join(cell.text for cell in pieces if not _is_group(cell))
            labels, exact = find(words) if used and words else ((), False)
            wanted = [m for m in labels if m.axis == "row" and m.table == self._header.table]
            if exact and wanted:
                cell = (pieces or rows[number])[-1]
                meaning = self._choose(wanted, look(words), cell, None) if len(wanted) > 1 else wanted[0]
                return meaning, cell._replace(rowspan=1), figures, used
        return None

    def _figures_of(self, row: list[Cell]) -> list[Figure] | None:
        """The figures of a row; None if a label stands among them."""
        found = []
        for cell in row:
            if not self._is_left(cell):
                value = look(cell.text).value
                if value is None:
                    return None
                found.append((cell, value))
        return found

    def _figures_below(self, rows: list[list[Cell]], number: int) -> list[Figure]:
        """The figures of the next row, if that row has figures and no words of its own."""
        if number + 1 >= len(rows) or not self._placed:
            return []
        if any(self._is_left(cell) and cell.text.strip() for cell in rows[number + 1]):
            return []
        below = self._figures_of(rows[number + 1]) or []
        return below if any(value.status == "reported" for _, value in below) else []


_new = tuple.__new__  # a fact a cell: the constructor costs more than all the rest of the reading


def _unread(value: CellValue) -> CellValue:
    """A number that may belong elsewhere counts as unreadable; a gap stays the gap it is."""
    return value._replace(value=None, status="unreadable") if value.status == "reported" else value


def _is_group(cell: Cell) -> bool:
    labels = look(cell.text).labels
    return bool(labels) and all(label.kind == "group" for label in labels)


def _column(cell: Cell) -> int:
    return cell.column


@lru_cache(maxsize=256)
def _settled(
    stack: tuple[tuple[int, tuple[tuple[str, bool], ...]], ...], procedures: tuple[str, ...]
) -> Header:
    """The header that texts over columns make; kept, as most reports print the same one."""
    table = _table_of_header(stack)
    heads: dict[int, Head] = {}
    votes: list[str] = []
    for column, words in stack:
        head = _head(table, [look(text) for text, _ in words], votes)
        if head is not None and any(own for _, own in words):
            heads[column] = head
    if table == "disputes" and not any(head.procedure for head in heads.values()):
        _name_procedures(heads, procedures)
    return Header(heads, tuple(votes))


def _name_procedures(heads: dict[int, Head], procedures: tuple[str, ...]) -> None:
    """A header without spans names the three procedures in their order, and each result three times."""
    seen: dict[str, int] = {}
    for column, head in heads.items():
        turn = seen[head.code] = seen.get(head.code, -1) + 1
        if turn < len(procedures):
            heads[column] = head._replace(procedure=procedures[turn])
    if len(procedures) != 3 or any(turn != 2 for turn in seen.values()):
        heads.update({column: head._replace(procedure="") for column, head in heads.items()})


def _table_of_header(stack: tuple[tuple[int, tuple[tuple[str, bool], ...]], ...]) -> str:
    votes: dict[str, int] = {}
    for _, words in stack:
        for text, _ in words:
            tables = {label.table for label in look(text).labels}
            if len(tables) == 1:
                (table,) = tables
                votes[table] = votes.get(table, 0) + 1
    return max(votes, key=votes.__getitem__, default="")


def _head(table: str, stack: list[Look], votes: list[str]) -> Head | None:
    code = procedure = unit = ""
    for one in stack:
        for label in one.labels:
            if label.table != table or (label.axis == "row" and table != "disputes"):
                continue  # 其他 and 总计 are rows as well, but not here
            if label.axis == "row":
                procedure = label.code
            elif label.kind != "group":
                code = label.code
                printed = _UNIT.search(normalise(one.text).text)
                unit = printed[1] if printed else ""
            if len(label.versions) == 1:
                votes += label.versions
    procedure = "" if procedure == "litigation" else procedure
    return Head(table, code, procedure, unit) if code or procedure else None


def _fits(printed: str, unit: str) -> bool:
    """Whether a printed unit can be meant where the form has ``unit``: money for money, counts for counts."""
    kinds = [codebook.units().get(u, {}).get("dimension") or ("money" if u.endswith("元") else "") for u in (printed, unit)]
    return (kinds[0] == "money") == (kinds[1] == "money") and kinds[0] != "share"


@cache
def units_of_cells() -> dict[Key, str]:
    """Every cell that some version of the form has, printed subtotals included -> its unit."""
    return {
        (table, row["row"], column["column"]): form.unit(table, row["row"], column["column"], version)
        for version in form.versions()
        for table in form.tables(version)
        for row in form.rows(version, table) if row["kind"] != "group"
        for column in form.columns(version, table, row["row"]) if column["kind"] != "group"
    }  # fmt: skip
