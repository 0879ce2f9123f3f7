"""Sentences of the narrative and what a careful reader takes from them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import channels, indicators
from analysis.document import Paragraph
from analysis.narrative import extract
from analysis.narrative.lexicon import series_words, words
from analysis.narrative.numbers import find_numbers

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("GONGKAI_SHARED", ROOT.parent / "shared"))


def read(text: str, year: int = 2023) -> list[tuple]:
    """(row or members, value, approx, part_of, scope) of every fact."""
    facts = extract([Paragraph(text, "L1")], year).facts
    return [(f.members or f.row, f.value, f.approx, f.part_of, f.scope) for f in facts]


def plain(text: str, year: int = 2023) -> list[tuple]:
    return [fact[:2] for fact in read(text, year)]


NUMBERS = [
    ("１２８，４６０条", (128460, "条", "")),
    ("1,903件", (1903, "件", "")),
    ("1.3万余次", (13000, "次", "at_least")),
    ("四十多篇", (40, "篇", "at_least")),
    ("十余次", (10, "次", "at_least")),
    ("近200篇", (200, "篇", "at_most")),
    ("约42.7万次", (427000, "次", "about")),
    ("300条左右", (300, "条", "about")),
    ("2.8万条以上", (28000, "条", "at_least")),
    ("不足40条", (40, "条", "at_most")),
    ("近百篇", (100, "篇", "at_most")),
    ("上千条", (1000, "条", "at_least")),
    ("百余条", (100, "条", "at_least")),
    ("2 86条", (286, "条", "")),
    ("百分之九十八点五", (98.5, "%", "")),
    ("1.1亿次", (110000000, "次", "")),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers(text, expected):
    from analysis.text import normalise

    (number,) = find_numbers(normalise(text).text)
    assert (number.value, number.unit, number.approx) == expected


@pytest.mark.parametrize(
    "text",
    [
        "20个工作日",
        "〔2024〕27号",
        "12345热线",
        "2023年5月",
        "第3次",
        "12部门",
        "一是抓网站",
        "两个平台",
        "百条街巷",
        "网上百条",
        "通过千条",
        "万个家庭",
    ],
)
def test_not_numbers_of_anything(text):
    assert find_numbers(text) == []


CHANNELS = [
    ("县政府门户网站公开信息172条。", [("website", 172)]),
    ("微信公众号、海盐号累计发布信息458篇。", [("wechat;app_account", 458)]),
    ("“青禾发布”公众号等新媒体推出作品147件。", [("wechat;new_media", 147)]),
    ("“两微”共计发布1634条。", [("wechat;weibo", 1634)]),
    ("全年主动公开政府信息1846条。", [("total", 1846)]),
    ("通过政府门户网站、政务新媒体等多种渠道公开信息300条。", [("total", 300)]),
    (
        "网站、微信、微博分别发布120条、240条和36条。",
        [("website", 120), ("wechat", 240), ("weibo", 36)],
    ),
    ("微信、微博各发布120条。", [("wechat", 120), ("weibo", 120)]),
    ("在省级及以上媒体刊发稿件40篇。", [("media_national;media_provincial", 40)]),
    ("在嘉兴日报、海盐发布等主流媒体发布工作信息710条。", [("media", 710)]),
    ("新华社刊发稿件3篇。", [("media_national", 3)]),
    ("在《农村信息报》等报刊登载稿件52篇。", [("print", 52)]),
    ("发布消息412条的县融媒体中心“望川号”。", [("app_account", 412)]),
    ("另有189条信息经由县政府网站公开。", [("website", 189)]),
    ("县政府网站，118条；微信公众号，264条。", [("website", 118), ("wechat", 264)]),
    (
        "共举办12场新闻发布会，发布17篇政策解读。",
        [("press_conference", 12), ("interpretations", 17)],
    ),
    ("县政府网站乡镇频道登载信息46条。", [("website", 46)]),
    ("区政府网站信息公开专栏发布信息46条。", [("column", 46)]),
    ("公众号推送192，县政府网站公开信息共85。", [("wechat", 192), ("website", 85)]),
    ("微信公众号编发信息289期、867篇。", [("wechat", 289), ("wechat", 867)]),
    ("抖音、视频号等三个视频号共发布图文57篇。", [("short_video;wechat_video", 57)]),
    ("《青禾县人民政府网》登载信息64条。", [("website", 64)]),
    ("本局网站公开有关规范性文件的通知公告31份。", [("own_site", 31)]),  # no normative documents
    ("利用爱青禾APP公开信息31条。", [("app_account", 31)]),
    ("青禾镇微信公众号（1个）推送信息163条；抖音账号（1个）发布视频37条。", [("wechat", 163), ("short_video", 37)]),
    ("局门户网站的信息公开坚持三个突出，管委会官方网站更新信息309条。", [("own_site", 309)]),
    ("官方微博发布消息391条，官方微博话题讨论2.4万次。", [("weibo", 391)]),
    ("使用“幸福青禾APP”发布信息33条，“学习强国APP”发布3条。", [("app_account", 33), ("other_channel", 3)]),
    ("在区政府网站公开和转发各类信息共计88条。", [("website", 88)]),
    ("召开新闻发布会、通气会等发布活动14场。", [("press_conference", 14)]),
    ("以局网站为主要公开平台发布信息517条。", [("own_site", 517)]),
    ("依托区政府门户网站作为发布平台，更新信息73条。", [("website", 73)]),
    ("在县政府网站政务公开栏公开信息9条。", [("column", 9)]),
    ("政务微博公众号发布信息206条。", [("weibo", 206)]),
    ("在省、市主流媒体、新闻媒体刊发信息27篇。", [("media_provincial;media_municipal", 27)]),
    ("在国、省、地方新闻媒体刊发稿件45篇。", [("media", 45)]),
    ("局网站发布825条，其中双公示栏发布信息68条。", [("own_site", 825), ("column", 68)]),
    ("依托县政府网站发布政府公报、会议信息等政府信息1100余条。", [("website", 1100)]),
    ("官方微博、微信两个自媒体共发布信息406条次。", [("weibo;wechat", 406)]),
    ("“歌画青禾”APP公开信息51条。", [("app_account", 51)]),
    ("编辑出版《青禾政报》6期。", [("gazette", 6)]),
    ("主动公开各类政府信息37条。", [("total", 37)]),
    ("局网站公开信息326条，其中图片新闻6条，头条新闻112条。", [("own_site", 326)]),
    ("公众号累计推送动态174期603条。", [("wechat", 174), ("wechat", 603)]),
    ("政府网站公开13条，其中部门2023年度预算、2022年度决算信息2条。", [("website", 13)]),
    ("公众号发布政策解读、工作动态、服务信息等共计158条。", [("wechat", 158)]),
    ("“青禾健身”公众号发布赛事报道、活动预告等520条。", [("wechat", 520)]),
    (
        "在青禾晚报、客户端、学习强国等省市级媒体报道40次。",
        [("media_provincial;media_municipal", 40)],
    ),
    ("在青禾水务微信公众号自媒体发布信息312条。", [("wechat", 312)]),
    ("“云溪发布”公众号发挥新媒体优势，发布信息90条。", [("wechat", 90)]),
    (
        "主动公开信息60条，其中公众号35条；报刊、其他网站等发布25条。",
        [("total", 60), ("wechat", 35), ("print;other_channel", 25)],
    ),
    ("通过县政府网站公开招生政策、教师招聘录用信息等群众关注的信息共计58条。", [("website", 58)]),
    (
        "“青禾图书馆”“青禾文化馆”公众号分别推文31篇、27篇。",
        [("wechat", 31), ("wechat", 27)],
    ),
    ("镇微信公众号编发61期、推送信息183条。", [("wechat", 61), ("wechat", 183)]),
    (
        "县政府网站发布80条，微信公众号推送61期，发布信息183条。",
        [("website", 80), ("wechat", 61), ("wechat", 183)],
    ),
    (
        "在县政府网站、“青禾发改”公众号、客户端“青禾号”三个平台发布信息213条。",
        [("website;wechat;app_account", 213)],
    ),
    (
        "全年共公开66条，其中县政府网站25条、公众号41条。",
        [("total", 66), ("website", 25), ("wechat", 41)],
    ),
    ("青禾教育报、法治报分别刊登稿件4篇、6篇。", [("print", 4), ("print", 6)]),
    # One topic of a list is not the whole, nor the site's.
    ("在市政府网站发布新闻动态31条、教育资讯16条、访谈直播2条。", [("website", 31)]),
    ("通过县政府网站发布信息145条，发布法定主动公开内容3条。", [("website", 145)]),
    ("通过局官网等渠道宣传。全年主动公开政府信息268条，工作动态信息115条。", [("total", 268)]),
    ("网站发布工作动态97篇，政务信息53条。", [("website", 97)]),
    ("累计公开186条信息，其中，网站公开42条、政务微信公开144条。", [("total", 186), ("website", 42), ("wechat", 144)]),
    ("通过“青禾县人民政府网站”公开政务信息111条。", [("website", 111)]),
    ("通过青禾县人民政府公众信息网主动公开信息58条。", [("website", 58)]),
    ("云溪水利网站发稿69条，微信公众号关注量1165人，发稿量99篇。", [("own_site", 69), ("followers", 1165), ("wechat", 99)]),
    ("在“云溪统计”微信公众号发布转载信息25条。", [("wechat", 25)]),
    ("主动公开政府信息43件，其中规划类4件，其他应主动公开的政府信息24件。", [("total", 43)]),
    ("“两微一抖”共发布信息566条。", [("wechat;weibo;short_video", 566)]),
    ("青禾海关门户网站更新内容76条。", [("own_site", 76)]),
    ("主动公开政府信息数（不同渠道公开相同信息计1条）：1093条。", [("total", 1093)]),
    ("县政府门户网站整合12个旧专题，现为群众提供查阅，全年发布946条。", [("website", 946)]),
    ("局自建的“云溪投资网”“云溪人才网”分别发布信息52条、34条。", [("own_site", 52), ("own_site", 34)]),
    ("（1）政务微博。“云溪水务”公开198条。（2）政务微信。公开76条。", [("weibo", 198), ("wechat", 76)]),
    ("通过省“双随机”公示平台公开检查结果360条。", [("other_channel", 360)]),
    ("在市政府门户网站和管委会官网同步公开信息761条。", [("website;own_site", 761)]),
    ("公开主要靠县政府网站和微信公众号。两处合计公开信息186条。", [("website;wechat", 186)]),
    ("视频号直播政策宣讲4场。", [("wechat_video", 4)]),
    ("通过局政务网站公开动态信息41条，镇政务网站公开信息9条。", [("own_site", 41), ("website", 9)]),
    ("以局网站为主阵地，积极拓展微信、报刊、广播等渠道，全年共主动公开政府信息918条。", [("total", 918)]),
    ("“云溪气象”入驻微信、微博两个平台，依次发布240条、86条。", [("wechat", 240), ("weibo", 86)]),
    ("“云溪消防”快手号、抖音号均发布短视频40条。", [("short_video", 40), ("short_video", 40)]),
    ("用活新媒体，微信公众号、微博、抖音号分别推送406条、388条、75条。", [("wechat", 406), ("weibo", 388), ("short_video", 75)]),
    ("县政府网站发布336条，公众号发布129条，上年分别为271条和143条。",
     [("website", 336), ("wechat", 129), ("website", 271), ("wechat", 143)]),
    ("县政府网站公开执法信息77条。", [("website", 77)]),
    ("公众号与微博协同发布，总量413条。", [("wechat;weibo", 413)]),
    ("主动公开信息由上年的304条增至378条，增幅11.7%。", [("total", 304), ("total", 378)]),
    ("公众号上半年推送105条、下半年推送128条，全年233条。", [("wechat", 233)]),
    ("“云溪财政”公众号开通9年来累计发文2941篇。", [("wechat", 2941)]),
    ("31条路况快讯见于官方微博。", [("weibo", 31)]),
    ("中心通过多个渠道公开业务信息，全年合计746条：中心官网309条，微信公众号437条。", [("total", 746), ("own_site", 309), ("wechat", 437)]),
    ("公众号累计关注36.4万人，上年末为31.2万人。", [("followers", 364000), ("followers", 312000)]),
    ("“云溪发布”微信公众号常态运行，每周至少3次更新，全年发布信息511篇。", [("wechat", 511)]),
    ("县政府网站公开74条，公示栏、电子显示屏等其他形式公开34条。", [("website", 74), ("other_channel", 34)]),
    ("云溪海关通过门户网站公开486条。", [("own_site", 486)]),
    ("局官网发布信息620条，网站“信息公开”专栏公开文件材料47份。", [("own_site", 620), ("column", 47)]),
    ("公开渠道及数量——市政府门户网站 312；政务微信 205；合计 517。", [("website", 312), ("wechat", 205), ("total", 517)]),
    ("县政府网站发布信息506条，“云溪统计”微信公众号编发92期、共计278条。", [("website", 506), ("wechat", 92), ("wechat", 278)]),
    # A channel behind its number leaves the words after it to the next number.
    ("96条信息在县政府网站上线，58篇图文经“云溪水务”公众号送达市民，27期节目在县广播电台播出。",
     [("website", 96), ("wechat", 58), ("tv_radio", 27)]),
    ("“云溪统计”微信公众号推出图解数据16期。", [("wechat", 16)]),
    ("在局官方网站“要闻”“公告”等栏目上传新闻27条。", [("column", 27)]),
    ("回复县政府网站“网民留言”14条，省政务服务网“网民留言”3条。", [("responses", 14)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CHANNELS)
def test_channels(text, expected):
    assert plain(text) == expected


def test_parts_after_a_total_and_the_sentence_after_them():
    text = "主动公开信息900条，其中网站400条、微信公众号500条。另有9条消息被省厅公众号转载。微博发布12条。"
    assert [(f[0], f[1], f[3]) for f in read(text)] == [
        ("total", 900, ""), ("website", 400, "total"), ("wechat", 500, "total"), ("weibo", 12, ""),
    ]  # fmt: skip


def test_accounts_are_no_parts_of_a_site():
    text = "县政府网站公开信息526条，其中目录信息66条、动态30条；公众号“云溪司法”发布54条；其他新媒体平台发布5条。"
    assert [(f[0], f[1], f[3]) for f in read(text)] == [
        ("website", 526, ""),
        ("wechat", 54, ""),
        ("other_channel", 5, ""),
    ]


def test_what_other_organs_published_is_no_second_whole():
    text = "截至12月31日，市政府主动公开政府信息236条，市直各部门主动公开政府信息366条，镇（区）主动公开政府信息204条。"
    assert _rows(text) == {("total", 236, "")}
    phrases = extract([Paragraph(text, "x")], 2023).unresolved
    assert [said["reason"] for said in phrases] == ["of others", "of others"]


def test_a_number_said_again_under_its_own_heading_is_one_fact():
    paragraphs = [
        Paragraph("全年公开信息132条，其中通过网站公开79条，通过报刊公开53条。", "L1"),
        Paragraph("（二）报刊。通过《青禾晚报》等报刊，公开重点工作，全年公开53条。", "L2"),
    ]
    read, unresolved = extract(paragraphs, 2023)
    assert [f.value for f in read] == [132, 79, 53]
    assert [u["reason"] for u in unresolved] == ["said in an earlier paragraph"]


def test_the_same_number_of_another_year_is_not_said_again():
    paragraphs = [
        Paragraph("去年，微信公众号发布信息318条。", "L1"),
        Paragraph("今年，微信公众号发布信息318条。", "L2"),
    ]
    assert [f.scope for f in extract(paragraphs, 2023).facts] == ["prior_year", "year"]


def test_a_channel_is_no_part_of_a_number_that_others_share():
    words = "县政府网站、微信公众号共登载信息389则，其中公众号275则；“石浦融媒”客户端发布92则。"
    facts = read(words)
    assert [(row, part_of) for row, _, _, part_of, _ in facts] == [
        ("website;wechat", ""), ("wechat", "joint"), ("app_account", ""),
    ]  # fmt: skip


def test_an_account_is_no_part_of_the_press():
    facts = read(
        "共发布信息916条，其中在各级媒体发布270余篇，其中省级媒体15篇，微信公众号发文381篇。"
    )
    assert [(row, part_of) for row, _, _, part_of, _ in facts] == [
        ("total", ""),
        ("media", "total"),
        ("media_provincial", "media"),
        ("wechat", "total"),
    ]


def test_last_years_figure_in_a_bracket_does_not_end_a_list():
    facts = read(
        "公众号发布信息88条（上年为71条），县政府网站发布信息59条，微博发布信息10条，以上合计157条。"
    )
    assert facts == [
        ("wechat", 88, "", "total", "year"),
        ("wechat", 71, "", "", "prior_year"),
        ("website", 59, "", "total", "year"),
        ("weibo", 10, "", "total", "year"),
        ("total", 157, "", "", "year"),
    ]


def test_parts_of_a_joint_count_and_of_a_part():
    text = "公开信息134条，其中网站34条、政务新媒体100条；政务新媒体中，微信公众号60条，微博40条。"
    assert [(f[0], f[3]) for f in read(text)] == [
        ("total", ""), ("website", "total"), ("new_media", "total"), ("wechat", "new_media"), ("weibo", "new_media"),
    ]  # fmt: skip
    assert [f[3] for f in read("“两微”发布10条（微信6条、微博4条）。")] == ["", "joint", "joint"]


PARTS = [
    ("全年公开信息872条，分布在两处：县政府门户网站641条，微信公众号231条。", {("website", 641, "total"), ("wechat", 231, "total")}),
    ("公开信息合计72条，构成如下——局门户网站：50条，内含通知公告栏目20条；微信公众号：22条。",
     {("own_site", 50, "total"), ("column", 20, "own_site"), ("wechat", 22, "total")}),
    ("新媒体矩阵全年发布内容620条次，微信占310条次，微博占110条次。", {("wechat", 310, "new_media"), ("weibo", 110, "new_media")}),
    ("共推出政务信息115条，由三部分组成：一是区政府网站41条；二是微信公众号及微博，合起来62条，当中公众号占37条；三是电子屏12条。",
     {("website", 41, "total"), ("wechat;weibo", 62, "total"), ("wechat", 37, "joint"), ("other_channel", 12, "total")}),
    ("通过不同渠道公开了505条政府信息，具体为局门户网站412条、其他平台93条。", {("total", 505, ""), ("own_site", 412, "total")}),
    ("共发布信息2010条，其中，通过网站公开信息1308条；公众号发布推文702篇。", {("website", 1308, "total"), ("wechat", 702, "total")}),
    ("局门户网站公开信息703条，涵盖信息公开目录86条、动态617条。", {("own_site", 703, ""), ("column", 86, "own_site")}),
    ("政务微博、政务微信、今日头条号三者合计471条，分别为156条、243条和72条。",
     {("weibo", 156, "joint"), ("wechat", 243, "joint"), ("toutiao", 72, "joint")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_parts_told_without_其中(text, expected):
    assert expected <= _rows(f"某市某局。{text}")


def test_a_list_before_its_sum():
    assert [(f[0], f[3]) for f in read("网站发布3条、微博发布4条，总计7条。")] == [
        ("website", "total"), ("weibo", "total"), ("total", ""),
    ]  # fmt: skip


def test_a_list_in_a_later_paragraph_that_adds_up():
    paragraphs = [
        Paragraph("2023年主动公开政府信息7条。", "L1"),
        Paragraph("1.政府网站3条；2.政务微博4条。", "L2"),
    ]
    assert [f.part_of for f in extract(paragraphs, 2023).facts] == ["", "total", "total"]


SCOPES = [
    ("自2016年开通以来，微信公众号累计推送830篇，2023年推送48篇。", [("stock", 830), ("year", 48)]),
    ("局网站公开697条，上年为612条。", [("year", 697), ("prior_year", 612)]),
    ("新收申请19件，比上年的13件多6件。", [("year", 19), ("prior_year", 13)]),
    ("对外公开政府信息88条，去年同期为97条，减少9条。", [("year", 88), ("prior_year", 97)]),
    (
        "截至年底，公众号累计发文970篇，关注人数1800人；当年发文112篇。",
        [("stock", 970), ("stock", 1800), ("year", 112)],
    ),
    (
        "截至2023年底，公众号累计发文970篇，其中2022年发文112篇。",
        [("year", 970), ("prior_year", 112)],
    ),
    ("制发规范性文件3件，废止1件，对外公开总数为21件。", [("year", 3), ("stock", 21)]),
    ("新发布规范性文件4件，确定继续有效的规范性文件33件。", [("year", 4), ("stock", 33)]),
    ("微信粉丝由2.8万人增至3.6万人。", [("stock", 36000)]),
    ("制定规范性文件4件，废止2件，现行有效37件。", [("year", 4), ("stock", 37)]),
]


@pytest.mark.parametrize(("text", "expected"), SCOPES)
def test_scopes(text, expected):
    assert [(f[4], f[1]) for f in read(text)] == expected


INDICATORS = [
    ("办结政协提案2件、人大建议3件。", [("proposals_cppcc", 2), ("proposals_npc", 3)]),
    ("办理人大代表建议和政协提案共15件。", [("proposals_total", 15)]),
    ("办理23件人大代表建议和41件政协提案。", [("proposals_npc", 23), ("proposals_cppcc", 41)]),
    ("发布餐饮好差榜19期，累计点击率2.1万余次。", [("series_issues", 19), ("reads", 21000)]),
    ("受理来访来信、“12345”热线等2699件，满意率100%。", [("hotline_cases", 2699), ("satisfaction_rate", 100)]),
    ("收到申请23件，按期答复22件，1件转入次年办理。",
     [("requests_received", 23), ("requests_handled", 22), ("requests_carried_out", 1)]),
    ("收到申请18件。其中，当面申请2件、网上申请16件。", [("requests_received", 18)]),
    ("公开行政处罚结果332条、行政许可信息12条。", [("penalties_published", 332), ("licences_published", 12)]),
    ("发布解读稿79篇，其中署名解读22篇。", [("interpretations", 79)]),
    ("依申请提供政府信息收取费用0元。", [("fee_yuan", 0)]),
    ("就停车条例公开征求意见3次，收到意见156条。", [("consultations", 3)]),
    ("召开推进会2次，开展培训1期，参训61人次。", [("meetings", 2), ("trainings", 1)]),
    ("共制发5份局级规范性文件，全部通过合法性审查。", [("normative_documents", 5)]),
    ("办结依申请政府信息公开事项13件。", [("requests_handled", 13)]),
    ("全年处理网民留言32条。", [("responses", 32)]),
    ("受理申请9件，9件均已按期答复。", [("requests_received", 9), ("requests_handled", 9)]),
    ("“青禾发布”微信阅读量即达18万次。", [("reads", 180000)]),
    ("“青禾发布”微信公众号用户已突破5.5万。", [("followers", 55000)]),
    ("答复申请80件，另有7件申请按照《条例》顺延到下年度答复。", [("requests_handled", 80), ("requests_carried_out", 7)]),
    ("收到申请19件，18件按期限答复，1件结转到2024年度办理。",
     [("requests_received", 19), ("requests_handled", 18), ("requests_carried_out", 1)]),
    ("收到申请57件，经沟通，撤件39件，受理18件。", [("requests_received", 57)]),
    ("收到申请22件，上述22条申请均按期答复。", [("requests_received", 22)]),
    ("收到依申请公开政府信息案件7件，其中3件答复公开，1件属不掌握相关信息。", [("requests_received", 7)]),
    ("受理并答复政府信息公开申请8件，下年度继续办理3件。", [("requests_handled", 8), ("requests_carried_out", 3)]),
    ("收到申请11件（其中2件为上年结转）。", [("requests_received", 11), ("requests_carried_in", 2)]),
    ("公开征求意见3件，收到意见27条。", [("consultations", 3)]),
    ("因信息公开被复议1件，被诉0件。", [("reviews", 1), ("lawsuits", 0)]),
    ("共收到依申请公开办理事项7件。", [("requests_received", 7)]),
    ("收到申请13件，其中公开系统收到11件，局长信箱收到2件。", [("requests_received", 13)]),
    ("收到申请公开4件、转办上一年度申请公开1件。", [("requests_received", 4), ("requests_carried_in", 1)]),
    ("接收申请41宗，公民申请36宗，法人和其他组织申请5宗。", [("requests_received", 41)]),
    ("承办人大代表建议21件、政协提案33件，合计54件。",
     [("proposals_npc", 21), ("proposals_cppcc", 33), ("proposals_total", 54)]),
    ("推出“每周警情”通报51期。", [("series_issues", 51)]),
    ("收到依申请公开件27封，2件为网络申请，4件为信件申请。", [("requests_received", 27)]),
    ("行政复议1件，未经复议直接诉讼0件，复议后诉讼0件。", [("reviews", 1), ("lawsuits", 0), ("lawsuits", 0)]),
    ("收到申请2件，1件当年答复，1件结转至下一年度。", [("requests_received", 2), ("requests_handled", 1), ("requests_carried_out", 1)]),
    ("办理12345转办件130件，收到申请0件，0元收费。", [("hotline_cases", 130), ("requests_received", 0), ("fee_yuan", 0)]),
    ("收到申请74件，办结69件，余5件转2024年度办理；行政复议3件，行政诉讼1件。",
     [("requests_received", 74), ("requests_handled", 69), ("requests_carried_out", 5), ("reviews", 3), ("lawsuits", 1)]),
    ("收到申请15件。14件已按期答复，1件因申请人主动撤回而终止。", [("requests_received", 15), ("requests_handled", 14)]),
    ("共收取检索、复制费24元，兼职人员5名，无专项经费。", [("fee_yuan", 24)]),
    ("微博粉丝8.7万人，微信关注1.3万人。", [("followers", 87000), ("followers", 13000)]),
    ("县政府常务会议专题听取政务公开汇报2次。", [("meetings", 2)]),
    ("公开行政许可信息316条，行政处罚决定书28份。", [("licences_published", 316), ("penalties_published", 28)]),
    ("征求意见2次，收到来信来电167件。", [("consultations", 2)]),
    ("收到、答复申请各13件。", [("requests_received", 13), ("requests_handled", 13)]),
    ("行政复议0件，行政诉讼案件数为0。", [("reviews", 0), ("lawsuits", 0)]),
    ("收到申请3件，加上结转的14件，办结17件。", [("requests_received", 3), ("requests_carried_in", 14), ("requests_handled", 17)]),
    ("收到申请8件。做好人大代表建议、政协委员提案办理工作，共办理26件。", [("requests_received", 8), ("proposals_total", 26)]),
    ("起草并公布规范性文件4件，起草规范性文件草案2件。", [("normative_documents", 4)]),
    ("现行有效规范性文件47件，其中当年新制定5件，清理废止9件。", [("normative_documents", 47), ("normative_documents", 5)]),
    ("印发《政务公开工作通报》4期，召开工作通报会四次。", [("meetings", 4)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INDICATORS)
def test_indicators(text, expected):
    assert plain(text) == expected


ZEROS = [
    ("对政府信息公开未予收费。", {"fee_yuan"}),
    ("本年度我乡未制定规范性文件。", {"normative_documents"}),
    ("未制定印发新的行政规范性文件。", {"normative_documents"}),
    ("未发现规范性文件违法情形。", set()),
    ("未收到政府信息公开申请。", {"requests_received"}),
    ("全年未接获公开申请。", {"requests_received"}),
    ("未发生因政府信息公开申请行政复议、提起行政诉讼的情况。", {"reviews", "lawsuits"}),
    ("复议、诉讼，均无。", {"reviews", "lawsuits"}),
    ("零申请、零复议、零诉讼。", {"requests_received", "reviews", "lawsuits"}),
    ("未收取政府信息公开相关处理费。", {"fee_yuan"}),
    ("也没有上年结转事项。", {"requests_carried_in"}),
    ("未发生被行政复议纠错或诉讼败诉情况。", set()),
    ("答复均未超过20个工作日，未经复议直接起诉的情形除外。", set()),
    ("申请人对结果没有提出异议，无障碍浏览通过测评。", set()),
]


@pytest.mark.parametrize(("text", "expected"), ZEROS)
def test_zeros_in_words(text, expected):
    facts = extract([Paragraph(text)], 2023).facts
    assert {f.row for f in facts} == expected
    assert all(f.value == 0 and f.unit == "" for f in facts)


NO_FACTS = [
    "现有微信公众号1个、视频号1个。",
    "2024年计划通过微信公众号发布图文不少于300条、短视频80条。",
    "微信公众号每周更新3次，日均阅读量800次。",
    "县政府网站一季度发布76条，上半年发布157条。",
    "单篇最高阅读量2.3万次，阅读超过5万的有12篇。",
    "网站总访问量47万次，获点赞89万次、评论6.4万条。",
    "全年向上级报送信息214条，被采用57条。",
    "公开信息较上年增加35条，增长12.5%。",
    "编发《工信》内刊12期，发放宣传册2万份。",
    "县政府办公室《关于印发工作要点的通知》（苍政办发〔2024〕27号），电话0000-6612345。",
    "五、存在的主要问题及改进情况。（二）改进措施。全年公众号发布150篇。",
    "“悦读嵩明”平台发布59条。",
    "窗口受理办件12.6万件，高效办成一件事，最多跑一次。",
    "12台流媒体设备轮播总量超300万次。",
    "调整文件公开属性3份，清查规范性文件11件，公开招标文件2个。",
    "不予公开文件36条。",
    "解读“稳企18条”，落实“助农二十条”。",
    "公众号新增粉丝量625个。",
    "全年主动公开36件、依申请公开436件、不予公开43件。",
    "公开政府信息统计：动态类政务信息1520余条。",
    "对常务会议的重要议题进行权威发布共计38次。",
    "公开各类政策文件及解读信息14条。",
    "收到2条公众通过“政民互动依申请公开栏目”提交的来件。",
    "政府信息公开平台建设中街道政府信息公开60条。",
    "开展专题新闻报道73篇次。",
    "通过局官方网站提交申请表的52件。",
    "“两化”专题领域主动公开68条。",
    "全省融媒体指数13989，位列第5位。",
    "信息公开之外，收取行政事业性收费22770元。",
    "报道县政府常务会议25次。",
    "通过政府网站及时发布财政预决算，其中预算公开15条。",
    "向社会开放会议2次。",
    "全年上报区政府门户网站新闻234条。",
    "共发文96件，不公开文件96件。",
    "局领导接受媒体专访8次。",
    "参加“行风热线”2次。",
    "年内受理行政复议申请36件，均为对其他机关的行为不服。",
    "青禾教育网和中国青禾同步主动公开信息315条。",
    "公开权责事项清单421项（其中行政许可22项、行政处罚259项）。",
    "开展网站自查12次，组织媒体探访水厂3次。",
    "村村响广播早晚各播一次。",
    "全县编制政务公开目录26张。",
    "全年共梳理归档各类信息729条。",
    "专题专栏1次。",
    "受理信访件15件。",
    "网站点击率已超过167.5万次。",
    "门户网站公开建议提案信息11条、人事信息10条。",
    "网站、微博共办理66余件，处理市政府门户网站咨询投诉类信息16条。",
    "网站开设“打好四张牌、干好四件事”专题。",
    "网站发布新闻类165条，教育通知类39条。",
    "制作40期新媒体作品投稿。",
    "公开行政处罚和其他权力40条，政策文件、措施及成效26条。",
    "发布日期：2021-12-23 点击数：",
    "4.无正当理由大量反复申请",
    "办理占用城市道路申请件77件。",
    "制定规章和规范性文件14件。",
    "着重做好公开、解读、回应三篇文章。",
    "开展文件清理，7件由依申请公开转为主动公开。",
    "播放量最高一条播放410万次。",
    "2022年我镇公开了救助、低保、重点工程和政府文件等109条内容。",
    "及时报送新闻等信息75件，发布健康报告12篇。",
    "加强信息网络安全检查，发布提示3次。",
    "在各大媒体投稿57期。",
    "局接访室接待来访群众312人次。",
    "乡微信公众号新增关注1200人。",
    "编印《统计专报》33期，报市领导参阅。",
    "对“领导信息”模块进行更新三次。",
    "本季度局网站发布信息171条。",
    "公开政策文件及配套解读50余件。",
    "头条号和抖音订阅数分别增长65%和42%。",
    "教代会征集提案47件。",
    "另受理消费者申诉6.2万件。",
    "总计公开规范性文件、解读政策规定以及相关办事指引100多条。",
]


@pytest.mark.parametrize("text", NO_FACTS)
def test_numbers_that_are_no_facts(text):
    assert read(text) == []


def test_last_years_report_in_a_list_is_no_figure_of_what_stands_before_it():
    text = "主动公开政府信息32条，包括处罚强制类9条、2022年信息公开年报1条。"
    assert plain(text) == [("total", 32), ("penalties_published", 9)]


def test_requests_are_the_topic_of_their_own_paragraph_only():
    lines = ("收到政府信息公开申请4件。", "“云溪发布”微信公众号关注量达9万，全年发布信息130条。")
    facts = extract([Paragraph(line) for line in lines], 2023).facts
    assert [(f.row, f.value) for f in facts] == [
        ("requests_received", 4),
        ("followers", 90000),
        ("wechat", 130),
    ]


def _rows(text: str, year: int = 2023) -> set[tuple]:
    facts = extract([Paragraph(text, "x")], year).facts
    return {(f.members or f.row, f.value, f.part_of) for f in facts}


def test_kinds_of_requests_under_one_verb_are_counted_alike():
    text = "全年通过网站办理并答复信息公开申请5件、纸质申请37件，顺延至下一年答复2件。"
    assert _rows(text) == {
        ("requests_handled", 5, ""), ("requests_handled", 37, ""), ("requests_carried_out", 2, ""),
    }  # fmt: skip
    assert _rows("收到政府信息公开申请18件，其中当面申请2件、信函申请16件。") == {
        ("requests_received", 18, "")
    }
    assert _rows("收到申请9件，其中网站提交7件、来信或转办2件，均按时办结。") == {
        ("requests_received", 9, "")
    }
    assert _rows("受理热线工单130件，其中投诉热线40件。") == {("hotline_cases", 130, "")}
    assert _rows("收到申请9件；受理热线来信62件。") == {
        ("requests_received", 9, ""),
        ("hotline_cases", 62, ""),
    }
    assert _rows("收到网络申请5件、网上咨询30件、网络直播3次。") == {("requests_received", 5, "")}


def test_platforms_listed_among_the_press_are_parts_of_it_and_unknown_ones_are_named():
    text = "全年通过各级媒体刊登新闻141条，其中《云溪日报》9条、人民网4条、学习强国2条、云溪网6条。"
    assert _rows(text) == {
        ("media", 141, ""), ("print", 9, "media"), ("media_national", 4, "media"), ("other_channel", 2, "media"),
    }  # fmt: skip
    unresolved = extract([Paragraph(text, "x")], 2023).unresolved
    assert [(u["phrase"], u["reason"]) for u in unresolved] == [
        ("云溪网6条", "a channel that the codebook does not know")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 每日头条 is a name, not a rate; a daily report on opinion is no newspaper.
        ("今日青禾、每日头条等媒体上发布信息80条。", {("media", 80, "")}),
        ("全年发布舆情日报102期。", set()),
        ("新媒体平台互动1200余条。", set()),
        ("局领导接听民生热线1次。", set()),
        # 相关信息 after a channel's number is of one topic, not the whole.
        ("通过门户网站发布信息5916条，聚焦就业、住房等工作发布相关信息357条。", {("website", 5916, "")}),
        # The kinds that information is put into are no places of publication.
        ("将信息分为公开、专题、页面要素等六大类，全年共发布260余条信息。", set()),
        ("扎实推进重点领域信息公开，共加载重点领域信息3561条。", set()),
        ("收到申请政府信息公开事项12件。", {("requests_received", 12, "")}),
        ("官方微博关注量6816人次。", {("followers", 6816, "")}),
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_channel_or_a_whole(text, expected):
    assert _rows(text) == expected


def test_what_cannot_be_placed_is_listed():
    found = extract([Paragraph("“悦读嵩明”平台全年发布信息59条。", "p2")], 2023)
    assert found.facts == []
    assert [(u["phrase"], u["where"].split("#")[0]) for u in found.unresolved] == [
        ("“悦读嵩明”平台全年发布信息59条", "p2")
    ]


def test_traditional_characters_with_pinyin_keep_their_printed_words():
    raw = "全年公開(kāi)各類信息222條,辦結(jié)政協(xié)提案2件。"
    total, proposals = extract([Paragraph(raw, "L7")], 2022).facts
    assert (total.row, total.value, total.unit, total.text) == (
        "total",
        222,
        "条",
        "全年公開(kāi)各類信息222條",
    )
    start, end = map(int, proposals.where.split("#")[1].split("-"))
    assert proposals.where.startswith("L7#") and raw[start:end] == proposals.text


def test_two_accounts_are_two_items():
    facts = extract(
        [Paragraph("“东麓教育”公众号发布412篇，“东麓招考”公众号发布88篇。")], 2022
    ).facts
    assert [(f.row, f.item, f.value) for f in facts] == [("wechat", 1, 412), ("wechat", 2, 88)]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the project")
def test_haiyan_samr_2022():
    text = (SHARED / "reports" / "haiyan-samr-2022.txt").read_text(encoding="utf-8")
    lines = [Paragraph(line, f"L{n}") for n, line in enumerate(text.splitlines(), 1)]
    found = {(f.members or f.row, f.value, f.approx) for f in extract(lines, 2022).facts}
    assert found == {
        ("total", 222, ""), ("penalties_published", 332, ""), ("interpretations", 3, ""), ("column", 79, ""),
        ("series_issues", 19, ""), ("reads", 21000, "at_least"), ("wechat;app_account", 458, ""),
        ("proposals_cppcc", 2, ""), ("proposals_npc", 3, ""), ("hotline_cases", 2699, ""),
        ("satisfaction_rate", 100, ""), ("media", 710, ""), ("requests_received", 0, ""), ("reviews", 0, ""),
        ("lawsuits", 0, ""), ("fee_yuan", 0, ""),
    }  # fmt: skip


def test_the_lexicon_speaks_in_codes_of_the_codebook():
    helpers = {"site", "page", "client", "other_app", "outlet"}
    for word, (kind, code) in words().items():
        if kind == "channel":
            assert code in channels() or code in helpers, word
        elif kind == "indicator":
            assert code in indicators() or code == "requests", word
    assert "公示" in series_words()


def test_the_result_does_not_depend_on_hash_seeds():
    script = (
        "import json; from analysis.document import Paragraph; from analysis.narrative import extract\n"
        "lines = open('tests/narrative/invented.jsonl', encoding='utf-8').read().splitlines()[:20]\n"
        "print([extract([Paragraph(json.loads(line)['text'])], 2023) for line in lines])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1 and len(outputs.pop()) > 1000


_PIECES = (
    sorted(words())
    + list("0123456789一二十百万亿，。；：、（）“”《》+%余多约近条篇期件次 \n")
    + ["其中", "分别", "2023年", "未", "合计"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_any_words_are_read_without_a_crash(text):
    for fact in extract([Paragraph(text, "x")], 2023).facts:
        start, end = map(int, fact.where[2:].split("-"))
        assert text[start:end] == fact.text
        assert isinstance(fact.value, (int, float)) and fact.value >= 0
        assert fact.row in channels() or fact.row in indicators()
        assert all(code in channels() for code in fact.members.split(";") if code)
        assert fact.part_of == "" or fact.part_of in channels()
