"""One measure across comparable organs, ranked, the organ itself highlighted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import codebook, theme
from analysis.charts import words

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

MOST = 30  # organs drawn: those nearest in rank


def plot_peers(peers: pd.DataFrame, *, lang: str = "zh") -> go.Figure:
    """Ranked bars of one measure for the organs of one group.

    ``peers``: the frame of :func:`analysis.metrics.peers`. Organs whose report at hand does not give
    the measure are counted in the note, not drawn as zero; an organ alone in its group gets no rank.
    At most thirty bars: those nearest in rank to the organ itself.
    """
    codebook.check_language(lang)
    known = peers[peers["value"].notna()]
    columns = ["rank", "agency", "region_zh", "value", "unit", "approx", "inferred", "is_self"]
    measure = _measure_label(peers, lang)
    year = peers["year"].iloc[0] if len(peers) else ""
    title = (
        f"{measure}：{year} 年同类机关比较"
        if lang == "zh"
        else f"{measure}, comparable organs, {year}"
    )
    if len(known) < 2:
        reason = {
            "zh": f"同级同类机关中只有 {len(known)} 家的报告给出了这个数，无从比较，不排名。",
            "en": f"Only {len(known)} of the comparable organs' reports gives this number: no rank.",
        }[lang]
        return words.no_data("peers", title, reason, lang, columns)
    shown = _nearest(known)
    return theme.finish(
        _bars(shown, lang),
        name=f"peers-{peers['measure'].iloc[0].replace('_', '-')}",
        title=title,
        subtitle=_standing(known, lang),
        source=[_sample(peers, known, shown, lang)],
        alt=f"{title}。{_standing(known, lang)}",
        table=known[columns],
        plot_height=23 * len(shown) + 8,
        labels=_names(shown, lang),
    )


def _measure_label(peers: pd.DataFrame, lang: str) -> str:
    code = peers["measure"].iloc[0] if len(peers) else ""
    rows = codebook.channels() | codebook.indicators()
    return rows[code][lang] if code else ""


def _nearest(known: pd.DataFrame) -> pd.DataFrame:
    """The thirty organs nearest in rank, so that the organ itself is always among them."""
    if len(known) <= MOST:
        return known
    own = known.index[known["is_self"]]
    centre = int(known.index.get_loc(own[0])) if len(own) else 0
    start = min(max(0, centre - MOST // 2), len(known) - MOST)
    return known.iloc[start : start + MOST]


def _bars(shown: pd.DataFrame, lang: str) -> go.Figure:
    import plotly.graph_objects as go

    rows, names = shown[::-1], _names(shown, lang)[::-1]
    colours = [theme.HIGHLIGHT if own else theme.ACCENT_PALE for own in rows["is_self"]]
    figure = go.Figure(
        go.Bar(
            x=rows["value"],
            y=list(range(len(rows))),
            orientation="h",
            text=[_value(row, lang) for row in rows.itertuples()],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x:,}<extra></extra>",
            marker={
                "color": colours,
                "pattern": theme.hatching(
                    [theme.INFERRED_HATCH if i else "" for i in rows["inferred"]], colours, size=6
                ),
            },
        )
    )
    ticks = [
        f"<b>{theme.text(name)}</b>" if own else theme.text(name)
        for name, own in zip(names, rows["is_self"], strict=True)
    ]
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=ticks, showgrid=False, tickfont={"size": 12}
    )
    figure.update_xaxes(visible=False, range=[0, float(rows["value"].max() or 1) * 1.2])
    figure.update_layout(bargap=0.28)
    return figure


def _names(shown: pd.DataFrame, lang: str) -> list[str]:
    column, letters = ("agency", 18) if lang == "zh" else ("agency_en", 44)
    return [theme.short(name, letters) for name in shown[column]]


def _value(row, lang: str) -> str:
    amount = f"{theme.hedged(row.value, row.approx)} {words.unit(row.unit, lang)}"
    inferred = {"zh": "（推定）", "en": " (inferred)"}[lang] if row.inferred else ""
    return f"<b>{amount}</b>{inferred}" if row.is_self else f"{amount}{inferred}"


def _standing(known: pd.DataFrame, lang: str) -> str:
    """Where the organ stands among those known, and the median."""
    median = theme.number(known["value"].median())
    own = known[known["is_self"]]
    if own.empty:
        zh = f"本机关的报告没有给出这个数；{len(known)} 家的中位数 {median}"
        return zh if lang == "zh" else f"not given by this organ; median of {len(known)}: {median}"
    rank = int(own["rank"].iloc[0])
    zh = f"在给出这个数的 {len(known)} 家中居第 {rank}；中位数 {median}"
    return zh if lang == "zh" else f"rank {rank} of the {len(known)} that give it; median {median}"


def _sample(peers: pd.DataFrame, known: pd.DataFrame, shown: pd.DataFrame, lang: str) -> str:
    level = codebook.label("level", peers["level"].iloc[0], lang)
    kind = codebook.label("kind", peers["kind"].iloc[0], lang)
    year, silent = peers["year"].iloc[0], len(peers) - len(known)
    if lang == "zh":
        drawn = f"图中为名次相近的 {len(shown)} 家。" if len(shown) < len(known) else ""
        return (
            f"范围：已取得 {year} 年度报告的{level}{kind} {len(peers)} 家，不是全部机关；"
            f"另有 {silent} 家的报告（所得部分）没有给出这个数，不作零计。{drawn}"
            "资料来源：各机关政府信息公开工作年度报告。"
        )
    drawn = f" Drawn: the {len(shown)} nearest in rank." if len(shown) < len(known) else ""
    return (
        f"Sample: the {len(peers)} {level} organs ({kind}) whose report for {year} is at hand, not all organs; "
        f"{silent} do not give this number (not counted as zero).{drawn} Source: their annual reports."
    )
