"""Change from year to year, undefined rather than guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def year_on_year(
    frame: pd.DataFrame,
    keys: Sequence[str] = ("agency_id", "channel", "members", "dimension"),
    value: str = "value",
) -> pd.DataFrame:
    """``frame`` with the change of ``value`` from the last year known, by ``keys``.

    Adds base_year, base_value, change (absolute), change_share ((x(t) - x(t-1)) / x(t-1)) and
    consecutive. ``change_share`` is NaN on a base that is zero, missing or not the year before; the
    absolute change is given with its base year even then, so that a gap is named, not bridged.
    A hedged number (approx) on either side makes both changes NaN: 余 and 约 have no exact difference.
    """
    ordered = frame.sort_values([*keys, "year"], ignore_index=True)
    before = ordered.groupby(list(keys), sort=False)[["year", value]].shift()
    ordered["base_year"] = before["year"].astype("Int64")
    ordered["base_value"] = before[value]
    ordered["consecutive"] = (ordered["year"] - before["year"]).eq(1)
    change = ordered[value] - ordered["base_value"]
    if "approx" in ordered:
        hedged = ordered["approx"].astype(str).ne("")
        before_hedged = hedged.groupby([ordered[k] for k in keys], sort=False).shift(
            fill_value=False
        )
        change = change.mask(hedged | before_hedged)
    ordered["change"] = change
    defined = ordered["consecutive"] & (ordered["base_value"] != 0)
    ordered["change_share"] = (change / ordered["base_value"]).where(defined)
    return ordered
