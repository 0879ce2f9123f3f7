"""A report among others: history, peers, jumps, gaps, re-issued years, fees of like organs. Invented numbers."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis.checks import check_ledger
from analysis.checks.ledger import Ledger
from analysis.checks.others import Others, Shelf
from analysis.checks.outliers import equal_rates, figures
from analysis.facts import Fact

PENALTIES = ("proactive", "penalties", "decisions")
FEES = ("proactive", "fees", "amount_10k_yuan")


def book(year, value=None, *, cell=PENALTIES, organ="x-samr", form="2021", **more):
    status = "blank" if value is None else "reported"
    facts = {cell: Fact(*cell, value=value, status=status)}
    return Ledger(
        f"{organ}-{year}",
        form,
        year,
        facts,
        agency=organ,
        level="county",
        kind="department",
        **more,
    )


def outlier(years, *others, cell=PENALTIES):
    """The verdict on the last of an organ's years (year -> number)."""
    books = [book(year, value, cell=cell) for year, value in years.items()]
    own = books[-1]
    beside = Shelf([*books, *others]).beside(own)
    found = [
        f
        for f in check_ledger(own, others=beside)
        if f.rule == "years.outlier" and f.per == "/".join(cell)
    ]
    return found[0] if found else None


# Outliers: of an organ's own history


@pytest.mark.parametrize(
    ("past", "now", "reading"),
    [
        ((320, 332, 301, 340), 335, ""),
        ((320, 332, 301, 340), 390, ""),  # more than ever, but no tenfold or twofold
        ((320, 332, 301, 340), 3350, "far outside the organ's own history"),
        ((320, 332, 301, 340), 33, "far outside the organ's own history"),
        ((3, 0, 2, 1), 5, ""),  # small counts: chance
        ((3, 0, 2, 1), 40, "far outside the organ's own history"),
        ((10, 300, 4000, 50), 7000, ""),  # an organ that always jumps: nothing is unusual
    ],
)
def test_four_years_and_more_say_what_is_usual(past, now, reading):
    found = outlier({2019 + 2 + i: v for i, v in enumerate((*past, now))})
    assert found.reading == reading
    assert found.verdict == ("unverifiable" if reading else "holds")
    assert found.severity == "notice"


def test_an_outlier_is_told_but_never_called_broken():
    found = outlier({2021: 320, 2022: 332, 2023: 301, 2024: 340, 2025: 3350})
    assert "中位数 326" in found.explanation_zh and "median 326" in found.explanation_en
    assert found.verdict == "unverifiable"


# Of one year before


@pytest.mark.parametrize(
    ("then", "now", "verdict", "told"),
    [
        (5, 8, "holds", "p = 0.58"),  # exact: (n, k) = (13, 8)
        (0, 0, "holds", "p = 1"),
        (0, 3, "holds", "p = 0.25"),
        (300, 400, "unverifiable", "只有一年可比"),  # no chance, and no history to judge it by
        (332, 3320, "unverifiable", "十倍以上"),
        (332, 33, "unverifiable", "十倍以上"),
        (0, 40, "unverifiable", "一年有、一年无"),
        (None, 40, "unverifiable", "上年没有可比的数"),
        (40, None, "unverifiable", "本年没有这个数"),
    ],
)
def test_one_year_before_says_only_what_it_can(then, now, verdict, told):
    found = outlier({2023: then, 2024: now})
    assert found.verdict == verdict
    assert told in found.explanation_zh
    assert bool(found.reading) == ("十倍" in told or "一年无" in told)


def test_the_probability_of_two_counts_is_exact_for_small_ones():
    assert equal_rates(0, 0) == 1
    assert equal_rates(8, 5) == pytest.approx(2 * (1287 + 715 + 286 + 78 + 13 + 1) / 2**13)
    assert equal_rates(0, 10) == pytest.approx(2 / 2**10)
    assert equal_rates(160, 140) == pytest.approx(
        equal_rates(161, 141), rel=0.02
    )  # exact, then normal


def test_without_an_earlier_year_nothing_is_said_of_outliers():
    assert outlier({2024: 5}) is None


def test_money_is_not_counted_as_cases_are():
    """Of two amounts chance says nothing: only a tenfold change is worth a look."""
    assert outlier({2023: 77.3, 2024: 80.1}, cell=FEES).verdict == "unverifiable"
    assert outlier({2023: 77.3, 2024: 80.1}, cell=FEES).reading == ""
    assert outlier({2023: 77.3, 2024: 801}, cell=FEES).reading
    assert outlier({2023: 77.3, 2024: 77.3}, cell=FEES).verdict == "holds"


# Of peers


def peers(changes, cell=PENALTIES):
    for n, (then, now) in enumerate(changes):
        yield book(2023, then, organ=f"peer-{n}", cell=cell)
        yield book(2024, now, organ=f"peer-{n}", cell=cell)


STEADY = [
    (100, 104),
    (220, 210),
    (330, 340),
    (90, 95),
    (400, 390),
    (150, 160),
    (60, 58),
    (510, 500),
]
DOUBLED = [(a, 2 * b + a) for a, b in STEADY]


@pytest.mark.parametrize(
    ("changes", "reading"),
    [
        (STEADY, "far outside the changes of its peers"),
        (DOUBLED, ""),  # all of them rose so: a new law, a new way of counting
        (STEADY[:7], ""),  # too few to say
    ],
)
def test_eight_peers_say_which_change_is_usual(changes, reading):
    found = outlier({2023: 300, 2024: 900}, *peers(changes))
    assert found.reading == reading
    assert found.verdict == ("holds" if changes is DOUBLED else "unverifiable")


@pytest.mark.parametrize(
    ("fee", "fees", "verdict", "reading"),
    [
        (773000, (50, 77, 81, 120, 40), "unverifiable", "far beyond its peers"),
        (90, (50, 77, 81, 120, 40), "holds", ""),
        (900, (50, 77, 81, 120, 40), "holds", ""),  # a large organ
        (773000, (50, 77, 81, 120), "unverifiable", ""),  # too few
        (0, (50, 77, 81, 120, 40), "not_applicable", ""),
    ],
)
def test_a_fee_in_yuan_every_year_shows_among_peers(fee, fees, verdict, reading):
    own = book(2024, fee, cell=FEES)
    others = [book(2024, f, organ=f"peer-{n}", cell=FEES) for n, f in enumerate(fees)]
    beside = Shelf([own, *others]).beside(own)
    (found,) = [
        f
        for f in check_ledger(own, others=beside)
        if (f.rule, f.per) == ("proactive.fee_unit", "peers")
    ]
    assert (found.verdict, found.reading) == (verdict, reading)


# Gaps, years twice, breaks of form


def gaps(own, *others):
    found = check_ledger(own, others=Shelf([own, *others]).beside(own))
    return {f.per: f for f in found if f.rule == "years.gap"}


def test_a_missing_year_is_named_with_the_latest_at_hand():
    assert gaps(book(2024, 5), book(2023, 4))[""].verdict == "holds"
    found = gaps(book(2024, 5), book(2021, 4), book(2022, 4))[""]
    assert found.verdict == "unverifiable"
    assert "最近的是 2022 年度" in found.explanation_zh
    assert gaps(book(2024, 5))[""].verdict == "unverifiable"


def test_two_reports_of_one_year_are_compared():
    other = dataclasses.replace(book(2024, 7), report_id="second")
    found = gaps(book(2024, 5), other)["same_year"]
    assert (found.verdict, bool(found.reading)) == ("unverifiable", True)
    assert "不同的 1 个：行政处罚" in found.explanation_zh
    same = dataclasses.replace(book(2024, 5), report_id="second")
    assert gaps(book(2024, 5), same)["same_year"].verdict == "holds"
    empty = dataclasses.replace(book(2024, None), report_id="second")
    nothing = gaps(book(2024, 5), empty)["same_year"]
    assert (nothing.verdict, nothing.reading) == ("unverifiable", "")
    assert "same_year" not in gaps(book(2024, 5), book(2023, 5))


def test_a_reissued_year_is_said():
    found = gaps(book(2024, 5, revision=2))["same_year"]
    assert (found.verdict, found.reading) == ("explained", "re-issued")


def test_where_the_form_changed_the_series_that_end_are_named():
    found = gaps(book(2021, 5), book(2020, 4, form="2019"))["form"]
    assert found.verdict == "explained"
    assert "规章 · 现行有效件数" in found.explanation_zh
    assert "Rules · In force" in found.explanation_en
    assert "行政处罚" not in found.explanation_zh  # the same in both forms
    assert "form" not in gaps(book(2022, 5), book(2021, 4))


def test_across_forms_only_what_is_the_same_is_compared():
    assert outlier({2020: 5, 2021: 7}) is not None
    own, then = book(2021, 7), book(2020, 5, form="2019")
    (same,) = [f for f in check_ledger(own, then) if f.per == "/".join(PENALTIES)]
    assert "上年 5，本年 7" in same.explanation_zh
    stock = ("proactive", "rules", "in_force")
    own = book(2021, 7, cell=stock)
    then = book(2020, 5, cell=("proactive", "rules", "published_total"), form="2019")
    (other,) = [f for f in check_ledger(own, then) if f.per == "/".join(stock)]
    assert other.verdict == "unverifiable"
    assert "没有可比的数" in other.explanation_zh


# Whatever stands in the cells

NUMBERS = st.one_of(
    st.none(), st.integers(-5, 2000), st.floats(-10, 1e9, allow_nan=False), st.just(10**12)
)


@settings(max_examples=25)
@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(figures("2021"), NUMBERS)), min_size=2, max_size=7)
)
def test_no_numbers_make_the_rules_fail(years):
    books = [
        dataclasses.replace(
            book(2018 + n),
            facts={
                c: Fact(*c, value=v, status="blank" if v is None else "reported")
                for c, v in year.items()
            },
        )
        for n, year in enumerate(years)
    ]
    shelf = Shelf([*books, *peers(STEADY)])
    for own in books:
        found = list(check_ledger(own, others=shelf.beside(own)))
        assert len({f.finding_id for f in found}) == len(found)
        missing = {"/".join(c) for c, f in own.facts.items() if f.value is None}
        assert not [
            f
            for f in found
            if f.rule == "years.outlier" and f.per in missing and f.verdict == "holds"
        ]


# The data


def test_a_dataset_finds_the_years_and_peers_itself(data):
    found = analysis.check(data)
    said = {f.report_id for f in found if f.rule == "years.outlier"}
    assert {"suqian-gov-2024", "suqian-gov-2025", "hongze-gov-2024"} <= said
    (licences,) = [
        f
        for f in found
        if (f.report_id, f.rule, f.per)
        == ("hongze-gov-2024", "years.outlier", "proactive/licences/decisions")
    ]
    assert "上年 550，本年 9,487" in licences.explanation_zh  # as published
    assert licences.reading


def test_one_report_among_the_data_is_checked_as_in_it(data):
    """The organ's other years and peers are looked up."""
    one = analysis.check(data.select(agency="suqian-gov", years=2024), among=data)
    whole = [f for f in analysis.check(data) if f.report_id == "suqian-gov-2024"]
    assert sorted(one) == sorted(whole)
    assert Others() == Shelf([]).beside(Ledger("", "2021", None, {}))
