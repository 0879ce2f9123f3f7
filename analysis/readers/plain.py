"""Plain text and Markdown into documents: a line is a paragraph, aligned lines are a table.

Tables come as pipe tables, as lines with tabs, as columns set off by two or more spaces, as a label
with its numbers behind it (the way a PDF copies), or - in Markdown - as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from analysis.document import Cell, Document, Grid, Paragraph
from analysis.readers import aligned, drawn, pageinfo
from analysis.readers.aligned import FIGURE, Field, Row
from analysis.readers.decoding import DAMAGED
from analysis.readers.refusals import Refusal

_MOST_LINES, _LONGEST_LINE = 50_000, 1_000_000
# A rule under a header; a row of single strokes is a row of figures.
_RULE = re.compile(r"(?=.*(?:-{3}|:-|-:|[=─━┄═_]{3}))[\s|:+=─━┄═\-_]*")
_HEADING = re.compile(r"#{1,6}\s+|>\s?")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_PIPE = re.compile(r"(?<!\\)\|")
# 821 | 35 | 859 | ||||: cells with spaces around them, then bars alone that make up for lost ones.
_FILLED_UP = re.compile(r"[^|\s] \| ?\|{2,}\s*$")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_WIDE = re.compile(r"[^\s\u3000](?:[^\t\n]*?[^\s\u3000])??(?=\s{2,}|\t|\u3000{2,}|\s*$)")
_TAIL = re.compile(rf"\s{FIGURE}(?:\s+{FIGURE})*\s*$")
_LONE_FIGURE = re.compile(rf"[ ]{{2,}}{FIGURE}\s*")
_SENTENCE = re.compile("[；。]|，(?![^（(]*[）)])")  # a label may have a comma in its brackets
_SECTION = re.compile("(?:情况|报告的事项)$")
_MOST_BLANK_ROWS = 12
_FIELD = re.compile(r"\S+")
_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(text: str) -> Document:
    """Read a text; ``where`` is ``L12`` for a line and ``L12:5-9`` for characters 5 to 9 of it."""
    if not text.strip():
        raise Refusal("empty")
    blocks: list[Paragraph | Grid] = []
    unclear: list[int] = []
    done = 0
    for table in _HTML_TABLE.finditer(text):
        blocks += _read_lines(text[done : table.start()], text.count("\n", 0, done), unclear)
        from analysis.readers import html  # only Markdown with HTML in it needs the parser

        blocks += html.read_tables(table.group())
        done = table.end()
    blocks += _read_lines(text[done:], text.count("\n", 0, done), unclear)
    metadata: dict[str, str] = {}
    blocks = pageinfo.take(blocks, metadata)
    messages = [DAMAGED] if "\ufffd" in text else []
    if unclear:
        messages.append(_unclear(unclear))
    return Document("text", tuple(blocks), metadata, tuple(messages))


def _unclear(lines: list[int]) -> tuple[str, str]:
    """What is said of lines with figures whose columns are not certain."""
    return (
        f"有 {len(lines)} 行的数字分不清属于哪一列，未取数（首见第 {lines[0]} 行）",
        f"lines with figures whose columns are not certain: {len(lines)}, from line {lines[0]} on; "
        "no number is taken from them",
    )


def _read_lines(text: str, before: int, unclear: list[int]) -> list[Paragraph | Grid]:
    """The blocks of a text that begins behind line ``before``; lines of unclear columns are added to ``unclear``."""
    printed = text.splitlines()
    if len(printed) > _MOST_LINES or max(map(len, printed), default=0) > _LONGEST_LINE:
        raise Refusal("too_complex")
    numbered = _with_cells_in_line(list(enumerate(_with_bars(printed), before + 1)))
    lines = [line for _, line in numbered]
    blocks: list[Paragraph | Grid] = []
    done = 0
    for start, end in drawn.find(lines):
        blocks += _undrawn(numbered[done:start], unclear)
        grid = drawn.read(lines[start:end], numbered[start][0])
        if grid is not None:
            blocks.append(grid)
        done = end
    blocks += _undrawn(numbered[done:], unclear)
    return [block for block in blocks if isinstance(block, Grid) or block.text]


def _with_bars(lines: list[str]) -> list[str]:
    """Lines with bars for wide ones, where neighbours have as many: a single line may be a title."""
    counts = [line.count("｜") for line in lines]
    if not any(counts):
        return lines
    return [
        line.replace("｜", "|") if count > 1 and count in near else line
        for line, count, *near in zip(lines, counts, [0, *counts], [*counts[1:], 0])
    ]


def _with_cells_in_line(numbered: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines with their numbers; a row whose cells stand on lines of their own, behind a lone bar, is one line."""
    joined: list[tuple[int, str]] = []
    in_row = False
    for number, line in numbered:
        words = line.strip()
        if in_row and "|" in words and not words.startswith("|"):
            joined[-1] = (joined[-1][0], f"{joined[-1][1]} {words}")
            continue
        in_row = words == "|"
        joined.append((number, line))
    return joined


def _undrawn(numbered: list[tuple[int, str]], unclear: list[int]) -> Iterator[Paragraph | Grid]:
    """Lines without drawn tables: what is aligned or parted by pipes or tabs is a table."""
    kinds = _kinds([line for _, line in numbered])
    for kind, group in groupby(zip(numbered, kinds), key=lambda item: item[1]):
        chosen = [line for line, _ in group]
        yield from _table(kind, chosen, unclear) if kind else map(_paragraph, *zip(*chosen))


def _kinds(lines: list[str]) -> list[str]:
    """The kind of each line; what belongs to a table only by its neighbours is told from them."""
    kinds = [_kind(line) for line in lines]
    last = None  # the last line of a table without bars, while what follows may belong to it
    for place, line in enumerate(lines):
        if (
            place
            and kinds[place - 1] == "pipe"
            and _is_bare(line)
            and line.count("|") == lines[place - 1].count("|")
        ):
            kinds[place] = "pipe"  # a row of blanks
        if last is not None and kinds[last] == "space" and _LONE_FIGURE.fullmatch(line):
            kinds[place] = "space"
        if last is not None and kinds[place] == kinds[last]:
            kinds[last:place] = [kinds[place]] * (place - last)
        if kinds[place] in ("space", "tab"):
            last = place
        elif last is not None and (kinds[place] or not _may_go_on(line, place - last)):
            last = None
    return kinds


def _may_go_on(line: str, after: int) -> bool:
    """A label without figures, a line between two parts of a table; not the title of a section."""
    words = line.strip()
    return (
        0 < len(words) <= 40
        and after <= _MOST_BLANK_ROWS
        and not _SENTENCE.search(words)
        and not _SECTION.search(words)
    )


def _kind(line: str) -> str:
    """pipe, tab, space or figures for a line of a table; "" for a line of text."""
    if "|" in line:
        bars = len(_PIPE.findall(line))
        edged = line.strip().startswith("|") and line.strip().endswith("|")
        if (bars > 2 or (bars == 2 and not edged)) and not _is_bare(line):
            return "pipe"
        return "pipe" if bars > 1 and _RULE.fullmatch(line) else ""
    if "\t" in line.lstrip():
        return "tab"
    if len(line) < 600 and len(_WIDE.findall(line)) > 1 and not line.startswith("\u3000"):
        return "space"
    return (
        "figures"
        if len(line) < 200 and _TAIL.search(line) and line.rstrip()[-1:] not in "。；"
        else ""
    )


def _is_bare(line: str) -> bool:
    """Only bars and blanks: what is left of a lost table."""
    return not line.replace("|", "").strip()


def _paragraph(number: int, line: str) -> Paragraph:
    words = line.strip()
    heading = _HEADING.match(words)
    words = words[heading.end() :].rstrip("#") if heading else words
    words = _EMPHASIS.sub(lambda match: match[1] or match[2], words).strip()
    return Paragraph("" if _is_bare(words) else words.strip("|").strip(), f"L{number}")


def _table(
    kind: str, lines: list[tuple[int, str]], unclear: list[int]
) -> Iterator[Paragraph | Grid]:
    """The grid of consecutive lines of one kind; text again if they do not line up."""
    split = {
        "pipe": _split_pipes,
        "tab": _split_tabs,
        "space": _split_wide,
        "figures": _split_figures,
    }
    rows = [(number, split[kind](line)) for number, line in lines if not _RULE.fullmatch(line)]
    if kind == "pipe":
        rows = _within_bars(_within_bars(rows, 0), -1)
    if kind == "pipe" and any(_FILLED_UP.search(line) for _, line in lines):
        rows = [(number, _without_filling(fields)) for number, fields in rows]
    if kind == "space":
        rows, doubtful = aligned.align(rows, dict(lines))
        unclear += doubtful
    filled = sum(1 for _, fields in rows if sum(1 for field in fields if field and field[0]) > 1)
    if not filled or (kind == "space" and filled < 2):
        yield from (_paragraph(number, line) for number, line in lines)
        return
    width = max(len(fields) for _, fields in rows)
    cells = []
    for r, (number, fields) in enumerate(rows):
        if kind == "tab":  # editors cut off tabs at the end of a line
            fields += [None] * (width - len(fields))
        for column, field in enumerate(fields):
            text, start, end = field or ("", 0, 0)
            where = f"L{number}:{start + 1}-{max(end, start + 1)}" if field else f"L{number}"
            cells.append(Cell(text, r, column, 1, 1, where))
    yield Grid(tuple(cells), len(rows), width, f"L{rows[0][0]}-{rows[-1][0]}")
    if kind != "pipe":  # a sentence may look like a row: narrative reading wants it too
        for number, line in lines:
            if re.search("[，；。]", line):
                yield _paragraph(number, line)


def _split_pipes(line: str) -> list[Field]:
    places = [match.start() for match in _PIPE.finditer(line)]
    starts = [0, *(place + 1 for place in places)]
    ends = [*places, len(line)]
    fields = []
    for start, end in zip(starts, ends):
        words = _BREAK.sub("\n", line[start:end]).replace("\\|", "|").strip()
        words = _EMPHASIS.sub(lambda match: match[1] or match[2], words)
        fields.append((words, start, end))
    return fields


def _within_bars(rows: list[Row], end: int) -> list[Row]:
    """Rows without the nothing outside an outer bar; where others have no bar at that end, it is an empty cell."""
    cells = max((len(fields) for _, fields in rows if fields[end][0]), default=0)
    rest = slice(1, None) if end == 0 else slice(end)
    return [
        (number, fields[rest] if len(fields) > cells and not fields[end][0] else fields)
        for number, fields in rows
    ]


def _without_filling(fields: list[Field]) -> list[Field]:
    """A row without the empty cells at its end, where a program has filled rows up with bars: 859 | ||||."""
    end = len(fields)
    while end and not fields[end - 1][0]:
        end -= 1
    return fields[:end]


def _split_tabs(line: str) -> list[Field]:
    fields, start = [], 0
    for piece in line.split("\t"):
        words = piece.strip()
        if _QUOTED.fullmatch(words):
            words = words[1:-1].replace('""', '"')
        fields.append((words, start, start + len(piece)))
        start += len(piece) + 1
    return fields


def _split_wide(line: str) -> list[Field]:
    return [(match.group().strip(), *match.span()) for match in _WIDE.finditer(line)]


def _split_figures(line: str) -> list[Field]:
    """A label, then its numbers: the numbers are the last words of the line."""
    tail = _TAIL.search(line)
    label = line[: tail.start()]
    named = re.search(
        "[\u3400-\u9fff]", label
    )  # without a label the line is figures from its first word on
    fields = [(label.strip(), 0, len(label))] if named else []
    for match in _FIELD.finditer(line, tail.start() if named else 0):
        fields.append((match.group(), *match.span()))
    return fields
