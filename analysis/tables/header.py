"""Header rows: what the columns under them are."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from analysis import form
from analysis.tables.found import MONEY, Key, units_of_cells
from analysis.tables.labels import OTHER_YEAR, Look, exactly, key, look, printed_unit

# Header texts over each column, and whether each is the column's own or taken over from its left.
Stack = tuple[tuple[int, tuple[tuple[str, bool], ...]], ...]

_SUBTOTAL = "organisations_subtotal"
_KINDS = ("business", "research", "public_interest", "legal_service", "other_org")
_RESULTS = 4  # of table 四, at least: some organs leave out the sum
_SHORTEST_CUT = 3  # characters: 本年 begins too much


class Head(NamedTuple):
    """What a column is: its code, for table 四 also the procedure above it, and a printed unit."""

    table: str
    code: str
    procedure: str
    unit: str


class Header:
    """What the columns under a header are: ``heads`` by column, and their ``order`` from left to right."""

    __slots__ = ("_plans", "first", "heads", "last", "order", "votes")

    def __init__(self, heads: dict[int, Head], votes: tuple[str, ...] = ()) -> None:
        self.heads, self.votes = heads, votes
        self.order = [head for column, head in heads.items() if heads.get(column - 1) != head]
        self.first, self.last = min(heads, default=0), max(heads, default=-1) + 1
        self._plans: dict[tuple[str, str], dict[int, tuple[Key, str]]] = {}

    @property
    def table(self) -> str:
        """The table that the header belongs to; "" without a header."""
        return self.order[0].table if self.order else ""

    def is_whole(self, row: str) -> bool:
        """Whether no column is missing that a row has in some version: else the order says nothing."""
        codes = {head.code for head in self.order}
        return any(
            wanted and wanted <= codes
            for wanted in (_columns_of(version, self.table, row) for version in form.versions())
        )

    def is_patchy(self) -> bool:
        """Whether a procedure of table 四 has only some of its results: the others' titles have been lost."""
        printed = Counter(head.procedure for head in self.order if head.code)
        return self.table == "disputes" and any(count < _RESULTS for count in printed.values())

    def is_in_order(self, row: str) -> bool:
        """Whether the columns are all those that a row has in some version, in the order of the form.

        Then as many figures are theirs one by one, wherever a wrong span has put them.
        """
        if self.table == "disputes":
            printed = [(head.procedure, head.code) for head in self.order]
            return any(printed in orders for orders in map(_order_of_disputes, form.versions()))
        codes = [head.code for head in self.order]
        return any(codes == _order_of(version, self.table, row) for version in form.versions())

    def plan(self, table: str, row: str) -> dict[int, tuple[Key, str]]:
        """Column -> cell of the form and its unit, for the plain columns of one row; kept, as rows recur."""
        plan = self._plans.get((table, row))
        if plan is None:
            units = units_of_cells()
            keys = {column: (table, row, head.code) for column, head in self.heads.items()
                    if head.table == table and not head.unit}  # fmt: skip
            plan = {
                column: (key, units[key])
                for column, key in keys.items()
                if key in units and units[key] not in MONEY  # money needs a look at its unit
            }
            self._plans[table, row] = plan
        return plan


@cache
def _columns_of(version: str, table: str, row: str) -> frozenset[str]:
    columns = form.columns(version, table, row) if table else ()
    return frozenset(c["column"] for c in columns if c["kind"] not in ("group", "subtotal"))


@cache
def _order_of(version: str, table: str, row: str) -> list[str]:
    columns = form.columns(version, table, row) if table else ()
    return [c["column"] for c in columns if c["kind"] not in ("group", "subtotal")]


@cache
def _order_of_disputes(version: str) -> list[list[tuple[str, str]]]:
    """The columns of table 四 in the form's order: of all procedures, and of each alone."""
    results = _order_of(version, "disputes", "review")
    procedures = [r["row"] for r in form.rows(version, "disputes") if r["kind"] != "group"]
    alone = [[(procedure, result) for result in results] for procedure in procedures]
    return [[pair for pairs in alone for pair in pairs], *alone]


@lru_cache(maxsize=256)
def settle(stack: Stack, procedures: tuple[str, ...], hint: str) -> Header:
    """The header that texts over columns make; kept, as most reports print the same one.

    ``procedures`` are those that the header names, in its order, ``hint`` the one that the line before
    a small table names.
    """
    table = _table_of_header(stack)
    heads: dict[int, Head] = {}
    votes: list[str] = []
    over = Counter(text for _, words in stack for text, _ in words)  # columns under each title
    for column, words in stack:
        looks = [look(text) for text in _mended([text for text, _ in words])]
        head = _head(table, looks, votes)
        broken = _is_broken_up([one for one in looks if over[one.text] < 2], table)
        other = any(OTHER_YEAR.fullmatch(key(text)) for text, _ in words)
        if head is not None and not broken and not other and any(own for _, own in words):
            heads[column] = head
    heads = _without_doubles(_with_total(heads, stack), dict(stack))
    heads = _without_bare_change(heads, dict(stack))
    heads = dict(sorted((heads | _cut_titles(table, stack, heads)).items()))
    if table == "requests" and _is_out_of_order(heads):
        heads = {}
    if table == "disputes" and not _are_whole(heads):
        _name_procedures(heads, procedures or (hint,))
    return Header(heads, tuple(votes))


def _is_broken_up(own: list[Look], table: str) -> bool:
    """Whether a column's own titles are those of two columns, or several pieces: the header has been broken up."""
    strange = sum(not (one.labels or one.corner) and bool(key(one.text)) for one in own)
    columns = [
        {m.code for m in one.labels if (m.table, m.axis) == (table, "column") and m.kind != "group"}
        for one in own
    ]
    named = [codes for codes in columns if codes]
    return strange > 1 or (len(named) > 1 and not set.intersection(*named))


def _mended(texts: list[str]) -> list[str]:
    """``texts`` with the two pieces of a title as one, where only both together are one of the form: 结果, 维持."""
    for n in range(len(texts) - 1, 0, -1):
        upper, lower = texts[n - 1 : n + 1]
        whole = upper + lower
        if key(upper) and key(lower) and not exactly(lower) and exactly(whole):
            return [*texts[: n - 1], whole, *texts[n + 1 :]]
    return texts


def _without_doubles(
    heads: dict[int, Head], words: dict[int, tuple[tuple[str, bool], ...]]
) -> dict[int, Head]:
    """``heads`` without titles that stand over different columns: a piece of one above all of them.

    A title over two columns with the same words is one that spans them.
    """
    over: dict[Head, set[tuple[str, ...]]] = {}
    for column, head in heads.items():
        # Results of table 四 whose procedure is not known yet recur.
        if head.code and (head.procedure or head.table != "disputes"):
            over.setdefault(head, set()).add(tuple(text for text, _ in words[column]))
    return {column: head for column, head in heads.items() if len(over.get(head, ())) < 2}


def _without_bare_change(
    heads: dict[int, Head], words: dict[int, tuple[tuple[str, bool], ...]]
) -> dict[int, Head]:
    """``heads`` without a bare 增/减 that has no 上一年项目数量 beside it: in 2019年 | 2020年 | 增减 it is of something else."""
    if any(head.code == "items_last_year" for head in heads.values()):
        return heads
    bare = [
        column
        for column, head in heads.items()
        if head.code == "items_change" and key(words[column][-1][0]) == "增减"
    ]
    return {c: head._replace(code="") if c in bare else head for c, head in heads.items()}


def _cut_titles(table: str, stack: Stack, heads: dict[int, Head]) -> dict[int, Head]:
    """Columns side by side with one title, cut short: 本年新 | 本年新, of which the form has just so many.

    They are those that begin so, in the order of the form.
    """
    found: dict[int, Head] = {}
    titles = [(column, key(words[-1][0])) for column, words in stack if column not in heads]
    for title, run in groupby(titles, lambda entry: entry[1]):
        columns = [column for column, _ in run]
        side_by_side = columns == list(range(columns[0], columns[0] + len(columns)))
        if len(columns) < 2 or len(title) < _SHORTEST_CUT or not side_by_side:
            continue
        meant = {
            tuple(codes)
            for version in form.versions()
            if len(codes := _beginning(version, table, title)) == len(columns)
        }
        if len(meant) == 1:
            found |= {column: Head(table, code, "", "") for column, code in zip(columns, *meant)}
    return found


def _beginning(version: str, table: str, title: str) -> list[str]:
    """The columns of a version's table whose titles begin with some words, in their order."""
    return [
        entry["column"]
        for entry in form.table("columns")
        if (entry["version"], entry["table"]) == (version, table)
        and key(entry["zh"]).startswith(title)
    ]


def _is_out_of_order(heads: dict[int, Head]) -> bool:
    """Whether 总计 stands between the others: a header that has lost its spans, over other columns than its own."""
    order = [head.code for _, head in sorted(heads.items()) if head.code]
    return "total" in order and order.index("total") not in (0, len(order) - 1)


def _with_total(heads: dict[int, Head], stack: Stack) -> dict[int, Head]:
    """``heads`` with what 小计 is where no 总计 stands: all, behind 法人或其他组织; with no such title, nobody knows."""
    codes = [head.code for head in heads.values()]
    if "total" in codes or _SUBTOTAL not in codes:
        return heads
    groups = {column for column, words in stack if any(_is_group(look(text)) for text, _ in words)}
    kinds = {column for column, head in heads.items() if head.code in _KINDS}
    placed = bool(kinds) and kinds <= groups
    return {
        column: head
        if head.code != _SUBTOTAL or (placed and column in groups)
        else head._replace(code="total" if placed and column == max(heads) else "")
        for column, head in heads.items()
    }


def _is_group(one: Look) -> bool:
    return any((m.table, m.axis, m.kind) == ("requests", "column", "group") for m in one.labels)


def _are_whole(heads: dict[int, Head]) -> bool:
    """Whether each procedure that stands over columns stands over one of each result."""
    results: dict[str, set[str]] = {}
    for head in heads.values():
        results.setdefault(head.procedure, set()).add(head.code)
    unnamed = results.pop("", set())
    every = unnamed.union(*results.values())
    return bool(results) and all(codes == every for codes in results.values())


def _name_procedures(heads: dict[int, Head], procedures: tuple[str, ...]) -> None:
    """A header without spans names each result as often as there are procedures, in the same order."""
    seen = Counter(head.code for head in heads.values())
    if len(procedures) not in (1, 3) or any(times != len(procedures) for times in seen.values()):
        procedures = ("",) * max(seen.values(), default=0)
    turns: Counter[str] = Counter()
    for column, head in heads.items():
        heads[column] = head._replace(procedure=procedures[turns[head.code]])
        turns[head.code] += 1


def _table_of_header(stack: Stack) -> str:
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
                unit = printed_unit(one.text)
            if len(label.versions) == 1:
                votes += label.versions
    procedure = "" if procedure == "litigation" else procedure
    return Head(table, code, procedure, unit) if code or procedure else None
