"""Small multiples over the years: one organ's measures, or one measure of many organs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import subject, words
from analysis.metrics import measures

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ACROSS, PANEL = 3, 176
MOST = 12  # panels
COLUMNS = ["agency", "measure", "label", "year", "value", "numerator", "denominator"]
COLUMNS += ["low", "high", "few", "status"]
GAPS = {
    "missing": ("无数", "unknown"),
    "no_cases": ("无案件", "no cases"),
    "contradictory": ("表内不符", "contradictory"),
    "not_comparable": ("格式无", "not in form"),
    "": ("无报告", "no report"),
}


def plot_multiples(frame: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Panels over the same years: counts as bars, shares as dots with Wilson intervals.

    ``frame``: rows of :func:`analysis.metrics.table` - one organ's measures (a panel a measure) or one
    measure of several organs (a panel an organ, the first twelve). Each panel from zero; heights
    compare within a panel only. Dots are joined only inside an unbroken run: a missing year is named, a change
    of form is a labelled dashed line. Hollow: fewer than ten cases.
    """
    subject.check_language(lang)
    several = frame["agency_id"].nunique() > 1
    known = frame.groupby(["agency_id", "measure"])["value"].transform("count") > 0
    frame = frame[known]
    title = _title(frame, several, lang)
    name = "organs-by-year" if several else "measures-by-year"
    if frame.empty:
        reason = subject.say(
            lang,
            "已有的报告没有给出这些指标所需的数：未知，不等于零。",
            "The reports at hand do not give what these measures need: unknown, which is not zero.",
        )
        return words.no_data(name, title, reason, lang, COLUMNS)
    frame = frame.assign(label=[_label(row, several, lang) for row in frame.itertuples()])
    labels = list(dict.fromkeys(frame["label"]))[:MOST]
    frame = frame[frame["label"].isin(labels)]
    years = sorted(set(frame.loc[frame["value"].notna(), "year"]))
    organ = "" if several else words.organ(frame, lang)
    return theme.finish(
        _panels(frame, labels, list(range(years[0], years[-1] + 1)), lang),
        name=name,
        title=title,
        subtitle=_note(frame, lang),
        source=[words.source(organ, years, lang) if organ else _many(lang)],
        alt=f"{title}: {_in_words(frame, lang)}",
        table=frame.sort_values(["label", "year"], kind="stable")[COLUMNS],
        above=24 + 16 * any("<br>" in _panel_title(x, lang) for x in labels),
        plot_height=PANEL * ((len(labels) + ACROSS - 1) // ACROSS),
    )


def _in_words(frame: pd.DataFrame, lang: str) -> str:
    told = []
    for label, rows in frame.dropna(subset="value").groupby("label", sort=False):
        points = [f"{r.year} {_value(r)}" for r in rows.itertuples()]
        told.append(f"{label} " + subject.say(lang, "，", ", ").join(points))
    return subject.retold(told, lang)


def _many(lang: str) -> str:
    return subject.say(
        lang,
        "资料来源：各机关政府信息公开工作年度报告；各机关口径不同，只看各自的起伏。",
        "Source: annual reports of the organs; they count differently, look at each on its own.",
    )


def _title(frame: pd.DataFrame, several: bool, lang: str) -> str:
    if not several:
        organ = words.organ(frame, lang)
        return subject.heading(organ, "", "主要指标逐年变化", "Measures by year", lang)
    label = measures()[frame["measure"].iloc[0]].label(lang) if len(frame) else ""
    return subject.say(lang, f"{label}：各机关逐年", f"{label}: organs by year")


def _label(row, several: bool, lang: str) -> str:
    if several:
        return row.agency if lang == "zh" else row.agency_en
    return measures()[row.measure].label(lang)


def _value(row) -> str:
    if row.unit == "share":
        return f"{row.value:.1%}{'*' if row.few else ''}"
    return f"{row.value:.2f}" if row.unit == "index" else theme.hedged(row.value, row.approx)


def _note(frame: pd.DataFrame, lang: str) -> str:
    notes = [subject.say(lang, "各格纵轴自零起，只在格内比较", "each panel from zero")]
    if frame["low"].notna().any():
        notes.append(subject.say(lang, "竖线为 95% 威尔逊区间", "bars: Wilson 95% intervals"))
    if frame["few"].any():
        notes.append(subject.say(lang, "空心、*：不足十件", "hollow, *: fewer than ten cases"))
    if frame["approx"].ne("").any():
        notes.append(subject.say(lang, "≥ ≤ ≈：报告用概数", "≥ ≤ ≈: hedged in the report"))
    notes.append(subject.say(lang, "缺数的年度留空不连", "gaps are left open"))
    return subject.say(lang, "；", "; ").join(notes)


def _panels(frame: pd.DataFrame, labels: list[str], years: list[int], lang: str) -> go.Figure:
    from plotly.subplots import make_subplots

    across = min(ACROSS, len(labels))
    down = (len(labels) + across - 1) // across
    titles = [_panel_title(label, lang) for label in labels]
    apart = 0.46 if any("<br>" in title for title in titles) else 0.38
    figure = make_subplots(
        rows=down,
        cols=across,
        subplot_titles=titles,
        horizontal_spacing=0.05,
        vertical_spacing=apart / down if down > 1 else 0,
    )
    figure.update_annotations(font={"size": 13}, yshift=4)
    for title in figure.layout.annotations:
        title.y = round(title.y, 9)  # the top row stands at 1 exactly, over the plot
    for index, label in enumerate(labels):
        rows = frame[frame["label"] == label].sort_values("year")
        place = {"row": index // across + 1, "col": index % across + 1}
        known = rows[rows["value"].notna()]
        for _, run in known.groupby("run"):
            (_dots if run["unit"].iloc[0] == "share" else _bars)(figure, run, place)
        _name_gaps(figure, rows, years, place, lang)
        _form_lines(figure, known, place, lang)
        top = float(known[["value", "high"]].max(axis=None)) or 1.0
        shares = rows["unit"].iloc[0] == "share"  # a dot at zero must not be cut in half
        figure.update_yaxes(
            range=[-0.06 * top * shares, top * (1.42 if shares else 1.3)], visible=False, **place
        )
        figure.update_xaxes(
            tickvals=_ticks(years),
            range=[years[0] - 0.6, years[-1] + 0.6],
            showgrid=False,
            tickformat="d",
            tickangle=0,
            tickfont={"size": 11},
            **place,
        )
    figure.update_layout(showlegend=False)
    return figure


def _panel_title(label: str, lang: str) -> str:
    """A panel's name on one line, or on two where English organs need them."""
    lines = theme.wrap(label, 18 if lang == "zh" else 19)
    last = theme.short(" ".join(lines[1:]), 18 if lang == "zh" else 34)
    return "<br>".join(map(theme.text, [lines[0], last] if last else lines))


def _ticks(years: list[int]) -> list[int]:
    """Every year, or every second or third where they would touch; the last one always."""
    return years[::-1][:: (len(years) + 5) // 6][::-1]


def _bars(figure: go.Figure, run: pd.DataFrame, place: dict) -> None:
    figure.add_bar(
        x=run["year"],
        y=run["value"],
        width=0.6,
        text=[_value(row) for row in run.itertuples()],
        textposition="outside",
        textfont={"size": 12},
        constraintext="none",
        cliponaxis=False,
        marker={"color": theme.ACCENT},
        hovertemplate="%{x}: %{y:,}<extra></extra>",
        **place,
    )


def _dots(figure: go.Figure, run: pd.DataFrame, place: dict) -> None:
    """Dots of one unbroken run, joined where the years are known one after the other."""
    whole = run.set_index("year")["value"].reindex(range(run["year"].min(), run["year"].max() + 1))
    figure.add_scatter(
        **{"x": list(whole.index), "y": whole.tolist(), "mode": "lines", "hoverinfo": "skip"},
        connectgaps=False,
        line={"color": theme.ACCENT, "width": 1.6},
        **place,
    )
    figure.add_scatter(
        **{"x": run["year"], "y": run["value"], "mode": "markers"},
        marker={
            "color": ["white" if few else theme.ACCENT for few in run["few"]],
            "line": {"color": theme.ACCENT, "width": 1.8},
            "size": 8,
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (run["high"] - run["value"]).fillna(0),
            "arrayminus": (run["value"] - run["low"]).fillna(0),
            "color": theme.QUIET,
            "thickness": 1,
            "width": 3,
        },
        hovertemplate="%{x}: %{y:.1%}<extra></extra>",
        **place,
    )
    for row in run.itertuples():
        rate = f"<b>{_value(row)}</b>"
        counts = f"{theme.number(row.numerator)}/{theme.number(row.denominator)}"
        small = f"<br><span style='font-size:10px;color:{theme.QUIET}'>{counts}</span>"
        figure.add_annotation(
            **{"x": row.year, "y": row.high if row.high == row.high else row.value},
            **{"text": rate + small, "yanchor": "bottom", "yshift": 2, "showarrow": False},
            **{"font": {"size": 11}, **place},
        )


def _name_gaps(figure, rows: pd.DataFrame, years: list[int], place: dict, lang: str) -> None:
    """In place of each missing value: why it is missing."""
    status = {row.year: row.status for row in rows.itertuples()}
    for year in years:
        state = status.get(year, "")
        if state == "known":
            continue
        word = GAPS[state][lang == "en"]
        figure.add_annotation(
            **{"x": year, "y": 0, "text": "<br>".join(word) if lang == "zh" else word},
            **{"textangle": 0 if lang == "zh" else -90, "showarrow": False},
            **{"yanchor": "bottom", "yshift": 4, "font": {"size": 11, "color": theme.QUIET}},
            **place,
        )


def _form_lines(figure, known: pd.DataFrame, place: dict, lang: str) -> None:
    """A dashed line where the form changed; channels are counted in words, whatever the form."""
    if "*" in measures()[known["measure"].iloc[0]].forms:
        return
    for before, after, year in subject.form_changes(known):
        label = subject.say(lang, f"格式 {before}│{after}", f"form {before}│{after}")
        figure.add_vline(
            x=year - 0.5,
            line={"color": theme.HIGHLIGHT, "width": 1.2, "dash": "dash"},
            annotation={
                "text": label,
                "font": {"size": 10, "color": theme.HIGHLIGHT},
                "bgcolor": "white",
            },
            annotation_position="top right",
            **place,
        )
