"""Web archives (MHTML): the page inside one, as browsers and Word save it with all that belongs to it.

Only the pages are taken out; pictures, styles and scripts of the archive stay where they are. A page
that scripts have drawn is saved here as the reader saw it, and frames are pages of their own.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser

from analysis.readers.refusals import Refusal

_HEAD = 65_536  # bytes within which the head of a part ends
_MOST_PARTS, _DEEPEST = 10_000, 3
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


def page(data: bytes) -> bytes:
    """The page of an archive; of several (frames), the one with most cells of tables.

    Raises :class:`Refusal` where there is none, or where its packing is damaged.
    """
    pages = list(_pages(data))
    if not pages:
        raise Refusal("web_archive")
    return max(pages, key=lambda page: (page.lower().count(b"<td"), len(page)))


def _pages(data: bytes, depth: int = 0) -> Iterator[bytes]:
    boundary = _head(data).get_boundary()
    if not boundary:
        return
    parts = data.split(b"--" + boundary.encode("utf-8", "surrogateescape"), _MOST_PARTS)
    for part in parts[1:]:
        head = _head(part)
        if head.get_content_type() == "text/html":
            yield _body(part, head)
        elif head.get_content_maintype() == "multipart" and depth < _DEEPEST:
            yield from _pages(part.lstrip(b"\r\n"), depth + 1)


def _head(part: bytes) -> Message:
    return BytesHeaderParser().parsebytes(part[:_HEAD].lstrip(b"\r\n"))


def _body(part: bytes, head: Message) -> bytes:
    """What a part holds, as it was before it was packed for the post."""
    end = _END_OF_HEAD.search(part, _start(part))
    packed = part[end.end() :] if end else b""
    coding = str(head.get("Content-Transfer-Encoding", "")).strip().lower()
    try:
        if coding == "quoted-printable":
            return quopri.decodestring(packed)
        return binascii.a2b_base64(packed) if coding == "base64" else packed
    except binascii.Error:
        raise Refusal("damaged") from None


def _start(part: bytes) -> int:
    return len(part) - len(part.lstrip(b"\r\n"))
