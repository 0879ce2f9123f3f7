"""Two years side by side: which rates rose and which fell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import subject, words
from analysis.metrics import measures

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

GAP = 21  # pixels between two labels of one side
HEIGHT = 340
COLUMNS = ["agency", "measure", "label", "year", "value", "numerator", "denominator", "few"]
COLOURS = ("#0f5c7a", "#b8431a", "#2f9e8f", "#d98c1f", "#7a5ba6", "#6b7681", "#b5485d", "#4a90b0")


def plot_slope(frame: pd.DataFrame, year: int, *, lang: str = "zh") -> go.Figure:
    """Slopes from the year before to ``year``: several rates of one organ, or one rate of several organs.

    ``frame``: rows of :func:`analysis.metrics.table`, measures whose unit is a share. A line is drawn only
    where both years are known and belong to one unbroken run (same form, no missing year); what is left out
    is named. Both ends carry rate and counts; starred: fewer than ten cases.
    """
    subject.check_language(lang)
    several = frame["agency_id"].nunique() > 1
    title = _title(frame, year, several, lang)
    pairs = _pairs(frame, year, several, lang)
    name = "slope-organs" if several else "slope"
    if pairs.empty:
        return words.no_data(name, title, _why_not(frame, year, lang), lang, COLUMNS)
    if several and pairs["agency_id"].nunique() < 2:
        return words.no_data(name, title, _alone(pairs, year, lang), lang, COLUMNS)
    ends = pairs.sort_values(["label", "year"], kind="stable")
    told = [
        f"{label} " + " → ".join(f"{v:.1%}" for v in rows["value"])
        for label, rows in ends.groupby("label", sort=False)
    ]
    missing = _left_out(frame, pairs, several, lang)
    organ = "" if several else words.organ(frame, lang)
    line = words.source(organ, [year - 1, year], lang) if organ else _many(lang)
    return theme.finish(
        subject.keep_width(_slopes(pairs, year, lang)),
        name=name,
        title=title,
        subtitle=_message(pairs, lang),
        source=[line, *missing],
        alt=f"{title}: {subject.retold(told, lang)}",
        table=ends[COLUMNS],
        above=26,
        plot_height=HEIGHT,
    )


def _many(lang: str) -> str:
    return subject.say(
        lang,
        "资料来源：各机关政府信息公开工作年度报告。",
        "Source: annual reports on open government information of the organs.",
    )


def _title(frame: pd.DataFrame, year: int, several: bool, lang: str) -> str:
    span = f"{year - 1} → {year}"
    if several:
        label = measures()[frame["measure"].iloc[0]].label(lang)
        return subject.say(lang, f"各机关{label}的变化：{span}", f"{label} by organ, {span}")
    organ = words.organ(frame, lang)
    return subject.heading(organ, "", f"办理结果比率的变化（{span}）", f"Rates, {span}", lang)


def _label(row, several: bool, lang: str) -> str:
    if several:
        return row.agency if lang == "zh" else row.agency_en
    return measures()[row.measure].label(lang)


def _pairs(frame: pd.DataFrame, year: int, several: bool, lang: str) -> pd.DataFrame:
    """Both ends of every line that may be drawn."""
    known = frame[frame["value"].notna() & frame["year"].isin([year - 1, year])]
    keys = ["agency_id", "measure", "run"]
    known = known[known.groupby(keys)["year"].transform("nunique") == 2]
    return known.assign(label=[_label(row, several, lang) for row in known.itertuples()])


def _why_not(frame: pd.DataFrame, year: int, lang: str) -> str:
    known = frame[frame["value"].notna()]
    years = sorted(set(known["year"]))
    now = frame.loc[frame["year"] == year, "form"]
    before = frame.loc[frame["year"] == year - 1, "form"]
    one = frame["agency_id"].nunique() == 1
    if one and len(now) and len(before) and now.iloc[0] != before.iloc[0]:
        return subject.say(
            lang,
            f"{year - 1} 年与 {year} 年格式不同，前后不相连，不作比较。",
            f"{year - 1} and {year} use different forms: not compared.",
        )
    listed = "、".join(map(str, years)) or subject.say(lang, "没有", "none")
    return subject.say(
        lang,
        f"要有 {year - 1} 和 {year} 两个相连年度的数才能比较；能算出这些比率的年度：{listed}。",
        f"Needs both {year - 1} and {year}; years with these rates: {listed.replace('、', ', ')}.",
    )


def _alone(pairs: pd.DataFrame, year: int, lang: str) -> str:
    organ = words.organ(pairs, lang)
    return subject.say(
        lang,
        f"{year - 1} 和 {year} 两年都有这个比率的只有{organ}，没有可比的机关。",
        f"Only {organ} has this rate for both {year - 1} and {year}: there is nothing to compare.",
    )


def _left_out(frame: pd.DataFrame, pairs: pd.DataFrame, several: bool, lang: str) -> list[str]:
    if several:
        return []
    gone = [m for m in dict.fromkeys(frame["measure"]) if m not in set(pairs["measure"])]
    if not gone:
        return []
    labels = subject.say(lang, "、", ", ").join(measures()[m].label(lang) for m in gone)
    return [
        subject.say(lang, f"两年不都有数，未画：{labels}。", f"Not known in both years: {labels}.")
    ]


def _message(pairs: pd.DataFrame, lang: str) -> str:
    """The largest change, in percentage points."""
    ends = pairs.sort_values("year").groupby("label", sort=False)["value"].agg(["first", "last"])
    change = (ends["last"] - ends["first"]) * 100
    label = change.abs().idxmax()
    if abs(change[label]) < 0.05:
        return subject.say(
            lang, "两年没有变化；线两端为比率和件数", "no change; rates with their counts"
        )
    return subject.say(
        lang,
        f"变化最大的是{label}：{change[label]:+.1f} 个百分点；线两端为比率和件数",
        f"largest change: {label}, {change[label]:+.1f} percentage points; rates with their counts",
    )


def _slopes(pairs: pd.DataFrame, year: int, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    top = float(pairs["value"].max()) * 1.06 or 1.0
    order = pairs[pairs["year"] == year].sort_values("value", ascending=False)["label"]
    colour = {label: COLOURS[i % len(COLOURS)] for i, label in enumerate(order)}
    for label, rows in pairs.groupby("label", sort=False):
        rows = rows.sort_values("year")
        figure.add_scatter(
            **{"x": [0, 1], "y": rows["value"], "mode": "lines+markers", "name": theme.text(label)},
            line={"color": colour[label], "width": 2.2},
            marker={
                "size": 9,
                "color": ["white" if few else colour[label] for few in rows["few"]],
                "line": {"color": colour[label], "width": 2},
            },
            hovertemplate="%{y:.1%}<extra></extra>",
        )
    for side in (0, 1):
        ends = pairs[pairs["year"] == year - 1 + side].sort_values("value")
        _name_ends(figure, ends, side, top, colour, lang)
        figure.add_annotation(
            **{"x": side, "y": 1, "yref": "paper", "text": f"<b>{year - 1 + side}</b>"},
            **{"yanchor": "bottom", "yshift": 4, "showarrow": False},
        )
        figure.add_vline(x=side, line={"color": theme.RULE, "width": 1}, layer="below")
    figure.update_layout(showlegend=False)
    figure.update_xaxes(visible=False, range=[-0.75, 2.25 if lang == "zh" else 2.6])
    figure.update_yaxes(visible=False, range=[-0.03 * top, top])
    return figure


def _name_ends(figure, ends, side: int, top: float, colour: dict[str, str], lang: str) -> None:
    """Labels of one side, moved apart where they would touch."""
    scale = HEIGHT / (1.03 * top)
    own = [value * scale for value in ends["value"]]
    for row, at, shown in zip(ends.itertuples(), own, spread(own), strict=True):
        counts = f"{theme.number(row.numerator)}/{theme.number(row.denominator)}"
        rate = f"<b>{row.value:.1%}</b>{'*' if row.few else ''}"
        quiet = f"<span style='font-size:11px;color:{theme.QUIET}'>{counts}</span>"
        name = theme.text(theme.short(row.label, 18 if lang == "zh" else 38))
        figure.add_annotation(
            **{"x": side, "y": row.value, "yshift": shown - at, "showarrow": False},
            **{"xanchor": "left" if side else "right", "xshift": 10 if side else -10},
            text=f"{rate}　{quiet}　{name}" if side else f"{quiet}　{rate}",
            font={"color": colour[row.label]},
        )


def spread(places: list[float], gap: float = GAP) -> list[float]:
    """Ascending places moved as little as need be so that no two are closer than ``gap``."""
    groups: list[list[float]] = []  # of wanted places; a group stands evenly about its mean
    for place in places:
        groups.append([place])
        while len(groups) > 1 and _foot(groups[-1], gap) < _head(groups[-2], gap) + gap:
            last = groups.pop()
            groups[-1] += last
    return [_foot(g, gap) + i * gap for g in groups for i in range(len(g))]


def _foot(group: list[float], gap: float) -> float:
    return sum(group) / len(group) - gap * (len(group) - 1) / 2


def _head(group: list[float], gap: float) -> float:
    return sum(group) / len(group) + gap * (len(group) - 1) / 2
