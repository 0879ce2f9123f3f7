"""How long checking takes: one report, all data, two reports compared.

python3 tests/benchmarks/bench_checks.py        (with the environment's Python)
"""

from __future__ import annotations

import time
from collections.abc import Callable

import analysis


def best(name: str, work: Callable[[], object], wanted: str) -> None:
    """Print the best of ten runs, in milliseconds."""
    spent = []
    for _ in range(10):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    print(f"{name}: {1000 * min(spent):.1f} ms; wanted {wanted}")


def main() -> None:
    """All rules on one report, on all data; two reports side by side."""
    data = analysis.load()
    organ = data.select(agency="suqian-gov")
    old, new = organ.select(years=2023), organ.select(years=2024)
    best("all rules on one report", lambda: analysis.check(new, before=old), "<= 10 ms")
    best("all rules on all data", lambda: analysis.check(data), "<= 1000 ms")
    best("two reports compared", lambda: analysis.compare(old, new), "<= 50 ms")


if __name__ == "__main__":
    main()
