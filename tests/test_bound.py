"""What binds the notebooks of a report: the overview page and the combined PDF, read back."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest
from exporting import Visitor, write_notebook
from lxml.html import document_fromstring

from analysis.export import report
from analysis.export.bound import Front, places
from analysis.export.markup import Heading

HOSTILE = "</h1><script>alert(1)</script><img src=x onerror=alert(1)>局"
PARAMETERS = ('year = 2000\nlang = "zh"', "parameters")
FIGURE = """
import plotly.graph_objects as go
figure = go.Figure(go.Bar(x=["政府网站", "微信"], y=[222, 458]))
figure.update_layout(height=300, meta={"name": "bars", "title": "两个渠道", "alt": "两个渠道",
    "table": {"columns": ["渠道", "条"], "rows": [["政府网站", 222], ["微信", 458]]}})
figure
"""
LONG = "## 长篇\n\n" + "\n\n".join(
    f"第{n}段。" + "逐段写来，看目录的页码对不对。" * 12 for n in range(30)
)
FRONT = Front(
    title=f"某局 {HOSTILE} 2022 年分析",
    lines=["依据：某报告"],
    figures="<div class='gk-cards'><div class='gk-card'><div class='gk-value'>222</div></div></div>",
    opening="某局 2022 年",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Three notebooks, one of which fails, bound together twice."""
    folder = tmp_path_factory.mktemp("bound")
    notebooks = [
        write_notebook(
            folder / "01_one.ipynb", PARAMETERS, "# 某局 2022 年一览", "## 要点", FIGURE, LONG
        ),
        write_notebook(folder / "02_broken.ipynb", PARAMETERS, "# 坏的", "1 / 0"),
        write_notebook(
            folder / "03_three.ipynb",
            PARAMETERS,
            "# 某局 2022 年渠道",
            "## 要点",
            FIGURE,
            "## 末节",
        ),
    ]
    results = [
        report(notebooks, {"year": 2022}, folder / out, front=FRONT, bind=True)
        for out in ("first", "second")
    ]
    assert [result.exit_code for result in results] == [1, 1]
    return folder


@pytest.fixture(scope="module")
def overview(made):
    return document_fromstring((made / "first" / "index.html").read_text(encoding="utf-8"))


def test_the_overview_links_every_notebook_its_parts_and_its_files(made, overview):
    titles = [node.text_content() for node in overview.iter("h2")]
    assert titles == ["一览", "渠道"]
    links = [node.get("href") for node in overview.iter("a")]
    assert {"combined.pdf", "01_one.pdf", "03_three.xlsx", "01_one.html#s2"} <= set(links)
    for link in links:
        name, _, anchor = unquote(link).partition("#")
        file = made / "first" / name
        assert file.is_file(), link
        if anchor:
            page = document_fromstring(file.read_text(encoding="utf-8"))
            assert page.get_element_by_id(anchor) is not None


def test_the_overview_says_which_notebook_could_not_be_made(overview):
    assert "02_broken" in overview.text_content()


def test_the_overview_shows_each_entry_with_a_picture_of_its_own(overview):
    pictures = [node.get("src") for node in overview.iter("img")]
    assert len(pictures) == 1  # The third notebook's only picture is the first one's again.
    assert pictures[0].startswith("data:image/svg+xml;base64,")


def test_the_overview_opens_without_network_and_names_stay_text(made):
    with Visitor() as visit:
        seen = visit(
            made / "first" / "index.html", "document.querySelector('h1').textContent", scripts=False
        )
    assert seen.complaints == []
    assert seen.requests == [(made / "first" / "index.html").resolve().as_uri()]
    assert seen.values == [FRONT.title]


def bookmarks(path: Path) -> list[tuple[int, str, int]]:
    document = pypdfium2.PdfDocument(path)
    return [(m.level, m.get_title(), m.get_dest().get_index() + 1) for m in document.get_toc()]


def texts(path: Path) -> list[str]:
    pages = pypdfium2.PdfDocument(path)
    return [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in pages]


def test_the_combined_pdf_has_bookmarks_of_every_heading_in_order(made):
    found = bookmarks(made / "first" / "combined.pdf")
    assert [(level, title) for level, title, _ in found[1:]] == [
        (0, "某局 2022 年一览"),
        (1, "要点"),
        (1, "长篇"),
        (0, "某局 2022 年渠道"),
        (1, "要点"),
        (1, "末节"),
    ]


def test_the_contents_give_the_page_on_which_each_heading_stands(made):
    path = made / "first" / "combined.pdf"
    printed = texts(path)
    listed = re.findall(
        r"(某局2022年一览|长篇|某局2022年渠道|要点|末节)(\d+?)(?=某局|要点|长篇|末节|没有|由|\d*/|$)",
        printed[0].partition("目录")[2],
    )
    assert [title for title, _ in listed] == [
        "某局2022年一览",
        "要点",
        "长篇",
        "某局2022年渠道",
        "要点",
        "末节",
    ]
    for title, page in listed:
        assert title in printed[int(page) - 1]
    chapters = [int(page) for title, page in listed if title.startswith("某局")]
    assert chapters[0] == 2
    assert chapters[1] > 3  # The long part fills several pages.
    assert f"{len(printed)}/{len(printed)}" in printed[-1]


def test_the_combined_pdf_names_the_notebook_that_is_missing(made):
    assert "02_broken" in texts(made / "first" / "combined.pdf")[0]


@pytest.mark.parametrize("name", ["index.html", "combined.pdf"])
def test_the_same_notebooks_bind_to_the_same_bytes(made, name):
    first, second = (made / out / name for out in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_a_heading_without_a_bookmark_gets_no_page(made):
    headings = [Heading(1, "a", "某局 2022 年一览"), Heading(2, "b", "没有这一节")]
    pdf = (made / "first" / "combined.pdf").read_bytes()
    assert places(pdf, headings) == {"a": 2}


def test_without_a_front_nothing_is_bound(tmp_path):
    notebook = write_notebook(tmp_path / "01_one.ipynb", PARAMETERS, "# 一")
    result = report([notebook], {}, tmp_path / "out", formats=["html"], bind=True)
    assert [path.name for path in result.written] == ["01_one.html"]
