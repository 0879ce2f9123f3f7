"""The tree of a page without what nobody sees of it, and with marks where its lines break.

Words that may be seen or not - white ones, where nothing says what is behind them - stay, but a number
among them gets a mark, so that it is not read. So does a cell with nothing in it but what a picture or
a script draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set

from lxml import etree

from analysis.readers import looks as say
from analysis.readers import marks
from analysis.readers.grounds import Grounds
from analysis.readers.looks import Looks, Styles

LINE = "\u2028"
BLOCKS = (
    "p", "div", "li", "td", "th", "caption", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    "header", "main", "dd", "dt", "pre", "blockquote", "center", "form", "fieldset", "ul", "ol", "dl", "address",
    "figure", "figcaption", "details", "summary", "legend", "menu", "dir",
)  # fmt: skip
_DROPPED = (
    "script", "style", "noscript", "template", "textarea", "select", "iframe", "object", "embed", "svg", "canvas",
    "nav", "footer", "aside", "button", "audio", "video", "s", "strike", "del", "xml", "datalist",
)  # fmt: skip
_IN_TABLES = frozenset(("thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"))
_WITH_BORDERS = _IN_TABLES.union(BLOCKS)  # lines begin and end there in any case
_DRAWN = ("script", "noscript", "svg", "canvas", "object", "embed", "iframe", "button", "video")
_CONTROLS = ("input", "textarea", "select")
_NOT_TYPED = frozenset(
    ("checkbox", "radio", "button", "submit", "reset", "image", "file", "password", "range", "color")
)  # fmt: skip
_LAYOUT = etree.XPath("//table/ancestor::td | //table/ancestor::th")
_HIDDEN = etree.XPath("//@hidden/..")

Slot = tuple[etree._Element, str]  # an element, and which of its words: "text" or "tail"


def needs_all_styles(styles: Styles) -> bool:
    """Whether some words are hidden in a way that other styles may undo, even those that hide nothing."""
    return any(say.hiding_property(looks) or say.is_white(looks) for _, looks in styles.told)


def clean(root: etree._Element, styles: Styles) -> None:
    """Take out what a reader of the page does not see, and mark its line breaks."""
    _show_controls(root)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    for element in _HIDDEN(root):
        _drop(element)
    opened = _opened_by_scripts(root, styles)
    for element, looks in styles.told:
        if element not in opened:
            _apply(element, looks, styles)
    _hide_white(styles)
    for element in list(root.iter("br", "hr", "sup", "sub", "rt", "pre")):
        if element.tag in ("br", "hr"):
            element.tail = LINE + (element.tail or "")
        elif element.tag == "pre":
            _keep_lines(element)
        else:  # 22<sup>1</sup> is no 221
            _shift(element, marks.LOWERED if element.tag == "sub" else marks.RAISED)


def _show_controls(root: etree._Element) -> None:
    """In cells: what is typed into a field becomes text, what a program draws becomes a picture."""
    layout = set(_LAYOUT(root))
    for element in list(root.iter(*_DRAWN, *_CONTROLS)):
        cell = next(element.iterancestors("td", "th"), None)
        if cell is None or cell in layout:
            continue  # the page around the report
        if element.tag == "input" and element.get("type", "").strip().lower() == "hidden":
            continue
        words = _typed(element)
        for child in list(element):
            element.remove(child)
        element.text = words
        element.tag = "img" if words is None else "span"


def _typed(element: etree._Element) -> str | None:
    """What a field shows; None if that is no number: a button, a box to tick, 请选择."""
    if element.tag == "input":
        typed = element.get("type", "").strip().lower() not in _NOT_TYPED
        words = element.get("value", "") if typed else None
    elif element.tag == "textarea":
        words = "".join(element.itertext())
    elif element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        words = "".join("".join(option.itertext()) for option in chosen[-1:])
    else:
        words = None
    return None if words is None or words.strip().isalpha() else words


def _opened_by_scripts(root: etree._Element, styles: Styles) -> set[etree._Element]:
    """What is hidden though it holds most cells of the page: tabs and panels that wait for a script."""
    hidden = {e for e, looks in styles.told if say.may_be_opened(e, looks)}
    hidden = {e for e in hidden if not any(outer in hidden for outer in e.iterancestors())}
    cells = [sum(1 for _ in element.iter("td")) for element in hidden]
    if not any(cells):
        return set()
    seen = sum(1 for _ in root.iter("td")) - sum(cells)
    return hidden if seen < max(cells) else set()


def _apply(element: etree._Element, looks: Looks, styles: Styles) -> None:
    hiding = say.hiding_property(looks)
    if say.is_gone(looks) or (say.is_unseen(looks) and element.tag not in _IN_TABLES):
        _drop(element)
    elif say.is_unseen(looks):  # a cell keeps its place
        _silence(_slots(element, lambda child: False))
    elif hiding:
        _silence(_slots(element, lambda child: say.undoes(styles.of(child), hiding)))
    elif element.tag in _WITH_BORDERS:
        return
    elif say.is_raised(looks):
        _shift(element, marks.RAISED)
    elif say.is_lowered(looks):
        _shift(element, marks.LOWERED)
    elif say.is_block(looks):
        element.text = LINE + (element.text or "")
        element.tail = LINE + (element.tail or "")


def _drop(element: etree._Element) -> None:
    """Remove an element, but keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _slots(element: etree._Element, is_shown: Callable[[etree._Element], bool]) -> Iterator[Slot]:
    """Where the words of an element stand, but for what is in elements that are shown all the same."""
    yield element, "text"
    for child in element:
        if not is_shown(child):
            yield from _slots(child, is_shown)
        yield child, "tail"


def _silence(slots: Iterable[Slot]) -> None:
    for element, which in slots:
        setattr(element, which, None)


def _shift(element: etree._Element, signs: dict[int, int]) -> None:
    """Write the digits of an element as raised or lowered ones."""
    mark = "".join(element.itertext()).translate(signs)
    for child in list(element):
        element.remove(child)
    element.text = mark


def _keep_lines(element: etree._Element) -> None:
    for part in element.iter():
        part.text = part.text and part.text.replace("\n", LINE)
        if part is not element:
            part.tail = part.tail and part.tail.replace("\n", LINE)


def _hide_white(styles: Styles) -> None:
    """Take out white words beside dark ones; where they may stand on a colour, mark numbers."""
    whites = [element for element, looks in styles.told if say.is_white(looks)]
    if not whites:
        return
    layout = set(_LAYOUT(whites[0].getroottree()))
    held = _held(whites, layout, styles)
    alone = {  # cells with white words only: may a class colour them?
        holder: any(slots.values()) for holder, slots in held.items() if _is_all(slots, holder)
    }
    seen = _seen_rows(alone, layout)
    for holder, slots in held.items():
        if holder not in alone and not any(slots.values()):
            _silence(slots)
        elif holder.tag not in ("td", "th") or holder.getparent() in seen:
            continue
        elif marks.is_number(_words(holder)):
            holder.text = marks.WHITE + (holder.text or "")


def _held(
    whites: list[etree._Element], layout: set[etree._Element], styles: Styles
) -> dict[etree._Element, dict[Slot, bool]]:
    """Cells or blocks with their white words that stand on no known colour: may they all the same?"""
    grounds = Grounds(styles)
    held: dict[etree._Element, dict[Slot, bool]] = {}
    known: set[Slot] = set()
    for element in whites:
        if (element, "text") in known or grounds.is_coloured(element):
            continue
        for part in _cells_of(element):
            slots = list(_slots(part, lambda child: _is_not_white(child, styles, grounds)))
            known.update(slots)
            holder = _holder(part, layout)
            if holder is not None:
                in_doubt = _may_be_coloured(part, holder)
                held.setdefault(holder, {}).update(dict.fromkeys(slots, in_doubt))
    return {
        holder: slots
        for holder, slots in held.items()
        if any((getattr(element, which) or "").strip() for element, which in slots)
    }


def _is_all(slots: Iterable[Slot], holder: etree._Element) -> bool:
    white = "".join(getattr(element, which) or "" for element, which in slots)
    return len("".join(white.split())) == len("".join(_words(holder).split()))


def _words(element: etree._Element) -> str:
    return "".join(element.itertext())


def _seen_rows(
    alone: dict[etree._Element, bool], layout: set[etree._Element]
) -> set[etree._Element]:
    """Rows whose white figures in all likelihood have a ground from a class, by a rule of another file.

    Whoever hides figures leaves their labels to be read, and most figures of the page.
    """
    white = {cell for cell, may_be_coloured in alone.items() if may_be_coloured}
    rows = {cell.getparent() for cell in white if cell.tag in ("td", "th")}
    if not rows:
        return rows
    page = next(iter(rows)).getroottree()
    figures = {
        cell: words
        for cell in page.iter("td", "th")
        if cell not in layout and marks.is_number(words := _words(cell))
    }
    hidden = [words.strip() for cell, words in figures.items() if cell in white]
    # Zeros may be hidden to look blank, many of them.
    is_most = 2 * len(hidden) > len(figures) and len(set(hidden)) > 1
    return {row for row in rows if _is_white(row, white, figures.keys(), is_most)}


def _is_white(row: etree._Element, white: Set, figures: Set, no_label: bool) -> bool:
    """Whether all figures of a row are white, and its label too unless ``no_label`` is asked for."""
    told = {cell for cell in row.iter("td", "th") if _words(cell).strip()}
    labels = told - figures
    return white >= told & figures and (no_label or (bool(labels) and white >= labels))


def _is_not_white(element: etree._Element, styles: Styles, grounds: Grounds) -> bool:
    looks = styles.of(element)
    is_dark = looks.get("color", "inherit") not in ("inherit", "unset") and not say.is_white(looks)
    return is_dark or grounds.of(element) == "coloured"


def _cells_of(element: etree._Element) -> list[etree._Element]:
    """The element, or its cells; nothing if it holds whole tables, for nobody hides a report so."""
    if next(element.iter("table"), None) is not None:
        return []
    return list(element.iter("td", "th")) or [element]


def _holder(element: etree._Element, layout: set[etree._Element]) -> etree._Element | None:
    """The cell, or else the block, in which an element stands."""
    around = (element, *element.iterancestors())
    cell = next((part for part in around if part.tag in ("td", "th")), None)
    if cell is not None and cell not in layout:
        return cell
    return next((part for part in around if part.tag in BLOCKS), None)


def _may_be_coloured(element: etree._Element, holder: etree._Element) -> bool:
    """Whether a class, whose rule may be in another file, stands between the words and their ground."""
    last = next(holder.iterancestors("table"), holder) if holder.tag in ("td", "th") else holder
    for part in (element, *element.iterancestors()):
        names = part.get("class", "")
        if names and not names.startswith("Mso"):  # Word's own colour nothing
            return True
        if part is last:
            return False
    return False
