"""The version of the yearly data, for everything that says what it was made from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.datasets.dataset import Dataset


def data_version(dataset: Dataset) -> str:
    """The version that ``datapackage.json`` gives, or the parser of a corpus; a dash without a folder."""
    if dataset.folder is None:
        return "—"
    if (dataset.folder / "corpus.json").is_file():
        about = json.loads((dataset.folder / "corpus.json").read_text(encoding="utf-8"))
        return str(about["parser"])
    description = json.loads((dataset.folder / "datapackage.json").read_text(encoding="utf-8"))
    return str(description.get("version", "—"))
