"""Years by channel: one small panel a channel, gaps shown and never bridged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import words
from analysis.codebook import channels as known_channels
from analysis.codebook import check_language
from analysis.metrics import channel_series

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ACROSS = 3  # panels in a row
PANEL = 168  # pixels a row of panels


def plot_channel_trend(channels: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Small multiples: each channel's count by year, for one organ.

    ``channels``: rows of :attr:`analysis.Dataset.channels` of one organ, any years. Every panel has the
    same years and starts at zero; heights compare within a panel only. A year without a report at
    hand, and a year whose report does not state the channel, are named in place of a bar: neither is
    zero and no line joins what lies beside them. Hatched: joint counts; dotted: inferred channels.
    """
    check_language(lang)
    organ, series = words.organ(channels, lang), channel_series(channels)
    columns = ["year", "channel", "members", "label", "value", "unit", "approx", "inferred", "text"]
    what = {"zh": "各渠道逐年公开信息量", "en": "Items by channel and year"}
    title = words.titled(what, organ, "", lang)
    if series["year"].nunique() < 2:
        reason = {
            "zh": "按渠道的数字不足两个年度，不成趋势，也不作推测。",
            "en": "Fewer than two years have counts by channel: no trend, and none is guessed.",
        }[lang]
        return words.no_data("channel-trend", title, reason, lang, columns)
    series = series.assign(label=[words.series_label(row, lang) for row in series.itertuples()])
    series = series.sort_values("channel", key=_codebook_order, kind="stable")
    years = list(range(int(series["year"].min()), int(series["year"].max()) + 1))
    reported = sorted(set(channels["year"]))
    panels = series["label"].nunique()
    return theme.finish(
        _panels(series, years, reported, lang),
        name="channel-trend",
        title=title,
        subtitle=_reading_note(series, years, reported, lang),
        source=[words.source(organ, reported, lang)],
        alt=_in_words(title, series, lang),
        table=series.sort_values(["label", "year"], kind="stable")[columns],
        above=22,
        plot_height=PANEL * ((panels + ACROSS - 1) // ACROSS),
    )


def _codebook_order(codes: pd.Series) -> pd.Series:
    return codes.map({code: i for i, code in enumerate(known_channels())})


def _panels(series: pd.DataFrame, years: list[int], reported: list[int], lang: str) -> go.Figure:
    from plotly.subplots import make_subplots

    labels = list(dict.fromkeys(series["label"]))
    across = min(ACROSS, len(labels))
    down = (len(labels) + across - 1) // across
    figure = make_subplots(
        rows=down,
        cols=across,
        subplot_titles=[
            theme.text(theme.short(label, 20 if lang == "zh" else 34)) for label in labels
        ],
        horizontal_spacing=0.05,
        vertical_spacing=0.32 / down if down > 1 else 0,
    )
    figure.update_annotations(font={"size": 13}, yshift=4)
    for index, label in enumerate(labels):
        rows = series[series["label"] == label]
        place = {"row": index // across + 1, "col": index % across + 1}
        _panel(figure, rows, place, lang)
        _name_gaps(figure, rows, years, reported, place, lang)
        top = float(rows["value"].max()) or 1.0
        figure.update_yaxes(range=[0, top * 1.28], visible=False, **place)
        figure.update_xaxes(
            tickvals=years,
            range=[years[0] - 0.6, years[-1] + 0.6],
            showgrid=False,
            tickformat="d",
            **place,
        )
    figure.update_layout(showlegend=False)
    return figure


def _panel(figure: go.Figure, rows: pd.DataFrame, place: dict, lang: str) -> None:
    first = rows.iloc[0]
    hatch = theme.JOINT_HATCH if first["channel"] == "joint" else ""
    figure.add_bar(
        x=rows["year"],
        y=rows["value"],
        width=0.62,
        text=[theme.hedged(row.value, row.approx) for row in rows.itertuples()],
        textposition="outside",
        textfont={"size": 12},
        constraintext="none",
        cliponaxis=False,
        customdata=[words.unit(u, lang) for u in rows["unit"]],
        hovertemplate="%{x}: %{y:,} %{customdata}<extra></extra>",
        marker={
            "color": theme.CHANNEL_COLOURS[first["channel"]],
            "pattern": theme.hatching(
                [hatch or (theme.INFERRED_HATCH if i else "") for i in rows["inferred"]],
                [theme.CHANNEL_COLOURS[first["channel"]]] * len(rows),
            ),
        },
        **place,
    )


def _name_gaps(
    figure: go.Figure,
    rows: pd.DataFrame,
    years: list[int],
    reported: list[int],
    place: dict,
    lang: str,
) -> None:
    """In place of each missing bar: whether the report is missing or is silent."""
    for year in sorted(set(years) - set(rows["year"])):
        silent = year in reported
        zh, en = ("未提及", "not stated") if silent else ("无报告", "no report")
        figure.add_annotation(
            x=year,
            y=0,
            text="<br>".join(zh) if lang == "zh" else en,
            textangle=0 if lang == "zh" else -90,
            showarrow=False,
            yanchor="bottom",
            yshift=4,
            font={"size": 11, "color": theme.QUIET},
            **place,
        )


def _reading_note(series: pd.DataFrame, years: list[int], reported: list[int], lang: str) -> str:
    notes = {
        "zh": ["各格纵轴自零起，高低只在格内比较"],
        "en": ["each panel from zero; compare within a panel"],
    }
    missing = [str(y) for y in years if y not in reported]
    if missing:
        notes["zh"].append(f"{'、'.join(missing)} 年没有报告，留空不连")
        notes["en"].append(f"no report at hand for {', '.join(missing)}: left open")
    if series["approx"].ne("").any():
        notes["zh"].append("≥ ≤ ≈：报告用“余、近、约”")
        notes["en"].append("≥ ≤ ≈: hedged in the report")
    if series["channel"].eq("joint").any():
        notes["zh"].append("斜纹：合计数")
        notes["en"].append("hatched: joint counts")
    if series["inferred"].any():
        notes["zh"].append("点纹：渠道为推定")
        notes["en"].append("dotted: channel inferred")
    return "；".join(notes["zh"]) if lang == "zh" else "; ".join(notes["en"])


def _in_words(title: str, series: pd.DataFrame, lang: str) -> str:
    told = []
    for label, rows in series.groupby("label", sort=False):
        points = [
            f"{r.year} {theme.hedged(r.value, r.approx)}"
            for r in rows.sort_values("year").itertuples()
        ]
        told.append(f"{label} {'，'.join(points) if lang == 'zh' else ', '.join(points)}")
    return f"{title}：{'；'.join(told)}" if lang == "zh" else f"{title}: {'; '.join(told)}"
