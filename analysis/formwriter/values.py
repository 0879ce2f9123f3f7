"""What each cell of a written form prints, from facts of any shape that the package knows.

A number that was reported is printed; a stroke and an unreadable cell keep the words they had; a
blank stays blank, and so does what was absent or only inferred: the form shows what an organ says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from analysis import form
from analysis.errors import UsageError
from analysis.facts import FIELDS, Fact


def as_facts(report_or_facts) -> list[Fact]:
    """Facts from a report, a frame, mappings, Fact rows or None (a blank form)."""
    source = getattr(report_or_facts, "facts", report_or_facts)
    if source is None:
        return []
    if hasattr(source, "to_dict"):
        source = source.to_dict("records")
    if isinstance(source, (str, bytes, Mapping)) or not isinstance(source, Iterable):
        raise UsageError(
            f"无法从 {type(report_or_facts).__name__} 中取得数据。",
            f"Cannot take facts from a {type(report_or_facts).__name__}.",
            next_zh="请给出 read_report 的结果、事实表，或用 None 生成空白表。",
            next_en="Pass what read_report gives, a frame of facts, or None for a blank form.",
        )
    return [_fact(entry) for entry in source]


def version_of(facts: Iterable[Fact]) -> str | None:
    """The newest version whose cells hold all statutory facts, or None if there are no such facts."""
    keys = {f[:3] for f in facts if f.table in form.TABLES}
    if not keys:
        return None
    best = max(_writable(), key=lambda version: (len(keys & _cells(version)), version))
    return best


def cell_texts(facts: Iterable[Fact], version: str) -> dict[tuple[str, str, str], str]:
    """(table, row, column) -> what the cell prints. Facts outside the statutory tables are left out.

    Raises UsageError for a fact that this version has no cell for, and for two that disagree.
    """
    texts: dict[tuple[str, str, str], str] = {}
    known = _cells(version)
    for fact in facts:
        if fact.table not in form.TABLES:
            continue
        key = fact[:3]
        if key not in known:
            # Nothing is printed for a gap; a number without a cell must not vanish.
            if fact.status in {"blank", "absent"}:
                continue
            raise _no_cell(fact, version)
        text = _printed(fact, version)
        if texts.setdefault(key, text) != text:
            raise _two_values(key, texts[key], text)
    return texts


def format_number(value: int | float) -> str:
    """A number as a form prints it: 3, 7730.28; no exponent, no digits that it does not have.

    >>> format_number(7545.0), format_number(59237.2449), format_number(1e-05)
    ('7545', '59237.2449', '0.00001')
    """
    number = Decimal(str(value))
    return format(
        number.to_integral_value() if number == number.to_integral_value() else number, "f"
    )


def _writable() -> list[str]:
    return [v for v in form.versions() if any(form.rows(v, table) for table in form.TABLES)]


def _cells(version: str) -> set[tuple[str, str, str]]:
    """Every cell that this version can print, subtotals included."""
    return {
        (table, row["row"], column["column"])
        for table in form.TABLES
        for row in form.rows(version, table)
        if row["kind"] != "group"
        for column in form.columns(version, table, row["row"])
        if column["kind"] != "group"
    }


def _fact(entry) -> Fact:
    if isinstance(entry, Fact):
        return entry
    if not isinstance(entry, Mapping):
        entry = dict(zip(FIELDS, entry, strict=False))
    fields = {name: entry[name] for name in FIELDS if name in entry and not _missing(entry[name])}
    return Fact(**{"table": "", "row": "", "column": "", **fields})


def _missing(value) -> bool:
    # NaN, the missing value of frames, is the one thing that differs from itself.
    return value is None or value != value


def _printed(fact: Fact, version: str) -> str:
    if fact.status == "not_applicable":
        return fact.text.strip() or "/"
    if fact.status == "unreadable":
        return fact.text
    if fact.status != "reported":
        return ""
    try:
        number = format_number(fact.value)
    except InvalidOperation:
        number = ""
    if not number.lstrip("-").replace(".", "", 1).isdigit():
        raise _no_number(fact)
    note = f"（{fact.note}）" if fact.note and fact.note in fact.text else ""
    return number + _unit(fact, version) + note


def _unit(fact: Fact, version: str) -> str:
    """The unit where the form leaves it open (采购总金额), or where it is not the form's own."""
    own = form.unit(*fact[:3], version)
    column = next(c for c in form.columns(version, fact.table) if c["column"] == fact.column)
    if column["kind"] == "amount" and own not in column["zh"]:
        return fact.unit or own
    return "" if fact.unit in {"", own} else fact.unit


def _no_cell(fact: Fact, version: str) -> UsageError:
    return UsageError(
        f"{version} 年格式没有这一格：{fact.table}/{fact.row}/{fact.column}。",
        f"The form of {version} has no cell {fact.table}/{fact.row}/{fact.column}.",
        next_zh="请检查代码，或用 version 指定与数据相符的格式。",
        next_en="Check the codes, or give the version that the facts belong to.",
    )


def _two_values(key: tuple[str, str, str], first: str, second: str) -> UsageError:
    return UsageError(
        f"同一格有两个不同的值：{'/'.join(key)} 为 {first!r} 和 {second!r}。",
        f"Two values for one cell {'/'.join(key)}: {first!r} and {second!r}.",
        next_zh="请只给出一份报告的数据。",
        next_en="Pass the facts of one report only.",
    )


def _no_number(fact: Fact) -> UsageError:
    return UsageError(
        f"{fact.table}/{fact.row}/{fact.column} 标为已报告，但没有数：{fact.value!r}。",
        f"{fact.table}/{fact.row}/{fact.column} is marked reported but holds no number: {fact.value!r}.",
        next_zh="没有数时请用 blank 或 not_applicable。",
        next_en="Use blank or not_applicable where there is no number.",
    )
