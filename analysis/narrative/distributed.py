"""Numbers that share the words before them: 网站、微信分别发布120条、240条; 上年分别为96条、188条."""

from __future__ import annotations

import re

from analysis.narrative.clauses import Count
from analysis.narrative.mentions import channels_of

_NAMES = re.compile("(?:“[^”]{1,20}”[、和及与]?){2,}")
_RESPECTIVELY = re.compile("分别|依次")
_OF_THE_SAME = re.compile("[，、]?(?:分别|依次)(?:为|是)?")
# 上年分别为271条和143条: of the two channels just counted.
_LAST_YEAR = re.compile(
    "[，；、（]?(?:上一?年|去年|20\\d\\d年)度?(?:同期)?(?:分别|依次|相应)(?:为|是)?"
)
_MEANT = ("channel", "pair", "indicator")
_BETWEEN = re.compile(r"[、，和及与以 ]*$")


def distributed(counts: list[Count], home: str) -> dict[int, tuple]:
    """网站、微信分别发布120条、240条: number place -> (channel, codes), (indicator, code) or (as, another count)."""
    shared: dict[int, tuple] = {}
    index = 0
    while index < len(counts):
        run = [counts[index]]
        while index + len(run) < len(counts):
            following = counts[index + len(run)]
            if not _BETWEEN.match(following.text[following.left : following.number.start]):
                break
            run.append(following)
        if len(run) > 1:
            _share_out(run, counts[:index], home, shared)
        index += len(run)
    return shared


def _share_out(run: list[Count], others: list[Count], home: str, shared: dict[int, tuple]) -> None:
    first, before = run[0], others[-1] if others else None
    respectively = bool(_RESPECTIVELY.search(first.text, first.left, first.number.start))
    if not respectively and len({count.number.unit for count in run}) > 1:
        for count in run[1:]:
            if count.number.unit and count.text[count.left : count.number.start] in ("", "、"):
                shared[count.number.start] = (
                    "same",
                    "",
                )  # 编发289期、867篇: both are the account's
        return
    tokens = first.sentence.words(
        first.left if respectively else first.part_start, first.number.start
    )
    if respectively and before is not None and _OF_THE_SAME.fullmatch(first.part):
        tokens = before.tokens  # 三者合计471条，分别为156条、243条和72条
    earlier = _as_last_year(run, others)
    if earlier:
        for count, one in zip(run, earlier):
            shared[count.number.start] = ("as", one)
        return
    near = [t for t in tokens if t.start >= first.part_start and t.kind in _MEANT]
    if respectively and len(near) == len(run) and all(t.kind != "indicator" for t in near):
        tokens = near  # 用活新媒体，微信公众号、微博分别推送406条、388条
    named: list[tuple] = []
    for token in tokens:
        if token.kind in ("channel", "pair"):
            codes = channels_of(first.text, [token], home)
            named += [("channel", (code,)) for code in codes]
        elif token.kind == "indicator" and token.code != "requests":
            named.append(("indicator", token.code))
    if named and named[-1][1] in ("reads", "followers"):
        named = named[-1:] * len(run)  # 微信、微博粉丝分别为41万人、63万人
    if respectively and len(named) == 1 == len(named[0][1]):
        # “甲馆”“乙馆”公众号分别推文127篇、84篇: accounts of one kind.
        names = _NAMES.search(first.text, first.left, first.number.start)
        if names and names.group().count("“") == len(run):
            named *= len(run)
    if len(named) != len(run):
        named = list(dict.fromkeys(named))
    for count, meaning in zip(run, named if len(named) == len(run) else [("none", "")] * len(run)):
        shared[count.number.start] = meaning


def _as_last_year(run: list[Count], others: list[Count]) -> list[Count]:
    """The counts whose figures of last year a run gives, as many as it has numbers; else none."""
    if not _LAST_YEAR.fullmatch(run[0].part):
        return []
    counted = [c for c in others if any(t.kind in ("channel", "pair") for t in c.tokens)]
    return counted[-len(run) :] if len(counted) >= len(run) else []
