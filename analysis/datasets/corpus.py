"""A corpus (:mod:`analysis.corpus`) as a :class:`Dataset`: facts are read when asked for, and only those.

Needs pyarrow, which the extra ``corpus`` brings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.datasets.dataset import _CODES, ORIGIN_COLUMNS, REPORT_COLUMNS, Dataset
from analysis.errors import DataError, UsageError
from analysis.facts import FIELDS

if TYPE_CHECKING:
    import pandas as pd

DESCRIPTION = "corpus.json"
FORMAT = 1
FEW = (
    4000  # reports up to which a read asks for them by name; beyond, it takes all and drops others
)


def is_corpus(folder: Path) -> bool:
    """Whether a folder holds a corpus."""
    return (folder / DESCRIPTION).is_file()


def open_corpus(folder: Path) -> Corpus:
    """The current reports of a corpus: of duplicates the first, of revisions the last.

    Raises :class:`DataError` for a build that is not complete or of another format, :class:`UsageError`
    without pyarrow.
    """
    about = _description(folder)
    _need_pyarrow()
    import pandas as pd

    index = pd.read_parquet(folder / "index.parquet")
    reports = index[index["current"]].reset_index(drop=True)
    agencies = pd.read_parquet(folder / "agencies.parquet")
    return Corpus(agencies, reports[[*REPORT_COLUMNS, *ORIGIN_COLUMNS]], folder, about["parser"])


class Corpus(Dataset):
    """Reports of a corpus; all of :class:`Dataset`, with ``facts`` read from Parquet when first used.

    ``text``, ``where`` and ``note`` of a province's reports take gigabytes: :meth:`read` gives the
    columns, tables and reports that are wanted.
    """

    def __init__(
        self, agencies: pd.DataFrame, reports: pd.DataFrame, folder: Path, parser: str = ""
    ) -> None:
        about = {"agencies": agencies, "reports": reports, "folder": folder, "parser": parser}
        for name, value in about.items():
            object.__setattr__(self, name, value)

    @cached_property
    def facts(self) -> pd.DataFrame:  # type: ignore[override]
        """A row a number, as in :class:`Dataset`; codes and ids are categories."""
        return self.read()

    def read(
        self, columns: Sequence[str] = ("report_id", *FIELDS), tables: Iterable[str] = ()
    ) -> pd.DataFrame:
        """The facts of these reports: only the ``columns`` and ``tables`` (none named: all) asked for.

        Codes and ids are categories, ``value`` is float64 with NaN where the report gives no number.
        """
        import pyarrow.dataset as ds

        wanted = None
        if tables := list(tables):
            wanted = ds.field("table").isin(tables)
        few = len(self.reports) <= FEW
        if few:
            ids = ds.field("report_id").isin(self.reports["report_id"].tolist())
            wanted = ids if wanted is None else wanted & ids
        asked = list(dict.fromkeys([*columns, *([] if few else ["report_id"])]))
        source = ds.dataset(self.folder / "facts", format="parquet")
        frame = source.to_table(columns=asked, filter=wanted).unify_dictionaries().to_pandas()
        if not few:
            here = frame["report_id"].isin(self.reports["report_id"])
            frame = frame if here.all() else frame[here].reset_index(drop=True)
        return frame[list(columns)]

    def _table(self, name: str, keep: Iterable[str]) -> pd.DataFrame:
        """One table with what is said of its reports, as words: these frames are small."""
        rows = self.read(tables=[name])
        words = [c for c in rows.columns if rows[c].dtype == "category" and c not in _CODES]
        rows = rows.astype(dict.fromkeys(words, "str"))
        rows = rows.merge(
            self.reports[list(REPORT_COLUMNS)], on="report_id", how="left", sort=False
        )
        return rows[[*REPORT_COLUMNS, *keep]].reset_index(drop=True)

    def _part(self, reports: pd.DataFrame) -> Corpus:
        organs = self.agencies["agency_id"].isin(reports["agency_id"])
        agencies = self.agencies[organs].reset_index(drop=True)
        return Corpus(agencies, reports.reset_index(drop=True), self.folder, self.parser)


def _description(folder: Path) -> dict:
    try:
        about = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        about = {}
    if about.get("format") == FORMAT and about.get("state") == "complete":
        return about
    raise DataError(
        "汇集还没有做完，或出自另一版本的程序",
        "this corpus is not complete, or of another version of the program",
        where=str(folder / DESCRIPTION),
        next_zh="再运行一次 gongkai corpus build，做完的部分不会重做",
        next_en="run gongkai corpus build again; what is done is not done twice",
    )


def _need_pyarrow() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise UsageError(
            "没有安装 pyarrow，读不了汇集的数据",
            "pyarrow is not installed, a corpus cannot be opened",
            next_zh="pip install 'gongkai-analysis[corpus]'",
            next_en="pip install 'gongkai-analysis[corpus]'",
        ) from None
