"""gongkai check and gongkai compare: what they print, how they end, the page to work through."""

from __future__ import annotations

import json
import re

import pytest
from exporting import Visitor
from written import write_haiyan_2023

import analysis
from analysis.cli import main


def test_a_broken_report_ends_with_two_and_tells_place_reason_and_suggestion(capsys):
    assert main(["check", "--agency", "hongze-gov", "--year", "2023"]) == 2
    told = capsys.readouterr().out
    assert told.count("disputes.total") == 2
    assert "应为 11，实为 0" in told
    assert "行政复议 · 总计”0 → 11" in told
    assert "未能核对" in told


def test_a_clean_report_ends_with_nought(capsys):
    assert main(["check", "--agency", "hongze-gov", "--year", "2024"]) == 0
    assert "不符 broken 0" in capsys.readouterr().out


def test_json_gives_a_finding_a_line(capsys):
    main(["check", "--agency", "hongze-gov", "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(row["verdict"] == "broken" for row in rows) == 2
    assert {"finding_id", "rule", "cells", "where", "explanation_en"} <= set(rows[0])


def test_a_file_that_cannot_be_read_ends_with_one_and_the_others_go_on(tmp_path, capsys):
    file = write_haiyan_2023(tmp_path / "r.html", requests__new__total=3)
    assert main(["check", "nowhere.pdf", str(file)]) == 1
    told = capsys.readouterr()
    assert "nowhere.pdf" in told.err
    assert "requests.flow" in told.out


@pytest.mark.parametrize(
    "line", [["check"], ["check", "a.pdf", "--agency", "x"], ["check", "a", "b", "--html", "o"]]
)
def test_what_cannot_be_meant_is_said(line, capsys):
    assert main(line) == 1
    assert len(capsys.readouterr().err.splitlines()) >= 2


def test_the_page_links_findings_cells_and_evidence(tmp_path):
    overview = "本报告为测试而虚构。2023年收到政府信息公开申请9件。<img src=x onerror=alert(1)>"
    file = write_haiyan_2023(tmp_path / "r.html", overview, requests__new__total=3)
    page = tmp_path / "page.html"
    assert main(["check", str(file), "--html", str(page)]) == 2
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<img src=x" not in html
    anchors = set(re.findall(r"id='([^']+)'", html))
    assert set(re.findall(r"href='#([^']+)'", html)) <= anchors | {
        "c-indicators-requests_received-count"
    }
    assert "<mark>" in html
    with Visitor() as visit:
        shown = "[...document.querySelectorAll('.finding')].filter(e => e.offsetHeight > 0).length"
        tick = "(document.querySelector('#v-broken').click(), 0)"
        seen = visit(page, shown, tick, shown, scripts=False)
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []
    assert seen.values[0] > seen.values[2]


def test_the_pdf_page_is_shown_with_its_wrong_totals(shared, tmp_path):
    page = tmp_path / "page.html"
    main(["check", str(shared / "reports" / "hongze-gov-2023.pdf"), "--html", str(page)])
    html = page.read_text(encoding="utf-8")
    assert html.count("data:image/png;base64,") == 2


def test_two_reports_of_the_data_are_compared(tmp_path, capsys):
    page = tmp_path / "page.html"
    assert main(["compare", "suqian-gov-2023", "suqian-gov-2024", "--html", str(page)]) == 0
    told = capsys.readouterr().out
    assert "4 / 81" in told
    assert "3,511 → 3,525" in told
    assert "3,525" in page.read_text(encoding="utf-8")


def test_a_file_is_compared_with_the_data(tmp_path, capsys):
    file = write_haiyan_2023(tmp_path / "r.html")
    assert main(["compare", "haiyan-samr-2022", str(file)]) == 0
    told = capsys.readouterr().out
    assert "新闻媒体：710 → 688" in told


def test_an_unknown_report_is_said(capsys):
    assert main(["compare", "nobody-2020", "suqian-gov-2024"]) == 1
    assert "nobody-2020" in capsys.readouterr().err


def test_findings_are_public():
    assert analysis.check.__name__ == "check"
    assert analysis.compare.__name__ == "compare"
