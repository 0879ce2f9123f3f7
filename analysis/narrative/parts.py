"""Which numbers are parts of which: 其中, brackets, lists before or after a total."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.codebook import group_of
from analysis.narrative.clauses import Count
from analysis.narrative.mentions import channels_of, find_tokens
from analysis.narrative.scopes import is_share_of_count


@dataclass(slots=True)
class Entry:
    """A fact about channels (or, with no channels, an indicator) on its way to the table."""

    count: Count
    order: int  # the paragraph's number: entries of one paragraph can be compared by place
    channels: tuple[str, ...]
    scope: str = "year"
    how: str = ""
    parent: Entry | None = None

    @property
    def place(self) -> int:
        return self.count.number.start

    @property
    def value(self) -> int | float:
        return self.count.number.value

    @property
    def code(self) -> str:
        return self.channels[0] if len(self.channels) == 1 else "joint" if self.channels else ""


@dataclass(slots=True)
class _Group:
    """A stretch of text whose numbers are parts of ``parent``."""

    start: int
    end: int
    parent: Entry | None
    firm: bool  # brackets and colons hold to their end; others may stop earlier


_MARK = re.compile(
    r"其中|包括|包含|涵盖(?=[^，。；、：]{1,12}[0-9])|内有|当中|(?<![蕴暗饱不])含(?![量义糖有金])|具体为|具体是|分别是：|(?<=，)分别为|(?<!中，)仅(?=[《“])"
    r"|(?:组成|构成如下|分布在[^，。；：]{0,6})(?=[：—])"
)
_TOPIC = re.compile(r"(?:^|[。；，：\u3000])([^。；，：]{2,24}?)(?:中|里|方面)[，：]")
_WITHIN = re.compile("(?:内含|内有)$")  # of that number alone
_NEXT_POINT = re.compile("[一二三四五六七八九]是")
_UMBRELLAS = ("media", "new_media")
_HEADING = 30  # characters of a line that is one
_RESTART = re.compile(r"另外|另有|此外|同时|还|全年|共计?")
_CUE = re.compile(
    r"公开的?(?:形式|渠道|途径|方式)|公开平台(?=看|分|：)|渠道看|平台看|[按从分][^，。；]{0,6}(?:渠道|平台|形式)|具体(?:为|情况)|渠道中|(?:分布|构成|明细|具体)如下"
)


def assign_parts(entries: list[Entry], text: str) -> None:
    """Give each channel entry of one paragraph its whole, where the words say so."""
    groups = _groups(entries, text)
    for entry in entries:
        if not entry.channels or entry.parent or entry.scope == "prior_year":
            continue
        if _is_share(entry, entries):
            entry.parent = _whole_of_share(entry, entries)
            continue
        holders = [g for g in groups if g.start <= entry.place < g.end]
        for group in reversed(holders):
            if group.parent is entry or (group.parent and not _may_hold(group.parent, entry)):
                continue
            if group.parent is not None and _fits(entry, group, entries):
                entry.parent = group.parent
            break


def _is_share(entry: Entry, entries: list[Entry]) -> bool:
    """微信占4310条次; in 网站、微信分别占9135条、4207条 each of them is one, not the first alone."""
    if is_share_of_count(entry.count):
        return True
    if entry.count.part.strip("、，和及与"):
        return False
    before = next((e for e in entries if e.count.number.end == entry.count.left), None)
    return before is not None and _is_share(before, entries)


def _whole_of_share(part: Entry, entries: list[Entry]) -> Entry | None:
    """What 微信占4310条次 is a part of: the last number before it that is no such share itself."""
    earlier = [e for e in entries if e.channels and e.place < part.place and e.scope == "year"]
    shares = (e for e in reversed(earlier) if not _is_share(e, entries))
    whole = next(shares, None)
    return whole if whole is not None and whole.value >= part.value else None


def _may_hold(whole: Entry, part: Entry) -> bool:
    """Whether channels of one kind may hold those of another: no account is on a site, nor in the papers,
    and no channel in a number that others share.
    """
    group = group_of(whole.code)
    groups = {group_of(code) for code in part.channels}
    if whole.code == "joint":
        held = {group_of(code) for code in whole.channels if code in _UMBRELLAS}
        return bool(set(part.channels) & set(whole.channels)) or not held.isdisjoint(groups)
    if group == "new_media":
        return groups.isdisjoint(("site", "media"))
    if group == "media" and groups == {"other"}:
        return True  # 各级媒体刊登144条，其中…学习强国2条
    return group not in ("site", "media") or group in groups


def _fits(entry: Entry, group: _Group, entries: list[Entry]) -> bool:
    parent = group.parent
    if (entry.value > parent.value and not parent.count.number.approx) or entry.code == "total":
        return False
    if group.firm:
        return True
    earlier = [e for e in entries if e.parent is parent and group.start <= e.place < entry.place]
    if not earlier:
        return True
    done = sum(e.value for e in earlier)
    if done == parent.value and entry.value:
        return False
    unit = entry.count.number.unit
    if unit != parent.count.number.unit and unit != earlier[-1].count.number.unit:
        listed = [e for e in entries if e.channels and group.start <= e.place < group.end]
        own = sum(e.value for e in listed if e.parent in (None, parent))
        return parent.value in (done + entry.value, own)
    return True


def _groups(entries: list[Entry], text: str) -> list[_Group]:
    groups = []
    for match in _MARK.finditer(text):
        bracket = text.rfind("（", 0, match.start())
        inside = bracket >= 0 and text.find("）", bracket) > match.start()
        end, firm = _extent(text, match.end(), text.find("）", match.start()) if inside else -1)
        parent = _whole_before(entries, match.start(), text)
        groups.append(_Group(match.end(), end, parent, firm))
        if not firm:
            _shorten(groups[-1], entries, text)
    groups += _brackets(entries, text)
    groups += _topics(entries, text)
    return sorted(groups, key=lambda g: (g.start, -g.end))


def _extent(text: str, start: int, bracket: int) -> tuple[int, bool]:
    if bracket >= 0:
        return bracket, True
    stop = text.find("。", start)
    return (stop if stop >= 0 else len(text)), text[start : start + 1] in ("：", "—")


def _whole_before(entries: list[Entry], place: int, text: str) -> Entry | None:
    """The number that 其中 speaks of: the last before it, if it is a channel's, in this or the last sentence."""
    earlier = [e for e in entries if e.place < place]
    while earlier and (earlier[-1].scope == "prior_year" or earlier[-1].how == "reference"):
        earlier.pop()
    if not earlier or not earlier[-1].channels:
        return None
    last = earlier[-1]
    between = text[last.count.number.end : place]
    if "。" in between:
        # A new sentence that begins with 其中 speaks of the whole of the last one.
        if between.count("。") > 1 or between.rstrip("，： \u3000")[-1] != "。":
            return None
        start = last.count.sentence.start
        first = next(e for e in earlier if e.place >= start)
        return (
            first
            if first.channels and first.code in ("total", "joint", "media", "new_media")
            else last
        )
    return last


def _shorten(group: _Group, entries: list[Entry], text: str) -> None:
    """A plain 其中 ends at a semicolon, unless the items themselves are parted by semicolons."""
    stop = text.find("；", group.start, group.end)
    if stop < 0 or group.parent is None:
        return
    if _WITHIN.search(text, 0, group.start) or _NEXT_POINT.match(text, stop + 1):
        group.end = stop
        return
    inside = [e for e in entries if e.channels and group.start <= e.place < group.end]
    first = [e for e in inside if e.place < stop]
    whole = group.parent.value
    if sum(e.value for e in inside) == whole:
        return
    rest = text[stop + 1 : group.end]
    one_each = len(first) == 1 and len(inside) > 1 and not _RESTART.search(rest.split("，")[0])
    if sum(e.value for e in first) == whole or not one_each:
        group.end = stop


def _brackets(entries: list[Entry], text: str) -> list[_Group]:
    """962条（区政府网站377条、微信公众号585条）; 近200篇：国家级媒体6篇，省级媒体38篇."""
    groups = []
    for entry in entries:
        end = entry.count.number.end
        if text[end : end + 1] == "：":
            groups.append(
                _Group(end, _extent(text, end, -1)[0], entry if entry.channels else None, True)
            )
        elif text[end : end + 1] == "（":
            close = text.find("）", end)
            groups.append(
                _Group(
                    end, close if close > 0 else len(text), entry if entry.channels else None, True
                )
            )
    return groups


def _topics(entries: list[Entry], text: str) -> list[_Group]:
    """政务新媒体中，微信公众号602条: parts of the number that 政务新媒体 had."""
    groups = []
    for match in _TOPIC.finditer(text):
        place = match.start(1)
        earlier = [e for e in entries if e.channels and e.place < place and e.scope == "year"]
        parent = _named_whole(match, earlier, entries)
        if parent is None:
            continue
        stop = text.find("。", match.end())
        groups.append(_Group(match.end(), stop if stop >= 0 else len(text), parent, False))
    return groups


def _named_whole(match: re.Match[str], earlier: list[Entry], entries: list[Entry]) -> Entry | None:
    text, (start, end) = match.string, match.span(1)
    repeated = [e for e in entries if start <= e.place < end]
    if repeated:  # 公开的1002条政府信息中，…
        return next((e for e in reversed(earlier) if e.value == repeated[0].value), None)
    tokens = [t for t in find_tokens(text, start, end) if t.kind in ("channel", "pair")]
    if not tokens:
        if _CUE.search(match.group()):
            return next((e for e in reversed(earlier) if e.code == "total"), None)
        return None
    codes = channels_of(text, tokens, "website")
    return next((e for e in reversed(earlier) if list(e.channels) == codes), None)


def assign_lists(entries: list[Entry], texts: list[str]) -> None:
    """Lists before a 合计, and lists that follow a total without 其中 but add up to it (or are announced)."""
    for index, entry in enumerate(entries):
        if entry.how.startswith("closing"):
            _close(entries, index)
    for index, entry in enumerate(entries):
        if entry.scope != "year" or entry.how.startswith("closing"):
            continue
        if entry.code == "media" and not any(e.parent is entry for e in entries):
            _level_out(entries, index)
        if entry.code != "total":
            continue
        if not any(e.parent is entry for e in entries):
            _follow(entries, index, texts)


def _level_out(entries: list[Entry], index: int) -> None:
    """各级媒体报道1126次，国家级、省级、市级媒体分别为38次、154次、934次: levels that add up to the media."""
    media = entries[index]
    levels = []
    for entry in entries[index + 1 :]:
        if entry.count.sentence is not media.count.sentence or entry.parent is not None:
            break
        if not entry.code.startswith("media_"):
            break
        levels.append(entry)
        if len(levels) > 1 and sum(e.value for e in levels) == media.value:
            for level in levels:
                level.parent = media
            return


def _close(entries: list[Entry], index: int) -> None:
    total = entries[index]
    listed: list[Entry] = []
    for entry in reversed(entries[:index]):
        if entry.parent is not None or entry.scope == "prior_year":
            continue
        if (
            entry.order != total.order
            or not entry.channels
            or entry.scope != "year"
            or entry.code == "total"
        ):
            break
        listed.append(entry)
        if sum(e.value for e in listed) == total.value:
            break
    if sum(e.value for e in listed) != total.value:
        sentence = listed[0].count.sentence if listed else None
        listed = [e for e in listed if e.count.sentence is sentence]
    for entry in listed:
        entry.parent = total
    if total.how == "closing_joint" and listed:
        total.channels = tuple(dict.fromkeys(code for e in reversed(listed) for code in e.channels))


def _follow(entries: list[Entry], index: int, texts: list[str]) -> None:
    total = entries[index]
    listed: list[Entry] = []
    for entry in entries[index + 1 :]:
        if not entry.channels or entry.scope != "year" or entry.parent is not None:
            continue
        if entry.code == "total" or entry.value > total.value:
            break
        listed.append(entry)
        if len(listed) > 1 and sum(e.value for e in listed) == total.value:
            break
    else:
        announced = listed and _announced(total, listed[0], texts)
        listed = (
            [e for e in listed if e.count.sentence is listed[0].count.sentence] if announced else []
        )
    if len(listed) > 1 and (
        sum(e.value for e in listed) == total.value or _announced(total, listed[0], texts)
    ):
        for entry in listed:
            entry.parent = total


def _announced(total: Entry, first: Entry, texts: list[str]) -> bool:
    if total.order == first.order:
        return bool(_CUE.search(texts[first.order], total.count.number.end, first.place))
    # The headings of the paragraphs between them, too: 二、公开途径.
    between = [text for text in texts[total.order + 1 : first.order] if len(text) < _HEADING]
    return any(_CUE.search(text) for text in (*between, texts[first.order][: first.place]))
