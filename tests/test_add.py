"""gongkai add: the yearly round, from an invented report of 2023 to the pages that show it."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import sys
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from test_workbook import entry_map
from written import OVERVIEW, write_haiyan_2023

import analysis
from analysis.cli import main
from analysis.datasets import additions
from analysis.datasets.additions import guess_kind, guess_level
from analysis.datasets.package import read_package
from analysis.errors import DataError


@pytest.fixture
def folder(root, tmp_path):
    """A copy of the data, to add to."""
    return shutil.copytree(root / "data", tmp_path / "data")


def add(folder, file, *more):
    return main(["add", str(file), "--data", str(folder), "--yes", *more])


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_numbers_that_a_republication_has_not_got_are_counted(folder, tmp_path, capsys):
    file = write_haiyan_2023(tmp_path / "report.html")
    add(folder, file)
    page = file.read_text(encoding="utf-8")
    start = page.rindex("<table", 0, page.index("本年新收"))
    bare = tmp_path / "again.html"
    bare.write_text(page[:start] + page[page.index("</table>", start) + 8 :], encoding="utf-8")
    capsys.readouterr()
    assert add(folder, bare) == 0
    told = capsys.readouterr().out
    assert re.search(
        "收到和处理政府信息公开申请情况 [1-9].*the new one will lack them: requests", told
    )


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_the_new_year_is_in_the_data_and_in_the_report(folder, tmp_path, suffix):
    file = write_haiyan_2023(tmp_path / f"report{suffix}")
    assert add(folder, file) == 0
    data = analysis.load(folder)
    assert data.years("haiyan-samr") == [2022, 2023]
    channels = data.select(agency="haiyan-samr", years=2023).channels
    assert dict(zip(channels["channel"], channels["value"], strict=True)) == {
        "website": 301,
        "joint": 512,
        "media": 688,
    }
    line = ["report", "--data", str(folder), "--to", "html", "--notebook", "02"]
    assert main([*line, "--agency", "haiyan-samr", "--out", str(tmp_path / "out")]) == 0
    page = (tmp_path / "out" / "02_channels.html").read_text(encoding="utf-8")
    assert "海盐县市场监督管理局 2023 年公开渠道分析" in page
    assert "海盐县市场监督管理局各渠道逐年公开信息量" in page


def test_the_row_names_file_hash_and_words(folder, tmp_path):
    file = write_haiyan_2023(tmp_path / "report.html")
    add(folder, file)
    row = analysis.load(folder).select(agency="haiyan-samr", years=2023).reports.iloc[0]
    assert (row["file"], row["revision"], row["extent"]) == ("report.html", 1, "full")
    assert len(row["sha256"]) == 64
    facts = analysis.load(folder).select(agency="haiyan-samr", years=2023).facts
    website = facts[facts["row"] == "website"].iloc[0]
    assert "301条" in website["text"]
    assert website["where"].startswith("/")


def test_only_rows_are_added(folder, tmp_path):
    before = contents(folder)
    add(folder, write_haiyan_2023(tmp_path / "report.html"))
    after = contents(folder)
    assert after.keys() == before.keys()
    for name, data in before.items():
        lines = set(data.splitlines())
        assert lines <= set(after[name].splitlines()), name
    assert after != before


def test_a_second_time_changes_nothing(folder, tmp_path, capsys):
    file = write_haiyan_2023(tmp_path / "report.html")
    add(folder, file)
    before = contents(folder)
    capsys.readouterr()
    assert add(folder, file) == 0
    assert contents(folder) == before
    assert "haiyan-samr-2023" in capsys.readouterr().out


def test_a_changed_republication_is_a_revision_and_the_difference_is_shown(
    folder, tmp_path, capsys
):
    add(folder, write_haiyan_2023(tmp_path / "report.html"))
    changed = OVERVIEW.replace("301条", "310条")
    again = write_haiyan_2023(tmp_path / "again.html", changed, requests__new__total=4)
    capsys.readouterr()
    assert add(folder, again) == 0
    told = capsys.readouterr().out
    assert "政府网站：301 → 310" in told
    assert "本年新收政府信息公开申请数量 · 总计：0 → 4" in told
    data = analysis.load(folder).select(agency="haiyan-samr", years=2023)
    assert data.reports["report_id"].tolist() == ["haiyan-samr-2023-r2"]
    assert 310 in set(data.channels["value"])
    with (folder / "facts" / "2023.csv").open(encoding="utf-8") as file:
        kept = {row["report_id"] for row in csv.DictReader(file)}
    assert {"haiyan-samr-2023", "haiyan-samr-2023-r2"} <= kept


def test_a_known_number_that_was_inferred_is_shown_as_such(folder, tmp_path, capsys):
    """The data's 222 on the site was concluded from a report that names no channel for it."""
    page = tmp_path / "page.txt"
    page.write_text(
        "海盐县市场监督管理局2022年政府信息公开工作年度报告（虚构）\n一、总体情况\n全年公开各类信息222条。\n",
        encoding="utf-8",
    )
    assert add(folder, page) == 0
    told = capsys.readouterr().out
    assert "政府网站：222（推断 / inferred） → （无）" in told
    assert "公开专栏：79 → （无）" in told


def test_without_yes_and_without_anybody_nothing_is_written(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    before = contents(folder)
    file = write_haiyan_2023(tmp_path / "report.html")
    assert main(["add", str(file), "--data", str(folder)]) == 1
    assert "--yes" in capsys.readouterr().err
    assert contents(folder) == before


def test_an_organ_that_is_unknown_is_asked_for_with_the_nearest(folder, tmp_path, capsys):
    file = analysis.write_form([], tmp_path / "r.html", agency="青禾县市场监督管理局", year=2023)
    assert add(folder, file) == 1
    told = capsys.readouterr().err
    assert "青禾县市场监督管理局" in told
    assert "--agency" in told
    assert add(folder, file, "--agency", "qinghe-samr", "--region", "某省青禾县") == 0
    organ = analysis.load(folder).select(agency="qinghe-samr").agencies.iloc[0]
    assert organ["name_zh"] == "青禾县市场监督管理局"
    assert (organ["level"], organ["kind"], organ["region_zh"]) == (
        "county",
        "department",
        "某省青禾县",
    )


def test_a_report_of_a_year_that_had_none_gets_its_file(folder, tmp_path):
    file = analysis.write_form(
        [], tmp_path / "r.html", agency="海盐县市场监督管理局", year=2031, version="2021"
    )
    assert add(folder, file, "--year", "2031") == 0
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2031]


def test_a_folder_that_cannot_be_written_stays_as_it_was(folder, tmp_path, monkeypatch, capsys):
    file = write_haiyan_2023(tmp_path / "report.html")
    before = contents(folder)

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    assert add(folder, file) == 1
    assert "No space left" in capsys.readouterr().err
    assert contents(folder) == before


@pytest.mark.parametrize("held", ["reports.csv", "datapackage.json"])
def test_a_file_that_another_program_holds_leaves_all_as_they_were(
    folder, tmp_path, monkeypatch, capsys, held
):
    """Excel on Windows: the file can be read, but no other takes its place."""
    file = write_haiyan_2023(tmp_path / "report.html")
    text = file.read_text(encoding="utf-8").replace("2023年", "2031年")
    file.write_text(text, encoding="utf-8")
    before, replace = contents(folder), os.replace

    def holding(part, place):
        if place.name == held:
            raise PermissionError(13, "Permission denied")
        replace(part, place)

    monkeypatch.setattr("os.replace", holding)
    assert add(folder, file) == 1
    assert "Permission denied" in capsys.readouterr().err
    assert contents(folder) == before


def altered(tmp_path, *pairs, name="report.html"):
    """The report of 2023 with some of its words replaced."""
    file = write_haiyan_2023(tmp_path / name)
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("year", ["99999", "0", "-5", "2007"])
def test_a_year_that_the_data_does_not_take_is_refused(folder, tmp_path, capsys, year):
    before = contents(folder)
    assert add(folder, write_haiyan_2023(tmp_path / "a.html"), "--year", year) == 1
    told = capsys.readouterr().err
    assert f"不能是报告年度：{year}" in told
    assert f"no report year: {year}" in told
    assert contents(folder) == before


def test_an_impossible_year_of_a_title_is_refused_and_can_be_set_right(folder, tmp_path, capsys):
    file = altered(tmp_path, ("2023年", "1950年"))
    before = contents(folder)
    assert add(folder, file) == 1
    assert "1950" in capsys.readouterr().err
    assert contents(folder) == before
    assert add(folder, file, "--year", "2023") == 0
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2023]


def test_nothing_is_written_that_could_not_be_read_back(folder, tmp_path):
    report = analysis.read_report(write_haiyan_2023(tmp_path / "report.html"))
    addition = additions.plan(report, read_package(folder))
    before = contents(folder)
    for wrong in (
        replace(addition, report={**addition.report, "year": "99999"}),
        replace(addition, report={**addition.report, "agency_id": "nobody"}),
        replace(addition, facts=[*addition.facts, addition.facts[0]]),
        replace(addition, facts=[{**addition.facts[0], "row": "invented"}]),
    ):
        with pytest.raises(DataError, match="没有改动"):
            additions.write(wrong, folder)
        assert contents(folder) == before
    additions.write(addition, folder)
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2023]


def test_a_report_without_numbers_needs_no_file_of_its_year(folder, tmp_path):
    report = analysis.read_report(write_haiyan_2023(tmp_path / "report.html"))
    bare = replace(report, year=2031, facts=[], stated_years=())
    additions.write(additions.plan(bare, read_package(folder)), folder)
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2031]


def test_a_year_other_than_the_file_states_is_refused(folder, tmp_path, capsys):
    before = contents(folder)
    assert add(folder, write_haiyan_2023(tmp_path / "a.html"), "--year", "2019") == 1
    told = capsys.readouterr().err
    assert "文件写的年度是 2023，不是 2019" in told
    assert "states the year 2023, not 2019" in told
    assert contents(folder) == before


def test_of_two_years_that_a_file_states_one_is_chosen_and_its_numbers_are_read(folder, tmp_path):
    """A title left from last year, whose numbers of 2023 would be those of the next; the period is right."""
    file = altered(tmp_path, ("2023年政府信息公开", "2022年政府信息公开"))
    report = analysis.read_report(file)
    assert report.stated_years == (2022, 2023)
    assert 301 not in {fact.value for fact in report.facts}
    assert add(folder, file, "--year", "2021") == 1
    assert add(folder, file, "--year", "2023") == 0
    channels = analysis.load(folder).select(agency="haiyan-samr", years=2023).channels
    assert 301 in set(channels["value"])


def test_a_year_known_only_by_the_date_of_publication_does_not_stand_in_the_way(folder, tmp_path):
    head = '<head><meta name="PubDate" content="2026-03-01">'
    file = altered(tmp_path, ("2023年", ""), ("<head>", head))
    report = analysis.read_report(file)
    assert (report.year, report.stated_years) == (2025, ())
    assert add(folder, file, "--year", "2023") == 0
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2023]


@pytest.mark.parametrize("organ", ["平湖市测试局", "嘉兴市市场监督管理局", "海盐县卫生健康局"])
def test_another_organ_than_the_title_names_is_refused(folder, tmp_path, capsys, organ):
    file = altered(tmp_path, ("海盐县市场监督管理局", organ))
    before = contents(folder)
    assert add(folder, file, "--agency", "haiyan-samr") == 1
    told = capsys.readouterr().err
    assert f"标题写的机关是{organ}，不是海盐县市场监督管理局（haiyan-samr）" in told
    assert f"names the organ {organ}, not" in told
    assert contents(folder) == before


@pytest.mark.parametrize(
    "organ", ["海盐县市监局", "海盐县市场监管局", "嘉兴市海盐县市场监督管理局", "市场监督管理局"]
)
def test_a_short_or_fuller_name_is_the_same_organ(folder, tmp_path, organ):
    file = altered(tmp_path, ("海盐县市场监督管理局", organ))
    assert add(folder, file, "--agency", "haiyan-samr") == 0
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2023]


def test_an_organ_under_an_older_name_is_taken_when_the_name_is_said(folder, tmp_path):
    older = "海盐县工商行政管理局"
    file = altered(tmp_path, ("海盐县市场监督管理局", older))
    line = ["--agency", "haiyan-samr"]
    assert add(folder, file, *line) == 1
    assert add(folder, file, *line, "--name", older) == 0
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2023]


def test_a_publisher_that_is_not_in_the_title_is_held_against_nobody(folder, tmp_path):
    head = '<head><meta name="ContentSource" content="海盐县人民政府办公室">'
    file = altered(tmp_path, ("海盐县市场监督管理局", ""), ("<head>", head))
    assert analysis.read_report(file).agency == "海盐县人民政府办公室"
    assert add(folder, file, "--agency", "haiyan-samr") == 0


def test_a_known_organ_gets_no_second_code(folder, tmp_path, capsys):
    before = contents(folder)
    assert add(folder, write_haiyan_2023(tmp_path / "a.html"), "--agency", "haiyan-smr") == 1
    assert "--agency haiyan-samr" in capsys.readouterr().err
    assert contents(folder) == before


def test_another_date_than_the_file_states_is_told(folder, tmp_path, capsys):
    head = '<head><meta name="PubDate" content="2024-01-20">'
    file = altered(tmp_path, ("<head>", head))
    assert add(folder, file, "--published", "2024-02-03") == 0
    told = capsys.readouterr().out
    assert "发布日期是 2024-01-20，按 --published 收为 2024-02-03" in told
    assert "published on 2024-01-20; taken as 2024-02-03" in told


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_file_name_in_another_encoding_does_not_stop_it(folder, tmp_path):
    file = write_haiyan_2023(tmp_path / "report.html")
    odd = file.rename(os.fsdecode(os.fsencode(tmp_path) + "/报告.html".encode("gbk")))
    assert add(folder, odd) == 0
    row = analysis.load(folder).select(agency="haiyan-samr", years=2023).reports.iloc[0]
    assert row["file"] == "????.html"


class Terminal(io.StringIO):
    """Somebody sits there, and types this."""

    def isatty(self):
        """A terminal it is."""
        return True


@pytest.mark.parametrize("stdin", [None, Terminal("")])
def test_no_answer_changes_nothing(folder, tmp_path, capsys, monkeypatch, stdin):
    """Input that is closed (``<&-``), and Ctrl-D at the question."""
    monkeypatch.setattr("sys.stdin", stdin)
    before = contents(folder)
    file = write_haiyan_2023(tmp_path / "report.html")
    assert main(["add", str(file), "--data", str(folder)]) == 1
    told = capsys.readouterr().err
    assert "没有得到回答，数据没有改动" in told
    assert "there is no answer; nothing was changed" in told
    assert contents(folder) == before


@pytest.mark.parametrize(("typed", "years"), [("y\n", [2022, 2023]), ("n\n", [2022])])
def test_an_answer_counts(folder, tmp_path, monkeypatch, typed, years):
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    file = write_haiyan_2023(tmp_path / "report.html")
    assert main(["add", str(file), "--data", str(folder)]) == 0
    assert analysis.load(folder).years("haiyan-samr") == years


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the device is of Linux")
def test_what_could_not_be_shown_is_not_written(folder, tmp_path, monkeypatch):
    """A disk that is full: all of it fits the buffer and is lost only when that is written."""
    file = write_haiyan_2023(tmp_path / "report.html")
    before = contents(folder)
    with open("/dev/full", "w", encoding="utf-8", buffering=1 << 20) as full:
        monkeypatch.setattr("sys.stdout", full)
        assert add(folder, file) == 1
    assert contents(folder) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are of Unix")
@pytest.mark.parametrize("name", ["pipe.html", "pipe.xlsx"])
def test_a_pipe_is_not_waited_for(folder, tmp_path, capsys, name):
    os.mkfifo(tmp_path / name)
    assert add(folder, tmp_path / name) == 1
    assert "管道" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("海盐县市场监督管理局", "county", "department"),
        ("杭州市余杭区人民政府", "county", "government"),
        ("杭州市商务局", "city", "department"),
        ("浙江省水利厅", "province", "department"),
        ("海盐县沈荡镇人民政府", "township", "government"),
        ("义乌市人民政府廿三里街道办事处", "township", "government"),
        ("上海市市场监督管理局", "province", "department"),
        ("国家税务总局", "national", "department"),
        ("海盐县市场监管局", "county", "department"),
        ("松阳县住房和城乡建设局", "county", "department"),
        ("海盐县城市管理局", "county", "department"),
        ("海城市卫生健康局", "city", "department"),
    ],
)
def test_level_and_kind_are_guessed_from_the_name_and_shown(name, level, kind):
    assert (guess_level(name), guess_kind(name)) == (level, kind)


def test_the_entry_form_comes_back_through_add(folder, tmp_path):
    """Typed into the blank form, as an analyst would, then added: the numbers are in the data."""
    file = tmp_path / "填报.xlsx"
    assert main(["workbook", "--entry", "--out", str(file)]) == 0
    book = load_workbook(file)
    places = entry_map(book)
    typed = {
        ("agency", "", ""): "海盐县市场监督管理局",
        ("year", "", ""): 2024,
        ("requests", "new", "natural_person"): 12,
        ("requests", "new", "total"): 12,
        ("disputes", "review", "total"): 0,
    }
    for cell, value in typed.items():
        sheet, reference = places[cell]
        book[sheet][reference] = value
    book.save(file)
    assert add(folder, file) == 0
    data = analysis.load(folder).select(agency="haiyan-samr", years=2024)
    cells = {(f.row, f.column): (f.value, f.status) for f in data.requests.itertuples()}
    assert cells["new", "total"] == (12, "reported")
    assert cells["granted", "total"][1] == "blank"
    assert add(folder, file) == 0
    assert analysis.load(folder).years("haiyan-samr") == [2022, 2024]
