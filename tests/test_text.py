"""Folding text for matching, the way back to the printed words, and Chinese numerals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import normalise, parse_numeral

FOLDED = [
    ("２０２２年　度", "2022年度"),
    ("公开 222 条\u00a0", "公开222条"),
    ("２２８９４ ０", "22894 0"),
    ("网\u200b站\ufeff", "网站"),
    ("open data 2022", "open data 2022"),
    ("⽉⼯⻚", "月工页"),
    ("(一)主动公开:", "（一）主动公开："),
    ("1,234条,2,345条", "1,234条，2,345条"),
    ("７５％", "75%"),
    ("①项", "①项"),
    ("報(bào)告", "报告"),
    ("文(wen)章(zhang)", "文章"),
    ("公(gong)(gong)開(kai)(kai)", "公开"),
    ("嘉興日?qǐng)?bào)、海鹽", "嘉兴日、海盐"),
    ("接口(API)與備案(ICP)", "接口（API）与备案（ICP）"),
    ("客户端(app)", "客户端（app）"),
    ("項目(a)", "项目（a）"),
    ("資訊公開", "信息公开"),
    ("行政規範性文件程序", "行政规范性文件程序"),
    ("透過網路及部落格", "通过网络及博客"),
    ("「兩化」", "“两化”"),
]


@pytest.mark.parametrize(("raw", "text"), FOLDED)
def test_texts_fold_to_plain_simplified_chinese(raw, text):
    assert normalise(raw).text == text


@pytest.mark.parametrize(
    ("raw", "found", "printed"),
    [
        (
            "通過微信公眾號(hào)、海鹽號(hào)累計(jì) 458 篇",
            "公众号、海盐号",
            "公眾號(hào)、海鹽號",
        ),
        ("通過微信公眾號(hào)、海鹽號(hào)累計(jì) 458 篇", "458", "458"),
        ("　公开 2 2 2 条", "公开", "公开"),
        ("透過部落格發布7篇", "博客发布7", "部落格發布7"),
        ("透過部落格發布7篇", "博", "部落格"),
        ("共１２３条", "123", "１２３"),
    ],
)
def test_every_match_leads_back_to_the_printed_words(raw, found, printed):
    folded = normalise(raw)
    start = folded.text.index(found)
    assert folded.printed(start, start + len(found)) == printed


def test_clean_text_comes_back_as_it_is():
    raw = "全年公开各类信息222条；其中，网站（含专栏）发布100条。"
    assert normalise(raw).text is raw
    assert normalise(raw).span(4, 8) == (4, 8)


_PIECES = st.sampled_from(
    [
        "報",
        "(bào)",
        "公",
        "(gong)",
        "開",
        " ",
        "\u200b",
        "資訊",
        "部落格",
        "2",
        ",",
        "345",
        "（",
        "Ａ",
        "条",
        "x",
        "?",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_spans_are_ordered_and_inside_the_raw_text(raw):
    folded = normalise(raw)
    places = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(raw) for start, end in places)
    assert places == sorted(places)


NUMERALS = {
    "三十二": 32, "两万": 20000, "二〇二二": 2022, "1.2万": 12000, "1.1万": 11000, "3亿": 300_000_000, "十": 10,
    "十二": 12, "一百零五": 105, "一百一十": 110, "一千二百三十四": 1234, "三千零五十": 3050, "一万零五": 10005,
    "一亿二千万": 120_000_000, "零": 0, "1,234": 1234, "2.5": 2.5, "3百万": 3_000_000, "100": 100,
    "三万五": None, "二百五": None, "12,34": None, "12万3": None, "百": None, "": None, "三条": None, "十百": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMERALS.items())
def test_numerals(text, number):
    assert parse_numeral(text) == number


_CHINESE = "零一二三四五六七八九"


def _write(n: int) -> str:
    """The textbook way to write 1 to 9999, as the ground truth for reading it."""
    digits = str(n).zfill(4)
    words = "".join(_CHINESE[int(d)] + unit * (d != "0") for d, unit in zip(digits, "千百十 "))
    words = words.replace(" ", "").strip("零")
    while "零零" in words:
        words = words.replace("零零", "零")
    return words


def test_every_written_number_to_9999_reads_back():
    assert all(parse_numeral(_write(n)) == n for n in range(1, 10_000))


def test_half_a_character_among_traditional_ones_is_no_crash():
    assert normalise("資訊公開\ud800報告").text == "信息公开\ufffd报告"


@pytest.mark.parametrize(
    "printed", ["公開(kai )(kai)工作", "公開(k āi)工作", "公開(kāi )工作", "公開( kai)(kai)工作"]
)
def test_a_gap_inside_a_pinyin_note_goes_with_the_note(printed):
    assert normalise(printed).text == "公开工作"


def test_two_words_in_a_bracket_are_no_pinyin_note():
    assert normalise("公开(my app)工作").text == "公开（my app）工作"
