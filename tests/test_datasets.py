"""load() and Dataset: where the data is found, what is refused and how a part of it is taken."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys

import pytest

import analysis
from analysis.errors import DataError, UsageError


@pytest.fixture
def copy(root, tmp_path):
    """A copy of the data that a test may break."""
    return shutil.copytree(root / "data", tmp_path / "data")


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_argument_comes_before_the_environment(copy, tmp_path, monkeypatch):
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "nowhere"))
    assert analysis.load(copy).folder == copy


def test_the_environment_comes_before_the_project(copy, monkeypatch):
    monkeypatch.setenv("GONGKAI_DATA", str(copy))
    assert analysis.find_data() == copy


def test_the_projects_own_data_is_found_from_anywhere(root, tmp_path, monkeypatch):
    monkeypatch.delenv("GONGKAI_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert analysis.find_data() == root / "data"


def test_a_folder_without_description_is_named(tmp_path):
    with pytest.raises(DataError) as caught:
        analysis.load(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "GONGKAI_DATA" in str(caught.value)


def test_all_broken_cells_are_told_at_once_with_file_line_column_value_and_choice(copy):
    edit(copy, "facts/2022.csv", "channels,website,items,1,222", "channels,websit,items,1,222")
    edit(copy, "facts/2022.csv", "wechat;app_account", "wechat;app_acount")
    edit(copy, "facts/2023.csv", ",reported,", ",repotred,")
    edit(copy, "reports.csv", ",2022,2021,", ",20x2,2021,")
    with pytest.raises(DataError) as caught:
        analysis.load(copy)
    told = str(caught.value)
    assert "4" in told.splitlines()[0]
    for words in (
        "websit",
        "website",
        "app_acount",
        "repotred",
        "not_applicable",
        "20x2",
        "integer",
    ):
        assert words in told
    assert told.count("facts/2022.csv") == 2
    assert "line" in told


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("facts/2022.csv", "channels,website,items,1,222", "channels,website,items,1,", "inferred"),
        (
            "facts/2022.csv",
            "haiyan-samr-2022,channels,joint",
            "haiyan-samr-2099,channels,joint",
            "reports.csv",
        ),
        (
            "facts/2022.csv",
            "haiyan-samr-2022,channels,column",
            "haiyan-samr-2022,channels,website",
            "重复",
        ),
        ("agencies.csv", "agency_id,name_zh", "agency,name_zh", "agency_id"),
        ("reports.csv", "haiyan-samr-2022,", "haiyan-samr-2022,extra,", "9"),
    ],
)
def test_each_kind_of_break_is_refused(copy, file, old, new, words):
    edit(copy, file, old, new)
    with pytest.raises(DataError) as caught:
        analysis.load(copy)
    assert words in str(caught.value)


def test_a_file_that_is_no_utf8_is_named(copy):
    path = copy / "facts" / "2022.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(DataError, match="UTF-8"):
        analysis.load(copy)


@pytest.mark.parametrize("length", [20, 200_000])
def test_a_quote_that_is_never_closed_is_named(copy, length):
    """All that follows would be one cell."""
    place = copy / "facts" / "2022.csv"
    place.write_text(place.read_text("utf-8") + 'haiyan,"' + "," * length, "utf-8")
    with pytest.raises(DataError, match=r"2022\.csv.*引号有误 / quotes"):
        analysis.load(copy)


def test_a_spreadsheets_byte_order_mark_is_no_break(copy):
    path = copy / "facts" / "2022.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(analysis.load(copy).reports) == 307


def test_select_by_code_name_year_region_level_and_kind(data):
    assert data.select(agency="海盐县市场监督管理局").reports["report_id"].tolist() == [
        "haiyan-samr-2022"
    ]
    assert data.select(agency=["haiyan-samr", "hongze-gov"], years=2023).reports[
        "report_id"
    ].tolist() == ["hongze-gov-2023"]
    haiyan = data.select(region="海盐县").reports
    assert set(haiyan["region_zh"]) == {"浙江省嘉兴市海盐县"}
    townships = data.select(level="乡级", years=range(2019, 2026)).reports
    assert set(townships["level"]) == {"township"}
    assert set(data.select(kind="government").agencies["kind"]) == {"government"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"agency": "haiyan-smr"}, ["haiyan-samr", "海盐县市场监督管理局"]),
        ({"agency": "haiyan-samr", "years": 2021}, ["2021", "2022"]),
        ({"region": "海盐省"}, ["海盐县"]),
        ({"level": "countty"}, ["county", "township"]),
    ],
)
def test_what_is_unknown_is_answered_with_what_is_near(data, arguments, words):
    with pytest.raises(UsageError) as caught:
        data.select(**arguments)
    for word in words:
        assert word in str(caught.value)


def test_tidy_frames_have_documented_types(data):
    channels = data.channels
    assert channels["value"].dtype == "float64"
    assert channels["year"].dtype == "int64"
    assert next(iter(channels["status"].cat.categories)) == "reported"
    assert (data.requests["row"] == "handled_total").any()
    assert {"agency", "agency_en", "year", "indicator", "value"} <= set(data.indicators.columns)


def test_a_dataset_is_frozen_and_gives_copies(data):
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.facts = None
    channels = data.channels
    channels["value"] = 0
    assert data.channels["value"].max() > 0


def test_it_shows_itself(data):
    shown = data.select(agency="haiyan-samr")._repr_html_()
    assert "1 reports" in shown
    assert "2022" in shown


def test_import_costs_nothing():
    code = (
        "import sys, analysis; "
        "print(sorted(m for m in ('pandas', 'plotly', 'nbconvert', 'kaleido', 'lxml') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
