"""Word files: joined cells, tracked changes, content controls, text boxes, hidden text, hostile archives."""

import io
import zipfile

import pytest

from analysis.cells import read_cell
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


def cells(body: str, **parts: str) -> list[tuple]:
    (grid,) = read_bytes(pack(body, **parts)).grids
    return [tuple(cell) for cell in grid.cells]


def shown(*runs: str, cell: str = "", paragraph: str = "", styles: str = "") -> str:
    """What a cell with these runs says; ``styles`` are those of the file."""
    content = f"<w:p><w:pPr>{paragraph}</w:pPr>{''.join(runs)}</w:p>"
    named = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    return cells(table(tc(p("甲")) + tc(content, cell)), **{"word/styles.xml": named})[1][0]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


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
        (WHITE % "", SHADE % "E7E6E6", "", "［白字］9"),  # on light grey
        (WHITE % "" + DARK, "", STYLE, "3"),  # a style that the file has not shades nothing
    ],
)
def test_white_words_are_read_on_a_shade_only(runs, shade, style, shown):
    row = tc(p("规章")) + tc(f"<w:p>{runs}</w:p>", shade)
    (grid,) = read_bytes(pack(f"<w:tbl>{style}<w:tr>{row}</w:tr></w:tbl>")).grids
    assert grid.cells[1].text == shown


@pytest.mark.parametrize("words", ["自然人", "3.其他", "1.予以公开"])
def test_a_white_label_stays(words):
    label = WHITE.replace("9", words) % ""
    assert cells(table(tc(f"<w:p>{label}</w:p>") + tc(p("3"))))[0][0] == words


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
    (f'<w:vertAlign w:val="subscript"/>{FONTS}', "₇"),
    (f'<w:position w:val="8"/>{FONTS}', "7"),  # alone: nothing beside it is lower
    ('<w:sz w:val="2"/>', ""),
    ('<w:sz w:val="20"/>', "7"),
    ('<w:color w:val="FFFFFF"/>', "［白字］7"),
    ('<w:color w:themeColor="background1" w:val="fefefe"/>', "［白字］7"),
    ('<w:color w:themeColor="background1" w:val="000000"/>', "［白字］7"),
    ('<w:color w:val="A6A6A6" w:themeColor="background1" w:themeShade="A6"/>', "7"),
    ('<w:color w:val="FFFFFF" w:themeColor="text1"/>', "7"),
    ('<w:color w:val="F2F2F2"/>', "7"),  # very light grey
    ('<w:color w:val="FF0000"/>', "7"),
    ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', "7"),
    ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>', "［白字］7"),
    (f'{FONTS}<w:rPrChange w:id="1"><w:rPr>{FONTS}</w:rPr></w:rPrChange>', "7"),
    (f'<w:vanish/><w:rPrChange w:id="1"><w:rPr>{FONTS}</w:rPr></w:rPrChange>', ""),
]


@pytest.mark.parametrize(("properties", "seen"), RUNS)
def test_looks_are_cut_away_but_what_hides_words_is_not(properties, seen):
    mark = f'<w:pPr><w:jc w:val="center"/><w:rPr>{FONTS}</w:rPr></w:pPr>'
    borders = '<w:tcBorders><w:top w:val="single"/></w:tcBorders>'
    body = table(tc(p("a")) + tc(f"<w:p>{mark}{run('7', properties)}</w:p>", borders))
    assert [cell[0] for cell in cells(body)] == ["a", seen]


OFFICE = "http://schemas.openxmlformats.org"
SHAPES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:m="{OFFICE}/officeDocument/2006/math"'
    f' xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def drawn(graphic: str) -> str:
    """A drawing anchored in a run, as Word writes it: its place is text of the file."""
    return (
        f"<w:r><w:drawing {SHAPES}><wp:anchor><wp:positionH><wp:posOffset>-68580</wp:posOffset></wp:positionH>"
        "<wp:positionV><wp:align>center</wp:align></wp:positionV>"
        f"<a:graphic><a:graphicData>{graphic}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


STROKE, PHOTO = "<wps:wsp><wps:spPr/></wps:wsp>", '<a:blip r:embed="rId5" xmlns:r="urn:r"/>'


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        (drawn(STROKE) + run("5"), "5"),
        (run("5") + drawn(PHOTO), "5"),
        (drawn(STROKE), ""),
        (drawn(PHOTO), "［图］"),
        (f"<w:r><w:object {SHAPES}><v:shape><v:imagedata/></v:shape></w:object></w:r>", "［图］"),
    ],
)
def test_where_a_drawing_stands_is_no_text_and_a_picture_is_no_blank(runs, seen):
    assert shown(runs) == seen


def test_where_a_drawing_stands_is_no_text_of_a_paragraph():
    line = f"<w:p>{run('公开信息')}{drawn(STROKE)}{run('222条')}</w:p>"
    assert read_bytes(pack(line)).paragraphs[0].text == "公开信息222条"


def test_a_box_is_read_once_though_old_programs_have_its_twin():
    box = f"<w:txbxContent>{p('5')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent {SHAPES}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert shown(both) == "5"


FIELD = '<w:r><w:fldChar w:fldCharType="begin"><w:fldData>12345678</w:fldData></w:fldChar></w:r>'
LOCKED = "<w:r><w:object><o:LockedField xmlns:o='urn:o'>false</o:LockedField></w:object></w:r>"
RUBY = f"<w:r><w:ruby><w:rt>{run('1')}</w:rt><w:rubyBase>{run('5')}</w:rubyBase></w:ruby></w:r>"


def formula(inner: str) -> str:
    return f"<m:oMath {SHAPES}>{inner}</m:oMath>"


def digits(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        (FIELD + run("5"), "5"),
        (LOCKED + run("5"), "5"),
        (RUBY, "5"),
        (run("5") + "<w:r><w:ptab/></w:r>" + run("6"), "5\t6"),
        (formula(digits("5")), "5"),
        (
            formula(f"<m:sSup><m:e>{digits('5')}</m:e><m:sup>{digits('1')}</m:sup></m:sSup>"),
            "5¹",
        ),
        (formula(f"<m:f><m:num>{digits('3')}</m:num><m:den>{digits('4')}</m:den></m:f>"), "3/4"),
    ],
)
def test_only_text_of_the_document_is_read(runs, seen):
    assert shown(runs) == seen


def style(name: str, properties: str, kind: str = "character", base: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:basedOn w:val="{base}"/>'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


RAISED, STRUCK = '<w:vertAlign w:val="superscript"/>', "<w:strike/>"
NAMED = "".join((
    style("a3", RAISED),
    style("mark", FONTS, base="a3"),
    style("gone", STRUCK),
    style("hidden", "<w:vanish/>", "paragraph"),
    style("white", '<w:color w:val="FFFFFF"/>', "paragraph"),
    style("tiny", '<w:sz w:val="1"/>', "paragraph"),
    style("round", STRUCK, base="trip"),
    style("trip", "", base="round"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "own", "seen"),
    [
        ("a3", FONTS, "2¹"),
        ("mark", "", "2¹"),
        ("mark", '<w:vertAlign w:val="baseline"/>', "21"),
        ("gone", "", "2"),
        ("gone", '<w:strike w:val="0"/>', "21"),
        ("trip", "", "2"),
        ("unknown", "", "21"),
    ],
)
def test_a_style_raises_and_strikes_out_as_the_run_itself_does(name, own, seen):
    styled = run("1", f'<w:rStyle w:val="{name}"/>{own}')
    assert shown(run("2"), styled, styles=NAMED) == seen


@pytest.mark.parametrize(
    ("name", "own", "seen"),
    [
        ("hidden", "", ""),
        ("hidden", '<w:vanish w:val="0"/>', "7"),
        ("white", FONTS.replace("000000", "FFFFFF"), "［白字］7"),
        ("white", FONTS, "7"),
        ("white", '<w:color w:val="auto"/>', "7"),
        ("tiny", "", ""),
        ("tiny", FONTS, "7"),
    ],
)
def test_the_style_of_a_paragraph_hides_its_words_unless_a_run_says_otherwise(name, own, seen):
    named = f'<w:pStyle w:val="{name}"/>'
    assert shown(run("7", own), paragraph=named, styles=NAMED) == seen


def test_white_words_on_a_shade_are_seen():
    white = run("7", '<w:color w:val="FFFFFF"/>')
    blue, pale = (f'<w:shd w:val="clear" w:fill="{fill}"/>' for fill in ("1F4E79", "auto"))
    assert shown(white, cell=blue) == "7"
    assert shown(white, paragraph=blue) == "7"
    assert shown(white, cell=pale, paragraph=pale) == "［白字］7"
    shading = f'<w:style w:type="table" w:styleId="t"><w:tblStylePr><w:tcPr>{blue}</w:tcPr></w:tblStylePr></w:style>'
    named = f'<w:styles xmlns:w="{W}">{shading}</w:styles>'
    row = f"<w:tr>{tc(p('甲'))}{tc(f'<w:p>{white}</w:p>')}</w:tr>"
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/></w:tblPr>{row}</w:tbl>'
    assert cells(body, **{"word/styles.xml": named})[1][0] == "7"


def moved(half_points: int, size: str = "", text: str = "1") -> str:
    return run(text, f'<w:position w:val="{half_points}"/>{size or FONTS}')


LARGE, SMALL, SMALLER = (f'<w:sz w:val="{size}"/>' for size in (24, 20, 14))


def test_small_digits_above_or_below_the_digits_beside_them_are_marks():
    assert shown(run("2"), moved(8, SMALLER)) == "2¹"
    assert shown(run("2"), moved(-8, SMALLER)) == "2₁"
    assert shown(run("2", LARGE), moved(4, SMALLER)) == "2¹"
    assert shown(run("1", SMALLER), moved(-8, LARGE, "2")) == "¹2"  # the number is the lowered one
    assert shown(moved(8), moved(8)) == "11"
    assert shown(run("共"), moved(8), run("件")) == "共1件"


def test_digits_as_large_as_those_beside_them_are_marks_nowhere():
    assert shown(run("2", FONTS), moved(2)) == "21"  # a program that made the file of a PDF
    assert shown(run("2", FONTS), moved(4)) == shown(run("2", FONTS), moved(-4)) == "21"
    assert shown(moved(12), moved(8)) == "11"


@pytest.mark.parametrize(
    "runs",
    [
        (run("2", FONTS), moved(6)),
        (run("2", FONTS), moved(-6)),
        (moved(8, text="2"), run("1", FONTS)),
        (run("增", FONTS), run("2", FONTS), moved(6)),
        (run("2", LARGE), moved(4, SMALL)),  # hardly smaller
        (run("2"), moved(6)),  # beside a size that nobody knows
    ],
)
def test_digits_at_different_heights_are_not_read_unless_they_are_smaller(runs):
    text = shown(*runs)
    assert (text[:4], read_cell(text).status) == ("［高低］", "unreadable")


def test_cells_and_rows_that_are_deleted_or_hidden_are_gone():
    old = tc(p("9"), '<w:cellDel w:id="1"/>')
    hidden = "<w:trPr><w:hidden/></w:trPr>" + tc(p("8")) + tc(p("8"))
    kept = '<w:trPr><w:hidden w:val="0"/></w:trPr>' + tc(p("乙")) + tc(p("6"))
    body = table(tc(p("甲")) + old + tc(p("5")), hidden, kept)
    assert [cell[:3] for cell in cells(body)] == [
        ("甲", 0, 0), ("5", 0, 1), ("乙", 1, 0), ("6", 1, 1),
    ]  # fmt: skip


def told(body: str) -> list:
    """The paragraphs of a file, and the texts of the cells of its grids."""
    blocks = read_bytes(pack(body)).blocks
    return [
        [cell.text for cell in block.cells] if isinstance(block, Grid) else block.text
        for block in blocks
    ]


def test_long_text_in_a_row_of_its_own_leaves_the_other_rows_a_table():
    note = "注：" + "统计口径与上年一致。" * 50
    figures = [tc(p("甲")) + tc(p("")), tc(p("乙")) + tc(p("5"))]
    assert told(p("前") + table(tc(p("一、")), *figures, tc(p(note)))) == [
        "前", ["一、", "甲", "", "乙", "5"], note,
    ]  # fmt: skip
    beside = table(tc(p("一、")) + tc(p(note)))  # a page laid out as a table
    assert told(beside) == ["一、", note]


def test_a_report_that_is_one_table_has_a_title_and_text():
    title, section = tc(p("某县某局2023年政府信息公开工作年度报告")), tc(p("一、总体情况"))
    rows = [tc(p("甲")) + tc(p("5")), tc(p("小计")), tc(p("乙")) + tc(p("6"))]
    assert told(table(title, section, *rows, tc(p("五、问题")), tc(p("无") + p("。")))) == [
        "某县某局2023年政府信息公开工作年度报告", "一、总体情况",
        ["甲", "5", "小计", "乙", "6"], "五、问题", "无", "。",
    ]  # fmt: skip
