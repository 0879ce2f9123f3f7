"""Which channel a number is of: its own words, the words after it, the clauses and sentences before."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.narrative.clauses import Count, lead_parts
from analysis.narrative.mentions import BARE_LEVEL, Token, channels_of, find_tokens, levels


class Reading(NamedTuple):
    """The channels of a number (one, several sharing it, none) and how they were found.

    ``how`` is own, after, lead, sentence, context, umbrella, closing (a 合计 after a list), or the
    reason why there is none; ``each`` says that every channel has the number for itself.
    """

    channels: tuple[str, ...]
    how: str
    each: bool = False


NONE = Reading((), "")
_UNITS = frozenset(
    "条 条次 篇 篇次 件 件次 次 期 期次 则 部 场 场次 个 份 集 段 幅 张 组 套 版 支 讲 起 项".split()
) | {""}
_EVENTS = frozenset("次 场 场次 个 期".split())
_SITE_CODES = frozenset(("website", "own_site", "column"))
_EACH = re.compile(r"均|各(?![类种级单部地村镇乡科项县区个大界渠平行方])")
_WHOLE = re.compile(
    r"等?(?:多种|各种|各类|多个|不同|多元|多样)[^，]{0,4}(?:渠道|平台|方式|途径|载体|媒介|形式|方法)"
)
_ETC = re.compile(r"等(?!.*新媒体)")
_WORK = re.compile(r"视频|作品|图解|动画|短片|动漫|专题片|海报|节目|专版|信息|图文|话题|版面|期")
_AFTER = re.compile(
    r"(?:信息|消息|稿件|图文|内容|报道|文章|作品|推文)?(?:的|(?:是|均|已)?(?:通过|经由|经|由|在|登载于|刊登于|刊于|发布于|登于|发于))"
    r"|[，,]?(?:均|已|全部)?(?:归入|列入|纳入|登载于|刊载于|发布于|公布于)"
)
_RECEIVED = re.compile("(?:收到|接到|接收|受理|办理)了?$")
_REMARK = re.compile(r"（([^（）0-9]{1,24})）")
_PUBLISHES = ("发布", "公开", "登载")
_AUDIENCE = ("量", "数", "用户", "粉丝")
_TAKEN = re.compile(
    r"提交|被|采用|采纳|(?<!招聘)录用|转载|(?<!公开[和及与、])(?<!发布[和及与、])转发|选用|获"
)
_GENERIC = re.compile(
    r"(?:主动|依法|及时|对外|集中|动态|统一)*(?:公开|发布|更新|新增|公布|发出|推送)(?:和|与|、)?(?:公开|发布|更新)?(?:了)?"
    r"(?:政府|政务|各类|各种|各项|各|类|有关|相关|工作|本局|我局|本机关|本单位|主动公开|全部|公开|的|该)*"
    r"(?:信息|内容)?(?:数量?|总?量|总数)?(?:的)?(?:[共合总]?计|累计|共|达到?|为|有|约|了|是)*$"
)
_TOTAL_NOUN = re.compile(
    r"(?:政府|政务|各类|公开)信息(?:的)?(?:总数量?|总量|数量?|数)?(?:[共合总]?计|累计|共|达到?|为|有|是)*$"
)
_FILLER = re.compile(
    r"(?:[共合总]计|总共|累计|一共|共|计|达到?|为|有|了|是|均|各|数量?|总数|总量|分别)+$"
)
_CLOSING = re.compile(
    r"(?:合计|总计|共计|总共)(?:[^，。；]{0,10})?$|(?:上述|以上|前述)[^，。；]{0,8}共$"
)
_TWO = re.compile(
    r"(?:两|二|三|四|上述|以上|前述)(?:个|大|类|家|种)?(?:平台|渠道|账号|者|项|号|媒体)"
)
# “悦读嵩明”平台发布, 智慧教育服务平台公开: some channel, so not all of them.
_UNKNOWN = re.compile(
    r"平台建设中|网[和、及与][^，。]{0,12}(?:同步|主动|发布|公开)|”(?:平台|信息|账号|累计|共|全年|年内|上|中|内)*(?:主动|发布|推送|更新|公开|刊|发稿)"
    r"|(?<![类种个同大元各])(?:平台|系统|[^上联互]网|矩阵)(?:上|中|内)?(?:全年|累计|共|年内)*(?:主动|发布|推送|更新|公开|刊)"
)
# 按照全省政府信息公开网目录和技术规范要求，…: whose rules, not which channel.
_BY_RULE = re.compile(
    "(?:按照|根据|依照|依据|对照|围绕|落实)[^，；。]*(?:要求|规范|规定|部署|精神)$"
)
_ISSUED = re.compile(r"(?:公开|发布|推送|更新)的$")
# 在网站发布动态类信息105条，重点领域类信息66条，两项共171条: the sum is the site's.
_ONLY_SUM = re.compile(r"[，、]?(?:两项|三项|各项|以上|上述|几项|两类|三类)?(?:共计?|合计|总计)")
_CATEGORY = re.compile(r"(?<![各种])类(?:政府|政务|工作)?信息[共计约]*$")
# 全乡13个村公开…, 各部门公开…: others, not the organ that reports.
# 文件主动公开36件、依申请公开436件、不予公开43件: kinds of documents.
_BY_ATTRIBUTE = re.compile("[、，](?:依申请|不予)公开$")
_OTHERS = re.compile(r"\d+[个家]|各(?:村|部门|单位|乡|镇|县|区|科)")
_HELD = re.compile(r"(?:召开|举办|举行)$")
_PART_OF = re.compile(r"其中|含|包括")
_TOPICAL = re.compile("领域|法定主动公开|(?<![各种])类(?:政府|政务)信息|(?:动态|概况类?)信息")
_MADE_PUBLIC = re.compile("公开|发布")
_YEARLY = re.compile(r"全年|年度|累计|共|20\d\d年|本年|今年")


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
        or _of_all(count)
        or _closing(count, before)
        or _lead(count, home)
        or _remembered(count, before)
        or _umbrella(count, before)
    ) or NONE


class Memory:
    """What a section has spoken of so far: the channels of the sentence and of those before it."""

    __slots__ = ("counted", "facts", "home", "sentence", "spans", "text", "totals")

    def __init__(self, text: str, home: str) -> None:
        self.text, self.home = text, home
        self.sentence: tuple[str, ...] = ()  # the channels last named in this sentence
        self.spans: list[tuple[int, int]] = []  # the section's sentences before this one
        self.facts: list = []  # the channel facts of the paragraph so far
        self.totals = 0
        self.counted = False  # whether the paragraph has counted items before

    def context(self) -> tuple[str, ...]:
        """What the sentences before speak of: the channel that the nearest of them names first."""
        for start, end in reversed(self.spans):
            found = [t for t in find_tokens(self.text, start, end) if t.kind in ("channel", "pair")]
            if found:
                return tuple(channels_of(self.text, _first_thing(found), self.home))
        return ()


def _first_thing(found: list[Token]) -> list[Token]:
    """The first channel word and those that belong to it: 政府网站 … 频道."""
    kept = found[:1]
    for token in found[1:]:
        if token.start - kept[-1].end > 6:
            break
        kept.append(token)
    return kept


def _own(count: Count, own: list[Token], home: str) -> Reading:
    number, part = count.number, count.part
    own = [t for t in own if not _is_object(t, own[0], count.text)]
    codes = tuple(channels_of(count.text, own, home))
    last = own[-1]
    if any(
        t.start >= last.end and _other_thing(t, count.text) for t in count.tokens
    ) or _taken_after(count):
        return Reading((), "counts something else")
    rest = count.text[last.end : number.start]
    if _CATEGORY.search(part) and _CATEGORY.search(count.text[number.end : count.right]):
        return Reading((), "one topic of several")
    if codes[-1] == "press_conference":
        return Reading(("press_conference",), "own") if number.unit in _EVENTS else NONE
    if codes == ("gazette",) and number.unit not in ("期", "号", "条", "件"):
        return NONE
    if number.unit in ("个", "项", "起", "") and not _counts_works(count, rest, codes):
        return Reading((), "an account or column, not items")
    if _TAKEN.search(rest) and not codes[0].startswith("media"):
        return Reading((), "counts something else")
    after_list = count.text[last.end : number.start]
    if _is_whole(codes, after_list) and not _breaks_down(count):
        return Reading(("total",), "umbrella")
    return Reading(codes, "own", each=len(codes) > 1 and bool(_EACH.search(part)))


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
    return token.kind == "anti" or (audience and text[token.start : token.end].endswith(_AUDIENCE))


def _counts_works(count: Count, rest: str, codes: tuple[str, ...]) -> bool:
    if count.number.unit:
        return bool(_WORK.search(rest)) or bool(re.match(r"的?(?:视频|作品|短视频)", count.tail))
    # 公众号推送192: no unit, but something was published and the clause ends.
    return bool(re.search(r"[\u4e00-\u9fff]$", rest)) and bool(
        re.match(r"[，；。、）]|$", count.tail)
    )


def _is_whole(codes: tuple[str, ...], rest: str) -> bool:
    """Whether a list of channels stands for all publication: sites and others, with 等 or three and more."""
    if len(codes) < 2:
        return bool(_WHOLE.search(rest))
    sites = _SITE_CODES.intersection(codes)
    others = [c for c in codes if c not in _SITE_CODES]
    if _WHOLE.search(rest) and (sites or len(codes) > 2):
        return True
    return bool(sites) and bool(others) and (bool(_ETC.match(rest)) or len(codes) > 2)


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
    return Reading(tuple(channels_of(count.plain, found, home)), "after")


def _named_after(count: Count, home: str) -> Reading | None:
    """12场新闻发布会, 126条微博: the channel right after the unit, before any mark."""
    base = count.number.end
    mark = re.search(r"[，；。、：！？（）]|[和及与]", count.tail)
    if not mark and count.right < count.sentence.end:
        return None
    stop = min(base + mark.start() if mark else count.right, base + 20)
    tokens = [t for t in find_tokens(count.plain, base, stop) if t.kind != "noun"]
    if not tokens or tokens[0].kind != "channel" or tokens[0].start - base > 10:
        return None
    codes = tuple(channels_of(count.plain, tokens[:1], home))
    if codes == ("press_conference",) and count.number.unit not in _EVENTS:
        return None
    count.taken = tokens[0].end
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


def _of_all(count: Count) -> Reading | None:
    """全年发布的1520条信息中: the whole, told in passing."""
    if _ISSUED.search(count.part) and re.match(r"(?:政府|政务|各类)*信息", count.tail):
        return Reading(("total",), "in passing")
    return None


def _closing(count: Count, before: Memory) -> Reading | None:
    """合计481条 after a list of channels."""
    if len(before.facts) < 2:
        return None
    if not _CLOSING.search(count.part) and not (
        _ONLY_SUM.fullmatch(count.part) and _adds_up(count, before)
    ):
        return None
    if any(t.kind == "indicator" for t in count.tokens):
        return None
    return Reading(("total",), "closing_joint" if _TWO.search(count.part) else "closing")


def _adds_up(count: Count, before: Memory) -> bool:
    listed = [
        f.value for f in before.facts if f.count.sentence is count.sentence and f.scope == "year"
    ]
    return len(listed) > 1 and sum(listed) == count.number.value


def _publishes(count: Count) -> bool:
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


def _lead(count: Count, home: str) -> Reading | None:
    """The channel of an earlier clause: 依托微信公众号、视频号开展宣传，共发布信息755条."""
    if not _publishes(count):
        return None
    for start, end in lead_parts(count):
        if _BY_RULE.match(count.text, start, end):
            continue
        tokens = count.sentence.words(start, end)
        found = [t for t in tokens if t.kind in ("channel", "pair")]
        if not found or _TAKEN.search(count.text, start, end):
            continue
        codes = tuple(channels_of(count.text, found, home))
        if codes[-1] in ("press_conference", "gazette") or (
            _of_topic(count) and codes != ("other_channel",)
        ):
            return None
        if _is_whole(codes, count.text[found[-1].end : end]):
            return Reading(("total",), "umbrella")
        return Reading(codes, "lead", each=len(codes) > 1 and bool(_EACH.search(count.part)))
    return None


def _has_verb(count: Count) -> bool:
    return any(t.kind == "verb" and count.text[t.start : t.end] != "直播" for t in count.tokens)


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
        _ONLY_SUM.fullmatch(count.part)
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
    if (
        not _publishes(count)
        or _breaks_down(count)
        or _CATEGORY.search(count.part)
        or _of_topic(count)
        or _after_the_whole(count, before)
    ):
        return None
    if count.text[count.left] == "、" and not _has_verb(count) and not _noun_of_items(count):
        return None  # one topic of a list: 网站公开建议提案11条、人事信息10条
    umbrella = bool(_GENERIC.search(count.part)) and "主动" in count.part
    if before.sentence:
        used = any(f.channels == before.sentence and f.scope == "year" for f in before.facts)
        if not umbrella and (not used or _noun_of_items(count)):
            return Reading(before.sentence, "sentence")
        return None
    if umbrella or _UNKNOWN.search(count.part):
        return None
    context = before.context()
    if len(context) == 1 and not any(
        f.channels == context and f.scope == "year" for f in before.facts
    ):
        return Reading(context, "context")
    return None


def _after_the_whole(count: Count, before: Memory) -> bool:
    """主动公开政府信息268条，工作动态信息115条: a topic, right after the whole."""
    last = before.facts[-1] if before.facts else None
    same = last is not None and last.count.sentence is count.sentence and last.code == "total"
    return same and not _has_verb(count)


def _breaks_down(count: Count) -> bool:
    """Whether the number stands after 其中 or in a bracket: without a channel of its own it is of some topic."""
    text, (start, end) = count.text, count.reach
    begin = max(text.rfind("；", start, end), text.rfind("）", start, end), start)
    return bool(_PART_OF.search(text, begin, end)) or text.find("（", begin, end) >= 0


def _umbrella(count: Count, before: Memory) -> Reading | None:
    """全年主动公开政府信息1846条: no channel named, so all of them."""
    part = count.part
    if _BY_ATTRIBUTE.match(count.tail):
        return None
    if _UNKNOWN.search(part):
        return Reading((), "a channel that the codebook does not know")
    if _breaks_down(count) or any(t.kind == "anti" for t in count.tokens):
        return None
    if _TOPICAL.search(part) or (before.sentence and not _has_verb(count)):
        return None  # of one topic: 网站发布工作动态97篇，政务信息53条
    if _TOTAL_NOUN.search(part) or (
        _GENERIC.search(part) and ("信息" in part or "主动公开" in part)
    ):
        if before.totals and "主动公开" not in part and not _WHOLE.search(part):
            return Reading((), "a second whole")
        return Reading(("total",), "umbrella")
    # 全年公开涉农信息236条: the whole of a small organ, if it is said of the year.
    if (
        not before.totals
        and not before.counted
        and part.endswith("信息")
        and not _OTHERS.search(part)
        and _publishes(count)
        and _MADE_PUBLIC.search(part)
        and _YEARLY.search(count.text, count.sentence.start, count.number.start)
    ):
        return Reading(("total",), "umbrella")
    return None
