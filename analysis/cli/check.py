"""``gongkai check FILE… | --agency ID``: what a reviewer would find, with its place and reason."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.parse import expand
from analysis.errors import GongkaiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.checks import Findings
    from analysis.evidence import Subject

SAID = ("broken", "explained")  # verdicts told in full; the others are counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="网页、PDF、Word 或文本 / HTML, PDF, Word or text")
    add(
        "--agency",
        metavar="ID",
        help="核对数据里这个机关的报告 / check this organ's reports in the data",
    )
    add("--year", metavar="Y", type=int, help="只核对这一年 / this year only")
    add("--json", action="store_true", help="每个结果一行 JSON / one JSON object a finding")
    add("--html", metavar="OUT", type=Path, help="写出供审核的网页 / write a page to work through")
    add("--data", metavar="DIR", help="数据目录 / data folder")


def run(arguments: argparse.Namespace) -> int:
    """0 nothing broken, 2 something broken, 1 something could not be read."""
    if bool(arguments.files) == bool(arguments.agency):
        raise UsageError(
            "请给出文件，或用 --agency 指定机关（二者取一）",
            "give files, or an organ with --agency (one of the two)",
        )
    if arguments.html and len(arguments.files) > 1:
        raise UsageError("--html 一次只写一份报告", "--html writes the page of one report")
    subjects = _of_data(arguments) if arguments.agency else _of_files(arguments)
    code = 0
    for subject, findings in subjects:
        if findings is None:
            code = 1
            continue
        _show(subject, findings, as_json=arguments.json)
        if arguments.html:
            _write_page(arguments.html, subject, findings)
        if findings.of("broken") and code == 0:
            code = 2
    return code


def _of_files(arguments: argparse.Namespace) -> Iterator[tuple[Subject | None, Findings | None]]:
    from analysis.checks import check
    from analysis.evidence import Subject
    from analysis.report import read_report

    for file in expand(arguments.files):
        try:
            r = read_report(file)
        except GongkaiError as error:
            print(error, file=sys.stderr)
            yield None, None
            continue
        yield Subject(r.agency, r.year, r.form, r.title, r.facts, r.sections, Path(file)), check(r)


def _of_data(arguments: argparse.Namespace) -> Iterator[tuple[Subject, Findings]]:
    from analysis import datasets
    from analysis.checks import check, ledger, read_decisions
    from analysis.checks.decisions import apply
    from analysis.checks.findings import Findings
    from analysis.evidence import Subject

    data = datasets.load(arguments.data)
    organ = data.select(agency=arguments.agency)
    chosen = organ.select(years=arguments.year) if arguments.year else organ
    findings = apply(check(data), read_decisions(data.folder / "decisions.csv"))
    for own in ledger.of_dataset(chosen):
        facts = [*own.facts.values(), *own.narrative]
        mine = Findings(f for f in findings if f.report_id == own.report_id)
        yield Subject(own.agency, own.year, own.form, own.title, facts, {}, None), mine


def _show(subject: Subject, findings: Findings, *, as_json: bool) -> None:
    if as_json:
        for finding in findings:
            print(json.dumps(finding._asdict(), ensure_ascii=False))
        return
    from analysis.checks.findings import VERDICTS

    counts = findings.counts()
    print(f"\n{subject.title or subject.path}")
    print("  ".join(f"{VERDICTS[v][0]} {v} {n}" for v, n in counts.items()))
    for finding in findings:
        if finding.verdict in SAID:
            _tell(finding)
    if counts["unverifiable"]:
        missing = sorted({f.rule for f in findings.of("unverifiable")})
        print(f"  未能核对 / unverifiable：{'、'.join(missing)}")


def _tell(finding) -> None:
    from analysis.checks.findings import VERDICTS

    decided = f" [{finding.decision}: {finding.reason}]" if finding.decision else ""
    print(f"  {VERDICTS[finding.verdict][0]} {finding.rule} {finding.per}{decided}")
    print(f"    {finding.explanation_zh}\n    {finding.explanation_en}")
    for advice in filter(None, (finding.suggestion_zh, finding.suggestion_en)):
        print(f"    → {advice}")
    if finding.where:
        print(f"    @ {finding.where}")


def _write_page(out: Path, subject: Subject, findings: Findings) -> None:
    from analysis.evidence import page
    from analysis.export import write_bytes

    write_bytes(out, page(subject, findings).encode("utf-8"))
    print(f"写好 / wrote: {out}")
