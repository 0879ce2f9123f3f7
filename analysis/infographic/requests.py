"""Requests and disputes: from the tables, else from the report's words; zero and unknown told apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis import codebook, form
from analysis.infographic.blocks import (
    Figure,
    Group,
    Section,
    Stack,
    Words,
    exact,
    say,
    spare_unit,
    stack,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets import Dataset

OUTCOMES = ("granted", "partly_granted", "refused", "unavailable", "unprocessed", "other")
# The four numbers of the flow, in its order: indicator, row of table 三, labels.
FLOW = (
    ("requests_carried_in", "carried_in", "上年结转", "Carried in"),
    ("requests_received", "new", "本年新收", "New"),
    ("requests_handled", "handled_total", "本年办结", "Handled"),
    ("requests_carried_out", "carried_out", "结转下年", "Carried out"),
)
PROCEDURES = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending")
TONES = {"upheld": 0, "corrected": 2, "other": 1, "pending": 5}
PERSONS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
)
Cells = dict[tuple[str, str], float]


def request_section(report: Dataset, lang: str) -> Section:
    """依申请公开: what came in, what became of it, who asked - or what of it is not known."""
    cells = _cells(report.requests)
    words = _words(report)
    blocks: list = []
    if ("new", "total") in cells:
        blocks += _from_table(cells, report.reports["form"].iloc[0], lang)
    else:
        blocks += _from_words(words, lang)
    fee = words.get("fee_yuan")
    if fee is not None:
        zero = say(lang, "报告写明没有收取", "the report says none was charged")
        figure = _figure(fee, "coins", zero, lang)
        blocks.append(Group("figures", (figure,)))
    title = say(lang, "依申请公开", "Requests for information")
    return Section("requests", title, "DISCLOSURE ON REQUEST", "inbox", tuple(blocks))


def dispute_section(report: Dataset, lang: str) -> Section:
    """行政复议、行政诉讼: totals and results of the three procedures, or what the report's words say."""
    cells = _cells(report.disputes)
    stacks = tuple(s for p in PROCEDURES if (s := _procedure(p, cells, lang)))
    words = _words(report)
    if stacks:
        blocks: tuple = (Group("stacks", stacks),)
    elif found := [words[code] for code in ("reviews", "lawsuits") if code in words]:
        blocks = (Group("figures", tuple(_dispute(row, lang) for row in found)),)
    else:
        blocks = (_unknown(say(lang, "行政复议和行政诉讼", "reviews and lawsuits"), lang),)
    title = say(lang, "行政复议与行政诉讼", "Reviews and lawsuits")
    return Section("disputes", title, "REVIEW AND LITIGATION", "scales", blocks)


def new_requests(report: Dataset) -> tuple[float, str] | None:
    """New requests with their unit: from table 三, else from the words; None where neither says."""
    cells, words = _cells(report.requests), _words(report)
    if ("new", "total") in cells:
        return cells["new", "total"], "件"
    row = words.get("requests_received")
    return (row.value, row.unit) if row is not None else None


def disputes_in_all(report: Dataset) -> float | None:
    """Reviews and lawsuits together; None unless every one of them is known."""
    cells, words = _cells(report.disputes), _words(report)
    totals = [cells.get((p, "total")) for p in PROCEDURES]
    if None in totals:
        totals = [words[c].value if c in words else None for c in ("reviews", "lawsuits")]
    return None if None in totals else sum(totals)


def _cells(table: pd.DataFrame) -> Cells:
    known = table[table["value"].notna()]
    return {(r.row, r.column): float(r.value) for r in known.itertuples()}


def _words(report: Dataset) -> dict:
    """Indicator code -> its fact, where the report states it once for itself or as part of requests."""
    counts = report.indicators
    counts = counts[counts["value"].notna() & (counts["scope"] == "year")]
    counts = counts[~counts.duplicated("indicator", keep=False)]
    return {row.indicator: row for row in counts.itertuples()}


# From the tables


def _from_table(cells: Cells, version: str, lang: str) -> list:
    flow = [
        _flow(cells.get((row, "total")), "", "件", say(lang, zh, en), lang)
        for _, row, zh, en in FLOW
    ]
    blocks: list = [Group("flow", tuple(flow))]
    outcomes = _outcomes(cells, version, lang)
    if outcomes:
        blocks.append(Group("stacks", (outcomes,)))
    if persons := _persons(cells, lang):
        blocks.append(Group("stacks", (persons,)))
    return blocks


def _flow(value: float | None, approx: str, printed: str, label: str, lang: str) -> Figure:
    if value is None:
        return Figure("—", label, remark=say(lang, "文本未见", "not in copy"))
    return Figure(exact(value, approx), label, spare_unit(printed, lang))


def _outcomes(cells: Cells, version: str, lang: str) -> Stack | None:
    """The six groups of results, as shares of all that was handled; None unless each is known."""
    parts = []
    for tone, group in enumerate(OUTCOMES):
        value = _group(group, cells, version)
        if value is None:
            return None
        parts.append((form.row_label("requests", group, lang).split("（")[0], value, tone))
    label = say(lang, "办理结果", "Outcome of what was handled")
    empty = say(lang, "报告写明：本年没有办结的申请", "the report says that none was handled")
    whole = cells.get(("handled_total", "total"))
    return stack(label, say(lang, "件", ""), parts, whole=whole, empty=empty)


def _group(group: str, cells: Cells, version: str) -> float | None:
    """A result, or the sum of the results of a group; None if any of them is not known."""
    if (group, "total") in cells:
        return cells[group, "total"]
    lines = [r for r in form.rows(version, "requests") if r["parent"] == group]
    printed = [r["row"] for r in lines if r["kind"] == "subtotal" and (r["row"], "total") in cells]
    rows = printed or [r["row"] for r in lines if r["kind"] != "subtotal"]
    values = [cells.get((row, "total")) for row in rows]
    return None if None in values or not values else sum(values)


def _persons(cells: Cells, lang: str) -> Stack | None:
    """Who asked: natural persons and the kinds of organisations; None unless each is known."""
    values = [cells.get(("new", column)) for column in PERSONS]
    if None in values:
        return None
    people, organisations = values[0], sum(values[1:])
    names = (
        form.column_label("requests", "natural_person", lang),
        form.column_label("requests", "organisations", lang),
    )
    label = say(lang, "谁在申请", "Who asked")
    empty = say(lang, "报告写明：本年没有新收申请", "the report says that none was received")
    parts = list(zip(names, (people, organisations), (0, 1), strict=True))
    return stack(label, say(lang, "件", ""), parts, whole=cells["new", "total"], empty=empty)


def _procedure(procedure: str, cells: Cells, lang: str) -> Stack | None:
    values = [cells.get((procedure, result)) for result in RESULTS]
    if None in values:
        return None
    parts = [
        (form.column_label("disputes", result, lang), value, TONES[result])
        for result, value in zip(RESULTS, values, strict=True)
    ]
    name = form.row_label("disputes", procedure, lang)
    if lang == "zh" and procedure != "review":
        name = f"行政诉讼（{name}）"
    empty = say(lang, "报告写明：没有", "the report says: none")
    whole = cells.get((procedure, "total"))
    return stack(name, say(lang, "件", ""), parts, whole=whole, empty=empty)


# From the report's words


def _from_words(words: dict, lang: str) -> Iterable:
    known = [code for code, *_ in FLOW if code in words]
    if not known:
        return [_unknown(say(lang, "政府信息公开申请", "requests for information"), lang)]
    if known == ["requests_received"] and words["requests_received"].value == 0:
        return [Words("zero", say(lang, *NO_REQUESTS))]
    figures = []
    for code, _, zh, en in FLOW:
        row = words.get(code)
        told = (row.value, row.approx, row.unit) if row is not None else (None, "", "")
        figures.append(_flow(*told, say(lang, zh, en), lang))
    return [Group("flow", tuple(figures))]


NO_REQUESTS = (
    "报告写明：本年没有收到政府信息公开申请。",
    "The report says that no request was received this year.",
)


def _figure(row, icon: str, zero: str, lang: str) -> Figure:
    remark = zero if row.value == 0 else ""
    label = codebook.label("indicators", row.indicator, lang)
    return Figure(exact(row.value, row.approx), label, spare_unit(row.unit, lang), remark, icon)


def _dispute(row, lang: str) -> Figure:
    zero = say(lang, "报告写明没有", "the report says none")
    return _figure(row, "scales", zero, lang)


def _unknown(what: str, lang: str) -> Words:
    return Words(
        "unknown",
        say(
            lang,
            f"所得文本没有{what}的数字：未知，不等于没有。",
            f"The copy at hand gives no numbers of {what}: unknown, which is not none.",
        ),
    )
