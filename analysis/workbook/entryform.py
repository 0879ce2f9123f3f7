"""The blank form as a workbook to fill in: what may be typed is checked, the 勾稽 checks stand live beside it.

The checks are Excel formulas made from ``form/identities.csv``; labels are locked, cells of the form are
open, and a hidden sheet maps every cell so that :func:`analysis.workbook.entry.read_entry` reads it back.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis import codebook, form
from analysis.workbook.entry import AGENCY, FORMAT, MAP_HEAD, MAP_SHEET, MARK, YEAR
from analysis.workbook.layout import Layout, Place, lay_out
from analysis.workbook.printed import write_labels
from analysis.workbook.styles import MADE, OPTIONS, make_styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

VERSION = "2021"
TOP = 3  # lines above a table: title, hint, blank
VERDICTS = {"zh": ("通过", "不符", "未填"), "en": ("holds", "broken", "not filled")}
WORDS = {
    "zh": {
        "cover": "封面",
        "title": "政府信息公开工作年度报告 · 填报表（2021 年格式）",
        "agency": "机关全称或代码",
        "year": "报告年度",
        "state": "勾稽检查",
        "how": (
            "在淡黄色的格子里填数；其余格子已锁定（没有密码）。",
            "没有发生的填 0；不清楚的留空。空白不等于零。",
            "件数填不小于 0 的整数，收费金额以万元计，可带小数。",
            "表旁的检查随填随算：通过、不符（差多少）、未填（有格子空着，无从核对）。",
            "填好保存为 .xlsx，用 gongkai add 收入数据。",
        ),
        "hint": "单位：件（收费：万元）。淡黄色格子可填。",
        "whole": ("须为整数", "请填不小于 0 的整数；没有发生填 0，不清楚的留空。"),
        "decimal": ("须为金额", "请填不小于 0 的金额，单位万元。"),
        "year_rule": ("须为年度", "请填四位年度，如 2025。"),
        "difference": "差",
        "checks": {
            "requests.flow": "新收＋上年结转＝办结＋结转下年",
            "requests.results": "总计＝（一）至（六）之和",
            "requests.applicants": "总计＝各类申请人之和",
            "disputes.total": "总计＝各结果之和",
        },
    },
    "en": {
        "cover": "Cover",
        "title": "Annual report on open government information: entry form (2021)",
        "agency": "Full name or code of the organ",
        "year": "Report year",
        "state": "Consistency checks",
        "how": (
            "Type numbers into the pale yellow cells; the others are locked (no password).",
            "Nothing happened: type 0. Not known: leave blank. A blank is not a zero.",
            "Counts are whole and not negative; fees are in 10,000 yuan and may have decimals.",
            "The checks follow what you type: holds, broken (by how much), not filled.",
            "Save as .xlsx and take it into the data with gongkai add.",
        ),
        "hint": "Counts; fees in 10,000 yuan. Pale yellow cells are open.",
        "whole": (
            "A whole number",
            "Type a whole number, 0 or more; leave blank what is not known.",
        ),
        "decimal": ("An amount", "Type an amount of 0 or more, in 10,000 yuan."),
        "year_rule": ("A year", "Type a year of four digits, such as 2025."),
        "difference": "by",
        "checks": {
            "requests.flow": "new + carried in = handled + carried out",
            "requests.results": "total = sum of all results",
            "requests.applicants": "total = sum of applicants",
            "disputes.total": "total = sum of results",
        },
    },
}
SHEETS = {
    "zh": {"proactive": "二、主动公开", "requests": "三、依申请公开", "disputes": "四、复议诉讼"},
    "en": {"proactive": "2 Proactive", "requests": "3 Requests", "disputes": "4 Disputes"},
}


@dataclass
class _Entry:
    """What is gathered while the workbook is written: the cell map and where the checks stand."""

    book: Workbook
    styles: dict
    lang: str
    places: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    checks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def words(self) -> dict:
        """The words of the language."""
        return WORDS[self.lang]


def write_entry(*, lang: str = "zh", version: str = VERSION) -> bytes:
    """The blank form of a version as XLSX, the same bytes every time."""
    import xlsxwriter

    codebook.check_language(lang)
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, dict(OPTIONS)) as book:
        book.set_properties({"title": WORDS[lang]["title"], "created": MADE})
        entry = _Entry(book, make_styles(book), lang)
        cover = book.add_worksheet(WORDS[lang]["cover"])
        for table in (t["table"] for t in form.table("tables") if t["version"] == version):
            _table_sheet(entry, version, table)
        _cover(entry, cover)
        _map_sheet(entry, version)
    return memory.getvalue()


def _cover(entry: _Entry, sheet: Worksheet) -> None:
    words, styles = entry.words, entry.styles
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 64)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, words["title"], styles["title"])
    for line, (name, key) in enumerate(((AGENCY, "agency"), (YEAR, "year")), 2):
        sheet.write_string(line, 0, words[key], styles["cell_label"])
        style = styles["entry_year" if name == YEAR else "entry_text"]
        sheet.write_blank(line, 1, None, style)
        entry.places.append((name, "", "", sheet.get_name(), f"B{line + 1}"))
    title, message = words["year_rule"]
    sheet.data_validation(
        3,
        1,
        3,
        1,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 2008,
            "maximum": 2100,
            "error_title": title,
            "error_message": message,
        },
    )
    sheet.write_string(4, 0, words["state"], styles["cell_label"])
    sheet.write_formula(4, 1, _tally(entry), styles["check"], _tally_blank(entry))
    for line, text in enumerate(words["how"], 6):
        sheet.write_string(line, 0, f"{line - 5}. {text}", styles["soft"])
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _tally(entry: _Entry) -> str:
    """通过 n · 不符 n · 未填 n, counted over all checks."""
    said = []
    for verdict in VERDICTS[entry.lang]:
        counts = "+".join(
            f'COUNTIF({_quoted(sheet)}!{area},"{verdict}*")'
            for sheet, areas in entry.checks.items()
            for area in areas
        )
        said.append(f'"{verdict} "&({counts})')
    return "=" + '&" · "&'.join(said)


def _tally_blank(entry: _Entry) -> str:
    holds, broken, blank = VERDICTS[entry.lang]
    n = sum(_size(area) for areas in entry.checks.values() for area in areas)
    return f"{holds} 0 · {broken} 0 · {blank} {n}"


def _size(area: str) -> int:
    from xlsxwriter.utility import xl_cell_to_rowcol

    first, last = (xl_cell_to_rowcol(corner) for corner in area.split(":"))
    return (last[0] - first[0] + 1) * (last[1] - first[1] + 1)


def _table_sheet(entry: _Entry, version: str, table: str) -> None:
    layout = lay_out(version, table, entry.lang)
    sheet = entry.book.add_worksheet(SHEETS[entry.lang][table])
    sheet.set_default_row(18)
    sheet.hide_gridlines(2)
    about = next(t for t in form.table("tables") if (t["version"], t["table"]) == (version, table))
    section = f"{about['section']}、" if entry.lang == "zh" else ""
    sheet.write_string(0, 0, section + about[entry.lang], entry.styles["title"])
    sheet.write_string(1, 0, entry.words["hint"], entry.styles["soft"])
    write_labels(sheet, layout, TOP, entry.styles)
    for (row, column), (line, place) in layout.cells.items():
        amount = form.unit(table, row, column, version) == "万元"
        _open_cell(entry, sheet, (TOP + line, place), "decimal" if amount else "whole")
        reference = _reference((line, place))
        entry.places.append((table, row, column, sheet.get_name(), reference))
    _checks(entry, sheet, version, table, layout)
    if layout.head > 1:
        sheet.freeze_panes(TOP + layout.head, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)


def _open_cell(entry: _Entry, sheet: Worksheet, place: Place, kind: str) -> None:
    title, message = entry.words[kind]
    sheet.write_blank(*place, None, entry.styles[f"entry_{kind}"])
    sheet.data_validation(
        *place,
        *place,
        {
            "validate": "integer" if kind == "whole" else "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": title,
            "error_message": message,
        },
    )


# Checks


def _checks(entry: _Entry, sheet: Worksheet, version: str, table: str, layout: Layout) -> None:
    """A line under the table or a column beside it for each identity of the form."""
    identities: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for line in form.table("identities"):
        if (line["version"], line["table"]) == (version, table):
            key = (line["identity"], line["along"])
            identities.setdefault(key, []).append((line["component"], int(line["weight"])))
    below, beside = layout.height, layout.breadth
    for (identity, along), parts in identities.items():
        name = entry.words["checks"].get(identity, identity)
        if along == "column" or table == "disputes":
            _check_line(entry, sheet, version, layout, below, name, along, parts)
            below += 1
        else:
            _check_column(entry, sheet, layout, beside, name, parts)
            beside += 1


def _check_line(
    entry: _Entry,
    sheet: Worksheet,
    version: str,
    layout: Layout,
    line: int,
    name: str,
    along: str,
    parts: list[tuple[str, int]],
) -> None:
    """An identity per column stands under its column; one per row of a one-line table under its total."""
    if along == "column":
        columns = dict.fromkeys(column for _, column in layout.cells)
        weights = [(row, w) for part, w in parts for row in _rows_of(version, part)]
        sets = {c: [((row, c), w) for row, w in weights] for c in columns}
        over = {c: next(p[1] for (_, k), p in layout.cells.items() if k == c) for c in columns}
    else:
        rows = dict.fromkeys(row for row, _ in layout.cells)
        sets = {r: [((r, column), w) for column, w in parts] for r in rows}
        over = {r: layout.cells[r, parts[0][0]][1] for r in rows}
    line += 1  # a free line between the form and what is no part of it
    first = min(over.values())
    if first:
        _named(entry, sheet, TOP + line, first, name, along)
    else:
        sheet.write_string(TOP + line, 0, name, entry.styles["soft"])
    for key, cells in sets.items():
        _check(entry, sheet, (line, over[key]), [(layout.cells[c], w) for c, w in cells])
    entry.checks.setdefault(sheet.get_name(), []).append(
        f"{_reference((line, first))}:{_reference((line, max(over.values())))}"
    )


def _named(entry: _Entry, sheet: Worksheet, line: int, first: int, name: str, along: str) -> None:
    if first > 1:
        sheet.merge_range(line, 0, line, first - 1, name, entry.styles["check"])
    else:
        sheet.write_string(line, 0, name, entry.styles["check"])


def _check_column(
    entry: _Entry,
    sheet: Worksheet,
    layout: Layout,
    column: int,
    name: str,
    parts: list[tuple[str, int]],
) -> None:
    """An identity per row stands to the right of its row."""
    sheet.set_column(column, column, 22)
    style = entry.styles["check"]
    sheet.merge_range(TOP, column, TOP + layout.head - 1, column, "", style)
    sheet.write_string(TOP, column, name, style)
    lines = {row: place[0] for (row, _), place in layout.cells.items()}
    for row, line in lines.items():
        cells = [(layout.cells[row, part], weight) for part, weight in parts]
        _check(entry, sheet, (line, column), cells)
    area = (
        f"{_reference((min(lines.values()), column))}:{_reference((max(lines.values()), column))}"
    )
    entry.checks.setdefault(sheet.get_name(), []).append(area)


def _rows_of(version: str, part: str) -> list[str]:
    """A component of an identity is a row, or a group: then it is the sum of the group's rows."""
    rows = {r["row"]: r for r in form.rows(version, "requests")}
    if rows[part]["kind"] != "group":
        return [part]
    asked = {row for row, _ in form.cells(version, "requests")}
    return [r["row"] for r in rows.values() if r["parent"] == part and r["row"] in asked]


def _check(entry: _Entry, sheet: Worksheet, place: Place, cells: list[tuple[Place, int]]) -> None:
    """One verdict: 未填 while a cell is open, else whether the weighted sum is zero, and by how much not."""
    holds, broken, blank = VERDICTS[entry.lang]
    references = [(_reference(cell), weight) for cell, weight in cells]
    names = ",".join(name for name, _ in references)
    total = "".join(
        f"{'+' if w > 0 else '-'}{'' if abs(w) == 1 else f'{abs(w)}*'}{n}" for n, w in references
    )
    gap = f'"{broken}（{entry.words["difference"]} "&ROUND({total},4)&"）"'
    formula = (
        f'=IF(COUNT({names})<{len(references)},"{blank}",IF(ABS({total})<0.00001,"{holds}",{gap}))'
    )
    where = (TOP + place[0], place[1])
    sheet.write_formula(*where, formula, entry.styles["check"], blank)
    for verdict, style in ((holds, "holds"), (broken, "broken")):
        begins = {"type": "text", "criteria": "begins with", "value": verdict}
        sheet.conditional_format(*where, *where, begins | {"format": entry.styles[style]})


# Map


def _map_sheet(entry: _Entry, version: str) -> None:
    sheet = entry.book.add_worksheet(MAP_SHEET)
    for column, text in enumerate((MARK, str(FORMAT), version)):
        sheet.write_string(0, column, text)
    for line, row in enumerate((MAP_HEAD, *entry.places), 1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text)
    sheet.protect()
    sheet.hide()


def _reference(place: Place) -> str:
    """A place in the table as the cell of its sheet: D7."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return xl_rowcol_to_cell(TOP + place[0], place[1])


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
