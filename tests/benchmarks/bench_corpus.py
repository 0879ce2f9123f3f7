"""A corpus: how it scales, how much memory it takes, how small and quick its Parquet is.

python3 tests/benchmarks/bench_corpus.py [--count 2000] [--many 10000]

All figures are ratios of two things done in the same run. ``--count`` pages are HTML; ``--many``
reports are of all kinds and take some minutes.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from side_by_side import peak_memory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROWS = 2_300_000


def main() -> None:
    """Print each figure beside what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--many", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workers(Path(folder), options.count)
        frames(Path(folder))
        sizes(Path(folder), options.many)


def workers(folder: Path, count: int) -> None:
    """Two workers against one."""
    from generator import generate

    generate(folder / "pages", count, 1, "html")
    one, two = ([build(folder, "pages", n) for _ in range(3)] for n in (1, 2))
    ratio = statistics.median(a / b for a, b in zip(one, two, strict=True))
    print(
        f"{count} pages, one worker / two: {min(one):.1f} s / {min(two):.1f} s, ratio {ratio:.2f}; wanted >= 1.75"
    )


def build(folder: Path, name: str, workers: int) -> float:
    """Seconds of a whole build."""
    from analysis import corpus

    out = folder / f"{name}-out"
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    corpus.build([folder / name], out, workers=workers)
    return time.perf_counter() - started


def frames(folder: Path) -> None:
    """Facts as a frame against filling an array; Parquet against CSV."""
    import numpy as np
    import pandas as pd

    import analysis

    data = analysis.load(folder / "pages-out")
    columns = [c for c in data.facts.columns if c not in ("text", "where", "note", "item")]
    files = enlarged(folder, ROWS)
    columns = [c for c in columns if c != "members" and c != "part_of"] + ["members", "part_of"]

    def filled() -> None:
        numbers = np.empty(ROWS)
        for place in range(ROWS):
            numbers[place] = place

    def assembled() -> pd.DataFrame:
        import pyarrow.dataset as ds

        table = ds.dataset(files, format="parquet").to_table(columns=columns)
        return table.unify_dictionaries().to_pandas()

    frame = assembled()
    ratio = statistics.median(took(assembled) / took(filled) for _ in range(3))
    memory = frame.memory_usage(deep=True).sum() / 1e6
    print(f"{len(frame):,} facts as a frame / filling an array: ratio {ratio:.2f}; wanted <= 4.5")
    print(f"the frame: {memory:.0f} MB; wanted <= 45")
    csv, parquet = folder / "facts.csv", folder / "facts.parquet"
    slow, quick = (
        took(lambda: frame.to_csv(csv, index=False)),
        took(lambda: frame.to_parquet(parquet, compression="zstd")),
    )
    smaller = csv.stat().st_size / parquet.stat().st_size
    print(
        f"CSV / Parquet: {slow / quick:.1f} times the time (wanted >= 15), {smaller:.0f} times the size (wanted >= 30)"
    )


def enlarged(folder: Path, rows: int) -> list[str]:
    """Parts of a corpus with ``rows`` facts: those at hand over and over, other reports with other numbers."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    base = ds.dataset(folder / "pages-out" / "facts", format="parquet").to_table()
    (folder / "large").mkdir()
    files, left, turn = [], rows, 0
    while left:
        part = base.slice(0, left)
        ids = pa.compute.binary_join_element_wise(
            part["report_id"].cast(pa.string()), f"x{turn}", "-"
        )
        column = ids.combine_chunks().dictionary_encode()
        part = part.set_column(part.schema.get_field_index("report_id"), "report_id", column)
        mixed = pa.array(np.random.default_rng(turn).permutation(part["value"].to_numpy()))
        part = part.set_column(part.schema.get_field_index("value"), "value", mixed)
        files.append(str(folder / "large" / f"part-{turn:03d}.parquet"))
        pq.write_table(part, files[-1], compression="zstd")
        left, turn = left - len(part), turn + 1
    return files


def took(work) -> float:
    """Seconds that a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def sizes(folder: Path, many: int) -> None:
    """Memory, cost a report and a build that has nothing to do, for few files and for many."""
    from generator import generate

    generate(folder / "many", many, 2)
    few = many // 10
    (folder / "few").mkdir()
    for path in sorted((folder / "many").rglob("*.*"))[:few]:
        shutil.copy(path, folder / "few")
    (folder / "one").mkdir()
    shutil.copy(next(iter(sorted((folder / "few").iterdir()))), folder / "one")
    memory, seconds = {}, {}
    for name in ("one", "few", "many"):
        out = folder / f"{name}-out"
        line = [
            sys.executable,
            "-m",
            "analysis",
            "corpus",
            "build",
            str(folder / name),
            "--out",
            str(out),
        ]
        started = time.perf_counter()
        memory[name] = peak_memory([*line, "--workers", "2"])
        seconds[name] = time.perf_counter() - started
    again = took(lambda: peak_memory([*line, "--workers", "2"]))
    print(
        f"memory, {many} files / {few}: ratio {memory['many'] / memory['few']:.2f}; wanted <= 1.20 ({memory['many'] / 2**20:.0f} MB)"
    )
    # What starting takes - Python, pandas, the workers - a build of one file tells.
    each = {n: (seconds[n] - seconds["one"]) / k for n, k in (("few", few), ("many", many))}
    print(
        f"cost a report, {many} files / {few}: ratio {each['many'] / each['few']:.2f}; wanted 0.85-1.15 ({many / seconds['many']:.0f} reports/s)"
    )
    print(
        f"resume of a finished build of {many}: {again / seconds['many']:.1%} of building it; wanted <= 3 %"
    )


if __name__ == "__main__":
    main()
