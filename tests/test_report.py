"""The report as read: the page that started the project, one official report, conflicts, display, JSON."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import ReadError
from analysis.readers import read_bytes
from analysis.report import from_document, read_report

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).parents[2] / "shared")


def shared(name: str) -> Path:
    path = SHARED / "reports" / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand")
    return path


def html(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def read_html(body: str, head: str = ""):
    return from_document(read_bytes(html(body, head).encode()), "某报告.html", "0" * 64)


# 虚构报告，仅供测试。
TITLE = "<h1>某县某局2022年政府信息公开工作年度报告</h1>"
TABLE = (
    "<table><tr><td></td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td>总计</td></tr>"
    "<tr><td>一、本年新收政府信息公开申请数量</td><td>3</td><td>/</td><td></td><td>1 2</td><td>0</td><td>0</td><td>&lt;b&gt;3</td></tr></table>"
)
BODY = (
    f"{TITLE}<p>本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。</p><h2>一、总体情况</h2><p>全年公开各类信息222条。</p>"
    f"<h2>三、收到和处理政府信息公开申请情况</h2>{TABLE}<h2>五、政府信息公开工作存在的主要问题及改进情况</h2><p>有待加强。</p>"
    "<h2>六、其他需要报告的事项</h2><p>未收取信息处理费。</p><p>版权所有：某县人民政府</p><p>网站标识码：3304240001</p>"
)


def test_the_report_that_started_this_project():
    report = read_report(shared("haiyan-samr-2022.txt"))
    assert (report.agency, report.year, report.form, report.kind) == (
        "海盐县市场监督管理局",
        2022,
        "2021",
        "text",
    )
    assert report.title == "海盐县市场监督管理局2022年度政府信息公开工作年度报告（含图解）"
    assert list(report.sections) == ["一", "二", "三", "四", "五", "六"]
    assert report.sections["六"].startswith("縣市場")
    counted = {(f.table, f.row, f.members, f.value) for f in report.facts}
    for expected in [
        ("channels", "total", "", 222), ("indicators", "penalties_published", "", 332), ("indicators", "interpretations", "", 3),
        ("channels", "joint", "wechat;app_account", 458), ("indicators", "proposals_cppcc", "", 2),
        ("indicators", "proposals_npc", "", 3), ("indicators", "satisfaction_rate", "", 100), ("channels", "media", "", 710),
        ("indicators", "requests_received", "", 0), ("indicators", "reviews", "", 0), ("indicators", "lawsuits", "", 0),
    ]:  # fmt: skip
        assert expected in counted
    assert {79, 19, 21000, 2699} <= {f.value for f in report.facts}
    assert [m["code"] for m in report.messages] == ["table_missing"] * 3


def test_every_phrase_stands_where_the_report_says():
    path = shared("haiyan-samr-2022.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    report = read_report(path)
    for fact in report.facts:
        line, _, span = fact.where.partition("#")
        start, end = map(int, span.split("-"))
        printed = lines[int(line[1:]) - 1].strip().strip("|").strip()
        assert fact.text[:4] in printed[max(0, start - 2) : end + 2]


def test_an_official_report():
    path = shared("hongze-gov-2023.pdf")
    report = read_report(path)
    assert (report.agency, report.year, report.form, report.kind) == (
        "洪泽区人民政府",
        2023,
        "2021",
        "pdf",
    )
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(report.sections) == ["一", "二", "三", "四", "五", "六"]
    facts = {f[:3]: f for f in report.facts}
    review = [
        facts["disputes", "review", c].value
        for c in ("upheld", "corrected", "other", "pending", "total")
    ]
    assert review == [10, 1, 0, 0, 0]  # a wrong total stays as printed
    assert facts["channels", "website", "items"].value == 1136
    assert "1136" in report.sections["一"]


def test_sections_without_the_frame_of_the_page():
    report = read_html(f"<p>首页 &gt; 政务公开</p>{BODY}")
    assert report.sections == {
        "一": "全年公开各类信息222条。",
        "三": "",
        "五": "有待加强。",
        "六": "未收取信息处理费。",
    }


TITLES = [
    (
        "海盐县市场监督管理局2022年度政府信息公开工作年度报告（含图解）",
        "海盐县市场监督管理局",
        2022,
    ),
    ("2023年淮安市洪泽区人民政府政府信息公开工作年度报告", "淮安市洪泽区人民政府", 2023),
    ("关于某县教育局2021年政府信息公开年度报告", "某县教育局", 2021),
    ("某县某局二〇二二年政府信息公开工作年度报告", "某县某局", 2022),
    ("某县某局２０２２年政府信息公开工作年报", "某县某局", 2022),
    ("某縣某局2022年政府信息公開工作年度報告", "某县某局", 2022),
]


@pytest.mark.parametrize(("title", "agency", "year"), TITLES)
def test_organ_and_year_from_the_title(title, agency, year):
    report = read_html(
        f"<h1>{title}</h1><h2>一、总体情况</h2><p>x</p><h2>六、其他需要报告的事项</h2><p>无。</p>"
    )
    assert (report.agency, report.year) == (agency, year)


def test_a_title_over_two_lines():
    report = read_html(
        "<p>洪泽区人民政府</p><p>2023 年政府信息公开工作年度报告</p><h2>一、总体情况</h2><p>x</p>"
    )
    assert (report.agency, report.year) == ("洪泽区人民政府", 2023)


def codes(report) -> list[str]:
    partial = ("table_missing", "cells_absent")  # the tables of these pages are cut short
    return [message["code"] for message in report.messages if message["code"] not in partial]


def test_conflicts_of_a_report_with_itself_are_said():
    head = '<meta name="ContentSource" content="另一个单位办公室"><meta name="PubDate" content="2023-01-20">'
    report = read_html(BODY.replace("自2022年1月1日", "自2021年1月1日"), head)
    assert codes(report) == ["year_conflict", "agency_conflict"]
    assert (report.year, report.published_on) == (2022, "2023-01-20")
    assert codes(read_html(BODY)) == []
    short = '<meta name="ContentSource" content="县某局">'
    assert codes(read_html(BODY, short)) == []


def test_tables_of_another_form_than_the_year_asks_for_are_said():
    block = "<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr></table>"
    report = read_html(BODY.replace("2022", "2020") + block)
    assert codes(report) == ["form_conflict"]
    assert (report.year, report.form) == (2020, "2021")


def test_a_year_that_only_the_publication_tells():
    report = read_html(BODY.replace("2022", ""), '<meta name="PubDate" content="2023-01-20">')
    assert report.year == 2022


@pytest.mark.parametrize(
    "page",
    [
        html("<p>今天天气很好。</p><table><tr><td>行政许可</td><td>5</td></tr></table>"),
        "2022年工作总结\n全年公开信息222条。\n",
        html("<p>关于做好政府信息公开工作年度报告编制工作的通知</p>"),
    ],
)
def test_what_is_no_annual_report_is_refused(page, tmp_path):
    path = tmp_path / "其他.html"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_report(path)
    assert (caught.value.code, caught.value.where) == ("read.not_report", str(path))


def test_the_json_object_of_a_report():
    said = read_html(BODY, '<meta name="PubDate" content="2023-01-20">').as_json()
    assert list(said) == ["file", "report", "facts", "unresolved", "messages"]
    assert said["report"] == {
        "agency": "某县某局", "year": 2022, "form": "2021", "title": "某县某局2022年政府信息公开工作年度报告", "published_on": "2023-01-20",
    }  # fmt: skip
    first = said["facts"][0]
    assert first == {
        "table": "requests", "row": "new", "column": "natural_person", "value": 3, "unit": "件", "status": "reported", "text": "3",
        "where": "/html/body/table/tr[2]/td[2]",
    }  # fmt: skip
    channel = next(fact for fact in said["facts"] if fact["table"] == "channels")
    assert list(channel) == [
        "table",
        "row",
        "column",
        "value",
        "unit",
        "members",
        "part_of",
        "approx",
        "scope",
        "status",
        "text",
        "where",
    ]
    assert (channel["row"], channel["value"], channel["unit"]) == ("total", 222, "条")
    assert json.loads(json.dumps(said, ensure_ascii=False)) == said


def test_the_frame_keeps_missing_apart_from_nought():
    frame = read_html(BODY).to_frame()
    new = frame[(frame["table"] == "requests") & (frame["row"] == "new")].set_index("column")
    assert new["status"].to_dict() == {
        "natural_person": "reported", "business": "not_applicable", "research": "blank", "public_interest": "unreadable",
        "legal_service": "reported", "other_org": "reported", "total": "unreadable",
    }  # fmt: skip
    assert new["value"].isna().to_dict()["research"]
    assert new.loc["legal_service", "value"] == 0
    assert str(frame["value"].dtype) == "Float64"


def test_the_display_escapes_everything_that_the_page_says():
    hostile = TABLE.replace("自然人</td>", "自然人</td>").replace(
        "&lt;b&gt;3", "&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    report = read_html(
        BODY.replace(TABLE, hostile).replace("某县某局2022", "&lt;img src=x&gt;局2022")
    )
    shown = report._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "？&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert ">？1 2<" in shown
    assert ">（缺）<" in shown


def test_the_display_prints_the_tables_as_the_form_does():
    shown = read_html(BODY)._repr_html_()
    assert shown.count("<table") == 1
    assert (
        shown.index("自然人")
        < shown.index("商业企业")
        < shown.index("一、本年新收政府信息公开申请数量")
    )
    assert "主动公开政府信息情况" in shown  # a table that is missing is said


def test_reading_starts_without_the_heavy_libraries(tmp_path):
    path = tmp_path / "报告.html"
    path.write_text(html(BODY), encoding="utf-8")
    script = (
        "import sys; from analysis.report import read_report; read_report(sys.argv[1]).as_json();"
        "print([m for m in ('pandas', 'numpy', 'plotly', 'opencc', 'pypdfium2') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert run.stdout.strip() == "[]"
