"""Known answers of the rules on published reports, and what no rule may ever do."""

from __future__ import annotations

import dataclasses

import pytest

import analysis
from analysis import form, narrative
from analysis.checks import (
    check,
    check_ledger,
    claims,
    identities,
    read_decisions,
    suggest,
    worded,
)
from analysis.checks.decisions import apply
from analysis.checks.ledger import Ledger, of_dataset
from analysis.checks.rules import ACROSS, INSIDE, table
from analysis.document import Paragraph
from analysis.errors import DataError
from analysis.facts import Fact

CLEAN = [
    "hongze-gov-2024",
    "huaian-gov-2024",
    "shanghai-go-2025",
    "shanghai-stc-2024",
    "shuyang-gov-2025",
    "suqian-gov-2023",
    "suqian-gov-2024",
    "suqian-gov-2025",
    "shanghai-go-2019",
]
FULL = [r for r in CLEAN if r not in {"suqian-gov-2025", "shanghai-go-2019"}] + ["hongze-gov-2023"]


@pytest.fixture(scope="module")
def findings(data):
    return check(data)


@pytest.fixture(scope="module")
def ledgers(data):
    return {ledger.report_id: ledger for ledger in of_dataset(data)}


def of(findings, report_id, rule=None, verdict=None):
    return [
        f
        for f in findings
        if f.report_id == report_id and rule in (None, f.rule) and verdict in (None, f.verdict)
    ]


# Known answers


def test_hongze_2023_has_exactly_two_wrong_totals(findings):
    broken = of(findings, "hongze-gov-2023", verdict="broken")
    assert {(f.rule, f.per, f.expected, f.actual) for f in broken} == {
        ("disputes.total", "review", 11, 0),
        ("disputes.total", "litigation_after_review", 5, 0),
    }
    assert all("总计”0 →" in f.suggestion_zh for f in broken)


def test_the_published_pdf_gives_the_same_two_with_their_places(shared):
    found = check(analysis.read_report(shared / "reports" / "hongze-gov-2023.pdf")).of("broken")
    assert [f.rule for f in found] == ["disputes.total"] * 2
    assert all(f.where.count("p4@") == 5 for f in found)


@pytest.mark.parametrize("report_id", CLEAN)
def test_nothing_is_broken_where_all_printed_arithmetic_holds(findings, report_id):
    assert of(findings, report_id, verdict="broken") == []
    assert of(findings, report_id, verdict="holds")


def test_blank_totals_are_unverifiable_and_printed_ones_hold(findings):
    flow = {f.per: f.verdict for f in of(findings, "shanghai-go-2019", "requests.flow")}
    assert flow["total"] == "holds"  # 859 + 18 = 805 + 72
    assert flow["business"] == "unverifiable"
    results = {f.per: f.verdict for f in of(findings, "shanghai-go-2019", "requests.results")}
    assert results["total"] == "unverifiable"
    assert "缺" in of(findings, "shanghai-go-2019", "requests.results")[0].explanation_zh


@pytest.mark.parametrize(
    ("report_id", "row", "expected"),
    [
        ("hongze-gov-2024", "normative_documents", 8),  # 5 + 3 - 0
        ("suqian-gov-2024", "rules", 12),  # 11 + 2 - 1
        ("suqian-gov-2024", "normative_documents", 420),  # 597 + 50 - 227
        ("suqian-gov-2025", "rules", 15),  # 12 + 3 - 0
        ("suqian-gov-2025", "normative_documents", 422),  # 420 + 61 - 59
    ],
)
def test_stock_and_flow_of_documents(findings, report_id, row, expected):
    (found,) = [f for f in of(findings, report_id, "years.in_force") if f.per == row]
    assert (found.verdict, found.expected, found.actual) == ("holds", expected, expected)


@pytest.mark.parametrize(
    ("report_id", "carried"), [("suqian-gov-2024", 121), ("hongze-gov-2024", 0)]
)
def test_what_was_carried_over(findings, report_id, carried):
    (found,) = [f for f in of(findings, report_id, "years.carried") if f.per == "total"]
    assert (found.verdict, found.expected, found.actual) == ("holds", carried, carried)


def told(ledger, words):
    """A ledger with an overview in our own words, read as any report's."""
    facts = tuple(narrative.extract([Paragraph(words, "L1")], ledger.year)[0])
    return dataclasses.replace(ledger, narrative=facts, sections={"一": words})


SUQIAN_2024 = (
    "2024年，全市各级行政机关共收到政府信息公开申请3646件，同比增长1.05%。"
    "因政府信息公开引发行政复议134件，行政诉讼57件。"
)


def test_suqians_claims_are_explained_by_their_readings_and_its_growth_is_broken(ledgers):
    now, before = told(ledgers["suqian-gov-2024"], SUQIAN_2024), ledgers["suqian-gov-2023"]
    found = {f.rule: f for f in check_ledger(now, before) if f.rule.startswith("text.")}
    received, reviews = found["text.requests_received"], found["text.reviews"]
    assert (received.verdict, received.actual, received.reading) == (
        "explained",
        3646,
        "new + carried in",
    )
    assert (reviews.verdict, reviews.actual, reviews.expected) == ("explained", 134, 170 - 36)
    lawsuits = found["text.lawsuits"]
    assert (lawsuits.verdict, lawsuits.actual, lawsuits.expected) == ("explained", 57, 77 - 20)
    growth = found["text.growth"]
    assert (growth.verdict, growth.actual, growth.expected) == ("broken", 1.05, 1.08)


def test_hongze_2024s_text_speaks_of_another_number_than_its_table(ledgers):
    now = told(ledgers["hongze-gov-2024"], "全年收到政府信息公开申请17件。")
    (found,) = [f for f in check_ledger(now) if f.rule == "text.requests_received"]
    assert (found.verdict, found.actual, found.expected) == ("broken", 17, 95)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("全年收到政府信息公开申请90余件。", "holds"),
        ("全年收到政府信息公开申请近100件。", "holds"),
        ("全年收到政府信息公开申请约93件。", "holds"),
        ("全年收到政府信息公开申请80余件。", "broken"),
        ("全年未收到政府信息公开申请。", "broken"),
    ],
)
def test_hedges_and_denials_are_held_against_the_table(ledgers, words, verdict):
    now = told(ledgers["hongze-gov-2024"], words)  # 95 in the table
    (found,) = [f for f in check_ledger(now) if f.rule == "text.requests_received"]
    assert found.verdict == verdict


# Mutations


def changed(ledger, cell, value):
    return dataclasses.replace(
        ledger, facts={**ledger.facts, cell: ledger.facts[cell]._replace(value=value)}
    )


def seen(ledger):
    """What is broken, and by how much."""
    return {(f.rule, f.per, f.difference) for f in check_ledger(ledger) if f.verdict == "broken"}


@pytest.mark.parametrize("report_id", FULL)
def test_a_changed_cell_of_tables_three_and_four_is_found_and_named(ledgers, report_id):
    """Any amount: the cell is in a row and a column identity, or in a row identity."""
    ledger = ledgers[report_id]
    before = seen(ledger)
    named = both = 0
    for cell, fact in ledger.facts.items():
        if cell[0] == "proactive" or fact.value is None:
            continue
        for amount in (1, 7, 1000):
            mutant = changed(ledger, cell, fact.value + amount)
            assert seen(mutant) != before, (cell, amount)
            if cell[0] == "requests":
                both += 1
                best = suggest(mutant, "requests")
                named += bool(best) and best[0].changes == ((cell, fact.value),)
    assert named / both >= 0.95


def test_two_swapped_numbers_are_named_as_a_pair(ledgers):
    ledger = ledgers["suqian-gov-2024"]
    a, b = ("requests", "granted", "natural_person"), ("requests", "granted", "business")
    one, two = ledger.facts[a].value, ledger.facts[b].value
    swapped = changed(changed(ledger, a, two), b, one)
    best = suggest(swapped, "requests")[0]
    assert best.kind == "swapped"
    assert dict(best.changes) == {a: one, b: two}


def test_a_number_in_the_wrong_column_is_named(ledgers):
    ledger = ledgers["suqian-gov-2024"]
    a, b = ("requests", "granted", "natural_person"), ("requests", "granted", "other_org")
    moved = changed(changed(ledger, a, ledger.facts[a].value - 5), b, ledger.facts[b].value + 5)
    best = suggest(moved, "requests")[0]
    assert (best.kind, dict(best.changes)) == (
        "moved",
        {a: ledger.facts[a].value, b: ledger.facts[b].value},
    )


# What no rule may do


def test_an_empty_report_is_unverifiable_and_no_crash():
    empty = Ledger("nobody-2023", "2021", 2023, {})
    found = list(check_ledger(empty, empty))
    assert found
    assert {f.verdict for f in found} <= {"unverifiable", "not_applicable"}


def test_a_missing_operand_is_never_right(ledgers):
    ledger = ledgers["suqian-gov-2024"]
    for identity in identities("2021"):
        cell = identity.terms[0][0]
        blank = Fact(*cell, status="blank")
        holed = dataclasses.replace(ledger, facts={**ledger.facts, cell: blank})
        (found,) = [
            f for f in check_ledger(holed) if (f.rule, f.per) == (identity.rule, identity.per)
        ]
        assert found.verdict == "unverifiable"


def test_published_values_are_never_changed(data):
    before = data.facts.copy()
    check(data)
    assert data.facts.equals(before)


def test_every_rule_is_described_and_every_described_rule_is_used(findings, ledgers):
    now = told(ledgers["suqian-gov-2024"], SUQIAN_2024)
    used = {f.rule for f in findings} | {
        f.rule for f in check_ledger(now, ledgers["suqian-gov-2023"])
    }
    assert used <= set(table())
    assert len(INSIDE) + len(ACROSS) >= 15
    for row in table().values():
        assert all(row.values()), row["rule"]


def test_every_described_rule_is_stated_somewhere(root):
    code = "".join(p.read_text(encoding="utf-8") for p in (root / "analysis/checks").glob("*.py"))
    stated = {i.rule for version in ("2019", "2021") for i in identities(version)}
    kinds = {f"text.{kind}" for kind in (*worded._RULES, *claims.READINGS)}
    unused = [r for r in table() if r not in stated | kinds and f'"{r}"' not in code]
    assert unused == []


@pytest.mark.parametrize(
    ("cell", "fact", "words"),
    [
        (
            ("requests", "granted", "total"),
            {"value": None, "status": "unreadable", "text": "1 2"},
            "1 2",
        ),
        (("requests", "granted", "total"), {"value": 3, "text": "3件"}, "3件"),
        (("requests", "granted", "total"), {"value": -3, "text": "-3"}, "-3"),
        (("requests", "granted", "total"), {"value": 2.5, "text": "2.5"}, "2.5"),
    ],
)
def test_cells_that_hold_no_plain_count_are_listed(cell, fact, words):
    ledger = Ledger("x-2023", "2021", 2023, {cell: Fact(*cell, **fact)})
    (found, _) = [f for f in check_ledger(ledger) if f.rule == "cells.form"]
    assert found.verdict == "broken"
    assert words in found.explanation_zh


def test_a_fee_in_yuan_is_noticed():
    def year(y, fee):
        cell = ("proactive", "fees", "amount_10k_yuan")
        return Ledger(f"x-{y}", "2021", y, {cell: Fact(*cell, value=fee, unit="万元")})

    found = {
        fee: next(
            f
            for f in check_ledger(year(2023, fee), year(2022, 77.3))
            if f.rule == "proactive.fee_unit"
        )
        for fee in (773000, 80.1)
    }
    assert found[773000].verdict == "broken"
    assert found[80.1].verdict == "holds"


def test_a_county_that_makes_rules_is_noticed(ledgers):
    mutant = changed(ledgers["hongze-gov-2024"], ("proactive", "rules", "made"), 1)
    (found,) = [f for f in check_ledger(mutant) if f.rule == "proactive.rules_power"]
    assert (found.verdict, found.severity) == ("broken", "warning")


def test_a_copy_of_last_year_is_noticed(ledgers):
    ledger = ledgers["suqian-gov-2024"]
    copy = dataclasses.replace(ledger, report_id="copy", year=2025)
    found = {f.per: f.verdict for f in check_ledger(copy, ledger) if f.rule == "years.copied"}
    assert found == {"proactive": "broken", "requests": "broken", "disputes": "broken"}


# Ids and decisions


def test_ids_are_stable_when_numbers_change(ledgers):
    ledger = ledgers["suqian-gov-2024"]
    mutant = changed(ledger, ("requests", "new", "total"), 1)
    ids = [{f.finding_id for f in check_ledger(x)} for x in (ledger, mutant)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == len(list(check_ledger(ledger)))


def test_decisions_survive_a_new_run_and_unknown_ones_are_named(findings, tmp_path, data):
    broken = findings.of("broken")
    first = next(iter(broken))
    file = tmp_path / "decisions.csv"
    file.write_text(
        f"finding,decision,reason,who,when\n{first.finding_id},accepted,已电话核实,测试,2026-01-05\n",
        encoding="utf-8",
    )
    decided = apply(check(data), read_decisions(file))
    (row,) = [f for f in decided if f.decision]
    assert (row.finding_id, row.reason) == (first.finding_id, "已电话核实")
    file.write_text("finding,decision,reason,who,when\nnothing,accepted,,,\n", encoding="utf-8")
    with pytest.raises(DataError, match="nothing"):
        apply(check(data), read_decisions(file))
    file.write_text(
        f"finding,decision,reason,who,when\n{first.finding_id},maybe,,,\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="maybe"):
        read_decisions(file)


def test_identities_cover_the_form():
    per = [(i.rule, i.per) for i in identities("2021")]
    assert len(per) == len(set(per))
    rules = [rule for rule, _ in per]
    assert rules.count("requests.flow") == rules.count("requests.results") == 7
    assert rules.count("disputes.total") == 3
    rows = [r for r in form.rows("2021", "requests") if r["kind"] != "group"]
    assert rules.count("requests.applicants") == len(rows)


def test_findings_show_themselves_escaped(ledgers):
    evil = dataclasses.replace(ledgers["hongze-gov-2023"], report_id="<img src=x onerror=alert(1)>")
    shown = check(evil)._repr_html_()
    assert "<img" not in shown
    assert "disputes.total" in shown
