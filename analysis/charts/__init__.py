"""Charts: each takes a tidy frame and returns a ``plotly.graph_objects.Figure``; ``lang`` is zh or en."""

from analysis.charts.channels import plot_channel_share, plot_channels
from analysis.charts.coverage import plot_coverage
from analysis.charts.peers import plot_peers
from analysis.charts.trend import plot_channel_trend
from analysis.charts.verdicts import plot_verdicts

__all__ = [
    "plot_channel_share",
    "plot_channel_trend",
    "plot_channels",
    "plot_coverage",
    "plot_peers",
    "plot_verdicts",
]
