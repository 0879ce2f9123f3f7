"""The written form: what it prints, how it refuses, and that Word and browsers get well-formed files."""

import io
import zipfile

import docx
import pytest
from lxml import etree
from lxml import html as lxml_html

from analysis import form
from analysis.errors import UsageError
from analysis.facts import Fact
from analysis.formwriter import VERSIONS, write_form
from analysis.formwriter.tables import lay_out_table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NEW = Fact("requests", "new", "total", value=21)


def page(facts, tmp_path, **options):
    path = write_form(facts, tmp_path / "form.html", **options)
    return lxml_html.fromstring(path.read_bytes().decode("utf-8"))


def cells(table):
    return [
        [" ".join(cell.itertext()) for cell in row.iter("td", "th")] for row in table.iter("tr")
    ]


def row_of(table, label):
    return next(row for row in cells(table) if label in row)


def tables_of(version):
    return [table for table in form.TABLES if form.rows(version, table)]


@pytest.mark.parametrize(("version", "table"), [(v, t) for v in VERSIONS for t in tables_of(v)])
def test_boxes_cover_each_place_of_the_grid_once(version, table):
    laid_out = lay_out_table(version, table, {})
    covered = [
        (row, column)
        for box in laid_out.boxes
        for row in range(box.row, box.row + box.rowspan)
        for column in range(box.column, box.column + box.colspan)
    ]
    assert sorted(covered) == [
        (r, c) for r in range(laid_out.n_rows) for c in range(len(laid_out.widths))
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_cell_of_the_form_is_printed_once(version):
    for table in tables_of(version):
        keys = [(table, row, column) for row, column in form.cells(version, table)]
        texts = {key: f"N{n}" for n, key in enumerate(keys)}
        printed = [
            box.text for box in lay_out_table(version, table, texts).boxes if box.role == "number"
        ]
        assert sorted(t for t in printed if t.startswith("N")) == sorted(texts.values())


def test_official_layout_of_table_three(tmp_path):
    table = page([NEW], tmp_path, version="2021").xpath("//table")[1]
    rows = cells(table)
    assert rows[0][1] == "申请人情况"
    assert rows[1] == ["自然人", "法人或其他组织", "总计"]
    assert rows[2] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert rows[3] == ["一、本年新收政府信息公开申请数量", "", "", "", "", "", "", "21"]
    results = next(td for td in table.iter("td") if td.text == "三、本年度办理结果")
    assert results.get("rowspan") == "22"
    refused = next(td for td in table.iter("td") if td.text == "（三）不予公开")
    assert refused.get("rowspan") == "8"


def test_official_layout_of_table_four(tmp_path):
    table = page([NEW], tmp_path, version="2021").xpath("//table")[2]
    rows = cells(table)
    assert rows[0] == ["行政复议", "行政诉讼"]
    assert rows[1][5:] == ["未经复议直接起诉", "复议后起诉"]
    assert len(rows[3]) == 15


def test_what_a_cell_prints(tmp_path):
    facts = [
        Fact("requests", "new", "natural_person", value=3.0),
        Fact("requests", "new", "business", status="blank"),
        Fact("requests", "new", "research", status="not_applicable", text="—"),
        Fact("requests", "new", "public_interest", status="not_applicable"),
        Fact("requests", "new", "legal_service", status="unreadable", text="3<4&5"),
        Fact("requests", "new", "other_org", status="absent"),
        Fact("requests", "new", "total", value=9, status="inferred"),
        Fact("proactive", "fees", "amount_10k_yuan", value=59237.2449, unit="万元"),
        Fact(
            "proactive",
            "normative_documents",
            "made",
            value=22,
            text="22（其中修订16件）",
            note="其中修订16件",
        ),
        Fact("proactive", "rules", "made", value=1, note="an editor's remark"),
        Fact("channels", "wechat", "items", value=5),
    ]
    proactive, requests, _ = page(facts, tmp_path, version="2021").xpath("//table")
    new = row_of(requests, "一、本年新收政府信息公开申请数量")
    assert new[1:] == ["3", "", "—", "/", "3<4&5", "", ""]
    assert row_of(proactive, "行政事业性收费") == ["行政事业性收费", "59237.2449"]
    assert row_of(proactive, "行政规范性文件")[1] == "22（其中修订16件）"
    assert row_of(proactive, "规章")[1] == "1"


def test_money_keeps_the_unit_that_the_form_leaves_open(tmp_path):
    for value, unit, printed in (
        (251000, "元", "251000元"),
        (25.1, "万元", "25.1万元"),
        (9, "", "9元"),
    ):
        fact = Fact("proactive", "procurement", "amount_yuan", value=value, unit=unit)
        assert (
            row_of(page([fact], tmp_path, year=2019).xpath("//table")[0], "政府集中采购")[-1]
            == printed
        )


def test_other_handling_is_one_line_where_only_its_sum_is_known(tmp_path):
    total = Fact("requests", "other_subtotal", "total", value=2)
    requests = page([total], tmp_path, version="2021").xpath("//table")[1]
    assert row_of(requests, "（六）其他处理")[-1] == "2"
    part = Fact("requests", "other_other", "total", value=1)
    requests = page([total, part], tmp_path, version="2021").xpath("//table")[1]
    assert row_of(requests, "3.其他")[-1] == "1"
    assert row_of(requests, "小计")[-1] == "2"


def test_subtotal_of_organisations_gets_its_column(tmp_path):
    facts = [Fact("requests", "new", "organisations_subtotal", value=4), NEW]
    requests = page(facts, tmp_path, version="2021").xpath("//table")[1]
    assert cells(requests)[2] == [
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "小计",
    ]
    assert row_of(requests, "一、本年新收政府信息公开申请数量")[-2:] == ["4", "21"]


def test_a_blank_form_asks_for_words_and_a_filled_one_does_not(tmp_path):
    blank = page(None, tmp_path).text_content()
    filled = page([NEW], tmp_path).text_content()
    assert "（请填写）" in blank and "（机关名称）" in blank
    assert "（请填写）" not in filled and "（五）监督保障情况" in filled


def test_sections_and_titles_stand_in_the_order_of_the_form(tmp_path):
    sections = {"一": "（一）主动公开。\n全年<b>公开</b>信息3条。", "其他需要报告的事项": ["无。"]}
    root = page([NEW], tmp_path, agency="某县市场监督管理局", year=2023, sections=sections)
    assert root.findtext(".//title") == "某县市场监督管理局2023年政府信息公开工作年度报告"
    headings = [h.text for h in root.iter("h2")]
    assert [h[0] for h in headings] == list("一二三四五六")
    assert "全年<b>公开</b>信息3条。" in [p.text for p in root.iter("p")]
    assert "自2023年1月1日起至2023年12月31日止" in root.text_content()


def test_the_report_of_a_reader_brings_its_own_version_year_and_organ(tmp_path):
    class Report:
        facts, form, year, agency = [NEW], "2019", 2020, "某市某局"

    root = page(Report(), tmp_path)
    assert "某市某局2020年" in root.findtext(".//title")
    assert "第二十条第（九）项" in root.text_content()


def test_a_frame_of_facts(tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        [NEW._asdict(), NEW._replace(row="granted", value=None, status="blank")._asdict()]
    )
    requests = page(frame, tmp_path).xpath("//table")[1]
    assert row_of(requests, "一、本年新收政府信息公开申请数量")[-1] == "21"
    assert row_of(requests, "（一）予以公开")[-1] == ""


@pytest.mark.parametrize(
    ("facts", "name", "options", "words"),
    [
        ([NEW], "form.pdf", {}, ".docx"),
        ([NEW], "form", {}, ".html"),
        ([NEW], "form.html", {"version": "2020"}, "2021"),
        ([NEW], "form.html", {"year": 2010}, "2014"),
        ([NEW], "form.html", {"year": "next"}, "next"),
        ([NEW], "form.html", {"sections": {"七": "x"}}, "一（总体情况）"),
        ([NEW], "form.html", {"sections": "words"}, "一"),
        ([NEW, NEW._replace(value=22)], "form.html", {}, "22"),
        ([NEW._replace(value=None)], "form.html", {}, "requests/new/total"),
        ([NEW._replace(value=float("inf"))], "form.html", {}, "inf"),
        ([NEW._replace(row="nonsense")], "form.html", {}, "nonsense"),
        (
            [Fact("statistics", "fees", "count", value=1)],
            "form.html",
            {"version": "2021"},
            "statistics/fees",
        ),
        (21, "form.html", {}, "int"),
        ([NEW], "no/such/folder/form.html", {}, "folder"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path, facts, name, options, words):
    with pytest.raises(UsageError) as caught:
        write_form(facts, tmp_path / name, **options)
    assert words in str(caught.value)
    assert caught.value.next_zh and caught.value.next_en
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_file(tmp_path):
    path = write_form([NEW], tmp_path / "form.docx")
    before = path.read_bytes()
    with pytest.raises(UsageError):
        write_form([NEW._replace(value=None)], path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", ["docx", "html"])
@pytest.mark.parametrize("version", VERSIONS)
def test_same_input_same_bytes(tmp_path, suffix, version):
    first = write_form(None, tmp_path / f"a.{suffix}", version=version).read_bytes()
    assert write_form(None, tmp_path / f"b.{suffix}", version=version).read_bytes() == first


@pytest.mark.parametrize("version", VERSIONS)
def test_word_file_is_whole(tmp_path, version):
    path = write_form(
        None, tmp_path / "form.docx", version=version, agency='甲\x00乙<&>"局', year=None
    )
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.testzip() is None
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    assert {
        f"/{name}"
        for name in parts
        if name.startswith(("word/", "docProps")) and "_rels" not in name
    } == {part.get("PartName") for part in parts["[Content_Types].xml"].iter("{*}Override")}
    styles = {s.get(f"{W}styleId") for s in parts["word/styles.xml"].iter(f"{W}style")}
    assert {s.get(f"{W}val") for s in parts["word/document.xml"].iter(f"{W}pStyle")} <= styles
    fonts = {f.get(f"{W}eastAsia") for f in parts["word/styles.xml"].iter(f"{W}rFonts")}
    assert {"FangSong", "SimHei"} <= fonts
    opened = docx.Document(str(path))
    assert opened.paragraphs[0].text == '甲乙<&>"局\n（年份）年政府信息公开工作年度报告'
    assert len(opened.tables) == len(tables_of(version))


def test_word_tables_span_as_laid_out(tmp_path):
    path = write_form([NEW], tmp_path / "form.docx", version="2021")
    table = docx.Document(str(path)).tables[1]
    laid_out = lay_out_table("2021", "requests", {("requests", "new", "total"): "21"})
    for box in laid_out.boxes:
        corner = table.cell(box.row, box.column)
        assert corner.text == box.text
        assert corner._tc is table.cell(box.row + box.rowspan - 1, box.column + box.colspan - 1)._tc
