"""Sentences held against the tables of 宿迁 2024: the numbers are published, the sentences our own."""

from __future__ import annotations

import dataclasses

import pytest

from analysis import narrative
from analysis.checks import check_ledger
from analysis.checks.ledger import of_dataset
from analysis.checks.sentences import claims
from analysis.document import Paragraph


@pytest.fixture(scope="module")
def suqian(data):
    years = {book.year: book for book in of_dataset(data.select(agency="suqian-gov"))}
    return years[2024], years[2023]


def said(suqian, words):
    """Rule -> verdict of everything that the words claim."""
    now, before = suqian
    facts = tuple(narrative.extract([Paragraph(words, "L1")], now.year)[0])
    book = dataclasses.replace(now, narrative=facts, sections={"一": words})
    return {f.rule: f.verdict for f in check_ledger(book, before) if f.rule.startswith("text.")}


# Table: granted 1431, partly 471, refused 92; natural persons 3440 new; review 88 upheld, 18 corrected;
# litigation: none corrected; 2 rules made, 12 in force; carried out 125; handled 3521; new 3525.
@pytest.mark.parametrize(
    ("words", "rule", "verdict"),
    [
        ("其中予以公开1431件。", "text.result", "holds"),
        ("其中予以公开1341件。", "text.result", "broken"),
        ("不予公开92件。", "text.result", "holds"),
        ("自然人申请3440件。", "text.applicants", "holds"),
        ("自然人申请3404件。", "text.applicants", "broken"),
        ("法人或其他组织申请85件。", "text.applicants", "holds"),
        ("行政复议结果维持88件、纠正18件。", "text.outcome", "holds"),
        ("行政复议结果维持89件。", "text.outcome", "broken"),
        ("全年制发规章2件。", "text.document", "holds"),
        ("全年制发规章3件。", "text.document", "broken"),
        ("作出行政许可决定1573179件。", "text.decision", "holds"),
        ("作出行政许可决定1573178件。", "text.decision", "broken"),
        ("行政事业性收费7.27亿元。", "text.fee", "holds"),  # 72701.2578 万元
        ("行政事业性收费72701.26万元。", "text.fee", "holds"),
        ("行政事业性收费727012578元。", "text.fee", "holds"),
        ("行政事业性收费7.28亿元。", "text.fee", "broken"),
        ("收到申请3646件（网络3000件、信函646件）。", "text.parts", "holds"),
        ("收到申请3646件（网络3000件、信函600件）。", "text.parts", "broken"),
        ("予以公开1431件，占办结总数的40.6%。", "text.share", "holds"),  # of 3521
        ("予以公开1431件，占办结总数的41.6%。", "text.share", "broken"),
        ("自然人申请3440件，占新收申请总量的97.6%。", "text.share", "holds"),  # of 3525
        ("自然人申请3440件，占收到申请总量的94.3%。", "text.share", "explained"),  # of 3646
        # Hedges: 余, 超过, 以上 up to one unit of the last digit that counts; 近, 不足 at most; 约 within 5 %.
        ("其中予以公开1400余件。", "text.result", "holds"),
        ("其中予以公开超过1430件。", "text.result", "holds"),
        ("其中予以公开1300余件。", "text.result", "broken"),
        ("其中予以公开1400件以上。", "text.result", "holds"),
        ("其中予以公开近1500件。", "text.result", "holds"),
        ("其中予以公开不足1431件。", "text.result", "holds"),
        ("其中予以公开近1400件。", "text.result", "broken"),
        ("其中予以公开约1400件。", "text.result", "holds"),
        ("其中予以公开约1300件。", "text.result", "broken"),
        ("自然人申请3400多件。", "text.applicants", "holds"),
        ("行政事业性收费7.2亿余元。", "text.fee", "holds"),
        ("作出行政许可决定157.3万件。", "text.decision", "holds"),  # 1 573 179, rounded
        ("作出行政许可决定157万余件。", "text.decision", "holds"),
        ("作出行政许可决定150余万件。", "text.decision", "holds"),
        ("作出行政许可决定157.4万件。", "text.decision", "broken"),
        ("作出行政许可决定160余万件。", "text.decision", "broken"),
        ("行政事业性收费超过8亿元。", "text.fee", "broken"),
        ("收到申请3600余件（网络3000件、信函646件）。", "text.parts", "holds"),
        ("收到申请3500余件（网络3000件、信函646件）。", "text.parts", "broken"),
        # 结转 without the word 申请: 125 carried out, 121 carried in.
        ("全年新收3525件，结转下年度继续办理125件。", "text.requests_carried_out", "holds"),
        ("全年新收3525件，结转下年度继续办理152件。", "text.requests_carried_out", "broken"),
        ("上年度结转121件，新收3525件。", "text.requests_carried_in", "holds"),
        ("上年结转112件，新收3525件。", "text.requests_carried_in", "broken"),
        # Shares without their count: granted 1431 of 3521; natural persons 3440 of 3525 new.
        ("予以公开占办结总数的40.6%。", "text.share", "holds"),
        ("予以公开占办结总数的46.0%。", "text.share", "broken"),
        ("无法提供941件，占申请总数的26.73%。", "text.share", "explained"),  # of 3521 handled
        ("无法提供941件，占申请总数的27.73%。", "text.share", "broken"),
        ("自然人申请占新收申请的97.6%。", "text.share", "holds"),
        ("予以公开1431件，占办结总数的比例超过40%。", "text.share", "holds"),
        ("予以公开1431件，占办结总数的约40%。", "text.share", "holds"),
        ("予以公开1431件，占办结总数的近40%。", "text.share", "broken"),
        ("全市收到政府信息公开申请3646件，同比增长约1.1%。", "text.growth", "holds"),
        ("全市收到政府信息公开申请3646件，同比下降约1.1%。", "text.growth", "broken"),
        ("政府信息公开申请均已办结。", "text.done", "broken"),
        ("行政诉讼实现零败诉。", "text.undefeated", "holds"),
        ("全市收到政府信息公开申请 3646 件，同比增长 1.05%。", "text.growth", "broken"),
        ("收到政府信息公开申请3646件，较2023年增长1.08%。", "text.growth", "holds"),
        ("同比增长1.08%，共收到申请3646件。", "text.growth", "holds"),
    ],
)
def test_a_claim_is_held_against_its_cells(suqian, words, rule, verdict):
    assert said(suqian, words)[rule] == verdict


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("自然人申请3440件。", "text.requests_received"),
        ("行政复议结果维持88件。", "text.reviews"),
        ("人大代表建议均已办结。", "text.done"),
        ("主动予以公开5件。", "text.result"),
        ("收到申请3646件（其中网络3000件、信函600件）。", "text.parts"),
        ("收到申请3646件（网络3000件、信函若干）。", "text.parts"),
        ("行政复议、行政诉讼维持3件。", "text.outcome"),
        ("予以公开1431件，占全省的41.6%。", "text.share"),
        ("予以公开占全省的41.6%。", "text.share"),
        (
            "予以公开1400余件，占办结总数的45%。",
            "text.share",
        ),  # of a rough count nothing is divided
        ("收到申请3646件（网络约3000件、信函600件）。", "text.parts"),
        ("人大建议结转下年度办理3件。", "text.requests_carried_out"),
        ("行政复议案件上年结转3件。", "text.requests_carried_in"),
    ],
)
def test_words_about_something_else_accuse_nobody(suqian, words, rule):
    assert rule not in said(suqian, words)


def test_two_shares_of_one_base_have_two_ids(suqian):
    now, _ = suqian
    words = "予以公开1431件，占办结总数的40.6%。不予公开92件，占办结总数的9.9%。"
    book = dataclasses.replace(now, narrative=(), sections={"一": words})
    found = [f for f in check_ledger(book) if f.rule == "text.share"]
    assert [f.verdict for f in found] == ["holds", "broken"]
    assert len({f.finding_id for f in found}) == 2


def test_a_claim_says_where_its_words_stand_as_printed():
    text = "本年情况如下。予以公开 １２ 件。"
    (claim,) = claims({"六": text})
    section, span = claim.where.split("#")
    first, last = map(int, span.split("-"))
    assert (section, claim.number) == ("六", 12)
    assert text[first:last] == claim.words == "予以公开 １２ 件"


def test_without_the_table_a_claim_is_unverifiable(suqian):
    now, _ = suqian
    book = dataclasses.replace(now, facts={}, narrative=(), sections={"一": "予以公开1431件。"})
    (found,) = [f for f in check_ledger(book) if f.rule == "text.result"]
    assert found.verdict == "unverifiable"


def test_the_same_claim_twice_has_two_ids(suqian):
    now, _ = suqian
    words = "予以公开1431件。上述予以公开1400件。"
    book = dataclasses.replace(now, narrative=(), sections={"一": words})
    found = [f for f in check_ledger(book) if f.rule == "text.result"]
    assert [f.verdict for f in found] == ["holds", "broken"]
    assert len({f.finding_id for f in found}) == 2
