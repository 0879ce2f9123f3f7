"""The statutory tables of a report as the form prints them: one sheet a table and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import codebook, form
from analysis.workbook.layout import Layout, lay_out
from analysis.workbook.sheets import known
from analysis.workbook.styles import plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from analysis.datasets import Dataset

TOP = 2  # lines above a table
PAPER_A4 = 9
TWO_LINES = 32  # points: programs do not make room for a label that wraps


def write_printed_tables(book: Workbook, dataset: Dataset, styles: dict, lang: str) -> None:
    """The newest year first; a table that is not at hand has no sheet."""
    for report in dataset.reports.sort_values("year", ascending=False).itertuples():
        for table in (t for t in form.table("tables") if t["version"] == report.form):
            facts = dataset.facts[
                (dataset.facts["report_id"] == report.report_id)
                & (dataset.facts["table"] == table["table"])
            ]
            if len(facts):
                _printed_table(book, report, table, facts, styles, lang)


def write_labels(sheet: Worksheet, layout: Layout, top: int, styles: dict) -> None:
    """The words of a form, with its merged cells and column widths."""
    for column, wide in layout.widths.items():
        sheet.set_column(column, column, wide)
    for label in layout.labels:
        style = styles["cell_head" if label.head else "cell_label"]
        (line, column), (last, right) = label.first, label.last
        if label.first != label.last:
            sheet.merge_range(top + line, column, top + last, right, "", style)
        sheet.write_string(top + line, column, label.text, style)
        if line == last and _letters(label.text) > sum(
            layout.widths.get(n, 9) for n in range(column, right + 1)
        ):
            sheet.set_row(top + line, TWO_LINES)


def set_paper(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, as wide as the sheet."""
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    if landscape:
        sheet.set_landscape()


def _printed_table(book: Workbook, report, table: dict, facts, styles: dict, lang: str) -> None:
    short = (table["section"] or "统计") if lang == "zh" else table["table"]
    sheet = book.add_worksheet(_free(f"{report.year} {short}", book))
    sheet.set_default_row(18)
    layout = lay_out(report.form, table["table"], lang, {*facts["row"], *facts["column"]})
    organ = report.agency if lang == "zh" else report.agency_en
    section = f"{table['section']}、" if lang == "zh" and table["section"] else ""
    heading = f"{organ} {report.year} · {section}{table[lang]}"
    sheet.write_string(0, 0, plain(heading), styles["title"])
    write_labels(sheet, layout, TOP, styles)
    values = {(fact.row, fact.column): fact for fact in facts.itertuples()}
    for code, (line, column) in layout.cells.items():
        _printed_cell(sheet, (TOP + line, column), values.get(code), styles, lang)
    # Table 二 has a head in every block: only its title can stay in sight.
    heads = layout.head if layout.head > 1 or table["table"] == "statistics" else 0
    sheet.freeze_panes(TOP + heads, 0)
    set_paper(sheet, landscape=layout.breadth > 5)


def _printed_cell(sheet: Worksheet, place: tuple[int, int], fact, styles: dict, lang: str) -> None:
    """A number, or a grey blank whose comment says why there is none."""
    value = None if fact is None else known(fact.value)
    if value is not None:
        style = "cell_whole" if isinstance(value, int) else "cell_decimal"
        sheet.write_number(*place, value, styles[style])
        return
    words = codebook.label("status", "absent" if fact is None else str(fact.status), lang)
    if fact is not None and fact.text:
        words += f"：{fact.text}"
    sheet.write_blank(*place, None, styles["cell_gap"])
    sheet.write_comment(*place, plain(words), {"x_scale": 0.8, "y_scale": 0.4})


def _letters(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _free(name: str, book: Workbook) -> str:
    """A sheet name not yet taken: a year may have two revisions of a report."""
    taken = {sheet.get_name() for sheet in book.worksheets()}
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
