"""The yearly data in data/: it keeps to its description and holds what the published reports say."""

from __future__ import annotations

import csv
import math

import pytest


def test_the_package_validates_as_frictionless(root):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(root / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


def test_size(data):
    assert len(data.reports) == 307
    assert len(data.agencies) == 250
    several = data.channels.groupby("agency_id")["year"].nunique()
    assert (several >= 2).sum() == 38


def test_every_report_names_its_source_and_every_fact_its_report(data):
    assert data.reports["source"].str.len().min() > 3
    assert set(data.facts["report_id"]) == set(data.reports["report_id"])


def test_facts_stand_in_the_file_of_their_year(root, data):
    years = data.reports.set_index("report_id")["year"]
    for path in sorted((root / "data" / "facts").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found = {row["report_id"] for row in csv.DictReader(file)}
        assert {years[report_id] for report_id in found} == {int(path.stem)}


HAIYAN_2022 = {  # read by eye from the report's text
    ("channels", "website"): (222, "inferred", ""),
    ("channels", "column"): (79, "reported", ""),
    ("channels", "joint"): (458, "reported", ""),
    ("channels", "media"): (710, "reported", ""),
    ("indicators", "penalties_published"): (332, "reported", ""),
    ("indicators", "interpretations"): (3, "reported", ""),
    ("indicators", "series_issues"): (19, "reported", ""),
    ("indicators", "reads"): (21000, "reported", "at_least"),
    ("indicators", "proposals_cppcc"): (2, "reported", ""),
    ("indicators", "proposals_npc"): (3, "reported", ""),
    ("indicators", "hotline_cases"): (2699, "reported", ""),
    ("indicators", "satisfaction_rate"): (100, "reported", ""),
    ("indicators", "requests_received"): (0, "reported", ""),
    ("indicators", "reviews"): (0, "reported", ""),
    ("indicators", "lawsuits"): (0, "reported", ""),
    ("indicators", "fee_yuan"): (0, "reported", ""),
    ("indicators", "accountability_cases"): (0, "reported", ""),
}


def test_haiyan_2022_is_what_its_report_says(data):
    facts = data.select(agency="haiyan-samr").facts
    found = {(f.table, f.row): (f.value, f.status, f.approx) for f in facts.itertuples()}
    assert found == HAIYAN_2022
    joint = facts[facts["row"] == "joint"].iloc[0]
    assert joint["members"] == "wechat;app_account"


def test_every_given_figure_is_in_the_data(data, shared):
    """Cell by cell against the figures typed in from the published reports."""
    facts = data.facts
    mine = {}
    for f in facts.itertuples():
        mine.setdefault((f.report_id, f.table, f.row, f.column), []).append((f.value, f.status))
    missing = []
    for row in _rows(shared / "figures" / "figures.csv"):
        cells = mine.get((row["report_id"], row["table"], row["row"], row["column"]), [])
        if not any(_same(row["value"], value) and row["status"] == s for value, s in cells):
            missing.append(row)
    assert missing == []


def test_every_given_channel_and_indicator_is_in_the_data(data, shared):
    mine = {
        (f.report_id, f.row, f.members, f.value, f.unit, f.approx, f.part_of, f.text, f.status)
        for f in data.facts.itertuples()
    }
    missing = []
    for row in _rows(shared / "figures" / "channels.csv"):
        status = "inferred" if row["basis"] == "inferred" else "reported"
        key = (row["report_id"], row["channel"], row["members"], float(row["value"]), row["unit"])
        if (*key, row["approx"], row["part_of"], row["label_zh"], status) not in mine:
            missing.append(row)
    for row in _rows(shared / "figures" / "indicators.csv"):
        key = (row["report_id"], row["indicator"], "", float(row["value"]), row["unit"])
        if (*key, row["approx"], row["part_of"], row["label_zh"], "reported") not in mine:
            missing.append(row)
    assert missing == []


def test_a_gap_has_no_number_and_a_number_no_gap(data):
    gaps = data.facts[
        data.facts["status"].isin(["blank", "not_applicable", "unreadable", "absent"])
    ]
    assert len(gaps) == 135  # blank cells of 上海市政府办公厅 2019
    assert gaps["value"].isna().all()
    assert data.facts.loc[~data.facts.index.isin(gaps.index), "value"].notna().all()


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _same(printed: str, value: float) -> bool:
    return math.isnan(value) if printed == "" else float(printed) == value
