"""Which single cell, or which pair, would make all broken identities hold: a suggestion, never a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from analysis.checks.identities import Identity, expanded, identities
from analysis.checks.ledger import Cell, Ledger

FINAL = ("total", "handled_total")  # a failing row or column alone points to its total
MOST = 3


@dataclass(frozen=True)
class Suggestion:
    """Changes (cell -> value) after which every identity that is broken now would hold."""

    kind: str  # cell, swapped, moved
    changes: tuple[tuple[Cell, float], ...]


def suggest(ledger: Ledger, table: str) -> list[Suggestion]:
    """The likeliest explanations of the broken identities of a table, best first; at most three."""
    lines = [(expanded(ledger, i), i) for i in identities(ledger.form) if i.table == table]
    sums = [(weights, _residual(ledger, weights)) for weights, _ in lines]
    broken = [(weights, rest) for weights, rest in sums if rest]
    holding = [weights for weights, rest in sums if rest == 0]
    if not broken:
        return []
    found = list(_single(ledger, broken, holding)) or list(_pairs(ledger, broken, holding))
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


def _plausible(value: float) -> bool:
    return value >= 0 and float(value).is_integer()


def _rank(suggestion: Suggestion) -> tuple:
    """Totals first, then swaps before moves, then the order of the form."""
    kinds = ("cell", "swapped", "moved")
    final = any(cell[1] in FINAL or cell[2] in FINAL for cell, _ in suggestion.changes)
    return (kinds.index(suggestion.kind), not final, suggestion.changes[0][0])


def concerned(
    identity: Identity, ledger: Ledger, suggestions: Iterable[Suggestion]
) -> list[Suggestion]:
    """Those suggestions that change a cell of the identity."""
    cells = set(expanded(ledger, identity))
    return [s for s in suggestions if any(cell in cells for cell, _ in s.changes)]
