"""What a walk over grids has found so far: facts, copies of cells, messages, votes for a version."""

from __future__ import annotations

from analysis import codebook
from analysis.cells import CellValue
from analysis.document import Cell
from analysis.facts import Fact
from analysis.tables.heads import Key, units_of_cells
from analysis.tables.labels import Label

Message = tuple[str, str, str, str]  # code, zh, en, where


class Found:
    """``facts`` by cell, further ``copies`` of cells, ``messages``, and ``votes`` for versions of the form."""

    def __init__(self) -> None:
        self.facts: dict[Key, Fact] = {}
        self.copies: dict[Key, list[Fact]] = {}  # cells met more than once, the first time included
        self.messages: list[Message] = []
        self.votes: dict[str, int] = {}  # version -> labels that only it has

    def _vote(self, label: Label) -> None:
        if len(label.versions) == 1:
            (version,) = label.versions
            self.votes[version] = self.votes.get(version, 0) + 1

    def _keep(self, key: Key, value: CellValue, printed: str, where: str) -> None:
        """Make a fact of a cell, if the form has such a cell."""
        unit = units_of_cells().get(key)
        if unit is None:
            return
        number, status, own, note, text = value
        if own or printed:
            printed = own or printed
            if printed != unit and not _fits(printed, unit):
                number, status = None, "unreadable"
            unit = printed
        fact = Fact(*key, 1, number, unit, status, text=text, where=where, note=note)
        if self.facts.setdefault(key, fact) is not fact:
            self._copy(key, fact)

    def _copy(self, key: Key, fact: Fact) -> None:
        self.copies.setdefault(key, [self.facts[key]]).append(fact)

    def _strange(self, label: Label, cell: Cell, value: CellValue) -> None:
        if label.kind != "group" and value.status == "reported":
            self.messages.append((
                "unknown_column", f"“{cell.text}”所在的列没有可识别的列名", f"no known column for “{cell.text}”",
                cell.where,
            ))  # fmt: skip


def _fits(printed: str, unit: str) -> bool:
    """Whether a printed unit can be meant where the form has ``unit``: money for money, counts for counts."""
    kinds = [
        codebook.units().get(u, {}).get("dimension") or ("money" if u.endswith("元") else "")
        for u in (printed, unit)
    ]
    return (kinds[0] == "money") == (kinds[1] == "money") and kinds[0] != "share"
