"""Where the reports lie: folders, globs, and archives, each file with its hash.

Names from archives are only words: what an archive holds is kept under its hash, never under its name,
so that no name can lead out of the folder. Links, devices and hidden files are passed over.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from analysis.errors import UsageError
from analysis.readers import LARGEST

# What a browser saves beside a page, and what no report is.
PASSED_OVER = frozenset(
    ".css .js .map .json .xml .ico .svg .woff .woff2 .ttf .eot .mp4 .mp3 .db .ini .lnk .part .tmp".split()
)
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")
BLOCK = 1 << 20
# An archive may unpack to this many times its size, and a gigabyte more: beyond, it is a bomb.
MOST_RATIO, MOST_FREE = 100, 1 << 30


class Found(NamedTuple):
    """A file: where it came from, its size, its hash, where its bytes lie; or why it has none."""

    origin: str
    size: int
    sha256: str = ""
    path: str = ""
    reason: str = ""


def find(sources: Iterable[str | os.PathLike], staging: Path) -> Iterator[Found]:
    """Every file of the sources, in the order of their names; archives unpack into ``staging``.

    Raises :class:`UsageError` for a source that is not there.
    """
    for source in dict.fromkeys(_expanded(sources)):
        if source.is_dir():
            for path in _walk(source):
                yield from _file(path, path.as_posix(), staging)
        else:
            yield from _file(source, source.as_posix(), staging)


def _expanded(sources: Iterable[str | os.PathLike]) -> Iterator[Path]:
    for source in map(str, sources):
        if os.path.exists(source):
            yield Path(source)
        elif hits := sorted(glob.glob(source, recursive=True)):
            yield from map(Path, hits)
        else:
            raise UsageError(
                f"没有这个文件或文件夹：{source}",
                f"no such file or folder: {source}",
                next_zh="检查路径；通配符要加引号",
                next_en="check the path; put quotes around wildcards",
            )


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() not in PASSED_OVER:
                yield Path(parent, name)


def _file(path: Path, origin: str, staging: Path) -> Iterator[Found]:
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return
        if path.name.lower().endswith(ARCHIVES):
            yield from _archive(path, origin, staging)
            return
        if status.st_size > LARGEST:
            yield Found(origin, status.st_size, reason="too_large")
            return
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Found(origin, status.st_size, digest, str(path.resolve()))
    except OSError:
        yield Found(origin, 0, reason="denied")


def _archive(path: Path, origin: str, staging: Path) -> Iterator[Found]:
    left = MOST_FREE + MOST_RATIO * path.stat().st_size
    members = _zip(path) if path.name.lower().endswith(".zip") else _tar(path)
    try:
        for name, size, file in members:
            # Whatever a name says, it is one line of printable words here.
            inside = f"{origin}!/{''.join(c for c in name if c.isprintable())}"
            if isinstance(file, str):
                yield Found(inside, size, reason=file)
            elif left <= 0:
                yield Found(inside, size, reason="archive_too_large")
            else:
                found = _staged(file, inside, staging, min(left, LARGEST))
                left -= found.size
                yield found
    except (
        OSError,
        EOFError,
        tarfile.TarError,
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
    ):
        yield Found(origin, 0, reason="archive_damaged")


def _zip(path: Path) -> Iterator[tuple[str, int, IO[bytes] | str]]:
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            if member.is_dir() or _passed_over(member.filename):
                continue
            if member.flag_bits & 1:
                yield member.filename, member.file_size, "encrypted"
                continue
            try:
                with archive.open(member) as file:
                    yield member.filename, member.file_size, file
            except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
                yield member.filename, member.file_size, "archive_damaged"


def _tar(path: Path) -> Iterator[tuple[str, int, IO[bytes] | str]]:
    with tarfile.open(path, "r:*") as archive:
        for member in archive:  # In the order of the archive: a packed one cannot jump.
            if member.isreg() and not _passed_over(member.name):
                file = archive.extractfile(member)
                if file is not None:
                    yield member.name, member.size, file


def _passed_over(name: str) -> bool:
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.startswith(".") or Path(last).suffix.lower() in PASSED_OVER


def _staged(file: IO[bytes], origin: str, staging: Path, most: int) -> Found:
    """A member of an archive, kept under its hash; one that is larger than it may be is not kept."""
    staging.mkdir(parents=True, exist_ok=True)
    beside, digest, size = staging / f"{os.getpid()}.tmp", hashlib.sha256(), 0
    try:
        with beside.open("wb") as out:
            while block := file.read(BLOCK):
                size += len(block)
                if size > most:
                    return Found(origin, size, reason="too_large")
                digest.update(block)
                out.write(block)
        kept = staging / digest.hexdigest()
        os.replace(beside, kept)
        return Found(origin, size, digest.hexdigest(), str(kept.resolve()))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        return Found(origin, size, reason="archive_damaged")
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
