"""Two commands timed in turn as whole processes, A B A B …, so that a drifting machine hits both."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence


def seconds(command: Sequence[str]) -> float:
    """Wall-clock seconds of one run; the command must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def compare(
    name: str, ours: Sequence[str], other: Sequence[str], limit: str, runs: int = 5
) -> None:
    """Print the medians of both and of the ratios pair by pair, after one warm-up of each."""
    seconds(ours), seconds(other)
    pairs = [(seconds(ours), seconds(other)) for _ in range(runs)]
    ratios = [a / b for a, b in pairs]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"{name}: {a:.3f} s / {b:.3f} s, ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f}-{max(ratios):.2f}), difference {1000 * (a - b):.1f} ms; wanted {limit}"
    )


def python(code: str) -> list[str]:
    """A command that runs a line of Python."""
    return [sys.executable, "-c", code]
