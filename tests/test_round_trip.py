"""Written, then read: the same facts come back - from the form, and from every dialect of real reports.

The reports are invented or, where the shared figures are at hand, the known figures of real reports.
"""

import csv
import os
import random
import tempfile
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from dialects import DIALECTS, composed, portable, score, sheets, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import form
from analysis.cells import read_cell
from analysis.facts import Fact
from analysis.formwriter import VERSIONS, write_form
from analysis.report import read_report

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).parents[2] / "shared")
YEARS = {"2021": 2023, "2019": 2020, "2014": 2016}
ORGAN = "海盐县市场监督管理局"

# Facts as an analyst or a reader may have them

UNREADABLE = ("约3件", "12;34", "见附件", "3-5", "待统计", "1 2", "<3>&4", "两三件")
STROKES = ("/", "-", "—", "——", "无", "")


def test_the_unreadable_texts_are_unreadable():
    assert {read_cell(text).status for text in UNREADABLE} == {"unreadable"}


def contents(key, version):
    """Facts for one cell."""
    change = key[2] == "items_change"
    whole = st.integers(-(10**6) if change else 0, 10**9)
    money = st.integers(0, 10**10).map(lambda n: n / 10_000)
    unit = form.unit(*key, version)
    value = st.one_of(whole, money) if "amount" in key[2] or unit == "万元" else whole
    return st.one_of(
        value.map(lambda v: Fact(*key, value=v)),
        st.sampled_from(STROKES).map(lambda t: Fact(*key, status="not_applicable", text=t)),
        st.sampled_from(UNREADABLE).map(lambda t: Fact(*key, status="unreadable", text=t)),
        st.sampled_from(("blank", "absent")).map(lambda s: Fact(*key, status=s)),
    )


@st.composite
def filled_forms(draw, version):
    """Facts of a report: some cells drawn, the others all alike."""
    keys = [(t, row, column) for t in form.TABLES for row, column in form.cells(version, t)]
    if version == "2021" and draw(st.booleans()):
        columns = [
            c["column"]
            for c in form.columns(version, "requests")
            if c["kind"] in {"count", "total"}
        ]
        keys = [k for k in keys if not k[1].startswith("other_")]
        keys += [("requests", "other_subtotal", column) for column in columns]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=40))
    rest = draw(st.sampled_from(("blank", "reported", "not_applicable")))
    facts = [draw(contents(key, version)) for key in chosen]
    for i, key in enumerate(k for k in keys if k not in set(chosen)):
        facts.append(Fact(*key, value=i if rest == "reported" else None, status=rest, text="/"))
    return facts


def said(facts):
    """Cell -> what it says; what was absent or blank on paper is blank when read."""
    return {
        fact[:3]: (fact.status, fact.value, fact.text if fact.status == "unreadable" else "")
        for fact in facts
        if fact.table in form.TABLES and fact.status not in {"absent", "blank"}
    }


@pytest.mark.parametrize("suffix", ["html", "docx"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_written_form_reads_back(version, suffix):
    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.large_base_example]
    )
    @given(filled_forms(version))
    def check(facts):
        with tempfile.TemporaryDirectory() as folder:
            path = write_form(
                facts, Path(folder, f"form.{suffix}"), agency=ORGAN, year=YEARS[version]
            )
            report = read_report(path)
        assert said(report.facts) == said(facts)
        assert (report.agency, report.year, report.form) == (ORGAN, YEARS[version], version)

    check()


@pytest.mark.parametrize("suffix", ["html", "docx"])
def test_sections_and_facts_survive_a_second_writing(tmp_path, suffix):
    sections = {
        "一": "（一）主动公开\n全年通过网站公开信息222条。",
        "五": "公开不够及时。",
        "六": "无。",
    }
    facts = [fact for fact in _invented_facts("2021", 3) if fact.status == "reported"]
    first = read_report(
        write_form(facts, tmp_path / f"a.{suffix}", agency=ORGAN, year=2023, sections=sections)
    )
    second = read_report(write_form(first, tmp_path / f"b.{suffix}"))
    assert said(second.facts) == said(first.facts) == said(facts)
    assert second.sections == first.sections
    assert (second.title, second.agency, second.year) == (first.title, first.agency, first.year)


def test_a_blank_form_reads_as_blank(tmp_path):
    for version in VERSIONS:
        report = read_report(
            write_form(None, tmp_path / "form.html", version=version, year=YEARS[version])
        )
        facts = [fact for fact in report.facts if fact.table in form.TABLES]
        assert {fact.status for fact in facts} <= {"blank", "absent"}
        blank = {fact[:3] for fact in facts if fact.status == "blank"}
        assert blank == {(t, *cell) for t in form.TABLES for cell in form.cells(version, t)}


# Dialects


def _invented_facts(version, seed):
    """A number of its own in almost every cell, so that no swap goes unseen."""
    rng = random.Random(seed)
    facts, value = [], 0
    for table in form.TABLES:
        for row, column in form.cells(version, table):
            value += rng.randrange(1, 40)
            gap = rng.random() < 0.15
            status = rng.choice(("blank", "reported")) if gap else "reported"
            number = 0 if gap else value
            facts.append(
                Fact(
                    table,
                    row,
                    column,
                    value=number if status == "reported" else None,
                    status=status,
                )
            )
    return facts


@cache
def known_reports():
    """Sheets of the invented reports and, where shared/ is at hand, of every full report in figures.csv."""
    found = [
        sheets.sheet(_invented_facts(version, seed), ORGAN, YEARS[version], version)
        for version in VERSIONS
        for seed in (1, 2)
    ]
    if not (SHARED / "figures" / "figures.csv").exists():
        return found
    about = {row["report_id"]: row for row in _rows("reports")}
    facts = defaultdict(list)
    for row in _rows("figures"):
        value = float(row["value"]) if row["value"] else None
        value = int(value) if value is not None and value.is_integer() else value
        facts[row["report_id"]].append(
            Fact(row["table"], row["row"], row["column"], value=value, status=row["status"])
        )
    for report_id, own in facts.items():
        if len(own) > 150:  # the others are known in part only
            row = about[report_id]
            found.append(sheets.sheet(own, row["agency_zh"], int(row["year"]), row["form"]))
    return found


def _rows(name):
    with (SHARED / "figures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_shared_figures_are_part_of_the_round_trip():
    if not SHARED.exists():
        pytest.skip("shared/ with the known figures is not beside the project")
    assert len(known_reports()) >= 6 + 9


@pytest.mark.parametrize("name", DIALECTS)
def test_every_report_reads_back_in_every_dialect(name):
    dialect = DIALECTS[name]
    if dialect.slow and not portable.browser():
        pytest.skip("no browser to print pages with")
    chosen = [sheet for sheet in known_reports() if sheet.version in dialect.versions]
    for number, base in enumerate(chosen[::5] if dialect.slow else chosen):
        data, sheet = write(name, base, seed=number)
        wrong = score.mistakes(score.read(data), sheet)
        if dialect.lenient:
            wrong = [mistake for mistake in wrong if mistake.silent]
        assert not wrong, f"{sheet.title}: {score.told(wrong)}"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(VERSIONS))
def test_no_mixture_of_dialects_is_read_wrong(seed, version):
    rng = random.Random(seed)
    dialect = composed(rng, version)
    base = sheets.sheet(_invented_facts(version, 1), ORGAN, YEARS[version], version)
    sheet = sheets.twisted(base, dialect.twists, seed)
    data = dialect.carrier(sheet, rng)
    silent = [mistake for mistake in score.mistakes(score.read(data), sheet) if mistake.silent]
    assert not silent, score.told(silent)
