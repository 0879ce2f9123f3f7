"""The words of the narrative as data: ``lexicon.csv`` read once into one pattern and one table.

Each row gives words to a code: channels (``site`` and ``page`` are words whose code depends on whose
site it is), indicators, verbs of publishing, nouns for what is published, and ``anti`` words that say
that a number counts something else.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Word(NamedTuple):
    """What a word stands for: ``kind`` (channel, indicator, verb, noun, anti …) and its code."""

    kind: str
    code: str


@cache
def words() -> dict[str, Word]:
    """Every word of the lexicon. A word that is listed twice has its first meaning."""
    table: dict[str, Word] = {}
    text = files(__package__).joinpath("lexicon.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for word in row["words"].split():
            if row["kind"] != "series":
                table.setdefault(word, Word(row["kind"], row["code"]))
    return table


@cache
def series_words() -> tuple[str, ...]:
    """Names of notices, rankings and warnings that come out in issues (期). They may have other meanings too."""
    text = files(__package__).joinpath("lexicon.csv").read_text(encoding="utf-8")
    return tuple(
        w
        for row in csv.DictReader(text.splitlines())
        if row["kind"] == "series"
        for w in row["words"].split()
    )


def trie_pattern(vocabulary: list[str]) -> str:
    """One pattern that finds the longest of many words, sharing their beginnings."""
    tree: dict = {}
    for word in vocabulary:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    # Alternatives that begin with a literal let the pattern skip other characters at once.
    return "|".join(re.escape(c) + _branch(tree[c]) for c in sorted(tree))


def _branch(node: dict) -> str:
    ends = "" in node
    options = [re.escape(c) + _branch(node[c]) for c in sorted(node) if c]
    if not options:
        return ""
    singles = all(len(option) == 1 for option in options)
    body = f"[{''.join(options)}]" if singles and len(options) > 1 else "|".join(options)
    if len(options) > 1 and not singles:
        body = f"(?:{body})"
    if ends:
        return f"(?:{body})?" if len(body) > 1 else f"{body}?"
    return body
