"""The long picture: its numbers are the data's, a zero is no gap, nothing in it runs or reaches out."""

from __future__ import annotations

import dataclasses
import re

import pytest
from exporting import Visitor

from analysis import theme
from analysis.cli import main
from analysis.errors import BrowserMissing, UsageError
from analysis.infographic import render_infographic
from analysis.infographic.problems import points
from analysis.metrics import channel_series

HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>=1+1"


def picture(data, agency, year, lang="zh", **wish):
    return render_infographic(data.select(agency=agency, years=year), lang=lang, **wish)


def words(page):
    """The page's text, piece by piece, without style and tags."""
    body = re.sub(r"<(style|title)>.*?</\1>", "", page, flags=re.DOTALL)
    return [piece.strip() for piece in re.split(r"<[^>]*>", body) if piece.strip()]


@pytest.fixture(scope="module")
def haiyan(data):
    return picture(data, "haiyan-samr", 2022)


def section(page, name):
    return re.search(rf'<section class="card {name}">.*?</section>', page, re.DOTALL)[0]


# haiyan-samr 2022: read by eye from the published report


def test_every_channel_stands_with_its_published_number(haiyan):
    rows = re.findall(r'<li class="row">.*?</li>', section(haiyan, "channels"), re.DOTALL)
    told = [(words(row)[0], re.search(r'amount">([\d,]+)', row)[1]) for row in rows]
    assert told == [
        ("新闻媒体", "710"),
        ("微信公众号＋县级融媒客户端账号", "458"),
        ("政府网站", "222"),
        ("公开专栏", "79"),
    ]


def test_a_joint_count_is_hatched_and_an_inferred_channel_is_marked(haiyan):
    rows = re.findall(r'<li class="row">.*?</li>', section(haiyan, "channels"), re.DOTALL)
    assert ["url(#hatch)" in row for row in rows] == [False, True, False, False]
    assert ["渠道为推定" in row for row in rows] == [False, False, True, False]
    assert ["可能已含于其他渠道" in row for row in rows] == [False, False, False, True]


def test_bars_are_as_long_as_their_numbers(haiyan):
    fills = re.findall(r'<rect class="fill" width="([\d.]+)%"', section(haiyan, "channels"))
    assert [float(width) for width in fills[:4]] == [100, 64.51, 31.27, 11.13]


def test_the_sum_leaves_out_what_another_channel_may_hold(haiyan):
    assert "3 个渠道数相加 1,390 条，新闻媒体最多。" in words(haiyan)


@pytest.mark.parametrize(
    "told", ["332", "2,699", "100%", "19", "≥21,000 次", "餐饮好差榜", "2023-01-28"]
)
def test_what_the_report_says_is_in_the_picture(haiyan, told):
    assert told in words(haiyan)


def test_a_reported_zero_is_said_and_is_no_gap(haiyan):
    requests = section(haiyan, "requests")
    assert "报告写明：本年没有收到政府信息公开申请。" in requests
    assert "未知" not in requests
    assert words(section(haiyan, "disputes")).count("报告写明没有") == 2


def test_what_is_not_in_the_copy_is_named(haiyan):
    foot = haiyan[haiyan.index("<footer>") :]
    assert "“收到和处理政府信息公开申请情况”表" in foot
    assert "报告未写明渠道" in foot


# Tables only, opening only, nothing


def test_suqian_2024_comes_from_its_tables(data):
    page = picture(data, "suqian-gov", 2024)
    assert "1,573,179" in words(page)
    assert "72,701.2578" in words(page)
    parts = re.findall(
        r'class="what">([^<]*)</span><b>([\d,]+)</b><span class="share">([^<]*)<', page
    )
    assert parts[:6] == [
        ("予以公开", "1,431", "40.6%"),
        ("部分公开", "471", "13.4%"),
        ("不予公开", "92", "2.6%"),
        ("无法提供", "941", "26.7%"),
        ("不予处理", "117", "3.3%"),
        ("其他处理", "469", "13.3%"),
    ]
    assert ("结果纠正", "18", "10.6%") in parts
    assert "按渠道的数字不在所得文本中" in page
    assert '<section class="card channels">' not in page


def test_hangzhou_2023_says_which_number_of_the_flow_is_missing(data):
    flow = re.findall(
        r"<li(?: class=\"gap\")?>.*?</li>",
        section(picture(data, "hangzhou-commerce", 2023), "requests"),
        re.DOTALL,
    )
    told = [words(item) for item in flow]
    assert told[:3] == [["1", "件", "上年结转"], ["10", "件", "本年新收"], ["11", "件", "本年办结"]]
    assert told[3] == ["—", "结转下年", "文本未见"]


def test_unknown_is_said_where_nothing_is_known(data):
    report = data.select(agency="haiyan-samr", years=2022)
    bare = dataclasses.replace(report, facts=report.facts.iloc[:0])
    page = render_infographic(bare)
    assert page.count("未知，不等于没有") == 2
    assert '<section class="key"' not in page
    assert not re.search(r'class="number[^"]*">\d', page)


def test_problems_are_shown_only_when_there_are_words(data, haiyan):
    assert "存在问题与改进" not in haiyan
    page = picture(
        data, "haiyan-samr", 2022, problems=f"一是解读不够。二是有待{HOSTILE}。下一步，多解读。"
    )
    assert words(page)[words(page).index("存在问题") :][:2] == ["存在问题", "一是解读不够。"]
    assert words(page)[words(page).index("改进措施") :][:2] == ["改进措施", "下一步，多解读。"]
    assert "<script" not in page
    assert "onerror" in page


PROBLEMS = {  # Invented sections five, in the ways real ones are written.
    "（一）存在的主要问题。一是栏目更新不够及时。有的栏目数月未动。二是解读形式单一；（二）改进措施。一是按月巡查。二是多用图解。": (
        ["一是栏目更新不够及时。", "二是解读形式单一。"],
        ["一是按月巡查。", "二是多用图解。"],
    ),
    "一年来取得一定成效，但解读的深度还有待提升。下一步，将建立台账，逐项落实。并加强培训。": (
        ["一年来取得一定成效，但解读的深度还有待提升。"],
        ["下一步，将建立台账，逐项落实。"],
    ),
    "工作平稳。": ([], []),
    "": ([], []),
}


@pytest.mark.parametrize(("section", "expected"), PROBLEMS.items())
def test_the_points_of_section_five_are_its_own_first_sentences(section, expected):
    assert points(section) == expected


def test_the_problems_come_from_the_report_itself(tmp_path, capsys, shared):
    source = shared / "reports" / "haiyan-samr-2022.txt"
    line = ["infographic", "--to", "html", "--out", str(tmp_path), "--text", str(source)]
    assert main(line) == 0
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert "一是政务新媒体建设有待加强。" in words(page)
    assert main([*line, "--agency", "hongze-gov", "--year", "2024"]) == 1
    assert "海盐县市场监督管理局 2022" in capsys.readouterr().err


def test_english_has_no_chinese_but_names_and_the_reports_words(data):
    page = picture(data, "haiyan-samr", 2022, "en")
    chinese = [piece for piece in words(page) if re.search(r"[\u4e00-\u9fff]", piece)]
    assert len(chinese) == 2
    assert "Penalty results published" in words(page)


# Safety


def hostile(data):
    report = data.select(agency="haiyan-samr", years=2022)
    reports = report.reports.assign(
        **dict.fromkeys(("agency", "agency_en", "title_zh", "url", "published_on"), HOSTILE)
    )
    facts = report.facts.assign(**dict.fromkeys(("text", "note", "where"), HOSTILE))
    facts["unit"] = facts["unit"].where(facts["unit"] != "期", HOSTILE)
    return dataclasses.replace(report, reports=reports, facts=facts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_words_stay_words(data, lang):
    page = render_infographic(hostile(data), lang=lang)
    assert "alert(1)" in page
    assert not re.search(r"<(script|img|link|iframe)", page)
    assert not re.search(r"<[^>]*\son\w+=", page)


def test_the_page_forbids_everything_but_its_own_style(haiyan):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', haiyan)[1]
    assert policy.startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy
    assert not re.search(r"(src|href)=", haiyan)
    assert " style=" not in haiyan


def test_the_same_data_gives_the_same_page(data, haiyan):
    assert picture(data, "haiyan-samr", 2022) == haiyan


def test_several_reports_and_unknown_languages_are_refused(data):
    with pytest.raises(UsageError, match="一份报告"):
        render_infographic(data.select(agency="suqian-gov"))
    with pytest.raises(UsageError, match="fr"):
        picture(data, "haiyan-samr", 2022, "fr")


# In a browser


@pytest.fixture(scope="module")
def visit():
    try:
        with Visitor() as visitor:
            yield visitor
    except BrowserMissing as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("width", [375, 750, 1280])
def test_the_browser_has_no_complaint_and_nothing_sticks_out(data, visit, tmp_path, width):
    for lang, report in (
        ("zh", data.select(agency="haiyan-samr", years=2022)),
        ("en", data.select(agency="suqian-gov", years=2024)),
        ("en", hostile(data)),
    ):
        page = tmp_path / f"{lang}.html"
        page.write_text(render_infographic(report, lang=lang), encoding="utf-8")
        seen = visit(
            page,
            "document.documentElement.scrollWidth - innerWidth",
            "getComputedStyle(document.querySelector('header')).backgroundImage",
            "[...document.querySelectorAll('.card *, .key *')].filter(e => !e.closest('svg') &&"
            " e.getBoundingClientRect().right > e.closest('section').getBoundingClientRect().right + 1)"
            ".map(e => e.className + e.textContent.slice(0, 20))",
            width=width,
            scripts=False,
        )
        assert seen.complaints == []
        assert seen.requests == [page.resolve().as_uri()]
        assert seen.values[0] <= 0
        assert "gradient" in seen.values[1]  # the style is not blocked by the page's own policy
        assert seen.values[2] == []


def test_the_command_makes_three_files_the_same_twice(tmp_path, visit):
    first, second = tmp_path / "a", tmp_path / "b"
    for out in (first, second):
        assert main(["infographic", "--out", str(out)]) == 0
    names = sorted(path.name for path in first.iterdir())
    assert names == [f"infographic-haiyan-samr-2022.{kind}" for kind in ("html", "pdf", "png")]
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    png = (first / "infographic-haiyan-samr-2022.png").read_bytes()
    assert int.from_bytes(png[16:20]) == 1500


def test_without_a_browser_the_page_is_made_and_advice_given(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nowhere"))
    assert main(["infographic", "--to", "png", "--out", str(tmp_path / "out")]) == 3
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".html"]
    assert "apt-get install chromium" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (["--agency", "haiyan-smr"], "haiyan-samr"),
        (["--year", "2021"], "2022"),
        (["--to", "html,gif"], "html,png,pdf"),
        (["--to", ","], "html,png,pdf"),
        (["--lang", "fr"], "zh"),
    ],
)
def test_a_mistake_is_told_and_writes_nothing(wish, told, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["infographic", "--to", "html", *wish, "--out", str(out)]) == 1
    assert told in capsys.readouterr().err
    assert not out.exists()


def test_every_report_at_hand_can_be_drawn(data):
    """No report of the data is too odd: all of them, with every number of their channels."""
    for report in data.reports.itertuples():
        chosen = data.select(agency=report.agency_id, years=report.year)
        told = words(render_infographic(chosen))
        for row in channel_series(chosen.channels).itertuples():
            shown = theme.hedged(row.value, row.approx)
            assert any(shown in piece for piece in told), (report.report_id, row.channel)
