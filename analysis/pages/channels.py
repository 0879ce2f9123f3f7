"""Sentences and tables about channels: what adds up, what changed, how an organ stands among others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import codebook, theme
from analysis.charts import words
from analysis.metrics import channel_series, channel_shares, channel_totals, year_on_year
from analysis.pages.fragment import Fragment, note, paragraph, percent, say, table

if TYPE_CHECKING:
    from analysis.datasets import Dataset


def channel_words(report: Dataset, *, lang: str = "zh") -> Fragment:
    """What the channels of one report come to: the sum that may be made, the largest, the total stated."""
    totals = channel_totals(report.channels)
    if totals.empty:
        reason = say(
            lang, "所得报告文本没有按渠道的数字。", "The copy at hand has no counts by channel."
        )
        return paragraph(reason)
    row = next(totals.itertuples())
    return paragraph(
        _sum_told(row, lang),
        _largest_told(report, lang),
        _stated_told(row, lang),
        _left_out_told(report, lang),
    )


def _sum_told(row, lang: str) -> str:
    if pd.isna(row.added):
        return ""
    amount, n = theme.number(row.added), int(row.n_channels)
    about_zh = "（含概数）" if row.approx else ""
    about_en = " (some hedged)" if row.approx else ""
    inferred_zh = "（其中有渠道为推定）" if row.inferred else ""
    inferred_en = " (one channel inferred)" if row.inferred else ""
    return say(
        lang,
        f"可以相加的 {n} 个渠道数合计 {amount} 条（篇）{about_zh}{inferred_zh}。",
        f"The {n} channel counts that may be added come to {amount} items{about_en}{inferred_en}. ",
    )


def _largest_told(report: Dataset, lang: str) -> str:
    shares = channel_shares(report.channels)
    if shares.empty:
        return ""
    top = next(shares.nlargest(1, "value").itertuples())
    name, share = words.series_label(top, lang), f"{top.share:.1%}"
    amount = theme.hedged(top.value, top.approx)
    return say(
        lang,
        f"其中最多的是{name}，{amount} {top.unit}，占 {share}。",
        f"The largest is {name}: {amount}, {share} of the sum. ",
    )


def _stated_told(row, lang: str) -> str:
    if pd.isna(row.stated):
        return say(
            lang, "报告没有给出不分渠道的总数。", "The report states no total over all channels. "
        )
    stated = theme.number(row.stated)
    if pd.isna(row.difference):
        return say(lang, f"报告所称总数 {stated}。", f"Total as stated: {stated}. ")
    if row.difference == 0:
        return say(
            lang, f"与报告所称总数 {stated} 相符。", f"This equals the stated total of {stated}. "
        )
    gap = theme.number(abs(row.difference))
    more = row.difference > 0
    return say(
        lang,
        f"报告所称总数为 {stated}，各渠道相加{'多' if more else '少'} {gap}：总数与渠道数的口径未必相同。",
        f"The stated total is {stated}, {gap} {'less' if more else 'more'} than the sum: "
        "the two need not count the same. ",
    )


def _left_out_told(report: Dataset, lang: str) -> str:
    """What was not added, and why."""
    series = channel_series(report.channels)
    held = series[series["left_out"].isin(["part", "contained"])]
    if held.empty:
        return ""
    named = [
        f"{words.series_label(r, lang)} {theme.hedged(r.value, r.approx)}"
        for r in held.itertuples()
    ]
    return say(
        lang,
        f"未另加的有：{'、'.join(named)}（可能已含于其他渠道）。",
        f"Not added, since another count may hold them: {', '.join(named)}.",
    )


def trend_words(organ: Dataset, *, lang: str = "zh") -> Fragment:
    """Whether a trend can be drawn: how many years have channel counts, and which are missing."""
    known = sorted(set(organ.channels["year"]))
    names = organ.reports["agency" if lang == "zh" else "agency_en"].unique()
    name = names[0] if len(names) == 1 else say(lang, "所选机关", "the organs chosen")
    if len(known) < 2:
        listed = str(known[0]) if known else say(lang, "没有", "none")
        return note(
            say(lang, "还画不出趋势", "No trend yet"),
            [
                say(
                    lang,
                    f"{name}有渠道数字的年度只有：{listed}。一个年度不成趋势，这里不作推测。",
                    f"{name} has channel counts for: {listed}. One year is no trend, and none is guessed.",
                )
            ],
        )
    span = set(range(known[0], known[-1] + 1))
    missing = sorted(span - set(known))
    gap_zh = f"；缺 {'、'.join(map(str, missing))} 年，图中留空" if missing else ""
    gap_en = f"; missing: {', '.join(map(str, missing))}, left open" if missing else ""
    return paragraph(
        say(
            lang,
            f"{name}有渠道数字的年度：{'、'.join(map(str, known))}{gap_zh}。",
            f"{name} has channel counts for {', '.join(map(str, known))}{gap_en}.",
        )
    )


def change_table(organ: Dataset, *, lang: str = "zh") -> Fragment:
    """Each channel's change from the last known year; a rate only from one year to the next."""
    changes = year_on_year(channel_series(organ.channels))
    changes = changes[changes["base_year"].notna()]
    if changes.empty:
        reason = say(
            lang,
            "没有哪个渠道有两个年度的数字，无从比较。",
            "No channel has numbers for two years to compare.",
        )
        return paragraph(reason)
    head = say(
        lang,
        "渠道|年度|数|基期|基期数|增减|增减率",
        "channel|year|number|base year|base|change|rate",
    ).split("|")
    return table(head, [_change_row(row, lang) for row in changes.itertuples()])


def _change_row(row, lang: str) -> tuple[str, ...]:
    return (
        words.series_label(row, lang),
        str(row.year),
        theme.hedged(row.value, row.approx),
        str(row.base_year),
        theme.number(row.base_value),
        "—" if pd.isna(row.change) else f"{row.change:+,.0f}" if row.change else "0",
        "—" if pd.isna(row.change_share) else percent(row.change_share),
    )


def peer_words(peers: pd.DataFrame, *, lang: str = "zh") -> Fragment:
    """In a sentence: how many comparable organs give the measure, and where this one stands."""
    code = peers["measure"].iloc[0]
    measure = (codebook.channels() | codebook.indicators())[code][lang]
    known, own = peers[peers["value"].notna()], peers[peers["is_self"] & peers["value"].notna()]
    if len(known) < 2 or own.empty:
        return paragraph(
            say(
                lang,
                f"{measure}：{len(peers)} 家同类机关中 {len(known)} 家有数，不排名。",
                f"{measure}: {len(known)} of {len(peers)} comparable organs give it; no rank.",
            )
        )
    rank, median = int(own["rank"].iloc[0]), theme.number(known["value"].median())
    value = theme.hedged(own["value"].iloc[0], own["approx"].iloc[0])
    return paragraph(
        say(
            lang,
            f"{measure} {value}：在 {len(peers)} 家同类机关中，{len(known)} 家给出了这个数，"
            f"本机关居第 {rank}，中位数 {median}。各家统计口径不一，名次只作参考。",
            f"{measure} {value}: {len(known)} of {len(peers)} comparable organs give it, rank {rank}, "
            f"median {median}. Organs count differently; the rank is a hint only.",
        )
    )
