"""Fuzzing of the readers: mixtures of dialects, and damaged bytes. Run by hand, not collected by pytest:

    python tests/fuzz_reading.py --cases 20000

Mixtures (structure) must give a report in which no cell holds a number other than the one written;
damaged files must give a report or a ReadError. Neither may crash, hang or take longer than a few
seconds. Every case follows from its number, so ``--only 123`` repeats one.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

from dialects import DIALECTS, composed, score, sheets, write

from analysis import form
from analysis.errors import ReadError
from analysis.facts import Fact

VERSIONS = {"2021": 2023, "2019": 2020, "2014": 2016}
ORGAN = "海盐县市场监督管理局"
SLOWEST = 5.0  # seconds for one file
GARBAGE = (
    b"<td>", b"</td>", b"<tr>", b"</table>", b"<table>", b'<td rowspan="99999">', b'<td colspan="-3">', b"&#0;",
    b"&nbsp", b"<script>", b"]]>", b"\x00", b"\xff\xfe", b"<!--", b"9" * 40, b"\xe4\xb8",
    b"<td rowspan=0 colspan=5>", b"</w:tc>",
    b"<w:vMerge/>", b'<w:gridSpan w:val="99999999"/>', b" endobj", b"stream\n", b"|", b"\t", b"<div>" * 50,
)  # fmt: skip


def main() -> int:
    options = _options()
    faulthandler.enable()
    numbers = [options.only] if options.only is not None else range(options.cases)
    tally: Counter[str] = Counter()
    failures: list[str] = []
    _files()
    started = time.perf_counter()
    for number in numbers:
        faulthandler.dump_traceback_later(
            60, exit=True
        )  # a hang ends with the place where it hangs
        kind, outcome, told = run_case(options.seed, number, options.kinds)
        faulthandler.cancel_dump_traceback_later()
        tally[f"{kind}: {outcome}"] += 1
        if told:
            failures.append(f"case {number} ({kind}): {told}")
            print(failures[-1], flush=True)
        if number % 1000 == 999:
            print(f"{number + 1} cases, {time.perf_counter() - started:.0f} s", flush=True)
    for line, count in sorted(tally.items()):
        print(f"{count:7} {line}")
    print(
        f"{sum(tally.values())} cases, {len(failures)} failed, {time.perf_counter() - started:.0f} s"
    )
    return 1 if failures else 0


def run_case(seed: int, number: int, kinds: str) -> tuple[str, str, str]:
    """Kind, outcome, and what is wrong ("" if nothing is)."""
    rng = random.Random(f"{seed}/{number}")
    kind = rng.choice(("structure", "structure", "damage")) if kinds == "all" else kinds
    try:
        data, sheet, name = _mixture(rng, number) if kind == "structure" else _damaged(rng)
    except Exception:
        return kind, "not written", traceback.format_exc()
    before = time.perf_counter()
    try:
        report = score.read(data)
    except ReadError as error:
        told = f"{name}: refused: {error.zh}" if kind == "structure" else ""
        return kind, "ReadError", told
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        last = f"{type(error).__name__}: {error} at {Path(place.filename).name}:{place.lineno}"
        return kind, "crash", f"{name}: {last}"
    seconds = time.perf_counter() - before
    if seconds > SLOWEST:
        return kind, "slow", f"{name}: {seconds:.1f} s"
    if sheet is None:
        return kind, "report", ""
    wrong = score.mistakes(report, sheet)
    silent = [mistake for mistake in wrong if mistake.silent]
    if silent:
        return kind, "silently wrong", f"{name}: {score.told(silent, 3)}"
    return kind, "some cells missing" if wrong else "all cells right", ""


def _mixture(rng: random.Random, number: int):
    version = rng.choice(tuple(VERSIONS))
    dialect = composed(rng, version)
    sheet = sheets.twisted(_invented(version), dialect.twists, number)
    twists = " ".join(twist.__name__ for twist in dialect.twists)
    carrier = getattr(dialect.carrier, "__name__", "")
    return dialect.carrier(sheet, rng), sheet, f"{version} {carrier} [{twists}]"


def _damaged(rng: random.Random):
    name, data = rng.choice(_files())
    if data.startswith(b"PK") and rng.random() < 0.8:
        data = _damage_parts(data, rng)
    else:
        data = _damage(data, rng)
    return data, None, name


@cache
def _invented(version: str) -> sheets.Sheet:
    keys = [(t, row, column) for t in form.TABLES for row, column in form.cells(version, t)]
    facts = [Fact(*key, value=3 * i % 1009) for i, key in enumerate(keys)]
    return sheets.sheet(facts, ORGAN, VERSIONS[version], version)


@cache
def _files() -> list[tuple[str, bytes]]:
    """A file of each dialect and version, and the published ones where they are at hand."""
    found = [
        (f"{name} {version}", write(name, _invented(version))[0])
        for name, dialect in DIALECTS.items()
        for version in dialect.versions
        if not dialect.slow
    ]
    published = Path(__file__).parents[2] / "shared" / "reports"
    found += [(path.name, path.read_bytes()) for path in sorted(published.glob("*.*"))]
    return found


def _damage(data: bytes, rng: random.Random) -> bytes:
    """One to four wounds: bits, holes, repeats, moved pieces, garbage, a cut end."""
    for _ in range(rng.randrange(1, 5)):
        if not data:
            break
        start = rng.randrange(len(data))
        stop = min(len(data), start + rng.choice((1, 3, 30, 300, 3000)))
        piece = data[start:stop]
        wound = rng.randrange(6)
        if wound == 0:
            piece = bytes(byte ^ (1 << rng.randrange(8)) for byte in piece[:20]) + piece[20:]
        elif wound == 1:
            piece = b""
        elif wound == 2:
            piece = piece * rng.choice((2, 2, 50))
        elif wound == 3:
            piece = rng.choice(GARBAGE) + piece
        elif wound == 4:
            other = rng.randrange(len(data))
            piece = data[other : other + len(piece)]
        else:
            return data[:start]
        data = data[:start] + piece + data[stop:]
    return data


def _damage_parts(data: bytes, rng: random.Random) -> bytes:
    """A Word file with a damaged part in a sound zip."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _damage(part, rng) if name == "word/document.xml" else part)
    return buffer.getvalue()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="repeat one case")
    parser.add_argument("--kinds", choices=("all", "structure", "damage"), default="all")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
