"""Taking a report that was read into the yearly data: what would change, then the change itself.

``plan`` only looks; ``write`` holds the data as it would be to its description, writes every file beside
its place and renames them at the end. Published values are never overwritten: a report that is known and
now reads differently becomes a new revision, and the older one stays in the files. Standard library only.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import form
from analysis.datasets.organs import guess_kind, guess_level, known_organ, same_organ
from analysis.datasets.package import Table, allowed_instead, read_package
from analysis.errors import DataError, UsageError, nearest
from analysis.facts import FIELDS, Fact

if TYPE_CHECKING:
    from analysis.report import Report

Cell = tuple[str, str, str, str, str]  # table, row, column, members, item


@dataclass(frozen=True)
class Difference:
    """A number that the data and the file give differently; blank where one of them has none.

    ``inferred``: the number that is known stands in no report's words, somebody concluded it.
    """

    cell: Cell
    known: str
    read: str
    inferred: bool = False


@dataclass(frozen=True)
class Addition:
    """What taking a report in would change.

    ``organ`` is the row of an organ that is not in the data yet, else None; ``report`` the row of the
    report; ``facts`` its rows; ``differences`` what an earlier revision says otherwise; ``known`` is
    true when the data has these numbers already (``report`` is then the row that has them).
    """

    organ: dict[str, str] | None
    report: dict[str, str]
    facts: list[dict[str, str]]
    differences: list[Difference]
    known: bool = False


def plan(
    report: Report,
    tables: Mapping[str, Table],
    *,
    agency: str = "",
    year: int | None = None,
    organ: Mapping[str, str] | None = None,
) -> Addition:
    """What taking ``report`` into ``tables`` would change.

    ``agency`` (code or name) and ``year`` say what the file does not; ``organ`` gives fields of an organ
    that is new (level, kind, region_zh, name_zh, name_en), ``name_zh`` also the name that the file has for
    one that is known. Raises :class:`UsageError` when the organ or the year cannot be told, or when the
    file names another.
    """
    year = _year(report, tables["reports"], year)
    agency_id, new = _organ(report, tables, agency, organ or {})
    earlier = _revisions(tables["reports"], agency_id, year)
    revision = len(earlier) + 1
    report_id = f"{agency_id}-{year}" + (f"-r{revision}" if revision > 1 else "")
    facts = [_fact_row(report_id, fact) for fact in report.facts]
    row = _report_row(report, report_id, agency_id, year, revision)
    before = _facts_of(tables["facts"], earlier[-1]["report_id"]) if earlier else []
    differences = _differences(before, facts) if earlier else []
    if earlier and not differences:
        return Addition(None, earlier[-1], [], [], known=True)
    return Addition(new, row, facts, differences)


def write(addition: Addition, folder: Path) -> None:
    """Write the addition into a data folder; nothing is half-written, a second time changes nothing.

    Raises :class:`DataError`, with nothing written, when the folder could not be read or written after.
    """
    if addition.known:
        return
    year = addition.report["year"]
    texts = {"reports.csv": _with_rows(folder / "reports.csv", [addition.report])}
    if addition.facts:
        texts[f"facts/{year}.csv"] = _with_rows(folder / f"facts/{year}.csv", addition.facts)
        texts["datapackage.json"] = _with_resource(folder / "datapackage.json", year)
    if addition.organ:
        texts["agencies.csv"] = _with_rows(folder / "agencies.csv", [addition.organ])
    _check(folder, texts)
    _replace_all(folder, texts)


# The year


def _year(report: Report, reports: Table, given: int | None) -> int:
    """The report year, as the file states it or, where it does not, as it was given."""
    year = report.year if given is None else given
    if year is None:
        raise UsageError(
            "文件没有写明报告年度",
            "the file does not say its report year",
            where=report.path,
            next_zh="用 --year 指定",
            next_en="give it with --year",
        )
    if allowed := allowed_instead(reports, "year", str(year)):
        raise UsageError(
            f"不能是报告年度：{year}（须为 {allowed}）",
            f"this can be no report year: {year} (allowed: {allowed})",
            where=report.path,
            next_zh="用 --year 指定报告所述的年度",
            next_en="give the year that the report is about with --year",
        )
    stated = [y for y in report.stated_years if not allowed_instead(reports, "year", str(y))]
    if stated and year not in stated:
        said = " / ".join(map(str, stated))
        raise UsageError(
            f"文件写的年度是 {said}，不是 {year}",
            f"the file states the year {said}, not {year}",
            where=report.path,
            next_zh="去掉 --year；文件写错了的，改正后再收入",
            next_en="leave out --year; if the file is wrong, mend it and add that",
        )
    return year


# The organ


def _organ(
    report: Report, tables: Mapping[str, Table], agency: str, given: Mapping[str, str]
) -> tuple[str, dict[str, str] | None]:
    """The organ's code, and its row if it is new."""
    columns = tables["agencies"].columns
    names = dict(zip(columns["name_zh"], columns["agency_id"], strict=True))
    wanted = agency or report.agency
    known = known_organ(wanted, names)
    if known:
        if agency:
            _check_named(report, known, names, given.get("name_zh", ""))
        return known, None
    if agency and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", agency):
        return agency, _new_organ(agency, report.agency, names, given)
    alike = nearest(wanted, [*names, *columns["agency_id"]]) if wanted else []
    listed = "、".join(f"{name}（{names.get(name, name)}）" for name in alike) or "—"
    raise UsageError(
        f"数据里没有这个机关：{wanted or '（文件没有写明）'}",
        f"the data has no such organ: {wanted or '(the file does not say)'}",
        where=report.path,
        next_zh=f"已有的用 --agency 代码 指定，相近的有：{listed}；新的机关自拟代码，如 --agency qinghe-samr",
        next_en="name a known one with --agency CODE, or make up a code for a new one: --agency qinghe-samr",
    )


def _check_named(report: Report, agency_id: str, names: Mapping[str, str], called: str) -> None:
    """That the title names no other organ; ``called`` is another name that its user knows it by.

    What else a file says - publisher, author - may be another's name, and is held against nobody.
    """
    said = report.agency
    own = [name for name, code in names.items() if code == agency_id]
    if not said or said not in report.title or names.get(said) == agency_id:
        return
    if said not in names and any(same_organ(said, name) for name in (*own, called) if name):
        return
    zh, en = "去掉 --agency，或改用这个机关的代码", "leave out --agency, or give that organ's code"
    if said not in names:
        zh += f"；是同一机关的另一名称时，加 --name {said}"
        en += f"; if it is another name of the same organ, add --name {said}"
    raise UsageError(
        f"标题写的机关是{said}，不是{'、'.join(own)}（{agency_id}）",
        f"the title names the organ {said}, not {', '.join(own)} ({agency_id})",
        where=report.path,
        next_zh=zh,
        next_en=en,
    )


def _new_organ(
    agency_id: str, name: str, names: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    if not name and not given.get("name_zh"):
        raise UsageError(
            "文件没有写明机关名称",
            "the file does not name the organ",
            next_zh="用 --name 指定",
            next_en="give it with --name",
        )
    name = given.get("name_zh") or name
    if name in names:
        raise UsageError(
            f"{name}已在数据中，代码是 {names[name]}，不是 {agency_id}",
            f"{name} is in the data already, as {names[name]}, not {agency_id}",
            next_zh=f"用 --agency {names[name]}；另有同名机关的，用 --name 写明全称",
            next_en=f"use --agency {names[name]}; for another organ give its full name with --name",
        )
    row = {
        "agency_id": agency_id,
        "name_zh": name,
        "name_en": given.get("name_en") or name,
        "level": given.get("level") or guess_level(name),
        "kind": given.get("kind") or guess_kind(name),
        "region_zh": given.get("region_zh", ""),
    }
    return _storable(row)


# Report and facts as rows


def _report_row(
    report: Report, report_id: str, agency_id: str, year: int, revision: int
) -> dict[str, str]:
    tables = {fact.table for fact in report.facts}
    row = {
        "report_id": report_id,
        "agency_id": agency_id,
        "year": str(year),
        "form": report.form or form.version_of_year(year),
        "title_zh": report.title or f"（{Path(report.path).name}）",
        "published_on": report.published_on,
        "url": "",
        "extent": "full" if tables - {"channels", "indicators"} else "text",
        "source": f"读取自文件 {Path(report.path).name} / read from the file {Path(report.path).name}",
        "revision": str(revision),
        "file": Path(report.path).name,
        "sha256": report.sha256,
    }
    return _storable(row)


def _fact_row(report_id: str, fact: Fact) -> dict[str, str]:
    row = {"report_id": report_id} | {name: str(getattr(fact, name)) for name in FIELDS}
    row["value"] = "" if fact.value is None else _plain(fact.value)
    # A cell that the page lacks stands nowhere: its section says where it would be.
    row["where"] = fact.where or _section(fact.table)
    return _storable(row)


def _storable(row: Mapping[str, str]) -> dict[str, str]:
    """A row with its cells in one line each; bytes that are no UTF-8, as in old file names, become ``?``."""
    return {k: " ".join(v.split()).encode("utf-8", "replace").decode() for k, v in row.items()}


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _section(table: str) -> str:
    found = (t["section"] for t in form.table("tables") if t["table"] == table)
    return next(found, "") or "一"


def _revisions(reports: Table, agency_id: str, year: int) -> list[dict[str, str]]:
    rows = _rows(reports)
    mine = [r for r in rows if r["agency_id"] == agency_id and r["year"] == str(year)]
    return sorted(mine, key=lambda r: int(r["revision"]))


def _facts_of(facts: Table, report_id: str) -> list[dict[str, str]]:
    return [row for row in _rows(facts) if row["report_id"] == report_id]


def _rows(table: Table) -> list[dict[str, str]]:
    names = list(table.columns)
    return [
        dict(zip(names, cells, strict=True)) for cells in zip(*table.columns.values(), strict=True)
    ]


def _differences(
    known: Collection[dict[str, str]], read: Iterable[dict[str, str]]
) -> list[Difference]:
    before, after = _by_cell(known), _by_cell(read)
    cells = list(dict.fromkeys([*before, *after]))
    both = ((cell, before.get(cell, ""), after.get(cell, "")) for cell in cells)
    inferred = set(_by_cell(row for row in known if row["status"] == "inferred"))
    return [Difference(cell, old, new, cell in inferred) for cell, old, new in both if old != new]


def _by_cell(rows: Iterable[dict[str, str]]) -> dict[Cell, str]:
    """Cell -> its number with its hedge; gaps are left out: a gap is no number to differ from."""
    return {
        (
            r["table"],
            r["row"],
            r["column"],
            r["members"],
            r["item"],
        ): f"{r['value']} {r['approx']}".strip()
        for r in rows
        if r["value"]
    }


# Writing


def _with_rows(path: Path, rows: list[dict[str, str]]) -> str:
    """The file's text with rows added; those of a report or organ that is there already are replaced."""
    fields, kept, key = list(rows[0]) if rows else [], [], next(iter(rows[0]), "") if rows else ""
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            kept, fields = list(reader), list(reader.fieldnames or fields)
            key = key or fields[0]
    added = {row[key] for row in rows}
    kept = [row for row in kept if row[key] not in added]
    text = io.StringIO()
    writer = csv.DictWriter(text, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*kept, *rows])
    return text.getvalue()


def _with_resource(path: Path, year: str) -> str:
    """The description, with the facts file of the year among its resources."""
    package = json.loads(path.read_text(encoding="utf-8"))
    resources = package["resources"]
    name = f"facts-{year}"
    if all(resource["name"] != name for resource in resources):
        pattern = next(r for r in resources if r["name"].startswith("facts-"))
        title = f"{year} 年度报告中的数字 / facts of the reports for {year}"
        resources.append({**pattern, "name": name, "path": f"facts/{year}.csv", "title": title})
        resources.sort(key=lambda r: r["name"] if r["name"].startswith("facts-") else "")
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _check(folder: Path, texts: Mapping[str, str]) -> None:
    """That the folder can be read with these files in it."""
    try:
        read_package(folder, texts)
    except DataError as error:
        raise DataError(
            "这份报告收不进数据：收入后数据不合说明，没有改动",
            "the report cannot be added: the data would break its description; nothing was changed",
            where=error.where,
            next_zh="检查命令的参数和文件；各列允许的值见 datapackage.json",
            next_en="check the arguments and the file; datapackage.json says what each column allows",
        ) from None


def _replace_all(folder: Path, texts: Mapping[str, str]) -> None:
    """All files beside their places first, then renamed: an error leaves the data as it was."""
    beside = {}
    try:
        for name, text in texts.items():
            part = folder / f"{name}.part"
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, encoding="utf-8", newline="")
            beside[part] = folder / name
        _rename_all(beside)
    except OSError as error:
        raise DataError(
            f"写不进数据目录：{error.strerror}",
            f"the data folder cannot be written: {error.strerror}",
            where=str(folder),
            next_zh="检查权限和磁盘空间，再运行一次",
            next_en="check permissions and disk space, then run it again",
        ) from None
    finally:
        for part in beside:
            part.unlink(missing_ok=True)


def _rename_all(beside: Mapping[Path, Path]) -> None:
    """All or none: a file that another program holds (Excel, on Windows) is put back where it failed."""
    before: dict[Path, bytes | None] = {}
    try:
        for part, place in beside.items():
            old = place.read_bytes() if place.exists() else None
            os.replace(part, place)
            before[place] = old
    except BaseException:
        for place, old in before.items():
            if old is None:
                place.unlink()
            else:
                place.write_bytes(old)
        raise
