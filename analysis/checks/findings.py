"""Findings: what each rule says of each report, as a frame with a stable id a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = {
    "broken": ("不符", "broken"),
    "explained": ("口径可解释", "explained"),
    "unverifiable": ("未能核对", "unverifiable"),
    "holds": ("通过", "holds"),
    "not_applicable": ("不适用", "not applicable"),
}
LOOK = ("请核对", "to look at")  # what is unverifiable and yet told, see is_told
SEVERITIES = ("error", "warning", "notice")


class Finding(NamedTuple):
    """What one rule says of one place of one report.

    ``per`` is the column, row or claim that the rule was applied to; ``cells`` are ``table/row/column``
    joined by semicolons, ``where`` their places in the source. ``expected``, ``actual`` and
    ``difference`` (actual - expected) are None where a rule has no such number. ``reading`` names the
    reading that fits; of what is unverifiable, why it deserves a look all the same. ``decision``,
    ``reason``, ``who`` and ``when`` are the analyst's, see :mod:`analysis.checks.decisions`.
    """

    finding_id: str
    report_id: str
    rule: str
    verdict: str
    severity: str
    table: str
    per: str
    expected: float | None
    actual: float | None
    difference: float | None
    reading: str
    cells: str
    where: str
    explanation_zh: str
    explanation_en: str
    suggestion_zh: str = ""
    suggestion_en: str = ""
    decision: str = ""
    reason: str = ""
    who: str = ""
    when: str = ""


def is_told(finding) -> bool:
    """Whether people are told a finding in full: broken, explained, or unverifiable and worth a look."""
    return finding.verdict in ("broken", "explained") or (
        finding.verdict == "unverifiable" and bool(finding.reading)
    )


def finding_id(report_id: str, rule: str, per: str) -> str:
    """The same for the same rule at the same place of the same report, whatever the numbers."""
    return hashlib.sha256(f"{report_id}|{rule}|{per}".encode()).hexdigest()[:12]


class Findings:
    """The findings of one or more reports, worst first; iterate for :class:`Finding` rows."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        order = {verdict: place for place, verdict in enumerate(VERDICTS)}
        self._rows = sorted(
            findings,
            key=lambda f: (order[f.verdict], SEVERITIES.index(f.severity), f.report_id),
        )

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def frame(self) -> pd.DataFrame:
        """A row a finding, the columns of :class:`Finding`; numbers are float64, NaN where none."""
        import pandas as pd

        frame = pd.DataFrame(self._rows, columns=list(Finding._fields))
        numbers = ["expected", "actual", "difference"]
        return frame.astype(dict.fromkeys(numbers, "float64"))

    def of(self, verdict: str) -> Findings:
        """Those of one verdict: broken, explained, unverifiable, holds, not_applicable."""
        return Findings(f for f in self._rows if f.verdict == verdict)

    def undecided(self) -> Findings:
        """Those that no analyst has decided on yet."""
        return Findings(f for f in self._rows if not f.decision)

    def counts(self) -> dict[str, int]:
        """Verdict -> how many findings have it."""
        return {v: sum(f.verdict == v for f in self._rows) for v in VERDICTS}

    def __repr__(self) -> str:
        told = ", ".join(f"{v} {n}" for v, n in self.counts().items())
        return f"Findings({told})"

    def _repr_html_(self) -> str:
        told = " · ".join(f"{VERDICTS[v][0]} {v} {n}" for v, n in self.counts().items())
        rows = "".join(
            f"<tr><th>{VERDICTS[f.verdict][0]}</th><td>{escape(f.report_id)}</td>"
            f"<td>{escape(f.rule)}</td><td>{escape(f.explanation_zh)}</td>"
            f"<td>{escape(f.suggestion_zh)}</td></tr>"
            for f in self._rows
            if is_told(f)
        )
        head = (
            "<thead><tr><th>verdict</th><th>report</th><th>rule</th><th></th><th></th></tr></thead>"
        )
        return f"<p>{told}</p><table class='gk-table'>{head}<tbody>{rows}</tbody></table>"
