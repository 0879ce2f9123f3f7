"""What is known and what is not: by channel and year, and by report and table."""

from __future__ import annotations

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

    Columns: report_id, agency_id, agency, year, form, table, known (numbers reported or inferred),
    expected (cells of the form; 0 for channels and indicators, which no form lists). A table with
    known 0 is not in the copy at hand.
    """
    import pandas as pd

    facts = dataset.facts[dataset.facts["value"].notna()]
    counts = facts.groupby(["report_id", "table"], observed=True).size().to_dict()
    rows = []
    for report in dataset.reports.itertuples():
        for table in TABLES:
            expected = len(form.cells(report.form, table))
            known = counts.get((report.report_id, table), 0)
            if expected or known or table in {"channels", "indicators"}:
                about = (report.report_id, report.agency_id, report.agency, report.year, report.form)
                rows.append((*about, table, known, expected))
    about = ["report_id", "agency_id", "agency", "year", "form"]
    return pd.DataFrame(rows, columns=[*about, "table", "known", "expected"])
