"""What a stretch of text speaks of: channels, indicators, verbs of publishing, nouns, other things.

:func:`find_tokens` finds the words of the lexicon, quoted names included; :func:`channels_of` makes
the list of channels that one number belongs to.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.narrative.lexicon import Word, trie_pattern, words


class Token(NamedTuple):
    """A word of the lexicon in its place."""

    start: int
    end: int
    kind: str
    code: str


# A list of levels before 媒体: 国家级、省级 · 省市 · 市级以上 · 各级.
_LEVELS = re.compile(
    r"((?:(?:国家|中央|全国|省|市|县|区)级?性?[、和及与或]?)+)((?:及|含)?以上)?(?:[两三四]级|各级|各类|各大|本地|地方|的)?(?:主流|主要|重点|新闻|官方|权威|宣传)?$"
)
_LEVEL = re.compile(r"(国家|中央|全国|省|市|县|区)级?")
_EVERYWHERE = re.compile("省级?[、和及]地方[^，；。、]{0,4}$")
_LEVEL_CODES = {
    "国家": "media_national", "全国": "media_national", "中央": "media_national", "省": "media_provincial", "市": "media_municipal",
    "县": "media_county", "区": "media_county",
}  # fmt: skip
_RANKS = ("media_national", "media_provincial", "media_municipal", "media_county")
# 国家级12篇、省级31篇: a level alone, once media are the topic.
BARE_LEVEL = re.compile(r"((?:(?:国家|中央|省|市|县|区)级[、和及与]?)+)((?:及|含)?以上)?")

_OFFICIAL_SITE = (
    "政府",
    "政务",
    "管委会",
    "县",
    "市",
    "区",
    "省",
    "镇",
    "乡",
    "县级",
    "市级",
    "区级",
    "人民政府”",
    "政府”",
    "中国",
)
# 云溪水利网站, 通过青禾教育网: the site of the organ of that trade.
_BEFORE_NAME = frozenset("、，。；：（和及与在过用托”“ /")
_TRADES = tuple(
    "教育 民政 气象 水利 卫生 健康 税务 司法 统计 审计 农业 交通 公安 环保 人社 财政 国土 商务 文旅 体育 林业 城管 住建 医保 应急"
    " 科技".split()
)
_OWN_SITE = (
    "海关",
    "所",
    "部",
    "署",
    *_TRADES,
    "队",
    "局",
    "厅",
    "委",
    "办",
    "部门",
    "机关",
    "单位",
    "中心",
    "院",
    "学校",
    "大学",
    "委员会",
    "本级",
    "自有",
    "子",
)
_ANY_SITE = ("网站", "网站群", "政务网站", "政务网")
_SITE_ENDS = ("人民政府网", "政府网站", "政府网", "门户网站")
_PRINT_ENDS = ("报", "周刊", "杂志", "导刊", "期刊", "时讯")
# 《统计专报》 goes to the leaders, 《质量通报》 is a document.
_BULLETINS = ("专报", "简报", "快报", "要报", "通报", "月报", "季报", "年报", "舆情日报")
_NOT_ACCOUNTS = (
    "称号",
    "型号",
    "口号",
    "符号",
    "信号",
    "账号",
    "编号",
    "文号",
    "字号",
    "老字号",
    "问号",
    "代号",
    "专号",
    "大号",
)


# 健康报告, 信息网络: the last character belongs to another word.
_OTHER_WORD = {"报": frozenset("告送道表名批备请"), "网": frozenset("络民友格点约")}
_CONTEXTUAL = frozenset("media other_app gazette column other_channel new_media print".split())
# 按照公开目录公开 follows a list, 作为发布平台 says what the site before it is: no columns.
_AS_A_RULE = re.compile(
    "(?:编制|修订|梳理|完善|制定|调整)[^，。；、0-9]{0,6}$|(?:按照?|根据|依照|依据|对照|作为)[^，；。、]{0,6}$|为(?:主要|主|第一|重要|核心|首要)$"
)
# 网站政务公开栏; 局网站发布825条，其中双公示栏68条. But 网站、公开栏 are two.
_ON_A_SITE = re.compile("网站(?:[^，；。、]{0,4}|[^。；]*[，；](?:其中[，：]?)?(?:政务|信息|双)?)$")
_COUNTED_UP = re.compile(
    "(?<!等)[两三四2-4](?:个|大)(?:政务)?$"
)  # 微博、微信两个新媒体 are those two
_COUNTY_APP = re.compile("”$|(?<![热可关友喜]爱)爱[\u4e00-\u9fff]{2,3}$")
# 舆情日报 is written for the organ itself, no newspaper.
_INTERNAL_DAILY = re.compile("(?:舆情|信息|工作|监测|情况|疫情|值班|要情|数据)$")
_WORK_ON_IT = ("建设", "管理情况", "管理方面", "领域")
# 专题听取汇报, 专题研究: a word for how, not a place.
_TOPICALLY = ("听取", "研究", "部署", "调度", "学习", "讨论", "审议", "汇报")
_AIRED = ("播出", "播发", "开播")
_PROGRAMME = Word("channel", "tv_radio")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        "“[^”]{1,24}”|《[^》]{1,30}》|"
        + trie_pattern(list(words()))
        # 爱海盐平台, 爱海盐等: the county's media app by its name.
        + "|爱(?<![热可关友喜]爱)[\u4e00-\u9fff]{2,3}?(?=平台|客户端|等)"
    )


# 通过微信公众号、海盐号: an account on the county's media app, called 某某号.
_ACCOUNT = re.compile("(?<=[、和与及在过端用由以·经”])[\u4e00-\u9fff]{2,3}号(?![召码线楼文])")


def find_tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of the lexicon in ``text[start:end]``, longest first, none inside a quoted name."""
    table = words()
    tokens: list[Token] = []
    new = tuple.__new__  # a named tuple's own constructor takes several times as long
    for match in _pattern().finditer(text, start, end):
        word = match.group()
        meaning = table.get(word) or _named(word)
        if meaning is None:
            if word[0] != "《" or not text.startswith(_AIRED, match.end()):
                continue
            meaning = _PROGRAMME  # 《泽川新闻》播出44条
        kind, code = meaning
        first, last = match.span()
        if kind == "channel" and text[last : last + 1] in _OTHER_WORD.get(word[-1], ()):
            continue
        if code == "site":
            code = _whose_site(text, first, word)
        elif word == "头条" and (
            text.startswith("新闻", last) or text[first - 1] not in _BEFORE_NAME
        ):
            continue  # the headlines of a site, 水利头条
        elif code in _CONTEXTUAL:
            code = _in_context(text, first, word, code)
        if code:
            tokens.append(new(Token, (first, last, kind, code)))
    return _with_accounts(text, start, end, tokens) if text.find("号", start, end) >= 0 else tokens


def _with_accounts(text: str, start: int, end: int, tokens: list[Token]) -> list[Token]:
    """``tokens`` and the accounts 某某号 that stand outside them."""
    for match in _ACCOUNT.finditer(text, start, end):
        first, last = match.span()
        meaning = _named(match.group())
        if (
            meaning
            and not any(t.start < last and first < t.end for t in tokens)
            and not _quoted(text, start, first)
        ):
            tokens.append(Token(first, last, *meaning))
    return sorted(tokens)


def _quoted(text: str, start: int, place: int) -> bool:
    return text.count("“", start, place) > text.count("”", start, place)


@cache
def _named(word: str) -> Word | None:
    """What a quoted name or an account 某某号 is: “爱青禾·云溪号”, 《农村信息报》, “两微”, “12345”."""
    name = word.strip("“”《》")
    table = words()
    if name in table and table[name].kind in ("pair", "indicator", "channel"):
        return table[name]
    if word[0] == "“" and name.endswith(("政府网站", "政府网", "政务网")):
        return Word("channel", "website")
    if word[0] == "《":
        if name.endswith(_SITE_ENDS):
            return table[next(end for end in _SITE_ENDS if name.endswith(end))]
        if name.endswith(("公报", "政报")):
            return Word("channel", "gazette")
        printed = name.endswith(_PRINT_ENDS) and not name.endswith(_BULLETINS)
        return Word("channel", "print") if printed else None
    if word[0] == "“" and name.upper().endswith("APP"):  # “幸福某区APP”, as “爱某县”APP
        return table.get(name[:-3], Word("channel", "app_account"))
    if name.endswith(("信箱", "热线")):
        return Word("indicator", "hotline_cases")
    if name.endswith(("目录", "专栏", "栏目", "专题")):
        return Word("channel", "column")
    if name.endswith("网") and len(name) > 3 and not name.endswith(("新闻网", "联网")):
        return Word("channel", "website" if name.endswith(_SITE_ENDS) else "own_site")
    if name.startswith("爱") and word[0] == "爱":
        return Word("channel", "client")
    if name.endswith("号") and len(name) > 2 and not name.endswith(_NOT_ACCOUNTS):
        ends = [w for w in table if name.endswith(w) and table[w].kind == "channel"]
        return table[max(ends, key=len)] if ends else Word("channel", "app_account")
    return None


def _whose_site(text: str, start: int, word: str) -> str:
    """website for a government's site, own_site for the organ's own, ``site`` where it is not said."""
    before = text[max(0, start - 8) : start].rstrip("的之")
    if before.endswith("”"):
        quoted = text[text.rfind("“", 0, start) + 1 : start - 1]
        if quoted.startswith("中国") or quoted.endswith(("政府", "政务网")):
            return "website"
        return "site"
    if before.endswith(_OWN_SITE) or (word in ("官网", "官方网站") and before.endswith("管委会")):
        return "own_site"
    if before.endswith(_OFFICIAL_SITE):
        return "website"
    # 网站 alone is the government's; 门户网站 and 官网 alone belong to whoever reports.
    return "website" if word in _ANY_SITE else "site"


def _in_context(text: str, start: int, word: str, code: str) -> str:
    """The code of a word whose meaning depends on what stands around it; "" if it is no channel there."""
    before = text[max(0, start - 9) : start]
    if code == "media":
        return _media(text, start)
    if code == "column":
        # 公开平台建设中 heads a paragraph on the work, it is no place of publication.
        other = _WORK_ON_IT if word != "专题" else _WORK_ON_IT + _TOPICALLY
        spoilt = text.startswith(other, start + len(word))
        return "" if spoilt or _AS_A_RULE.search(before) else code
    if code == "print":
        internal = word == "日报" and _INTERNAL_DAILY.search(before)
        return "" if internal or (word == "时报" and before.endswith("及")) else code
    if code == "new_media":
        return "" if _COUNTED_UP.search(before) else code
    if code == "other_channel":
        board = text.startswith(("、", "等其"), start + len(word))  # 公示栏、电子屏等其他形式
        on_site = (
            word.endswith("栏") and not board and _ON_A_SITE.search(text, max(0, start - 60), start)
        )
        return "column" if on_site else code
    if code == "other_app":
        # “爱嵊州”APP is the county's own app; 学习强国 and a department's APP are other platforms.
        own = word in ("APP", "App", "app") and _COUNTY_APP.search(before)
        return "app_account" if own else "other_channel"
    if code == "gazette":
        # 统计公报, 环境公报 are documents, not the gazette.
        return code if word != "公报" or text[start - 1 : start] in "县市区省府版印“发" else ""
    return code


def _media(text: str, start: int) -> str:
    if _EVERYWHERE.search(text, max(0, start - 20), start):
        return "media"
    match = _LEVELS.search(text, max(0, start - 20), start)
    if match and (match[2] or "级" in match[1] or "中央" in match[1] or len(match[1]) > 1):
        return levels(match[1], match[2])
    return "media"


def levels(printed: str, above: str | None) -> str:
    """The codes of 国家级、省级 or 市级以上 before 媒体, joined with ";". 县级以上 is all media."""
    codes = list(dict.fromkeys(_LEVEL_CODES[m[1]] for m in _LEVEL.finditer(printed)))
    if above:
        lowest = max(_RANKS.index(code) for code in codes)
        codes = ["media"] if lowest == 3 else list(_RANKS[: lowest + 1])
    return ";".join(codes)


_NAMES = re.compile("(?:“[^”]{1,20}”[、和及与]?)+等?$")
_LISTED = re.compile(r"[、，,]|[和及与暨]|以及|(?:^|[^a-zA-Z])/")
# Of two words for one thing, side by side, the one that says what it is: 政府网站 信息公开专栏 is column.
_SPECIFIC = {
    ("website", "column"): 1, ("own_site", "column"): 1, ("site", "column"): 1,
    ("website", "page"): 0, ("own_site", "page"): 0, ("site", "page"): 0,
    ("website", "site"): 0, ("own_site", "site"): 0, ("column", "site"): 0, ("column", "page"): 0,
    ("client", "app_account"): 1, ("client", "wechat"): 1, ("client", "media"): 1, ("client", "wechat_video"): 1,
    ("client", "short_video"): 1, ("other_channel", "app_account"): 1, ("toutiao", "wechat"): 0,
    ("wechat", "new_media"): 0, ("weibo", "new_media"): 0, ("short_video", "new_media"): 0,
    ("wechat_video", "new_media"): 0, ("short_video", "wechat"): 0, ("print", "media"): 0, ("tv_radio", "media"): 0,
}  # fmt: skip


def channels_of(text: str, tokens: list[Token], home: str) -> list[str]:
    """The channel codes of a run of channel words, in the order printed. ``home`` is what 网站 alone means."""
    names: list[tuple[int, int, list[str]]] = []
    for token in tokens:
        if token.kind not in ("channel", "pair"):
            continue
        codes = token.code.replace(" ", ";").split(";")
        # 局网站“要闻”“公告”等栏目: the names are those of the columns.
        columns = (
            token.code == "column" and names and _NAMES.match(text[names[-1][1] : token.start])
        )
        if names and (columns or not apart(text, names[-1][1], token.start)):
            start, _, earlier = names[-1]
            names[-1] = (start, token.end, _one_thing(earlier, codes))
        else:
            names.append((token.start, token.end, codes))
    if len(names) > 1 and names[-1][2][-1].startswith("media"):
        start, end = names[-2][1], names[-1][0]
        if "等" in text[start:end]:  # 日报、客户端等各级媒体: the names are examples
            names = names[-1:]
    found = [_plain(code, home) for _, _, codes in names for code in codes]
    return _merged(list(dict.fromkeys(found)))


def apart(text: str, end: int, start: int) -> bool:
    """Whether two words with this between them are two items of a list."""
    return bool(_LISTED.search(text, end, start)) or (end < start and "等" in text[end:start])


def _one_thing(first: list[str], second: list[str]) -> list[str]:
    if len(second) > 1:
        return first + second
    if len(first) > 1:
        return first[:-1] + _one_thing(first[-1:], second)
    a, b = first[0], second[0]
    if (a, b) in _SPECIFIC:
        return (first, second)[_SPECIFIC[a, b]]
    if b in ("column", "page", "site"):
        return first
    if (
        a in ("client", "new_media", "media", "website", "own_site", "site", "page", "column")
        and b != "media"
    ):
        return second
    return first + second


def _plain(code: str, home: str) -> str:
    return {"site": home, "page": home, "client": "app_account"}.get(code, code)


def _merged(codes: list[str]) -> list[str]:
    """Papers and stations listed with 媒体 are media; a list of papers and stations is media too."""
    press = {"print", "tv_radio", "outlet"}
    if any(code.startswith("media") for code in codes):
        levelled = any(code.startswith("media_") for code in codes)  # 省市主流媒体、新闻媒体
        return [code for code in codes if code not in press and (code != "media" or not levelled)]
    if len(press.intersection(codes)) > 1:
        return list(dict.fromkeys("media" if code in press else code for code in codes))
    return ["media_national" if code == "outlet" else code for code in codes]
