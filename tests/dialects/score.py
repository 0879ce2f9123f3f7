"""How a reading compares with what a sheet says."""

from __future__ import annotations

from typing import NamedTuple

from analysis import readers, report
from analysis.report import Report
from analysis.text import normalise
from dialects.sheets import ABSENT, Expected, Key, Sheet

TABLES = ("proactive", "requests", "disputes", "statistics")


class Mistake(NamedTuple):
    """A cell that came out differently; ``silent`` if a number stands where another one was written."""

    key: Key
    expected: Expected
    got: Expected
    silent: bool


def read(data: bytes) -> Report:
    """The report in a file's bytes."""
    return report.from_document(readers.read_bytes(data))


def mistakes(found: Report, sheet: Sheet) -> list[Mistake]:
    """Every cell whose status or value is not what the sheet says; wrong organ, year or form too."""
    wrong = [
        Mistake(("report", name, ""), ("reported", want), ("reported", have), bool(have))
        for name, want, have in (
            ("agency", normalise(sheet.agency).text, normalise(found.agency).text),
            ("year", sheet.year, found.year),
            ("form", sheet.version, found.form),
        )
        if want != have
    ]
    got: dict[Key, Expected] = {}
    for fact in found.facts:
        if fact.table in TABLES:
            key = (fact.table, fact.row, fact.column)
            assert key not in got, f"two facts for {key}"
            got[key] = (fact.status, fact.value if fact.status == "reported" else None)
    for key in sorted(sheet.expected.keys() | got.keys()):
        want, have = sheet.expected.get(key, ABSENT), got.get(key, ABSENT)
        if want != have:
            wrong.append(Mistake(key, want, have, have[0] == "reported"))
    return wrong


def told(wrong: list[Mistake], most: int = 5) -> str:
    """Mistakes in a few lines, for the message of a failed test."""
    lines = [f"{'/'.join(m.key)}: {m.expected} read as {m.got}" for m in wrong[:most]]
    return "\n".join([f"{len(wrong)} wrong", *lines])
