"""Pictures of places in a PDF: the strip of the page around some cells, the cells boxed."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

SCALE = 2.0  # pixels a point
ABOVE, BELOW = 78.0, 26.0  # points of the page shown with the cells: their headings, the next line
LINE = 3  # pixels of the box
RED = (200, 30, 30)
_PLACE = re.compile(r"p(\d+)@([\d.]+),([\d.]+),([\d.]+),([\d.]+)")

Box = tuple[float, float, float, float]


def crops(path: Path, places: Iterable[str]) -> list[bytes]:
    """A PNG for each page that any of ``places`` (``p3@72,310,120,324``) stands on.

    Each shows the page's full width and the height of the cells with a little around them. Places that
    are no PDF places are passed over.
    """
    import pypdfium2 as pdfium

    by_page: dict[int, list[Box]] = {}
    for place in places:
        for page, *box in _PLACE.findall(place):
            by_page.setdefault(int(page), []).append(tuple(map(float, box)))
    if not by_page:
        return []
    document = pdfium.PdfDocument(path)
    try:
        return [_strip(document, page, boxes) for page, boxes in sorted(by_page.items())]
    finally:
        document.close()


def _strip(document, page: int, boxes: list[Box]) -> bytes:
    bitmap = document[page - 1].render(scale=SCALE, rev_byteorder=True)
    pixels = bitmap.to_numpy()[:, :, :3].copy()
    for box in boxes:
        _draw(pixels, [round(edge * SCALE) for edge in box])
    top = max(0, round((min(box[1] for box in boxes) - ABOVE) * SCALE))
    bottom = round((max(box[3] for box in boxes) + BELOW) * SCALE)
    return _png(pixels[top:bottom])


def _draw(pixels, box: list[int]) -> None:
    """A frame just outside the cell, so that its number stays whole."""
    left, top, right, bottom = (max(0, edge) for edge in box)
    for edge in (
        pixels[max(0, top - LINE) : top, left:right],
        pixels[bottom : bottom + LINE, left:right],
        pixels[max(0, top - LINE) : bottom + LINE, max(0, left - LINE) : left],
        pixels[max(0, top - LINE) : bottom + LINE, right : right + LINE],
    ):
        edge[:] = RED


def _png(pixels) -> bytes:
    """Pixels (height x width x RGB) as a PNG; the same bytes for the same pixels."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
