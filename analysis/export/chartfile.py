"""One chart as a file, from a script: the same offline browser and the same bytes as in a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.export.files import write_bytes

if TYPE_CHECKING:
    import plotly.graph_objects as go

FORMATS = ("svg", "png")
WIDTH, HEIGHT = 760, 440  # pixels, for a figure that does not say


def write_chart(figure: go.Figure, path: str | Path) -> Path:
    """Write a plotly figure as ``.svg`` or ``.png`` (two pixels to one), without any network.

    Returns the path. Raises :class:`UsageError` for another ending, :class:`BrowserMissing` without
    Chrome, Chromium or Edge, and :class:`GongkaiError` when the file cannot be written.
    """
    from analysis.export.browser import Browser

    path = Path(path)
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise UsageError(
            f"图表文件只能是 .svg 或 .png：{path.name}",
            f"a chart file is .svg or .png: {path.name}",
            next_zh="改用其中一种后缀",
            next_en="use one of the two endings",
        )
    spec = figure.to_plotly_json()
    layout = spec["layout"]
    size = {
        "width": int(layout.get("width") or WIDTH),
        "height": int(layout.get("height") or HEIGHT),
    }
    name = (layout.get("meta") or {}).get("name", "figure")
    with Browser() as browser:
        return write_bytes(path, browser.chart(_plain(figure), kind, seed=name, **size))


def _plain(figure: go.Figure) -> dict:
    """The figure as plain JSON data: arrays become lists."""
    import json

    return json.loads(figure.to_json())
