"""Measures derived from the yearly data; every function takes a frame and returns a tidy frame."""

from analysis.metrics.change import year_on_year
from analysis.metrics.channels import (
    channel_series,
    channel_shares,
    channel_totals,
    mark_additive,
)
from analysis.metrics.comparison import pair_year, peer_rates, peer_sample
from analysis.metrics.coverage import channel_coverage, report_coverage, series_organs
from analysis.metrics.disputes import dispute_outcomes
from analysis.metrics.measuring import measure_change, table, wilson
from analysis.metrics.peers import known_measures, peer_indicators, peer_measures, peers
from analysis.metrics.registry import (
    HEADLINES,
    OUTCOME_RATES,
    Measure,
    find_measures,
    measures,
    topic,
)
from analysis.metrics.requests import (
    applicants,
    flow,
    full_requests,
    outcomes,
    reasons,
    request_organs,
    request_subject,
)

__all__ = [
    "HEADLINES",
    "OUTCOME_RATES",
    "Measure",
    "applicants",
    "channel_coverage",
    "channel_series",
    "channel_shares",
    "channel_totals",
    "dispute_outcomes",
    "find_measures",
    "flow",
    "full_requests",
    "known_measures",
    "mark_additive",
    "measure_change",
    "measures",
    "outcomes",
    "pair_year",
    "peer_indicators",
    "peer_measures",
    "peer_rates",
    "peer_sample",
    "peers",
    "reasons",
    "report_coverage",
    "request_organs",
    "request_subject",
    "series_organs",
    "table",
    "topic",
    "wilson",
    "year_on_year",
]
