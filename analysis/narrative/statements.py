"""What was read, as facts: each with the printed words around its number, and their place."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.document import Paragraph
from analysis.facts import Fact
from analysis.narrative.clauses import Count
from analysis.narrative.parts import Entry
from analysis.text import Normalised

_MOST = 25  # characters of a phrase


class Quotes:
    """The paragraphs to quote from; a quotation is its words as printed and their place."""

    def __init__(self, paragraphs: Sequence[Paragraph], texts: list[Normalised]) -> None:
        self._paragraphs, self._texts = paragraphs, texts

    def count(self, order: int, count: Count) -> tuple[str, str]:
        """The words around a number, at most 25 characters."""
        start = count.part_start
        while start < count.number.start and count.plain[start] in "、，；：　（）":
            start += 1
        return self.words(order, start, count.number.end, count.number.start)

    def words(self, order: int, start: int, end: int, keep: int = 0) -> tuple[str, str]:
        """The words from ``start`` to ``end``; a long quotation may begin later, up to ``keep``."""
        text = self._texts[order]
        first, last = text.span(start, end)
        while last - first > _MOST and start < keep:
            start += 1
            first, last = text.span(start, end)
        while 0 < start < keep and text.text[start - 1 : start + 1].isdigit():
            start += 1  # a number is quoted whole or not at all
            first, last = text.span(start, end)
        last = min(last, first + _MOST)
        return text.raw[first:last], f"{self._paragraphs[order].where}#{first}-{last}"


def channel_fact(entry: Entry, quotes: Quotes) -> Fact:
    """Items published through a channel, or one number of several (``joint``)."""
    phrase, where = quotes.count(entry.order, entry.count)
    number = entry.count.number
    members = ";".join(entry.channels) if entry.code == "joint" else ""
    return Fact(
        "channels", entry.code, "items", 1, number.value, number.unit, "reported", number.approx,
        members, entry.parent.code if entry.parent else "", entry.scope, phrase, where,
    )  # fmt: skip


def indicator_fact(entry: Entry, code: str, quotes: Quotes) -> Fact:
    """An indicator's count; money is in 元."""
    phrase, where = quotes.count(entry.order, entry.count)
    number = entry.count.number
    value, unit = number.value, number.unit
    if unit == "万元":
        value, unit = round(value * 10_000, 2), "元"
    return Fact(
        "indicators", code, "count", 1, value, unit, "reported", number.approx, "", "", entry.scope, phrase, where
    )  # fmt: skip


def zero_fact(order: int, code: str, start: int, end: int, quotes: Quotes) -> Fact:
    """A zero in words (未收到申请): value 0, no unit."""
    phrase, where = quotes.words(order, start, end)
    return Fact("indicators", code, "count", 1, 0, "", text=phrase, where=where)


def numbered(facts: list[Fact]) -> list[Fact]:
    """Facts of one row and members counted 1, 2, …"""
    seen: dict[tuple, int] = {}
    counted = []
    for fact in facts:
        key = (fact.table, fact.row, fact.members)
        seen[key] = seen.get(key, 0) + 1
        counted.append(fact if seen[key] == 1 else fact._replace(item=seen[key]))
    return counted
