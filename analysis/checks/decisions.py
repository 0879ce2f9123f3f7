"""The analyst's decisions on findings (``data/decisions.csv``): accepted or rejected, by whom and why."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from analysis.checks.findings import Finding
from analysis.errors import DataError, nearest

WORDS = ("accepted", "rejected")
FIELDS = ("finding", "decision", "reason", "who", "when")


class Decision(NamedTuple):
    """One row of the file."""

    finding: str
    decision: str
    reason: str
    who: str
    when: str


def read_decisions(path: str | os.PathLike) -> list[Decision]:
    """The rows of a decisions file; a missing file has none. Raises :class:`DataError` for bad rows."""
    path = Path(path)
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        head = tuple(next(reader, ()))
        rows = [(reader.line_num, row) for row in reader if row]
    if head != FIELDS:
        raise _error(path, f"列名须为 {','.join(FIELDS)} / columns: {','.join(FIELDS)}")
    wrong = [
        f"{line}: {','.join(row)}"
        for line, row in rows
        if len(row) != len(FIELDS) or row[1] not in WORDS
    ]
    if wrong:
        raise _error(
            path, f"决定须为 accepted 或 rejected / accepted or rejected · {'; '.join(wrong[:5])}"
        )
    return [Decision(*row) for _, row in rows]


def apply(findings: Iterable[Finding], decisions: Iterable[Decision]) -> list[Finding]:
    """The findings with the decisions on them; a decision on no finding is a :class:`DataError`."""
    findings, by_id = list(findings), {d.finding: d for d in decisions}
    known = {finding.finding_id for finding in findings}
    unknown = [code for code in by_id if code not in known]
    if unknown:
        alike = "、".join(nearest(unknown[0], sorted(known))) or "—"
        raise DataError(
            f"决定所指的核对结果不存在：{'、'.join(unknown)}",
            f"a decision names no finding: {', '.join(unknown)}",
            next_zh=f"相近的有：{alike}；核对结果的代码见 gongkai check --json",
            next_en=f"nearest: {alike}; gongkai check --json lists the ids",
        )
    return [
        f._replace(decision=by_id[f.finding_id].decision, reason=by_id[f.finding_id].reason)
        if f.finding_id in by_id
        else f
        for f in findings
    ]


def _error(path: Path, what: str) -> DataError:
    return DataError("决定文件有误", "the decisions file is wrong", where=f"{path}: {what}")
