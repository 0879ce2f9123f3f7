"""One look for every chart: colours, type, hatching, and the frame of title, source and alt text.

Colours are told apart by colour-blind readers and on a grey printer (Okabe-Ito order, darkened for
print); what a colour cannot say - joint, inferred, unknown - hatching and words say.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

FONT = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif'
INK = "#1b2a36"
QUIET = "#5b6b78"
RULE = "#d7dde2"
ACCENT = "#0f5c7a"
ACCENT_PALE = "#b9d3df"
HIGHLIGHT = "#c4501b"
MISSING = "#eef1f4"
GROUP_COLOURS = {
    "site": "#0f5c7a",
    "new_media": "#2f9e8f",
    "media": "#d98c1f",
    "official": "#7a5ba6",
    "joint": "#4f7f3a",
    "other": "#8a8f94",
    "whole": "#1b2a36",
}
# Within a group the channels are told apart by lightness.
CHANNEL_COLOURS = {
    "website": "#0f5c7a",
    "own_site": "#4a90b0",
    "column": "#8fbdd3",
    "gazette": "#7a5ba6",
    "press_conference": "#a78cc9",
    "wechat": "#1f7f72",
    "wechat_video": "#6fc0b4",
    "weibo": "#b5485d",
    "short_video": "#d98898",
    "toutiao": "#e3b3bc",
    "app_account": "#52a99b",
    "new_media": "#2f9e8f",
    "media": "#d98c1f",
    "media_national": "#a8660c",
    "media_provincial": "#c27a14",
    "media_municipal": "#e3a54d",
    "media_county": "#efc98d",
    "print": "#b98b3d",
    "tv_radio": "#d9b36b",
    "other_channel": "#8a8f94",
    "joint": "#4f7f3a",
    "total": "#1b2a36",
}
JOINT_HATCH = "/"
INFERRED_HATCH = "."
LINE_LETTERS = 62  # Chinese characters of a source line before it wraps
SOURCE_ROW = 16  # pixels of a source line
TITLE_LETTERS = 42
TITLE_ROW = 22
SUBTITLE_LETTERS = 58
SUBTITLE_ROW = 17
HEAD = 64  # pixels above the plot for title and subtitle
EDGE = 8  # pixels at the left of everything


@cache
def template() -> go.layout.Template:
    """The plotly template of all charts: white, one font stack, quiet grid, no interaction clutter."""
    import plotly.graph_objects as go

    axis = {
        "gridcolor": RULE,
        "linecolor": RULE,
        "zerolinecolor": QUIET,
        "ticks": "",
        "automargin": False,
        "ticklabelstandoff": 6,
        "title": {"font": {"size": 12, "color": QUIET}},
    }
    layout = go.Layout(
        font={"family": FONT, "size": 13, "color": INK},
        title={
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": EDGE},
            "font": {"size": 17},
        },
        paper_bgcolor="white",
        plot_bgcolor="white",
        colorway=list(GROUP_COLOURS.values()),
        xaxis=axis,
        yaxis=axis,
        bargap=0.32,
        hoverlabel={"font": {"family": FONT}, "bgcolor": "white"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "title": {"text": ""}},
        separators=".,",
    )
    return go.layout.Template(layout=layout)


def hatching(
    shapes: Sequence[str], colours: Sequence[str], size: int = 7, stroke: str = "white"
) -> dict:
    """The pattern of bars: light strokes over each bar's own colour, none where the shape is blank."""
    return {
        "shape": list(shapes),
        "fillmode": "overlay",
        "bgcolor": list(colours),
        "fgcolor": [stroke] * len(shapes),
        "size": size,
        "solidity": 0.28,
    }


def text(words: object) -> str:
    """Words on their way into a chart: plotly reads a few HTML tags, data must not write any."""
    return html.escape(str(words), quote=False)


def short(words: str, letters: int) -> str:
    """``words`` cut to ``letters`` characters, with an ellipsis that says so."""
    return words if len(words) <= letters else words[: letters - 1] + "…"


def wrap(words: str, letters: int = LINE_LETTERS) -> list[str]:
    """Lines of at most ``letters`` full-width characters; ASCII counts half and keeps its words."""
    lines, line, width = [], "", 0.0
    for piece in _pieces(words):
        size = sum(0.55 if ord(c) < 0x2E80 else 1.0 for c in piece)
        if width + size > letters and line:
            lines, line, width = [*lines, line.rstrip()], "", 0.0
        line, width = line + piece, width + size
    return [*lines, line.rstrip()] if line.strip() else lines


def label_width(labels: Sequence[str], size: float = 13) -> int:
    """Pixels that the widest label takes: a Chinese character is as wide as high, ASCII about half."""
    widths = (sum(0.56 if ord(c) < 0x2E80 else 1.0 for c in label) for label in labels)
    return int(max(widths, default=0) * size) + (12 if labels else 0)


def _pieces(words: str) -> list[str]:
    """Where a line may break: after any Chinese character and after a space."""
    pieces, word = [], ""
    for letter in words:
        word += letter
        if letter == " " or ord(letter) >= 0x2E80:
            pieces, word = [*pieces, word], ""
    return [*pieces, word] if word else pieces


def finish(
    figure: go.Figure,
    *,
    name: str,
    title: str,
    subtitle: str = "",
    source: Sequence[str] = (),
    alt: str,
    table: pd.DataFrame,
    plot_height: int,
    labels: Sequence[str] = (),
    above: int = 0,
) -> go.Figure:
    """Put the common frame round a chart and attach what exports need.

    ``layout.meta`` carries name, title, subtitle, source and alt as plain text and the numbers behind
    the chart as ``table`` (columns, rows; None for what is missing). Words are escaped here. An export
    may print title and source as text of its own and keep only the pixels ``above`` over the plot.
    ``labels`` are those of the vertical axis: they set the left margin, so that title, source and
    plot keep one left edge on every machine. ``above`` is room for what stands over the plot: a
    legend, the titles of panels, an axis.
    """
    lines = [line for part in source for line in wrap(part)]
    heading, head = _heading(title, subtitle)
    head, foot, left = head + above, 40 + SOURCE_ROW * len(lines), label_width(labels) + EDGE
    height = plot_height + head + foot
    figure.update_layout(
        template=template(),
        title={"text": heading, "y": 1 - 26 / height, "yref": "container", "yanchor": "top"},
        height=height,
        margin={"t": head, "b": foot, "l": left, "r": 3 * EDGE},
        meta={
            "name": name,
            "title": title,
            "subtitle": subtitle,
            "source": "\n".join(source),
            "alt": alt,
            "head": head,
            "above": above,
            "table": _as_data(table),
        },
    )
    if lines:
        _write_source(figure, lines, left)
    return figure


def _heading(title: str, subtitle: str) -> tuple[str, int]:
    """The title with its subtitle as the chart prints them, and the pixels they take."""
    over, under = wrap(title, TITLE_LETTERS), wrap(subtitle, SUBTITLE_LETTERS)
    heading = f"<b>{'<br>'.join(map(text, over))}</b>"
    if under:
        small = "<br>".join(map(text, under))
        heading += f"<br><span style='font-size:12.5px;color:{QUIET}'>{small}</span>"
    return heading, HEAD + TITLE_ROW * (len(over) - 1) + SUBTITLE_ROW * (len(under) - 1)


def _write_source(figure: go.Figure, lines: list[str], left: int) -> None:
    figure.add_annotation(
        name="source",
        text="<br>".join(map(text, lines)),
        x=0,
        xref="paper",
        y=0,
        yref="paper",
        xshift=EDGE - left,
        yshift=-30,
        showarrow=False,
        xanchor="left",
        yanchor="top",
        align="left",
        font={"size": 11, "color": QUIET},
    )


def _as_data(table: pd.DataFrame) -> dict:
    """A frame as plain columns and rows: whole numbers stay whole, missing is None."""
    import pandas as pd

    rows = [
        [None if pd.isna(v) else _plain(v) for v in row]
        for row in table.itertuples(index=False, name=None)
    ]
    return {"columns": [str(c) for c in table.columns], "rows": rows}


def _plain(value: object) -> object:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def number(value: float, digits: int = 0) -> str:
    """A number for people: thousands separated, decimals only where there are any."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.{max(digits, 1)}f}".rstrip("0").rstrip(".")


def hedged(value: float, approx: str) -> str:
    """A number with the hedge that the report gives it: ≥, ≤ or ≈."""
    return {"": "", "at_least": "≥", "at_most": "≤", "about": "≈"}[str(approx)] + number(value)
