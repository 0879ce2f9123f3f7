"""A report over several units against the sum of theirs: invented numbers, read by eye."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from analysis.checks.units import check_units
from analysis.cli import main
from analysis.errors import UsageError

CELL = ("disputes", "review", "upheld")


@pytest.fixture
def family(data):
    """A parent and three units, all with the tables of 洪泽 2024 changed: invented."""
    base = data.select(agency="hongze-gov", years=2024)

    def report(code, upheld, year=2024):
        report_id = f"{code}-{year}"
        facts = base.facts.assign(report_id=report_id, value=0.0)
        cell = (
            (facts["table"] == CELL[0]) & (facts["row"] == CELL[1]) & (facts["column"] == CELL[2])
        )
        facts.loc[cell, "value"] = upheld
        facts.loc[cell & (upheld != upheld), "status"] = "blank"
        names = {"report_id": report_id, "agency_id": code, "agency": f"某{code}", "year": year}
        organ = base.agencies.assign(agency_id=code, name_zh=f"某{code}")
        return organ, base.reports.assign(**names), facts

    def made(**upheld):
        parts = [report(code, value) for code, value in upheld.items()]
        parts.append(report("late", 1.0, 2023))
        frames = (pd.concat(column, ignore_index=True) for column in zip(*parts, strict=True))
        organs, reports, facts = frames
        return dataclasses.replace(base, agencies=organs, reports=reports, facts=facts)

    return made


def verdict(findings):
    return next(f for f in findings if f.per == "/".join(CELL))


@pytest.mark.parametrize(
    ("whole", "units", "expected"),
    [
        (6.0, {"a": 1.0, "b": 2.0, "c": 3.0}, "holds"),
        (7.0, {"a": 1.0, "b": 2.0, "c": 3.0}, "broken"),
        (6.0, {"a": 1.0, "b": float("nan"), "c": 3.0}, "unverifiable"),
        (3.0, {"a": 1.0, "b": float("nan"), "c": 3.0}, "broken"),  # Already more without b.
        (float("nan"), {"a": 1.0, "b": 2.0, "c": 3.0}, "unverifiable"),
    ],
)
def test_a_cell_is_the_sum_of_the_units_cells(family, whole, units, expected):
    finding = verdict(check_units(family(p=whole, **units), "p", list(units), 2024))
    assert finding.verdict == expected
    if expected == "broken" and whole == 7.0:
        assert (finding.expected, finding.actual, finding.difference) == (6.0, 7.0, 1.0)


def test_units_that_did_not_report_are_named(family):
    findings = check_units(family(p=6.0, a=1.0), "p", ["a", "late"], 2024)
    who = next(f for f in findings if f.rule == "units.reported")
    assert who.verdict == "unverifiable"
    assert "某late" in who.explanation_zh
    assert verdict(findings).verdict == "unverifiable"
    assert "某late" in verdict(findings).explanation_zh


def test_all_reported_is_said_too(family):
    findings = check_units(family(p=3.0, a=1.0, b=2.0), "p", ["a", "某b", "b"], 2024)
    assert findings.counts()["broken"] == 0
    assert next(f for f in findings if f.rule == "units.reported").actual == 2


def test_no_units_and_unknown_units_are_told(data):
    with pytest.raises(UsageError, match="没有给出"):
        check_units(data, "suqian-gov", [], 2024)
    with pytest.raises(UsageError, match="没有这个机关"):
        check_units(data, "suqian-gov", ["nowhere"], 2024)


def test_the_command_names_differences(capsys, tmp_path):
    listed = tmp_path / "units.txt"
    listed.write_text("shuyang-gov\n", encoding="utf-8-sig")
    assert main(["units", "suqian-gov", "--year", "2025", "--list", str(listed)]) in (0, 2)
    assert "相符" in capsys.readouterr().out
    assert main(["units", "suqian-gov", "--year", "2025", "--list", str(tmp_path / "no")]) == 1
    assert "单位名单" in capsys.readouterr().err
