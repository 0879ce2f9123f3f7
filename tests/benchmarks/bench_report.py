"""How long the main job takes, against the plain tools on the same machine in the same run.

python3 tests/benchmarks/bench_report.py        (with the environment's Python)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from side_by_side import compare, peak_memory, python, seconds

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = [str(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


def main() -> None:
    """Import, load and report, each beside what it is measured against."""
    compare("import analysis / bare Python", python("import analysis"), python("pass"), "+5 ms", 21)
    loading = "import pandas; import analysis; analysis.load()"
    compare(
        "load() after pandas / import pandas", python(loading), python("import pandas"), "1.3", 11
    )
    with tempfile.TemporaryDirectory() as folder:
        report = [sys.executable, "-m", "analysis", "report"]
        stock = [
            sys.executable,
            "-m",
            "nbconvert",
            "--execute",
            "--to",
            "html",
            "--output-dir",
            folder,
        ]
        compare(
            "report, all formats / nbconvert --execute --to html",
            [*report, "--out", f"{folder}/ours"],
            [*stock, *NOTEBOOKS],
            "2.5",
        )
        peak = peak_memory([*report, "--combined", "--out", f"{folder}/ours"])
        print(f"report --combined: {peak / 2**30:.2f} GB at most, browser included; wanted < 1.5")
        for command, wanted in (("infographic", 6), ("workbook", 2)):
            out = f"{folder}/{command}" + (".xlsx" if command == "workbook" else "")
            took = seconds([sys.executable, "-m", "analysis", command, "--out", out])
            print(f"{command}: {took:.2f} s; wanted < {wanted}")
        for page in sorted(Path(folder, "ours").glob("*.html")):
            print(f"{page.name}: {page.stat().st_size / 1e6:.2f} MB; wanted < 5.5")


if __name__ == "__main__":
    main()
