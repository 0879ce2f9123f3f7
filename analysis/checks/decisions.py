"""The analyst's decisions on findings (``data/decisions.csv``): accepted or rejected, by whom and why.

``accepted``: looked into, the report stays as published; ``rejected``: the finding does not apply.
Either way somebody has answered it: it is shown with its reason and no longer counts as open.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.checks.findings import Finding
from analysis.errors import DataError, nearest

_WORDS_ZH = {"accepted": "已核，照原样", "rejected": "已核，不成立"}
WORDS = tuple(_WORDS_ZH)
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
        raise unknown_decisions(unknown, known)
    return decided(findings, by_id)


def decided(findings: Iterable[Finding], by_id: Mapping[str, Decision]) -> list[Finding]:
    """The findings with what was decided on them."""
    return [
        f._replace(**_said(by_id[f.finding_id])) if f.finding_id in by_id else f for f in findings
    ]


def _said(decision: Decision) -> dict[str, str]:
    return {name: getattr(decision, name) for name in ("decision", "reason", "who", "when")}


def told(finding: Finding) -> tuple[str, str]:
    """What was decided on a finding, by whom, when and why: in zh and en."""
    zh, en = _WORDS_ZH[finding.decision], finding.decision
    by = " ".join(filter(None, (finding.who, finding.when)))
    reason = finding.reason or "—"
    return f"{zh}：{reason}{f'（{by}）' if by else ''}", f"{en}: {reason}{f' ({by})' if by else ''}"


def unknown_decisions(unknown: list[str], known: Iterable[str]) -> DataError:
    """The error that names decisions on no finding, with the ids most like the first."""
    alike = "、".join(nearest(unknown[0], sorted(known))) or "—"
    return DataError(
        f"决定所指的核对结果不存在：{'、'.join(unknown)}",
        f"a decision names no finding: {', '.join(unknown)}",
        next_zh=f"相近的有：{alike}；核对结果的代码见 gongkai check --json",
        next_en=f"nearest: {alike}; gongkai check --json lists the ids",
    )


def _error(path: Path, what: str) -> DataError:
    return DataError("决定文件有误", "the decisions file is wrong", where=f"{path}: {what}")
