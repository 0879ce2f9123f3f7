"""The channels as bars: a joint count is one hatched bar, an inferred channel is marked, a part is thin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import codebook, theme
from analysis.infographic.blocks import Bar, Figure, Group, Section, Words, say, unit
from analysis.metrics import channel_series, channel_totals

if TYPE_CHECKING:
    from analysis.datasets import Dataset

INSIDE = ("part", "contained")  # held by another number of the report already
ICONS = {
    "site": "globe",
    "official": "gazette",
    "new_media": "phone",
    "media": "newspaper",
    "other": "board",
    "joint": "linked",
}


def channel_section(report: Dataset, lang: str) -> Section | None:
    """Items published by channel, the longest bar first; None when the copy at hand counts none."""
    series = channel_series(report.channels)
    series = series[series["channel"] != "total"]
    if series.empty:
        return None
    items = series[series["dimension"] == "items"]
    blocks = [Words("lead", _lead(report, items, lang))]
    if len(items):
        bars = _bars(items, lang)
        blocks += [Group("bars", bars), Group("keys", _keys(bars, lang))]
    events = series[series["dimension"] != "items"]
    if len(events):
        blocks.append(Group("figures", tuple(_event(row, lang) for row in events.itertuples())))
    blocks.append(Words("note", _caution(items, lang)))
    title = say(lang, "信息从哪里公开", "Where information was published")
    return Section("channels", title, "CHANNELS OF DISCLOSURE", "globe", tuple(blocks))


def _bars(items: pd.DataFrame, lang: str) -> tuple[Bar, ...]:
    inside = items["left_out"].isin(INSIDE)
    ordered = items.assign(inside=inside).sort_values(
        ["inside", "value", "channel"], ascending=[True, False, True]
    )
    longest = float(items["value"].max()) or 1.0
    return tuple(_bar(row, longest, lang) for row in ordered.itertuples())


def _bar(row, longest: float, lang: str) -> Bar:
    tags = []
    if row.channel == "joint":
        tags.append(say(lang, "合计数，不拆分", "joint count, never split"))
    if row.inferred:
        tags.append(say(lang, "渠道为推定", "channel inferred"))
    if row.inside:
        tags.append(say(lang, "可能已含于其他渠道", "may be held by another channel"))
    tone = "inside" if row.inside else "joint" if row.channel == "joint" else "plain"
    return Bar(
        label=codebook.channel_label(row.channel, row.members, lang),
        value=theme.hedged(row.value, row.approx),
        unit=unit(row.unit, lang),
        width=round(100 * row.value / longest, 2),
        tone=tone,
        icon=ICONS.get(codebook.channels()[row.channel]["group"], "board"),
        tags=tuple(tags),
        words=row.text if lang == "zh" else "",
        inferred=bool(row.inferred),
    )


def _keys(bars: tuple[Bar, ...], lang: str) -> tuple[tuple[str, str], ...]:
    """The legend: only of what the bars show."""
    keys = [
        ("joint", say(lang, "斜纹：几个渠道的合计", "hatched: one count of several channels"))
        if any(bar.tone == "joint" for bar in bars)
        else None,
        ("inferred", say(lang, "虚框：渠道为推定", "dashed outline: channel inferred"))
        if any(bar.inferred for bar in bars)
        else None,
        ("inside", say(lang, "浅色：不另相加", "pale: not added again"))
        if any(bar.tone == "inside" for bar in bars)
        else None,
    ]
    return tuple(key for key in keys if key)


def _event(row, lang: str) -> Figure:
    """What is not counted in items (press conferences) stands beside the bars, not among them."""
    return Figure(
        theme.hedged(row.value, row.approx),
        codebook.channel_label(row.channel, row.members, lang),
        unit(row.unit, lang),
        icon="microphone",
    )


def _lead(report: Dataset, items: pd.DataFrame, lang: str) -> str:
    """The message of the section: the stated total or the sum, and the largest channel."""
    told = [_sum(next(channel_totals(report.channels).itertuples()), lang)]
    added = items[items["additive"]]
    if len(added) > 1:
        top = next(added.nlargest(1, "value").itertuples())
        name = codebook.channel_label(top.channel, top.members, lang)
        told.append(say(lang, f"{name}最多。", f" {name} published most."))
    return "".join(filter(None, told))


def _sum(row, lang: str) -> str:
    about = say(lang, "约", "about ") if row.approx else ""
    if not pd.isna(row.stated):
        stated = theme.number(row.stated)
        told = say(lang, f"全年主动公开信息 {stated} 条", f"{stated} items published over the year")
        return told + _difference(row, lang)
    if row.n_channels < 2 or pd.isna(row.added):
        return ""
    amount, n = theme.number(row.added), int(row.n_channels)
    return say(
        lang,
        f"{n} 个渠道数相加{about} {amount} 条，",
        f"{n} channel counts add up to {about}{amount} items.",
    )


def _difference(row, lang: str) -> str:
    """How the stated total compares with the sum of the channels; silent where one is missing."""
    if pd.isna(row.difference) or row.n_channels < 2:
        return say(lang, "。", ".")
    if row.difference == 0:
        return say(lang, "，与各渠道相加相符；", ", which the channels add up to.")
    gap, more = theme.number(abs(row.difference)), row.difference > 0
    return say(
        lang,
        f"；各渠道相加{'多' if more else '少'} {gap} 条，口径未必相同；",
        f"; the channels add up to {gap} {'more' if more else 'less'}.",
    )


def _caution(items: pd.DataFrame, lang: str) -> str:
    if len(items) < 2:
        return ""
    return say(
        lang,
        "同一信息可能在几个渠道发布，各渠道按条（篇）次计。",
        "One piece of information may be published through several channels and is then counted in each.",
    )
