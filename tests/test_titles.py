"""Title, organ and year wherever a page puts them; where the report begins under the page's menu. All invented (虚构)."""

import pytest

from analysis import sections, titles
from analysis.document import Document, Paragraph
from analysis.report import from_document
from analysis.text import normalise

BODY = (
    "一、总体情况", "2022年通过网站公开信息12条。", "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况", "六、其他需要报告的事项", "无。",
)  # fmt: skip
MENU = ("网站首页", "政务公开", *(f"栏目{n}" for n in range(1, 90)))
OTHER_YEARS = tuple(
    f"某县某局{year}年政府信息公开工作年度报告" for year in (2024, 2023, 2021, 2020)
)

# lines above the first section -> organ and year
FRONTS = {
    "one line": ("某县某局2022年政府信息公开工作年度报告",),
    "organ above": ("某县某局", "2022年政府信息公开工作年度报告"),
    "year above": ("2022年度", "某县某局政府信息公开工作年度报告"),
    "organ and year above": ("某县某局2022年", "政府信息公开工作年度报告"),
    "year and organ above": ("2022年某县某局", "政府信息公开工作年度报告"),
    "three lines": ("某县某局", "2022年", "政府信息公开工作年度报告"),
    "three lines, year first": ("2022年", "某县某局", "政府信息公开工作年度报告"),
    "year behind": ("某县某局政府信息公开工作年度报告（2022年度）",),
    "year below": ("某县某局", "政府信息公开工作年度报告", "（2022年）"),
    "year inside": ("某县某局政府信息公开2022年度报告",),
    "in Chinese numerals": ("某县某局", "政府信息公开工作年度报告", "二〇二二年度"),
    "a way to the page above": ("首页 > 年报 > 某县某局2022年政府信息公开工作年度报告",),
    "links to other years above": (*OTHER_YEARS, "某县某局2022年政府信息公开工作年度报告"),
    "an announcement": (
        "某县某局2022年政府信息公开工作年度报告",
        "现将某县某局2022年政府信息公开工作年度报告公布如下",
    ),
    "named in full below": (
        "2022年政府信息公开工作年度报告",
        "根据条例（以下简称《条例》）规定，现向社会公布《某县某局2022年度政府信息公开工作年度报告》。",
    ),
    "named in the opening only": (
        "按照有关规定，现公布2022年某县某局信息公开工作年度报告，由六个部分组成。",
    ),
    "an announcement in two lines": ("某县某局", "关于2022年度政府信息公开工作年度报告的公告"),
    "a notice before it": (
        "某县某局公告2024年第9号",
        "附件：某县某局2022年政府信息公开工作报告",
        "某县某局2022年",
        "政府信息公开工作报告",
    ),
    "a long menu": (*MENU, "某县某局2022年政府信息公开工作年度报告"),
}


def report(*lines: str, **metadata: str):
    paragraphs = tuple(Paragraph(line, f"p{n}") for n, line in enumerate(lines))
    return from_document(Document("html", paragraphs, metadata))


def codes(read) -> list[str]:
    return [message["code"] for message in read.messages if message["code"] != "table_missing"]


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_organ_and_year_wherever_they_stand(front):
    read = report(*front, *BODY)
    assert (read.agency, read.year) == ("某县某局", 2022)


TITLE = "2022年政府信息公开工作年度报告"
STATED = (
    "本报告由虚县某局根据条例编制。",
    "一、总体情况",
    "2022年通过网站公开信息12条。",
    "二、主动公开政府信息情况",
)
MENU_WORDS = (
    "通知公告",
    "政策法规",
    "机构职能",
    "打印本页",
    "长者模式",
    "法定主动公开内容",
    "办事大厅",
    "乡镇街道",
    "一网通办",
    "管理局",
)


@pytest.mark.parametrize("above", MENU_WORDS)
def test_what_is_no_organ_above_a_title_is_not_its_organ(above):
    title = "2022年政府信息公开工作年度报告"
    assert report(above, title, *BODY).agency == ""
    read = report(above, title, *STATED)
    assert (read.title, read.agency, codes(read)) == (title, "虚县某局", [])


def test_the_reports_own_statement_counts_more_than_the_line_above_its_title():
    read = report("虚县人民政府", "2022年政府信息公开工作年度报告", *STATED)
    assert (read.agency, codes(read)) == ("虚县某局", ["agency_conflict"])
    said = next(m for m in read.messages if m["code"] == "agency_conflict")
    assert said["zh"] == "机关前后不一致（编制说明：虚县某局、标题上一行：虚县人民政府）"
    # The site of the county above the report of a part of it.
    town = report(
        "虚县人民政府",
        "2022年政府信息公开工作年度报告",
        "本报告由虚县人民政府某街道办事处编制。",
        *STATED[1:],
    )
    assert (town.agency, codes(town)) == ("虚县人民政府某街道办事处", [])


STATEMENTS = {
    "本报告由虚县某局编制。": "虚县某局",
    "本报告由虚县某局办公室根据条例编制。": "虚县某局",
    "本报告由虚县某局（以下简称县局）会同有关单位组织编制。": "虚县某局",
    "本报告由虚县高新区（某区）某局编制。": "虚县高新区（某区）某局",
    "本报告由虚县政务服务管理办公室编制。": "虚县政务服务管理办公室",
    "根据条例要求，虚县某局编制了2022年度政府信息公开年度报告。": "虚县某局",
    "本报告由虚县某某基地编制。": "虚县某某基地",
    "本报告由虚县第3中学编制。": "虚县第3中学",
    "本报告由虚县人民政府依法编制。": "虚县人民政府",
    "本报告由虚县有关部门编制。": "",
    "本报告由虚县人民政府在汇总的基础上编制。": "",
    "本报告由虚县某局多方了解编制。": "",
    "虚县某局根据条例规定，编制2022年度政府信息公开工作年度报告。": "虚县某局",
    "根据条例要求，虚县某局公布2022年度政府信息公开工作年度报告。": "虚县某局",
    "根据国务院办公厅发布2022年政府信息公开工作年度报告格式。": "",
    "本报告由局办公室编制。": "",
    "本报告系根据国务院办公厅编制的格式写成。": "",
    "本报告由我局编制。": "",
}  # fmt: skip


@pytest.mark.parametrize(("words", "agency"), STATEMENTS.items())
def test_who_wrote_the_report(words, agency):
    assert report("2022年政府信息公开工作年度报告", words, *STATED[1:]).agency == agency


def test_a_title_and_a_statement_of_different_organs_are_a_conflict():
    read = report("虚县他局2022年政府信息公开工作年度报告", *STATED)
    assert (read.agency, codes(read)) == ("虚县他局", ["agency_conflict"])
    # A bureau may write the report of its government, an office that of its organ.
    for title in ("虚县", "虚县人民政府"):
        assert codes(report(f"{title}2022年政府信息公开工作年度报告", *STATED)) == []
    office = report(
        "某区人民政府办公室2022年政府信息公开工作年度报告",
        "本报告由虚市某区人民政府办公室编制。",
        *STATED[1:],
    )
    assert codes(office) == []


# Lines that a name is broken over, and the words around it that are no part of it.
BROKEN = [
    ("虚县市场监督", "管理局2022年政府信息公开工作年度报告", "虚县市场监督管理局"),
    ("虚县市场监督管", "理局2022年政府信息公开工作年度报告", "虚县市场监督管理局"),
    ("虚县", "财政局2022年政府信息公开工作年度报告", "虚县财政局"),
    ("虚县人力资源和社会", "保障局2022年政府信息公开工作年度报告", "保障局"),
    ("通知公告", "财政局2022年政府信息公开工作年度报告", "财政局"),
    ("虚市人民政府", "虚县财政局2022年政府信息公开工作年度报告", "虚县财政局"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "agency"), BROKEN)
def test_a_name_broken_over_two_lines(first, second, agency):
    assert report(first, second, *BODY).agency == agency


def test_a_broken_name_that_the_report_has_in_one_piece():
    front = ("虚县人力资源和社会", "保障局2022年政府信息公开工作年度报告")
    read = report(*front, "本报告由虚县人力资源和社会保障局编制。", *STATED[1:])
    assert (read.agency, read.title) == ("虚县人力资源和社会保障局", "".join(front))


@pytest.mark.parametrize("broken", [("虚县", "财政局"), ("虚河经济技术开发区", "管理委员会")])
def test_a_broken_name_above_the_year(broken):
    for title in ((TITLE,), ("2022年", "政府信息公开工作年度报告")):
        assert report(*broken, *title, *BODY).agency == "".join(broken)


# Names of kinds that no list has: the line above is one if the file says so elsewhere.
UNKNOWN = ("虚河热力中心", "虚市12345热线中心", "虚某生态城")


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_line_above_is_the_organ_that_the_file_names_elsewhere(name):
    for elsewhere in (
        f"本报告由{name}编制。",
        f"现公布{name}{TITLE}，供查阅。",
    ):
        assert report(name, TITLE, elsewhere, *BODY).agency == name
        assert report(f"{name}2022年", TITLE[5:], elsewhere, *BODY).agency == name
    assert report(name, TITLE, *BODY, page_title=f"{name}{TITLE}").agency == name
    assert report(name, TITLE, *BODY).agency == ""
    assert report("办公室", TITLE, f"本报告由{name}办公室编制。", *BODY).agency != "办公室"


def test_the_page_names_the_organ_that_the_printed_title_leaves_out():
    page = f"虚县某局{TITLE}_虚县人民政府"
    assert report(TITLE, *BODY, page_title=page).agency == "虚县某局"
    above = report("虚县人民政府", TITLE, *BODY, page_title=page)
    assert (above.agency, codes(above)) == ("虚县某局", ["agency_conflict"])
    # A title left over from another year.
    assert report(TITLE, *BODY, page_title=page.replace("2022", "2021")).agency == ""


def test_the_printed_title_names_the_organ_that_the_pages_own_leaves_out():
    assert report("虚县某局", TITLE, *BODY, title=TITLE).agency == "虚县某局"
    assert report(f"虚县某局{TITLE}", *BODY, title=TITLE).agency == "虚县某局"


AROUND = (
    "关于报送{}2022年政府信息公开年度报告的函", "虚市监〔2023〕3号 {}2022年政府信息公开工作年度报告",
    "附件1 {}2022年政府信息公开工作年度报告", "1.{}2022年政府信息公开工作年度报告", "2023年{}2022年政府信息公开工作年度报告",
    "虚县人民政府-{}2022年政府信息公开工作年度报告", "{} 2 0 2 2 年政府信息公开工作年度报告",
    "[年报]{}2022年政府信息公开工作年度报告", "{}2022年1-12月政府信息公开工作年度报告",
    "首页 / 公开 / 年报 / {}2022年政府信息公开工作年度报告", "转发{}2022年政府信息公开工作年度报告",
    "某政务服务网_{}2022年政府信息公开工作年度报告",
)  # fmt: skip


@pytest.mark.parametrize("title", AROUND)
def test_words_around_a_name_are_no_part_of_it(title):
    read = report(title.format("虚县某局"), *BODY)
    assert (read.agency, read.year) == ("虚县某局", 2022)


def test_half_a_year_is_no_year():
    assert report("虚县某局2022年1-6月政府信息公开工作报告", *BODY).year is None


# A title broken within the kind of report.
BROKEN_KINDS = [
    ("虚县某局2022年政府信息公开工作", "年度报告"), ("虚县某局2022年政府信息公开", "工作年度报告"),
    ("虚县某局2022年政府信息公开工作年", "度报告"), ("虚县某局", "2022年政府信息公开", "年报"),
    ("虚县某局2022年", "政府信息公开工作", "年度报告"), ("虚县某局政府信息公开工作", "年度报告", "（2022年）"),
    ("政府信息公开", "年度报告", "虚县某局2022年政府信息公开", "工作年度报告"),
]  # fmt: skip


@pytest.mark.parametrize("front", BROKEN_KINDS)
def test_a_title_broken_within_the_kind_of_report(front):
    read = report("栏目12", *front, *BODY)
    assert (read.agency, read.year) == ("虚县某局", 2022)
    assert [fact.value for fact in read.facts] == [12]  # 栏目12 is above the report


def test_words_of_a_menu_are_no_broken_title():
    assert report("政府信息公开指南", "政府信息公开", "年报", *BODY).title == ""


@pytest.mark.parametrize("zero", "〇零○◯OＯo0")
def test_letters_that_stand_in_for_zero(zero):
    assert report(f"虚县某局二{zero}二二年度政府信息公开工作年度报告", *BODY).year == 2022
    assert report("虚县某局", "政府信息公开工作年度报告", f"二{zero}二{zero}年", *BODY).year == 2020


PERIODS = {
    "统计期限为2022年1月1日至2022年12月31日。": 2022,
    "统计期限为2022年01月01日至12月31日。": 2022,
    "统计期限为2022年1月至12月。": 2022,
    "统计期限：2022年1-12月": 2022,
    "统计时间为2022.1.1-2022.12.31。": 2022,
    "统计期限为2022-01-01至2022-12-31。": 2022,
    "统计期限为2022年1月至6月。": None,
    "统计时间为2022.1.10-2022.12.31。": None,
    "据统计2021年1月至12月公开信息3条。": None,
}


@pytest.mark.parametrize(("words", "year"), PERIODS.items())
def test_the_year_of_the_period_of_the_figures(words, year):
    assert report(UNDATED, words, *BODY).year == year


def test_a_school_year_is_no_part_of_the_name():
    read = report("虚县第一中学2021-2022学年信息公开工作年度报告", *BODY)
    assert (read.agency, read.year) == ("虚县第一中学", 2022)


def test_an_organ_inferred_from_one_place_only_is_said_to_be():
    site = report(TITLE, *BODY, page_title=f"{TITLE}-虚县某局")
    assert (site.agency, codes(site)) == ("虚县某局", ["agency_inferred"])
    assert report(TITLE, *BODY, page_title=f"{TITLE}-虚县人民政府").agency == ""
    assert report(TITLE, *STATED, page_title=f"{TITLE}-虚县他局").agency == "虚县某局"
    other = report(TITLE, "本报告由虚县某某基地编制。", *BODY)
    assert (other.agency, codes(other)) == ("虚县某某基地", ["agency_inferred"])
    zh = next(m["zh"] for m in other.messages if m["code"] == "agency_inferred")
    assert zh == "机关“虚县某某基地”只按编制说明推断"


UNDATED = "虚县某局政府信息公开工作年度报告"


def test_a_link_above_a_title_without_year_lends_it_none():
    for link in (
        "虚县他局2021年政府信息公开工作年度报告",
        "虚县他局2021年政府信息公开工作年度报告 2022-01-20",
    ):
        read = report(link, UNDATED, *BODY)
        assert (read.title, read.agency, read.year) == (UNDATED, "虚县某局", None)
    assert report(*OTHER_YEARS, UNDATED.replace("虚", "某"), *BODY).year is None
    # The title of the page above that of the text.
    assert report("虚县某局2021年政府信息公开工作年度报告", UNDATED, *BODY).year == 2021


@pytest.mark.parametrize(
    ("day", "year", "told"),
    [("2023-01-20", 2022, ["year_inferred"]), ("2023-12-29", None, ["year_missing"])],
)
def test_a_year_inferred_from_the_date_of_publication_is_said_to_be(day, year, told):
    read = report(UNDATED, *BODY, published_on=day)
    assert (read.year, codes(read)) == (year, told)


def test_words_of_a_menu_are_no_organ():
    read = report("网站首页", "政务公开", "2022年政府信息公开工作年度报告", *BODY)
    assert (read.agency, read.year) == ("", 2022)
    assert "agency_missing" in [message["code"] for message in read.messages]


def test_a_title_without_organ_and_year_has_neither():
    read = report("政府信息公开工作年度报告", "2023年1月20日", *BODY)
    assert (read.title, read.agency, read.year) == ("政府信息公开工作年度报告", "", None)


def test_a_date_behind_a_title_is_no_year_reported_on():
    assert not titles.find(
        Document("html", ()), ["某县某局政府信息公开工作年度报告2023-01-20"], []
    ).years


def test_the_menu_above_the_title_is_not_read():
    # 栏目 is a word for a channel, and 12 a number behind it.
    read = report("栏目12", "专栏发布信息300条", "某县某局2022年政府信息公开工作年度报告", *BODY)
    assert [(fact.row, fact.value) for fact in read.facts] == [("website", 12)]
    assert read.unresolved == []


def test_a_link_below_does_not_end_a_report_without_sections():
    read = report(
        "某县某局2022年政府信息公开工作年度报告", "2022年公开政府信息12条。",
        "上一篇：某县某局2021年政府信息公开工作年度报告",
    )  # fmt: skip
    assert [(fact.row, fact.value) for fact in read.facts] == [("total", 12)]
    assert read.year == 2022


# last lines of a report whose title names no organ -> the organ that signs it
SIGNATURES = [
    (("虚县某局", "2023年1月20日"), "虚县某局"),
    (("虚县某局", "2023 年 1 月 20 日", "扫一扫打开", "版权所有：虚县人民政府"), "虚县某局"),
    (("虚县某局2023年1月20日",), "虚县某局"),
    (("虚县人民政府办公室", "二〇二三年一月二十日"), "虚县人民政府"),
    (("虚县某局", "二〇一九年一月二十日"), "虚县某局"),
    (("特此报告", "2023年1月20日"), ""),
    (("虚县某局自2022年1月1日起公开信息", "2023年1月20日"), ""),
    (("虚县某局",), ""),  # a link of the page as well as a signature
    (("虚县", "2023年1月20日"), ""),
]


@pytest.mark.parametrize(("last", "organ"), SIGNATURES)
def test_the_organ_that_signs_where_nothing_else_names_one(last, organ):
    read = report("2022年政府信息公开工作年度报告", *BODY, *last)
    assert read.agency == organ
    assert codes(read) == (["agency_inferred"] if organ else ["agency_missing"])


def test_a_signature_counts_for_less_than_the_title():
    read = report("虚县某局2022年政府信息公开工作年度报告", *BODY, "虚县某馆", "2023年1月20日")
    assert (read.agency, codes(read)) == ("虚县某局", [])


# line -> the section it begins; the form's own titles and those that real reports print
SECTION_TITLES = [
    ("一、总体情况", "一"),
    ("第一部分 总体情况", "一"),
    ("二、行政机关主动公开政府信息情况", "二"),
    ("（二）主动公开政府信息情况", "二"),
    ("（一）主动公开政府信息情况", ""),  # a part of the first section
    ("三、收到和处理政府信息公开申请情况", "三"),
    ("三、行政机关收到和处理政府信息公开申请情况", "三"),
    ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "四"),
    ("四、行政复议、诉讼情况", "四"),
    ("（四）行政复议、行政诉讼情况", ""),
    ("五、政府信息公开工作存在的主要问题及改进情况", "五"),
    ("五、存在的不足及改进措施", "五"),
    ("六、其他需要报告的事项", "六"),
    ("六、需要报告的其他事项", "六"),
]


@pytest.mark.parametrize(("line", "section"), SECTION_TITLES)
def test_titles_of_sections(line, section):
    found = sections.find([(Paragraph(line, "p1"), normalise(line))])
    assert list(found.words) == ([section] if section else [])
