"""How a reading compares with what a sheet says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dialects.sheets import Expected, Key, Sheet

TABLES = ("proactive", "requests", "disputes", "statistics")


class Mistake(NamedTuple):
    """A cell that came out differently; ``silent`` if a number stands where another one was written."""

    key: Key
    expected: Expected
    got: Expected
    silent: bool


def facts_of(data: bytes) -> list:
    """The facts of the statutory tables in a file's bytes."""
    from analysis import readers, tables

    document = readers.read_bytes(data)
    return tables.match(document).facts


def mistakes(facts: Iterable, sheet: Sheet) -> list[Mistake]:
    """Every cell whose status or value is not what the sheet says."""
    got: dict[Key, Expected] = {}
    for fact in facts:
        if fact.table in TABLES:
            got[tuple(fact[:3])] = (fact.status, fact.value if fact.status == "reported" else None)
    found = []
    for key in sorted(sheet.expected.keys() | got.keys()):
        want, have = sheet.expected.get(key, ("absent", None)), got.get(key, ("absent", None))
        if want != have:
            found.append(Mistake(key, want, have, have[0] == "reported"))
    return found
