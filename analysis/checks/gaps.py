"""Years that are missing, there twice or re-issued, and series that break where the form changed."""

from __future__ import annotations

from collections.abc import Iterator

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Ledger
from analysis.checks.others import Others
from analysis.checks.rules import among, name, state


@among
def years_gap(ledger: Ledger, others: Others) -> Iterator[Finding]:
    """Whether the year before is at hand; a year there twice and a change of form where there is one."""
    yield _year_before(ledger, others)
    yield from _same_year(ledger, others)
    if others.earlier and others.earlier[-1].form != ledger.form:
        yield _form(ledger, others.earlier[-1])


def _year_before(ledger: Ledger, others: Others) -> Finding:
    before = others.before
    if before is not None and before.year == (ledger.year or 0) - 1:
        return state(
            ledger, "years.gap", "holds", zh="上年报告在手", en="the year before is at hand"
        )
    last = others.earlier[-1].year if others.earlier else None
    zh = f"，最近的是 {last} 年度" if last else ""
    en = f"; the latest is that for {last}" if last else ""
    return state(
        ledger, "years.gap", "unverifiable",
        zh=f"上年报告不在手头{zh}", en=f"no report of the year before{en}",
    )  # fmt: skip


def _same_year(ledger: Ledger, others: Others) -> Iterator[Finding]:
    """More than one report of the organ for the year: what they say differently is counted."""
    rule, per = "years.gap", "same_year"
    if ledger.revision > 1:
        zh = f"数据里是重新发布的第 {ledger.revision} 版"
        en = f"re-issued: revision {ledger.revision}"
        yield state(ledger, rule, "explained", per, reading="re-issued", zh=zh, en=en)
        return
    for other in others.same[:1]:
        own, known = _numbers(ledger), _numbers(other)
        both = [key for key in own if key in known]
        cells = list(dict.fromkeys(key[:3] for key in both if own[key] != known[key]))
        zh = "：" + "、".join(name(c) for c in cells[:5]) if cells else ""
        en = ": " + ", ".join(name(c, "en") for c in cells[:5]) if cells else ""
        reading = "another report of the same year" if cells else ""
        verdict = "holds" if both and not cells else "unverifiable"
        yield state(
            ledger, rule, verdict, per, reading=reading, cells=cells,
            zh=f"这一年度数据里已有报告，两份共有 {len(both)} 个数，不同的 {len(cells)} 个{zh}",
            en=f"the data has a report for this year: of {len(both)} numbers in both {len(cells)} differ{en}",
        )  # fmt: skip


def _numbers(ledger: Ledger) -> dict[tuple, float]:
    """Every number of the tables and words by its codes; gaps are no number to differ from."""
    facts = [*ledger.facts.values(), *ledger.narrative]
    return {
        (f.table, f.row, f.column, f.members, f.scope, f.item): f.value
        for f in facts
        if f.value is not None
    }


def _form(ledger: Ledger, last: Ledger) -> Finding:
    """A change of form: the series that go no further are named."""
    broken = [
        line
        for line in form.table("crosswalk")
        if line["from_version"] == last.form
        and line["to_version"] in {ledger.form, "*"}
        and line["relation"] != "same"
    ]
    names = {
        lang: list(dict.fromkeys(_series(line, lang) for line in broken)) for lang in ("zh", "en")
    }
    forms = f"{last.form} → {ledger.form}"
    zh = f"{last.year} 与 {ledger.year} 年度格式不同（{forms}），不可连成数列：{'、'.join(names['zh']) or '各项'}"
    en = f"the form changed ({forms}); not one series: {', '.join(names['en']) or 'any'}"
    return state(
        ledger, "years.gap", "explained", "form", reading="the form changed", zh=zh, en=en
    )  # fmt: skip


def _series(line: dict[str, str], lang: str) -> str:
    table, row, column = line["to_table"], line["to_row"], line["to_column"]
    if column in {"*", "items", "count"}:
        return form.row_label(table, row, lang) if table in form.TABLES else row
    return name((table, row, column), lang)
