"""In, handled, out: how the year's requests were carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import subject, words
from analysis.metrics import flow

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

NEEDED = ["carried_in", "new", "handled_total", "carried_out"]
COLUMNS = ["step", "label", "value"]


def plot_request_flow(requests: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Waterfall of one year: carried in, new, at hand, handled, carried over to next year.

    ``requests``: rows of :attr:`analysis.Dataset.requests` of one report. Every bar is a printed number of
    the total column ("at hand" is the sum of two); where they do not add up the note says by how much.
    """
    organ, year = subject.one_report(requests, lang)
    title = subject.heading(
        organ, year, "申请的收、办与结转", "Requests in, handled, carried over", lang
    )
    found = flow(requests)
    if found.empty or found[NEEDED].isna().any(axis=None):
        return words.no_data("request-flow", title, subject.missing_words(lang), lang, COLUMNS)
    steps = _steps(found.iloc[0], lang)
    told = [f"{label} {theme.number(value)}" for _, label, value, _ in steps]
    return theme.finish(
        _waterfall(steps, lang),
        name="request-flow",
        title=title,
        subtitle=_message(found.iloc[0], lang),
        source=[subject.source(organ, [year], lang), *_broken(found.iloc[0], lang)],
        alt=f"{title}: {subject.retold(told, lang)}",
        table=_numbers(steps),
        plot_height=270,
    )


def _steps(total: pd.Series, lang: str) -> list[tuple[str, str, float, float]]:
    """step, label, value, foot of its bar."""
    at_hand = total["carried_in"] + total["new"]
    values = {
        "carried_in": (total["carried_in"], 0),
        "new": (total["new"], total["carried_in"]),
        "at_hand": (at_hand, 0),
        "handled_total": (total["handled_total"], at_hand - total["handled_total"]),
        "carried_out": (total["carried_out"], 0),
    }
    own = {"at_hand": subject.say(lang, "应办", "At hand")}
    return [(s, own.get(s) or subject.row_label(s, lang), *v) for s, v in values.items()]


def _message(total: pd.Series, lang: str) -> str:
    at_hand, out = total["carried_in"] + total["new"], total["carried_out"]
    if not at_hand:
        return subject.say(lang, "报告写明没有申请", "the report states no requests")
    counts = f"{theme.number(out)}/{theme.number(at_hand)}"
    return subject.say(
        lang,
        f"结转率 {out / at_hand:.2%}（{counts} 件）",
        f"carry-over rate {out / at_hand:.2%} ({counts})",
    )


def _broken(total: pd.Series, lang: str) -> list[str]:
    gap = total["difference"]
    if not gap:
        return []
    return [
        subject.say(
            lang,
            f"所印各数收与办相差 {gap:+,.0f} 件，照印不改。",
            f"As printed, in and out differ by {gap:+,.0f}; not corrected.",
        )
    ]


def _numbers(steps: list[tuple]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([step[:3] for step in steps], columns=COLUMNS)


def _waterfall(steps: list[tuple[str, str, float, float]], lang: str) -> go.Figure:
    import plotly.graph_objects as go

    colours = {"at_hand": theme.INK, "handled_total": theme.ACCENT, "carried_out": theme.HIGHLIGHT}
    sign = {"new": "+", "handled_total": "−"}
    figure = go.Figure(
        go.Bar(
            x=list(range(len(steps))),
            y=[value for _, _, value, _ in steps],
            base=[foot for *_, foot in steps],
            text=[f"<b>{sign.get(s, '')}{subject.count(v, lang)}</b>" for s, _, v, _ in steps],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [colours.get(step, theme.ACCENT_PALE) for step, *_ in steps]},
            customdata=[value for _, _, value, _ in steps],
            hovertemplate="%{customdata:,}<extra></extra>",
        )
    )
    levels = [steps[0][2], steps[2][2], steps[2][2], steps[3][3]]
    for i, level in enumerate(levels):
        figure.add_shape(
            **{"type": "line", "x0": i + 0.31, "x1": i + 0.69, "y0": level, "y1": level},
            line={"color": theme.QUIET, "width": 1, "dash": "dot"},
        )
    figure.update_layout(bargap=0.38)
    figure.update_xaxes(
        tickvals=list(range(len(steps))), ticktext=[label for _, label, *_ in steps], showgrid=False
    )
    figure.update_yaxes(visible=False, range=[0, max(steps[2][2], steps[3][2], 1) * 1.13])
    return figure
