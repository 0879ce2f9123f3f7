"""The command as a reader meets it: what it prints, how it ends, and that no mistake shows a traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from written import write_haiyan_2023

from analysis.cli import main
from analysis.cli.report import find_notebooks

ROOT = Path(__file__).resolve().parent.parent


def test_agencies_lists_code_name_years_and_region(capsys):
    assert main(["agencies", "海盐"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    own = next(line for line in lines if line.startswith("haiyan-samr"))
    assert own.split() == ["haiyan-samr", "海盐县市场监督管理局", "2022", "浙江省嘉兴市海盐县"]


def test_all_organs_are_listed(capsys):
    assert main(["agencies"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 250


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["report", "--agency", "haiyan-smr"], ["haiyan-samr", "海盐县市场监督管理局"]),
        (["report", "--year", "2021"], ["2021", "2022"]),
        (["report", "--to", "html,docx"], ["docx", "html,pdf,charts,xlsx"]),
        (["report", "--to", ""], ["html,pdf,charts,xlsx"]),
        (["report", "--notebook", "chanels"], ["02_channels"]),
        (["report", "--lang", "fr"], ["fr", "zh"]),
        (["report", "--data", "nowhere"], ["nowhere", "datapackage.json"]),
        (["agencies", "火星"], ["火星"]),
    ],
)
def test_a_mistake_is_told_in_both_languages_and_writes_nothing(line, words, capsys, tmp_path):
    out = ["--out", str(tmp_path / "out")] if line[0] == "report" else []
    assert main([*line, *out]) == 1
    told = capsys.readouterr().err
    for word in words:
        assert word in told
    assert len(told.splitlines()) >= 2
    assert not (tmp_path / "out").exists()


def test_an_unknown_command_ends_with_usage():
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "frobnicate"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "agencies" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error():
    line = f'"{sys.executable}" -m analysis agencies | head -n 1'
    done = subprocess.run(line, shell=True, capture_output=True, text=True)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_the_command_starts_without_heavy_libraries():
    code = (
        "import sys; from analysis.cli import main; main(['agencies', '海盐']);"
        "print([m for m in ('pandas', 'plotly', 'nbformat', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_notebooks_are_found_by_name_part_or_path(root, tmp_path):
    assert [p.stem for p in find_notebooks(None)] == [
        "01_annual_report",
        "02_channels",
        "03_quality",
        "04_requests",
        "05_peers",
    ]
    assert find_notebooks(["channels"])[0].stem == "02_channels"
    own = tmp_path / "mine.ipynb"
    own.write_text("{}")
    assert find_notebooks([str(own)]) == [own]


def test_words_of_a_file_cannot_steer_the_terminal(tmp_path, capsys):
    """A name with escape sequences, a bell and a reversed direction, in a file and as an argument."""
    hostile = "\x1b[31m清河\x07县\u202e局\x9b2J"
    page = write_haiyan_2023(tmp_path / "a.html", overview=f"全年在{hostile}网站公开信息3条。")
    assert main(["parse", str(page)]) == 0
    assert main(["agencies", hostile]) == 1
    told = "".join(capsys.readouterr())
    assert not set(told) & set("\x1b\x07\u202e\x9b")
    assert "\ufffd" in told


def test_the_rows_of_a_group_stand_under_its_name(tmp_path, capsys):
    assert main(["parse", str(write_haiyan_2023(tmp_path / "a.html"))]) == 0
    lines = [line.split("  ")[0].strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[lines.index("1.属于国家秘密") - 1] == "（三）不予公开"
    assert lines[lines.index("1.信访举报投诉类申请") - 1] == "（五）不予处理"


def test_the_organ_added_last_is_the_one_that_is_shown(tmp_path, capsys, monkeypatch):
    data = shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("GONGKAI_COMMAND", "python3 run.py")
    page = write_haiyan_2023(tmp_path / "a.html")
    place = ["--data", str(data)]
    line = ["add", str(page), "--agency", "qinghe-samr", "--name", "清河县市场监督管理局", "--yes"]
    assert main([*line, "--published", "2024-01-20", *place]) == 0
    assert "python3 run.py report --agency qinghe-samr --year 2023" in capsys.readouterr().out
    assert main(["workbook", "--out", str(tmp_path / "w.xlsx"), *place]) == 0
    assert main(["infographic", "--to", "html", "--out", str(tmp_path), *place]) == 0
    (picture,) = tmp_path.glob("infographic-qinghe-samr-2023.html")
    assert "2024-01-20" in picture.read_text(encoding="utf-8")
    assert main([*line, "--published", "昨天", *place]) == 1


def test_a_reader_that_goes_away_is_told_to_the_shell_alone():
    line = [sys.executable, "-m", "analysis", "agencies"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.wait() == 141
        assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="shell and device of Linux")
@pytest.mark.parametrize(
    ("where", "why"), [(">&-", "closed"), (">/dev/full", "No space left on device")]
)
@pytest.mark.parametrize("words", ["agencies 海盐", "parse --json no.html", "parse no.html {page}"])
def test_output_that_cannot_be_written_is_one_line(where, why, words, tmp_path):
    words = words.format(page=write_haiyan_2023(tmp_path / "a.html"))
    line = f'"{sys.executable}" -m analysis {words} {where}'
    done = subprocess.run(line, shell=True, capture_output=True, text=True)
    assert done.returncode == 1
    told = f"结果写不出来：{why} / the output cannot be written: {why}"
    assert done.stderr.splitlines()[-1] == told
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="shell and device of Linux")
@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_an_error_that_nobody_hears_is_in_the_exit_code(where):
    line = f'"{sys.executable}" -m analysis agencies 火星 {where}'
    done = subprocess.run(line, shell=True, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
