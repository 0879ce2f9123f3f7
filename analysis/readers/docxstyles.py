"""Styles of a Word file: what they say of hiding, raising and colouring words; the rest is cut away.

Four fifths of a file that Word wrote are properties that only change how words look. They go before
the file is parsed; a property that may hide, raise or delete words stays, said in place or by a style.
"""

from __future__ import annotations

import re

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
R_STYLE, P_STYLE, TABLE_STYLE = (W + name for name in ("rStyle", "pStyle", "tblStyle"))
STYLED = (R_STYLE, P_STYLE, TABLE_STYLE)
_SHADE, _COLOUR = W + "shd", W + "color"
# Properties of a run that decide whether and how its words are read, by their tags.
TELLING = {
    W + name: name
    for name in ("vanish", "strike", "dstrike", "vertAlign", "position", "color", "sz")
}
_TOLD = TELLING | {_SHADE: "shd", W + "highlight": "highlight"}
OFF = ("0", "false", "off")
_PALE = re.compile("(?:[EFef][0-9A-Fa-f]){3}|auto|white|none")  # grounds that hide white words
_WHITE = re.compile("(?:[Ff][C-Fc-f]){3}|white")  # even very light grey is printed to be read
# Colours of the theme, which count more than the one that is said for programs without themes.
_WHITE_THEME, _DARK_THEME = ("background1", "light1"), ("text1", "text2", "dark1", "dark2")
_THEME, _SHADED = W + "themeColor", W + "themeShade"
_UNSEEN_SIZES = ("0", "1", "2")  # half points: up to one point
_LEAST_SHIFT = 4  # half points: programs that make Word files of PDFs shift words by one or two
# Half points: nobody raises the mark of a note by less, if it is as large as the number.
_MOST_NOISE = 4
_SMALL = 0.75  # of the size of a number: a mark beside it is not larger
_LEAST_SIZE = 20  # half points: Word's own, where neither runs nor styles say one; files say more
_MOST_BASES = 12  # styles that stand on each other; Word itself allows about ten

Look = dict[str, str]  # property -> value; "" where it has none
Styles = dict[str, Look]

_LOOKS = (
    b"rStyle|pStyle|rFonts|color|kern|szCs|sz|lang|bCs|b|iCs|i|u|w|fitText|spacing|ind|jc|shd|highlight|position"
    b"|snapToGrid|widowControl|keepNext|keepLines|adjustRightInd|autoSpaceDE|autoSpaceDN|textAlignment|outlineLvl"
    b"|top|left|bottom|right|start|end|insideH|insideV|tl2br|tr2bl"
)
_ONLY_LOOKS = re.compile(rb"(?:<w:(?:" + _LOOKS + rb")(?: [^<>]*)?/>)*")
_MAY_BE_WHITE = re.compile(
    rb":color [^<>]*(?:val\s*=\s*[\"'](?:[Ff][C-Fc-f]){3}[\"']|themeColor\s*=\s*[\"'](?:background1|light1)\b)"
)
_SHIFTED = re.compile(rb"<w:position [^<>]*w:val\s*=\s*[\"']-?(?:[4-9]|[0-9]{2})")
_TINY = re.compile(rb"<w:sz [^<>]*w:val\s*=\s*[\"'][0-2][\"']")
# Most files have styles that say nothing of the kind, and no need to parse them.
_SAYS = re.compile(
    rb":(?:vanish|d?strike|vertAlign|position|shd)\b|:sz [^<>]*[\"'][0-2][\"']|"
    + _MAY_BE_WHITE.pattern
)
_REFERS = re.compile(rb"(?:[rp]|tbl)Style\b")
_NAMED = re.compile(rb"<w:[rp]Style [^<>]*w:val\s*=\s*[\"']([^\"']*)")


def refers(part: bytes) -> bool:
    """Whether a document has styles that its ``word/styles.xml`` explains."""
    return _REFERS.search(part) is not None


def says_something(part: bytes) -> bool:
    """Whether ``word/styles.xml`` may have a style that changes what is read."""
    return _SAYS.search(part) is not None


def named(root: etree._Element) -> Styles:
    """The styles of ``word/styles.xml``: what each says of its words, with what it has from others."""
    own: Styles = {}
    bases: dict[str, str] = {}
    for style in root.iter(W + "style"):
        name, base = style.get(W + "styleId", ""), style.find(W + "basedOn")
        own[name] = _own(style)
        bases[name] = base.get(VAL, "") if base is not None else ""
    return {name: _with_bases(name, own, bases) for name in own}


def _own(style: etree._Element) -> Look:
    if style.get(W + "type") == "table":  # which cells it shades depends on their place: any may be
        fills = [told["shd"] for told in map(tell, style.iter()) if told.get("shd")]
        return {"shd": fills[0]} if fills else {}
    paragraph, run = style.find(W + "pPr"), style.find(W + "rPr")
    shade = tell(paragraph) if paragraph is not None else {}
    return {**shade, **(tell(run) if run is not None else {})}


def _with_bases(name: str, own: Styles, bases: dict[str, str]) -> Look:
    look: Look = {}
    for _ in range(_MOST_BASES):
        if name not in own:
            break
        look = {**own[name], **look}
        name = bases[name]
    return look


def tell(properties: etree._Element) -> Look:
    """What the properties of a run, paragraph, cell or table say themselves."""
    return {_TOLD[mark.tag]: _value(mark) for mark in properties.iterchildren(*_TOLD)}


def _value(mark: etree._Element) -> str:
    if mark.tag == _SHADE:
        return _fill(mark)
    return _colour(mark) if mark.tag == _COLOUR else mark.get(VAL, "")


def _colour(mark: etree._Element) -> str:
    """The colour of words; that of a theme by its name, but for white."""
    theme = mark.get(_THEME)
    if theme in _WHITE_THEME and mark.get(_SHADED) is None:
        return "white"
    return theme if theme in _DARK_THEME else mark.get(VAL, "")


def _fill(shade: etree._Element) -> str:
    """The colour or pattern of a shade; "" for one as pale as the page."""
    fill, pattern = shade.get(W + "fill", "auto"), shade.get(VAL, "clear")
    if pattern not in ("clear", "nil"):
        return pattern
    return "" if _PALE.fullmatch(fill) else fill


def hides(look: Look) -> bool:
    """Whether words are hidden, struck out or too small to be seen."""
    hidden = any(look.get(name, "0") not in OFF for name in ("vanish", "strike", "dstrike"))
    return hidden or _is_tiny(look)


def _is_tiny(look: Look) -> bool:
    return look.get("sz") in _UNSEEN_SIZES


def is_white(look: Look) -> bool:
    """Whether words are white, which is unseen where nothing is shaded."""
    return _WHITE.fullmatch(look.get("color", "auto")) is not None


def is_shaded(look: Look) -> bool:
    """Whether something other than white paper is behind the words."""
    return bool(look.get("shd")) or not _PALE.fullmatch(look.get("highlight", "none"))


def shift(look: Look) -> int:
    """By how many half points words are raised (or lowered, below 0); 0 for what nobody would notice."""
    value = look.get("position", "")
    half_points = int(value) if re.fullmatch("-?[0-9]{1,4}", value) else 0
    return half_points if abs(half_points) >= _LEAST_SHIFT else 0


def is_one_line(one: Look, other: Look) -> bool:
    """Whether words are so little higher or lower than each other that it means nothing."""
    rise, as_large = abs(shift(one) - shift(other)), one.get("sz") == other.get("sz")
    return rise < _LEAST_SHIFT or (as_large and rise <= _MOST_NOISE)


def smaller(one: Look, other: Look) -> int | None:
    """Which of two words, 0 or 1, is clearly smaller; None if neither is for sure."""
    sizes = [_size(one), _size(other)]
    for number, size in enumerate(sizes):
        if size and size <= _SMALL * (sizes[1 - number] or _LEAST_SIZE):
            return number
    return None


def _size(look: Look) -> int:
    """The size in half points; 0 if it is not said."""
    value = look.get("sz", "")
    return int(value) if re.fullmatch("[0-9]{1,4}", value) else 0


def _tells(look: Look) -> bool:
    raised = look.get("vertAlign", "baseline") != "baseline"
    return raised or hides(look) or _may_be_overruled(look)


def _may_be_overruled(look: Look) -> bool:
    """Whether a style says what runs overrule by properties that otherwise are mere looks."""
    return is_white(look) or _is_tiny(look) or shift(look) != 0


def telling(styles: Styles) -> frozenset[str]:
    """The names of the styles that may change what is read."""
    return frozenset(name for name, look in styles.items() if _tells(look))


def simplify(part: bytes, styles: Styles) -> bytes:
    """``word/document.xml`` without the properties that only say how words look.

    A property that may hide, raise or delete words stays, with all that stand beside it; so do all
    where there are white words, for which the shades around them count, shifted ones, for which the sizes
    of those beside them do, or styles that looks overrule.
    """
    if any(map(_may_be_overruled, styles.values())):
        return part
    names = frozenset(name.encode() for name in telling(styles))
    # The properties of runs stand in those of paragraphs.
    simpler, sets = _without_looks(part, b"rPr", names)
    if any(_MAY_BE_WHITE.search(looks) or _SHIFTED.search(looks) for looks in sets):
        return part
    for name in (b"pPr", b"tcBorders"):
        simpler, _ = _without_looks(simpler, name, names)
    return simpler


def _without_looks(
    part: bytes, name: bytes, styles: frozenset[bytes]
) -> tuple[bytes, dict[bytes, bool]]:
    """The part without the properties of this name that only say how words look, and all sets of them."""
    opening, closing = b"<w:" + name + b">", b"</w:" + name + b">"
    first, *pieces = part.split(opening)
    known: dict[bytes, bool] = {}  # a file repeats a few sets of properties thousands of times
    kept = [first]
    for piece in pieces:
        inner, closed, rest = piece.partition(closing)
        only_looks = known.get(inner)
        if only_looks is None:
            only_looks = known[inner] = _is_only_looks(inner, styles)
        kept += (rest,) if closed and only_looks else (opening, piece)
    return b"".join(kept), known


def _is_only_looks(properties: bytes, styles: frozenset[bytes]) -> bool:
    return (
        _ONLY_LOOKS.fullmatch(properties) is not None
        and not _SHIFTED.search(properties)
        and not _TINY.search(properties)
        and styles.isdisjoint(_NAMED.findall(properties))
    )
