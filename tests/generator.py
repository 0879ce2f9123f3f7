"""Invented reports by the thousand, each of which says that it is invented: for tests and benchmarks.

    python3 tests/generator.py FOLDER --count 2000 --seed 1

Over the dialects, forms and organs, some damaged, some saved twice or under another layout; the same
seed gives the same files.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from dialects import DIALECTS, write
from dialects.sheets import Line, Sheet, sheet

from analysis import form
from analysis.facts import Fact

YEARS = {"2021": (2021, 2025), "2019": (2019, 2020)}
PLACES = "清河 临江 望城 平湖 青川 南陵 东阳 西塘 北关 安溪 长泰 永兴 宁远 和顺 太平 丰乐".split()
OFFICES = "市场监督管理局 财政局 教育局 卫生健康局 农业农村局 交通运输局 人民政府 商务局 司法局 民政局".split()
QUICK = sorted(
    name
    for name, dialect in DIALECTS.items()
    if not dialect.slow and not dialect.lenient and {"2021", "2019"} & set(dialect.versions)
)
SUFFIXES = {"html": ".html", "docx": ".docx", "pdf": ".pdf", "text": ".txt", "md": ".md"}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="only dialects whose name begins so")
    options = parser.parse_args()
    generate(options.folder, options.count, options.seed, options.only)


def generate(folder: Path, count: int, seed: int = 0, only: str = "") -> list[Path]:
    """``count`` files: nine in ten whole, the others damaged, repeated or no report at all."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in QUICK if name.startswith(only)]
    written: list[Path] = []
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        chance = 1.0 if only else rng.random()
        if chance < 0.03 and written:
            data, suffix = (
                rng.choice(written).read_bytes(),
                ".html",
            )  # The same file at another address.
        elif chance < 0.06:
            data, suffix = _damaged(rng, names, number)
        elif chance < 0.08:
            data, suffix = _no_report(rng), ".html"
        else:
            data, suffix = _report(rng, names, number)
        path = folder / f"{number // 1000:03d}" / f"{number:06d}{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return written


def _report(rng: random.Random, names: list[str], number: int) -> tuple[bytes, str]:
    name = rng.choice(names)
    version = rng.choice([v for v in DIALECTS[name].versions if v in YEARS])
    data, _ = write(name, invented(rng, version), number)
    return data, _suffix(data)


def invented(rng: random.Random, version: str) -> Sheet:
    """A whole invented report: an organ and year by chance, numbers that add up."""
    organ = f"{rng.choice(PLACES)}县{rng.choice(OFFICES)}"
    base = sheet(_facts(rng, version), organ, rng.randint(*YEARS[version]), version)
    words = f"本报告为测试而虚构。通过政府网站公开信息{rng.randrange(900)}条，微信公众号发布信息{rng.randrange(900)}条。"
    base.blocks.insert(1, Line("body", words))
    return base


def _facts(rng: random.Random, version: str) -> list[Fact]:
    """Numbers of which the form's own sums hold: parts by chance, wholes from them."""
    cells: dict[tuple[str, str, str], int] = {}
    for table in form.TABLES:
        for row, column in form.cells(version, table):
            cells[table, row, column] = rng.randrange(30) if rng.random() < 0.3 else 0
    for row in ("rules", "normative_documents"):
        made, repealed, in_force = (("proactive", row, c) for c in ("made", "repealed", "in_force"))
        if in_force in cells and made in cells and repealed in cells:
            cells[in_force] = max(cells[in_force], cells[made])
    for row in {row for table, row, _ in cells if table == "disputes"}:
        parts = [c for c in cells if c[:2] == ("disputes", row) and c[2] != "total"]
        cells["disputes", row, "total"] = sum(cells[c] for c in parts)
    _balance(cells)
    return [Fact(*key, value=value) for key, value in cells.items()]


_FLOW = ("new", "carried_in", "handled_total", "carried_out")


def _balance(cells: dict[tuple[str, str, str], int]) -> None:
    """Table three: what came in was handled or carried over, in each column and in all."""
    rows = {row for table, row, _ in cells if table == "requests"}
    columns = {column for table, _, column in cells if table == "requests"}
    subtotals = {row for row in rows if row.endswith("_subtotal")}
    for column in columns - {"total", "organisations_subtotal"}:
        for row in subtotals:
            cells["requests", row, column] = 0
        handled = sum(cells["requests", r, column] for r in rows - subtotals - set(_FLOW))
        cells["requests", "handled_total", column] = handled
        cells["requests", "carried_in", column] = 0
        out = cells["requests", "carried_out", column]
        cells["requests", "new", column] = handled + out
    people = columns - {"total", "organisations_subtotal"}
    for row in rows:
        cells["requests", row, "total"] = sum(cells["requests", row, c] for c in people)
        if "organisations_subtotal" in columns:
            own = people - {"natural_person"}
            cells["requests", row, "organisations_subtotal"] = sum(
                cells["requests", row, c] for c in own
            )


def _damaged(rng: random.Random, names: list[str], number: int) -> tuple[bytes, str]:
    data, suffix = _report(rng, names, number)
    return data[: rng.randrange(len(data))], suffix


def _no_report(rng: random.Random) -> bytes:
    return f"<html><body><p>通知公告 {rng.randrange(10**6)}</p></body></html>".encode()


def _suffix(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return ".pdf"
    if data.startswith(b"PK"):
        return ".docx"
    return ".html" if b"<" in data[:200] else ".txt"


if __name__ == "__main__":
    main()
