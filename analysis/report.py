"""One published annual report as read: who, which year, its sections, its facts, and what was not clear."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis import form, readers, tables
from analysis.document import Document, Paragraph
from analysis.facts import FIELDS, Fact
from analysis.readers.refusals import Refusal
from analysis.text import Normalised, normalise, parse_numeral

_NARRATED = ("channels", "indicators")

_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|二[〇零○][一二三四五六七八九〇零○]{2})"
_KIND = (
    r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_TITLE = re.compile(
    rf"(?P<before>[^，。；：|]{{0,50}}?){_YEAR}年?度?(?P<after>[^，。；：0-9|]{{0,40}}?){_KIND}(?:（[^（）]{{1,12}}）)?"
)
_UNDATED = re.compile(rf"^(?P<before>[^，。；：|]{{2,50}}?){_KIND}(?:（[^（）]{{1,12}}）)?$")
_PERIOD = re.compile(rf"期限(?:为|是)?(?:自|从)?{_YEAR}年1月1日")
_ORGAN_LINE = re.compile(r"^[\u4e00-\u9fff（）]{3,40}$")
_BY = re.compile(
    r"本(?:年度)?报告(?:由|系)(?P<agency>[\u4e00-\u9fff]{4,40}?)(?:办公室)?(?:根据|按照|依据|编制)"
)

_NUMBER = r"(?:[一二三四五六七八九]、|第[一二三四五六七八九]部分|（[一二三四五六七八九]）)"
# What each section is about, in words that real titles keep.
_SECTIONS = {
    "一": r"(?:年度)?总体情况|概述|基本情况",
    "二": r"主动公开政府信息(?:的)?情况",
    "三": r"收到和处理政府信息公开申请(?:的)?情况",
    "四": r"(?:因)?政府信息公开(?:工作)?(?:被申请|被提起|提起|申请)?行政复议.{0,5}行政诉讼(?:的)?情况",
    "五": r"(?:政府信息公开工作)?存在的?(?:主要)?问题.{0,3}改进(?:情况|措施|打算)",
    "六": r"(?:其他|其它)(?:需要|应当)?(?:报告|说明)的?(?:其他)?(?:事项|情况)",
}
_HEADING = re.compile(
    rf"(?P<number>{_NUMBER})?(?:{'|'.join(f'(?P<s{n}>{words})' for n, words in enumerate(_SECTIONS.values()))})"
)
_LONGEST_HEADING = 45
_FOOTER = re.compile(
    r"^(?:版权所有|主办单位|主办：|承办|copyright|©|上一篇|下一篇|打印|【|\[?关闭|分享到|网站地图|返回顶部|扫一扫|附件：?$|相关(?:附件|链接|文档)"
    r"|网站标识码|政府网站标识码|.{0,20}(?:ICP备|公网安备))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Report:
    """A report as read.

    ``year`` is the year reported on (None if the file does not say), ``form`` the version of the
    statutory form (2014, 2019, 2021; prose before), ``sections`` the words of 一 to 六 as printed,
    ``facts`` a :class:`~analysis.facts.Fact` a cell or number - missing is a status, never 0 -,
    ``unresolved`` phrases with numbers that nobody could place, ``messages`` (code, zh, en, where)
    what was not found, not clear or in conflict, ``headings`` the titles of the sections in the order
    of the page (section, title with its printed number).
    """

    path: str
    sha256: str
    kind: str
    agency: str
    year: int | None
    form: str
    title: str
    published_on: str
    index_number: str
    sections: dict[str, str] = field(repr=False)
    facts: list[Fact] = field(repr=False)
    unresolved: list[dict[str, str]] = field(repr=False)
    messages: list[dict[str, str]] = field(repr=False)
    headings: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def to_frame(self):
        """The facts as a frame, a row a fact, columns as in :class:`~analysis.facts.Fact`; a missing value is NA."""
        import pandas  # only who wants a frame pays for it

        frame = pandas.DataFrame([tuple(fact) for fact in self.facts], columns=list(FIELDS))
        frame["value"] = pandas.array([fact.value for fact in self.facts], dtype="Float64")
        return frame

    def as_json(self) -> dict:
        """The report as one JSON object: file, report, facts, unresolved, messages."""
        about = {
            "agency": self.agency, "year": self.year, "form": self.form, "title": self.title,
            "published_on": self.published_on,
        }  # fmt: skip
        return {
            "file": self.path,
            "report": about,
            "facts": [_fact_json(fact) for fact in self.facts],
            "unresolved": self.unresolved,
            "messages": self.messages,
        }

    def _repr_html_(self) -> str:
        from analysis.report_html import render  # notebooks only

        return render(self)


def read_report(path: str | os.PathLike) -> Report:
    """Read a published annual report (HTML, PDF, DOCX, Markdown, text) into its facts.

    The report is that of articles 49 and 50 of 政府信息公开条例（国务院令第711号）. Raises
    :class:`~analysis.errors.ReadError` for a file that cannot be read or is no such report.
    """
    data = readers.load(path)
    return from_document(
        readers.read_bytes(data, str(path)), str(path), hashlib.sha256(data).hexdigest()
    )


def from_document(document: Document, path: str = "", sha256: str = "") -> Report:
    """The report in a document that has been read; see :func:`read_report`."""
    folded = [(paragraph, normalise(paragraph.text)) for paragraph in document.paragraphs]
    title, agency, years = _title(document, folded)
    year = next(iter(years.values()), None)
    matched = tables.match(document, year)
    sections, body, headings = _sections(folded)
    if not matched.facts and not title and len(sections) < 2:
        raise Refusal("not_report", path)
    narrated, unresolved = _narrate(body, year)
    messages = [
        *(("reader", zh, en, "") for zh, en in document.messages),
        *_conflicts(document, agency, years, matched.version, year),
        *matched.messages,
    ]
    return Report(
        path=path,
        sha256=sha256,
        kind=document.kind,
        agency=agency or document.metadata.get("agency", ""),
        year=year,
        form=matched.version or (form.version_of_year(year) if year else ""),
        title=title,
        published_on=document.metadata.get("published_on", ""),
        index_number=document.metadata.get("index_number", ""),
        sections=sections,
        facts=matched.facts + narrated,
        unresolved=unresolved,
        messages=[dict(zip(("code", "zh", "en", "where"), message)) for message in messages],
        headings=headings,
    )


def _narrate(body: list[Paragraph], year: int | None) -> tuple[list[Fact], list[dict[str, str]]]:
    from analysis import narrative

    return narrative.extract(body, year)


# Title, organ and year

Folded = tuple[Paragraph, Normalised]


def _title(document: Document, folded: list[Folded]) -> tuple[str, str, dict[str, int]]:
    """Title, organ, and every year stated, by where it is stated; the first counts."""
    years: dict[str, int] = {}
    title = agency = ""
    for words in _title_lines(document, folded):
        match = _TITLE.search(words) if _may_be_title(words) else None
        if match:
            title, agency = match.group().strip(), _organ(match)
            years["title"] = _as_year(match)
            break
    else:
        title, agency = _undated(folded)
    for _, text in folded:
        match = _PERIOD.search(text.text) if "期限" in text.text else None
        if match:
            years.setdefault("period", _as_year(match))
        by = _BY.search(text.text) if not agency and "报告" in text.text else None
        agency = by["agency"] if by else agency
    published = document.metadata.get("published_on", "")
    if published:
        years["published"] = int(published[:4]) - 1
    return title, agency, years


def _title_lines(document: Document, folded: list[Folded]) -> Iterator[str]:
    """Lines that may be the title: of the page's own statements, then of the text, with the line before."""
    if "title" in document.metadata:
        yield normalise(document.metadata["title"]).text
    before = ""
    for _, text in folded[:60]:
        if len(text.text) <= 80:
            joined = f"{before}{text.text}"
            if (
                before
                and _may_be_title(text.text)
                and _starts_late(text.text)
                and _ORGAN_LINE.match(before)
            ):
                yield joined
            yield text.text
        before = text.text if len(text.text) <= 40 else ""
    if "page_title" in document.metadata:
        yield normalise(document.metadata["page_title"]).text


def _may_be_title(line: str) -> bool:
    """A cheap look before the search: most lines of a page are no title."""
    return "公开" in line and ("报告" in line or "年报" in line)


def _starts_late(line: str) -> bool:
    """Whether a line starts with the year, or with what the report is: its organ stands before it."""
    return bool(re.match(rf"{_YEAR}年?度?{_KIND}|{_KIND}", line))


def _undated(folded: list[Folded]) -> tuple[str, str]:
    for _, text in folded[:60]:
        match = _UNDATED.match(text.text) if _may_be_title(text.text) else None
        if match:
            return match.group(), _tidy_organ(match["before"])
    return "", ""


def _organ(match: re.Match[str]) -> str:
    return _tidy_organ(match["before"]) or _tidy_organ(match["after"])


def _tidy_organ(words: str) -> str:
    words = re.sub(r"^.*[>＞|》：]", "", words)
    words = re.sub(
        r"^(?:现将|(?:现予?)?(?:公布|发布)|关于)|(?:关于|的|本级|工作)$",
        "",
        words.strip("《》【】· -—_"),
    )
    return words if len(words) > 1 and re.search("[\u4e00-\u9fff]", words) else ""


def _as_year(match: re.Match[str]) -> int:
    return int(parse_numeral(match["year"]))


def _conflicts(
    document: Document, agency: str, years: dict[str, int], version: str, year: int | None
) -> Iterator[tuple[str, str, str, str]]:
    """Disagreements of the file with itself about organ, year and form."""
    stated = {place: value for place, value in years.items() if place != "published"}
    if len(set(stated.values())) > 1:
        words = "、".join(f"{_PLACES[place]}：{value}" for place, value in stated.items())
        english = ", ".join(f"{place}: {value}" for place, value in stated.items())
        yield (
            "year_conflict",
            f"年度前后不一致（{words}）",
            f"the year is not the same everywhere ({english})",
            "",
        )
    if year is None:
        yield "year_missing", "没有找到报告年度", "no report year found", ""
    elif version and form.version_of_year(year) != version:
        yield (
            "form_conflict",
            f"{year}年度应使用{form.version_of_year(year)}年格式，表格却是{version}年格式",
            f"the form of {form.version_of_year(year)} is due for {year}, but the tables follow that of {version}",
            "",
        )
    stated_agency = normalise(document.metadata.get("agency", "")).text
    if not agency and not stated_agency:
        yield "agency_missing", "没有找到机关名称", "no organ found", ""
    elif agency and stated_agency and not _same_organ(agency, stated_agency):
        yield (
            "agency_conflict",
            f"标题中的机关（{agency}）与发布机构（{stated_agency}）不一致",
            f"the title names {agency}, the page {stated_agency}",
            "",
        )


_PLACES = {"title": "标题", "period": "统计期限", "published": "发布日期"}


def _same_organ(one: str, other: str) -> bool:
    """Short and full names of one organ share their characters in order: 县市监局, 县市场监督管理局."""
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return short in long or all(character in letters for character in short)


# Sections


def _sections(
    folded: list[Folded],
) -> tuple[dict[str, str], list[Paragraph], list[tuple[str, str]]]:
    """The words of each section as printed, the report's paragraphs without the page's frame, the titles."""
    sections: dict[str, list[str]] = {}
    headings: list[tuple[str, str]] = []
    body: list[Paragraph] = []
    current = ""
    for paragraph, text in folded:
        if current == "六" and _FOOTER.match(text.text):
            break
        done = 0
        for number, start, end in _headings(text.text):
            _append(sections, current, text, done, start)
            # A second 一、总体情况 would be a table of contents or a comparison: words go on there.
            current, done = number, end
            sections.setdefault(number, [])
            headings.append((number, text.text[start:end]))
        _append(sections, current, text, done, len(text.text))
        if current or not sections:
            body.append(paragraph)
    words = {number: "\n".join(lines) for number, lines in sections.items()}
    return words, body, headings


def _append(
    sections: dict[str, list[str]], current: str, text: Normalised, start: int, end: int
) -> None:
    words = text.printed(start, end).strip() if current and end > start else ""
    if words:
        sections[current].append(words)


def _headings(line: str) -> Iterator[tuple[str, int, int]]:
    """Section titles in a line: the whole of a short line, or numbered ones inside a run of text."""
    if len(line) <= _LONGEST_HEADING:
        match = _HEADING.match(line)
        if match and len(line) - match.end() <= 12:
            yield _NUMBERS[match.lastgroup], match.start(), match.end()
        return
    for mark in _INSIDE.finditer(line):
        match = _HEADING.match(line, mark.start())
        if match:
            yield _NUMBERS[match.lastgroup], match.start(), match.end()


_INSIDE = re.compile("[一二三四五六七八九](?=、)")
_NUMBERS = {f"s{place}": number for place, number in enumerate(_SECTIONS)}


def _fact_json(fact: Fact) -> dict:
    """A fact with the fields that its table uses; a second of its kind and a note only where there is one."""
    names = ("table", "row", "column", "value", "unit")
    if fact.table in _NARRATED:
        names += ("members", "part_of", "approx", "scope")
    said = {name: getattr(fact, name) for name in (*names, "status", "text", "where")}
    if fact.item != 1:
        said["item"] = fact.item
    if fact.note:
        said["note"] = fact.note
    return said
