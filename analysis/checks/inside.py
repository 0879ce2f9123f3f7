"""Rules about one report besides its identities: bounds, stock, cells, structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.rules import equation, inside, name, state

_PLAIN = re.compile(r"[-−]?[0-9０-９,，.．\s]*")
_LEFTOVER = re.compile(r"[XxＸ×]{2,}|20[XxＸ×]{2}")


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
                yield equation(
                    ledger,
                    "requests.subtotals",
                    f"{row['row']}/{column['column']}",
                    cells,
                    sum(known[1:]),
                    known[0],
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
    return not whole or (fact.value < 0 and not change) or not _PLAIN.fullmatch(fact.text)


@inside
def structure_tables(ledger: Ledger) -> Iterator[Finding]:
    """Every cell that the form asks for is on the page."""
    for table in form.TABLES:
        cells = form.cells(ledger.form, table)
        if not cells:
            continue
        if not ledger.has(table):
            yield state(
                ledger,
                "structure.tables",
                "unverifiable",
                table,
                zh="不在所得文本中",
                en="not in the copy",
            )
            continue
        absent = [(table, r, c) for r, c in cells if _absent(ledger, (table, r, c))]
        verdict = "unverifiable" if absent else "holds"
        zh, en = (f"缺 {len(absent)} 格", f"{len(absent)} cells missing") if absent else ("", "")
        yield state(ledger, "structure.tables", verdict, table, cells=absent[:8], zh=zh, en=en)


def _absent(ledger: Ledger, cell: Cell) -> bool:
    """Whether a cell is neither on the page nor part of a row printed as one."""
    fact = ledger.facts.get(cell)
    if fact is not None and fact.status != "absent":
        return False
    parent = next((r["parent"] for r in form.rows(ledger.form, cell[0]) if r["row"] == cell[1]), "")
    merged = ledger.facts.get((cell[0], f"{parent}_subtotal", cell[2]))
    return merged is None or merged.status == "absent"


@inside
def structure_sections(ledger: Ledger) -> Iterator[Finding]:
    """Six sections, of a report whose words are at hand."""
    if not ledger.sections:
        yield state(
            ledger, "structure.sections", "unverifiable", zh="没有正文", en="no text at hand"
        )
        return
    missing = [n for n in "一二三四五六" if n not in ledger.sections]
    verdict = "broken" if missing else "holds"
    yield state(ledger, "structure.sections", verdict, zh="、".join(missing), en=", ".join(missing))


@inside
def structure_identity(ledger: Ledger) -> Iterator[Finding]:
    """No conflict of organ or year in the file, no leftovers of a template."""
    if not ledger.sections:
        yield state(
            ledger, "structure.identity", "unverifiable", zh="没有正文", en="no text at hand"
        )
        return
    conflicts = [
        m
        for m in ledger.messages
        if m["code"] in {"year_conflict", "agency_conflict", "form_conflict"}
    ]
    left = [
        m.group()
        for text in (ledger.title, *ledger.sections.values())
        for m in _LEFTOVER.finditer(text)
    ]
    zh = "；".join([m["zh"] for m in conflicts] + [f"模板占位“{words}”" for words in left])
    en = "; ".join(
        [m["en"] for m in conflicts] + [f"template leftover “{words}”" for words in left]
    )
    verdict = "broken" if conflicts or left else "holds"
    yield state(ledger, "structure.identity", verdict, zh=zh, en=en)


@inside
def structure_fee_statement(ledger: Ledger) -> Iterator[Finding]:
    """Section six speaks of information processing fees."""
    if "六" not in ledger.sections:
        yield state(
            ledger,
            "structure.fee_statement",
            "unverifiable",
            zh="没有第六部分的文字",
            en="no section 6 at hand",
        )
        return
    words = ledger.sections["六"]
    told = "费" in words or any(f.row == "fee_yuan" for f in ledger.narrative)
    unpaid = ledger.value("requests", "other_no_payment", "total")
    verdict = "holds" if told else "broken"
    zh, en = (
        ("", "")
        if told or not unpaid
        else ("有因未缴费不再处理的申请", "there are unpaid requests")
    )
    yield state(ledger, "structure.fee_statement", verdict, zh=zh, en=en)


@inside
def structure_deadline(ledger: Ledger) -> Iterator[Finding]:
    """Published by the day that the form's time sets; an unknown date proves nothing."""
    try:
        published = date.fromisoformat(ledger.published_on)
    except ValueError:
        published = None
    if published is None or ledger.year is None or not ledger.kind:
        yield state(
            ledger,
            "structure.deadline",
            "unverifiable",
            zh="发布日期或类别不明",
            en="date or kind not known",
        )
        return
    day = form.versions()[ledger.form][f"due_{ledger.kind}"]
    due = date.fromisoformat(f"{ledger.year + 1}-{day}")
    verdict = "holds" if published <= due else "broken"
    yield state(
        ledger,
        "structure.deadline",
        verdict,
        zh=f"{published}，期限 {due}",
        en=f"{published}, due {due}",
    )


@inside
def quality_problems(ledger: Ledger) -> Iterator[Finding]:
    """Section five says something."""
    if not ledger.sections:
        yield state(ledger, "quality.problems", "unverifiable", zh="没有正文", en="no text at hand")
        return
    verdict = "holds" if len(ledger.sections.get("五", "").strip()) >= 10 else "broken"
    yield state(ledger, "quality.problems", verdict)
