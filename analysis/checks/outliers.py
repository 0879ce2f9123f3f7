"""Changes far outside what an organ, or the organs like it, usually report.

What can be said depends on what is at hand, best first: four or more earlier years give a usual level
and a robust spread; eight or more peers with two years each, the usual change; one year before only what
chance does to small counts, and a change by a factor of ten. Fewer data bear no verdict. No outlier is
an error: it is a number to look at, and stays unverifiable until somebody has.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from statistics import median

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.others import Others
from analysis.checks.rules import among, state

YEARS, PEERS = 4, 8  # fewest earlier years, fewest peers, that bear a verdict
FAR = 5.0  # robust standard deviations
TIMES = 10  # what a slipped digit does
CHANCE = 1e-4  # below this, chance is no explanation of the difference of two counts
LIKELY = 0.05  # above this, chance alone explains it
_REQUESTS = ("new", "handled_total", "granted", "partly_granted", "carried_out")
_EXACT_TO = 300  # counts up to which the binomial is summed exactly

Told = tuple[str, str, str, str]  # verdict, reading, zh, en


@among
def years_outlier(ledger: Ledger, others: Others) -> Iterator[Finding]:
    """Each figure of table 2 and the totals of tables 3 and 4, against history, peers or last year."""
    for cell in figures(ledger.form):
        known = [e for e in others.earlier if e.has(cell[0])]
        if not known or not ledger.has(cell[0]):
            continue  # years.gap and structure.tables say so
        verdict, reading, zh, en = _judged(ledger, others, cell)
        yield state(
            ledger, "years.outlier", verdict, "/".join(cell), actual=ledger.value(*cell),
            reading=reading, cells=[cell], zh=zh, en=en,
        )  # fmt: skip


@cache
def figures(version: str) -> tuple[Cell, ...]:
    """The cells that are looked at; the others follow from them or are too small."""
    kinds = {c["column"]: c["kind"] for c in form.columns(version, "proactive")}
    two = [("proactive", r, c) for r, c in form.cells(version, "proactive") if kinds[c] != "change"]
    three = [("requests", row, "total") for row in _REQUESTS]
    rows = ("review", "litigation_direct", "litigation_after_review")
    return (*two, *three, *(("disputes", row, "total") for row in rows))


def comparable(ledger: Ledger, version: str, cell: Cell) -> float | None:
    """The number of an earlier report that a cell of a newer form may be compared with, else None."""
    if ledger.form == version or (cell[0] != "proactive" and ledger.has(cell[0])):
        return ledger.value(*cell)
    key = (ledger.form, version, "same", *cell)
    names = ("from_version", "to_version", "relation", "to_table", "to_row", "to_column")
    for line in form.table("crosswalk"):
        if tuple(line[n] for n in names) == key:
            return ledger.value(line["from_table"], line["from_row"], line["from_column"])
    return None


def _judged(ledger: Ledger, others: Others, cell: Cell) -> Told:
    now = ledger.value(*cell)
    if now is None or now < 0:
        return "unverifiable", "", "本年没有这个数", "this year gives no number"
    amount = cell[2].startswith("amount")
    past = [
        v for e in others.earlier if (v := comparable(e, ledger.form, cell)) is not None and v >= 0
    ]
    if len(past) >= YEARS:
        return _against_history(now, past, amount)
    then = comparable(others.before, ledger.form, cell) if others.before else None
    if then is None or then < 0:  # a negative count is no count; cells.form says so
        return "unverifiable", "", "上年没有可比的数", "last year gives no comparable number"
    pairs = [
        (a, b)
        for peer, before in others.peers
        if before is not None
        and (a := peer.value(*cell)) is not None
        and (b := comparable(before, peer.form, cell)) is not None
    ]
    if len(pairs) >= PEERS:
        return _against_peers(now, then, pairs, amount)
    return _against_one_year(now, then, amount)


def _against_history(now: float, past: Sequence[float], amount: bool) -> Told:
    far = abs(_distance(_even(now, amount), [_even(v, amount) for v in past], amount)) > FAR
    beyond = now > 2 * max(past) or now < min(past) / 2
    zh = f"本年 {now:,.12g}，以往 {len(past)} 年在 {min(past):,.12g} 与 {max(past):,.12g} 之间，中位数 {median(past):,.12g}"
    en = (
        f"{now:,.12g}; the {len(past)} years before lie between {min(past):,.12g} and {max(past):,.12g}, "
        f"median {median(past):,.12g}"
    )
    if far and beyond:
        return (
            "unverifiable",
            "far outside the organ's own history",
            f"{zh}：请核对",
            f"{en}: look at it",
        )
    return "holds", "", zh, en


def _against_peers(
    now: float, then: float, pairs: Sequence[tuple[float, float]], amount: bool
) -> Told:
    change = _even(now, amount) - _even(then, amount)
    usual = [_even(a, amount) - _even(b, amount) for a, b in pairs]
    far = abs(_distance(change, usual, amount)) > FAR
    zh = f"上年 {then:,.12g}，本年 {now:,.12g}；同级同类 {len(pairs)} 个机关的变化作比较"
    en = f"{then:,.12g} last year, {now:,.12g} now; against the changes of {len(pairs)} peers"
    if far and max(now, then) >= 2 * min(now, then):
        return (
            "unverifiable",
            "far outside the changes of its peers",
            f"{zh}：请核对",
            f"{en}: look at it",
        )
    return "holds", "", zh, en


def _against_one_year(now: float, then: float, amount: bool) -> Told:
    zh, en = f"上年 {then:,.12g}，本年 {now:,.12g}", f"{then:,.12g} last year, {now:,.12g} now"
    chance = None if amount else equal_rates(now, then)
    jump = max(now, then) >= TIMES * min(now, then) and max(now, then) > 0
    if jump and (min(now, then) > 0 if chance is None else chance < CHANCE):
        both = min(now, then) > 0
        why_zh = (
            "相差十倍以上：请核对是否多写或少写一位"
            if both
            else "一年有、一年无，偶然波动解释不了：请核对"
        )
        why_en = (
            "tenfold or more; has a digit slipped?"
            if both
            else "some in one year, none in the other, and more than chance explains: look at it"
        )
        reading = "ten times last year's, or a tenth of it" if both else "none in one of two years"
        return "unverifiable", reading, f"{zh}，{why_zh}", f"{en}: {why_en}"
    if now == then or (chance is not None and chance > LIKELY):
        told = 1.0 if chance is None else chance
        return (
            "holds",
            "",
            f"{zh}，小数目的偶然波动可以解释（p = {told:.2g}）",
            f"{en}: chance explains it (p = {told:.2g})",
        )
    return (
        "unverifiable", "",
        f"{zh}；只有一年可比，说不出这是否寻常（须有 {YEARS} 个年度或 {PEERS} 个同类机关）",
        f"{en}; one year cannot say whether that is usual ({YEARS} years or {PEERS} peers are needed)",
    )  # fmt: skip


def equal_rates(a: float, b: float) -> float:
    """The two-sided probability that two counts of one Poisson rate lie this far apart.

    Given their sum n the larger is binomial (n, 1/2): exact to n = 300, then by the normal curve.
    """
    n, most = int(a + b), int(max(a, b))
    if n == 0:
        return 1.0
    if n <= _EXACT_TO:
        ways = term = math.comb(n, most)
        for k in range(most, n):
            term = term * (n - k) // (k + 1)
            ways += term
        return min(1.0, 2 * ways / 2**n)
    return min(1.0, math.erfc((most - 0.5 - n / 2) / math.sqrt(n / 2)))


def _even(value: float, amount: bool) -> float:
    """A scale on which the spread does not grow with the size: Anscombe's root for counts, else the logarithm."""
    return math.log1p(max(value, 0)) if amount else 2 * math.sqrt(max(value, 0) + 0.375)


def _distance(value: float, others: Sequence[float], amount: bool) -> float:
    """How many robust standard deviations a value lies from the median of others.

    The spread is never taken below what chance alone gives: 1 for a count on the even scale; for an
    amount of money a tenth.
    """
    middle = median(others)
    spread = 1.4826 * median(abs(v - middle) for v in others)
    return (value - middle) / max(spread, 0.1 if amount else 1.0)
