"""The report around the tables: title, opening, the six sections with their headings, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from analysis import form
from analysis.errors import UsageError
from analysis.formwriter.tables import Table, Texts, lay_out_table

FILL_IN = "（请填写）"
PARTS = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
_GAP = "\u3000" * 3  # room to write in
_NUMERALS = "一二三四五六七八九十"
_PART_HEADING = re.compile(rf"（[{_NUMERALS}]+）[^。；]{{1,24}}")


class Line(NamedTuple):
    """A paragraph and its style: ``title``, ``heading``, ``part``, ``body``, ``caption`` or ``note``."""

    style: str
    text: str


Block = Line | Table


class Draft(NamedTuple):
    """A whole report ready to be printed."""

    title: str
    blocks: tuple[Block, ...]


def compose(
    version: str, texts: Texts, agency: str, year: int | None, sections, *, blank: bool
) -> Draft:
    """The report in the order of the form; ``blank`` puts 「（请填写）」 where words are still due."""
    words = _words(sections, version)
    year_text = f"{year}" if year else ("（年份）" if blank else "")
    name = agency or ("（机关名称）" if blank else "")
    title = f"{name}{year_text}{'年' if year_text else ''}政府信息公开工作年度报告"
    body = _list_of_2014 if version == "2014" else _six_sections
    blocks = body(version, texts, words, name, year, blank)
    # Official titles give the organ a line of its own.
    printed = f"{name}\n{title.removeprefix(name)}" if name else title
    return Draft(title, (Line("title", printed), *blocks))


def _six_sections(version, texts, words, name, year, blank) -> Iterable[Block]:
    yield Line("body", _opening(name, year, blank))
    tables = {
        row["section"]: row["table"] for row in form.table("tables") if row["version"] == version
    }
    for number, title in form.sections().items():
        yield Line("heading", f"{number}、{title}")
        if number in tables:
            yield lay_out_table(version, tables[number], texts)
            yield from words.get(number, ())
        elif number == "一" and number not in words:
            yield from _skeleton(blank)
        else:
            yield from words.get(number, [Line("body", FILL_IN)] if blank else ())


def _skeleton(blank: bool) -> Iterable[Line]:
    for numeral, part in zip(_NUMERALS, PARTS, strict=False):
        yield Line("part", f"（{numeral}）{part}情况")
        if blank:
            yield Line("body", FILL_IN)


def _opening(name: str, year: int | None, blank: bool) -> str:
    organ = f"由{name}" if name else ""
    text = f"本报告{organ}按照《中华人民共和国政府信息公开条例》和政府信息公开工作年度报告格式的要求编制。"
    if not (year or blank):
        return text
    year_text = f"{year}" if year else _GAP
    return f"{text}报告中所列数据的统计期限自{year_text}年1月1日起至{year_text}年12月31日止。"


def _list_of_2014(version, texts, words, name, year, blank) -> Iterable[Block]:
    for heading, lines in words.items():
        yield Line("heading", heading)
        yield from lines
    year_text = f"（{year}年度）" if year else (f"（{_GAP}年度）" if blank else "")
    yield Line("caption", f"政府信息公开情况统计表{year_text}")
    yield Line("note", f"填报单位（盖章）：{name}")
    yield lay_out_table(version, "statistics", texts)
    signatures = ("单位负责人：", "审核人：", "填报人：", "填报日期：")
    yield Line("note", (_GAP * 2).join(signatures))


def _words(sections, version: str) -> dict[str, list[Line]]:
    """Section number -> its paragraphs; for 2014, whose sections are free, heading -> paragraphs."""
    if not sections:
        return {}
    if not isinstance(sections, Mapping):
        raise _unknown_section(type(sections).__name__)
    words = {}
    for key, text in sections.items():
        lines = text.splitlines() if isinstance(text, str) else [str(line) for line in text]
        number = key if version == "2014" else _section_number(key)
        words[number] = [_line(line.strip()) for line in lines if line.strip()]
    return words


def _section_number(key: str) -> str:
    number, _, title = str(key).strip().partition("、")
    if number in form.sections() and (not title or form.sections()[number] in title):
        return number
    for known, name in form.sections().items():
        if name == str(key).strip():
            return known
    raise _unknown_section(key)


def _line(text: str) -> Line:
    return Line("part" if _PART_HEADING.fullmatch(text) else "body", text)


def _unknown_section(key: object) -> UsageError:
    known = "、".join(f"{number}（{title}）" for number, title in form.sections().items())
    return UsageError(
        f"不认识的章节：{key}。",
        f"Unknown section: {key}.",
        next_zh=f"可用的章节：{known}。",
        next_en="Sections are a mapping with the keys 一 to 六 (or their titles).",
    )
