"""Saved web pages: charsets, layout tables, spans, hidden text, the page's own statements, hostile pages."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from analysis.cells import read_cell
from analysis.document import Grid
from analysis.errors import ReadError
from analysis.readers import read, read_bytes

# An invented page in the manner of a county site: navigation, a metadata table, the report inside one
# layout cell, a footer. 虚构网页，仅供测试。
PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>某县某局2022年政府信息公开工作年度报告</title>
<meta name="ArticleTitle" content="某县某局2022年政府信息公开工作年度报告"><meta name="PubDate" content="2023-01-20 10:22">
<style>td{display:none}</style><script>var t = "<table><tr><td>1</td></tr></table>";</script></head><body>
<nav>首页 政务公开</nav>
<table><tr><td>索引号</td><td>001008/2023-0007</td><td>发布机构：</td><td>某县某局</td></tr>
<tr><td>公开日期</td><td>2023年1月20日</td><td></td><td></td></tr></table>
<table><tr><td><h1>某县某局2022年政府信息公开工作年度报告</h1>
<p>一、总体情况<br>全年公开信息222条。</p>前面<p style="display: none">看不见</p>后面
<table><tbody><tr><td rowspan="2">申请人<br/>情况</td><td colspan="2"><p><font>20</font><font>23</font></p></td></tr>
<tr><td>22<sup>1</sup></td><td>&nbsp;</td></tr>
<tr><td><p>行政</p><p>许可</p></td><td><table><tr><td>550</td></tr></table></td><th>７</th></tr></tbody></table>
二、结尾 垚㛃</td></tr></table>
<footer>版权所有</footer></body></html>"""


@pytest.fixture(scope="module", params=["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def document(request):
    return read_bytes(PAGE.encode(request.param))


def test_layout_becomes_paragraphs_and_the_innermost_table_a_grid(document):
    told = [block.text if not isinstance(block, Grid) else "GRID" for block in document.blocks]
    assert told == [
        "某县某局2022年政府信息公开工作年度报告", "一、总体情况", "全年公开信息222条。", "前面后面", "GRID", "二、结尾 垚㛃",
    ]  # fmt: skip


def test_a_grid_keeps_original_cells_with_spans(document):
    (grid,) = document.grids
    assert [tuple(cell[:5]) for cell in grid.cells] == [
        ("申请人\n情况", 0, 0, 2, 1),
        ("2023", 0, 1, 1, 2),
        ("22¹", 1, 1, 1, 1),
        ("", 1, 2, 1, 1),
        ("行政\n许可", 2, 0, 1, 1),
        ("550", 2, 1, 1, 1),
        ("７", 2, 2, 1, 1),
    ]
    assert (grid.n_rows, grid.n_columns) == (3, 3)
    assert grid.lookup()[1][0] is grid.cells[0]


def test_the_page_says_who_and_when(document):
    assert document.metadata == {
        "page_title": "某县某局2022年政府信息公开工作年度报告",
        "title": "某县某局2022年政府信息公开工作年度报告",
        "published_on": "2023-01-20",
        "index_number": "001008/2023-0007",
        "agency": "某县某局",
    }


TITLE = "<h1>某县某局2022年政府信息公开工作年度报告</h1>"
# 虚构网页: what a page prints around its title -> the date of publication
DATES = {
    "written before published": ("<table><tr><td>发布机构</td><td>某县某局</td><td>成文日期</td><td>2022-12-31</td></tr>"
        f"<tr><td>发布日期</td><td>2023-02-20</td><td>文号</td><td></td></tr></table>{TITLE}", "2023-02-20"),
    "written alone": (f"<p>成文日期：2023-02-20</p>{TITLE}", "2023-02-20"),
    "another page's": (f"<li>关于某事的通知 发布时间：2024-02-02</li>{TITLE}<p>发布时间：2023-01-20</p>", "2023-01-20"),
    "another page's alone": (f"<li>关于某事的通知 发布时间：2024-02-02</li>{TITLE}", None),
    "another page's in a line": (f"<p>发布时间：2024-02-02</p><p>某事</p>{TITLE}<p>发布时间：2023-01-20</p>", "2023-01-20"),
    "behind the site's name": (f"<p>某县政府网站 发布时间：2023-01-20</p>{TITLE}", "2023-01-20"),
    "behind the title": (f"<p>{TITLE[4:-5]} 发布时间：2023-01-20 来源：某县某局</p>", "2023-01-20"),
    "day of the visit": (f"<p>日期：2025-03-04</p>{TITLE}<p>发布时间：2023-01-20</p>", "2023-01-20"),
    "day of the visit alone": (f"<p>日期：2025-03-04</p><p>甲</p><p>乙</p><p>丙</p>{TITLE}", None),
    "without saying of what": (f"{TITLE}<p>日期：2023-01-20</p>", "2023-01-20"),
    "changed": (f"{TITLE}<p>更新时间：2025-05-05</p><p>发布时间：2023-01-20</p>", "2023-01-20"),
    "no day": (f"{TITLE}<p>发布时间：2023-02-31</p>", None),
    "with gaps": (f"{TITLE}<p>发布时间： 2023 年 1 月 20 日 浏览次数：12</p>", "2023-01-20"),
    "below its label": (f"{TITLE}<p>发布时间：</p><p>2023-01-20 10:22</p>", "2023-01-20"),
    "a label without date": (f"{TITLE}<p>发布时间</p><p>2023年公开12条</p>", None),
    "below labels": ("<table><tr><td>索引号</td><td>发布机构</td><td>公开日期</td></tr>"
        f"<tr><td>001/2023</td><td>某县某局</td><td>2023-01-15</td></tr></table>{TITLE}", "2023-01-15"),
    "a list of pages": ("<table><tr><td>索引号</td><td>名称</td><td>公开日期</td></tr><tr><td>001</td><td>某事</td><td>2024-01-15</td></tr>"
        f"<tr><td>002</td><td>他事</td><td>2024-01-16</td></tr></table>{TITLE}", None),
}  # fmt: skip


@pytest.mark.parametrize(("page", "day"), DATES.values(), ids=DATES)
def test_the_date_of_publication_is_told_from_others(page, day):
    assert (
        read_bytes(f"<html><body>{page}</body></html>".encode()).metadata.get("published_on") == day
    )


def test_every_place_leads_to_its_element():
    page = "<html><body><p>甲</p><div>乙<p>丙</p></div><table><tr><td>行</td><td>5</td></tr></table></body></html>"
    tree = etree.fromstring(page, etree.HTMLParser())
    document = read_bytes(page.encode())
    for paragraph in document.paragraphs:
        assert paragraph.text in tree.xpath(f"string({paragraph.where})")
    for cell in document.grids[0].cells:
        assert tree.xpath(f"string({cell.where})") == cell.text


def test_rare_characters_do_not_cut_a_page_that_claims_gb2312():
    page = "<html><head><meta charset=gb2312></head><body><p>堃镕㛃€1</p><p>后面222条</p></body></html>"
    assert [p.text for p in read_bytes(page.encode("gb18030")).paragraphs] == [
        "堃镕㛃€1",
        "后面222条",
    ]


def test_damaged_bytes_are_said_and_never_become_a_number():
    page = "<html><body><p>政府信息公开工作年度报告全文见下表</p><table><tr><td>规章</td><td>1X2</td></tr></table></body></html>"
    document = read_bytes(page.encode().replace(b"X", b"\xe6"))
    assert document.grids[0].cells[1].text == "1\ufffd2"
    assert document.messages[0][1] == "some characters are damaged and were replaced by \ufffd"


@pytest.mark.parametrize("around", ["", "3<br>"])
def test_a_control_character_joins_no_numbers(around):
    page = f"<html><body><p>x</p><table><tr><td>规章</td><td>{around}1&#1;2</td></tr></table></body></html>"
    assert read_cell(read_bytes(page.encode()).grids[0].cells[1].text).status == "unreadable"


def test_the_foot_of_a_table_is_read_where_it_is_printed():
    page = "<table><tfoot><tr><td>总计</td><td>3</td></tr></tfoot><tr><td>甲</td><td>1</td></tr></table><p>x</p>"
    assert [cell.text for cell in read_bytes(page.encode()).grids[0].cells] == [
        "甲",
        "1",
        "总计",
        "3",
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "<s>15</s>12", "<strike>15</strike>12", "<del>15</del><ins>12</ins>",
        '<span style="text-decoration: line-through">15</span>12', '<span style="font-size:0px">3</span>12',
    ],
)  # fmt: skip
def test_what_is_struck_out_or_of_no_size_is_not_printed(cell):
    page = f"<table><tr><td>规章</td><td>{cell}</td></tr></table><p>x</p>"
    assert read_bytes(page.encode()).grids[0].cells[1].text == "12"


@pytest.mark.parametrize(
    "cell",
    [
        "<img src='5.png'>", "<script>document.write(5)</script>", "<noscript>5</noscript>", "<svg><text>5</text></svg>",
        "<canvas></canvas>", "<button>5</button>", "<object>5</object>", "<embed src='5.swf'>", "<input type=checkbox value=5>",
        "<select><option>请选择</option><option>5</option></select>",
    ],
)  # fmt: skip
def test_what_is_drawn_in_a_cell_is_no_blank(cell):
    assert second_cell(cell) == "［图］"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<input value="13">', "13"), ('<input type="number" value="13">', "13"), ("<textarea>13</textarea>", "13"),
        ("<select><option>12</option><option selected>13</option></select>", "13"),
        ("<select><option>12</option><option>13</option></select>", "12"),
        ('<input type="hidden" value="9">', ""), ('<input style="display:none" value="9">13', "13"), ("<input>", ""),
        ("<i class='icon'></i>", ""), ("13<script>count()</script>", "13"),
    ],
)  # fmt: skip
def test_of_fields_what_they_show_is_read(cell, shown):
    assert second_cell(cell) == shown


def test_a_field_is_no_statement_of_the_page():
    search = "<table><tr><td>发布机构</td><td><select><option>全部</option></select></td><td>索引号</td><td>1</td></tr></table>"
    assert read_bytes(f"{search}<p>x</p>".encode()).metadata == {"index_number": "1"}


@pytest.mark.parametrize(
    "cell",
    [
        "22<sup>1</sup>", '22<span style="vertical-align:super">1</span>', "<ruby>22<rt>1</rt></ruby>",
        '22<span style="mso-text-raise:6.0pt;VERTICAL-ALIGN:super;font-size:60%">1</span>',
        "<style>span.MsoFootnoteReference\n\t{vertical-align:super;}</style>22<span class=MsoFootnoteReference>1</span>",
    ],
)  # fmt: skip
def test_the_mark_of_a_note_is_no_digit(cell):
    assert second_cell(cell) == "22¹"


def test_a_lowered_digit_is_no_digit_of_the_number():
    assert (
        second_cell("22<sub>1</sub>")
        == second_cell('22<i style="vertical-align:sub">1</i>')
        == "22₁"
    )
    assert read_cell("22₁")[:4] == (22, "reported", "", "₁")


@pytest.mark.parametrize(
    "cell",
    [
        "<p>1</p><p>3</p>", "<section>1</section><section>3</section>", "<center>1</center>3", "<dl><dt>1</dt><dd>3</dd></dl>",
        '<span style="display:block">1</span><span style="display:block">3</span>', "1<div>3</div>", "<b><p>1</p></b>3",
        '<span style="display: flex">1</span>3',
    ],
)  # fmt: skip
def test_what_stands_on_lines_of_its_own_joins_no_numbers(cell):
    assert second_cell(cell) == "1\n3"


@pytest.mark.parametrize(
    ("span", "rows"), [("2.0", 2), ("2px", 2), (" +2", 2), ("0", 2), ("-2", 1), ("x", 1)]
)
def test_of_a_span_the_leading_number_counts(span, rows):
    page = (
        f'<table><tr><td rowspan="{span}">甲</td><td>1</td></tr><tr><td>2</td></tr></table><p>x</p>'
    )
    assert read_bytes(page.encode()).grids[0].cells[0].rowspan == rows


def second_cell(cell: str, td: str = "<td>", css: str = "", tr: str = "<tr>") -> str:
    """What is read of a cell behind a label."""
    page = f"<style>{css}</style><table>{tr}<td>规章</td>{td}{cell}</td></tr></table><p>x</p>"
    return read_bytes(page.encode()).grids[0].cells[1].text


REFUSED = {
    "read.empty": b"",
    "read.script_only": b"<html><body><div id='app'></div><script src='app.js'></script></body></html>",
    "read.no_text": b"<html><body><p> </p></body></html>",
    "read.too_complex": b"<table><tr><td>" * 1000 + b"5",
    "read.binary": bytes(range(256)) * 40,
    "read.image": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "read.old_word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "read.encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "read.rtf": b"{\\rtf1\\ansi 1}",
    "read.web_archive": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n",
    "read.archive": b"PK\x05\x06" + bytes(18),
}


ARCHIVE = (
    b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=%s\r\n\r\n"
)
# 虚构页面: a frame around the report, and the report as the second page of the archive.
FRAMED = (
    (ARCHIVE % b"x")
    + b"--x\r\nContent-Type: text/html\r\n\r\n<html><body><p>%s</p></body></html>\r\n" % (b"menu " * 900)
    + b"--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes("<html><body><table><tr><td>规章</td><td>3</td></tr></table>".encode("gb18030"))
    + b"--x--\r\n"
)  # fmt: skip


def test_of_a_web_archive_the_page_with_the_tables_is_read():
    assert [cell.text for cell in read_bytes(FRAMED).grids[0].cells] == ["规章", "3"]


def test_a_web_archive_packed_in_another_is_read():
    inner = FRAMED.replace(b"From: <Saved>\r\nMIME-Version: 1.0\r\n", b"").replace(
        b"multipart/related", b"multipart/alternative"
    )
    outer = (ARCHIVE % b"outer") + b"--outer\r\n" + inner + b"\r\n--outer--\r\n"
    assert [cell.text for cell in read_bytes(outer).grids[0].cells] == ["规章", "3"]


@pytest.mark.parametrize(
    "data",
    [
        (ARCHIVE % b"x") + b"--x\r\nContent-Type: image/png\r\n\r\n1\r\n--x--",
        (ARCHIVE % b"x") + b"--x\r\n" * 200_000,
        b"Content-Type: multipart/related\r\n\r\n" + b"\r\n" * 10_000,
        # Archives inside archives without end.
        b"".join(b"Content-Type: multipart/related; boundary=x%dx\r\n\r\n--x%dx\r\n" % (n, n) for n in range(3000)),
    ],
)  # fmt: skip
def test_web_archives_without_a_page_are_refused(data):
    with pytest.raises(ReadError) as caught:
        read_bytes(data)
    assert caught.value.code == "read.web_archive"


@pytest.mark.parametrize(("code", "data"), REFUSED.items())
def test_what_cannot_be_read_says_why_and_what_to_do(code, data):
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "一份文件")
    error = caught.value
    assert error.code == code
    assert error.where == "一份文件"
    assert error.next_zh and error.next_en


def test_files_that_are_not_there_or_too_large(tmp_path):
    with pytest.raises(ReadError) as missing:
        read(tmp_path / "无.html")
    assert missing.value.code == "read.missing"
    with pytest.raises(ReadError) as folder:
        read(tmp_path)
    assert folder.value.code == "read.folder"
    path = tmp_path / "大.html"
    path.write_bytes(b"<p>" + b"1" * 100)
    with pytest.raises(ReadError) as large:
        read(path, largest=50)
    assert large.value.code == "read.too_large"


def test_content_decides_not_the_name(tmp_path):
    path = tmp_path / "报告.pdf"
    path.write_text(PAGE, encoding="utf-8")
    assert read(path).kind == "html"


HOSTILE = {
    "cells": b"<table>" + b"<tr>" * 1 + b"<td>0</td>" * 100_000 + b"</tr></table>",
    "rowspan": b"<table>"
    + b"<tr><td rowspan=99999 colspan=99999>1</td><td rowspan=99999>0</td></tr>" * 2000,
    "attributes": b"<p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">x",
    "paragraphs": "<p>一、总体情况</p>".encode() * 100_000,
    "depth": b"<div>" * 200_000,
    "sheet": b"<p><style>"
    + b"/*@a{.b," * 50_000
    + b"display:none</style>"
    + b"<p class=b>x" * 9_000,
    "rows": b"<table>" + b"<tr><td>1</td><td>2</td></tr>" * 24_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_refused(name):
    with pytest.raises(ReadError) as caught:
        read_bytes(HOSTILE[name])
    assert caught.value.code == "read.too_complex"


HIDING = [
    '<span style="color:red;display:none">7</span>',
    "<span style='display : none'>7</span>",
    '<span style="visibility:hidden" class="a">7</span>',
    "<span hidden>7</span>",
    "<i style=display:none>7</i>",
    "<span style='Display: None'>7</span>",
    "<span STYLE='DISPLAY:NONE'>7</span>",
    '<span style="font-size:0.0pt">7</span>',
    '<span style="mso-hide:all">7</span>',
    '<span style="opacity:0">7</span>',
    '<span style="position:absolute;left:-9999px">7</span>',
    '<span style="text-indent:-999em">7</span>',
    '<span style="color:transparent">7</span>',
    '<div style="height:0;overflow:hidden">7</div>',
    '<span style="color:#fff">7</span>',
    '<span style="color:#FFFFFF;background:white">7</span>',
    "<span style='color: rgb(255, 255, 255)'>7</span>",
    '<font color="#FFFFFF">7</font>',
    "<font color=white>7</font>",
    "<xml><w:data>7</w:data></xml>",
]


@pytest.mark.parametrize("span", HIDING)
def test_what_is_not_shown_is_not_read(span):
    page = f"<style>p{{display:none}}</style><table><tr><td>规章</td><td>1{span}2</td></tr></table><p>display:none</p>"
    document = read_bytes(page.encode())
    assert document.grids[0].cells[1].text == "12"
    assert document.paragraphs[0].text == "display:none"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<span style="font-size:0">7<b style="font-size:12pt">3</b></span>', "3"),
        ('<span style="font-size:0">7<b style="font-size:.9rem">3</b></span>', "3"),
        ('<span style="font-size:0">7<b style="font-size:.9em">1</b></span>3', "3"),
        ('<span style="visibility:hidden">7<b style="visibility:visible">3</b></span>', "3"),
        ('<span style="visibility:hidden">7<b style="font-size:12pt">1</b></span>3', "3"),
        ('<font color=white>7<span style="color:#000">3</span></font>', "3"),
        ('<span style="opacity:0.5;font-size:0.75em;color:#f00">3</span>', "3"),
    ],
)
def test_what_is_seen_within_what_is_hidden_is_read(cell, shown):
    assert second_cell(cell) == shown


def test_a_cell_whose_words_are_hidden_keeps_its_place():
    page = '<table><tr><td>规章</td><td style="visibility:hidden">7</td><td>3</td></tr></table><p>x</p>'
    assert [cell.text for cell in read_bytes(page.encode()).grids[0].cells] == ["规章", "", "3"]


WHITE = '<span style="color:#fff">%s</span>'


def test_white_words_on_a_colour_are_read():
    assert second_cell(WHITE % "13", td='<td bgcolor="#003366">') == "13"
    assert second_cell(WHITE % "13", tr='<tr style="background:#036 none repeat">') == "13"
    assert (
        second_cell(WHITE % "13", td="<td class=h>", css=".h{color:#fff;background:#036}") == "13"
    )
    assert second_cell("自然人", td='<td class="head" style="color:white">') == "自然人"


@pytest.mark.parametrize(
    ("cell", "td", "tr"),
    [
        (WHITE % "13", "<td>", "<tr>"),  # all white: the page may be dark
        (WHITE % "1" + "3", "<td class=h>", "<tr>"),
        (WHITE % "1" + "3", "<td>", "<tr class=h>"),
        ("13", "<td>", '<tr style="color:white">'),
    ],
)
def test_a_white_number_on_an_unknown_ground_is_not_read(cell, td, tr):
    text = second_cell(cell, td=td, tr=tr)
    assert (text, read_cell(text).status) == ("［白字］13", "unreadable")


@pytest.mark.parametrize(
    ("css", "is_read"),
    [
        (".sum td{background:#369}", True),
        ("table.t > tr.sum td, th{background-color:#369}", True),
        ("tr{background:#369}", True),
        ("td{background:#369} .t td{background:#fff}", False),  # the rule with more names counts
        (".sum td{background:#eee}", False),  # white on light grey
        (".menu td{background:#369}", False),  # elsewhere
        ("thead td{background:#369}", False),
        ("tr:hover td{background:#369}", False),
        ("p{background:#369}", False),
        ("@media print{.sum td{background:#369}}", False),
    ],
)
def test_rules_colour_the_ground_of_white_numbers(css, is_read):
    cell = "<td style='color:white'>13"
    page = f"<style>{css}</style><table class=t><tr class=sum><td>总计</td>{cell}<tr><td>其他<td>5</table><p>x"
    text = read_bytes(page.encode()).grids[0].cells[1].text
    assert text == ("13" if is_read else "［白字］13")


def in_white_rows(*rows: str) -> list[str]:
    """The figures of a page on which the class ``n`` is white: rows of cells, the white ones in brackets."""
    white = "".join(f"<tr><td>{row.replace(' ', '<td>')}" for row in rows)
    table = white.replace("<td>[", "<td class=n>").replace("]", "")
    page = f"<style>.n{{color:#fff}}</style><table>{table}</table><p>x</p>"
    cells = read_bytes(page.encode()).grids[0].cells
    return [cell.text for cell in cells if cell.column]


def test_a_row_or_page_in_white_has_a_ground_that_nobody_sees_from_here():
    assert in_white_rows("甲 3 4", "[总计] [3] [4]") == ["3", "4", "3", "4"]
    assert in_white_rows("甲 [3] [4]", "乙 5 [6]", "丙 [7] [8]")[0:2] == ["3", "4"]
    # A number beside dark ones, a row beside dark ones, zeros that may be meant to look blank.
    assert in_white_rows("甲 3 4", "[乙] 3 [4]")[3] == "［白字］4"
    assert in_white_rows("甲 3 4", "乙 [3] [4]")[2:] == ["［白字］3", "［白字］4"]
    assert in_white_rows("甲 [0] [0]", "乙 [0] 4")[:3] == ["［白字］0"] * 3


@pytest.mark.parametrize("colour", ["#f8f8f8", "whitesmoke", "rgb(245,245,245)"])
def test_light_grey_words_are_seen(colour):
    assert second_cell(f'<span style="color:{colour}">13</span>') == "13"


def test_a_white_label_with_a_number_before_it_stays():
    assert second_cell(WHITE % "3.其他") == "3.其他"


@pytest.mark.parametrize(
    ("css", "shown"),
    [
        (".h{display:none}", "3"),
        ("i.h, .z { DISPLAY : none }", "3"),
        (".h{display:none !important}", "3"),
        ("@media print{.z{display:none}} .h{display:none}", "3"),
        (".h{visibility:hidden}", "3"),
        ("span.h{display:none}", "73"),
        (".h:hover{display:none}", "73"),
        (".x .h{display:none}", "73"),
        ("/* .h{display:none} */", "73"),
        ("@media print{.h{display:none}}", "73"),
        (".h{display:none} .h.on{display:inline}", "73"),
        (".h{display:none} .open .h{display:block}", "7\n3"),  # whether it is open, nobody knows
    ],
)
def test_rules_for_classes_hide_words(css, shown):
    assert second_cell('<i class="h on">7</i>3', css=css) == shown


def test_an_element_may_undo_the_rule_of_its_class():
    assert second_cell('<i class=h style="display:inline">7</i>3', css=".h{display:none}") == "73"


TABLE = "<table><tr><td>规章</td><td>%d</td></tr></table>"


def test_a_table_hidden_by_its_class_is_not_read():
    page = f"<style>.old{{display:none}}</style>{TABLE % 3}<div class=old>{TABLE % 9}</div><p>x</p>"
    assert [grid.cells[1].text for grid in read_bytes(page.encode()).grids] == ["3"]


def test_tabs_that_wait_for_a_script_are_read():
    page = f"<style>.tab{{display:none}}</style><div class=tab>{TABLE % 3}</div><div class=tab>{TABLE % 9}</div><p>x</p>"
    assert [grid.cells[1].text for grid in read_bytes(page.encode()).grids] == ["3", "9"]


@pytest.mark.parametrize("hidden", ["class=late", 'style="visibility:hidden"', 'style="opacity:0"'])
def test_a_page_that_waits_for_a_script_is_read(hidden):
    css = "<style>.late{visibility:hidden}</style>"
    page = f"{css}<body {hidden}>{TABLE % 3}<p>x <i {hidden}>7</i></p></body>"
    document = read_bytes(page.encode())
    assert (document.grids[0].cells[1].text, document.paragraphs[0].text) == ("3", "x")
    hidden_alone = f"{css}<body>{TABLE % 3}<div {hidden}>{TABLE % 9}</div><p>x</p></body>"
    assert "9" not in [
        cell.text for grid in read_bytes(hidden_alone.encode()).grids for cell in grid.cells
    ]


def test_a_missing_quotation_mark_takes_no_cell_with_it():
    page = '<table><tr><td style="width:5px">规章</td><td style="width:6>12</td><td style="x">34</td></tr></table><p>x</p>'
    shown = etree.fromstring(page, etree.HTMLParser()).findall(".//td")
    assert [c.text for c in read_bytes(page.encode()).grids[0].cells] == [
        "".join(td.itertext()) for td in shown
    ]


def test_entities_are_not_expanded():
    page = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><html><body><p>1&a;&b;</p></body></html>'
    assert [p.text for p in read_bytes(page).paragraphs if "1" in p.text] == ["1&a;&b;"]


_TAGS = st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td>", "</td>", "<td rowspan=2>", "<td colspan=3>", "<p>", "<br>", "<sup>", "12",
     "规章", "总计", "<!--", "-->", "&#1;", "\x00", "<pre>\n", "</div>", "<script>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_TAGS, max_size=40).map("".join))
def test_broken_markup_gives_a_document_or_a_reason(markup):
    try:
        document = read_bytes(f"<html><body>{markup}</body></html>".encode())
    except ReadError as error:
        assert error.code.startswith("read.")
    else:
        for grid in document.grids:
            taken = [(cell.row, cell.column) for cell in grid.cells]
            assert len(taken) == len(set(taken))
            assert all(cell.column + cell.colspan <= grid.n_columns for cell in grid.cells)
            assert all(cell.row + cell.rowspan <= grid.n_rows for cell in grid.cells)
