"""A paragraph cut into sentences and, around each number, the words that speak of it.

A Chinese report says what it counts right before the number (微信公众号推送信息706条); the words
since the last comma are the ``part``, those before it, back to the number before, the ``lead``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from analysis.narrative.mentions import Token, find_tokens
from analysis.narrative.numbers import Number

# Brackets without a number inside are remarks: 网站（含转载）411条 reads as 网站411条.
_REMARK = re.compile(r"（[^（）0-9]{0,40}(?:计1[条次件])?）|（共?[0-9]{1,2}个）")
_HAN_COUNT = re.compile(r"[一二两三四五六七八九十百千]+[余多]?[条篇期件则部]")
_FILL = "\u3000"
_SENTENCE_END = re.compile(r"[。！？]+|(?<=[，；：。 \u3000])(?=[一二三四五六七八九]是(?!否))")
_BREAK = re.compile("[，；：。！？（）—;]")
_COMMA = re.compile(r"[，；：（）—;。！？]+")
_PLAN = re.compile(
    r"计划(?=发布|公开|推|在|新|开|制|组|举|每|全年|年内|于|将|编|完|增|建|出|再)"
    r"|拟(?<![草模虚]拟)(?=增|在|开|于|新|发|举|推|编|每|公布|建|将|组|设|出|安排)"
    r"|预计|力争|争取|下一步|下步|将继续|将进一步|将在|将新|明年|目标是|目标为"
)
_YEAR = re.compile(
    r"(?<![\d〔自从转至到入就对])(20\d\d)年度?(?!度|底|末|初|以来|(?:部门|单位)?[预决]算)"
)
HEADING = re.compile(
    r"(?:（[一二三四五六七八九十]{1,2}）|(?:^|(?<=[。；]))[一二三四五六七八九]、)(?P<title>[^（。：；]{0,24})"
)


def mask(text: str) -> str:
    """``text`` with remarks and list marks blanked, of the same length."""
    if "（" not in text:
        return text
    return _REMARK.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    found = match.group()
    return found if _HAN_COUNT.search(found) else _FILL * len(found)


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence of a paragraph with its words of the lexicon."""

    text: str  # the paragraph, remarks blanked
    plain: str  # the paragraph as it is
    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)  # where clauses end
    plan: int = 1 << 30  # where a plan begins, if one does
    years: tuple[tuple[int, int], ...] = ()  # (place, year) of every 20XX年

    def words(self, start: int, end: int) -> list[Token]:
        """The words of the lexicon between two places."""
        return [t for t in self.tokens if t.start >= start and t.end <= end]


@dataclass(slots=True, eq=False)
class Count:
    """A number with the words around it. Offsets are those of the paragraph's normalised text."""

    number: Number
    text: str  # the paragraph, remarks blanked
    plain: str  # the paragraph as it is
    sentence: Sentence
    left: int  # where the words for this number may begin: after the number before it
    right: int  # where the next number begins, or the end of the sentence
    part: str = ""
    part_start: int = 0
    tokens: list[Token] = field(default_factory=list)
    taken: int = 0  # the end of the words after the number that name what it counts

    def begin_after(self, place: int) -> None:
        """Leave the words before ``place`` to the number before: 23件人大建议和41件政协提案."""
        if place > self.part_start:
            self.left = self.part_start = place
            self.part = self.text[place : self.number.start].replace(_FILL, "")
            self.tokens = [t for t in self.tokens if t.start >= place]

    @property
    def reach(self) -> tuple[int, int]:
        """From the start of the sentence to the number."""
        return self.sentence.start, self.number.start

    @property
    def tail(self) -> str:
        """The words after the number up to the next number or the end of the sentence."""
        return self.plain[self.number.end : self.right]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence starts and ends. 一是, 二是 … begin sentences of their own."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() > start:
            spans.append((start, match.end()))
            start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def cut(text: str, plain: str, span: tuple[int, int], numbers: list[Number]) -> list[Count]:
    """The numbers of one sentence, each with its part."""
    start, end = span
    plan = _PLAN.search(text, start, end)
    years = (
        tuple((m.start(), int(m[1])) for m in _YEAR.finditer(text, start, end))
        if "年" in text
        else ()
    )
    tokens = find_tokens(text, start, end)
    breaks = [m.start() for m in _BREAK.finditer(text, start, end)]
    sentence = Sentence(
        text, plain, start, end, tokens, breaks, plan.start() if plan else 1 << 30, years
    )
    counts: list[Count] = []
    left = start
    for index, number in enumerate(numbers):
        right = numbers[index + 1].start if index + 1 < len(numbers) else end
        count = Count(number, text, plain, sentence, left, right)
        count.part_start = _part_start(sentence, left, number.start)
        if _GOES_ON.match(text, number.end) and text[number.start - 1] in "，；":
            count.part_start = number.start  # 3件答复公开，1件属于其他: not what was before
        if counts and _RISEN.match(text, count.part_start, number.start):
            # 粉丝由1.2万人增至2.1万人: the words stand before the first number.
            count.part_start = counts[-1].part_start
        count.part = text[count.part_start : number.start].replace(_FILL, "")
        if _REACHED.search(count.part) and left < count.part_start:
            _extend(count)
        count.tokens = _own_tokens(sentence, count.part_start, number.start, count.part)
        counts.append(count)
        left = number.end
    return counts


_EMPTY = re.compile(
    r"[，；：。！？（）—、;\u3000\s]*(?:共计|合计|合起来|共|计|为|均为|均|各|是|有|数量?)*[，；：、\u3000\s]*$"
)


_GOES_ON = re.compile("属|因|系|已|由|正在|尚|予以|未|涉|不")
# 发布处置公告、消费提示等信息79条 counts 信息: what stands before 等 are examples.
_EXAMPLES = re.compile(
    r"等(?:共计|合计|总计|累计|共)+$|等[^，、]{0,12}(?:信息|内容|材料|稿件|资料|图文|文章|消息|动态|形式|方式)[^，、]{0,6}$|(?<![各种])类(?:政府|政务|工作)?信息[共计约]*$"
)


def _own_tokens(sentence: Sentence, start: int, end: int, part: str) -> list[Token]:
    tokens, text = sentence.words(start, end), sentence.text
    if part.endswith("等") and part.count("、") > 1:  # 救助、低保、重点工程和政府文件等109条
        return [t for t in tokens if t.kind in ("channel", "pair", "verb")]
    examples = _EXAMPLES.search(text, start, end) if "等" in part or "类" in part else None
    if not examples:
        return tokens
    if text[examples.start()] == "类" and not any(t.kind == "channel" for t in tokens):
        return tokens  # 公开解读类信息6条 names what it counts, 抖音发布社会关切类信息 the channel
    limit = examples.start()
    return [t for t in tokens if t.start > limit or t.kind in ("channel", "pair", "verb", "noun")]


# 公开信息数量比上年增长两成，达到352条: the comparison stands between the words and their number.
_REACHED = re.compile(r"^(?:已|共|累计)?(?:达到?|增至|增加到|升至)$")
_COMPARED = re.compile(
    r"[，、]?(?:同?比|较|与)[^，；。]*?(?:增长|增加|上升|提升|提高|减少|下降)[^，；。]*"
)


def _extend(count: Count) -> None:
    """Take in the clause before a part that only says 达到."""
    start = _part_start(count.sentence, count.left, count.part_start - 1)
    words = count.text[start : count.number.start]
    if _COMPARED.search(words):
        count.part_start, count.part = start, _COMPARED.sub("", words).replace(_FILL, "")


_RISEN = re.compile(r"(?:增至|增加到|增加至|增长到|增长至|升至|上升到|达到)$")


def _part_start(sentence: Sentence, left: int, end: int) -> int:
    """Where the last clause before ``end`` begins. A label may stand before the mark: 微信公众号，264条."""
    text, breaks = sentence.text, sentence.breaks
    stop = end
    while stop > left:
        index = bisect_left(breaks, stop)
        start = max(left, breaks[index - 1] + 1) if index else left
        if not _EMPTY.match(text, start, end) or (
            text[start:end].strip("、\u3000 ") and start == left
        ):
            return start
        if start <= left or text[start - 1] in "；。（！？":
            return start
        stop = start - 1
    return max(left, stop)


def lead_parts(count: Count) -> list[tuple[int, int]]:
    """The earlier clauses of the sentence since the number before, nearest first."""
    spans, end = [], count.part_start
    for match in reversed(list(_COMMA.finditer(count.text, count.left, count.part_start))):
        if end > match.end():
            spans.append((match.end(), end))
        end = match.start()
    if end > count.left:
        spans.append((count.left, end))
    return spans
