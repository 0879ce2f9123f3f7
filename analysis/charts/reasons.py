"""Why requests were not granted: every reason that occurred, as a dot with its count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import subject, words
from analysis.metrics import reasons

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ROW = 27  # pixels a reason
COLUMNS = ["year", "group", "row", "label", "value", "handled", "share", "low", "high"]


def plot_reasons(requests: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Dots: the requests of one year that were refused, not available or not processed, by reason.

    ``requests``: rows of :attr:`analysis.Dataset.requests` of one report. Counts start at zero, the
    largest first within its group; beside each its share of all handled. Reasons reported as zero, and
    reasons left blank, are named apart in the note.
    """
    organ, year = subject.one_report(requests, lang)
    title = subject.heading(organ, year, "未予公开的理由", "Why requests were not granted", lang)
    found = reasons(requests)
    found = found.assign(
        label=[subject.row_label(r, lang) for r in found["row"]],
        group_label=[subject.row_label(g, lang) for g in found["group"]],
    )
    if found.empty or found["value"].isna().all():
        return words.no_data("reasons", title, subject.missing_words(lang), lang, COLUMNS)
    shown = found[found["value"] > 0]
    if shown.empty:
        none = subject.say(
            lang,
            "报告中各项理由均为零（或空白）：没有一件因这些理由未予公开。",
            "Every reason is reported as zero (or left blank).",
        )
        return words.no_data("reasons", title, none, lang, COLUMNS)
    sizes = shown.groupby("group")["value"].transform("sum")
    shown = shown.assign(size=sizes).sort_values(["size", "group", "value"], ascending=False)
    told = [f"{r.label} {theme.number(r.value)}" for r in shown.itertuples()]
    return theme.finish(
        _dots(shown, lang),
        name="reasons",
        title=title,
        subtitle=_message(shown, lang),
        source=[subject.source(organ, [year], lang), *_rest(found, lang)],
        alt=f"{title}: {subject.retold(told, lang)}",
        table=found[COLUMNS],
        plot_height=ROW * (len(shown) + shown["group"].nunique()) + 12,
        labels=[*shown["label"], *shown["group_label"]],
    )


def _message(shown: pd.DataFrame, lang: str) -> str:
    top = next(shown.nlargest(1, "value").itertuples())
    everything = theme.number(shown["value"].sum())
    return subject.say(
        lang,
        f"共 {everything} 件，最多的是“{top.label}”，{theme.number(top.value)} 件；百分比占办结总数",
        f'{everything} in all, most often "{top.label}" ({theme.number(top.value)}); '
        "percentages of all handled",
    )


def _rest(found: pd.DataFrame, lang: str) -> list[str]:
    """Which reasons are zero, and which blank."""
    told = []
    for rows, zh, en in (
        (found["value"] == 0, "报告为零", "Reported zero"),
        (found["value"].isna(), "空白，未知", "Blank, unknown"),
    ):
        if rows.any():
            labels = subject.say(lang, "、", ", ").join(found.loc[rows, "label"])
            told.append(subject.say(lang, f"{zh}：{labels}。", f"{en}: {labels}."))
    return told


def _dots(shown: pd.DataFrame, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    figure, y, ticks = go.Figure(), 0, []
    for group, rows in shown.groupby("group", sort=False):
        ticks.append((y, f"<b>{theme.text(rows['group_label'].iloc[0])}</b>"))
        places = list(range(y + 1, y + 1 + len(rows)))
        ticks += [(p, theme.text(label)) for p, label in zip(places, rows["label"], strict=True)]
        _lollipops(figure, rows, places, subject.OUTCOME_COLOURS[group], lang)
        y += 1 + len(rows)
    top = float(shown["value"].max())
    figure.update_layout(showlegend=False)
    figure.update_xaxes(visible=False, range=[-0.012 * top, 1.28 * top])
    figure.update_yaxes(
        tickvals=[p for p, _ in ticks],
        ticktext=[t for _, t in ticks],
        range=[y - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
    )
    return figure


def _lollipops(figure, rows: pd.DataFrame, places: list[int], colour: str, lang: str) -> None:
    stems = [(x, p) for v, p in zip(rows["value"], places, strict=True) for x in (0, v, None)]
    figure.add_scatter(
        **{"x": [x for x, _ in stems], "y": [p for _, p in stems], "mode": "lines"},
        line={"color": colour, "width": 1.5},
        hoverinfo="skip",
    )
    figure.add_scatter(
        **{"x": rows["value"], "y": places, "mode": "markers+text"},
        marker={"color": colour, "size": 11},
        text=[
            f"  <b>{subject.count(r.value, lang)}</b>{subject.rate_beside(r.share)}"
            for r in rows.itertuples()
        ],
        textposition="middle right",
        cliponaxis=False,
        hovertemplate="%{x:,}<extra></extra>",
    )
