"""Runs of a Word file: words that nobody sees are taken out, those above or below the line are marked.

What counts is said by the run, by its character style and by the style of its paragraph, in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from analysis.readers import docxstyles
from analysis.readers.docxstyles import P_STYLE, STYLED, VAL, Look, Styles, W
from analysis.readers.marks import HEIGHTS, LOWERED, RAISED, WHITE, is_number

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXT, MATH_TEXT = W + "t", M + "t"
_WORDS = (TEXT, MATH_TEXT, W + "sym")
_RUNS = (W + "r", M + "r")
_P, _CELL, _BOX = W + "p", W + "tc", W + "txbxContent"
_AROUND = (_P, _CELL, W + "tbl", _BOX)  # what may be shaded behind a run
_PROPERTIES = tuple(W + name for name in ("rPr", "pPr", "tcPr", "tblPr"))


def settle(marks: Iterable[etree._Element], styles: Styles) -> None:
    """Change the words of runs as ``marks`` ask for it: properties of runs, and names of styles."""
    shifted: list[etree._Element] = []
    white: dict[etree._Element, list[etree._Element]] = {}  # cell or paragraph -> its white runs
    for run in _marked(marks, styles):
        look = _look(run, styles)
        raised = look.get("vertAlign")
        if docxstyles.hides(look):
            etree.strip_elements(run, *_WORDS, with_tail=False)
        elif docxstyles.is_white(look) and not _is_shaded(run, styles):
            white.setdefault(_holder(run), []).append(run)
        elif raised == "superscript":  # a footnote mark: 22¹ is no 221
            rewrite(run, RAISED)
        elif raised == "subscript":
            rewrite(run, LOWERED)
        elif docxstyles.shift(look):
            shifted.append(run)
    for paragraph in dict.fromkeys(map(_paragraph, shifted)):
        _part_heights(paragraph, styles)
    for holder, runs in white.items():
        _hide_white(holder, runs)


def _hide_white(holder: etree._Element, runs: list[etree._Element]) -> None:
    """Take out white words beside dark ones; white words alone may stand on a ground that is not known.

    They stay, as a header's would have to, but a number among them gets a mark, so that it is not read.
    """
    words = _words(holder)
    alone = len(words) == sum(len(_words(run)) for run in runs)
    if not alone:
        for run in runs:
            etree.strip_elements(run, *_WORDS, with_tail=False)
    elif is_number(words):
        _put_before(runs[0], WHITE)


def _put_before(element: etree._Element, mark: str) -> None:
    first = next(element.iter(TEXT, MATH_TEXT))
    first.text = mark + (first.text or "").removeprefix(mark)


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(TEXT, MATH_TEXT)).strip()


def _holder(run: etree._Element) -> etree._Element:
    cell = next(run.iterancestors(_CELL), None)
    return _paragraph(run) if cell is None else cell


def rewrite(element: etree._Element, characters: dict[int, int]) -> None:
    """Put other characters for those in all words of an element."""
    for text in element.iter(TEXT, MATH_TEXT):
        text.text = (text.text or "").translate(characters)


def _marked(marks: Iterable[etree._Element], styles: Styles) -> dict[etree._Element, None]:
    """The runs that properties or styles speak of, each once, in the order of the file."""
    telling = docxstyles.telling(styles)
    runs: dict[etree._Element, None] = {}
    for mark in marks:
        if mark.tag in STYLED and mark.get(VAL) not in telling:
            continue
        owner = mark.getparent().getparent()
        if mark.tag == P_STYLE:
            runs |= dict.fromkeys(owner.iter(*_RUNS))
        elif owner is not None and owner.tag in _RUNS:
            runs[owner] = None
    return runs


def _paragraph(run: etree._Element) -> etree._Element:
    return next(run.iterancestors(_P), run)


def _look(run: etree._Element, styles: Styles) -> Look:
    return {**_said(_paragraph(run), styles), **_said(run, styles)}


def _said(holder: etree._Element, styles: Styles) -> Look:
    """What the properties of an element say, and the style that they name."""
    look: Look = {}
    for properties in islice(holder, 2):  # they come first; a formula has others before them
        if properties.tag in _PROPERTIES:
            for name in properties.iterchildren(*STYLED):
                look.update(styles.get(name.get(VAL, ""), {}))
            look.update(docxstyles.tell(properties))
    return look


def _is_shaded(run: etree._Element, styles: Styles) -> bool:
    """Whether white words stand on a shade - or in a box, whose filling nobody sees from here."""
    return any(
        holder.tag == _BOX or docxstyles.is_shaded(_said(holder, styles))
        for holder in (run, *run.iterancestors(*_AROUND))
    )


def _part_heights(paragraph: etree._Element, styles: Styles) -> None:
    """Mark digits that stand higher or lower than digits beside them.

    Smaller ones are marks of notes. Of others nobody knows, so that their cell is not read. Words alone
    are shifted for their looks, and so are numbers as a whole.
    """
    for pair in list(_digits_beside(paragraph)):
        looks = [_look(run, styles) for run in pair]
        if docxstyles.is_one_line(*looks):
            continue
        mark = docxstyles.smaller(*looks)
        if mark is None:
            if next(paragraph.iterancestors(_CELL), None) is not None:
                _put_before(paragraph, HEIGHTS)
            mark = 1 if docxstyles.shift(looks[1]) else 0
        rise = docxstyles.shift(looks[1]) - docxstyles.shift(looks[0])
        is_higher = rise > 0 if mark else rise < 0
        rewrite(pair[mark], RAISED if is_higher else LOWERED)


def _digits_beside(paragraph: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Each two runs of which one ends in a digit and the next goes on with one."""
    before: etree._Element | None = None  # the last run, if it ends in a digit
    for text in paragraph.iter(TEXT):
        if text.text:
            run = text.getparent()
            if before is not None and text.text[0].isdecimal():
                yield before, run
            before = run if text.text[-1].isdecimal() else None
