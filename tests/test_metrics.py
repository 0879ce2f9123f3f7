"""What may be added, what changed and what is not known; the numbers stand in the tests, invented."""

from __future__ import annotations

import math

import pytest
from frames import channels

from analysis import metrics
from analysis.errors import UsageError


def left_out(*rows):
    marked = metrics.mark_additive(channels(*rows))
    return dict(zip(marked["channel"] + marked["members"], marked["left_out"], strict=True))


def test_parts_of_a_total_are_added_and_the_total_is_not():
    found = left_out(
        {"channel": "total", "value": 1846},
        {"channel": "website", "value": 1023, "part_of": "total"},
        {"channel": "wechat", "value": 706, "part_of": "total"},
    )
    assert found == {"total": "whole", "website": "", "wechat": ""}


def test_a_part_of_another_channel_is_not_added():
    found = left_out(
        {"channel": "media", "value": 700},
        {"channel": "media_national", "value": 5, "part_of": "media"},
    )
    assert found == {"media": "", "media_national": "part"}


def test_a_joint_count_is_never_added_to_its_members():
    found = left_out(
        {"channel": "joint", "members": "wechat;weibo", "value": 27000},
        {"channel": "wechat", "value": 1790},
        {"channel": "website", "value": 10000},
    )
    assert found == {"jointwechat;weibo": "", "wechat": "contained", "website": ""}


def test_of_two_joint_counts_that_overlap_the_larger_is_added():
    found = left_out(
        {"channel": "joint", "members": "wechat;weibo", "value": 30},
        {"channel": "joint", "members": "weibo;toutiao", "value": 90},
    )
    assert found == {"jointwechat;weibo": "contained", "jointweibo;toutiao": ""}


def test_a_column_is_added_only_where_no_website_is_known():
    assert left_out({"channel": "column", "value": 79})["column"] == ""
    both = left_out({"channel": "column", "value": 79}, {"channel": "website", "value": 222})
    assert both == {"column": "contained", "website": ""}


def test_what_the_report_lists_side_by_side_under_one_total_is_added():
    found = left_out(
        {"channel": "website", "value": 60, "part_of": "total"},
        {"channel": "column", "value": 40, "part_of": "total"},
    )
    assert found == {"website": "", "column": ""}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"channel": "press_conference", "value": 3, "unit": "场"}, "unit"),
        ({"channel": "gazette", "value": 12, "unit": "期"}, "unit"),
        ({"channel": "website", "value": 9, "scope": "prior_year"}, "scope"),
        ({"channel": "website", "value": math.nan, "status": "blank"}, "no_value"),
        ({"channel": "website", "value": 9, "unit": "打"}, "unit"),
        ({"channel": "website", "value": 9, "unit": "条次"}, ""),
    ],
)
def test_only_items_of_the_year_are_added(row, reason):
    assert left_out(row)[row["channel"]] == reason


def test_totals_shares_and_concentration_of_haiyan_2022(data):
    report = data.select(agency="haiyan-samr").channels
    total = metrics.channel_totals(report).iloc[0]
    assert (total["added"], total["n_channels"], total["inferred"]) == (222 + 458 + 710, 3, True)
    assert math.isnan(total["stated"])
    squares = (222 / 1390) ** 2 + (458 / 1390) ** 2 + (710 / 1390) ** 2
    assert total["concentration"] == pytest.approx(squares)
    shares = metrics.channel_shares(report)
    assert dict(zip(shares["channel"], shares["share"], strict=True)) == pytest.approx(
        {"website": 222 / 1390, "joint": 458 / 1390, "media": 710 / 1390}
    )


def test_a_single_channel_has_no_share_and_no_concentration():
    frame = channels({"channel": "website", "value": 5})
    assert metrics.channel_shares(frame).empty
    assert math.isnan(metrics.channel_totals(frame)["concentration"].iloc[0])


def test_two_accounts_of_one_channel_are_one_series_and_a_part_of_itself_is_not_added():
    series = metrics.channel_series(
        channels(
            {"channel": "print", "value": 13, "item": 1, "text": "天水日报"},
            {"channel": "print", "value": 18, "item": 2, "text": "天水晚报", "approx": "at_least"},
            {"channel": "press_conference", "value": 54, "unit": "场"},
            {
                "channel": "press_conference",
                "value": 30,
                "unit": "场",
                "part_of": "press_conference",
                "item": 2,
            },
        )
    )
    found = {r.channel: (r.value, r.n_facts, r.approx, r.dimension) for r in series.itertuples()}
    assert found == {
        "print": (31, 2, "at_least", "items"),
        "press_conference": (54, 1, "", "events"),
    }


def test_change_is_a_rate_only_from_one_year_to_the_next():
    changes = metrics.year_on_year(
        metrics.channel_series(
            channels(
                {"channel": "website", "year": 2019, "value": 100},
                {"channel": "website", "year": 2020, "value": 110},
                {"channel": "website", "year": 2022, "value": 55},
                {"channel": "website", "year": 2023, "value": 0},
                {"channel": "website", "year": 2024, "value": 7},
                {"channel": "website", "year": 2025, "value": 9, "approx": "at_least"},
            )
        )
    ).set_index("year")
    assert changes["change_share"].round(4).to_dict() == pytest.approx(
        {2019: math.nan, 2020: 0.1, 2022: math.nan, 2023: -1.0, 2024: math.nan, 2025: math.nan},
        nan_ok=True,
    )
    assert changes["change"].to_dict() == pytest.approx(
        {2019: math.nan, 2020: 10, 2022: -55, 2023: -55, 2024: 7, 2025: math.nan}, nan_ok=True
    )
    assert changes.loc[2022, "base_year"] == 2020
    assert not changes.loc[2022, "consecutive"]


def test_a_quoted_figure_of_last_year_is_not_a_figure_of_this_year():
    series = metrics.channel_series(
        channels(
            {"channel": "website", "value": 9},
            {"channel": "website", "value": 7, "scope": "prior_year", "item": 2},
        )
    )
    assert series["value"].tolist() == [9]


def test_coverage_names_silence_and_missing_years_apart(data):
    grid = metrics.channel_coverage(data.select(agency="hangzhou-commerce"))
    state = {(r.year, r.channel): r.state for r in grid.itertuples()}
    assert state[2021, "column"] == "reported"
    assert state[2022, "column"] == "no_report"
    assert state[2023, "column"] == "not_stated"
    joint = metrics.channel_coverage(data.select(agency="haiyan-samr"))
    assert {r.channel: r.state for r in joint.itertuples()} == {
        "website": "inferred",
        "column": "reported",
        "wechat": "joint",
        "app_account": "joint",
        "media": "reported",
    }


def test_report_coverage_counts_the_cells_of_the_form(data):
    grid = metrics.report_coverage(data)
    cells = {(r.report_id, r.table): (r.known, r.expected) for r in grid.itertuples()}
    assert cells["haiyan-samr-2022", "requests"] == (0, 175)
    assert cells["suqian-gov-2024", "requests"] == (175, 175)
    # 其他处理 printed as one row stands for its three parts.
    assert cells["hongze-gov-2023", "requests"] == (161, 161)
    assert cells["shanghai-go-2019", "disputes"] == (6, 15)


def test_peers_keep_the_silent_organs_without_a_rank(data):
    peers = metrics.peers(data, "haiyan-samr", 2022, "website")
    assert set(peers["level"]) == {"county"}
    assert set(peers["kind"]) == {"department"}
    own = peers[peers["is_self"]].iloc[0]
    known = peers["value"].dropna()
    assert own["value"] == 222
    assert own["rank"] == (known > 222).sum() + 1
    assert peers.loc[peers["value"].isna(), "rank"].isna().all()
    assert len(known) < len(peers)


def test_peers_never_add_two_numbers_of_one_indicator(data):
    twice = data.indicators.duplicated(["report_id", "indicator", "part_of"], keep=False)
    report = data.indicators[twice & (data.indicators["part_of"] == "")].iloc[0]
    peers = metrics.peers(data, report["agency_id"], report["year"], report["indicator"])
    assert math.isnan(peers.loc[peers["is_self"], "value"].iloc[0])


def test_an_unknown_measure_is_answered_with_the_nearest(data):
    with pytest.raises(UsageError, match="wechat"):
        metrics.peers(data, "haiyan-samr", 2022, "wechatt")


def test_organs_with_several_years_come_by_likeness(data):
    organs = metrics.series_organs(data, "haiyan-samr", most=8)
    assert "haiyan-samr" not in organs
    kinds = data.agencies.set_index("agency_id")
    assert set(kinds.loc[organs, "kind"]) == {"department"}
    years = data.channels.groupby("agency_id")["year"].nunique()
    assert (years[organs] >= 2).all()
