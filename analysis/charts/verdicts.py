"""The rules by verdict: how much of the data could be checked, and what did not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import words
from analysis.checks.findings import VERDICTS
from analysis.checks.rules import table as rules
from analysis.codebook import check_language

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

COLOURS = {
    "broken": "#b3261e",
    "explained": "#d98c1f",
    "unverifiable": "#d7dde2",
    "holds": "#0f5c7a",
    "not_applicable": "#f2f4f6",
}
SHOWN = ("broken", "explained", "holds", "unverifiable")


def plot_verdicts(findings: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Stacked bars: for each rule how many places are broken, explained, hold or could not be checked.

    ``findings``: the frame of :class:`analysis.Findings`. Rules that concern nothing are left out; a
    place that could not be checked for want of a number is neither right nor wrong.
    """
    check_language(lang)
    title = "各项规则核对的结果" if lang == "zh" else "The rules by verdict"
    counted = findings[findings["verdict"].isin(SHOWN)]
    counts = counted.groupby(["rule", "verdict"], sort=False).size().unstack(fill_value=0)
    columns = ["rule", "verdict", "count"]
    if counts.empty:
        reason = {"zh": "没有可以核对的报告。", "en": "There is no report to check."}[lang]
        return words.no_data("verdicts", title, reason, lang, columns)
    counts = counts.reindex(columns=[v for v in SHOWN if v in counts], fill_value=0)
    order = {rule: place for place, rule in enumerate(rules())}
    counts = counts.sort_index(key=lambda index: index.map(order), ascending=False)
    labels = [rules()[rule][lang] for rule in counts.index]
    broken = int((findings["verdict"] == "broken").sum())
    known = int(findings["verdict"].isin(["broken", "explained", "holds"]).sum())
    told = {
        "zh": f"能核对的 {known} 处中，不符 {broken} 处",
        "en": f"of {known} places that could be checked, {broken} are broken",
    }[lang]
    return theme.finish(
        _bars(counts, labels, lang),
        name="verdicts",
        title=title,
        subtitle=told,
        source=[_about(findings, lang)],
        alt=f"{title}：{told}" if lang == "zh" else f"{title}: {told}",
        table=counts.stack().rename("count").reset_index()[columns],
        plot_height=24 * len(counts) + 8,
        labels=labels,
        above=24,
    )


def _bars(counts: pd.DataFrame, labels: list[str], lang: str) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    column = 0 if lang == "zh" else 1
    for verdict in counts.columns:
        values = counts[verdict].tolist()
        figure.add_bar(
            name=VERDICTS[verdict][column],
            x=values,
            y=list(range(len(counts))),
            orientation="h",
            text=[f"{v:,}" if v else "" for v in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": theme.INK if verdict == "unverifiable" else "white", "size": 11},
            hovertemplate="%{x:,} %{fullData.name}<extra></extra>",
            marker={"color": COLOURS[verdict], "line": {"color": "white", "width": 1}},
        )
    figure.update_layout(
        barmode="stack", barnorm="fraction", legend={"traceorder": "normal"}, bargap=0.25
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(
        tickvals=list(range(len(counts))), ticktext=list(map(theme.text, labels)), showgrid=False
    )
    return figure


def _about(findings: pd.DataFrame, lang: str) -> str:
    reports = findings["report_id"].nunique()
    zh = f"核对了 {reports} 份报告；条长为各结果所占份额，条上为处数。缺数的地方未能核对，不算对也不算错。"
    en = f"{reports} reports; bars show shares, labels the number of places. Unverifiable is neither right nor wrong."
    return zh if lang == "zh" else en
