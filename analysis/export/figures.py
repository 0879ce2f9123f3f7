"""The figures that an executed notebook shows, in order, with what is known about each.

A figure carries its own description in ``fig.layout.meta``::

    {"name": "channels", "title": "…", "subtitle": "…", "alt": "…", "source": "…",
     "table": {"columns": ["channel", "count"], "rows": [["website", 222]]},
     "head": 84}  # pixels above the plot that title and subtitle take

All of it is optional: a figure without a name is ``figure-1`` and so on. A chart file shows its title
and source in the picture; on a page they stand beside it as text, so that they wrap and can be read
aloud. The source in the picture is the annotation named ``source``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

MIME = "application/vnd.plotly.v1+json"
SOURCE_ANNOTATION = "source"
WIDTH, HEIGHT = 760, 440
SOURCE_ROW, HEAD_WITH_WORDS, BARE_HEAD = 16, 40, 12  # pixels


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart: column names and rows."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One figure of a notebook; ``id`` is unique on the page, ``name`` in the notebook."""

    id: str
    name: str
    title: str
    subtitle: str
    alt: str
    source: str
    table: Table
    spec: dict[str, Any]

    @property
    def width(self) -> int:
        """Width in pixels of the chart file."""
        return int(_size(self.spec, "width") or WIDTH)

    @property
    def height(self) -> int:
        """Height in pixels, of the chart file and on the page."""
        return int(_size(self.spec, "height") or HEIGHT)

    @property
    def titled(self) -> bool:
        """Whether the picture itself shows a title."""
        return bool(_title_text(self.spec))

    @property
    def sourced(self) -> bool:
        """Whether the picture itself names its source."""
        notes = self.spec.get("layout", {}).get("annotations") or []
        return any(note.get("name") == SOURCE_ANNOTATION for note in notes)


def find_figures(notebook: NotebookNode) -> dict[tuple[int, int], Figure]:
    """All figures by (place of the cell, place of the output), in reading order."""
    found: dict[tuple[int, int], Figure] = {}
    names: set[str] = set()
    for place, spec in _specs(notebook):
        figure = _figure(spec, len(found) + 1, names)
        names.add(figure.name)
        found[place] = figure
    return found


def inert_json(value: Any) -> str:
    """JSON that stays data inside an HTML page: nothing in it can close or open a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return re.sub("[<>&\u2028\u2029]", lambda m: f"\\u{ord(m.group()):04x}", text)


def screen_spec(figure: Figure) -> dict[str, Any]:
    """The figure as the page draws it: as wide as the page, title and source left to the page."""
    layout = dict(figure.spec.get("layout", {}))
    meta = layout.get("meta") if isinstance(layout.get("meta"), Mapping) else {}
    notes = layout.get("annotations") or []
    sources = [note for note in notes if note.get("name") == SOURCE_ANNOTATION]
    layout["annotations"] = [note for note in notes if note not in sources]
    kept = HEAD_WITH_WORDS if _has_words_above(figure.spec) else BARE_HEAD
    cut = {
        "t": max((meta.get("head") or 0) - kept, 0),
        "b": sum(_lines(note) * SOURCE_ROW for note in sources),
    }
    margin = dict(layout.get("margin") or {})
    layout["margin"] = margin | {
        side: max(margin.get(side, 80) - px, 8) for side, px in cut.items()
    }
    for key in ("meta", "title", "width"):
        layout.pop(key, None)
    layout |= {"height": figure.height - sum(cut.values()), "autosize": True}
    return {"data": figure.spec.get("data", []), "layout": layout}


def _lines(note: Mapping[str, Any]) -> int:
    return str(note.get("text", "")).count("<br>") + 1


def _has_words_above(spec: Mapping[str, Any]) -> bool:
    """Whether a legend, a note or an axis needs room between title and plot."""
    layout, traces = spec.get("layout", {}), spec.get("data", [])
    legend = layout.get("showlegend", len(traces) > 1)
    named = any(trace.get("showlegend") is not False for trace in traces)
    notes = any((note.get("y") or 0) >= 1 for note in layout.get("annotations") or [])
    axes = any(k.startswith("xaxis") and v.get("side") == "top" for k, v in layout.items())
    return bool(legend and named) or notes or axes


def _specs(notebook: NotebookNode) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    for c, cell in enumerate(notebook.cells):
        for o, output in enumerate(cell.get("outputs", [])):
            spec = output.get("data", {}).get(MIME)
            if isinstance(spec, Mapping):
                yield (c, o), json.loads(json.dumps(spec))


def _figure(spec: dict[str, Any], number: int, taken: set[str]) -> Figure:
    meta = spec.get("layout", {}).get("meta")
    meta = meta if isinstance(meta, Mapping) else {}
    title = str(meta.get("title") or "").strip() or _plain(_title_text(spec))
    name = _unique(_slug(meta.get("name")) or f"figure-{number}", taken)
    table = meta.get("table") if isinstance(meta.get("table"), Mapping) else {}
    return Figure(
        id=f"figure-{number}",
        name=name,
        title=title or name,
        subtitle=str(meta.get("subtitle") or "").strip(),
        alt=str(meta.get("alt") or title or name).strip(),
        source=str(meta.get("source") or "").strip(),
        table=Table(list(table.get("columns", [])), [list(row) for row in table.get("rows", [])]),
        spec=spec,
    )


def _slug(name: object) -> str:
    text = str(name or "")
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]
    if text and not slug:  # A name in Chinese: stable, if not readable.
        return "figure-" + hashlib.sha256(text.encode()).hexdigest()[:8]
    return slug


def _unique(name: str, taken: set[str]) -> str:
    number, wanted = 2, name
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _title_text(spec: Mapping[str, Any]) -> str:
    title = spec.get("layout", {}).get("title")
    text = title.get("text") if isinstance(title, Mapping) else title
    return str(text or "")


def _plain(text: str) -> str:
    """Plotly's own mark-up taken off; all else stays, to be escaped where it is shown."""
    marks = r"</?(?:b|i|em|strong|sub|sup|span|s|u|br|a)(?:\s[^<>]*)?/?>"
    return " ".join(unescape(re.sub(marks, " ", text)).split())


def _size(spec: Mapping[str, Any], side: str) -> float | None:
    layout = spec.get("layout", {})
    return layout.get(side) or layout.get("template", {}).get("layout", {}).get(side)
