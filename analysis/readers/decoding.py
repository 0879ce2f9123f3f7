"""Bytes of a page or text file into characters: by what they are, not by what the page claims."""

from __future__ import annotations

import codecs
import re

from analysis.readers.refusals import Refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_REPLACED = "\ufffd"
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef -~\s]")

DAMAGED = (
    "有些字符已损坏，已用 \ufffd 代替",
    "some characters are damaged and were replaced by \ufffd",
)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the charset it was read with; plain ``utf-8`` if the bytes are just that.

    A byte order mark decides, then whether the bytes are UTF-8, UTF-16, then GB18030 (pages that claim GB2312
    hold characters beyond it). Damaged bytes become U+FFFD, so that a damaged number is never read as
    another one. Raises :class:`Refusal` for what is no text.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _text(data[len(bom) :].decode(charset.removesuffix("-sig"), "replace")), charset
    try:
        text = data.decode("utf-8")
        # Searching the bytes is several times faster than searching the characters.
        return (_text(text) if b"\x00" in data or _BINARY.search(data, 0, 4096) else text), "utf-8"
    except UnicodeDecodeError:
        return _not_utf8(data)


def _not_utf8(data: bytes) -> tuple[str, str]:
    for charset in ("utf-16-le", "utf-16-be") if b"\x00" in data else ():
        text = data.decode(charset, "replace")
        # The other order of the bytes makes rare characters of usual ones.
        if len(_USUAL.findall(text, 0, 4096)) * 10 > 9 * min(len(text), 4096):
            return _text(text), charset
    text = data.decode("utf-8", "replace")
    foreign = sum(map(data.count, (b"\xe4", b"\xe5", b"\xe6", b"\xe7", b"\xe8", b"\xe9")))
    if text.count(_REPLACED) * 8 < foreign:  # UTF-8 with a few broken characters, or cut off in one
        return _text(text), "utf-8 (damaged)"
    declared = _DECLARED.search(data, 0, 4096)
    if declared and declared.group(1).lower() in (b"big5", b"big5-hkscs"):
        return _text(data.decode("big5hkscs", "replace")), "big5"
    return _text(data.decode("gb18030", "replace")), "gb18030"


def _text(text: str) -> str:
    """``text`` itself, unless it is too much of something else to be one."""
    size = len(text)
    strange = text.count("\x00") + text.count(_REPLACED)
    if strange * 20 > size or len(_CONTROL.findall(text, 0, 4096)) * 20 > min(size, 4096):
        raise Refusal("binary")
    return text
