"""Sentences, cards and tables of the notebooks: every number from the data, every word escaped."""

from __future__ import annotations

import dataclasses

import pytest

from analysis import metrics, pages
from analysis.errors import UsageError


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
