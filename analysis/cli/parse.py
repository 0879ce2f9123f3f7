"""``gongkai parse FILE…``: what a published report says, for people or as JSON lines."""

from __future__ import annotations

import argparse
import glob
import json
import os
import sys
from pathlib import Path

from analysis import codebook
from analysis.cli.printed import print_list, print_tables
from analysis.errors import GongkaiError, ReadError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="网页、PDF、Word 或文本 / HTML, PDF, Word or text")
    add("--json", action="store_true", help="每个文件一行 JSON / one JSON object a line and file")


def run(arguments: argparse.Namespace) -> int:
    """Read each file; a file that cannot be read is told and the others go on, with exit code 1."""
    failed = 0
    for file in expand(arguments.files):
        try:
            _show(file, as_json=arguments.json)
        except GongkaiError as error:
            failed = 1
            _show_error(file, error, as_json=arguments.json)
    return failed


def expand(files: list[str]) -> list[str]:
    """File names with ``*`` and ``?`` filled in, as shells do elsewhere but not on Windows."""
    found = []
    for file in files:
        wild = not os.path.exists(file) and any(sign in file for sign in "*?[")
        found += sorted(glob.glob(file, recursive=True)) or [file] if wild else [file]
    return found


def _show(file: str, *, as_json: bool) -> None:
    from analysis.report import read_report

    report = read_report(file)
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
        return
    unknown = "未标明 / not printed"
    year = report.year or unknown
    print(f"\n{report.title or Path(file).name}")
    print(
        f"机关 organ：{report.agency or unknown}  年度 year：{year}  格式 form：{report.form or '—'}"
    )
    print(f"发布日期 published：{report.published_on or unknown}  文件 file：{file}")
    print_tables(report.form, report.facts)
    print_list("渠道 / channels", report.facts, "channels", codebook.channels())
    print_list("其他数字 / other numbers", report.facts, "indicators", codebook.indicators())
    for message in report.messages:
        print(f"! {message['zh']} / {message['en']}")
    for phrase in report.unresolved:
        print(f"? 未能归类 / not placed：{phrase['phrase']}")


def _show_error(file: str, error: GongkaiError, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"file": file, "error": error.as_dict()}, ensure_ascii=False))
        return
    named = "" if isinstance(error, ReadError) and file in str(error) else f"{file}: "
    print(f"{named}{error}", file=sys.stderr)
