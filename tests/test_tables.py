"""Grids matched to the statutory form: by labels, across splits and spelling, never by position.

All tables here are invented (虚构数据) and stand in the test as the page would print them.
"""

import csv
import os
from pathlib import Path

import pytest

from analysis import form
from analysis.document import Cell, Document, Grid
from analysis.facts import Fact
from analysis.readers import read, read_bytes
from analysis.tables import match
from analysis.tables.labels import find, look

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).parents[2] / "shared")

HEAD = "| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"
RULE = "|---|---|---|---|---|---|---|---|"
APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
    "total",
)


def markdown(*lines: str) -> Document:
    return read_bytes("\n".join(lines).encode())


def page(*tables: str) -> Document:
    return read_bytes(f"<html><body>{''.join(tables)}</body></html>".encode())


def found(document: Document, *key: str) -> dict[tuple[str, ...], tuple]:
    """(status, value) of each cell that the page has, below ``key``."""
    facts = match(document).facts
    return {
        f[: len(key) + 3][len(key) : 3]: (f.status, f.value)
        for f in facts
        if f[: len(key)] == key and f.status != "absent"
    }


def values(document: Document, row: str) -> list:
    """The numbers of a row of table 三, in the form's order; the status where there is none."""
    facts = {f[:3]: f for f in match(document).facts}
    row_facts = [facts["requests", row, column] for column in APPLICANTS]
    return [f.value if f.status == "reported" else f.status for f in row_facts]


LABELS = [
    ("2.其他法律行政止公开", "refused_other_law"),
    ("（二）部分公开（区分处理的，只计这一情形", "partly_granted"),
    ("本年新收政府信息公开\n申请数量（件）", "new"),
    ("⑵．其他法律法规禁止公开", "refused_other_law"),
    ("1．属于囯家秘密", "refused_state_secret"),
    ("3.危及\"三安全一稳定\"", "refused_security_stability"),
    ("五、要求行政机关确认或重新出具", "unprocessed_reissue"),
    ("四、結轉下年度繼續辦理", "carried_out"),
    ("属于四类内部事务信息", "refused_internal_affairs"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), LABELS)
def test_labels_are_found_as_reports_print_them(text, code):
    assert {label.code for label in find(text)[0]} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "属于",
        "其他法律",
        "政府信息",
        "一般事项",
        "行政",
        "已获取信息",
        "222",
        "全年公开各类信息二百条，详见附件",
        "本年",
    ],
)
def test_what_may_be_two_labels_or_none_is_none(text):
    named = {(label.table, label.axis, label.code) for label in look(text).labels}
    assert len(named) <= 1
    if text != "其他法律":
        assert not named


def test_columns_are_told_by_their_names_in_any_order():
    document = markdown(
        "| 申请人情况 | 总计 | 其他 | 法律服务机构 | 社会公益组织 | 科研机构 | 商业企业 | 自然人 |", RULE,
        "| 二、上年结转政府信息公开申请数量 | 28 | 7 | 6 | 5 | 4 | 3 | 2 |",
        "| 一、本年新收政府信息公开申请数量 | 21 | 0 | 0 | / |  | 1 | 20 |",
    )  # fmt: skip
    assert values(document, "carried_in") == [2, 3, 4, 5, 6, 7, 28]
    assert values(document, "new") == [20, 1, "blank", "not_applicable", 0, 0, 21]


def test_one_unreadable_cell_loses_nothing_else():
    document = markdown(HEAD, RULE, "| 予以公开 | 1 | 2 3 | 见附件 | 4 | 5% | 6元 | 7 |")
    assert values(document, "granted") == [
        1,
        "unreadable",
        "unreadable",
        4,
        "unreadable",
        "unreadable",
        7,
    ]
    text = next(
        f.text for f in match(document).facts if f[:3] == ("requests", "granted", "business")
    )
    assert text == "2 3"


def test_a_lost_or_added_cell_makes_its_row_unreadable_and_no_other():
    cells = "<td>{}</td>" * 7
    document = page(
        "<table><tr><td>申请人</td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td>"
        "<td>总计</td></tr>"
        f"<tr><td>予以公开</td>{'<td>3</td>' * 6}</tr><tr><td>部分公开</td>{'<td>4</td>' * 8}</tr>"
        f"<tr><td>属于国家秘密</td>{cells.format(*range(7))}</tr></table>"
    )
    assert values(document, "granted") == ["unreadable"] * 6 + ["absent"]
    assert values(document, "partly_granted") == ["unreadable"] * 7
    assert values(document, "refused_state_secret") == [0, 1, 2, 3, 4, 5, 6]


def test_a_table_goes_on_in_the_next_grid_without_its_header():
    document = markdown(
        HEAD, RULE, "| （六）其他处理 1.逾期不补正 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", "",
        "| 3.其他 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |", "| （七）总计 | 7 | 8 | 9 | 1 | 2 | 3 | 30 |", "",
        HEAD, RULE, "| 四、结转下年度继续办理 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |",
    )  # fmt: skip
    assert values(document, "other_other") == [1, 2, 3, 4, 5, 6, 21]
    assert values(document, "handled_total") == [7, 8, 9, 1, 2, 3, 30]
    assert values(document, "carried_out") == [4, 0, 0, 0, 0, 0, 4]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_label_broken_over_rows_belongs_to_the_one_row_of_figures(at):
    parts = ["5.要求行政机关确认", "或重新出具", "已获取信息"]
    rows = [
        f"| {part} |" + (" 1 | 2 | 3 | 4 | 5 | 6 | 21 |" if at == n else "  |" * 7)
        for n, part in enumerate(parts)
    ]
    document = markdown(HEAD, RULE, *rows, "| （七）总计 | 9 | 9 | 9 | 9 | 9 | 9 | 54 |")
    assert values(document, "unprocessed_reissue") == [1, 2, 3, 4, 5, 6, 21]
    assert values(document, "handled_total") == [9, 9, 9, 9, 9, 9, 54]


def test_figures_below_their_label_are_its_figures():
    document = markdown(
        HEAD,
        RULE,
        "| 予以公开 |" + "  |" * 7,
        "|  | 1 | 2 | 3 | 4 | 5 | 6 | 21 |",
        "| 部分公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    )
    assert values(document, "granted") == [1, 2, 3, 4, 5, 6, 21]


def test_other_handling_as_one_row_and_as_three():
    one = markdown(
        HEAD,
        RULE,
        "| （六）其他处理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
        "| （七）总计 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |",
    )
    assert found(one, "requests", "other_subtotal")[("total",)] == ("reported", 1)
    assert not found(one, "requests", "other_other")
    head = HEAD.replace("| |", "| | |", 1)
    three = markdown(
        head, "|---" * 9 + "|",
        "| （六）其他处理 | 1.逾期不补正 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
        "|  | 3.其他 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |",
    )  # fmt: skip
    assert found(three, "requests", "other_no_correction")[("total",)] == ("reported", 1)
    assert found(three, "requests", "other_other")[("total",)] == ("reported", 2)
    assert not found(three, "requests", "other_subtotal")


def lines_of_a_page(*lines: tuple[str, ...]) -> Document:
    """A table without ruled lines, as a reader of pages cuts it: each line of print a row."""
    heads = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    cells = tuple(
        Cell(
            text,
            row,
            column,
            where=f"p1@{60 * column},{20 * row},{60 * column + 40},{20 * row + 9}",
        )
        for row, words in enumerate((heads, *lines))
        for column, text in enumerate(words)
    )
    return Document("pdf", (Grid(cells, len(lines) + 1, len(heads)),))


def test_a_number_cut_over_two_lines_of_a_page_is_not_read_as_its_first_half():
    received = ("一、本年新收政府信息公开申请数量", "215", "444", "3", "0", "0", "0", "7")
    carried = ("二、上年结转政府信息公开申请数量", "8", "9", "5", "0", "0", "0", "6")
    whole = [215, 444, 3, 0, 0, 0, 7]
    assert values(lines_of_a_page(received, carried), "new") == whole
    document = lines_of_a_page(received, ("", "93", "57", "", "", "", "", ""), carried)
    assert values(document, "new") == ["unreadable", "unreadable", *whole[2:]]
    assert values(document, "carried_in") == ["unreadable", "unreadable", 5, 0, 0, 0, 6]
    # What would be no number by itself cuts one just as well.
    document = lines_of_a_page(received, ("", "05", "1\n5", "", "", "", "", ""))
    assert values(document, "new") == ["unreadable", "unreadable", *whole[2:]]


def test_a_row_of_a_page_with_a_name_of_its_own_leaves_its_neighbours_as_they_are():
    received = ("一、本年新收政府信息公开申请数量", "215", "444", "3", "0", "0", "0", "7")
    strange = ("别的什么数量", "1", "2", "3", "4", "5", "6", "7")
    assert values(lines_of_a_page(received, strange), "new") == [215, 444, 3, 0, 0, 0, 7]


def test_an_empty_label_cell_in_a_table_that_goes_on_does_not_push_the_numbers_on():
    first = markdown(
        HEAD, RULE, "| 一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |"
    )
    rest = markdown(
        "| （五）不予处理 | 1.信访举报投诉类申请 | 384 | 387 | 390 | 393 | 396 | 399 |",
        "|---|---|---|---|---|---|---|---|",
        "| | 2.重复申请 | 402 | 405 | 408 | 411 | 414 | 417 |",
        "| （六）其他处理 | | 486 | | | | 498 | 501 |",
    )
    document = Document("text", first.blocks + rest.blocks)
    facts = {f[:3]: f for f in match(document).facts}
    for row in ("other", "other_subtotal"):
        for column in APPLICANTS:
            fact = facts.get(("requests", row, column))
            assert fact is None or fact.status != "reported", f"{row} {column}: {fact}"


def test_a_subtotal_column_is_kept_apart():
    document = markdown(
        "| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 小计 | 总计 |", RULE + "---|",
        "| 予以公开 | 1 | 2 | 3 | 4 | 5 | 6 | 20 | 21 |",
    )  # fmt: skip
    assert values(document, "granted") == [1, 2, 3, 4, 5, 6, 21]
    assert found(document, "requests", "granted")[("organisations_subtotal",)] == ("reported", 20)


def test_two_copies_that_differ_are_a_conflict_and_no_choice():
    row = "| 予以公开 | {} | 0 | 0 | 0 | 0 | 0 | 5 |"
    document = markdown(HEAD, RULE, row.format(5), "", HEAD, RULE, row.format(6))
    matched = match(document)
    cell = next(f for f in matched.facts if f[:3] == ("requests", "granted", "natural_person"))
    assert (cell.status, cell.value, cell.text) == ("unreadable", None, "5 | 6")
    assert [m[0] for m in matched.messages if m[0] == "conflict"] == ["conflict"]
    assert values(document, "granted")[6] == 5


def test_a_row_with_a_name_that_nobody_knows_is_reported():
    matched = match(
        markdown(
            HEAD,
            RULE,
            "| 予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
            "| 神秘情形 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |",
        )
    )
    assert [m[1] for m in matched.messages if m[0] == "unknown_row"] == [
        "有数字的一行没有可识别的行名：神秘情形"
    ]


PROACTIVE_2021 = """<table><tr><td colspan=4>第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>-</td><td></td></tr><tr><td>规范性文件</td><td>22（其中修订16件）</td><td>1,234</td><td>５</td></tr>
<tr><td colspan=4>第二十条第（五）项</td></tr><tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>
<tr><td>行政许可</td><td colspan=3>550</td></tr>
<tr><td colspan=4>第二十条第（八）项</td></tr><tr><td>信息内容</td><td colspan=3>本年收费金额（单位：元）</td></tr>
<tr><td>行政事业性收费</td><td colspan=3>251000</td></tr></table>"""


def test_blocks_of_table_two_each_under_their_own_header():
    matched = match(page(PROACTIVE_2021))
    assert matched.version == "2021"
    facts = {f[1:3]: f for f in matched.facts}
    assert [facts["rules", c].status for c in ("made", "repealed", "in_force")] == [
        "reported",
        "not_applicable",
        "blank",
    ]
    documents = [facts["normative_documents", c] for c in ("made", "repealed", "in_force")]
    assert [(f.value, f.note) for f in documents] == [(22, "其中修订16件"), (1234, ""), (5, "")]
    assert (facts["fees", "amount_10k_yuan"].value, facts["fees", "amount_10k_yuan"].unit) == (
        251000,
        "元",
    )
    assert (facts["penalties", "decisions"].status, facts["licences", "decisions"].value) == (
        "absent",
        550,
    )


def test_the_form_of_2019_is_told_by_its_own_labels():
    matched = match(
        markdown(
            "| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |", "|---|---|---|---|", "| 行政许可 | 12 | -3 | 40 |", "",
            "| 信息内容 | 采购项目数量 | 采购总金额 |", "|---|---|---|", "| 政府集中采购 | 4 | 25.1万元 |",
        )
    )  # fmt: skip
    facts = {f[1:3]: (f.value, f.unit) for f in matched.facts if f.status == "reported"}
    assert matched.version == "2019"
    assert facts == {
        ("licences", "items_last_year"): (12, "项"), ("licences", "items_change"): (-3, "项"), ("licences", "decisions"): (40, "件"),
        ("procurement", "items"): (4, "项"), ("procurement", "amount_yuan"): (25.1, "万元"),
    }  # fmt: skip


RESULTS = "<td>结果<br>维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"


def numbers(first: int) -> str:
    return "".join(f"<td>{n}</td>" for n in range(first, first + 5))


DISPUTES = {
    "as printed": "<table><tr><td colspan=5 rowspan=2>行政复议</td><td colspan=10>行政诉讼</td></tr><tr><td colspan=5>未经复议直接起诉</td>"
    f"<td colspan=5>复议后起诉</td></tr><tr>{RESULTS * 3}</tr><tr>{numbers(0)}{numbers(5)}{numbers(10)}</tr></table>",
    "three small ones": "".join(
        f"<table><tr><td colspan=5>{name}</td></tr><tr>{RESULTS}</tr><tr>{numbers(5 * n)}</tr></table>"
        for n, name in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "复议后起诉"))
    ),
    "under captions": "".join(
        f"<p>{name}</p><table><tr>{RESULTS}</tr><tr>{numbers(5 * n)}</tr></table>"
        for n, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"))
    ),
    "a line each": f"<table><tr><td>类别</td>{RESULTS}</tr>"
    + "".join(
        f"<tr><td>{name}</td>{numbers(5 * n)}</tr>"
        for n, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"))
    )
    + "</table>",
    "without spans": f"<table><tr><td>行政复议</td><td>未经复议直接起诉</td><td>复议后起诉</td></tr><tr>{RESULTS * 3}</tr>"
    f"<tr>{numbers(0)}{numbers(5)}{numbers(10)}</tr></table>",
}


@pytest.mark.parametrize("layout", DISPUTES)
def test_table_four_in_every_layout(layout):
    rows, columns = (
        ("review", "litigation_direct", "litigation_after_review"),
        ("upheld", "corrected", "other", "pending", "total"),
    )
    expected = {
        (r, c): ("reported", 5 * i + j) for i, r in enumerate(rows) for j, c in enumerate(columns)
    }
    assert found(page(DISPUTES[layout]), "disputes") == expected


def test_a_procedure_that_is_not_named_is_not_guessed():
    assert found(page(f"<table><tr>{RESULTS}</tr><tr>{numbers(1)}</tr></table>"), "disputes") == {}
    second = f"<p>行政复议</p><table><tr>{RESULTS}</tr><tr>{numbers(0)}</tr></table><table><tr>{RESULTS}</tr><tr>{numbers(5)}</tr></table>"
    assert {key[0] for key in found(page(second), "disputes")} == {"review"}


LIST_2014 = """指标名称\t单位\t统计数
（一）主动公开政府信息数\t条\t1020
其中：主动公开规范性文件数\t条\t12
1.政府公报公开政府信息数\t条\t/
2.政府网站公开政府信息数\t条\t800
4.政务微信公开政府信息数\t条\t220
四、行政复议数量\t件\t3
（一）维持具体行政行为数\t件\t2
（二）被依法纠错数\t件\t1
（三）其他情形数\t件\t0
五、行政诉讼数量\t件\t7
（二）被依法纠错数\t件\t6
（三）其他情形数\t件\t5
七、依申请公开信息收取的费用\t万元\t0.5
"""


def test_the_list_of_2014_tells_equal_names_apart_by_what_was_named_before():
    matched = match(read_bytes(LIST_2014.encode()))
    read_ = {f.row: (f.status, f.value) for f in matched.facts if f.status != "absent"}
    assert matched.version == "2014"
    assert read_ == {
        "published": ("reported", 1020), "published_normative": ("reported", 12), "channel_gazette": ("not_applicable", None),
        "channel_website": ("reported", 800), "channel_wechat": ("reported", 220), "reviews": ("reported", 3),
        "reviews_upheld": ("reported", 2), "reviews_corrected": ("reported", 1), "reviews_other": ("reported", 0),
        "lawsuits": ("reported", 7), "lawsuits_corrected": ("reported", 6), "lawsuits_other": ("reported", 5),
        "fees": ("reported", 0.5),
    }  # fmt: skip


def test_a_whole_that_the_list_has_lost_is_heard_in_the_line_between():
    above, below = LIST_2014.split("五、行政诉讼数量\t件\t7\n")
    facts = match(read_bytes(f"{above}\n五、行政诉讼数量 件\n\n{below}".encode())).facts
    told = {f.row: f.value for f in facts}
    assert [told[row] for row in ("reviews_corrected", "lawsuits_corrected", "lawsuits_other")] == [
        1,
        6,
        5,
    ]
    assert all(
        f.status == "absent"
        for f in match(read_bytes(below.encode())).facts
        if f.row.startswith("lawsuits")
    )


def test_a_table_of_channels_in_a_newer_report_is_no_list_of_2014():
    document = page(
        PROACTIVE_2021,
        "<table><tr><td>政府网站</td><td>120</td></tr><tr><td>政务微博</td><td>30</td></tr></table>",
    )
    assert {f.table for f in match(document).facts} == {"proactive"}


def test_a_table_that_is_not_there_has_a_message_and_no_facts():
    matched = match(page(PROACTIVE_2021))
    assert {f.table for f in matched.facts} == {"proactive"}
    assert [m[3] for m in matched.messages if m[0] == "table_missing"] == ["三", "四"]


def test_a_header_in_loose_words_counts_only_where_the_sum_proves_it():
    header = "自然人\n法人或其他组织\n总计\n商业\n企业\n科研\n机构\n社会\n公益\n组织\n法律\n服务\n机构\n其他\n"
    document = read_bytes(f"{header}予以公开 4 0 0 0 0 1 5\n部分公开 1 2 3 0 0 0 7\n".encode())
    assert values(document, "granted") == [4, 0, 0, 0, 0, 1, 5]
    assert set(values(document, "partly_granted")) == {"absent"}


def test_every_cell_of_a_published_report():
    path, figures = SHARED / "reports/hongze-gov-2023.pdf", SHARED / "figures/figures.csv"
    if not path.exists() or not figures.exists():
        pytest.skip("the published report and its figures are not at hand")
    facts = {f[:3]: f for f in match(read(path)).facts}
    with figures.open(encoding="utf-8") as file:
        known = [row for row in csv.DictReader(file) if row["report_id"] == "hongze-gov-2023"]
    wrong = [
        row
        for row in known
        if facts[row["table"], row["row"], row["column"]].value != float(row["value"])
    ]
    assert len(known) == 186
    assert wrong == []


def test_every_fact_is_a_cell_of_the_form():
    facts = match(page(PROACTIVE_2021, DISPUTES["as printed"])).facts
    cells = {(t, *cell) for t in ("proactive", "disputes") for cell in form.cells("2021", t)}
    assert {f[:3] for f in facts} == cells
    assert all(isinstance(f, Fact) and len(f) == len(Fact._fields) for f in facts)


# Tables that have lost their spans: each row keeps its own cells, moved to the left.
PACKED_TOP = "自然人 | 法人或其他组织 | 总计"
PACKED_KINDS = "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他"


def packed(*rows: str, width: int = 0) -> Document:
    """A page whose table has these rows; ``width`` fills each up with empty cells."""
    lines = [[cell.strip() for cell in row.split("|")] for row in rows]
    lines = [line + [""] * (width - len(line)) for line in lines]
    cells = ("".join(f"<td>{cell}</td>" for cell in line) for line in lines)
    return page("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")


@pytest.mark.parametrize("width", [0, 10])
def test_columns_of_a_header_that_has_lost_its_spans(width):
    document = packed(
        "| 申请人情况", PACKED_TOP, PACKED_KINDS,
        "一、本年新收政府信息公开申请数量 | 9 | 1 | 0 | 0 | 0 | 2 | 12",
        "二、上年结转政府信息公开申请数量 | 3 |  | / | 0 | 0 | 0 | 3",
        "三、本年度办理结果 | （三）不予公开 | 1.属于国家秘密 | 4 | 0 | 0 | 0 | 0 | 0 | 4",
        "2.其他法律行政法规禁止公开 | 5 | 0 | 0 | 0 | 0 | 0 | 5",
        width=width,
    )  # fmt: skip
    assert values(document, "new") == [9, 1, 0, 0, 0, 2, 12]
    assert values(document, "carried_in") == [3, "blank", "not_applicable", 0, 0, 0, 3]
    assert values(document, "refused_state_secret") == [4, 0, 0, 0, 0, 0, 4]
    assert values(document, "refused_other_law") == [5, 0, 0, 0, 0, 0, 5]


def test_disputes_whose_header_has_lost_its_spans():
    results = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
    document = packed(
        "行政复议 | 行政诉讼",
        f"{results} | 未经复议直接起诉 | 复议后起诉",
        f"{results} | {results}",
        "1 | 2 | 0 | 3 | 6 | 4 | 0 | 0 | 0 | 4 | 0 | 5 | 0 | 0 | 5",
        width=16,
    )
    read = found(document, "disputes")
    assert read["review", "total"] == ("reported", 6)
    assert read["litigation_direct", "upheld"] == ("reported", 4)
    assert read["litigation_after_review", "corrected"] == ("reported", 5)
    assert len(read) == 15


NOT_CERTAIN = [
    # A column whose title nobody knows; the upper row of the header lost; a kind too few.
    (PACKED_TOP, PACKED_KINDS.replace("科研机构", "某某某某")),
    (PACKED_KINDS,),
    (PACKED_TOP.replace("法人或其他组织 | ", ""), PACKED_KINDS),
]


@pytest.mark.parametrize("header", NOT_CERTAIN)
def test_columns_that_are_not_certain_give_no_numbers(header):
    row = "一、本年新收政府信息公开申请数量 | 9 | 1 | 0 | 0 | 0 | 2 | 12"
    document = packed(*header, row, width=10)
    assert not any(fact.status == "reported" for fact in match(document).facts)
    assert "lost_spans" in [message[0] for message in match(document).messages]


def test_the_second_part_of_a_table_without_spans_keeps_its_columns():
    first = packed(
        PACKED_TOP, PACKED_KINDS, "一、本年新收政府信息公开申请数量 | 9 | 1 | 0 | 0 | 0 | 2 | 12"
    )
    second = packed("四、结转下年度继续办理 | 6 |  |  |  |  |  | 6", width=9)
    document = Document("html", (*first.blocks, *second.blocks))
    assert values(document, "carried_out") == [6, *["blank"] * 5, 6]


def test_a_piece_of_a_title_above_all_columns_names_none_of_them():
    # 科研机构 in two pieces, as columns told by position may be: 法律服务处 has no known title either.
    document = page(
        "<table><tr><td></td><td colspan=7>科研机</td></tr>"
        "<tr><td></td><td>自然人</td><td>商业企业</td><td>某某构</td><td>社会公益组织</td><td>某某机构</td><td>其他</td><td>总计</td></tr>"
        "<tr><td>一、本年新收政府信息公开申请数量</td><td>9</td><td>1</td><td></td><td>0</td><td>4</td><td>2</td><td>16</td></tr></table>"
    )
    assert values(document, "new") == [9, 1, "absent", 0, "absent", 2, 16]


def test_a_part_with_an_unknown_label_is_not_all_of_its_group():
    document = page(
        "<table><tr><td></td><td></td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td>总计</td></tr>"
        "<tr><td>（六）其他处理</td><td>2.某某某某某某</td><td>5</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>5</td></tr></table>"
    )
    assert not any(fact.status == "reported" for fact in match(document).facts)


STACKED = """
二、主动公开政府信息情况
第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
0
0
0
行政规范性文件
4
7
三、收到和处理政府信息公开申请情况
申请人情况
自然人
法人或其他组织
总计
商业企业
科研机构
社会公益组织
法律服务机构
其他
一、本年新收政府信息公开申请数量
9
1
0
0
0
2
12
（七）总计
8
1
0
0
0
2
11
"""


def test_a_table_copied_a_cell_a_line():
    document = read_bytes(STACKED.encode())
    assert values(document, "new") == [9, 1, 0, 0, 0, 2, 12]
    assert values(document, "handled_total") == [8, 1, 0, 0, 0, 2, 11]
    new = next(f for f in match(document).facts if f[:3] == ("requests", "new", "total"))
    assert STACKED.splitlines()[int(new.where[1:]) - 1] == "12"


def test_labels_broken_over_lines_of_a_copy_are_joined():
    broken = (
        STACKED.replace("本年制发件数", "本年\n制发件数")
        .replace("法律服务机构", "法律服务\n机构")
        .replace("（七）总计", "（七）总\n计")
        .replace("一、本年新收政府信息公开申请数量", "一\n、本年新收政府信息\n公开申请数量")
    )
    document = read_bytes(broken.encode())
    assert found(document, "requests") == found(read_bytes(STACKED.encode()), "requests")
    assert found(document, "proactive")["rules", "made"] == ("reported", 0)


def test_a_copied_other_without_its_number_is_not_read():
    text = STACKED.replace("（七）总计", "其他")
    read = found(read_bytes(text.encode()), "requests")
    assert not any(status == "reported" for (row, _), (status, _) in read.items() if row != "new")


def test_a_row_that_lost_an_empty_cell_in_copying_is_not_read():
    read = found(read_bytes(STACKED.encode()), "proactive")
    assert read == {("rules", "made"): ("reported", 0), ("rules", "repealed"): ("reported", 0), ("rules", "in_force"): ("reported", 0)}  # fmt: skip
    assert "short_row" in [message[0] for message in match(read_bytes(STACKED.encode())).messages]


def test_a_table_of_two_forms_says_what_it_leaves_out():
    document = markdown(
        "| 信息内容 | 本年新 | 本年新 | 对外公开总数量 |",
        "|---|---|---|---|",
        "| 规章 | 1 | 2 | 3 |",
        "| 第二十条第（五）项 | | | |",
        "| 信息内容 | 本年处理决定数量 | | |",
        "| 行政许可 | 7 | | |",
        "| 信息内容 | 本年收费金额（单位：万元） | | |",
        "| 行政事业性收费 | 5 | | |",
    )
    matched = match(document, 2021)
    reported = {fact[1:3]: fact.value for fact in matched.facts if fact.status == "reported"}
    assert reported == {
        ("rules", "made"): 1, ("licences", "decisions"): 7, ("fees", "amount_10k_yuan"): 5,
    }  # fmt: skip
    assert "other_form" in [message[0] for message in matched.messages]


def test_titles_cut_short_side_by_side_are_those_of_the_form_in_its_order():
    # 虚构数据. The second line of 本年新制作数量 and 本年新公开数量 is lost.
    document = markdown(
        "| 信息内容 | 本年新 | 本年新 | 对外公开总数量 |",
        "|---|---|---|---|",
        "| 规章 | 1 | 2 | 3 |",
        "| 规范性文件 | 4 | 5 | 6 |",
    )
    reported = {f[1:3]: f.value for f in match(document, 2020).facts if f.status == "reported"}
    assert reported == {
        ("rules", "made"): 1, ("rules", "newly_published"): 2, ("rules", "published_total"): 3,
        ("normative_documents", "made"): 4, ("normative_documents", "newly_published"): 5,
        ("normative_documents", "published_total"): 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    "titles", ["本年新 | | 本年新", "本年新 | 本年新 | 本年新", "本年 | 本年 | 对外公开总数量"]
)
def test_titles_cut_short_that_could_be_others_name_no_column(titles):
    document = markdown(f"| 信息内容 | {titles} |", "|---|---|---|---|", "| 规章 | 1 | 2 | 3 |")
    reported = {f[2]: f.value for f in match(document, 2020).facts if f.status == "reported"}
    assert reported in ({}, {"published_total": 3})


def test_a_header_that_a_page_break_cut_is_read_with_its_lower_half():
    # 虚构数据. A page ends in the titles: 科研 above, 机构 below.
    document = markdown(
        "| 项目 | 自然人 | 商业 | 科研 | 社会公益 | 法律服务 | 其他 | 总计 |",
        "|---|---|---|---|---|---|---|---|",
        "| | | 企业 | 机构 | 组织 | 机构 | | |",
        "| 一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |",
    )
    reported = {f[2]: f.value for f in match(document, 2023).facts if f.status == "reported"}
    assert reported == {
        "natural_person": 1, "business": 2, "research": 3, "public_interest": 4, "legal_service": 5,
        "other_org": 6, "total": 21,
    }  # fmt: skip


def test_the_end_of_several_labels_names_none_of_them():
    # What a page that is cut on the left leaves of 5.其他方式公开政府信息数.
    assert find("公开政府信息数") == ((), False)
    assert find("主动公开政府信息数")[1]


# 虚构数据. What a program leaves that writes empty cells for colspan and drops rowspan.
SPREAD = (
    "| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 申请人情况 | | | | | | |",
    "|---|---|---|---|---|---|---|---|---|---|",
    "| 自然人 | 法人或其他组织 | | | | | 总计 |",
    "| 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
    "| 一、本年新收政府信息公开申请数量 | | | | 2 | 3 | 4 | 5 | 6 | 20 |",
    "| 二、上年结转政府信息公开申请数量 | | | 1 | 2 | 3 | 4 | 5 | 6 | 21 |",
    "| 三、本年度办理结果 | （一）予以公开 | | 7 | 2 | 3 | 4 | 5 | 6 | 27 |",
    "| （二）部分公开（区分处理的，只计这一情形，不计其他情形） | | 8 | 2 | 3 | 4 | 5 | 6 | 28 |",
    "| （三）不予公开 | 1.属于国家秘密 | 9 | 2 | 3 | 4 | 5 | 6 | |",
    "| 2.其他法律行政法规禁止公开 | 10 | 2 | 3 | 4 | 5 | 6 | 30 |",
)


@pytest.mark.parametrize("corner", [SPREAD[0], SPREAD[0].replace("本列数据的勾稽关系", "说明")])
def test_rows_shortened_by_lost_rowspans_end_in_their_figures(corner):
    facts = {f[1:3]: f.value for f in match(markdown(corner, *SPREAD[1:]), 2023).facts}
    persons = [
        facts[row, "natural_person"] for row in ("new", "carried_in", "granted", "partly_granted")
    ]
    assert persons == [None, 1, 7, 8]
    assert [
        facts[row, "total"] for row in ("new", "refused_state_secret", "refused_other_law")
    ] == [20, None, 30]
    assert facts["new", "other_org"] == facts["refused_other_law", "other_org"] == 6


def test_rows_filled_up_to_one_length_after_their_rowspans_were_lost_are_not_read():
    cells = [line.strip("| ").split("|") for line in SPREAD[4:]]
    padded = ["|" + "|".join(row + [" "] * (10 - len(row))) + "|" for row in cells]
    matched = match(markdown(*SPREAD[:4], *padded), 2023)
    assert not [fact for fact in matched.facts if fact.status == "reported"]
    assert "lost_spans" in [message[0] for message in matched.messages]


def test_a_title_below_pieces_of_other_titles_names_no_column():
    # 虚构数据. A program has broken the rows at the line breaks inside cells: 584 is 本年制发件数.
    document = markdown(
        "| 信息内容 | 本年 |",
        "|---|---|",
        "| 制发件 |",
        "| 数 | 本年废止件 |",
        "| 数 | 现行有效件数 |",
        "| 规章 | 584 |",
        "|  | 990 |",
        "|  | 210 |",
    )
    assert not [fact for fact in match(document, 2023).facts if fact.status == "reported"]


def test_a_group_and_its_part_in_one_cell_are_the_part():
    codes = {text: [label.code for label in find(text)[0]] for text in (
        "（三）不予公开1.属于国家秘密", "三、本年度办理结果 （一）予以公开", "法人或其他组织商业企业", "（三）不予公开3.补正后申请内容仍不明确",
    )}  # fmt: skip
    assert list(codes.values()) == [["refused_state_secret"], ["granted"], ["business"], []]


def test_two_or_three_letters_are_no_misspelling():
    assert find("2.其他法") == ((), False)  # what a page break leaves of 2.其他法律行政法规禁止公开


def test_a_note_below_table_four_is_no_copy_of_its_first_cell():
    # 虚构数据
    page = (
        "<table><tr><td colspan=5>行政复议</td></tr><tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td>"
        "<td>总计</td></tr><tr><td>27</td><td>1</td><td>0</td><td>0</td><td>28</td></tr>"
        "<tr><td colspan=5>注：含上年结转案件</td></tr></table>"
    )
    facts = match(read_bytes(page.encode()), 2023).facts
    assert [f.value for f in facts if f.row == "review"] == [27, 1, 0, 0, 28]
