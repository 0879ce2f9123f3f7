"""The registry of measures against published figures: values, gaps, contradictions, breaks of the form."""

from __future__ import annotations

import dataclasses
import math

import pytest

from analysis import metrics, pages
from analysis.errors import UsageError

# 宿迁市人民政府, as published: measure -> 2023, 2024 (rates as printed to one or two decimals, %)
SUQIAN = {
    "requests_at_hand": (3607, 3646),
    "disclosure_rate": (43.6, 54.0),
    "refusal_rate": (4.1, 2.6),
    "unavailable_rate": (30.9, 26.7),
    "unprocessed_rate": (11.6, 3.3),
    "other_rate": (9.8, 13.3),
    "carry_over_rate": (3.35, 3.43),
    "natural_person_share": (96.9, 97.6),
    "review_correction_rate": (4.1, 13.4),
    "dispute_correction_rate": (3.5, 9.4),
}


@pytest.fixture(scope="module")
def everything(data):
    return metrics.table(data)


def row(frame, report_id, measure):
    found = frame[(frame["report_id"] == report_id) & (frame["measure"] == measure)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("measure", SUQIAN)
@pytest.mark.parametrize("year", [2023, 2024])
def test_the_check_values_of_suqian(everything, measure, year):
    wanted = SUQIAN[measure][year - 2023]
    found = row(everything, f"suqian-gov-{year}", measure)
    digits = len(str(wanted).partition(".")[2])
    value = found["value"] * (100 if found["unit"] == "share" else 1)
    assert round(value, digits) == wanted
    assert found["status"] == "known"


def test_the_outcomes_of_every_full_table_sum_to_one(everything, data):
    rates = ["disclosure_rate", "refusal_rate", "unavailable_rate", "unprocessed_rate"]
    full = everything[everything["measure"].isin([*rates, "other_rate"])]
    sums = full.groupby("report_id")["value"].sum(min_count=5).dropna()
    assert sorted(sums.index) == sorted(metrics.full_requests(data)["report_id"])
    assert len(sums) == 8
    assert sums.tolist() == pytest.approx([1.0] * 8)


def test_counts_stand_beside_rates_and_small_ones_are_marked(everything):
    found = row(everything, "hongze-gov-2024", "review_correction_rate")
    assert (found["numerator"], found["denominator"], found["few"]) == (1, 2, True)
    large = row(everything, "suqian-gov-2024", "review_correction_rate")
    assert (large["numerator"], large["denominator"], large["few"]) == (18, 134, False)


def test_wilson_against_values_worked_out_by_hand():
    # 1 of 2: centre 0.5, half width 0.4055; 0 of 10: upper z²/(n + z²)
    assert metrics.wilson(1, 2) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    assert metrics.wilson(0, 10) == pytest.approx((0, 3.8415 / 13.8415), abs=1e-4)
    assert metrics.wilson(10, 10)[1] == 1
    assert all(math.isnan(edge) for edge in metrics.wilson(0, 0))


def test_blank_totals_and_results_are_missing_and_never_zero(everything):
    found = row(everything, "shanghai-go-2019", "disclosure_rate")
    assert (found["status"], found["denominator"]) == ("missing", 805)
    assert math.isnan(found["value"])
    assert row(everything, "shanghai-go-2019", "requests_at_hand")["value"] == 859 + 18
    assert row(everything, "haiyan-samr-2022", "requests_new")["status"] == "missing"


def test_a_printed_subtotal_stands_for_a_group_without_its_parts(everything):
    found = row(everything, "hongze-gov-2024", "other_rate")
    assert (found["numerator"], found["status"]) == (0, "known")


def test_one_blank_part_makes_a_group_missing(data):
    part = data.select(agency="suqian-gov", years=2024)
    cells = part.facts.copy()
    blank = (cells["row"] == "refused_third_party") & (cells["column"] == "total")
    assert blank.sum() == 1
    cells.loc[blank, ["value", "status"]] = [math.nan, "blank"]
    found = metrics.table(dataclasses.replace(part, facts=cells), ["refusal_rate", "granted_rate"])
    assert found["status"].tolist() == ["missing", "known"]


def test_a_published_contradiction_gives_no_rate(everything):
    # 洪泽 2023 prints 10 upheld, 1 corrected and a total of 0.
    found = row(everything, "hongze-gov-2023", "review_correction_rate")
    assert (found["numerator"], found["denominator"], found["status"]) == (1, 0, "contradictory")
    assert (
        row(everything, "shanghai-stc-2024", "litigation_correction_rate")["status"] == "no_cases"
    )


def test_the_repeal_rate_takes_last_years_stock(everything):
    found = row(everything, "suqian-gov-2024", "normative_repealed_share")
    assert (found["numerator"], found["denominator"]) == (227, 597)
    assert row(everything, "suqian-gov-2023", "normative_repealed_share")["status"] == "missing"


def test_a_choice_of_years_still_sees_the_year_before(data, everything):
    chosen = metrics.table(data, "rules_repealed_share", "suqian-gov", 2024)
    assert chosen["value"].tolist() == pytest.approx([1 / 11])


def test_what_a_form_does_not_have_is_not_comparable(everything):
    found = row(everything, "shanghai-go-2019", "normative_made_ratio")
    assert found["status"] == "not_comparable"


def test_a_change_of_form_and_a_gap_each_break_a_series(data):
    shanghai = metrics.table(data, "requests_new", "shanghai-go")
    found = list(zip(shanghai["year"], shanghai["run"], shanghai["broken_by"], strict=True))
    assert found == [(2019, 1, ""), (2020, 1, ""), (2022, 2, "form"), (2025, 3, "gap")]


def test_change_stays_inside_an_unbroken_run(data):
    changes = metrics.measure_change(
        metrics.table(data, ["requests_new", "disclosure_rate"], ["suqian-gov", "shanghai-go"])
    )
    known = changes[changes["change"].notna()]
    found = {(r.agency_id, r.measure, r.year): r.change for r in known.itertuples()}
    assert found == {
        ("suqian-gov", "requests_new", 2024): 3525 - 3511,
        ("suqian-gov", "requests_new", 2025): 3830 - 3525,
        ("suqian-gov", "disclosure_rate", 2024): pytest.approx(1902 / 3521 - 1519 / 3486),
    }
    rates = known[known["unit"] == "share"]
    assert rates["change_share"].isna().all()


def test_channel_measures_are_the_channel_counts(everything):
    assert row(everything, "haiyan-samr-2022", "channel_items_media")["value"] == 710
    share = row(everything, "haiyan-samr-2022", "channel_share_media")
    assert (share["numerator"], share["denominator"]) == (710, pytest.approx(1390))
    assert math.isnan(share["low"])


def test_an_unknown_measure_is_answered_with_the_nearest(data):
    with pytest.raises(UsageError, match="disclosure_rate"):
        metrics.table(data, "disclosure_rat")


def test_every_measure_is_whole_and_has_its_labels():
    known = metrics.measures()
    assert len(known) > 60
    for measure in known.values():
        assert "{" not in measure.id + measure.zh + measure.en
        assert measure.formula_zh and measure.formula_en
        assert measure.kind == "channel" or measure.numerator
        assert (measure.kind in {"share", "ratio"}) == bool(measure.denominator)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_codebook_page_lists_every_measure(lang):
    shown = pages.measure_codebook(lang=lang).html
    for measure in metrics.measures().values():
        assert f"<td>{measure.id}</td>" in shown
    assert "proactive.rules.repealed ÷ proactive.rules.in_force[t−1]" in repr(
        pages.measure_codebook(lang=lang)
    )


def test_the_measure_table_shows_counts_beside_rates_and_reasons_for_gaps(data):
    wanted = ["requests_new", "disclosure_rate", "dispute_correction_rate"]
    shown = repr(pages.measure_table(metrics.table(data, wanted, "suqian-gov")))
    for words in ("3,511", "3,525", "3,830", "54.0%（1,902/3,521）", "9.1%（26/286）", "无数"):
        assert words in shown
    hongze = repr(pages.measure_table(metrics.table(data, wanted, "hongze-gov")))
    assert "表内不符" in hongze
    assert "16.7%*（1/6）" in hongze
