"""What binds the notebooks of one report together: the overview page and the combined PDF.

Both begin with the same front: organ and year, what it rests on, and the key figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.errors import GongkaiError
from analysis.export.page import Page, build_page

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.export.markup import Heading

OVERVIEW, COMBINED = "index.html", "combined.pdf"


@dataclass(frozen=True)
class Front:
    """Title, the lines under it, and the key figures as safe HTML.

    ``opening`` is how each notebook's title begins (organ and year): the overview does not repeat it.
    """

    title: str
    lines: Sequence[str] = ()
    figures: str = ""
    opening: str = ""
    lang: str = "zh"


@dataclass(frozen=True)
class Volume:
    """A notebook that was run: its name, itself, the SVG of its figures by id, the files made of it."""

    name: str
    notebook: NotebookNode
    twins: Mapping[str, bytes] = field(default_factory=dict)
    files: Sequence[str] = ()


@dataclass(frozen=True)
class Entry:
    """A notebook in the overview."""

    title: str
    href: str
    headings: Sequence[Heading]
    picture: str
    files: Sequence[File]


@dataclass(frozen=True)
class File:
    """A link to a file beside the page."""

    href: str
    label: str


@dataclass(frozen=True)
class Chapter:
    """A notebook in the combined document, with the line that runs at the top of its pages."""

    page: Page
    running: str


def overview(front: Front, volumes: Sequence[Volume], missing: Sequence[str], *files: str) -> str:
    """The HTML of ``index.html``: the front, and each notebook with its parts and files.

    ``missing`` names the notebooks that failed; ``files`` stand for all of them together.
    """
    from analysis.export.exporters import WORDS, GongkaiHTMLExporter

    words, shown = WORDS[front.lang], set()
    return GongkaiHTMLExporter(twins=False).fill(
        "overview.html.j2",
        front.title,
        front.lang,
        front=front,
        entries=[_entry(volume, front, shown) for volume in volumes],
        files=[File(name, f"{words['combined']} · PDF") for name in files],
        missing=missing,
    )


def _entry(volume: Volume, front: Front, shown: set[str]) -> Entry:
    """One entry, with the first of its pictures that no entry before it has shown."""
    page = build_page(volume.notebook, volume.twins, name=volume.name)
    drawn = (block for block in page.blocks if block.figure and block.figure.table.rows)
    twins = [block.twin for block in drawn if block.twin]
    pictures = [twin for twin in twins if twin not in shown][:1]
    shown.update(pictures)
    files = [File(name, name.rpartition(".")[2].upper()) for name in volume.files]
    return Entry(
        title=_headline(page.title.removeprefix(front.opening)) or page.title,
        href=f"{volume.name}.html",
        headings=[heading for heading in page.headings if heading.level == 2],
        picture=pictures[0] if pictures else "",
        files=files,
    )


def _headline(words: str) -> str:
    return words.strip()[:1].upper() + words.strip()[1:]


def combined(
    front: Front,
    volumes: Sequence[Volume],
    missing: Sequence[str],
    print_pdf: Callable[[str], bytes],
) -> bytes:
    """All notebooks as one PDF: front, contents with page numbers, a chapter each, bookmarks.

    A browser cannot tell where a heading will fall before it has printed, so it prints twice: the
    first time the bookmarks say on which page each heading came to stand, the second time the
    contents say so too. Raises :class:`GongkaiError` if the second printing moved a heading.
    """
    pages = [
        build_page(v.notebook, v.twins, name=v.name, anchor=f"c{number}-")
        for number, v in enumerate(volumes, 1)
    ]
    headings = [heading for page in pages for heading in page.headings]
    blank = dict.fromkeys((heading.anchor for heading in headings), "00")
    first = places(print_pdf(_sheet(front, pages, missing, blank)), headings)
    numbers = {anchor: f"{page}" for anchor, page in first.items()}
    printed = print_pdf(_sheet(front, pages, missing, numbers))
    if places(printed, headings) != first:
        raise GongkaiError(
            "合订本的目录与页码对不上",
            "The contents of the combined PDF do not agree with its pages",
            next_zh="请用各笔记本自己的 PDF，并把这份报告的情况告诉我们",
            next_en="Use each notebook's own PDF, and tell us about this report",
        )
    return printed


def _sheet(
    front: Front, pages: Sequence[Page], missing: Sequence[str], numbers: Mapping[str, str]
) -> str:
    from analysis.export.exporters import GongkaiPDFExporter, css_string

    return GongkaiPDFExporter(twins=False).fill(
        "combined.html.j2",
        front.title,
        front.lang,
        front=front,
        chapters=[Chapter(page, css_string(page.title)) for page in pages],
        numbers=numbers,
        missing=missing,
    )


def places(pdf: bytes, headings: Sequence[Heading]) -> dict[str, int]:
    """The page, from 1, on which each heading stands, by its anchor, as the bookmarks tell it.

    A heading whose bookmark is not found in its order is left out.
    """
    import pypdfium2

    found: dict[str, int] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        marks = [
            (_plain(mark.get_title()), dest.get_index())
            for mark in document.get_toc()
            if (dest := mark.get_dest()) is not None
        ]
    finally:
        document.close()
    at = 0
    for heading in headings:
        for step, (title, page) in enumerate(marks[at:]):
            if title == _plain(heading.text):
                found[heading.anchor], at = page + 1, at + step + 1
                break
    return found


def _plain(title: str) -> str:
    return re.sub(r"\s+", "", title)
