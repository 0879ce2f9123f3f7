"""The long tables of the workbook as plain columns and rows: the same for its sheets and for CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis import codebook, form
from analysis.checks.findings import VERDICTS
from analysis.checks.rules import table as rules
from analysis.metrics import channel_series, measures
from analysis.metrics import table as measure_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.checks import Finding
    from analysis.datasets import Dataset


class Sheet(NamedTuple):
    """A head and its rows; a missing value is None."""

    columns: list[str]
    rows: list[list]


class Share(float):
    """A fraction, which a workbook shows in per cent."""


class Year(int):
    """A year, which has no thousands."""


NAMES = {
    "facts": ("数据", "Facts"),
    "trend": ("渠道趋势", "Channel trend"),
    "measures": ("指标", "Measures"),
    "findings": ("核对", "Findings"),
    "codebook": ("代码表", "Codebook"),
}
STATUS = {
    "known": ("已知", "known"),
    "missing": ("缺数", "missing"),
    "no_cases": ("无案件可算", "no cases"),
    "contradictory": ("表内数字矛盾，不计算", "contradictory, not computed"),
    "not_comparable": ("该年格式没有这些格", "not in that year's form"),
}


def sheet_name(name: str, lang: str) -> str:
    """The name of a sheet (of :data:`NAMES`) in a language."""
    return NAMES[name][lang == "en"]


def tables(
    dataset: Dataset, lang: str = "zh", findings: Iterable[Finding] | None = None
) -> dict[str, Sheet]:
    """The long tables of a dataset by name: the keys of :data:`NAMES`.

    Without ``findings`` (see :func:`analysis.checks.check`) there is no table of them.
    """
    codebook.check_language(lang)
    checked = {} if findings is None else {"findings": finding_sheet(findings, lang)}
    return {
        "facts": facts_sheet(dataset, lang),
        "trend": trend_sheet(dataset, lang),
        "measures": measure_sheet(dataset, lang),
        **checked,
        "codebook": codebook_sheet(lang),
    }


def known(value: float) -> int | float | None:
    """A number as it is typed: whole where it is whole, None where it is missing."""
    if value != value:
        return None
    return int(value) if float(value).is_integer() else float(value)


def _head(lang: str, zh: str, en: str) -> list[str]:
    """Column names given as words with bars between them."""
    return (zh if lang == "zh" else en).split("|")


def facts_sheet(dataset: Dataset, lang: str) -> Sheet:
    """数据: a row a fact, by report, with labels beside the codes."""
    columns = _head(
        lang,
        "报告|年度|表|行代码|行|列代码|列|序号|数|单位|状态|概数|合计成员|属于|口径|原文|位置|说明",
        "report|year|table|row code|row|column code|column|item|value|unit|status|hedge|members|part of"
        "|scope|words of the report|place|note",
    )
    years = dict(zip(dataset.reports["report_id"], dataset.reports["year"], strict=True))
    rows = []
    for fact in dataset.facts.sort_values("report_id", kind="stable").itertuples():
        where = (fact.report_id, Year(years[fact.report_id]), str(fact.table))
        codes = (fact.row, _row_label(fact, lang), fact.column, _column_label(fact, lang))
        number = (fact.item, known(fact.value), fact.unit)
        terms = (_term("status", fact.status, lang), _term("approx", fact.approx, lang))
        scope = _term("scope", fact.scope, lang)
        rest = (fact.members, fact.part_of, scope, fact.text, fact.where, fact.note)
        rows.append([*where, *codes, *number, *terms, *rest])
    return Sheet(columns, rows)


def _row_label(fact, lang: str) -> str:
    if fact.table == "channels":
        return codebook.channel_label(fact.row, fact.members, lang)
    if fact.table == "indicators":
        return codebook.label("indicators", fact.row, lang)
    return form.row_label(fact.table, fact.row, lang)


def _column_label(fact, lang: str) -> str:
    if fact.table in {"channels", "indicators"}:
        return {"zh": "数", "en": "number"}[lang]
    return form.column_label(fact.table, fact.column, lang)


def _term(kind: str, code: str, lang: str) -> str:
    return codebook.label(kind, str(code), lang)


def trend_sheet(dataset: Dataset, lang: str) -> Sheet:
    """渠道趋势: a row a year, a column a channel counted in items; a year without a number is blank.

    Years between the first and the last report are all there, so that a gap shows as a gap.
    """
    series = _trend_series(dataset)
    names = [_series_name(key, lang) for key in series]
    years = sorted(set(dataset.reports["year"].tolist()))
    span = range(years[0], years[-1] + 1)
    rows = [[Year(year), *(values.get(year) for values in series.values())] for year in span]
    return Sheet([*_head(lang, "年度", "year"), *names], rows)


def _trend_series(dataset: Dataset) -> dict[tuple[str, str], dict[int, float]]:
    """(channel, members) -> year -> number of items, in the codebook's order."""
    series = channel_series(dataset.channels)
    series = series[series["dimension"] == "items"]
    order = list(codebook.channels())
    found: dict[tuple[str, str], dict[int, float]] = {}
    for row in series.itertuples():
        found.setdefault((row.channel, row.members), {})[row.year] = known(row.value)
    return dict(sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1])))


def _series_name(key: tuple[str, str], lang: str) -> str:
    """A channel series as a column is called; a joint count says that it is one."""
    name = codebook.channel_label(*key, lang)
    if key[0] == "joint":
        name += {"zh": "（合计）", "en": " (joint)"}[lang]
    return name


def measure_sheet(dataset: Dataset, lang: str) -> Sheet:
    """指标: a row a measure and year, for the measures known in at least one year at hand."""
    columns = _head(
        lang,
        "指标代码|指标|年度|值|单位|分子|分母|95%下限|95%上限|状态|提示|公式",
        "measure|name|year|value|unit|numerator|denominator|95% low|95% high|status|remark|formula",
    )
    frame = measure_table(dataset)
    told = set(frame.loc[frame["status"] == "known", "measure"])
    few = {"zh": "不足十例，率仅供参考", "en": "fewer than ten cases"}[lang]
    rows = []
    for row in frame[frame["measure"].isin(told)].itertuples():
        measure = measures()[row.measure]
        value, low, high = (_as_unit(x, row.unit) for x in (row.value, row.low, row.high))
        unit = {"share": "%", "index": ""}.get(row.unit, row.unit)
        counts = (known(row.numerator), known(row.denominator))
        status = STATUS[str(row.status)][lang == "en"]
        remark = few if row.few else ""
        formula = measure.formula_zh if lang == "zh" else measure.formula_en
        about = (row.measure, measure.label(lang), Year(row.year))
        rows.append([*about, value, unit, *counts, low, high, status, remark, formula])
    return Sheet(columns, rows)


def _as_unit(value: float, unit: str) -> float | int | None:
    number = known(value)
    return number if number is None or unit != "share" else Share(number)


def finding_sheet(findings: Iterable[Finding], lang: str) -> Sheet:
    """核对: a row a rule at one place of one report, the worst first."""
    columns = _head(
        lang,
        "报告|结果|规则|对象|应为|实为|差|说明|建议|处理|单元格|位置|编号",
        "report|verdict|rule|about|expected|actual|difference|explanation|suggestion|decision|cells"
        "|place|id",
    )
    rows = []
    for f in findings:
        told = (f.explanation_zh, f.suggestion_zh) if lang == "zh" else None
        told = told or (f.explanation_en, f.suggestion_en)
        name, verdict = rules()[f.rule][lang], VERDICTS[f.verdict][lang == "en"]
        numbers = (f.expected, f.actual, f.difference)
        decided = " ".join(filter(None, (f.decision, f.reason, f.who, f.when)))
        about = (f.report_id, verdict, name, f.per, *numbers, *told, decided)
        rows.append([*about, f.cells, f.where, f.finding_id])
    return Sheet(columns, rows)


def codebook_sheet(lang: str) -> Sheet:
    """代码表: channels, indicators, terms, and the rows and columns of the forms."""
    columns = _head(
        lang,
        "类|代码|中文|英文|含义|英文含义",
        "set|code|Chinese|English|meaning in Chinese|meaning in English",
    )
    words = ("zh", "en", "meaning_zh", "meaning_en")
    rows = [
        [r.get("set") or name, r["code"], *(r[word] for word in words)]
        for name in ("channels", "indicators", "terms")
        for r in codebook.table(name)
    ]
    rows += [
        [f"form {r['version']} {r['table']} {part}s", r[part], r["zh"], r["en"], "", ""]
        for part in ("row", "column")
        for r in form.table(f"{part}s")
    ]
    return Sheet(columns, rows)
