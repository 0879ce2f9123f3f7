"""What a PDF page shows decides: marks beside numbers, numbers over borders, printed over each other or unseen.

The small pages are drawn here with reportlab; everything in them is invented.
"""

import pytest
from test_read_pdf import FONT, HEADER, HEIGHT, XS, Paper, table

from analysis.cells import read_cell
from analysis.readers import pdf

DIGIT = 0.556
NARROW = (50, 250, 280, 310, 340)


def a_table(xs=XS, row=("一、新收", "", "", "")):
    paper = Paper()
    paper.row(100, HEADER, xs)
    paper.row(120, row, xs)
    return paper


def numbers(paper):
    """The cells of the second row without its label."""
    return table(paper.read().grids[0])[1][1:]


def digits(paper, text, x, y=124, size=10):
    """Draw a number from x on; each digit of Helvetica is DIGIT wide for each point of its size."""
    paper.canvas.setFont("Helvetica", size)
    paper.canvas.drawString(x, HEIGHT - y - size, text)


# Footnote marks


def test_a_raised_mark_is_no_digit_of_the_number():
    paper = a_table()
    digits(paper, "21", 334)
    digits(paper, "1", 334 + 20 * DIGIT, 124, 6)
    assert numbers(paper)[1] == "21¹"
    assert read_cell("21¹")[:2] == (21, "reported")


def test_a_mark_that_stands_high_is_in_the_line_of_its_number():
    paper = a_table()
    digits(paper, "2", 334)
    digits(paper, "1", 334 + 10 * DIGIT, 123.5, 6)
    assert numbers(paper)[1] == "2¹"


def test_a_lowered_digit_is_a_mark_and_no_digit_of_the_number():
    paper = a_table()
    digits(paper, "21", 334)
    digits(paper, "1", 334 + 20 * DIGIT, 130, 6)
    assert (numbers(paper)[1], read_cell("21₁").value) == ("21₁", 21)


def test_a_mark_alone_is_no_number():
    paper = a_table(row=("一、新收", "12", "", "3"))
    paper.text("5", 340, 122, 6)
    assert numbers(paper) == ["12", "⁵", "3"]
    assert read_cell("⁵").status == "unreadable"


def test_a_smaller_number_in_the_middle_of_its_cell_is_a_number():
    paper = a_table(row=("一、新收", "12", "", "3"))
    paper.text("5", 340, 125.5, 7)
    assert numbers(paper) == ["12", "5", "3"]


def test_digits_of_another_size_in_the_same_line_are_of_the_number():
    paper = a_table()
    digits(paper, "20", 334)
    digits(paper, "23", 334 + 20 * DIGIT, 125.5, 8.5)
    assert numbers(paper)[1] == "2023"


# Numbers side by side


def test_numbers_with_a_wide_gap_are_no_thousands():
    paper = a_table()
    paper.text("345", 335, 124)
    paper.text("345", 370, 124)
    assert read_cell(numbers(paper)[1]).status == "unreadable"


def test_thousands_with_a_space_are_one_number():
    paper = a_table(row=("一、新收", "1", "12 345", "3"))
    assert read_cell(numbers(paper)[1]).value == 12345


# Numbers over borders


@pytest.mark.parametrize("part", [0.35, 0.45])
def test_a_number_a_little_over_its_border_stays_in_its_cell(part):
    paper = a_table(NARROW)
    digits(paper, "6571", 280 - (4 - part) * 16 * DIGIT, size=16)
    assert numbers(paper) == ["6571", "", ""]


def test_numbers_that_touch_at_the_border_are_in_doubt():
    paper = a_table(NARROW)
    digits(paper, "53681", 280 - 50 * DIGIT)
    digits(paper, "22", 280)
    assert numbers(paper) == ["53681|22", "53681|22", ""]


# Numbers printed over each other, and unseen ones


@pytest.mark.parametrize(("below", "shift"), [("4168", 0), ("4258", 0), ("9", 7), ("77", 5)])
def test_a_number_over_another_one_is_unreadable(below, shift):
    paper = a_table()
    paper.text(below, 340 + shift, 124)
    paper.text("4167", 340, 124)
    assert read_cell(numbers(paper)[1]).status == "unreadable"


def invisible(paper, words, x, y):
    line = paper.canvas.beginText(x, HEIGHT - y - 10)
    line.setFont(FONT, 10)
    line.setTextRenderMode(3)
    line.textOut(words)
    paper.canvas.saveState()
    paper.canvas.drawText(line)
    paper.canvas.restoreState()


def test_an_invisible_number_is_not_read():
    paper = a_table(row=("一、新收", "1", "", "3"))
    invisible(paper, "77", 340, 124)
    assert numbers(paper) == ["1", "", "3"]


def test_the_invisible_text_of_a_scan_is_read():
    paper = Paper()
    for y, row in ((100, HEADER), (120, ["一、新收", "1", "77", "3"])):
        paper.row(y, [""] * 4)
        for x, words in zip(XS, row):
            invisible(paper, words, x + 4, y + 4)
    assert numbers(paper) == ["1", "77", "3"]


def white(paper, words):
    paper.canvas.setFillGray(1)
    paper.text(words, 340, 124)
    paper.canvas.setFillGray(0)


@pytest.mark.parametrize(("ground", "seen"), [(None, ""), (0.2, "77"), (1, "")])
def test_a_white_number_is_read_on_a_painted_cell_only(ground, seen):
    paper = a_table(row=("一、新收", "1", "", "3"))
    if ground is not None:
        paper.canvas.setFillGray(ground)
        paper.box(331, 121, 409, 139, stroke=0, fill=1)
    white(paper, "77")
    assert numbers(paper) == ["1", seen, "3"]


@pytest.mark.parametrize("angle", [-30, 20, 45])
def test_a_watermark_printed_aslant_is_not_read(angle):
    paper = a_table(row=("一、新收", "1", "", "3"))
    paper.canvas.saveState()
    paper.canvas.translate(345, HEIGHT - 130)
    paper.canvas.rotate(angle)
    paper.canvas.setFont(FONT, 12)
    paper.canvas.drawString(0, 0, "0571")
    paper.canvas.restoreState()
    document = paper.read()
    assert table(document.grids[0])[1][1:] == ["1", "", "3"]
    assert document.paragraphs == ()


# Fields and notes upon the page


def test_a_form_field_is_read_as_it_looks():
    paper = a_table(row=("一、新收", "1", "", "3"))
    paper.canvas.acroForm.textfield(
        name="new", value="77", x=332, y=HEIGHT - 139, width=76, height=18, fontSize=9
    )
    document = paper.read()
    assert table(document.grids[0])[1][1:] == ["1", "77", "3"]
    assert document.messages == ()


def typed(paper, words, x, y):
    box = (x, HEIGHT - y - 15, x + 40, HEIGHT - y)
    paper.canvas.freeTextAnnotation(words, DA="/Helv 9 Tf 0 g", Rect=box)


def test_a_typed_note_that_has_no_look_leaves_its_cell_in_doubt():
    paper = a_table(row=("一、新收", "1", "", "3"))
    typed(paper, "77", 340, 122)
    document = paper.read()
    (cell,) = [text for text in table(document.grids[0])[1][1:] if text not in ("1", "3")]
    assert read_cell(cell).status == "unreadable"
    assert document.messages == (pdf.UNDRAWN,)


def test_a_typed_note_beside_the_table_is_only_told_of():
    paper = a_table(row=("一、新收", "1", "", "3"))
    typed(paper, "已核", 300, 300)
    document = paper.read()
    assert table(document.grids[0])[1][1:] == ["1", "", "3"] and document.paragraphs == ()
    assert document.messages == (pdf.UNDRAWN,)
