"""The rules as data, and how a rule states a finding."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files

from analysis import codebook, form
from analysis.checks.findings import Finding, finding_id
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.others import Others

Rule = Callable[[Ledger], Iterator[Finding]]
YearRule = Callable[[Ledger, Ledger], Iterator[Finding]]
OthersRule = Callable[[Ledger, Others], Iterator[Finding]]
INSIDE: list[Rule] = []  # about one report
ACROSS: list[YearRule] = []  # about a report and that of the year before
AMONG: list[OthersRule] = []  # about a report among its organ's other years and other organs


def inside(rule: Rule) -> Rule:
    """Register a rule about one report."""
    INSIDE.append(rule)
    return rule


def across(rule: YearRule) -> YearRule:
    """Register a rule about a report (first) and its organ's report of the year before."""
    ACROSS.append(rule)
    return rule


def among(rule: OthersRule) -> OthersRule:
    """Register a rule about a report (first) among those that it can be held against."""
    AMONG.append(rule)
    return rule


@cache
def table() -> dict[str, dict[str, str]]:
    """Rule id -> its row: titles, severity, explanations, sources."""
    text = files(__package__).joinpath("rules.csv").read_text(encoding="utf-8")
    return {row["rule"]: row for row in csv.DictReader(text.splitlines())}


def state(
    ledger: Ledger,
    rule: str,
    verdict: str,
    per: str = "",
    *,
    expected: float | None = None,
    actual: float | None = None,
    reading: str = "",
    cells: Iterable[Cell] = (),
    zh: str = "",
    en: str = "",
) -> Finding:
    """A finding of ``rule`` at ``per``, with the rule's explanation and what this place adds to it."""
    about, cells = table()[rule], list(cells)
    difference = actual - expected if expected is not None and actual is not None else None
    return Finding(
        finding_id(ledger.report_id, rule, per),
        ledger.report_id,
        rule,
        verdict,
        about["severity"],
        cells[0][0] if cells else "",
        per,
        expected,
        actual,
        difference,
        reading,
        ";".join("/".join(cell) for cell in cells),
        ledger.where(cells),
        about["explanation_zh"] + (f"：{zh}" if zh else ""),
        about["explanation_en"] + (f": {en}" if en else ""),
    )


def equation(
    ledger: Ledger,
    rule: str,
    per: str,
    cells: Iterable[Cell],
    expected: float | None,
    actual: float | None,
) -> Finding:
    """Holds when both sides are known and equal, broken when they differ, else unverifiable."""
    cells = list(cells)
    if expected is None or actual is None:
        missing = [cell for cell in cells if ledger.value(*cell) is None] or cells
        zh, en = (
            "、".join(name(c) for c in missing[:3]),
            ", ".join(name(c, "en") for c in missing[:3]),
        )
        return state(
            ledger, rule, "unverifiable", per, cells=cells, zh=f"缺 {zh}", en=f"missing {en}"
        )
    verdict = "holds" if abs(expected - actual) < 1e-6 else "broken"
    zh = f"应为 {expected:,.12g}，实为 {actual:,.12g}" if verdict == "broken" else ""
    en = f"expected {expected:,.12g}, found {actual:,.12g}" if verdict == "broken" else ""
    return state(
        ledger, rule, verdict, per, expected=expected, actual=actual, cells=cells, zh=zh, en=en
    )


def name(cell: Cell, lang: str = "zh") -> str:
    """A cell for people: 本年新收政府信息公开申请数量 · 总计."""
    table_code, row, column = cell
    if table_code == "channels":
        return codebook.label("channels", row, lang)
    if table_code == "indicators":
        return codebook.label("indicators", row, lang)
    return (
        f"{form.row_label(table_code, row, lang)} · {form.column_label(table_code, column, lang)}"
    )
