"""Tables that say something else than they seem to: in other units, of another year, with titles astray.

All tables here are invented (虚构数据) and stand in the test as the page would print them.
"""

import re

import pytest

from analysis.cells import read_cell
from analysis.readers import read_bytes
from analysis.tables import match
from analysis.tables.labels import find

ROWS = (
    ("一、本年新收政府信息公开申请数量", (1, 2, 3, 4, 5, 6, 21)),
    ("二、上年结转政府信息公开申请数量", (0, 1, 0, 0, 0, 0, 1)),
)
HEADER = (
    "<tr><td rowspan=3>项目</td><td colspan=7>申请人情况</td></tr>"
    "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"
    "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
)


def cells(*texts) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def table(header: str = HEADER, rows=ROWS) -> str:
    return (
        f"<table>{header}{''.join(f'<tr>{cells(label, *own)}</tr>' for label, own in rows)}</table>"
    )


def matched(page: str, year: int = 2023):
    return match(read_bytes(f"<html><body>{page}</body></html>".encode()), year)


def row_of(page: str, row: str = "new") -> list:
    return [f.value if f.status == "reported" else f.status for f in matched(page).facts if f.row == row]  # fmt: skip


def codes(page: str) -> set[str]:
    return {code for code, *_ in matched(page).messages} - {"table_missing", "cells_absent"}


def test_the_table_as_it_should_be():
    assert row_of(table()) == [1, 2, 3, 4, 5, 6, 21] and codes(table()) == set()


# Units


def fees(title: str, label: str = "行政事业性收费", cell: str = "130", code: str = "fees"):
    page = f"<table><tr>{cells('信息内容', title)}</tr><tr>{cells(label, cell)}</tr></table>"
    (fact,) = [f for f in matched(page).facts if f.row == code and f.status != "absent"]
    return fact.value, fact.unit, fact.status


@pytest.mark.parametrize(
    "unit", ["（元）", "(元)", "/元", "（单位：元）", "（单位为元）", "（人民币：元）", "（单位：人民币元）"]
)  # fmt: skip
def test_a_title_says_its_unit_in_many_ways(unit):
    assert fees("本年收费金额" + unit)[:2] == (130, "元")
    assert fees("本年收费金额", "行政事业性收费" + unit)[:2] == (130, "元")


def test_other_units_of_money():
    assert fees("本年收费金额（单位：万元）")[:2] == (130, "万元")
    assert fees("本年收费金额（单位：千元）", cell="0.29")[:2] == (290, "元")
    assert fees("本年收费金额（单位：万元）", cell="130（元）")[:2] == (130, "元")


@pytest.mark.parametrize("cell", ["0.5万", "0.013亿"])
def test_thousands_in_a_column_of_thousands_are_in_doubt(cell):
    assert fees("本年收费金额（单位：万元）", cell=cell)[2] == "unreadable"
    assert read_cell("1.2万").value == 12000  # of a count it is part of the number


# Labels


@pytest.mark.parametrize("label", [
    "上年新收政府信息公开申请数量", "本年新收政府信息公开申请数量同比", "本年新收政府信息公开申请数量比上年增减", "上年制发件数",
    "上年处理决定数量", "行政处分", "行政处理", "部门规范性文件", "结果未维持", "上年现行有效件数",
])  # fmt: skip
def test_a_word_that_tells_is_no_misspelling(label):
    assert find(label) == ((), False)


@pytest.mark.parametrize("label", [
    "一、今年新收政府信息公开申请数量", "本年新收政府信息公开申请数", "上年结转政府信息公开申请数", "机关不掌握相关政府信息", "二、去年结转政府信息公开申请数量",
    "一、本年新增政府信息公开申请数量", "1.本机关未掌握相关政府信息", "2.无现成信息需要另行制作", "4.没有正当理由大量反复申请", "上年项目数量", "四、结转次年度继续办理",
])  # fmt: skip
def test_misspelt_labels_are_still_found(label):
    assert find(label)[0]


def test_two_labels_in_one_cell_are_neither():
    assert find("规章\n规范性文件") == ((), False)


@pytest.mark.parametrize("group", ["（三）不予公开", "（四）无法提供", "（五）不予处理"])
def test_an_other_that_no_form_has_is_not_all_of_other_handling(group):
    own = (7, 0, 0, 0, 0, 0, 7)
    rows = f"<tr><td>{group}</td>{cells('9.其他', *own)}</tr>"
    page = table(HEADER.replace("rowspan=3", "rowspan=3 colspan=2")).replace("</table>", rows + "</table>")  # fmt: skip
    assert not [f for f in matched(page).facts if f.value == 7]
    assert "unknown_row" in codes(page)


# Another year's and another report's tables


def test_a_table_under_the_heading_of_another_year_is_not_this_years():
    page = "<p>三、收到和处理政府信息公开申请情况</p><img src=x><p>附：2022年收到和处理政府信息公开申请情况</p>"
    assert row_of(page + table()) == [] and codes(page + table()) == {"other_year"}
    again = "<p>四、政府信息公开行政复议情况</p>"
    assert row_of(page + again + table()) == [1, 2, 3, 4, 5, 6, 21]


@pytest.mark.parametrize("line", [
    "2023年政府信息公开申请情况", "2023年与2022年申请情况对照", "与2022年相比，申请情况变化不大。", "2022年12月31日情况",
    "根据2019年新修订的条例统计情况", "（按照2021年新格式统计）", "（四）2022年问题整改情况", "2022年存在问题整改情况", "2018年机构改革后统计情况",
    "2024年政府信息公开统计表", "与2022年对比情况", "注：2022年度申请情况见上一年报告", "国办公开办函〔2021〕30号 2021年度报告格式", "附件：2022年年报", "（2021年版）收到和处理政府信息公开申请情况",
])  # fmt: skip
def test_lines_that_make_no_table_another_years(line):
    assert row_of(f"<p>{line}</p>" + table()) == [1, 2, 3, 4, 5, 6, 21]


def test_a_year_left_in_a_sections_title_is_said_and_the_table_read_if_it_is_the_only_one():
    page = "<p>三、2022年收到和处理政府信息公开申请情况</p>" + table()
    assert row_of(page) == [1, 2, 3, 4, 5, 6, 21] and codes(page) == {"year_slip"}
    both = "<p>三、收到和处理政府信息公开申请情况</p>" + table() + page.replace(">21<", ">99<")
    assert row_of(both) == [1, 2, 3, 4, 5, 6, 21] and codes(both) == {"other_year"}


def test_a_year_left_in_the_title_of_table_four_is_a_slip_though_table_three_was_read():
    results = cells("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    four = f"<table><tr><td colspan=5>行政复议</td></tr><tr>{results}</tr><tr>{cells(3, 0, 0, 0, 3)}</tr></table>"
    page = table() + "<p>四、2022年政府信息公开行政复议、行政诉讼情况</p>" + four
    assert row_of(page, "review") == [3, 0, 0, 0, 3] and codes(page) == {"year_slip"}


def test_a_second_report_without_the_name_of_an_organ_begins_with_its_first_section():
    results = cells("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    four = f"<table><tr><td colspan=5>行政复议</td></tr><tr>{results}</tr><tr>{cells(3, 0, 0, 0, 3)}</tr></table>"
    title = "<h1>2023年政府信息公开工作年度报告</h1>"
    first = title + "<p>一、总体情况</p>" + table()
    page = first + title + "<p>一、总体情况</p>" + four
    assert row_of(page, "review") == [] and codes(page) == {"other_year"}
    assert row_of(page) == [1, 2, 3, 4, 5, 6, 21]
    contents = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p>" + first + four  # of one report
    assert row_of(contents, "review") == [3, 0, 0, 0, 3] and codes(contents) == set()


def test_a_heading_at_the_end_of_a_text_says_nothing_of_the_tables_before_it():
    lines = [
        "项目",
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    for label, own in ROWS:
        lines += [label, *map(str, own)]
    text = "\n".join([*lines, "四、2022年政府信息公开行政复议、行政诉讼情况", "无。"])
    facts = match(read_bytes(text.encode()), 2023).facts
    assert [f.value for f in facts if f.row == "new"] == [1, 2, 3, 4, 5, 6, 21]


def test_a_caption_in_the_first_row_is_heard():
    caption = "<tr><td colspan=8>2022年收到和处理政府信息公开申请情况</td></tr>"
    assert row_of(table(caption + HEADER)) == [] and codes(table(caption + HEADER)) == {
        "other_year"
    }


@pytest.mark.parametrize("line", ["某县某局2023年度政府信息公开工作年度报告", "2023年政府信息公开年度报告", "附件：2023年度政府信息公开工作年度报告"])  # fmt: skip
def test_the_reports_own_title_printed_again_is_no_other_report(line):
    first = "<p>某县某局2023年政府信息公开工作年度报告</p>" + table(rows=ROWS[:1])
    assert row_of(first + f"<p>{line}</p>" + table(rows=ROWS[1:]), "carried_in")[-1] == 1


def test_a_second_report_on_the_page_lends_the_first_no_table():
    first = "<p>某县某局2023年政府信息公开工作年度报告</p>" + table()
    disputes = (
        "<table><tr><td colspan=5>行政复议</td></tr><tr>"
        + cells("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
        + "</tr><tr>" + cells(3, 0, 0, 0, 3) + "</tr></table>"
    )  # fmt: skip
    second = "<p>某县某局2022年政府信息公开工作年度报告</p>" + disputes
    assert row_of(first + disputes, "review")[0] == 3
    assert row_of(first + second, "review") == []


# Titles astray


@pytest.mark.parametrize("old, new", [
    ("<td>商业企业</td>", ""), ("<td>法律服务机构</td>", ""), ("<td rowspan=2>自然人", "<td>自然人"),
    ("<td rowspan=2>自然人", "<td></td><td rowspan=2>自然人"), ("colspan=7>申请人情况", "colspan=7 rowspan=2>申请人情况"),
])  # fmt: skip
def test_a_header_with_one_cell_astray_gives_no_numbers(old, new):
    assert old in HEADER
    page = table(HEADER.replace(old, new))
    assert not [f for f in matched(page).facts if f.status in ("reported", "blank")]


@pytest.mark.parametrize("old, new", [
    ("<td rowspan=2>自然人", "<td rowspan=2 colspan=2>自然人"), ("colspan=5>法人", "colspan=6>法人"), ("rowspan=2>总计", "rowspan=1>总计"),
    ("<td rowspan=3>项目", "<td rowspan=3 colspan=2>项目"), ("colspan=7>申请人情况", ">申请人情况"),
])  # fmt: skip
def test_all_titles_in_the_forms_order_are_those_of_as_many_figures_wherever_a_span_has_put_them(
    old, new
):
    assert old in HEADER
    assert row_of(table(HEADER.replace(old, new))) == [1, 2, 3, 4, 5, 6, 21]


def test_one_title_and_one_figure_belong_together():
    page = "<table><tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr><tr><td>行政许可</td><td>49</td></tr></table>"
    assert [f.value for f in matched(page).facts if f.row == "licences"] == [49]


def test_a_lost_title_is_said():
    assert "lost_title" in codes(table(HEADER.replace("<td>商业企业</td>", "")))


def test_a_procedure_lost_from_the_header_of_table_four():
    results = cells("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    page = (
        "<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>"
        + re.sub("<td>", "<td rowspan=2>", results)
        + "<td colspan=5>复议后起诉</td></tr><tr>" + results * 2 + "</tr><tr>" + cells(*range(1, 16)) + "</tr></table>"
    )  # fmt: skip
    assert not [f for f in matched(page).facts if f.status == "reported"]


def test_a_procedure_with_a_few_of_its_results_gives_no_numbers():
    # What positions alone make of a header whose titles are broken: the two columns may be of another procedure.
    page = (
        "<table><tr><td colspan=2>未经复议直接起诉</td></tr><tr>" + cells("结果维持", "尚未审结")
        + "</tr><tr>" + cells(61341, 384) + "</tr></table>"
    )  # fmt: skip
    assert not [f for f in matched(page).facts if f.status == "reported"]


def test_a_cell_merged_over_columns_is_the_number_of_none_of_them_unless_it_is_nought():
    first, second = ROWS
    merged = "<td>1</td><td colspan=5>17</td><td>18</td>"
    page = table(rows=(second,)).replace(
        "</table>", f"<tr><td>{first[0]}</td>{merged}</tr></table>"
    )
    assert row_of(page) == [1, *["unreadable"] * 5, 18]
    assert row_of(page.replace("17", "0").replace("18", "1")) == [1, 0, 0, 0, 0, 0, 1]
    assert row_of(page.replace("17", "/")) == [1, *["not_applicable"] * 5, 18]


def test_cells_that_are_not_there_are_named():
    page = table(rows=ROWS[:1])
    (message,) = [m for m in matched(page).messages if m[0] == "cells_absent"]
    assert "168 格" in message[1] and "上年结转政府信息公开申请数量 · 自然人" in message[1]


def test_the_rest_of_a_label_among_the_figures_puts_them_out_of_step():
    titles = cells(
        "项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"
    )
    row = cells("二、上年结转政府", "信息公开申请数量", 5, 0, 0, 0, 0, 5)
    page = f"<table><tr>{titles}</tr><tr>{row}</tr></table>"
    assert {f.status for f in matched(page).facts if f.row == "carried_in"} == {"unreadable"}
    own = cells("二、上年结转政府信息公开申请数量", "详见附件", 5, 0, 0, 0, 0, 5)
    assert row_of(page.replace(row, own), "carried_in") == ["unreadable", 5, 0, 0, 0, 0, 5]


def test_a_row_that_a_cell_from_above_has_pushed_on_is_read_in_order():
    wide = HEADER.replace("rowspan=3", "rowspan=3 colspan=2")
    group = f"<tr><td rowspan=2>三、本年度办理结果</td>{cells('（一）予以公开', *range(7))}</tr>"
    last = f"<tr><td colspan=2>四、结转下年度继续办理</td>{cells(*range(1, 8))}</tr>"  # one row too high
    assert row_of(f"<table>{wide}{group}{last}</table>", "carried_out") == [1, 2, 3, 4, 5, 6, 7]
    short = f"<tr><td>四、结转下年度继续办理</td>{cells(*range(1, 8))}</tr>"  # pulled to the left
    page = f"<table>{wide}{group.replace('rowspan=2', '')}{short}</table>"
    assert row_of(page, "carried_out") == [1, 2, 3, 4, 5, 6, 7]
    lost = page.replace("<td>7</td></tr></table>", "</tr></table>")
    assert not [v for v in row_of(lost, "carried_out") if isinstance(v, int)]
