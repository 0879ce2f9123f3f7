"""What is behind the words of a page: the background of elements, as far as the page says it.

It is said by the element, by the rules of its classes, and for the parts of tables also by rules for
tags and for what is in something else (``.sum td``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from analysis.readers import looks as say
from analysis.readers.looks import Styles

_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th"))
_UNSAID = frozenset(("", "*", "tbody", "html", "body"))  # tags that are there without being written
_MOST_RULES = 500
_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*|)((?:[.#][\w-]+)*)")
_NAMES = re.compile(r"[.#][\w-]+")


class _Rule(NamedTuple):
    """A rule that says the ground of elements with ``tag`` and ``names`` which stand in all of ``around``."""

    weight: tuple[int, ...]  # as CSS weighs: names, classes, tags and place in the sheet
    tag: str
    names: frozenset[str]
    around: frozenset[str]  # names and tags
    ground: str


class Grounds:
    """The grounds of a page with these styles; made only where there are white words."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._rules: dict[str, list[_Rule]] = {}  # each under one of its names, or its tag
        self._around: dict[etree._Element, frozenset[str]] = {}
        self._known: dict[tuple, str] = {}  # a page repeats a few places thousands of times
        for rule in islice(_rules(styles.sheets), _MOST_RULES):
            self._rules.setdefault(min(rule.names, default=rule.tag), []).append(rule)

    def of(self, element: etree._Element) -> str:
        """The ground of this element itself: "white", "coloured", or "" if nothing is said."""
        if element.get("background"):
            return "coloured"
        colour = element.get("bgcolor", "").strip().lower()
        own = say.ground(self._styles.of(element)) or say.ground({"background": colour})
        return own or (self._by_rules(element) if element.tag in _PARTS else "")

    def is_coloured(self, element: etree._Element) -> bool:
        """Whether the words of the element stand on a colour."""
        grounds = (self.of(part) for part in (element, *element.iterancestors()))
        return next(filter(None, grounds), "white") == "coloured"

    def _by_rules(self, element: etree._Element) -> str:
        if not self._rules:
            return ""
        key = (element.tag, element.get("class"), element.get("id"), self._names_around(element))
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, tag: str, classes: str | None, name: str | None, around: frozenset[str]) -> str:
        called = say.names(classes, name)
        rules = (r for key in (called | {tag}) & self._rules.keys() for r in self._rules[key])
        fitting = (
            rule
            for rule in rules
            if rule.tag in ("", "*", tag) and rule.names <= called and rule.around <= around
        )
        heaviest = max(fitting, key=lambda rule: rule.weight, default=None)
        return heaviest.ground if heaviest else ""

    def _names_around(self, element: etree._Element) -> frozenset[str]:
        """The names and tags of all that an element stands in."""
        outer = element.getparent()
        if outer is None:
            return frozenset()
        if outer not in self._around:
            own = say.names(outer.get("class"), outer.get("id")) | {outer.tag}
            self._around[outer] = self._names_around(outer) | own
        return self._around[outer]


def _rules(sheets: list[str]) -> Iterator[_Rule]:
    bodies = (told for sheet in sheets for told in say.bodies(sheet) if "background" in told[1])
    for place, (selectors, body) in enumerate(bodies):
        looks, at_any_rate = say.declared(body)
        ground = say.ground({**looks, **at_any_rate})
        for selector in selectors.split(",") if ground else ():
            yield from _rule(selector.replace(">", " ").split(), ground, place)


def _rule(words: list[str], ground: str, place: int) -> Iterator[_Rule]:
    """The rule of a selector; nothing if it asks for more than tags and names."""
    compounds = [match for match in map(_COMPOUND.fullmatch, words) if match]
    if not compounds or len(compounds) < len(words):
        return
    tags = [match[1] for match in compounds]
    names = [frozenset(_NAMES.findall(match[2])) for match in compounds]
    if tags[-1] in _PARTS or names[-1]:
        named = sum(name[0] == "#" for part in names for name in part)
        classed = sum(map(len, names)) - named
        around = frozenset().union(*names[:-1], tags[:-1]) - _UNSAID
        yield _Rule((named, classed, len(words), place), tags[-1], names[-1], around, ground)
