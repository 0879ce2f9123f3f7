"""What a page says of itself - title, organ, date, index number - in tags, a small table or a line.

This frame is not part of the report: the small table is taken out once it is understood. Pages print
several dates - of publication, of writing, of a change, of the day, of other pages -: that of publication
nearest to the title counts.
"""

from __future__ import annotations

import re
from datetime import date

from analysis.document import Cell, Grid, Paragraph
from analysis.readers.marks import PICTURE

Block = Paragraph | Grid

# The names that the government sites' own standard prescribes (国办发〔2017〕47号), and common others.
_TAGS = {
    "articletitle": "title", "pubdate": "published_on", "publishdate": "published_on", "contentsource": "agency",
    "sitename": "site", "columnname": "column", "contentindex": "index_number",
}  # fmt: skip
_LABELS = {
    "信息索引号": "index_number", "索引号": "index_number",
    "发布机构": "agency", "发文机关": "agency", "发布单位": "agency", "公开机构": "agency", "信息来源": "agency",
    "公开日期": "published_on", "发布日期": "published_on", "发布时间": "published_on",
    "发表日期": "published_on", "发表时间": "published_on", "信息提供日期": "published_on",
    "发文日期": "written_on", "生成日期": "written_on", "成文日期": "written_on",
    "更新日期": "changed_on", "更新时间": "changed_on",
    "信息名称": "title", "名称": "title", "标题": "title",
}  # fmt: skip
_DATES = ("published_on", "dated_on", "written_on", "changed_on")  # the first of them counts
_OTHERS = "主题分类|组配分类|体裁分类|文号|公开方式|公开范围|公开时限|有效性|关键词|浏览次数|来源|字体|字号|主题词|责任编辑|内容概述"
_LABEL = re.compile(rf"({'|'.join(_LABELS)}|{_OTHERS})\s*[:：]?\s*")
_LABEL_IN_LINE = re.compile(rf"({'|'.join(_LABELS)}|{_OTHERS})\s*[:：]\s*")
_DATE = re.compile(
    r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)|((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"
)
# 日期：2021-01-22 alone on its line is that of the page; 统计时间 is another.
_DATED_LINE = re.compile(r"(?:^|[\s　])(?:日期|时间)\s*[:：]\s*(?=(?:19|20)\d\d)")
_FIRST = frozenset(word[0] for word in (*_LABELS, *_OTHERS.split("|")))
# The date in the line below its label, and nothing else.
_LABEL_ALONE = re.compile(
    rf"({'|'.join(w for w, key in _LABELS.items() if key in _DATES)})\s*[:：]?$"
)
_DATE_ALONE = re.compile(r"(?:19|20)\d\d[-/.年\s\d月日:：]{4,24}$")
_TITLE = re.compile(r"[^，。,]{0,60}公[开開][^，。,]{0,20}(?:[报報]告|年[报報])[^，。,]{0,60}$")
_OTHER_PAGES = ("上一篇", "下一篇")
_ABOVE = (
    3  # blocks above the title among which a date that does not say of what may be that of the page
)
_FRAME_BLOCKS = 40  # the frame stands before the report, so only the first blocks are searched


def from_tags(root) -> dict[str, str]:
    """What ``<title>`` and ``<meta>`` say: page_title, title, agency, published_on, site, column …"""
    found: dict[str, str] = {}
    head = root.find("head")
    for element in () if head is None else head.iter("title", "meta"):
        if element.tag == "title":
            if element.text and element.text.strip():
                found.setdefault("page_title", " ".join(element.text.split()))
            continue
        key = _TAGS.get((element.get("name") or "").strip().lower())
        words = " ".join((element.get("content") or "").split())
        if key and words:
            _note(found, key, words)
    return found


def take(blocks: list[Block], metadata: dict[str, str]) -> list[Block]:
    """The blocks without the page's frame, whose statements go into ``metadata`` (tags come first)."""
    frame = blocks[:_FRAME_BLOCKS]
    title = _place_of_title(frame)
    kept: list[Block] = []
    dates: list[tuple[int, int, str]] = []
    for number, block in enumerate(frame):
        is_grid = isinstance(block, Grid)
        said = _of_grid(block) if is_grid else _of_paragraph(frame, number, title)
        for key, words in said.items():
            if key not in _DATES:
                _note(metadata, key, words)
            elif day := read_date(words):
                dates.append((_DATES.index(key), abs(number - title), day))
        if not (is_grid and len(said) > 1):
            kept.append(block)
    if dates:
        metadata.setdefault("published_on", min(dates, key=lambda found: found[:2])[2])
    return kept + blocks[_FRAME_BLOCKS:]


def read_date(words: str) -> str:
    """The first date in ``words`` as 2023-01-20; "" if there is none or it is no day of the calendar."""
    match = _DATE.search(words)
    if not match:
        return ""
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _note(found: dict[str, str], key: str, words: str) -> None:
    if key == "published_on":
        words = read_date(words)
    if words and len(words) <= 200 and words != PICTURE:
        found.setdefault(key, words)


def _place_of_title(frame: list[Block]) -> int:
    """Which block is the title: the last that reads like one, as links to other reports stand above it; else the first."""
    places = (
        number
        for number, block in enumerate(frame)
        if isinstance(block, Paragraph)
        and _TITLE.match(block.text)
        and not block.text.startswith(_OTHER_PAGES)
    )
    return max(places, default=0)


def _of_grid(grid: Grid) -> dict[str, str]:
    """Statements of a metadata table: a label and the words behind it, in its own or the next cell or below it."""
    if len(grid.cells) > 60 or not any(cell.text[:1] in _FIRST for cell in grid.cells[:6]):
        return {}
    said = _of_columns(grid)
    label = ""
    for cell in grid.cells:
        compact = _compact(cell)
        match = _LABEL.match(compact)
        if match:
            label, rest = _LABELS.get(match[1], ""), compact[match.end() :]
            if not rest or not compact[len(match[1]) :].lstrip().startswith((":", "：")):
                label = label if not rest else ""
                continue
            said.setdefault(label, rest)
        elif label and cell.text:
            said.setdefault(label, cell.text)
        label = ""
    said.pop("", None)
    return said


def _of_columns(grid: Grid) -> dict[str, str]:
    """Statements of a table whose rows are in turn labels and their words; one with more words below is a list of pages."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = list(rows.values())
    if len(lines) % 2 or any(_is_labels(line) == number % 2 for number, line in enumerate(lines)):
        return {}
    said: dict[str, str] = {}
    for labels, below in zip(lines[::2], lines[1::2]):
        words = {cell.column: cell.text for cell in below}
        for cell in labels:
            key = _LABELS.get(_LABEL.match(_compact(cell))[1]) if cell.text else None
            if key and words.get(cell.column):
                said.setdefault(key, words[cell.column])
    return said


def _is_labels(row: list[Cell]) -> bool:
    """Whether the cells of a row are labels, two or more, and nothing else."""
    words = [_compact(cell) for cell in row if cell.text]
    return len(words) > 1 and all(_LABEL.fullmatch(one) for one in words)


def _compact(cell: Cell) -> str:
    return re.sub(r"[\s\u3000\u00a0]", "", cell.text) if len(cell.text) < 20 else cell.text


def _of_paragraph(frame: list[Block], number: int, title: int) -> dict[str, str]:
    """Statements of a line of the page, or of a label and the date in the line below it."""
    line = frame[number].text
    label = _LABEL_ALONE.match(line)
    if label:
        below = frame[number + 1] if number + 1 < len(frame) else None
        is_date = isinstance(below, Paragraph) and _DATE_ALONE.match(below.text)
        return {_LABELS[label[1]]: below.text} if is_date else {}
    said = _of_line(line, is_above=number < title)
    if number < title - _ABOVE:  # 日期：2025-03-04 at the top of a page is the day of the visit
        said.pop("dated_on", None)
    return said


def _of_line(line: str, *, is_above: bool) -> dict[str, str]:
    """Statements of a line: 索引号：… 发布机构：… 公开日期：…; those behind the title of another page are not of this one."""
    if not ("：" in line or ":" in line) or len(line) > 400:
        return {}
    marks = list(_LABEL_IN_LINE.finditer(line))
    if marks and is_above and _is_of_another_page(line[: marks[0].start()]):
        return {}
    said: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None]):
        key = _LABELS.get(mark[1])
        words = line[mark.end() : following.start() if following else len(line)]
        words = words.strip(" 　|｜[]【】")
        if key and words:
            said.setdefault(key, words if key == "title" or key in _DATES else words.split()[0])
    dated = _DATED_LINE.search(line) if "published_on" not in said and len(line) < 120 else None
    if dated:
        said["dated_on"] = line[dated.end() :]
    return said


def _is_of_another_page(words: str) -> bool:
    """Whether words before a label are a title, not the way to the page or its site: 关于某事的通知 发布时间：…"""
    words = words.strip(" 　|｜[]【】")
    return len(words) > 3 and not re.search("[:：>＞]|网站?$|门户", words)
