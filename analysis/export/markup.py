"""HTML that may go into the document: Markdown turned into it, and what notebooks print cleaned.

Only a known list of tags and attributes passes; headings get anchors for the table of contents and
tables get a box of their own to scroll in. ``$`` is a dollar sign: there is no formula mode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _words(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub "
    "summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
DROPPED = _words(
    "script style template noscript iframe frame frameset object embed applet svg math audio video "
    "source track canvas meta link base form input button select option textarea title head"
)
ATTRIBUTES = _words("class colspan rowspan scope title lang dir start reversed datetime open")
SHORT = 12  # Characters of a table cell that stays on one line.
_SAFE_LINK = re.compile(r"(?i)(?:https?:|mailto:|#)")
_SAFE_STYLE = re.compile(
    r"(?i)^\s*(?:text-align|font-weight|font-style|color|background(?:-color)?|width|white-space|"
    r"--gk-[a-z-]+)\s*:\s*[-\w\s.%#,()]+$"
)
_NUMBER = re.compile(r"[≥≤≈⩾⩽~+\-−]?\s?[\d,]*\.?\d+\s?[%‰\u4e00-\u9fff]{0,2}")
_NOTHING = re.compile(r"[-–—/…]*|nan|NaN|None|<NA>")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")


@dataclass(frozen=True)
class Heading:
    """A heading of the document, with the anchor it can be reached by."""

    level: int
    anchor: str
    text: str


def markdown_html(text: str) -> str:
    """Markdown as HTML, not cleaned yet."""
    return _markdown()(text)


def clean_html(html: str, headings: list[Heading] | None = None, anchor: str = "s") -> str:
    """The HTML with nothing in it that runs, loads or leaves; its headings are added to ``headings``.

    Headings get the anchors ``s1``, ``s2``…; another ``anchor`` keeps several pages in one file apart.
    """
    from lxml import etree
    from lxml.html import fragment_fromstring, tostring

    if not html.strip():
        return ""
    # NUL and other control characters have no place in a document and would stop the parser.
    html = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", html)
    root = fragment_fromstring(html, create_parent="div")
    for node in [n for n in root.iter() if n is not root]:
        if not isinstance(node.tag, str) or isinstance(node, etree._Comment):
            node.drop_tree() if node.getparent() is not None else None
    _clean(root)
    _anchor(root, headings if headings is not None else [], anchor)
    for table in list(root.iter("table")):
        _dress(table)
    return tostring(root, encoding="unicode")[len("<div>") : -len("</div>")]


@cache
def _markdown() -> Any:
    import mistune

    return mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "footnotes"])


def _clean(root: Any) -> None:
    for node in list(root.iterdescendants()):
        if node.getparent() is None:
            continue
        if node.tag in DROPPED:
            node.drop_tree()
        elif node.tag == "img":
            _clean_picture(node)
        elif node.tag not in TAGS:
            node.drop_tag()
        else:
            _clean_attributes(node)


def _clean_attributes(node: Any) -> None:
    for name, value in list(node.attrib.items()):
        link = node.tag == "a" and name == "href" and _SAFE_LINK.match(value.strip())
        if name in ATTRIBUTES or name.startswith("aria-") or name == "role" or link:
            continue
        del node.attrib[name]
        if name == "style" and (kept := _style(value)):
            node.set("style", kept)
    if node.get("href", "#")[0] != "#":
        node.set("rel", "noopener noreferrer")


def _style(value: str) -> str:
    return ";".join(
        part.strip() for part in value.split(";") if _SAFE_STYLE.match(part) and "url" not in part
    )


def _clean_picture(node: Any) -> None:
    if not _PICTURE.fullmatch(node.get("src", "")):
        node.drop_tree()
        return
    kept = {
        name: node.get(name)
        for name in ("src", "alt", "width", "height", "class")
        if node.get(name)
    }
    node.attrib.clear()
    node.attrib.update({"alt": ""} | kept)


def _anchor(root: Any, headings: list[Heading], anchor: str) -> None:
    for node in root.iter("h1", "h2", "h3"):
        text = " ".join(node.text_content().split())
        if not text:
            continue
        heading = Heading(int(node.tag[1]), f"{anchor}{len(headings) + 1}", text)
        node.set("id", heading.anchor)
        headings.append(heading)


def _dress(table: Any) -> None:
    """Numbers to the right, header cells with a scope, a box around the table that can scroll."""
    from lxml.html import Element

    for cell in table.iter("td", "th"):
        cell.attrib.pop("style", None)
        if len(cell.text_content().strip()) <= SHORT:
            _add_class(cell, "gk-short")
        if cell.tag == "th":
            in_head = any(parent.tag == "thead" for parent in cell.iterancestors())
            cell.set("scope", "col" if in_head else "row")
    _align_numbers(table)
    if "gk-scroll" in (table.getparent().get("class") or ""):
        return
    box = Element("div", {"class": "gk-scroll", "tabindex": "0"})
    table.addprevious(box)
    tail, table.tail = table.tail, None
    box.append(table)
    box.tail = tail


def _align_numbers(table: Any) -> None:
    """Columns of numbers stand to the right, with their heads."""
    rows = [list(row) for row in table.iter("tr")]
    widest = max(map(len, rows), default=0)
    rows = [row for row in rows if len(row) == widest]
    for cells in zip(*rows, strict=True):
        texts = [c.text_content().strip() for c in cells if c.tag == "td"]
        told = [text for text in texts if not _NOTHING.fullmatch(text)]
        if told and sum(bool(_NUMBER.fullmatch(text)) for text in told) * 2 > len(told):
            for cell in cells:
                _add_class(cell, "gk-num")


def _add_class(node: Any, name: str) -> None:
    node.set("class", f"{node.get('class', '')} {name}".strip())
