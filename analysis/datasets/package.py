"""Reads the CSV files of a data folder and holds them to their own description.

``datapackage.json`` (Frictionless) says for every field its type, what is allowed and what a blank
means. All rows that break it are reported at once, each with file, line, column and value.
Standard library only: the command line checks data before pandas is loaded.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import compress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from analysis.datasets.codes import wrong_codes
from analysis.errors import DataError

SHOWN = 20  # broken cells listed in one error
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Problem(NamedTuple):
    """One cell (or row) that breaks the description."""

    file: str
    line: int
    column: str
    value: str
    allowed: str


class Table(NamedTuple):
    """One kind of table, all its files: field names -> the column's cells, as text."""

    schema: dict
    columns: dict[str, list[str]]
    places: list[tuple[str, int]]


def read_package(folder: Path, instead: Mapping[str, str] = _NOTHING) -> dict[str, Table]:
    """The tables ``agencies``, ``reports`` and ``facts`` of a data folder, as checked text.

    ``instead`` gives texts, by the names of their files, that are about to be written: they are looked at
    in place of the files. Raises :class:`DataError` naming every broken cell (the first twenty in full).
    """
    package = _read_json(folder, "datapackage.json", instead)
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    for resource in package["resources"]:
        kind = resource["name"].partition("-")[0]
        schema = _schema(folder, resource, instead)
        table = tables.setdefault(
            kind, Table(schema, {f["name"]: [] for f in schema["fields"]}, [])
        )
        problems += _read_file(folder, resource["path"], table, instead)
    for table in tables.values():
        problems += _check_columns(table)
        problems += _check_keys(table)
    problems += _check_references(tables)
    problems += _check_codes(tables["facts"])
    if problems:
        raise _as_error(problems, folder)
    return tables


def allowed_instead(table: Table, column: str, value: str) -> str:
    """What a column allows in place of ``value``; blank when it allows it."""
    field = next(f for f in table.schema["fields"] if f["name"] == column)
    return _wrong_values(field, {value}).get(value, "")


def _bytes(folder: Path, name: str, instead: Mapping[str, str]) -> bytes:
    return instead[name].encode() if name in instead else (folder / name).read_bytes()


def _read_json(folder: Path, name: str, instead: Mapping[str, str]) -> dict:
    path = folder / name
    try:
        return json.loads(_bytes(folder, name, instead).decode("utf-8"))
    except OSError as error:
        raise DataError(
            "数据目录不完整：读不到说明文件",
            "the data folder is incomplete: its description cannot be read",
            where=str(path),
            next_zh=f"检查路径，或用 GONGKAI_DATA 指定数据目录（{error.strerror}）",
            next_en=f"check the path, or name the folder in GONGKAI_DATA ({error.strerror})",
        ) from None
    except ValueError as error:
        raise DataError(
            "说明文件不是有效的 JSON", "the description is not valid JSON", where=f"{path}: {error}"
        ) from None


def _schema(folder: Path, resource: dict, instead: Mapping[str, str]) -> dict:
    schema = resource["schema"]
    return _read_json(folder, schema, instead) if isinstance(schema, str) else schema


def _read_file(folder: Path, name: str, table: Table, instead: Mapping[str, str]) -> list[Problem]:
    """Append one CSV file to its table; the rows whose shape is wrong come back as problems."""
    fields = list(table.columns)
    try:
        text = _bytes(folder, name, instead).decode("utf-8-sig")
    except OSError as error:
        return [Problem(name, 0, "", "", f"文件读不到 / cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return [Problem(name, 0, "", "", "须为 UTF-8 编码 / must be saved as UTF-8")]
    # Strict: whether a quote is closed must not hang on how long a cell may be for others.
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    problems, rows = [], []
    try:
        header = next(reader, [])
        if header != fields:
            allowed = f"列名须为 / columns: {','.join(fields)}"
            return [Problem(name, 1, "", ",".join(header)[:80], allowed)]
        for row in reader:
            if len(row) == len(fields):
                rows.append(row)
                table.places.append((name, reader.line_num))
            elif row:
                allowed = f"须有 {len(fields)} 列 / cells"
                problems.append(Problem(name, reader.line_num, "", ",".join(row)[:80], allowed))
    except csv.Error as error:  # A quote that is never closed takes in all that follows.
        problems.append(Problem(name, reader.line_num, "", "", f"引号有误 / quotes: {error}"))
    for field, cells in zip(fields, zip(*rows, strict=True), strict=False):
        table.columns[field].extend(cells)
    return problems


def _check_columns(table: Table) -> Iterator[Problem]:
    """Each distinct value is looked at once: the facts repeat a few hundred words."""
    for field in table.schema["fields"]:
        name, cells = field["name"], table.columns[field["name"]]
        wrong = _wrong_values(field, set(cells))
        if wrong:
            for (file, line), cell in compress(
                zip(table.places, cells, strict=False), (c in wrong for c in cells)
            ):
                yield Problem(file, line, name, cell, wrong[cell])


def _wrong_values(field: dict, values: set[str]) -> dict[str, str]:
    """The values that a field does not allow -> what it does allow."""
    rules = field.get("constraints", {})
    wrong: dict[str, str] = {}
    if "" in values:
        values.remove("")
        if rules.get("required"):
            wrong[""] = "不可为空 / must not be blank"
    allowed = rules.get("enum")
    if allowed:
        choice = " | ".join(allowed)
        return wrong | dict.fromkeys(values.difference(allowed), choice)
    if "pattern" in rules:
        match = re.compile(rules["pattern"]).search
        wrong |= {v: rules["pattern"] for v in values if not match(v)}
    if field["type"] in _NUMBERS:
        reads = _NUMBERS[field["type"]]
        wrong |= {v: f"{field['type']}" for v in values if not reads(v)}
        wrong |= _out_of_range(rules, values.difference(wrong))
    return wrong


def _out_of_range(rules: dict, values: set[str]) -> dict[str, str]:
    low, high = rules.get("minimum"), rules.get("maximum")
    if low is None and high is None:
        return {}
    low, high = (
        low if low is not None else float("-inf"),
        high if high is not None else float("inf"),
    )
    return {v: f"{low} … {high}" for v in values if not low <= float(v) <= high}


_NUMBERS: dict[str, Callable[[str], object]] = {
    "integer": re.compile(r"-?[0-9]+\Z").match,
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?\Z").match,
}


def _check_keys(table: Table) -> Iterator[Problem]:
    keys = table.schema.get("primaryKey", [])
    seen: dict[tuple[str, ...], int] = {}
    for index, key in enumerate(zip(*(table.columns[k] for k in keys), strict=True)):
        if key in seen:
            file, line = table.places[seen[key]]
            here = table.places[index]
            text = f"重复，已见于 {file} 第 {line} 行 / repeats {file} line {line}"
            yield Problem(*here, "+".join(keys), " ".join(key), text)
        seen.setdefault(key, index)


def _check_references(tables: dict[str, Table]) -> Iterator[Problem]:
    for table in tables.values():
        for rule in table.schema.get("foreignKeys", []):
            (name,), target = rule["fields"], rule["reference"]
            known = set(tables[target["resource"]].columns[target["fields"][0]])
            cells = table.columns[name]
            if not known.issuperset(cells):
                allowed = (
                    f"须见于 {target['resource']}.csv / must stand in {target['resource']}.csv"
                )
                for (file, line), cell in zip(table.places, cells, strict=True):
                    if cell not in known:
                        yield Problem(file, line, name, cell, allowed)


def _check_codes(table: Table) -> Iterator[Problem]:
    fields = ("table", "row", "column", "members", "part_of", "status", "value")
    facts = list(zip(*(table.columns[name] for name in fields), strict=True))
    wrong = wrong_codes({(*fact[:6], bool(fact[6])) for fact in facts})
    if wrong:
        for place, fact in zip(table.places, facts, strict=True):
            for column, allowed in wrong.get((*fact[:6], bool(fact[6])), ()):
                yield Problem(*place, column, fact[fields.index(column)], allowed)


def _as_error(problems: list[Problem], folder: Path) -> DataError:
    lines = [
        f"{p.file} 第 {p.line} 行 / line {p.line} · {p.column or '—'} · “{p.value[:60]}” · {p.allowed}"
        for p in problems[:SHOWN]
    ]
    if len(problems) > SHOWN:
        lines.append(f"… 另有 {len(problems) - SHOWN} 处 / and {len(problems) - SHOWN} more")
    error = DataError(
        f"数据有 {len(problems)} 处不合说明",
        f"the data breaks its description in {len(problems)} place(s)",
        where="\n    ".join([str(folder), *lines]),
        next_zh="改正上列各行后重试；各列允许的值见 datapackage.json",
        next_en="mend these rows and try again; datapackage.json says what each column allows",
    )
    return error
