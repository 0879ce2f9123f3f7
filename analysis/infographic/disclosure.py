"""What was disclosed and how concerns were answered: table 二 and the indicators as figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis import codebook, form
from analysis.infographic.blocks import Figure, Group, Measures, Section, exact, say, spare_unit

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset

ICONS = {
    "rules": "gazette",
    "normative_documents": "document",
    "licences": "stamp",
    "licences_published": "stamp",
    "penalties": "scales",
    "penalties_published": "scales",
    "coercive_measures": "shield",
    "fees": "coins",
    "procurement": "coins",
    "interpretations": "bulb",
    "policy_documents": "document",
    "series_issues": "list",
    "reads": "eye",
    "followers": "people",
    "responses": "speech",
    "consultations": "speech",
    "hotline_cases": "headset",
    "satisfaction_rate": "smile",
    "proposals_npc": "people",
    "proposals_cppcc": "people",
    "proposals_total": "people",
    "meetings": "calendar",
    "trainings": "book",
    "accountability_cases": "shield",
}


def disclosure_section(report: Dataset, lang: str) -> Section | None:
    """Table 二 and the counts of what was made public; None where there is neither."""
    rows, singles = _table_two(report, lang)
    figures = (*singles, *indicator_figures(report, ("disclosure",), lang))
    blocks = [*rows, Group("figures", figures)] if figures else rows
    title = say(lang, "公开了哪些信息", "What was disclosed")
    return (
        Section("disclosure", title, "WHAT WAS DISCLOSED", "document", tuple(blocks))
        if blocks
        else None
    )


def response_section(report: Dataset, lang: str) -> Section | None:
    """Interaction with the public and the organisation of the work; None where nothing is counted."""
    figures = indicator_figures(report, ("interaction", "organisation"), lang)
    title = say(lang, "回应关切与工作保障", "Response and support")
    block = Group("figures", figures)
    return (
        Section("response", title, "RESPONSE AND SUPPORT", "speech", (block,)) if figures else None
    )


def indicator_figures(report: Dataset, topics: Sequence[str], lang: str) -> tuple[Figure, ...]:
    """The indicators of some topics, in the codebook's order; a 其中 stands under its whole."""
    counts = report.indicators
    counts = counts[counts["value"].notna()]
    topic = counts["indicator"].map({c: row["topic"] for c, row in codebook.indicators().items()})
    order = {code: place for place, code in enumerate(codebook.indicators())}
    counts = counts.assign(topic=topic, order=counts["indicator"].map(order))
    counts = counts.sort_values(["order", "item"], kind="stable")
    wholes = set(counts.loc[counts["part_of"] == "", "indicator"])
    own = counts[counts["topic"].isin(topics) & ~counts["part_of"].isin(wholes)]
    return tuple(_indicator(row, counts, lang) for row in own.itertuples())


def _indicator(row, counts: pd.DataFrame, lang: str) -> Figure:
    parts = counts[counts["part_of"] == row.indicator]
    # A part belongs to the first fact of its whole: the data does not say to which of several.
    parts = parts if row.item == 1 else parts[:0]
    rate = codebook.indicators()[row.indicator]["kind"] == "rate"
    return Figure(
        value=exact(row.value, row.approx) + ("%" if rate else ""),
        label=codebook.label("indicators", row.indicator, lang),
        unit="" if rate else spare_unit(row.unit, lang),
        remark=_remark(row, counts, lang),
        icon=ICONS.get(row.indicator, "document"),
        parts=tuple(_part(part, lang) for part in parts.itertuples()),
        ring=min(max(float(row.value), 0.0), 100.0) if rate else None,
    )


def _part(row, lang: str) -> tuple[str, str]:
    name = codebook.label("indicators", row.indicator, lang)
    return name, f"{exact(row.value, row.approx)} {spare_unit(row.unit, lang)}".strip()


def _remark(row, counts: pd.DataFrame, lang: str) -> str:
    """What the number still needs: the report's own words, its scope, that it is part of a whole."""
    several = (counts["indicator"] == row.indicator).sum() > 1
    label = codebook.label("indicators", row.indicator, "zh")
    tells_more = label not in row.text and row.text not in label
    remarks = [row.text] if several or (lang == "zh" and tells_more) else []
    if row.scope != "year":
        remarks.append(codebook.label("scope", row.scope, lang))
    if row.status == "inferred":
        remarks.append(codebook.label("status", "inferred", lang))
    if row.part_of:
        whole = codebook.label("indicators", row.part_of, lang)
        remarks.append(say(lang, f"属于{whole}", f"part of {whole}"))
    return say(lang, "；", "; ").join(filter(None, remarks))


def _table_two(report: Dataset, lang: str) -> tuple[list[Measures], tuple[Figure, ...]]:
    """Table 二 by row: those with several measures, and those with one."""
    version = report.reports["form"].iloc[0]
    known = report.proactive
    known = known[known["value"].notna()]
    values = {(r.row, r.column): r for r in known.itertuples()}
    several, single = [], []
    for line in form.rows(version, "proactive"):
        columns = form.columns(version, "proactive", line["row"])
        found = [
            (c, values.get((line["row"], c["column"]))) for c in columns if line["row"] in _rows(c)
        ]
        found = [(c, cell) for c, cell in found if cell is not None]
        icon = ICONS.get(line["row"], "document")
        if len(columns) > 1 and found:
            cells = tuple((c[lang], exact(x.value), spare_unit(x.unit, lang)) for c, x in found)
            several.append(Measures(line[lang], cells, icon))
        elif found:
            column, cell = found[0]
            single.append(_single(line, column, cell, icon, lang))
    return several, tuple(single)


def _rows(column: dict[str, str]) -> list[str]:
    return column["rows"].split(";")


def _single(line: dict[str, str], column: dict[str, str], cell, icon: str, lang: str) -> Figure:
    # The heading of the fee column repeats its unit; the number carries it.
    remark = column[lang].split("（单位")[0].split(" (10,000")[0]
    return Figure(exact(cell.value), line[lang], spare_unit(cell.unit, lang), remark, icon)
