"""What a cell of a statutory table says: the table of cases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells import read_cell

NUMBERS = {
    "0": 0, "21": 21, " 21 ": 21, "２１": 21, "21\u00a0": 21, "\u200b7": 7, "\n 5 \n": 5,
    "1,234": 1234, "1，234": 1234, "12,345,678": 12345678, "1 234": 1234, "１，２３４": 1234,
    "7730.28": 7730.28, "59237.\n2449": 59237.2449, "7545.00": 7545, "0.5": 0.5, ".5": 0.5, "３．５": 3.5,
    "-3": -3, "－3": -3, "−3": -3, "+2": 2, "增加5": 5, "减少2": -2,
    "1.2万": 12000, "3亿": 300_000_000, "零": 0, "〇": 0, "三十二": 32,
}  # fmt: skip


@pytest.mark.parametrize(("raw", "number"), NUMBERS.items())
def test_numbers(raw, number):
    cell = read_cell(raw)
    assert (cell.value, cell.status, cell.text) == (number, "reported", raw)
    assert type(cell.value) is type(number)


WITH_WORDS = [
    ("22（其中修订16件）", 22, "", "其中修订16件"),
    ("22(其中修订16件)", 22, "", "其中修订16件"),
    ("22件（含修订）", 22, "件", "含修订"),
    ("5*", 5, "", "*"),
    ("5①", 5, "", "①"),
    ("5¹", 5, "", "¹"),
    ("251000元", 251000, "元", ""),
    ("25.1万元", 25.1, "万元", ""),
    ("3亿元", 3, "亿元", ""),
    ("1.2万件", 12000, "件", ""),
    ("12 件", 12, "件", ""),
    ("100%", 100, "%", ""),
    ("70元整", 70, "元", ""),
    ("70 万元整", 70, "万元", ""),
    ("70元整（含减免）", 70, "元", "含减免"),
    ("￥70", 70, "元", ""),
    ("¥ 70.5", 70.5, "元", ""),
    ("￥1,200.00", 1200, "元", ""),
    ("￥1，200.00", 1200, "元", ""),
    ("￥70万元", 70, "万元", ""),
    ("￥70（万元）", 70, "万元", ""),
    ("￥70（含减免）", 70, "元", "含减免"),
    ("人民币70元整", 70, "元", ""),
    ("￥0.00", 0, "元", ""),
]


@pytest.mark.parametrize(("raw", "number", "unit", "note"), WITH_WORDS)
def test_numbers_with_a_unit_or_a_note(raw, number, unit, note):
    assert read_cell(raw) == (number, "reported", unit, note, raw)


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "&nbsp;", "\u3000\n", "\u200b", "\ufeff"])
def test_nothing_printed_is_blank_and_no_zero(raw):
    assert read_cell(raw) == (None, "blank", "", "", raw)


@pytest.mark.parametrize(
    "raw",
    [
        "/",
        "／",
        "-",
        "－",
        "—",
        "——",
        "–",
        "--",
        "\\",
        " / ",
        "//",
        "无",
        "無",
        "N/A",
        "不适用",
        "不涉及",
    ],
)
def test_strokes_and_none_are_not_applicable_and_no_zero(raw):
    assert read_cell(raw) == (None, "not_applicable", "", "", raw)


@pytest.mark.parametrize(
    "raw",
    [
        "1 2", "0 0", "0\n0", "1\n234", "00", "007", "12,34", "1,2345", "1.2.3", "22（16）", "（22）", "5.", "5/6",
        "2-3", "O", "XX", "20XX", "一", "约5", "5余", "5元6角", "见附件", "#REF!", "null", "1e5", "½", "²", "٣",
        "1" * 40, "5（其中", "5）", "22件23件", "10%5", "２２ ０", "6622（|其中修订9件）", "281288|（不含涉密）",
        "70整", "整70元", "70元整5", "7整0元", "￥", "￥7\n0", "￥1 2", "￥1,20", "￥70/80", "￥70件", "￥70%", "$70", "70￥", "￥70￥80", "人民币", "￥约70",
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_unreadable_with_its_text(raw):
    assert read_cell(raw) == (None, "unreadable", "", "", raw)


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="0123456789０１,，.．-/ \n（）件万元其中一无*", max_size=9))
def test_a_number_read_is_made_of_all_the_printed_digits(raw):
    cell = read_cell(raw)
    if cell.status == "reported" and not cell.note and "万" not in raw and "一" not in raw:
        printed = "".join(str(int(c)) for c in raw if c.isdigit())
        read = f"{abs(cell.value):.9f}".replace(".", "")
        assert read.strip("0") == printed.strip("0")
    assert (cell.value is None) == (cell.status != "reported")


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["{}", "{:,}", " {}\u00a0", "{}件", "{}（注）"]))
def test_every_count_reads_back_in_every_dress(number, dress):
    assert read_cell(dress.format(number)).value == number
