"""Lines that put the tables under them into another year, or into another report on the same page."""

from __future__ import annotations

import re

from analysis import organs
from analysis.text import normalise

_LONGEST = 60  # characters of a line that is a heading
_YEAR = re.compile(r"(20\d\d)年(?!\d{1,2}月)")
_NUMBER = r"(?:第?[一二三四五六七八九十]{1,2}(?:[、.．，]|部分)|（[一二三四五六七八九十]{1,2}）|[0-9]{1,2}[.．、])"
# 附：2022年收到和处理申请情况: the year stands first, then the words of one of the three tables.
_OF_A_YEAR = re.compile(
    rf"(?P<number>{_NUMBER})?(?:附(?:件|表)?[0-9一二三]?[：、.]?)?（?(20\d\d)年度?）?(?:本机关|本单位|我局|全[县市区省])?"
    r"(?:主动公开|收到和?|处理政府信息|政府信息公开申请|依申请公开|申请情况|(?:政府信息公开)?行政复议|政府信息公开(?:情况|工作)?统计|统计表|数据)"
)
_NO_TABLE = re.compile("修订|格式|版|对比|相比|比较|问题|整改|以来|改革|见|如下|[。；，]")
_HEADING = re.compile(
    rf"{_NUMBER}|(?:行政机关)?(?:主动公开政府信息|收到(?:和|并)处理|政府信息公开行政复议)|[本今当]年"
)
_TITLE = re.compile(
    "(?P<organ>.*?)(?P<year>20\\d\\d)年度?[^。；]{0,12}(?:信息|政务)公开[^。；]{0,6}(?:年度报告|年报)$"
)
_FIRST_SECTION = re.compile("(?:一、|第一部分[、：]?)(?:年度)?(?:总体(?:工作)?情况|概述|基本情况)$")


class Headings:
    """What has been heard so far of whose tables come next."""

    def __init__(self, year: int | None) -> None:
        self._year = str(year or "")
        self._organ = ""
        self.of_another_year = ""  # the line that says so
        self._is_section = False
        self._begun = False  # whether the first section's title has been heard
        self.of_another_report = ""

    @property
    def other(self) -> str:
        """The heading of another year's or report's table; "" where the report's own tables stand."""
        return self.of_another_report or self.of_another_year

    @property
    def is_slip(self) -> bool:
        """Whether only a section's title names the year: 三、2022年收到…, left as it was last year."""
        return self._is_section and not self.of_another_report

    def hear(self, text: str, tables_read: bool) -> None:
        """Take in a line between tables: 附：2022年收到和处理申请情况, or the title of a second report."""
        if len(text) > _LONGEST:
            self.of_another_year = ""
            return
        line = "".join(normalise(text).text.split())
        title = _TITLE.match(line) if "年" in line else None
        if title:
            self.of_another_report = line if self._is_another(title, tables_read) else ""
        if _FIRST_SECTION.match(line):
            # Of two reports whose titles name no organ, the second begins with 一、总体情况 again.
            if self._begun and tables_read:
                self.of_another_report = line
            self._begun = True
        found = _OF_A_YEAR.match(line)
        # A later year is that of publication.
        if found and found[2] < self._year and not _NO_TABLE.search(line):
            self.of_another_year, self._is_section = line, bool(found["number"])
        elif _HEADING.match(line) or self._year in _YEAR.findall(line):
            self.of_another_year = ""

    def _is_another(self, title: re.Match[str], tables_read: bool) -> bool:
        organ = organs.in_words(title["organ"])
        organ = organ if organs.is_name(organ) else ""
        if not tables_read:
            self._organ = organ or self._organ
            return False
        if self._year not in ("", title["year"]):
            return True
        return bool(organ and self._organ) and not organs.are_same(organ, self._organ)
