"""Two commands timed in turn as whole processes, A B A B …, so that a drifting machine hits both."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


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


def peak_memory(command: Sequence[str]) -> int:
    """The most bytes that a command and its children held together, looked at ten times a second.

    Shared pages count once (PSS). Linux only; 0 elsewhere.
    """
    running, peak = subprocess.Popen(command, stdout=subprocess.DEVNULL), 0
    while running.poll() is None:
        peak = max(peak, sum(map(_proportional, _family(running.pid))))
        time.sleep(0.1)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return peak


def _family(root: int) -> set[int]:
    """The process and all below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _proportional(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def python(code: str) -> list[str]:
    """A command that runs a line of Python."""
    return [sys.executable, "-c", code]
