"""What is behind the words of a page: the background of elements, as far as the page says it.

It is said by the element, by the rules of its classes, and for the parts of tables also by rules for
tags and for what is in something else (``.sum td``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from analysis.readers import looks as say
from analysis.readers.looks import Styles

_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th"))
_UNSAID = frozenset(("", "*", "tbody", "html", "body"))  # tags that are there without being written
_MOST_RULES, _LONGEST_SELECTORS = 1000, 5000
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
        for rule in _rules(styles.sheets):
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
        names = say.names(element.get("class"), element.get("id"))
        keys = (names | {element.tag}) & self._rules.keys()
        fitting = [
            rule
            for key in keys
            for rule in self._rules[key]
            if rule.names <= names and rule.tag in ("", "*", element.tag)
        ]
        if not fitting:
            return ""
        around = set()
        for outer in element.iterancestors():
            around |= say.names(outer.get("class"), outer.get("id")) | {outer.tag}
        fitting = [rule for rule in fitting if rule.around <= around]
        heaviest = max(fitting, key=lambda rule: rule.weight, default=None)
        return heaviest.ground if heaviest else ""


def _rules(sheets: list[str]) -> Iterator[_Rule]:
    place = 0
    for sheet in sheets:
        for selectors, body in say.bodies(sheet):
            looks, at_any_rate = say.declared(body) if "background" in body else ({}, {})
            ground = say.ground({**looks, **at_any_rate})
            if ground and place < _MOST_RULES:
                place += 1
                for selector in selectors[:_LONGEST_SELECTORS].split(","):
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
