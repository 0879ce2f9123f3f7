"""The identities of the form, from its data: weighted components that add to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.rules import equation, inside, state


class Identity(NamedTuple):
    """One identity at one place: the components with their weights; the first is the one expected."""

    rule: str
    table: str
    per: str
    terms: tuple[tuple[Cell, int], ...]


@cache
def identities(version: str) -> tuple[Identity, ...]:
    """All identities of a form, one for each column or row that it is to hold for."""
    lines: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for line in form.table("identities"):
        if line["version"] == version:
            key = (line["identity"], line["table"], line["along"])
            lines.setdefault(key, []).append((line["component"], int(line["weight"])))
    found = []
    for (rule, table, along), terms in lines.items():
        for per in _places(version, table, along):
            cells = tuple(
                ((table, code, per) if along == "column" else (table, per, code), weight)
                for code, weight in terms
            )
            found.append(Identity(rule, table, per, cells))
    return tuple(found)


def _places(version: str, table: str, along: str) -> list[str]:
    if along == "column":
        kinds = {"count", "total"}
        return [c["column"] for c in form.columns(version, table) if c["kind"] in kinds]
    return [r["row"] for r in form.rows(version, table) if r["kind"] != "group"]


def expanded(ledger: Ledger, identity: Identity) -> dict[Cell, int]:
    """The printed cells of an identity with their weights: groups give way to their parts."""
    weights: dict[Cell, int] = {}
    for (table, row, column), weight in identity.terms:
        for leaf in ledger.leaves(table, row):
            weights[table, leaf, column] = weight
    return weights


@inside
def check_identities(ledger: Ledger) -> Iterator[Finding]:
    """Every identity of the report's form; a table that is not at hand is said once."""
    absent: dict[tuple[str, str], None] = {}
    for identity in identities(ledger.form):
        if not ledger.has(identity.table):
            absent[identity.rule, identity.table] = None
            continue
        cells = list(expanded(ledger, identity))
        if _row_is_not_printed(ledger, identity, cells):
            continue
        yield _finding(ledger, identity, cells)
    for rule, table in absent:
        zh = next(t["zh"] for t in form.table("tables") if t["table"] == table)
        yield state(
            ledger, rule, "unverifiable", table, zh=f"所得文本没有“{zh}”表", en=f"no table {table}"
        )


def _row_is_not_printed(ledger: Ledger, identity: Identity, cells: list[Cell]) -> bool:
    """A part that the report prints only as a subtotal, or a subtotal it does not print."""
    facts = [ledger.facts.get(cell) for cell in cells]
    return identity.rule in {"requests.applicants", "disputes.total"} and all(
        fact is None or fact.status == "absent" for fact in facts
    )


def _finding(ledger: Ledger, identity: Identity, cells: list[Cell]) -> Finding:
    positive = [ledger.value(*cell) for cell, weight in identity.terms if weight > 0]
    negative = [ledger.value(*cell) for cell, weight in identity.terms if weight < 0]
    actual = None if None in positive else sum(positive)
    expected = None if None in negative else sum(negative)
    found = equation(ledger, identity.rule, identity.per, cells, expected, actual)
    return _by_parts(ledger, identity, found) or found if found.verdict == "broken" else found


def _by_parts(ledger: Ledger, identity: Identity, broken: Finding) -> Finding | None:
    """The second reading: it holds once the parts stand for their printed subtotals."""
    children = {cell: ledger.beneath(cell[0], cell[1]) for cell, _ in identity.terms}
    if all(ledger.leaves(*cell[:2]) == (rows or cell[1:2]) for cell, rows in children.items()):
        return None  # no subtotal is printed: there is no second reading
    sides, cells = {1: 0.0, -1: 0.0}, []
    for (table, row, column), weight in identity.terms:
        parts = children[table, row, column] or (row,)
        values = [ledger.value(table, part, column) for part in parts]
        if None in values:
            return None
        sides[1 if weight > 0 else -1] += sum(values)
        cells += [(table, part, column) for part in parts]
    if sides[1] != sides[-1]:
        return None
    return state(
        ledger, identity.rule, "explained", identity.per, expected=sides[-1], actual=sides[1],
        reading="by the parts, not the printed subtotal", cells=cells,
        zh=f"按印出的小计应为 {broken.expected:,.12g}，不符；按各项相加为 {sides[-1]:,.12g}，相符：小计可能有误",
        en=f"the parts add to {sides[-1]:,.12g} and agree; the printed subtotal gives {broken.expected:,.12g}",
    )  # fmt: skip
