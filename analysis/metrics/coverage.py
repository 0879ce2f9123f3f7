"""What is known and what is not: by channel and year, and by report and table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analysis import form
from analysis.facts import TABLES
from analysis.metrics.channels import channel_series

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset

STATES = ("reported", "inferred", "joint", "not_stated", "no_report")


def channel_coverage(dataset: Dataset) -> pd.DataFrame:
    """For each organ, year and channel whether its number is known.

    Grain: organ x year (first to last report at hand) x channel that any of the organ's reports
    mentions. Columns: agency_id, agency, agency_en, year, channel, state:

    - ``reported``; ``inferred``: the number is there, its channel is inferred
    - ``joint``: only in a number shared with other channels
    - ``not_stated``: the part of the report at hand gives no number - not a zero
    - ``no_report``: no report of that year is at hand
    """
    import pandas as pd

    known = _known_states(channel_series(dataset.channels))
    columns = ["agency_id", "agency", "agency_en", "year", "channel", "state"]
    rows = []
    for agency_id, reports in dataset.reports.groupby("agency_id", sort=True):
        names = (reports["agency"].iloc[0], reports["agency_en"].iloc[0])
        years = set(reports["year"])
        channels = list(dict.fromkeys(c for a, _, c in known if a == agency_id))
        for year in range(min(years), max(years) + 1):
            for channel in channels:
                missing = "not_stated" if year in years else "no_report"
                state = known.get((agency_id, year, channel), missing)
                rows.append((agency_id, *names, year, channel, state))
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"state": pd.CategoricalDtype(STATES)})


def _known_states(series: pd.DataFrame) -> dict[tuple[str, int, str], str]:
    """(organ, year, channel) -> the best that is known of it."""
    states: dict[tuple[str, int, str], str] = {}
    for row in series.itertuples():
        if row.channel == "joint":
            for member in row.members.split(";"):
                states.setdefault((row.agency_id, row.year, member), "joint")
        else:
            state = "inferred" if row.inferred else "reported"
            states[row.agency_id, row.year, row.channel] = state
    return states


def report_coverage(dataset: Dataset) -> pd.DataFrame:
    """For each report and table how many numbers are known, of how many the form asks for.

    Columns: report_id, agency_id, agency, year, form, table, known (cells with a number), expected
    (cells of the form; 0 for channels and indicators, which no form lists). A group that the report
    prints as one row (其他处理) is expected as that row. A table with known 0 is not in the copy at hand.
    """
    import pandas as pd

    cells: dict[tuple[str, str], dict[tuple[str, str], bool]] = {}
    facts = dataset.facts[["report_id", "table", "row", "column"]].assign(
        known=dataset.facts["value"].notna()
    )
    for fact in facts.itertuples(index=False):
        cells.setdefault((fact.report_id, fact.table), {})[fact.row, fact.column] = fact.known
    rows = []
    for report in dataset.reports.itertuples():
        for table in TABLES:
            found = cells.get((report.report_id, table), {})
            expected = _expected(report.form, table, frozenset(row for row, _ in found))
            listed = expected or table in {"channels", "indicators"}
            known = sum(found[c] for c in (expected or found) if c in found)
            if listed or known:
                about = (
                    report.report_id,
                    report.agency_id,
                    report.agency,
                    report.year,
                    report.form,
                )
                rows.append((*about, table, known, len(expected)))
    about = ["report_id", "agency_id", "agency", "year", "form"]
    return pd.DataFrame(rows, columns=[*about, "table", "known", "expected"])


@cache
def _expected(version: str, table: str, printed: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The cells asked for; a group printed only as its subtotal gives that row for its parts."""
    cells = set(form.cells(version, table))
    rows = form.rows(version, table)
    for subtotal in (r for r in rows if r["kind"] == "subtotal" and r["row"] in printed):
        parts = {r["row"] for r in rows if r["parent"] == subtotal["parent"]} - {subtotal["row"]}
        if parts.isdisjoint(printed):
            columns = {column for row, column in cells if row in parts}
            cells = {c for c in cells if c[0] not in parts}
            cells |= {(subtotal["row"], column) for column in columns}
    return frozenset(cells)


def series_organs(dataset: Dataset, agency: str, most: int = 5) -> list[str]:
    """Other organs with channel counts in two or more years, the most comparable first.

    Codes of at most ``most`` organs, ordered by: same kind of organ, same province, number of channels
    known in two years or more, number of years, code.
    """
    own = dataset.agencies.set_index("agency_id").loc[dataset.agency_id(agency)]
    series = channel_series(dataset.channels)
    series = series[(series["agency_id"] != own.name) & (series["channel"] != "total")]
    years = series.groupby(["agency_id", "channel", "members"])["year"].nunique()
    lasting = years[years > 1].groupby("agency_id").agg(["size", "max"]).reset_index()
    lasting = lasting.merge(dataset.agencies, on="agency_id")
    province = own["region_zh"][:2]
    lasting["other_kind"] = lasting["kind"] != own["kind"]
    lasting["elsewhere"] = ~lasting["region_zh"].str.startswith(province)
    order = ["other_kind", "elsewhere", "size", "max", "agency_id"]
    lasting = lasting.sort_values(order, ascending=[True, True, False, False, True])
    return lasting["agency_id"].head(most).tolist()
