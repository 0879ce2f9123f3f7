"""Zeros in words: 未收到政府信息公开申请, 没有发生行政复议, 复议、诉讼均无."""

from __future__ import annotations

import re

_NOT = re.compile(
    r"(?:未(?![经能予按超必及来成尽办审结明])|没有|没(?=[收发有])|无(?![法关需须效偿障锡线烟人机缝疑异责害公纸])|均无|零(?=申请|复议|诉讼|收费|投诉|起诉|行政))"
)
_CLAUSE_END = re.compile(r"[，；。！？：（）]|\d")
_ACTS = re.compile(r"收到|接到|接收|受理|收取|发生|产生|引发|引起|出现|涉及|存在|承办|收|被|因|提起|有|办理|结转|新增")
_CHALLENGES = (("reviews", re.compile("复议")), ("lawsuits", re.compile("诉讼|起诉|应诉|被诉")))
_REQUEST = re.compile(r"申请|依申请公开")
_FEE = re.compile(r"费(?!用?标准)(?<!事业性收费)")
_CARRIED = re.compile(r"结转|转结|遗留")
_LATER = re.compile(r"下一?年|次年|明年|以后")
_OBJECTS = re.compile(r"申请|复议|诉讼|起诉|费|结转|转结|提案|建议|议案")


def zeros_in(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """(indicator code, start, end) of every zero that ``text[start:end]`` states in words."""
    found: list[tuple[str, int, int]] = []
    for match in _NOT.finditer(text, start, end):
        stop = _CLAUSE_END.search(text, match.end(), end)
        again = _NOT.search(text, match.end(), stop.start() if stop else end)
        stop = again or stop
        last = stop.start() if stop else end
        object_ = text[match.end() : last]
        if _OBJECTS.search(object_):
            begin = match.start()
            # 上年度无结转件: the year may stand before the 无.
            clause = max((text.rfind(mark, start, begin) for mark in "，；。：！？（）、"), default=-1) + 1
            codes = _codes(object_, text[max(clause, start) : begin], match.group())
            # 未收到申请5件以上 … and a number after the object: not a zero.
            if stop and stop.group().isdigit():
                codes = [c for c in codes if _far(object_)]
        elif object_.strip() in ("", "案件", "情况", "发生", "该项") or match.group() == "均无":
            begin = _subject_start(text, start, match.start())
            codes = _codes(text[begin : match.start()], "", "无")
        else:
            continue
        found += [(code, begin, last) for code in codes if code not in [f[0] for f in found]]
    return found


def _far(object_: str) -> bool:
    return bool(re.search(r"[、和及]", object_)) is False and len(object_) > 25


def _subject_start(text: str, start: int, end: int) -> int:
    """The subject of 均无: the clause before it, and one more if only a comma parts them."""
    clause = max(text.rfind(mark, start, end) for mark in "，；。：！？（）") + 1
    clause = max(clause, start)
    if not text[clause:end].strip("均也、， ") and clause > start:
        earlier = max(text.rfind(mark, start, clause - 1) for mark in "，；。：！？（）") + 1
        clause = max(earlier, start)
    return clause


def _codes(object_: str, subject: str, negation: str) -> list[str]:
    challenged = [code for code, pattern in _CHALLENGES if pattern.search(object_)]
    if challenged:
        return challenged
    if _CARRIED.search(object_):
        return ["requests_carried_out" if _LATER.search(object_ + subject) else "requests_carried_in"]
    if _FEE.search(object_):
        return ["fee_yuan"]
    acted = _ACTS.match(object_) or negation in ("无", "零", "没有", "均无")
    if "提案" in object_ and acted:
        return ["proposals_total"] if "建议" in object_ else ["proposals_cppcc"]
    if re.search("人大[^，]{0,4}(?:建议|议案)", object_) and acted:
        return ["proposals_npc"]
    if _REQUEST.search(object_) and acted and not re.search("异议|申请人|投诉|举报", object_):
        return ["requests_received"]
    return []
