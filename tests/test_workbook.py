"""The workbook and the entry form: typed cells, blanks that stay blank, live checks, the way back."""

from __future__ import annotations

import csv
import dataclasses
import io
import zipfile

import openpyxl
import pytest

from analysis import form
from analysis.checks import check
from analysis.cli import main
from analysis.errors import ReadError, UsageError
from analysis.workbook import read_entry, tables, write_entry, write_workbook
from analysis.workbook.layout import lay_out

HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "<b>&\x00\x1f")


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def suqian(data):
    chosen = data.select(agency="suqian-gov")
    return opened(write_workbook(chosen, findings=check(chosen)))


def test_the_sheets_are_there_in_reading_order(suqian):
    printed = [f"{year} {table}" for year in (2025, 2024, 2023) for table in "二三四"]
    assert suqian.sheetnames == ["说明", "数据", *printed, "渠道趋势", "指标", "核对", "代码表"]


def test_facts_are_typed_and_as_published(suqian, data):
    head, *body = rows(suqian["数据"])
    value, code = head.index("数"), head.index("行代码")
    assert len(body) == len(data.select(agency="suqian-gov").facts)
    fees = [row[value] for row in body if row[code] == "fees"]
    assert 72701.2578 in fees
    assert {type(row[value]) for row in body} <= {int, float, type(None)}
    assert suqian["数据"].freeze_panes == "A2"


def test_table_three_of_2024_stands_as_the_form_prints_it(suqian):
    sheet = suqian["2024 三"]
    by_label = {
        next(c for c in row[2::-1] if c): row[3:10] for row in rows(sheet)[5:] if any(row[:3])
    }
    assert by_label["一、本年新收政府信息公开申请数量"] == [3440, 75, 0, 1, 6, 3, 3525]
    assert by_label["（一）予以公开"] == [1408, 21, 0, 0, 2, 0, 1431]
    assert by_label["四、结转下年度继续办理"][-1] == 125
    assert len(by_label) == 25


def test_table_four_of_2024_is_one_line_of_fifteen(suqian):
    assert rows(suqian["2024 四"])[-1] == [88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52]


def test_a_blank_is_no_zero_and_says_why(data):
    book = opened(write_workbook(data.select(agency="shanghai-go", years=2019)))
    cells = [cell for row in book["2019 三"].iter_rows(min_row=6, min_col=4) for cell in row]
    blank = [cell for cell in cells if cell.value is None]
    facts = data.select(agency="shanghai-go", years=2019).requests
    assert len(blank) == facts["value"].isna().sum() > 0
    assert {cell.comment.text for cell in blank} == {"空白"}


def test_a_group_printed_as_one_row_is_one_row(data):
    book = opened(write_workbook(data.select(agency="hongze-gov", years=2024)))
    labels = [cell for row in rows(book["2024 三"]) for cell in row if isinstance(cell, str)]
    assert "（六）其他处理" in labels
    assert "3.其他" not in labels


def test_measures_show_their_counts(suqian):
    head, *body = rows(suqian["指标"])
    row = next(r for r in body if r[0] == "disclosure_rate" and r[2] == 2024)
    told = dict(zip(head, row, strict=True))
    assert (told["分子"], told["分母"]) == (1902, 3521)
    assert round(told["值"], 3) == 0.54
    place = (body.index(row) + 2, head.index("值") + 1)
    assert suqian["指标"].cell(*place).number_format == "0.0%"


def test_the_trend_has_a_native_chart_over_its_own_cells(data):
    content = write_workbook(data.select(agency="quzhou-commerce"))
    head, *body = rows(opened(content)["渠道趋势"])
    assert [row[0] for row in body[:5]] == [2016, 2017, 2018, 2019, 2020]
    assert body[2][1:] == [None] * (len(head) - 1)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert chart.count("<c:ser>") == len(head) - 1
    assert "dispBlanksAs" not in chart  # Excel's own default: a gap
    assert "'渠道趋势'!$A$2:$A$6" in chart or "渠道趋势!$A$2:$A$6" in chart


def test_one_year_is_bars_and_no_line(data):
    content = write_workbook(data.select(agency="haiyan-samr"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "<c:barChart>" in chart
    assert "<c:lineChart>" not in chart


def test_without_findings_there_is_no_empty_sheet_of_them(data):
    assert "核对" not in opened(write_workbook(data.select(agency="haiyan-samr"))).sheetnames


def test_findings_carry_rule_and_numbers(data):
    chosen = data.select(agency="hongze-gov", years=2023)
    head, *body = rows(opened(write_workbook(chosen, findings=check(chosen)))["核对"])
    broken = [dict(zip(head, row, strict=True)) for row in body if row[1] == "不符"]
    assert ("review", 11, 0) in {(f["对象"], f["应为"], f["实为"]) for f in broken}


def test_english_heads_and_names(data):
    book = opened(write_workbook(data.select(agency="suqian-gov", years=2024), lang="en"))
    assert book.sheetnames[:3] == ["Read me", "Facts", "2024 proactive"]
    assert rows(book["Measures"])[0][:4] == ["measure", "name", "year", "value"]


def test_the_same_data_gives_the_same_bytes(data):
    chosen = data.select(agency="suqian-gov")
    assert write_workbook(chosen, findings=check(chosen)) == write_workbook(
        chosen, findings=check(chosen)
    )
    assert write_entry() == write_entry()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_text(data, words, tmp_path):
    chosen = data.select(agency="shanghai-go", years=2019)
    chosen = dataclasses.replace(
        chosen,
        reports=chosen.reports.assign(agency=words, title_zh=words, source=words, url=words),
        facts=chosen.facts.assign(text=words, note=words, where=words),
    )
    content = write_workbook(chosen, findings=check(chosen))
    for sheet in opened(content):
        assert not [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert not [c.coordinate for row in sheet.iter_rows() for c in row if c.hyperlink]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]


def test_csv_is_guarded_and_has_a_bom_on_request(tmp_path, data, monkeypatch):
    chosen = data.select(agency="haiyan-samr")
    hostile = dataclasses.replace(chosen, facts=chosen.facts.assign(text=HOSTILE[0]))
    monkeypatch.setattr("analysis.datasets.load", lambda _folder: hostile)
    out = tmp_path / "w.xlsx"
    assert main(["workbook", "--out", str(out), "--csv"]) == 0
    plain = (tmp_path / "w-facts.csv").read_bytes()
    assert main(["workbook", "--out", str(out), "--csv", "--bom"]) == 0
    assert (tmp_path / "w-facts.csv").read_bytes() == b"\xef\xbb\xbf" + plain
    text = [row["原文"] for row in csv.DictReader(io.StringIO(plain.decode()))]
    assert set(text) == {"'" + HOSTILE[0]}
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"w.xlsx", *(f"w-{n}.csv" for n in tables(chosen, "zh", []))}


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (["--agency", "haiyan-smr"], "haiyan-samr"),
        (["--year", "2021"], "2022"),
        (["--year", "MMXX"], "all"),
        (["--lang", "fr"], "zh"),
        (["--bom"], "--csv"),
    ],
)
def test_a_mistake_is_told_and_writes_nothing(wish, told, tmp_path, capsys):
    out = tmp_path / "w.xlsx"
    assert main(["workbook", *wish, "--out", str(out)]) == 1
    assert told in capsys.readouterr().err
    assert not out.exists()
    assert main(["workbook", "--out", str(tmp_path / "w.csv")]) == 1


def test_several_organs_are_refused(data):
    with pytest.raises(UsageError, match="一个机关"):
        write_workbook(data.select(years=2022))


# Layout


@pytest.mark.parametrize("version", ["2021", "2019"])
@pytest.mark.parametrize("table", ["proactive", "requests", "disputes"])
@pytest.mark.parametrize("printed", [(), ("other_subtotal",), ("other_subtotal", "other_other")])
def test_no_two_things_share_a_place(version, table, printed):
    layout = lay_out(version, table, "zh", printed)
    taken = list(layout.cells.values())
    for label in layout.labels:
        (a, b), (c, d) = label.first, label.last
        taken += [(line, column) for line in range(a, c + 1) for column in range(b, d + 1)]
    assert len(taken) == len(set(taken))
    if not printed:
        assert set(layout.cells) == set(form.cells(version, table))


# The entry form


def entry_map(book):
    return {
        tuple(v or "" for v in row[:3]): (row[3], row[4]) for row in rows(book["_gongkai_map"])[2:]
    }


def filled(data, tmp_path, change=lambda book, places: None):
    """The blank form with the published figures of 宿迁 2024 typed in."""
    book = opened(write_entry())
    places = entry_map(book)
    facts = data.select(agency="suqian-gov", years=2024).facts
    for fact in facts.itertuples():
        sheet, cell = places[fact.table, fact.row, fact.column]
        book[sheet][cell] = int(fact.value) if fact.value == int(fact.value) else fact.value
    for name, value in (("agency", "宿迁市人民政府"), ("year", 2024)):
        sheet, cell = places[name, "", ""]
        book[sheet][cell] = value
    change(book, places)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    return path


def test_what_is_typed_in_comes_back(data, tmp_path):
    agency, year, facts = read_entry(filled(data, tmp_path))
    assert (agency, year) == ("宿迁市人民政府", 2024)
    published = data.select(agency="suqian-gov", years=2024).facts
    typed = {(f.table, f.row, f.column): (f.value, f.unit, f.status) for f in facts}
    expected = {
        (f.table, f.row, f.column): (f.value, f.unit, f.status) for f in published.itertuples()
    }
    assert typed == expected
    assert len(typed) == 200


def test_the_blank_form_comes_back_blank(tmp_path):
    path = tmp_path / "blank.xlsx"
    path.write_bytes(write_entry(lang="en"))
    agency, year, facts = read_entry(path)
    assert (agency, year) == ("", None)
    assert {(f.value, f.status) for f in facts} == {(None, "blank")}


@pytest.mark.parametrize(
    ("typed", "value", "status"),
    [
        (0, 0, "reported"),
        ("１２", 12, "reported"),
        ("1,234", 1234, "reported"),
        (2.5, 2.5, "reported"),
        ("/", None, "not_applicable"),
        ("—", None, "not_applicable"),
        ("22（其中修订16件）", None, "unreadable"),
        ("1e999", None, "unreadable"),
        ("   ", None, "blank"),
    ],
)
def test_odd_cells_are_told_apart(data, tmp_path, typed, value, status):
    def change(book, places):
        sheet, cell = places["proactive", "licences", "decisions"]
        book[sheet][cell] = typed

    _, _, facts = read_entry(filled(data, tmp_path, change))
    fact = next(f for f in facts if f.row == "licences")
    assert (fact.value, fact.status) == (value, status)
    assert fact.where.startswith("二、主动公开!")


def test_only_the_checks_are_formulas_and_only_the_form_is_open():
    book = opened(write_entry())
    places = entry_map(book)
    open_cells = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert open_cells == set(places.values())
    assert all(sheet.protection.sheet for sheet in book)
    assert book["_gongkai_map"].sheet_state == "hidden"
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    # 7 columns twice, 25 rows, 3 procedures, and the tally on the cover.
    assert len(formulas) == 7 + 7 + 25 + 3 + 1


def test_every_open_number_is_validated():
    book = opened(write_entry())
    for name in ("二、主动公开", "三、依申请公开", "四、复议诉讼"):
        rules = book[name].data_validations.dataValidation
        cells = {str(rule.sqref): (rule.type, rule.operator, rule.formula1) for rule in rules}
        mapped = {cell for sheet, cell in entry_map(book).values() if sheet == name}
        assert set(cells) == mapped
        kinds = {kind for kind, _, _ in cells.values()}
        assert kinds == ({"whole", "decimal"} if name.startswith("二") else {"whole"})
        assert {(op, low) for _, op, low in cells.values()} == {("greaterThanOrEqual", "0")}


def test_a_flow_check_names_the_four_cells_of_its_column():
    book = opened(write_entry())
    sheet, places = book["三、依申请公开"], entry_map(book)
    cells = {
        r: places["requests", r, "total"][1]
        for r in ("new", "carried_in", "handled_total", "carried_out")
    }
    column = cells["new"].rstrip("0123456789")
    formulas = [c.value for c in sheet[column] if c.data_type == "f"]
    wanted = "ABS(+{new}+{carried_in}-{handled_total}-{carried_out})".format(**cells)
    assert sum(wanted in formula for formula in formulas) == 1


# Files that are no entry form


def rewritten(path, tmp_path, name, change):
    """A copy of a workbook with one part changed."""
    out = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, change(content) if item == name else content)
    return out


def entity(content: bytes) -> bytes:
    head, _, rest = content.partition(b"?>")
    return head + b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rest


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/workbook.xml", entity),
        ("xl/sharedStrings.xml", entity),
        ("xl/worksheets/sheet2.xml", lambda _: b"<not closed"),
        ("xl/sharedStrings.xml", lambda c: c.replace(b"gongkai-entry", b"something")),
        ("xl/sharedStrings.xml", lambda c: c.replace(b">granted<", b">../secret<")),
        ("xl/sharedStrings.xml", lambda c: b" " * (41 * 1024 * 1024)),
    ],
    ids=["entity", "entity in strings", "broken", "no mark", "unknown cell", "too large"],
)
def test_a_damaged_or_hostile_file_is_refused_with_advice(tmp_path, part, change):
    path = tmp_path / "entry.xlsx"
    path.write_bytes(write_entry())
    with pytest.raises(ReadError) as told:
        read_entry(rewritten(path, tmp_path, part, change))
    assert "--entry" in told.value.next_zh
    assert "changed.xlsx" in told.value.where


def test_other_files_are_refused(tmp_path, data):
    other = tmp_path / "other.xlsx"
    other.write_bytes(write_workbook(data.select(agency="haiyan-samr")))
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook")
    for path in (other, text, tmp_path / "missing.xlsx"):
        with pytest.raises(ReadError):
            read_entry(path)
