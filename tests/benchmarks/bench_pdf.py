"""How long reading a PDF takes, beside pypdfium2 taking its text and pdfplumber its tables.

    python tests/benchmarks/bench_pdf.py FILE.pdf [PAIRS]

Pairs are run one after the other, in processor time, and ratios are medians over pairs: a busy machine slows both.
Facts are those of the whole report, its prose included. pdfplumber is optional.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis.readers import pdf  # noqa: E402

MOST_TIMES_TEXT, LEAST_TIMES_FASTER = 1.8, 12.0


def take_text(data: bytes) -> list[str]:
    """The least that anybody does: open the file and take its text."""
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def take_plumber_tables(data: bytes) -> list:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as file:
        return [page.extract_tables() for page in file.pages]


def take_facts(data: bytes) -> object:
    from analysis import report

    return report.from_document(pdf.read(data))


def paired(
    one: Callable[[bytes], object], other: Callable[[bytes], object], data: bytes, pairs: int
) -> tuple[float, float, float]:
    """Median seconds of ``one``, of ``other``, and the median of their ratios."""
    one(data), other(data)
    times = []
    for _ in range(pairs):
        start = time.thread_time()
        one(data)
        middle = time.thread_time()
        other(data)
        times.append((middle - start, time.thread_time() - middle))
    ones, others = zip(*times)
    return (
        statistics.median(ones),
        statistics.median(others),
        statistics.median(a / b for a, b in times),
    )


def main(path: str, pairs: int = 40) -> None:
    data = Path(path).read_bytes()
    rows = [("document", pdf.read, take_text, pairs), ("facts", take_facts, take_text, pairs)]
    rows.append(("pdfplumber tables / facts", take_plumber_tables, take_facts, max(pairs // 10, 3)))
    for name, one, other, times in rows:
        try:
            a, b, ratio = paired(one, other, data, times)
        except ImportError as missing:
            print(f"{name}: not measured ({missing})")
            continue
        print(f"{name}: {1000 * a:.1f} ms / {1000 * b:.1f} ms = {ratio:.2f}")
    print(f"wanted: facts <= {MOST_TIMES_TEXT} x text, pdfplumber >= {LEAST_TIMES_FASTER} x facts")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:3]))
