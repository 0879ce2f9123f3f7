"""One measure across comparable organs: those of the same level and kind in the same year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import codebook
from analysis.errors import UsageError, nearest
from analysis.metrics.channels import channel_series

FEWEST = 5  # organs below which a ranking says nothing

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset


def peers(dataset: Dataset, agency: str, year: int, measure: str) -> pd.DataFrame:
    """The organs comparable with ``agency`` in ``year`` and what they report of ``measure``.

    ``measure`` is a channel or an indicator code (counted in items). Grain: an organ of the same level
    and kind of which a report of the year is at hand. Columns: agency_id, agency, agency_en, region_zh,
    year, level, kind, value, measure, unit, approx, inferred, is_self, rank (1 = largest, among the known). ``value`` is NaN where
    the part of the report at hand does not give it: the organ stays in the list, without a rank. The
    sample is the reports at hand, not all organs that exist.
    """
    check_measure(measure)
    agency_id = dataset.agency_id(agency)
    reports = dataset.select(years=year).reports
    own = reports[reports["agency_id"] == agency_id]
    if own.empty:
        dataset.select(agency=agency_id, years=year)  # says which years are known
    same = (reports["level"] == own["level"].iloc[0]) & (reports["kind"] == own["kind"].iloc[0])
    group = reports[same][
        ["report_id", "agency_id", "agency", "agency_en", "region_zh", "year", "level", "kind"]
    ]
    known = _values(dataset, measure)
    frame = group.merge(known, on="report_id", how="left", sort=False)
    frame["measure"] = measure
    frame["unit"] = frame["unit"].fillna("")
    frame["approx"] = frame["approx"].fillna("")
    frame["inferred"] = frame["inferred"].eq(True)
    frame["is_self"] = frame["agency_id"] == agency_id
    frame["rank"] = frame["value"].rank(ascending=False, method="min").astype("Int64")
    frame = frame.sort_values(["value", "agency_id"], ascending=[False, True], ignore_index=True)
    return frame.drop(columns="report_id")


def known_measures(dataset: Dataset, agency: str, year: int) -> list[str]:
    """The channels and indicators that this report itself gives: what peers can be asked for."""
    own = dataset.select(agency=agency, years=year)
    found = [m for m in (*codebook.channels(), *codebook.indicators()) if m != "joint"]
    with_value = set(_series(own)["measure"])
    return [m for m in found if m in with_value]


def peer_measures(dataset: Dataset, agency: str, year: int, most: int = 2) -> list[str]:
    """The channels of this report worth comparing: given by five or more comparable organs.

    The best known first, at most ``most``; none where too few organs give any.
    """
    return _worth(dataset, agency, year, [c for c in codebook.channels() if c != "total"])[:most]


def peer_indicators(dataset: Dataset, agency: str, year: int, most: int = 3) -> list[str]:
    """The counts other than channels worth comparing: five or more comparable organs have some.

    No rates and no levels; a count that is zero almost everywhere gives no ranking.
    """
    counts = [c for c, row in codebook.indicators().items() if row["kind"] == "count"]
    return _worth(dataset, agency, year, counts, above=0)[:most]


def _worth(
    dataset: Dataset, agency: str, year: int, wanted: list[str], above: float = -1
) -> list[str]:
    counted = {}
    for measure in known_measures(dataset, agency, year):
        if measure in wanted:
            counted[measure] = int(peers(dataset, agency, year, measure)["value"].gt(above).sum())
    worth = [m for m, n in counted.items() if n >= FEWEST]
    return sorted(worth, key=lambda m: -counted[m])


def check_measure(measure: str) -> str:
    """``measure`` itself if it is a channel or indicator code, else an error that lists the nearest."""
    known = [m for m in (*codebook.channels(), *codebook.indicators()) if m != "joint"]
    if measure in known:
        return measure
    alike = nearest(measure, known) or known
    raise UsageError(
        f"没有这个指标：{measure}",
        f"unknown measure: {measure}",
        next_zh=f"相近的有：{'、'.join(alike)}",
        next_en=f"nearest: {', '.join(alike)}",
    )


def _values(dataset: Dataset, measure: str) -> pd.DataFrame:
    series = _series(dataset)
    chosen = series[series["measure"] == measure]
    return chosen[["report_id", "value", "unit", "approx", "inferred"]]


def _series(dataset: Dataset) -> pd.DataFrame:
    """Channels and indicators as one frame: report_id, measure, value, unit, approx, inferred."""
    import pandas as pd

    keep = ["report_id", "measure", "value", "unit", "approx", "inferred"]
    channels = channel_series(dataset.channels)
    channels = channels[(channels["channel"] != "joint") & (channels["dimension"] == "items")]
    # Two numbers under one indicator may be two things (two rankings, two services): no sum is made.
    counts = dataset.indicators
    counts = counts[
        (counts["part_of"] == "") & (counts["scope"] == "year") & counts["value"].notna()
    ]
    counts = counts[~counts.duplicated(["report_id", "indicator"], keep=False)]
    counts = counts.assign(
        inferred=counts["status"].eq("inferred"), approx=counts["approx"].astype(str)
    )
    both = [
        channels.rename(columns={"channel": "measure"}),
        counts.rename(columns={"indicator": "measure"}),
    ]
    return pd.concat([frame[keep] for frame in both], ignore_index=True)
