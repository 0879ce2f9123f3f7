"""Where one year's requests went: a flow from what came in to six outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import theme
from analysis.charts import subject, words
from analysis.metrics import flow, outcomes

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

HEIGHT = 380  # pixels of the flow
PAD = 26  # pixels between two of its nodes
MIDDLE, RIGHT = 0.42, 0.64  # where the middle node stands, and where the flow ends
COLUMNS = ["year", "outcome", "label", "value", "share"]
NEEDED = ["new", "carried_in", "handled_total", "carried_out"]


def plot_outcomes(requests: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Where the requests at hand went in one year: new and carried in, to six outcomes or carried over.

    ``requests``: rows of :attr:`analysis.Dataset.requests` of one report. Widths are counts of the total
    column; the outcomes' shares are of the total handled as printed. Outcomes of zero are named in the
    note. A blank among the cells needed: an explanation in place of the chart.
    """
    organ, year = subject.one_report(requests, lang)
    title = subject.heading(
        organ, year, "政府信息公开申请的去向", "Where the requests at hand went", lang
    )
    found, inout = outcomes(requests), flow(requests)
    if found.empty or found["value"].isna().any() or inout[NEEDED].isna().any(axis=None):
        return words.no_data("outcomes", title, subject.missing_words(lang), lang, COLUMNS)
    total = inout.iloc[0]
    if not total["new"] + total["carried_in"]:
        reason = subject.say(lang, "报告写明没有收到申请。", "The report states no requests.")
        return words.no_data("outcomes", title, reason, lang, COLUMNS)
    ends = found.assign(label=[subject.row_label(o, lang) for o in found["outcome"]])[COLUMNS]
    over = (year, "carried_out", subject.row_label("carried_out", lang))
    ends.loc[len(ends)] = [*over, total["carried_out"], float("nan")]
    told = [f"{r.label} {theme.number(r.value)}" for r in ends.itertuples()]
    return theme.finish(
        subject.keep_width(_sankey(ends, total, lang)),
        name="outcomes",
        title=title,
        subtitle=_message(found, lang),
        source=[subject.source(organ, [year], lang), *_zeros(ends, lang), *_broken(total, lang)],
        alt=f"{title}: {subject.retold(told, lang)}",
        table=ends,
        plot_height=HEIGHT,
    )


def _message(found: pd.DataFrame, lang: str) -> str:
    given, handled = found["value"].iloc[:2].sum(), found["handled"].iloc[0]
    if not handled:
        return subject.say(lang, "本年没有办结的申请", "none handled in the year")
    counts = f"{theme.number(given)}/{theme.number(handled)}"
    return subject.say(
        lang,
        f"办结的申请中 {given / handled:.1%} 予以公开或部分公开（{counts} 件）；宽窄为件数，百分比占办结总数",
        f"{given / handled:.1%} of those handled were granted in full or in part ({counts}); "
        "widths are counts",
    )


def _zeros(ends: pd.DataFrame, lang: str) -> list[str]:
    zero = ends.loc[ends["value"] == 0, "label"].tolist()
    if not zero:
        return []
    return [
        subject.say(
            lang, f"报告为零、图中不画：{'、'.join(zero)}。", f"Reported zero: {', '.join(zero)}."
        )
    ]


def _broken(total: pd.Series, lang: str) -> list[str]:
    gap = total["difference"]
    if not gap:
        return []
    return [
        subject.say(
            lang,
            f"报告中收与办不相等（新收＋上年结转－办结－结转下年＝{gap:+,.0f} 件），照印不改。",
            f"As printed, requests in and out differ by {gap:+,.0f}; not corrected.",
        )
    ]


def _sankey(ends: pd.DataFrame, total: pd.Series, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    starts = [(name, total[name]) for name in ("new", "carried_in") if total[name] > 0]
    shown = ends[ends["value"] > 0]
    at_hand = total["new"] + total["carried_in"]
    scale = (HEIGHT - PAD * (len(shown) - 1)) / max(at_hand, shown["value"].sum())
    left = _centres([v for _, v in starts], scale)
    right = _centres(list(shown["value"]), scale)
    middle, n = len(starts), len(starts) + 1
    colours = [subject.OUTCOME_COLOURS[o] for o in shown["outcome"]]
    figure = go.Figure(
        go.Sankey(
            arrangement="fixed",
            domain={"x": [0, RIGHT], "y": [0, 1]},
            node={
                "x": [0.001] * middle + [MIDDLE] + [0.999] * len(shown),
                "y": [*left, 0.5, *right],
                "color": [theme.ACCENT_PALE] * middle + [theme.INK] + colours,
                "pad": PAD,
                "thickness": 12,
                "line": {"width": 0},
                "label": [""] * (n + len(shown)),
                "hoverinfo": "skip",
            },
            link={
                "source": [*range(middle), *[middle] * len(shown)],
                "target": [*[middle] * middle, *range(n, n + len(shown))],
                "value": [*[v for _, v in starts], *shown["value"]],
                "color": [_pale(theme.ACCENT_PALE)] * middle + [_pale(c) for c in colours],
                "hovertemplate": "%{value:,}<extra></extra>",
            },
        )
    )
    _name_starts(figure, starts, left, at_hand, scale, lang)
    _name_ends(figure, shown, right, lang)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def _centres(values: list[float], scale: float) -> list[float]:
    """The middles of nodes stacked with the pad between them and centred, from the top, 0 … 1."""
    height = sum(values) * scale + PAD * (len(values) - 1)
    top, found = (HEIGHT - height) / 2, []
    for value in values:
        found.append(min(0.999, max(0.001, (top + value * scale / 2) / HEIGHT)))
        top += value * scale + PAD
    return found


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.42)"


_LABEL = {"xref": "paper", "yref": "paper", "showarrow": False, "align": "left"}


def _name_starts(figure, starts, left, at_hand: float, scale: float, lang: str) -> None:
    """What came in, named inside its band (under it where the band is slim), and the sum over its node."""
    for (name, value), y in zip(starts, left, strict=True):
        slim = value * scale < 24
        below = {"yanchor": "top", "yshift": -value * scale / 2 - 4} if slim else {}
        figure.add_annotation(
            text=f"{subject.row_label(name, lang)}　<b>{subject.count(value, lang)}</b>",
            **{"x": 0 if slim else 0.025, "y": 1 - y, "xanchor": "left"},
            **(below | _LABEL),
        )
    middle = subject.say(lang, "应办", "At hand")
    figure.add_annotation(
        text=f"{middle}　<b>{subject.count(at_hand, lang)}</b>",
        **{"x": MIDDLE * RIGHT, "y": min(1.0, 0.5 + at_hand * scale / HEIGHT / 2)},
        **{"xanchor": "right", "yanchor": "bottom", "yshift": 3},
        **_LABEL,
    )


def _name_ends(figure, shown: pd.DataFrame, right: list[float], lang: str) -> None:
    for row, y in zip(shown.itertuples(), right, strict=True):
        amount = f"<b>{subject.count(row.value, lang)}</b>{subject.rate_beside(row.share)}"
        figure.add_annotation(
            text=f"{theme.text(row.label)}　{amount}",
            **{"x": RIGHT + 0.012, "y": 1 - y, "xanchor": "left"},
            **_LABEL,
        )
