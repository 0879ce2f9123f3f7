"""The channels as bars: a joint count is one hatched bar, an inferred channel is marked, a part is thin."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Totals:
    """What one report's channels come to: stated by the report, added here, and from how many.

    A number is None where there is none; a hedge (``approx``) goes with each.
    """

    stated: float | None
    stated_approx: str
    added: float | None
    added_approx: str
    channels: int


def totals(report: Dataset) -> Totals:
    """The stated total and the sum of the additive channels of one report."""
    series = channel_series(report.channels)
    whole = series[(series["channel"] == "total") & (series["dimension"] == "items")]
    stated = next(whole.itertuples(), None)
    added = next(channel_totals(report.channels).itertuples(), None)
    known = added is not None and not pd.isna(added.added)
    return Totals(
        stated=None if stated is None else float(stated.value),
        stated_approx="" if stated is None else stated.approx,
        added=float(added.added) if known else None,
        added_approx="about" if known and added.approx else "",
        channels=int(added.n_channels) if known else 0,
    )


def _lead(report: Dataset, items: pd.DataFrame, lang: str) -> str:
    """The message of the section: the stated total or the sum, and the largest channel."""
    summed, most = _sum(totals(report), lang), _largest(items[items["additive"]], lang)
    if lang == "zh":
        return (summed.rstrip("，；") + "。" if summed and not most else summed) + most
    return f"{summed} {most}".strip()


def _largest(added: pd.DataFrame, lang: str) -> str:
    """Which channel published most; silent where a tie or a hedge leaves that open."""
    if len(added) < 2:
        return ""
    top, second = added.nlargest(2, "value").itertuples()
    loose = top.approx in {"about", "at_most"} or second.approx in {"about", "at_least"}
    if loose or top.value == second.value:
        return ""
    name = codebook.channel_label(top.channel, top.members, lang)
    return say(lang, f"{name}最多。", f"{name} published most.")


def _sum(found: Totals, lang: str) -> str:
    if found.stated is not None:
        stated = theme.hedged(found.stated, found.stated_approx)
        told = say(lang, f"全年主动公开信息 {stated} 条", f"{stated} items published over the year")
        return told + _difference(found, lang)
    if found.channels < 2:
        return ""
    amount = theme.hedged(found.added, found.added_approx)
    return say(
        lang,
        f"{found.channels} 个渠道数相加 {amount} 条，",
        f"{found.channels} channel counts add up to {amount} items.",
    )


def _difference(found: Totals, lang: str) -> str:
    """How the stated total compares with the sum; a hedged number has no exact difference."""
    if found.channels < 2 or found.stated_approx or found.added_approx:
        return say(lang, "；", ".")
    gap = found.added - found.stated
    if gap == 0:
        return say(lang, "，与各渠道相加相符；", ", which the channels add up to.")
    amount = theme.number(abs(gap))
    return say(
        lang,
        f"；各渠道相加{'多' if gap > 0 else '少'} {amount} 条，口径未必相同；",
        f"; the channels add up to {amount} {'more' if gap > 0 else 'less'}.",
    )


def _caution(items: pd.DataFrame, lang: str) -> str:
    if len(items) < 2:
        return ""
    return say(
        lang,
        "同一信息可能在几个渠道发布，各渠道按条（篇）次计。",
        "One piece of information may be published through several channels and is then counted in each.",
    )
