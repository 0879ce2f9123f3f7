"""Zeros in words: 未收到政府信息公开申请, 没有发生行政复议, 复议、诉讼均无."""

from __future__ import annotations

import re

_NOT = re.compile(
    r"(?:未(?![经能予按超必及来成尽办审结明])|未予(?=收费)|没有|没(?=[收发有])|不存在(?=(?:上年|下年)?结转|[^，。；]{0,14}收费)|无(?![法关正需须效偿障锡线烟人机缝疑异责害公纸])|均无|为零|零发生|无人(?=[^，。；]{0,20}(?:复议|诉讼|申请))|零(?=申请|复议|诉讼|收费|投诉|起诉|行政))"
)
_MARKS = "，；。：！？（）"
_CLAUSE_END = re.compile(r"[，；。！？：（）]|\d")
_ACTS = re.compile(
    r"收到|接到|接获|接收|受理|收取|发生|产生|引发|引起|出现|涉及|存在|承办|收|被|因|提起|有|办理|结转|新增"
)
_CHALLENGES = (("reviews", re.compile("复议")), ("lawsuits", re.compile("诉讼|起诉|应诉|被诉")))
_REQUEST = re.compile(r"申请|依申请公开")
_FEE = re.compile(r"(?<!经)费(?!用?标准)(?<!事业性收费)")
_CARRIED = re.compile(r"结转|转结|遗留")
_NEAR, _FAR = 60, 80  # the subject of a negation stands this near before it, its object after it
_MAKES = re.compile("(?:新?(?:制定|制发|出台|印发)|发布)[^，。；]{0,8}规范性文件$")
_LOST = re.compile("纠错|纠正|败诉|撤销")
_LATER = re.compile(r"下一?年|次年|明年|以后")
_OBJECTS = re.compile(r"规范性文件|申请|复议|诉讼|起诉|费|结转|转结|提案|建议|议案")


def zeros_in(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """(indicator code, start, end) of every zero that ``text[start:end]`` states in words."""
    found: dict[str, tuple[int, int]] = {}
    for match in _NOT.finditer(text, start, end):
        last, counted = _object_end(text, match.end(), min(end, match.end() + _FAR))
        object_ = text[match.end() : last]
        if counted:
            continue  # 无结转申请5件: a number says what there was
        if _OBJECTS.search(object_):
            begin = match.start()
            # 上年度无结转件: the year may stand before the 无.
            near = max(start, begin - _NEAR)
            clause = max(near - 1, *(text.rfind(mark, near, begin) for mark in _MARKS + "、")) + 1
            codes = _codes(object_, text[clause:begin], match.group())
        elif object_.strip() in ("", "案件", "情况", "发生", "该项") or match.group() in (
            "均无",
            "为零",
            "零发生",
        ):
            begin = _subject_start(text, max(start, match.start() - _NEAR), match.start())
            codes = _codes(text[begin : match.start()], "", "无")
        else:
            continue
        for code in codes:
            found.setdefault(code, (begin, last))
    return [(code, begin, last) for code, (begin, last) in found.items()]


def _object_end(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the object of a negation ends - at a mark or the next negation -, and whether a number ends it."""
    stop = _CLAUSE_END.search(text, start, end)
    again = _NOT.search(text, start, stop.start() if stop else end)
    if again:
        return again.start(), False
    return (stop.start(), stop.group().isdigit()) if stop else (end, False)


def _subject_start(text: str, start: int, end: int) -> int:
    """The subject of 均无: the clause before it, and one more if only a comma parts them."""
    clause = max(text.rfind(mark, start, end) for mark in _MARKS) + 1
    clause = max(clause, start)
    if not text[clause:end].strip("均也、， ") and clause > start:
        earlier = max(text.rfind(mark, start, clause - 1) for mark in _MARKS) + 1
        clause = max(earlier, start)
    return clause


def _codes(object_: str, subject: str, negation: str) -> list[str]:
    if _LOST.search(object_):
        return []  # 未发生被复议纠错或败诉: there may have been some
    challenged = [code for code, pattern in _CHALLENGES if pattern.search(object_)]
    if challenged:
        return challenged
    if _CARRIED.search(object_):
        return [
            "requests_carried_out" if _LATER.search(object_ + subject) else "requests_carried_in"
        ]
    if _FEE.search(object_):
        return ["fee_yuan"]
    if _MAKES.match(object_):
        return ["normative_documents"]
    acted = _ACTS.match(object_) or negation in ("无", "零", "没有", "均无")
    if "提案" in object_ and acted:
        return ["proposals_total"] if "建议" in object_ else ["proposals_cppcc"]
    if re.search("人大[^，]{0,4}(?:建议|议案)", object_) and acted:
        return ["proposals_npc"]
    if _REQUEST.search(object_) and acted and not re.search("异议|申请人|投诉|举报", object_):
        return ["requests_received"]
    return []
