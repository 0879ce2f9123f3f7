"""Lines that put the tables under them into another year, or into another report on the same page."""

from __future__ import annotations

import re

from analysis.text import normalise

_LONGEST = 60  # characters of a line that is a heading
_YEAR = re.compile(r"(20\d\d)年(?!\d{1,2}月)")
_SECTION = re.compile("[一二三四五六]、")
_ABOUT = re.compile("情况|统计|年度报告|年报|附表|申请|复议")
_TITLE = re.compile("20\\d\\d年[^。；]{0,12}(?:信息|政务)公开[^。；]{0,6}年度报告$")
_IN_A_SENTENCE = re.compile("[。；，]")


class Headings:
    """What has been heard so far; ``other`` is the line that the next table belongs to, if it is another's."""

    def __init__(self, year: int | None) -> None:
        self._year = str(year or "")
        self._titles: set[str] = set()
        self._of_another_year = ""
        self._of_another_report = ""

    @property
    def other(self) -> str:
        """The heading of another year's or report's table; "" where the report's own tables stand."""
        return self._of_another_report or self._of_another_year

    def hear(self, text: str, tables_read: bool) -> None:
        """Take in a line between tables: 附：2022年收到和处理申请情况, or the title of a second report."""
        if len(text) > _LONGEST or ("年" not in text and "、" not in text):
            return
        line = "".join(normalise(text).text.split())
        if _TITLE.search(line):
            if not tables_read:
                self._titles.add(line)
            self._of_another_report = line if tables_read and line not in self._titles else ""
        years = _YEAR.findall(line)
        another = bool(self._year and years) and self._year not in years
        if another and _ABOUT.search(line) and not _IN_A_SENTENCE.search(line):
            self._of_another_year = line
        elif _SECTION.match(line) or self._year in years:
            self._of_another_year = ""
