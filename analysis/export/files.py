"""Files that are whole or not there: written beside their final name, then renamed."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from analysis.errors import GongkaiError

_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}


def write_bytes(path: str | Path, data: bytes) -> Path:
    """Write ``data`` to ``path``: all of it or nothing, also when the disk is full or Ctrl-C comes.

    Folders that are missing are made. Raises :class:`GongkaiError` when the system refuses.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(path, data)
    except OSError as error:
        raise _refused(path, error) from error
    return path


def safe_name(title: str, *, most: int = 80) -> str:
    """A file name from any text: no separators, no characters or names that Windows keeps for itself."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+', "-", title).strip(" .-")[:most].rstrip(" .-")
    if name.split(".")[0].lower() in _RESERVED:
        name = f"_{name}"
    return name or "untitled"


def _write_beside(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.tmp")
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:  # Ctrl-C too must leave no half file behind.
        beside.unlink(missing_ok=True)
        raise


def _refused(path: Path, error: OSError) -> GongkaiError:
    reason = error.strerror or str(error)
    return GongkaiError(
        f"写不了文件：{reason}",
        f"The file cannot be written: {reason}",
        where=str(path),
        next_zh="看看磁盘是否已满、文件夹是否可写、文件是否正在别的程序里打开；或用 --out 换一个文件夹。",
        next_en="Is the disk full, the folder read-only, the file open in another program? "
        "Or give another folder with --out.",
    )
