"""What a report is held against: its organ's other years, and the like organs of its year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis import form
from analysis.checks.ledger import Ledger, of_dataset


@dataclass(frozen=True)
class Others:
    """The reports beside one report.

    ``before`` and ``after`` are those of the years next to it, ``earlier`` all earlier ones of the organ,
    oldest first; ``same`` are other reports of the same organ and year; ``peers`` those of organs of the same level
    and kind for the same year, each with its own report of the year before (None: not at hand).
    """

    before: Ledger | None = None
    earlier: tuple[Ledger, ...] = ()
    same: tuple[Ledger, ...] = ()
    peers: tuple[tuple[Ledger, Ledger | None], ...] = ()
    after: Ledger | None = None


class Shelf:
    """Ledgers in order, so that those beside any one are found at once."""

    def __init__(self, ledgers: Iterable[Ledger]) -> None:
        self._organs: dict[str, list[Ledger]] = {}
        self._years: dict[tuple, list[Ledger]] = {}
        for ledger in ledgers:
            self._organs.setdefault(ledger.agency, []).append(ledger)
            if any(ledger.has(table) for table in form.TABLES):
                self._years.setdefault((ledger.year, ledger.level, ledger.kind), []).append(ledger)

    def beside(self, ledger: Ledger) -> Others:
        """What stands beside a ledger, which need not be of the shelf itself."""
        if ledger.year is None or not ledger.agency:
            return Others()
        mine = self._organs.get(ledger.agency, [])
        earlier = sorted(
            (e for e in mine if (e.year or 0) < ledger.year), key=lambda e: e.year or 0
        )
        near = self._years.get((ledger.year, ledger.level, ledger.kind), []) if ledger.kind else []
        return Others(
            self._next_to(ledger, -1),
            tuple(earlier),
            tuple(e for e in mine if e.year == ledger.year and not _is_it(e, ledger)),
            tuple((p, self._next_to(p, -1)) for p in near if p.agency != ledger.agency),
            self._next_to(ledger, 1),
        )

    def _next_to(self, ledger: Ledger, years: int) -> Ledger | None:
        mine = self._organs.get(ledger.agency, [])
        return next((e for e in mine if e.year == (ledger.year or 0) + years), None)


def joined(ledger: Ledger, beside: Others, given: Iterable[Ledger]) -> Others:
    """What is beside a ledger, with other reports given at the same time in place of the data's.

    A file has its words, which the data has not: the rules about copied words need them.
    """
    if not ledger.agency or ledger.year is None:
        return beside
    mine = {g.year: g for g in given if g.agency == ledger.agency and g.year is not None}
    earlier = {e.year: e for e in beside.earlier} | {
        y: g for y, g in mine.items() if y < ledger.year
    }
    return replace(
        beside,
        before=earlier.get(ledger.year - 1),
        earlier=tuple(earlier[year] for year in sorted(earlier)),
        after=mine.get(ledger.year + 1, beside.after),
    )


def _is_it(one: Ledger, ledger: Ledger) -> bool:
    """Whether a report of the data is the one that is checked; a file is another copy of it."""
    return one is ledger or (one.report_id == ledger.report_id and not ledger.source)


def placed(ledger: Ledger, dataset) -> tuple[Ledger, Others]:
    """A ledger of a file as one of a dataset: its organ's code, level and kind, and what is beside it.

    The report is named as the data names it (or would), so that decisions on its findings hold before
    and after it is taken in. An organ that the data does not know stays as it is, with nothing beside.
    """
    agency = dataset.known_organ(ledger.agency)
    if not agency:
        return ledger, Others()
    row = dataset.agencies[dataset.agencies["agency_id"] == agency].iloc[0]
    reports = dataset.reports
    mine = reports[(reports["agency_id"] == agency) & (reports["year"] == (ledger.year or 0))]
    report_id = mine["report_id"].iloc[0] if len(mine) else f"{agency}-{ledger.year or ''}"
    own = replace(
        ledger, agency=agency, level=row["level"], kind=row["kind"], report_id=report_id
    )  # fmt: skip
    return own, Shelf(of_dataset(dataset)).beside(own)
