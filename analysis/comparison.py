"""Two reports side by side: every cell, channel and indicator, and the words sentence by sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from analysis import form
from analysis.checks import Findings, check
from analysis.checks.ledger import Ledger, of_subject
from analysis.checks.likeness import bare, likeness, sentences
from analysis.checks.others import placed
from analysis.checks.years import alike
from analysis.facts import Fact

if TYPE_CHECKING:
    import pandas as pd

EDITED = 0.6  # likeness from which two sentences are one that was edited


class Change(NamedTuple):
    """One cell or number in both reports; ``change`` is new - old where both are known."""

    table: str
    row: str
    column: str
    members: str
    old: float | None
    new: float | None
    change: float | None
    old_status: str
    new_status: str


class Aligned(NamedTuple):
    """One sentence of a section: kept, edited, new, gone or moved."""

    section: str
    kind: str
    old: str
    new: str


@dataclass(frozen=True)
class Comparison:
    """What :func:`compare` finds.

    ``remarks`` (zh, en) say first what is not comparable; ``changes`` hold all cells of the tables and
    all numbers of the words; ``likeness`` the three measures of the texts (0 … 1, None without texts):
    repeated, copied, subsequence; ``tables`` for each table (equal non-zero cells, non-zero in either).
    """

    remarks: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    sentences: tuple[Aligned, ...]
    likeness: dict[str, float | None]
    tables: dict[str, tuple[int, int]]
    findings: Findings

    @property
    def frame(self) -> pd.DataFrame:
        """The changes, a row a cell or number; NaN where one of the reports gives none."""
        import pandas as pd

        frame = pd.DataFrame(self.changes, columns=list(Change._fields))
        return frame.astype(dict.fromkeys(("old", "new", "change"), "float64"))


def compare(a, b, *, among=None) -> Comparison:
    """Two reports side by side, ``a`` the older: reports as read, or datasets of one report each.

    Compared as far as they are comparable: other organs, the same year twice or other forms are said
    in ``remarks``. Findings are those of both reports, with the rules across years where they apply:
    not between different organs. ``among`` is a dataset that knows the organs which files name.
    """
    old, new = (_known(of_subject(subject), among) for subject in (a, b))
    before = old if _same_organ(old.agency, new.agency) else None
    findings = Findings([*check(old), *check(new, before=before)])
    texts = {n: (old.sections.get(n, ""), new.sections.get(n, "")) for n in "一二三四五六"}
    return Comparison(
        tuple(_remarks(old, new)),
        tuple(_changes(old, new)),
        tuple(line for n, pair in texts.items() for line in align(n, *pair)),
        likeness("\n".join(t[0] for t in texts.values()), "\n".join(t[1] for t in texts.values())),
        {t: alike(new, old, t) for t in form.TABLES if old.has(t) and new.has(t)},
        findings,
    )


def _known(ledger: Ledger, among) -> Ledger:
    """A file's ledger under the code that the data gives its organ."""
    return placed(ledger, among)[0] if among is not None and ledger.source else ledger


def _same_organ(one: str, other: str) -> bool:
    """Of two names of one organ the shorter leaves out the city: 洪泽区人民政府."""
    return one.endswith(other) or other.endswith(one)


def _remarks(old: Ledger, new: Ledger) -> Iterable[tuple[str, str]]:
    if not _same_organ(old.agency, new.agency):
        yield (
            f"两份报告不是同一机关：{old.agency}、{new.agency}",
            "the two reports are of different organs",
        )
    if old.year == new.year:
        yield f"两份报告是同一年度：{old.year}", f"both reports are for {old.year}"
    elif old.year and new.year and new.year - old.year != 1:
        yield (
            f"两份报告不是相邻年度：{old.year}、{new.year}",
            "the two years do not follow each other",
        )
    if old.form != new.form:
        yield (
            f"两份报告格式不同（{old.form}、{new.form}），只对照两版共有的格",
            f"different forms ({old.form}, {new.form}): only cells of both are comparable",
        )


def _changes(old: Ledger, new: Ledger) -> Iterable[Change]:
    before, after = _numbers(old), _numbers(new)
    for key in dict.fromkeys([*before, *after]):
        a, b = before.get(key), after.get(key)
        left, right = (f.value if f is not None else None for f in (a, b))
        change = right - left if left is not None and right is not None else None
        status = [f.status if f is not None else "absent" for f in (a, b)]
        yield Change(*key, left, right, change, *status)


def _numbers(ledger: Ledger) -> dict[tuple[str, str, str, str], Fact]:
    """Every cell of the tables, and the first number of each code in the words."""
    numbers = {(*cell, ""): fact for cell, fact in ledger.facts.items()}
    for fact in ledger.narrative:
        if fact.scope == "year":
            numbers.setdefault((fact.table, fact.row, fact.column, fact.members), fact)
    return numbers


# Sentences


def align(section: str, old: str, new: str) -> list[Aligned]:
    """The sentences of one section of both years, in the order of the new one, gone ones at the end."""
    before, after = sentences(old), sentences(new)
    a, b = [bare(s) for s in before], [bare(s) for s in after]
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    kept = {j + k: i + k for i, j, n in matcher.get_matching_blocks() for k in range(n)}
    free = [i for i in range(len(a)) if i not in set(kept.values())]
    lines = []
    for j, words in enumerate(after):
        if j in kept:
            lines.append(Aligned(section, "kept", before[kept[j]], words))
            continue
        i, kind = _origin(b[j], a, free)
        if i is not None:
            free.remove(i)
        lines.append(Aligned(section, kind, "" if i is None else before[i], words))
    return [*lines, *(Aligned(section, "gone", before[i], "") for i in free)]


def _origin(words: str, old: list[str], free: list[int]) -> tuple[int | None, str]:
    """The sentence that ``words`` came from: moved as it is, or the likest if like enough."""
    moved = next((i for i in free if old[i] == words), None)
    if moved is not None:
        return moved, "moved"
    matcher = difflib.SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(words)
    best, ratio = None, EDITED
    for i in free:
        matcher.set_seq1(old[i])
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio:
            score = matcher.ratio()
            best, ratio = (i, score) if score > ratio else (best, ratio)
    return best, "new" if best is None else "edited"
