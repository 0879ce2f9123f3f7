"""Reading a filled entry workbook back into facts, whatever program saved it.

A hidden sheet maps every cell of the form to its place. Only that map is believed, and only where its
codes are cells of the form; the file may come from anywhere: its size is bounded, XML with a DOCTYPE is
refused, nothing is fetched and no formula is evaluated.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import form
from analysis.errors import ReadError
from analysis.facts import Fact
from analysis.readers import load

if TYPE_CHECKING:
    from lxml.etree import _Element

MAP_SHEET = "_gongkai_map"
MARK, FORMAT = "gongkai-entry", 1
AGENCY, YEAR = "agency", "year"  # rows of the map that name no cell of the form
MAP_HEAD = ("table", "row", "column", "sheet", "cell")

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_PART = 40 * 1024 * 1024  # of one unpacked part
MOST_PARTS = 500
MOST_CELLS = 100_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_NOT_APPLICABLE = {"/", "-", "—", "－", "无", "不适用"}
_STRICT = "http://purl.oclc.org/ooxml/"


def read_entry(path: str | Path) -> tuple[str, int | None, list[Fact]]:
    """The organ, the year (None if it was left open) and a fact for every cell of the form.

    A blank cell has the status ``blank`` and no value, ``/`` and the like ``not_applicable``, words that
    are no number ``unreadable``; numbers are taken as typed, also when the checks say 不符. Raises
    :class:`~analysis.errors.ReadError` for a file that is no entry workbook of this project.
    """
    return read_entry_bytes(load(path), str(path))


def read_entry_bytes(data: bytes, name: str = "") -> tuple[str, int | None, list[Fact]]:
    """:func:`read_entry` of a file's content; ``name`` is only said in errors."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(_Book(archive))
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError) as error:
        raise _refused(f"文件打不开：{error}", f"it cannot be opened: {error}", name) from None
    except ReadError as error:
        error.where = error.where or name
        raise


def _read(book: _Book) -> tuple[str, int | None, list[Fact]]:
    places = _places(book)
    version = places.pop("version")
    wanted = {cell for cells in form_cells(version).values() for cell in cells}
    facts = []
    for (table, row, column), (sheet, reference) in places.items():
        if table not in {AGENCY, YEAR}:
            if (table, row, column) not in wanted:
                raise _refused(
                    f"单元格对照表有误：{table} {row} {column}",
                    f"its map names an unknown cell: {table} {row} {column}",
                )
            facts.append(
                _fact(table, row, column, version, book.text(sheet, reference), sheet, reference)
            )
    if len(facts) != len(wanted):
        raise _refused("单元格对照表不全", "its map is incomplete")
    agency = book.text(*places[AGENCY, "", ""]).strip()
    year = book.text(*places[YEAR, "", ""]).strip()
    return agency, int(year) if re.fullmatch(r"(19|20)[0-9]{2}", year) else None, facts


def form_cells(version: str) -> dict[str, list[tuple[str, str, str]]]:
    """Table -> its cells (table, row, column), in the order of the form."""
    tables = [t["table"] for t in form.table("tables") if t["version"] == version]
    return {t: [(t, row, column) for row, column in form.cells(version, t)] for t in tables}


def _places(book: _Book) -> dict:
    """(table, row, column) -> (sheet, cell) as the hidden sheet says, and the ``version`` of the form."""
    rows = book.rows(MAP_SHEET)
    first = next(rows, [])
    if first[:2] != [MARK, str(FORMAT)] or len(first) < 3 or first[2] not in form.versions():
        raise _refused("它不是本项目的填报表", "it is no entry workbook of this project")
    if tuple(next(rows, [])[:5]) != MAP_HEAD:
        raise _refused("单元格对照表有误", "its map is damaged")
    places: dict = {tuple(row[:3]): (row[3], row[4]) for row in rows if len(row) >= 5}
    if not {(AGENCY, "", ""), (YEAR, "", "")} <= places.keys():
        raise _refused("单元格对照表不全", "its map is incomplete")
    return {**places, "version": first[2]}


def _fact(
    table: str, row: str, column: str, version: str, text: str, sheet: str, cell: str
) -> Fact:
    value, status = _number(text)
    return Fact(
        table=table,
        row=row,
        column=column,
        value=value,
        unit=form.unit(table, row, column, version),
        status=status,
        text=text.strip()[:200],
        where=f"{sheet}!{cell}",
    )


def _number(text: str) -> tuple[int | float | None, str]:
    """The value and the status of what stands in a cell."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not plain:
        return None, "blank"
    if plain in _NOT_APPLICABLE:
        return None, "not_applicable"
    try:  # What a program stores for a typed number may be 1E3 or 12.0.
        number = (
            float(plain)
            if _NUMBER.match(plain) or re.match(r"-?[0-9.]+E[+-]?[0-9]+\Z", plain)
            else math.nan
        )
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1e15:
        return None, "unreadable"
    return (int(number) if number.is_integer() else number), "reported"


class _Book:
    """The few things of an XLSX file that are needed: sheets by name, and their cells as text."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        size = sum(info.compress_size for info in archive.infolist())
        if len(archive.infolist()) > MOST_PARTS or size > LARGEST_FILE:
            raise _refused("文件太大", "it is too large")
        self._parts = self._sheet_parts()
        self._strings = self._shared_strings()
        self._cells: dict[str, Mapping[str, str]] = {}

    def text(self, sheet: str, reference: str) -> str:
        """What stands in a cell, as text; an empty or missing cell is an empty text."""
        return self._sheet(sheet).get(reference.replace("$", ""), "")

    def rows(self, sheet: str) -> Iterator[list[str]]:
        """The rows of a sheet as lists of text, from column A on."""
        lines: dict[int, dict[int, str]] = {}
        for reference, text in self._sheet(sheet).items():
            match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
            if match:
                lines.setdefault(int(match[2]), {})[_column(match[1])] = text
        for _, cells in sorted(lines.items()):
            yield [cells.get(n, "") for n in range(min(max(cells), 20) + 1)]

    def _sheet(self, name: str) -> Mapping[str, str]:
        if name not in self._parts:
            raise _refused(f"没有工作表“{name}”", f"it has no sheet “{name}”")
        if name not in self._cells:
            root = self._xml(self._parts[name])
            cells = list(root.iter(f"{_MAIN}c"))
            if len(cells) > MOST_CELLS:
                raise _refused("文件太大", "it is too large")
            self._cells[name] = {c.get("r", ""): self._content(c) for c in cells}
        return self._cells[name]

    def _content(self, cell: _Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _joined(cell.find(f"{_MAIN}is"))
        value = cell.findtext(f"{_MAIN}v") or ""
        if kind != "s":
            return value
        place = int(value) if value.isascii() and value.isdigit() else -1
        return self._strings[place] if 0 <= place < len(self._strings) else ""

    def _sheet_parts(self) -> dict[str, str]:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in self._xml("xl/_rels/workbook.xml.rels")
        }
        found = {}
        for sheet in self._xml("xl/workbook.xml").iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            found[sheet.get("name", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
        return found

    def _shared_strings(self) -> list[str]:
        name = "xl/sharedStrings.xml"
        if name not in self._archive.namelist():
            return []
        return [_joined(item) for item in self._xml(name).iter(f"{_MAIN}si")]

    def _xml(self, name: str) -> _Element:
        from lxml import etree

        try:
            with self._archive.open(name) as part:
                data = part.read(LARGEST_PART + 1)
        except (KeyError, RuntimeError, zipfile.BadZipFile, EOFError, *_packing()):
            raise _refused(
                "它不是 Excel 工作簿，或已损坏", "it is no workbook, or damaged"
            ) from None
        if len(data) > LARGEST_PART:
            raise _refused("文件太大", "it is too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise _refused(
                "它不是 Excel 工作簿，或已损坏", "it is no workbook, or damaged"
            ) from None
        if root.getroottree().docinfo.doctype:
            raise _refused("文件里有不该有的声明", "it holds a declaration that has no place there")
        if _STRICT in data[:2000].decode("utf-8", "replace"):
            raise _refused(
                "请另存为普通的 Excel 工作簿（.xlsx）", "save it as a plain .xlsx workbook"
            )
        return root


def _packing() -> tuple[type[Exception], ...]:
    import zlib

    return (zlib.error, NotImplementedError)


def _joined(item: _Element | None) -> str:
    """The text of a string item without its phonetic hints."""
    if item is None:
        return ""
    parts = (t for t in item.iter(f"{_MAIN}t") if t.getparent().tag != f"{_MAIN}rPh")
    return "".join(t.text or "" for t in parts)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _refused(zh: str, en: str, path: str | Path = "") -> ReadError:
    return ReadError(
        f"这个文件不能当作填报表来读：{zh}",
        f"the file cannot be read as an entry workbook: {en}",
        where=str(path),
        next_zh="用 gongkai workbook --entry 做一份新的填报表，填好后另存为 .xlsx",
        next_en="make a new one with gongkai workbook --entry and save it as .xlsx",
    )
