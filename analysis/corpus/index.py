"""What the reports of a corpus are to each other: the same one twice, a later revision, the current one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus.parts import write_table
from analysis.datasets.dataset import ORIGIN_COLUMNS, REPORT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_READ = (
    *("sha256", "report_id", "agency_id", "agency", "year", "form"),
    *("title_zh", "published_on", "extent", "digest", "n_facts"),
)


def write_index(
    folder: Path, origins: Mapping[str, str], organ: Callable[[str], dict[str, str]]
) -> None:
    """Write ``index.parquet`` and ``agencies.parquet`` from the reports that were read.

    ``origins`` names a file for each hash. Of one organ and year, reports with the same numbers are one
    report saved more than once: the first is kept, the others are its duplicates. Reports with other
    numbers are revisions, by their date of publication (one that does not say comes first), by how much
    they tell (a page cut short comes before a whole one) and by hash; the last of them is current.
    """
    import pyarrow as pa
    import pyarrow.dataset as ds

    table = ds.dataset(folder / "reports", format="parquet").to_table(columns=list(_READ))
    found: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_pylist():
        found[row["agency_id"], row["year"]].append(row)
    organs = {row["agency_id"]: organ(row["agency"]) for rows in found.values() for row in rows}
    rows = [
        _row(row, organs[row["agency_id"]], origins.get(row["sha256"], ""))
        for _, group in sorted(found.items())
        for row in _ranked(group)
    ]
    names = [*REPORT_COLUMNS, *ORIGIN_COLUMNS, "duplicate_of", "current", "n_facts"]
    kinds = {
        "year": pa.int64(),
        "revision": pa.int64(),
        "current": pa.bool_(),
        "n_facts": pa.int32(),
    }
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    write_table(pa.Table.from_pylist(rows, schema=schema), folder / "index.parquet")
    agencies = [organs[code] for code in sorted(organs)]
    columns = ("agency_id", "name_zh", "name_en", "level", "kind", "region_zh")
    schema = pa.schema([(name, pa.string()) for name in columns])
    write_table(pa.Table.from_pylist(agencies, schema=schema), folder / "agencies.parquet")


def _ranked(group: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reports of one organ and year, with their revision, what they duplicate, and which is current."""
    ordered = sorted(group, key=lambda row: (row["published_on"], row["n_facts"], row["sha256"]))
    first: dict[str, dict[str, Any]] = {}
    for row in ordered:
        known = first.setdefault(row["digest"], row)
        row["duplicate_of"] = "" if known is row else known["report_id"]
    revisions = {digest: number for number, digest in enumerate(first, 1)}
    for row in ordered:
        row["revision"] = revisions[row["digest"]]
        row["current"] = not row["duplicate_of"] and row["revision"] == len(revisions)
    return ordered


def _row(row: dict[str, Any], organ: dict[str, str], origin: str) -> dict[str, Any]:
    return {
        **row,
        "agency": organ["name_zh"],
        "agency_en": organ["name_en"],
        "level": organ["level"],
        "kind": organ["kind"],
        "region_zh": organ["region_zh"],
        "url": "",
        "source": f"读取自文件 {origin} / read from the file {origin}",
        "file": origin,
    }
