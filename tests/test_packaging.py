"""What is shipped: a lock without addresses, and a wheel that works without the project around it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile

import pytest


@pytest.fixture(scope="module")
def lock(root):
    return (root / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_names_no_address(lock):
    assert "://" not in lock
    assert not re.search(r"\.(whl|tar\.gz)\b", lock)


def test_every_pin_has_hashes(lock):
    blocks = re.split(r"\n(?=[a-z0-9][a-z0-9.-]*==)", lock)[1:]
    assert len(blocks) > 100
    for block in blocks:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_every_dependency_is_locked_in_its_section(root, lock):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core, rest = lock.split("# == dev ==")
    dev, lab = rest.split("# == lab ==")
    extras = project["optional-dependencies"]
    # The tests need what a corpus and a cluster need.
    testing = [*extras["dev"], *extras["corpus"], *extras["cluster"]]
    wanted = ((project["dependencies"], core), (testing, core + dev), (extras["lab"], lab))
    for names, section in wanted:
        for name in names:
            if name.startswith(project["name"]):
                assert name.partition("[")[2].rstrip("]") in extras
                continue
            package = re.match(r"[A-Za-z0-9-]+", name).group().lower()
            assert re.search(rf"^{package}==", section, re.M), package


def test_the_wheel_carries_data_notebooks_and_the_form(root, tmp_path):
    pytest.importorskip("hatchling")
    build = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        str(tmp_path),
    ]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    data = {
        p.relative_to(root / "data").as_posix() for p in (root / "data").rglob("*") if p.is_file()
    }
    assert {f"analysis/shipped_data/{name}" for name in data} <= names
    assert "analysis/shipped_notebooks/02_channels.ipynb" in names
    own = {
        p for p in (root / "analysis").rglob("*") if p.is_file() and "__pycache__" not in p.parts
    }
    assert {p.relative_to(root).as_posix() for p in own} <= names


def test_the_shipped_copy_is_read_where_there_is_no_project(root, tmp_path):
    pytest.importorskip("hatchling")
    build = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        str(tmp_path),
    ]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    zipfile.ZipFile(next(tmp_path.glob("*.whl"))).extractall(tmp_path / "installed")
    code = "import analysis; d = analysis.load(); print(d.folder.name, len(d.reports))"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); {code}",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "PYTHONUTF8": "1"},
    )
    assert done.stdout.split() == ["shipped_data", "307"]
