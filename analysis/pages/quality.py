"""The state of the data: what does not agree, where the gaps are, which years can be compared."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from analysis import form
from analysis.checks.findings import LOOK, VERDICTS, is_told
from analysis.checks.rules import table as rules
from analysis.metrics import report_coverage
from analysis.pages.fragment import Fragment, note, paragraph, say, table

if TYPE_CHECKING:
    from analysis.checks import Findings
    from analysis.datasets import Dataset

MOST = 40  # findings listed


def verdict_words(findings: Findings, *, lang: str = "zh") -> Fragment:
    """How many places of these reports are broken, explained, hold, or could not be checked."""
    counts = findings.counts()
    told = [f"{VERDICTS[v][0 if lang == 'zh' else 1]} {n}" for v, n in counts.items() if n]
    return paragraph(say(lang, "、".join(told) + "。", ", ".join(told) + "."))


def finding_list(findings: Findings, *, lang: str = "zh") -> Fragment:
    """What is broken, explained or to look at, a row each: report, rule, what was found, suggestion."""
    rows = [f for f in findings if is_told(f)]
    if not rows:
        return note(
            say(lang, "没有不符", "Nothing is broken"),
            [say(lang, "能核对的地方都相符；缺数的地方未能核对，不等于正确。",
                 "What could be checked agrees; what could not be checked is not thereby right.")],
        )  # fmt: skip
    head = say(lang, "结果|报告|规则|说明|建议", "verdict|report|rule|found|suggestion").split("|")
    column = 0 if lang == "zh" else 1
    shown = [
        (
            (LOOK if f.verdict == "unverifiable" else VERDICTS[f.verdict])[column],
            f.report_id,
            rules()[f.rule][lang],
            f.explanation_zh if lang == "zh" else f.explanation_en,
            f.suggestion_zh if lang == "zh" else f.suggestion_en,
        )
        for f in rows[:MOST]
    ]
    more = len(rows) - len(shown)
    rest = paragraph(say(lang, f"另有 {more} 处。", f"And {more} more.")).html if more else ""
    return Fragment(table(head, shown).html + rest)


def table_gaps(dataset: Dataset, *, lang: str = "zh") -> Fragment:
    """For each report and table how many cells have a number, of how many the form has."""
    coverage = report_coverage(dataset)
    names = {t["table"]: t[lang] for t in form.table("tables")}
    names |= {
        "channels": say(lang, "渠道", "channels"),
        "indicators": say(lang, "指标", "indicators"),
    }
    head = say(lang, "年度|部分|有数|应有", "year|part|known|of").split("|")
    rows = [
        (str(row.year), names[row.table], str(row.known), str(row.expected or "—"))
        for row in coverage.itertuples()
    ]
    return table(head, rows)


def comparable_years(dataset: Dataset, *, lang: str = "zh") -> Fragment:
    """Which years of one organ follow the same form, and where a break lies."""
    reports = dataset.reports.sort_values("year")
    forms = {row.year: row.form for row in reports.itertuples()}
    if len(forms) < 2:
        return paragraph(
            say(lang, "只有一个年度，没有可比的年度。", "Only one year: nothing to compare.")
        )
    lines, years = [], sorted(forms)
    for before, after in itertools.pairwise(years):
        gap = after - before > 1
        same = forms[before] == forms[after]
        zh = "格式相同，可比" if same else "格式不同，部分数列中断"
        en = "same form, comparable" if same else "another form: some series break"
        missing_zh, missing_en = (
            ("；中间年度缺报告", "; years between are missing") if gap else ("", "")
        )
        lines.append(
            say(
                lang,
                f"{before} → {after}：{zh}{missing_zh}",
                f"{before} → {after}: {en}{missing_en}",
            )
        )
    return note(say(lang, "年度可比性", "Comparable years"), lines)
