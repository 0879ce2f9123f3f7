"""A report on its way to a file: blocks, tables of pieces, and what a right reader must find in them.

生成的虚构报告 - every report written from here is invented, or the known figures of a real one in an
invented dress. A *twist* changes a sheet the way real publishers do and, where it changes what the
page says (a zero printed as a stroke), what is expected of the reader with it.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from analysis import form
from analysis.formwriter.tables import lay_out_table
from analysis.formwriter.values import cell_texts

Key = tuple[str, str, str]
Expected = tuple[str, float | int | None]  # status, value
BLANK, ABSENT = ("blank", None), ("absent", None)

# Numbers in the prose that belong to no table.
_PROSE = (
    "（一）主动公开。{year}年，我局按照要求公开各类信息222条、行政处罚结果332条，制作政策解读3篇。",
    "（二）依申请公开。全年受理申请情况详见附表，均按期答复。",
    "（三）政府信息管理。清理文件，动态调整目录。",
    "（四）平台建设。通过微信公众号发布信息458篇。",
    "（五）监督保障。组织培训2次。",
)
_OTHER_SECTIONS = {
    "五": "一是公开的及时性有待提高；二是解读形式单一。",
    "六": "本年度未收取信息处理费。",
}


@dataclass
class Piece:
    """One cell of a table: as :class:`analysis.formwriter.tables.Box`, with the code of its number."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    role: str = "number"
    upright: bool = False
    key: Key | None = None

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.rowspan)

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.colspan)


@dataclass
class Table:
    """A table as printed; ``widths`` are relative."""

    code: str
    pieces: list[Piece]
    n_rows: int
    widths: list[float]
    header_rows: int = 0

    def places(self) -> list[list[Piece]]:
        grid: list[list[Piece]] = [[None] * len(self.widths) for _ in range(self.n_rows)]  # type: ignore[list-item]
        for piece in self.pieces:
            for row in piece.rows:
                for column in piece.columns:
                    grid[row][column] = piece
        return grid


@dataclass
class Line:
    """A paragraph: ``title``, ``heading`` or ``body``."""

    style: str
    text: str


@dataclass
class Sheet:
    """A whole report: its blocks, and by cell the status and value that a reader must find."""

    agency: str
    year: int
    version: str
    blocks: list[Line | Table] = field(default_factory=list)
    expected: dict[Key, Expected] = field(default_factory=dict)
    title: str = ""

    def table(self, code: str) -> Table:
        return next(t for t in self.tables if t.code == code)

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def lines(self) -> list[Line]:
        return [block for block in self.blocks if isinstance(block, Line)]

    def pieces(self, *roles: str) -> list[Piece]:
        return [p for table in self.tables for p in table.pieces if not roles or p.role in roles]

    def numbers(self) -> list[Piece]:
        return [piece for piece in self.pieces() if piece.key]


Twist = Callable[[Sheet, random.Random], None]


def sheet(facts, agency: str, year: int, version: str) -> Sheet:
    """The report as the form prints it."""
    texts = cell_texts(facts, version)
    title = f"{agency}{year}年政府信息公开工作年度报告"
    result = Sheet(agency, year, version, title=title)
    result.expected = {
        (t, row, column): ABSENT for t in form.TABLES for row, column in form.cells(version, t)
    }
    codes = [t for t in form.TABLES if form.rows(version, t)]
    tables = {code: _table(version, code, texts, result) for code in codes}
    for fact in facts:
        if fact[:3] in texts:
            status = "blank" if fact.status in {"absent", "inferred"} else fact.status
            result.expected[fact[:3]] = (status, fact.value if status == "reported" else None)
    result.blocks = list(_blocks(tables, title, year, agency))
    return result


def twisted(base: Sheet, twists: tuple[Twist, ...], seed: int = 0) -> Sheet:
    """A copy of ``base`` with ``twists`` applied in their order."""
    result = copy.deepcopy(base)
    for number, twist in enumerate(twists):
        twist(result, random.Random(f"{seed}/{number}"))
    return result


def _table(version: str, code: str, texts: dict[Key, str], result: Sheet) -> Table:
    # Marks in place of the texts tell which box belongs to which code.
    keys = [k for k in _all_keys(version, code) if k in result.expected or k in texts]
    marks = {key: f"\x00{i}" for i, key in enumerate(keys)}
    subtotal = {k: m for k, m in marks.items() if k in texts or not _is_sum(k)}
    if not any(k[1] == "other_subtotal" and k in texts for k in keys):
        by_mark = {m: k for k, m in subtotal.items()}
    else:
        parts = any(
            k[1] in {"other_no_correction", "other_no_payment", "other_other"} for k in texts
        )
        subtotal = {
            k: m
            for k, m in subtotal.items()
            if parts or not k[1].startswith("other_") or _is_sum(k)
        }
        by_mark = {m: k for k, m in subtotal.items()}
    laid_out = lay_out_table(version, code, subtotal)
    pieces = []
    for box in laid_out.boxes:
        piece = Piece(
            box.text, box.row, box.column, box.rowspan, box.colspan, box.role, box.upright
        )
        piece.key = by_mark.get(box.text)
        if piece.key:
            piece.text = texts.get(piece.key, "")
            result.expected[piece.key] = BLANK
        pieces.append(piece)
    return Table(code, pieces, laid_out.n_rows, list(laid_out.widths), laid_out.header_rows)


def _all_keys(version: str, code: str) -> list[Key]:
    return [
        (code, row["row"], column["column"])
        for row in form.rows(version, code)
        if row["kind"] != "group"
        for column in form.columns(version, code, row["row"])
        if column["kind"] != "group"
    ]


def _is_sum(key: Key) -> bool:
    return key[1] == "other_subtotal" or key[2] == "organisations_subtotal"


def _blocks(tables: dict[str, Table], title: str, year: int, agency: str):
    yield Line("title", title)
    if "statistics" in tables:
        yield Line("body", f"现公布{agency}{year}年政府信息公开工作年度报告。")
        yield Line("heading", f"附件：政府信息公开情况统计表（{year}年度）")
        yield tables["statistics"]
        return
    yield Line(
        "body",
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。（本报告为生成的虚构报告）",
    )
    by_section = dict(zip("二三四", tables.values(), strict=True))
    for number, name in form.sections().items():
        yield Line("heading", f"{number}、{name}")
        if number == "一":
            yield from (Line("body", text.format(year=year)) for text in _PROSE)
        elif number in by_section:
            yield by_section[number]
        else:
            yield Line("body", _OTHER_SECTIONS[number])


def resized(piece: Piece, **changes) -> Piece:
    """A copy of a piece with changes."""
    return replace(piece, **changes)
