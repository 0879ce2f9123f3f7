"""Channel counts: what may be added, series by year, shares and concentration.

A report's numbers overlap: 其中 parts stand inside their whole, a joint count holds its members, a
column usually stands on the website, and press conferences are no items. Nothing is added twice:
:func:`mark_additive` decides once, everything else builds on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import codebook

if TYPE_CHECKING:
    import pandas as pd

REPORT = ["report_id", "agency_id", "agency", "agency_en", "year"]
SERIES = ["channel", "members", "dimension"]


def mark_additive(channels: pd.DataFrame) -> pd.DataFrame:
    """``channels`` with the columns ``dimension``, ``left_out`` and ``additive``.

    Grain and rows as given (:attr:`analysis.Dataset.channels`). ``left_out`` is blank for a number that
    may be added to the others of its report, else says why not:

    - ``no_value``: no number; ``scope``: not a flow of the year; ``whole``: the total over all channels
    - ``part``: 其中, a part of another channel's number; ``unit``: not counted in items (期, 场)
    - ``contained``: another number of the report may hold it already - a joint count its member, the
      website a column. Parts that the report itself lists side by side under one total are added.
    """
    marked = channels.copy()
    unit = marked["unit"].map(
        {u: row["dimension"] for u, row in codebook.units().items()} | {"": "items"}
    )
    marked["dimension"] = unit.fillna("other")
    reasons = {
        "no_value": marked["value"].isna(),
        "scope": marked["scope"] != "year",
        "whole": marked["channel"] == "total",
        "part": ~marked["part_of"].isin(["", "total"]),
        "unit": marked["dimension"] != "items",
    }
    marked["left_out"] = ""
    for reason, applies in reasons.items():
        marked.loc[applies & (marked["left_out"] == ""), "left_out"] = reason
    marked.loc[_contained(marked[marked["left_out"] == ""]), "left_out"] = "contained"
    marked["additive"] = marked["left_out"] == ""
    return marked


def _contained(candidates: pd.DataFrame) -> list:
    """The index labels of numbers that another number of the same report may hold already."""
    rows = candidates[["report_id", "channel", "members", "part_of", "value"]]
    by_report: dict[str, list[tuple]] = {}
    for row in rows.itertuples():
        by_report.setdefault(row.report_id, []).append(row)
    inside = []
    for facts in by_report.values():
        # Larger joints first: of two that overlap the larger stays.
        facts.sort(key=lambda f: (f.channel != "joint", -f.value))
        kept: list[tuple] = []
        for fact in facts:
            if fact.channel == "joint" and any(_overlap(fact, other) for other in kept):
                inside.append(fact.Index)
            else:
                kept.append(fact)
        inside += [f.Index for f in kept if any(_holds(other, f) for other in kept)]
    return inside


def _holds(other, fact) -> bool:
    """Whether ``other`` may hold ``fact``: its wider channel, or a joint that names it."""
    if other is fact or fact.channel == "joint" or _side_by_side(other, fact):
        return False
    wider = {fact.channel, *filter(None, codebook.channels()[fact.channel]["within"].split(";"))}
    if other.channel == "joint":
        return not wider.isdisjoint(other.members.split(";"))
    return other.channel in wider - {fact.channel}


def _overlap(fact, other) -> bool:
    shared = (
        set(fact.members.split(";")) & set(other.members.split(";")) if other.members else set()
    )
    return bool(shared) and not _side_by_side(fact, other)


def _side_by_side(a, b) -> bool:
    return a.part_of == b.part_of == "total"


def channel_series(channels: pd.DataFrame) -> pd.DataFrame:
    """One number for each report, channel and kind of unit: the rows of a trend.

    Several accounts of one channel are added (``n_facts``), a 其中 part of the same channel is not.
    Columns: report_id, agency_id, agency, agency_en, year, channel, members (of a joint count), dimension (items,
    issues, events …), value, unit, n_facts, approx, inferred, additive, left_out, text, where.
    A missing row is an unknown number, not a zero.
    """
    marked = mark_additive(channels)
    marked = marked[marked["value"].notna() & (marked["scope"] == "year")]
    marked = marked[marked["part_of"] != marked["channel"]]
    # A channel stated for itself counts before the same channel as a part of another.
    depth = marked["part_of"].map(lambda whole: {"": 0, "total": 0}.get(whole, 1))
    keys = [*REPORT, *SERIES]
    shallowest = depth.groupby([marked[k] for k in keys]).transform("min")
    marked = marked[depth == shallowest]
    grouped = marked.groupby(keys, sort=False)
    series = grouped.agg(
        value=("value", "sum"),
        unit=("unit", lambda units: "/".join(dict.fromkeys(units))),
        n_facts=("value", "size"),
        approx=("approx", _joint_hedge),
        inferred=("status", lambda statuses: bool((statuses == "inferred").any())),
        additive=("additive", "all"),
        left_out=("left_out", "first"),
        text=("text", lambda texts: "；".join(dict.fromkeys(t for t in texts if t))),
        where=("where", lambda places: "；".join(dict.fromkeys(p for p in places if p))),
    )
    return series.reset_index()


def _joint_hedge(hedges: pd.Series) -> str:
    """The hedge of a sum: that of its parts where they agree, else ``about``."""
    found = {str(h) for h in hedges} - {""}
    return "about" if len(found) > 1 else "".join(found)


def channel_totals(channels: pd.DataFrame) -> pd.DataFrame:
    """One row a report: what its channels add up to, beside the total that it states.

    Columns: report_id, agency_id, agency, agency_en, year, added (sum of the additive numbers, NaN if none),
    stated (the report's own total, NaN if it gives none), difference (added - stated), n_channels,
    concentration (Herfindahl index over additive channels, 1/n … 1, NaN below two channels), approx
    and inferred (whether any of the added numbers is).
    """
    series = channel_series(channels)
    added = series[series["additive"]].groupby(REPORT, sort=False)
    totals = added.agg(
        added=("value", "sum"),
        n_channels=("value", "size"),
        concentration=("value", _herfindahl),
        approx=("approx", lambda hedges: bool((hedges != "").any())),
        inferred=("inferred", "any"),
    )
    whole = series[(series["channel"] == "total") & (series["dimension"] == "items")]
    stated = whole.set_index(REPORT)["value"].rename("stated")
    totals = totals.join(stated, how="outer").reset_index()
    totals["difference"] = totals["added"] - totals["stated"]
    return totals.sort_values(["agency_id", "year"], ignore_index=True)


def _herfindahl(values: pd.Series) -> float:
    total = values.sum()
    if len(values) < 2 or total == 0:
        return float("nan")
    return float(((values / total) ** 2).sum())


def channel_shares(channels: pd.DataFrame) -> pd.DataFrame:
    """The additive rows of :func:`channel_series` with ``share`` (0 … 1) of their report's sum.

    A joint count has one share: it is never split. Reports with fewer than two additive channels
    have no shares and are left out.
    """
    series = channel_series(channels)
    series = series[series["additive"]].reset_index(drop=True)
    by_report = series.groupby("report_id")["value"]
    total, n = by_report.transform("sum"), by_report.transform("size")
    series["share"] = series["value"] / total.where(total > 0)
    return series[(n > 1) & series["share"].notna()].reset_index(drop=True)
