"""Reviews and lawsuits by result, and how often the organ was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import form, theme
from analysis.charts import subject, words
from analysis.metrics import dispute_outcomes

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ROW = 29  # pixels a year of a procedure
RESULTS = {
    "upheld": ("#0f5c7a", "white"),
    "corrected": ("#b8431a", "white"),
    "other": ("#c3cad0", theme.INK),
    "pending": ("#eef1f4", theme.INK),
}
SPLIT = 0.60  # where the bars end and the rates begin
COLUMNS = ["year", "procedure", "label", *RESULTS, "total", "concluded"]
COLUMNS += ["correction_rate", "low", "high", "few", "status"]


def plot_disputes(disputes: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Bars of results and, beside them, correction rates with Wilson 95 % intervals; a row a year.

    ``disputes``: rows of :attr:`analysis.Dataset.disputes` of one organ, one year or several; the three
    procedures stand apart. Counts start at zero. The rate is corrected / (total - pending), with both
    counts; hollow and starred below ten concluded. Where the printed total contradicts the results, or a
    cell is blank, that is said in place of a rate. No line joins two years.
    """
    subject.check_language(lang)
    organ = words.organ(disputes, lang)
    years = sorted(set(disputes["year"]))
    title = subject.heading(
        *(organ, years[0] if len(years) == 1 else ""),
        *("行政复议和行政诉讼的结果与纠错率", "Reviews and lawsuits: results and correction rates"),
        lang,
    )
    found = dispute_outcomes(disputes)
    found = found.assign(label=[form.row_label("disputes", p, lang) for p in found["procedure"]])
    results = list(RESULTS)
    if found.empty or found[[*results, "total"]].isna().all(axis=None):
        return words.no_data("disputes", title, subject.missing_words(lang, "四"), lang, COLUMNS)
    if not found[[*results, "total"]].sum(axis=None):
        none = subject.say(
            lang,
            "报告写明没有行政复议和行政诉讼。",
            "The report states no reviews and no lawsuits.",
        )
        return words.no_data("disputes", title, none, lang, COLUMNS)
    found = found.sort_values(
        ["procedure", "year"], key=_in_order, kind="stable", ignore_index=True
    )
    told = [f"{r.label} {r.year} {_rate_told(r, lang)}" for r in found.itertuples()]
    figure, rows = _drawn(found, lang)
    return theme.finish(
        figure,
        name="disputes",
        title=title,
        subtitle=_message(found, lang),
        source=[subject.source(organ, years, lang, "四"), _rule(found, lang)],
        alt=f"{title}: {subject.retold(told, lang)}",
        table=found[COLUMNS],
        above=44,
        plot_height=int(ROW * rows) + 6,
        labels=["2024", *([] if lang == "zh" else ["2024"])],
    )


def _in_order(column: pd.Series) -> pd.Series:
    order = {"review": 0, "litigation_direct": 1, "litigation_after_review": 2}
    return column.map(order) if column.name == "procedure" else column


def _message(found: pd.DataFrame, lang: str) -> str:
    """The year's rate over all three procedures, if every operand is sound."""
    year = int(found["year"].max())
    last = found[found["year"] == year]
    if not last["status"].isin(["known", "no_cases"]).all() or not last["concluded"].sum():
        return subject.say(lang, f"{year} 年不能算综合纠错率", f"no overall rate for {year}")
    corrected, concluded = last["corrected"].sum(), last["concluded"].sum()
    counts = f"{theme.number(corrected)}/{theme.number(concluded)}"
    return subject.say(
        lang,
        f"{year} 年综合纠错率 {corrected / concluded:.1%}（审结的 {counts} 件被纠正）",
        f"{year}: {corrected / concluded:.1%} of those concluded were corrected ({counts})",
    )


def _rule(found: pd.DataFrame, lang: str) -> str:
    few = found["few"] & found["status"].eq("known")
    starred = subject.say(
        lang, "* 与空心点：审结不足十件，比率很不稳定。", "* and hollow: fewer than ten concluded."
    )
    return subject.say(
        lang,
        "纠错率＝结果纠正÷（总计－尚未审结）；横线为 95% 威尔逊区间。",
        "Correction rate: corrected / (total - pending); lines: Wilson 95% intervals. ",
    ) + (starred if few.any() else "")


def _drawn(found: pd.DataFrame, lang: str) -> tuple[go.Figure, float]:
    """The figure and the number of rows that it takes: a heading and its years for each procedure."""
    import plotly.graph_objects as go

    figure, places, y = go.Figure(), [], 0.0
    for label, rows in found.groupby("label", sort=False):
        figure.add_annotation(
            text=f"<b>{theme.text(label)}</b>",
            **{"x": 0, "xref": "x domain", "y": y, "xanchor": "left", "showarrow": False},
        )
        own = _places(rows, y + 1)
        places += own
        y = own[-1] + 1.25
    found = found.assign(place=places)
    _result_bars(figure, found, lang)
    _rates(figure, found, lang)
    _form_breaks(figure, found, lang)
    figure.update_layout(
        barmode="overlay", legend={"traceorder": "normal", "y": 1, "yanchor": "bottom"}
    )
    figure.update_layout(legend={"yref": "paper"})
    widest = found[list(RESULTS)].sum(axis=1).max() or 1
    figure.update_xaxes(visible=False)
    figure.update_layout(
        xaxis={"domain": [0, SPLIT], "range": [0, float(widest) * 1.2]},
        xaxis2={"domain": [SPLIT + 0.03, 1], "range": [-0.02, 1.02], "visible": False},
        yaxis={
            "tickvals": found["place"],
            "ticktext": list(map(str, found["year"])),
            "range": [y - 0.6, -0.6],
            "showgrid": False,
            "zeroline": False,
        },
    )
    figure.update_layout(xaxis2={"anchor": "y"})
    return figure, y


def _places(rows: pd.DataFrame, first: float) -> list[float]:
    """A row a year, with room for a labelled line between two forms."""
    changes = [year for _, _, year in subject.form_changes(rows)]
    return [
        first + i + 0.7 * sum(change <= year for change in changes)
        for i, year in enumerate(rows["year"])
    ]


def _result_bars(figure: go.Figure, found: pd.DataFrame, lang: str) -> None:
    widest = found[list(RESULTS)].sum(axis=1).max() or 1
    feet = found[list(RESULTS)].fillna(0).cumsum(axis=1).shift(axis=1, fill_value=0)
    for result, (colour, ink) in RESULTS.items():
        rows = found[found[result] > 0]
        figure.add_bar(
            x=rows[result],
            base=feet.loc[rows.index, result],
            y=rows["place"],
            orientation="h",
            width=0.72,
            name=form.column_label("disputes", result, lang),
            text=[theme.number(v) if v / widest > 0.035 else "" for v in rows[result]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": ink, "size": 12},
            marker={"color": colour, "line": {"color": theme.QUIET, "width": 0.6}},
            customdata=rows[result],
            hovertemplate="%{customdata:,}<extra>%{fullData.name}</extra>",
        )
    for row in found.itertuples():
        drawn = sum(v for v in (getattr(row, r) for r in RESULTS) if v == v)
        blank = row.total != row.total
        words_ = subject.say(lang, "总计空白", "total blank") if blank else _total(row, lang)
        figure.add_annotation(
            **{"x": drawn, "y": row.place, "text": words_, "xanchor": "left", "xshift": 5},
            showarrow=False,
            font={"size": 12, "color": theme.QUIET},
        )


def _total(row, lang: str) -> str:
    if row.status == "contradictory":
        return subject.say(
            lang, f"总计印 {theme.number(row.total)}", f"total printed {theme.number(row.total)}"
        )
    return subject.count(row.total, lang)


def _rate_told(row, lang: str) -> str:
    """The rate with its counts, or why there is none."""
    if row.status == "known":
        counts = f"{theme.number(row.corrected)}/{theme.number(row.concluded)}"
        star = "*" if row.few else ""
        return f"{row.correction_rate:.1%}{star} " + subject.say(
            lang, f"（{counts}）", f"({counts})"
        )
    return {
        "missing": subject.say(lang, "有空白，不能算", "blank cells: no rate"),
        "no_cases": subject.say(lang, "没有审结的案件", "none concluded"),
        "contradictory": subject.say(lang, "各栏与总计不符，不算", "results and total disagree"),
    }[row.status]


def _rates(figure: go.Figure, found: pd.DataFrame, lang: str) -> None:
    """Dots with intervals on the right, each with its words."""
    known = found[found["status"] == "known"]
    figure.add_scatter(
        **{"x": known["correction_rate"], "y": known["place"], "xaxis": "x2", "mode": "markers"},
        marker={
            "color": ["white" if few else theme.HIGHLIGHT for few in known["few"]],
            "line": {"color": theme.HIGHLIGHT, "width": 1.6},
            "size": 9,
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": known["high"] - known["correction_rate"],
            "arrayminus": known["correction_rate"] - known["low"],
            "color": theme.HIGHLIGHT,
            "thickness": 1.3,
            "width": 4,
        },
        showlegend=False,
        hovertemplate="%{x:.1%}<extra></extra>",
    )
    for row in found.itertuples():
        ends = row.high if row.status == "known" else -0.02
        figure.add_annotation(
            **{"x": ends, "xref": "x2", "y": row.place, "text": _rate_told(row, lang)},
            **{"xanchor": "left" if ends < 0.6 else "right", "showarrow": False},
            xshift=6 if ends < 0.6 else 0,
            yshift=0 if ends < 0.6 else 11,
            font={"size": 12, "color": theme.INK if row.status == "known" else theme.QUIET},
        )
    figure.add_annotation(
        text=subject.say(lang, "纠错率（0–100%）", "Correction rate (0-100%)"),
        **{"x": SPLIT + 0.03, "xref": "paper", "y": 1, "yref": "paper", "yshift": 16},
        **{"xanchor": "left", "showarrow": False, "font": {"size": 12, "color": theme.QUIET}},
    )


def _form_breaks(figure: go.Figure, found: pd.DataFrame, lang: str) -> None:
    """A dashed line between two years of different forms, within every procedure."""
    for label, rows in found.groupby("label", sort=False):
        for before, after, year in subject.form_changes(rows):
            place = rows.loc[rows["year"] >= year, "place"].min() - 0.85
            figure.add_shape(
                **{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": place, "y1": place},
                line={"color": theme.HIGHLIGHT, "width": 1.2, "dash": "dash"},
            )
            if label == found["label"].iloc[0]:
                figure.add_annotation(
                    text=subject.form_change(before, after, lang),
                    **{"x": 1, "xref": "paper", "y": place, "xanchor": "right"},
                    **{"bgcolor": "white", "showarrow": False},
                    font={"size": 11, "color": theme.HIGHLIGHT},
                )
