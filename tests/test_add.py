"""gongkai add: the yearly round, from an invented report of 2023 to the pages that show it."""

from __future__ import annotations

import csv
import io
import shutil

import pytest
from openpyxl import load_workbook
from test_workbook import entry_map
from written import OVERVIEW, write_haiyan_2023

import analysis
from analysis.cli import main
from analysis.datasets.additions import guess_kind, guess_level


@pytest.fixture
def folder(root, tmp_path):
    """A copy of the data, to add to."""
    return shutil.copytree(root / "data", tmp_path / "data")


def add(folder, file, *more):
    return main(["add", str(file), "--data", str(folder), "--yes", *more])


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


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
