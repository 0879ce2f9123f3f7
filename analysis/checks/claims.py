"""What the words say, held against the tables: several accepted readings, and which one fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.checks.findings import Finding
from analysis.checks.hedges import BEFORE, hedge
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.rules import across, inside, state
from analysis.facts import Fact
from analysis.text import normalise

Number = float | None
# A reading: what it is called (zh, en) and its value in a ledger's tables.
Reading = tuple[str, str, Callable[[Ledger], Number]]

LITIGATION = ("litigation_direct", "litigation_after_review")


def total(row: str) -> Callable[[Ledger], Number]:
    """The total column of a row of table 3."""
    return lambda ledger: ledger.value("requests", row, "total")


def add(*parts: Callable[[Ledger], Number], minus: Callable[[Ledger], Number] | None = None):
    """The sum of readings, less one; None when any is missing."""

    def read(ledger: Ledger) -> Number:
        values = [part(ledger) for part in parts]
        less = minus(ledger) if minus else 0
        return None if None in values or less is None else sum(values) - less

    return read


def outcome(column: str, *procedures: str) -> Callable[[Ledger], Number]:
    """A column of table 4 summed over procedures."""
    return add(*(lambda ledger, p=p: ledger.value("disputes", p, column) for p in procedures))


def concluded(*procedures: str) -> Callable[[Ledger], Number]:
    """Total less pending."""
    return add(outcome("total", *procedures), minus=outcome("pending", *procedures))


AT_HAND = add(total("new"), total("carried_in"))
READINGS: dict[str, tuple[Reading, ...]] = {
    "requests_received": (
        ("本年新收", "new", total("new")),
        ("新收与上年结转之和", "new + carried in", AT_HAND),
        (
            "办理与结转下年之和",
            "handled + carried out",
            add(total("handled_total"), total("carried_out")),
        ),
    ),
    "requests_carried_in": (("上年结转", "carried in", total("carried_in")),),
    "requests_carried_out": (("结转下年度", "carried out", total("carried_out")),),
    "requests_handled": (
        ("总计", "handled in all", total("handled_total")),
        (
            "总计减上年结转",
            "handled less carried in",
            add(total("handled_total"), minus=total("carried_in")),
        ),
    ),
    "reviews": (
        ("行政复议总计", "reviews in all", outcome("total", "review")),
        (
            "已审结的行政复议（总计减尚未审结）",
            "reviews concluded (total less pending)",
            concluded("review"),
        ),
    ),
    "lawsuits": (
        ("两类行政诉讼总计", "both kinds of lawsuits", outcome("total", *LITIGATION)),
        (
            "已审结的行政诉讼（总计减尚未审结）",
            "lawsuits concluded (total less pending)",
            concluded(*LITIGATION),
        ),
        ("未经复议直接起诉", "lawsuits without review", outcome("total", LITIGATION[0])),
        ("复议后起诉", "lawsuits after review", outcome("total", LITIGATION[1])),
    ),
}


# Words that count one kind of applicant or one outcome: no claim about the total.
_PARTIAL = re.compile("自然人|法人|组织|企业|机构|维持|纠正|其他结果|未审结")


@inside
def check_claims(ledger: Ledger) -> Iterator[Finding]:
    """Each number of requests and disputes that the words give, against the accepted readings."""
    for fact in ledger.narrative:
        if (
            fact.row in READINGS
            and fact.value is not None
            and fact.scope == "year"
            and not fact.part_of
            and not _PARTIAL.search(fact.text)
        ):
            yield _claim(ledger, fact)


def _claim(ledger: Ledger, fact: Fact) -> Finding:
    rule, per = f"text.{fact.row}", f"{fact.row}/{fact.item}"
    cells: list[Cell] = [("indicators", fact.row, "count")]
    readings = [(zh, en, read(ledger)) for zh, en, read in READINGS[fact.row]]
    zh, en, obvious = readings[0]
    fitting = next((r for r in readings if r[2] is not None and fits(fact, r[2])), None)
    told = f"“{fact.text}”" if fact.text else f"{fact.value:,.12g}"
    if fitting is None and any(value is None for _, _, value in readings):
        finding = state(
            ledger,
            rule,
            "unverifiable",
            per,
            actual=fact.value,
            cells=cells,
            zh=f"{told}，表中数不全",
            en="the table is not complete",
        )
    elif fitting is None:
        finding = state(
            ledger, rule, "broken", per, expected=obvious, actual=fact.value, cells=cells,
            zh=f"{told}与各种口径都不符，{zh}为 {obvious:,.12g}", en=f"no reading fits; {en} is {obvious:,.12g}",
        )  # fmt: skip
    else:
        verdict = "holds" if fitting is readings[0] else "explained"
        finding = state(
            ledger, rule, verdict, per, expected=fitting[2], actual=fact.value, reading=fitting[1], cells=cells,
            zh=f"{told}是{fitting[0]}", en=f"the number is {fitting[1]}",
        )  # fmt: skip
    return finding._replace(where=fact.where)


def fits(fact: Fact, value: float) -> bool:
    """Whether a printed number with its hedge can stand for ``value``."""
    return fits_hedged(float(fact.value), fact.approx, value)


def fits_hedged(printed: float, approx: str, value: float) -> bool:
    """余、多、超过、以上: up to one unit of the last digit that counts; 近、不足: at most; 约: within 5 %."""
    if approx == "at_least":
        return printed <= value < printed + _last_digit(printed)
    if approx == "at_most":
        return value <= printed
    if approx == "about":
        return abs(value - printed) <= 0.05 * printed
    return abs(value - printed) < 1e-9


def _last_digit(printed: float) -> float:
    """One unit of the last digit that counts: 3600 -> 100, 21000 -> 1000."""
    unit = 1.0
    while printed >= 10 and printed % (unit * 10) == 0 and unit * 10 <= printed:
        unit *= 10
    return unit


_SINCE = r"(?:同比|[比较](?:上年|去年|20\d\d年)度?)"
_WAY = rf"(?P<way>增长|增加|上升|提高|下降|减少|降低)了?{BEFORE}(?P<rate>\d+(?:\.\d+)?)%(?P<after>以上|左右)?"
_GROWTH = (
    re.compile(rf"(?P<number>\d+)件[，、（]?[^。；%]{{0,12}}?{_SINCE}[^。；\d]{{0,6}}?{_WAY}"),
    re.compile(rf"{_SINCE}[^。；\d]{{0,6}}?{_WAY}，[^。；\d]{{0,20}}?(?P<number>\d+)件"),
)
_RECEIVED = re.compile("收到|受理|收办|新收|接收|接到|办理|申请")


@across
def check_growth(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """A growth of requests as told, against the quotient of the two years at the printed precision."""
    folded = normalise(ledger.sections.get("一", ""))
    for pattern in _GROWTH:
        for match in pattern.finditer(folded.text):
            start = max(folded.text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
            if _RECEIVED.search(folded.text[start : match.end("number")]):
                first, last = folded.span(*match.span())
                yield _growth(ledger, before, match)._replace(where=f"一#{first}-{last}")


def _same_growth(told: float, actual: float, digits: int, approx: str) -> bool:
    if approx:  # a hedge is about the size; growth is no decline
        return told * actual >= 0 and fits_hedged(abs(told), approx, abs(actual))
    return abs(round(actual, digits) - told) < 1e-9


def _growth(ledger: Ledger, before: Ledger, match: re.Match[str]) -> Finding:
    rate = float(match["rate"]) * (-1 if match["way"] in {"下降", "减少", "降低"} else 1)
    digits = len(match["rate"].partition(".")[2])
    told = f"“{match.group()}”"
    for zh, en, read in READINGS["requests_received"]:
        now, then = read(ledger), read(before)
        if now == float(match["number"]) and then:
            actual = (now / then - 1) * 100
            verdict = "holds" if _same_growth(rate, actual, digits, hedge(match)) else "broken"
            said_zh = f"{told}；按{zh}，{now:,.12g} / {then:,.12g} - 1 = {actual:.2f} %"
            said_en = f"by {en}: {now:,.12g} / {then:,.12g} - 1 = {actual:.2f} %"
            return state(
                ledger, "text.growth", verdict, match["number"], expected=round(actual, max(digits, 2)), actual=rate,
                reading=en, zh=said_zh, en=said_en,
            )  # fmt: skip
    return state(ledger, "text.growth", "unverifiable", match["number"], actual=rate, zh=told)
