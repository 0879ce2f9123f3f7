"""Two reports side by side: every cell, the sentences, the measures of likeness."""

from __future__ import annotations

import pytest
from written import write_haiyan_2023

import analysis
from analysis import compare
from analysis.comparison import align, likeness


@pytest.fixture(scope="module")
def suqian(data):
    organ = data.select(agency="suqian-gov")
    return compare(organ.select(years=2023), organ.select(years=2024))


def test_the_tables_of_suqian_2023_and_2024_are_as_alike_as_counted(suqian):
    assert suqian.tables == {"proactive": (1, 10), "requests": (4, 81), "disputes": (0, 14)}


def test_every_cell_is_there_never_a_subset(suqian):
    assert len(suqian.changes) == 200
    change = next(c for c in suqian.changes if c[:3] == ("requests", "new", "total"))
    assert (change.old, change.new, change.change) == (3511, 3525, 14)


def test_findings_are_those_of_both_years(suqian):
    assert {f.report_id for f in suqian.findings} == {"suqian-gov-2023", "suqian-gov-2024"}
    assert any(f.rule == "years.carried" for f in suqian.findings)


def test_a_gap_has_no_change(data):
    organ = data.select(agency="shanghai-go")
    found = compare(organ.select(years=2019), organ.select(years=2025))
    blank = next(c for c in found.changes if c[:3] == ("requests", "granted", "total"))
    assert (blank.old, blank.change, blank.old_status) == (None, None, "blank")
    told = "".join(zh for zh, _ in found.remarks)
    assert "格式不同" in told
    assert "相邻" in told


def test_other_organs_and_the_same_year_are_said_first(data):
    hongze = data.select(agency="hongze-gov", years=2024)
    found = compare(data.select(agency="suqian-gov", years=2024), hongze)
    told = "".join(zh for zh, _ in found.remarks)
    assert "不是同一机关" in told
    assert "同一年度" in told


def test_nothing_in_them_is_no_crash(data, tmp_path):
    file = analysis.write_form(
        [], tmp_path / "r.html", agency="青禾县某局", year=2022, version="2021"
    )
    empty = analysis.read_report(file)
    found = compare(empty, empty)
    assert len(found.changes) > 100
    assert all(change.change is None for change in found.changes)


OLD = "一是加强公开。二是开展培训两次。三是及时回应群众关切的热点问题。今年没有发生追责。"
NEW = (
    "二是开展培训两次。一是加强公开。三是及时回应群众关切的难点问题。新建了政策问答平台并上线运行。"
)


def test_sentences_are_kept_moved_edited_new_or_gone():
    lines = {(line.old, line.new): line.kind for line in align("一", OLD, NEW)}
    assert lines["三是及时回应群众关切的热点问题。", "三是及时回应群众关切的难点问题。"] == "edited"
    assert lines["", "新建了政策问答平台并上线运行。"] == "new"
    assert lines["今年没有发生追责。", ""] == "gone"
    kinds = sorted(
        [
            lines["一是加强公开。", "一是加强公开。"],
            lines["二是开展培训两次。", "二是开展培训两次。"],
        ]
    )
    assert kinds == ["kept", "moved"]


def test_every_new_sentence_stands_once():
    new = [line.new for line in align("一", OLD, NEW) if line.new]
    assert "".join(new) == NEW


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲乙丙丁。", "甲乙丙丁。", {"repeated": 1.0, "copied": 0.0, "subsequence": 1.0}),
        ("甲乙丙丁。", "戊己庚辛。", {"repeated": 0.0, "copied": 0.0, "subsequence": 0.0}),
        # 13 of 20 characters lie in a copied run; 14 of 20 are a common subsequence
        (
            "一二三四五六七八九十甲乙丙",
            "一二三四五六七八九十甲乙丙子丑寅卯辰巳午",
            {"repeated": 0.0, "copied": 13 / 20, "subsequence": 26 / 33},
        ),
        # half of the new text, by length, is an old sentence word for word
        (
            "今天晴朗。",
            "今天晴朗。明天下雨。",
            {"repeated": 0.5, "copied": 0.0, "subsequence": 8 / 12},
        ),
        ("", "今天晴朗。", {"repeated": None, "copied": None, "subsequence": None}),
    ],
)
def test_likeness_by_hand(old, new, expected):
    assert likeness(old, new) == pytest.approx(expected)


def test_what_every_report_says_is_no_likeness():
    same = "本报告由某局按照《中华人民共和国政府信息公开条例》编制而成。"
    found = likeness(same + "甲乙丙丁戊。", same + "子丑寅卯辰。")
    assert found == {"repeated": 0.0, "copied": 0.0, "subsequence": 0.0}


def test_two_files_are_compared_with_their_words(tmp_path):
    old = analysis.read_report(write_haiyan_2023(tmp_path / "a.html"))
    new = analysis.read_report(
        write_haiyan_2023(tmp_path / "b.docx", "本报告为测试而虚构。全部重写了一遍。")
    )
    found = compare(old, new)
    assert {line.kind for line in found.sentences} >= {"kept", "gone"}
    website = next(c for c in found.changes if c.row == "website")
    assert (website.old, website.new, website.change) == (301, None, None)
