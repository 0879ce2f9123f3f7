"""Section 五 in a few lines: what the report calls its problems, and what it will do about them.

The words stay the report's own, sentence by sentence; only what follows each point's first sentence
is left out, as an organ's own picture does.
"""

from __future__ import annotations

import re

from analysis import text
from analysis.infographic.blocks import Section, Words, say

MOST = 4  # points a side
_PLANS = re.compile(
    r"(?:（[一二三四]）|[一二三四]、)?(?:下一步|改进(?:措施|情况|打算|方向)|(?:针对|对)(?:以上|上述|存在的?)?(?:问题|不足)|今后)"
)
_POINT = re.compile(r"[一二三四五六七]是[^。；！]+[。；！]?")
_SENTENCE = re.compile(r"[^。；！]+[。；！]?")
_SAYS_PROBLEM = re.compile(r"不足|不够|不高|不强|有待|差距|薄弱|欠缺|问题|短板")


def problem_section(words: str, lang: str) -> Section | None:
    """The block of the picture, or None without words; ``words`` are those of section 五 as printed."""
    problems, plans = points(words)
    blocks = [
        block
        for title, found in ((("存在问题", "Problems"), problems), (("改进措施", "Plans"), plans))
        if found
        for block in (Words("side", say(lang, *title)), *(Words("point", line) for line in found))
    ]
    if not blocks:
        return None
    title = say(lang, "存在问题与改进", "Problems and plans")
    return Section("problems", title, "PROBLEMS AND PLANS", "bulb", tuple(blocks))


def points(words: str) -> tuple[list[str], list[str]]:
    """Problems and plans of section 五, a line a point: the first sentence of each 一是…, 二是….

    Without such points the sentences that name a shortcoming, and the first of the plans. Traditional
    characters and pinyin notes are folded as everywhere in reading.
    """
    plain = re.sub(r"\s+", "", text.normalise(words).text)
    turn = _PLANS.search(plain)
    before, after = (plain[: turn.start()], plain[turn.start() :]) if turn else (plain, "")
    problems = _POINT.findall(before) or [
        s for s in _SENTENCE.findall(before) if _SAYS_PROBLEM.search(s)
    ]
    plans = _POINT.findall(after) or _SENTENCE.findall(after)[:1]
    return [_tidy(line) for line in problems[:MOST]], [_tidy(line) for line in plans[:MOST]]


def _tidy(sentence: str) -> str:
    return re.sub(r"^（[一二三四]）", "", sentence).rstrip("；。") + "。"
