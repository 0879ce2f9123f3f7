"""Table 三 (收到和处理政府信息公开申请情况) by outcome, reason, applicant and flow; and who has it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis import form
from analysis.metrics.cells import Cells, amount, cells_by_report
from analysis.metrics.measuring import wilson
from analysis.metrics.registry import reason_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from analysis.datasets import Dataset

OUTCOMES = ("granted", "partly_granted", "refused", "unavailable", "unprocessed", "other")
ABOUT = ("report_id", "agency_id", "agency", "agency_en", "year", "form")


def outcomes(requests: pd.DataFrame) -> pd.DataFrame:
    """What became of the requests handled: a row a report and outcome, of table 三's total column.

    ``requests``: rows of :attr:`analysis.Dataset.requests`. Columns: those of the report, outcome (code of
    the form: granted … other), value (the sum of a group's rows, or its printed subtotal; NaN if any row
    is blank), handled (the printed total, NaN if blank), share (value / handled).
    """
    rows = []
    for about, cells in _reports(requests):
        handled = _cell(cells, about.form, "handled_total")
        for outcome in OUTCOMES:
            value = _cell(cells, about.form, outcome)
            rows.append((*about, outcome, value, handled, _share(value, handled)))
    return _frame(rows, "outcome", "value", "handled", "share")


def reasons(requests: pd.DataFrame) -> pd.DataFrame:
    """Why requests were not granted: a row a report and reason (不予公开, 无法提供, 不予处理).

    Columns: those of the report, group, row (code of the form), value, handled, share (value / handled),
    low and high (Wilson 95 %). A blank cell is NaN.
    """
    rows = []
    for about, cells in _reports(requests):
        handled = _cell(cells, about.form, "handled_total")
        for reason in reason_rows():
            value = _cell(cells, about.form, reason["row"])
            share = _share(value, handled)
            interval = (math.nan, math.nan) if math.isnan(share) else wilson(value, handled)
            rows.append((*about, reason["parent"], reason["row"], value, handled, share, *interval))
    return _frame(rows, "group", "row", "value", "handled", "share", "low", "high")


def applicants(requests: pd.DataFrame) -> pd.DataFrame:
    """Who asked: a row a report and kind of applicant, of the row 本年新收.

    Columns: those of the report, applicant (column code of the form), value (NaN: blank), new (the
    printed total), share (value / new).
    """
    rows = []
    for about, cells in _reports(requests):
        new = cells.get(("new", "total"), math.nan)
        for column in form.columns(about.form, "requests"):
            if column["kind"] == "count":
                value = cells.get(("new", column["column"]), math.nan)
                rows.append((*about, column["column"], value, new, _share(value, new)))
    return _frame(rows, "applicant", "value", "new", "share")


def flow(requests: pd.DataFrame) -> pd.DataFrame:
    """In, handled, out: a row a report - new, carried_in, handled_total, carried_out, difference.

    All of the total column; NaN: blank. ``difference`` is new + carried_in - handled_total - carried_out:
    0 where the form's own arithmetic holds, NaN where an operand is missing.
    """
    names = ("new", "carried_in", "handled_total", "carried_out")
    rows = []
    for about, cells in _reports(requests):
        values = [cells.get((name, "total"), math.nan) for name in names]
        new, carried_in, handled, carried_out = values
        rows.append((*about, *values, new + carried_in - handled - carried_out))
    return _frame(rows, *names, "difference")


def request_organs(dataset: Dataset, agency: str, year: int, most: int = 6) -> list[str]:
    """Other organs with a full table 三 (every outcome known), those that tell ``agency`` most first.

    Codes of at most ``most`` organs: same level and kind first, then by more years, same level, same
    kind, a report of ``year``, and code.
    """
    full = full_requests(dataset)
    own = dataset.agency_id(agency)
    about = dataset.agencies.set_index("agency_id")
    level, kind = about.loc[own, "level"], about.loc[own, "kind"]
    years = {code: _full_years(full, code) for code in sorted(set(full["agency_id"]) - {own})}

    def distance(code: str) -> tuple:
        other_level = about.loc[code, "level"] != level
        other_kind = about.loc[code, "kind"] != kind
        unlike, away = other_level or other_kind, year not in years[code]
        return unlike, -len(years[code]), other_level, other_kind, away, code

    return sorted(years, key=distance)[:most]


def full_requests(dataset: Dataset) -> pd.DataFrame:
    """The reports whose every outcome is known: report_id, agency_id, agency, agency_en, year, form."""
    found = outcomes(dataset.requests)
    known = found.groupby("report_id")["value"].transform(lambda v: v.notna().all())
    return found.loc[known.astype(bool), list(ABOUT)].drop_duplicates(ignore_index=True)


def request_subject(dataset: Dataset, agency: str, year: int) -> tuple[str, int]:
    """Whose year to draw: the organ's own if its table 三 has any number, else another organ as example.

    The example is the first of :func:`request_organs` in its latest full year up to ``year``, else its
    latest. Without any full table in the data: the organ itself.
    """
    own = dataset.select(agency=agency, years=year)
    others = request_organs(dataset, agency, year, most=1)
    if own.requests["value"].notna().any() or not others:
        return dataset.agency_id(agency), year
    years = _full_years(full_requests(dataset), others[0])
    return others[0], max((y for y in years if y <= year), default=years[-1])


def _full_years(full: pd.DataFrame, agency_id: str) -> list[int]:
    return sorted(full.loc[full["agency_id"] == agency_id, "year"].tolist())


def _reports(requests: pd.DataFrame) -> Iterator[tuple]:
    cells = cells_by_report(requests)
    about = requests[list(ABOUT)].drop_duplicates().sort_values(["agency_id", "year"])
    for row in about.itertuples(index=False):
        yield row, cells[row.report_id]


def _cell(cells: Cells, version: str, row: str) -> float:
    return amount(cells, version, "requests", row, "total")


def _share(value: float, whole: float) -> float:
    return value / whole if whole > 0 and 0 <= value <= whole else math.nan


def _frame(rows: list[tuple], *columns: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=[*ABOUT, *columns])
