"""What the styles of a page say of its words: whether they are seen, raised, or stand on lines of their own.

Styles are those of the element, the colour of old ``<font>`` tags, and the page's own rules for classes
and names (``.x``, ``td.x``, ``#x``). Rules for tags alone are left out but for grounds, those for some media always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

Looks = dict[str, str]  # property -> value, in small letters

_STYLED = etree.XPath("//@style/..")
_CLASSED = etree.XPath("//@class/.. | //@id/..")
_WHITE_FONTS = etree.XPath("//font[@color and contains('#fFwWrR', substring(@color, 1, 1))]")

_ZERO = re.compile(r"0*\.?0+(?:[a-z]+|%)?")
# Sizes of letters that are nothing where those around them are; a rem is one of the page.
_OF_OTHERS = re.compile(r"[+.\d]+(?:em|ex|ch|ic|%)|smaller|larger")
_WHITE = re.compile(
    r"#?f{3}f?|#?(?:f[c-f]){3}(?:ff)?|white|rgba?\(\s*(?:25[2-5]\s*[, ]\s*){2}25[2-5]\b[^)]*\)"
)
# Grounds on which nobody sees white words.
_PALE = re.compile(
    r"#?[ef]{3}f?|#?(?:[ef][0-9a-f]){3}(?:ff)?|white(?:smoke)?|rgba?\(\s*(?:2[345]\d\s*[, ]\s*){2}2[345]\d\b[^)]*\)"
)
_PAINT = re.compile(r"[a-z-]+\([^)]*\)|[#\w%.-]+")  # the parts of a background
_NO_PAINT = re.compile(
    r"none|transparent|inherit|initial|unset|auto|(?:no-)?repeat(?:-[xy])?|scroll|fixed|center|top|left|right|bottom|cover"
    r"|contain|-?[\d.]+(?:[a-z]+|%)?|rgba\([^)]*,\s*0(?:\.0*)?\)"
)
_FAR = re.compile(r"-(?:[5-9]\d\d|\d{4,})")  # left:-9999px, left:-999em
_SIDES = ("left", "top", "right", "bottom", "margin-left", "margin-top")
_IN_LINE = re.compile(r"inline.*|contents|none|inherit|initial|unset|ruby.*|")

_LARGEST_SHEET = 512 * 1024  # characters; what stands behind is not searched for classes
_MOST_RULES, _LONGEST_SELECTORS = 1000, 5000
# What a rule says of size or opacity is undone by scripts and other rules that cannot be followed.
_OF_RULES = frozenset(
    ("display", "visibility", "mso-hide", "text-decoration", "text-decoration-line", "vertical-align", "position", "left",
     "top", "clip", "color", "background", "background-color")
)  # fmt: skip
_TELLING = re.compile(
    r"display|visibility|mso-hide|line-through|vertical-align\s*:\s*su[pb]|position\s*:\s*absolute|color"
)
_WORDS = (
    "display:none", "visibility:hidden", "mso-hide", "line-through", "align:super", "align:sub", "rect(0", ":-9",
    "display:block", "color:#f", "color:white", "color:rgb(2",
)  # fmt: skip
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)+)")
_NAMES = re.compile(r"[.#][\w-]+")


class _Rule(NamedTuple):
    """A rule of the page for elements with all of ``names`` (.class or #name)."""

    weight: tuple[int, int, int]  # as CSS weighs: names, classes and tag, place in the sheet
    tag: str
    names: frozenset[str]
    looks: Looks
    at_any_rate: Looks  # what is !important


class Styles:
    """The styles of a page; ``told`` are the elements that have any, in no order, and what they say.

    ``sheets`` are the page's own, in small letters.
    """

    def __init__(self, root: etree._Element) -> None:
        self._rules: dict[str, list[_Rule]] = {}  # each under one of its names
        self.sheets = [
            (style.text or "")[:_LARGEST_SHEET].lower()
            for style in root.iter("style")
            if "print" not in style.get("media", "")
        ]
        for rule in _rules(self.sheets):
            self._rules.setdefault(min(rule.names), []).append(rule)
        self._known: dict[tuple, Looks] = {}  # a page repeats a few styles thousands of times
        elements = [*_STYLED(root), *_WHITE_FONTS(root), *(_CLASSED(root) if self._rules else ())]
        self.told = [(e, looks) for e in dict.fromkeys(elements) if (looks := self.of(e))]

    def of(self, element: etree._Element) -> Looks:
        """What is said of this element itself, not of those around it."""
        get, tag = element.get, element.tag
        names = (get("class"), get("id")) if self._rules else None
        key = (tag, names, get("style"), get("color") if tag == "font" else None)
        looks = self._known.get(key)
        if looks is None:
            looks = self._known[key] = self._cascade(*key)
        return looks

    def _cascade(
        self, tag: str, names: tuple | None, style: str | None, color: str | None
    ) -> Looks:
        looks = {"color": color.strip().lower()} if color else {}
        rules = self._rules_for(tag, *names) if names else ()
        own, own_at_any_rate = declared(style or "")
        for said in (*(rule.looks for rule in rules), own):
            looks.update(said)
        for said in (*(rule.at_any_rate for rule in rules), own_at_any_rate):
            looks.update(said)
        return looks

    def _rules_for(self, tag: str, classes: str | None, name: str | None) -> list[_Rule]:
        called = names(classes, name)
        rules = (r for known in called & self._rules.keys() for r in self._rules[known])
        fitting = (r for r in rules if r.names <= called and r.tag in ("", tag))
        return sorted(fitting, key=lambda rule: rule.weight)


def is_gone(looks: Looks) -> bool:
    """Whether the element is not on the page at all, nor its place."""
    return looks.get("display") == "none" or looks.get("mso-hide") == "all"


def is_unseen(looks: Looks) -> bool:
    """Whether nothing in the element is seen, whatever is said of what it holds."""
    return (
        "through" in looks.get("text-decoration", "") + looks.get("text-decoration-line", "")
        or _is_zero(looks.get("opacity"))
        or _is_off_screen(looks)
        or (
            looks.get("overflow") == "hidden"
            and any(_is_zero(looks.get(size)) for size in ("width", "height", "max-height"))
        )
    )


def may_be_opened(element: etree._Element, looks: Looks) -> bool:
    """Whether the element is hidden, but not in so many words in its own style."""
    if not (is_gone(looks) or is_unseen(looks) or hiding_property(looks)):
        return False
    return not any(map(is_gone, declared(element.get("style", ""))))


def hiding_property(looks: Looks) -> str:
    """The property that hides the words, but not those in an element that has another value of it; or ""."""
    if looks.get("visibility") in ("hidden", "collapse"):
        return "visibility"
    if _is_zero(looks.get("font-size")):
        return "font-size"
    return "color" if looks.get("color") == "transparent" else ""


def undoes(looks: Looks, hiding: str) -> bool:
    """Whether the words of an element are seen although the property ``hiding`` hides those around it."""
    value = looks.get(hiding, "inherit")
    if hiding == "font-size" and _OF_OTHERS.fullmatch(value):
        return False
    return value not in ("inherit", "unset") and not hiding_property({hiding: value})


def is_white(looks: Looks) -> bool:
    """Whether the words are white; even very light grey ones are printed to be read."""
    return _WHITE.fullmatch(looks.get("color", "")) is not None


def ground(looks: Looks) -> str:
    """The background as far as it is said: "white" or nearly so, "coloured", or "" if nothing is said."""
    said = looks.get("background-color") or looks.get("background", "")
    paint = [part for part in _PAINT.findall(said) if not _NO_PAINT.fullmatch(part)]
    if not paint:
        return ""
    return "white" if all(map(_PALE.fullmatch, paint)) else "coloured"


def is_raised(looks: Looks) -> bool:
    """Whether the words stand above the line, as the marks of notes do."""
    return looks.get("vertical-align") == "super"


def is_lowered(looks: Looks) -> bool:
    """Whether the words stand below the line."""
    return looks.get("vertical-align") == "sub"


def is_block(looks: Looks) -> bool:
    """Whether the words stand on lines of their own."""
    return _IN_LINE.fullmatch(looks.get("display", "")) is None


def _is_zero(size: str | None) -> bool:
    return size is not None and _ZERO.fullmatch(size) is not None


def _is_off_screen(looks: Looks) -> bool:
    if _FAR.match(looks.get("text-indent", "")):
        return True
    return looks.get("position") in ("absolute", "fixed") and (
        any(_FAR.match(looks.get(side, "")) for side in _SIDES)
        or looks.get("clip", "").startswith("rect(0")
    )


def names(classes: str | None, name: str | None) -> set[str]:
    """The names that rules call an element by: ``.class`` and ``#id``."""
    named = {f".{word}" for word in (classes or "").lower().split()}
    return named | {f"#{name.strip().lower()}"} if name else named


def declared(words: str) -> tuple[Looks, Looks]:
    """The declarations of a style or rule, and those of them that are ``!important``."""
    looks: Looks = {}
    at_any_rate: Looks = {}
    for declaration in words.lower().split(";"):
        name, _, value = declaration.partition(":")
        value, important, _ = value.partition("!")
        (at_any_rate if important else looks)[name.strip()] = value.strip()
    looks.pop("", None)
    return looks, at_any_rate


def _rules(sheets: list[str]) -> list[_Rule]:
    """The rules of the page's own sheets that say something of what is seen."""
    rules: list[_Rule] = []
    for sheet in sheets:
        packed = sheet.replace(" ", "")
        if any(word in packed for word in _WORDS):
            for selectors, body in bodies(sheet):
                if len(rules) < _MOST_RULES and _TELLING.search(body):
                    rules += _rules_of(selectors[:_LONGEST_SELECTORS], body, len(rules))
    return rules


def bodies(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and declarations of a sheet, but for what holds for some media only."""
    first, *pieces = sheet.replace("<!--", "").replace("-->", "").split("/*")
    inside = 0  # blocks that are open: @media …{
    for piece in (first + "".join(piece.partition("*/")[2] for piece in pieces)).split("}"):
        opened = piece.count("{")
        if opened == 1 and not inside:
            selectors, _, body = piece.partition("{")
            yield selectors.rpartition(";")[2], body
        inside = max(0, inside + opened - 1)


def _rules_of(selectors: str, body: str, place: int) -> list[_Rule]:
    looks, at_any_rate = (
        {name: said[name] for name in said.keys() & _OF_RULES} for said in declared(body)
    )
    rules = []
    for selector in selectors.split(","):
        words = selector.split()
        match = _SIMPLE.fullmatch(words[-1]) if words else None
        # .open .x{display:block}: whether .x is open is not known, so what shows counts, what hides does not.
        if match and (len(words) == 1 or _shows({**looks, **at_any_rate})):
            tag, names = match[1] or "", _NAMES.findall(match[2])
            named = sum(name[0] == "#" for name in names)
            weight = (named, len(names) - named + len(words) - 1, place)
            rules.append(_Rule(weight, tag, frozenset(names), looks, at_any_rate))
    return rules


def _shows(looks: Looks) -> bool:
    return "display" in looks and not is_gone(looks) and not is_unseen(looks)
