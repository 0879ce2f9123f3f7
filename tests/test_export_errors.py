"""What goes wrong while a report is made: said in two languages, nothing half-written, the rest goes on."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from exporting import write_notebook

from analysis.errors import BrowserMissing, GongkaiError, NotebookError, UsageError
from analysis.export import Browser, report, run_notebook, write_bytes

PARAMETERS = ('year = 2022\nlang = "zh"', "parameters")
GOOD = ("# 好的\n\n正文。", "zh")


@pytest.fixture
def no_browser(monkeypatch):
    """A machine without any browser."""
    finder = staticmethod(lambda **_options: None)
    monkeypatch.setattr("choreographer.browsers.Chromium.find_browser", finder)


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_failing_cell_is_named_and_kept_and_the_other_notebook_goes_on(tmp_path, no_browser):
    broken = write_notebook(
        tmp_path / "01_broken.ipynb",
        PARAMETERS,
        ("# 总题", "zh"),
        "x = 1",
        ("## 各渠道", "zh"),
        ("## Channels", "en"),
        "raise ValueError('第一行\\n第二行')",
        "never = 'reached'",
    )
    good = write_notebook(tmp_path / "02_good.ipynb", GOOD)
    result = report([broken, good], {}, tmp_path / "out", formats={"html"})
    assert files(tmp_path / "out") == ["01_broken.failed.ipynb", "02_good.html"]
    assert result.exit_code == 1
    [error] = result.errors
    assert isinstance(error, NotebookError)
    assert (
        error.zh
        == "笔记本 01_broken.ipynb「各渠道」第 3 个代码单元格出错：ValueError: 第一行 第二行"
    )
    assert error.en.endswith("“各渠道”, code cell 3 failed: ValueError: 第一行 第二行")
    assert error.where.endswith("01_broken.failed.ipynb") and error.next_zh and error.next_en
    assert "第一行" in (tmp_path / "out" / "01_broken.failed.ipynb").read_text(encoding="utf-8")


def test_a_failed_notebook_of_an_earlier_run_does_not_stay(tmp_path, no_browser):
    notebook = write_notebook(tmp_path / "a.ipynb", "1 / 0")
    report([notebook], {}, tmp_path / "out", formats={"html"})
    assert files(tmp_path / "out") == ["a.failed.ipynb"]
    write_notebook(tmp_path / "a.ipynb", "1 / 1")
    report([notebook], {}, tmp_path / "out", formats={"html"})
    assert files(tmp_path / "out") == ["a.html"]


def test_a_kernel_that_dies_is_an_error_of_that_notebook(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "# 题", "import os; os._exit(3)")
    with pytest.raises(NotebookError, match="第 1 个代码单元格"):
        run_notebook(notebook)


def test_an_unknown_parameter_is_a_usage_error_with_the_known_ones(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", PARAMETERS)
    with pytest.raises(UsageError, match=r"'yaer'.*year"):
        run_notebook(notebook, {"yaer": 2023})


def test_parameters_are_data_never_code(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", PARAMETERS, "print(year)")
    run = run_notebook(notebook, {"year": "'; import os; os.abort() #"})
    assert run.cells[2].outputs[0].text == "'; import os; os.abort() #\n"
    assert run.cells[1].metadata.tags == ["injected-parameters"]


def test_the_kernel_is_this_interpreter_and_this_package(tmp_path):
    code = "import sys, os, analysis; print(sys.executable, analysis.__file__, os.listdir())"
    run = run_notebook(write_notebook(tmp_path / "a.ipynb", code))
    import analysis

    assert run.cells[0].outputs[0].text == f"{sys.executable} {analysis.__file__} []\n"
    assert "execution" not in run.cells[0].metadata


def test_a_file_that_is_no_notebook_is_said_to_be_none(tmp_path):
    (tmp_path / "a.ipynb").write_text("not json", encoding="utf-8")
    for path in (tmp_path / "a.ipynb", tmp_path / "missing.ipynb"):
        with pytest.raises(GongkaiError, match="读不了笔记本"):
            run_notebook(path)


def test_without_a_browser_page_and_workbook_are_made_and_what_is_missing_is_said(
    tmp_path, no_browser
):
    notebook = write_notebook(tmp_path / "a.ipynb", GOOD)
    result = report([notebook], {}, tmp_path / "out")
    assert files(tmp_path / "out") == ["a.html", "a.xlsx"]
    assert (result.exit_code, result.errors) == (3, [])
    assert isinstance(result.browser_missing, BrowserMissing)
    assert "apt-get install chromium fonts-noto-cjk" in result.browser_missing.next_en


def test_html_alone_does_not_ask_for_a_browser(tmp_path, no_browser):
    notebook = write_notebook(tmp_path / "a.ipynb", GOOD)
    result = report([notebook], {}, tmp_path / "out", formats={"html", "xlsx"})
    assert (result.exit_code, files(tmp_path / "out")) == (0, ["a.html", "a.xlsx"])


def test_a_browser_that_does_not_start_counts_as_missing(monkeypatch, tmp_path):
    finder = staticmethod(lambda **_options: sys.executable)  # Runs, but is no browser.
    monkeypatch.setattr("choreographer.browsers.Chromium.find_browser", finder)
    with pytest.raises(BrowserMissing), Browser():
        pass


def test_a_chart_that_cannot_be_drawn_is_an_error_not_an_empty_file(tmp_path):
    code = """
from IPython.display import publish_display_data
mime = "application/vnd.plotly.v1+json"
world = {"type": "choropleth", "locations": ["CHN"], "z": [1]}  # Its outlines would come from a CDN.
publish_display_data({mime: {"data": [world], "layout": {"meta": {"name": "bad", "title": "地图"}}}})
publish_display_data({mime: {"data": [{"type": "bar", "y": [1]}], "layout": {"meta": {"name": "good"}}}})
"""
    result = report([write_notebook(tmp_path / "a.ipynb", code)], {}, tmp_path / "out")
    made = ["a.html", "a.pdf", "a.xlsx", "charts/a-good.png", "charts/a-good.svg"]
    assert files(tmp_path / "out") == made
    assert result.exit_code == 1
    [error] = result.errors
    assert error.zh.startswith("浏览器报错：Error: unexpected error while fetching topojson")
    assert error.where == "a: 地图"


def test_a_folder_that_cannot_be_written_is_found_out_before_the_work(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(GongkaiError, match="写不了文件") as caught:
        report([tmp_path / "never-read.ipynb"], {}, tmp_path / "file" / "out")
    assert time.monotonic() - started < 1
    assert "--out" in caught.value.next_en
    assert files(tmp_path) == ["file"]


@pytest.mark.parametrize(
    "trouble", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]
)
def test_a_full_disk_or_ctrl_c_leaves_the_old_file_whole(monkeypatch, tmp_path, trouble):
    target = tmp_path / "a.html"
    write_bytes(target, b"old")

    def fail(_descriptor):
        raise trouble

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((GongkaiError, KeyboardInterrupt)) as caught:
        write_bytes(target, b"new and longer")
    assert files(tmp_path) == ["a.html"] and target.read_bytes() == b"old"
    if isinstance(trouble, OSError):
        assert "No space left on device" in str(caught.value)


def test_an_unknown_format_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match=r"'docx'.*html"):
        report([], {}, tmp_path, formats={"docx"})


@pytest.mark.skipif(
    os.name == "nt", reason="a console signal reaches the test runner itself on Windows"
)
def test_ctrl_c_ends_kernel_and_report_at_once(tmp_path):
    pid = tmp_path / "pid"
    code = f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(120)"
    notebook = write_notebook(tmp_path / "slow.ipynb", code)
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from analysis.export import report\nreport([{str(notebook)!r}], {{}}, {str(tmp_path / 'out')!r})"
    )
    root = Path(__file__).parents[1]
    running = subprocess.Popen(
        [sys.executable, "-c", script], stderr=subprocess.PIPE, text=True, cwd=root
    )
    while not (pid.exists() and pid.read_text()):
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert said.rstrip().endswith("KeyboardInterrupt") and "never retrieved" not in said
    assert files(tmp_path / "out") == []
    assert not _alive(int(pid.read_text()))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")
