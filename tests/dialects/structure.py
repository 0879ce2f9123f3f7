"""Twists of the tables themselves: rows merged, columns added, tables cut in pieces."""

from __future__ import annotations

import itertools
import random

from dialects.sheets import ABSENT, Line, Piece, Sheet, Table, Twist, resized

_PARTS = ("other_no_correction", "other_no_payment", "other_other")
_ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")


def merged_other(sheet: Sheet, rng: random.Random) -> None:
    """（六）其他处理 of the form of 2021 as one row with the sum of its three parts."""
    table = sheet.table("requests")
    rows = sorted({p.row for p in table.pieces if p.key and p.key[1] in _PARTS})
    if len(rows) != 3:
        return
    group = next(p for p in table.pieces if p.text.endswith("其他处理") and p.rowspan == 3)
    table.pieces = [
        p
        for p in table.pieces
        if p.row not in rows[1:] and not (p.role == "label" and p.row == rows[0] and p is not group)
    ]
    group.rowspan, group.colspan = 1, 2
    for piece in table.pieces:
        if piece.key and piece.key[1] in _PARTS:
            keys = [("requests", part, piece.key[2]) for part in _PARTS]
            values = [sheet.expected.pop(key) for key in keys]
            sheet.expected |= dict.fromkeys(keys, ABSENT)
            piece.key = ("requests", "other_subtotal", piece.key[2])
            _set_sum(sheet, piece, values)
    _remove_rows(table, rows[1:])


def subtotal_column(sheet: Sheet, rng: random.Random) -> None:
    """A column 小计 under 法人或其他组织."""
    table = sheet.table("requests")
    at = 1 + max(p.column for p in table.pieces if p.key and p.key[2] == "other_org")
    for piece in table.pieces:
        if piece.column >= at:
            piece.column += 1
        elif piece.column + piece.colspan >= at and piece.role == "head" and piece.colspan > 3:
            piece.colspan += 1  # 申请人情况, 法人或其他组织
    table.widths.insert(at, table.widths[at - 1])
    table.pieces.append(Piece("小计", 2, at, role="head"))
    for row in range(table.header_rows, table.n_rows):
        code = next(p.key[1] for p in table.pieces if p.row == row and p.key)
        new = Piece("", row, at, key=("requests", code, "organisations_subtotal"))
        values = [sheet.expected[("requests", code, column)] for column in _ORGANISATIONS]
        _set_sum(sheet, new, values)
        table.pieces.append(new)


def split_requests(at: int = 9, repeat_header: bool = False, label_again: bool = True) -> Twist:
    """表三 as two tables: ``at`` is the row of the cut; a label over the cut comes again, or not."""

    def twist(sheet: Sheet, rng: random.Random) -> None:
        table = sheet.table("requests")
        first, second = _cut(table, table.header_rows + at, repeat_header, label_again)
        index = sheet.blocks.index(table)
        sheet.blocks[index : index + 1] = [first, Line("body", ""), second]

    twist.__name__ = (
        f"split_{at}_{'header' if repeat_header else 'bare'}_{'again' if label_again else 'once'}"
    )
    return twist


def split_proactive(sheet: Sheet, rng: random.Random) -> None:
    """表二 as one table for each article."""
    table = sheet.table("proactive")
    starts = [p.row for p in table.pieces if p.role == "block"]
    rest = table
    tables = []
    for start, next_start in itertools.pairwise(starts):
        piece, rest = _cut(rest, next_start - start, False, False)
        tables.append(piece)
    index = sheet.blocks.index(table)
    blocks = [block for t in (*tables, rest) for block in (t, Line("body", ""))]
    sheet.blocks[index : index + 1] = blocks[:-1]


def disputes_in_three(captions: bool = False) -> Twist:
    """表四 as three small tables, each under its name in a row of its own or in a line before it."""

    def twist(sheet: Sheet, rng: random.Random) -> None:
        table = sheet.table("disputes")
        numbers = [p for p in table.pieces if p.key]
        heads = {
            p.column: p
            for p in table.pieces
            if p.row + p.rowspan == 3 and p.role == "head" and p.colspan == 1
        }
        names = {
            "review": "行政复议",
            "litigation_direct": "行政诉讼（未经复议直接起诉）",
            "litigation_after_review": "行政诉讼（复议后起诉）",
        }
        blocks: list[Line | Table] = []
        for code, name in names.items():
            own = [p for p in numbers if p.key[1] == code]
            top = 0 if captions else 1
            pieces = [] if captions else [Piece(name, 0, 0, colspan=5, role="head")]
            for i, number in enumerate(own):
                pieces.append(resized(heads[number.column], row=top, column=i, rowspan=1))
                pieces.append(resized(number, row=top + 1, column=i))
            blocks.append(Line("body", name if captions else ""))
            blocks.append(Table("disputes", pieces, top + 2, table.widths[:5], top + 1))
        index = sheet.blocks.index(table)
        sheet.blocks[index : index + 1] = blocks

    twist.__name__ = f"disputes_in_three_{'captions' if captions else 'rows'}"
    return twist


def disputes_upright(sheet: Sheet, rng: random.Random) -> None:
    """表四 turned: one line a measure, the three kinds of case as columns."""
    table = sheet.table("disputes")
    numbers = [p for p in table.pieces if p.key]
    codes = list(dict.fromkeys(p.key[1] for p in numbers))
    measures = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    pieces = [Piece("类别", 0, 0, role="head")]
    names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    pieces += [Piece(name, 0, i, role="head") for i, name in enumerate(names, 1)]
    pieces += [Piece(name, i, 0, role="label") for i, name in enumerate(measures, 1)]
    for i, number in enumerate(numbers):
        pieces.append(resized(number, row=1 + i % 5, column=1 + codes.index(number.key[1])))
    sheet.blocks[sheet.blocks.index(table)] = Table("disputes", pieces, 6, [30, 40, 40, 40], 1)


def no_top_header(sheet: Sheet, rng: random.Random) -> None:
    """表三 without the row 申请人情况 above its header."""
    table = sheet.table("requests")
    table.pieces = [p for p in table.pieces if p.text != "申请人情况"]
    corner = next(p for p in table.pieces if p.row == 0)
    corner.row, corner.rowspan = 1, corner.rowspan - 1
    _remove_rows(table, [0])
    table.header_rows -= 1


def total_first(sheet: Sheet, rng: random.Random) -> None:
    """总计 as the first of the number columns of 表三."""
    table = sheet.table("requests")
    first, last = 3, len(table.widths) - 1
    for piece in table.pieces:
        if piece.column == last and (piece.key or piece.text == "总计"):
            piece.column = first
        elif piece.column >= first and piece.text != "申请人情况":
            piece.column += 1


def rows_shuffled(sheet: Sheet, rng: random.Random) -> None:
    """The reasons of （三）不予公开 in another order: rows are known by name, not by place."""
    table = sheet.table("requests")
    rows = sorted({p.row for p in table.pieces if p.key and p.key[1].startswith("refused_")})
    order = rows[:]
    rng.shuffle(order)
    place = dict(zip(rows, order, strict=True))
    for piece in table.pieces:
        if piece.rowspan == 1 and piece.row in place:
            piece.row = place[piece.row]


def row_missing(sheet: Sheet, rng: random.Random) -> None:
    """Some rows of 表三 left out: absent, and the others must not move up."""
    table = sheet.table("requests")
    for code in ("refused_process", "unprocessed_repeat"):
        row = next(p.row for p in table.pieces if p.key and p.key[1] == code)
        for piece in [p for p in table.pieces if p.row == row and p.rowspan == 1]:
            table.pieces.remove(piece)
            if piece.key:
                sheet.expected[piece.key] = ABSENT
        _remove_rows(table, [row])


def spare_rows(sheet: Sheet, rng: random.Random) -> None:
    """An empty row at the end of each table, as editors leave them."""
    for table in sheet.tables:
        table.pieces += [
            Piece("", table.n_rows, column, role="spare") for column in range(len(table.widths))
        ]
        table.n_rows += 1


def cell_missing(sheet: Sheet, rng: random.Random) -> None:
    """A number cell lost from some rows of 表三: those after it stand one column too far left.

    Nobody can tell which one is lost, so no number of such a row may be given for certain.
    """
    table = sheet.table("requests")
    for row in rng.sample(range(table.header_rows, table.n_rows), 4):
        numbers = sorted(
            (p for p in table.pieces if p.row == row and p.key), key=lambda p: p.column
        )
        lost = rng.choice(numbers)
        table.pieces.remove(lost)
        sheet.expected[lost.key] = ABSENT
        for piece in numbers:
            if piece.column > lost.column:
                piece.column -= 1


def cell_extra(sheet: Sheet, rng: random.Random) -> None:
    """A stray cell in some rows of 表三: those after it stand one column too far right."""
    table = sheet.table("requests")
    for row in rng.sample(range(table.header_rows, table.n_rows), 4):
        numbers = sorted(
            (p for p in table.pieces if p.row == row and p.key), key=lambda p: p.column
        )
        at = rng.choice(numbers).column
        for piece in numbers:
            if piece.column >= at:
                piece.column += 1
        table.pieces.append(Piece(str(rng.randrange(1_000_000, 2_000_000)), row, at, role="spare"))


def unmerged(mode: str = "copy") -> Twist:
    """No merged cells: what a span covers is repeated (``copy``) or left empty (``blank``)."""

    def twist(sheet: Sheet, rng: random.Random) -> None:
        for table in sheet.tables:
            pieces = []
            for piece in table.pieces:
                if piece.key:  # a number stands once
                    pieces.append(resized(piece, colspan=1))
                    pieces += [Piece("", piece.row, c, role="spare") for c in piece.columns[1:]]
                    continue
                for row in piece.rows:
                    for column in piece.columns:
                        again = mode == "copy" or (row, column) == (piece.row, piece.column)
                        text = piece.text if again else ""
                        pieces.append(Piece(text, row, column, role=piece.role))
            table.pieces = pieces

    twist.__name__ = f"unmerged_{mode}"
    return twist


def packed(pad: bool = True) -> Twist:
    """Spans lost without a trace: each row has its own cells only, moved left; ``pad`` fills it up again."""

    def twist(sheet: Sheet, rng: random.Random) -> None:
        for table in sheet.tables:
            pieces: list[Piece] = []
            for row in range(table.n_rows):
                own = sorted((p for p in table.pieces if p.row == row), key=lambda p: p.column)
                pieces += [
                    resized(piece, colspan=1, rowspan=1, column=column)
                    for column, piece in enumerate(own)
                ]
                spare = range(len(own), len(table.widths)) if pad else ()
                pieces += [Piece("", row, column, role="spare") for column in spare]
            table.pieces = pieces

    twist.__name__ = f"packed_{'padded' if pad else 'bare'}"
    return twist


def _set_sum(sheet: Sheet, piece: Piece, values: list[tuple]) -> None:
    known = [value for status, value in values if status == "reported"]
    piece.text = str(sum(known)) if known else ""
    sheet.expected[piece.key] = ("reported", sum(known)) if known else ("blank", None)


def _remove_rows(table: Table, rows: list[int]) -> None:
    """Close the gap of removed rows; spans over them shrink."""
    for row in sorted(rows, reverse=True):
        for piece in table.pieces:
            if piece.row > row:
                piece.row -= 1
            elif row in piece.rows:
                piece.rowspan -= 1
        table.n_rows -= 1


def _cut(table: Table, at: int, repeat_header: bool, label_again: bool) -> tuple[Table, Table]:
    head = table.header_rows if repeat_header else 0
    first = [resized(p, rowspan=min(p.rowspan, at - p.row)) for p in table.pieces if p.row < at]
    second = [resized(p) for p in table.pieces if p.row < head]
    for piece in table.pieces:
        if piece.row >= at:
            second.append(resized(piece, row=piece.row - at + head))
        elif piece.row + piece.rowspan > at:
            rowspan = piece.row + piece.rowspan - at
            text = piece.text if label_again else ""
            second.append(resized(piece, row=head, rowspan=rowspan, text=text, key=None))
    return (
        Table(table.code, first, at, table.widths, table.header_rows),
        Table(table.code, second, table.n_rows - at + head, list(table.widths), head),
    )
