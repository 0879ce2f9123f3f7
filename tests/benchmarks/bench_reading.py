"""How long reading takes, against the bare parse of the same bytes, side by side in one process.

python3 tests/benchmarks/bench_reading.py        (with the environment's Python)
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from written import write_haiyan_2023

from analysis.readers import read_bytes
from analysis.report import from_document


def milliseconds(work: Callable[[], object], times: int = 5) -> float:
    """The best of a few runs, in a row."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return 1000 * min(spent)


def compare(name: str, ours: Callable[[], object], other: Callable[[], object], limit: str) -> None:
    """Print both and the median of the ratios, taken in turn."""
    pairs = [(milliseconds(ours), milliseconds(other)) for _ in range(15)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(x / y for x, y in pairs)
    print(f"{name}: {a:.2f} ms / {b:.2f} ms, ratio {ratio:.2f}; wanted {limit}")


def main() -> None:
    """HTML in two encodings and Word, whole report to facts against the bare parse."""
    from lxml import etree, html

    with tempfile.TemporaryDirectory() as folder:
        page = write_haiyan_2023(Path(folder) / "r.html").read_bytes()
        word = write_haiyan_2023(Path(folder) / "r.docx").read_bytes()
    old = page.decode("utf-8").replace("utf-8", "gb2312").encode("gb18030")

    def read(data: bytes) -> object:
        return from_document(read_bytes(data, "r"))

    def bare_word() -> object:
        with zipfile.ZipFile(io.BytesIO(word)) as archive:
            return etree.fromstring(archive.read("word/document.xml"))

    print(f"page {len(page) / 1000:.0f} KB, Word {len(word) / 1000:.0f} KB")
    compare("HTML to facts / lxml parse", lambda: read(page), lambda: html.fromstring(page), "2.0")
    compare("GB18030 to facts / lxml parse", lambda: read(old), lambda: html.fromstring(old), "2.3")
    compare("DOCX to facts / unzip + lxml", lambda: read(word), bare_word, "1.8")


if __name__ == "__main__":
    main()
