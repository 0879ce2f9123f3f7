"""``gongkai units PARENT UNIT…``: a report over several units against the sum of theirs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from analysis.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add = parser.add_argument
    add("parent", metavar="PARENT", help="汇总的机关，代码或名称 / the parent, code or name")
    add("units", nargs="*", metavar="UNIT", help="下属单位，代码或名称 / its units, code or name")
    add("--list", metavar="FILE", type=Path, help="单位名单，一行一个 / a file with a unit a line")
    add("--year", metavar="Y", type=int, required=True, help="报告年度 / report year")
    add("--json", action="store_true", help="每个结果一行 JSON / one JSON object a finding")
    add("--data", metavar="DIR", help="数据目录 / data folder")


def run(arguments: argparse.Namespace) -> int:
    """0 every known sum holds, 2 some do not."""
    from analysis import datasets
    from analysis.checks.units import check_units

    units = [*arguments.units, *_listed(arguments.list)]
    data = datasets.load(arguments.data)
    findings = check_units(data, arguments.parent, units, arguments.year)
    if arguments.json:
        for finding in findings:
            print(json.dumps(finding._asdict(), ensure_ascii=False))
    else:
        _show(findings)
    return 2 if findings.of("broken") else 0


def _listed(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "读不了单位名单",
            "the list of units cannot be read",
            where=str(path),
            next_zh="写成 UTF-8 文本，一行一个代码或名称",
            next_en="a UTF-8 text with a code or name a line",
        ) from error
    return [line.strip() for line in lines if line.strip()]


def _show(findings) -> None:
    counts = findings.counts()
    print(
        f"相符 {counts['holds']} 格，不符 {counts['broken']} 格，缺数未能核对 {counts['unverifiable']} 格 / "
        f"{counts['holds']} agree, {counts['broken']} differ, {counts['unverifiable']} unverifiable"
    )
    for finding in findings:
        if finding.verdict == "broken" or (finding.rule, finding.verdict) == (
            "units.reported",
            "unverifiable",
        ):
            print(f"  {finding.explanation_zh}\n  {finding.explanation_en}")
