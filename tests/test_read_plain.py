"""Text and Markdown: pipe tables, tabs, aligned columns, rows as a PDF copies them - and plain prose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import screen
from analysis.document import Grid
from analysis.errors import ReadError
from analysis.readers import read_bytes
from analysis.report import from_document


def rows(text: str) -> list[list[list[str]]]:
    """The grids of a text as rows of cell texts."""
    found = []
    for grid in read_bytes(text.encode()).grids:
        lines = [[""] * grid.n_columns for _ in range(grid.n_rows)]
        for cell in grid.cells:
            lines[cell.row][cell.column] = cell.text
        found.append(lines)
    return found


def test_a_pipe_table_with_its_rule_breaks_and_emphasis():
    text = "# 某局报告\n\n| 信息内容 | 本年制发件数 |\n|---|:--:|\n| 规<br>章 | **5** |\n| a\\|b |  |\n\n后文"
    assert rows(text) == [[["信息内容", "本年制发件数"], ["规\n章", "5"], ["a|b", ""]]]
    assert [p.text for p in read_bytes(text.encode()).paragraphs] == ["某局报告", "后文"]


def test_rows_of_blanks_and_of_strokes_are_rows():
    assert rows("| 结果维持 | 总计 |\n|---|---|\n|  |  |\n| - | — |\n") == [
        [["结果维持", "总计"], ["", ""], ["-", "—"]]
    ]


def test_without_outer_bars_an_empty_cell_at_an_end_is_a_cell():
    text = "项目 | 申请人 | \n | 自然人 | 总计\n一、新收 | 3 | \n | 4 | 5\n"
    assert rows(text) == [
        [["项目", "申请人", ""], ["", "自然人", "总计"], ["一、新收", "3", ""], ["", "4", "5"]]
    ]


@pytest.mark.parametrize("damaged", ["二、结转 |  | 5 |", "| 二、结转 |  | 5"])
def test_an_outer_bar_that_is_lost_moves_no_cell(damaged):
    text = f"| 项目 | 自然人 | 总计 |\n| 一、新收 | 3 |  |\n{damaged}\n"
    assert rows(text) == [
        [["项目", "自然人", "总计"], ["一、新收", "3", ""], ["二、结转", "", "5"]]
    ]


def test_every_place_is_line_and_characters():
    text = "首行\n\n| 规章 | 12 |\n| 其他 | 3 |\n"
    (grid,) = read_bytes(text.encode()).grids
    lines = text.splitlines()
    for cell in grid.cells:
        line, _, span = cell.where[1:].partition(":")
        start, end = map(int, span.split("-"))
        assert lines[int(line) - 1][start - 1 : end].strip() == cell.text


def test_tabs_keep_blank_cells_in_their_places():
    assert rows("行政许可\t\t3\n行政处罚\t2\t\n行政强制\n") == [
        [["行政许可", "", "3"], ["行政处罚", "2", ""]]
    ]


def test_quotes_around_cells_with_tabs_are_no_words():
    assert rows('"行政许可"\t"本年""处理"""\t3\n"行政处罚"\t2\t""\n') == [
        [["行政许可", '本年"处理"', "3"], ["行政处罚", "2", ""]]
    ]


def test_wide_bars_are_bars():
    assert rows("项目｜自然人｜总计\n一、新收｜3｜4\n") == [
        [["项目", "自然人", "总计"], ["一、新收", "3", "4"]]
    ]
    assert rows("某市｜某局｜政务公开\n") == []


def test_a_label_whose_tabs_were_cut_off_does_not_cut_the_table():
    assert rows("项目\t自然人\t总计\n一、新收\n\t3\t4\n") == [
        [["项目", "自然人", "总计"], ["一、新收", "", ""], ["", "3", "4"]]
    ]


def aligned(*lines: list[tuple[int, str]]) -> str:
    """Lines with words at columns of a screen, where a Chinese character takes two."""
    made = []
    for line in lines:
        text, width = "", 0
        for column, word in line:
            text += " " * (column - width) + word
            width = column + sum(2 if ord(c) > 255 else 1 for c in word)
        made.append(text)
    return "\n".join(made) + "\n"


def test_aligned_columns_are_told_by_the_stretches_they_share():
    text = aligned(
        [(0, "信息内容"), (12, "本年制发件数"), (26, "现行有效件数")],
        [(0, "规章"), (37, "5")],
        [(0, "行政规范性"), (15, "2"), (30, "7")],
    )
    assert rows(text) == [
        [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "", "5"], ["行政规范性", "2", "7"]]
    ]


def test_a_word_that_stands_under_two_columns_is_left_out():
    head = [(0, "信息内容"), (12, "制发"), (18, "废止"), (24, "现行")]
    text = aligned(
        head,
        [(0, "规章"), (13, "5"), (19, "6"), (25, "7")],
        [(0, "文件"), (15, "12345")],
        [(0, "强制"), (25, "1")],
    )
    assert rows(text) == [
        [[word for _, word in head], ["规章", "5", "6", "7"], ["强制", "", "", "1"]]
    ]


def test_figures_that_slipped_between_two_columns_make_no_column():
    text = aligned(
        [(0, "一、新收"), (14, "379"), (22, "66687")],
        [(0, "二、结转"), (14, "531"), (28, "4")],
        [(0, "三、办结"), (14, "937"), (22, "70662")],
    )
    assert rows(text) == []


TITLES = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
WIDTHS = {len: "letters", screen.width: "screen"}


def padded(measure, place, *lines: tuple[str, ...]) -> str:
    """Lines as programs align them: each column as wide as its longest word and two spaces."""
    widths = [max(map(measure, column)) + 2 for column in zip(*lines)]
    return "\n".join(
        "".join(place(word, width - measure(word)) for word, width in zip(line, widths)).rstrip()
        for line in lines
    )


def left(word: str, spaces: int) -> str:
    return word + " " * spaces


def right(word: str, spaces: int) -> str:
    return " " * spaces + word


def centred(word: str, spaces: int) -> str:
    return " " * (spaces // 2) + word + " " * (spaces - spaces // 2)


@pytest.mark.parametrize("place", [left, right, centred])
@pytest.mark.parametrize("measure", WIDTHS, ids=WIDTHS.values())
def test_half_empty_columns_of_a_program(measure, place):
    lines = (
        TITLES, ("规章", "103", "", "109"), ("行政规范性文件", "", "115", ""), ("决定", "", "", "4"),
        ("政府规章以外的文件", "2", "", ""), ("其他", "", "31", "8"),
    )  # fmt: skip
    assert rows(padded(measure, place, *lines)) == [[list(line) for line in lines]]


def test_rows_of_blanks_do_not_cut_an_aligned_table():
    lines = (
        TITLES, ("规章", "5", "6", "7"), ("政府规章", "", "", ""), ("文件（含决议，决定）", "", "", ""),
        ("决定", "", "4", ""), ("其他文件", "8", "9", "10"),
    )  # fmt: skip
    assert rows(padded(screen.width, left, *lines)) == [[list(line) for line in lines]]


def test_a_figure_under_different_titles_on_screen_and_by_letters_is_not_read():
    # Padded to numbers of letters: on a screen, both stand right under 本年废止件数.
    text = padded(len, left, TITLES, ("规章", "", "", "109"), ("文件", "", "", "118"))
    assert rows(text) == []
    assert [zh for zh, _ in read_bytes(text.encode()).messages] == [
        "有 2 行的数字分不清属于哪一列，未取数（首见第 2 行）"
    ]


def test_a_full_row_tells_whether_letters_were_counted():
    lines = [TITLES, ("规章", "", "", "109"), ("文件", "112", "115", "118")]
    assert rows(padded(len, left, *lines)) == [[list(line) for line in lines]]


def test_a_figure_beside_its_title_is_not_read():
    text = aligned(
        [(0, "信息内容"), (12, "制发件数"), (26, "现行有效件数")],
        [(0, "规章"), (22, "5")],
        [(0, "文件"), (22, "7")],
    )
    assert rows(text) == []
    assert len(read_bytes(text.encode()).messages) == 1


def test_a_label_with_its_figures_as_a_pdf_copies_it():
    assert rows("一、本年新收政府信息公开申请数量 21 0 0 0 0 0 21\n") == [
        [["一、本年新收政府信息公开申请数量", "21", "0", "0", "0", "0", "0", "21"]]
    ]


def test_figures_without_a_label_have_no_blank_one():
    assert rows("\u30009 0 5 —\n") == [[["9", "0", "5", "—"]]]


def test_a_table_in_html_inside_markdown():
    text = "# 标题\n\n正文一\n\n<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>\n\n尾"
    document = read_bytes(text.encode())
    assert [b.text if not isinstance(b, Grid) else [c.text for c in b.cells] for b in document.blocks] == [
        "标题", "正文一", ["甲", "1", "2"], "尾",
    ]  # fmt: skip


def test_lost_tables_leave_only_bars_which_are_no_text():
    assert [p.text for p in read_bytes("首页 |\n|\n||||||||\n正文。 |\n".encode()).paragraphs] == [
        "首页",
        "正文。",
    ]


def test_prose_is_no_table():
    text = "　　2022年  全年公开信息 222 条。\n（一）主动公开情况。  通过网站发布12条，微信34条。\n公开指南 2\n"
    document = read_bytes(text.encode())
    assert [p.where for p in document.paragraphs][:2] == ["L1", "L2"]


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_charsets_of_text(charset):
    assert (
        read_bytes("一、总体情况\n公开222条。".encode(charset)).paragraphs[1].text == "公开222条。"
    )


@pytest.mark.parametrize("text", [" " * 3_000_000 + "x", "|" * 2_000_000, "公开 1  2\n" * 60_000])
def test_hostile_text_is_refused(text):
    with pytest.raises(ReadError):
        read_bytes(text.encode())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["规章", "", "5", "1,234", "/", "（六）其他处理", "12件"]), min_size=3, max_size=3),
        min_size=2, max_size=6,
    )
)  # fmt: skip
def test_what_a_pipe_table_holds_comes_back(cells):
    text = "\n".join(f"| {' | '.join(row)} |" for row in [["甲", "乙", "丙"], ["---"] * 3, *cells])
    assert rows(text) == [[["甲", "乙", "丙"], *cells]]


SHIFTED = """四、政府信息公开行政复议、行政诉讼情况

行政复议                                      行政诉讼
结果维持  结果纠正  其他结果  尚未审结  总计  未经复议直接起诉                            复议后起诉
                                              结果维持  结果纠正  其他结果  尚未审结  总计  结果维持  结果纠正  其他结果  尚未审结  总计
　10      1         0         0               0         0         0         0         0     5         0         0         0         5
"""


def test_a_line_of_numbers_without_a_label_is_not_pushed_a_column_on():
    """A blank total in the only row: fourteen numbers under fifteen headings stay where they stand or unread."""
    report = from_document(
        read_bytes(("某局2023年政府信息公开工作年度报告\n" + SHIFTED).encode(), "r.txt")
    )
    read = {(f.row, f.column): f.value for f in report.facts if f.table == "disputes"}
    truth = {
        ("review", "upheld"): 10,
        ("review", "corrected"): 1,
        ("litigation_after_review", "upheld"): 5,
    }
    for cell, value in read.items():
        assert value in (None, truth.get(cell, 0)) or cell[1] == "total"
    assert read.get(("review", "total")) is None


# What text browsers and Pandoc draw; the merged cells are those without a rule between them. 虚构数据。
DRAWN = """
 +-----------------------------+
 | 项目     | 申请人情况       |
 |          |------------------|
 |          | 自然人 | 总计    |
 |----------+--------+---------|
 | 一、新收 |   3    |         |
 | 申请     |        |         |
 +-----------------------------+
"""
BOXES = DRAWN.translate(str.maketrans("|-+", "│─┼"))
# Some programs count a Chinese character as one column.
NARROW = """
+----+-----+
| 项目 | 总计  |
|----+-----|
| 新收 | 3   |
+----+-----+
"""


@pytest.mark.parametrize("text", [DRAWN, BOXES])
def test_a_drawn_table_has_its_merged_cells(text):
    (grid,) = read_bytes(f"标题\n{text}\n结尾".encode()).grids
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        ("项目", 0, 0, 2, 1), ("申请人情况", 0, 1, 1, 2),
        ("自然人", 1, 1, 1, 1), ("总计", 1, 2, 1, 1),
        ("一、新收\n申请", 2, 0, 1, 1), ("3", 2, 1, 1, 1), ("", 2, 2, 1, 1),
    ]  # fmt: skip
    assert grid.where == "L3-10"


def test_a_drawn_table_that_counts_every_character_as_one_column():
    (grid,) = read_bytes(NARROW.encode()).grids
    assert [cell.text for cell in grid.cells] == ["项目", "总计", "新收", "3"]


def test_columns_aligned_by_counting_letters():
    # As some programs do: each Chinese character is one column, so that a screen shows no columns.
    rows = [("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "", "273", "97"), ("行政规范性文件", "280", "", "644")]  # fmt: skip
    text = "\n".join("".join(word.ljust(14) for word in row) for row in rows)
    (grid,) = read_bytes(text.encode()).grids
    assert [[c.text for c in grid.cells if c.row == n] for n in (1, 2)] == [
        ["规章", "", "273", "97"], ["行政规范性文件", "280", "", "644"],
    ]  # fmt: skip


def test_markdown_inside_the_frame_of_its_page():
    text = "<div id='zoom'>\n\n**某局2023年政府信息公开工作年度报告**\n\n| 规章 | 3 |\n|---|---|\n| 其他 | 4 |\n\n</div>"
    document = read_bytes(text.encode())
    assert document.kind == "text"
    assert [p.text for p in document.paragraphs] == ["某局2023年政府信息公开工作年度报告"]


def test_bars_that_fill_up_a_row_are_no_cells():
    # 虚构数据. The program has dropped the empty cells of a row: which ones, nobody can tell.
    text = "| 项目 | 自然人 | 企业 | 总计 |\n| 一、新收 | 1 | 2 | 3 |\n| 二、结转 | 5 | |||"
    (grid,) = read_bytes(text.encode()).grids
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["二、结转", "5"]


def test_empty_cells_without_spaces_are_cells():
    text = "|项目|自然人|企业|总计|\n|一、新收|1|2|3|\n|二、结转|5|||"
    (grid,) = read_bytes(text.encode()).grids
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["二、结转", "5", "", ""]


def test_cells_on_lines_of_their_own_behind_a_lone_bar():
    text = "标题\n| \n 项目  | \n 总计  | \n| \n 规章  | \n 3  | \n| \n 文件  | \n 4  | \n"
    (grid,) = read_bytes(text.encode()).grids
    assert [[c.text for c in grid.cells if c.row == n] for n in range(3)] == [
        ["项目", "总计"], ["规章", "3"], ["文件", "4"],
    ]  # fmt: skip
