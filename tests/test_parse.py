"""gongkai parse: tables and numbers for people, one JSON object a line for programs, errors as data."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from written import write_haiyan_2023

from analysis.cli import main
from analysis.cli.parse import expand


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return write_haiyan_2023(
        tmp_path_factory.mktemp("report") / "2023.html", requests__new__total=3
    )


def test_people_see_organ_year_tables_channels_and_what_is_missing(report, capsys):
    assert main(["parse", str(report)]) == 0
    told = capsys.readouterr().out
    for words in (
        "海盐县市场监督管理局",
        "2023",
        "政府网站",
        "301条",
        "512篇",
        "688条",
        "本年新收",
    ):
        assert words in told


def test_programs_get_one_object_a_line(report, capsys, tmp_path):
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    assert main(["parse", "--json", str(report), str(empty), str(report)]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [set(line) for line in lines] == [
        {"file", "report", "facts", "unresolved", "messages"},
        {"file", "error"},
        {"file", "report", "facts", "unresolved", "messages"},
    ]
    assert lines[0]["report"]["agency"] == "海盐县市场监督管理局"
    assert lines[0]["report"]["year"] == 2023
    assert lines[0]["report"]["form"] == "2021"
    assert lines[1]["error"]["zh"]
    new = [f for f in lines[0]["facts"] if (f["row"], f["column"]) == ("new", "total")]
    assert new[0]["value"] == 3
    assert new[0]["status"] == "reported"
    joint = next(f for f in lines[0]["facts"] if f["row"] == "joint")
    assert (joint["value"], joint["members"], joint["unit"]) == (512, "wechat;app_account", "篇")
    assert joint["scope"] == "year"


def test_a_missing_file_is_told_and_the_others_go_on(report, capsys):
    assert main(["parse", "nowhere.pdf", str(report)]) == 1
    told = capsys.readouterr()
    assert "nowhere.pdf" in told.err
    assert "301条" in told.out


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x" * 5000, "read.not_opened"),
        ("a\0b", "read.not_opened"),
        ("{file}/x", "read.missing"),
        (".", "read.folder"),
    ],
)
def test_a_name_that_no_file_has_is_told(report, capsys, name, reason):
    assert main(["parse", "--json", name.format(file=report)]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == reason
    assert main(["compare", name.format(file=report), str(report)]) == 1
    assert main(["agencies", "--data", name.format(file=report)]) == 1


def test_patterns_are_filled_in_where_the_shell_does_not(tmp_path):
    for name in ("b.html", "a.html"):
        (tmp_path / name).write_text("")
    assert [p[-6:] for p in expand([str(tmp_path / "*.html")])] == ["a.html", "b.html"]
    assert expand(["no[thing].html"]) == ["no[thing].html"]


def test_parsing_a_page_needs_neither_pandas_nor_plotly(report):
    code = (
        "import sys; from analysis.cli import main; "
        f"main(['parse', '--json', {str(report)!r}]); "
        "print([m for m in ('pandas', 'plotly', 'numpy', 'opencc') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_published_pdf_shows_its_wrong_totals_as_printed(shared, capsys):
    assert main(["parse", "--json", str(shared / "reports" / "hongze-gov-2023.pdf")]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    review = {f["column"]: f["value"] for f in facts if f["row"] == "review"}
    assert review == {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
