"""Rules about a report as a document: its tables, sections, organ and year, statements and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from analysis import form
from analysis.checks.findings import Finding
from analysis.checks.ledger import Cell, Ledger
from analysis.checks.likeness import likeness
from analysis.checks.rules import across, inside, state

_LEFTOVER = re.compile(r"[XxＸ×]{2,}|20[XxＸ×]{2}")
SECTIONED = ("2019", "2021")  # the versions of the form that have six sections
_WHOLE = ("html", "pdf", "docx")  # copied text may have lost its tables, a published file has not
_UNPLACED = (
    "unknown_row",
    "unknown_column",
    "lost_spans",
    "conflict",
)  # the reader could not place something
_NOT_FOUND = {
    "broken": (
        "没有找到这张表，也可能是图片或在附件里，请看原文",
        "the table was not found; it may be a picture or an attachment",
    ),
    "unverifiable": (
        "没有找到这张表，所得文本可能没有保留表格",
        "the table was not found; the copy may have lost it",
    ),
}
_SKIPPED = ("other_year", "lost_spans")  # the reader saw a table and left it unread
_DIGIT = "[一二三四五六七八九]"
_NUMBERED = re.compile(
    rf"^(?:第(?P<part>{_DIGIT})部分|（(?P<round>{_DIGIT})）|(?P<plain>{_DIGIT})、)[\s、：]*"
)
COPIED = 0.9  # share of section five inside copied runs that makes a copy
SHORTEST = 30  # characters below which nothing is said of copies
LATE = timedelta(days=366)  # after the due day: no late report but a page that was moved


@inside
def structure_tables(ledger: Ledger) -> Iterator[Finding]:
    """Every cell that the form asks for is on the page."""
    for table in form.TABLES:
        cells = form.cells(ledger.form, table)
        if not cells:
            continue
        absent = [(table, r, c) for r, c in cells if _absent(ledger, (table, r, c))]
        if not absent:
            yield state(ledger, "structure.tables", "holds", table)
            continue
        verdict = "broken" if _is_whole(ledger) else "unverifiable"
        if not ledger.has(table) or len(absent) == len(cells):
            skipped = _skipped(ledger, table)
            verdict = "unverifiable" if skipped else verdict
            (zh, en), absent = skipped or _NOT_FOUND[verdict], []
        else:
            zh, en = (
                f"应有 {len(cells)} 格，缺 {len(absent)} 格",
                f"{len(absent)} of {len(cells)} cells missing",
            )
        found = state(ledger, "structure.tables", verdict, table, cells=absent[:8], zh=zh, en=en)
        yield found._replace(table=table)


def _skipped(ledger: Ledger, table: str) -> tuple[str, str] | None:
    """What the reader said of a table that stands on the page and was left unread; None if it saw none."""
    sections = {e["section"] for e in form.table("tables") if e["table"] == table}
    unseen = {m.get("where") for m in ledger.messages if m["code"] == "table_missing"}
    said = [m for m in ledger.messages if m["code"] in _SKIPPED]
    if not said or sections & unseen:
        return None
    zh, en = ("；".join(dict.fromkeys(m[language] for m in said)) for language in ("zh", "en"))
    return f"文件里有表格没有读：{zh}", f"a table of the file was not read: {en}"


def _is_whole(ledger: Ledger) -> bool:
    """A published file of the present forms, of which the reader placed everything it saw."""
    unplaced = any(m["code"] in _UNPLACED for m in ledger.messages)
    return ledger.source in _WHOLE and ledger.form in SECTIONED and not unplaced


def _absent(ledger: Ledger, cell: Cell) -> bool:
    """Whether a cell is neither on the page nor part of a row printed as one."""
    fact = ledger.facts.get(cell)
    if fact is not None and fact.status != "absent":
        return False
    parent = next((r["parent"] for r in form.rows(ledger.form, cell[0]) if r["row"] == cell[1]), "")
    merged = ledger.facts.get((cell[0], f"{parent}_subtotal", cell[2]))
    return merged is None or merged.status == "absent"


@inside
def structure_sections(ledger: Ledger) -> Iterator[Finding]:
    """Six sections in their order, numbered one to six, of a report whose words are at hand."""
    rule = "structure.sections"
    if ledger.form and ledger.form not in SECTIONED:
        yield state(ledger, rule, "not_applicable")
        return
    if not ledger.sections:
        yield state(ledger, rule, "unverifiable", zh="没有正文", en="no text at hand")
        return
    wrong = list(_wrong_sections(ledger))
    if wrong:
        zh, en = "；".join(w[0] for w in wrong), "; ".join(w[1] for w in wrong)
        yield state(ledger, rule, "broken", zh=zh, en=en)
        return
    other = [(n, words) for n, words in ledger.headings if not _is_title(n, words)]
    other += [(n, _unknown_title(ledger, n)) for n in form.sections() if n not in ledger.sections]
    if other:
        zh = "；".join(f"“{words}”，格式为“{form.sections()[n]}”" for n, words in other)
        en = "; ".join(f"“{words}” for “{form.sections()[n]}”" for n, words in other)
        yield state(
            ledger, rule, "explained", reading="titles in other words",
            zh=f"用语与格式不尽相同：{zh}", en=f"titles in other words: {en}",
        )  # fmt: skip
        return
    yield state(ledger, rule, "holds")


def _wrong_sections(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """What is missing, out of order or wrongly numbered, in zh and en."""
    missing = [
        n for n in form.sections() if n not in ledger.sections and not _unknown_title(ledger, n)
    ]
    if missing:
        yield f"缺第{'、'.join(missing)}部分", f"missing: {', '.join(missing)}"
    order = list(dict.fromkeys(n for n, _ in ledger.headings))
    if order != sorted(order, key=list(form.sections()).index):
        yield f"顺序为{'、'.join(order)}", f"they stand in the order {', '.join(order)}"
    for number, words in ledger.headings:
        printed = _NUMBERED.match(words)
        if printed and next(filter(None, printed.groups())) != number:
            yield f"“{words}”应为第{number}部分", f"“{words}” should be number {number}"


def _unknown_title(ledger: Ledger, number: str) -> str:
    """What stands in place of a title that was not recognised: its line, or … before its table."""
    for text in ledger.sections.values():
        for line in text.splitlines():
            printed = _NUMBERED.match(line)
            if printed and number in (printed["part"], printed["plain"]):
                return line[:30]
    table = next(
        (t for t in form.table("tables") if (t["version"], t["section"]) == (ledger.form, number)),
        None,
    )
    return "…" if table is not None and ledger.has(table["table"]) else ""


def _is_title(number: str, words: str) -> bool:
    title = _NUMBERED.sub("", words).replace("的", "")
    return title == form.sections()[number].replace("的", "") or title == form.sections()[number]


@inside
def structure_identity(ledger: Ledger) -> Iterator[Finding]:
    """No conflict of organ or year in the file, no leftovers of a template."""
    if not ledger.sections:
        yield state(
            ledger, "structure.identity", "unverifiable", zh="没有正文", en="no text at hand"
        )
        return
    conflicts = [
        m
        for m in ledger.messages
        if m["code"] in {"year_conflict", "agency_conflict", "form_conflict"}
    ]
    left = [
        m.group()
        for text in (ledger.title, *ledger.sections.values())
        for m in _LEFTOVER.finditer(text)
    ]
    zh = "；".join([m["zh"] for m in conflicts] + [f"模板占位“{words}”" for words in left])
    en = "; ".join(
        [m["en"] for m in conflicts] + [f"template leftover “{words}”" for words in left]
    )
    verdict = "broken" if conflicts or left else "holds"
    yield state(ledger, "structure.identity", verdict, zh=zh, en=en)


@inside
def structure_fee_statement(ledger: Ledger) -> Iterator[Finding]:
    """Section six speaks of information processing fees."""
    if "六" not in ledger.sections:
        yield state(
            ledger,
            "structure.fee_statement",
            "unverifiable",
            zh="没有第六部分的文字",
            en="no section 6 at hand",
        )
        return
    words = ledger.sections["六"]
    told = "费" in words or any(f.row == "fee_yuan" for f in ledger.narrative)
    unpaid = ledger.value("requests", "other_no_payment", "total")
    verdict = "holds" if told else "broken"
    zh, en = (
        ("", "")
        if told or not unpaid
        else ("有因未缴费不再处理的申请", "there are unpaid requests")
    )
    yield state(ledger, "structure.fee_statement", verdict, zh=zh, en=en)


@inside
def structure_deadline(ledger: Ledger) -> Iterator[Finding]:
    """Published by the day that the form's time sets; an unknown date proves nothing.

    The date is that of the page's own data: of a page moved to a new site it is the day of the move.
    """
    rule = "structure.deadline"
    try:
        published = date.fromisoformat(ledger.published_on)
    except ValueError:
        published = None
    if published is None or ledger.year is None or not ledger.kind:
        zh, en = "发布日期或机关类别不明", "date or kind of organ not known"
        yield state(ledger, rule, "unverifiable", zh=zh, en=en)
        return
    day = form.versions()[ledger.form][f"due_{ledger.kind}"]
    due = date.fromisoformat(f"{ledger.year + 1}-{day}")
    zh = f"页面所注日期 {published}，期限 {due}"
    en = f"dated {published} by its page, due {due}"
    if published > due + LATE:
        yield state(
            ledger, rule, "unverifiable",
            zh=f"{zh}；晚了一年以上，可能是网站迁移后的日期", en=f"{en}; more than a year late: the page may have been moved",
        )  # fmt: skip
        return
    yield state(ledger, rule, "holds" if published <= due else "broken", zh=zh, en=en)


@inside
def quality_problems(ledger: Ledger) -> Iterator[Finding]:
    """Section five says something."""
    if not ledger.sections:
        yield state(ledger, "quality.problems", "unverifiable", zh="没有正文", en="no text at hand")
        return
    verdict = "holds" if len(ledger.sections.get("五", "").strip()) >= 10 else "broken"
    yield state(ledger, "quality.problems", verdict)


@across
def quality_copied(ledger: Ledger, before: Ledger) -> Iterator[Finding]:
    """Section five is not last year's; the share of it in copied runs of words is told."""
    rule, per = "quality.problems", "copied"
    own, then = ledger.sections.get("五", ""), before.sections.get("五", "")
    if len(own) < SHORTEST or len(then) < SHORTEST:
        zh, en = "没有两年的文字，或太短", "the words of both years are not at hand, or too short"
        yield state(ledger, rule, "unverifiable", per, zh=zh, en=en)
        return
    share = likeness(then, own)
    copied = share["copied"]
    if copied is None:
        yield state(ledger, rule, "unverifiable", per, zh="只有套话", en="boilerplate only")
        return
    zh = (
        f"与上年连续十三字以上相同的占 {copied:.0%}，逐句相同的占 {share['repeated']:.0%}，"
        f"最长公共子序列相似度 {share['subsequence']:.0%}"
    )
    en = (
        f"{copied:.0%} stands in runs of 13 or more characters of last year's, {share['repeated']:.0%} is "
        f"repeated sentence by sentence, likeness by subsequence {share['subsequence']:.0%}"
    )
    yield state(ledger, rule, "broken" if copied >= COPIED else "holds", per, zh=zh, en=en)
