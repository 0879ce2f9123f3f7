"""One cell of a full report changed: what shows it, and what nobody could see.

Tables three and four are held by their identities (see test_checks). Table two has none: a change is
shown by its bounds, by the stock of the years next to it, by a jump of a factor of ten - or the cell is
named beforehand as one that stands alone, which is all that can honestly be said of it.
"""

from __future__ import annotations

import dataclasses

import pytest

from analysis.checks import check_ledger
from analysis.checks.findings import is_told
from analysis.checks.ledger import of_dataset
from analysis.checks.others import Others, Shelf

FULL = (
    "hongze-gov-2023 hongze-gov-2024 huaian-gov-2024 shanghai-go-2025 shanghai-stc-2024 "
    "shuyang-gov-2025 suqian-gov-2023 suqian-gov-2024"
).split()
AMOUNTS = (1, 7, 1000)


@pytest.fixture(scope="module")
def books(data):
    """The full reports, and 宿迁 2025, of which table two is at hand."""
    organs = sorted({name.rsplit("-", 1)[0] for name in FULL})
    return {book.report_id: book for book in of_dataset(data.select(agency=organs))}


def told(books, changed, near):
    """What is told of the changed report and, among its neighbours, of the year after."""
    if not near:
        return {_said(f) for f in check_ledger(changed) if is_told(f)}
    shelf = Shelf([changed if b.report_id == changed.report_id else b for b in books.values()])
    beside = shelf.beside(changed)
    years = [(changed, beside)]
    if beside.after is not None:
        years.append((beside.after, shelf.beside(beside.after)))
    return {
        _said(f) for book, others in years for f in check_ledger(book, others=others) if is_told(f)
    }


def _said(f):
    # What is to be looked at already is not shown anew by another number.
    by = f.difference if f.verdict == "broken" else None
    return f.report_id, f.rule, f.per, f.verdict, by


def named_alone(book, others):
    return {
        tuple(cell.split("/"))
        for f in check_ledger(book, others=others)
        if f.rule == "cells.alone" and f.cells
        for cell in f.cells.split(";")
    }


def shown(books, near):
    """(report, cell, amount) of table two -> whether a change shows; every other cell is named as alone."""
    result = {}
    for report_id in FULL:
        book = books[report_id]
        others = Shelf(books.values()).beside(book) if near else Others()
        before, alone = told(books, book, near), named_alone(book, others)
        for cell, fact in book.facts.items():
            if cell[0] != "proactive" or fact.value is None:
                continue
            for amount in AMOUNTS:
                more = {cell: fact._replace(value=fact.value + amount)}
                changed = dataclasses.replace(book, facts={**book.facts, **more})
                seen = told(books, changed, near) != before
                assert seen or cell in alone, f"{report_id} {cell} +{amount} shows nothing"
                result[report_id, cell, amount] = seen
    return result


@pytest.mark.parametrize(
    ("near", "seen"),
    [
        (False, {1: 7, 7: 8, 1000: 17}),  # one report by itself: made <= in force + repealed, 规章
        (True, {1: 20, 7: 20, 1000: 32}),  # with the years next to it: stock and flow, jumps
    ],
)
def test_a_changed_cell_of_table_two_is_shown_or_named_as_standing_alone(books, near, seen):
    result = shown(books, near)
    assert len(result) == 78 * len(AMOUNTS)
    counts = {n: sum(s for (_, _, amount), s in result.items() if amount == n) for n in AMOUNTS}
    assert counts == seen


def test_only_documents_are_held_by_other_years_decisions_and_fees_by_nothing(books):
    """A penalty more or less is undetermined without a second source, and the report says so."""
    result = shown(books, near=True)
    rows = {cell[1] for (_, cell, amount), seen in result.items() if amount == 1 and seen}
    assert rows == {"rules", "normative_documents"}
    book = books["suqian-gov-2024"]
    alone = named_alone(book, Shelf(books.values()).beside(book))
    assert {cell[1] for cell in alone} == {"licences", "penalties", "coercive_measures", "fees"}


def test_a_sentence_that_tells_the_number_holds_its_cell(books):
    book = books["suqian-gov-2024"]
    cell = ("proactive", "licences", "decisions")
    said = dataclasses.replace(book, sections={"一": "作出行政许可决定1573179件。"})
    assert cell in named_alone(book, Others())
    assert cell not in named_alone(said, Others())
    rough = dataclasses.replace(book, sections={"一": "作出行政许可决定150余万件。"})
    assert cell in named_alone(rough, Others())


def test_no_cell_of_tables_three_and_four_stands_alone_where_all_is_printed(books):
    for report_id in FULL:
        tables = {cell[0] for cell in named_alone(books[report_id], Others())}
        assert tables <= {"proactive"}, report_id
