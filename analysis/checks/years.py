"""Rules across two years of one organ: what was carried over, stock and flow, copies, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.others import Others
from analysis.checks.rules import across, among, equation, state

COPIED = 0.9  # share of the non-zero cells unchanged that makes a copy
FEWEST_PEERS = 5  # fees of like organs that bear a comparison
FEWEST = 10  # non-zero cells below which nothing is said of copies


@across
def years_carried(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """carried_in(t) = carried_out(t-1), for each applicant and the total."""
    for column in form.columns(ledger.form, "requests"):
        per = column["column"]
        if column["kind"] in {"count", "total"}:
            expected = before.value("requests", "carried_out", per)
            actual = ledger.value("requests", "carried_in", per)
            yield equation(
                ledger, "years.carried", per, [("requests", "carried_in", per)], expected, actual
            )


@across
def years_in_force(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """in_force(t) = in_force(t-1) + made(t) - repealed(t), within one version of the form."""
    if ledger.form != before.form or not _has_stock(ledger.form):
        yield state(
            ledger,
            "years.in_force",
            "not_applicable",
            zh="两年格式不同或没有此项",
            en="forms differ",
        )
        return
    for row in ("rules", "normative_documents"):
        cells: list[Cell] = [("proactive", row, c) for c in ("in_force", "made", "repealed")]
        actual, made, repealed = (ledger.value(*cell) for cell in cells)
        stock = before.value("proactive", row, "in_force")
        known = None not in (stock, made, repealed)
        expected = stock + made - repealed if known else None
        yield equation(ledger, "years.in_force", row, cells, expected, actual)


def _has_stock(version: str) -> bool:
    return any(c["column"] == "in_force" for c in form.columns(version, "proactive"))


@across
def years_restated(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """A figure of last year that this year's report quotes is last year's own figure."""
    known = {(f.table, f.row, f.members): f for f in before.narrative if f.scope == "year"}
    for fact in ledger.narrative:
        own = known.get((fact.table, fact.row, fact.members))
        if fact.scope == "prior_year" and own is not None and own.value is not None:
            cells = [(fact.table, fact.row, fact.column)]
            found = equation(
                ledger, "years.restated", f"{fact.row}/{fact.members}", cells, own.value, fact.value
            )
            yield found._replace(where=fact.where)


@across
def years_pending(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """total(t) >= pending(t-1), told as information: a case may end in another column."""
    for row in ("review", "litigation_direct", "litigation_after_review"):
        cells = [("disputes", row, "total")]
        pending, now = before.value("disputes", row, "pending"), ledger.value(*cells[0])
        if None in (pending, now):
            yield state(ledger, "years.pending", "unverifiable", row, cells=cells)
            continue
        verdict = "holds" if now >= pending else "explained"
        reading = "" if verdict == "holds" else "cases may have moved to another procedure"
        zh = "" if verdict == "holds" else f"上年尚未审结 {pending:g}，本年总计 {now:g}"
        yield state(
            ledger,
            "years.pending",
            verdict,
            row,
            expected=pending,
            actual=now,
            reading=reading,
            cells=cells,
            zh=zh,
        )


@across
def proactive_fee_unit(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """A fee about ten thousand times last year's, or its inverse, is given in the wrong unit."""
    cells = [("proactive", "fees", "amount_10k_yuan")]
    then, now = before.value(*cells[0]), ledger.value(*cells[0])
    if not then or not now:
        yield state(ledger, "proactive.fee_unit", "unverifiable", cells=cells)
        return
    ratio = max(now / then, then / now)
    verdict = "broken" if 2_000 <= ratio <= 50_000 else "holds"
    yield state(ledger, "proactive.fee_unit", verdict, expected=then, actual=now, cells=cells)


@among
def proactive_fee_unit_of_peers(ledger: Ledger, others: Others) -> Iterator[Finding]:
    """A fee ten thousand times the usual of like organs, and far beyond the largest, is worth a look.

    Organs differ in size, so that it is no error by itself; but a wrong unit that is the same every
    year shows only here.
    """
    cell = ("proactive", "fees", "amount_10k_yuan")
    now = ledger.value(*cell)
    fees = [v for peer, _ in others.peers if (v := peer.value(*cell)) and v > 0]
    if now is None:
        return  # the rule against last year says so
    if now <= 0 or len(fees) < FEWEST_PEERS:
        zh = "没有收费" if now <= 0 else f"同级同类机关的收费不足 {FEWEST_PEERS} 个"
        en = "no fee" if now <= 0 else f"fewer than {FEWEST_PEERS} fees of peers"
        verdict = "unverifiable" if now > 0 else "not_applicable"
        yield state(ledger, "proactive.fee_unit", verdict, "peers", cells=[cell], zh=zh, en=en)
        return
    usual = median(fees)
    far = now / usual >= 2_000 and now > 20 * max(fees)
    zh = f"{now:,.12g} 万元；同级同类 {len(fees)} 个机关的中位数 {usual:,.12g}，最大 {max(fees):,.12g}"
    en = f"{now:,.12g}; median of {len(fees)} peers {usual:,.12g}, largest {max(fees):,.12g}"
    yield state(
        ledger, "proactive.fee_unit", "unverifiable" if far else "holds", "peers", expected=usual,
        actual=now, reading="far beyond its peers" if far else "", cells=[cell], zh=zh, en=en,
    )  # fmt: skip


@across
def years_copied(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """A table of which nine tenths of the non-zero cells are last year's."""
    for table in form.TABLES:
        same, either = alike(ledger, before, table)
        if either < FEWEST:
            continue
        verdict = "broken" if same / either >= COPIED else "holds"
        zh, en = f"{same} / {either} 格相同", f"{same} of {either} cells unchanged"
        yield state(ledger, "years.copied", verdict, table, zh=zh, en=en)


def alike(ledger: Ledger, before: Ledger, table: str) -> tuple[int, int]:
    """Equal non-zero cells, and cells that are non-zero in either year."""
    cells = {cell for cell in (*ledger.facts, *before.facts) if cell[0] == table}
    pairs = [(ledger.value(*cell), before.value(*cell)) for cell in cells]
    either = [(a, b) for a, b in pairs if a or b]
    return sum(a == b for a, b in either), len(either)
