"""Who asked: the new requests of a year by kind of applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import form, theme
from analysis.charts import subject, words
from analysis.metrics import applicants

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

BAR = 34  # pixels a kind of applicant
COLUMNS = ["year", "applicant", "label", "value", "new", "share"]


def plot_applicants(requests: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Bars: new requests of one year by kind of applicant, in the order of the form, from zero.

    ``requests``: rows of :attr:`analysis.Dataset.requests` of one report. Beside each bar its count and
    share of all new requests. A blank cell is called blank and has no bar; a reported 0 is a 0.
    """
    organ, year = subject.one_report(requests, lang)
    title = subject.heading(organ, year, "新收申请的申请人", "Who asked: new requests", lang)
    found = applicants(requests)
    labels = [form.column_label("requests", a, lang) for a in found["applicant"]]
    found = found.assign(label=labels)
    if found.empty or found["value"].isna().all():
        return words.no_data("applicants", title, subject.missing_words(lang), lang, COLUMNS)
    if not found["value"].sum():
        none = subject.say(lang, "报告写明没有新收申请。", "The report states no new requests.")
        return words.no_data("applicants", title, none, lang, COLUMNS)
    told = [f"{r.label} {_told(r, lang)}" for r in found.itertuples()]
    return theme.finish(
        _bars(found, lang),
        name="applicants",
        title=title,
        subtitle=_message(found, lang),
        source=[subject.source(organ, [year], lang)],
        alt=f"{title}: {subject.retold(told, lang)}",
        table=found[COLUMNS],
        plot_height=BAR * len(found) + 8,
        labels=list(found["label"]),
    )


def _message(found: pd.DataFrame, lang: str) -> str:
    person = next(found[found["applicant"] == "natural_person"].itertuples())
    if person.share != person.share:
        return subject.say(lang, "新收总计或自然人空白，不算占比", "blank cells: no share")
    counts = f"{theme.number(person.value)}/{theme.number(person.new)}"
    return subject.say(
        lang,
        f"自然人占 {person.share:.1%}（{counts} 件）",
        f"natural persons: {person.share:.1%} ({counts})",
    )


def _told(row, lang: str) -> str:
    if row.value != row.value:
        return subject.say(lang, "空白", "blank")
    return subject.count(row.value, lang) + (subject.rate_beside(row.share) if row.value else "")


def _bars(found: pd.DataFrame, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    rows = found[::-1]
    person = rows["applicant"] == "natural_person"
    figure = go.Figure(
        go.Bar(
            x=rows["value"],
            y=list(range(len(rows))),
            orientation="h",
            text=["" if r.value != r.value else _told(r, lang) for r in rows.itertuples()],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [theme.ACCENT if p else theme.ACCENT_PALE for p in person]},
            hovertemplate="%{x:,}<extra></extra>",
        )
    )
    for place, row in enumerate(rows.itertuples()):
        if row.value != row.value:
            figure.add_annotation(
                **{"x": 0, "y": place, "text": _told(row, lang), "xanchor": "left", "xshift": 3},
                showarrow=False,
                font={"color": theme.QUIET},
            )
    figure.update_xaxes(visible=False, range=[0, float(rows["value"].max()) * 1.22])
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=rows["label"].map(theme.text), showgrid=False
    )
    figure.update_layout(bargap=0.3)
    return figure
