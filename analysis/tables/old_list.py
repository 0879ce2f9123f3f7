"""The list of 2014 (政府信息公开情况统计表): label, unit, figure - no columns to tell apart."""

from __future__ import annotations

from analysis import codebook
from analysis.document import Cell
from analysis.tables.found import Found, units_of_cells
from analysis.tables.labels import Label, Look, key
from analysis.text import normalise

_WHOLES = {"reviews": "行政复议数量", "lawsuits": "行政诉讼数量"}


def is_of_list(one: Look, table: str) -> bool:
    """Whether a label is a row of the list: 涉及国家秘密 under the columns of another ``table`` is of that one."""
    tables = {meaning.table for meaning in one.labels if meaning.axis == "row"}
    return "statistics" in tables and (len(tables) == 1 or table not in tables - {"statistics"})


class OldList:
    """Reads rows of the list and remembers which were named, as some names stand under two wholes."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._named: dict[str, int] = {}  # row -> when it was named last

    def hear(self, line: str) -> None:
        """A line between grids that names a whole: a row that the table has lost still parts the others."""
        words = key(line)
        for code, name in _WHOLES.items():
            if name in words:
                self._named[code] = max(self._named.values(), default=0) + 1

    def read(self, row: list[Cell], looks: list[Look]) -> None:
        """A row of the list of 2014: each label with the first figure to its right."""
        label: Label | None = None
        unit = ""
        for cell, one in zip(row, looks):
            if any(meaning.table == "statistics" for meaning in one.labels):
                label, unit = self._meaning(one), ""
                if label is None:
                    zh, en = (
                        f"统计表中有两行叫“{cell.text}”，无法分辨",
                        f"two rows of the list are called {cell.text}",
                    )
                    self._found.say("unknown_row", zh, en, cell.where)
                    continue
                self._found.vote(label)
                # A row speaks for its whole too, whose own row may be lost.
                now = max(self._named.values(), default=0) + 1
                self._named[label.code] = self._named[label.parent] = now
            elif label is not None and one.value is not None:
                word = normalise(cell.text).text.strip()
                if one.value.status == "unreadable" and word in codebook.units():
                    unit = word
                elif ("statistics", label.code, "count") in units_of_cells():
                    self._found.keep(
                        ("statistics", label.code, "count"), one.value, unit, cell.where
                    )
                    label = None

    def _meaning(self, one: Look) -> Label | None:
        """维持, 纠错 and 其他 stand under 复议 and under 诉讼: the one whose whole was named last."""
        meanings = [label for label in one.labels if label.table == "statistics"]
        if len(meanings) == 1:
            return meanings[0]
        # Not the same row twice: its own whole may stand there under a name that nobody knows.
        fresh = [meaning for meaning in meanings if meaning.code not in self._named] or meanings
        if not any(meaning.parent in self._named for meaning in meanings):
            return None
        return max(fresh, key=lambda meaning: self._named.get(meaning.parent, -1))
