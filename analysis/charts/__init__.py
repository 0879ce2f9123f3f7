"""Charts: each takes a tidy frame and returns a ``plotly.graph_objects.Figure``; ``lang`` is zh or en."""

from analysis.charts.applicants import plot_applicants
from analysis.charts.channels import plot_channel_share, plot_channels
from analysis.charts.coverage import plot_coverage
from analysis.charts.disputes import plot_disputes
from analysis.charts.flow import plot_request_flow
from analysis.charts.funnel import plot_funnel
from analysis.charts.history import plot_outcomes_by_year
from analysis.charts.multiples import plot_multiples
from analysis.charts.outcomes import plot_outcomes
from analysis.charts.peers import plot_peers
from analysis.charts.reasons import plot_reasons
from analysis.charts.slope import plot_slope
from analysis.charts.trend import plot_channel_trend
from analysis.charts.verdicts import plot_verdicts

__all__ = [
    "plot_applicants",
    "plot_channel_share",
    "plot_channel_trend",
    "plot_channels",
    "plot_coverage",
    "plot_disputes",
    "plot_funnel",
    "plot_multiples",
    "plot_outcomes",
    "plot_outcomes_by_year",
    "plot_peers",
    "plot_reasons",
    "plot_request_flow",
    "plot_slope",
    "plot_verdicts",
]
