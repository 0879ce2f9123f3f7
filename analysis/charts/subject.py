"""Whose report a chart of the statutory tables shows, and the words that these charts share."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from analysis import form, theme
from analysis.charts import words
from analysis.codebook import check_language
from analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

OUTCOME_COLOURS = {
    "granted": "#0f5c7a",
    "partly_granted": "#79acc2",
    "refused": "#b8431a",
    "unavailable": "#e3a54d",
    "unprocessed": "#6b7681",
    "other": "#c3cad0",
    "carried_out": "#e4e8eb",
}
DARK = {"granted", "refused", "unprocessed"}  # colours that carry white print
SHORT = {
    "partly_granted": ("部分公开", "Partly granted"),
    "carried_out": ("结转下年", "Carried over"),
    "handled_total": ("办结", "Handled"),
    "new": ("本年新收", "New"),
    "carried_in": ("上年结转", "Carried in"),
}


def one_report(frame: pd.DataFrame, lang: str) -> tuple[str, int | str]:
    """The organ and year of a frame of one report; blank for an empty frame, several are an error."""
    check_language(lang)
    organ, years = words.organ(frame, lang), sorted(set(frame["year"]))
    if len(years) > 1:
        raise UsageError(
            f"这张图只画一个年度，表中有 {'、'.join(map(str, years))}",
            f"this chart shows one year; the frame holds {', '.join(map(str, years))}",
            next_zh="用 Dataset.select(years=…) 选定年度",
            next_en="choose one with Dataset.select(years=…)",
        )
    return organ, years[0] if years else ""


def heading(organ: str, year: int | str, zh: str, en: str, lang: str) -> str:
    """A title: organ, year and what is measured; only the latter where the frame is empty."""
    if not organ:
        return say(lang, zh, en)
    if lang == "zh":
        return f"{organ} {year} 年{zh}" if year else f"{organ}：{zh}"
    return f"{en}, {organ}, {year}" if year else f"{en}, {organ}"


def say(lang: str, zh: str, en: str) -> str:
    """The words in the language asked for."""
    return zh if lang == "zh" else en


def row_label(row: str, lang: str) -> str:
    """A row of table 三 in a few words."""
    if row in SHORT:
        return say(lang, *SHORT[row])
    return form.row_label("requests", row, lang)


def count(value: float, lang: str) -> str:
    """A number of cases."""
    return theme.number(value) + say(lang, " 件", "")


def rate_beside(share: float) -> str:
    """A share as it stands after a count; nothing where there is none."""
    return "" if share != share else f"　{share:.1%}"


def retold(parts: list[str], lang: str) -> str:
    """The points of an alt text, one after the other."""
    return say(lang, "；", "; ").join(parts)


def missing_words(lang: str, table: str = "三") -> str:
    """Why there is nothing to draw: the table, or the cells needed, are not in the copy at hand."""
    number = {"三": "3", "四": "4"}[table]
    return say(
        lang,
        f"所得报告没有（或没有填全）表{table}中这张图要用的各格：未知，不等于零，不作推算。",
        f"The copy at hand lacks the cells of table {number} that this chart needs, or they are blank: "
        "unknown, which is not zero.",
    )


def source(organ: str, years: list[int], lang: str, table: str = "三") -> str:
    """The source line, with the table of the form."""
    number = {"三": "3", "四": "4"}[table]
    return words.source(organ, years, lang)[:-1] + say(lang, f"，表{table}。", f", table {number}.")


def form_changes(frame: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Where the years of a frame change form: (old version, new version, first year of the new)."""
    years = frame.drop_duplicates("year").sort_values("year")
    versions = list(dict.fromkeys(years["form"]))
    first = {v: int(form.versions()[v]["first_year"]) for v in versions}
    return [(a, b, first[b]) for a, b in pairwise(versions)]


def form_change(before: str, after: str, lang: str) -> str:
    """The label of the line at a change of form."""
    return say(
        lang,
        f"格式变更（{before} 年格式 → {after} 年格式），前后不相连",
        f"form changed ({before} → {after}): series broken",
    )


def keep_width(figure: go.Figure) -> go.Figure:
    """``figure``, marked as one that must not be squeezed on a phone: its words stand beside the plot.

    A page lets charts with a second horizontal axis keep their width and scroll; this one is never drawn.
    """
    figure.update_layout(xaxis2={"visible": False})
    return figure
