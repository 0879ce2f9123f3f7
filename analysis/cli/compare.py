"""``gongkai compare A B``: two reports side by side, the older first."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.check import data_at_hand
from analysis.errors import UsageError

if TYPE_CHECKING:
    from analysis.comparison import Comparison

LIKENESS = {
    "repeated": ("逐字重复的句子", "sentences repeated word for word"),
    "copied": ("连续 13 字以上照抄的部分", "inside copied runs of 13 characters"),
    "subsequence": ("最长公共子序列", "longest common subsequence (Dice)"),
}
KINDS = {"kept": "未改", "edited": "改过", "new": "新写", "gone": "删去", "moved": "移动"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add = parser.add_argument
    add(
        "old",
        metavar="A",
        help="较早的报告：文件，或数据里的报告代码 / a file, or a report id of the data",
    )
    add("new", metavar="B", help="较晚的报告 / the later one")
    add("--html", metavar="OUT", type=Path, help="写出对照网页 / write a page")
    add("--data", metavar="DIR", help="数据目录 / data folder")


def run(arguments: argparse.Namespace) -> int:
    """0 nothing broken in either, 2 something broken, 1 something could not be read."""
    from analysis.comparison import compare

    old, new = (_report(word, arguments.data) for word in (arguments.old, arguments.new))
    found = compare(old, new, among=data_at_hand(arguments.data))
    names = (arguments.old, arguments.new)
    _show(found, names)
    if arguments.html:
        from analysis.evidence.side_by_side import page
        from analysis.export import write_bytes

        write_bytes(arguments.html, page(found, names).encode("utf-8"))
        print(f"写好 / wrote: {arguments.html}")
    return 2 if found.findings.of("broken") else 0


def _report(word: str, folder: str | None) -> object:
    """A file as read, or the one report of the data with this id."""
    if os.path.exists(word) or "." in word:
        from analysis.report import read_report

        return read_report(word)
    from analysis import datasets

    data = datasets.load(folder)
    known = data.reports
    named = known["agency_id"] + "-" + known["year"].astype(str)
    row = known[(known["report_id"] == word) | (named == word)]
    if len(row) == 1:
        return data.select(agency=row["agency_id"].iloc[0], years=int(row["year"].iloc[0]))
    raise UsageError(
        f"没有这个文件，数据里也没有这份报告：{word}",
        f"neither a file nor a report of the data: {word}",
        next_zh="报告代码是 机关代码-年度，如 suqian-gov-2024；机关见 gongkai agencies",
        next_en="a report id is organ-year, as suqian-gov-2024; gongkai agencies lists the organs",
    )


def _show(found: Comparison, names: tuple[str, str]) -> None:
    from analysis.checks.rules import name

    print(f"{names[0]} → {names[1]}")
    for zh, en in found.remarks:
        print(f"! {zh} / {en}")
    changed = [c for c in found.changes if c.old != c.new]
    print(f"共 {len(found.changes)} 个数，{len(changed)} 个不同 / {len(changed)} differ")
    for c in changed:
        old, new = (f"{v:,.12g}" if v is not None else "—" for v in (c.old, c.new))
        difference = f"  ({c.change:+,.12g})" if c.change is not None else ""
        print(f"  {name((c.table, c.row, c.column))}：{old} → {new}{difference}")
    for table, (same, either) in found.tables.items():
        print(f"{table}：{same} / {either} 个非零格相同 / non-zero cells unchanged")
    for measure, value in found.likeness.items():
        if value is not None:
            print(f"{LIKENESS[measure][0]} {value:.1%} / {LIKENESS[measure][1]}")
    counts = {kind: sum(s.kind == kind for s in found.sentences) for kind in KINDS}
    if found.sentences:
        print("句子 / sentences：" + "  ".join(f"{KINDS[k]} {k} {n}" for k, n in counts.items()))
    for finding in found.findings.of("broken"):
        print(
            f"不符 broken {finding.report_id} {finding.rule} {finding.per}：{finding.explanation_zh}"
        )
