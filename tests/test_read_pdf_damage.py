"""PDF files that cannot be read as a report: a reason and a way out, in bounded time; never a crash."""

import io
import os
import random
import re
import threading
import zlib
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_read_pdf import HEADER, HEIGHT, WIDTH, Paper, table

from analysis.document import Document
from analysis.errors import ReadError
from analysis.readers import pdf, read_bytes

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).parents[2] / "shared")
ROUNDS = int(os.environ.get("GONGKAI_FUZZ_ROUNDS", "150"))


def refusal(data, **options):
    with pytest.raises(ReadError) as caught:
        pdf.read(data, **options)
    error = caught.value
    assert error.zh and error.en and error.next_zh and error.next_en
    return error.code


def a_report():
    paper = Paper()
    paper.text("海盐县市场监督管理局2023年政府信息公开工作年度报告（虚构）", 80, 60, 14)
    paper.row(100, HEADER)
    for k in range(8):
        paper.row(120 + 20 * k, [f"{k + 1}.其他事项", str(10 + k), "", str(20 + k)])
    paper.next()
    paper.text("二、主动公开情况：全年公开信息222条，制作政策解读3篇。", 50, 60)
    return paper.bytes()


def objects(*bodies, root=1):
    """A PDF file of bare objects, numbered from 1."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        root,
        start,
    )
    return bytes(out)


def test_a_password_is_asked_to_be_removed():
    options = {"encrypt": pdfencrypt.StandardEncryption("secret", canPrint=0)}
    paper = Paper(**options)
    paper.text("一、总体情况", 50, 60)
    assert refusal(paper.bytes()) == "read.encrypted"


def test_a_file_that_only_forbids_printing_is_read():
    paper = Paper(encrypt=pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0))
    paper.row(100, HEADER)
    paper.row(120, ["一、新收", "1", "", "3"])
    assert table(paper.read().grids[0])[1] == ["一、新收", "1", "", "3"]


def test_a_scan_is_told_from_an_empty_file():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    picture = pytest.importorskip("PIL.Image").new("L", (60, 80), 200)
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    canvas.drawString(500, 20, "1")
    canvas.showPage()
    canvas.save()
    assert refusal(buffer.getvalue()) == "read.image"
    empty = Paper()
    assert refusal(empty.bytes()) == "read.no_text"


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6])
def test_truncated_files_are_damaged(share):
    data = a_report()
    assert refusal(b"%PDF-1.4\n" + data[: int(len(data) * share)]) in (
        "read.damaged",
        "read.no_text",
    )


def test_what_follows_the_header_may_be_anything():
    assert refusal(b"%PDF-1.7\n" + random.Random(1).randbytes(5000)) == "read.damaged"
    assert refusal(b"%PDF-1.7\n%%EOF") == "read.damaged"


def test_ten_thousand_pages_are_not_read():
    kids = b" ".join([b"3 0 R"] * 10_000)
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 10000/Kids[" + kids + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    assert refusal(data) == "read.too_many_pages"


def test_more_pages_can_be_allowed():
    paper = Paper()
    for number in range(4):
        paper.text(f"第{number}节：全年公开信息222条，制作政策解读3篇，组织培训2次。", 50, 160)
        paper.next()
    data = paper.bytes()
    assert refusal(data, max_pages=3) == "read.too_many_pages"
    assert len(pdf.read(data, max_pages=10).paragraphs) >= 1


def test_a_page_tree_that_bites_its_tail():
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 3/Kids[3 0 R 2 0 R]/Parent 3 0 R>>",
        b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]/Parent 2 0 R>>",
    )
    assert refusal(data) in ("read.damaged", "read.no_text")


@pytest.mark.parametrize(
    "box", ["0 0 1e30 1e30", "0 0 99999999 99999999", "0 0 0 0", "500 500 0 0", "nan nan 1 1"]
)
def test_pages_of_any_size_are_read_or_refused(box):
    stream = b"BT /F1 12 Tf 50 700 Td (Report of 2023) Tj ET"
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[" + box.encode() + b"]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    try:
        assert pdf.read(data).kind == "pdf"
    except ReadError as error:
        assert error.code in ("read.too_complex", "read.no_text", "read.damaged")


def test_fonts_that_do_not_say_their_characters_are_refused():
    words = "".join(
        f"<{k:04x}>Tj " for k in range(3, 60)
    )  # codes 0x30 to 0x39 would look like digits
    stream = f"BT /F1 12 Tf 50 700 Td {words} ET".encode()
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Some/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Some/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/AAAAAA+Some/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>",
    )
    assert refusal(data) == "read.no_unicode"


def test_reading_stops_after_its_time():
    assert refusal(a_report(), seconds=-1) == "read.too_slow"


def test_a_page_full_of_lines_is_read_in_bounded_time():
    rng = random.Random(3)
    lines = b"".join(
        b"%d %d m %d %d l S\n"
        % (x, y, x + rng.randrange(-60, 60) * (k % 2), y + rng.randrange(-60, 60) * (1 - k % 2))
        for k in range(8000)
        for x, y in [(rng.randrange(590), rng.randrange(840))]
    )
    stream = zlib.compress(lines + b"BT /F1 12 Tf 50 700 Td (A map of lines, 2023 1 2) Tj ET")
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    assert "A map of lines" in "".join(p.text for p in pdf.read(data).paragraphs)


def test_threads_take_turns():
    data, found = a_report(), []
    threads = [threading.Thread(target=lambda: found.append(pdf.read(data))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and all(document == found[0] for document in found)


def damaged(data, rng):
    """The file with some bytes changed, cut out, doubled or moved."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20, 100))):
        at = rng.randrange(len(data))
        kind = rng.randrange(6)
        if kind == 0:
            data[at] = rng.randrange(256)
        elif kind == 1:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            del data[at : at + rng.randrange(1, 60)]
        elif kind == 3:
            data[at:at] = data[at : at + rng.randrange(1, 60)]
        elif kind == 4:
            data[at : at + 4] = rng.choice((b"0000", b"9999", b"-1  ", b"<<>>", b"/Kid", b"\n0 R"))
        else:
            digits = list(re.finditer(rb"\d+", bytes(data[at : at + 200])))
            for match in digits[:1]:
                data[at + match.start() : at + match.end()] = str(
                    rng.choice((0, 1, 2**31, 10**12))
                ).encode()
        if not data:
            data = bytearray(b"%PDF-")
    return bytes(data)


def assert_a_document_or_a_reason(data, rounds, seed):
    for number in range(rounds):
        try:
            document = read_bytes(damaged(data, random.Random(f"{seed}/{number}")))
        except ReadError as error:
            assert error.zh and error.code != "read", number
        else:
            assert isinstance(document, Document) and document.blocks, number


def test_damaged_bytes_give_a_document_or_a_reason():
    assert_a_document_or_a_reason(a_report(), ROUNDS, "drawn")


def test_damaged_bytes_of_a_published_file():
    path = SHARED / "reports" / "hongze-gov-2023.pdf"
    if not path.exists():
        pytest.skip("shared/ with the published report is not beside the project")
    assert_a_document_or_a_reason(path.read_bytes(), ROUNDS, "hongze")
