"""A report as a document: its tables, sections, date and section five; gaps beside zeros; subtotals."""

from __future__ import annotations

import dataclasses

import pytest
from written import cells, write_haiyan_2023

import analysis
from analysis.checks import check_ledger
from analysis.checks.ledger import Ledger, of_dataset, of_report
from analysis.facts import Fact

TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def of(book, rule, per=None, before=None):
    found = [f for f in check_ledger(book, before) if f.rule == rule and per in (None, f.per)]
    assert len(found) == 1, found
    return found[0]


def headed(*titles, form="2021"):
    numbers = ["一二三四五六"[TITLES.index(t)] if t in TITLES else t[0] for t in titles]
    return Ledger(
        "x-2023", form, 2023, {}, sections=dict.fromkeys(numbers, "文字"),
        headings=tuple(zip(numbers, titles, strict=True)),
    )  # fmt: skip


# Sections


def test_six_sections_in_their_order_hold():
    assert of(headed(*TITLES), "structure.sections").verdict == "holds"


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (TITLES[:5], "缺第六部分"),
        ((*TITLES[:2], TITLES[3], TITLES[2], *TITLES[4:]), "顺序为一、二、四、三、五、六"),
    ],
)
def test_a_missing_or_displaced_section_is_broken(titles, told):
    found = of(headed(*titles), "structure.sections")
    assert (found.verdict, told in found.explanation_zh) == ("broken", True)


def test_a_wrong_number_is_broken():
    book = headed(*TITLES)
    wrong = (*book.headings[:2], ("三", "二、收到和处理政府信息公开申请情况"), *book.headings[3:])
    found = of(dataclasses.replace(book, headings=wrong), "structure.sections")
    assert found.verdict == "broken"
    assert "应为第三部分" in found.explanation_zh


def test_a_title_in_other_words_is_explained_and_an_unnumbered_one_holds():
    book = headed(*TITLES)
    other = (
        *book.headings[:4],
        ("五", "五、政府信息公开工作存在的问题和改进措施"),
        book.headings[5],
    )
    found = of(dataclasses.replace(book, headings=other), "structure.sections")
    assert (found.verdict, found.reading) == ("explained", "titles in other words")
    bare = tuple((n, words[2:]) for n, words in book.headings)
    assert of(dataclasses.replace(book, headings=bare), "structure.sections").verdict == "holds"


def test_a_title_that_was_not_recognised_is_no_missing_section():
    """Its number stands there, or its table does: only the words are unusual."""
    book = headed(*TITLES[:1], *TITLES[2:])
    assert of(book, "structure.sections").verdict == "broken"
    line = dataclasses.replace(
        book, sections={**book.sections, "一": "文字\n二、行政机关公开情况\n文字"}
    )
    found = of(line, "structure.sections")
    assert (found.verdict, "“二、行政机关公开情况”" in found.explanation_zh) == ("explained", True)
    cell = ("proactive", "rules", "made")
    table = dataclasses.replace(book, facts={cell: Fact(*cell, value=0)})
    assert of(table, "structure.sections").verdict == "explained"


@pytest.mark.parametrize("style", ["（{}）", "第{}部分 ", ""])
def test_another_way_of_numbering_holds(style):
    book = headed(*TITLES)
    other = tuple((n, style.format(n) + words[2:]) for n, words in book.headings)
    assert of(dataclasses.replace(book, headings=other), "structure.sections").verdict == "holds"


def test_money_is_printed_with_its_unit_where_the_head_gives_none():
    def verdict(version, *cell):
        book = Ledger(
            "x-2020", version, 2020, {cell: Fact(*cell, value=63, unit="元", text="63元")}
        )
        return of(book, "cells.form", "proactive").verdict

    assert verdict("2019", "proactive", "procurement", "amount_yuan") == "holds"
    assert verdict("2021", "proactive", "fees", "amount_10k_yuan") == "broken"


def test_without_words_or_in_the_list_of_2014_nothing_is_asked_of_sections():
    assert of(Ledger("x-2023", "2021", 2023, {}), "structure.sections").verdict == "unverifiable"
    assert of(headed(*TITLES[:2], form="2014"), "structure.sections").verdict == "not_applicable"


def test_a_file_gives_its_titles_as_printed(tmp_path):
    for name in ("r.html", "r.docx"):
        report = analysis.read_report(write_haiyan_2023(tmp_path / name))
        assert [n for n, _ in report.headings] == list("一二三四五六")
        assert of(of_report(report), "structure.sections").verdict == "holds"


# Tables


def test_a_published_file_without_a_table_is_broken_and_copied_text_is_not(tmp_path):
    report = analysis.read_report(write_haiyan_2023(tmp_path / "r.html"))
    whole = of_report(report)
    assert of(whole, "structure.tables", "disputes").verdict == "holds"
    less = dataclasses.replace(
        whole, facts={c: f for c, f in whole.facts.items() if c[0] != "disputes"}
    )
    found = of(less, "structure.tables", "disputes")
    assert (found.verdict, "没有找到这张表" in found.explanation_zh) == ("broken", True)
    copied = dataclasses.replace(less, source="text")
    assert of(copied, "structure.tables", "disputes").verdict == "unverifiable"
    from_data = dataclasses.replace(less, source="")
    assert of(from_data, "structure.tables", "disputes").verdict == "unverifiable"


HEADINGS = (
    ("二", "主动公开政府信息情况"),
    ("三", "收到和处理政府信息公开申请情况"),
    ("四", "政府信息公开行政复议、行政诉讼情况"),
)
RESULTS = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
# 虚构数据. Table four with a title of another year above it, or with a header that has lost its spans and a title.
OF_2022 = (
    "<p>附：2022年政府信息公开行政复议情况</p><table><tr><td colspan=5>行政复议</td></tr>"
    f"<tr>{RESULTS}</tr><tr><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td></tr></table>"
)
WITHOUT_SPANS = (
    "<table><tr><td>自然人</td><td>法人或其他组织</td><td>总计</td></tr><tr><td>商业企业</td><td>某某某某</td><td>社会公益组织</td>"
    "<td>法律服务机构</td><td>其他</td></tr><tr><td>一、本年新收政府信息公开申请数量</td><td>9</td><td>1</td><td>0</td><td>0</td>"
    "<td>0</td><td>2</td><td>12</td></tr></table>"
)


@pytest.mark.parametrize(
    ("section", "table", "page", "told"),
    [
        ("四", "disputes", OF_2022, "属于别的年度或别的报告，未读"),
        ("三", "requests", WITHOUT_SPANS, "表头的合并单元格已丢失"),
    ],
)
def test_a_table_that_was_left_unread_is_no_picture(tmp_path, section, table, page, told):
    path = tmp_path / "r.html"
    parts = (f"<p>{n}、{t}</p>{page if n == section else ''}" for n, t in HEADINGS)
    path.write_text(
        f"<html><body><h1>某县某局2023年政府信息公开工作年度报告</h1>{''.join(parts)}</body></html>",
        encoding="utf-8",
    )
    book = of_report(analysis.read_report(path))
    found = of(book, "structure.tables", table)
    assert found.verdict == "unverifiable" and "图片" not in found.explanation_zh
    assert told in found.explanation_zh and "not read" in found.explanation_en
    other = of(book, "structure.tables", "proactive")  # of which the file has nothing
    assert "没有找到这张表" in other.explanation_zh and told not in other.explanation_zh
    names = [m["zh"] for m in book.messages if m["code"] == "table_missing"]
    assert len(names) == 2 and not any(dict(HEADINGS)[section] in zh for zh in names)


def test_missing_cells_are_counted_unless_the_reader_could_not_place_something(tmp_path):
    whole = of_report(analysis.read_report(write_haiyan_2023(tmp_path / "r.html")))
    gone = [c for c in whole.facts if c[:2] == ("requests", "refused_state_secret")]
    facts = {
        c: f._replace(status="absent", value=None) if c in gone else f
        for c, f in whole.facts.items()
    }
    less = dataclasses.replace(whole, facts=facts)
    found = of(less, "structure.tables", "requests")
    assert found.verdict == "broken"
    assert f"应有 175 格，缺 {len(gone)} 格" in found.explanation_zh
    unclear = dataclasses.replace(less, messages=({"code": "unknown_row", "zh": "", "en": ""},))
    assert of(unclear, "structure.tables", "requests").verdict == "unverifiable"


# Date


@pytest.mark.parametrize(
    ("published", "verdict"),
    [
        ("2024-01-31", "holds"),
        ("2024-02-01", "broken"),
        ("2025-01-31", "broken"),  # a year late to the day
        ("2025-06-30", "unverifiable"),  # the page was moved to a new site
        ("", "unverifiable"),
    ],
)
def test_a_date_far_too_late_is_that_of_a_moved_page(published, verdict):
    book = Ledger("x-2023", "2021", 2023, {}, kind="department", published_on=published)
    found = of(book, "structure.deadline")
    assert found.verdict == verdict
    if published:
        assert "页面所注日期" in found.explanation_zh and "by its page" in found.explanation_en
    assert ("迁移" in found.explanation_zh) == (published == "2025-06-30")


# Section five

OLD = (
    "一是主动公开的内容还不够丰富，部分栏目更新不及时。二是依申请公开的办理流程有待进一步规范。"
    "下一步，我们将加强业务培训，定期检查各栏目的更新情况，不断提高公开的质量和水平。"
)
NEW = (
    "群众反映政策解读看不懂的较多，全年收到此类意见六条。明年起每份涉企文件都配一张图解，"
    "并在办事大厅放置纸质版，由窗口人员当面说明。"
)


@pytest.mark.parametrize(
    ("then", "now", "verdict", "share"),
    [
        (OLD, OLD, "broken", "100%"),
        (OLD, OLD.replace("三", "四").replace("下一步", "今后"), "broken", "9"),
        (OLD, NEW, "holds", "占 0%"),
        (OLD, NEW + OLD, "holds", "占 5"),
        (OLD, "存在问题。", "unverifiable", "太短"),
        ("", NEW, "unverifiable", "没有两年的文字"),
    ],
)
def test_a_copied_section_five_is_told_with_its_share(then, now, verdict, share):
    years = [
        Ledger(f"x-{y}", "2021", y, {}, sections={"五": words})
        for y, words in ((2022, then), (2023, now))
    ]
    found = of(years[1], "quality.problems", "copied", before=years[0])
    assert found.verdict == verdict
    assert share in found.explanation_zh


# Gaps beside zeros


def test_blanks_and_zeros_in_one_table_are_named_as_unclear():
    def book(**statuses):
        facts = {}
        for fact in cells(requests__new__total=3):
            status = statuses.get(f"{fact.row}_{fact.column}", "reported")
            value = fact.value if status == "reported" else None
            facts[fact[:3]] = fact._replace(status=status, value=value)
        return Ledger("x-2023", "2021", 2023, facts)

    assert of(book(), "cells.form", "proactive/mixed").verdict == "holds"
    found = of(
        book(rules_made="blank", rules_repealed="not_applicable"), "cells.form", "proactive/mixed"
    )
    assert (found.verdict, found.severity, bool(found.reading)) == ("unverifiable", "notice", True)
    assert "空白 1 格、“/” 1 格与 0 8 格混用" in found.explanation_zh
    assert of(book(rules_made="blank"), "cells.form", "requests/mixed").verdict == "holds"


# Subtotals


@pytest.fixture(scope="module")
def suqian(data):
    (book,) = of_dataset(data.select(agency="suqian-gov", years=2024))
    return book


def with_subtotal(book, number):
    """The published report with a 小计 of 其他处理 printed beside its parts."""
    cell = ("requests", "other_subtotal", "total")
    return dataclasses.replace(book, facts={**book.facts, cell: Fact(*cell, value=number)})


def test_a_wrong_subtotal_is_broken_and_the_results_hold_by_their_parts(suqian):
    parts = suqian.beneath("requests", "other")
    whole = sum(suqian.value("requests", r, "total") for r in parts)
    right = with_subtotal(suqian, whole)
    assert of(right, "requests.results", "total").verdict == "holds"
    assert of(right, "requests.subtotals", "other_subtotal/total").verdict == "holds"
    wrong = with_subtotal(suqian, whole + 5)
    found = of(wrong, "requests.results", "total")
    assert (found.verdict, found.reading) == ("explained", "by the parts, not the printed subtotal")
    assert found.expected == found.actual == 3521  # handled in all, as published
    found = of(wrong, "requests.subtotals", "other_subtotal/total")
    assert found.verdict == "broken"
    assert f"{whole + 5:g} → {whole:g}" in found.suggestion_zh


def test_a_wrong_subtotal_with_a_wrong_total_is_broken(suqian):
    cell = ("requests", "handled_total", "total")
    facts = {**suqian.facts, cell: suqian.facts[cell]._replace(value=3500.0)}
    wrong = with_subtotal(dataclasses.replace(suqian, facts=facts), 1)
    assert of(wrong, "requests.results", "total").verdict == "broken"
