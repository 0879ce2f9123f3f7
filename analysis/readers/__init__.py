"""Published files into documents: what kind a file is decides its content, never its name.

Pages: ``html``; before it ``webarchive`` and ``styles`` (what is cut away unparsed), then ``looks``, ``grounds``
and ``seen`` (what is seen of the page), ``pageinfo`` (what it says of itself).
Word: ``docx``; ``docxstyles``, ``docxruns`` and ``docxclean`` (what is seen), ``textrows``.
PDF: ``pdf``; ``pdfpage`` and ``pdfiumcalls`` (characters), ``paint``, ``overlays`` and ``footnotes`` (what is seen),
``drawings`` and ``rules`` (lines that rule tables), ``pieces`` (the part of a table on a page), ``continued`` and
``repeated`` (over page breaks), ``columns`` and ``unruled`` (no lines), ``lines``, ``furniture``, ``sheets``.
Text: ``plain``; ``decoding``, ``aligned`` (columns by spaces), ``drawn`` (tables drawn with characters).
All: ``marks`` (put beside a number that is not sure), ``refusals``.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from analysis.document import Document
from analysis.readers.decoding import decode
from analysis.readers.refusals import Refusal

LARGEST = 100 * 1024 * 1024
MOST_CELLS = 50_000  # of all tables of a file; a report has fewer than a thousand

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|meta|body|table|div|p|span|font)\b", re.IGNORECASE
)
# Markdown made of a page keeps the page's frame on lines of its own, with empty lines around.
_LONE_DIV = re.compile(r"^</?div\b[^<>\n]{0,200}>[ \t]*(?=\r?\n\r?\n|\s*\Z)", re.MULTILINE)
# Most pages: the parser itself finds out whether it is true, which saves decoding them twice.
_SAYS_UTF8 = re.compile(
    rb"<html\b[^>]*>.{0,2000}<meta\b[^>]{0,80}charset\s*=\s*[\"']?utf-8\b",
    re.IGNORECASE | re.DOTALL,
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")


def read(path: str | Path, largest: int = LARGEST) -> Document:
    """Read a published file: HTML, PDF, DOCX, Markdown or plain text, told by its content.

    ``largest`` is the size in bytes beyond which a file is not opened. Raises
    :class:`~analysis.errors.ReadError` with a reason and a next step; nothing is fetched or executed.
    """
    return read_bytes(load(path, largest), str(path))


def load(path: str | Path, largest: int = LARGEST) -> bytes:
    """The bytes of a file, or the reason why it cannot be read."""
    try:
        kind = os.stat(path).st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise Refusal("no_file", str(path))  # To open a pipe could wait for ever.
        with Path(path).open("rb") as file:
            data = file.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal("missing", str(path)) from None
    except IsADirectoryError:
        raise Refusal("folder", str(path)) from None
    except PermissionError:
        raise Refusal("denied", str(path)) from None
    except (OSError, ValueError):  # A name that no file can have, a disk that is gone.
        raise Refusal("not_opened", str(path)) from None
    if len(data) > largest:
        raise Refusal("too_large", str(path))
    return data


def read_bytes(data: bytes, name: str = "") -> Document:
    """Read the content of a published file; ``name`` is only said in errors."""
    try:
        document = _reader(data)
        if sum(len(grid.cells) for grid in document.grids) > MOST_CELLS:
            raise Refusal("too_complex")
        return document
    except Refusal as refusal:
        refusal.where = refusal.where or name
        raise


def _reader(data: bytes) -> Document:
    head = data[:1024].lstrip(b"\x00\t\n\r ")
    if not head and not data.strip():
        raise Refusal("empty")
    if b"%PDF-" in head:
        from analysis.readers import pdf

        return pdf.read(data)
    if head.startswith(b"PK\x03\x04"):
        from analysis.readers import docx

        return docx.read(data)
    _refuse_known(head, data)
    if b"multipart/related" in head.lower():
        from analysis.readers import webarchive

        data = webarchive.page(data)
    return _reader_of_page(data)


def _reader_of_page(data: bytes) -> Document:
    """A page or a text."""
    if _SAYS_UTF8.search(data, 0, 2048) and b"\x00" not in data:
        from analysis.readers import html

        document = html.read_utf8(data)
        if document is not None:
            return document
    text, charset = decode(data)
    bare = _LONE_DIV.sub("", text) if text[:4096].lstrip().startswith("<div") else text
    markup = _MARKUP.search(bare, 0, 65536)
    if markup and not _is_prose(bare[: markup.start()]):
        from analysis.readers import html

        return html.read(text, data if charset == "utf-8" else None)
    from analysis.readers import plain

    return plain.read(bare)


def _is_prose(before: str) -> bool:
    """Whether lines of text stand before the first tag, as in Markdown with a table in HTML."""
    return len(before) > 200 or "\n\n" in before.strip() or before.lstrip().startswith("#")


def _refuse_known(head: bytes, data: bytes) -> None:
    """Kinds of file that people do have, but that cannot be read: each has its own way out."""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        # A .docx with a password is an OLE file that says so.
        raise Refusal("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_word")
    if head.startswith(b"{\\rtf"):
        raise Refusal("rtf")
    if head.startswith((b"PK", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise Refusal("archive")
    if head.startswith(_PICTURES):
        raise Refusal("image")
