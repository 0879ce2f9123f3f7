"""Which channel a number is of: its own words, the words after it, the clauses and sentences before."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.narrative.clauses import Count, lead_parts
from analysis.narrative.memory import NONE, Memory, Reading
from analysis.narrative.mentions import BARE_LEVEL, Token, apart, channels_of, find_tokens, levels
from analysis.narrative.wholes import (
    GENERIC,
    HOW_MANY,
    ONLY_SUM,
    TOPICAL,
    UNKNOWN,
    breaks_down,
    closing,
    has_verb,
    is_whole,
    of_all,
    publishes,
    umbrella,
)

_UNITS = frozenset(
    "条 条次 篇 篇次 件 件次 次 期 期次 则 部 场 场次 个 份 集 段 幅 张 组 套 版 支 讲 起 项".split()
) | {""}
_EVENTS = frozenset("次 场 场次 个 期".split())
_EACH = re.compile(r"均|各(?![类种级单部地村镇乡科项县区个大界渠平行方])")
_WORK = re.compile(r"视频|作品|图解|动画|短片|动漫|专题片|海报|节目|专版|信息|图文|话题|版面|期")
_AFTER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:见于|见诸)|(?:信息|消息|稿件|图文|内容|报道|文章|作品|推文)?(?:的|(?:是|均|已)?(?:通过|经由|经|由|在|登载于|刊登于|刊于|发布于|登于|发于|登上))"
    r"|[，,]?(?:均|已|全部)?(?:归入|列入|纳入|登载于|刊载于|发布于|公布于)"
)
_RECEIVED = re.compile("(?:收到|接到|接收|受理|办理)了?$")
_REMARK = re.compile(r"（([^（）0-9]{1,24})）")
# 网站、微博共办理66件, 处理门户网站咨询类信息16条: what came in through them.
_DEALT_WITH = re.compile("(?:办理|处理|受理|收到|接收)(?!情况|结果|事项)[^，。；、]*$")
_SENT_UP = re.compile("(?:上报|报送|提交)[^，。；、]{0,3}$")
_PUBLISHES = ("发布", "公开", "登载")
# 省政务服务网“网民留言”3条: indicators that count what came in or was held, nothing published.
_NO_ITEMS = frozenset(
    "responses hotline_cases proposals_npc proposals_cppcc proposals_total requests reviews lawsuits".split()
)
_AUDIENCE = ("量", "数", "率", "用户", "粉丝")
_MATTERS = frozenset(
    "执法 检查 案件 活动 清单 整改 监测 巡查 经费 预决算 人事任免 法律法规 规章 调研 审核".split()
)
_TAKEN = re.compile(
    r"提交|被|采用|采纳|(?<!招聘)录用|(?<!发布)(?<!发布[和及与、])转载(?!发布)|(?<!公开[和及与、])(?<!发布[和及与、])转发|选用|获|(?:互动|讨论)(?:量|数)?[共计累达]*$"
)
# 按照全省政府信息公开网目录和技术规范要求，…: whose rules, not which channel.
_BY_RULE = re.compile(
    "(?:按照|根据|依照|依据|对照|围绕|落实)[^，；。]*(?:要求|规范|规定|部署|精神)$"
    "|[^，。；]*分[为成][^，。；]*[类种项]$"
)
_CATEGORY = re.compile(r"(?<![各种])类(?:(?:政府|政务|工作)?信息)?[共计约]*$")
# 公开渠道及数量：网站312；微信205
_PART_OF_WORKS = re.compile(
    "(?:作品|视频)[0-9]+个，其中[^，。；、]*$"
)  # 发布作品480个，其中抖音号95个
_TALLY = re.compile("(?:数量|条数|渠道|信息数)[^，。；0-9]{0,4}[：—]")
_THOSE = re.compile(
    "[，、]?(?:上述|以上|前述|这)?([两二三四])(?:处|者|端|个平台|大平台|个渠道|种渠道)"
)
# 对“领导介绍”模块进行更新两次: work on the place, nothing published in it.
_WORKED_ON = re.compile("进行了?(?:更新|改版|升级|调整|优化|维护|检查|巡查|整改)了?$")
_HELD = re.compile(r"(?:召开|举办|举行)$")


def channels(count: Count, home: str, before: Memory) -> Reading:
    """The channels of a number that is no indicator's; ``before`` remembers what was spoken of."""
    if count.number.unit not in _UNITS:
        return NONE
    own = [t for t in count.tokens if t.kind in ("channel", "pair")]
    if own:
        return _own(count, own, home)
    level = _bare_level(count, before)
    if level:
        return level
    if _TAKEN.search(count.part) or _taken_after(count) or _RECEIVED.search(count.part):
        return NONE
    if count.number.unit in ("个", "项", "起", "") and not _counts_works(count, count.part, ()):
        return NONE
    return (
        _after(count, home)
        or _named_after(count, home)
        or _remark(count, home)
        or of_all(count)
        or closing(count, before)
        or _lead(count, home)
        or _remembered(count, before)
        or _of_those(count, before)
        or umbrella(count, before)
    ) or NONE


def _own(count: Count, own: list[Token], home: str) -> Reading:
    number, part = count.number, count.part
    own = [t for t in own if not _is_object(t, own[0], count.text)]
    codes = tuple(channels_of(count.text, own, home))
    last = own[-1]
    if (
        any(t.start >= last.end and _other_thing(t, count.text) for t in count.tokens)
        or count.tokens[-1].code in _NO_ITEMS
        or (count.tokens[-1].kind == "noun" and count.tokens[-2].code in _NO_ITEMS)
        or _taken_after(count)
    ):
        return Reading((), "counts something else")
    if _SENT_UP.search(count.text, count.part_start, own[0].start):
        return Reading((), "sent to others")
    if _DEALT_WITH.search(count.text, count.part_start, number.start):
        return Reading((), "counts something else")
    rest = count.text[last.end : number.start]
    if (
        len(rest) > 1
        and _CATEGORY.search(rest)
        and _CATEGORY.search(count.text[number.end : count.right])
    ):
        return Reading((), "one topic of several")
    if codes[-1] == "press_conference":
        return Reading(("press_conference",), "own") if number.unit in _EVENTS else NONE
    if codes == ("gazette",) and number.unit not in ("期", "号", "条", "件"):
        return NONE
    if (
        number.unit in ("个", "项", "起", "")
        and not _counts_works(count, rest, codes)
        and not _PART_OF_WORKS.search(count.text, *count.reach)
    ):
        return Reading((), "an account or column, not items")
    if codes == ("column",) and number.unit in _EVENTS and not has_verb(count):
        return Reading((), "an account or column, not items")
    if _WORKED_ON.search(rest):
        return Reading((), "counts something else")
    if _TAKEN.search(rest) and not codes[0].startswith("media"):
        return Reading((), "counts something else")
    after_list = count.text[last.end : number.start]
    if is_whole(codes, after_list) and not breaks_down(count):
        return Reading(("total",), "umbrella")
    if not _EACH.search(part):
        return Reading(codes, "own")
    if len(codes) == 1:  # 快手号、抖音号均发布120条: two of one kind
        codes *= 1 + sum(apart(count.text, a.end, b.start) for a, b in pairwise(own))
    return Reading(codes, "own", each=len(codes) > 1)


def _is_object(token: Token, first: Token, text: str) -> bool:
    """依托网站发布政府公报、会议信息…: the gazette is what the site publishes."""
    return (
        token.code == "gazette"
        and token is not first
        and text.startswith(_PUBLISHES, token.start - 2)
    )


def _other_thing(token: Token, text: str) -> bool:
    """Whether a word says that its number counts no items: 微信公众号用户550万, 微信阅读量180万次."""
    audience = token.code in ("reads", "followers")
    if (
        text.startswith(("以来", "至今"), token.end)
        or text.find("直播", token.start - 6, token.start) > 0
    ):
        return False  # 自2014年注册以来推送, 视频号直播政策宣讲4场
    if text.startswith(("信息", "类信息"), token.end) and text[token.start : token.end] in _MATTERS:
        return False  # 公开执法信息77条
    return token.kind == "anti" or (audience and text[token.start : token.end].endswith(_AUDIENCE))


def _counts_works(count: Count, rest: str, codes: tuple[str, ...]) -> bool:
    if count.number.unit:
        return bool(_WORK.search(rest)) or bool(
            re.match(r"的?(?:视频|作品|短视频|(?:政府|政务)信息)", count.tail)
        )
    # 公众号推送192: no unit, but something was published and the clause ends.
    said = bool(re.search(r"[\u4e00-\u9fff]$", rest)) or (
        not rest and _TALLY.search(count.text, *count.reach)
    )
    return bool(said) and bool(re.match(r"[，；。、）]|$", count.tail))


def _bare_level(count: Count, before: Memory) -> Reading | None:
    """国家级12篇、省级31篇 after media have been named."""
    match = BARE_LEVEL.search(count.part)
    if not match or not any(
        code.startswith("media") for fact in before.facts[-4:] for code in fact.channels
    ):
        return None
    return Reading(tuple(levels(match[1], match[2]).split(";")), "own")


def _taken_after(count: Count) -> bool:
    return bool(
        re.match(r"[^，。；]{0,4}(?:被|获)[^，。；]*(?:采用|转载|转发|采纳|录用|刊用)", count.tail)
    )


def _after(count: Count, home: str) -> Reading | None:
    """发布消息412条的县融媒体“望川号”; 189条信息经由县政府网站公开; 402条，归入信息公开目录."""
    match = _AFTER.match(count.tail)
    if not match:
        return None
    start = count.number.end + match.end()
    end = re.search(r"[，；。：！？（）]", count.plain[start : count.right])
    stop = start + end.start() if end else count.right
    tokens = find_tokens(count.plain, start, stop)
    if not end and count.right < count.sentence.end:
        return None
    found = [t for t in tokens if t.kind in ("channel", "pair")]
    if not found or _TAKEN.search(count.tail[: stop - count.number.end]):
        return None
    count.taken = stop
    return Reading(tuple(channels_of(count.plain, found, home)), "after")


def _named_after(count: Count, home: str) -> Reading | None:
    """12场新闻发布会, 126条微博: the channel right after the unit, before any mark."""
    base = count.number.end
    mark = re.search(r"[，；。、：！？（）]|[和及与]", count.tail)
    if not mark and count.right < count.sentence.end:
        return None
    stop = min(base + mark.start() if mark else count.right, base + 20)
    tokens = [t for t in find_tokens(count.plain, base, stop) if t.kind != "noun"]
    if "投稿" in count.plain[base:stop]:
        return None
    if not tokens or tokens[0].kind != "channel" or tokens[0].start - base > 10:
        return None
    codes = tuple(channels_of(count.plain, tokens[:1], home))
    if codes == ("press_conference",) and count.number.unit not in _EVENTS:
        return None
    count.taken = stop if mark else tokens[0].end
    return Reading(codes, "own")


def _remark(count: Count, home: str) -> Reading | None:
    """217条（区政府门户网站公开): the channel in a bracket after the number."""
    match = _REMARK.match(count.tail)
    if not match:
        return None
    base = count.number.end
    found = [
        t
        for t in find_tokens(count.plain, base, base + match.end())
        if t.kind in ("channel", "pair")
    ]
    return Reading(tuple(channels_of(count.plain, found, home)), "after") if found else None


def _lead(count: Count, home: str) -> Reading | None:
    """The channel of an earlier clause: 依托微信公众号、视频号开展宣传，共发布信息755条."""
    of_topic = TOPICAL.search(count.part) or _CATEGORY.search(count.part)
    told = publishes(count) or ONLY_SUM.fullmatch(count.part)
    if not told or count.part.startswith("其中") or of_topic:
        return None  # 通过网站发布预决算，其中预算公开15条: of one topic
    for start, end in lead_parts(count):
        if _BY_RULE.match(count.text, start, end):
            continue
        tokens = count.sentence.words(start, end)
        found = [t for t in tokens if t.kind in ("channel", "pair")]
        if start == count.left and found and found[0].start - start < 3 and _so_many(count):
            found = found[1:]  # 整合12个旧专题: so many of them, not where
        if not found or _TAKEN.search(count.text, start, end):
            continue
        codes = tuple(channels_of(count.text, found, home))
        if codes[-1] in ("press_conference", "gazette") or (
            _of_topic(count) and codes != ("other_channel",)
        ):
            return None
        if is_whole(codes, count.text[found[-1].end : end]) or _all_told(count, home):
            return Reading(("total",), "umbrella")
        return Reading(codes, "lead", each=len(codes) > 1 and bool(_EACH.search(count.part)))
    return None


def _so_many(count: Count) -> bool:
    """Whether the words before this number begin with what the number before counts."""
    return (
        count.text[count.left - 1 : count.left] == "个" and count.text[count.left] not in "是：，"
    )


def _all_told(count: Count, home: str) -> bool:
    """以网站为主阵地，积极拓展微信、报刊等渠道，主动公开政府信息918条: of all that was named."""
    named = [
        token
        for token in count.sentence.words(count.left, count.part_start)
        if token.kind in ("channel", "pair")
    ]
    codes = tuple(channels_of(count.text, named, home))
    whole = "主动公开" in count.part and GENERIC.search(count.part)
    return bool(whole) and is_whole(codes, count.text[named[-1].end : count.part_start])


def _of_topic(count: Count) -> bool:
    """审计动态103篇, 公告45条: of some topic, not of the channel."""
    return any(t.code == "topic" for t in count.tokens[-1:])


def _noun_of_items(count: Count) -> bool:
    """Whether the part names pieces, not 信息: 推文412条, 短视频24条, 当年新增209条."""
    last = [t for t in count.tokens if t.kind in ("noun", "verb")]
    verb = bool(last) and last[-1].kind == "verb" and not count.part.endswith("直播")
    return verb or (bool(last) and last[-1].code == "piece")


def _remembered(count: Count, before: Memory) -> Reading | None:
    """The channel that the sentence, or the section so far, has been speaking of."""
    if (
        ONLY_SUM.fullmatch(count.part)
        and before.sentence
        and not any(f.channels == before.sentence for f in before.facts)
    ):
        return Reading(before.sentence, "sentence")
    if before.sentence == ("press_conference",) and _HELD.search(count.part):
        same = before.facts and before.facts[-1].count.number.unit == count.number.unit
        return (
            Reading(before.sentence, "sentence")
            if same and count.tail[:1] in "，。；、）"
            else None
        )
    if count.text[count.left] in "、，" and _same_account(count, before):
        return Reading(before.sentence, "sentence")
    if (
        not publishes(count)
        or breaks_down(count)
        or _CATEGORY.search(count.part)
        or _of_topic(count)
        or TOPICAL.search(count.part)
        or _after_the_whole(count, before)
    ):
        return None
    if count.text[count.left] == "、" and not has_verb(count) and not _noun_of_items(count):
        return None  # one topic of a list: 网站公开建议提案11条、人事信息10条
    umbrella = bool(GENERIC.search(count.part)) and "主动" in count.part
    if before.sentence:
        used = any(f.channels == before.sentence and f.scope == "year" for f in before.facts)
        if not umbrella and (not used or _noun_of_items(count)):
            return Reading(before.sentence, "sentence")
        return None
    if umbrella or (UNKNOWN.search(count.part) and not before.under_title()):
        return None
    context = before.context()
    if len(context) == 1 and not any(
        f.channels == context and f.scope == "year" for f in before.facts
    ):
        return Reading(context, "context")
    return None


def _of_those(count: Count, before: Memory) -> Reading | None:
    """公开主要靠县政府网站和微信公众号。两处合计公开186条: of as many as the sentence before names."""
    match = _THOSE.match(count.part)
    named = before.named_last() if match else ()
    return Reading(named, "context") if match and len(named) == HOW_MANY[match[1]] else None


def _same_account(count: Count, before: Memory) -> bool:
    """编发118期、推送信息354条: issues, and the items in them."""
    last = before.facts[-1] if before.facts else None
    return (
        last is not None
        and last.count.number.end == count.left
        and last.channels == before.sentence
        and last.count.number.unit == "期"
        and count.number.unit in ("条", "篇")
        and (has_verb(count) or bool(ONLY_SUM.fullmatch(count.part)))
    )


def _after_the_whole(count: Count, before: Memory) -> bool:
    """主动公开政府信息268条，工作动态信息115条: a topic, right after the whole."""
    last = before.facts[-1] if before.facts else None
    same = last is not None and last.count.sentence is count.sentence and last.code == "total"
    return same and not has_verb(count)
