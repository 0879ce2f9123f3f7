"""The statutory tables and lists of numbers as text for a terminal, Chinese counted two wide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis import codebook, form, screen
from analysis.facts import Fact

LABEL = 34  # columns of a row's label
CELL = 9  # columns of a number


def print_tables(version: str, facts: Iterable[Fact]) -> None:
    """Print each statutory table that the report has, a line a row; ``·`` is blank, ``?`` unreadable."""
    cells = {(fact.table, fact.row, fact.column): fact for fact in facts}
    for table in form.table("tables"):
        if table["version"] == version and any(key[0] == table["table"] for key in cells):
            print(f"\n{table['section']} {table['zh']} / {table['en']}".replace("\n ", "\n"))
            _print_table(version, table["table"], cells)


def _print_table(version: str, table: str, cells: Mapping[tuple[str, str, str], Fact]) -> None:
    shown, group = None, ""
    for row in form.rows(version, table):
        if row["kind"] == "group":
            group = f"{row['number']}{row['zh']}"
        columns = [c for c in form.columns(version, table, row["row"]) if c["kind"] != "group"]
        found = [cells.get((table, row["row"], c["column"])) for c in columns]
        if all(fact is None or fact.status == "absent" for fact in found):
            continue
        printed = [
            (c, f) for c, f in zip(columns, found, strict=True) if f or c["kind"] != "subtotal"
        ]
        heads = tuple(c["zh"] for c, _ in printed)
        if heads != shown:
            print(" " * LABEL + "".join(_right(_short(head, CELL - 1), CELL) for head in heads))
            shown = heads
        if group and row["parent"] and row["kind"] != "subtotal":
            print(group)
        group = ""
        label = _short(f"{row['number']}{row['zh']}", LABEL - 1)
        print(_left(label, LABEL) + "".join(_right(_cell(fact), CELL) for _, fact in printed))


def _cell(fact: Fact | None) -> str:
    if fact is None or fact.status == "absent":
        return "缺"
    if fact.value is not None:
        return f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
    return {"blank": "·", "unreadable": "?"}.get(fact.status, fact.text.strip() or "/")


def print_list(
    title: str, facts: Iterable[Fact], table: str, known: Mapping[str, Mapping[str, str]]
) -> None:
    """Print the numbers of the narrative: name, number with its hedge, the report's words."""
    rows = [fact for fact in facts if fact.table == table]
    print(f"\n{title}：{'' if rows else '报告文字里没有 / none in the words of the report'}")
    for fact in rows:
        name = (
            codebook.channel_label(fact.row, fact.members)
            if table == "channels"
            else known[fact.row]["zh"]
        )
        hedge = {"at_least": "≥", "at_most": "≤", "about": "≈"}.get(fact.approx, "")
        remarks = [f"属于 {known[fact.part_of]['zh']}"] if fact.part_of in known else []
        remarks += [codebook.label("scope", fact.scope)] if fact.scope != "year" else []
        note = f"（{'；'.join(remarks)}）" if remarks else ""
        print(
            f"  {_left(name + note, LABEL)}{_right(f'{hedge}{fact.value}{fact.unit}', 14)}  {fact.text}"
        )


def _left(words: str, width: int) -> str:
    return words + " " * max(width - screen.width(words), 1)


def _right(words: str, width: int) -> str:
    return " " * max(width - screen.width(words), 1) + words


def _short(words: str, width: int) -> str:
    """``words`` cut to ``width`` columns, with an ellipsis that says so."""
    if screen.width(words) <= width:
        return words
    kept = ""
    for letter in words:
        if screen.width(kept + letter) > width - 1:
            break
        kept += letter
    return kept + "…"
