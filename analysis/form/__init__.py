"""The statutory forms of 2014, 2019 and 2021 as data: versions, sections, tables, rows, columns, identities, crosswalk.

Legal source of each version: ``versions.csv`` (国办公开办函〔2019〕60号, 〔2021〕30号 …). Everything that
knows about the form - reading, checking, empty templates, chart labels - derives from these files.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

TABLES = ("proactive", "requests", "disputes", "statistics")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``versions``, ``sections``, ``tables``, ``rows``, ``columns``, ``identities`` or ``crosswalk``."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def versions() -> dict[str, dict[str, str]]:
    """Version -> its row: zh, en, document, first_year, last_year (blank: still in force), due dates."""
    return {row["version"]: row for row in table("versions")}


@cache
def sections() -> dict[str, str]:
    """Number -> title of the six sections, as the forms of 2019 and 2021 print them."""
    return {row["section"]: row["zh"] for row in table("sections")}


@cache
def tables(version: str) -> tuple[str, ...]:
    """The tables of a version, in the order of its sections; none for the free prose before 2014."""
    return tuple(row["table"] for row in table("tables") if row["version"] == version)


@cache
def version_of_year(year: int) -> str:
    """The version in force for a report year: 2022 -> "2021"."""
    for row in table("versions"):
        if int(row["first_year"]) <= year <= int(row["last_year"] or 9999):
            return row["version"]
    return "prose"


@cache
def rows(version: str, table_code: str) -> tuple[dict[str, str], ...]:
    """The rows of one table as the form prints them, groups included."""
    return tuple(r for r in table("rows") if r["version"] == version and r["table"] == table_code)


@cache
def columns(version: str, table_code: str, row: str = "") -> tuple[dict[str, str], ...]:
    """The columns of one table; with ``row``, only the measures that this row has."""
    return tuple(
        c
        for c in table("columns")
        if c["version"] == version
        and c["table"] == table_code
        and (not row or not c["rows"] or row in c["rows"].split(";"))
    )


@cache
def cells(version: str, table_code: str) -> tuple[tuple[str, str], ...]:
    """The (row, column) codes of every cell that the form asks to be filled in.

    Printed subtotals (one row for 其他处理, a 小计 column) are alternatives and are left out.
    """
    return tuple(
        (row["row"], column["column"])
        for row in rows(version, table_code)
        if row["kind"] not in {"group", "subtotal"} or _only_form_of_group(version, row)
        for column in columns(version, table_code, row["row"])
        if column["kind"] not in {"group", "subtotal"}
    )


@cache
def row_label(table_code: str, row: str, lang: str = "zh") -> str:
    """The label of a row code in the newest version that has it."""
    return _newest("rows", "row", table_code, row)[lang]


@cache
def column_label(table_code: str, column: str, lang: str = "zh") -> str:
    """The label of a column code in the newest version that has it."""
    return _newest("columns", "column", table_code, column)[lang]


def unit(table_code: str, row: str, column: str, version: str) -> str:
    """The unit of a cell: that of its row where rows differ (statistics), else of its column."""
    by_row = next((r["unit"] for r in rows(version, table_code) if r["row"] == row), "")
    by_column = (c["unit"] for c in columns(version, table_code, row) if c["column"] == column)
    return by_row or next(by_column, "")


def _only_form_of_group(version: str, row: dict[str, str]) -> bool:
    """Whether a group has no parts of its own, so that its subtotal is a cell of the form."""
    if row["kind"] != "subtotal":
        return False
    siblings = (r for r in rows(version, row["table"]) if r["parent"] == row["parent"])
    return all(r["kind"] == "subtotal" for r in siblings)


def _newest(name: str, key: str, table_code: str, code: str) -> dict[str, str]:
    found = [r for r in table(name) if r["table"] == table_code and r[key] == code]
    return max(found, key=lambda r: r["version"])
