"""The words that charts share: organ, source line, and the plain explanation where there is no data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.codebook import channel_label, units
from analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


def organ(frame: pd.DataFrame, lang: str) -> str:
    """The one organ that a frame is about; several are a :class:`UsageError`."""
    names = frame["agency" if lang == "zh" else "agency_en"].unique()
    if len(names) > 1:
        raise UsageError(
            f"这张图只画一个机关，表中有 {len(names)} 个：{'、'.join(names[:3])}…",
            f"this chart shows one organ; the frame holds {len(names)}",
            next_zh="先用 Dataset.select(agency=…) 选定机关",
            next_en="choose one with Dataset.select(agency=…)",
        )
    return names[0] if len(names) else ""


def titled(what: dict[str, str], organ_name: str, year: int | str, lang: str) -> str:
    """A title with the organ and year it is about; of a frame without rows neither is known."""
    if lang == "zh":
        return f"{organ_name}{f' {year} 年' if year else ''}{what[lang]}"
    return ", ".join(str(part) for part in (what[lang], organ_name, year) if part)


def source(organ_name: str, years: list[int], lang: str) -> str:
    """The source line: which reports the numbers come from."""
    span = ("、" if lang == "zh" else ", ").join(map(str, years))
    if lang == "zh":
        return f"资料来源：{organ_name} {span} 年度政府信息公开工作年度报告。"
    return f"Source: annual reports on open government information, {organ_name}, {span}."


def series_label(row, lang: str) -> str:
    """The name of a channel series; what is not counted in items says its unit."""
    name = channel_label(row.channel, row.members, lang)
    if row.dimension == "items":
        return name
    return (
        f"{name}（{unit(row.unit, lang)}）" if lang == "zh" else f"{name} ({unit(row.unit, lang)})"
    )


def unit(printed: str, lang: str) -> str:
    """A printed unit, or its English word."""
    if lang == "zh":
        return printed
    return "/".join(dict.fromkeys(units().get(u, {"en": u})["en"] for u in printed.split("/")))


def no_data(name: str, title: str, words: str, lang: str, columns: list[str]) -> go.Figure:
    """Where a chart would stand but there is nothing to draw: the reason, in words."""
    import pandas as pd
    import plotly.graph_objects as go

    figure = go.Figure()
    lines = "<br>".join(map(theme.text, theme.wrap(words, 46)))
    figure.add_annotation(text=lines, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    empty = pd.DataFrame(columns=columns)
    return theme.finish(figure, name=name, title=title, alt=words, table=empty, plot_height=90)
