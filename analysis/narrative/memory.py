"""How the channels of a number were found, and what a section has spoken of before it."""

from __future__ import annotations

from typing import NamedTuple

from analysis.narrative.mentions import Token, channels_of, find_tokens


class Reading(NamedTuple):
    """The channels of a number (one, several sharing it, none) and how they were found.

    ``how`` is own, after, lead, sentence, context, umbrella, closing (a 合计 after a list), or the
    reason why there is none; ``each`` says that every channel has the number for itself.
    """

    channels: tuple[str, ...]
    how: str
    each: bool = False


NONE = Reading((), "")
UNKNOWN_CHANNEL = "a channel that the codebook does not know"


class Memory:
    """What a section has spoken of so far: the channels of the sentence and of those before it."""

    __slots__ = ("counted", "facts", "home", "sentence", "spans", "text", "totals")

    def __init__(self, text: str, home: str) -> None:
        self.text, self.home = text, home
        self.sentence: tuple[str, ...] = ()  # the channels last named in this sentence
        self.spans: list[tuple[int, int]] = []  # the section's sentences before this one
        self.facts: list = []  # the channel facts of the paragraph so far
        self.totals = 0
        self.counted = False  # whether the paragraph has counted items before

    def named_last(self) -> tuple[str, ...]:
        """The channels that the sentence before names."""
        found = find_tokens(self.text, *self.spans[-1]) if self.spans else []
        return tuple(channels_of(self.text, found, self.home))

    def under_title(self) -> bool:
        """Whether the sentence before is no more than the name of a channel: （2）政务微博。"""
        if not self.spans:
            return False
        start, end = self.spans[-1]
        found = find_tokens(self.text, start, end)
        words = self.text[start:end].strip("0123456789（）.、。 \u3000")
        return len(found) == 1 and self.text[found[0].start : found[0].end] == words

    def context(self) -> tuple[str, ...]:
        """What the sentences before speak of: the channel that the nearest of them names first."""
        for start, end in reversed(self.spans):
            found = [t for t in find_tokens(self.text, start, end) if t.kind in ("channel", "pair")]
            if found:
                return tuple(channels_of(self.text, _first_thing(found), self.home))
        return ()


def _first_thing(found: list[Token]) -> list[Token]:
    """The first channel word and those that belong to it: 政府网站 … 频道."""
    kept = found[:1]
    for token in found[1:]:
        if token.start - kept[-1].end > 6:
            break
        kept.append(token)
    return kept
