"""``gongkai workbook``: one organ's numbers as an XLSX file, or the blank form to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import codebook
from analysis.cli.choosing import (
    add_choice,
    call,
    default_agency,
    exports_folder,
    named,
    no_report,
)
from analysis.errors import UsageError

if TYPE_CHECKING:
    from analysis.checks import Findings
    from analysis.datasets import Dataset

ALL = "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_choice(parser, year=False)
    add = parser.add_argument
    add("--year", metavar="Y", default=ALL, help="报告年度或 all / report year or all (all)")
    add("--out", metavar="FILE", type=Path, help="输出文件 / output file (.xlsx)")
    add("--csv", action="store_true", help="另做 CSV / CSV files as well")
    add("--bom", action="store_true", help="CSV 带 BOM，便于 Excel / CSV with a BOM, for Excel")
    add(
        "--entry",
        action="store_true",
        help="空白填报表，带勾稽检查 / the blank form to fill in, with live checks",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook (and the CSV files) and say where."""
    lang = codebook.check_language(arguments.lang)
    year = check_year(arguments.year)
    if arguments.out and arguments.out.suffix.lower() != ".xlsx":
        raise UsageError(
            f"输出文件须以 .xlsx 结尾：{arguments.out}",
            f"the output file must end in .xlsx: {arguments.out}",
        )
    if arguments.bom and not arguments.csv:
        raise UsageError("--bom 只用于 --csv", "--bom goes with --csv only")
    return _entry(arguments, lang) if arguments.entry else _numbers(arguments, year, lang)


def check_year(year: str) -> int | None:
    """A year as a number; None for ``all``."""
    if year == ALL:
        return None
    if year.isascii() and year.isdigit():
        return int(year)
    raise UsageError(
        f"没有这样的年度：{year}",
        f"no such year: {year}",
        next_zh="写四位年度，或 all",
        next_en="give a year of four digits, or all",
    )


def _entry(arguments: argparse.Namespace, lang: str) -> int:
    from analysis.workbook.entryform import write_entry

    out = arguments.out or exports_folder(named("gongkai-entry", lang) + ".xlsx")
    _write(out, write_entry(lang=lang))
    print(f"· 填好后 / when filled in: {call('add')} {out}")
    return 0


def _numbers(arguments: argparse.Namespace, year: int | None, lang: str) -> int:
    from analysis import datasets
    from analysis.workbook import tables, write_workbook

    data = datasets.load(arguments.data)
    agency = arguments.agency or default_agency(data)
    chosen = data.select(agency=agency)
    if year is not None:
        chosen = chosen.select(years=year)
    if chosen.reports.empty:
        raise no_report(agency)
    agency = chosen.reports["agency_id"].iloc[0]
    name = named(f"{agency}-{year or ALL}", lang)
    out = arguments.out or exports_folder(name) / f"workbook-{name}.xlsx"
    findings = _findings(data, chosen)
    _write(out, write_workbook(chosen, lang=lang, findings=findings))
    if arguments.csv:
        _write_csv(out, tables(chosen, lang, findings), bom=arguments.bom)
    return 0


def _findings(data: Dataset, chosen: Dataset) -> Findings:
    """The findings of the chosen reports; rules across years and decisions need all of the data."""
    from analysis.checks import Findings, check, read_decisions
    from analysis.checks.decisions import decided

    wanted = set(chosen.reports["report_id"])
    # A decision may be about a file that is not in the data: gongkai check names such ones.
    decisions = {d.finding: d for d in read_decisions(data.folder / "decisions.csv")}
    return Findings(f for f in decided(check(data), decisions) if f.report_id in wanted)


def _write_csv(out: Path, tables: dict, *, bom: bool) -> None:
    from analysis.export.figures import Table
    from analysis.export.tables import write_csv

    for name, table in tables.items():
        rows = [["" if cell is None else cell for cell in row] for row in table.rows]
        path = write_csv(
            out.with_name(f"{out.stem}-{name}.csv"), Table(table.columns, rows), bom=bom
        )
        print(f"· 写好 / wrote {path}", flush=True)


def _write(out: Path, content: bytes) -> None:
    from analysis.export.files import write_bytes

    print(f"· 写好 / wrote {write_bytes(out, content)}", flush=True)
