"""Measures as pages: the codebook of the registry, and one organ's measures year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import theme
from analysis.metrics import measures
from analysis.metrics.registry import Operand
from analysis.pages.fragment import Fragment, escape, note, say, table

if TYPE_CHECKING:
    from analysis.metrics import Measure

TOPICS = {
    "requests": ("申请的收与办", "Requests in and out"),
    "results": ("办理结果", "Results"),
    "reasons": ("未予公开的理由", "Reasons for not granting"),
    "disputes": ("复议与诉讼", "Disputes"),
    "documents": ("规章与规范性文件", "Rules and normative documents"),
    "channels": ("公开渠道", "Channels"),
}
STATUSES = {
    "missing": ("无数", "unknown"),
    "no_cases": ("无案件", "no cases"),
    "contradictory": ("表内不符", "contradictory"),
    "not_comparable": ("格式无此项", "not in the form"),
}
DIRECTIONS = {"up": ("越高越公开", "higher is more open"), "down": ("越低越好", "lower is better")}
UNITS = {"share": ("%", "%"), "index": ("0–1", "0-1"), "件": ("件", "cases"), "条": ("条", "items")}


def measure_codebook(*topics: str, lang: str = "zh") -> Fragment:
    """The measures of some topics (none named: all): name, code, formula, cells, unit, direction, forms."""
    head = say(
        lang,
        "指标|代码|公式|取数（表.行.列）|单位|方向|适用格式",
        "measure|code|formula|cells (table.row.column)|unit|direction|forms",
    ).split("|")
    made = ""
    for topic in topics or TOPICS:
        names = TOPICS[topic]
        rows = [_codebook_row(m, lang) for m in measures().values() if m.topic == topic]
        made += f"<h3>{escape(say(lang, *names))}</h3>{table(head, rows).html}"
    return Fragment(made)


def measure_formulas(*topics: str, lang: str = "zh") -> Fragment:
    """The measures of some topics as a reader of charts needs them: name, formula, which way is better."""
    head = say(lang, "指标|公式|方向", "measure|formula|direction").split("|")
    rows = [
        (m.label(lang), say(lang, m.formula_zh, m.formula_en), _direction(m, lang))
        for m in measures().values()
        if m.topic in topics
    ]
    return table(head, rows)


def _direction(measure: Measure, lang: str) -> str:
    return say(lang, *DIRECTIONS.get(measure.direction, ("—", "—")))


def _codebook_row(measure: Measure, lang: str) -> tuple[str, ...]:
    parts = (part for part in (measure.numerator, measure.denominator) if part)
    return (
        measure.label(lang),
        measure.id,
        say(lang, measure.formula_zh, measure.formula_en),
        " ÷ ".join(map(_cells, parts)) or say(lang, "报告文字", "words of the report"),
        say(lang, *UNITS[measure.unit]),
        _direction(measure, lang),
        say(lang, "各格式", "all") if "*" in measure.forms else " ".join(measure.forms),
    )


def _cells(operands: tuple[Operand, ...]) -> str:
    told = ""
    for o in operands:
        sign = (" − " if o.weight < 0 else " + ") if told else ("−" if o.weight < 0 else "")
        told += f"{sign}{o.table}.{o.row}.{o.column}{'[t−1]' if o.years_before else ''}"
    return told


def measure_table(frame: pd.DataFrame, *, lang: str = "zh") -> Fragment:
    """A row a measure, a column a year, for one organ: rates with their counts, or why there is none.

    ``frame``: rows of :func:`analysis.metrics.table` of one organ. Measures known in no year are left out.
    """
    known = frame.groupby("measure")["value"].transform(lambda v: v.notna().any()).astype(bool)
    frame = frame[known]
    if frame.empty:
        reason = say(
            lang,
            "已有的报告没有给出这些指标所需的数；没有数字不等于零。",
            "The reports at hand do not give what these measures need; missing is not zero.",
        )
        return note(say(lang, "没有指标", "No measures"), [reason])
    years = sorted(set(frame["year"]))
    cells = {(r.measure, r.year): measured(r, lang) for r in frame.itertuples()}
    rows = [
        (measures()[m].label(lang), *(cells[m, y] for y in years))
        for m in dict.fromkeys(frame["measure"])
    ]
    return table([say(lang, "指标", "measure"), *map(str, years)], rows)


def measured(row, lang: str) -> str:
    """A measure as printed: ``54.0%（1,902/3,521）``, a count, or the reason why there is none."""
    if row.status != "known":
        return say(lang, *STATUSES[row.status])
    if row.unit == "index":
        return f"{row.value:.2f}"
    if row.unit != "share":
        return theme.hedged(row.value, row.approx)
    counts = f"{theme.number(row.numerator)}/{theme.number(row.denominator)}"
    few = "*" if row.few else ""
    return say(lang, f"{row.value:.1%}{few}（{counts}）", f"{row.value:.1%}{few} ({counts})")
