"""The codebook: channels, indicators, units and terms, each with a Chinese and an English label.

The words live in CSV files beside this module and are read with the standard library, so that the
command line can use them before pandas is needed. A code means one thing for ever.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from analysis.errors import UsageError, nearest

LANGUAGES = ("zh", "en")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``channels``, ``indicators``, ``units`` or ``terms``, in the order of the file."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def channels() -> dict[str, dict[str, str]]:
    """Channel code -> its row (zh, en, group, within, meanings), in the order charts use."""
    return {row["code"]: row for row in table("channels")}


@cache
def indicators() -> dict[str, dict[str, str]]:
    """Indicator code -> its row (zh, en, topic, kind, unit, scope, meanings)."""
    return {row["code"]: row for row in table("indicators")}


@cache
def units() -> dict[str, dict[str, str]]:
    """Printed unit -> its row (dimension, en). Only numbers of one dimension may be added."""
    return {row["unit"]: row for row in table("units")}


@cache
def terms(kind: str) -> dict[str, dict[str, str]]:
    """Code -> row of one set of terms: status, approx, scope, level, kind or group."""
    return {row["code"]: row for row in table("terms") if row["set"] == kind}


def label(kind: str, code: str, lang: str = "zh") -> str:
    """The label of a code: ``kind`` is ``channels``, ``indicators`` or a set of terms."""
    known = {"channels": channels, "indicators": indicators}.get(kind, lambda: terms(kind))()
    return known[code][lang]


def channel_label(code: str, members: str = "", lang: str = "zh") -> str:
    """The label of a channel; a joint count is called by its members: 微信公众号＋政务微博."""
    if code != "joint" or not members:
        return channels()[code][lang]
    joiner = "＋" if lang == "zh" else " + "
    return joiner.join(channels()[member][lang] for member in members.split(";"))


def group_of(channel: str) -> str:
    """The group of a channel: site, official, new_media, media, other, whole or joint."""
    return channels()[channel]["group"]


def check_language(lang: str) -> str:
    """``lang`` itself if it is ``zh`` or ``en``; otherwise a :class:`UsageError` that lists them."""
    if lang in LANGUAGES:
        return lang
    raise UsageError(
        f"没有这种语言：{lang}",
        f"unknown language: {lang}",
        next_zh=f"可用：{'、'.join(LANGUAGES)}",
        next_en=f"use one of: {', '.join(nearest(lang, LANGUAGES) or LANGUAGES)}",
    )
