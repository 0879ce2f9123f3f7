"""Rules about the numbers of one report besides its identities: bounds, stock, cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.rules import equation, inside, name, state

_PLAIN = re.compile(r"[-−]?[0-9０-９,，.．\s]*")
_GAPS = ("blank", "not_applicable")


@inside
def requests_subtotals(ledger: Ledger) -> Iterator[Finding]:
    """A printed subtotal beside its printed parts equals their sum."""
    rows = {r["row"]: r for r in form.rows(ledger.form, "requests")}
    for row in (r for r in rows.values() if r["kind"] == "subtotal"):
        siblings = [r for r in rows.values() if r["parent"] == row["parent"] and r is not row]
        for column in form.columns(ledger.form, "requests"):
            cells = [("requests", r["row"], column["column"]) for r in (row, *siblings)]
            known = [ledger.value(*cell) for cell in cells]
            if siblings and None not in known:
                per = f"{row['row']}/{column['column']}"
                whole = sum(known[1:])
                found = equation(ledger, "requests.subtotals", per, cells, whole, known[0])
                yield found if found.verdict == "holds" else _advised(found, cells[0], whole)


def _advised(found: Finding, subtotal: Cell, whole: float) -> Finding:
    """The parts are more than one number, the subtotal only one: it is the likelier slip."""
    printed = found.actual
    return found._replace(
        suggestion_zh=f"若改为：“{name(subtotal)}”{printed:g} → {whole:g}，则与各项相符（只是建议）",
        suggestion_en=f"would hold with: “{name(subtotal, 'en')}” {printed:g} → {whole:g} (a suggestion only)",
    )


@inside
def requests_bounds(ledger: Ledger) -> Iterator[Finding]:
    """No result is negative or beyond the total; no more is carried out than was at hand."""
    results = [
        r["row"] for r in form.rows(ledger.form, "requests") if r["kind"] in {"result", "subtotal"}
    ]
    for column in form.columns(ledger.form, "requests"):
        per = column["column"]
        total = ledger.value("requests", "handled_total", per)
        if total is None or column["kind"] == "group":
            continue
        beyond = [
            ("requests", row, per)
            for row in results
            if (value := ledger.value("requests", row, per)) is not None and not 0 <= value <= total
        ]
        flow = [ledger.value("requests", row, per) for row in ("new", "carried_in", "carried_out")]
        if None not in flow and flow[2] > flow[0] + flow[1]:
            beyond.append(("requests", "carried_out", per))
        zh, en = "、".join(map(name, beyond)), ", ".join(name(c, "en") for c in beyond)
        verdict = "broken" if beyond else "holds"
        yield state(ledger, "requests.bounds", verdict, per, cells=beyond, zh=zh, en=en)


@inside
def proactive_stock(ledger: Ledger) -> Iterator[Finding]:
    """Of rules and of normative documents: made <= in force + repealed."""
    columns = {c["column"] for c in form.columns(ledger.form, "proactive")}
    if "in_force" not in columns:
        yield state(ledger, "proactive.stock", "not_applicable")
        return
    for row in ("rules", "normative_documents"):
        cells = [("proactive", row, c) for c in ("made", "in_force", "repealed")]
        made, in_force, repealed = (ledger.value(*cell) for cell in cells)
        if None in (made, in_force, repealed):
            yield state(ledger, "proactive.stock", "unverifiable", row, cells=cells)
            continue
        verdict = "holds" if made <= in_force + repealed else "broken"
        yield state(
            ledger,
            "proactive.stock",
            verdict,
            row,
            expected=in_force + repealed,
            actual=made,
            cells=cells,
        )


@inside
def proactive_rules_power(ledger: Ledger) -> Iterator[Finding]:
    """An organ of county level or below reports no rules."""
    if not ledger.level:
        yield state(
            ledger, "proactive.rules_power", "unverifiable", zh="不知机关层级", en="level not known"
        )
        return
    if ledger.level not in {"county", "township"}:
        yield state(ledger, "proactive.rules_power", "not_applicable")
        return
    cells = [("proactive", "rules", c) for c in ("made", "in_force") if _has(ledger, c)]
    values = [ledger.value(*cell) for cell in cells]
    if not values or None in values:
        yield state(ledger, "proactive.rules_power", "unverifiable", cells=cells)
        return
    verdict = "broken" if any(values) else "holds"
    yield state(
        ledger, "proactive.rules_power", verdict, expected=0, actual=sum(values), cells=cells
    )


def _has(ledger: Ledger, column: str) -> bool:
    return any(c["column"] == column for c in form.columns(ledger.form, "proactive", "rules"))


@inside
def cells_form(ledger: Ledger) -> Iterator[Finding]:
    """Cells hold plain whole numbers; what does not is listed, all in one finding a table."""
    for table in dict.fromkeys(cell[0] for cell in ledger.facts):
        odd = [
            cell
            for cell, fact in ledger.facts.items()
            if cell[0] == table and _odd(ledger, cell, fact)
        ]
        zh = "、".join(
            f"{name(c)}“{ledger.facts[c].text or ledger.facts[c].value}”" for c in odd[:5]
        )
        en = ", ".join(
            f"{name(c, 'en')} “{ledger.facts[c].text or ledger.facts[c].value}”" for c in odd[:5]
        )
        verdict = "broken" if odd else "holds"
        yield state(ledger, "cells.form", verdict, table, cells=odd, zh=zh, en=en)
        yield _mixed(ledger, table)


def _mixed(ledger: Ledger, table: str) -> Finding:
    """Blank or "/" in some cells and 0 in others: whether they mean the same, nobody can tell."""
    mine = {cell: fact for cell, fact in ledger.facts.items() if cell[0] == table}
    gaps = [cell for cell, fact in mine.items() if fact.status in _GAPS]
    zeros = sum(fact.status == "reported" and fact.value == 0 for fact in mine.values())
    per = f"{table}/mixed"
    if not gaps or not zeros:
        return state(ledger, "cells.form", "holds", per)
    kinds = {status: sum(mine[c].status == status for c in gaps) for status in _GAPS}
    return state(
        ledger, "cells.form", "unverifiable", per, reading="gaps mixed with 0", cells=gaps,
        zh=f"空白 {kinds['blank']} 格、“/” {kinds['not_applicable']} 格与 0 {zeros} 格混用，空着的是零还是没有数无从知道",
        en=f"{kinds['blank']} blank, {kinds['not_applicable']} “/” and {zeros} zeros in one table: gaps may or may not mean 0",
    )  # fmt: skip


def _odd(ledger: Ledger, cell: Cell, fact) -> bool:
    if fact.status == "unreadable":
        return True
    if fact.status != "reported":
        return False
    column = next(
        (c for c in form.columns(ledger.form, cell[0], cell[1]) if c["column"] == cell[2]), None
    )
    amount = (column is not None and column["kind"] == "amount") or fact.unit in {"元", "万元"}
    change = column is not None and column["kind"] == "change"
    whole = amount or float(fact.value).is_integer()
    # Where the form's own head gives no unit of money, the cell must (采购总金额: 63 元).
    bare = amount and column is not None and "单位" not in column["zh"]
    text = re.sub("[亿万]?元$", "", fact.text.strip()) if bare else fact.text
    return not whole or (fact.value < 0 and not change) or not _PLAIN.fullmatch(text)
