"""The notebooks: thin as committed, whole as exported, every number from the data."""

from __future__ import annotations

import ast
import base64
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from exporting import Visitor
from openpyxl import load_workbook

from analysis.cli import main

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def tags_of(cell):
    return cell["metadata"].get("tags", [])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_thin(path):
    cells = cells_of(path)
    assert tags_of(cells[0]) == ["parameters"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            assert not re.search(r"\d", source), f"a typed-in number: {source}"
            continue
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        tree = ast.parse(source)
        assert not any(
            isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda) for n in ast.walk(tree)
        )
        assert "/" not in source
        assert len(source.splitlines()) <= 10


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_words_stand_in_both_languages_side_by_side(path):
    words = [tags_of(cell) for cell in cells_of(path) if cell["cell_type"] == "markdown"]
    assert words == [["zh"], ["en"]] * (len(words) // 2)


class Text(HTMLParser):
    """The words that a page shows."""

    def __init__(self, html):
        super().__init__()
        self.words, self.hidden = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "pre")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "pre")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def words_of(path):
    return " ".join(" ".join(Text(path.read_text(encoding="utf-8")).words).split())


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """HTML of all notebooks: the default organ, one with two years in English, one without channels."""
    out = tmp_path_factory.mktemp("pages")
    for name, line in {
        "haiyan": [],
        "hangzhou": ["--agency", "hangzhou-commerce", "--year", "2023", "--lang", "en"],
        "hongze": ["--agency", "hongze-gov", "--year", "2023"],
    }.items():
        assert main(["report", "--to", "html", "--out", str(out / name), *line]) == 0
    return out


def test_the_year_in_one_view_holds_the_reports_numbers(pages):
    words = words_of(pages / "haiyan" / "01_annual_report.html")
    for number in (
        "710 条",
        "458 篇",
        "222 条",
        "332 条",
        "3 篇",
        "19 期",
        "≥21,000 次",
        "2,699 件",
        "100 %",
    ):
        assert number in words
    assert "新收申请 0 件（报告写明没有）" in words
    assert "175 格未知，不等于零" in words
    assert "At a glance" not in words


def test_an_organ_with_one_year_is_told_so_and_sees_real_series_of_others(pages):
    words = words_of(pages / "haiyan" / "02_channels.html")
    assert "还画不出趋势" in words
    assert "杭州市商务局各渠道逐年公开信息量" in words
    assert "海盐县市场监督管理局各渠道逐年公开信息量" not in words


def test_an_organ_with_two_years_shows_its_trend_in_english(pages):
    words = words_of(pages / "hangzhou" / "02_channels.html")
    assert "Items by channel and year, Hangzhou Municipal Bureau of Commerce" in words
    assert "2021, 2023; missing: 2022" in words
    assert "-159" in words
    assert "逐年变化" not in words


def test_an_organ_without_channel_counts_gets_reasons_and_no_empty_frames(pages):
    words = words_of(pages / "hongze" / "01_annual_report.html")
    assert "没有数字不等于零" in words
    assert "21 件" in words


@pytest.fixture(scope="module")
def requests_pages(tmp_path_factory):
    """Notebooks 04 and 05 of an organ with three years, of a change of form, and of one alone in its year."""
    out = tmp_path_factory.mktemp("requests")
    for agency, year in (("suqian-gov", 2025), ("shanghai-go", 2025), ("shuyang-gov", 2025)):
        line = ["--agency", agency, "--year", str(year), "--out", str(out / agency)]
        named = ["--notebook", "04_requests", "--notebook", "05_peers"]
        assert main(["report", "--to", "html", *named, *line]) == 0
    return out


def test_lost_tables_are_told_and_the_example_is_named(pages):
    words = words_of(pages / "haiyan" / "04_requests.html")
    assert "本机关的法定表格未得" in words
    assert "新收申请 0 件（报告写明没有）" in words
    assert "淮安市洪泽区人民政府 2024 年的公开数据为例" in words
    assert "层级或类别与本机关不同，两者不可比" in words
    assert "海盐县市场监督管理局 2022 年政府信息公开申请的去向" not in words


def test_a_contradiction_in_the_tables_is_named_and_no_rate_is_formed(pages):
    words = words_of(pages / "hongze" / "04_requests.html")
    assert "新收申请 21 件，上年结转 0 件；办结 21 件，结转下年 0 件" in words
    assert "综合纠错率不能算：表内不符" in words
    assert "19.0%（4/21）" in words


def test_three_years_of_suqian_stand_in_the_series(requests_pages):
    words = words_of(requests_pages / "suqian-gov" / "04_requests.html")
    for number in ("3,511", "3,525", "3,830", "54.0%（1,902/3,521）", "9.1%（26/286）"):
        assert number in words
    assert "有表三数字的年度：2023、2024、2025。2025 年的表三有 7 格有数（格式共 175 格）" in words
    assert "未知，不等于零，不作推算" in words


def test_a_change_of_form_is_told(requests_pages):
    words = words_of(requests_pages / "shanghai-go" / "04_requests.html")
    assert "变更处断开，前后不相连" in words
    assert "859" in words and "1,295" in words
    assert "要有 2024 和 2025 两个相连年度的数才能比较" in words


def test_an_organ_alone_among_its_peers_is_told_so_and_not_ranked(requests_pages):
    words = words_of(requests_pages / "shuyang-gov" / "05_peers.html")
    assert "县级政府只有本机关一家：不比较，不排名" in words
    assert "名次" not in words


def test_the_sample_of_peers_is_told_in_numbers(pages, data):
    words = words_of(pages / "haiyan" / "05_peers.html")
    here = data.select(years=2022, level="county", kind="department").reports
    assert f"2022 年度报告的县级部门共 {len(here)} 家（含本机关）" in words
    assert "有法定表格的 0 家" in words
    assert "不是抽样，也不是全部" in words


def numbers(axis):
    """The numbers of an axis, which plotly may have packed."""
    if isinstance(axis, dict):
        return np.frombuffer(base64.b64decode(axis["bdata"]), dtype=axis["dtype"]).tolist()
    return [v for v in axis or [] if isinstance(v, int | float)]


def test_every_number_of_a_chart_stands_in_the_data(pages, data):
    known = set(data.facts["value"].dropna())
    html = (pages / "haiyan" / "02_channels.html").read_text(encoding="utf-8")
    drawn = []
    for spec in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.S):
        figure = json.loads(spec)
        for trace in figure.get("data", []):
            drawn += numbers(trace.get("x" if trace.get("orientation") == "h" else "y"))
    counts = [v for v in drawn if v > 1]
    assert len(counts) > 40
    assert set(counts) <= known


HOSTILE = "</script><img src=x onerror=alert(1)>=1+1"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The whole export of a copy of the data in which the organ's name and words are an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    data = shutil.copytree(ROOT / "data", folder / "data")
    for file in ("agencies.csv", "reports.csv", "facts/2022.csv"):
        text = (data / file).read_text(encoding="utf-8")
        for words in ("海盐县市场监督管理局", "嘉兴日报、海盐发布等主流媒体发布工作信息"):
            text = text.replace(words, HOSTILE)
        (data / file).write_text(text, encoding="utf-8")
    assert main(["report", "--data", str(data), "--out", str(folder / "out")]) == 0
    return folder / "out"


def test_a_hostile_name_stays_text_in_the_page(hostile):
    with Visitor() as visit:
        for page in sorted(hostile.glob("[0-9]*.html")):
            seen = visit(
                page, "document.images.length", "document.querySelectorAll('.main-svg').length"
            )
            assert seen.complaints == []
            assert [
                url for url in seen.requests if not url.startswith(("file:", "data:", "blob:"))
            ] == []
            drawn = len(
                re.findall(r'<script type="application/json"', page.read_text(encoding="utf-8"))
            )
            assert seen.values[1] >= drawn > 0
            assert HOSTILE in words_of(page)


def test_a_hostile_name_is_no_formula_in_the_workbook(hostile):
    for book in hostile.glob("*.xlsx"):
        sheets = load_workbook(book).worksheets
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        assert any(HOSTILE in str(cell.value) for cell in cells)
        assert not any(cell.data_type == "f" for cell in cells)


def test_a_hostile_name_is_words_in_the_pdf(hostile):
    document = pdfium.PdfDocument(hostile / "01_annual_report.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "onerror=alert(1)" in "".join(text.split())
