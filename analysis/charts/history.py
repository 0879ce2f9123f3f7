"""The outcomes of requests year by year, as stacked bars; gaps and changes of form are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import subject, words
from analysis.metrics import outcomes

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

BAR, THICK = 46, 0.7  # pixels a year, and the part of them that the bar takes
NARROW = 0.036  # share of the widest bar below which a segment carries no words
COLUMNS = ["year", "outcome", "label", "value", "handled", "share"]


def plot_outcomes_by_year(
    requests: pd.DataFrame, reports: pd.DataFrame | None = None, *, lang: str = "zh"
) -> go.Figure:
    """The outcomes of one organ year by year, stacked from zero; missing years and blank tables are named.

    ``requests``: rows of :attr:`analysis.Dataset.requests` of one organ; ``reports`` (its rows of
    :attr:`Dataset.reports`) tells a year without a report from one whose table is not in the copy. A year
    of which only the total is known is one hatched bar. A labelled line parts the years of two forms.
    """
    subject.check_language(lang)
    organ = words.organ(requests, lang)
    title = subject.heading(
        organ, "", "历年办结申请的结果", "Requests handled, by outcome and year", lang
    )
    found = outcomes(requests)
    found = found.assign(label=[subject.row_label(o, lang) for o in found["outcome"]])
    if found.empty or found["handled"].isna().all():
        return words.no_data("outcomes-by-year", title, subject.missing_words(lang), lang, COLUMNS)
    years = list(range(int(found["year"].min()), int(found["year"].max()) + 1))
    at_hand = set(found["year"]) | set([] if reports is None else reports["year"])
    return theme.finish(
        _stacks(found, years, at_hand, lang),
        name="outcomes-by-year",
        title=title,
        subtitle=subject.say(
            lang,
            "件数自零起；格内为件数与占办结总数的百分比，太窄的不标，见数据表",
            "counts from zero, with shares of those handled; narrow segments carry no words",
        ),
        source=[subject.source(organ, sorted(set(found["year"])), lang)],
        alt=f"{title}: {_in_words(found, lang)}",
        table=found[COLUMNS],
        above=26 if lang == "zh" else 46,  # English labels take two rows on paper
        plot_height=BAR * len(years) + 14,
        labels=["2024"],
    )


def _in_words(found: pd.DataFrame, lang: str) -> str:
    told = []
    for year, rows in found.groupby("year"):
        known = [
            f"{r.label} {theme.number(r.value)}" for r in rows.itertuples() if r.value == r.value
        ]
        told.append(f"{year} " + subject.say(lang, "，", ", ").join(known or ["—"]))
    return subject.retold(told, lang)


def _stacks(found: pd.DataFrame, years: list[int], at_hand: set[int], lang: str) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    full = found.groupby("year")["value"].transform(lambda v: v.notna().all()).astype(bool)
    length = found.assign(sum=found.groupby("year")["value"].transform("sum"))
    widest = float(length[["handled", "sum"]].max(axis=None)) or 1.0
    for _, rows in found[full].groupby("outcome", sort=False):
        _segments(figure, rows, widest)
    totals = found.drop_duplicates("year")
    for row in totals[full[totals.index]].itertuples():
        added = found.loc[found["year"] == row.year, "value"].sum()
        known = row.handled == row.handled
        blank = subject.say(lang, "总计空白", "total left blank")
        _beside(figure, added, row.year, subject.count(row.handled, lang) if known else blank)
    _unsplit(figure, totals[~full[totals.index]], lang)
    for year in set(years) - set(totals["year"]):
        silent = subject.say(lang, "所得报告中没有这张表", "table not in the copy at hand")
        gone = subject.say(lang, "未取得报告", "no report at hand")
        _beside(figure, 0, year, silent if year in at_hand else gone)
    _form_lines(figure, totals, lang)
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"})
    figure.update_xaxes(visible=False, range=[0, widest * 1.14])
    figure.update_yaxes(
        tickvals=years,
        ticktext=list(map(str, years)),
        range=[years[-1] + 0.5, years[0] - 0.5],
        showgrid=False,
    )
    return figure


def _segments(figure: go.Figure, rows: pd.DataFrame, widest: float) -> None:
    """One outcome in every year of which all outcomes are known."""
    outcome = rows["outcome"].iloc[0]
    figure.add_bar(
        x=rows["value"],
        y=rows["year"],
        orientation="h",
        width=THICK,
        name=rows["label"].iloc[0],
        text=[_segment(r, widest) for r in rows.itertuples()],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"color": "white" if outcome in subject.DARK else theme.INK, "size": 12},
        marker={"color": subject.OUTCOME_COLOURS[outcome], "line": {"color": "white", "width": 1}},
        hovertemplate="%{y}: %{x:,}<extra>%{fullData.name}</extra>",
    )


def _segment(row, widest: float) -> str:
    if not row.value or row.value / widest < NARROW:
        return ""
    rate = "" if row.share != row.share else f"<br>{row.share:.0%}"
    return f"{theme.number(row.value)}{rate}"


def _unsplit(figure: go.Figure, totals: pd.DataFrame, lang: str) -> None:
    """Years of which at most the total is printed and outcomes are blank or not at hand."""
    for row in totals.itertuples():
        if row.handled != row.handled:
            blank = subject.say(
                lang, "办理结果各格不在所得报告中", "results not in the copy at hand"
            )
            _beside(figure, 0, row.year, blank)
            continue
        figure.add_bar(
            x=[row.handled],
            y=[row.year],
            orientation="h",
            width=THICK,
            showlegend=False,
            hovertemplate="%{x:,}<extra></extra>",
            marker={
                "color": theme.MISSING,
                "line": {"color": theme.QUIET, "width": 1},
                "pattern": theme.hatching(["/"], [theme.MISSING], stroke=theme.QUIET),
            },
        )
        blank = subject.say(lang, "，各类结果空白", ", outcomes left blank")
        _beside(figure, row.handled, row.year, subject.count(row.handled, lang) + blank)


def _beside(figure: go.Figure, x: float, year: int, label: str) -> None:
    figure.add_annotation(
        **{"x": x, "y": year, "text": label, "xanchor": "left", "xshift": 6, "showarrow": False},
        font={"size": 12, "color": theme.QUIET},
    )


def _form_lines(figure: go.Figure, totals: pd.DataFrame, lang: str) -> None:
    """A dashed, labelled line where the newer form came into force."""
    for before, after, year in subject.form_changes(totals):
        colour = theme.HIGHLIGHT
        figure.add_hline(y=year - 0.5, line={"color": colour, "width": 1.5, "dash": "dash"})
        figure.add_annotation(
            **{"x": 1, "xref": "paper", "y": year - 0.5, "xanchor": "right", "showarrow": False},
            text=subject.form_change(before, after, lang),
            bgcolor="white",
            font={"size": 11, "color": colour},
        )
