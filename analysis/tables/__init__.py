"""Grids of a document into the cells of the statutory form, whichever version it follows."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from analysis import form
from analysis.document import Document, Grid, Paragraph
from analysis.facts import Fact
from analysis.tables import listed, stacked
from analysis.tables.found import Key, Message
from analysis.tables.grids import Walk
from analysis.tables.labels import look
from analysis.tables.packed import NO_LAYOUT, unpack
from analysis.tables.years import in_words_of_the_form

_LOST_SPANS = (
    "表头的合并单元格已丢失，无法确定各列，这张表的数字未读",
    "the header has lost its merged cells: its columns are not certain, so its numbers are not read",
)
_SHORT_ROW = (
    "这一行的数字少于或多于列数（空格可能在复制时丢失），未读",
    "the row has fewer or more figures than columns (blanks may be lost in copying): not read",
)
_TABLES_OF_2019_ON = ("proactive", "requests", "disputes")
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

    ``year`` helps where the tables could be of either version, and to leave out those of another
    year (a message says so). Two copies of a cell that differ give an ``unreadable`` cell and a
    message, never a choice. Never raises.
    """
    walk = Walk(year)
    document = in_words_of_the_form(document, year)
    layout = NO_LAYOUT
    unread: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            walk.read_paragraph(block)
        else:
            grid, whole, layout = unpack(block, layout)
            walk.read_grid(grid)
            if not whole:
                walk.found.say("lost_spans", *_LOST_SPANS, block.where)
                unread |= _tables_of_rows(block)
    found = walk.found
    left_out = unread | _read_aside(walk)
    if any(table not in {key[0] for key in found.facts} for table in _TABLES_OF_2019_ON):
        _read_stacked(document, walk)
    messages = list(dict.fromkeys(found.messages))
    doubted = {copies[0].table for copies in found.copies.values() if len(_numbers(copies)) > 1}
    for copies in found.copies.values():
        found.facts[copies[0][:3]] = _one_of(copies, messages, copies[0].table in doubted)
    version = _version(found.votes, year)
    used = version or (form.version_of_year(year) if year else "2021")
    known = {table for table, _, _ in found.facts}
    facts: list[Fact] = []
    for table in form.tables(used):
        if table in known:
            own = _facts(used, table, found.facts)
            facts += own
            messages += _absent(used, own)
        elif table not in left_out:
            messages.append(_missing(used, table))
    messages += _of_another_form(used, facts, found.facts)
    return Matched(version, facts, messages)


_NOT_OF_THIS = (
    "这张表在“{}”之下，属于别的年度或别的报告，未读",
    "this table stands under “{}”, another year or report: not read",
)
_SLIP = (
    "这张表在“{}”之下，标题里的年份与报告年度不一致；没有别的同类表格，按本年度读取，请核对",
    "this table stands under “{}”, whose year is not that of the report; there is no other such table, so it is "
    "read as this year's: please check",
)


def _read_aside(walk: Walk) -> set[str]:
    """Tables under the headings of other years: read only where the year may be a slip and no other is there.

    Returns the tables that were left out.
    """
    own = {table for table, _, _ in walk.found.facts}
    left_out: set[str] = set()
    for grid, heading, is_slip in walk.aside:
        meant = _tables_of_rows(grid)
        if not meant:
            continue
        slip = is_slip and not meant & own
        if slip:
            walk.read_own(grid)
        else:
            left_out |= meant
        zh, en = (words.format(heading) for words in (_SLIP if slip else _NOT_OF_THIS))
        walk.found.say("year_slip" if slip else "other_year", zh, en, grid.where)
    return left_out - own


def _tables_of_rows(grid: Grid) -> set[str]:
    """The tables that the labels in a grid are of; 总计 and 其他 are in all of them."""
    labels = (look(cell.text).labels for cell in grid.cells)
    only = [own for own in labels if len({m.table for m in own}) == 1]
    return {m.table for own in only for m in own if m.axis == "row"} & set(_TABLES_OF_2019_ON)


def _read_stacked(document: Document, walk: Walk) -> None:
    """Read the tables that stand in the text a cell a line, where they are not there as grids."""
    grids, short = stacked.read(document.blocks)
    for grid in (*grids, *listed.read(document.blocks)):
        walk.read_own(grid)  # all lines have been heard: the last heading is not the one above it
    for line in short:
        walk.found.say("short_row", *_SHORT_ROW, line.where)


def _version(counted: dict[str, int], year: int | None) -> str:
    """The version that the labels speak for; where they hardly do, that of the year reported."""
    votes = dict(counted)
    if votes.get("2014", 0) < _LEAST_OF_LIST:
        votes.pop("2014", None)
    best = max(votes, key=votes.__getitem__, default="")
    due = form.version_of_year(year) if year else best
    return due if due in votes and votes[best] < 2 * votes[due] else best


def _entry(version: str, table: str) -> dict[str, str]:
    return next(e for e in form.table("tables") if (e["version"], e["table"]) == (version, table))


def _missing(version: str, table: str) -> Message:
    entry = _entry(version, table)
    return (
        "table_missing",
        f"没有找到表格：{entry['zh']}（这份文件可能没有保留表格）",
        f"table not found: {entry['en']} (this copy may have lost it)",
        entry["section"],
    )


_MOST_NAMED = 3


def _absent(version: str, facts: list[Fact]) -> list[Message]:
    """The cells of a table that the page has not got: how many, and the first of them by name."""
    in_one = any(f.row == "other_subtotal" and f.status != "absent" for f in facts)
    parts = {r["row"] for r in form.rows(version, facts[0].table) if r["parent"] == "other"}
    absent = [
        fact for fact in facts if fact.status == "absent" and not (in_one and fact.row in parts)
    ]
    if not absent:
        return []
    entry = _entry(version, absent[0].table)
    more = len(absent) > _MOST_NAMED
    named = {
        language: [
            f"{form.row_label(f.table, f.row, language)} · {form.column_label(f.table, f.column, language)}"
            for f in absent[:_MOST_NAMED]
        ]
        for language in ("zh", "en")
    }
    return [
        (
            "cells_absent",
            f"{entry['zh']}：有 {len(absent)} 格没有找到（{'、'.join(named['zh'])}{'……' if more else ''}）",
            f"{entry['en']}: {len(absent)} cells not found ({'; '.join(named['en'])}{' …' if more else ''})",
            entry["section"],
        )
    ]


def _of_another_form(version: str, facts: list[Fact], read: dict[Key, Fact]) -> list[Message]:
    """Numbers under titles that only another version of the form has: said, not shown."""
    shown = {fact[:3] for fact in facts}
    left = [f for key, f in read.items() if key not in shown and f.status == "reported"]
    if not left:
        return []
    labels = "、".join(dict.fromkeys(form.row_label(f.table, f.row) for f in left))
    english = ", ".join(dict.fromkeys(form.row_label(f.table, f.row, "en") for f in left))
    return [
        (
            "other_form",
            f"有 {len(left)} 个数字在另一版格式才有的栏目里（{labels}），未列入",
            f"{len(left)} numbers stand under titles of another form ({english}): left out",
            left[0].where,
        )
    ]


def _facts(version: str, table: str, read: dict[Key, Fact]) -> list[Fact]:
    """A fact a cell of one table; printed subtotals only where they are printed."""
    facts = []
    for key, absent in _plan(version, table):
        fact = read.get(key, absent)
        if fact is not None:
            facts.append(fact)
    return facts


def _numbers(copies: list[Fact]) -> set[tuple]:
    """The different numbers that copies of one cell print."""
    return {(f.value, f.unit) for f in copies if f.status in ("reported", "unreadable")}


def _one_of(copies: list[Fact], messages: list[Message], doubted: bool) -> Fact:
    """One fact of several of one cell; an unreadable one if they differ.

    ``doubted``: other cells of the table differ, so that it is another report's; then a blank differs, too.
    """
    printed = [fact for fact in copies if fact.status in ("reported", "unreadable")]
    if not printed:
        return next((fact for fact in copies if fact.status != "blank"), copies[0])
    first = printed[0]
    if len(_numbers(copies)) == 1 and not (doubted and len(printed) < len(copies)):
        return first
    texts = " | ".join(dict.fromkeys(fact.text for fact in printed))
    label = (
        f"{form.row_label(first.table, first.row)}·{form.column_label(first.table, first.column)}"
    )
    english = f"{form.row_label(first.table, first.row, 'en')}, {form.column_label(first.table, first.column, 'en')}"
    messages.append((
        "conflict", f"同一格有不同的数：{label}：{texts}", f"one cell with different numbers: {english}: {texts}",
        first.where,
    ))  # fmt: skip
    return first._replace(value=None, status="unreadable", text=texts)


@cache
def _plan(version: str, table: str) -> tuple[tuple[Key, Fact | None], ...]:
    """Every cell of a table, and the fact for it if the page has not got it; None for printed subtotals."""
    needed = set(form.cells(version, table))
    plan = []
    for row in form.rows(version, table):
        for column in form.columns(version, table, row["row"]):
            if "group" not in (row["kind"], column["kind"]):
                codes = row["row"], column["column"]
                unit = form.unit(table, *codes, version)
                absent = (
                    Fact(table, *codes, unit=unit, status="absent") if codes in needed else None
                )
                plan.append(((table, *codes), absent))
    return tuple(plan)
