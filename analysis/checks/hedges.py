"""Words that make a number a rough one, before and after it: 近 300 件, 300 余件, 300 件以上."""

from __future__ import annotations

import re

BEFORE = "(?:(?P<most>将近|接近|近|不足|不到|不超过)|(?P<least>超过|超|逾|突破|至少|不少于)|(?P<about>大约|约))?"
MORE = "(?P<more>余|多)?"
AFTER = "(?P<after>以上|左右)?"
ANY = re.compile("近|不足|不到|超|逾|突破|至少|不少于|约|余|多|以上|左右")


def hedge(match: re.Match[str]) -> str:
    """The hedge of a match made with BEFORE, MORE or AFTER: at_least, at_most, about or none."""
    groups = match.groupdict()
    if groups.get("most"):
        return "at_most"
    if groups.get("least") or groups.get("more") or groups.get("after") == "以上":
        return "at_least"
    unit = groups.get("unit") or ""
    if "余" in unit or "多" in unit:  # 7 亿余元
        return "at_least"
    return "about" if groups.get("about") or groups.get("after") == "左右" else ""
