"""Which years and channels are known: a grid that names the gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import words
from analysis.codebook import channel_label, channels, check_language

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

# State -> (sign in the grid, colour, zh, en), from known to unknown.
STATES = {
    "reported": ("●", "#0f5c7a", "报告写明", "stated"),
    "inferred": ("◐", "#5f9ab3", "推定", "inferred"),
    "joint": ("◍", "#b9d3df", "只在合计数中", "only in a joint count"),
    "not_stated": ("–", "#eef1f4", "未提及", "not stated"),
    "no_report": ("×", "#ffffff", "无报告", "no report"),
}


def plot_coverage(coverage: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """A grid of years by channels: stated, inferred, only in a joint count, not stated, no report.

    ``coverage``: rows of :func:`analysis.metrics.channel_coverage` of one organ. Signs repeat what the
    colours say, for print. Neither of the two last states is a zero.
    """
    check_language(lang)
    organ = words.organ(coverage, lang)
    title = {"zh": "哪些年度、哪些渠道有数", "en": "What is known by year and channel"}[lang]
    if organ:
        title = f"{organ}：{title}" if lang == "zh" else f"{title}, {organ}"
    columns = ["year", "channel", "label", "state"]
    if coverage.empty:
        reason = {
            "zh": "已有的报告都没有给出按渠道统计的数字。",
            "en": "None of the reports at hand gives counts by channel.",
        }[lang]
        return words.no_data("coverage", title, reason, lang, columns)
    coverage = coverage.assign(label=[channel_label(c, "", lang) for c in coverage["channel"]])
    order = {code: i for i, code in enumerate(channels())}
    grid = coverage.sort_values("channel", key=lambda c: c.map(order), kind="stable")
    known = int(grid["state"].isin(["reported", "inferred", "joint"]).sum())
    years = sorted(set(grid["year"]))
    with_report = sorted(set(grid.loc[grid["state"] != "no_report", "year"]))
    alt = {
        "zh": f"{title}：{len(grid)} 格中 {known} 格有数，年度 {years[0]}–{years[-1]}",
        "en": f"{title}: {known} of {len(grid)} cells known, {years[0]}-{years[-1]}",
    }[lang]
    return theme.finish(
        _grid(grid),
        name="coverage",
        title=title,
        subtitle=_key(grid, lang),
        source=[words.source(organ, with_report, lang)],
        alt=alt,
        table=grid.sort_values(["year", "channel"])[columns],
        above=24,
        plot_height=34 * grid["label"].nunique() + 8,
        labels=list(grid["label"]),
    )


def _grid(grid: pd.DataFrame) -> go.Figure:
    import plotly.graph_objects as go

    codes = {state: i for i, state in enumerate(STATES)}
    labels, years = list(dict.fromkeys(grid["label"]))[::-1], sorted(set(grid["year"]))
    state = {(row.label, row.year): row.state for row in grid.itertuples()}
    step = 1 / len(STATES)
    colours = [
        (edge, colour)
        for i, (_, colour, _, _) in enumerate(STATES.values())
        for edge in (i * step, (i + 1) * step)
    ]
    figure = go.Figure(
        go.Heatmap(
            x=[str(year) for year in years],
            y=[theme.text(label) for label in labels],
            z=[[codes[state[label, year]] for year in years] for label in labels],
            text=[[STATES[state[label, year]][0] for year in years] for label in labels],
            texttemplate="%{text}",
            colorscale=colours,
            zmin=-0.5,
            zmax=len(STATES) - 0.5,
            xgap=3,
            ygap=3,
            showscale=False,
            hoverinfo="x+y",
        )
    )
    figure.update_xaxes(type="category", side="top", showgrid=False)
    figure.update_yaxes(showgrid=False)
    return figure


def _key(grid: pd.DataFrame, lang: str) -> str:
    """The signs that occur, explained."""
    seen = set(grid["state"])
    column = 2 if lang == "zh" else 3
    key = [f"{row[0]} {row[column]}" for state, row in STATES.items() if state in seen]
    return "　".join(key) if lang == "zh" else "   ".join(key)
