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


def report(*lines: str):
    return from_document(Document("html", tuple(Paragraph(line, f"p{n}") for n, line in enumerate(lines))))  # fmt: skip


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_organ_and_year_wherever_they_stand(front):
    read = report(*front, *BODY)
    assert (read.agency, read.year) == ("某县某局", 2022)


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
