"""Which indicator a number is of: policy interpretations, requests received, reads, reviews …"""

from __future__ import annotations

import re
from functools import cache

from analysis.narrative.clauses import Count, lead_parts
from analysis.narrative.lexicon import series_words
from analysis.narrative.mentions import Token, find_tokens

_CASES = frozenset("件 件次 宗 起 条 份 例 个 次 项".split())
_WORKS = frozenset(
    "篇 条 件 次 个 期 份 部 场 则 项 场次 集 幅 张 套 组 版 件次 条次 篇次 段".split()
)
_MEETINGS = frozenset("次 场 个 期 场次 班次 轮 批".split())
_PEOPLE = frozenset(("人", "人次", "名", "位", "个", "户", ""))
_VIEWS = frozenset(("次", "人次", "人", ""))
_UNITS = {
    "interpretations": _WORKS, "policy_documents": _CASES | {"篇", "部"}, "normative_documents": _CASES | {"篇", "部"},
    "penalties_published": _CASES | {"则", "篇"}, "licences_published": _CASES | {"则", "篇"},
    "responses": _WORKS | _CASES, "consultations": _CASES | {"期", "场", "篇", "则", "轮"},
    "reads": _VIEWS, "followers": _PEOPLE, "hotline_cases": _CASES | {"人次", "通", "批", "封"},
    "satisfaction_rate": frozenset("%"), "proposals_npc": _CASES, "proposals_cppcc": _CASES,
    "proposals_total": _CASES, "requests": _CASES, "reviews": _CASES, "lawsuits": _CASES,
    "meetings": _MEETINGS, "trainings": _MEETINGS, "fee_yuan": frozenset(("元", "万元")),
    "series_issues": frozenset("期"),
}  # fmt: skip

_PUBLISHED = re.compile(r"公开|公示|公布|发布|信息|结果|上网|归集|录入|挂网")
_MADE_KNOWN = re.compile("发布[共计累]*$")  # 就常务会议的议题进行权威发布38次
_EXPLAINED = re.compile("(?:^|[，、])解读会议$|报道[^，、]*会议?$|开放[^，、]{0,4}会议?$")
# 受理行政复议申请36件, with no word of information: the organ is the one that reviews.
_REVIEWS_OTHERS = re.compile("^(?:(?!公开|依申请)[^。])*受理(?:行政)?复议[^，。；]*$")
_PETITION = re.compile("^(?!.*(?:热线|信箱|投诉|举报|来信|来电|工单|留言)).*(?:信访|来访)")
_NEW_ONES = re.compile("[新净]增")
_ASKED = re.compile("征求|征集")  # 征求意见2次，收到来信来电167件
_ON_AIR = re.compile(
    "(?:领导|长)[^，。；]{0,6}接听|接待|参加|参与|走进|做客|上线|播出|直播"
)  # 参加“行风热线”2次
_HANDLED = re.compile(r"办|受理|承接|接|转|答复|回复|处理|收到|收")
_ANSWERED = re.compile(r"回应|答复|回复|处置|处理|应对|化解|热点|关切|办理")
_DOCUMENTS = re.compile(
    r"公开|发布|印发|制发|收录|刊登|刊载|出台|制定|公布|文件库|归集|其他|公文|政策|政府|部门|办文件"
)
_ISSUED = re.compile(r"公开|发布|印发|制发|出台|制定|公布|收录")
_DOCUMENTS_PAST = re.compile(
    r"清理|清查|废止|失效|招标|采购|不予?公开|起草(?!(?:并|后|和|、)?(?:公布|印发|发布|出台))|学习|会签|审查|审核|备案|目录|清单"
)
_ABOUT_THEM = re.compile("的(?:通知|公告|通告)")  # 有关规范性文件的通知公告38份
_OPINIONS = re.compile(r"(?:征集|征求|征得|收集|收到)[^，、]{0,12}(?:意见|建议|反馈)[^，、]{0,4}$")
# 建议提案类信息28条 counts 信息; of what is itself published (解读类信息) it is the count.
_CATEGORY = re.compile(r"(?<![各种])类(?:政府|政务|工作)?信息[共计约]*$")
_PUBLISHED_KINDS = frozenset(
    ("interpretations", "penalties_published", "licences_published", "policy_documents")
)
_MARK = re.compile("[，；。、：！？（）]")
_MARK_OR_AND = re.compile("[，；。、：！？（）和及与]")
_FOLLOWED = re.compile(
    "(?<!新增)(?<!增加)关注$|关注(?:微信)?公众号的[^，。；]{0,6}$"
)  # 微博粉丝58.7万人，微信关注21.3万人
_METADATA = re.compile(r"(?:次数|数|量|阅读|浏览|点击)：$")


def indicators_of(count: Count, topic: str) -> list[str]:
    """The indicator codes a number belongs to: mostly one or none, more where they share the number.

    ``topic`` is ``requests`` in a section about requests for information.
    """
    tokens = count.tokens
    named = [t for t in tokens if t.kind == "indicator"]
    if count.number.unit in ("元", "万元"):
        return ["fee_yuan"] if _is_fee(count) else []
    if not named:
        if count.number.unit == "期" and "不向社会" not in count.tail and _is_series(count, tokens):
            return ["series_issues"]
        if any(t.kind == "channel" for t in tokens):
            if count.number.unit == "人" and _FOLLOWED.search(count.part):
                return ["followers"]
            after = _after(count)
            return (
                []
                if after is None or after == "requests"
                else _checked(count, [after], topic, count.part)
            )
        after = _after(count)
        if after and after.endswith("_documents") and not _ISSUED.search(count.part):
            return []
        if after:
            return _checked(count, [after], topic, count.part + _to_mark(count.tail))
        return _request(count, topic, count.part)
    last = named[-1]
    spoiling = ("channel",) if last.code in ("responses", "hotline_cases") else ("anti", "channel")
    if any(t.kind in spoiling and t.start >= last.end for t in tokens):
        return []
    if count.number.unit == "期" and last.code not in (
        "interpretations",
        "consultations",
        "trainings",
    ):
        return ["series_issues"] if series_in(count.part) else []
    codes = _group(count, named)
    return _checked(count, codes, topic, count.part) if codes else []


def _to_mark(tail: str) -> str:
    """The words behind a number that still belong to it: 制发6份规范性文件，全部通过审查."""
    mark = _MARK.search(tail)
    return tail[: mark.start()] if mark else tail


_FOR_INFORMATION = re.compile("信息|申请|处理费|检索")
_OTHER_FEE = re.compile("行政事业|考试|证照|罚")


def _is_fee(count: Count) -> bool:
    """收取信息处理费1件，共计340元: a fee for information, named in the sentence."""
    before = count.text[slice(*count.reach)]
    named = count.sentence.words(*count.reach)
    told = "收" in before and any(t.code == "fee_yuan" for t in named)
    asked = count.number.value == 0 or _FOR_INFORMATION.search(count.text, 0, count.number.start)
    return (told or count.tail.startswith("收费")) and bool(asked) and not _OTHER_FEE.search(before)


def _clause(count: Count) -> str:
    """The words since the last comma, over the items of a list: 发布信息138条、处罚决定书256份."""
    text, (start, end) = count.text, count.reach
    return text[max(start, *(text.rfind(mark, start, end) for mark in "，；：")) : end]


_STAFF = re.compile("[教职]代会|职工代表")
_AND = re.compile("(?:及其?|以及|和|与)(?:配套|相关|相应)?的?")
_RULES_TOO = re.compile("规章[、和及与]$|规章以及$")


def _with_others(count: Count, named: list[Token]) -> bool:
    """政策文件及解读4条, 解读政策以及办税指引100条: of both, so of neither."""
    if named[-1].code == "normative_documents":
        return bool(_RULES_TOO.search(count.text, count.part_start, named[-1].start))
    if named[-1].code != "interpretations":
        return False
    if "以及" in _behind_indicator(count):
        return True
    if len(named) < 2 or not named[-2].code.endswith("_documents"):
        return False
    return bool(_AND.fullmatch(count.text, named[-2].end, named[-1].start))


_LISTED_ON = re.compile("[、和及与](?!发布|公开|公示|转发)")
_AFTER_REVIEW = re.compile("未经复议|复议后")


def _group(count: Count, named: list[Token]) -> list[str]:
    """The last indicator, with those that share its number: 复议、诉讼; deputies and members in all."""
    codes = [t.code for t in named]
    last = codes[-1]
    if {"proposals_npc", "proposals_cppcc"} <= set(codes) or "proposals_total" in codes:
        return ["proposals_total"]
    if last.endswith("_documents") and "interpretations" in codes:
        return ["interpretations"]  # 解读政策文件14件
    if _with_others(count, named):
        return []
    if last in _PUBLISHED_KINDS and _LISTED_ON.search(_behind_indicator(count)):
        return []  # 政策文件、措施及成效26条, 行政处罚和其他权力40条
    if last == "lawsuits" and _AFTER_REVIEW.search(count.part):
        return ["lawsuits"]
    if last in ("reviews", "lawsuits"):
        return [c for c in dict.fromkeys(codes) if c in ("reviews", "lawsuits")]
    return [last]


def _checked(count: Count, codes: list[str], topic: str, words_around: str) -> list[str]:
    """``codes`` where unit and verbs agree that they are counted, otherwise none."""
    unit, part = count.number.unit, words_around
    code = codes[-1]
    if code == "requests":
        return _request(count, "requests", part)
    nought = unit == "" and count.number.value == 0 and code in ("reviews", "lawsuits")
    if unit not in _UNITS[code] and not nought:  # 行政诉讼案件数为0
        return []
    if code.startswith("proposals") and unit == "条" and "信息" in _behind_indicator(count):
        return []  # of a topic of what is published
    if code.startswith("proposals") and _STAFF.search(part):
        return []
    check = _CHECKS.get(code)
    if (check and not check(count, part)) or (
        _CATEGORY.search(count.part) and code not in _PUBLISHED_KINDS
    ):
        return []
    if code in ("reviews", "lawsuits") and len(codes) > 1:
        shared = count.number.value == 0 or re.search(r"均|各", part)
        return codes if shared else []
    return codes


# 权责清单421项（其中行政许可22项）: what an organ may do, not what it did.
_DECISIONS = re.compile("^[，、：]?(?:其中)?行政(?:处罚|许可)决定书?[共计]*$")
_POWERS = re.compile("权[责力][^。；]*(?:清单|事项)|事项清单|许可事项|处罚事项")


def _is_published(count: Count, part: str) -> bool:
    if count.number.unit == "项" and _POWERS.search(count.text, *count.reach):
        return False
    if count.number.unit in ("条", "则", "篇") or _PUBLISHED.search(_clause(count)):
        return True
    # 公开行政许可信息316条，行政处罚决定书28份: of one list.
    return bool(_DECISIONS.search(part)) and bool(_PUBLISHED.search(count.text, *count.reach))


_SITES = frozenset(("website", "own_site", "site"))
_VIEW_WORDS = re.compile(
    r"[\u3000]*(?:总|人次|次数|[量数次率]|合计|总计|累计|[共总]计?|即?达到?|为|分别|约|近|超过?|突破|已|了|有|均|人数|逾)*"
)


def _is_views(count: Count, part: str) -> bool:
    """Not 浏览次数：1087 in a page's head, not 阅读超过5万的有12篇."""
    last = [t for t in count.tokens if t.code == "reads"]
    if last and not _VIEW_WORDS.fullmatch(count.text[last[-1].end : count.number.start]):
        return False  # 播放通知360次
    if any(t.code in _SITES for t in count.tokens):
        return False  # visits of a site
    plausible = count.number.unit or count.number.value >= 1000
    return bool(plausible) and not _METADATA.search(part) and not count.tail.startswith("的")


def _behind_indicator(count: Count) -> str:
    """The words between the name of an indicator and its number."""
    named = [t for t in count.tokens if t.kind == "indicator"]
    return count.text[named[-1].end : count.number.start] if named else ""


# What an indicator's words must say besides its name, for the number to be a count of it.
_CHECKS = {
    "penalties_published": _is_published,
    "licences_published": _is_published,
    "hotline_cases": lambda count, part: (
        not _PETITION.search(_clause(count))
        and ("热线" in part or _HANDLED.search(count.text, *count.reach))
        and not _ON_AIR.search(part)
        and not ("收到" in part and _ASKED.search(count.text, *count.reach))
        and not (count.number.unit == "人次" and "咨询" in part and "热线" not in part)
    ),
    "responses": lambda count, part: _ANSWERED.search(part),
    "policy_documents": lambda count, part: (
        _DOCUMENTS.search(part) and not _DOCUMENTS_PAST.search(part)
    ),
    "normative_documents": lambda count, part: (
        not _DOCUMENTS_PAST.search(part) and not _ABOUT_THEM.match(_behind_indicator(count))
    ),
    "consultations": lambda count, part: (
        count.number.unit not in ("条", "份", "件", "个")
        or not _OPINIONS.search(part)
        or (count.number.unit == "件" and part.endswith("公开征求意见"))
    ),
    "lawsuits": lambda count, part: "出庭" not in part,
    "reviews": lambda count, part: not _REVIEWS_OTHERS.match(count.text[slice(*count.reach)]),
    "reads": _is_views,
    "meetings": lambda count, part: (
        not _MADE_KNOWN.search(_behind_indicator(count)) and not _EXPLAINED.search(part)
    ),
    "followers": lambda count, part: not _METADATA.search(part) and not _NEW_ONES.search(part),
}


def _after(count: Count) -> str | None:
    """The indicator named right after the unit: 17篇政策解读, 1宗信函申请; not 19名申请人提出的申请27件."""
    tail = count.tail
    end = _MARK_OR_AND.search(tail)
    stop = end.start() if end else len(tail)
    if not stop or (not end and count.right < count.sentence.end):
        return None
    base = count.number.end
    for token in find_tokens(count.plain, base, base + min(stop, 24)):
        if token.kind == "indicator":
            # 3件 (of) 申请人 … and verbs between mean another clause: 5件经补正后申请.
            if token.start - base > 12:
                return None
            count.taken = token.end
            return token.code
        if token.kind in ("anti", "channel"):
            return None
    return None


# -- requests for information -------------------------------------------------------------------

_CARRIED = r"(?:结转|转结|遗留|转入|转接|顺延)"
_IN = re.compile(
    rf"(?:{_CARRIED}|转办|承接)(?:上一?年|去年)(?!度?后)|(?:上一?年度?|去年|往年|上一?年年末)[^，；、无]{{0,6}}{_CARRIED}|加上[^，；、]{{0,4}}{_CARRIED}|(20\d\d)年度?{_CARRIED}(?!至|到|下|20)"
)
_OUT = re.compile(
    rf"{_CARRIED}(?:至|到|入)?(?:下一?年度?|次年|明年|20\d\d年)|转(?:至|到|入)?(?:下一?年|次年)|下一?年度?继续办理|下一?年度?{_CARRIED}"
    r"|转(?:至|到|入)?20\d\d年|滚入(?:次年|下一?年)|(?:正在|尚在|仍在|还在)[^，；、]{0,4}(?:办理|处理|答复|审理)(?:之?中)?|{0}继续办理".replace(
        "{0}", _CARRIED
    )
)
_RECEIVE = re.compile(r"收到|新收|接到|接收|受理|收取|提出|(?:^|[共总])收")
_HANDLE = re.compile(r"办结|办毕|办完|答复|办理|处理完|回复|完成|处理")
_OTHER_MATTER = re.compile(
    r"留言|来信|网民|热线|建议|提案|意见|诉求|信访|工单|信箱|投诉|事项(?!公开)|道路|建房|证|许可|处罚|案件|业务|咨询|来电|申诉|消费者|(?:答复|告知)书》?$"
)
_ABOUT_REQUESTS = re.compile(r"依申请|公开申请|申请公开|信息公开的申请|申请(?:政府)?信息公开")
_OUTCOME = re.compile(
    r"予以公开|部分公开|同意公开|不予|无法提供|不存在|其他处理|维持|纠正|撤回|撤销|驳回|补正"
)
_KINDS = re.compile(r"当面|信函|纸质|网站|网络|网上|在线|现场|邮寄|电子|书面")
_TAKEN_AND_DONE = re.compile("受理并(?:已)?(?:按[时期])?(?:答复|办结|办理|回复)")
_RECEIVED_AND_DONE = re.compile(
    "收到[、和](?:答复|办结|办理)[^，。；、]{0,8}各$|收到并(?:已)?(?:按[时期])?(?:答复|办结|办理|回复)"
)
_APPLICANTS = re.compile("公民|法人|自然人|个人|企业|组织")
# 3件均按时办结; but 3件答复公开 tells how they ended.
_AFTER_HANDLED = re.compile(
    r"(?:均|都|全部|当年|年内|已|按|如|及|依|当场|在法|在规|于法)[^，。；、0-9]{0,10}?(?:办结|办毕|办完|答复|办理完毕)(?!公开|不予|同意|无法)"
)
_BARE_OUT = re.compile(rf"^[^，]{{0,4}}{_CARRIED}$")
_PART = re.compile("其中|不予公开|主动公开[^。；]*[0-9]")
_AFTER_IN = re.compile(r"^(?:申请)?(?:为|系|是|属于?)(?:" + _IN.pattern + ")")
_AFTER_OUT = re.compile(
    r"^(?:申请)?(?:按照?《[^》]{2,30}》(?:规定|要求)?)?(?:将|已|予以|则)?(?:" + _OUT.pattern + ")"
)


# 7件由依申请公开转为主动公开 are documents, 另有两件信件不属于申请 are letters.
_NO_REQUEST = re.compile("由依申请公开|[^，。；]{0,8}不属于?[^，。；]{0,4}申请")


_IS_A_KIND = re.compile("(?:均)?(?:为|系|是)")  # 2件为网络申请


def _request(count: Count, topic: str, part: str) -> list[str]:
    """requests_received, _handled, _carried_in or _carried_out, where requests are the topic."""
    if topic != "requests" or count.number.unit not in _CASES | {"封"}:
        return []
    own = part[: len(count.part)]
    if _NO_REQUEST.match(count.tail):
        return []
    if _IN.search(own) or _AFTER_IN.match(count.tail):
        return ["requests_carried_in"]
    if _OUT.search(own) or _BARE_OUT.search(own) or _AFTER_OUT.search(count.tail):
        return ["requests_carried_out"]
    if _IS_A_KIND.match(count.tail) or "未办结" in own:
        return []
    if (_OTHER_MATTER.search(own) and not _ABOUT_REQUESTS.search(own)) or _OUTCOME.search(own):
        return []
    if _RECEIVED_AND_DONE.search(own):
        return ["requests_received", "requests_handled"]
    if _RECEIVE.search(own) and not _TAKEN_AND_DONE.search(own):
        return ["requests_received"]
    if _HANDLE.search(own) or _AFTER_HANDLED.match(count.tail):
        return ["requests_handled"]
    if _PART.search(count.text, *count.reach) and "收到" not in own:
        return []  # 制发公文213件，其中依申请公开12件
    if "申请" in part and (_KINDS.search(own) is None or "收到" in own):
        return ["requests_received"]
    return []


def is_own_number(count: Count) -> bool:
    """Whether a request count names its own kind (当面申请2件): a breakdown, not another total."""
    return bool(_KINDS.search(count.part) or _APPLICANTS.search(count.part))


def goes_on(count: Count, last: Count) -> bool:
    """Whether a kind of request follows another under one verb: 答复网上申请3件、纸质申请36件."""
    return (
        last.number.end == count.left
        and last.sentence is count.sentence
        and count.text[count.left] in "、和及"
        and count.number.unit == last.number.unit
        and is_own_number(last)
        and is_own_number(count)
        and not any(p.search(count.part) for p in (_RECEIVE, _HANDLE, _OTHER_MATTER))
    )


@cache
def _series() -> re.Pattern[str]:
    return re.compile("|".join(sorted(series_words(), key=len, reverse=True)))


def _is_series(count: Count, tokens: list[Token]) -> bool:
    """Whether issues (期) are those of a series named here or, if nothing else is, in the clause before."""
    if series_in(count.part):
        return True
    if any(t.kind == "channel" for t in tokens):
        return False
    for start, end in lead_parts(count):
        if any(t.kind in ("channel", "pair") for t in count.sentence.words(start, end)):
            return False
        if series_in(count.text[start:end]):
            return True
    return False


# 印发《政务公开工作通报》4期: for other offices, not for the public.
_INTERNAL = re.compile("印发[^，。；]{0,4}《[^》]*(?:通报|月报|分析)》|工作(?:情况)?通报")


def series_in(text: str) -> bool:
    """Whether ``text`` names a series of notices, rankings or warnings."""
    return bool(_series().search(text)) and not _INTERNAL.search(text)
