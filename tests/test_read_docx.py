"""Word files: joined cells, tracked changes, content controls, text boxes, hidden text, hostile archives."""

import io
import zipfile

import pytest

from analysis.document import Grid
from analysis.errors import ReadError
from analysis.readers import read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pack(body: str, namespace: str = W, **parts: str) -> bytes:
    """A .docx with this body; only the parts that matter."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def p(*runs: str) -> str:
    return "<w:p><w:pPr/>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def cells(body: str) -> list[tuple]:
    (grid,) = read_bytes(pack(body)).grids
    return [tuple(cell) for cell in grid.cells]


def test_cells_joined_both_ways_are_one_cell():
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        tc(p("三、本年度", "办理结果"), start)
        + tc(p("（三）"), start + '<w:gridSpan w:val="2"/>')
        + tc(p("１")),
        tc(p("不印"), more) + tc(p(""), more + '<w:gridSpan w:val="2"/>') + tc(p("2")),
        tc(p(""), more) + tc(p("1.甲")) + tc(p("乙"), start) + tc(p("3"), start),
    )
    assert cells(body) == [
        ("三、本年度办理结果", 0, 0, 3, 1, "body/tbl[1]/tr[1]/tc[1]"),
        ("（三）", 0, 1, 2, 2, "body/tbl[1]/tr[1]/tc[2]"),
        ("１", 0, 3, 1, 1, "body/tbl[1]/tr[1]/tc[3]"),
        ("2", 1, 3, 1, 1, "body/tbl[1]/tr[2]/tc[3]"),
        ("1.甲", 2, 1, 1, 1, "body/tbl[1]/tr[3]/tc[2]"),
        ("乙", 2, 2, 1, 1, "body/tbl[1]/tr[3]/tc[3]"),
        ("3", 2, 3, 1, 1, "body/tbl[1]/tr[3]/tc[4]"),
    ]


def test_a_row_may_begin_late():
    body = table(
        tc(p("甲")) + tc(p("乙")), '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc(p("丙"))
    )
    assert [cell[:3] for cell in cells(body)] == [("甲", 0, 0), ("乙", 0, 1), ("丙", 1, 1)]


def test_tracked_changes_are_taken_as_accepted():
    changed = (
        "<w:p><w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>222</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom><w:r><w:t>条</w:t></w:r></w:p>"
    )
    gone = "<w:trPr><w:del/></w:trPr>" + tc(p("旧")) + tc(p("1"))
    document = read_bytes(pack(changed + table(tc(p("甲")) + tc(p("5")), gone)))
    assert document.paragraphs[0].text == "公开222条"
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "5"]


def test_a_footnote_mark_is_no_digit_and_hidden_text_is_not_printed():
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r>"
    body = table(tc(p("甲")) + tc(f"<w:p><w:r><w:t>22</w:t></w:r>{hidden}{raised}</w:p>"))
    assert cells(body)[1][0] == "22¹"


def test_two_paragraphs_and_breaks_stay_apart():
    body = table(
        tc(p("4") + p("5"))
        + tc("<w:p><w:r><w:t>6</w:t><w:br/><w:t>7</w:t><w:tab/><w:t>8</w:t></w:r></w:p>")
    )
    assert [cell[0] for cell in cells(body)] == ["4\n5", "6\n7\t8"]


def test_content_controls_and_boxes_hold_text_too():
    sdt = f"<w:sdt><w:sdtContent>{tc(p('4') + p('5'))}</w:sdtContent></w:sdt>"
    box = f"<w:p><w:r><w:t>前</w:t><w:pict><w:txbxContent>{p('框里')}</w:txbxContent></w:pict></w:r></w:p>"
    document = read_bytes(pack(box + p("后") + table(sdt + tc(p("6")))))
    assert [(block.text, block.where) for block in document.paragraphs] == [
        ("前", "body/p[1]"), ("框里", "body/box[1]/p[1]"), ("后", "body/p[2]"),
    ]  # fmt: skip
    assert [cell.text for cell in document.grids[0].cells] == ["4\n5", "6"]


def test_a_report_inside_one_cell_is_taken_apart_and_a_wrapped_number_is_not():
    inner = table(tc(p("甲")) + tc(table(tc(p("5"))) + p("")))
    document = read_bytes(pack(table(tc(p("一、总体情况") + inner + p("后面")))))
    told = [block if isinstance(block, Grid) else block.text for block in document.blocks]
    assert [told[0], told[2]] == ["一、总体情况", "后面"]
    assert [cell.text for cell in told[1].cells] == ["甲", "5"]
    assert told[1].where == "body/tbl[1]/tr[1]/tc[1]/tbl[1]"


def test_the_strict_variant_is_the_same_to_the_reader():
    data = pack(p("一、总体情况"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_bytes(data).paragraphs[0].text == "一、总体情况"


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)


def _zip(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


REFUSED = [
    ("read.bomb", pack(" " * 90_000_000)),
    ("read.damaged", _zip(**{"word__document.xml": BOMB})),
    ("read.damaged", pack(p("一"))[:200]),
    ("read.damaged", _zip(**{"word__document.xml": "<x/>"})),
    ("read.archive", _zip(**{"xl__workbook.xml": "<x/>"})),
    ("read.ofd", _zip(**{"OFD.xml": "<x/>"})),
    ("read.no_text", pack(p(""))),
    ("read.too_complex", pack("<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300)),
    ("read.too_complex", pack(table(*[(tc(p("1")) * 10)] * 6000))),
]


@pytest.mark.parametrize(
    ("code", "data"), REFUSED, ids=[f"{n}-{code}" for n, (code, _) in enumerate(REFUSED)]
)
def test_what_cannot_be_read_is_refused(code, data):
    with pytest.raises(ReadError) as caught:
        read_bytes(data)
    assert caught.value.code == code


def test_a_file_that_python_docx_writes():
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("一、总体情况")
    grid = made.add_table(3, 3)
    for r in range(3):
        for c in range(3):
            grid.cell(r, c).text = f"{r}{c}"
    grid.cell(0, 0).merge(grid.cell(1, 0))
    grid.cell(2, 1).merge(grid.cell(2, 2))
    file = io.BytesIO()
    made.save(file)
    document = read_bytes(file.getvalue())
    assert [tuple(cell[:5]) for cell in document.grids[0].cells] == [
        ("00\n10", 0, 0, 2, 1), ("01", 0, 1, 1, 1), ("02", 0, 2, 1, 1), ("11", 1, 1, 1, 1), ("12", 1, 2, 1, 1),
        ("20", 2, 0, 1, 1), ("21\n22", 2, 1, 1, 2),
    ]  # fmt: skip


WHITE = '<w:r><w:rPr><w:color w:val="FFFFFF"/>%s</w:rPr><w:t>9</w:t></w:r>'
DARK = "<w:r><w:t>3</w:t></w:r>"
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="%s"/>'
STYLE = '<w:tblPr><w:tblStyle w:val="a3"/></w:tblPr>'


@pytest.mark.parametrize(
    ("runs", "shade", "style", "shown"),
    [
        (WHITE % "" + DARK, "", "", "3"),  # beside dark words
        (WHITE % "" + DARK, SHADE % "FFFFFF", "", "3"),
        (WHITE % "", SHADE % "1F3864", "", "9"),  # on a shade
        (WHITE % (SHADE % "1F3864"), "", "", "9"),
        (WHITE % "", "", "", "［白字］9"),  # all of the cell
        (WHITE % "" + DARK, "", STYLE, "［白字］93"),  # the style may shade the cell
    ],
)
def test_white_words_are_read_on_a_shade_only(runs, shade, style, shown):
    row = tc(p("规章")) + tc(f"<w:p>{runs}</w:p>", shade)
    (grid,) = read_bytes(pack(f"<w:tbl>{style}<w:tr>{row}</w:tr></w:tbl>")).grids
    assert grid.cells[1].text == shown


def test_a_white_label_stays():
    label = WHITE.replace("9", "自然人") % ""
    assert cells(table(tc(f"<w:p>{label}</w:p>") + tc(p("3"))))[0][0] == "自然人"


FONTS = '<w:rFonts w:ascii="仿宋" w:eastAsia="仿宋"/><w:color w:val="000000"/><w:sz w:val="24"/>'
# Properties of a run, and what the run's 7 is then read as.
RUNS = [
    (FONTS, "7"),
    (f"{FONTS}<w:vanish/>", ""),
    (f"{FONTS}<w:strike/>", ""),
    (f"{FONTS}<w:dstrike/>", ""),
    (f'{FONTS}<w:strike w:val="0"/>', "7"),
    (f'{FONTS}<w:vanish w:val="0"/>', "7"),
    (f'<w:vertAlign w:val="superscript"/>{FONTS}', "⁷"),
    (f'{FONTS}<w:rPrChange w:id="1"><w:rPr>{FONTS}</w:rPr></w:rPrChange>', "7"),
    (f'<w:vanish/><w:rPrChange w:id="1"><w:rPr>{FONTS}</w:rPr></w:rPrChange>', ""),
]


@pytest.mark.parametrize(("properties", "shown"), RUNS)
def test_looks_are_cut_away_but_what_hides_words_is_not(properties, shown):
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>7</w:t></w:r>"
    mark = f'<w:pPr><w:jc w:val="center"/><w:rPr>{FONTS}</w:rPr></w:pPr>'
    borders = '<w:tcBorders><w:top w:val="single"/></w:tcBorders>'
    body = table(tc(p("a")) + tc(f"<w:p>{mark}{run}</w:p>", borders))
    assert [cell[0] for cell in cells(body)] == ["a", shown]
