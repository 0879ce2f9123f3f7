"""The whole job where there is no network at all, only this machine's own loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from written import write_haiyan_2023

ISOLATED = ["unshare", "--map-root-user", "--net", "sh", "-c"]
ALONE = 'ip link set lo up && ! ping -c1 -W1 192.0.2.1 >/dev/null 2>&1 && exec "$@"'


@pytest.fixture(scope="module")
def isolated():
    """Runs a command in a network namespace of its own; skips where the system does not allow one."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("network namespaces need unshare and ip")
    if subprocess.run([*ISOLATED, "ip link set lo up"], capture_output=True).returncode:
        pytest.skip("this system does not let us make a network namespace")

    def run(*words, **wish):
        line = [*ISOLATED, ALONE, "sh", sys.executable, "-m", "analysis", *map(str, words)]
        return subprocess.run(line, capture_output=True, text=True, timeout=300, **wish)

    return run


def test_a_report_is_made_without_a_network(isolated, root, tmp_path):
    words = ("report", "--notebook", "01", "--combined", "--data", root / "data")
    done = isolated(*words, "--out", tmp_path / "out", cwd=root)
    assert done.returncode == 0, done.stderr
    made = {path.suffix for path in (tmp_path / "out").rglob("*.*")}
    assert {".html", ".pdf", ".xlsx", ".svg", ".png"} <= made


def test_a_file_is_read_and_checked_without_a_network(isolated, root, tmp_path):
    page = write_haiyan_2023(tmp_path / "年报.html")
    text = page.read_text(encoding="utf-8")
    reaching = (
        '<img src="http://192.0.2.1/x.png"><link rel=stylesheet href="http://192.0.2.1/x.css">'
    )
    page.write_text(text.replace("</body>", f"{reaching}</body>"), encoding="utf-8")
    out = tmp_path / "page.html"
    done = isolated("check", page, "--html", out, "--data", root / "data", cwd=root, env=os.environ)
    assert done.returncode in (0, 2), done.stderr
    assert "192.0.2.1" not in out.read_text(encoding="utf-8")
