"""Numbers over all channels: 主动公开信息1846条, 合计481条 after a list, 通过多种渠道公开300条."""

from __future__ import annotations

import re

from analysis.codebook import group_of
from analysis.narrative.clauses import Count
from analysis.narrative.memory import UNKNOWN_CHANNEL, Memory, Reading

_WHOLE = re.compile(
    r"等?(?:多种|各种|各类|多个|不同|多元|多样)[^，]{0,4}(?:渠道|平台|方式|途径|载体|媒介|形式|方法)"
)
_PLACES = re.compile("”?([两二三四])[个大](?:平台|渠道|载体|阵地|账号)")
HOW_MANY = {"两": 2, "二": 2, "三": 3, "四": 4}
_ETC = re.compile(r"等(?!.*新媒体)")
GENERIC = re.compile(
    r"(?:主动|依法|及时|对外|集中|动态|统一)*(?:公开|发布|更新|新增|公布|发出|推送)(?:和|与|、)?(?:公开|发布|更新)?(?:了)?"
    r"(?:政府|政务|各类|各种|各项|各|类|有关|相关|工作|本局|我局|本机关|本单位|主动公开|全部|公开|的|该)*"
    r"(?:信息|内容)?(?:数量?|总?量|总数)?(?:的)?(?:[共合总]?计|累计|共|达到?|为|有|约|了|是)*$"
)
_TOTAL_NOUN = re.compile(
    r"(?:政府|政务|各类|公开|上网)信息(?:的)?(?:总数量?|总量|数量?|数)?(?:[共合总]?计|累计|共|达到?|为|有|是)*$"
)
_FILLER = re.compile(
    r"(?:[共合总]计|总共|累计|一共|共|计|达到?|为|有|了|是|均|各|数量?|总数|总量|分别)+$"
)
_CLOSING = re.compile(
    r"(?:合计|总计|共计|总共)(?:[^，。；]{0,10})?$|(?:上述|以上|前述)[^，。；]{0,8}共$"
)
_TWO = re.compile(
    r"(?:两|二|三|四)(?:个|大|类|家|种)?(?:平台|渠道|账号|者|项|号|媒体)|(?:上述|以上|前述)(?:平台|账号|媒体)"
)
# “悦读嵩明”平台发布, 智慧教育服务平台公开: some channel, so not all of them.
UNKNOWN = re.compile(
    r"平台建设中|网[和、及与][^，。]{0,12}(?:同步|主动|发布|公开)|”(?:平台|信息|账号|累计|共|全年|年内|上|中|内)*(?:主动|发布|推送|更新|公开|刊|发稿)"
    r"|(?<![类种个同大元各全])(?:平台|系统|[^上联互]网|矩阵)(?:上|中|内)?(?:全年|累计|共|年内)*(?:主动|发布|推送|更新|公开|刊)"
)
_ISSUED = re.compile(r"(?:公开|发布|推送|更新)的$")
# 在网站发布动态类信息105条，重点领域类信息66条，两项共171条: the sum is the site's.
ONLY_SUM = re.compile(
    r"[，、]?(?:两项|三项|各项|以上|上述|几项|两类|三类)?(?:(?:全年)?(?:共计?|合计|总计)|总量|全年)"
)
# 文件主动公开36件、依申请公开436件、不予公开43件: kinds of documents.
_BY_ATTRIBUTE = re.compile("[、，](?:依申请|不予)公开$")
# 全乡13个村公开…, 各部门公开…: others, not the organ that reports.
_OTHERS = re.compile(
    r"\d+[个家]|各(?:村|部门|单位|乡|镇|县|区|科)|(?<![我本全])(?:[乡镇县区]|街道)(?:（[^（）]{1,6}）)?(?:主动)?公开"
)
_PART_OF = re.compile(r"其中|含|包括")
# 其他应主动公开的政府信息24件: the rest of a list of topics.
TOPICAL = re.compile(
    "领域|法定主动公开|(?<![各种])类(?:政府|政务)信息|(?:动态|概况类?)信息|^[、，；]?其[他它]"
)
_MADE_PUBLIC = re.compile("公开|发布")
_YEARLY = re.compile(r"全年|年度|累计|共|20\d\d年|本年|今年")


def is_whole(codes: tuple[str, ...], rest: str) -> bool:
    """Whether a list of channels stands for all publication: sites and others, with 等 or three and more."""
    if len(codes) < 2:
        return bool(_WHOLE.search(rest))
    counted = _PLACES.match(rest)
    if counted and HOW_MANY[counted[1]] == len(codes):
        return False  # 网站、公众号、客户端三个平台: those three, and no more
    sites = sum(group_of(code) == "site" for code in codes)
    if _WHOLE.search(rest) and (sites or len(codes) > 2):
        return True
    return 0 < sites < len(codes) and (bool(_ETC.match(rest)) or len(codes) > 2)


def of_all(count: Count) -> Reading | None:
    """全年发布的1520条信息中: the whole, told in passing."""
    if _ISSUED.search(count.part) and re.match(r"(?:政府|政务|各类)*信息", count.tail):
        return Reading(("total",), "in passing")
    return None


def closing(count: Count, before: Memory) -> Reading | None:
    """合计481条 after a list of channels."""
    if len(before.facts) < 2:
        return None
    if not _CLOSING.search(count.part) and not (
        ONLY_SUM.fullmatch(count.part) and _adds_up(count, before)
    ):
        return None
    if any(t.kind == "indicator" for t in count.tokens) or _issues_before(count, before):
        return None
    return Reading(("total",), "closing_joint" if _TWO.search(count.part) else "closing")


def _issues_before(count: Count, before: Memory) -> bool:
    """编发92期、共计278条: the items of those issues."""
    last = before.facts[-1].count.number
    return last.end == count.left and last.unit == "期" != count.number.unit


def _adds_up(count: Count, before: Memory) -> bool:
    listed = [
        f.value for f in before.facts if f.count.sentence is count.sentence and f.scope == "year"
    ]
    return len(listed) > 1 and sum(listed) == count.number.value


def publishes(count: Count) -> bool:
    """Whether the part says that something was published: a verb or a general noun before the number."""
    if any(t.kind == "anti" for t in count.tokens):
        return False
    tokens = [t for t in count.tokens if t.kind in ("verb", "noun") and t.code != "none"]
    if not tokens:
        return False
    rest = _FILLER.sub("", count.text[tokens[-1].end : count.number.start]).strip(
        "，：、；\u3000 ”"
    )
    return not rest


def has_verb(count: Count) -> bool:
    """Whether the part says that something was done to publish it, not only what it is."""
    return any(t.kind == "verb" and count.text[t.start : t.end] != "直播" for t in count.tokens)


def breaks_down(count: Count) -> bool:
    """Whether the number stands after 其中 or in a bracket: without a channel of its own it is of some topic."""
    text, (start, end) = count.text, count.reach
    begin = max(text.rfind("；", start, end), text.rfind("）", start, end), start)
    return bool(_PART_OF.search(text, begin, end)) or text.find("（", begin, end) >= 0


def _told_apart(count: Count) -> bool:
    """全年共公开219条，其中网站105条: the whole, though it does not say of what."""
    return (
        ("全年" in count.part or (publishes(count) and count.part.endswith("信息")))
        and bool(re.match("，+其中", count.tail))
        and any(t.kind == "channel" for t in count.sentence.words(count.number.end, count.right))
    )


def _of_items(count: Count) -> bool:
    """累计公开186条信息，其中…: the noun stands behind the number."""
    return bool(re.match("(?:政府|政务|各类)*信息，(?:其中|具体[为是]|包括)", count.tail))


def umbrella(count: Count, before: Memory) -> Reading | None:
    """全年主动公开政府信息1846条: no channel named, so all of them."""
    part = count.part.rstrip("：")
    if _BY_ATTRIBUTE.match(count.tail):
        return None
    if UNKNOWN.search(part):
        return Reading((), UNKNOWN_CHANNEL)
    if ONLY_SUM.fullmatch(part) and _WHOLE.search(count.text, count.left, count.part_start):
        return Reading(("total",), "umbrella")  # 通过多个渠道公开信息，全年合计746条
    if breaks_down(count) or any(t.kind == "anti" for t in count.tokens):
        return None
    if TOPICAL.search(part) or (before.sentence and ("相关" in part or not has_verb(count))):
        return None  # of one topic: 网站发布工作动态97篇，政务信息53条
    if _TOTAL_NOUN.search(part) or (
        GENERIC.search(part)
        and ("信息" in part or "主动公开" in part or _told_apart(count) or _of_items(count))
    ):
        if before.totals and _OTHERS.search(part):
            return Reading((), "of others")  # 市政府公开236条，各部门公开366条
        if before.totals and "主动公开" not in part and not _WHOLE.search(part):
            return Reading((), "a second whole")
        return Reading(("total",), "umbrella")
    # 全年公开涉农信息236条: the whole of a small organ, if it is said of the year or told apart.
    if (
        not before.totals
        and not before.counted
        and part.endswith("信息")
        and not _OTHERS.search(part)
        and publishes(count)
        and _MADE_PUBLIC.search(part)
        and (
            _YEARLY.search(count.text, count.sentence.start, count.number.start)
            or _told_apart(count)
        )
    ):
        return Reading(("total",), "umbrella")
    return None
