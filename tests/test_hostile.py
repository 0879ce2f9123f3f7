"""Files that mean harm, or might: each ends in a reason or in facts, in bounded time and memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile

import pytest
from written import write_haiyan_2023

from analysis.cli import main

MOST_MEMORY = 1_500_000  # KB; a report takes a tenth of it
SECONDS = 60  # far beyond what any of these takes: more is a hang
CELLS = "<tr>" + "<td>1</td>" * 100 + "</tr>"
PAGES = {
    "tables_in_tables": "<html><body>" + "<table><tr><td>" * 1000 + "1",
    "a_hundred_thousand_cells": "<html><body><table>" + CELLS * 1000 + "</table>",
    "a_span_of_a_hundred_million": "<html><body><table><tr><td rowspan=100000000 colspan=100000000>1",
    "an_attribute_of_five_megabytes": f"<html><body><p title='{'x' * 5_000_000}'>1</p>",
    "a_comment_never_closed": "<html><body><p>1</p><!-- " + "x" * 1_000_000,
    "tags_never_closed": "<html><body>" + "<p><b><i>" * 100_000,
    "a_refresh_and_a_base": '<html><head><base href="http://192.0.2.1/"><meta http-equiv="refresh" '
    'content="0;url=http://192.0.2.1/"></head><body><p>1</p>',
    "only_strokes": "|" * 2_000_000,
    "only_carriage_returns": "\r" * 2_000_000 + "x",
    "one_line_of_ten_megabytes": "公开信息1条" * 600_000,
    "numbers_without_end": "<html><body><p>" + "9" * 1_000_000 + "件</p>",
}


def word(document: bytes, members: int = 0) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        if document:
            archive.writestr("word/document.xml", document)
        for number in range(members):
            archive.writestr(f"m{number}", b"")
    return packed.getvalue()


W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
WORDS = {
    "no_document": word(b""),
    "a_hundred_thousand_members": word(W + b"</w:body></w:document>", 100_000),
    "a_thousand_deep": word(W + b"<w:tbl><w:tr><w:tc>" * 1000),
    "a_bomb": word(W + b" " * 300_000_000),
}
FILES = {name: text.encode() for name, text in PAGES.items()} | WORDS
FILES["utf_16"] = PAGES["tags_never_closed"].encode("utf-16")


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_bounds(name, tmp_path):
    path = tmp_path / ("a.docx" if name in WORDS else "a.html")
    path.write_bytes(FILES[name])
    code = (
        "import sys; from analysis.cli import main; code = main(['parse', sys.argv[1], '--json'])\n"
        "try:\n    import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        "except ImportError: print(0)\nsys.exit(code)"
    )
    line = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=SECONDS, encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    *_, memory = done.stdout.split()
    assert int(memory) < MOST_MEMORY


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.html")
    good = write_haiyan_2023(tmp_path / "good.html")
    assert main(["parse", str(tmp_path / "pipe.html"), str(good)]) == 1
    told = capsys.readouterr()
    assert "管道" in told.err
    assert "海盐县市场监督管理局" in told.out


def test_a_gigabyte_is_not_read(tmp_path, capsys):
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(1 << 30)
    assert main(["parse", str(tmp_path / "huge.txt")]) == 1
    assert "过大" in capsys.readouterr().err
