"""Numbers with a unit in running text: 1.3万余次 is 13000, at least, 次.

Only the number itself is read here, whatever it counts; dates, hotline and document numbers are
already left out, because no later rule could want them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.text import parse_numeral


class Number(NamedTuple):
    """A printed number: its place in the text (with hedges and unit), base value, unit, hedge."""

    start: int
    end: int
    value: int | float
    unit: str
    approx: str
    head: int  # where the bare number starts, after a hedge such as 超过


# Units that can count what is published or handled, longest first.
COUNTING = (
    "条次 篇次 件次 人次 场次 班次 期次 条 篇 期 件 次 则 部 场 个 份 项 起 宗 例 集 段 幅 张 组 套 版 支 轮 "
    "讲 通 封 批 户 名 位 人 % 万元 元"
).split()
# Units that never do. They are named so that 20个工作日 is not 20个, nor 12部门 12部.
OTHER = (
    "个工作日 个月 个百分点 个小时 周年 年代 年 月份 月 日 号 时 分钟 分 秒 小时 天 周 季度 倍 岁 届 级 "
    "章 页 楼 室 路 公里 平方米 亩 字 所 座 台 辆 块 家 类 册 本 处 层 米 吨 度 大 方面 种 亿元 市 县 区 省 镇 "
    "乡 村 部门 部分 人大 项目 名义 期间 期限 条例 套餐 件套 批次"
).split()

_UNIT = "|".join(sorted(COUNTING + OTHER, key=len, reverse=True))
# Finding where a number may begin with one character class is fast; most text has none. A Chinese
# numeral (一是, 进一步) must be followed by another, a scale, a hedge or the first character of a unit.
_FOLLOWS = "".join(
    sorted({unit[0] for unit in COUNTING + OTHER} | set("零一二三四五六七八九十百千万亿余多几来分"))
)
_FIRST = re.compile(f"[0-9零一二两三四五六七八九十百千万](?:(?<=[0-9])|(?=[{_FOLLOWS}]))")
_NUMBER = re.compile(
    r"(?P<digits>(?:[0-9]{1,3}(?:，[0-9]{3})+(?![0-9])|[0-9][0-9,]*)(?:\.[0-9]+)?(?: [0-9][0-9,]*)*)"
    rf"(?P<more>[余多来]?)(?P<scale>[十百千]?[万亿]*)(?P<later>[余多来]?\+?)(?P<unit>{_UNIT}|)(?P<post>以上|左右|上下|以内|余)?"
    rf"|百分之(?P<share>[百零一二三四五六七八九十点]+)"
    r"|(?P<han>零(?=[件次起宗例条])|[一二两三四五六七八九十百千万][零一二三四五六七八九十百千万亿]{0,14})"
    rf"(?P<han_more>[余多几来]?)(?P<han_scale>[万亿]*)(?P<han_unit>{_UNIT})(?P<han_post>以上|左右|上下)?"
)
_LIST_MARK = re.compile(r"(?<![^，。；：！？）　])[0-9]{1,2}[.、）]")
_RANGE = re.compile(r"[0-9][至到~～]$")
# 两个平台, 3个栏目: so many channels, not so many items.
_PLACES = re.compile(
    r"平台|渠道|账号|栏目|专栏|网站|窗口|部门|单位|科室|方面|乡镇|街道|行政村|村|社区|专题|频道|板块|环节|类别|层面|阶段|政务新媒体|政务微|微信|公众号|视频号|抖音号|头条号|微博|新媒体|自媒体|媒体"
    r"|突出|坚持|结合|到位|一律|关键|确保|突破"
)
_HEDGES = {
    "超过": "at_least", "突破": "at_least", "不少于": "at_least", "不下于": "at_least", "不下": "at_least",
    "不低于": "at_least", "高于": "at_least", "至少": "at_least", "超": "at_least", "逾": "at_least",
    "接近": "at_most", "不足": "at_most", "不到": "at_most", "不超过": "at_most", "将近": "at_most",
    "近": "at_most", "大约": "about", "约": "about", "大概": "about",
}  # fmt: skip
_HEDGE = re.compile(f"(?:{'|'.join(sorted(_HEDGES, key=len, reverse=True))})$")
_HEDGE_ENDS = frozenset(hedge[-1] for hedge in _HEDGES)
_AFTER = {"以上": "at_least", "余": "at_least", "左右": "about", "上下": "about", "以内": "at_most"}
# Telephone services that read like counts: 12345热线, 12315投诉.
_SERVICE_LINES = frozenset(
    "12345 12315 12333 12369 12328 12388 12380 12366 12348 12329 12350 12312 110 114 119".split()
)
_OTHER = frozenset(OTHER)
# A number right after these is part of a name or an address: 第3次, 〔2024〕27号, No.5, -612.
_NAMED = frozenset("第〔[【.-—–/@No№")
# 近百篇, 百余篇, 上千条: a scale alone is a number only with a hedge; 上 and 过 hedge nothing else.
_ROUND = {"百": 100, "千": 1000, "万": 10_000}
_OVER = re.compile("(?<![网线以])上$|(?<![经通])过$")
_FEW = 6
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
_CLOSING = frozenset('”’》」"')
_BARRED = _NAMED | frozenset("至到~～")  # and those that end a range: 1至3


def find_numbers(text: str) -> list[Number]:
    """The numbers of ``text`` that may count something, in order."""
    found = []
    start = _FIRST.search(text)
    while start:
        match = _NUMBER.match(text, start.start())
        number = match and _read(match, text)
        if number:
            found.append(number)
        start = _FIRST.search(text, match.end() if match else start.end())
    return found


def _read(match: re.Match[str], text: str) -> Number | None:
    start, end = match.span()
    if _DATE.match(text, start):
        return None
    before = text[start - 1 : start]
    if before in _BARRED and (before in _NAMED or _RANGE.search(text, max(0, start - 2), start)):
        return None
    if match["share"]:
        return _share(match)
    han = match["han"]
    unit = match["han_unit"] if han else match["unit"]
    if unit in _OTHER:
        return None
    if han:
        value = _ROUND.get(han) or parse_numeral(han + match["han_scale"])
        more, post = match["han_more"], match["han_post"]
    else:
        digits = match["digits"]
        if not digits.isdigit():
            digits = digits.replace(" ", "").replace("，", ",").rstrip(",")
        if (digits in _SERVICE_LINES and not unit) or len(digits) > 12:
            return None
        if not unit and _LIST_MARK.match(text, start, end + 1):
            return None
        value = parse_numeral(digits + match["scale"])
        more, post = match["more"] or match["later"], match["post"]
        end -= len(match["digits"]) - len(match["digits"].rstrip(",")) if not unit else 0
    if value is None or (unit == "个" and _PLACES.match(text, end)):
        return None
    if han and unit == "篇" and value < _FEW and text.startswith("文章", end):
        return None  # 做好公开、解读、回应三篇文章
    if text[end : end + 1] in _CLOSING:
        return None  # “助企纾困30条” is the name of a policy
    number = _hedged(
        text, start, end, value, unit, "at_least" if more else _AFTER.get(post or "", "")
    )
    return number if number.approx or han not in _ROUND else _over(number, text)


def _over(number: Number, text: str) -> Number | None:
    """上百条, 过千次: at least as many; None without such a word."""
    before = _OVER.search(text, max(0, number.start - 2), number.start)
    return number._replace(start=before.start(), approx="at_least") if before else None


def _hedged(text: str, start: int, end: int, value, unit: str, approx: str) -> Number:
    head = start
    hedged = text[start - 1 : start] in _HEDGE_ENDS
    before = _HEDGE.search(text, max(0, start - 3), start) if hedged else None
    if before:
        start, approx = before.start(), _HEDGES[before.group()]
    return _new(Number, (start, end, value, unit, approx, head))


_new = tuple.__new__  # a named tuple's own constructor takes several times as long


def _share(match: re.Match[str]) -> Number | None:
    """百分之九十八点五 as 98.5 %; 百分之百 as 100 %."""
    whole, _, tenths = match["share"].partition("点")
    value = 100 if whole == "百" else parse_numeral(whole)
    digits = parse_numeral(tenths) if tenths else None
    if value is None or (tenths and (digits is None or len(tenths) > 2)):
        return None
    if digits is not None:
        value = round(value + digits / 10 ** len(tenths), 2)
    return Number(match.start(), match.end(), value, "%", "", match.start())
