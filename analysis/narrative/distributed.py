"""Numbers that share the words before them: 网站、微信分别发布120条、240条."""

from __future__ import annotations

import re

from analysis.narrative.clauses import Count
from analysis.narrative.mentions import channels_of

_NAMES = re.compile("(?:“[^”]{1,20}”[、和及与]?){2,}")
_RESPECTIVELY = re.compile("分别|依次")
_OF_THE_SAME = re.compile("[，、]?(?:分别|依次)(?:为|是)?")
_BETWEEN = re.compile(r"[、，和及与以 ]*$")


def distributed(counts: list[Count], home: str) -> dict[int, tuple]:
    """网站、微信分别发布120条、240条: number place -> (channel, codes) or (indicator, code)."""
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
            before = counts[index - 1] if index else None
            _share_out(run, before, home, shared)
        index += len(run)
    return shared


def _share_out(run: list[Count], before: Count | None, home: str, shared: dict[int, tuple]) -> None:
    first = run[0]
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
