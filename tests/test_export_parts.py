"""The small parts of the export, each on its own: names, tables, mark-up, figures, PDF text."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path

import nbformat
import openpyxl
import pytest

from analysis.export import safe_name, write_csv, write_numbers
from analysis.export.figures import Figure, Table, find_figures, inert_json, screen_spec
from analysis.export.markup import clean_html, markdown_html
from analysis.export.pdf import finish_pdf

HOSTILE = "</script><img src=x onerror=alert(1)>"


def figures_of(*specs: dict) -> list[Figure]:
    """The figures of a notebook with one cell for each spec."""
    mime = "application/vnd.plotly.v1+json"
    cells = []
    for spec in specs:
        output = nbformat.v4.new_output("display_data", {mime: spec, "text/plain": "Figure()"})
        cells.append(nbformat.v4.new_code_cell("fig", outputs=[output]))
    return list(find_figures(nbformat.v4.new_notebook(cells=cells)).values())


def test_loading_the_package_loads_nothing_heavy():
    heavy = [
        "plotly",
        "pandas",
        "nbconvert",
        "nbclient",
        "kaleido",
        "choreographer",
        "xlsxwriter",
        "lxml",
    ]
    code = f"import sys, analysis.export; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2022 年/各渠道: 公开?", "2022-年-各渠道-公开"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("..", "untitled"),
        ("名" * 200, "名" * 80),
        ("a\tb\x00c", "a-b-c"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title, name):
    assert safe_name(title) == name


def test_json_in_a_page_can_neither_close_nor_open_a_tag():
    value = {"a": HOSTILE + "\u2028\u2029&<!--"}
    text = inert_json(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


def test_figures_have_stable_unique_names_with_or_without_a_description():
    first = {"data": [], "layout": {"title": {"text": "<b>甲</b><br>乙"}}}
    named = {
        "data": [],
        "layout": {"meta": {"name": "Peers Media", "alt": "说明", "subtitle": "副题"}},
    }
    chinese = {"data": [], "layout": {"meta": {"name": "渠道"}}}
    found = figures_of(first, named, named, chinese, {"data": [], "layout": {"meta": "odd"}})
    names = [f.name for f in found]
    assert names[:3] == ["figure-1", "peers-media", "peers-media-2"]
    assert names[3].startswith("figure-") and names[4] == "figure-5"
    assert [f.id for f in found] == [f"figure-{n}" for n in range(1, 6)]
    assert (found[0].title, found[0].alt, found[1].alt, found[1].subtitle) == (
        "甲 乙",
        "甲 乙",
        "说明",
        "副题",
    )


def test_on_the_page_title_and_source_leave_the_picture_and_their_room_goes_too():
    source = {"name": "source", "text": "一<br>二", "y": 0}
    layout = {
        "title": {"text": "题"},
        "height": 400,
        "width": 900,
        "margin": {"t": 84, "b": 72, "l": 100},
        "annotations": [source, {"text": "留", "y": 0.5}],
        "meta": {"head": 84},
    }
    [figure] = figures_of({"data": [{"type": "bar"}], "layout": layout})
    drawn = screen_spec(figure)["layout"]
    assert figure.spec["layout"]["title"] == {"text": "题"} and (figure.width, figure.height) == (
        900,
        400,
    )
    assert "title" not in drawn and "width" not in drawn
    assert [note["text"] for note in drawn["annotations"]] == ["留"]
    assert drawn["margin"] == {"t": 12, "b": 40, "l": 100}
    assert drawn["height"] == 400 - 72 - 32


@pytest.mark.parametrize(
    "hostile",
    [
        HOSTILE,
        "<svg onload=alert(1)></svg>",
        "<a href=' JaVaScRiPt:alert(1)'>a</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<p style='background:url(http://x/)' onclick='alert(1)'>a</p>",
        "<meta http-equiv=refresh content='0;url=http://x/'>",
        "<form action=http://x/><input name=a></form>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<base href=http://x/><link rel=stylesheet href=http://x/>",
        "<img src=http://x/a.png>",
        "<!-- <img src=x onerror=alert(1)> --><noscript><img src=x></noscript>",
    ],
)
def test_nothing_that_runs_loads_or_leaves_passes(hostile):
    for html in (hostile, markdown_html(f"前\n\n{hostile}\n\n后")):
        cleaned = clean_html(html).lower()
        for bad in (
            "<script",
            "onerror",
            "onload",
            "onclick",
            "javascript:",
            "http",
            "<img",
            "<svg",
            "<meta",
        ):
            assert bad not in cleaned


def test_what_a_report_needs_passes():
    html = (
        '<div class="gk-cards"><div class="gk-card"><div class="gk-value">710 <small>条</small></div>'
        '</div></div><h2>各渠道</h2><p><a href="https://example.org/">来源</a> <b>粗</b></p>'
        '<img alt="图" src="data:image/png;base64,iVBORw0KGgo=">'
    )
    headings = []
    cleaned = clean_html(html, headings)
    assert cleaned == html.replace("<h2>", '<h2 id="s1">').replace(
        '/">来', '/" rel="noopener noreferrer">来'
    )
    assert [(h.level, h.anchor, h.text) for h in headings] == [(2, "s1", "各渠道")]


def test_columns_of_numbers_stand_to_the_right_and_tables_can_scroll():
    html = (
        "<table><thead><tr><th>机关</th><th>条数</th><th>说明</th></tr></thead><tbody>"
        "<tr><td>甲</td><td>≥1,234 条</td><td>3 月起</td></tr><tr><td>乙</td><td>—</td><td>无</td></tr></tbody></table>"
    )
    cleaned = clean_html(html)
    assert cleaned.startswith('<div class="gk-scroll" tabindex="0"><table>')
    assert cleaned.count("gk-num") == 3
    assert '<th class="gk-short gk-num" scope="col">条数</th>' in cleaned


def test_a_dollar_is_a_dollar():
    assert markdown_html("价格 $5 与 $6，$$x_1$$") == "<p>价格 $5 与 $6，$$x_1$$</p>\n"


def test_csv_text_never_becomes_a_formula(tmp_path):
    table = Table(["名称", "=数"], [["=1+1", -2], ["@a", None], ["\t+b", 3.5], ["甲,乙", "-"]])
    data = write_csv(tmp_path / "a.csv", table).read_bytes()
    assert (
        data.decode("utf-8-sig") == "名称,'=数\r\n'=1+1,-2\r\n'@a,\r\n'\t+b,3.5\r\n\"甲,乙\",'-\r\n"
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert not write_csv(tmp_path / "b.csv", table, bom=False).read_bytes().startswith(b"\xef")


def test_sheet_names_are_valid_and_unique_whatever_the_titles(tmp_path):
    titles = ["说明", "a" * 40, "A" * 40, "一/二:三?[四]", "'", "History", "𠮷" * 20]
    figures = [
        Figure(f"f{n}", f"n{n}", title, "", "", "", Table(["甲"], [[n]]), {})
        for n, title in enumerate(titles)
    ]
    book = openpyxl.load_workbook(write_numbers(tmp_path / "a.xlsx", "题", figures))
    names = [name.lower() for name in book.sheetnames]
    assert len(set(names)) == len(names) == 8
    assert all(1 <= len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") or name.strip("'") != name for name in names)


def test_the_workbook_is_typed_and_the_same_every_time(tmp_path):
    rows = [["甲", 2022, 1234, 0.5, True], ["乙\x01", 2023, None, float("nan"), "=SUM(A1)"]]
    table = Table(["机关", "年度", "条数", "占比", "备注"], rows)
    figure = Figure("f", "n", "图", "", "", "来源甲\n来源乙", table, {})
    first, second = (
        write_numbers(tmp_path / name, "题", [figure], {"机关": "甲"}).read_bytes()
        for name in ("a.xlsx", "b.xlsx")
    )
    assert first == second
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["图"]
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=5)] == [
        ["甲", 2022, 1234, 0.5, "True"],
        ["乙", 2023, None, None, "=SUM(A1)"],
    ]
    assert [c.number_format for c in sheet[5]][1:4] == ["0", "#,##0", "#,##0.0###"]
    assert sheet["E6"].data_type == "s" and sheet["A2"].value == "来源甲 来源乙"


def test_a_pdf_names_characters_instead_of_radicals():
    cmap = b"/CIDInit\n1 beginbfchar\n<1D> <2F79>\nendbfchar\n1 beginbfrange\n<01> <03> <2EC4>\nendbfrange\n"
    packed = zlib.compress(cmap)
    body = b"1 0 obj\n<</Filter /FlateDecode\n/Length %d>> stream\n%s\nendstream\nendobj\n" % (
        len(packed),
        packed,
    )
    info = b"2 0 obj\n<</Title (T)\n/Producer (Skia m1)\n/CreationDate (D:20260101000000+00'00')>>\nendobj\n"
    head = b"%PDF-1.4\n"
    offsets = (len(head), len(head) + len(body))
    table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    end = b"trailer\n<</Size 3\n/Info 2 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(head) + len(body) + len(info)
    )
    made = finish_pdf(head + body + info + table + end)
    start = made.index(b"stream\n") + 7
    text = zlib.decompressobj().decompress(made[start:])
    assert b"<1D> <7F51>" in text and b"2F79" not in text
    assert b"CreationDate" not in made and b"/Producer (gongkai-analysis)" in made
    place = int(made.split(b"startxref\n")[1].split()[0])
    assert made[place : place + 4] == b"xref"
    assert made[int(made[place:].split(b"\n")[4][:10]) :].startswith(b"2 0 obj")


def test_a_pdf_of_another_make_is_left_alone():
    strange = b"%PDF-1.7\n1 0 obj\n<</Type /XRef>>\nendobj\nstartxref\n9\n%%EOF\n"
    assert finish_pdf(strange) == strange


def test_a_title_in_a_style_sheet_cannot_end_its_string():
    from analysis.export.exporters import css_string

    assert css_string('a"b\\</style>') == r'"a\000022b\00005c\00003c\00002fstyle\00003e"'
    assert css_string("名" * 60) == '"' + "名" * 43 + r'\002026"'
