"""Numbers that nothing else holds: no verified identity, no sentence, no other year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.rules import name, state
from analysis.checks.years import years_in_force

# Rules that tie a cell to other numbers exactly: any change of the cell changes their verdict or difference.
_EXACT = {
    *("requests.flow", "requests.results", "requests.applicants", "requests.subtotals"),
    *("disputes.total", "years.in_force", "years.carried"),
}
NAMED = 12  # cells named in words; the finding lists all


def cells_alone(
    ledger: Ledger, findings: Iterable[Finding], after: Ledger | None = None
) -> Iterator[Finding]:
    """A finding a table: which of its numbers stand alone, so that a slip in them would not be seen.

    ``after`` is the report of the year after, which counts on from this year's stock.

    That is no fault of the report: nobody can confirm such a number without a second source.
    """
    held = {cell for finding in findings if _ties(finding) for cell in _cells(finding)}
    if after is not None:
        counted_on = [f for f in years_in_force(after, ledger) if _ties(f)]
        held |= {("proactive", finding.per, "in_force") for finding in counted_on}
    for table in form.TABLES:
        if not ledger.has(table):
            continue
        alone = [
            cell
            for cell, fact in ledger.facts.items()
            if cell[0] == table and fact.status == "reported" and cell not in held
        ]
        names = {
            lang: ("、" if lang == "zh" else ", ").join(name(c, lang) for c in alone[:NAMED])
            + (" …" if len(alone) > NAMED else "")
            for lang in ("zh", "en")
        }
        yield state(
            ledger, "cells.alone", "unverifiable" if alone else "holds", table, cells=alone,
            zh=f"{len(alone)} 格独自成立：{names['zh']}" if alone else "各格都有别的数相印证",
            en=f"{len(alone)} cells stand alone: {names['en']}" if alone else "every cell has others to agree with",
        )  # fmt: skip


def _ties(finding: Finding) -> bool:
    """A rule that was applied in full, and exactly: a hedged or rounded claim leaves room."""
    exact = finding.rule in _EXACT or finding.rule.startswith("text.")
    same = finding.expected is not None and finding.expected == finding.actual
    return exact and (finding.verdict == "broken" or same)


def _cells(finding: Finding) -> Iterator[Cell]:
    for cell in filter(None, finding.cells.split(";")):
        table, row, column = cell.split("/")
        yield table, row, column
