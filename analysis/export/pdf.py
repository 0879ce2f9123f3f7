"""What a browser's PDF still needs: the same bytes every time, and Chinese that can be searched.

Chrome stamps times, its own version and the numbers of its nodes into a file. And where a font draws
a radical and a character alike (⽹ U+2F79 and 网 U+7F51) it notes down the radical, so that a search
for 网站 finds nothing. The file is taken apart at its cross-reference table, mended and put together.
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

from analysis.text import compatible

_RADICALS = range(0x2E80, 0x2FE0)
_DATE = re.compile(rb"/(?:CreationDate|ModDate) \([^)]*\)\s*")
_MAKER = re.compile(rb"/(Creator|Producer) \((?:\\.|[^\\)])*\)")
_NODE = re.compile(rb"node(\d{8,})")
_LENGTH = re.compile(rb"/Length \d+")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{2,4})> <([0-9A-Fa-f]{2,4})> <([0-9A-Fa-f]{4})>")
_CHAR = re.compile(rb"(?<=> )<([0-9A-Fa-f]{4})>(?=\s*\n)")


def finish_pdf(pdf: bytes) -> bytes:
    """The PDF without times and version stamps, its text mapped to the characters one types.

    A file that is not built with a plain cross-reference table comes back as it is.
    """
    objects = _objects(pdf)
    if objects is None:
        return pdf
    head, bodies, trailer = objects
    nodes = sorted({int(n) for body in bodies if body for n in _NODE.findall(_dictionary(body))})
    ranks = {number: rank for rank, number in enumerate(nodes, 1)}
    return _assembled(head, [body and _mended(body, ranks) for body in bodies], trailer)


def _objects(pdf: bytes) -> tuple[bytes, list[bytes | None], bytes] | None:
    """Header, bodies by object number, and trailer dictionary."""
    end = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf)
    table = end and re.compile(rb"xref\s+0 (\d+)\s+").match(pdf, int(end[1]))
    if not table:
        return None
    count, start = int(table[1]), table.end()
    rows = [pdf[start + 20 * n : start + 20 * n + 20] for n in range(count)]
    offsets = {n: int(row[:10]) for n, row in enumerate(rows) if row[17:18] == b"n"}
    stops = [*sorted(offsets.values()), table.start()]
    follows = dict(pairwise(stops))
    bodies = [pdf[offsets[n] : follows[offsets[n]]] if n in offsets else None for n in range(count)]
    trailer = pdf[start + 20 * count : end.start()]
    return pdf[: stops[0]], bodies, trailer


def _dictionary(body: bytes) -> bytes:
    return body.partition(b"stream\n")[0]


def _mended(body: bytes, ranks: dict[int, int]) -> bytes:
    head, stream, data = body.partition(b"stream\n")
    head = _NODE.sub(lambda m: b"node%08d" % ranks[int(m[1])], head)
    if not stream:
        return _MAKER.sub(rb"/\1 (gongkai-analysis)", _DATE.sub(b"", head))
    if b"/FlateDecode" not in head or not (length := _LENGTH.search(head)):
        return head + stream + data
    size = int(length[0].split()[1])
    text = zlib.decompress(data[:size])
    if not text.startswith(b"/CIDInit"):
        return head + stream + data
    packed = zlib.compress(_typed(text), 9)
    return _LENGTH.sub(b"/Length %d" % len(packed), head, count=1) + stream + packed + data[size:]


def _typed(cmap: bytes) -> bytes:
    """A glyph-to-text table that names characters instead of radicals."""

    def spread(match: re.Match[bytes]) -> bytes:
        first, last, code = (int(group, 16) for group in match.groups())
        codes = range(code, code + last - first + 1)
        if not any(c in _RADICALS for c in codes):
            return match[0]
        listed = b" ".join(b"<%04X>" % _character(c) for c in codes)
        return b"<%s> <%s> [%s]" % (match[1], match[2], listed)

    cmap = _RANGE.sub(spread, cmap)
    return _CHAR.sub(lambda m: b"<%04X>" % _character(int(m[1], 16)), cmap)


def _character(code: int) -> int:
    if code not in _RADICALS:
        return code
    plain = compatible(chr(code))
    return ord(plain) if len(plain) == 1 and ord(plain) < 0x10000 else code


def _assembled(head: bytes, bodies: list[bytes | None], trailer: bytes) -> bytes:
    parts, rows, offset = [head], [], len(head)
    for body in bodies:
        if body is None:
            rows.append(b"0000000000 65535 f \n")
            continue
        rows.append(b"%010d 00000 n \n" % offset)
        parts.append(body)
        offset += len(body)
    table = b"xref\n0 %d\n" % len(bodies) + b"".join(rows)
    return b"".join([*parts, table, trailer, b"startxref\n%d\n%%%%EOF\n" % offset])
