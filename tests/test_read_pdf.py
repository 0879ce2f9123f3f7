"""PDF files as publishers make them: where each number stands decides, not the order it was drawn in.

The small pages are drawn here with reportlab; everything in them is invented.
"""

import csv
import io
import os
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from analysis.cells import read_cell
from analysis.document import Grid
from analysis.readers import pdf

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).parents[2] / "shared")
FONT = "STSong-Light"
WIDTH, HEIGHT = 595, 842
XS = (50, 250, 330, 410, 490)  # a label column and three of numbers


class Paper:
    """A page to draw on, in points from the top left."""

    def __init__(self, pagesize=(WIDTH, HEIGHT), **options):
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=pagesize, invariant=True, **options)

    def text(self, words, x, y, size=10):
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y - size, words)

    def line(self, x0, y0, x1, y1):
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def box(self, x0, y0, x1, y1, **how):
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, **how)

    def row(self, y, words, xs=XS, height=20, rules=True):
        for k, text in enumerate(words):
            if rules:
                self.box(xs[k], y, xs[k + 1], y + height)
            self.text(text, xs[k] + 4, y + 4)

    def next(self):
        self.canvas.showPage()

    def bytes(self):
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()

    def read(self):
        return pdf.read(self.bytes())


def table(grid):
    """The texts of a grid by place; a cell stands at its top left corner only, "·" is covered."""
    rows = [["·"] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def words(document):
    return [paragraph.text for paragraph in document.paragraphs]


# A published report


@pytest.fixture(scope="module")
def hongze():
    path = SHARED / "reports" / "hongze-gov-2023.pdf"
    if not path.exists():
        pytest.skip("shared/ with the published report is not beside the project")
    return pdf.read(path.read_bytes())


def test_hongze_prints_three_tables_over_five_pages(hongze):
    assert [(grid.n_rows, grid.n_columns) for grid in hongze.grids] == [(14, 4), (26, 10), (4, 15)]
    assert hongze.grids[1].where == "p3@77,364,516,779+p4@77,80,516,271"
    assert hongze.messages == ()


def test_hongze_numbers_stand_where_the_page_has_them(hongze):
    proactive, requests, disputes = map(table, hongze.grids)
    assert proactive[3] == ["行政规范性文件", "0", "5", "5"]
    assert proactive[13] == ["行政事业性收费", "7730.28", "·", "·"]
    assert requests[3] == ["一、本年新收政府信息公开申请数量", "·", "·", "21", *"00000", "21"]
    assert requests[15][1:] == [
        "（四）无法提供",
        "1.本机关不掌握相关政府信息",
        "10",
        *"00000",
        "10",
    ]
    assert requests[24][1:] == ["（七）总计", "·", "21", *"00000", "21"]
    assert disputes[3] == ["10", "1", "0", "0", "0", *"00000", "5", "0", "0", "0", "0"]


def test_hongze_labels_cut_by_the_page_span_both_parts(hongze):
    spans = {cell.text: (cell.row, cell.rowspan) for cell in hongze.grids[1].cells}
    assert spans["三、本年度办理结果"] == (5, 20)  # drawn letter by letter, downwards
    assert spans["（四）无法提供"] == (15, 3)
    cell = next(c for c in hongze.grids[1].cells if c.text == "2.其他法律行政止公开")
    assert cell.where == "p3@180,598,310,618"


def test_hongze_paragraphs_have_no_page_numbers_and_go_on_over_pages(hongze):
    assert words(hongze)[0] == "洪泽区人民政府2023年政府信息公开工作年度报告"
    assert "三、收到和处理政府信息公开申请情况" in words(hongze)
    assert any("严格执行“分级审核、先审后发”程序" in text for text in words(hongze))
    assert not any(text.startswith("-") for text in words(hongze))
    assert words(hongze)[-1].endswith("全年收取政府信息公开信息处理费0元。")


def test_hongze_gives_every_known_cell(hongze):
    report = pytest.importorskip("analysis.report").from_document(hongze)
    got = {fact[:3]: (fact.value, fact.status) for fact in report.facts}
    with (SHARED / "figures" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["report_id"] == "hongze-gov-2023"]
    assert len(rows) == 186
    wanted = {(r["table"], r["row"], r["column"]): (float(r["value"]), r["status"]) for r in rows}
    assert {key: got.get(key) for key in wanted} == wanted


# Ruled tables


def test_blank_cells_stay_blank():
    paper = Paper()
    paper.row(100, ["申请数量", "自然人", "商业企业", "总计"])
    paper.row(120, ["一、新收", "", "7", ""])
    paper.row(140, ["二、结转", "3", "", "3"])
    assert table(paper.read().grids[0])[1:] == [
        ["一、新收", "", "7", ""],
        ["二、结转", "3", "", "3"],
    ]


def test_merged_header_cells_have_spans():
    paper = Paper()
    paper.box(50, 100, 250, 140)
    paper.text("申请人情况", 60, 110)
    paper.box(250, 100, 490, 120)
    paper.text("法人或其他组织", 330, 104)
    for x0, x1, text in ((250, 330, "商业企业"), (330, 410, "科研机构"), (410, 490, "其他")):
        paper.box(x0, 120, x1, 140)
        paper.text(text, x0 + 4, 124)
    paper.row(140, ["一、新收", "1", "2", "3"])
    (grid,) = paper.read().grids
    cells = {cell.text: cell for cell in grid.cells}
    assert cells["申请人情况"][1:5] == (0, 0, 2, 1)
    assert cells["法人或其他组织"][1:5] == (0, 1, 1, 3)
    assert cells["科研机构"][1:5] == (1, 2, 1, 1)
    assert cells["2"].where == "p1@330,140,410,160"


def test_double_rules_and_spaced_cells_are_one_border():
    paper = Paper()
    for k, row in enumerate([["项目", "甲", "乙", "丙"], ["一、新收", "1", "", "3"]]):
        for c, text in enumerate(row):
            x0, x1, y = XS[c] + 1, XS[c + 1] - 1, 100 + 24 * k
            paper.box(x0, y, x1, y + 22)
            paper.box(x0 + 1, y + 1, x1 - 1, y + 21)
            paper.text(text, x0 + 5, y + 5)
    assert table(paper.read().grids[0]) == [["项目", "甲", "乙", "丙"], ["一、新收", "1", "", "3"]]


def test_lines_drawn_in_many_short_pieces():
    paper = Paper()
    for y in (100, 120, 140):
        for x in range(50, 490, 4):
            paper.line(x, y, x + 2.5, y)
    for x in XS:
        for y in range(100, 140, 4):
            paper.line(x, y, x, y + 2.5)
    paper.row(100, ["项目", "甲", "乙", "丙"], rules=False)
    paper.row(120, ["一、新收", "", "2", "3"], rules=False)
    assert table(paper.read().grids[0]) == [["项目", "甲", "乙", "丙"], ["一、新收", "", "2", "3"]]


def test_one_path_for_the_whole_table():
    paper = Paper()
    path = paper.canvas.beginPath()
    for y in (100, 120, 140):
        path.moveTo(50, HEIGHT - y)
        path.lineTo(490, HEIGHT - y)
    for x in XS:
        path.moveTo(x, HEIGHT - 100)
        path.lineTo(x, HEIGHT - 140)
    paper.canvas.saveState()
    paper.canvas.drawPath(path)
    paper.canvas.restoreState()
    paper.row(100, ["项目", "甲", "乙", "丙"], rules=False)
    paper.row(120, ["一、新收", "", "2", "3"], rules=False)
    assert table(paper.read().grids[0])[1] == ["一、新收", "", "2", "3"]


def test_cells_painted_as_areas_without_lines():
    paper = Paper()
    for k, row in enumerate([["项目", "甲", "乙", "丙"], ["一、新收", "1", "", "3"]]):
        for c, text in enumerate(row):
            paper.canvas.setFillGray(0.9)
            paper.box(XS[c] + 1, 101 + 20 * k, XS[c + 1] - 1, 119 + 20 * k, stroke=0, fill=1)
            paper.canvas.setFillGray(0)
            paper.text(text, XS[c] + 5, 104 + 20 * k)
    assert table(paper.read().grids[0])[1] == ["一、新收", "1", "", "3"]


def test_shaded_paragraphs_are_no_table():
    paper = Paper()
    for k in range(6):
        paper.canvas.setFillGray(0.9)
        paper.box(50, 100 + 20 * k, 545, 120 + 20 * k, stroke=0, fill=1)
        paper.canvas.setFillGray(0)
        paper.text(
            "全年通过政府网站公开信息222条，制作政策解读3篇，其余情况如下所述", 54, 104 + 20 * k
        )
    document = paper.read()
    assert document.grids == ()
    assert "".join(words(document)).count("222条") == 6


def test_an_open_table_without_outer_lines():
    paper = Paper()
    for y in (120, 140):
        paper.line(50, y, 490, y)
    for x in XS[1:-1]:
        paper.line(x, 100, x, 160)
    paper.row(100, ["项目", "甲", "乙", "丙"], rules=False)
    paper.row(120, ["一、新收", "1", "", "3"], rules=False)
    paper.row(140, ["二、结转", "", "5", ""], rules=False)
    assert table(paper.read().grids[0])[1:] == [
        ["一、新收", "1", "", "3"],
        ["二、结转", "", "5", ""],
    ]


def test_an_underlined_word_is_no_border():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "2", "3"], height=40)
    paper.line(54, 138, 94, 138)
    assert table(paper.read().grids[0])[1] == ["一、新收", "1", "2", "3"]


def test_digits_drawn_one_by_one_are_one_number():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "", "", ""])
    for k, digit in enumerate("2023"):
        paper.text(digit, 340 + 5.0 * k, 124)
    assert table(paper.read().grids[0])[1] == ["一、新收", "", "2023", ""]


def test_two_numbers_in_a_cell_stay_two():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "", "3"])
    paper.text("10", 335, 124)
    paper.text("5", 360, 124)
    assert table(paper.read().grids[0])[1][2] == "10 5"


def test_a_number_printed_twice_for_boldness_is_one():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "5", "3"])
    paper.text("5", 334.3, 124)
    assert table(paper.read().grids[0])[1] == ["一、新收", "1", "5", "3"]


def test_a_number_too_wide_for_its_cell_stays_whole():
    paper = Paper()
    xs = (50, 250, 275, 300, 325)
    paper.row(100, ["项目", "甲", "乙", "丙"], xs)
    paper.row(120, ["一、新收", "", "", ""], xs)
    paper.text("1234567", 273, 124)  # 35 points, 27 of them in the second column
    (row,) = table(paper.read().grids[0])[1:]
    assert row == ["一、新收", "", "1234567", ""]


def test_a_number_halfway_between_two_cells_is_marked_in_both():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "", "", ""])
    paper.text("123456", 330 - 15, 124)
    (row,) = table(paper.read().grids[0])[1:]
    assert row[1] == row[2] == "123|456"


def test_a_label_that_touches_a_number_is_cut_from_it():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["", "", "", ""])
    paper.text("危及“三安全一稳定”", 150.5, 124)
    paper.text("1111", 250.5, 124)
    assert table(paper.read().grids[0])[1][:2] == ["危及“三安全一稳定”", "1111"]


def test_a_line_clipped_by_its_row_is_not_in_the_next():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "", "3"])
    paper.row(140, ["二、结转", "4", "", "6"])
    paper.canvas.saveState()
    path = paper.canvas.beginPath()
    path.rect(330, HEIGHT - 140, 80, 20)
    paper.canvas.clipPath(path, stroke=0)
    paper.text("22", 340, 124)
    paper.text("99", 340, 144)
    paper.canvas.restoreState()
    assert table(paper.read().grids[0])[1:] == [
        ["一、新收", "1", "22", "3"],
        ["二、结转", "4", "", "6"],
    ]


def test_a_frame_around_the_page_is_no_table():
    paper = Paper()
    paper.box(40, 40, 555, 800)
    paper.text("一、总体情况", 50, 60)
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "", "3"])
    paper.text("全年公开信息222条。", 50, 160)
    document = paper.read()
    assert [table(grid)[1] for grid in document.grids] == [["一、新收", "1", "", "3"]]
    assert words(document) == ["一、总体情况", "全年公开信息222条。"]


def test_a_report_inside_one_ruled_cell():
    paper = Paper()
    for y0, y1 in ((60, 100), (100, 120), (120, 140), (140, 220)):
        paper.box(50, y0, 490, y1)
    long = "全年通过政府网站公开信息222条，通过微信公众号公开信息458篇。" * 2
    for k in range(3):
        paper.text(long[k * 30 : k * 30 + 30], 60, 145 + 14 * k)
    paper.text("（一）主动公开", 60, 65)
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "", "3"])
    document = paper.read()
    assert ["一、新收", "1", "", "3"] in [row for grid in document.grids for row in table(grid)]


# Upright and turned text


def test_letters_one_below_the_other_are_one_word():
    paper = Paper()
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.box(50, 120, 80, 240)
    for k, letter in enumerate("三、本年度办理结果"):
        paper.text(letter, 60, 124 + 12 * k)
    for k in range(6):
        paper.row(120 + 20 * k, [f"{k + 1}.其他", str(k), "", "0"], (80, 250, 330, 410, 490))
    (grid,) = paper.read().grids
    assert "三、本年度办理结果" in {cell.text for cell in grid.cells if cell.rowspan == 6}


def test_turned_letters_in_the_first_column():
    paper = Paper()
    paper.box(50, 100, 80, 220)
    paper.canvas.saveState()
    paper.canvas.translate(70, HEIGHT - 210)
    paper.canvas.rotate(90)
    paper.canvas.setFont(FONT, 10)
    paper.canvas.drawString(0, 0, "三、本年度办理结果")
    paper.canvas.restoreState()
    for k in range(6):
        paper.row(100 + 20 * k, [f"{k + 1}.其他", str(k), "", "0"], (80, 250, 330, 410, 490))
    (grid,) = paper.read().grids
    assert table(grid)[0] == ["三、本年度办理结果", "1.其他", "0", "", "0"]
    assert table(grid)[3][1:] == ["4.其他", "3", "", "0"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_as_they_are_shown(turn):
    # reportlab turns the page size with the page
    paper = Paper((WIDTH, HEIGHT) if turn == 180 else (HEIGHT, WIDTH))
    paper.canvas.setPageRotation(turn)
    paper.canvas.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[turn])
    paper.canvas.rotate(turn)
    paper.canvas.translate(0, (HEIGHT if turn == 180 else WIDTH) - HEIGHT)
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "", "3"])
    (grid,) = paper.read().grids
    assert table(grid) == [["项目", "甲", "乙", "丙"], ["一、新收", "1", "", "3"]]
    assert grid.where == "p1@50,100,490,140"


def test_a_table_laid_sideways_on_an_upright_page():
    paper = Paper()
    paper.canvas.translate(WIDTH, 0)
    paper.canvas.rotate(90)
    paper.canvas.translate(0, WIDTH - HEIGHT)
    paper.row(100, ["项目", "甲", "乙", "丙"])
    paper.row(120, ["一、新收", "1", "", "3"])
    (grid,) = paper.read().grids
    assert table(grid)[1] == ["一、新收", "1", "", "3"]
    assert grid.where == "p1@100,352,140,792"  # as a viewer shows it: on its side


# Over page breaks

HEADER = ["项目", "自然人", "企业", "总计"]


def over_pages(parts, repeat):
    paper = Paper()
    for number, rows in enumerate(parts):
        if number:
            paper.text(f"— {number} —", 280, 810)
            paper.next()
        y = 700 if number == 0 else 60
        for row in ([HEADER] if repeat or number == 0 else []) + rows:
            paper.row(y, row)
            y += 20
    return paper.read()


PARTS = [
    [["一、新收", "1", "", "3"]],
    [["二、结转", "", "5", ""], ["三、办结", "7", "8", ""]],
    [["四、总计", "", "", "9"]],
]


@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_over_three_pages_is_one(repeat):
    document = over_pages(PARTS, repeat)
    (grid,) = document.grids
    assert table(grid) == [HEADER, *(row for part in PARTS for row in part)]
    assert grid.where.count("+") == 2
    assert words(document) == []


def test_a_header_that_differs_is_kept():
    paper = Paper()
    paper.row(700, HEADER)
    paper.row(720, ["一、新收", "1", "", "3"])
    paper.next()
    paper.row(60, ["项目", "自然人", "其他", "总计"])
    paper.row(80, ["二、结转", "", "5", ""])
    (grid,) = paper.read().grids
    assert table(grid)[2] == ["项目", "自然人", "其他", "总计"]


def test_a_heading_between_keeps_tables_apart():
    paper = Paper()
    paper.row(700, HEADER)
    paper.row(720, ["一、新收", "1", "", "3"])
    paper.next()
    paper.text("四、行政复议、行政诉讼情况", 50, 60, 14)
    paper.row(90, HEADER)
    paper.row(110, ["二、结转", "", "5", ""])
    assert len(paper.read().grids) == 2


def cut_row(upper, lower, closed):
    """A table whose last row was cut by the page break, with or without lines at the cut."""
    paper = Paper()
    paper.row(700, HEADER)
    for x in XS:
        paper.line(x, 720, x, 760)
    paper.row(720, upper, rules=False)
    if closed:
        paper.line(50, 760, 490, 760)
    paper.next()
    for x in XS:
        paper.line(x, 60, x, 80)
    if closed:
        paper.line(50, 60, 490, 60)
    paper.line(50, 80, 490, 80)
    paper.row(60, lower, rules=False)
    paper.row(80, ["6.其他", "4", "4", "8"])
    (grid,) = paper.read().grids
    return table(grid)[1:]


@pytest.mark.parametrize("closed", [True, False])
def test_a_row_cut_by_the_page_break_is_one_row(closed):
    rows = cut_row(
        ["5.要求行政机关确认或重新出具", "1", "", "3"], ["已获取信息", "", "", ""], closed
    )
    assert rows == [
        ["5.要求行政机关确认或重新出具\n已获取信息", "1", "", "3"],
        ["6.其他", "4", "4", "8"],
    ]


@pytest.mark.parametrize("closed", [True, False])
def test_two_rows_at_the_page_break_stay_two(closed):
    rows = cut_row(["4.无正当理由大量反复申请", "", "", ""], ["5.重复申请", "1", "", "3"], closed)
    assert rows[:2] == [["4.无正当理由大量反复申请", "", "", ""], ["5.重复申请", "1", "", "3"]]


@pytest.mark.parametrize("closed", [True, False])
def test_numbers_on_both_sides_of_the_break_are_never_joined(closed):
    rows = cut_row(["行政许可", "1", "", "3"], ["其他事项", "2", "", "4"], closed)
    assert rows[:2] == [["行政许可", "1", "", "3"], ["其他事项", "2", "", "4"]]


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(
    ("upper", "lower"), [("5.", "属于三类内部事务信息"), ("5", ".重复申请"), ("行", "政事业性收费"), ("其中：主要", "负责同志")]
)  # fmt: skip
def test_a_label_cut_behind_its_first_characters_goes_on(upper, lower, closed):
    rows = cut_row([upper, "1", "", "3"], [lower, "", "", ""], closed)
    assert rows[0] == [f"{upper}\n{lower}", "1", "", "3"]


@pytest.mark.parametrize("closed", [True, False])
def test_a_part_below_its_whole_is_a_row_of_its_own(closed):
    rows = cut_row(["1.新闻发布会", "1", "", "3"], ["其中：主要负责同志", "", "", ""], closed)
    assert rows[:2] == [["1.新闻发布会", "1", "", "3"], ["其中：主要负责同志", "", "", ""]]


@pytest.mark.parametrize("closed", [True, False])
def test_a_label_that_goes_on_has_its_unit_above(closed):
    rows = cut_row(["法律法规规定", "件", "102", ""], ["的其他情形", "", "", ""], closed)
    assert rows[0] == ["法律法规规定\n的其他情形", "件", "102", ""]


@pytest.mark.parametrize("closed", [True, False])
def test_a_number_cut_by_the_page_break_is_not_read_as_its_first_digits(closed):
    # 1770 in a narrow column: 177 on one page, 0 on the next.
    rows = cut_row(["1.信访举报投诉类申请", "5", "177", "6"], ["", "", "0", ""], closed)
    assert rows[0] == ["1.信访举报投诉类申请", "5", "177\n0", "6"]
    assert read_cell("177\n0").status == "unreadable"


def header_of_two_rows(paper):
    paper.row(660, ["（第一项等于第二项）", "申请人情况"], (50, 250, 490))
    paper.row(680, ["", *HEADER[1:]])


def below_half_a_header(row, second=("", "", "", "")):
    """A row cut by the page break; the next page prints the first row of the header again."""
    paper = Paper()
    header_of_two_rows(paper)
    paper.row(700, ["1.信访举报投诉类申请", "5", "177", "6"])
    paper.next()
    paper.row(60, ["（第一项等于第二项）", "申请人情况"], (50, 250, 490))
    if any(second):
        paper.row(80, second)
    paper.row(100 if any(second) else 80, row)
    paper.row(120 if any(second) else 100, ["2.其他", "4", "4", "8"])
    (grid,) = paper.read().grids
    return table(grid)[2:]


def test_half_a_header_printed_again_is_dropped():
    assert below_half_a_header(["3.重复申请", "", "0", ""]) == [
        ["1.信访举报投诉类申请", "5", "177", "6"],
        ["3.重复申请", "", "0", ""],
        ["2.其他", "4", "4", "8"],
    ]


@pytest.mark.parametrize("second", [("", "", "", ""), ("", *HEADER[1:])])
@pytest.mark.parametrize("row", [["", "", "0", ""], ["", "8", "0", "1"]])
def test_digits_below_half_a_header_are_the_end_of_the_numbers_above(row, second):
    first = below_half_a_header(row, second)[0]
    assert first == ["1.信访举报投诉类申请", *("\n".join(filter(None, pair)) for pair in zip(["5", "177", "6"], row[1:]))]  # fmt: skip


def test_words_of_the_header_that_run_on_into_a_row_are_not_its_own():
    rows = below_half_a_header(["第二项）3.重复申请", "人9", "业0", ""])
    assert rows[1] == ["3.重复申请", "9", "0", ""]


def test_digits_without_rules_on_the_next_page_put_the_number_above_in_doubt():
    paper = Paper()
    paper.row(700, HEADER)
    paper.row(720, ["四、结转", "1", "2041", "3"])
    paper.next()
    paper.text("5", 340, 60)
    paper.text("四、政府信息公开行政复议、行政诉讼情况", 50, 90, 14)
    document = paper.read()
    assert table(document.grids[0])[1] == ["四、结转", "1", "2041\n5", "3"]
    assert words(document) == ["四、政府信息公开行政复议、行政诉讼情况"]


def test_the_ends_of_two_numbers_at_the_foot_of_a_page_are_no_page_number():
    paper = Paper()
    paper.row(760, HEADER, rules=False)
    paper.row(780, ["一、新收", "765", "257", "3"], rules=False)
    paper.text("86", 264, 796)
    paper.text("08", 344, 796)
    paper.next()
    paper.text("第 2 页 共 2 页", 280, 810)
    document = paper.read()
    texts = [cell.text for grid in document.grids for cell in grid.cells] + words(document)
    assert "86" in " ".join(texts) and "08" in " ".join(texts)
    assert "共" not in " ".join(texts)


def test_a_page_number_as_high_as_official_letters_have_it_parts_no_table():
    paper = Paper()
    paper.row(700, HEADER)
    paper.row(720, ["一、新收", "1", "", "3"])
    paper.text("— 1 —", 280, 748)  # 28 mm above the lower edge
    paper.next()
    paper.row(60, ["二、结转", "", "5", ""])
    document = paper.read()
    assert len(document.grids) == 1 and words(document) == []


# Tables without lines


def test_a_table_without_lines_is_read_by_position_and_says_so():
    paper = Paper()
    paper.row(100, ["信息内容", "制发件数", "废止件数", "有效件数"], rules=False)
    paper.row(120, ["规章", "0", "", "12"], rules=False)
    paper.row(140, ["行政规范性文件", "", "5", ""], rules=False)
    document = paper.read()
    assert table(document.grids[0]) == [
        ["信息内容", "制发件数", "废止件数", "有效件数"],
        ["规章", "0", "", "12"],
        ["行政规范性文件", "", "5", ""],
    ]
    assert pdf.UNRULED in document.messages


def test_a_label_over_three_lines_keeps_its_numbers():
    paper = Paper()
    paper.row(100, ["信息内容", "甲", "乙", "丙"], rules=False)
    paper.text("1.申请人无正当理由逾期不补正、", 54, 130)
    paper.text("行政机关不再处理其政府信息", 54, 144)
    paper.text("公开申请", 54, 158)
    for x, number in zip(XS[1:], ("11", "", "13")):
        paper.text(number, x + 4, 144)
    paper.row(176, ["2.其他", "", "22", ""], rules=False)
    (grid,) = paper.read().grids
    assert table(grid)[1:] == [
        ["1.申请人无正当理由逾期不补正、\n行政机关不再处理其政府信息\n公开申请", "11", "", "13"],
        ["2.其他", "", "22", ""],
    ]


def test_a_number_between_the_lines_of_its_label_is_not_lost():
    paper = Paper()
    paper.row(100, ["信息内容", "甲", "乙", "丙"], rules=False)
    paper.row(120, ["1.行政许可", "7", "8", "9"], rules=False)
    paper.text("2.行政强", 54, 144)
    paper.text("154", 334, 149)
    paper.text("制措施", 54, 154)
    (grid,) = paper.read().grids
    assert table(grid)[2] == ["2.行政强\n制措施", "", "154", ""]


def test_columns_with_the_same_words_need_headings_to_tell_them_apart():
    paper = Paper()
    paper.row(100, ["", "维持", "纠正", "维持"], rules=False)
    paper.row(120, ["1.复议", "7", "8", "9"], rules=False)
    paper.row(140, ["2.诉讼", "4", "5", "6"], rules=False)
    document = paper.read()
    assert document.grids == () and pdf.UNCLEAR in document.messages


def test_numbers_out_of_column_are_left_as_text():
    paper = Paper()
    paper.row(100, ["信息内容", "甲", "乙", "丙"], rules=False)
    for y, shift in ((120, 0), (140, 9), (160, 18), (180, 27)):
        paper.text("1.其他事项", 54, y)
        for x in XS[1:]:
            paper.text("7", x + shift, y)
    document = paper.read()
    assert document.grids == ()
    assert pdf.UNCLEAR in document.messages


# Pages


def test_empty_pages_are_passed_over():
    paper = Paper()
    paper.text("一、总体情况", 50, 60)
    paper.text("全年公开信息222条，详见附表，共有四个方面的内容需要报告。", 50, 90)
    paper.next()
    paper.next()
    paper.text("二、主动公开情况，详见附表，共有四个方面的内容需要报告，不再赘述。", 50, 60)
    assert len(words(paper.read())) == 3


def test_running_titles_and_page_numbers_are_dropped():
    paper = Paper()
    for number in range(1, 4):
        paper.text("海盐县市场监督管理局（虚构）", 200, 30, 8)
        for k in range(8):
            paper.text(
                f"第{number}页第{k}行：全年通过政府网站公开信息二百二十二条，制作解读三篇。",
                50,
                100 + 20 * k,
            )
        paper.text(str(number), 290, 810, 8)
        if number < 3:
            paper.next()
    text = "".join(words(paper.read()))
    assert "虚构" not in text and "第3页第7行" in text
    assert not text.rstrip("。").endswith("3")


def test_text_off_the_page_is_not_read():
    paper = Paper()
    paper.text("全年公开信息222条，制作政策解读3篇，组织培训2次，详见附表。", 50, 100)
    paper.text("不可见的文字999条", 700, 100)
    assert "999" not in "".join(words(paper.read()))


def test_grids_are_grids():
    paper = Paper()
    paper.row(100, HEADER)
    paper.row(120, ["一、新收", "1", "", "3"])
    (grid,) = paper.read().blocks
    assert isinstance(grid, Grid) and grid.n_columns == 4
