"""Sentences, cards and tables of the notebooks: every number from the data, every word escaped."""

from __future__ import annotations

import dataclasses

import pytest
from lxml.html import fragment_fromstring

from analysis import metrics, pages
from analysis.errors import UsageError
from analysis.pages import year


@pytest.fixture(scope="module")
def haiyan(data):
    return data.select(agency="haiyan-samr")


def test_key_figures_show_the_channels_and_what_the_head_asks_for(haiyan):
    shown = pages.key_figures(haiyan).html
    for words in (
        "710 条",
        "458 篇",
        "222 条",
        "332 条",
        "2,699 件",
        "0 件",
        "渠道为推定",
        "合计，不拆分",
    ):
        assert words in shown


def test_the_sum_is_told_with_what_was_not_added(haiyan):
    told = repr(pages.channel_words(haiyan))
    assert "1,390" in told
    assert "51.1%" in told
    assert "公开专栏 79" in told
    assert "没有给出不分渠道的总数" in told


def test_the_sum_is_held_against_the_stated_total(data):
    told = repr(pages.channel_words(data.select(agency="hangzhou-commerce", years=2023)))
    assert "与报告所称总数 3,068 相符" in told
    other = repr(pages.channel_words(data.select(agency="baotou-samr", years=2022)))
    assert "少 129" in other


def test_all_indicators_of_the_report_are_listed(haiyan):
    shown = repr(pages.indicator_table(haiyan))
    for words in ("19 期", "≥21,000 次", "100 %", "3 件", "2 件", "0 元", "餐饮好差榜"):
        assert words in shown


def test_a_zero_in_words_is_called_reported(haiyan, data):
    assert "新收申请 0 件（报告写明没有）" in repr(pages.request_words(haiyan))
    assert "21 件" in repr(pages.request_words(data.select(agency="hongze-gov", years=2023)))


def test_silence_about_requests_is_not_none(data):
    silent = data.select(agency="haiyan-samr")
    silent = dataclasses.replace(silent, facts=silent.facts[silent.facts["table"] == "channels"])
    assert "不等于没有发生" in repr(pages.request_words(silent))


def test_gaps_name_the_lost_tables_the_inference_and_the_joint_count(haiyan):
    shown = repr(pages.gaps(haiyan))
    for words in ("175 格未知，不等于零", "推定", "合计 458 篇，各自多少未知"):
        assert words in shown


def test_trend_words_say_when_there_is_none(haiyan, data):
    assert "画不出趋势" in repr(pages.trend_words(haiyan))
    assert "缺 2022 年" in repr(pages.trend_words(data.select(agency="hangzhou-commerce")))


def test_change_table_gives_the_base_year_and_no_rate_over_a_gap(data):
    shown = repr(pages.change_table(data.select(agency="hangzhou-commerce")))
    assert "2021" in shown
    assert "-159" in shown
    assert "%" not in shown
    consecutive = repr(pages.change_table(data.select(agency="zhejiang-water")))
    assert "%" in consecutive


def test_peer_words_give_sample_and_rank(data):
    told = repr(pages.peer_words(metrics.peers(data, "haiyan-samr", 2022, "website")))
    assert "33 家" in told
    assert "第 6" in told


def test_sources_name_the_report_and_the_versions(haiyan):
    shown = repr(pages.sources(haiyan))
    assert "海盐县市场监督管理局2022年度政府信息公开工作年度报告" in shown
    assert "gongkai-analysis" in shown


def test_hostile_names_stay_text(haiyan):
    hostile = "</script><img src=x onerror=alert(1)>"
    reports = haiyan.reports.assign(agency=hostile, title_zh=hostile, source=hostile)
    evil = dataclasses.replace(haiyan, reports=reports)
    for fragment in (
        pages.title(evil, "一览", "view"),
        pages.sources(evil),
        pages.trend_words(evil),
    ):
        assert "<img" not in fragment.html
        assert "&lt;img" in fragment.html


def test_english_pages_have_no_chinese_sentences(haiyan):
    told = repr(pages.channel_words(haiyan, lang="en"))
    assert told.isascii()
    assert "1,390" in told


def test_two_reports_where_one_is_needed_are_refused(data):
    with pytest.raises(UsageError, match="select"):
        pages.title(data.select(agency="hangzhou-commerce"), "一览", "view")


def rows_of(fragment):
    return [
        [cell.text_content() for cell in row]
        for row in fragment_fromstring(fragment.html, create_parent="div").iter("tr")
    ]


def test_two_years_stand_side_by_side_with_exact_changes(data):
    """洪泽区 2023 and 2024, cells as the two published PDFs print them."""
    rows = {
        row[0]: row[1:]
        for row in rows_of(pages.since_last_year(data.select(agency="hongze-gov"), 2024))
    }
    assert rows["项目"] == ["2023", "2024", "增减", "增减率"]
    assert rows["行政规范性文件·现行有效件数"] == ["5", "8", "+3", "+60.0%"]
    assert rows["行政事业性收费·本年收费金额（单位：万元）"] == [
        "7,730.28",
        "7,545",
        "-185.28",
        "-2.4%",
    ]
    assert rows["新收申请（表三）"] == ["21", "95", "+74", "+352.4%"]
    assert rows["予以公开（表三）"] == ["0", "50", "+50", "—"]  # No rate on a base of zero.
    assert rows["规章·现行有效件数"] == ["0", "0", "0", "—"]


def test_without_a_year_before_nothing_is_compared(data):
    words = repr(pages.since_last_year(data.select(agency="haiyan-samr"), 2022, lang="en"))
    assert "The report of 2021 is not at hand" in words


def test_a_hedged_number_has_no_exact_change():
    row = year._row(("热线", 2699, "at_least", "件"), 2000, "")
    assert row == ("热线", "2,000", "≥2,699", "—", "—")


def test_the_statutory_tables_are_printed_as_the_form_prints_them(data):
    fragment = pages.statutory_tables(data.select(agency="hongze-gov", years=2024))
    rows = rows_of(fragment)
    assert ["行政许可", "9487"] in rows
    assert ["一、本年新收政府信息公开申请数量", "95", "0", "0", "0", "0", "0", "95"] in rows
    assert rows[-1] == ["1", "1", "0", "0", "2", "1", "0", "0", "0", "1", "2", "0", "1", "0", "3"]


def test_a_report_without_tables_says_so(data):
    words = repr(pages.statutory_tables(data.select(agency="haiyan-samr", years=2022)))
    assert "没有三张法定表格" in words
    assert "不等于零" in words


def test_key_figures_come_from_the_tables_where_the_words_give_none(data):
    words = repr(pages.key_figures(data.select(agency="hongze-gov", years=2024))).split()
    assert words[:4] == ["95", "件", "新收申请", "95"]
    assert "9,487" in words
    unknown = repr(pages.key_figures(data.select(agency="suqian-gov", years=2025)))
    assert "办结" not in unknown  # That cell is not at hand: no card, no zero.
