"""``gongkai add FILE``: the yearly round - a published report read into the data, after a look at it."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from analysis import codebook, form
from analysis.cli.choosing import call
from analysis.cli.printed import print_list, print_tables
from analysis.errors import UsageError

if TYPE_CHECKING:
    from analysis.datasets.additions import Addition, Cell
    from analysis.report import Report

ENTRY_FORM = "2021"  # the version of the form that the entry workbook holds
SHOWN = 30  # differences listed in full


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add = parser.add_argument
    add(
        "file",
        metavar="FILE",
        help="网页、PDF、Word、文本或填报表 / HTML, PDF, Word, text or the entry form",
    )
    add(
        "--agency",
        metavar="ID",
        default="",
        help="机关代码或名称；新的机关自拟代码 / code or name, a new code for a new organ",
    )
    add(
        "--year",
        metavar="Y",
        type=int,
        help="报告年度，文件没有写明时 / report year, if the file does not say",
    )
    add(
        "--published",
        metavar="DATE",
        default="",
        help="发布日期，如 2026-01-20，文件没有写明时 / date of publication, if the file does not say",
    )
    add("--yes", action="store_true", help="不再询问 / do not ask")
    add("--data", metavar="DIR", help="数据目录 / data folder")
    new = parser.add_argument_group("新的机关 / a new organ")
    new.add_argument(
        "--name",
        dest="name_zh",
        default="",
        help="中文全称；已有的机关则为文件所用的另一名称 / Chinese name; of a known organ the one in the file",
    )
    new.add_argument("--name-en", default="", help="英文名称 / English name")
    new.add_argument("--level", default="", help="national province city county township")
    new.add_argument("--kind", default="", help="government department")
    new.add_argument(
        "--region", dest="region_zh", default="", help="如 浙江省嘉兴市海盐县 / as written"
    )


def run(arguments: argparse.Namespace) -> int:
    """Show what would be added and what conflicts, ask, then write; 0 also when it is known already."""
    from analysis.datasets import find_data
    from analysis.datasets.additions import plan, write
    from analysis.datasets.package import read_package

    folder = find_data(arguments.data)
    report = _read(arguments.file, arguments.year)
    if arguments.published:
        report = _published(report, _date(arguments.published))
    given = {k: getattr(arguments, k) for k in ("name_zh", "name_en", "level", "kind", "region_zh")}
    _check_codes(given)
    addition = plan(
        report, read_package(folder), agency=arguments.agency, year=arguments.year, organ=given
    )
    if addition.known:
        print(
            f"已在数据中，没有改动 / in the data already, nothing to do: {addition.report['report_id']}"
        )
        return 0
    _show(report, addition)
    sys.stdout.flush()  # what nobody could be shown is not written either
    if not arguments.yes and not _agreed():
        print("没有改动 / nothing was changed")
        return 0
    write(addition, folder)
    row = addition.report
    print(f"已收入 / added: {row['report_id']} → {folder}")
    words = f"report --agency {row['agency_id']} --year {row['year']}"
    print(f"接着 / next: {call(words)}")
    return 0


def _read(file: str, year: int | None) -> Report:
    """A published report, or the entry form that ``gongkai workbook --entry`` writes, filled in."""
    from analysis.report import Report, read_report

    if not file.lower().endswith(".xlsx"):
        return read_report(file, year)
    from analysis.readers import load
    from analysis.workbook import read_entry_bytes

    data = load(file)
    agency, typed, facts = read_entry_bytes(data, file)
    return Report(
        path=file,
        sha256=hashlib.sha256(data).hexdigest(),
        kind="xlsx",
        agency=agency,
        year=typed,
        form=ENTRY_FORM,
        title=f"{agency}{typed or ''}年政府信息公开工作年度报告（填报表）",
        published_on="",
        index_number="",
        sections={},
        facts=facts,
        unresolved=[],
        messages=[],
        stated_years=(typed,) if typed else (),
    )


def _published(report: Report, given: str) -> Report:
    """The report with the date given; that the file says another is told."""
    said, messages = report.published_on, report.messages
    if said and said != given:
        zh = f"文件写的发布日期是 {said}，按 --published 收为 {given}"
        en = f"the file says that it was published on {said}; taken as {given} (--published)"
        messages = [*messages, {"code": "published_conflict", "zh": zh, "en": en, "where": ""}]
    return replace(report, published_on=given, messages=messages)


def _date(words: str) -> str:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise UsageError(
            f"不是日期：{words}",
            f"not a date: {words}",
            next_zh="写成 2026-01-20",
            next_en="write it as 2026-01-20",
        ) from None


def _check_codes(given: dict[str, str]) -> None:
    for kind in ("level", "kind"):
        known = codebook.terms(kind)
        if given[kind] and given[kind] not in known:
            raise UsageError(
                f"没有这种{'层级' if kind == 'level' else '类别'}：{given[kind]}",
                f"unknown {kind}: {given[kind]}",
                next_zh=f"可用：{'、'.join(known)}",
                next_en=f"use one of: {', '.join(known)}",
            )


def _show(report: Report, addition: Addition) -> None:
    """The report as read, the organ if it is new, and each number that the data gives differently."""
    row = addition.report
    print(f"{row['title_zh']}\n{row['report_id']} · {row['year']} · {row['form']}")
    if addition.organ:
        told = " · ".join(filter(None, addition.organ.values()))
        print(f"新的机关 / a new organ: {told}")
    print_tables(row["form"], report.facts)
    print_list("渠道 / channels", report.facts, "channels", codebook.channels())
    print_list("其他数字 / other numbers", report.facts, "indicators", codebook.indicators())
    for message in report.messages:
        print(f"! {message['zh']} / {message['en']}")
    print(f"\n共 {len(addition.facts)} 个数 / {len(addition.facts)} facts")
    if int(row["revision"]) > 1:
        _show_differences(addition)


def _show_differences(addition: Addition) -> None:
    revision, n = addition.report["revision"], len(addition.differences)
    print(
        f"这个机关这一年已有报告：将收为第 {revision} 版，旧版保留。与旧版不同的数 {n} 个 / "
        f"known already: kept as revision {revision}, the older stays; {n} numbers differ"
    )
    # What is read differently first: a long list of what is not there hides it.
    lost = [difference for difference in addition.differences if not difference.read]
    changed = [difference for difference in addition.differences if difference.read]
    for difference in [*changed, *lost][:SHOWN]:
        known, read = difference.known or "（无）", difference.read or "（无）"
        how = "（推断 / inferred）" if difference.inferred else ""
        print(f"  {_named(difference.cell)}：{known}{how} → {read}")
    if n > SHOWN:
        print(f"  … 另有 {n - SHOWN} 个 / and {n - SHOWN} more")
    if lost:
        tables = Counter(difference.cell[0] for difference in lost)
        counted = "、".join(f"{_of_table(table)} {count}" for table, count in tables.items())
        english = ", ".join(f"{table} {count}" for table, count in tables.items())
        print(
            f"! 旧版有 {len(lost)} 个数是这份文件里没有读到的，新版将不再有：{counted} / "
            f"{len(lost)} numbers of the older one were not read in this file; the new one will lack them: {english}"
        )


def _of_table(table: str) -> str:
    names = {"channels": "渠道", "indicators": "其他数字"}
    return names.get(table) or next(e["zh"] for e in form.table("tables") if e["table"] == table)


def _named(cell: Cell) -> str:
    table, row, column, members, _ = cell
    if table == "channels":
        return codebook.channel_label(row, members)
    if table == "indicators":
        return codebook.label("indicators", row)
    return f"{form.row_label(table, row)} · {form.column_label(table, column)}"


def _agreed() -> bool:
    try:
        if sys.stdin is None or not sys.stdin.isatty():
            raise EOFError
        answer = input("收入数据？/ add it? [y/N] ")
    except (EOFError, UnicodeDecodeError):
        raise UsageError(
            "没有得到回答，数据没有改动",
            "there is no answer; nothing was changed",
            next_zh="确认无误后加 --yes",
            next_en="add --yes when all is right",
        ) from None
    return answer.strip().lower() in {"y", "yes", "是", "好"}
