"""Two reports side by side: every cell, channel and indicator, and the words sentence by sentence."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from analysis import form
from analysis.checks import Findings, check
from analysis.checks.ledger import Ledger, of_subject
from analysis.checks.years import alike
from analysis.facts import Fact

if TYPE_CHECKING:
    import pandas as pd

RUN = 13  # characters: a copied run is at least this long
EDITED = 0.6  # likeness from which two sentences are one that was edited
_END = re.compile(r"(?<=[。！？；])|\n")
_SILENT = re.compile(r"[\W_]+")
# What every report says, whoever writes it: no sign of a copy.
_BOILERPLATE = re.compile(
    r"中华人民共和国政府信息公开条例|统计期限|编制(?:本|而成)|^（?[一二三四五六]）?、?.{0,18}情况$|如(?:对|有)本报告.{0,10}疑问"
)


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


def compare(a, b) -> Comparison:
    """Two reports side by side, ``a`` the older: reports as read, or datasets of one report each.

    Compared as far as they are comparable: other organs, the same year twice or other forms are said
    in ``remarks``. Findings are those of both reports, with the rules across years where they apply.
    """
    old, new = of_subject(a), of_subject(b)
    findings = Findings([*check(old), *check(new, before=old)])
    texts = {n: (old.sections.get(n, ""), new.sections.get(n, "")) for n in "一二三四五六"}
    return Comparison(
        tuple(_remarks(old, new)),
        tuple(_changes(old, new)),
        tuple(line for n, pair in texts.items() for line in align(n, *pair)),
        likeness("\n".join(t[0] for t in texts.values()), "\n".join(t[1] for t in texts.values())),
        {t: alike(new, old, t) for t in form.TABLES if old.has(t) and new.has(t)},
        findings,
    )


def _remarks(old: Ledger, new: Ledger) -> Iterable[tuple[str, str]]:
    if old.agency != new.agency:
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


def sentences(text: str) -> list[str]:
    """The sentences of a text, as printed."""
    return [s.strip() for s in _END.split(text) if s and s.strip()]


def align(section: str, old: str, new: str) -> list[Aligned]:
    """The sentences of one section of both years, in the order of the new one, gone ones at the end."""
    before, after = sentences(old), sentences(new)
    a, b = [_bare(s) for s in before], [_bare(s) for s in after]
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


def _bare(sentence: str) -> str:
    return _SILENT.sub("", sentence)


# Likeness of two texts


def likeness(old: str, new: str) -> dict[str, float | None]:
    """Three measures of how much of ``new`` is ``old``, without boilerplate and punctuation.

    ``repeated``: share of the new sentences, by length, that the old text has word for word;
    ``copied``: share of the new text inside copied runs of 13 or more characters; ``subsequence``: Dice
    on the longest common subsequence. None when either text is empty.
    """
    before, after = _own_words(old), _own_words(new)
    a, b = "".join(before), "".join(after)
    if not a or not b:
        return dict.fromkeys(("repeated", "copied", "subsequence"))
    repeated, known = 0, Counter(before)
    for sentence in after:
        if known[sentence]:
            known[sentence] -= 1
            repeated += len(sentence)
    return {
        "repeated": repeated / len(b),
        "copied": _copied(a, b) / len(b),
        "subsequence": 2 * _subsequence(a, b) / (len(a) + len(b)),
    }


def _own_words(text: str) -> list[str]:
    return [bare for s in sentences(text) if not _BOILERPLATE.search(s) and (bare := _bare(s))]


def _copied(old: str, new: str) -> int:
    """How many characters of ``new`` lie in runs that stand in ``old``."""
    runs = {old[i : i + RUN] for i in range(len(old) - RUN + 1)}
    end, covered = 0, 0
    for i in range(len(new) - RUN + 1):
        if new[i : i + RUN] in runs:
            covered += i + RUN - max(i, end)
            end = i + RUN
    return covered


def _subsequence(a: str, b: str) -> int:
    """Length of the longest common subsequence, a row a big integer (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for i, letter in enumerate(a):
        places[letter] = places.get(letter, 0) | 1 << i
    full = (1 << len(a)) - 1
    row = full
    for letter in b:
        match = row & places.get(letter, 0)
        row = ((row + match) | (row - match)) & full
    return len(a) - row.bit_count()
