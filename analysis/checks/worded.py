"""Sentences held against the tables: results, applicants, outcomes, table two, parts, shares, contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.checks.claims import AT_HAND, LITIGATION, Number, Reading, add, outcome, total
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.rules import inside, name, state
from analysis.checks.sentences import Claim, claims

_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
PROCEDURES = {"review": ("review",), "litigation": LITIGATION}


@inside
def check_sentences(ledger: Ledger) -> Iterator[Finding]:
    """Each claim of the sentences; without their words there is nothing to say."""
    seen: dict[tuple[str, str], int] = {}
    for claim in claims(ledger.sections):
        rule, per = f"text.{claim.kind}", "/".join(claim.codes[:2]) or claim.kind
        # The same code told twice is two claims; the number is no part of the id.
        seen[rule, per] = seen.get((rule, per), 0) + 1
        yield _RULES[claim.kind](ledger, claim, f"{per}/{seen[rule, per]}")._replace(
            where=claim.where
        )


def _against(
    ledger: Ledger,
    claim: Claim,
    per: str,
    readings: tuple[Reading, ...],
    cells: list[Cell],
    fits: Callable[[float, float], bool] = lambda told, value: abs(told - value) < 1e-9,
) -> Finding:
    """The verdict on a number with accepted readings, the obvious one first."""
    rule, told = f"text.{claim.kind}", f"“{claim.words}”"
    values = [(zh, en, read(ledger)) for zh, en, read in readings]
    zh, en, obvious = values[0]
    fitting = next((v for v in values if v[2] is not None and fits(claim.number, v[2])), None)
    if fitting is not None:
        verdict = "holds" if fitting is values[0] else "explained"
        return state(
            ledger, rule, verdict, per, expected=fitting[2], actual=claim.number, reading=fitting[1],
            cells=cells, zh=f"{told}是{fitting[0]}", en=f"the number is {fitting[1]}",
        )  # fmt: skip
    if any(value is None for _, _, value in values):
        return state(
            ledger, rule, "unverifiable", per, actual=claim.number, cells=cells,
            zh=f"{told}，表中数不全", en="the table is not complete",
        )  # fmt: skip
    return state(
        ledger, rule, "broken", per, expected=obvious, actual=claim.number, cells=cells,
        zh=f"{told}与各种口径都不符，{zh}为 {obvious:,.12g}", en=f"no reading fits; {en} is {obvious:,.12g}",
    )  # fmt: skip


def _cell(*cell: str) -> tuple[Cell, Reading]:
    def read(ledger: Ledger) -> Number:
        return ledger.value(*cell)

    return cell, (name(cell), name(cell, "en"), read)


def _result(ledger: Ledger, claim: Claim, per: str) -> Finding:
    row = claim.codes[0]
    cells = [("requests", leaf, "total") for leaf in ledger.leaves("requests", row)]
    _, (zh, en, _) = _cell("requests", row, "total")
    return _against(ledger, claim, per, ((zh, en, total(row)),), cells)


def _applicants(ledger: Ledger, claim: Claim, per: str) -> Finding:
    def of(row: str) -> Callable[[Ledger], Number]:
        return add(*(lambda book, c=c: book.value("requests", row, c) for c in claim.codes))

    readings = (
        ("该类申请人的本年新收", "new requests of these applicants", of("new")),
        (
            "该类申请人的新收与上年结转之和",
            "new + carried in of these applicants",
            add(of("new"), of("carried_in")),
        ),
    )
    per = ("natural_person" if len(claim.codes) == 1 else "organisations") + per[per.rfind("/") :]
    return _against(ledger, claim, per, readings, [("requests", "new", c) for c in claim.codes])


def _outcome(ledger: Ledger, claim: Claim, per: str) -> Finding:
    procedure, column = claim.codes
    rows = PROCEDURES[procedure]
    cells = [("disputes", row, column) for row in rows]
    zh, en = (
        " + ".join(name(c) for c in cells),
        " + ".join(name(c, "en") for c in cells),
    )
    return _against(ledger, claim, per, ((zh, en, outcome(column, *rows)),), cells)


def _table_two(ledger: Ledger, claim: Claim, per: str) -> Finding:
    column = claim.codes[1] if claim.kind == "document" else "decisions"
    cell, reading = _cell("proactive", claim.codes[0], column)
    return _against(ledger, claim, per, (reading,), [cell])


def _fee(ledger: Ledger, claim: Claim, per: str) -> Finding:
    cell, reading = _cell("proactive", "fees", "amount_10k_yuan")
    unit = _YUAN[claim.unit] / _YUAN["万元"]
    claim = claim._replace(number=claim.number * unit)
    half = 0.5 * unit / 10**claim.digits  # what the printed precision leaves open

    def rounded(told: float, value: float) -> bool:
        return abs(told - value) <= half * (1 + 1e-9)

    return _against(ledger, claim, per, (reading,), [cell], rounded)


def _parts(ledger: Ledger, claim: Claim, per: str) -> Finding:
    whole = float(sum(claim.parts))
    verdict = "holds" if whole == claim.number else "broken"
    told = f"“{claim.words}”，各项之和 {whole:,.12g}"
    return state(
        ledger, "text.parts", verdict, per, expected=whole, actual=claim.number,
        zh=told, en=f"the parts add to {whole:,.12g}",
    )  # fmt: skip


def _share(ledger: Ledger, claim: Claim, per: str) -> Finding:
    base, printed = claim.codes
    readings: dict[str, tuple[Reading, ...]] = {
        "handled": (("总计", "handled in all", total("handled_total")),),
        "received": (
            ("本年新收", "new", total("new")),
            ("新收与上年结转之和", "new + carried in", AT_HAND),
        ),
    }
    rate = claim._replace(number=float(printed))

    def quotient(told: float, whole: float) -> bool:
        # Half a unit of the last digit: 38.25 is printed as 38.2 by some, as 38.3 by others.
        return whole > 0 and abs(100 * claim.number / whole - told) <= 0.5 / 10**claim.digits + 1e-9

    found = _against(ledger, rate, base + per[per.rfind("/") :], readings[base], [], quotient)
    whole = readings[base][0][2](ledger) if found.expected is None else found.expected
    if not whole:
        return found
    expected = 100 * claim.number / whole
    words = f"“{claim.words}”，{claim.number:,.12g} / {whole:,.12g} = {expected:.2f} %"
    return found._replace(
        expected=expected, difference=float(printed) - expected, explanation_zh=words,
        explanation_en=f"{claim.number:,.12g} / {whole:,.12g} = {expected:.2f} %",
    )  # fmt: skip


def _done(ledger: Ledger, claim: Claim, per: str) -> Finding:
    return _none_left(ledger, claim, per, [("requests", "carried_out", "total")])


def _undefeated(ledger: Ledger, claim: Claim, per: str) -> Finding:
    return _none_left(ledger, claim, per, [("disputes", row, "corrected") for row in LITIGATION])


def _none_left(ledger: Ledger, claim: Claim, per: str, cells: list[Cell]) -> Finding:
    """Words that say there is none of something: the cells must be zero."""
    values, rule = [ledger.value(*cell) for cell in cells], f"text.{claim.kind}"
    zh, en = f"“{claim.words}”", "the words say that there is none"
    if None in values:
        return state(ledger, rule, "unverifiable", per, cells=cells, zh=zh, en=en)
    verdict = "broken" if any(values) else "holds"
    told = f"{zh}，表中为 {sum(values):,.12g}"
    return state(
        ledger, rule, verdict, per, expected=0, actual=sum(values), cells=cells, zh=told, en=en
    )


_RULES = {
    "result": _result,
    "applicants": _applicants,
    "outcome": _outcome,
    "document": _table_two,
    "decision": _table_two,
    "fee": _fee,
    "parts": _parts,
    "share": _share,
    "done": _done,
    "undefeated": _undefeated,
}
