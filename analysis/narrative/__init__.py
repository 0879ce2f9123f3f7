"""Counts from the prose of a report: how much was published by channel, and other indicators.

:func:`extract` reads paragraphs with rules over words (``lexicon.csv``), without any model. A number
whose channel is not said is left out and listed under ``unresolved``: a wrong number is worse than
a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.document import Paragraph
from analysis.facts import Fact
from analysis.narrative.reader import Reader


class Extraction(NamedTuple):
    """What :func:`extract` found: facts in the order printed, and phrases that it could not place."""

    facts: list[Fact]
    unresolved: list[dict[str, str]]


def extract(paragraphs: Sequence[Paragraph], year: int | None = None) -> Extraction:
    """The channel counts and indicators that ``paragraphs`` state, each with its phrase and place.

    Channel facts have the table ``channels``, a codebook code (or ``joint`` with ``members``) as row
    and the column ``items``; indicators the table ``indicators`` and the column ``count``. ``year`` is
    the report year: it tells last year's figures and plans from this year's; without it the year
    named most often is taken. ``where`` is the paragraph's place, ``#`` and the characters of the
    phrase in its raw text. Zeros in words have value 0 and no unit.
    """
    reader = Reader(paragraphs, year or _likely_year(paragraphs))
    return Extraction(*reader.read())


def _likely_year(paragraphs: Sequence[Paragraph]) -> int | None:
    counts: dict[int, int] = {}
    for paragraph in paragraphs:
        for found in re.findall(r"(20[0-3]\d)\s*年", paragraph.text):
            counts[int(found)] = counts.get(int(found), 0) + 1
    return max(counts, key=lambda y: (counts[y], y)) if counts else None
