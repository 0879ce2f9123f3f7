"""Labels of the statutory forms: what a cell of a grid can mean, exactly or within bounds.

A label is found by its words alone - numbering, punctuation and spaces do not count - then by its
beginning, then by edit distance; anything that could be two labels is none.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from analysis import form
from analysis.cells import CellValue, read_cell
from analysis.text import normalise


class Label(NamedTuple):
    """One meaning of a label: a row or column of a table, in the versions of the form that have it."""

    table: str
    axis: str  # row or column
    code: str
    parent: str
    kind: str
    versions: frozenset[str]


class Look(NamedTuple):
    """What the text of a cell can be: labels (possibly several meanings), or a value, or a corner word."""

    labels: tuple[Label, ...]
    value: CellValue | None
    corner: bool
    exact: bool
    text: str
    heads: bool  # some meaning is a column, or a procedure of table 四
    rows: bool  # some meaning is a row of table 二, 三 or the list of 2014
    row: Label | None  # the one meaning as a row of table 二 or 三, wherever it stands


VALUES = frozenset(("reported", "blank", "not_applicable"))

# Words that stand in header rows and mean no cell.
_CORNERS = frozenset((
    "信息内容", "申请人情况", "指标名称", "计量单位", "统计指标", "单位", "指标", "序号", "项目", "统计数", "数量", "统计数据", "统计数量",
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
))  # fmt: skip
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．，是]|（[一二三四五六七八九十]{1,3}）|（?[0-9]{1,2}(?:[.．、）)]|(?=[^0-9.]))"
    r"|[①-⑳]|其中：?|[-—·●○■□◆*#]+|[（）])+"
)
_DROPPED = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+")
_UNIT_NOTE = re.compile(r"（(?:单位：?)?[^（）]{0,2}(?:件|条|元|万元|次|项|个|人|篇)）$")
# 行政事业性收费（不含减免）, （不含减免，单位：元）, （单位：元，不含减免）: the same charge, and its unit stays to be read.
_WAIVER = re.compile(
    r"（不?(?:含|包[括含])减免）|(?<=（)不?(?:含|包[括含])减免[，；、](?=单位|[万千百]*元)|[，；、]不?(?:含|包[括含])减免(?=）)"
)
# 本年收费金额（单位：万元）, 收费金额（元）, 金额/元, （人民币：元）
_PRINTED_UNIT = re.compile(
    r"(?:单位[：为是]*|人民币[：为]*|[（/])(?:人民币)?((?:亿|千万|百万|十万|万|千|百)?元|件|条|项|次)[）\s]*$"
)
# Words that make another label of one, by their sense: none of them is a slip of the pen.
_SENSES = (
    "未|(?<![年月季期])末|不|无|非|没",  # 未 is also typed 末
    "上一?年|去年|[往历前]年", "下一?年|次年", "20[0-9]{2}年", "(?:本|今|当)年度?(?:结转|转结|转)|转[到至入]?[本今当]年", "[年期]初",
    "新[收增]|收到|受理", "同比|环比|相比|比上|比去", "增减", "减少|增加|增长", "结转|转结", "率|占?比[例重]|占比|百分|幅度",
    "金额|总额|收费", "减免|免[征收]|应[收缴]|退", "(?<!没)有正当", "可以|允许", "以外|之外|除外", "转发", "党", "复议", "诉前|议前", "审批|许可事项",
    "反复", "办结(?!果)|答复", "缴", "补正", "补正前|逾期补正$", "举报|投诉|咨询", "累计", "[逾超]期", "报[刊纸]|广播|电[视台]|客户端|公开栏",
    "部门", "处分", "处理", "处置", "确认", "裁", "奖", "检查",
)  # fmt: skip
_NEGATION = 0  # the first of them
_TELLING = tuple(map(re.compile, _SENSES))
_LONGEST = 60
OTHER_YEAR = re.compile("(?:上一?|去|20[0-9]{2})年度?")  # the report's own year has become 本年
SUM = "合计"  # a row of all results, or of a group
# （七）小计, （七）共计: a sum of all results only by its number, for any group may have a row 小计.
_SEVENTH = re.compile("（七）(?:小计|共计|总数|合计数)(?:（件）)?$")


@lru_cache(maxsize=8192)
def look(text: str) -> Look:
    """What the text of a cell can mean."""
    value = read_cell(text)
    if value.status in VALUES:
        return Look((), value, False, False, text, False, False, None)
    labels, exact = find(text)
    corner = not labels and key(text) in _CORNERS
    heads = any(label.axis == "column" or label.table == "disputes" for label in labels)
    rows = any(label.axis == "row" and label.table != "disputes" for label in labels)
    unread = None if labels or corner else value
    own = [m for m in labels if m.axis == "row" and m.table in ("requests", "proactive")]
    return Look(
        labels,
        unread,
        corner,
        exact,
        text,
        heads or corner,
        rows,
        own[0] if len(own) == 1 and key(text) != SUM else None,
    )


@lru_cache(maxsize=512)
def printed_unit(text: str) -> str:
    """The unit that a label says its numbers are in; "" if it says none."""
    match = _PRINTED_UNIT.search(_WAIVER.sub("", normalise(text).text))
    return match[1] if match else ""


def exactly(text: str) -> tuple[Label, ...]:
    """The meanings of a text whose words are exactly those of a label; () for any other."""
    return _known().get(key(text), ())


@lru_cache(maxsize=8192)
def find(text: str) -> tuple[tuple[Label, ...], bool]:
    """The meanings of a label, and whether its words are exactly those of the form or an alias."""
    if len(text) > 3 * _LONGEST:
        return (), False
    folded = normalise(text).text
    word = _key(folded)
    known = _known()
    if _SEVENTH.match(folded):
        return tuple(label for label in known["总计"] if label.axis == "row"), True
    if word in known:
        return known[word], True
    shorter = _key(_UNIT_NOTE.sub("", _WAIVER.sub("", folded)))
    if shorter in known:
        return known[shorter], True
    both = _group_and_part(word)
    if both or _are_two(word):
        return both, bool(both)
    return (_alike(word), False) if 3 <= len(word) <= _LONGEST else ((), False)


def _are_two(word: str) -> bool:
    """Whether a text is one label and then another, as where a page break has made two rows one: 规章, 规范性文件."""
    known = _known()
    return any(word[:cut] in known and word[cut:] in known for cut in range(2, len(word) - 1))


def _group_and_part(word: str) -> tuple[Label, ...]:
    """The part, where a group and one of its parts stand in one cell: （三）不予公开1.属于国家秘密."""
    for group, code in _groups().items():
        if word.startswith(group) and len(word) > len(group):
            rest = word[len(group) :].lstrip("0123456789一二三四五六七八")
            parts = tuple(label for label in _known().get(rest, ()) if label.parent == code)
            if parts:
                return parts
    return ()


@cache
def _groups() -> dict[str, str]:
    """Words of labels that only head others -> their code."""
    return {
        word: label.code
        for word, labels in _known().items()
        for label in labels
        if label.kind == "group" and label.table == "requests"
    }


def key(text: str) -> str:
    """The words of a label without numbering, punctuation and spaces, in plain simplified Chinese."""
    return _key(normalise(text).text)


def _key(folded: str) -> str:
    return _DROPPED.sub("", _NUMBERING.sub("", folded)).replace("其它", "其他")


@cache
def _known() -> dict[str, tuple[Label, ...]]:
    """Label words -> meanings, from the form's own labels and aliases."""
    versions: dict[tuple[str, ...], set[str]] = {}
    words: dict[str, list[tuple[str, ...]]] = {}
    for axis in ("row", "column"):
        for entry in form.table(f"{axis}s"):
            meaning = (entry["table"], axis, entry[axis], entry["parent"], entry["kind"])
            versions.setdefault(meaning, set()).add(entry["version"])
            for word in (entry["zh"], *filter(None, entry["aliases"].split(";"))):
                meanings = words.setdefault(key(word), [])
                if meaning not in meanings:
                    meanings.append(meaning)
    return {
        word: tuple(Label(*meaning, frozenset(versions[meaning])) for meaning in meanings)
        for word, meanings in words.items()
    }


def _alike(word: str) -> tuple[Label, ...]:
    """Meanings of the one label that ``word`` begins, continues or misspells; () if two could be meant."""
    known = _known()
    if OTHER_YEAR.fullmatch(word):
        return ()  # 上一年度 begins the label of what was carried over, but stands over columns, too
    if len(word) >= 4:
        starts = [known[other] for other in _beginnings().get(word, ())]
        if starts:
            return starts[0] if _same(starts) else ()
        if not _same([known[other] for other in _endings().get(word, ())] or [()]):
            return ()  # 公开政府信息数 ends the labels of all channels
        for length in range(len(word) - 1, 5, -1):
            if word[:length] in known:
                return known[word[:length]] if _says_no_more(word, word[:length]) else ()
    return _misspelt(word)


@cache
def _beginnings() -> dict[str, list[str]]:
    """Beginnings of labels, of four characters or more -> the labels."""
    found: dict[str, list[str]] = {}
    for word in _known():
        for length in range(4, len(word)):
            found.setdefault(word[:length], []).append(word)
    return found


@cache
def _endings() -> dict[str, list[str]]:
    """Ends of labels, of four characters or more -> the labels."""
    found: dict[str, list[str]] = {}
    for word in _known():
        for start in range(1, len(word) - 3):
            found.setdefault(word[start:], []).append(word)
    return found


@cache
def _holders() -> dict[str, list[str]]:
    """Character -> the labels that have it: pages have thousands of words that are no labels at all."""
    found: dict[str, list[str]] = {}
    for word in _known():
        for character in set(word):
            found.setdefault(character, []).append(word)
    return found


def _misspelt(word: str) -> tuple[Label, ...]:
    holders, known = _holders(), _known()
    shared = Counter(other for character in set(word) for other in holders.get(character, ()))
    ranked = []
    for other, count in shared.items():
        bound = _bound(max(len(word), len(other)))
        enough = count >= len(set(other)) - bound and abs(len(word) - len(other)) <= bound
        if enough:
            distance = _distance(word, other, bound)
            # 本机关掌握相关政府信息 has lost one letter; where more is amiss, a lost 不 may be meant.
            lost = distance > 1 and _affirms(word, other)
            if distance <= bound and _says_no_more(word, other) and not lost:
                ranked.append((distance, other))
    if not ranked:
        return ()
    best = min(ranked)[0]
    # The next label must be farther off - clearly so if more than one letter is wrong.
    near = [known[other] for distance, other in ranked if distance <= best + (best > 1)]
    return near[0] if _same(near) else ()


def _same(candidates: list[tuple[Label, ...]]) -> bool:
    codes = {frozenset((m.table, m.axis, m.code) for m in meanings) for meanings in candidates}
    return len(codes) == 1


def _says_no_more(word: str, other: str) -> bool:
    """Whether a label has no telling word - 上年, 未, 同比 - that the one it is taken for has not in some form."""
    return _senses(word) <= _senses(other)


def _affirms(word: str, other: str) -> bool:
    """Whether a label has lost the 不 or 未 of the other: 补正后申请内容明确 is not 补正后申请内容仍不明确."""
    return _NEGATION in _senses(other) - _senses(word)


@lru_cache(maxsize=1024)
def _senses(word: str) -> frozenset[int]:
    """The senses of the telling words in a label."""
    return frozenset(n for n, words in enumerate(_TELLING) if words.search(word))


def _bound(length: int) -> int:
    """How many characters may be wrong: one in a short word, three in ten in a long one."""
    return 0 if length < 4 else 1 if length < 6 else length * 3 // 10


def _distance(one: str, other: str, bound: int) -> int:
    """Edit distance, or ``bound + 1`` once it is sure to be more."""
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
        if min(row) > bound:
            return bound + 1
        before = row
    return before[-1]
