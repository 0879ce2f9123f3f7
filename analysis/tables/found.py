"""What the walk over the grids finds: facts, cells met twice, signs of the version, remarks."""

from __future__ import annotations

from functools import cache

from analysis import codebook, form
from analysis.cells import CellValue
from analysis.facts import Fact
from analysis.tables.labels import Label

Key = tuple[str, str, str]  # table, row, column
Message = tuple[str, str, str, str]  # code, zh, en, where


class Found:
    """The results of a walk; ``copies`` are cells met more than once, the first time included."""

    def __init__(self) -> None:
        self.facts: dict[Key, Fact] = {}
        self.copies: dict[Key, list[Fact]] = {}
        self.messages: list[Message] = []
        self.votes: dict[str, int] = {}  # version -> labels that only it has

    def vote(self, label: Label) -> None:
        """Count a label that only one version has."""
        if len(label.versions) == 1:
            self.count(label.versions)

    def count(self, versions) -> None:
        """Count signs of versions."""
        for version in versions:
            self.votes[version] = self.votes.get(version, 0) + 1

    def keep(self, key: Key, value: CellValue, printed: str, where: str) -> None:
        """Make a fact of a cell, if the form has such a cell."""
        unit = units_of_cells().get(key)
        if unit is None:
            return
        number, status, own, note, text = value
        if not own and (printed or unit).endswith("元") and ("万" in text or "亿" in text):
            number, status = None, "unreadable"  # 0.5万 in a column of 万元: 元 or 万元?
        if number and own == "元" != (printed or unit) and "元" not in text:
            number, status = None, "unreadable"  # ￥70 in a column of 万元: a sign for either?
        if own or printed:
            printed = own or printed
            if printed != unit and not _fits(printed, unit):
                number, status = None, "unreadable"
            if number is not None and printed in _ODD_MONEY:
                number, printed = _whole(number * _ODD_MONEY[printed]), "元"
            unit = printed
        fact = Fact(*key, 1, number, unit, status, text=text, where=where, note=note)
        if self.facts.setdefault(key, fact) is not fact:
            self.copy(key, fact)

    def copy(self, key: Key, fact: Fact) -> None:
        """Note a cell that was met before."""
        self.copies.setdefault(key, [self.facts[key]]).append(fact)

    def doubt(self, keys: list[Key]) -> None:
        """Numbers already found that may be pieces of others: they become unreadable."""
        for key in keys:
            fact = self.facts.get(key)
            if fact is not None and fact.status == "reported":
                self.facts[key] = fact._replace(value=None, status="unreadable")
                if key in self.copies:
                    self.copies[key].append(self.facts[key])

    def say(self, code: str, zh: str, en: str, where: str) -> None:
        """Add a remark."""
        self.messages.append((code, zh, en, where))


MONEY = ("元", "万元")
_ODD_MONEY = {
    "百元": 100,
    "千元": 1_000,
    "十万元": 100_000,
    "百万元": 1_000_000,
    "千万元": 10_000_000,
}


def _whole(amount: float) -> int | float:
    """An amount without the traces of binary fractions: 0.29 千元 is 290 元."""
    amount = round(amount, 2)
    return int(amount) if amount == int(amount) else amount


def _fits(printed: str, unit: str) -> bool:
    """Whether a printed unit can be meant where the form has ``unit``: money for money, counts for counts."""
    kinds = [
        codebook.units().get(u, {}).get("dimension") or ("money" if u.endswith("元") else "")
        for u in (printed, unit)
    ]
    return (kinds[0] == "money") == (kinds[1] == "money") and kinds[0] != "share"


@cache
def units_of_cells() -> dict[Key, str]:
    """Every cell that some version of the form has, printed subtotals included -> its unit."""
    return {
        (table, row["row"], column["column"]): form.unit(table, row["row"], column["column"], version)
        for version in form.versions()
        for table in form.tables(version)
        for row in form.rows(version, table) if row["kind"] != "group"
        for column in form.columns(version, table, row["row"]) if column["kind"] != "group"
    }  # fmt: skip
