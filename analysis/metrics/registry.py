"""The measures derived from annual reports, as data: names, formula, operands, unit, comparability.

``measures.csv`` has a row a measure, ``measure_cells.csv`` a row a weighted operand. Rows named with
braces stand for a family: a measure for each reason of the form, or for each channel of the codebook.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from analysis import codebook, form
from analysis.errors import UsageError, nearest

# The six results that sum to all requests handled, and the measures asked for first.
OUTCOME_RATES = (
    *("granted_rate", "partly_granted_rate", "refusal_rate"),
    *("unavailable_rate", "unprocessed_rate", "other_rate"),
)
HEADLINES = (
    *("requests_new", "requests_handled", "disclosure_rate"),
    *("refusal_rate", "carry_over_rate", "dispute_correction_rate"),
)
REASON_GROUPS = ("refused", "unavailable", "unprocessed")


@dataclass(frozen=True)
class Operand:
    """One cell with its weight; ``years_before`` 1 is the same cell of last year's report."""

    table: str
    row: str
    column: str
    weight: int = 1
    years_before: int = 0


@dataclass(frozen=True)
class Measure:
    """One measure of the registry.

    ``kind``: ``count``; ``share`` (the numerator is part of the denominator: 0 … 1, with a Wilson
    interval); ``ratio`` (of two counts, may exceed 1); ``channel`` (from the report's words).
    ``unit``: 件, 条, ``share`` (a fraction: 0.54 is 54 %) or ``index``. ``direction``: ``up`` where more
    is more open, ``down`` where less is better, blank where neither. ``forms``: the versions of the form
    that have all its cells (``*``: any); in others it is not comparable.
    """

    id: str
    topic: str
    zh: str
    en: str
    kind: str
    unit: str
    direction: str
    forms: tuple[str, ...]
    formula_zh: str
    formula_en: str
    numerator: tuple[Operand, ...] = ()
    denominator: tuple[Operand, ...] = ()

    def label(self, lang: str = "zh") -> str:
        """The measure's name."""
        return self.zh if lang == "zh" else self.en

    def has_form(self, version: str) -> bool:
        """Whether a report in this version of the form can give the measure."""
        return "*" in self.forms or version in self.forms


@cache
def measures() -> dict[str, Measure]:
    """Measure id -> :class:`Measure`, in the order of the codebook page."""
    found = [each for row in _rows("measures") for each in _family(row)]
    return {measure.id: measure for measure in found}


def find_measures(wanted: str | Iterable[str] | None) -> list[Measure]:
    """The measures of these ids (None: all); an unknown one is a :class:`UsageError` with the nearest."""
    known = measures()
    if wanted is None:
        return list(known.values())
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    for name in names:
        if name not in known:
            alike = nearest(str(name), known) or list(known)[:8]
            raise UsageError(
                f"没有这个指标：{name}",
                f"unknown measure: {name}",
                next_zh=f"相近的有：{'、'.join(alike)}；全部见 metrics.measures()",
                next_en=f"nearest: {', '.join(alike)}; all of them: metrics.measures()",
            )
    return [known[name] for name in dict.fromkeys(names)]


def topic(*names: str) -> list[str]:
    """The ids of the measures of some topics: requests, results, reasons, disputes, documents, channels."""
    return [measure.id for measure in measures().values() if measure.topic in names]


def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _operands() -> dict[tuple[str, str], tuple[Operand, ...]]:
    found: dict[tuple[str, str], list[Operand]] = {}
    for row in _rows("measure_cells"):
        cell = Operand(
            *(row["table"], row["row"], row["column"]),
            int(row["weight"]),
            int(row["years_before"]),
        )
        found.setdefault((row["measure"], row["part"]), []).append(cell)
    return {key: tuple(cells) for key, cells in found.items()}


def _family(row: dict[str, str]) -> Iterable[Measure]:
    """The measure of a row, or one for each member where its id has braces."""
    fields = row | {"forms": tuple(row["forms"].split(";"))}
    parts = {p: _operands().get((row["id"], p), ()) for p in ("numerator", "denominator")}
    pattern = Measure(**fields, **parts)
    if "{row}" in pattern.id:
        return [_named(pattern, "{row}", r["row"], r) for r in reason_rows()]
    if "{channel}" in pattern.id:
        return [_named(pattern, "{channel}", c, r) for c, r in codebook.channels().items()]
    return [pattern]


def _named(pattern: Measure, slot: str, code: str, labels: dict[str, str]) -> Measure:
    return replace(
        pattern,
        id=pattern.id.replace(slot, code),
        zh=pattern.zh.replace("{zh}", labels["zh"]),
        en=pattern.en.replace("{en}", labels["en"]),
        numerator=tuple(replace(o, row=o.row.replace(slot, code)) for o in pattern.numerator),
    )


@cache
def reason_rows() -> tuple[dict[str, str], ...]:
    """The rows of the newest form that give a reason why a request was not granted."""
    newest = max(v for v in form.versions() if v.isdigit())
    rows = form.rows(newest, "requests")
    return tuple(r for r in rows if r["parent"] in REASON_GROUPS and r["kind"] == "result")
