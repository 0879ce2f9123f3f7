"""A report as the rules see it: its numbers by cell, a group's value, and nothing where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from analysis import form
from analysis.facts import Fact

Cell = tuple[str, str, str]  # table, row, column


@dataclass(frozen=True)
class Ledger:
    """One report's facts for checking, and what else is known of it (blank or None: not known).

    ``known`` says which parts of the report are at hand at all: a rule about words is not broken
    because only numbers were transcribed.
    """

    report_id: str
    form: str
    year: int | None
    facts: Mapping[Cell, Fact]
    narrative: tuple[Fact, ...] = ()
    agency: str = ""
    level: str = ""
    kind: str = ""
    published_on: str = ""
    title: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[Mapping[str, str], ...] = ()
    headings: tuple[
        tuple[str, str], ...
    ] = ()  # (section, title as printed), in the order of the page
    source: str = ""  # the kind of file that was read: html, pdf, docx, text; blank: from the data
    revision: int = 1

    def value(self, table: str, row: str, column: str) -> float | None:
        """The number of a cell, of a group its printed subtotal or the sum of its parts; else None."""
        fact = self.facts.get((table, row, column))
        if fact is not None:
            return fact.value if fact.status == "reported" else None
        values = [self.value(table, part, column) for part in self.parts(table, row)]
        return None if not values or None in values else sum(values)

    def parts(self, table: str, row: str) -> tuple[str, ...]:
        """What a group is the sum of in this report: its printed subtotal, else its parts."""
        children = _children(self.form, table).get(row, ())
        subtotal = [r for r, kind in children if kind == "subtotal" and self._printed(table, r)]
        return tuple(subtotal) or tuple(r for r, kind in children if kind != "subtotal")

    def beneath(self, table: str, row: str) -> tuple[str, ...]:
        """The parts of a group whether or not a subtotal is printed; none for a row of its own."""
        children = _children(self.form, table).get(row, ())
        return tuple(r for r, kind in children if kind != "subtotal")

    def leaves(self, table: str, row: str) -> tuple[str, ...]:
        """The rows whose cells stand behind a row: itself, or a group's parts."""
        if row in _children(self.form, table):
            return self.parts(table, row)
        return (row,)

    def has(self, table: str) -> bool:
        """Whether anything of a table is at hand."""
        return any(key[0] == table for key in self.facts)

    def where(self, cells: Iterable[Cell]) -> str:
        """The places of cells in the source."""
        places = (self.facts[cell].where for cell in cells if cell in self.facts)
        return ";".join(dict.fromkeys(filter(None, places)))

    def _printed(self, table: str, row: str) -> bool:
        return any(
            fact.status == "reported" for key, fact in self.facts.items() if key[:2] == (table, row)
        )


@cache
def _children(version: str, table: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Group row -> its (row, kind) children."""
    rows = form.rows(version, table)
    groups = [row["row"] for row in rows if row["kind"] == "group"]
    return {g: tuple((r["row"], r["kind"]) for r in rows if r["parent"] == g) for g in groups}


def of_report(report) -> Ledger:
    """The ledger of a report as read (:class:`analysis.report.Report`)."""
    # Not the file's name: a finding keeps its id when the file is moved.
    organ = report.agency or report.title or report.path
    return Ledger(
        report_id=f"{organ}-{report.year or ''}",
        form=report.form,
        year=report.year,
        facts={fact[:3]: fact for fact in report.facts if fact.table in form.TABLES},
        narrative=tuple(f for f in report.facts if f.table not in form.TABLES),
        agency=report.agency,
        published_on=report.published_on,
        title=report.title,
        sections=report.sections,
        messages=tuple(report.messages),
        headings=tuple(report.headings),
        source=report.kind,
    )


def of_subject(report) -> Ledger:
    """The ledger of a report as read, of a dataset with one report, or a ledger itself."""
    if isinstance(report, Ledger):
        return report
    if hasattr(report, "reports"):
        (ledger,) = of_dataset(report)
        return ledger
    return of_report(report)


def of_dataset(dataset) -> list[Ledger]:
    """The ledgers of all reports of a dataset, by organ and year."""
    names = list(Fact._fields)
    by_report: dict[str, list[Fact]] = {}
    columns = [dataset.facts[name].tolist() for name in ("report_id", *names)]
    for report_id, *cells in zip(*columns, strict=True):
        fact = Fact(*cells)
        if fact.value != fact.value:  # NaN, the missing value of frames
            fact = fact._replace(value=None)
        by_report.setdefault(report_id, []).append(fact)
    ledgers = []
    for report in dataset.reports.sort_values(["agency_id", "year"]).itertuples():
        facts = by_report.get(report.report_id, [])
        ledgers.append(
            Ledger(
                report_id=report.report_id,
                form=report.form,
                year=int(report.year),
                facts={f[:3]: f for f in facts if f.table in form.TABLES},
                narrative=tuple(f for f in facts if f.table not in form.TABLES),
                agency=report.agency_id,
                level=report.level,
                kind=report.kind,
                published_on=report.published_on,
                title=report.title_zh,
                revision=int(report.revision),
            )
        )
    return ledgers
