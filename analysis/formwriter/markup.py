"""Small pieces of XML and HTML, escaped as they are made."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escape(text: object) -> str:
    """``text`` for XML or HTML; what XML cannot hold at all (control characters) is dropped."""
    return _FORBIDDEN.sub("", str(text)).translate(_ESCAPES)


def element(name: str, attributes: Mapping[str, object] | None = None, *children: str) -> str:
    """One element; ``children`` are markup already, attributes that are None are left out."""
    pairs = "".join(
        f' {key}="{escape(value)}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    return f"<{name}{pairs}>{''.join(children)}</{name}>"
