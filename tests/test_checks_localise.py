"""What may have happened to a row of 宿迁 2024: shifted, split, two errors at once."""

from __future__ import annotations

import dataclasses

import pytest

from analysis.checks import check_ledger, suggest
from analysis.checks.ledger import of_dataset

PARTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
ROW = [("requests", "granted", column) for column in (*PARTS, "total")]
GRANTED = [1408, 21, 0, 0, 2, 0, 1431]  # as published


@pytest.fixture(scope="module")
def suqian(data):
    (book,) = of_dataset(data.select(agency="suqian-gov", years=2024))
    assert [book.value(*cell) for cell in ROW] == GRANTED
    return book


def printed(book, numbers):
    """The row with other numbers; a string is also the cell's text."""
    facts = dict(book.facts)
    for cell, number in zip(ROW, numbers, strict=True):
        text = number if isinstance(number, str) else ""
        facts[cell] = facts[cell]._replace(value=float(number), text=text)
    return dataclasses.replace(book, facts=facts)


def restored(book):
    best = suggest(book, "requests")[0]
    after = dict(best.changes)
    return best.kind, [after.get(cell, book.value(*cell)) for cell in ROW]


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([0, 1408, 21, 0, 0, 2, 0], "shifted"),  # one column to the right, the total fell off
        (["14", "08", 21, 0, 0, 2, 0], "split"),  # 1408 in two cells, the others moved on
    ],
)
def test_a_displaced_row_is_put_back(suqian, numbers, kind):
    assert restored(printed(suqian, numbers)) == (kind, GRANTED)


def test_where_a_number_is_lost_nothing_is_suggested(suqian):
    assert suggest(printed(suqian, [21, 0, 0, 2, 0, 1431, 1431]), "requests") == []


def test_two_errors_apart_are_each_named(suqian):
    one, two = ROW[0], ("requests", "carried_out", "total")
    facts = dict(suqian.facts)
    facts[one] = facts[one]._replace(value=1411.0)
    facts[two] = facts[two]._replace(value=175.0)
    book = dataclasses.replace(suqian, facts=facts)
    found = suggest(book, "requests")
    assert {s.kind for s in found} == {"separate"}
    assert {s.changes for s in found} == {((one, 1408),), ((two, 125),)}
    advice = {f.per: f.suggestion_zh for f in check_ledger(book) if f.verdict == "broken"}
    assert "→ 1408" in advice["granted"] and "→ 125" in advice["carried_out"]
