"""The Parquet files of a corpus: their columns, and how one part is brought up to date.

A part holds the contents whose hash begins with its digits, in the order of the hashes; so a part is
the same bytes for the same contents, whoever read them and when. All four files of a part are written
beside their place; the reports, written last, say which contents the part has.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.checks.findings import Finding
from analysis.facts import FIELDS

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("facts", "findings", "failures", "reports")  # the order in which a part is written
PARSER = b"gongkai.parser"
FLUSH = 64  # reports held as Python objects before they become columns
_SECTIONS = tuple(f"section_{n}" for n in range(1, 7))
_CODES = ("table", "row", "column", "unit", "status", "approx", "members", "part_of", "scope")


@cache
def schema(name: str) -> pa.Schema:
    """The columns of ``reports``, ``facts``, ``findings`` or ``failures``."""
    import pyarrow as pa

    code, words = pa.dictionary(pa.int32(), pa.string()), pa.string()
    kinds: dict[str, dict[str, pa.DataType]] = {
        "reports": dict.fromkeys(
            ("sha256", "report_id", "agency_id", "agency", "form", "title_zh", "published_on"),
            words,
        )
        | {"year": pa.int32()}
        | dict.fromkeys(("index_number", "kind", "extent", "digest", "messages"), words)
        | {"n_facts": pa.int32(), "unresolved": pa.int32()}
        | dict.fromkeys(_SECTIONS, words),
        "facts": {"report_id": code, "year": pa.int16()}
        | {field: code if field in _CODES else words for field in FIELDS}
        | {"item": pa.int16(), "value": pa.float64()},
        "findings": dict.fromkeys(Finding._fields, words)
        | dict.fromkeys(("report_id", "rule", "verdict", "severity", "table"), code)
        | dict.fromkeys(("expected", "actual", "difference"), pa.float64()),
        "failures": dict.fromkeys(("sha256", "reason", "detail"), words),
    }
    return pa.schema(list(kinds[name].items()))


class Part:
    """What a part is to hold: contents read before, as columns, and new ones as they come."""

    def __init__(self, digits: str, parser: str) -> None:
        self.digits, self._parser = digits, parser
        self._tables: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}

    def keep(self, folder: Path, wanted: set[str]) -> set[str]:
        """Take over what older parts know of the ``wanted`` contents; returns the hashes they know.

        A part made by another parser knows nothing.
        """
        known: set[str] = set()
        for digits in _parts_with(folder, self.digits):
            known |= self._keep_part(folder, digits, wanted - known)
        return known

    def _keep_part(self, folder: Path, digits: str, wanted: set[str]) -> set[str]:
        import pyarrow as pa
        import pyarrow.compute as pc

        reports = _read(folder / "reports" / _name(digits))
        failures = _read(folder / "failures" / _name(digits))
        if reports is None or failures is None or parser_of(reports) != self._parser:
            return set()
        hashes = pa.array(sorted(wanted), pa.string())
        reports = reports.filter(pc.is_in(reports["sha256"], hashes))
        failures = failures.filter(pc.is_in(failures["sha256"], hashes))
        ids = reports["report_id"].combine_chunks()
        self._tables["reports"].append(reports)
        self._tables["failures"].append(failures)
        for name in ("facts", "findings"):
            rows = _read(folder / name / _name(digits))
            if rows is None:
                return set()
            here = pc.is_in(rows["report_id"].cast(pa.string()), ids)
            self._tables[name].append(rows.filter(here))
        return {*reports["sha256"].to_pylist(), *failures["sha256"].to_pylist()}

    def add(self, sha256: str, answer: dict[str, Any], organ: Any) -> None:
        """One content as :func:`analysis.corpus.reading.read_file` told it; ``organ`` codes its name."""
        if "failure" in answer:
            told = answer["failure"]
            detail = told.get("en", "") if told["reason"] == "internal" else ""
            self._rows["failures"].append(
                {"sha256": sha256, "reason": told["reason"], "detail": detail}
            )
            return
        report = answer["report"]
        agency_id = organ(report["agency"])["agency_id"]
        report_id = f"{agency_id}-{report['year']}-{sha256[:12]}"
        about = {"sha256": sha256, "report_id": report_id, "agency_id": agency_id}
        self._rows["reports"].append(report | about | {"n_facts": len(answer["facts"])})
        shared = {"report_id": report_id, "year": report["year"]}
        self._rows["facts"] += [
            shared | dict(zip(FIELDS, row, strict=True)) for row in answer["facts"]
        ]
        self._rows["findings"] += [
            dict(zip(Finding._fields, row, strict=True)) | {"report_id": report_id}
            for row in answer["findings"]
        ]
        if len(self._rows["reports"]) >= FLUSH:
            self._flush()

    def write(self, folder: Path) -> None:
        """Write the four files, each whole or not at all."""
        import pyarrow as pa
        import pyarrow.compute as pc

        self._flush()
        whole = {name: pa.concat_tables(self._tables[name]) for name in TABLES}
        whole["reports"] = whole["reports"].sort_by("sha256")
        whole["failures"] = whole["failures"].sort_by("sha256")
        order = whole["reports"]["report_id"].combine_chunks()
        for name in ("facts", "findings"):
            ranks = pc.index_in(whole[name]["report_id"].cast(pa.string()), order)
            whole[name] = _encoded(whole[name].take(pc.sort_indices(ranks)), schema(name))
        for name in TABLES:
            write_table(whole[name], folder / name / _name(self.digits), self._parser)

    def _flush(self) -> None:
        import pyarrow as pa

        for name, rows in self._rows.items():
            self._tables[name].append(pa.Table.from_pylist(rows, schema=schema(name)))
            rows.clear()


def _encoded(table: pa.Table, wanted: pa.Schema) -> pa.Table:
    """The codes numbered as they come in these rows, not as they came to be read."""
    import pyarrow as pa

    columns = [
        column.cast(pa.string()).combine_chunks().dictionary_encode()
        if pa.types.is_dictionary(column.type)
        else column
        for column in table.columns
    ]
    return pa.table(columns, schema=wanted)


def write_table(table: pa.Table, path: Path, parser: str = "") -> None:
    """One Parquet file, beside its place and then renamed; the same rows make the same bytes."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    table = table.replace_schema_metadata({PARSER: parser.encode()} if parser else None)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        pq.write_table(table, beside, compression="zstd", compression_level=6)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def parser_of(table: pa.Table) -> str:
    """The parser that a table was read with, as :func:`write_table` noted it."""
    return (table.schema.metadata or {}).get(PARSER, b"").decode()


def remove_others(folder: Path, digits: Iterable[str]) -> None:
    """Remove the parts that are not of this division into parts, and what a kill left behind."""
    names = {_name(d) for d in digits}
    for name in TABLES:
        for path in (folder / name).glob("*"):
            if path.name not in names:
                path.unlink()


def is_whole(folder: Path, digits: str, parser: str, wanted: set[str]) -> bool:
    """Whether a part is there, of this parser, with just these contents; looks at hashes only."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if any(not (folder / name / _name(digits)).is_file() for name in TABLES):
        return False
    found: set[str] = set()
    for name in ("reports", "failures"):
        try:
            table = pq.read_table(folder / name / _name(digits), columns=["sha256"])
        except (pa.ArrowInvalid, OSError):
            return False
        if parser_of(table) != parser:
            return False
        found |= set(table["sha256"].to_pylist())
    return found == wanted


def _parts_with(folder: Path, digits: str) -> list[str]:
    """The parts that may hold contents of these digits: this one, coarser or finer ones."""
    names = (
        path.stem.removeprefix("part-") for path in (folder / "reports").glob("part-*.parquet")
    )
    return sorted(n for n in names if n.startswith(digits) or digits.startswith(n))


def _name(digits: str) -> str:
    return f"part-{digits}.parquet"


def _read(path: Path) -> pa.Table | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path)
    except (FileNotFoundError, pa.ArrowInvalid, OSError):
        return None
