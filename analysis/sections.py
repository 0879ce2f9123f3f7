"""The text of a report: its six sections with their titles, without the menu and the footer of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis import titles
from analysis.document import Paragraph
from analysis.text import Normalised

Folded = tuple[Paragraph, Normalised]

_DIGIT = "[一二三四五六七八九]"
_NUMBER = rf"(?:{_DIGIT}、|第{_DIGIT}部分|（(?P<bracketed>{_DIGIT})）)"
# What each section is about, in words that real titles keep of those of the form.
_WORDS = {
    "一": r"(?:年度|工作)?总体(?:工作)?情况|概述|基本情况",
    "二": r"(?:行政机关)?主动公开(?:的)?政府信息(?:的)?情况",
    "三": r"(?:行政机关)?收到(?:和|并|及|、)处理政府信息公开申请(?:的)?情况",
    "四": r"(?:(?:行政机关)?因?政府信息公开(?:工作)?|(?<=、))(?:被申请|被提起|提起|申请)?行政复议.{0,5}(?:行政)?诉讼(?:的)?情况",
    "五": r"(?:政府信息公开工作)?存在的?(?:主要)?(?:问题|不足).{0,3}改进(?:情况|措施|打算|举措|方向)",
    "六": r"(?:其他|其它)(?:需要|应当)?(?:报告|说明)的?(?:其他)?(?:事项|情况)|需要(?:报告|说明)的(?:其他|其它)?事项",
}
_TITLE = re.compile(
    rf"(?P<number>{_NUMBER})?(?:{'|'.join(f'(?P<s{n}>{words})' for n, words in enumerate(_WORDS.values()))})"
)
_INSIDE = re.compile(rf"{_DIGIT}(?=、)")
_SECTIONS = {f"s{place}": number for place, number in enumerate(_WORDS)}
_LONGEST = 45  # characters of a line that can be the title of a section
_FRONT = 60  # lines of a report without such titles among which its own title stands
_FOOTER = re.compile(
    r"^(?:版权所有|主办单位|主办：|承办|copyright|©|上一篇|下一篇|打印|【|\[?关闭|分享到|网站地图|返回顶部|扫一扫|附件：?$|相关(?:附件|链接|文档)"
    r"|网站标识码|政府网站标识码|.{0,20}(?:ICP备|公网安备))",
    re.IGNORECASE,
)


class Sections(NamedTuple):
    """The words of each section as printed, the report's own paragraphs, its titles of sections, its front.

    ``front`` are the lines above the first title of a section, the menu of the page among them; where
    there is none, the first lines. ``headings`` are (section, title with its printed number) in the
    order of the page.
    """

    words: dict[str, str]
    body: list[Paragraph]
    headings: list[tuple[str, str]]
    front: list[str]


def find(folded: list[Folded]) -> Sections:
    """The sections of a report, from its paragraphs and their folded texts.

    The report begins with its title, where it has titles of sections, and ends with the page's footer.
    """
    sections: dict[str, list[str]] = {}
    headings: list[tuple[str, str]] = []
    body: list[Paragraph] = []
    front = [text.text for _, text in folded[:_FRONT]]
    current, titled = "", 0
    for place, (paragraph, text) in enumerate(folded):
        line = text.text
        if current == "六" and _FOOTER.match(line):
            break
        if not sections and titles.is_title(line):
            titled = place
        elif not sections and place and titles.is_broken(folded[place - 1][1].text, line):
            titled = place - 1
        done = 0
        for number, start, end in _titles(line):
            if not sections:
                front, body = [text.text for _, text in folded[:place]], body[titled:]
            _append(sections, current, text, done, start)
            # A second 一、总体情况 would be a table of contents or a comparison: words go on there.
            current, done = number, end
            sections.setdefault(number, [])
            headings.append((number, line[start:end]))
        _append(sections, current, text, done, len(line))
        body.append(paragraph)
    words = {number: "\n".join(lines) for number, lines in sections.items()}
    return Sections(words, body, headings, front)


def _append(
    sections: dict[str, list[str]], current: str, text: Normalised, start: int, end: int
) -> None:
    words = text.printed(start, end).strip() if current and end > start else ""
    if words:
        sections[current].append(words)


def _titles(line: str) -> Iterator[tuple[str, int, int]]:
    """Titles of sections in a line: the whole of a short line, or numbered ones inside a run of text."""
    if len(line) <= _LONGEST:
        match = _TITLE.match(line)
        if match and len(line) - match.end() <= 12 and not _is_part(match):
            yield _SECTIONS[match.lastgroup], match.start(), match.end()
        return
    for mark in _INSIDE.finditer(line):
        match = _TITLE.match(line, mark.start())
        if match:
            yield _SECTIONS[match.lastgroup], match.start(), match.end()


def _is_part(match: re.Match[str]) -> bool:
    """（一）主动公开政府信息情况 is a part of the first section, not the second."""
    return match["bracketed"] not in (None, _SECTIONS[match.lastgroup])
