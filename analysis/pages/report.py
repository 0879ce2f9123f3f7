"""The year in one view: title, key figures, indicators, requests, gaps and sources of one report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import analysis
from analysis import codebook, form, metrics, theme
from analysis.charts import words
from analysis.checks import check
from analysis.datasets.version import data_version
from analysis.metrics import channel_series, report_coverage
from analysis.pages.fragment import (
    Fragment,
    cards,
    escape,
    note,
    one_report,
    paragraph,
    place,
    say,
    table,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset

CARDS_OF_CHANNELS = 4
# The indicators that a head of department asks for first, in this order.
CARDS_OF_INDICATORS = (
    "penalties_published",
    "licences_published",
    "interpretations",
    "hotline_cases",
    "requests_received",
    "reviews",
    "lawsuits",
)
# What the tables say where the words do not: a measure or a cell, and the indicator that also tells it.
CARDS_OF_MEASURES = {
    "requests_new": "requests_received",
    "requests_handled": "requests_handled",
    "reviews": "reviews",
    "lawsuits": "lawsuits",
}
CARDS_OF_CELLS = {
    ("licences", "decisions"): "licences_published",
    ("penalties", "decisions"): "penalties_published",
    ("normative_documents", "in_force"): "",
}
MOST_CARDS = 8
TOLD = ("requests_received", "requests_handled", "requests_carried_out", "reviews", "lawsuits")


def title(report: Dataset, zh: str, en: str, *, lang: str = "zh") -> Fragment:
    """The page's head: organ, year and what the page is, and under it the report it is from."""
    top, under = heading(report, zh, en, lang=lang), basis(report, lang=lang)
    return Fragment(f"<h1>{escape(top)}</h1><p>{escape(under)}</p>")


def heading(report: Dataset, zh: str, en: str, *, lang: str = "zh") -> str:
    """Organ, year and what a page is, in a line of plain text."""
    codebook.check_language(lang)
    about = one_report(report.reports)
    organ = about.agency if lang == "zh" else about.agency_en
    return say(lang, f"{organ} {about.year} 年{zh}", f"{organ}, {about.year}: {en}")


def basis(report: Dataset, *, lang: str = "zh") -> str:
    """The report a page is from: title, date of publication and form, in a line of plain text."""
    about = one_report(report.reports)
    published = about.published_on or say(lang, "未标明", "not printed")
    version = form.versions()[about.form][lang]
    return say(
        lang,
        f"依据：《{about.title_zh}》，发布日期：{published}；格式：{version}",
        f"From: {about.title_zh}; published: {published}; form: {version}",
    )


def key_figures(report: Dataset, *, lang: str = "zh") -> Fragment:
    """Cards: the largest channel counts, the indicators asked for first, then cells of the tables."""
    series = channel_series(report.channels)
    largest = series[series["additive"]].nlargest(CARDS_OF_CHANNELS, "value")
    entries = [_channel_card(row, lang) for row in largest.itertuples()]
    counts = _plain_indicators(report)
    for code in CARDS_OF_INDICATORS:
        rows = counts[counts["indicator"] == code]
        entries += [_indicator_card(row, lang) for row in rows.itertuples()]
    entries += _table_cards(report, set(counts["indicator"]), lang)
    if not entries:
        return note(say(lang, "没有要点数字", "No key figures"), [_nothing(lang)])
    return cards(entries[:MOST_CARDS])


def _table_cards(report: Dataset, told: set[str], lang: str) -> Iterator[tuple[str, str, str]]:
    """Cards of measures and cells that have a number and that no indicator tells already."""
    wanted = [code for code, indicator in CARDS_OF_MEASURES.items() if indicator not in told]
    for row in metrics.table(report, wanted).itertuples() if wanted else ():
        if row.status == "known":
            yield theme.number(row.value) + say(lang, " 件", ""), say(lang, row.zh, row.en), ""
    known = report.proactive[report.proactive["value"].notna()]
    for row in known.itertuples():
        if CARDS_OF_CELLS.get((row.row, row.column), row.row) not in told | {row.row}:
            label = form.row_label("proactive", row.row, lang)
            yield theme.number(row.value), label, form.column_label("proactive", row.column, lang)


def _channel_card(row, lang: str) -> tuple[str, str, str]:
    marks = []
    if row.channel == "joint":
        marks.append(say(lang, "合计，不拆分", "joint, never split"))
    if row.inferred:
        marks.append(say(lang, "渠道为推定", "channel inferred"))
    return _amount(row, lang), words.series_label(row, lang), say(lang, "；", "; ").join(marks)


def _indicator_card(row, lang: str) -> tuple[str, str, str]:
    return _count(row, lang), codebook.label("indicators", row.indicator, lang), ""


def _amount(row, lang: str) -> str:
    return f"{theme.hedged(row.value, row.approx)} {words.unit(row.unit, lang)}".strip()


def _count(row, lang: str) -> str:
    """An indicator's number; in English only units that say more than "cases" are printed."""
    said_by_name = codebook.units().get(row.unit, {"dimension": ""})["dimension"] in {
        "items",
        "cases",
    }
    return (
        theme.hedged(row.value, row.approx) if lang == "en" and said_by_name else _amount(row, lang)
    )


def _plain_indicators(report: Dataset) -> pd.DataFrame:
    counts = report.indicators
    return counts[counts["value"].notna() & (counts["part_of"] == "") & (counts["scope"] == "year")]


def _nothing(lang: str) -> str:
    return say(
        lang,
        "所得报告文本没有给出渠道或指标的数字；没有数字不等于零。",
        "The copy at hand gives no counts of channels or indicators; missing is not zero.",
    )


def indicator_table(report: Dataset, *, lang: str = "zh") -> Fragment:
    """All indicators of the report: name, number, the report's words, place; zeros are reported zeros."""
    counts = report.indicators
    counts = counts[counts["value"].notna()]
    if counts.empty:
        return note(say(lang, "没有指标", "No indicators"), [_nothing(lang)])
    order = {code: i for i, code in enumerate(codebook.indicators())}
    counts = counts.sort_values("indicator", key=lambda codes: codes.map(order), kind="stable")
    head = say(lang, "指标|数|原文|位置", "indicator|number|words of the report|place").split("|")
    rows = [
        (_indicator_name(row, lang), _count(row, lang), row.text, place(row.where, lang))
        for row in counts.itertuples()
    ]
    return table(head, rows)


def _indicator_name(row, lang: str) -> str:
    name = codebook.label("indicators", row.indicator, lang)
    if row.part_of:
        whole = codebook.label("indicators", row.part_of, lang)
        name += say(lang, f"（属于{whole}）", f" (part of {whole})")
    if row.scope != "year":
        scope = codebook.label("scope", row.scope, lang)
        name += say(lang, f"（{scope}）", f" ({scope})")
    return name


def request_words(report: Dataset, *, lang: str = "zh") -> Fragment:
    """Requests, reviews and lawsuits in a sentence: from the tables, else from the report's words."""
    told = [t for t in (_new_requests(report, lang), _told(report, lang)) if t]
    if told:
        return paragraph(*told)
    return paragraph(
        say(
            lang,
            "所得文本没有依申请公开和复议诉讼的数字：未知，不等于没有发生。",
            "The copy at hand gives no numbers of requests or disputes: unknown, which is not none.",
        )
    )


def _new_requests(report: Dataset, lang: str) -> str:
    cells = report.requests
    new = cells[(cells["row"] == "new") & (cells["column"] == "total") & cells["value"].notna()]
    if new.empty:
        return ""
    value = theme.number(new["value"].iloc[0])
    return say(
        lang, f"据表三，本年新收申请 {value} 件。", f"New requests according to table 3: {value}. "
    )


def _told(report: Dataset, lang: str) -> str:
    """What the report's words say of requests and disputes; a zero that is stated is called so."""
    counts, said = _plain_indicators(report), []
    for code in TOLD:
        for row in counts[counts["indicator"] == code].itertuples():
            name = codebook.label("indicators", code, lang)
            zero = say(lang, "（报告写明没有）", " (stated)") if row.value == 0 else ""
            said.append(f"{name} {_count(row, lang)}{zero}")
    if not said:
        return ""
    return say(
        lang, f"据报告文字，{'，'.join(said)}。", f"According to the text: {', '.join(said)}. "
    )


def gaps(report: Dataset, *, lang: str = "zh") -> Fragment:
    """What the copy at hand does not contain: tables, channels known only jointly or by inference."""
    about = one_report(report.reports)
    found = [*_table_gaps(report, lang), *_channel_gaps(report, lang)]
    if about.extent in {"opening", "part", "tables"}:
        extent = codebook.terms("extent")[about.extent][f"meaning_{lang}"]
        found.append(say(lang, f"录入范围：{extent}", f"Transcribed: {extent}"))
    if not found:
        found = [
            say(
                lang,
                "各表齐全，没有推定或合计的渠道数",
                "all tables are at hand, no count is joint or inferred",
            )
        ]
    return note(say(lang, "所得文本的缺口", "What the copy at hand does not contain"), found)


def _table_gaps(report: Dataset, lang: str) -> Iterator[str]:
    coverage = report_coverage(report)
    names = {t["table"]: t[lang] for t in form.table("tables")}
    for row in coverage[coverage["expected"] > 0].itertuples():
        name = names[row.table]
        if row.known == 0:
            yield say(
                lang,
                f"“{name}”表不在所得文本中：{row.expected} 格未知，不等于零",
                f"Table “{name}” is not in the copy: {row.expected} cells unknown, not zero",
            )
        elif row.known < row.expected:
            yield say(
                lang,
                f"“{name}”表 {row.expected} 格中有 {row.known} 格有数，其余空白、不适用或未录",
                f"Table “{name}”: {row.known} of {row.expected} cells have a number",
            )


def _channel_gaps(report: Dataset, lang: str) -> Iterator[str]:
    counts = report.channels
    for row in counts[counts["status"] == "inferred"].itertuples():
        channel = codebook.channel_label(row.channel, row.members, lang)
        yield say(
            lang,
            f"“{row.text}”{_amount(row, lang)}：归入{channel}是推定（{row.note}）",
            f"“{row.text}” {_amount(row, lang)}: that it is {channel} is inferred",
        )
    for row in counts[counts["channel"] == "joint"].itertuples():
        members = codebook.channel_label("joint", row.members, lang)
        yield say(
            lang,
            f"{members}只有合计 {_amount(row, lang)}，各自多少未知",
            f"{members}: only the joint {_amount(row, lang)} is known",
        )


def sources(dataset: Dataset, own: Dataset | None = None, *, lang: str = "zh") -> Fragment:
    """The reports that the page rests on, the versions of program and data, and what checks of ``own`` say.

    ``own`` (the dataset itself, if not given) are the reports that the page is about: what is wrong in
    those it only compares with is no matter of theirs.
    """
    head = say(lang, "报告|发布日期|出处", "report|published|taken from").split("|")
    rows = [
        (
            r.title_zh,
            r.published_on or "—",
            " ".join(filter(None, (_in_language(r.source, lang), r.url))),
        )
        for r in dataset.reports.sort_values(["agency_id", "year"]).itertuples()
    ]
    versions = say(
        lang,
        f"程序 gongkai-analysis {analysis.__version__}；数据 {data_version(dataset)}，"
        f"本页用到 {len(dataset.facts)} 个数。{_open_findings(own or dataset, lang)}",
        f"Program gongkai-analysis {analysis.__version__}; data {data_version(dataset)}, "
        f"{len(dataset.facts)} facts used. {_open_findings(own or dataset, lang)}",
    )
    return Fragment(table(head, rows).html + paragraph(versions).html)


def _open_findings(dataset: Dataset, lang: str) -> str:
    """How many places of these reports do not agree, and how many could not be checked."""
    counts = check(dataset).counts()
    broken, unknown = counts["broken"], counts["unverifiable"]
    return say(
        lang,
        f"本机关 {_years(dataset, '、')} 年报告的核对：不符 {broken} 处，通过 {counts['holds']} 处，"
        f"未能核对 {unknown} 处。",
        f"Checks of this organ's reports ({_years(dataset, ', ')}): {broken} broken, {counts['holds']} hold, "
        f"{unknown} could not be verified.",
    )


def _years(dataset: Dataset, joiner: str) -> str:
    return joiner.join(str(year) for year in sorted(set(dataset.reports["year"])))


def _in_language(both: str, lang: str) -> str:
    """The half of ``中文 / English`` that a reader of ``lang`` wants; a plain text as it is."""
    zh, _, en = both.partition(" / ")
    return zh if lang == "zh" or not en else en
