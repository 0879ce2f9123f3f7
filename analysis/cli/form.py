"""``gongkai form OUT``: the statutory form as Word or HTML - the January draft, blank or filled."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add = parser.add_argument
    add(
        "out",
        metavar="OUT",
        type=Path,
        help="稿件，以 .docx 或 .html 结尾 / the draft, .docx or .html",
    )
    add("--agency", metavar="ID", default="", help="机关代码或名称 / code or name of the organ")
    add("--year", metavar="Y", type=int, help="报告年度 / report year")
    add("--from", dest="source", metavar="FILE", help="照这份报告填写 / filled from this report")
    add("--data", metavar="DIR", help="数据目录 / data folder")


def run(arguments: argparse.Namespace) -> int:
    """Write the form: filled from a file, from the data when it knows the year, else blank."""
    from analysis.formwriter import write_form

    if arguments.source:
        from analysis.report import read_report

        content, agency = read_report(arguments.source), arguments.agency
    else:
        content, agency = _from_data(arguments)
    path = write_form(content, arguments.out, agency=agency, year=arguments.year)
    print(f"写好 / wrote: {path}")
    return 0


def _from_data(arguments: argparse.Namespace) -> tuple[object, str]:
    """The facts that the data has of this organ and year - None for a blank form - and its name."""
    if not arguments.agency:
        return None, ""
    from analysis import datasets

    data = datasets.load(arguments.data)
    organ = data.select(agency=arguments.agency)
    name = organ.agencies["name_zh"].iloc[0]
    if arguments.year not in set(organ.reports["year"]):
        return None, name
    return organ.select(years=arguments.year).facts, name
