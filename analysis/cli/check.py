"""``gongkai check FILE… | --agency ID``: what a reviewer would find, with its place and reason."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.cli.parse import expand
from analysis.errors import DataError, GongkaiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.checks import Decision, Finding, Findings
    from analysis.datasets import Dataset
    from analysis.evidence import Subject
    from analysis.report import Report


class Checked(NamedTuple):
    """A report, its findings, and what it was held against, in zh and en."""

    subject: Subject
    findings: Findings
    against: tuple[str, str]


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
    add(
        "--data",
        metavar="DIR",
        help="数据目录，上年的报告和审核意见从这里找 / data folder: last year's report and decisions",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 nothing broken that is not decided on, 2 something broken, 1 something could not be read."""
    if bool(arguments.files) == bool(arguments.agency):
        raise UsageError(
            "请给出文件，或用 --agency 指定机关（二者取一）",
            "give files, or an organ with --agency (one of the two)",
        )
    if arguments.html and len(arguments.files) > 1:
        raise UsageError("--html 一次只写一份报告", "--html writes the page of one report")
    code = 0
    for checked in _of_data(arguments) if arguments.agency else _of_files(arguments):
        if checked is None:
            code = 1
            continue
        _show(checked, as_json=arguments.json)
        if arguments.html:
            _write_page(arguments.html, checked)
        if checked.findings.of("broken").undecided() and code == 0:
            code = 2
    return code


def _of_files(arguments: argparse.Namespace) -> Iterator[Checked | None]:
    """Each file against its organ's other years: those given with it, else those of the data."""
    from analysis.checks import check, check_ledger, ledger, others
    from analysis.evidence import Subject

    data = data_at_hand(arguments.data)
    decisions = _decisions(data)
    read = [(file, _read(file)) for file in expand(arguments.files)]
    ledgers = {}
    for file, r in read:
        if r is not None:
            own = ledger.of_report(r)
            ledgers[file] = (own, others.Others()) if data is None else others.placed(own, data)
    given = [own for own, _ in ledgers.values()]
    used: set[str] = set()
    for file, r in read:
        if r is None:
            yield None
            continue
        own, beside = ledgers[file]
        beside = others.joined(own, beside, given)
        found = list(check_ledger(own, others=beside))
        used |= {f.finding_id for f in found}
        subject = Subject(r.agency, r.year, r.form, r.title, r.facts, r.sections, Path(file))
        yield Checked(subject, _decided(found, decisions), _against(own, beside, data))
    if data is not None and set(decisions) - used:
        _name_unknown(decisions, used | {f.finding_id for f in check(data)})


def _read(file: str) -> Report | None:
    """A report as read; what cannot be read is told, and the others go on."""
    from analysis.report import read_report

    try:
        return read_report(file)
    except GongkaiError as error:
        print(error, file=sys.stderr)
        return None


def _of_data(arguments: argparse.Namespace) -> Iterator[Checked]:
    from analysis import datasets
    from analysis.checks import check, ledger, others
    from analysis.evidence import Subject

    data = datasets.load(arguments.data)
    organ = data.select(agency=arguments.agency)
    chosen = organ.select(years=arguments.year) if arguments.year else organ
    findings, decisions = list(check(data)), _decisions(data)
    _name_unknown(decisions, {f.finding_id for f in findings})
    shelf = others.Shelf(ledger.of_dataset(data))
    for own in ledger.of_dataset(chosen):
        facts = [*own.facts.values(), *own.narrative]
        mine = [f for f in findings if f.report_id == own.report_id]
        subject = Subject(own.agency, own.year, own.form, own.title, facts, {}, None)
        against = _against(own, shelf.beside(own), data)
        yield Checked(subject, _decided(mine, decisions), against)


def data_at_hand(folder: str | None) -> Dataset | None:
    """The data at hand; None where there is none and none was named."""
    from analysis import datasets

    try:
        place = datasets.find_data(folder)
    except DataError:
        if folder:
            raise
        return None
    return datasets.load(place)


def _decisions(data: Dataset | None) -> dict[str, Decision]:
    from analysis.checks import read_decisions

    if data is None or data.folder is None:
        return {}
    return {d.finding: d for d in read_decisions(data.folder / "decisions.csv")}


def _decided(findings: Iterable[Finding], decisions: dict[str, Decision]) -> Findings:
    from analysis.checks import Findings
    from analysis.checks.decisions import decided

    return Findings(decided(findings, decisions))


def _name_unknown(decisions: dict[str, Decision], known: set[str]) -> None:
    """Decisions on no finding are named, and the others hold: one may be about a file seen before."""
    from analysis.checks.decisions import unknown_decisions

    unknown = [code for code in decisions if code not in known]
    if unknown:
        print(unknown_decisions(unknown, known), file=sys.stderr)


def _against(own, beside, data: Dataset | None) -> tuple[str, str]:
    """What the report was held against, for people."""
    years = [e.year for e in beside.earlier]
    if beside.before is not None:
        given = bool(beside.before.source)
        more, en = "", ""
        if len(years) > 1 or beside.peers:
            more = f"；历年 {len(years)} 份，同级同类机关 {len(beside.peers)} 个"
            en = f"; earlier years: {len(years)}, peers: {len(beside.peers)}"
        return (
            f"已与{'同时给出的' if given else '数据里的'} {own.year - 1} 年度对照{more}",
            f"compared with {own.year - 1} {'as given' if given else 'from the data'}{en}",
        )
    if data is None:
        return "没有找到数据，只核对了这一份", "no data at hand: this report alone was checked"
    if not data.known_organ(own.agency):
        return "数据里没有这个机关，只核对了这一份", "the data has no such organ: checked alone"
    has = f"（有 {'、'.join(map(str, years))}）" if years else ""
    en = f" (but {', '.join(map(str, years))})" if years else ""
    return f"数据里没有上年报告{has}", f"the data has no report of the year before{en}"


def _show(checked: Checked, *, as_json: bool) -> None:
    findings = checked.findings
    if as_json:
        print(" / ".join(checked.against), file=sys.stderr)  # the rows stay what programs read
        for finding in findings:
            print(json.dumps(finding._asdict(), ensure_ascii=False))
        return
    from analysis.checks.findings import VERDICTS, is_told

    counts, subject = findings.counts(), checked.subject
    print(f"\n{subject.title or subject.path}")
    print("  ".join(f"{VERDICTS[v][0]} {v} {n}" for v, n in counts.items()))
    print(" / ".join(checked.against))
    decided = [f for f in findings if f.decision]
    for finding in findings:
        if is_told(finding) and not finding.decision:
            _tell(finding)
    if decided:
        print(f"  已有审核意见 / decided on：{len(decided)}")
    for finding in decided:
        _tell(finding)
    missing: dict[str, int] = {}
    for finding in findings.of("unverifiable"):
        missing[finding.rule] = missing.get(finding.rule, 0) + 1
    if missing:
        from analysis.checks.rules import table

        print("  未能核对 / unverifiable：")
        for rule, number in sorted(missing.items()):
            times = f" ×{number}" if number > 1 else ""
            print(f"    {table()[rule]['zh']} / {table()[rule]['en']}  {rule}{times}")


def _tell(finding: Finding) -> None:
    from analysis.checks.findings import LOOK, VERDICTS

    unsure = finding.verdict == "unverifiable" and finding.reading
    verdict = LOOK if unsure else VERDICTS[finding.verdict]
    print(f"  {verdict[0]} {finding.rule} {finding.per}")
    if finding.decision:
        from analysis.checks.decisions import told

        print(f"    {' / '.join(told(finding))}")
    print(f"    {finding.explanation_zh}\n    {finding.explanation_en}")
    for advice in filter(None, (finding.suggestion_zh, finding.suggestion_en)):
        print(f"    → {advice}")
    if finding.where:
        print(f"    @ {finding.where}")


def _write_page(out: Path, checked: Checked) -> None:
    from analysis.evidence import page
    from analysis.export import write_bytes

    html = page(checked.subject, checked.findings, checked.against)
    write_bytes(out, html.encode("utf-8"))
    print(f"写好 / wrote: {out}")
