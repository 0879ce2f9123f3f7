"""Charts of requests, disputes and peers by what they draw, against the published tables."""

from __future__ import annotations

import dataclasses
import math

import pytest

from analysis import charts, metrics, pages, theme
from analysis.charts.funnel import limits
from analysis.charts.slope import spread
from analysis.errors import UsageError

HOSTILE = "</script><img src=x onerror=alert(1)>"


def part(data, agency, years=None):
    return data.select(agency=agency, years=years)


def words(figure):
    return [a.text or "" for a in figure.layout.annotations]


def table_of(figure):
    table = figure.layout.meta["table"]
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def totals(data, report_id, rows):
    """The published numbers of table 三's total column, read straight from the facts."""
    facts = data.facts[(data.facts["report_id"] == report_id) & (data.facts["column"] == "total")]
    found = facts[facts["table"] == "requests"].set_index("row")["value"]
    return [found[row] for row in rows]


def test_the_flow_of_suqian_2024_keeps_every_request(data):
    figure = charts.plot_outcomes(part(data, "suqian-gov", 2024).requests)
    link = figure.data[0].link
    assert list(link.value) == [3525, 121, 1431, 471, 92, 941, 117, 469, 125]
    came_in = [v for v, target in zip(link.value, link.target, strict=True) if target == 2]
    went_out = [v for v, start in zip(link.value, link.source, strict=True) if start == 2]
    assert sum(came_in) == sum(went_out) == 3646
    assert "54.0%" in figure.layout.meta["subtitle"]
    assert any("1,431 件" in w and "40.6%" in w for w in words(figure))


def test_the_flow_names_reported_zeros_and_draws_none(data):
    figure = charts.plot_outcomes(part(data, "hongze-gov", 2023).requests)
    assert list(figure.data[0].link.value) == [21, 4, 3, 13, 1]
    assert "报告为零、图中不画：予以公开、其他处理、结转下年" in figure.layout.meta["source"]


def test_a_flow_that_does_not_add_up_is_drawn_as_printed_and_says_so(data):
    report = part(data, "suqian-gov", 2024)
    cells = report.facts.copy()
    cell = (cells["table"] == "requests") & (cells["row"] == "new") & (cells["column"] == "total")
    cells.loc[cell, "value"] = 3530
    changed = dataclasses.replace(report, facts=cells)
    for figure in (
        charts.plot_outcomes(changed.requests),
        charts.plot_request_flow(changed.requests),
    ):
        assert "+5 件" in figure.layout.meta["source"]


@pytest.mark.parametrize(
    ("agency", "years"),
    [
        ("suqian-gov", [2023, 2024]),
        ("hongze-gov", [2023, 2024]),
        ("shanghai-go", [2025]),
        ("huaian-gov", [2024]),
        ("shuyang-gov", [2025]),
    ],
)
def test_the_outcomes_by_year_are_the_published_cells(data, agency, years):
    organ = part(data, agency)
    figure = charts.plot_outcomes_by_year(organ.requests, organ.reports)
    drawn = {
        (trace.name, y): x for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)
    }
    refused = [r["row"] for r in metrics.registry.reason_rows() if r["parent"] == "refused"]
    for year in years:
        report = f"{agency}-{year}"
        granted, partly = totals(data, report, ["granted", "partly_granted"])
        assert drawn["予以公开", year] == granted
        assert drawn["部分公开", year] == partly
        assert drawn["不予公开", year] == sum(totals(data, report, refused))
        every = sum(value for (_, y), value in drawn.items() if y == year)
        assert every == totals(data, report, ["handled_total"])[0]


def test_the_change_of_form_is_a_labelled_line_and_missing_years_are_named(data):
    organ = part(data, "shanghai-go")
    figure = charts.plot_outcomes_by_year(organ.requests, organ.reports)
    assert [shape.y0 for shape in figure.layout.shapes] == [2020.5]
    told = words(figure)
    assert sum("格式变更（2019 年格式 → 2021 年格式）" in w for w in told) == 1
    assert told.count("未取得报告") == 3
    assert told.count("所得报告中没有这张表") == 2
    unsplit = next(t for t in figure.data if t.marker.pattern.shape)
    assert (list(unsplit.x), list(unsplit.y)) == ([805], [2019])
    assert any("805 件，各类结果空白" in w for w in told)


def test_a_year_with_one_row_of_the_table_has_no_bar(data):
    organ = part(data, "suqian-gov")
    figure = charts.plot_outcomes_by_year(organ.requests, organ.reports)
    assert all(2025 not in list(trace.y) for trace in figure.data)
    assert "办理结果各格不在所得报告中" in words(figure)


def test_reasons_are_dots_from_zero_with_zeros_named_apart(data):
    figure = charts.plot_reasons(part(data, "suqian-gov", 2024).requests)
    dots = [t for t in figure.data if t.mode == "markers+text"]
    drawn = sorted(x for trace in dots for x in trace.x)
    assert drawn == sorted([2, 1, 4, 17, 21, 11, 23, 13, 897, 36, 8, 87, 27, 3])
    assert "报告为零：要求提供公开出版物" in figure.layout.meta["source"]
    assert "空白" not in figure.layout.meta["source"]
    assert "25.5%" in "".join(dots[0].text)


def test_applicants_tell_a_blank_from_a_zero(data):
    published = charts.plot_applicants(part(data, "suqian-gov", 2024).requests)
    assert list(published.data[0].x)[::-1] == [3440, 75, 0, 1, 6, 3]
    blank = charts.plot_applicants(part(data, "shanghai-go", 2019).requests)
    by_kind = dict(zip(blank.layout.yaxis.ticktext, blank.data[0].x, strict=True))
    assert math.isnan(by_kind["科研机构"])
    assert words(blank).count("空白") == 2
    assert "空白" not in words(published)


def test_the_waterfall_starts_each_step_where_the_last_ended(data):
    figure = charts.plot_request_flow(part(data, "suqian-gov", 2024).requests)
    bars = figure.data[0]
    assert list(bars.y) == [121, 3525, 3646, 3521, 125]
    assert list(bars.base) == [0, 121, 0, 125, 0]
    assert "3.43%（125/3,646 件）" in figure.layout.meta["subtitle"]


def test_disputes_show_counts_rates_and_intervals(data):
    figure = charts.plot_disputes(part(data, "suqian-gov").disputes)
    rates = next(t for t in figure.data if t.type == "scatter")
    assert list(rates.x) == pytest.approx(
        [17 / 414, 18 / 134, 25 / 235, 1 / 18, 0, 0, 0, 0, 1 / 29]
    )
    low, high = metrics.wilson(18, 134)
    assert rates.error_x.array[1] == pytest.approx(high - 18 / 134)
    assert rates.error_x.arrayminus[1] == pytest.approx(18 / 134 - low)
    bars = {t.name: list(t.x) for t in figure.data if t.type == "bar"}
    assert bars["结果纠正"] == [17, 18, 25, 1, 1]
    assert "9.1%" in figure.layout.meta["subtitle"]


def test_results_that_contradict_their_total_get_no_rate(data):
    figure = charts.plot_disputes(part(data, "hongze-gov").disputes)
    assert words(figure).count("各栏与总计不符，不算") == 2
    assert words(figure).count("总计印 0") == 2
    rates = next(t for t in figure.data if t.type == "scatter")
    assert list(rates.x) == pytest.approx([0.5, 0, 0])
    assert set(rates.marker.color) == {"white"}, "fewer than ten concluded: hollow"
    assert "50.0%*（1/2）" in "".join(words(figure)).replace(" ", "")


def test_blank_results_are_not_drawn_and_forms_are_parted(data):
    figure = charts.plot_disputes(part(data, "shanghai-go").disputes)
    drawn = sum(x for t in figure.data if t.type == "bar" for x in t.x)
    assert drawn == 5 + 2 + 8 + 1 + (40 + 10 + 5) + (2 + 4 + 6) + (6 + 9 + 7)
    assert words(figure).count("总计空白") == 1
    assert len(figure.layout.shapes) == 3


def test_the_funnel_has_limits_about_the_pooled_rate(data):
    rates = metrics.peer_rates(data, "suqian-gov", 2024, "disclosure_rate")
    figure = charts.plot_funnel(rates)
    points = figure.data[-1]
    common = rates["numerator"].sum() / rates["denominator"].sum()
    assert figure.layout.shapes[0].y0 == pytest.approx(common)
    assert f"{common:.1%}" in figure.layout.meta["subtitle"]
    by_cases = dict(zip(points.x, points.y, strict=True))
    assert by_cases[3521] == pytest.approx(1902 / 3521)
    fills = dict(zip(points.x, points.marker.color, strict=True))
    assert fills[3521] == theme.HIGHLIGHT
    assert fills[3050] == theme.ACCENT, "淮安: same level and kind"
    assert fills[95] == "white", "洪泽: another level"
    low, high = limits(0.5, 100, 2)
    assert (low, high) == pytest.approx((0.4, 0.6))
    assert limits(0.01, 4, 3)[0] == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_of_rates_has_a_head_for_every_cell(data, lang):
    rates = metrics.peer_rates(data, "suqian-gov", 2024, "disclosure_rate")
    shown = pages.peer_rate_table(data, rates, lang=lang).html
    head, first = shown.split("<tbody>")[0], shown.split("<tr>")[2]
    assert head.count("<th>") == first.count("<th>") + first.count("<td>")
    assert "<td>54.0%</td><td>1,902/3,521</td>" in shown


def test_two_organs_make_no_funnel(data):
    rates = metrics.peer_rates(data, "suqian-gov", 2024, "disclosure_rate").head(2)
    figure = charts.plot_funnel(rates)
    assert len(figure.data) == 0
    assert "只有 2 家" in figure.layout.annotations[0].text


def test_slopes_join_two_years_of_one_form_only(data):
    organ = metrics.table(data, metrics.OUTCOME_RATES, "suqian-gov")
    figure = charts.plot_slope(organ, 2024)
    ends = {t.name: list(t.y) for t in figure.data}
    assert ends["予以公开率"] == pytest.approx([1191 / 3486, 1431 / 3521])
    assert len(ends) == 6
    assert "不予处理率：-8.3 个百分点" in figure.layout.meta["subtitle"]
    assert len(charts.plot_slope(organ, 2025).data) == 0
    shanghai = metrics.table(data, "requests_new", "shanghai-go")
    assert len(charts.plot_slope(shanghai, 2025).data) == 0


def test_one_rate_of_several_organs_is_a_slope_each(data):
    figure = charts.plot_slope(metrics.table(data, "disclosure_rate"), 2024)
    assert {t.name for t in figure.data} == {"宿迁市人民政府", "淮安市洪泽区人民政府"}


def test_the_two_years_drawn_are_the_nearest_that_are_known_together(data):
    disclosed = metrics.table(data, "disclosure_rate")
    assert metrics.pair_year(disclosed, 2022) == 2024
    assert metrics.pair_year(disclosed, 2025) == 2024
    shanghai = metrics.table(data, "requests_new", "shanghai-go")
    assert metrics.pair_year(shanghai, 2021) == 2021, "no pair: 2019 and 2025 do not join"


def test_labels_are_moved_apart_and_no_further_than_needed():
    assert spread([0, 100], gap=20) == [0, 100]
    assert spread([50, 50], gap=20) == [40, 60]
    moved = spread([10, 12, 14, 80], gap=20)
    assert moved == [-8, 12, 32, 80]


def test_multiples_break_at_the_form_and_name_every_gap(data):
    figure = charts.plot_multiples(metrics.table(data, metrics.HEADLINES, "shanghai-go"))
    bars = [(list(t.x), list(t.y)) for t in figure.data if t.type == "bar"]
    assert ([2019], [859]) in bars
    assert ([2025], [1295]) in bars
    lines = [t for t in figure.data if t.type == "scatter" and t.mode == "lines"]
    assert all(len(t.x) == 1 for t in lines), "no line joins two forms or leaps a gap"
    assert sum("格式 2019" in w for w in words(figure)) == 3
    assert all(shape.x0 == 2020.5 for shape in figure.layout.shapes)


def test_multiples_of_suqian_hold_all_three_years(data):
    figure = charts.plot_multiples(metrics.table(data, metrics.HEADLINES, "suqian-gov"))
    rows = {(r["measure"], r["year"]): r["value"] for r in table_of(figure)}
    assert rows["requests_new", 2025] == 3830
    assert rows["disclosure_rate", 2025] is None
    assert rows["dispute_correction_rate", 2025] == pytest.approx(26 / 286)
    joined = [list(t.x) for t in figure.data if t.type == "scatter" and t.mode == "lines"]
    assert [2023, 2024, 2025] in joined
    assert "无<br>数" in words(figure)


def test_many_organs_one_channel_a_panel_an_organ(data):
    organs = metrics.series_organs(data, "haiyan-samr", most=9)
    figure = charts.plot_multiples(metrics.table(data, "channel_items_website", organs))
    drawn = sorted(v for t in figure.data for v in t.y)
    rows = [r["value"] for r in table_of(figure) if r["value"] is not None]
    assert drawn == sorted(rows)
    assert {1634, 1475} <= set(drawn)
    tops = [a.y for a in figure.layout.annotations if a.text.startswith("杭州")]
    assert max(tops) == 1, "the page keeps room for words that stand over the plot"
    assert len(figure.layout.shapes) == 0, "channels are counted in words, whatever the form"


def charts_of(report, lang):
    """Every chart of one report."""
    return [
        charts.plot_outcomes(report.requests, lang=lang),
        charts.plot_outcomes_by_year(report.requests, report.reports, lang=lang),
        charts.plot_reasons(report.requests, lang=lang),
        charts.plot_applicants(report.requests, lang=lang),
        charts.plot_request_flow(report.requests, lang=lang),
        charts.plot_disputes(report.disputes, lang=lang),
        charts.plot_multiples(metrics.table(report, metrics.HEADLINES), lang=lang),
        charts.plot_slope(metrics.table(report, metrics.OUTCOME_RATES), 2022, lang=lang),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_tables_there_are_reasons_and_no_empty_frames(data, lang):
    for figure in charts_of(part(data, "haiyan-samr", 2022), lang):
        assert len(figure.data) == 0
        assert len(figure.layout.annotations[0].text) > 20
        assert table_of(figure) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_carries_title_source_alt_and_numbers(data, lang):
    for report in metrics.full_requests(data).itertuples():
        for figure in charts_of(part(data, report.agency_id, report.year), lang)[:5]:
            meta = figure.layout.meta
            assert str(report.year) in meta["alt"] + meta["title"]
            assert (report.agency if lang == "zh" else report.agency_en) in meta["title"]
            if len(figure.data):
                assert meta["source"].startswith(("资料来源", "Source"))
                assert len(table_of(figure)) > 0
                assert meta["alt"].startswith(meta["title"])


def test_several_years_or_organs_are_refused_where_one_is_drawn(data):
    with pytest.raises(UsageError, match="2023、2024"):
        charts.plot_outcomes(part(data, "hongze-gov").requests)
    with pytest.raises(UsageError, match="select"):
        charts.plot_disputes(data.disputes)


def test_words_from_data_write_no_tags(data):
    report = part(data, "suqian-gov", 2024)
    agencies = report.reports.assign(agency=HOSTILE, agency_en=HOSTILE)
    hostile = dataclasses.replace(report, reports=agencies)
    rates = metrics.peer_rates(data, "suqian-gov", 2024, "disclosure_rate").assign(agency=HOSTILE)
    slopes = metrics.table(data, "disclosure_rate").assign(agency=HOSTILE)
    slopes["agency"] += slopes["agency_id"]
    figures = [
        *charts_of(hostile, "zh"),
        charts.plot_funnel(rates),
        charts.plot_slope(slopes, 2024),
    ]
    shown = " ".join(w for f in figures for w in [f.layout.title.text, *words(f)])
    assert shown.count("&lt;") > 8
    assert "<img" not in shown
    assert not any("<img" in str(t.name or "") for f in figures for t in f.data)
