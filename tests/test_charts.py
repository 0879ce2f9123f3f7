"""Charts by what they draw: the numbers, the marks, the gaps and the words; never by their pixels."""

from __future__ import annotations

import pytest
from frames import channels

from analysis import charts, metrics, theme
from analysis.errors import UsageError

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def haiyan(data):
    return charts.plot_channels(data.select(agency="haiyan-samr").channels)


def bar(figure, words):
    """The bar whose printed words hold ``words``: value, label and hatching."""
    trace = figure.data[0]
    index = next(i for i, text in enumerate(trace.text) if words in text)
    pattern = trace.marker.pattern.shape[index]
    return trace.x[index], figure.layout.yaxis.ticktext[index], pattern, trace.text[index]


def test_458_is_one_hatched_bar_of_its_two_channels(haiyan):
    value, label, pattern, text = bar(haiyan, "458")
    assert value == 458
    assert "微信公众号＋县级融媒客户端账号" in label
    assert "微信公众号、海盐号" in label
    assert pattern == theme.JOINT_HATCH
    assert "合计" in text


def test_222_is_marked_as_inferred_and_710_is_plain(haiyan):
    assert bar(haiyan, "222")[2] == theme.INFERRED_HATCH
    assert "推定" in bar(haiyan, "222")[3]
    assert bar(haiyan, "710")[2] == ""
    assert "推定" in haiyan.layout.meta["subtitle"]


def test_bars_are_ranked_from_zero_and_79_is_not_added(haiyan):
    assert list(haiyan.data[0].x) == [79, 222, 458, 710]
    assert haiyan.layout.xaxis.range[0] == 0
    assert "不另加" in bar(haiyan, "79")[3]


def test_every_chart_carries_title_source_alt_and_its_numbers(haiyan):
    meta = haiyan.layout.meta
    assert "海盐县市场监督管理局 2022 年" in meta["title"]
    assert "资料来源" in meta["source"]
    assert all(n in meta["alt"] for n in ("710", "458", "222"))
    table = meta["table"]
    values = [row[table["columns"].index("value")] for row in table["rows"]]
    assert values == [710, 458, 222, 79]


def test_the_stated_total_and_events_are_words_and_not_bars(data):
    figure = charts.plot_channels(data.select(agency="quzhou-transport").channels)
    assert 3 not in figure.data[0].x
    assert "新闻发布会 3 场" in figure.layout.meta["source"]
    total = charts.plot_channels(data.select(agency="hangzhou-commerce", years=2023).channels)
    assert list(total.data[0].x) == [739, 854, 1475]
    assert "3,068" in total.layout.meta["source"]


def test_a_hedge_stands_before_its_number(data):
    figure = charts.plot_channels(data.select(agency="quzhou-transport").channels)
    assert "≥700" in bar(figure, "700")[3]


def test_english_has_english_words(data):
    figure = charts.plot_channels(data.select(agency="haiyan-samr").channels, lang="en")
    assert "Haiyan County Market Supervision Administration" in figure.layout.meta["title"]
    assert "inferred" in bar(figure, "222")[3]


def test_the_trend_leaves_missing_years_open_and_says_why(data):
    figure = charts.plot_channel_trend(data.select(agency="hangzhou-commerce").channels)
    drawn = [(list(t.x), list(t.y)) for t in figure.data]
    assert ([2021, 2023], [1634, 1475]) in drawn
    assert ([2021], [17]) in drawn
    words = [a.text.replace("<br>", "") for a in figure.layout.annotations]
    assert words.count("无报告") == 5
    assert words.count("未提及") == 1
    assert all(t.type == "bar" for t in figure.data), "bars join nothing across a gap"
    assert all(figure.layout[f"yaxis{i or ''}"].range[0] == 0 for i in ("", 2, 3, 4, 5))


def test_one_year_is_no_trend(data):
    figure = charts.plot_channel_trend(data.select(agency="haiyan-samr").channels)
    assert len(figure.data) == 0
    assert "不成趋势" in figure.layout.annotations[0].text


def test_shares_add_to_one_and_keep_the_joint_whole(data):
    figure = charts.plot_channel_share(data.select(agency="haiyan-samr").channels)
    assert sum(t.x[0] for t in figure.data) == pytest.approx(1)
    joint = next(t for t in figure.data if "＋" in t.name)
    assert joint.x[0] == pytest.approx(458 / 1390)
    assert joint.marker.pattern.shape[0] == theme.JOINT_HATCH


def test_years_without_shares_are_named(data):
    figure = charts.plot_channel_share(data.select(agency="yuhang-gov").channels)
    assert "2024" in figure.layout.meta["source"]


def test_coverage_tells_the_states_apart_without_colour(data):
    figure = charts.plot_coverage(metrics.channel_coverage(data.select(agency="hangzhou-commerce")))
    signs = {sign for row in figure.data[0].text for sign in row}
    assert signs == {"●", "–", "×"}
    assert "无报告" in figure.layout.meta["subtitle"]


def test_peers_highlight_the_organ_and_count_the_silent(data):
    peers = metrics.peers(data, "haiyan-samr", 2022, "website")
    figure = charts.plot_peers(peers)
    colours = list(figure.data[0].marker.color)
    assert colours.count(theme.HIGHLIGHT) == 1
    assert figure.data[0].x[colours.index(theme.HIGHLIGHT)] == 222
    assert f"{peers['value'].isna().sum()} 家" in figure.layout.meta["source"]
    assert len(figure.data[0].x) == peers["value"].notna().sum()


def test_an_organ_alone_in_its_group_gets_no_rank(data):
    peers = metrics.peers(data, "haiyan-samr", 2022, "website")
    figure = charts.plot_peers(peers[peers["is_self"]])
    assert len(figure.data) == 0
    assert "不排名" in figure.layout.annotations[0].text


def test_where_there_is_nothing_to_draw_the_reason_is_drawn(data):
    empty = data.select(agency="hongze-gov")
    for figure in (
        charts.plot_channels(empty.select(years=2023).channels),
        charts.plot_channel_share(empty.channels),
        charts.plot_channel_trend(empty.channels),
        charts.plot_coverage(metrics.channel_coverage(empty)),
    ):
        assert len(figure.data) == 0
        assert len(figure.layout.annotations[0].text) > 8
        assert figure.layout.meta["table"]["rows"] == []


def test_several_organs_or_years_are_refused_where_one_is_drawn(data):
    with pytest.raises(UsageError, match="select"):
        charts.plot_channels(data.channels)
    with pytest.raises(UsageError, match="2021"):
        charts.plot_channels(data.select(agency="hangzhou-commerce").channels)


def test_words_from_data_write_no_tags():
    frame = channels({"channel": "website", "value": 5, "agency": HOSTILE, "text": HOSTILE})
    figure = charts.plot_channels(frame)
    drawn = [figure.layout.title.text, *figure.layout.yaxis.ticktext, *figure.data[0].customdata]
    drawn += [annotation.text for annotation in figure.layout.annotations]
    assert sum("&lt;img" in words for words in drawn) >= 3
    assert not any("<img" in words for words in drawn)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_report_in_the_data_can_be_drawn(data, lang):
    counts = data.channels
    for _, report in list(counts.groupby("report_id"))[::12]:
        figure = charts.plot_channels(report, lang=lang)
        items = metrics.channel_series(report)
        items = items[(items["dimension"] == "items") & (items["channel"] != "total")]
        assert sorted(figure.data[0].x if figure.data else []) == sorted(items["value"])
