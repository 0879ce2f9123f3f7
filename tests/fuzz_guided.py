"""Guided by coverage: bytes that reach new lines of the readers are kept and changed further.

    pip install atheris        (Linux and macOS; not needed for anything else)
    PYTHONPATH=.:tests python3 tests/fuzz_guided.py html -runs=20000
    … docx, pdf, plain, prose, cells

What may come out: a document, or a reader's error with its words. Anything else - another exception,
a case that takes more than some seconds, a plain number that is not the number printed - ends the run
and leaves the bytes in a file ``crash-…``. The first inputs are made here and not kept.
"""

from __future__ import annotations

import io
import signal
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

SECONDS = 20


def main() -> None:
    """Choose the target and hand over."""
    import atheris

    targets = {
        "html": _file,
        "pdf": _file,
        "plain": _file,
        "docx": _word,
        "prose": _prose,
        "cells": _cell,
    }
    if len(sys.argv) < 2 or sys.argv[1] not in targets:
        sys.exit(f"{__doc__}\n{' '.join(targets)}")
    kind = sys.argv.pop(1)
    with atheris.instrument_imports(include=["analysis"]):
        import analysis.cells
        import analysis.narrative
        import analysis.readers.docx
        import analysis.readers.html
        import analysis.readers.pdf
        import analysis.readers.plain
        import analysis.report  # noqa: F401
    signal.signal(signal.SIGALRM, _late)
    folder = tempfile.mkdtemp(prefix="seeds-")
    for number, data in enumerate(_seeds(kind)):
        Path(folder, f"{number:03d}").write_bytes(data)
    atheris.Setup([*sys.argv, "-max_len=60000", folder], _bounded(targets[kind]))
    atheris.Fuzz()


def _late(*_about) -> None:
    raise AssertionError(f"took more than {SECONDS} seconds")


def _bounded(target):
    def run(data: bytes) -> None:
        signal.alarm(SECONDS)
        try:
            target(data)
        finally:
            signal.alarm(0)

    return run


def _seeds(kind: str) -> list[bytes]:
    """A file of some dialects, or parts of them."""
    from dialects import DIALECTS, write
    from fuzz_reading import _invented

    names = {"html": "html", "docx": "docx", "pdf": "pdf", "plain": "text"}
    found = [
        write(name, _invented(DIALECTS[name].versions[0]))[0]
        for name in sorted(DIALECTS)
        if not DIALECTS[name].slow
    ]
    if kind == "docx":
        return [_document(data) for data in found if data.startswith(b"PK")][:10]
    if kind == "pdf":
        return [data for data in found if data.startswith(b"%PDF")][:6]
    if kind in names:
        plain = [data for data in found if not data.startswith((b"PK", b"%PDF"))]
        return [data for data in plain if (b"<" in data[:100]) == (kind == "html")][:20]
    if kind == "prose":
        return ["公开信息222条，微信公众号、海盐号累计458篇，同比增长1.05%，约2.1万次。".encode()]
    return [
        t.encode()
        for t in ("22", "１，２３４", "22（其中修订16件）", "1.2万", "—", "/", "251000元")
    ]


def _document(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")


def _file(data: bytes) -> None:
    from analysis.errors import GongkaiError
    from analysis.readers import read_bytes
    from analysis.report import from_document

    try:
        report = from_document(read_bytes(data))
    except GongkaiError as error:
        assert error.zh
        assert error.en
        return
    for fact in report.facts:
        if fact.table in ("channels", "indicators") or fact.status != "reported":
            continue
        digits = unicodedata.normalize("NFKC", fact.text).strip()
        if digits.isascii() and digits.isdigit():
            assert fact.value == int(digits), fact


def _word(data: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", data)
    _file(packed.getvalue())


def _prose(data: bytes) -> None:
    from analysis.document import Paragraph
    from analysis.narrative import extract

    text = data.decode("utf-8", "replace")
    found = extract([Paragraph(line, "L1") for line in text.split("\n")], 2023)
    for fact in found.facts:
        start, end = map(int, fact.where.rpartition("#")[2].split("-"))
        assert any(fact.text == line[start:end] for line in text.split("\n")), fact


def _cell(data: bytes) -> None:
    from analysis.cells import read_cell

    text = data.decode("utf-8", "replace")
    value = read_cell(text)
    plain = text.strip()
    if value.status == "reported" and plain.isascii() and plain.isdigit():
        assert value.value == int(plain), (text, value)


if __name__ == "__main__":
    main()
