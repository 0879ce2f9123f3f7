"""Which organ a name means, and what a name says of it.

A report may leave out the city that the full name begins with, or shorten what follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.organs import are_same

# What an organ is for may sound like a division: 市 of 市场, 乡 of 城乡建设.
_TASK = re.compile("市场监|市监局|市政|市容|城市管理|城乡[建规管]|乡村|区划")


def known_organ(wanted: str, names: Mapping[str, str]) -> str:
    """The code of the organ that ``wanted`` (code, name, or the end of one name) means; blank: none or several.

    ``names`` are Chinese name -> code. 洪泽区人民政府 is 淮安市洪泽区人民政府 if no other name ends so.
    """
    if wanted in names.values():
        return wanted
    if wanted in names:
        return names[wanted]
    hits = {code for name, code in names.items() if wanted and name.endswith(wanted)}
    return hits.pop() if len(hits) == 1 else ""


def same_organ(one: str, other: str) -> bool:
    """Whether two names can mean one organ: short and full, of one level as far as both speak of it.

    海盐县市监局 is 海盐县市场监督管理局; 杭州市市场监督管理局 is not that of 杭州市余杭区.
    """
    levels = {guess_level(one), guess_level(other)} - {"national"}
    return len(levels) < 2 and are_same(one, other)


def guess_level(name: str) -> str:
    """The level that an organ's name speaks of: its last division counts (海盐县市场监督管理局: county)."""
    levels = {"省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city"}
    levels |= dict.fromkeys(("县", "区", "旗"), "county") | dict.fromkeys(
        ("乡", "镇", "街道"), "township"
    )
    body = _TASK.split(name)[0]
    found = re.findall("自治区|街道|省|市|州|盟|县|区|旗|乡|镇", body)
    if found == ["市"] and re.match("北京|上海|天津|重庆", body):
        return "province"
    return levels[found[-1]] if found else "national"


def guess_kind(name: str) -> str:
    """A government (人民政府, 街道办事处) or one of its departments."""
    return "government" if re.search(r"(人民政府|街道办事处)$", name) else "department"


def guess_region(name: str) -> str:
    """The region that an organ's name begins with (海盐县市场监督管理局: 海盐县); blank if none."""
    body = _TASK.split(name)[0]
    found = re.match(r".*(?:自治区|[省市县区旗州盟])", body)
    return found[0] if found else ""
