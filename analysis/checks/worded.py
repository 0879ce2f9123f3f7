"""Sentences held against the tables: results, applicants, outcomes, table two, parts, shares, contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.checks.claims import (
    LITIGATION,
    READINGS,
    Number,
    Reading,
    add,
    fits_hedged,
    outcome,
    total,
)
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.rules import inside, name, state
from analysis.checks.sentences import ORGANISATIONS, Claim, claims

_TABLED = 10_000  # the table counts fees in 万元
PROCEDURES = {"review": ("review",), "litigation": LITIGATION}


@inside
def check_sentences(ledger: Ledger) -> Iterator[Finding]:
    """Each claim of the sentences; without their words there is nothing to say."""
    seen: dict[tuple[str, str], int] = {}
    for claim in claims(ledger.sections):
        if any(f.row == claim.kind and f.value == claim.number for f in ledger.narrative):
            continue  # checked as a number of the words already
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
    precise: Callable[[float, float], bool] | None = None,
) -> Finding:
    """The verdict on a number with accepted readings, the obvious one first; a hedge leaves room."""

    def fits(told: float, value: float) -> bool:
        if claim.approx:
            return fits_hedged(told, claim.approx, value)
        return precise(told, value) if precise else abs(told - value) <= claim.half + 1e-9

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
    told = claim._replace(number=claim.number / _TABLED, half=claim.half / _TABLED)
    return _against(ledger, told, per, (reading,), [cell])


def _parts(ledger: Ledger, claim: Claim, per: str) -> Finding:
    whole = float(sum(claim.parts))
    verdict = "holds" if fits_hedged(claim.number, claim.approx, whole) else "broken"
    told = f"“{claim.words}”，各项之和 {whole:,.12g}"
    return state(
        ledger, "text.parts", verdict, per, expected=whole, actual=claim.number,
        zh=told, en=f"the parts add to {whole:,.12g}",
    )  # fmt: skip


def _share(ledger: Ledger, claim: Claim, per: str) -> Finding:
    """A share in per cent, of a count that the sentence gives or of the table's own."""
    parts = _counts(claim)
    handled = ("总计", "handled in all", ("handled_total",))
    received = (
        ("本年新收", "new", ("new",)),
        ("新收与上年结转之和", "new + carried in", ("new", "carried_in")),
    )
    # 占申请总数 is said of those handled, too.
    bases = {"handled": (handled,), "received": (*received, handled)}
    choices = bases[claim.codes[0]]
    wholes = {rows: add(*map(total, rows)) for _, _, rows in choices}
    readings = [(zh, en, _quotient(parts[rows], wholes[rows])) for zh, en, rows in choices]
    told = claim._replace(number=claim.rate)

    def rounded(said: float, value: float) -> bool:
        # Half a unit of the last digit: 38.25 is printed as 38.2 by some, as 38.3 by others.
        return abs(value - said) <= 0.5 / 10**claim.digits + 1e-9

    found = _against(ledger, told, per, tuple(readings), [], rounded)
    if found.expected is None:
        return found
    fitting = next((n for n, r in enumerate(readings) if r[2](ledger) == found.expected), 0)
    zh, en, rows = choices[fitting]
    division = (
        f"{parts[rows](ledger):,.12g} / {wholes[rows](ledger):,.12g} = {found.expected:.2f} %"
    )
    return found._replace(
        explanation_zh=f"文字所称占比应等于两数之商：“{claim.words}”，占{zh} {division}",
        explanation_en=f"the share told equals the quotient of the two numbers: of {en} {division}",
    )


def _counts(claim: Claim) -> dict[tuple[str, ...], Callable[[Ledger], Number]]:
    """What is divided, for each base: the count told, or the table's cells for results and applicants."""
    bases = (("handled_total",), ("new",), ("new", "carried_in"))
    if claim.counted:
        return dict.fromkeys(bases, lambda _: claim.number)
    what = claim.codes[1]
    if what not in {"natural_person", "organisations"}:
        return dict.fromkeys(bases, total(what))
    columns = ("natural_person",) if what == "natural_person" else ORGANISATIONS
    return {rows: _sum_of(rows, columns) for rows in bases}


def _sum_of(rows: tuple[str, ...], columns: tuple[str, ...]) -> Callable[[Ledger], Number]:
    cells = [(row, column) for row in rows for column in columns]
    return add(*(lambda book, r=r, c=c: book.value("requests", r, c) for r, c in cells))


def _quotient(
    part: Callable[[Ledger], Number], whole: Callable[[Ledger], Number]
) -> Callable[[Ledger], Number]:
    """Per cent; None when either is missing or the base is zero."""

    def read(ledger: Ledger) -> Number:
        a, b = part(ledger), whole(ledger)
        return None if a is None or not b else 100 * a / b

    return read


def _carried(ledger: Ledger, claim: Claim, per: str) -> Finding:
    row = claim.kind.removeprefix("requests_")
    return _against(ledger, claim, per, READINGS[claim.kind], [("requests", row, "total")])


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
    "requests_carried_in": _carried,
    "requests_carried_out": _carried,
    "done": _done,
    "undefeated": _undefeated,
}
