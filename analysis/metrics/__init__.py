"""Measures derived from the yearly data; every function takes a frame and returns a tidy frame."""

from analysis.metrics.change import year_on_year
from analysis.metrics.channels import (
    channel_series,
    channel_shares,
    channel_totals,
    mark_additive,
)
from analysis.metrics.coverage import channel_coverage, report_coverage, series_organs
from analysis.metrics.peers import known_measures, peer_measures, peers

__all__ = [
    "channel_coverage",
    "channel_series",
    "channel_shares",
    "channel_totals",
    "known_measures",
    "mark_additive",
    "peer_measures",
    "peers",
    "report_coverage",
    "series_organs",
    "year_on_year",
]
