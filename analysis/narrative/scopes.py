"""What a number is not, and of what time it is: plans, rates, months, growth, last year, running totals."""

from __future__ import annotations

import re

from analysis.narrative.clauses import Count

_RATE = re.compile(
    r"每(?:日(?!头条|新闻|电讯)|[周月季年天期次篇条人户个场半两]|季度|星期|工作日)|[日月周年季]均|平均|人均|最高|最多|最大|(?<!年)[单同首](?:[篇条期日次]|场)|早中?晚各"
)
_RECORD = re.compile("最[高多大][^，；。（]*$")  # 最高一条播放410万次
_QUOTED = re.compile("“[^”]*”|《[^》]*》")  # “每周警情” is a name
_MONTHS = re.compile(
    r"(?<!\d)(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?!\d*日)|[一二三四1-4本]季度|[上下]半年|[当本]月(?![底末])|单月|\d{1,2}日|今年以前"
)
_TRIGGER = re.compile("[每均最单首同月季半日早]")
_WHOLE_YEAR = re.compile(r"截至|截止|以来|至12月|1至12月|1-12月|全年")
_CARRIED = re.compile(r"结转|转结|转入|转接|顺延|遗留")
_GROWTH = re.compile(
    r"(?:增长|增加|减少|下降|上升|提升|提高|增幅|降幅|净增|上涨|攀升|翻|多出|(?<![至诸众更许])多|(?<!至)少|(?<![新])增|减|降|(?<!提)升|涨|占|占比)"
    r"(?:了|幅度|率|为|达|超过|近|约)*$"
)
_GROWTH_ENDS = frozenset("长加少降升高幅增涨翻出多减占比了度率为达过近约的由从末底初")
_OF_THEM = re.compile("(?:占了?|承担了?)(?:约|近|超过?)?$")
_TO_LEVEL = re.compile(r"(?:增至|增加到|增加至|增长到|增长至|升至|达到|上升到)$")
_FROM_LEVEL = re.compile(r"[由从](?:上年末?|去年底?|年初|原来|原先|20\d\d年底?)?的?$|年初的?$")
_RELATIVE = re.compile(
    r"(?:上一年度?|上年度?|去年|前一年|往年)(?!度?(?:结转|转结|转入|转接|遗留|未办|未结|后))"
)
_DATE_ONLY = re.compile(r"\s*(?:(?:上一年度?|上年度?|去年|前一年)(?:同期)?|(20\d\d)年度?)\s*$")
_SINCE = re.compile(
    r"(?:开通|上线|开设|创办|运行|成立|开播|注册|建立|建成|入驻|20\d\d年[^，；。]{0,12}?)(?:以来|至今)"
)
_FOR_YEARS = re.compile("(?:开通|上线|开设|创办|运行|成立)[^，；。]{0,4}年来")
_SINCE_YEAR = re.compile(r"(20\d\d)年")
_RESET = re.compile(r"当年|本年|今年|全年|年内|本年度")
_LEVEL = re.compile(
    r"存量|现有(?!效)|现存|现行有效|继续有效|历年累计|目前共有|历史累计|累计现有|库存|总存量"
)


def is_no_fact(count: Count, year: int | None) -> bool:
    """Whether the words say that the number is a plan, rate, record, share, growth or part of a year."""
    part, start = count.part, count.number.start
    if start > count.sentence.plan:
        return True
    if (
        part[-1:] in _GROWTH_ENDS
        and not is_share_of_count(count)
        and ((_GROWTH.search(part) and not _TO_LEVEL.search(part)) or _FROM_LEVEL.search(part))
    ):
        return True
    if _RECORD.search(count.text, count.sentence.start, start):
        return True
    if _TRIGGER.search(part):
        said = _QUOTED.sub("", part)
        if _RATE.search(said) or (_MONTHS.search(said) and not _WHOLE_YEAR.search(said)):
            return True
    if year is None or not count.sentence.years or _CARRIED.search(part):
        return False
    if any(named > year for place, named in count.sentence.years if place < count.part_start):
        return True
    years = _years(count)
    return bool(years) and years[-1] not in (year, year - 1)


def is_share_of_count(count: Count) -> bool:
    """微信占4310条次: so many of the items counted before; 占36% is a share."""
    return bool(_OF_THEM.search(count.part)) and count.number.unit not in ("%", "")


def _years(count: Count) -> list[int]:
    """The years that the part names."""
    return [
        named
        for place, named in count.sentence.years
        if count.part_start <= place < count.number.start
    ]


def scope_of(count: Count, year: int | None) -> str:
    """year, prior_year or stock."""
    part = count.part
    if "年" in part and _RELATIVE.search(part):
        return "prior_year"
    years = _years(count)
    if years:
        return "prior_year" if year is not None and years[-1] == year - 1 else "year"
    before = _date_before(count)
    if before == "last" or (year is not None and before == str(year - 1)):
        return "prior_year"
    if _LEVEL.search(part):
        return "stock"
    if _FOR_YEARS.search(part):
        return "stock"
    text, (start, end) = count.text, count.reach
    if text.find("以来", start, end) < 0 and text.find("至今", start, end) < 0:
        return "year"
    return "stock" if _since_opening(count, year) else "year"


def _date_before(count: Count) -> str:
    """A clause that is only a date, right before the part: 去年，微信公众号发布318条."""
    end = count.part_start - 1
    if count.text.rfind("年", count.left, end) < 0:
        return ""
    start = (
        max(
            count.text.rfind("，", count.left, end),
            count.text.rfind("；", count.left, end),
            count.left - 1,
        )
        + 1
    )
    match = _DATE_ONLY.match(count.text[start:end]) if end > start else None
    if not match:
        return ""
    return match[1] or "last"


def _since_opening(count: Count, year: int | None) -> bool:
    """自2016年5月开通以来 … 累计推送5830篇 is a running total, until 当年, 本年 … ends it."""
    start, end = count.reach
    matches = list(_SINCE.finditer(count.text, start, end))
    if not matches:
        return False
    since = matches[-1]
    named = _SINCE_YEAR.search(count.text, max(start, since.start() - 12), since.end())
    if year is not None and named and int(named[1]) >= year:
        return False
    earlier = year is not None and named
    if _RESET.search(count.text, since.end(), end):
        return False
    words = count.text[since.end() : end]
    # 自5月18日上线以来 says nothing of an earlier year, unless the words add 累计.
    return bool(earlier) or "累计" in words or "总" in words
