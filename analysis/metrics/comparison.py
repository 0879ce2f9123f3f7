"""Rates of comparable organs: the nearest known year of each, and who is in the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.metrics.measuring import table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset


def peer_rates(dataset: Dataset, agency: str, year: int, measure: str) -> pd.DataFrame:
    """One row an organ that knows ``measure`` in any year: the year nearest to ``year``, the later of two.

    Columns: those of :func:`analysis.metrics.table`, with is_self, comparable (same level and kind as
    ``agency``, itself included) and same_year. Organs of other levels and kinds stay in the frame for
    orientation: a chart must tell them apart. Sorted by value, the largest first.
    """
    own = dataset.agencies.set_index("agency_id").loc[dataset.agency_id(agency)]
    frame = table(dataset, measure)
    frame = frame[frame["value"].notna()]
    away = (frame["year"] - year).abs()
    frame = frame.assign(away=away).sort_values(["away", "year"], ascending=[True, False])
    frame = frame.drop_duplicates("agency_id").drop(columns="away")
    frame["is_self"] = frame["agency_id"] == own.name
    frame["comparable"] = (frame["level"] == own["level"]) & (frame["kind"] == own["kind"])
    frame["same_year"] = frame["year"] == year
    return frame.sort_values(["value", "agency_id"], ascending=[False, True], ignore_index=True)


def pair_year(frame: pd.DataFrame, year: int) -> int:
    """The year nearest to ``year`` (the later of two) that some series knows together with the year before.

    ``frame``: rows of :func:`analysis.metrics.table`. Both years lie in one unbroken run. ``year`` itself
    where there is no such pair.
    """
    known = frame[frame["value"].notna()].sort_values("year")
    before = known.groupby(["agency_id", "measure", "run"])["year"].shift()
    years = set(known.loc[known["year"] - before == 1, "year"])
    return min(years, key=lambda y: (abs(y - year), -y), default=year)


def peer_sample(dataset: Dataset, agency: str, year: int) -> pd.DataFrame:
    """Who is comparable: a row an organ of the same level and kind with a report of ``year``.

    Columns: report_id, agency_id, agency, agency_en, region_zh, year, extent, is_self, channels,
    requests_told, tables: whether the report at hand has counts by channel, a number of requests in its words
    or its tables, and a statutory table 三. What it lacks is unknown, not zero.
    """
    here = dataset.select(years=year)
    own = dataset.select(agency=agency, years=year).reports.iloc[0]
    reports = here.reports
    group = reports[(reports["level"] == own["level"]) & (reports["kind"] == own["kind"])]
    columns = ["report_id", "agency_id", "agency", "agency_en", "region_zh", "year", "extent"]
    group = group[columns].assign(is_self=group["agency_id"].eq(own["agency_id"]))
    facts = here.facts[here.facts["value"].notna()]
    told = facts["row"].isin(["requests_received", "new"])
    for name, rows in (
        ("channels", facts["table"] == "channels"),
        ("requests_told", told),
        ("tables", facts["table"] == "requests"),
    ):
        group[name] = group["report_id"].isin(facts.loc[rows, "report_id"])
    return group.sort_values(
        ["is_self", "region_zh", "agency_id"], ascending=[False, True, True], ignore_index=True
    )
