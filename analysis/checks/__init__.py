"""What is wrong with a report, where and why: :func:`check` gives :class:`Findings`.

Rules are data (``rules.csv``, and the identities of the form) and small functions registered in
``inside``, ``claims``, ``worded``, ``years`` and their neighbours. A missing operand makes a rule unverifiable, never right; published
values are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from analysis.checks import (  # noqa: F401  registers the rules
    claims,
    gaps,
    inside,
    outliers,
    structure,
    worded,
    years,
)
from analysis.checks.alone import cells_alone
from analysis.checks.decisions import Decision, apply, read_decisions
from analysis.checks.findings import Finding, Findings
from analysis.checks.identities import expanded, identities
from analysis.checks.ledger import Ledger, of_dataset, of_subject
from analysis.checks.localise import Suggestion, concerned, suggest
from analysis.checks.others import Others, Shelf, placed
from analysis.checks.rules import ACROSS, AMONG, INSIDE, name

__all__ = ["Decision", "Finding", "Findings", "Suggestion", "check", "read_decisions", "suggest"]


def check(subject, *, before=None, among=None, decisions: Iterable[Decision] = ()) -> Findings:
    """All rules on a report or on every report of a dataset.

    ``subject`` is a :class:`analysis.Report` or a :class:`analysis.Dataset`; ``before`` the report of the
    year before, for the rules across years (in a dataset it is found); ``among`` a dataset in which a
    report's organ, its other years and its peers are looked up. Grain: a rule at one place of one
    report. Raises :class:`~analysis.errors.DataError` for a decision on no finding.
    """
    findings = list(_all(subject, before, among))
    return Findings(apply(findings, decisions) if decisions else findings)


def check_ledger(
    ledger: Ledger, before: Ledger | None = None, others: Others | None = None
) -> Iterator[Finding]:
    """All rules on one ledger, with suggestions where identities fail; ``before`` alone is enough of others."""
    if others is None:
        others = Others(before, (before,) if before is not None else ())
    findings = []
    for rule in INSIDE:
        for finding in rule(ledger):
            findings.append(
                _with_suggestion(ledger, finding) if finding.verdict == "broken" else finding
            )
    if others.before is not None:
        for across in ACROSS:
            findings += across(ledger, others.before)
    for among in AMONG:
        findings += among(ledger, others)
    yield from findings
    yield from cells_alone(ledger, findings, others.after)


def _all(subject, before, among) -> Iterator[Finding]:
    if hasattr(subject, "reports") and before is None:
        own = of_dataset(subject)
        shelf = Shelf(own if among is None else of_dataset(among))
        for ledger in own:
            yield from check_ledger(ledger, others=shelf.beside(ledger))
        return
    own, others = of_subject(subject), None
    if among is not None:
        own, others = placed(own, among)
    if before is not None:
        other = of_subject(before)
        if (own.year or 0) - 1 == other.year:
            earlier = others.earlier if others else (other,)
            others = replace(others or Others(), before=other, earlier=earlier)
    yield from check_ledger(own, others=others)


def _with_suggestion(ledger: Ledger, finding: Finding) -> Finding:
    identity = next(
        (i for i in identities(ledger.form) if (i.rule, i.per) == (finding.rule, finding.per)), None
    )
    if identity is None:
        return finding
    best = concerned(identity, ledger, _suggestions(ledger, identity))
    if not best:
        return finding
    zh, en = _told(ledger, best[0], "zh"), _told(ledger, best[0], "en")
    return finding._replace(suggestion_zh=zh, suggestion_en=en)


def _suggestions(ledger: Ledger, identity) -> list[Suggestion]:
    """What explains all broken identities of the table together; else what mends this one alone."""
    together = suggest(ledger, identity.table)
    if concerned(identity, ledger, together):
        return together
    cells = expanded(ledger, identity)
    alone = replace(ledger, facts={c: ledger.facts[c] for c in cells if c in ledger.facts})
    return suggest(alone, identity.table)


def _told(ledger: Ledger, suggestion: Suggestion, lang: str) -> str:
    changes = [
        f"“{name(cell, lang)}”{ledger.value(*cell):g} → {value:g}"
        for cell, value in suggestion.changes
    ]
    zh, en = _WHY[suggestion.kind]
    if lang == "zh":
        return f"{zh}：{'，'.join(changes)}，则勾稽成立（只是建议）"
    return f"{en}: {', '.join(changes)} (a suggestion only)"


_WHY = {
    "cell": ("若改为", "would hold with"),
    "swapped": ("两数可能互换", "two numbers may be swapped"),
    "moved": ("可能有数填错了格", "a number may be misplaced"),
    "shifted": ("这一行可能错开了一格", "the row may stand one column off"),
    "split": ("一个数可能分在两格", "one number may have fallen into two cells"),
    "separate": (
        "几处错误互不相干，此处若改为",
        "of several separate errors, this one would go with",
    ),
}
