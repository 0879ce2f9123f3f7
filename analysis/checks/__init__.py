"""What is wrong with a report, where and why: :func:`check` gives :class:`Findings`.

Rules are data (``rules.csv``, and the identities of the form) and small functions registered in
``inside``, ``claims``, ``worded`` and ``years``. A missing operand makes a rule unverifiable, never right; published
values are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from analysis.checks import claims, inside, worded, years  # noqa: F401  registers the rules
from analysis.checks.decisions import Decision, apply, read_decisions
from analysis.checks.findings import Finding, Findings
from analysis.checks.identities import expanded, identities
from analysis.checks.ledger import Ledger, of_dataset, of_subject
from analysis.checks.localise import Suggestion, concerned, suggest
from analysis.checks.rules import ACROSS, INSIDE, name, state

__all__ = ["Decision", "Finding", "Findings", "Suggestion", "check", "read_decisions", "suggest"]


def check(subject, *, before=None, decisions: Iterable[Decision] = ()) -> Findings:
    """All rules on a report or on every report of a dataset.

    ``subject`` is a :class:`analysis.Report` or a :class:`analysis.Dataset`; ``before`` the report of the
    year before, for the rules across years (in a dataset it is found). Grain: a rule at one place of one
    report. Raises :class:`~analysis.errors.DataError` for a decision on no finding.
    """
    findings = list(_all(subject, before))
    return Findings(apply(findings, decisions) if decisions else findings)


def check_ledger(ledger: Ledger, before: Ledger | None = None) -> Iterator[Finding]:
    """All rules on one ledger, with suggestions where identities fail."""
    for rule in INSIDE:
        for finding in rule(ledger):
            yield _with_suggestion(ledger, finding) if finding.verdict == "broken" else finding
    if before is None:
        yield state(
            ledger,
            "years.gap",
            "unverifiable",
            zh="上年报告不在手头",
            en="no report of the year before",
        )
        return
    for rule in ACROSS:
        yield from rule(ledger, before)


def _all(subject, before) -> Iterator[Finding]:
    if hasattr(subject, "reports") and before is None:
        ledgers = of_dataset(subject)
        by_year = {(ledger.agency, ledger.year): ledger for ledger in ledgers}
        for ledger in ledgers:
            yield from check_ledger(ledger, by_year.get((ledger.agency, (ledger.year or 0) - 1)))
        return
    own, other = of_subject(subject), of_subject(before) if before is not None else None
    if other is not None and (own.year or 0) - 1 != other.year:
        other = None
    yield from check_ledger(own, other)


def with_organ(ledger: Ledger, *, level: str = "", kind: str = "") -> Ledger:
    """A ledger that knows the organ's level and kind, which a file does not say."""
    return replace(ledger, level=level, kind=kind)


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
