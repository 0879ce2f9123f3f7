"""The head and the foot of the picture: the figures a reader takes away, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

import analysis
from analysis import codebook, form
from analysis.datasets.version import data_version
from analysis.infographic.blocks import Figure, exact, say, spare_unit
from analysis.infographic.channels import totals
from analysis.infographic.disclosure import ICONS
from analysis.infographic.requests import disputes_in_all, new_requests
from analysis.metrics import channel_series, report_coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.datasets import Dataset

MOST = 4
# What a head of an organ is asked about first, in this order: indicators, else cells of table 二.
FIRST = (
    "penalties_published",
    "licences_published",
    ("licences", "decisions"),
    ("penalties", "decisions"),
    "hotline_cases",
    "interpretations",
    "normative_documents",
    "policy_documents",
    "proposals_total",
)


def key_figures(report: Dataset, lang: str) -> tuple[Figure, ...]:
    """At most four figures: the channels' total first, requests among them, in reading order."""
    asked = [f for f in (_requests(report, lang), _disputes(report, lang)) if f]
    others = [f for f in (_published(report, lang), *_counts(report, lang)) if f]
    room = MOST - min(len(asked), 1 if len(others) >= MOST - 1 else len(asked))
    return tuple([*others[:room], *asked][:MOST])


def _published(report: Dataset, lang: str) -> Figure | None:
    """The total that the report states, else its largest channel: a sum of channels counts items twice."""
    stated = totals(report)
    if stated.stated is not None:
        label, items = say(lang, "全年主动公开信息", "Items published"), say(lang, "条", "")
        return Figure(exact(stated.stated, stated.stated_approx), label, items, icon="globe")
    series = channel_series(report.channels)
    items = series[(series["dimension"] == "items") & series["additive"]]
    items = items[items["channel"] != "total"]
    if items.empty:
        return None
    row = next(items.nlargest(1, "value").itertuples())
    label = codebook.channel_label(row.channel, row.members, lang)
    remark = say(lang, "发布最多的渠道", "the largest channel")
    return Figure(exact(row.value, row.approx), label, spare_unit(row.unit, lang), remark, "globe")


def _counts(report: Dataset, lang: str) -> Iterator[Figure]:
    counts = report.indicators
    counts = counts[counts["value"].notna() & (counts["scope"] == "year")]
    counts = counts[(counts["part_of"] == "") & ~counts.duplicated("indicator", keep=False)]
    told = {row.indicator: row for row in counts.itertuples()}
    cells = {(row.row, row.column): row for row in report.proactive.itertuples()}
    for wish in FIRST:
        if wish in told:
            row = told[wish]
            label = codebook.label("indicators", wish, lang)
            yield Figure(
                exact(row.value, row.approx), label, spare_unit(row.unit, lang), icon=ICONS[wish]
            )
        elif wish in cells and not pd.isna(cells[wish].value):
            code, column = wish
            label = form.row_label("proactive", code, lang)
            remark = form.column_label("proactive", column, lang)
            value, printed = exact(cells[wish].value), spare_unit(cells[wish].unit, lang)
            yield Figure(value, label, printed, remark, ICONS[code])


def _requests(report: Dataset, lang: str) -> Figure | None:
    found = new_requests(report)
    if found is None:
        return None
    value, printed = found
    label = say(lang, "新收公开申请", "Requests received")
    return Figure(exact(value), label, spare_unit(printed, lang), icon="inbox")


def _disputes(report: Dataset, lang: str) -> Figure | None:
    value = disputes_in_all(report)
    if value is None:
        return None
    label = say(lang, "复议与诉讼", "Reviews and lawsuits")
    return Figure(exact(value), label, say(lang, "件", ""), icon="scales")


def source_lines(report: Dataset, lang: str) -> tuple[tuple[str, str], ...]:
    """(label, words) of what the picture rests on: report, state of the copy, gaps, versions."""
    about = next(report.reports.itertuples())
    published = about.published_on or say(lang, "未标明", "not printed")
    extent = codebook.terms("extent")[about.extent]
    lines = [
        (say(lang, "依据", "Source"), about.title_zh),
        (say(lang, "发布日期", "Published"), published),
        (
            say(lang, "所得文本", "Copy at hand"),
            f"{extent[lang]}：{extent[f'meaning_{lang}']}"
            if lang == "zh"
            else f"{extent['en']}: {extent['meaning_en']}",
        ),
        *_gaps(report, lang),
        (say(lang, "读法", "Reading"), say(lang, *READING)),
        (
            say(lang, "制作", "Made with"),
            f"gongkai-analysis {analysis.__version__} · {say(lang, '数据', 'data')} {data_version(report)}",
        ),
    ]
    if about.url:
        lines.insert(1, (say(lang, "网址", "Address"), about.url))
    return tuple(lines)


READING = (
    "≥ 不少于，≤ 不超过，≈ 约数。没有列出的是未知，不等于零。",
    "≥ at least, ≤ at most, ≈ about. What is not listed is not known, which is not zero.",
)


def _gaps(report: Dataset, lang: str) -> Iterator[tuple[str, str]]:
    coverage = report_coverage(report)
    missing = coverage.loc[(coverage["expected"] > 0) & (coverage["known"] == 0), "table"].tolist()
    names = {t["table"]: t[lang] for t in form.table("tables")}
    listed = [say(lang, f"“{names[table]}”表", f'table "{names[table]}"') for table in missing]
    if (channel_series(report.channels)["channel"] == "total").all():  # or there are none
        listed.append(say(lang, "按渠道的数字", "counts by channel"))
    if listed:
        yield (
            say(lang, "未见", "Not at hand"),
            say(lang, "、", "; ").join(listed) + say(lang, "不在所得文本中", ": not in the copy"),
        )
    inferred = report.channels
    inferred = inferred[inferred["status"] == "inferred"]
    for row in inferred.itertuples():
        name = codebook.channel_label(row.channel, row.members, lang)
        yield (
            say(lang, "推定", "Inferred"),
            say(
                lang,
                f"“{row.text}”归入{name}：{row.note}",
                f'that "{row.text}" is the {name.lower()} is inferred',
            ),
        )
