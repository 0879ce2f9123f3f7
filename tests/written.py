"""A whole report written by a test: invented, and it says so."""

from __future__ import annotations

from pathlib import Path

import analysis
from analysis import form
from analysis.facts import Fact

OVERVIEW = (
    "（一）主动公开。本报告为测试而虚构。2023年通过政府网站公开信息301条，微信公众号、海盐号累计发布信息512篇，"
    "在嘉兴日报等主流媒体发布工作信息688条。\n"
    "（二）依申请公开。全年未收到政府信息公开申请，未发生行政复议、行政诉讼。"
)


def cells(version: str = "2021", **numbers: int) -> list[Fact]:
    """All cells of the form, zero except those given as ``requests__new__total=3``."""
    wanted = {tuple(name.split("__")): number for name, number in numbers.items()}
    return [
        Fact(table, row, column, value=wanted.get((table, row, column), 0), text="0")
        for table in ("proactive", "requests", "disputes")
        for row, column in form.cells(version, table)
    ]


def write_haiyan_2023(path: Path, overview: str = OVERVIEW, **numbers: int) -> Path:
    """An invented report of 海盐县市场监督管理局 for 2023, as DOCX or HTML by the suffix."""
    facts = [fact._replace(text=str(fact.value)) for fact in cells(**numbers)]
    sections = {
        "一": overview,
        "五": "存在的问题和改进情况都是测试用的，没有真实内容。",
        "六": "未收取信息处理费。",
    }
    return analysis.write_form(
        facts, path, version="2021", agency="海盐县市场监督管理局", year=2023, sections=sections
    )
