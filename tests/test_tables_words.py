"""Other words for the labels of the form: which are the same, and which near ones are not.

All tables here are invented (虚构数据) and stand in the test as the page would print them.
"""

import pytest

from analysis.readers import read_bytes
from analysis.tables import match
from analysis.tables.labels import find

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OWN = (1, 2, 3, 4, 5, 6, 21)


def row(*texts) -> str:
    return f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"


def requests(*labels: str, total: str = "总计") -> str:
    """Table 三 with these rows, the first with the numbers of ``OWN``, each of the next with ten more."""
    rows = (row(label, *(n + 10 * at for n in OWN)) for at, label in enumerate(labels))
    return f"<table>{row('申请人情况', *APPLICANTS, total)}{''.join(rows)}</table>"


def matched(page: str, year: int | None = 2023):
    return match(read_bytes(f"<html><body>{page}</body></html>".encode()), year)


def numbers(page: str, year: int | None = 2023) -> dict[str, list]:
    """Row -> its numbers, from left to right."""
    found: dict[str, list] = {}
    for fact in matched(page, year).facts:
        if fact.status == "reported":
            found.setdefault(fact.row, []).append(fact.value)
    return found


def unknown(page: str, year: int | None = 2023) -> list[str]:
    """The rows that are said to be of no known label."""
    said = (zh for code, zh, _, _ in matched(page, year).messages if code == "unknown_row")
    return [zh.partition("：")[2] for zh in said]


# Near words of another meaning


@pytest.mark.parametrize("label", [
    "上年收到政府信息公开申请数量", "本年结转政府信息公开申请数量", "结转本年度继续办理", "3.补正后申请内容明确", "本单位掌握相关政府信息",
    "4.有正当理由大量反复申请", "1.逾期补正", "2.其他法律行政法规允许公开", "可以公开", "予以公开率", "5.属于三类内部事务以外信息", "属于行政复议案卷",
])  # fmt: skip
def test_rows_of_table_three_that_mean_another_thing(label):
    page = requests(label)
    assert numbers(page) == {} and unknown(page) == [label]


@pytest.mark.parametrize(("label", "title"), [
    ("行政规范性文件", "本年转发件数"), ("行政规范性文件", "年初现行有效件数"), ("党内规范性文件", "本年制发件数"), ("行政许可", "本年处理决定金额"),
    ("行政许可率", "本年处理决定数量"), ("行政许可", "本年增减率"), ("行政事业性收费减免", "本年收费金额"), ("行政事业性收费", "本年收费减免金额"),
    ("行政事业性收费", "本年应收费金额"),
])  # fmt: skip
def test_rows_and_columns_of_table_two_that_mean_another_thing(label, title):
    assert numbers(f"<table>{row('信息内容', title)}{row(label, 7)}</table>") == {}


@pytest.mark.parametrize("label", ["结果维持率", "复议前起诉", "诉讼后复议"])
def test_titles_of_table_four_that_mean_another_thing(label):
    assert find(label) == ((), False)


@pytest.mark.parametrize(("label", "code"), [
    ("尚末审结", "pending"), ("一、本年收到的政府信息公开申请数量", "new"), ("年末现行有效件数", "in_force"), ("1.本机关掌握相关政府信息", "unavailable_not_held"), ("三、本年度办结果", "results"), ("没有正当理由大量反复申请", "unprocessed_excessive"),
    ("（二）部分公开（区分处理的，只记其一情形，不记其他情形）", "partly_granted"), ("本年许可决定数量", "decisions"),
])  # fmt: skip
def test_slips_that_change_no_meaning(label, code):
    assert {meaning.code for meaning in find(label)[0]} == {code}


# Labels that name the year


@pytest.mark.parametrize(("label", "code"), [
    ("四、结转2024年继续办理", "carried_out"), ("四、结转2024年度继续办理（件）", "carried_out"), ("结转到２０２４年继续办理", "carried_out"),
    ("四、结转下年度（2024年）继续办理", "carried_out"), ("2022年结转政府信息公开申请数量", "carried_in"), ("上年（2022年）结转政府信息公开申请数量", "carried_in"),
    ("2023年度新收政府信息公开申请数量", "new"), ("本年新收政府信息公开申请数量（2023年）", "new"),
])  # fmt: skip
def test_a_year_in_a_label_is_this_the_last_or_the_next(label, code):
    assert numbers(requests(label)) == {code: list(OWN)}


@pytest.mark.parametrize("label", [
    "四、结转2024年继续办理", "2021年结转政府信息公开申请数量", "2023年结转政府信息公开申请数量", "2024年结转政府信息公开申请数量", "2022年新收政府信息公开申请数量",
    "结转2023年继续办理", "结转2025年继续办理", "上年结转2024年继续办理", "2022年上年结转申请数量", "本年新收政府信息公开申请数量（2022年）", "2024年新收政府信息公开申请数量",
])  # fmt: skip
def test_another_year_in_a_label_makes_another_label(label):
    year = (
        None if label == "四、结转2024年继续办理" else 2023
    )  # nobody knows which year is the next
    page = requests("予以公开", label)
    assert numbers(page, year) == {"granted": list(OWN)} and unknown(page, year) == [label]


def test_a_year_in_a_title():
    page = f"<table>{row('信息内容', '2022年项目数量', '2023年增/减', '处理决定数量')}{row('行政许可', 12, -3, 40)}</table>"
    assert numbers(page.replace("2022", "2019").replace("2023", "2020"), 2020) == {"licences": [12, -3, 40]}  # fmt: skip
    assert numbers(page.replace("2022", "2018").replace("2023", "2019"), 2020) == {"licences": [40]}  # fmt: skip


# Sums


@pytest.mark.parametrize(
    "total", ["总计", "合计", "总数", "共计", "合计数", "共　计", "总数（件）"]
)
def test_other_words_for_the_total_of_table_three(total):
    assert numbers(requests("予以公开", total=total)) == {"granted": list(OWN)}


@pytest.mark.parametrize(
    "total", ["总数同比", "上年总数", "占总数比例", "累计", "总数增减", "总数2022年"]
)
def test_other_sums_are_no_total(total):
    page = matched(requests("予以公开", total=total))
    assert not [f for f in page.facts if f.column == "total" and f.status == "reported"]


HEADS = (
    "<table><tr><td rowspan=2>申请人</td><td rowspan=2>自然人</td><td colspan={}>法人或其他组织</td>{}</tr>"
    "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td>{}</tr>"
)


def columns_of(page: str) -> dict[str, int]:
    return {f.column: f.value for f in matched(page).facts if f.status == "reported"}


def test_a_small_sum_behind_the_organisations_is_that_of_all_and_among_them_theirs():
    small, last = "<td>小计</td>", "<td rowspan=2>{}</td>"
    behind = HEADS.format(5, last.format("小计"), "") + row("予以公开", *OWN) + "</table>"
    assert columns_of(behind)["total"] == 21 and "organisations_subtotal" not in columns_of(behind)
    among = HEADS.format(6, "", small) + row("予以公开", *OWN[:6], 20) + "</table>"
    assert columns_of(among)["organisations_subtotal"] == 20 and "total" not in columns_of(among)
    for total in ("共计", "小计"):
        both = HEADS.format(6, last.format(total), small) + row("予以公开", *OWN[:6], 20, 21) + "</table>"  # fmt: skip
        read = columns_of(both)
        assert (read["organisations_subtotal"], read["total"]) == (20, 21)


def test_a_small_sum_without_the_title_of_the_organisations_is_neither():
    read = columns_of(requests("予以公开", total="小计"))
    assert "total" not in read and "organisations_subtotal" not in read
    assert list(read.values()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "label", ["（七）共计", "（七）小计", "(七)总数", "（七）合计数", "（七）小 计"]
)
def test_a_sum_with_the_number_seven_is_that_of_all_results(label):
    expected = {"granted": list(OWN), "handled_total": [n + 10 for n in OWN]}
    assert numbers(requests("予以公开", label)) == expected


@pytest.mark.parametrize(
    "label", ["小计", "共计", "（三）小计", "9.小计", "总数", "（六）共计", "（七）小计占比"]
)
def test_a_sum_without_it_may_be_that_of_a_group(label):
    page = requests("予以公开", label)
    assert numbers(page) == {"granted": list(OWN)} and unknown(page) == [label]


def disputes(*titles: str) -> str:
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    spans = "".join(f"<td colspan={len(titles)}>{name}</td>" for name in names)
    cells = row(*range(3 * len(titles)))
    return f"<table><tr>{spans}</tr>{row(*titles * 3)}{cells}</table>"


@pytest.mark.parametrize("total", ["总计", "共计", "小计", "总数", "合计数"])
def test_other_words_for_the_total_of_table_four(total):
    read = numbers(disputes("结果维持", "结果纠正", "其他结果", "尚未审结", total))
    assert list(read.values()) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14]]


def test_a_header_without_spans_whose_sum_is_small():
    # The column 小计 stands behind the others, but without its spans the header does not say so.
    text = "自然人 | 法人或其他组织 | {}\n---|---|---\n商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他\n予以公开 | 1 | 2 | 3 | 4 | 5 | 6 | 21"
    for total, count in (("共计", 7), ("总计", 7), ("小计", 0)):
        lines = [f"| {line} |" for line in text.format(total).splitlines()]
        facts = match(read_bytes("\n".join(lines).encode()), 2023).facts
        assert len([f for f in facts if f.status == "reported"]) == count


# Results of table four

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
SAME_RESULTS = [
    (0, "维持结果"), (0, "维持"), (1, "纠错"), (1, "纠正"), (1, "纠正结果"), (1, "纠错结果"), (1, "结果纠错"), (3, "正在审理"), (3, "审理中"),
    (3, "正在审理中"), (3, "尚未审结（正在审理）"), (3, "尚未审结（审理中）"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "title"), SAME_RESULTS)
def test_other_words_for_a_result(place, title):
    titles = (*RESULTS[:place], title, *RESULTS[place + 1 :])
    read = numbers(disputes(*titles))
    assert list(read.values()) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14]]


@pytest.mark.parametrize(("place", "title"), [
    (0, "不维持"), (0, "维持率"), (0, "未维持结果"), (1, "未纠正"), (1, "纠正率"), (1, "变更"), (3, "已审结"), (3, "审结"), (3, "审理终结"), (3, "上年正在审理"),
    (3, "审理完毕"), (3, "受理"),
])  # fmt: skip
def test_what_is_no_such_result_gives_no_number(place, title):
    titles = (*RESULTS[:place], title, *RESULTS[place + 1 :])
    code = ("upheld", "corrected", "other", "pending", "total")[place]
    assert not [f for f in matched(disputes(*titles)).facts if f.column == code and f.status == "reported"]  # fmt: skip


# Table two

FULL = ("本年制发件数", "本年废止件数", "现行有效件数")


SAME_MEASURES = [
    (0, "制发件数"), (0, "本年制发数"), (0, "制发数量"), (0, "本年新制定"), (0, "本年新制定件数"), (0, "本年新制定数量"), (1, "废止件数"), (1, "本年废止数"),
    (1, "废止数量"), (2, "现行有效数量"), (2, "现行有效数"), (2, "现行有效"), (2, "现行有效总数"), (0, "2023年制发件数"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "title"), SAME_MEASURES)
def test_other_words_for_a_measure_of_documents(place, title):
    titles = (*FULL[:place], title, *FULL[place + 1 :])
    page = f"<table>{row('信息内容', *titles)}{row('规章', 1, 2, 3)}{row('行政规范性文件', 4, 5, 6)}</table>"
    assert numbers(page) == {"rules": [1, 2, 3], "normative_documents": [4, 5, 6]}


@pytest.mark.parametrize("title", [
    "上年制发件数", "2022年制发件数", "上年新制定", "去年废止件数", "转发件数", "未废止件数", "年初现行有效数量", "上年现行有效数量", "现行有效数量同比", "累计制发件数",
    "制发率", "本年新修订", "本年增加", "本年收费总额",
])  # fmt: skip
def test_what_is_no_such_measure_gives_no_number(title):
    page = f"<table>{row('信息内容', title)}{row('规章', 7)}{row('行政规范性文件', 8)}</table>"
    assert numbers(page) == {}


def test_a_bare_change_is_read_beside_last_years_number_only():
    page = "<table>{}{}</table>"
    titles = row("信息内容", "上一年项目数量", "增/减", "处理决定数量")
    assert numbers(page.format(titles, row("行政许可", 12, -3, 40)), 2020) == {"licences": [12, -3, 40]}  # fmt: skip
    for other in ("2018年", "全省", "增加"):
        titles = row("信息内容", other, "增/减", "处理决定数量")
        assert numbers(page.format(titles, row("行政许可", 12, -3, 40)), 2020) == {"licences": [40]}
    titles = row(
        "信息内容", "上一年项目数量", "本年增加", "处理决定数量"
    )  # what was added, and not what was lost
    assert numbers(page.format(titles, row("行政许可", 12, 3, 40)), 2020) == {"licences": [12, 40]}


def test_a_change_with_a_longer_name():
    for title in ("本年增/减数量", "本年增减数量"):
        page = f"<table>{row('信息内容', title)}{row('行政许可', -3)}</table>"
        assert numbers(page, 2020) == {"licences": [-3]}


def charged(title: str, label: str, cell: str = "130"):
    page = f"<table>{row('信息内容', title)}{row(label, cell)}</table>"
    facts = [f for f in matched(page).facts if f.row == "fees" and f.status != "absent"]
    return [(f.value, f.unit) for f in facts]


@pytest.mark.parametrize(("note", "unit"), [
    ("（不含减免）", "万元"), ("(含减免)", "万元"), ("（不包括减免）", "万元"), ("（单位：元）", "元"), ("（不含减免）（单位：元）", "元"), ("（单位：元）（不含减免）", "元"),
    ("（不含减免，单位：元）", "元"), ("（单位：元，不含减免）", "元"), ("（元）（包含减免）", "元"),
])  # fmt: skip
def test_a_note_on_waived_charges_beside_their_unit(note, unit):
    assert charged("本年收费金额", "行政事业性收费" + note) == [(130, unit)]
    assert charged("收费金额" + note, "行政事业性收费") == [(130, unit)]


@pytest.mark.parametrize(
    "note",
    [
        "减免",
        "（减免）",
        "（减免金额）",
        "（仅含减免）",
        "（上年）",
        "（2022年）",
        "减免（单位：元）",
        "（应收）",
    ],
)
def test_charges_that_were_waived_are_not_those_that_were_made(note):
    assert charged("本年收费金额", "行政事业性收费" + note) == []
    assert charged("本年收费金额" + note, "行政事业性收费") == []


# Rows of table three

SAME_ROWS = [
    ("一、本年收到政府信息公开申请数量", "new"), ("本年度收到政府信息公开申请数量", "new"), ("二、上年结转", "carried_in"), ("二、上年结转数", "carried_in"),
    ("上年度结转数量", "carried_in"), ("上年结转申请数", "carried_in"), ("1.涉及国家秘密", "refused_state_secret"), ("涉及国家秘密", "refused_state_secret"),
    ("3.补正后仍不明确", "unavailable_unclear"), ("2.属于重复申请", "unprocessed_repeat"), ("4.大量反复申请", "unprocessed_excessive"),
    ("反复申请", "unprocessed_excessive"), ("5.确认或重新出具已获取信息", "unprocessed_reissue"), ("1.无正当理由逾期不补正", "other_no_correction"),
    ("无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other_no_correction"), ("申请人逾期不补正", "other_no_correction"), ("2.未按收费通知要求缴纳费用", "other_no_payment"), ("四、结转下年度", "carried_out"), ("结转下年", "carried_out"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "code"), SAME_ROWS)
def test_other_words_for_a_row_of_table_three(label, code):
    assert numbers(requests(label)) == {code: list(OWN)}


@pytest.mark.parametrize("label", [
    "上年结转办结数", "本年结转", "下年结转", "结转上年", "结转历年", "不属于重复申请", "属于反复申请", "2.属于重复投诉", "补正后明确", "3.补正后也明确", "补正前仍不明确",
    "有正当理由逾期不补正", "无正当理由逾期补正", "无正当理由逾期不缴费", "申请人逾期补正", "申请人逾期不缴费", "已按收费通知要求缴纳了费用", "1.不涉及国家秘密", "未涉及国家秘密", "1.涉及工作秘密",
    "1.涉及商业秘密", "确认或重新出具未获取信息", "本年收到政府信息公开申请答复数量", "本年收到政府信息公开咨询数量", "本年收到政府信息公开申请数量同比", "本年办结政府信息公开申请数量",
])  # fmt: skip
def test_near_words_are_no_row_of_table_three(label):
    page = matched(requests("予以公开", label))
    assert {f.row for f in page.facts if f.status == "reported"} == {"granted"}


def test_a_state_secret_is_of_the_table_that_it_stands_in():
    old = (
        "（一）主动公开政府信息数\t条\t1020\n（二）申请办结数\t件\t9\n（三）申请答复数\t件\t8\n2.同意公开答复数\t件\t5\n4.不同意公开答复数\t件\t3\n"
        "其中：涉及国家秘密\t件\t2\n涉及商业秘密\t件\t1\n四、行政复议数量\t件\t0\n五、行政诉讼数量\t件\t0\n六、举报投诉数量\t件\t0\n"
    )  # fmt: skip
    for head in ("指标名称\t单位\t统计数\n", ""):
        facts = match(read_bytes((head + old).encode()), 2016).facts
        told = {(f.table, f.row): f.value for f in facts if f.status == "reported"}
        assert told["statistics", "refused_state_secret"] == 2
        assert ("requests", "refused_state_secret") not in told


# Sums of money


@pytest.mark.parametrize(("unit", "cell", "told"), [
    ("（单位：元）", "￥70", (70, "元")), ("（单位：元）", "￥1,200.00", (1200, "元")), ("（单位：元）", "70元整", (70, "元")), ("（单位：万元）", "70万元整", (70, "万元")),
    ("（单位：万元）", "70元整", (70, "元")), ("（单位：万元）", "￥70万元", (70, "万元")), ("", "人民币70元", (70, "元")), ("（单位：万元）", "￥0.00", (0, "元")),
    # With ￥ alone nobody knows whether the title or the sign says what is counted.
    ("（单位：万元）", "￥70", (None, "元")), ("", "￥1,200.00", (None, "元")), ("（单位：千元）", "￥70", (None, "元")),
])  # fmt: skip
def test_a_charge_with_a_sign_of_money(unit, cell, told):
    assert charged("本年收费金额" + unit, "行政事业性收费", cell) == [told]


def test_a_sign_of_money_where_things_are_counted():
    page = f"<table>{row('信息内容', '本年处理决定数量')}{row('行政许可', '￥70')}</table>"
    assert numbers(page) == {}
    page = f"<table>{row('信息内容', '采购项目数量', '采购总金额')}{row('政府集中采购', 4, '￥1,200.00')}</table>"
    assert numbers(page, 2020) == {"procurement": [4, 1200]}


# Numbers of a group, and of another year


def test_a_sum_below_the_parts_of_a_group_is_not_that_of_all_results():
    parts = ("（三）不予公开 1.属于国家秘密", "2.其他法律行政法规禁止公开")
    page = requests(*parts, "合计")
    assert set(numbers(page)) == {"refused_state_secret", "refused_other_law"}
    assert unknown(page) == ["合计"]
    page = requests(*parts, "合计", "（六）其他处理 3.其他", "合计")
    assert numbers(page)["handled_total"] == [n + 40 for n in OWN]
    page = requests(*parts, "（七）合计")
    assert numbers(page)["handled_total"] == [n + 20 for n in OWN]


@pytest.mark.parametrize("year", ["2022年", "2022年度", "上年", "上一年度", "去年", "2024年"])
def test_columns_under_another_year_are_not_this_years(year):
    titles = row(*APPLICANTS, "总计") + row("予以公开", *OWN)
    page = f"<table><tr><td rowspan=2>项目</td><td colspan=7>{{}}</td></tr>{titles}</table>"
    assert numbers(page.format(year)) == {}
    for own in ("2023年", "２０２３年度", "本年"):
        assert numbers(page.format(own)) == {"granted": list(OWN)}
    assert numbers(page.format("2023年"), None) == {}  # nobody knows whose year that is


def test_of_two_years_side_by_side_this_one_is_read():
    for first, second, expected in (("2022年", "2023年", 100), ("2023年度", "2022年度", 0)):
        above = (
            f"<tr><td rowspan=2>项目</td><td colspan=7>{first}</td><td colspan=7>{second}</td></tr>"
        )
        figures = row("予以公开", *OWN, *(n + 100 for n in OWN))
        page = f"<table>{above}{row(*(*APPLICANTS, '总计') * 2)}{figures}</table>"
        assert numbers(page) == {"granted": [n + expected for n in OWN]}
        page = f"<table>{above.replace('7', '3')}{row('信息内容', *FULL * 2).replace('<td>信息内容</td>', '')}{row('规章', 1, 2, 3, 101, 102, 103)}</table>"
        assert numbers(page) == {"rules": [n + expected for n in (1, 2, 3)]}


@pytest.mark.parametrize("label", [
    "累计主动公开政府信息数", "报刊公开政府信息数", "广播公开政府信息数", "超期办结数", "逾期办结数", "依申请公开信息减免的费用", "历年主动公开政府信息数", "上年收到申请数",
])  # fmt: skip
def test_rows_of_the_list_of_2014_that_mean_another_thing(label):
    assert find(label) == ((), False)


BROKEN = [
    ("二、上年结转", "政府信息公开申请数量", "carried_in"), ("四、结转下年度", "继续办理", "carried_out"), ("四、结转下年", "继续办理", "carried_out"),
    ("1.无正当理由逾期不补正", "、行政机关不再处理其政府信息公开申请", "other_no_correction"), ("二、上年度结转", "政府信息公开申请数量", "carried_in"),
    ("二、上年结转申请数", "量", "carried_in"), ("2.未按收费通知要求缴纳费用", "、行政机关不再处理其政府信息公开申请", "other_no_payment"),
]  # fmt: skip


@pytest.mark.parametrize(("upper", "lower", "code"), BROKEN)
@pytest.mark.parametrize("gap", [("",) * 7, ()])
def test_a_short_label_that_goes_on_below_has_the_figures_of_both_rows(upper, lower, code, gap):
    above, below = row(upper, *gap), row(lower, *OWN)
    page = requests("予以公开").replace("</table>", "{}{}</table>")
    assert numbers(page.format(above, below)) == {"granted": list(OWN), code: list(OWN)}
    assert unknown(page.format(above, below)) == []
    above, below = row(upper, *OWN), row(lower, *gap)
    assert numbers(page.format(above, below)) == {"granted": list(OWN), code: list(OWN)}


def test_figures_below_a_label_on_a_web_page_are_not_its_own():
    page = requests("予以公开").replace("</table>", "{}{}</table>")
    for label in ("二、上年结转", "（二）部分公开"):
        read = page.format(row(label, *("",) * 7), row("", *OWN))
        assert numbers(read) == {"granted": list(OWN)} and unknown(read) == [""]


# Copied a cell a line: only what is a label word by word counts, and is of one table

CLOSE = ("本年度收到政府信息公开申请数量", "涉及国家秘密", "现行有效", "结果纠错")


@pytest.mark.parametrize("label", [CLOSE[0], CLOSE[1]])
def test_a_copied_row_that_is_close_to_a_label_is_not_read(label):
    lines = ("申请人情况", *APPLICANTS, "总计", "（一）予以公开", *OWN, label, *OWN)
    assert copied(*lines) == {"granted": list(OWN)}


def copied(*lines: object, year: int = 2023) -> dict[str, list]:
    found: dict[str, list] = {}
    for fact in match(read_bytes("\n".join(map(str, lines)).encode()), year).facts:
        if fact.status == "reported":
            found.setdefault(fact.row, []).append(fact.value)
    return found


@pytest.mark.parametrize(("label", "code"), [
    *(pair for pair in SAME_ROWS if pair[0] not in CLOSE), ("四、结转2024年继续办理", "carried_out"), ("结转到2024年继续办理", "carried_out"),
    ("四、结转至2024年继续办理", "carried_out"), ("上年结转数量", "carried_in"), ("上年度结转数", "carried_in"), ("上年度结转", "carried_in"), ("（七）小计", "handled_total"),
])  # fmt: skip
def test_other_words_for_a_row_in_a_copy(label, code):
    lines = (
        "申请人情况",
        *APPLICANTS,
        "总计",
        "（一）予以公开",
        *OWN,
        label,
        *(n + 10 for n in OWN),
    )
    assert copied(*lines) == {"granted": list(OWN), code: [n + 10 for n in OWN]}


@pytest.mark.parametrize(
    ("place", "title"), [pair for pair in SAME_MEASURES if pair[1] not in CLOSE]
)
def test_other_words_for_a_measure_of_documents_in_a_copy(place, title):
    titles = (*FULL[:place], title, *FULL[place + 1 :])
    lines = (
        "信息内容",
        *titles,
        "规章",
        1,
        2,
        3,
        "行政规范性文件",
        4,
        5,
        6,
        "申请人情况",
        *APPLICANTS,
        "总计",
        "（一）予以公开",
        *OWN,
    )
    assert copied(*lines) == {
        "rules": [1, 2, 3],
        "normative_documents": [4, 5, 6],
        "granted": list(OWN),
    }


@pytest.mark.parametrize(
    ("place", "title"), [*(pair for pair in SAME_RESULTS if pair[1] not in CLOSE), (3, "尚未办结")]
)
def test_other_words_for_a_result_in_a_copy(place, title):
    titles = (*RESULTS[:place], title, *RESULTS[place + 1 :])
    lines = (
        "行政复议",
        "行政诉讼",
        *titles,
        "未经复议直接起诉",
        "复议后起诉",
        *titles,
        *titles,
        *range(15),
    )
    assert list(copied(*lines).values()) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14]]
