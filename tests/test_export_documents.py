"""One small report, made twice: its HTML in a real browser, its PDF, chart files and workbook read back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pypdfium2
import pytest
from exporting import Visitor, write_notebook

from analysis.export import report

HOSTILE = "</script><img src=x onerror=alert(1)>局"
PARAMETERS = ('agency = "nobody"\nyear = 2000\nlang = "zh"', "parameters")
FIGURES = """
import plotly.graph_objects as go
def bars(name, title, rows):
    figure = go.Figure(go.Bar(x=[r[1] for r in rows], y=[r[0] for r in rows], orientation="h"))
    figure.update_layout(
        title_text=title, height=320, font_family='"Noto Sans CJK SC","Microsoft YaHei",sans-serif',
        yaxis_automargin=True,
        meta={"name": name, "title": title, "alt": f"条形图：{title}", "source": "资料来源：年度报告",
              "table": {"columns": ["渠道", "条数"], "rows": rows}})
    figure.add_annotation(name="source", text="资料来源：年度报告", x=0, y=0, xref="paper",
                          yref="paper", yshift=-40, showarrow=False)
    return figure
"""
CELLS = [
    PARAMETERS,
    f"from IPython.display import HTML, Markdown, display\nimport html\norgan = {HOSTILE!r}"
    + FIGURES,
    'display(Markdown(f"# {html.escape(organ)} {year} 年\\n\\n{agency}"))\nprint(organ)',
    ("## 要点\n\n价格 $5 与 $6 不是公式，$$也不是$$。", "zh"),
    ("## At a glance\n\nonly in English", "en"),
    'HTML(f"<p id=raw>{organ}</p><script>window.hacked = 1</script><svg onload=alert(1)></svg>"\n'
    "     \"<a href='javascript:alert(1)'>按</a><meta http-equiv=refresh content='0;url=http://x'>\")",
    'bars("channels", "2022 年各渠道", [["政府网站", 222], ["微信", 458], ["主流媒体", 710]])',
    "## 名称不可信的图",
    'bars("hostile", organ, [[organ, 3], ["=1+1", 4], ["http://a.b/", None]])',
    "## 长表",
    'import pandas as pd\npd.DataFrame({"机关名称": [f"第{i}局" for i in range(58)], "条数": range(58)})',
    "### 末节\n\n完。",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folders of two runs with the same inputs."""
    folder = tmp_path_factory.mktemp("documents")
    notebooks = [
        write_notebook(folder / "01_year.ipynb", *CELLS),
        write_notebook(
            folder / "02_short.ipynb", PARAMETERS, "# 短篇\n\n正文。", "## 二\n\n正文。"
        ),
    ]
    parameters = {"agency": "海盐县市场监督管理局", "year": 2022}
    codebook = [["代码", "名称"], ["website", "政府网站"], ["=cmd", "-2+3"]]
    for out in ("first", "second"):
        result = report(
            notebooks, parameters, folder / out, about={"机关": HOSTILE}, codebook=codebook
        )
        assert (result.exit_code, result.errors) == (0, [])
    return folder


@pytest.fixture(scope="module")
def page(made):
    return made / "first" / "01_year.html"


@pytest.fixture(scope="module")
def visit():
    """A browser with the network off."""
    with Visitor() as visitor:
        yield visitor


@pytest.fixture(scope="module")
def pdf(made):
    document = pypdfium2.PdfDocument(made / "first" / "01_year.pdf")
    yield document
    document.close()


def texts(pdf):
    return [page.get_textpage().get_text_bounded() for page in pdf]


def test_a_report_is_html_pdf_workbook_and_charts(made):
    files = {p.relative_to(made / "first").as_posix() for p in (made / "first").rglob("*.*")}
    charts = {
        f"charts/01_year-{name}.{kind}"
        for name in ("channels", "hostile")
        for kind in ("svg", "png")
    }
    documents = {
        f"{name}.{kind}" for name in ("01_year", "02_short") for kind in ("html", "pdf", "xlsx")
    }
    assert files == charts | documents


def test_the_same_inputs_give_the_same_bytes(made):
    files = sorted(p.relative_to(made / "first") for p in (made / "first").rglob("*.*"))
    changed = [
        f for f in files if (made / "first" / f).read_bytes() != (made / "second" / f).read_bytes()
    ]
    assert len(files) == 10 and changed == []


def test_the_page_needs_nothing_but_itself_and_draws_every_figure(page, visit):
    seen = visit(
        page,
        "document.querySelectorAll('.gk-plot').length",
        "[...document.querySelectorAll('.gk-plot')].filter(p => p.querySelector('svg.main-svg .bars path')).length",
        "document.querySelectorAll('.gk-failed').length",
        "[...document.querySelectorAll('.gk-plot')].map(p => p.getAttribute('role') + ' ' + p.ariaLabel)[0]",
    )
    assert seen.requests == [page.resolve().as_uri()]
    assert seen.complaints == []
    assert seen.values == [2, 2, 0, "img 条形图：2022 年各渠道"]


def test_hostile_names_stay_text(page, visit):
    seen = visit(
        page,
        "document.querySelector('h1').textContent",
        "document.title",
        "document.querySelector('.gk-output').textContent",
        "document.querySelectorAll('.gk-title')[1].textContent",
        "document.querySelectorAll('img:not(.gk-twin), main svg:not(.gk-plot svg), meta[http-equiv=refresh]').length",
        "window.hacked === undefined",
        "document.querySelectorAll('a[href^=javascript]').length",
        "document.querySelectorAll('[onerror], [onload]').length",
    )
    assert seen.values == [
        f"{HOSTILE} 2022 年",
        f"{HOSTILE} 2022 年",
        HOSTILE,
        HOSTILE,
        0,
        True,
        0,
        0,
    ]


def test_the_policy_lets_no_other_script_run(page, visit):
    add = "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); return window.ran === undefined; })()"
    policy = "document.querySelector('meta[http-equiv=Content-Security-Policy]').content"
    blocked, text = visit(page, add, policy).values
    assert blocked
    assert text.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in text.split("script-src")[1].split(";")[0]
    assert "unsafe-eval" not in text


def test_the_page_is_small_enough_and_has_no_formula_or_module_loader(page):
    html = page.read_text(encoding="utf-8")
    frame = re.sub(r"<script>.*?</script>|<code>.*?</code>|base64,[^\"]*", "", html, flags=re.S)
    assert len(html.encode()) < 5_500_000
    assert not re.search(
        r"(?i)mathjax|require\.js|mermaid|cdn|<link|@import|https?://(?!a\.b)", frame
    )
    assert "价格 $5 与 $6 不是公式，$$也不是$$。" in frame


def test_parameters_are_hidden_code_is_folded_and_only_one_language_shown(page, visit):
    text, code, folds, contents, language = visit(
        page,
        "document.body.innerText",
        "[...document.querySelectorAll('.gk-code pre')].map(c => c.textContent).join('|')",
        "document.querySelectorAll('.gk-code[open]').length",
        "[...document.querySelectorAll('.gk-toc a')].map(a => a.textContent + a.hash + !!document.querySelector(a.hash))",
        "document.documentElement.lang",
    ).values
    assert "海盐县市场监督管理局" in text and "At a glance" not in text
    assert "def bars" in code and "nobody" not in code and "year = 2022" not in code
    assert folds == 0
    assert contents[1:] == ["要点#s2true", "名称不可信的图#s3true", "长表#s4true", "末节#s5true"]
    assert language == "zh-CN"


def test_a_phone_scrolls_down_only(page, visit):
    values = visit(page, "document.documentElement.scrollWidth", "innerWidth", width=390).values
    assert values == [390, 390]


def test_without_scripts_the_pictures_stand_in(page, visit):
    shown = (
        "[...document.querySelectorAll('.gk-twin')].map(i => i.offsetWidth > 200 && i.naturalWidth)"
    )
    plots = "[...document.querySelectorAll('.gk-plot')].map(p => p.offsetHeight)"
    assert visit(page, shown, plots, scripts=False).values == [[760, 760], [0, 0]]


def test_a_figure_that_fails_leaves_its_picture_and_the_others_are_drawn(page, tmp_path, visit):
    html = page.read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(
        html.replace('id="figure-1-spec">{', 'id="figure-1-spec">{{'), encoding="utf-8"
    )
    values = visit(
        broken,
        "[...document.querySelectorAll('.gk-failed')].map(f => f.id)",
        "document.querySelector('#figure-1 .gk-twin').offsetWidth > 200",
        "document.querySelector('#figure-1 .gk-alt').innerText",
        "!!document.querySelector('#figure-2 svg.main-svg')",
    ).values
    assert values[:2] == [["figure-1"], True]
    assert "条形图：2022 年各渠道" in values[2] and values[3]


def test_the_pdf_can_be_searched_in_chinese(pdf):
    for words in (
        "政府网站",
        "海盐县市场监督管理局",
        "名称不可信的图",
        "价格 $5",
        "alert(1)>局",
        "500",
        "700",
    ):
        assert any(p.get_textpage().search(words).get_next() for p in pdf), words
    assert not any(re.search("[\u2e80-\u2fdf]", text) for text in texts(pdf))


def test_no_page_is_blank_and_each_says_where_it_is(pdf):
    for number, text in enumerate(texts(pdf), 1):
        assert f"{number}/{len(pdf)}" in "".join(text.split())  # pdfium drops spaces in tables
        assert len(text) > 60
    assert 3 <= len(pdf) <= 4
    assert {tuple(round(side) for side in page.get_size()) for page in pdf} == {(595, 842)}


def test_a_long_table_repeats_its_head_and_loses_no_row(pdf):
    pages = [t for t in texts(pdf) if re.search(r"第\d+局", t)]
    assert len(pages) > 1
    assert all("机关名称" in text for text in pages)
    assert re.findall(r"第(\d+)局", "".join(pages)) == [str(n) for n in range(58)]


def test_the_pdf_has_bookmarks_and_no_stamp_of_time_or_browser(pdf, made):
    assert [mark.get_title() for mark in pdf.get_toc()][1:] == [
        "要点",
        "名称不可信的图",
        "长表",
        "末节",
    ]
    about = pdf.get_metadata_dict()
    assert about["Title"] == f"{HOSTILE} 2022 年"
    assert (about["CreationDate"], about["ModDate"], about["Creator"]) == (
        "",
        "",
        "gongkai-analysis",
    )
    assert b"file://" not in (made / "first" / "01_year.pdf").read_bytes()


def test_headings_are_never_left_alone_at_the_foot_of_a_page(pdf):
    for text in texts(pdf):
        last = [line for line in text.split("\n") if line.strip() and "/" not in line][-1]
        assert last.strip() not in ("要点", "名称不可信的图", "长表", "末节")


def test_chart_files_are_whole(made):
    for name in ("channels", "hostile"):
        svg = (made / "first" / "charts" / f"01_year-{name}.svg").read_text(encoding="utf-8")
        root = ElementTree.fromstring(svg)
        tags = {element.tag.split("}")[1] for element in root.iter()}
        assert not tags & {"script", "image", "foreignObject"}
        assert "Noto Sans CJK SC" in svg
        links = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")]
        assert all(link.startswith("#") for link in links)
    assert "政府网站" in (made / "first" / "charts" / "01_year-channels.svg").read_text(
        encoding="utf-8"
    )
    png = (made / "first" / "charts" / "01_year-channels.png").read_bytes()
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (1520, 640)


def test_the_workbook_holds_the_numbers_and_no_formula(made):
    book = openpyxl.load_workbook(made / "first" / "01_year.xlsx")
    assert book.sheetnames == [
        "说明",
        "2022 年各渠道",
        "< script><img src=x onerror=ale",
        "代码表",
    ]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    chart = book["2022 年各渠道"]
    assert [c.value for c in chart[4]] == ["渠道", "条数"]
    assert [[c.value for c in row] for row in chart.iter_rows(min_row=5)] == [
        ["政府网站", 222],
        ["微信", 458],
        ["主流媒体", 710],
    ]
    assert chart.freeze_panes == "A5"
    assert [c.value for c in book["代码表"][3]] == ["=cmd", "-2+3"]
    assert book["说明"]["B2"].value == HOSTILE


def test_plain_nbconvert_makes_the_same_page(tmp_path):
    notebook = write_notebook(
        tmp_path / "02.ipynb", PARAMETERS, FIGURES, "# 题", 'bars("a", "图", [["甲", 1]])'
    )
    result = report([notebook], {}, tmp_path / "ours", formats={"html"})
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--execute",
        "--output-dir",
        str(tmp_path / "plain"),
    ]
    exporter = "analysis.export.exporters.GongkaiHTMLExporter"
    done = subprocess.run(
        [*command, "--to", exporter, str(notebook)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 0, done.stderr
    assert result.exit_code == 0
    plain = (tmp_path / "plain" / "02.html").read_bytes()
    assert plain == (tmp_path / "ours" / "02.html").read_bytes()
    assert b'class="gk-twin"' in plain
