"""gongkai check and gongkai compare: what they print, how they end, the page to work through."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from exporting import Visitor
from written import cells, write_haiyan_2023

import analysis
from analysis.cli import main
from analysis.errors import DataError


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


# A file held against the data


@pytest.fixture
def folder(tmp_path, root):
    return Path(shutil.copytree(root / "data", tmp_path / "data"))


def hongze_2025(path, in_force=8):
    """An invented report: 2024, as published, ended with 8 normative documents in force."""
    facts = cells(proactive__normative_documents__in_force=in_force)
    words = {"一": "虚构。", "五": "更新不够及时，已请专人每周检查。", "六": "未收取信息处理费。"}
    return analysis.write_form(
        [f._replace(text=str(f.value)) for f in facts], path, version="2021",
        agency="洪泽区人民政府", year=2025, sections=words,
    )  # fmt: skip


def decide(folder, finding, decision="accepted"):
    row = f"{finding},{decision},已核对原件,王某,2026-02-03"
    (folder / "decisions.csv").write_text(
        f"finding,decision,reason,who,when\n{row}\n", encoding="utf-8"
    )


def findings_of(capsys, *arguments):
    main(["check", "--json", *map(str, arguments)])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_file_is_held_against_last_years_report_in_the_data(folder, tmp_path, capsys):
    file = hongze_2025(tmp_path / "r.html")
    assert main(["check", str(file), "--data", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "已与数据里的 2024 年度对照" in told
    assert "compared with 2024 from the data" in told
    assert main(["check", str(hongze_2025(tmp_path / "w.html", 9)), "--data", str(folder)]) == 2
    told = capsys.readouterr().out
    assert "years.in_force normative_documents" in told
    assert "应为 8，实为 9" in told


def test_two_years_given_at_once_are_held_against_each_other_in_any_order(tmp_path, capsys):
    """Only files have their words: that section five is last year's shows here."""
    words = "栏目更新不够及时，解读形式不够丰富，下一步将加强培训，定期检查，逐项整改，年底前完成。"
    for year in (2025, 2026):
        analysis.write_form(
            [f._replace(text=str(f.value)) for f in cells(requests__new__total=year - 2025)],
            tmp_path / f"{year}.html", version="2021", agency="虚构县市场监督管理局", year=year,
            sections={"一": "虚构。", "五": words, "六": "未收取信息处理费。"},
        )  # fmt: skip
    files = [str(tmp_path / "2026.html"), str(tmp_path / "2025.html")]
    main(["check", *files])
    told = capsys.readouterr().out
    assert "已与同时给出的 2025 年度对照 / compared with 2025 as given" in told
    assert "相同的占 100%" in told
    assert told.index("2026年政府信息公开") < told.index("2025年政府信息公开")
    main(["check", files[0]])
    told = capsys.readouterr().out
    assert "数据里没有这个机关" in told
    assert "100%" not in told


def test_where_there_is_nothing_to_compare_with_that_is_said(folder, tmp_path, capsys):
    file = write_haiyan_2023(tmp_path / "r.html")
    main(["check", str(file), "--data", str(folder)])
    assert "compared with 2022 from the data" in capsys.readouterr().out
    reports = folder / "reports.csv"
    lines = reports.read_text(encoding="utf-8").splitlines(keepends=True)
    reports.write_text(
        "".join(x for x in lines if not x.startswith("haiyan-samr-2022,")), encoding="utf-8"
    )
    facts = folder / "facts" / "2022.csv"
    lines = facts.read_text(encoding="utf-8").splitlines(keepends=True)
    facts.write_text("".join(x for x in lines if "haiyan-samr-2022" not in x), encoding="utf-8")
    main(["check", str(file), "--data", str(folder)])
    assert "the data has no report of the year before" in capsys.readouterr().out


def test_without_any_data_a_report_is_checked_by_itself(tmp_path, capsys, monkeypatch):
    def none(folder=None):
        raise DataError("找不到数据目录", "no data folder was found")

    monkeypatch.setattr("analysis.datasets.find_data", none)
    file = write_haiyan_2023(tmp_path / "r.html")
    assert main(["check", str(file)]) == 0
    assert "this report alone was checked" in capsys.readouterr().out
    assert (
        main(["check", str(file), "--data", "nowhere"]) == 1
    )  # a folder that was named must be there


def test_a_decided_finding_is_shown_as_such_and_counts_no_more(folder, tmp_path, capsys):
    file = hongze_2025(tmp_path / "r.html", 9)
    (broken,) = [f for f in findings_of(capsys, file, "--data", folder) if f["verdict"] == "broken"]
    decide(folder, broken["finding_id"])
    page = tmp_path / "page.html"
    assert main(["check", str(file), "--data", str(folder), "--html", str(page)]) == 0
    told = capsys.readouterr()
    assert "已有审核意见 / decided on：1" in told.out
    assert "已核，照原样：已核对原件（王某 2026-02-03）" in told.out
    assert told.err == ""
    html = page.read_text(encoding="utf-8")
    assert "<article class='finding decided'" in html
    assert "accepted: 已核对原件 (王某 2026-02-03)" in html
    (row,) = [f for f in findings_of(capsys, file, "--data", folder) if f["decision"]]
    assert (row["who"], row["when"], row["verdict"]) == ("王某", "2026-02-03", "broken")


def test_a_decision_on_a_file_holds_once_the_file_is_in_the_data(folder, tmp_path, capsys):
    file = hongze_2025(tmp_path / "r.html", 9)
    (broken,) = [f for f in findings_of(capsys, file, "--data", folder) if f["verdict"] == "broken"]
    decide(folder, broken["finding_id"], "rejected")
    assert main(["add", str(file), "--data", str(folder), "--yes"]) == 0
    capsys.readouterr()
    assert main(["check", "--agency", "hongze-gov", "--year", "2025", "--data", str(folder)]) == 0
    assert "已核，不成立" in capsys.readouterr().out


def test_a_decision_on_no_finding_is_named_and_the_report_checked_all_the_same(folder, capsys):
    decide(folder, "0123456789ab")
    assert main(["check", "--agency", "hongze-gov", "--year", "2023", "--data", str(folder)]) == 2
    told = capsys.readouterr()
    assert "0123456789ab" in told.err
    assert told.out.count("disputes.total") == 2


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


def test_a_file_of_a_known_organ_is_the_same_organ_and_another_is_not(tmp_path, capsys):
    file = hongze_2025(tmp_path / "r.html", 9)
    assert main(["compare", "hongze-gov-2024", str(file)]) == 2
    told = capsys.readouterr().out
    assert "不是同一机关" not in told
    assert "years.in_force normative_documents" in told
    assert main(["compare", "hongze-gov-2024", "shuyang-gov-2025"]) == 0
    told = capsys.readouterr().out
    assert "不是同一机关：hongze-gov、shuyang-gov" in told
    assert "years." not in told  # nothing is carried over from one organ to another


def test_an_unknown_report_is_said(capsys):
    assert main(["compare", "nobody-2020", "suqian-gov-2024"]) == 1
    assert "nobody-2020" in capsys.readouterr().err


def test_findings_are_public():
    assert analysis.check.__name__ == "check"
    assert analysis.compare.__name__ == "compare"
