"""The workbook of one organ: 说明, 数据, the tables as printed, 渠道趋势, 指标, 核对, 代码表."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import analysis
from analysis import codebook
from analysis.datasets.version import data_version
from analysis.errors import UsageError
from analysis.workbook.printed import set_paper, write_printed_tables
from analysis.workbook.sheets import Share, Sheet, Year, sheet_name, tables
from analysis.workbook.styles import MADE, OPTIONS, make_styles, plain, width
from analysis.workbook.trend import draw_trend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from analysis.checks import Finding
    from analysis.datasets import Dataset


def write_workbook(
    dataset: Dataset, *, lang: str = "zh", findings: Iterable[Finding] | None = None
) -> bytes:
    """All numbers of one organ as an XLSX file, the same bytes for the same data.

    ``dataset`` holds the reports of one organ, one year or several. ``findings`` are those of
    :func:`analysis.checks.check`; without them there is no sheet 核对. Raises
    :class:`~analysis.errors.UsageError` for several organs or an unknown language.
    """
    import xlsxwriter

    codebook.check_language(lang)
    _check_one_organ(dataset)
    memory, long = io.BytesIO(), tables(dataset, lang, findings)
    with xlsxwriter.Workbook(memory, dict(OPTIONS)) as book:
        book.set_properties({"title": plain(_title(dataset, lang))[:255], "created": MADE})
        styles = make_styles(book)
        _read_me(book.add_worksheet({"zh": "说明", "en": "Read me"}[lang]), dataset, styles, lang)
        _write(book, "facts", long.pop("facts"), styles, lang)
        write_printed_tables(book, dataset, styles, lang)
        draw_trend(book, _write(book, "trend", long["trend"], styles, lang), long["trend"], lang)
        del long["trend"]
        for name, table in long.items():
            _write(book, name, table, styles, lang)
    return memory.getvalue()


def _check_one_organ(dataset: Dataset) -> None:
    n = dataset.reports["agency_id"].nunique()
    if n != 1:
        raise UsageError(
            f"一个工作簿只放一个机关，选中了 {n} 个",
            f"a workbook is about one organ, {n} are selected",
            next_zh="用 Dataset.select(agency=…) 选定一个",
            next_en="choose one with Dataset.select(agency=…)",
        )


def _title(dataset: Dataset, lang: str) -> str:
    about = dataset.reports.iloc[0]
    years = sorted(dataset.reports["year"].tolist())
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    if lang == "zh":
        return f"{about['agency']} {span} 年度政府信息公开工作年度报告数据"
    return f"{about['agency_en']}: figures of the annual reports {span}"


# 说明

READ_ME = {
    "zh": (
        ("空白", "空白（各表中为灰底）的格子没有数字，不是零；状态列和批注说明原因。"),
        ("合计", "一个数由几个渠道共有的，列为合计，不拆分，也不另加到成员上。"),
        ("推定", "状态为“推定”的，数字见于报告，归入该渠道是推定。"),
        ("率", "率以分数存放，显示为百分比；不足十例的有提示，区间为 Wilson 95%。"),
        ("原值", "所有数字都是报告公布的原值，即使明显有误也不更改。"),
    ),
    "en": (
        (
            "Blank",
            "A blank cell (grey in the tables) holds no number, which is no zero; status and comment say why.",
        ),
        (
            "Joint",
            "One number of several channels stands as a joint count, never split, never added to a member.",
        ),
        (
            "Inferred",
            "The number is in the report; that it belongs to this channel is inferred.",
        ),
        (
            "Rates",
            "Rates are fractions shown in per cent; fewer than ten cases are marked; Wilson 95% interval.",
        ),
        ("As published", "Every number is as published, even where it is plainly wrong."),
    ),
}


def _read_me(sheet: Worksheet, dataset: Dataset, styles: dict, lang: str) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 96)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, plain(_title(dataset, lang)), styles["title"])
    report, published, unknown, made, data = {
        "zh": ("报告", "发布", "未标明", "程序", "数据"),
        "en": ("Report", "published", "not printed", "Made with", "data"),
    }[lang]
    lines = [
        (
            f"{report} {r.year}",
            f"{r.title_zh}；{published}：{r.published_on or unknown}；{_half(r.source, lang)} {r.url}",
        )
        for r in dataset.reports.sort_values("year").itertuples()
    ]
    version = f"gongkai-analysis {analysis.__version__}; {data} {data_version(dataset)}"
    for line, (label, words) in enumerate([*lines, *READ_ME[lang], (made, version)], 2):
        sheet.write_string(line, 0, plain(label), styles["label"])
        sheet.write_string(line, 1, plain(words.strip()), styles["text"])
    set_paper(sheet, landscape=False)


def _half(both: str, lang: str) -> str:
    """The half of ``中文 / English`` that a reader of ``lang`` wants; a plain text as it is."""
    zh, _, en = both.partition(" / ")
    return zh if lang == "zh" or not en else en


# Long tables


def _write(book: Workbook, name: str, table: Sheet, styles: dict, lang: str) -> Worksheet:
    """A long table: head frozen and filterable, typed cells, each with its number format."""
    sheet = book.add_worksheet(sheet_name(name, lang))
    for column, title in enumerate(table.columns):
        values = [row[column] for row in table.rows]
        sheet.set_column(column, column, width([title, *values]))
        number = any(isinstance(v, int | float) for v in values)
        sheet.write_string(0, column, plain(title), styles["number_head" if number else "head"])
        for line, value in enumerate(values, 1):
            _cell(sheet, line, column, value, styles)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    set_paper(sheet, landscape=len(table.columns) > 7)
    return sheet


def _cell(sheet: Worksheet, line: int, column: int, value: Any, styles: dict) -> None:
    if value is None or value == "":
        return  # Nothing is written: an empty cell is empty for every program.
    if isinstance(value, bool) or not isinstance(value, int | float):
        sheet.write_string(line, column, plain(value), styles["line"])
    elif abs(value) == float("inf"):
        sheet.write_string(line, column, str(value), styles["line"])
    else:
        sheet.write_number(line, column, value, styles[_number_style(value)])


def _number_style(value: float) -> str:
    if isinstance(value, Share):
        return "percent"
    if isinstance(value, Year):
        return "year"
    return "whole" if float(value).is_integer() else "decimal"
