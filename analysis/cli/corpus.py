"""``gongkai corpus build|status|failures|duplicates|sample``: many saved reports as one dataset."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.cli.choosing import call
from analysis.errors import UsageError

if TYPE_CHECKING:
    from analysis.corpus.building import Progress

NEEDED = ("joblib", "pyarrow", "rich")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command and of its parts."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    _add_build(
        parts.add_parser("build", help="读入文件夹、压缩包里的报告 / read folders and archives")
    )
    for name, words in {
        "status": "有多少份，状态如何 / how many, and in what state",
        "failures": "读不了的文件和原因 / files that could not be read, and why",
        "duplicates": "重复的报告和改过的版本 / reports saved twice and revisions",
        "sample": "抽几份看看 / some reports to look at",
    }.items():
        part = parts.add_parser(name, help=words)
        part.add_argument("folder", metavar="DIR", type=Path)
        if name == "sample":
            part.add_argument(
                "--count", metavar="N", type=int, default=5, help="几份 / how many (5)"
            )
            part.add_argument(
                "--seed", metavar="N", type=int, default=0, help="随机种子 / seed (0)"
            )


def _add_build(build: argparse.ArgumentParser) -> None:
    add = build.add_argument
    add(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="文件夹、通配符、zip、tar / folders, globs, zip, tar",
    )
    add("--out", metavar="DIR", type=Path, required=True, help="汇集数据的文件夹 / the corpus")
    add(
        "--workers",
        metavar="N",
        type=int,
        default=0,
        help="几个进程，默认每核一个 / processes, one a core by default",
    )
    add(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="Dask 调度器地址，或 local / address of a Dask scheduler, or local",
    )
    add(
        "--seconds",
        metavar="S",
        type=float,
        default=60.0,
        help="每个文件的时限 / seconds a file may take (60)",
    )
    add(
        "--resume",
        action="store_true",
        help="接着做：本来就是，写不写都一样 / go on where it stopped: it always does",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 done; 1 when a source or folder is not there or a build could not be completed."""
    _need()
    return _PARTS[arguments.part](arguments)


def _need() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"汇集还要安装：{'、'.join(missing)}",
            f"a corpus also needs: {', '.join(missing)}",
            next_zh="pip install 'gongkai-analysis[corpus]'；在项目文件夹里用 python3 run.py corpus 会自动装好",
            next_en="pip install 'gongkai-analysis[corpus]'; in the project's folder python3 run.py corpus sees to it",
        )


def _build(arguments: argparse.Namespace) -> int:
    from analysis.corpus import build

    with _shown() as progress:
        totals = build(
            arguments.sources,
            arguments.out,
            workers=arguments.workers,
            scheduler=arguments.scheduler,
            seconds=arguments.seconds,
            progress=progress,
        )
    print(
        f"文件 {totals.files} 个，内容不同的 {totals.contents} 份；这次读了 {totals.read} 份，{totals.seconds:.1f} 秒 / "
        f"{totals.files} files, {totals.contents} contents; read now: {totals.read}"
    )
    print(
        f"报告 {totals.reports} 份，读不了 {totals.failures} 个 / {totals.reports} reports, {totals.failures} failures"
    )
    print(
        f"接着 / next: {call(f'corpus status {arguments.out}')}; {call(f'agencies --data {arguments.out}')}"
    )
    return 0


@contextmanager
def _shown() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, a line now and then elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        yield _line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.0f}/s"),
        TimeRemainingColumn(),
        TextColumn("读不了 / failed {task.fields[failures]}"),
    )
    with Bars(*columns, console=Console(file=sys.__stderr__)) as bars:
        bar = bars.add_task("", total=None, rate=0.0, failures=0)

        def show(now: Progress) -> None:
            rate = now.done / now.seconds if now.seconds else 0.0
            bars.update(bar, total=now.wanted, completed=now.done, rate=rate, failures=now.failures)

        yield show


def _line(now: Progress) -> None:
    if not now.done:
        return
    rate = now.done / max(now.seconds, 1e-6)
    left = (now.wanted - now.done) / rate
    print(
        f"· {now.done}/{now.wanted}  {rate:.0f}/s  余 / left {left:.0f} s  读不了 / failed {now.failures}",
        file=sys.stderr,
        flush=True,
    )


def _status(arguments: argparse.Namespace) -> int:
    import json

    import pandas as pd

    folder = _corpus(arguments.folder)
    about = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    index = pd.read_parquet(folder / "index.parquet")
    current = index[index["current"]]
    state = {"complete": "完整 / complete"}.get(about["state"], "没有做完 / not complete")
    print(f"{state}  {about['program']}  parser {about['parser']}")
    print(
        f"文件 / files {about['files']:,}  报告 / reports {about['reports']:,}  读不了 / failures {about['failures']:,}"
    )
    print(
        f"机关 / organs {current['agency_id'].nunique():,}  机关×年度 / organ-years {len(current):,}"
    )
    print(
        f"重复 / duplicates {int((index['duplicate_of'] != '').sum()):,}  旧版 / earlier revisions {_superseded(index):,}"
    )
    for year, number in current.groupby("year").size().items():
        print(f"  {year}  {number:,}")
    return 0


def _superseded(index: Any) -> int:
    return int(((index["duplicate_of"] == "") & ~index["current"]).sum())


def _failures(arguments: argparse.Namespace) -> int:
    import pandas as pd

    from analysis.corpus.reasons import told

    manifest = pd.read_parquet(_corpus(arguments.folder) / "manifest.parquet")
    failed = manifest[manifest["reason"] != ""]
    for reason, files in failed.groupby("reason"):
        zh, en = told(str(reason))
        print(f"{reason}  {len(files)}  {zh} / {en}")
        for origin in files["origin"]:
            print(f"  {_printable(origin)}")
    if failed.empty:
        print("全部读了 / everything was read")
    return 0


def _duplicates(arguments: argparse.Namespace) -> int:
    import pandas as pd

    index = pd.read_parquet(_corpus(arguments.folder) / "index.parquet")
    several = index[index.duplicated(["agency_id", "year"], keep=False)]
    for (_, year), group in several.groupby(["agency_id", "year"], sort=False):
        print(f"{group['agency'].iloc[0]} {year}")
        for row in group.itertuples():
            kind = (
                "重复 / duplicate"
                if row.duplicate_of
                else f"第 {row.revision} 版 / revision {row.revision}"
            )
            current = "  ← 现用 / current" if row.current else ""
            print(
                f"  {kind}  {row.published_on or '—'}  {row.report_id}  {_printable(row.file)}{current}"
            )
    manifest = pd.read_parquet(arguments.folder / "manifest.parquet")
    twice = manifest[(manifest["sha256"] != "") & manifest.duplicated("sha256", keep=False)]
    for _, files in twice.groupby("sha256"):
        print("同一文件 / the same file: " + "  ".join(map(_printable, files["origin"])))
    if several.empty and twice.empty:
        print("没有重复 / no duplicates")
    return 0


def _sample(arguments: argparse.Namespace) -> int:
    import pandas as pd

    index = pd.read_parquet(_corpus(arguments.folder) / "index.parquet")
    chosen = index.sample(min(arguments.count, len(index)), random_state=arguments.seed)
    for row in chosen.sort_values("report_id").itertuples():
        print(
            f"{row.report_id}  {row.agency}  {row.year}  {row.n_facts} 个数 / facts  {_printable(row.file)}"
        )
    return 0


def _corpus(folder: Path) -> Path:
    from analysis.datasets.corpus import open_corpus

    open_corpus(folder)
    return folder


def _printable(words: str) -> str:
    """A file's name on a terminal: nothing that moves the cursor or changes colours."""
    return "".join(c if c.isprintable() else "�" for c in words)


_PARTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "status": _status,
    "failures": _failures,
    "duplicates": _duplicates,
    "sample": _sample,
}
