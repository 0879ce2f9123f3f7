"""Whether the codes of a fact exist: rows and columns in a form, channels and indicators in the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from analysis import codebook, form
from analysis.errors import nearest
from analysis.facts import STATUSES

# (table, row, column, members, part_of, status, whether there is a value)
Codes = tuple[str, str, str, str, str, str, bool]

WITH_VALUE = frozenset({"reported", "inferred"})


def wrong_codes(facts: Iterable[Codes]) -> dict[Codes, list[tuple[str, str]]]:
    """The combinations that mean nothing -> the columns at fault, each with what is allowed."""
    found = {fact: list(_faults(fact)) for fact in facts}
    return {fact: faults for fact, faults in found.items() if faults}


def _faults(fact: Codes) -> Iterator[tuple[str, str]]:
    table, row, column, members, part_of, status, has_value = fact
    rows, cells = _known(table)
    if row not in rows:
        yield "row", _choice(row, rows)
    elif (row, column) not in cells:
        yield "column", _choice(column, {c for r, c in cells if r == row})
    if (row == "joint") != bool(members):
        yield "members", "joint 须有成员，其余不得有 / members go with joint, and only with it"
    for member in filter(None, members.split(";")):
        if member not in codebook.channels():
            yield "members", _choice(member, codebook.channels())
    if part_of and part_of not in rows:
        yield "part_of", _choice(part_of, rows)
    if status in STATUSES and has_value != (status in WITH_VALUE):
        yield (
            "value",
            "reported、inferred 须有数，其余须空 / a value goes with these two, and only with them",
        )


@cache
def _known(table: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The row codes of a table and its (row, column) cells, over all versions of the form."""
    if table == "channels":
        cells = {(code, "items") for code in codebook.channels()}
    elif table == "indicators":
        cells = {(code, "count") for code in codebook.indicators()}
    else:
        cells = {
            (row["row"], column["column"])
            for version in form.versions()
            for row in form.rows(version, table)
            if row["kind"] != "group"
            for column in form.columns(version, table, row["row"])
            if column["kind"] != "group"
        }
    return frozenset(row for row, _ in cells), frozenset(cells)


def _choice(word: str, known: Iterable[str]) -> str:
    alike = nearest(word, sorted(known)) or sorted(known)
    return " | ".join(alike[:6])
