"""A long trial of the corpus: many reports, two kinds of workers, and a build killed again and again.

    PYTHONPATH=.:tests python3 tests/corpus_endurance.py --count 20000 --kills 20

Exits with 1 when any two of the builds differ in a byte. Too long for the test suite, which does the
same on a small scale (test_corpus.py).
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator import generate

from analysis.corpus import build


def main() -> int:
    """Build undisturbed, on a Dask cluster, and while being killed; compare all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        generate(place / "saved", options.count, options.seed)
        print(build([place / "saved"], place / "whole", workers=2), flush=True)
        _on_a_cluster(place)
        _while_killed(place, options.kills, options.seed)
        same = [_same(place / "whole", place / other) for other in ("cluster", "killed")]
    return 0 if all(same) else 1


def _on_a_cluster(place: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(
            build([place / "saved"], place / "cluster", scheduler=cluster.scheduler_address),
            flush=True,
        )


def _while_killed(place: Path, kills: int, seed: int) -> None:
    """The whole group of processes or one of the workers, by chance, after some seconds."""
    rng, line = random.Random(seed), [sys.executable, "-m", "analysis", "corpus", "build"]
    line += [str(place / "saved"), "--out", str(place / "killed"), "--workers", "2"]
    done = 0
    while done < kills:
        running = subprocess.Popen(line, start_new_session=True, stdout=-3, stderr=-3)
        time.sleep(rng.uniform(3.0, 12.0))
        if (
            running.poll() is not None
        ):  # It was through: begin anew, so that there is something to kill.
            (place / "killed" / "reports").rename(place / f"old-{time.monotonic_ns()}")
            continue
        if rng.random() < 0.5:
            os.killpg(running.pid, signal.SIGKILL)
        else:
            for child in _children(running.pid)[:1]:
                os.kill(child, signal.SIGKILL)
            time.sleep(rng.uniform(1.0, 4.0))
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        done += 1
        print(f"killed {done}", flush=True)
    print(build([place / "saved"], place / "killed", workers=2), flush=True)


def _children(parent: int) -> list[int]:
    found = subprocess.run(
        ["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, text=True
    )
    return [int(word) for word in found.stdout.split()]


def _same(one: Path, other: Path) -> bool:
    names = [{p.relative_to(f) for p in f.rglob("*") if p.is_file()} for f in (one, other)]
    differing = sorted(
        n for n in names[0] & names[1] if (one / n).read_bytes() != (other / n).read_bytes()
    )
    missing = names[0] ^ names[1]
    print(
        f"{other.name}: {len(names[0])} files, {len(differing)} differ, {len(missing)} not in both",
        flush=True,
    )
    return not differing and not missing


if __name__ == "__main__":
    sys.exit(main())
