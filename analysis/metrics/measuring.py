"""One function for every measure: :func:`table` - value, operands, interval and status by organ and year."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.metrics.cells import PROCEDURES, Cells, amount, cells_by_report, contradictory
from analysis.metrics.channels import channel_series, channel_shares, channel_totals
from analysis.metrics.registry import Measure, Operand, find_measures

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset

FEW = 10  # cases below which a rate is marked
Z = 1.959963984540054  # 97.5 % quantile of the normal distribution
REPORT = ("report_id", "agency_id", "agency", "agency_en", "level", "kind", "region_zh", "year")
COLUMNS = (
    *(*REPORT, "form", "measure", "zh", "en", "unit", "value", "numerator", "denominator"),
    *("low", "high", "few", "status", "approx", "run", "broken_by"),
)
STATUSES = ("known", "missing", "no_cases", "contradictory", "not_comparable")


def table(
    dataset: Dataset,
    metrics: str | Iterable[str] | None = None,
    agencies: str | Iterable[str] | None = None,
    years: int | Iterable[int] | None = None,
) -> pd.DataFrame:
    """Measures of the registry for organs and years; None means all of them.

    Grain: report x measure. Columns: those of the report, measure (id), zh, en, unit, value (NaN unless
    known; a ``share`` is a fraction), numerator and denominator (the counts; a measure that is a count has
    no denominator), low and high (Wilson 95 %, shares of cases only), few (a rate over fewer than ten
    cases), approx (a channel's hedge), run and broken_by. ``status``:

    - ``known``; ``missing``: an operand is blank or not at hand - it is never taken for 0
    - ``no_cases``: the denominator is a reported zero
    - ``contradictory``: the operands break the form's own arithmetic, so that no rate can be formed
    - ``not_comparable``: the form of that year does not have these cells

    ``run`` numbers the unbroken stretches of a series: a year without a report (``broken_by`` ``gap``) or
    another version of the form (``form``) begins a new one, and no line or change may join two.
    Unknown ids are a :class:`~analysis.errors.UsageError` with the nearest.
    """
    import pandas as pd

    wanted = find_measures(metrics)
    chosen = dataset.select(agency=agencies, years=years) if agencies or years else dataset
    reader = _Reader(dataset, chosen, any(m.kind == "channel" for m in wanted))
    reports = list(chosen.reports.sort_values(["agency_id", "year"]).itertuples())
    rows = [
        (
            *(*(getattr(report, name) for name in (*REPORT, "form")), m.id, m.zh, m.en, m.unit),
            *(*reader.measured(m, report), *run),
        )
        for report, run in zip(reports, _runs(reports), strict=True)
        for m in wanted
    ]
    order = {m.id: i for i, m in enumerate(wanted)}
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["status"] = pd.Categorical(frame["status"], STATUSES)
    return frame.sort_values(
        "measure", key=lambda ids: ids.map(order), kind="stable", ignore_index=True
    )


def wilson(successes: float, cases: float) -> tuple[float, float]:
    """The Wilson 95 % interval of a share: 0 … 1, NaN without cases."""
    if not cases > 0:
        return math.nan, math.nan
    share, square = successes / cases, Z * Z
    middle = (share + square / (2 * cases)) / (1 + square / cases)
    half = (
        Z
        * math.sqrt(share * (1 - share) / cases + square / (4 * cases * cases))
        / (1 + square / cases)
    )
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    return low, 1.0 if successes == cases else min(1.0, middle + half)


def measure_change(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` (of :func:`table`) with the change from the year before, inside an unbroken run only.

    Adds base_year, base_value, change and change_share; a share changes in fractions (0.01 is one
    percentage point), with ``change_share`` NaN. Undefined on a zero, missing or hedged base.
    """
    from analysis.metrics.change import year_on_year

    changed = year_on_year(frame, keys=("agency_id", "measure", "run"))
    away = ~changed["consecutive"]
    for column in ("base_value", "change", "change_share"):
        changed[column] = changed[column].mask(away)
    changed["base_year"] = changed["base_year"].mask(away)
    changed["change_share"] = changed["change_share"].mask(changed["unit"].eq("share"))
    return changed


def _runs(reports: list) -> list[tuple[int, str]]:
    """For each report, in order of organ and year: the number of its run and what broke the one before."""
    runs, before = [], None
    for report in reports:
        if before is None or before.agency_id != report.agency_id:
            runs.append((1, ""))
        elif before.form != report.form:
            runs.append((runs[-1][0] + 1, "form"))
        elif report.year - before.year > 1:
            runs.append((runs[-1][0] + 1, "gap"))
        else:
            runs.append((runs[-1][0], ""))
        before = report
    return runs


class _Reader:
    """The operands of every report, read once; last year's report may lie outside the choice."""

    def __init__(self, dataset: Dataset, chosen: Dataset, channels: bool) -> None:
        tables = ("requests", "disputes", "proactive")
        self.cells = {name: cells_by_report(getattr(dataset, name)) for name in tables}
        about = dataset.reports
        keys = zip(
            about["agency_id"], about["year"], about["report_id"], about["form"], strict=True
        )
        self.reports = {(agency, year): (report, version) for agency, year, report, version in keys}
        self.channels = _channel_values(chosen) if channels else {}

    def measured(self, measure: Measure, report) -> tuple:
        """value, numerator, denominator, low, high, few, status, approx."""
        if not measure.has_form(report.form):
            return _nothing("not_comparable")
        if measure.kind == "channel":
            value, top, bottom, approx = self.channels.get((report.report_id, measure.id), _NO)
            status = "missing" if math.isnan(value) else "known"
            return value, top, bottom, math.nan, math.nan, False, status, approx
        top = self._sum(measure.numerator, report)
        if measure.kind == "count":
            status = "missing" if math.isnan(top) else "known"
            return top, top, math.nan, math.nan, math.nan, False, status, ""
        return self._rate(measure, report, top, self._sum(measure.denominator, report))

    def _rate(self, measure: Measure, report, top: float, bottom: float) -> tuple:
        status = _rate_status(measure, top, bottom, self._broken(measure, report))
        few = bool(bottom < FEW)
        if status != "known":
            return math.nan, top, bottom, math.nan, math.nan, few, status, ""
        low, high = wilson(top, bottom) if measure.kind == "share" else (math.nan, math.nan)
        return top / bottom, top, bottom, low, high, few, "known", ""

    def _sum(self, operands: Iterable[Operand], report) -> float:
        """The weighted sum of the operands, NaN as soon as one is missing."""
        return sum((o.weight * self._operand(o, report) for o in operands), 0.0)

    def _operand(self, operand: Operand, report) -> float:
        found = self.reports.get((report.agency_id, report.year - operand.years_before))
        if found is None:
            return math.nan
        report_id, version = found
        cells: Cells = self.cells[operand.table].get(report_id, {})
        return amount(cells, version, operand.table, operand.row, operand.column)

    def _broken(self, measure: Measure, report) -> bool:
        """Whether a rate draws on a procedure whose printed total is not the sum of its results."""
        drawn = {o.row for o in measure.denominator if o.table == "disputes"}
        cells = self.cells["disputes"].get(report.report_id, {})
        return any(contradictory(cells, p) for p in PROCEDURES if p in drawn)


_NO = (math.nan, math.nan, math.nan, "")


def _nothing(status: str) -> tuple:
    return (*(math.nan,) * 5, False, status, "")


def _rate_status(measure: Measure, top: float, bottom: float, broken: bool) -> str:
    if math.isnan(top) or math.isnan(bottom):
        return "missing"
    if broken or (measure.kind == "share" and not 0 <= top <= bottom):
        return "contradictory"
    return "known" if bottom > 0 else "no_cases"


def _channel_values(dataset: Dataset) -> dict[tuple[str, str], tuple[float, float, float, str]]:
    """(report, measure) -> value, numerator, denominator, hedge of the channel measures."""
    channels = dataset.channels
    series, shares, totals = (f(channels) for f in (channel_series, channel_shares, channel_totals))
    found = {}
    for row in series[series["dimension"] == "items"].itertuples():
        key = (row.report_id, f"channel_items_{row.channel}")
        # Several joint counts of one report have no common number.
        several = row.channel == "joint" and key in found
        found[key] = _NO if several else (row.value, row.value, math.nan, str(row.approx))
    for row in shares[shares["channel"] != "joint"].itertuples():
        found[row.report_id, f"channel_share_{row.channel}"] = (
            *(row.share, row.value, row.value / row.share if row.share else math.nan),
            str(row.approx),
        )
    for row in totals.itertuples():
        hedge = "about" if row.approx is True else ""
        found[row.report_id, "channel_concentration"] = (
            *(row.concentration, math.nan, math.nan),
            hedge,
        )
    return found
