"""The sentence of a report that a number stands in, the number's words marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from analysis.facts import Fact

_END = re.compile("[。！？；\n]")


def sentence(fact: Fact, sections: Mapping[str, str]) -> str:
    """A blockquote with the sentence around the words of ``fact``; blank when no section has them."""
    for number, text in sections.items():
        start = text.find(fact.text) if fact.text else -1
        if start >= 0:
            end = start + len(fact.text)
            first = max((m.end() for m in _END.finditer(text, 0, start)), default=0)
            last = _END.search(text, end)
            before, after = text[first:start], text[end : last.end() if last else len(text)]
            return (
                f"<blockquote><b>{escape(number)}</b> {escape(before)}<mark>{escape(fact.text)}</mark>"
                f"{escape(after)}</blockquote>"
            )
    return ""
