"""The sentence of a report that a number stands in, the number's words marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from analysis.facts import Fact

_END = re.compile("[。！？；\n]")


_SPAN = re.compile(r"(?P<section>[一二三四五六])#(?P<start>\d+)-(?P<end>\d+)")


def quoted(where: str, sections: Mapping[str, str]) -> str:
    """A blockquote with the sentence around a span of a section (``一#12-30``); blank for other places."""
    span = _SPAN.fullmatch(where)
    if span is None or span["section"] not in sections:
        return ""
    return _quote(span["section"], sections[span["section"]], int(span["start"]), int(span["end"]))


def sentence(fact: Fact, sections: Mapping[str, str]) -> str:
    """A blockquote with the sentence around the words of ``fact``; blank when no section has them."""
    for number, text in sections.items():
        start = text.find(fact.text) if fact.text else -1
        if start >= 0:
            return _quote(number, text, start, start + len(fact.text))
    return ""


def _quote(number: str, text: str, start: int, end: int) -> str:
    first = max((m.end() for m in _END.finditer(text, 0, start)), default=0)
    last = _END.search(text, end)
    before, after = text[first:start], text[end : last.end() if last else len(text)]
    return (
        f"<blockquote><b>{escape(number)}</b> {escape(before)}<mark>{escape(text[start:end])}</mark>"
        f"{escape(after)}</blockquote>"
    )
