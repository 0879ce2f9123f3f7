"""How long the main job takes, against the plain tools on the same machine in the same run.

python3 tests/benchmarks/bench_report.py        (with the environment's Python)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from side_by_side import compare, python

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
        report = [sys.executable, "-m", "analysis", "report", "--to", "html,pdf,charts"]
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
            "report HTML+PDF+charts / nbconvert --execute --to html",
            [*report, "--out", f"{folder}/ours"],
            [*stock, *NOTEBOOKS],
            "2.0",
        )
        for page in sorted(Path(folder, "ours").glob("*.html")):
            print(f"{page.name}: {page.stat().st_size / 1e6:.2f} MB; wanted < 5.5")


if __name__ == "__main__":
    main()
