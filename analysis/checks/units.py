"""A parent's tables against the sum of its units': which cells agree, and which units did not report.

Some governments publish one report over all their units. Then each cell should be the sum of the units'
own cells; whether a report is of that kind, and over which units, its words must tell: so the units are
given, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis import form
from analysis.checks.findings import Finding, Findings
from analysis.checks.ledger import Cell, Ledger, of_dataset
from analysis.checks.rules import name, state
from analysis.errors import UsageError

NAMED = 5  # units that a finding names before it only counts


def check_units(dataset, parent: str, units: Iterable[str], year: int) -> Findings:
    """Each cell of ``parent``'s three tables of ``year`` against the sum of the ``units``' cells.

    Organs are given by code or name. Grain: a cell (rule ``units.sum``), and one finding on who reported
    (``units.reported``). A cell holds or is broken when every unit gives it; with a unit missing it is
    unverifiable, unless those that did report already come to more. Raises
    :class:`~analysis.errors.UsageError` for an organ or a year that is not at hand, or no units.
    """
    codes = list(dict.fromkeys(dataset.agency_id(unit) for unit in units))
    if not codes:
        raise UsageError("没有给出下属单位", "no units are given")
    own = dataset.select(agency=parent, years=year)
    (whole,) = of_dataset(own)
    chosen = dataset.select(agency=codes)
    reported = {ledger.agency: ledger for ledger in of_dataset(chosen) if ledger.year == whole.year}
    names = chosen.agencies.set_index("agency_id")["name_zh"].to_dict()
    silent = [names[code] for code in codes if code not in reported]
    findings = [_who(whole, len(codes), silent)]
    findings += _cells(whole, [(names[c], reported.get(c)) for c in codes])
    return Findings(findings)


def _who(whole: Ledger, number: int, silent: Sequence[str]) -> Finding:
    told = _listed(silent)
    return state(
        whole,
        "units.reported",
        "unverifiable" if silent else "holds",
        expected=number,
        actual=number - len(silent),
        zh=f"没有报告的有：{told}" if silent else "",
        en=f"no report of: {told}" if silent else "",
    )


def _cells(whole: Ledger, units: Sequence[tuple[str, Ledger | None]]) -> Iterator[Finding]:
    for table in form.tables(whole.form):
        for row, column in form.cells(whole.form, table):
            cell = (table, row, column)
            if whole.has(table) and cell in whole.facts:
                yield _sum(whole, cell, units)


def _sum(whole: Ledger, cell: Cell, units: Sequence[tuple[str, Ledger | None]]) -> Finding:
    actual = whole.value(*cell)
    values = [(unit, ledger.value(*cell) if ledger else None) for unit, ledger in units]
    missing = [unit for unit, value in values if value is None]
    told = sum(value for _, value in values if value is not None)
    per, label = "/".join(cell), (name(cell), name(cell, "en"))
    if actual is None:
        words = (f"“{label[0]}”没有数", f"“{label[1]}” has no number")
        return state(
            whole, "units.sum", "unverifiable", per, cells=[cell], zh=words[0], en=words[1]
        )
    wrong = told > actual + 1e-6 if missing else abs(told - actual) > 1e-6
    verdict = "broken" if wrong else "unverifiable" if missing else "holds"
    zh = en = ""
    if verdict != "holds":
        lack_zh = f"，缺 {len(missing)} 家：{_listed(missing)}" if missing else ""
        lack_en = f", {len(missing)} missing: {_listed(missing)}" if missing else ""
        zh = f"“{label[0]}”各单位合计 {told:,.12g}，汇总数 {actual:,.12g}{lack_zh}"
        en = f"“{label[1]}” units {told:,.12g}, whole {actual:,.12g}{lack_en}"
    expected = None if missing else told
    return state(
        whole,
        "units.sum",
        verdict,
        per,
        expected=expected,
        actual=actual,
        cells=[cell],
        zh=zh,
        en=en,
    )


def _listed(units: Sequence[str]) -> str:
    more = f"…（共 {len(units)}）" if len(units) > NAMED else ""
    return "、".join(units[:NAMED]) + more
