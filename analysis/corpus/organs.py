"""A code for every organ that a report names: that of the yearly data, else one made of the name."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from analysis.datasets import find_data
from analysis.datasets.organs import guess_kind, guess_level, guess_region

Organ = Callable[[str], dict[str, str]]


@cache
def organs(data: Path | None = None) -> tuple[Organ, str]:
    """``organ(name)`` gives the row of ``agencies.csv`` for a name, known or made up; and a mark of the list.

    An unknown organ gets ``organ-`` and eight digits of its name's hash: the same everywhere. Its level,
    kind and region are guessed from the name, its English name is the Chinese one.
    """
    text = (find_data(data) / "agencies.csv").read_bytes()
    known = {row["name_zh"]: row for row in csv.DictReader(text.decode("utf-8-sig").splitlines())}

    @cache
    def organ(name: str) -> dict[str, str]:
        if name in known:
            return known[name]
        return {
            "agency_id": f"organ-{hashlib.sha256(name.encode()).hexdigest()[:8]}",
            "name_zh": name,
            "name_en": name,
            "level": guess_level(name),
            "kind": guess_kind(name),
            "region_zh": guess_region(name),
        }

    return organ, hashlib.sha256(text).hexdigest()[:12]
