"""Which cell, pair or displaced row would make the broken identities hold: a suggestion, never a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from analysis.checks.identities import Identity, expanded, identities
from analysis.checks.ledger import Cell, Ledger

FINAL = ("total", "handled_total")  # a failing row or column alone points to its total
MOST = 3
KINDS = ("cell", "swapped", "moved", "shifted", "split", "separate")


@dataclass(frozen=True)
class Suggestion:
    """Changes (cell -> value) after which the broken identities of the cells would hold.

    ``cell``, ``swapped``, ``moved``, ``shifted`` and ``split`` mend all of the table together;
    ``separate`` is one of several errors that have nothing to do with each other.
    """

    kind: str  # one of KINDS
    changes: tuple[tuple[Cell, float], ...]


def suggest(ledger: Ledger, table: str) -> list[Suggestion]:
    """The likeliest explanations of the broken identities of a table, best first; at most three."""
    lines = [(expanded(ledger, i), i) for i in identities(ledger.form) if i.table == table]
    sums = [(weights, _residual(ledger, weights)) for weights, _ in lines]
    broken = [(weights, rest) for weights, rest in sums if rest]
    holding = [weights for weights, rest in sums if rest == 0]
    if not broken:
        return []
    found = (
        list(_single(ledger, broken, holding))
        or list(_pairs(ledger, broken, holding))
        or list(_displaced(ledger, broken, sums))
        or list(_separate(ledger, broken, holding))
    )
    return sorted(found, key=_rank)[:MOST]


def _residual(ledger: Ledger, weights: dict[Cell, int]) -> float | None:
    values = [ledger.value(*cell) for cell in weights]
    if None in values:
        return None
    rest = sum(w * v for w, v in zip(weights.values(), values, strict=True))
    return round(rest, 6)


def _single(ledger: Ledger, broken: list, holding: list) -> Iterator[Suggestion]:
    """A cell in every broken identity and in no holding one, with one change that mends all."""
    shared = set.intersection(*(set(weights) for weights, _ in broken))
    for cell in shared.difference(*holding):
        steps = {-rest / weights[cell] for weights, rest in broken}
        value = ledger.value(*cell) + steps.pop()
        if not steps and _plausible(value):
            yield Suggestion("cell", ((cell, value),))


def _pairs(ledger: Ledger, broken: list, holding: list) -> Iterator[Suggestion]:
    """Two cells of one row or column that were swapped, or of which one holds a part of the other."""
    cells = sorted({cell for weights, _ in broken for cell in weights})
    for a, b in combinations(cells, 2):
        if a[1] != b[1] and a[2] != b[2]:
            continue
        step = _common_step(a, b, broken, holding)
        if step is None:
            continue
        first, second = ledger.value(*a), ledger.value(*b)
        after = (first + step, second - step)
        if all(map(_plausible, after)):
            kind = "swapped" if after == (second, first) else "moved"
            yield Suggestion(kind, ((a, after[0]), (b, after[1])))


def _common_step(a: Cell, b: Cell, broken: list, holding: list) -> float | None:
    """What has to go from ``b`` to ``a`` so that all identities hold; None if nothing does."""
    if any(weights.get(a, 0) != weights.get(b, 0) for weights in holding):
        return None
    steps = set()
    for weights, rest in broken:
        pull = weights.get(a, 0) - weights.get(b, 0)
        if pull == 0:
            return None
        steps.add(-rest / pull)
    return steps.pop() if len(steps) == 1 else None


def _displaced(ledger: Ledger, broken: list, sums: list) -> Iterator[Suggestion]:
    """A row whose numbers stand one column off, or of which one number fell into two cells."""
    for weights, _ in broken:
        row = list(weights)
        # A row identity: its cells share the row, the total first as the form's data gives it.
        if len(row) < 3 or len({cell[1] for cell in row}) > 1 or row[0][2] not in FINAL:
            continue
        order = [*row[1:], row[0]]
        values = [ledger.value(*cell) for cell in order]
        for kind, parts in _restored(values, [ledger.facts[c].text for c in order]):
            after = dict(zip(order, [*parts, sum(parts)], strict=True))
            changes = tuple((c, v) for c, v in after.items() if v != ledger.value(*c))
            if changes and _mends(ledger, after, sums):
                yield Suggestion(kind, changes)


def _restored(values: list[float], texts: list[str]) -> Iterator[tuple[str, list[float]]]:
    """What the parts of a row may have been, the total being their sum."""
    parts = values[:-1]
    yield "shifted", values[1:]  # all stand one too far to the right, the total fell off
    yield "shifted", [0, *parts[:-1]]  # one too far to the left
    for at in range(len(parts) - 1):
        # 20 | 23 was 2023: what follows moved on by one, or the second cell was empty.
        digits = [texts[i] or f"{values[i]:g}" for i in (at, at + 1)]
        if values[at] and all(d.isascii() and d.isdigit() for d in digits):
            whole = float("".join(digits))
            yield "split", [*parts[:at], whole, 0, *parts[at + 2 :]]
            yield "split", [*parts[:at], whole, *values[at + 2 :]]


def _mends(ledger: Ledger, after: dict[Cell, float], sums: list) -> bool:
    """Whether every identity that can be verified holds once the cells are ``after``."""
    for weights, rest in sums:
        if rest is None:
            continue
        moved = sum(w * (after[c] - ledger.value(*c)) for c, w in weights.items() if c in after)
        if round(rest + moved, 6):
            return False
    return True


def _separate(ledger: Ledger, broken: list, holding: list) -> Iterator[Suggestion]:
    """Cells that each mend two or more identities, and leave the other errors as they are."""
    right = set().union(*holding) if holding else set()
    for cell in {cell for weights, _ in broken for cell in weights} - right:
        steps = [round(-rest / weights[cell], 6) for weights, rest in broken if cell in weights]
        if len(steps) > 1 and len(set(steps)) == 1 and _plausible(ledger.value(*cell) + steps[0]):
            yield Suggestion("separate", ((cell, ledger.value(*cell) + steps[0]),))


def _plausible(value: float) -> bool:
    return value >= 0 and float(value).is_integer()


def _rank(suggestion: Suggestion) -> tuple:
    """Totals first, then swaps before moves, then the order of the form."""
    final = any(cell[1] in FINAL or cell[2] in FINAL for cell, _ in suggestion.changes)
    return (KINDS.index(suggestion.kind), not final, suggestion.changes[0][0])


def concerned(
    identity: Identity, ledger: Ledger, suggestions: Iterable[Suggestion]
) -> list[Suggestion]:
    """Those suggestions that change a cell of the identity."""
    cells = set(expanded(ledger, identity))
    return [s for s in suggestions if any(cell in cells for cell, _ in s.changes)]
