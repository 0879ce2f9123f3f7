"""The cells of statutory tables as operands: single cells, groups of rows or columns, printed subtotals."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from analysis import form

if TYPE_CHECKING:
    import pandas as pd

# (row, column) -> number; NaN where the report prints none
Cells = dict[tuple[str, str], float]
MISSING = math.nan
PROCEDURES = ("review", "litigation_direct", "litigation_after_review")
DECIDED = ("upheld", "corrected", "other")


def cells_by_report(frame: pd.DataFrame) -> dict[str, Cells]:
    """``report_id`` -> its cells of one table (:attr:`analysis.Dataset.requests` and the like)."""
    found: dict[str, Cells] = {}
    columns = zip(frame["report_id"], frame["row"], frame["column"], frame["value"], strict=True)
    for report_id, row, column, value in columns:
        found.setdefault(report_id, {})[row, column] = float(value)
    return found


def amount(cells: Cells, version: str, table: str, row: str, column: str) -> float:
    """The number of a cell, or of a group of rows or columns: the sum of its parts.

    A group with a part that is blank or not at hand is NaN - never the sum of what is left - unless
    the report prints a subtotal for it.
    """
    rows = _parts("rows", "row", version, table, row)
    if rows:
        return _group(rows, lambda part: amount(cells, version, table, part, column))
    columns = _parts("columns", "column", version, table, column)
    if columns:
        return _group(columns, lambda part: cells.get((row, part), MISSING))
    return cells.get((row, column), MISSING)


def _group(parts: tuple[tuple[str, ...], tuple[str, ...]], value) -> float:
    """The sum of the parts; where one is missing, the first printed subtotal."""
    each, subtotals = parts
    added = sum(map(value, each)) if each else MISSING
    if not math.isnan(added):
        return added
    return next((v for v in map(value, subtotals) if not math.isnan(v)), MISSING)


@cache
def _parts(name: str, key: str, version: str, table: str, code: str) -> tuple | None:
    """The parts and the printed subtotals of a group; None for a code that is no group."""
    own = [r for r in form.table(name) if r["version"] == version and r["table"] == table]
    if not any(r[key] == code and r["kind"] == "group" for r in own):
        return None
    inside = [r for r in own if r["parent"] == code]
    parts = tuple(r[key] for r in inside if r["kind"] not in {"subtotal", "total"})
    return parts, tuple(r[key] for r in inside if r["kind"] == "subtotal")


def contradictory(cells: Cells, procedure: str) -> bool:
    """Whether a procedure's printed total is not the sum of its four results (all five printed)."""
    total = cells.get((procedure, "total"), MISSING)
    parts = sum(cells.get((procedure, result), MISSING) for result in (*DECIDED, "pending"))
    return not math.isnan(total) and not math.isnan(parts) and parts != total
