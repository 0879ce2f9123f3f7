"""What a page says of itself - title, organ, date, index number - in tags, a small table or a line.

This frame is not part of the report: the small table is taken out once it is understood.
"""

from __future__ import annotations

import re

from analysis.document import Grid, Paragraph

Block = Paragraph | Grid

# The names that the government sites' own standard prescribes (国办发〔2017〕47号), and common others.
_TAGS = {
    "articletitle": "title", "pubdate": "published_on", "publishdate": "published_on", "contentsource": "agency",
    "sitename": "site", "columnname": "column", "contentindex": "index_number",
}  # fmt: skip
_LABELS = {
    "信息索引号": "index_number", "索引号": "index_number",
    "发布机构": "agency", "发文机关": "agency", "发布单位": "agency", "公开机构": "agency", "信息来源": "agency",
    "公开日期": "published_on", "发布日期": "published_on", "发布时间": "published_on", "发文日期": "published_on",
    "发表日期": "published_on", "发表时间": "published_on", "信息提供日期": "published_on",
    "生成日期": "published_on", "成文日期": "published_on",
    "信息名称": "title", "名称": "title", "标题": "title",
}  # fmt: skip
_OTHERS = "主题分类|组配分类|体裁分类|文号|公开方式|公开范围|公开时限|有效性|关键词|浏览次数|来源|字体|字号|主题词|责任编辑|内容概述"
_LABEL = re.compile(rf"({'|'.join(_LABELS)}|{_OTHERS})\s*[:：]?\s*")
_LABEL_IN_LINE = re.compile(rf"({'|'.join(_LABELS)}|{_OTHERS})\s*[:：]\s*")
_DATE = re.compile(
    r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)|((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"
)
# 日期：2021-01-22 alone on its line is that of the page; 统计时间 is another.
_DATED_LINE = re.compile(r"(?:^|[\s　])(?:日期|时间|更新时间)\s*[:：]\s*(?=(?:19|20)\d\d)")
_FIRST = frozenset(word[0] for word in (*_LABELS, *_OTHERS.split("|")))
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
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        if number < _FRAME_BLOCKS:
            is_grid = isinstance(block, Grid)
            said = _of_grid(block) if is_grid else _of_line(block.text)
            for key, words in said.items():
                _note(metadata, key, words)
            if is_grid and len(said) > 1:
                continue
        kept.append(block)
    return kept


def read_date(words: str) -> str:
    """The first date in ``words`` as 2023-01-20; "" if there is none."""
    match = _DATE.search(words)
    if not match:
        return ""
    year, month, day = (int(part) for part in match.groups() if part)
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _note(found: dict[str, str], key: str, words: str) -> None:
    if key == "published_on":
        words = read_date(words)
    if words and len(words) <= 200:
        found.setdefault(key, words)


def _of_grid(grid: Grid) -> dict[str, str]:
    """Statements of a metadata table: a label and the words behind it, in its own or the next cell."""
    if len(grid.cells) > 60 or not any(cell.text[:1] in _FIRST for cell in grid.cells[:6]):
        return {}
    said: dict[str, str] = {}
    label = ""
    for cell in grid.cells:
        compact = re.sub(r"[\s\u3000\u00a0]", "", cell.text) if len(cell.text) < 20 else cell.text
        match = _LABEL.match(compact)
        if match:
            label, rest = _LABELS.get(match[1], ""), compact[match.end() :]
            if not rest or (rest and not compact[len(match[1]) :].lstrip().startswith((":", "："))):
                label = label if not rest else ""
                continue
            said.setdefault(label, rest)
        elif label and cell.text:
            said.setdefault(label, cell.text)
        label = ""
    said.pop("", None)
    return said


def _of_line(line: str) -> dict[str, str]:
    """Statements of a line: 索引号：… 发布机构：… 公开日期：…"""
    if not ("：" in line or ":" in line) or len(line) > 400:
        return {}
    marks = list(_LABEL_IN_LINE.finditer(line))
    said: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None]):
        key = _LABELS.get(mark[1])
        words = line[mark.end() : following.start() if following else len(line)]
        words = words.strip(" 　|｜[]【】")
        if key and words:
            said.setdefault(key, words.split()[0] if key != "title" else words)
    dated = _DATED_LINE.search(line) if "published_on" not in said and len(line) < 120 else None
    if dated:
        said["published_on"] = line[dated.end() :]
    return said
