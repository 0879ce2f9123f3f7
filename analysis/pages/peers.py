"""Who is in the sample of comparable organs, and how their rates compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import codebook, theme
from analysis.metrics import measures
from analysis.pages.fragment import Fragment, note, paragraph, say, table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset


def sample_words(data: Dataset, sample: pd.DataFrame, *, lang: str = "zh") -> Fragment:
    """How many comparable organs there are, from where, and how much of their reports is at hand.

    ``sample``: the frame of :func:`analysis.metrics.peer_sample`, which holds the organ itself.
    """
    own = next(sample[sample["is_self"]].itertuples())
    about = data.agencies.set_index("agency_id").loc[own.agency_id]
    level = codebook.label("level", about["level"], lang)
    kind = codebook.label("kind", about["kind"], lang)
    if len(sample) == 1:
        return note(
            say(lang, "没有可比的机关", "No comparable organ"),
            [
                say(
                    lang,
                    f"已取得的 {own.year} 年度报告中，{level}{kind}只有本机关一家：不比较，不排名。",
                    f"Of the reports for {own.year} at hand this is the only {level} organ ({kind}): "
                    "no comparison and no rank.",
                )
            ],
        )
    n, places = len(sample), sample["region_zh"].str[:2].value_counts()
    regions = say(lang, "、", ", ").join(f"{place} {k}" for place, k in places.items())
    counts = {name: int(sample[name].sum()) for name in ("channels", "requests_told", "tables")}
    return paragraph(
        say(
            lang,
            f"已取得 {own.year} 年度报告的{level}{kind}共 {n} 家（含本机关），按省份：{regions}。"
            f"有渠道数的 {counts['channels']} 家，有申请数的 {counts['requests_told']} 家，"
            f"有法定表格的 {counts['tables']} 家。样本是能找到报告的机关，不是抽样，也不是全部；职能和辖区大小各不相同。",
            f"Reports for {own.year} of {n} {level} organs ({kind}) are at hand, this one included; by province: "
            f"{regions}. {counts['channels']} give channel counts, {counts['requests_told']} a number of requests, "
            f"{counts['tables']} the statutory tables. They are the reports that could be found: no random sample, "
            "not all organs, and of different tasks and sizes.",
        )
    )


def sample_table(sample: pd.DataFrame, *, lang: str = "zh") -> Fragment:
    """The organs of the sample: name, region, how much was transcribed, what is known of each."""
    head = say(
        lang,
        "机关|地区|录入范围|渠道数|申请数|法定表格",
        "organ|region|extent|channels|requests|tables",
    ).split("|")
    yes, no = say(lang, "有", "yes"), "—"
    extents = codebook.terms("extent")
    rows = []
    for row in sample.itertuples():
        name = row.agency if lang == "zh" else row.agency_en
        own = say(lang, "（本机关）", " (this organ)") if row.is_self else ""
        known = (row.channels, row.requests_told, row.tables)
        extent = extents[row.extent][lang] if row.extent in extents else row.extent
        rows.append((name + own, row.region_zh, extent, *(yes if k else no for k in known)))
    return table(head, rows)


def comparable_words(chosen: list[str], *, lang: str = "zh") -> Fragment:
    """Which numbers are compared below; none, and why, where too few organs give the same ones."""
    known = codebook.channels() | codebook.indicators()
    names = say(lang, "、", ", ").join(known[code][lang] for code in chosen)
    if names:
        return paragraph(say(lang, f"比较的数：{names}。", f"Compared: {names}."))
    return paragraph(
        say(
            lang,
            "没有哪个数是本机关和至少五家同类机关的报告都写明的：不比较，不排名。",
            "No number is stated both by this report and by five comparable organs: no comparison, no rank.",
        )
    )


def peer_rate_table(data: Dataset, rates: pd.DataFrame, *, lang: str = "zh") -> Fragment:
    """One rate of every organ that knows it, with its counts and year; no rank across levels and kinds.

    ``rates``: the frame of :func:`analysis.metrics.peer_rates`.
    """
    if rates.empty:
        return paragraph(say(lang, "没有机关能算这个比率。", "No organ at hand gives this rate."))
    name = measures()[rates["measure"].iloc[0]].label(lang)
    head = say(
        lang,
        f"机关|层级|类别|年度|{name}|件数|同级同类",
        f"organ|level|kind|year|{name}|counts|comparable",
    ).split("|")
    rows = [
        (
            row.agency if lang == "zh" else row.agency_en,
            codebook.label("level", row.level, lang),
            codebook.label("kind", row.kind, lang),
            str(row.year),
            f"{row.value:.1%}{'*' if row.few else ''}",
            f"{theme.number(row.numerator)}/{theme.number(row.denominator)}",
            _likeness(row, lang),
        )
        for row in rates.itertuples()
    ]
    return table(head, rows)


def _likeness(row, lang: str) -> str:
    if row.is_self:
        return say(lang, "本机关", "this organ")
    return say(lang, "是", "yes") if row.comparable else say(lang, "否", "no")
