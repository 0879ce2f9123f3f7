"""How much of a text is an older one: three named measures, without boilerplate and punctuation."""

from __future__ import annotations

import re
from collections import Counter

RUN = 13  # characters: a copied run is at least this long
_END = re.compile(r"(?<=[。！？；])|\n")
_SILENT = re.compile(r"[\W_]+")
# What every report says, whoever writes it: no sign of a copy.
_BOILERPLATE = re.compile(
    r"中华人民共和国政府信息公开条例|统计期限|编制(?:本|而成)|^（?[一二三四五六]）?、?.{0,18}情况$|如(?:对|有)本报告.{0,10}疑问"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, as printed."""
    return [s.strip() for s in _END.split(text) if s and s.strip()]


def bare(sentence: str) -> str:
    """A sentence without punctuation and spaces."""
    return _SILENT.sub("", sentence)


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
    return [words for s in sentences(text) if not _BOILERPLATE.search(s) and (words := bare(s))]


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
