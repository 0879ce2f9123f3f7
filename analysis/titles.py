"""Who reports on which year: title, organ and years, wherever a file states them.

A title is printed in one line or in up to three (organ, year, kind of report), with the year before,
inside or behind it; pages put links to the reports of other years above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.document import Document
from analysis.text import normalise, parse_numeral

LONGEST = 80  # characters of a line that can be a title
_LONGEST_OPENING = 1000

_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|二[〇零○][一二三四五六七八九〇零○]{2})"
_TOPIC = r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?"
_END = r"(?:年度)?(?:工作)?(?:报告|年报)"
_NOTE = r"(?:（[^（）]{1,12}）)?"
_BEFORE = r"(?P<before>[^，。；：|]{0,50}?)"
# The year before the kind of report (of most titles), inside it, or behind it.
_DATED = (
    re.compile(rf"{_BEFORE}{_YEAR}年?度?(?P<after>[^，。；：0-9|]{{0,40}}?){_TOPIC}{_END}{_NOTE}"),
    re.compile(rf"{_BEFORE}{_TOPIC}{_YEAR}年?度?(?:工作)?(?:情况)?{_END}{_NOTE}"),
    re.compile(rf"{_BEFORE}{_TOPIC}{_END}（?{_YEAR}年?度?）?(?![-./年]?[0-9])"),
)
_UNDATED = re.compile(rf"^{_BEFORE}{_TOPIC}{_END}{_NOTE}$")
_WHOLE = re.compile(
    rf"[^，。；：|]{{0,50}}(?:{_TOPIC}{_END}|{_TOPIC}[0-9]{{4}}年?度?(?:工作)?{_END}){_NOTE}$"
)
# What may stand in the lines above or below the kind of report.
_ORGAN = r"[\u4e00-\u9fff（）]{3,40}"
_PIECE = re.compile(rf"(?:{_ORGAN})?(?:{_YEAR}年?度?)?(?:{_ORGAN})?$")
_BELOW = re.compile(rf"（?{_YEAR}年?度?）?$")
_MENU = re.compile(
    r"(?:公开|首页|网站|栏目|年报|报告|位置|目录|导航|正文|要闻|动态|互动|专题|指南|制度)$"
)
_PERIOD = re.compile(
    rf"(?:期限|时限|统计(?:数据)?(?:的)?(?:时间|时段|范围)?)(?:为|是|：)?(?:自|从)?{_YEAR}年(?:1月1|一月一)日"
)
_BY = re.compile(
    r"(?:本(?:年度)?报告(?:由|系)|要求，由)(?P<agency>[\u4e00-\u9fff]{4,40}?)(?:办公室)?(?:根据|按照|依据|编制)"
)
# 现向社会公布2022年某县某局…: an announcement and what follows the organ are not its name.
_BEFORE_IT = re.compile(r"^.*(?:公布|发布|编制了?|现将|关于)")
_BEHIND_IT = re.compile(r"(?:关于|的|本级|工作)$")
_MARKS = "《》【】· -—_"
_PLACES = {"title": "标题", "opening": "开头", "period": "统计期限"}

Said = tuple[str, str, str, str]  # a message: code, Chinese, English, where


class Heading(NamedTuple):
    """Title and organ ("" where nothing says them); ``years`` by where they stand, the first of them counts."""

    title: str
    agency: str
    years: dict[str, int]

    @property
    def year(self) -> int | None:
        """The year reported on; None where nothing says it."""
        return next(iter(self.years.values()), None)


def find(document: Document, front: list[str], lines: list[str]) -> Heading:
    """Title, organ and years of a document: of its ``metadata``, the ``front`` above its first section, all ``lines``.

    ``title``, ``opening`` (现公布…年度报告), ``period`` (统计期限) and ``published`` (the year before the date of publication) are the
    keys of ``years``.
    """
    title, agency, years = "", "", {}
    for words in _title_lines(document, front):
        match = _dated(words)
        if match:
            title, years = match.group().strip(), {"title": int(parse_numeral(match["year"]))}
            agency = _tidy(match["before"]) or _tidy(match.groupdict().get("after") or "")
            break
    else:
        title, agency = _undated(front)
    organ, year = _announced(front, years)
    agency = agency or organ
    if year:
        years.setdefault("opening", year)
    for line in lines:
        match = _PERIOD.search(line) if "统计" in line or "期限" in line else None
        if match:
            years.setdefault("period", int(parse_numeral(match["year"])))
        by = _BY.search(line) if not agency and "报告" in line else None
        agency = by["agency"] if by else agency
    published = document.metadata.get("published_on", "")
    if published:
        years["published"] = int(published[:4]) - 1
    return Heading(title, agency, years)


def is_title(line: str) -> bool:
    """Whether a line of its own is the title of a report, with its year or without."""
    return (
        len(line) <= LONGEST
        and _may_be_title(line)
        and (_dated(line) is not None or _UNDATED.match(line) is not None)
    )


def conflicts(document: Document, heading: Heading) -> Iterator[Said]:
    """Disagreements of a file with itself about year and organ, and what it does not say of them."""
    stated = {place: year for place, year in heading.years.items() if place in _PLACES}
    if len(set(stated.values())) > 1:
        words = "、".join(f"{_PLACES[place]}：{year}" for place, year in stated.items())
        english = ", ".join(f"{place}: {year}" for place, year in stated.items())
        zh, en = f"年度前后不一致（{words}）", f"the year is not the same everywhere ({english})"
        yield "year_conflict", zh, en, ""
    if heading.year is None:
        yield "year_missing", "没有找到报告年度", "no report year found", ""
    agency, other = heading.agency, normalise(document.metadata.get("agency", "")).text
    if not agency and not other:
        yield "agency_missing", "没有找到机关名称", "no organ found", ""
    elif agency and other and not _same_organ(agency, other):
        zh = f"标题中的机关（{agency}）与发布机构（{other}）不一致"
        yield "agency_conflict", zh, f"the title names {agency}, the page {other}", ""


def _title_lines(document: Document, front: list[str]) -> Iterator[str]:
    """Lines that may be the title: of the page's own statements, then of the text, with its neighbours.

    Of the lines that are nothing but a title the last comes first: those above it are links to the
    reports of other years.
    """
    if "title" in document.metadata:
        yield normalise(document.metadata["title"]).text
    places = [n for n, line in enumerate(front) if len(line) <= LONGEST and _may_be_title(line)]
    whole = [n for n in places if _WHOLE.match(front[n])]
    for place in (*reversed(whole), *(n for n in places if n not in whole)):
        yield from _with_neighbours(front, place)
    if "page_title" in document.metadata:
        yield normalise(document.metadata["page_title"]).text


def _with_neighbours(front: list[str], place: int) -> Iterator[str]:
    """The title in a line and, first, with the pieces of it in the lines around: organ, year."""
    words = front[place]
    # A title printed twice has the organ above both.
    first = place - 1 if place and front[place - 1] == front[place] else place
    for above in (first - 1, first - 2):
        if above < 0 or _is_complete(words) or not _is_piece(front[above]):
            break
        words = front[above] + words
    below = front[place + 1] if place + 1 < len(front) else ""
    if not _dated(words) and _BELOW.match(below):
        words += f"（{below.strip('（）')}）"
    yield words
    yield front[place]


def _is_complete(words: str) -> bool:
    match = _dated(words)
    return bool(match and (_tidy(match["before"]) or _tidy(match.groupdict().get("after") or "")))


def _is_piece(line: str) -> bool:
    return 1 < len(line) <= 40 and bool(_PIECE.match(line)) and not _MENU.search(line)


def _may_be_title(line: str) -> bool:
    """A cheap look before the search: most lines of a page are no title."""
    return "公开" in line and ("报告" in line or "年报" in line)


def _dated(words: str) -> re.Match[str] | None:
    """The title with its year in ``words``."""
    if not _may_be_title(words):
        return None
    return next((match for pattern in _DATED if (match := pattern.search(words))), None)


def _undated(front: list[str]) -> tuple[str, str]:
    for place, line in enumerate(front):
        match = _UNDATED.match(line) if _may_be_title(line) else None
        if match:
            above = front[place - 1] if place else ""
            lone = not match["before"] and _is_piece(above)
            return (above + line, _tidy(above)) if lone else (line, _tidy(match["before"]))
    return "", ""


def _announced(front: list[str], years: dict[str, int]) -> tuple[str, int | None]:
    """Organ and year where the opening names the report in full: 现公布《某县某局2022年…年度报告》."""
    for line in front:
        match = _dated(line) if len(line) <= _LONGEST_OPENING else None
        year = int(parse_numeral(match["year"])) if match else None
        if match and years.get("title") in (None, year):
            organ = _tidy(match["before"]) or _tidy(match.groupdict().get("after") or "")
            if organ:
                return organ, year
    return "", None


def _tidy(words: str) -> str:
    """The organ in the words before or after a year, without the way to the page and 关于."""
    words = _BEHIND_IT.sub("", re.sub(r"^.*[>＞|》：]", "", words).strip(_MARKS))
    words = _BEFORE_IT.sub("", words).strip(_MARKS)
    return words if len(words) > 2 and re.search("[\u4e00-\u9fff]", words) else ""


def _same_organ(one: str, other: str) -> bool:
    """Short and full names of one organ share their characters in order: 县市监局, 县市场监督管理局."""
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return short in long or all(character in letters for character in short)
