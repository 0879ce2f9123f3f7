"""run.py: what it makes ready, what it leaves alone, and what it says when it cannot go on."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys

import pytest


@pytest.fixture
def run(root, tmp_path, monkeypatch):
    """run.py as a module, standing in a folder of its own."""
    spec = importlib.util.spec_from_file_location("run", root / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "gongkai.json")
    return module


def ready(run, sections=1):
    """A finished environment, as run.py leaves it."""
    run.venv_python().parent.mkdir(parents=True)
    run.venv_python().write_text("")
    stamp = {"key": run.fingerprint(), "python": run._version(), "sections": sections}
    run.write_stamp(stamp)
    return stamp


@pytest.fixture
def steps(run, monkeypatch):
    """What run.py would do to make the environment, in order."""
    done = []
    monkeypatch.setattr(
        run, "_make_venv", lambda: (done.append("venv"), run.VENV.mkdir(exist_ok=True))
    )
    monkeypatch.setattr(run, "_install", lambda wanted: done.append(wanted.count("==")))
    return done


def test_a_fresh_environment_is_left_alone(run, steps):
    stamp = ready(run)
    assert run.make_environment(1) == stamp
    assert steps == []


def test_a_first_run_makes_the_environment_and_stamps_it_last(run, steps):
    run.make_environment(1)
    assert steps[0] == "venv"
    assert steps[1] > 50
    assert json.loads(run.STAMP.read_text())["sections"] == 1


def test_a_changed_lock_is_installed_again(run, steps):
    ready(run)
    run.LOCK.write_text(run.LOCK.read_text() + "\n# changed\n")
    run.make_environment(1)
    assert steps[0] != "venv"
    assert len(steps) == 1


def test_tests_add_their_section_and_a_report_after_them_keeps_it(run, steps):
    ready(run)
    run.make_environment(2)
    more = steps[-1]
    run.LOCK.write_text(run.LOCK.read_text() + "\n")
    assert run.make_environment(1)["sections"] == 2
    assert steps == [more, more]


@pytest.mark.parametrize("left", ["", "{", "[]"])
def test_a_half_made_environment_is_made_anew(run, steps, left):
    run.VENV.mkdir()
    run.STAMP.write_text(left)
    run.make_environment(1)
    assert steps[0] == "venv"


def test_an_interrupted_installation_leaves_no_stamp(run, monkeypatch, steps):
    ready(run)
    run.LOCK.write_text(run.LOCK.read_text() + "\n")

    def interrupted(_wanted):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "_install", interrupted)
    assert run.main(["report"]) == 130
    assert not run.STAMP.exists()


def test_a_second_run_waits_for_the_first(run, capsys, monkeypatch):
    with run.alone():
        first = (run.ROOT / ".venv.lock").open("a")
        assert not run._locked(first)  # a file opened anew is another holder, as in another process
    assert run._locked(first)
    monkeypatch.setattr(run.time, "sleep", lambda seconds: first.close())
    with run.alone():
        assert "waiting" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_to_is_used_as_it_is(run, monkeypatch):
    monkeypatch.setattr(run, "ROOT", run.ROOT / "missing")
    with run.alone():
        assert not run.ROOT.exists()


def test_sections_hold_each_package_once(run):
    sections = run.lock_sections(run.LOCK.read_text(encoding="utf-8"))
    names = {
        section: {line.split("==")[0] for line in text.splitlines() if "==" in line}
        for section, text in sections.items()
    }
    assert "pandas" in names["core"]
    assert "pytest" in names["dev"]
    assert "jupyterlab" in names["lab"]
    assert not names["core"] & names["dev"]
    assert not (names["core"] | names["dev"]) & names["lab"]


def test_a_lock_without_a_section_is_named(run):
    with pytest.raises(run.Stop, match="lab"):
        run.lock_sections("# == core ==\na==1\n# == dev ==\nb==1\n")


def test_without_venv_the_one_command_is_said(run, monkeypatch, capsys):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(run, "_may_apt", lambda: False)
    assert run.main(["report"]) == 1
    assert "-venv" in capsys.readouterr().err


def test_without_venv_root_on_debian_installs_it(run, monkeypatch):
    asked = []
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(run, "_may_apt", lambda: True)
    monkeypatch.setattr(run, "_apt", lambda *packages: asked.extend(packages))
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="no venv")
    monkeypatch.setattr(run.subprocess, "run", lambda *a, **k: failed)
    assert run.main(["report"]) == 1
    assert asked == ["python{}.{}-venv".format(*sys.version_info[:2])]


def test_a_failed_installation_tells_of_mirrors_and_offline_folders(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "_make_venv", lambda: run.VENV.mkdir())
    failed = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(run.subprocess, "run", lambda *a, **k: failed)
    assert run.main(["report"]) == 1
    told = capsys.readouterr().err
    assert "PIP_FIND_LINKS" in told
    assert "镜像" in told
    assert not run.STAMP.exists()


def test_without_a_browser_it_says_what_is_missing_and_goes_on(run, monkeypatch, capsys):
    ready(run)
    monkeypatch.setattr(run, "_ask_venv", lambda code: "")
    monkeypatch.setattr(run, "_may_apt", lambda: False)
    monkeypatch.setattr(run, "_has_chinese_font", lambda: True)
    monkeypatch.setattr(
        run, "_become", lambda line: 3 if line == ["-m", "analysis", "report"] else 99
    )
    assert run.main(["report"]) == 3
    told = capsys.readouterr().out
    assert "没有浏览器" in told
    assert "Chromium" in told


def test_root_on_debian_gets_browser_and_font(run, monkeypatch):
    ready(run)
    asked = []
    monkeypatch.setattr(run, "_ask_venv", lambda code: str(run.LOCK) if asked else "")
    monkeypatch.setattr(run, "_may_apt", lambda: True)
    monkeypatch.setattr(run, "_has_chinese_font", lambda: bool(asked))
    monkeypatch.setattr(run, "_apt", lambda *packages: asked.extend(packages))
    run.make_browser_ready(run.read_stamp())
    assert asked == ["chromium", "fonts-noto-cjk"]
    assert run.read_stamp()["browser"] == str(run.LOCK)


def test_a_known_browser_is_not_looked_for_again(run, monkeypatch):
    stamp = {**ready(run), "browser": str(run.LOCK)}
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setattr(run, "_ask_venv", lambda code: pytest.fail("looked again"))
    assert run.make_browser_ready(stamp) is None


def test_help_and_an_old_python(run, monkeypatch, capsys):
    assert run.main([]) == 0
    assert "report" in capsys.readouterr().out
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 1, "final", 0))
    assert run.main(["report"]) == 1
    assert "3.11" in capsys.readouterr().err


def test_other_words_go_to_the_command(run, monkeypatch):
    ready(run, sections=3)
    lines = []
    monkeypatch.setattr(run, "_become", lambda line: lines.append(line[:3]) or 0)
    monkeypatch.setattr(run, "make_browser_ready", lambda stamp: None)
    for words in (["agencies", "海盐"], ["test", "-q"], ["lab"]):
        assert run.main(words) == 0
    assert lines == [
        ["-m", "analysis", "agencies"],
        ["-m", "pytest", "-q"],
        ["-m", "jupyter", "lab"],
    ]


def test_an_active_environment_is_not_asked_to_replace_itself(run, monkeypatch):
    lines = []
    made = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(run.sys, "executable", str(run.venv_python()))
    monkeypatch.setattr(run.sys, "_base_executable", "/base/python3", raising=False)
    monkeypatch.setattr(run.subprocess, "run", lambda line, **_: lines.append(line) or made)
    run._make_venv()
    assert lines == [["/base/python3", "-m", "venv", str(run.VENV)]]


def test_the_link_to_the_project_is_ascii(run, tmp_path, monkeypatch):
    project = tmp_path / "浙江海盐县"
    monkeypatch.setattr(run, "ROOT", project)
    link = run.VENV / "lib" / "site-packages" / "_editable_impl_gongkai_analysis.pth"
    link.parent.mkdir(parents=True)
    link.write_text(str(project), encoding="utf-8")
    run._make_link_ascii()
    line = link.read_text(encoding="ascii")
    monkeypatch.setattr(sys, "path", [])
    exec(line)  # as Python's start does with a line that begins with "import"
    assert sys.path == [str(project)]


def test_a_download_that_failed_is_not_tried_at_every_start(run, monkeypatch):
    ready(run)
    asked = []
    monkeypatch.setattr(run, "_ask_venv", lambda code: asked.append(code) or "")
    monkeypatch.setattr(run, "_may_apt", lambda: False)
    for _start in range(2):
        run.make_browser_ready(run.read_stamp())
    assert asked.count(run.GET_BROWSER) == 1
    assert asked.count(run.FIND_BROWSER) == 3  # one installed meanwhile is found


def test_an_old_python_names_a_newer_one_that_works(run, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(run.subprocess, "call", lambda line, **_: line[0] != "python3.12")
    words = run._newer_python(["report", "--year", "2022"])
    assert "python3.12 run.py report --year 2022" in words


def test_an_old_python_can_read_the_file(root):
    text = (root / "run.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 6))
    futures = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
    assert not futures  # "annotations" is a SyntaxError before Python 3.7
