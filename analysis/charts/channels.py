"""The channels of one year, ranked; and each channel's share, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import words
from analysis.codebook import channel_label, check_language
from analysis.metrics import channel_series, channel_shares, channel_totals

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

BAR = 46  # pixels a bar, with the report's own words under its name
PRINTED = 20  # characters of those words
TABLE = [
    "year",
    "channel",
    "members",
    "label",
    "value",
    "unit",
    "approx",
    "inferred",
    "left_out",
    "text",
]


def plot_channels(channels: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Ranked bars: how much one organ published through each channel in one year.

    ``channels``: rows of :attr:`analysis.Dataset.channels` of one report. Bars are counts in items and
    start at zero. Hatched: one count of several channels, never split; dotted: the channel is inferred;
    pale: held by another bar already (其中 parts, a member of a joint count), so not to be added.
    What is not counted in items, and the total that the report states, are given in words.
    """
    check_language(lang)
    series = channel_series(channels)
    year, organ = _one_year(channels), words.organ(channels, lang)
    title = words.titled(
        {"zh": "各渠道公开信息量", "en": "Items published by channel"}, organ, year, lang
    )
    bars = series[(series["dimension"] == "items") & (series["channel"] != "total")]
    bars = bars.sort_values("value", kind="stable")
    if bars.empty:
        reason = {
            "zh": "所得报告文本没有给出按渠道统计的条数。没有数字不等于零。",
            "en": "The report at hand gives no count of items by channel. Missing is not zero.",
        }[lang]
        return words.no_data("channels", title, reason, lang, TABLE)
    bars = bars.assign(label=[words.series_label(row, lang) for row in bars.itertuples()])
    ranked = "；".join(f"{r.label} {_amount(r, lang)}" for r in bars[::-1].itertuples())
    return theme.finish(
        _bars(bars, lang),
        name="channels",
        title=title,
        subtitle=_legend(bars, lang),
        source=[words.source(organ, [year], lang), *_asides(series, lang)],
        alt=f"{title}：{ranked}" if lang == "zh" else f"{title}: {ranked.replace('；', '; ')}",
        table=bars[::-1][TABLE],
        plot_height=BAR * len(bars) + 12,
        labels=[*bars["label"], *(theme.short(t, PRINTED)[: PRINTED - 3] for t in bars["text"])],
    )


def _one_year(channels: pd.DataFrame) -> int | str:
    years = sorted(set(channels["year"]))
    if len(years) > 1:
        words.organ(channels, "zh")
        raise words.UsageError(
            f"plot_channels 只画一个年度，表中有 {'、'.join(map(str, years))}",
            f"plot_channels shows one year; the frame holds {', '.join(map(str, years))}",
            next_zh="用 Dataset.select(years=…) 选定年度，或改用 plot_channel_trend",
            next_en="choose one with Dataset.select(years=…), or use plot_channel_trend",
        )
    return years[0] if years else ""


def _bars(bars: pd.DataFrame, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    held = bars["left_out"].isin(["part", "contained"])
    joint = bars["channel"].eq("joint")
    hatch = [
        theme.JOINT_HATCH if j else theme.INFERRED_HATCH if i else ""
        for j, i in zip(joint, bars["inferred"], strict=True)
    ]
    colours = [theme.ACCENT_PALE if h else theme.ACCENT for h in held]
    figure = go.Figure(
        go.Bar(
            x=bars["value"],
            y=list(range(len(bars))),
            orientation="h",
            text=[f"<b>{_amount(row, lang)}</b>{_mark(row, lang)}" for row in bars.itertuples()],
            textposition="outside",
            cliponaxis=False,
            customdata=bars["text"].map(theme.text),
            hovertemplate="%{customdata}<br>%{x:,}<extra></extra>",
            marker={
                "color": colours,
                "line": {"color": theme.ACCENT, "width": 1},
                "pattern": theme.hatching(hatch, colours),
            },
        )
    )
    figure.update_xaxes(visible=False, range=[0, float(bars["value"].max()) * 1.24])
    figure.update_yaxes(
        tickvals=list(range(len(bars))),
        ticktext=[_tick(row) for row in bars.itertuples()],
        showgrid=False,
        range=[-0.6, len(bars) - 0.4],
    )
    return figure


def _tick(row) -> str:
    """A channel's name, and under it the words in which the report counts it."""
    printed = theme.text(theme.short(row.text, PRINTED))
    small = (
        f"<br><span style='font-size:10.5px;color:{theme.QUIET}'>{printed}</span>"
        if printed
        else ""
    )
    return f"{theme.text(row.label)}{small}"


def _amount(row, lang: str) -> str:
    return f"{theme.hedged(row.value, row.approx)} {words.unit(row.unit, lang)}".rstrip()


def _mark(row, lang: str) -> str:
    """What a bar is besides a plain count, in a word or two."""
    marks = []
    if row.channel == "joint":
        marks.append({"zh": "合计", "en": "joint"}[lang])
    if row.inferred:
        marks.append({"zh": "推定", "en": "inferred"}[lang])
    if row.left_out in {"part", "contained"}:
        marks.append({"zh": "不另加", "en": "not added"}[lang])
    joined = " · ".join(marks)
    return f"<span style='color:{theme.QUIET}'>  {joined}</span>" if marks else ""


def _legend(bars: pd.DataFrame, lang: str) -> str:
    """Only the marks that this chart shows, explained."""
    zh, en = [], []
    if bars["channel"].eq("joint").any():
        zh.append("斜纹：几个渠道合计为一个数，不拆分")
        en.append("hatched: one count of several channels, never split")
    if bars["inferred"].any():
        zh.append("点纹：报告未写明渠道，系推定")
        en.append("dotted: the report names no channel, inferred")
    if bars["left_out"].isin(["part", "contained"]).any():
        zh.append("浅色：可能已含于其他渠道，不另加")
        en.append("pale: may be held by another channel, not added")
    return "；".join(zh) if lang == "zh" else "; ".join(en)


def _asides(series: pd.DataFrame, lang: str) -> list[str]:
    """The stated total, and what is not counted in items: said, not drawn on an axis of items."""
    said = []
    for row in series.itertuples():
        amount = _amount(row, lang)
        if row.channel == "total":
            said.append(
                f"报告所称总数：{amount}。" if lang == "zh" else f"Total as stated: {amount}."
            )
        elif row.dimension != "items":
            name = channel_label(row.channel, row.members, lang)
            said.append(
                f"另有{name} {amount}，不按条计。" if lang == "zh" else f"Also {name}: {amount}."
            )
    return ["".join(said) if lang == "zh" else " ".join(said)] if said else []


def plot_channel_share(channels: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Stacked bars: the share of each channel in what may be added, one bar a year.

    ``channels``: rows of :attr:`analysis.Dataset.channels` of one organ, any years. Shares are of the
    sum of the additive counts (see :func:`analysis.metrics.mark_additive`), not of the stated total.
    A joint count is one hatched share. Years without at least two such counts have no bar, and that
    is said. Beside each bar stands its concentration (Herfindahl index).
    """
    check_language(lang)
    shares, organ = channel_shares(channels), words.organ(channels, lang)
    title = words.titled({"zh": "各渠道占比", "en": "Share of each channel"}, organ, "", lang)
    columns = ["year", "channel", "members", "label", "value", "unit", "share", "inferred"]
    if shares.empty:
        reason = {
            "zh": "没有哪个年度的报告给出两个以上可以相加的渠道数，因此不算占比。",
            "en": "No report gives two or more channel counts that may be added, so there are no shares.",
        }[lang]
        return words.no_data("channel-share", title, reason, lang, columns)
    shares = shares.assign(label=[words.series_label(row, lang) for row in shares.itertuples()])
    years = sorted(set(shares["year"]))
    listed = "；".join(f"{r.year} {r.label} {r.share:.0%}" for r in shares.itertuples())
    return theme.finish(
        _stack(shares, channel_totals(channels), lang),
        name="channel-share",
        title=title,
        subtitle=_share_note(lang),
        source=[words.source(organ, years, lang), *_without_share(channels, years, lang)],
        alt=f"{title}：{listed}" if lang == "zh" else f"{title}: {listed.replace('；', '; ')}",
        table=shares[columns],
        labels=["2000"],
        above=22 * ((shares["label"].nunique() + 3) // 4),
        plot_height=58 * len(years),
    )


def _share_note(lang: str) -> str:
    if lang == "zh":
        return "分母为可以相加的各渠道数之和，不是报告所称总数；右侧为集中度（赫芬达尔指数，1 为全在一处）"
    return "of the sum of counts that may be added, not of the stated total; right: concentration (Herfindahl)"


def _without_share(channels: pd.DataFrame, years: list[int], lang: str) -> list[str]:
    without = sorted(set(channels["year"]) - set(years))
    if not without:
        return []
    listed = ("、" if lang == "zh" else ", ").join(map(str, without))
    zh = f"{listed} 年的报告可相加的渠道数不足两个，不算占比。"
    return [zh if lang == "zh" else f"Fewer than two additive counts, so no shares: {listed}."]


def _stack(shares: pd.DataFrame, totals: pd.DataFrame, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    figure, years = go.Figure(), sorted(set(shares["year"]), reverse=True)
    for label, rows in shares.groupby("label", sort=False):
        first = rows.iloc[0]
        hatch = theme.JOINT_HATCH if first["channel"] == "joint" else ""
        figure.add_bar(
            name=theme.text(label),
            x=rows["share"],
            y=[years.index(year) for year in rows["year"]],
            orientation="h",
            text=[f"{s:.0%}" if s >= 0.03 else "" for s in rows["share"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": "white"},
            hovertemplate="%{fullData.name} %{x:.1%}<extra></extra>",
            marker={
                "color": theme.CHANNEL_COLOURS[first["channel"]],
                "line": {"color": "white", "width": 1},
                "pattern": theme.hatching(
                    [hatch or (theme.INFERRED_HATCH if i else "") for i in rows["inferred"]],
                    [theme.CHANNEL_COLOURS[first["channel"]]] * len(rows),
                    stroke="rgba(255,255,255,0.38)",  # the share is printed on top
                ),
            },
        )
    for row in totals[totals["concentration"].notna()].itertuples():
        figure.add_annotation(
            x=1.01,
            y=years.index(row.year),
            text=f"{row.concentration:.2f}",
            showarrow=False,
            xanchor="left",
        )
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"})
    figure.update_xaxes(range=[0, 1.08], visible=False)
    figure.update_yaxes(
        tickvals=list(range(len(years))),
        ticktext=list(map(str, years)),
        range=[-0.6, len(years) - 0.4],
        showgrid=False,
    )
    return figure
