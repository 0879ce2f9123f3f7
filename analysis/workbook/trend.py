"""The native Excel chart of the channel trend: gaps stay gaps, one year is bars and no line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.codebook import channels
from analysis.theme import CHANNEL_COLOURS
from analysis.workbook.styles import FONT

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from analysis.workbook.sheets import Sheet

COLOURS = tuple(
    CHANNEL_COLOURS[code]
    for code in ("website", "media", "wechat", "weibo", "gazette", "joint", "own_site", "print")
)
SMALL = {"name": FONT, "size": 10}
WORDS = {
    "zh": {
        "title": "按渠道主动公开的条（篇）数",
        "none": "所得报告没有按渠道的数字：未知，不等于零。",
        "one": "只有一个年度有渠道数字，不成趋势：图中是这一年的各渠道。",
        "gaps": "空白的年度没有数字，线在此断开。带（合计）的是几个渠道共有的一个数。",
    },
    "en": {
        "title": "Items published by channel",
        "none": "The reports at hand give no counts by channel: unknown, which is not zero.",
        "one": "Only one year has counts by channel, which is no trend: the chart shows that year.",
        "gaps": "A blank year has no number and breaks the line. (joint): one number of several channels.",
    },
}


def draw_trend(book: Workbook, sheet: Worksheet, table: Sheet, lang: str) -> None:
    """Put the chart under the table of :func:`analysis.workbook.sheets.trend_sheet`."""
    words = WORDS[lang]
    note = book.add_format({"font_name": FONT, "font_size": 10, "font_color": "#566572"})
    told = [n for n, row in enumerate(table.rows) if any(v is not None for v in row[1:])]
    line = len(table.rows) + 2
    if not told:
        sheet.write_string(line, 0, words["none"], note)
        return
    sheet.write_string(line, 0, words["one" if len(told) == 1 else "gaps"], note)
    chart = _year(book, sheet, table, told[0]) if len(told) == 1 else _lines(book, sheet, table)
    heading = {"name": FONT, "size": 13}
    chart.set_title({"name": words["title"], "name_font": heading, "overlay": False})
    chart.set_x_axis({"num_font": SMALL, "line": {"color": "#B7C6CF"}})
    chart.set_y_axis(
        {
            "num_font": SMALL,
            "num_format": "#,##0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": "#E1E7EB"}},
            "line": {"none": True},
        }
    )
    chart.set_size({"width": 860, "height": 400})
    sheet.insert_chart(line + 2, 0, chart, {"description": words["title"]})


def _lines(book: Workbook, sheet: Worksheet, table: Sheet):
    """A line a channel over all years."""
    chart = book.add_chart({"type": "line"})
    name, last = sheet.get_name(), len(table.rows)
    for column in range(1, len(table.columns)):
        colour = _colour(table.columns[column], column)
        fill = {"fill": {"color": colour}, "border": {"color": "white"}}
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, last, 0],
                "values": [name, 1, column, last, column],
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle", "size": 7, **fill},
            }
        )
    chart.set_legend({"position": "bottom", "font": SMALL})
    return chart


def _colour(label: str, column: int) -> str:
    """The colour that a channel has in every chart; of a joint count or an account, the next one."""
    codes = {row[lang]: code for code, row in channels().items() for lang in ("zh", "en")}
    return CHANNEL_COLOURS.get(codes.get(label, ""), COLOURS[(column - 1) % len(COLOURS)])


def _year(book: Workbook, sheet: Worksheet, table: Sheet, line: int):
    """A column a channel of the one year that has numbers."""
    chart = book.add_chart({"type": "column"})
    name, last = sheet.get_name(), len(table.columns) - 1
    chart.add_series(
        {
            "name": [name, line + 1, 0],
            "categories": [name, 0, 1, 0, last],
            "values": [name, line + 1, 1, line + 1, last],
            "fill": {"color": COLOURS[0]},
            "gap": 90,
            "data_labels": {"value": True, "font": SMALL},
        }
    )
    chart.set_legend({"none": True})
    return chart
