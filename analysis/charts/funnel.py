"""Rates of many organs against the number of cases: which differ by more than chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis import codebook, theme
from analysis.charts import subject, words
from analysis.metrics import measures

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

WIDE, KEY_ROW, MOST = 0.64, 38, 10  # of the width; pixels a line of the key; points drawn
FEWEST = 3  # organs below which limits say nothing
LIMITS = {"95%": 1.959964, "99.8%": 3.090232}  # normal quantiles of the two control limits
COLUMNS = [
    "agency",
    "year",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "comparable",
    "few",
]


def plot_funnel(rates: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Funnel plot: each organ's rate by its number of cases, with control limits about the common rate.

    ``rates``: rows of :func:`analysis.metrics.peer_rates` of one measure, one an organ. The middle line is
    the pooled rate; the limits are where 95 % and 99.8 % of organs of that size would fall by chance alone
    (binomial, normal approximation). Filled: comparable with the organ; hollow: another level or kind.
    Fewer than three organs: an explanation.
    """
    codebook.check_language(lang)
    known = rates[rates["value"].notna() & rates["denominator"].gt(0)]
    code = rates["measure"].iloc[0] if len(rates) else ""
    label = measures()[code].label(lang) if code else subject.say(lang, "比率", "Rates")
    title = subject.say(
        lang,
        f"{label}：各机关与合并水平的差别",
        f"{label}: organs against the pooled rate",
    )
    name = f"funnel-{code.replace('_', '-')}" if code else "funnel"
    if len(known) < FEWEST:
        few = subject.say(
            lang,
            f"只有 {len(known)} 家机关能算这个比率，画不出控制限，也不排名。",
            f"Only {len(known)} of the organs at hand give this rate: no control limits, no rank.",
        )
        return words.no_data(name, title, few, lang, COLUMNS)
    common = known["numerator"].sum() / known["denominator"].sum()
    told = [f"{_name(r, lang)} {_counts(r)}" for r in known.itertuples()]
    return theme.finish(
        subject.keep_width(_funnel(known, common, lang)),
        name=name,
        title=title,
        subtitle=_message(known, common, lang),
        source=_sample(known, lang),
        alt=f"{title}: {subject.retold(told, lang)}",
        table=known[COLUMNS],
        plot_height=390,
        labels=["100%"],
    )


def limits(common: float, cases: float, quantile: float) -> tuple[float, float]:
    """The control limits of a rate for a number of cases, kept within 0 … 1."""
    half = quantile * math.sqrt(common * (1 - common) / cases)
    return max(0.0, common - half), min(1.0, common + half)


def _outside(row, common: float) -> bool:
    low, high = limits(common, row.denominator, LIMITS["99.8%"])
    return not low <= row.value <= high


def _message(known: pd.DataFrame, common: float, lang: str) -> str:
    outside = sum(_outside(row, common) for row in known.itertuples())
    counts = f"{theme.number(known['numerator'].sum())}/{theme.number(known['denominator'].sum())}"
    return subject.say(
        lang,
        f"{len(known)} 家合并 {common:.1%}（{counts}）；{outside} 家在 99.8% 控制限外，"
        "限外只说明不是偶然，不说明好坏",
        f"{len(known)} organs pooled: {common:.1%} ({counts}); {outside} outside the 99.8% limits: "
        "beyond chance, for whatever reason",
    )


def _sample(known: pd.DataFrame, lang: str) -> list[str]:
    alike, years = int(known["comparable"].sum()), sorted(set(known["year"]))
    listed = subject.say(lang, "、", ", ").join(map(str, years))
    return [
        subject.say(
            lang,
            f"范围：已取得完整法定表格的机关，不是全部机关，也不是抽样；年度 {listed}，每家取最近的一年。"
            f"实心：与本机关同级同类（{alike} 家）；空心：层级或类别不同，只作参照。"
            "资料来源：各机关政府信息公开工作年度报告。",
            f"Organs whose full tables are at hand: neither all organs nor a sample; years {listed}, the "
            f"nearest of each. Filled: same level and kind ({alike}); hollow: others, for orientation. "
            "Source: their annual reports.",
        )
    ]


def _drawn(known: pd.DataFrame) -> pd.DataFrame:
    """The organs drawn, highest first: of more than the key can hold, the comparable and the largest."""
    first = known.sort_values(["is_self", "comparable", "denominator"], ascending=False)
    return first.head(MOST).sort_values("value", ascending=False)


def _name(row, lang: str) -> str:
    name = row.agency if lang == "zh" else row.agency_en
    return f"{theme.short(name, 12 if lang == 'zh' else 30)} {row.year}"


def _counts(row) -> str:
    star = "*" if row.few else ""
    return f"{row.value:.1%}{star} ({theme.number(row.numerator)}/{theme.number(row.denominator)})"


def _funnel(known: pd.DataFrame, common: float, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    first = known["denominator"].min() / 2
    span = math.log10(known["denominator"].max() * 4 / first)
    cases = [first * 10 ** (span * i / 80) for i in range(81)]
    for label, dash in (("99.8%", "solid"), ("95%", "dot")):
        edges = [limits(common, n, LIMITS[label]) for n in cases]
        for side in (0, 1):
            figure.add_scatter(
                **{"x": cases, "y": [e[side] for e in edges], "mode": "lines", "hoverinfo": "skip"},
                line={"color": theme.QUIET, "width": 1, "dash": dash},
                name=subject.say(lang, f"{label} 控制限", f"{label} limits"),
                showlegend=side == 0,
            )
    figure.add_shape(
        **{"type": "line", "xref": "paper", "x0": 0, "x1": WIDE, "y0": common, "y1": common},
        line={"color": theme.INK, "width": 1},
    )
    rows = _drawn(known)
    _points(figure, rows, lang)
    highest = max(rows["value"].max(), common) * 1.35 + 0.02
    top = min(1.08, highest)  # A point at 100 % is whole.
    _key(figure, rows, lang)
    figure.update_yaxes(range=[-0.025 * top, top], tickformat=".0%", rangemode="tozero")
    figure.update_xaxes(
        type="log",
        range=[math.log10(cases[0]), math.log10(cases[-1])],
        tickvals=[1, 3, 10, 30, 100, 300, 1000, 3000, 10000],
        showgrid=False,
        domain=[0, WIDE],
    )
    figure.add_annotation(
        text=subject.say(lang, "横轴：案件数（对数刻度）", "across: number of cases (log scale)"),
        **{"x": WIDE, "xref": "paper", "y": 1, "yref": "paper", "xanchor": "right"},
        **{"yanchor": "top", "yshift": -26, "showarrow": False},
        font={"size": 11, "color": theme.QUIET},
    )
    figure.update_layout(legend={"x": WIDE, "xanchor": "right", "y": 1, "yanchor": "top"})
    return figure


def _points(figure: go.Figure, rows: pd.DataFrame, lang: str) -> None:
    """An organ a point: filled where it compares, in its own colour for the organ itself."""
    colour = [theme.HIGHLIGHT if own else theme.ACCENT for own in rows["is_self"]]
    fill = [c if same else "white" for c, same in zip(colour, rows["comparable"], strict=True)]
    figure.add_scatter(
        **{"x": rows["denominator"], "y": rows["value"], "mode": "markers+text"},
        showlegend=False,
        text=_labels(rows),
        textposition="top center",
        marker={"color": fill, "line": {"color": colour, "width": 2}, "size": 11},
        customdata=[theme.text(f"{_name(r, lang)} {_counts(r)}") for r in rows.itertuples()],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _key(figure: go.Figure, rows: pd.DataFrame, lang: str) -> None:
    """Beside the plot, a line a letter: organ, year, rate and counts; bold for the organ itself."""
    for place, (letter, row) in enumerate(zip(_letters(rows), rows.itertuples(), strict=True)):
        name = theme.text(_name(row, lang))
        figure.add_annotation(
            text=f"<b>{letter}</b>　{f'<b>{name}</b>' if row.is_self else name}<br>　　{_counts(row)}",
            **{"x": WIDE + 0.03, "xref": "paper", "xanchor": "left", "align": "left"},
            **{"y": 1, "yref": "paper", "yanchor": "top", "yshift": -KEY_ROW * place},
            **{"showarrow": False, "font": {"size": 12}},
        )


def _labels(rows: pd.DataFrame) -> list[str]:
    """A letter a point; organs on the same point share one label."""
    places = list(zip(rows["denominator"], rows["value"], strict=True))
    joined: dict[tuple[float, float], str] = {}
    for place, letter in zip(places, _letters(rows), strict=True):
        joined[place] = joined[place] + " " + letter if place in joined else letter
    return [joined.pop(place, "") for place in places]


def _letters(rows: pd.DataFrame) -> list[str]:
    return [chr(ord("A") + i) for i in range(len(rows))]
