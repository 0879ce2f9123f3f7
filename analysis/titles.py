"""Who reports on which year: title, organ and years, wherever a file states them.

A title is printed in one line or in up to three (organ, year, kind of report), with the year before,
inside or behind it; pages put links to the reports of other years, or of other organs, above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis import organs
from analysis.document import Document
from analysis.text import normalise, parse_numeral

LONGEST = 80  # characters of a line that can be a title
_LONGEST_OPENING = 1000
# From this month on a report may be on the year that ends as well as on the last one.
_YEAR_END = 10

_ZERO = "[〇零○◯oO0οΟоО]"  # letters of other scripts stand in for 〇
_YEAR = rf"(?P<year>(?:1 ?9|2 ?0) ?[0-9] ?[0-9]|二{_ZERO}(?:[一二三四五六七八九]|{_ZERO}){{2}})"
_MONTHS = r"(?:0?1月?[-—–~～至到]12月份?)?"  # 2023年1-12月
_TOPIC = r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?"
_END = r"(?:年度)?(?:工作)?(?:报告|年报)"
_NOTE = r"(?:（[^（）]{1,12}）)?"
_LONGEST_BEFORE = 50
_BEFORE = rf"(?P<before>[^，。；：|]{{0,{_LONGEST_BEFORE}}}?)"
_AFTER = r"(?P<after>[^，。；：0-9|]{0,40}?)"
# The year before the kind of report (of most titles), inside it, or behind it.
_DATED = (
    rf"{_YEAR}年?度?{_MONTHS}{_AFTER}{_TOPIC}{_END}{_NOTE}",
    rf"{_TOPIC}{_YEAR}年?度?(?:工作)?(?:情况)?{_END}{_NOTE}",
    rf"{_TOPIC}{_END}（?{_YEAR}年?度?）?(?![-./年]?[0-9])",
)
# Each alone and with what goes before it: looking for both at once tries every beginning of a long line.
_CORES = tuple((re.compile(core), re.compile(_BEFORE + core)) for core in _DATED)
_UNDATED = re.compile(rf"^{_BEFORE}{_TOPIC}{_END}{_NOTE}$")
_WHOLE = re.compile(
    rf"[^，。；：|]{{0,50}}(?:{_TOPIC}{_END}|{_TOPIC}[0-9]{{4}}年?度?(?:工作)?{_END}){_NOTE}$"
)
# 政府信息公开工作 | 年度报告; 政府信息公开 alone is a word of a menu.
_KIND = re.compile(rf"{_TOPIC}{_END}{_NOTE}(?:（?{_YEAR}年?度?）?)?$")
_BARE_TOPIC = re.compile(r"(?:政府信息|政务|信息)公开$")
_INSIDE_KIND = tuple("息公开工作情况的年度报告")
_LONGEST_REST = 25
_SITE = re.compile(r"[-—–_|]([^-—–_|]+)$")
# What may stand in the lines above or below the kind of report.
_ORGAN = rf"{organs.LETTER}{{3,40}}"
_PIECE = re.compile(rf"(?:{_ORGAN})?(?:{_YEAR}年?度?)?(?:{_ORGAN})?$")
_BELOW = re.compile(rf"（?{_YEAR}年?度?）?$")
_FIRST_DAY = r"年0?1月0?1日|年一月一日|(?P<mark>[-./])0?1(?P=mark)0?1(?![0-9])"
_ALL_MONTHS = r"年0?1月?(?:份)?[-—–~～至到](?:[0-9]{4}年)?12月"
_PERIOD = re.compile(
    r"(?:期限|时限|(?<![据经])统计(?:数据)?(?:的)?(?:时间|时段|范围)?)(?:为|是|：)?(?:自|从)?"
    rf"{_YEAR}(?:{_FIRST_DAY}|{_ALL_MONTHS})"
)
_AUTHOR = (
    r"(?!根据|按照|依据|依照)(?P<agency>[\u4e00-\u9fff〇0-9]{2,40}?(?:（[\u4e00-\u9fff]{1,8}）[\u4e00-\u9fff]{2,20}?)??)(?:（[^（）]{0,30}）)?"
    r"(?:会同[\u4e00-\u9fff]{2,20}?)?(?:负责|牵头|组织|汇总|统一|依法|共同|联合|认真|如实|严格|及时)*"
)
_RULE = "(?:根据|按照|依据|依照)"
_WRITES = "(?:编制|编写|撰写)"
_REPORT = r"报告(?!的?(?:格式|模板|要求|通知))"
_THE_YEARS = rf"(?:本(?:年度)?|《?{_YEAR}年?度?[^，。0-9]{{0,30}}){_REPORT}"
_BY = re.compile(rf"(?:本(?:年度)?报告(?:由|系|是)|要求，由){_AUTHOR}(?:{_RULE}|{_WRITES})")
# 根据条例，某县某局编制了本报告.
_WROTE = re.compile(
    rf"(?:^|[，。])(?:特|现|兹)?由?{_AUTHOR}{_WRITES}(?:了|完成|并公布|并发布)?"
    r"(?:本(?:年度)?报告|《?[^，。]{0,40}年度报告)"
)
# 某县某局根据条例，编制2022年度报告; 根据条例，某县某局公布2022年度报告.
_WROTE_BY_RULE = re.compile(
    rf"^{_AUTHOR}{_RULE}[^。]{{2,120}}?(?:{_WRITES}|公布|发布)了?{_THE_YEARS}"
)
_PUBLISHES = re.compile(rf"(?:^|[，。]){_AUTHOR}(?:公布|发布)了?{_THE_YEARS}")
_PLACES = {"title": "标题", "opening": "开头", "period": "统计期限"}
_ORGAN_PLACES = {
    "title": ("标题", "title"), "statement": ("编制说明", "statement"), "opening": ("开头", "opening"), "site": ("网站名称", "name of the site"),
    "above": ("标题上一行", "line above the title"), "signature": ("落款", "signature"), "page": ("发布机构", "page"),
}  # fmt: skip

Said = tuple[str, str, str, str]  # a message: code, Chinese, English, where


class Heading(NamedTuple):
    """Title and organ ("" where nothing says them); years and ``organs`` by where they stand.

    The first of ``years`` counts; ``organs`` are all that the file names.
    """

    title: str
    agency: str
    years: dict[str, int]
    organs: dict[str, str]

    @property
    def year(self) -> int | None:
        """The year reported on; None where nothing says it."""
        return next(iter(self.years.values()), None)

    @property
    def stated(self) -> dict[str, int]:
        """The years that the words of the report state; that of the publication is only a guess."""
        return {place: year for place, year in self.years.items() if place in _PLACES}


class _Text(NamedTuple):
    """The lines above the first section, all lines, and the organs that the page's title, the opening and the statement name."""

    front: list[str]
    lines: list[str]
    named: frozenset[str]


class _Title(NamedTuple):
    """A title as found: its words, its organ ("" if none), whether its own line names it, its year."""

    words: str
    organ: str = ""
    is_own: bool = False
    year: int | None = None


def find(document: Document, front: list[str], lines: list[str]) -> Heading:
    """Title, organ and years of a document: of its ``metadata``, the ``front`` above its first section, all ``lines``.

    Keys of ``years``: ``title``, ``opening`` (现公布…年度报告), ``period`` (统计期限), ``published`` (the year before
    the date of publication, unless that is late in its year). Keys of ``organs``: ``title`` (the printed one
    or else the page's), ``statement`` (本报告由…编制), ``opening``, ``above`` (the line above a title without
    organ); where none of these is, ``signature`` (below the text) or ``site`` (in the page's title). The first counts.
    """
    front = _with_whole_kinds(front)
    page = _read(normalise(document.metadata.get("page_title", "")).text)
    title = _title(document, page, _Text(front, lines, _named(page, front, lines)))
    organ, year = _announced(front, title)
    names = {
        "title": title.organ if title.is_own else _organ_of_page(page, title),
        "statement": _statement(front, lines),
        "opening": organ,
        "above": "" if title.is_own else title.organ,
    }
    if not any(names.values()) and not document.metadata.get("agency"):
        names["signature"] = organs.signed(lines)
        names["site"] = "" if names["signature"] else _organ_of_site(document)
    names = {place: name for place, name in names.items() if name}
    published = document.metadata.get("published_on", "")
    is_early = published and int(published[5:7]) < _YEAR_END
    years = {
        "title": title.year,
        "opening": year,
        "period": _period(lines),
        "published": int(published[:4]) - 1 if is_early else None,
    }
    years = {place: year for place, year in years.items() if year}
    return Heading(title.words, _agency(names), years, names)


def is_title(line: str) -> bool:
    """Whether a line of its own is the title of a report, with its year or without."""
    return len(line) <= LONGEST and _match(line) is not None


def is_broken(above: str, line: str) -> bool:
    """Whether two lines are one title, broken within the kind of report: 政府信息公开工作 | 年度报告."""
    if not line.startswith(_INSIDE_KIND) or len(line) > _LONGEST_REST or _may_be_title(line):
        return False
    kind = None if _BARE_TOPIC.match(above) else _KIND.search(above + line)
    return bool(kind) and kind.start() < len(above) < kind.end() and is_title(above + line)


def conflicts(document: Document, heading: Heading) -> Iterator[Said]:
    """Disagreements of a file with itself about year and organ, what it does not say, and what was inferred."""
    stated = heading.stated
    if len(set(stated.values())) > 1:
        words = "、".join(f"{_PLACES[place]}：{year}" for place, year in stated.items())
        english = ", ".join(f"{place}: {year}" for place, year in stated.items())
        zh, en = f"年度前后不一致（{words}）", f"the year is not the same everywhere ({english})"
        yield "year_conflict", zh, en, ""
    if heading.year is None:
        yield "year_missing", "没有找到报告年度", "no report year found", ""
    elif not stated:
        day = document.metadata["published_on"]
        zh = f"文件没有写明报告年度，{heading.year}年是按发布日期（{day}）推断的"
        en = f"the file states no report year: {heading.year} is inferred from its date, {day}"
        yield "year_inferred", zh, en, ""
    yield from _conflicts_of_organ(document, heading)


def _conflicts_of_organ(document: Document, heading: Heading) -> Iterator[Said]:
    page = normalise(document.metadata.get("agency", "")).text
    names = {**heading.organs, "page": page} if page else dict(heading.organs)
    agency = heading.agency or page
    if not agency:
        yield "agency_missing", "没有找到机关名称", "no organ found", ""
    only = next(iter(names)) if len(names) == 1 else ""
    if only in ("signature", "site") or (only == "statement" and not organs.is_name(agency)):
        zh, en = _ORGAN_PLACES[only]
        zh, en = f"机关“{agency}”只按{zh}推断", f"the organ {agency} is inferred from the {en} only"
        yield "agency_inferred", zh, en, ""
    # The report of a government is often written by one of its bureaus.
    if organs.is_government(names.get("title", "")):
        names.pop("statement", None)
    if not all(organs.are_same(agency, name) for name in names.values()):
        words = "、".join(f"{_ORGAN_PLACES[place][0]}：{name}" for place, name in names.items())
        english = ", ".join(f"{_ORGAN_PLACES[place][1]}: {name}" for place, name in names.items())
        zh, en = f"机关前后不一致（{words}）", f"the organ is not the same everywhere ({english})"
        yield "agency_conflict", zh, en, ""


def _agency(names: dict[str, str]) -> str:
    """The organ in the title; where that is no name of one, the fullest name of the first of the others."""
    title = names.get("title", "")
    if organs.is_name(title):
        return title
    others = [name for place, name in names.items() if place != "title"]
    return max((n for n in others if organs.are_same(n, others[0])), key=len, default=title)


def _with_whole_kinds(front: list[str]) -> list[str]:
    """The lines with those in one that are a title broken within the kind of report."""
    whole: list[str] = []
    for line in front:
        if whole and is_broken(whole[-1], line):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def _named(page: _Title | None, front: list[str], lines: list[str]) -> frozenset[str]:
    """The organs, of whatever kind, that a line above the title can be: the file names them elsewhere."""
    named = {page.organ} if page else set()
    named.update(_organ(_dated(line)) for line in front if len(line) <= _LONGEST_OPENING)
    named.update(words for words, _ in _authors(front, lines))
    return frozenset(named - {""})


def _organ_of_page(page: _Title | None, title: _Title) -> str:
    """The organ of the report in the page's title, where the printed one names none."""
    return page.organ if page and page.year in (None, title.year) else ""


def _organ_of_site(document: Document) -> str:
    """The organ whose site it is, behind the title of the page: …年度报告-某县某局; that of a government has those of others too."""
    page = normalise(document.metadata.get("page_title", "")).text
    match = _dated(page)
    site = _SITE.search(page, match.end()) if match else None
    name = site.group(1) if site else ""
    return name if organs.is_name(name) and not organs.is_government(name) else ""


def _title(document: Document, page: _Title | None, text: _Text) -> _Title:
    """The title with a year, of the page's own statements or the text; else the one that names an organ."""
    front = text.front
    places = [n for n, line in enumerate(front) if len(line) <= LONGEST and _may_be_title(line)]
    whole = [n for n in places if _WHOLE.match(front[n])]
    # The last first: lines above that are titles as well are links to the reports of other years.
    ordered = (*reversed(whole), *(n for n in places if n not in whole))
    read = {n: _titles_at(text, n) for n in ordered}
    printed = [title for titles in read.values() for title in titles]
    dated = [title for title in (*printed, page) if title and title.year]
    undated = [title for title in printed if not title.year]
    last = read[whole[-1]] if whole else []
    if last and not any(title.year for title in last):
        dated = _with_the_year_of(last[0], dated)
    own = _read(normalise(document.metadata.get("title", "")).text)
    if own and own.year:
        return _with_the_organ_of(own, printed)
    named = [title for title in undated if title.organ]
    return next(iter((*dated, *named, *undated)), _Title(""))


def _with_the_year_of(undated: _Title, dated: list[_Title]) -> list[_Title]:
    """Titles with a year that stand for the one without: of the same organ and of one year, else they are links."""
    if not undated.organ:
        return dated
    same = [t for t in dated if not t.organ or organs.are_same(t.organ, undated.organ)]
    return same if len({title.year for title in same}) == 1 else []


def _with_the_organ_of(own: _Title, printed: list[_Title]) -> _Title:
    """The page's own title, which may leave out the organ that the printed one names."""
    same = (t for t in printed if t.organ and t.year in (None, own.year))
    other = None if own.organ else next(same, None)
    return own._replace(organ=other.organ, is_own=other.is_own) if other else own


def _titles_at(text: _Text, place: int) -> list[_Title]:
    """What the line says, first with its neighbours."""
    line = text.front[place]
    words = (_with_neighbours(text, place), line)
    return [title for title in (_read(w, line) for w in words) if title]


def _read(words: str, line: str = "") -> _Title | None:
    """The title in ``words``, of which ``line`` is the line that says what it is; None if there is none."""
    match = _match(words)
    if match is None:
        return None
    organ, own = _organ(match), _organ(_match(line or words))
    if own and not organ.endswith(own):
        organ = own
    year = match.groupdict().get("year")
    return _Title(match.group().strip(), organ, bool(own), _number(year) if year else None)


def _with_neighbours(text: _Text, place: int) -> str:
    """The title in a line with the pieces of it in the lines around: organ, year."""
    front = text.front
    words = front[place]
    # A title printed twice has the organ above both.
    above = place - 2 if place and front[place - 1] == words else place - 1
    if above >= 0 and _is_broken(front[above], words, text.lines):
        words = front[above] + words
        above -= 1
    for _ in range(2):
        piece, above = _piece(front, above, words, text.lines)
        if not piece or not _goes_with(piece, words, text.named):
            break
        words = piece + words
    below = front[place + 1] if place + 1 < len(front) else ""
    if not _dated(words) and _BELOW.match(below):
        words += f"（{below.strip('（）')}）"
    return words


def _piece(front: list[str], place: int, words: str, lines: list[str]) -> tuple[str, int]:
    """The line above a title, with the one above it where they break a name (某县 | 财政局), and the place above them."""
    if place < 0:
        return "", place
    piece = front[place]
    if place and len(piece) <= 40 and _is_broken(front[place - 1], piece + words, lines):
        return front[place - 1] + piece, place - 2
    return piece, place - 1


def _is_broken(above: str, words: str, lines: list[str]) -> bool:
    """Whether the organ's name begins in the line above: that it goes on shows, or the file has it in one piece."""
    rest = _organ(_match(words))
    if not rest or not words.startswith(rest) or not organs.is_name(above + rest):
        return False
    if organs.is_menu(above) or organs.begins_with_place(rest):
        return False
    return organs.goes_on(above, rest) or any(above + rest in line for line in lines)


def _goes_with(above: str, words: str, named: frozenset[str]) -> bool:
    """Whether a line is a piece of the title below it: a year, or the organ that it does not name."""
    if organs.is_menu(above) or not 1 < len(above) <= 40:
        return False
    piece = _PIECE.match(above)
    if _organ(_match(words)):
        return bool(piece and piece["year"]) and not _dated(words)
    organ = _organ(_match(above + words))
    is_organ = organ in named or (piece and organs.is_name(organ))
    return bool(is_organ or (piece and not organ))


def _may_be_title(line: str) -> bool:
    """A cheap look before the search: most lines of a page are no title."""
    return "公开" in line and ("报告" in line or "年报" in line)


def _match(words: str) -> re.Match[str] | None:
    """The title in ``words``: with its year, or all of them without one."""
    return _dated(words) or (_UNDATED.match(words) if _may_be_title(words) else None)


def _dated(words: str) -> re.Match[str] | None:
    """The title with its year in ``words``."""
    if not _may_be_title(words):
        return None
    for core, whole in _CORES:
        found = core.search(words)
        if found:
            place = found.start()
            mark = max(words.rfind(mark, 0, place) for mark in "，。；：|")
            return whole.match(words, max(mark + 1, place - _LONGEST_BEFORE))
    return None


def _organ(match: re.Match[str] | None) -> str:
    """The organ before or behind the year of a title."""
    if match is None:
        return ""
    return organs.in_words(match["before"]) or organs.in_words(match.groupdict().get("after") or "")


def _number(year: str) -> int:
    year = re.sub(_ZERO, "〇", year) if year.startswith("二") else year.replace(" ", "")
    return int(parse_numeral(year))


def _announced(front: list[str], title: _Title) -> tuple[str, int | None]:
    """Organ and year where the opening names the report in full: 现公布《某县某局2022年…年度报告》.

    Of lines that are nothing but a title, as links are, only those count that all name one organ.
    """
    told, titled = [], []
    for line in front:
        match = _dated(line) if len(line) <= _LONGEST_OPENING else None
        organ, year = (_organ(match), _number(match["year"])) if match else ("", None)
        if not organs.is_name(organ) or title.year not in (None, year):
            continue
        if title.year or not title.organ or organs.are_same(organ, title.organ):
            (titled if _WHOLE.match(line) else told).append((organ, year))
    if not told and title.year and all(organs.are_same(o, titled[0][0]) for o, _ in titled):
        told = titled
    return told[0] if told else ("", None)


def _statement(front: list[str], lines: list[str]) -> str:
    """The organ that the report says it is by: 本报告由某县某局编制."""
    for words, is_plain in _authors(front, lines):
        organ = organs.of_author(words) if is_plain else organs.of_office(words)
        if organ:
            return organ
    return ""


def _authors(front: list[str], lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Who the report says it is by and whether in so many words (本报告由…), what counts most first."""
    # 某局编制了… may be said of other things further down.
    written = ((pattern, front) for pattern in (_BY, _WROTE, _WROTE_BY_RULE, _PUBLISHES))
    for pattern, among in (*written, (_BY, lines)):
        for line in among:
            match = pattern.search(line) if "报告" in line else None
            if match:
                yield match["agency"], pattern is _BY


def _period(lines: list[str]) -> int | None:
    """The year of the 统计期限."""
    for line in lines:
        match = _PERIOD.search(line) if "统计" in line or "期限" in line else None
        if match:
            return _number(match["year"])
    return None
