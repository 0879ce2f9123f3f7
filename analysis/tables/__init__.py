"""Grids of a document into the cells of the statutory form, whichever version it follows."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from analysis import codebook, form
from analysis.cells import CellValue
from analysis.document import Document, Paragraph
from analysis.facts import Fact
from analysis.tables.grids import Message, Reading, Walk

_LEAST_OF_LIST = 8  # labels of the list of 2014 that make it that list, and no table of channels


class Matched(NamedTuple):
    """The tables of one document.

    ``version`` is that of the form by its own words ("" if it has no table that tells), ``facts`` a
    row a cell of every table found, in the order of the form, ``messages`` (code, zh, en, where).
    A cell that the form has and a found table has not is ``absent``; a table that is not found at all
    has no facts and a message.
    """

    version: str
    facts: list[Fact]
    messages: list[Message]


def match(document: Document, year: int | None = None) -> Matched:
    """Match the grids of a document to the form by their labels; never by position alone.

    ``year`` only helps where the tables could be of either version. Two copies of a cell that differ
    give an ``unreadable`` cell and a message, never a choice. Never raises.
    """
    walk = Walk()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            walk.read_paragraph(block)
        else:
            walk.read_grid(block)
    version = _version(walk)
    messages = list(dict.fromkeys(walk.messages))
    used = version or (form.version_of_year(year) if year else "2021")
    facts: list[Fact] = []
    read: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    found = set()
    for reading in walk.readings:
        read[reading[:3]].append(reading)
        found.add(reading.table)
    for table in form.tables(used):
        if table in found:
            facts += _facts(used, table, read, messages)
        else:
            messages.append(_missing(used, table))
    return Matched(version, facts, messages)


def _version(walk: Walk) -> str:
    votes = dict(walk.votes)
    if votes.get("2014", 0) < _LEAST_OF_LIST:
        votes.pop("2014", None)
    return max(votes, key=votes.__getitem__, default="")


def _missing(version: str, table: str) -> Message:
    entry = next(e for e in form.table("tables") if e["version"] == version and e["table"] == table)
    return (
        "table_missing",
        f"没有找到表格：{entry['zh']}（这份文件可能没有保留表格）",
        f"table not found: {entry['en']} (this copy may have lost it)",
        entry["section"],
    )


def _facts(
    version: str, table: str, read: dict[tuple[str, str, str], list[Reading]], messages: list[Message]
) -> list[Fact]:
    """A fact a cell of one table; printed subtotals only where they are printed."""
    facts = []
    for row, column, unit, needed in _plan(version, table):
        readings = read.get((table, row, column))
        if readings:
            facts.append(_fact(readings, unit, messages))
        elif needed:
            facts.append(Fact(table, row, column, unit=unit, status="absent"))
    return facts


def _fact(readings: list[Reading], unit: str, messages: list[Message]) -> Fact:
    first = readings[0]
    if len(readings) > 1:
        first = _one_of(readings, messages)
    table, row, column, value, printed, where = first
    status, number = value.status, value.value
    if printed and printed != unit and not _fits(printed, unit):
        status, number = "unreadable", None
    return _new(Fact, (
        table, row, column, 1, number, printed or unit, status, "", "", "", "year", value.text, where, value.note,
    ))  # fmt: skip


_new = tuple.__new__  # a fact a cell: the checks of the constructor for keywords cost more than the rest


def _one_of(readings: list[Reading], messages: list[Message]) -> Reading:
    """One reading of several of a cell; an unreadable one if they differ."""
    printed = [r for r in readings if r.value.status in ("reported", "unreadable")]
    if not printed:
        return next((r for r in readings if r.value.status != "blank"), readings[0])
    if all(r.value.value == printed[0].value.value and r.unit == printed[0].unit for r in printed):
        return printed[0]
    first = printed[0]
    texts = " | ".join(dict.fromkeys(r.value.text for r in printed))
    label = f"{form.row_label(first.table, first.row)}·{form.column_label(first.table, first.column)}"
    english = f"{form.row_label(first.table, first.row, 'en')}, {form.column_label(first.table, first.column, 'en')}"
    messages.append((
        "conflict", f"同一格有不同的数：{label}：{texts}", f"one cell with different numbers: {english}: {texts}",
        first.where,
    ))  # fmt: skip
    return first._replace(value=CellValue(None, "unreadable", text=texts))


def _fits(printed: str, unit: str) -> bool:
    """Whether a printed unit can be meant where the form has ``unit``: money for money, counts for counts."""
    units = codebook.units()
    kinds = [units[u]["dimension"] if u in units else "money" if u.endswith("元") else "" for u in (printed, unit)]
    return (kinds[0] == "money") == (kinds[1] == "money") and kinds[0] != "share"


@cache
def _plan(version: str, table: str) -> tuple[tuple[str, str, str, bool], ...]:
    """Row, column and unit of every cell of a table, and whether the form itself asks for it."""
    needed = set(form.cells(version, table))
    return tuple(
        (row["row"], column["column"], form.unit(table, row["row"], column["column"], version),
         (row["row"], column["column"]) in needed)
        for row in form.rows(version, table) if row["kind"] != "group"
        for column in form.columns(version, table, row["row"]) if column["kind"] != "group"
    )  # fmt: skip
