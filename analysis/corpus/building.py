"""The whole way from sources to a corpus: what is new is read by workers, part by part."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import analysis
from analysis.corpus import parts
from analysis.corpus.index import write_index
from analysis.corpus.organs import organs
from analysis.corpus.sources import Found, find
from analysis.corpus.warden import SECONDS, Warden
from analysis.datasets.corpus import DESCRIPTION, FORMAT
from analysis.errors import GongkaiError, UsageError
from analysis.export.files import write_bytes

if TYPE_CHECKING:
    import pyarrow as pa

STAGING = ".staging"
# Contents up to which one, two, three digits of the hash make the parts: some hundreds a part at most.
DIVISIONS = ((1, 8_192), (2, 262_144))
TRIES = 5  # pools of workers, when workers die
# Whatever of the package can change what is read from a file.
_READING = ("readers", "tables", "narrative", "checks", "form", "codebook", "corpus")
_READING_FILES = ("report.py", "text.py", "cells.py", "document.py", "facts.py")


@dataclass(frozen=True)
class Totals:
    """What a build came to: files found, contents read now, reports and failures in the corpus, seconds."""

    files: int
    contents: int
    read: int
    reports: int
    failures: int
    seconds: float = 0.0


@dataclass(frozen=True)
class Progress:
    """How far a build is: contents done of those to read, failures among them, seconds so far."""

    done: int
    wanted: int
    failures: int
    seconds: float


@dataclass(frozen=True)
class _Task:
    digits: str
    contents: tuple[tuple[str, str], ...]  # hash and path, in the order of the hashes
    folder: str
    parser: str
    seconds: float


def build(
    sources: Iterable[str | os.PathLike],
    out: str | os.PathLike,
    *,
    workers: int = 0,
    scheduler: str = "",
    seconds: float = SECONDS,
    progress: Callable[[Progress], None] = lambda _progress: None,
) -> Totals:
    """Read every report of ``sources`` (folders, globs, zip and tar archives) into the corpus ``out``.

    ``workers`` processes (0: one a core) or, with ``scheduler`` (an address, or ``local``), those of a
    Dask cluster, which must see the same paths. Only contents that are new, or that another parser read,
    are read; what is no longer in the sources leaves the corpus. A build that was killed goes on where
    it stood. A file gets ``seconds``; one that takes longer or brings its reader down is a failure.

    Raises :class:`UsageError` for a source that is not there or a folder that is no corpus.
    """
    started, out = time.monotonic(), _folder(out)
    found = list(find(sources, out / STAGING))
    paths = {f.sha256: f.path for f in sorted(found, reverse=True) if f.sha256}
    digits = next((n for n, most in DIVISIONS if len(paths) <= most), len(DIVISIONS) + 1)
    tasks = _tasks(out, paths, digits, seconds)
    read = _run(tasks, workers, scheduler, progress)
    parts.remove_others(out, (f"{n:0{digits}x}" for n in range(16**digits)))
    totals = _describe(out, found, len(paths), read)
    shutil.rmtree(out / STAGING, ignore_errors=True)
    return Totals(**{**asdict(totals), "seconds": time.monotonic() - started})


def _folder(out: str | os.PathLike) -> Path:
    out = Path(out).resolve()  # Workers stand in folders of their own.
    if out.is_dir() and any(out.iterdir()) and not (out / DESCRIPTION).is_file():
        raise UsageError(
            "输出文件夹里有别的东西，不是汇集过的数据",
            "the output folder holds something else than a corpus",
            where=str(out),
            next_zh="换一个新文件夹",
            next_en="name a new folder",
        )
    write_bytes(out / DESCRIPTION, _description({"state": "building"}))
    return out


def _tasks(out: Path, paths: dict[str, str], digits: int, seconds: float) -> list[_Task]:
    """A task a part that is not whole yet."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for sha256, path in paths.items():
        groups[sha256[:digits]][sha256] = path
    names = (f"{n:0{digits}x}" for n in range(16**digits))
    return [
        _Task(name, tuple(sorted(groups[name].items())), str(out), parser_mark(), seconds)
        for name in names
        if not parts.is_whole(out, name, parser_mark(), set(groups[name]))
    ]


def _run(
    tasks: list[_Task], workers: int, scheduler: str, progress: Callable[[Progress], None]
) -> int:
    """All tasks, by processes or a cluster; a pool whose worker died is replaced. How many were read."""
    started, read, failures = time.monotonic(), 0, 0
    left = {task.digits: task for task in tasks}
    wanted = sum(len(task.contents) for task in tasks)
    progress(Progress(0, wanted, 0, 0.0))
    done = 0
    for attempt in range(TRIES):
        try:
            for digits, task_read, task_failures in _results(
                list(left.values()), workers, scheduler
            ):
                task = left.pop(digits)
                read, failures, done = (
                    read + task_read,
                    failures + task_failures,
                    done + len(task.contents),
                )
                progress(Progress(done, wanted, failures, time.monotonic() - started))
        except _pool_errors():
            if attempt == TRIES - 1:
                raise GongkaiError(
                    "工作进程接连退出，汇集没有做完；做完的部分都在",
                    "workers kept dying and the build is not complete; what was done is kept",
                    next_zh="内存不够时减少 --workers，再运行一次同样的命令",
                    next_en="with little memory use fewer --workers; run the same command again",
                ) from None
            continue
        break
    return read


def _pool_errors() -> tuple[type[BaseException], ...]:
    from joblib.externals.loky.process_executor import BrokenProcessPool

    return (BrokenProcessPool,)


def _results(tasks: list[_Task], workers: int, scheduler: str) -> Iterator[tuple[str, int, int]]:
    import joblib

    if not tasks:
        return
    with _backend(scheduler):
        parallel = joblib.Parallel(
            n_jobs=workers or -1,
            return_as="generator_unordered",
            batch_size=1,
            pre_dispatch="2*n_jobs",
        )
        yield from parallel(joblib.delayed(read_part)(task) for task in tasks)


@contextmanager
def _backend(scheduler: str) -> Iterator[None]:
    """joblib's own processes, or those of a Dask cluster: the code that runs is the same."""
    import joblib

    if not scheduler:
        with joblib.parallel_config(backend="loky", inner_max_num_threads=1):
            yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "没有安装 Dask",
            "Dask is not installed",
            next_zh="pip install 'gongkai-analysis[cluster]'",
            next_en="pip install 'gongkai-analysis[cluster]'",
        ) from None
    try:
        client = Client(**({} if scheduler == "local" else {"address": scheduler, "timeout": 20}))
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"连不上调度器：{scheduler}",
            f"cannot reach the scheduler: {scheduler}",
            next_zh="检查地址，如 tcp://主机:8786",
            next_en="check the address, as tcp://host:8786",
        ) from error
    with client, joblib.parallel_config(backend="dask"):
        yield


@cache
def _warden(seconds: float) -> Warden:
    """One reading process a worker, for as long as the worker lives."""
    return Warden(seconds)


def read_part(task: _Task) -> tuple[str, int, int]:
    """Bring one part up to date: its digits, how many contents were read, how many of these failed."""
    part, folder = parts.Part(task.digits, task.parser), Path(task.folder)
    organ, _ = organs()
    known = part.keep(folder, {sha256 for sha256, _ in task.contents})
    read = failures = 0
    for sha256, path in task.contents:
        if sha256 in known:
            continue
        answer = _warden(task.seconds).read(path, sha256)
        part.add(sha256, answer, organ)
        read, failures = read + 1, failures + ("failure" in answer)
    part.write(folder)
    return task.digits, read, failures


def _describe(out: Path, found: list[Found], contents: int, read: int) -> Totals:
    """Index, manifest and description: made anew from the parts, each whole or not at all."""
    import pyarrow.dataset as ds

    origins: dict[str, str] = {}
    for file in sorted(found):
        origins.setdefault(file.sha256, file.origin)
    write_index(out, origins, organs()[0])
    outcome = _outcomes(out)
    manifest = _manifest(found, outcome)
    parts.write_table(manifest, out / "manifest.parquet")
    failures = ds.dataset(out / "failures", format="parquet").count_rows()
    reports = ds.dataset(out / "reports", format="parquet").count_rows()
    told = {"state": "complete", "files": len(found), "contents": contents}
    told |= {"reports": reports, "failures": failures + sum(not f.sha256 for f in found)}
    write_bytes(out / DESCRIPTION, _description(told))
    return Totals(len(found), contents, read, reports, told["failures"])


def _outcomes(out: Path) -> dict[str, tuple[str, str]]:
    """Hash -> (report_id, "") of what was read, ("", reason) of what was not."""
    import pyarrow.dataset as ds

    found: dict[str, tuple[str, str]] = {}
    for name, column in (("reports", "report_id"), ("failures", "reason")):
        table = ds.dataset(out / name, format="parquet").to_table(columns=["sha256", column])
        told = zip(table["sha256"].to_pylist(), table[column].to_pylist(), strict=True)
        found |= {s: (t, "") if name == "reports" else ("", t) for s, t in told}
    return found


def _manifest(found: list[Found], outcome: dict[str, tuple[str, str]]) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, list[Any]] = defaultdict(list)
    for file in sorted(found):
        report_id, reason = outcome[file.sha256] if file.sha256 else ("", file.reason)
        row = {"origin": file.origin, "size": file.size, "sha256": file.sha256}
        for name, cell in (row | {"report_id": report_id, "reason": reason}).items():
            columns[name].append(cell)
    kinds = {"origin": pa.string(), "size": pa.int64(), "sha256": pa.string()}
    kinds |= {"report_id": pa.string(), "reason": pa.string()}
    return pa.table({n: pa.array(columns[n], kind) for n, kind in kinds.items()})


def _description(told: dict[str, Any]) -> bytes:
    about = {"format": FORMAT, "program": f"gongkai-analysis {analysis.__version__}"}
    return (json.dumps(about | {"parser": parser_mark()} | told, indent=1) + "\n").encode()


@cache
def parser_mark() -> str:
    """A mark of everything that decides what is read from a file: change the parser, and files are read anew."""
    root = Path(analysis.__file__).parent
    folders = (sorted((root / name).rglob("*.*")) for name in _READING)
    files = [root / name for name in _READING_FILES]
    files += [p for paths in folders for p in paths if p.suffix in (".py", ".csv")]
    digest = hashlib.sha256(organs()[1].encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
