"""The yearly data: :func:`load` gives a :class:`Dataset` of tidy pandas frames.

Grain and columns of each frame stand in the docstrings of :class:`Dataset`; where the data is looked
for, in :func:`find_data`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from analysis.datasets.dataset import Dataset
from analysis.errors import DataError

__all__ = ["Dataset", "find_data", "load"]

DESCRIPTION = "datapackage.json"


def load(folder: str | os.PathLike | None = None) -> Dataset:
    """The yearly data as a :class:`Dataset`, or a corpus as one that reads its facts when asked.

    ``folder`` holds a ``datapackage.json``, or the ``corpus.json`` of ``gongkai corpus build``; without
    it the place is found by :func:`find_data`. Raises :class:`~analysis.errors.DataError` naming every
    row that breaks the description.
    """
    from analysis.datasets.corpus import is_corpus, open_corpus
    from analysis.datasets.package import read_package

    place = find_data(folder)
    if is_corpus(place):
        return open_corpus(place)
    return Dataset.from_tables(read_package(place), place)


def find_data(folder: str | os.PathLike | None = None) -> Path:
    """The data folder: the argument, else ``GONGKAI_DATA``, the project's ``data/``, the shipped copy."""
    if folder is not None or os.environ.get("GONGKAI_DATA"):
        return _existing(Path(folder if folder is not None else os.environ["GONGKAI_DATA"]))
    for place in _usual_places():
        if (place / DESCRIPTION).is_file():
            return place
    raise DataError(
        "找不到数据目录",
        "no data folder was found",
        next_zh="用参数或环境变量 GONGKAI_DATA 指定含有 datapackage.json 的目录",
        next_en="name a folder that holds a datapackage.json, as argument or in GONGKAI_DATA",
    )


def _usual_places() -> Iterable[Path]:
    # The project's own data wins over the shipped copy: it is the one that the analyst edits.
    package = Path(__file__).resolve().parent.parent
    here = Path.cwd()
    for root in (here, *here.parents):
        if (root / "analysis").is_dir() and (root / "notebooks").is_dir():
            yield root / "data"
    yield package.parent / "data"
    yield package / "shipped_data"


def _existing(place: Path) -> Path:
    if any(os.path.isfile(place / name) for name in (DESCRIPTION, "corpus.json")):
        return place
    raise DataError(
        "这个目录里没有 datapackage.json",
        "this folder holds no datapackage.json",
        where=str(place),
        next_zh="检查路径，或清除环境变量 GONGKAI_DATA 以使用项目自带的数据",
        next_en="check the path, or clear GONGKAI_DATA to use the project's own data",
    )
