"""Requests and disputes in words: whose tables the page rests on, key figures, the year's story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import form, metrics, theme
from analysis.metrics import OUTCOME_RATES
from analysis.pages.fragment import Fragment, cards, escape, note, one_report, paragraph, say
from analysis.pages.measures import STATUSES
from analysis.pages.report import request_words

if TYPE_CHECKING:
    from analysis.datasets import Dataset

CARDS = (
    *("requests_at_hand", "requests_handled", "disclosure_rate"),
    *("carry_over_rate", "natural_person_share", "dispute_correction_rate"),
)


def request_basis(data: Dataset, agency: str, year: int, *, lang: str = "zh") -> Fragment:
    """What this report gives of requests; where its tables are lost, whose are drawn as an example."""
    own = data.select(agency=agency, years=year)
    about = one_report(own.reports)
    subject, drawn = metrics.request_subject(data, agency, year)
    if subject == about.agency_id:
        return _own_basis(data, own, about, lang)
    example = one_report(data.select(agency=subject, years=drawn).reports)
    name = say(lang, example.agency, example.agency_en)
    alike = (example.level, example.kind) == (about.level, about.kind)
    likeness = say(
        lang,
        "同级同类" if alike else "层级或类别与本机关不同，两者不可比",
        "same level and kind" if alike else "another level or kind, so not to be compared",
    )
    lines = say(
        lang,
        "表三、表四不在所得的报告文本中：申请的件数、结果、理由和复议诉讼各格未知，不等于零，也不作推算。\n"
        f"以下各图以{name} {drawn} 年的公开数据为例（{likeness}），图题写明是哪个机关；这些数与本机关无关。",
        "Tables 3 and 4 are not in the copy at hand: requests, results, reasons and disputes are unknown, "
        "which is not zero, and none is estimated.\n"
        f"The charts below show {name}, {drawn}, as an example ({likeness}); every title names its organ.",
    ).split("\n")
    head = say(lang, "本机关的法定表格未得", "The statutory tables of this report are not at hand")
    return Fragment(note(head, lines).html + request_words(own, lang=lang).html)


def _own_basis(data: Dataset, own: Dataset, about, lang: str) -> Fragment:
    """Which years of the organ have the table, in which form, and what this year's table lacks."""
    requests = data.select(agency=about.agency_id).requests
    years = sorted(set(requests.loc[requests["value"].notna(), "year"]))
    cells = form.cells(about.form, "requests")
    known = int(own.requests["value"].notna().sum())
    listed = say(lang, "、", ", ").join(map(str, years)) or "—"
    told = [
        say(
            lang,
            f"有表三数字的年度：{listed}。{about.year} 年的表三有 {known} 格有数（格式共 {len(cells)} 格）。",
            f"Years with numbers of table 3: {listed}. {about.year}: {known} cells with a number "
            f"(the form has {len(cells)}). ",
        )
    ]
    versions = sorted({form.version_of_year(y) for y in years})
    if len(versions) > 1:
        names = say(lang, "、", ", ").join(form.versions()[v][lang] for v in versions)
        told.append(
            say(
                lang,
                f"这些年度用过不同的格式（{names}），变更处断开，前后不相连。",
                f"They follow different forms ({names}); series are broken there. ",
            )
        )
    if about.report_id not in set(metrics.full_requests(own)["report_id"]):
        told.append(
            say(
                lang,
                "办理结果没有填全（或没有录全），要用到的图在图的位置说明原因。",
                "The results are not complete: charts that need them say so in their place.",
            )
        )
    return paragraph(*told)


def request_figures(report: Dataset, *, lang: str = "zh") -> Fragment:
    """Cards of one report, headed by its organ: requests, rates with their counts, or why there is none."""
    about = one_report(report.reports)
    name = say(lang, f"{about.agency} {about.year} 年", f"{about.agency_en}, {about.year}")
    head = f"<p><b>{escape(name)}</b></p>"
    entries = []
    for row in metrics.table(report, CARDS).itertuples():
        name = say(lang, row.zh, row.en)
        if row.status != "known":
            entries.append(("—", name, say(lang, *STATUSES[row.status])))
        elif row.unit == "share":
            counts = f"{theme.number(row.numerator)} / {theme.number(row.denominator)}"
            few = say(lang, "，不足十件", ", fewer than ten") if row.few else ""
            entries.append((f"{row.value:.1%}", name, counts + few))
        else:
            entries.append((theme.number(row.value) + say(lang, " 件", ""), name, ""))
    return Fragment(head + cards(entries).html)


def request_story(report: Dataset, *, lang: str = "zh") -> Fragment:
    """The year in sentences: in and out, outcomes, disputes - each only as far as its cells are known."""
    about = one_report(report.reports)
    told = [_flow_told(report, lang), _outcomes_told(report, lang), _disputes_told(report, lang)]
    if not any(told):
        return request_words(report, lang=lang)
    name = say(lang, f"{about.agency} {about.year} 年：", f"{about.agency_en}, {about.year}: ")
    return paragraph(name, *told)


def _flow_told(report: Dataset, lang: str) -> str:
    flows = metrics.flow(report.requests)
    if flows.empty:
        return ""
    row = next(flows.itertuples())
    new, over, handled, left = (
        theme.number(v) if v == v else say(lang, "（未知）", "(unknown)")
        for v in (row.new, row.carried_in, row.handled_total, row.carried_out)
    )
    return say(
        lang,
        f"新收申请 {new} 件，上年结转 {over} 件；办结 {handled} 件，结转下年 {left} 件。",
        f"{new} new requests, {over} carried in; {handled} handled, {left} carried over. ",
    )


def _outcomes_told(report: Dataset, lang: str) -> str:
    rates = metrics.table(report, OUTCOME_RATES)
    if rates["status"].ne("known").any():
        return ""
    parts = [
        f"{say(lang, r.zh, r.en)} {r.value:.1%}{say(lang, f'（{r.numerator:,.0f} 件）', f' ({r.numerator:,.0f})')}"
        for r in rates.itertuples()
    ]
    listed = say(lang, "、", ", ").join(parts)
    return say(lang, f"办结的申请中，{listed}。", f"Of those handled: {listed}. ")


def _disputes_told(report: Dataset, lang: str) -> str:
    found = metrics.table(report, ["reviews", "lawsuits", "dispute_correction_rate"])
    reviews, lawsuits, rate = found.itertuples()
    if reviews.status != "known" or lawsuits.status != "known":
        return ""
    counts = say(
        lang,
        f"行政复议 {theme.number(reviews.value)} 件，行政诉讼 {theme.number(lawsuits.value)} 件",
        f"{theme.number(reviews.value)} reviews and {theme.number(lawsuits.value)} lawsuits",
    )
    if rate.status != "known":
        reason = say(lang, *STATUSES[rate.status])
        return counts + say(
            lang,
            f"（所印总计；综合纠错率不能算：{reason}）。",
            f" as printed; no correction rate: {reason}.",
        )
    amount = f"{rate.value:.1%}"
    operands = f"{theme.number(rate.numerator)}/{theme.number(rate.denominator)}"
    return counts + say(
        lang,
        f"，已审结的 {amount} 被纠正（{operands}）。",
        f"; {amount} of those concluded corrected ({operands}).",
    )
