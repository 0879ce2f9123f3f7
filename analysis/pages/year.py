"""One year beside the year before, and the statutory tables as the form prints them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis import codebook, form, report_html, theme
from analysis.charts import words
from analysis.facts import Fact
from analysis.metrics import channel_series
from analysis.pages.fragment import Fragment, note, one_report, percent, say, table

if TYPE_CHECKING:
    from analysis.datasets import Dataset

# The cells of tables 三 and 四 whose change is worth a line; all of table 二 is.
REQUEST_ROWS = {
    "new": ("新收申请", "New requests"),
    "handled_total": ("办结申请", "Requests handled"),
    "granted": ("予以公开", "Granted in full"),
    "partly_granted": ("部分公开", "Partly granted"),
    "carried_out": ("结转下年", "Carried over to next year"),
}
Number = tuple[str, float, str, str]  # name, value, hedge, what is counted


def since_last_year(organ: Dataset, year: int, *, lang: str = "zh") -> Fragment:
    """Every number that the reports of ``year`` and of the year before both give, with its change.

    Channels first, then indicators, then cells of the three tables. A hedged number has no exact
    change, a base of zero no rate. Without a report of the year before a note says so.
    """
    now = organ.select(years=year)
    if year - 1 not in set(organ.reports["year"]):
        return note(
            say(lang, "没有可比的上一年", "No year before to compare"),
            [
                say(
                    lang,
                    f"未取得 {year - 1} 年的报告；收入后在此逐项对照。",
                    f"The report of {year - 1} is not at hand; with it, each number is compared here.",
                )
            ],
        )
    before = {
        (name, unit): (value, hedge) for name, value, hedge, unit in _numbers(organ, year - 1, lang)
    }
    rows = [
        _row(number, *before[number[0], number[3]])
        for number in _numbers(now, year, lang)
        if (number[0], number[3]) in before
    ]
    if not rows:
        return note(
            say(lang, "没有两年都有的数", "No number in both years"),
            [
                say(
                    lang,
                    f"{year - 1} 年和 {year} 年的报告没有同一项数字；没有数字不等于零。",
                    f"The reports of {year - 1} and {year} have no number in common; missing is not zero.",
                )
            ],
        )
    head = [
        say(lang, "项目", "item"),
        f"{year - 1}",
        f"{year}",
        *say(lang, "增减|增减率", "change|rate").split("|"),
    ]
    return table(head, rows)


def _row(number: Number, base: float, base_hedge: str) -> tuple[str, ...]:
    name, value, hedge, unit = number
    exact = not hedge and not base_hedge
    change = rate = "—"
    if exact:
        change = f"{value - base:+,.10g}" if value != base else "0"
    if exact and base and unit != "%":
        rate = percent(value / base - 1)
    return name, _printed(base, base_hedge), _printed(value, hedge), change, rate


def _printed(value: float, hedge: str) -> str:
    """A number with all its decimals: a change must be seen to follow from the two beside it."""
    return theme.hedged(value, hedge) if hedge else f"{value:,.10g}"


def _numbers(organ: Dataset, year: int, lang: str) -> Iterator[Number]:
    report = organ.select(years=year)
    yield from _once(
        (words.series_label(r, lang), r.value, r.approx, r.dimension)
        for r in channel_series(report.channels).itertuples()
    )
    yield from _once(_indicators(report, lang))
    yield from _cells(report, lang)


def _once(numbers: Iterator[Number]) -> list[Number]:
    """The numbers whose name stands for one number only."""
    found = list(numbers)
    names = [(name, unit) for name, _, _, unit in found]
    return [number for number in found if names.count((number[0], number[3])) == 1]


def _indicators(report: Dataset, lang: str) -> Iterator[Number]:
    counts = report.indicators
    counts = counts[
        counts["value"].notna() & (counts["part_of"] == "") & (counts["scope"] == "year")
    ]
    for row in counts.itertuples():
        yield codebook.label("indicators", row.indicator, lang), row.value, row.approx, row.unit


def _cells(report: Dataset, lang: str) -> Iterator[Number]:
    """Table 二 whole, the total column of table 三, the totals of table 四: cells that have a number."""
    version = one_report(report.reports).form
    for name, frame in (
        ("proactive", report.proactive),
        ("requests", report.requests),
        ("disputes", report.disputes),
    ):
        told = frame[frame["value"].notna()]
        if name == "requests":
            told = told[(told["column"] == "total") & told["row"].isin(REQUEST_ROWS)]
        elif name == "disputes":
            told = told[told["column"] == "total"]
        for cell in told.itertuples():
            label = form.row_label(name, cell.row, lang)
            if name == "requests":
                label = say(lang, *REQUEST_ROWS[cell.row]) + say(lang, "（表三）", " (table 3)")
            if name == "disputes":
                label += say(lang, "（表四）", " (table 4)")
            if name == "proactive":
                label += say(lang, "·", ", ") + form.column_label(name, cell.column, lang)
            yield label, cell.value, "", f"{version}:{name}:{cell.unit}"


def statutory_tables(report: Dataset, *, lang: str = "zh") -> Fragment:
    """The tables of one report as its form prints them, in Chinese as published; a note where none is at hand."""
    about = one_report(report.reports)
    facts = [
        Fact(**{name: getattr(row, name) for name in Fact._fields if hasattr(row, name)})
        for row in report.facts.itertuples()
        if row.table in form.tables(about.form) and row.status != "absent"
    ]
    found = report_html.tables(about.form, facts)
    if not found:
        return note(
            say(lang, "没有法定表格", "No statutory tables"),
            [
                say(
                    lang,
                    "所得文本里没有三张法定表格，各格未知，不等于零。",
                    "The copy at hand does not hold the three statutory tables: unknown, which is not zero.",
                )
            ],
        )
    titles = {row["table"]: row[lang] for row in form.table("tables")}
    return Fragment(
        "".join(
            f"<h3>{titles[name]}</h3><div class='gk-form'>{html}</div>"
            for name, html in found.items()
        )
    )
