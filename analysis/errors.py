"""Errors for the reader: what is wrong, where, what to do next - in Chinese and in English.

Everything that a user can cause derives from :class:`GongkaiError`; the command line prints it and
exits with ``exit_code``. Any other exception means that this project failed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class GongkaiError(Exception):
    """A mistake the reader can mend.

    ``zh`` and ``en`` say what is wrong, ``where`` the file, line or cell, ``next_zh`` and ``next_en``
    what to do now. ``code`` is a stable word for programs, ``exit_code`` that of the command line.
    """

    code = "error"
    exit_code = 1

    def __init__(
        self, zh: str, en: str, *, where: str = "", next_zh: str = "", next_en: str = ""
    ) -> None:
        super().__init__(zh, en)
        self.zh, self.en, self.where = zh, en, where
        self.next_zh, self.next_en = next_zh, next_en

    def __reduce__(self):
        # Errors come back from worker processes: keep every field.
        return _rebuild, (type(self), self.as_dict())

    def as_dict(self) -> dict[str, str]:
        """The error as data: code, zh, en, where, next_zh, next_en."""
        fields = ("code", "zh", "en", "where", "next_zh", "next_en")
        return {name: getattr(self, name) for name in fields}

    def __str__(self) -> str:
        place = f"  @ {self.where}\n" if self.where else ""
        advice = "".join(f"  → {line}\n" for line in (self.next_zh, self.next_en) if line)
        return f"{self.zh}\n{self.en}\n{place}{advice}".rstrip()


class UsageError(GongkaiError):
    """An argument that cannot be meant: unknown organ, year, language, notebook, channel."""

    code = "usage"


class DataError(GongkaiError):
    """The yearly data does not keep to its own description (``datapackage.json``)."""

    code = "data"


class ReadError(GongkaiError):
    """A published file that cannot be read as an annual report."""

    code = "read"


class NotebookError(GongkaiError):
    """A notebook cell that failed while a report was made."""

    code = "notebook"


class BrowserMissing(GongkaiError):
    """No browser for PDF and chart files; HTML and workbook are still made."""

    code = "browser"
    exit_code = 3


def nearest(word: str, known: Iterable[str], most: int = 5) -> list[str]:
    """The known words most like ``word``, best first: those that contain it, then the similar ones."""
    known = list(dict.fromkeys(known))
    inside = [k for k in known if word and (word.lower() in k.lower() or k.lower() in word.lower())]
    alike = difflib.get_close_matches(word, known, n=most, cutoff=0.45)
    return list(dict.fromkeys(inside + alike))[:most]


def _rebuild(kind: type[GongkaiError], fields: dict[str, str]) -> GongkaiError:
    fields = dict(fields)
    fields.pop("code")
    return kind(fields.pop("zh"), fields.pop("en"), **fields)
