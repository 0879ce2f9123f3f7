"""An executed notebook as a page: blocks in reading order, headings, figures - ready for the template."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.export.execute import INJECTED, PARAMETERS, parameters_of, tags
from analysis.export.figures import Figure, find_figures, inert_json, screen_spec
from analysis.export.markup import Heading, clean_html, markdown_html

if TYPE_CHECKING:
    from nbformat import NotebookNode

LANGUAGES = ("zh", "en")
PRIORITY = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")


@dataclass(frozen=True)
class Block:
    """A piece of the page: ``kind`` is html, code, text or figure."""

    kind: str
    html: str = ""
    figure: Figure | None = None
    spec: str = ""
    height: int = 0
    twin: str = ""


@dataclass
class Page:
    """All that the template shows; ``anchor`` is what the anchors of its headings begin with."""

    lang: str
    title: str
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    anchor: str = "s"

    def text(self, html: str) -> Block:
        """A block of HTML, cleaned; its headings become the page's."""
        return Block("html", clean_html(html, self.headings, self.anchor))


def build_page(
    notebook: NotebookNode,
    twins: Mapping[str, bytes] | None = None,
    *,
    name: str = "",
    lang: str = "",
    anchor: str = "s",
) -> Page:
    """The page of an executed notebook.

    ``twins`` holds the SVG of each figure by its id, for paper; ``lang`` overrides the notebook's.
    """
    page = Page(lang=lang or language_of(notebook), title="", anchor=anchor)
    figures, sources = find_figures(notebook), []
    for place, cell in enumerate(notebook.cells):
        if not is_shown(cell, page.lang):
            continue
        if cell.cell_type == "markdown":
            page.blocks.append(page.text(markdown_html(cell.source)))
        elif cell.cell_type == "code":
            sources.append(cell.source.strip())
            if shown := _shown(place, cell, figures, twins or {}, page):
                page.blocks += [*shown, _code_block(sources)]
                sources = []
    page.title = _title(notebook, page.headings, name)
    return page


def is_shown(cell: Mapping[str, Any], lang: str) -> bool:
    """Whether a cell is for the reader: no parameters, and no cell tagged with the other language."""
    marks = set(tags(cell))
    in_language = not marks & set(LANGUAGES) or lang in marks
    return in_language and not marks & {PARAMETERS, INJECTED}


def language_of(notebook: NotebookNode) -> str:
    """zh or en: the parameter ``lang``, else the notebook's metadata, else Chinese."""
    wish = parameters_of(notebook).get("lang") or notebook.metadata.get("lang")
    return wish if wish in LANGUAGES else LANGUAGES[0]


def headings_of(cell: Mapping[str, Any]) -> list[str]:
    """The headings that a cell holds or has shown."""
    found: list[Heading] = []
    if cell["cell_type"] == "markdown":
        clean_html(markdown_html(cell["source"]), found)
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        clean_html(data.get("text/html", "") or markdown_html(data.get("text/markdown", "")), found)
    return [heading.text for heading in found]


def _shown(
    place: int,
    cell: NotebookNode,
    figures: Mapping[tuple[int, int], Figure],
    twins: Mapping[str, bytes],
    page: Page,
) -> list[Block]:
    """What a code cell put on the page."""
    shown = []
    for number, output in enumerate(cell.outputs):
        if figure := figures.get((place, number)):
            shown.append(_figure_block(figure, twins))
        elif block := _output_block(output, page):
            shown.append(block)
    return shown


def _code_block(sources: list[str]) -> Block:
    """The code since the last thing shown, folded away as one."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    source = "\n\n".join(filter(None, sources))
    return Block("code", highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip())


def _figure_block(figure: Figure, twins: Mapping[str, bytes]) -> Block:
    svg = twins.get(figure.id)
    twin = "data:image/svg+xml;base64," + base64.b64encode(svg).decode() if svg else ""
    spec = screen_spec(figure)
    height = spec["layout"]["height"]
    return Block("figure", figure=figure, spec=inert_json(spec), height=height, twin=twin)


def _output_block(output: NotebookNode, page: Page) -> Block | None:
    if output.output_type == "stream":
        return Block("text", escape(output.text.rstrip())) if output.name == "stdout" else None
    if output.output_type == "error":
        return Block("text", escape(f"{output.ename}: {output.evalue}"))
    data = output.get("data", {})
    kind = next((mime for mime in PRIORITY if mime in data), None)
    if kind == "text/html":
        return page.text(data[kind])
    if kind == "text/markdown":
        return page.text(markdown_html(data[kind]))
    if kind == "text/plain":
        return Block("text", escape(data[kind]))
    return Block("html", _picture(kind, data[kind])) if kind else None


def _picture(mime: str, data: str) -> str:
    if mime == "image/svg+xml":
        data = base64.b64encode(data.encode()).decode()
    return (
        f'<p class="gk-picture"><img alt="" src="data:{mime};base64,{"".join(data.split())}"></p>'
    )


def _title(notebook: NotebookNode, headings: list[Heading], name: str) -> str:
    first = min(headings, key=lambda heading: heading.level, default=None)
    text = first.text if first else notebook.metadata.get("title") or name or "gongkai"
    return re.sub(r"\s+", " ", str(text))
