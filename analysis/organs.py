"""Names of organs: what looks like one, what stands around one in a title, whether two are the same."""

from __future__ import annotations

import re

_HAN = "[\u4e00-\u9fff]"
LETTER = r"(?:[\u4e00-\u9fff〇（）]|第[0-9]{1,3})"  # of a name: 第3中学, 一〇三团
_NAME = re.compile(rf"{LETTER}{{3,40}}$")
_BRACKET_BEHIND = re.compile(r"（[^（）]*）$")
_UNITS = "省|市|县|区|旗|州|盟|镇|乡|街道|苏木|嘎查"
# 社区, 全市, 县区 end as places do, but are none.
_NO_PLACE = r"(?![各我该省市县区]|[全本][省市县区镇乡]|城市|都市|社区|园区|景区|地区|辖区|山区|开发区|示范区|功能区|乡镇|苏木(?:嘎查|乡?镇)|部门)"
_PLACE = re.compile(
    rf"{_NO_PLACE}(?:{_HAN}{{1,16}}(?:省|市|县|旗|州|盟|镇|乡|街道|苏木|嘎查)|{_HAN}{{2,12}}区)$"
)
_FROM_PLACE = rf"(?:{_NO_PLACE}{_HAN}{{1,10}}?(?:{_UNITS})|国家|国务院|全国|中国|中华|中央|中共)"
_BEGINS_WITH_PLACE = re.compile(_FROM_PLACE)
# Endings that only organs have.
_ENDING = re.compile(
    r"(?:人民政府|(?<![布格结])局|(?<!大)厅|委员会|[管执居村社党团工纪监]委会?|(?<!常)委|办公室|办事处|海关|行署|公署|总署|审计署"
    r"|(?<![全内干外])部|联合会|协会|学会|工会|商会|理事会|促进会|基金会|红十字会|[妇残侨文科]联|联社|供销社"
    r"|大学|学院|学校|中学|小学|幼儿园|党校|医院|卫生院|法院|检察院|(?:科学|研究|设计|勘察|福利|敬老)院|研究所|派出所"
    r"|[总支大中]队|公司|集团|银行|支行|图书馆|博物馆|档案馆|文化馆|电视台|气象台|林场|农场"
    r"|[一-鿿]{2}(?:经济|技术)开发区|(?:监管|税务|海关|公安)系统"
    r"|兵团|第?[一二三四五六七八九十〇0-9]+[师团]|监狱|戒毒所|[科作记]协|工商联|农商行|粮库|储备库|煤矿|(?:处理|发电|电|水)厂"
    r"|(?:海事|航道|(?:水库|灌区|港口|公路)管理)处|(?:公路|航道)(?:管理|养护)?段|口岸办|专员办)$"
)
# Endings that words of a menu have too (个人中心, 数字政府, 一网通办): a place must come first.
_ENDING_OF_PLACE = re.compile(
    rf"{_FROM_PLACE}(?:{_HAN}|[（）])*?(?:政府|中心|院|处|所|站|办|台|馆|场|厂|社|科|校|园|队|会|[新景园]区|(?:开发|管理|度假|保护|示范|综试)区"
    r"|政协|(?:研究|督查|参事)室|(?:少年|文化)宫|电大|生态城)$"
)
_MENU = re.compile(
    r"(?:公开|首页|网站|网|平台|大厅|栏目|年报|报告|位置|目录|导航|正文|要闻|动态|互动|专题|指南|制度|公告|法规|职能|内容|(?:发布|听证|座谈)会|国务院)$"
)
# 管理局 alone is what a line break leaves of a name.
_REST = re.compile(
    r"(?:监督|服务|行政|综合|事务)?(?:管理|监督|执法|监管)?(?:总局|分局|局|委员会|办公室|服务中心|中心|厅|处|段|人民政府|政府|办事处)$"
)
_NO_NAME = re.compile("[我各该每]|走进|[本全][省市县区镇乡局委厅级机单部办院校政]")
_MARKS = "《》【】[]〔〕· -—–_"
_WAY = re.compile(r"^.*[>＞|》：/_\-—–\]】]")  # to the page: 首页 > 年报 > , 某政务网_
# 现向社会公布2022年某县某局…: an announcement and what follows the organ are not its name.
_BEFORE_IT = re.compile(r"^.*(?:公布|发布|编制了?|现将|关于|报送|上报|呈报|印发|转发)")
_NUMBER_BEFORE = re.compile(
    r"^(?:.*[0-9]号|附件[0-9]*|[0-9]+[.、]|[一二三四五六七八九十]+、|（[0-9一二三四五六七八九十]+）|(?:19|20)[0-9]{2}年度?)+"
)
# 本报告由某县有关部门编制 names nobody, 由某县人民政府在汇总的基础上编制 says more than a name.
_NOBODY = re.compile(
    r"(?:部门|单位|机关|机构|科室|人员|小组|专班)$|[在对以的了并各其把被]|基础|要求|规定|结合|汇总|情况"
)
_BEHIND_IT = re.compile(r"(?:关于|的|本级|工作|(?:19|20)[0-9]{2}年?)$")
_OFFICE = re.compile(
    r"(?:(?:政务|政府信息|信息)公开)?(?:工作)?(?:领导小组|协调小组)?(?:办公室|办公厅)$"
)

_DAY = re.compile(
    r"(?:20[0-9]{2}|二[〇零○](?:[一二三四五六七八九]|[〇零○]){2})年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日$"
)
_LONGEST_SIGNED = 60


def is_name(words: str) -> bool:
    """Whether words look like the whole name of an organ or of a place that has one."""
    if not _NAME.match(words) or is_menu(words) or _NO_NAME.match(words):
        return False
    words = _BRACKET_BEHIND.sub("", words)
    if _REST.match(words):
        return False
    return bool(_ENDING.search(words) or _ENDING_OF_PLACE.match(words) or _PLACE.match(words))


def is_menu(words: str) -> bool:
    """Whether words end as those of a page's menu do."""
    return bool(_MENU.search(words))


def is_government(name: str) -> bool:
    """Whether a name is that of a government or of its place: another organ may write its report."""
    return name.endswith("政府") or bool(_PLACE.match(name))


def begins_with_place(words: str) -> bool:
    """Whether words begin with the name of a place, as names of organs mostly do."""
    return bool(_BEGINS_WITH_PLACE.match(words))


def goes_on(above: str, rest: str) -> bool:
    """Whether a name that begins in the line ``above`` must go on in ``rest``: 某县市场监督 | 管理局, 某县 | 财政局."""
    is_open = _REST.match(rest) or _PLACE.match(above) or above[-1] in "和与及、"
    return begins_with_place(above) and bool(is_open)


def in_words(words: str) -> str:
    """The organ in a part of a title, without the way to the page, numbers of documents and 关于; "" if none."""
    words = _WAY.sub("", words.strip(_MARKS)).strip(_MARKS)
    words = _BEFORE_IT.sub("", _BEHIND_IT.sub("", words)).strip(_MARKS)
    words = _NUMBER_BEFORE.sub("", words).strip(_MARKS)
    is_long = len(words) > 2 and re.search(_HAN, words)
    return words if is_long and not is_menu(words) else ""


def of_office(words: str) -> str:
    """The organ whose office writes its report: 某县人民政府 of 某县人民政府办公室; "" for no name of an organ."""
    body = _OFFICE.sub("", words)
    if is_name(body) and not _PLACE.match(body):
        return body
    return words if len(body) > 2 and is_name(words) else ""


def of_author(words: str) -> str:
    """The organ that a report says it is by, of a kind not known as well if its place is named; "" if none."""
    known = of_office(words)
    if known:
        return known
    if is_menu(words) or _NO_NAME.match(words) or _NOBODY.search(words):
        return ""
    # 某县某局多方征求意见 begins with a name.
    goes_on = any(
        is_name(words[:end]) and not _PLACE.match(words[:end]) for end in range(4, len(words))
    )
    return words if len(words) > 3 and begins_with_place(words) and not goes_on else ""


def signed(lines: list[str]) -> str:
    """The organ that signs with the day below its name or behind it, the last one; "" if none does."""
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place].replace(" ", "")
        day = _DAY.search(line) if len(line) <= _LONGEST_SIGNED else None
        if day:
            before = line[: day.start()] or (lines[place - 1].replace(" ", "") if place else "")
            name = of_office(before.strip("（），、"))
            if name and not _PLACE.match(name):
                return name
    return ""


def are_same(one: str, other: str) -> bool:
    """Short and full names of one organ share their characters in order: 县市监局, 县市场监督管理局."""
    bare = (_BRACKET_BEHIND.sub("", name) for name in (one, other))
    short, long = sorted((of_office(name) or name for name in bare), key=len)
    letters = iter(long)
    return short in long or all(character in letters for character in short)
