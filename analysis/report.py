"""One published annual report as read: who, which year, its sections, its facts, and what was not clear."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis import form, readers, sections, tables, titles
from analysis.document import Document, Paragraph
from analysis.facts import FIELDS, Fact
from analysis.readers.refusals import Refusal
from analysis.text import normalise

_NARRATED = ("channels", "indicators")


@dataclass(frozen=True)
class Report:
    """A report as read.

    ``year`` is the year reported on (None if the file does not say), ``stated_years`` the years that its
    words state - none if it is only known when it was published -, ``form`` the version of the
    statutory form (2014, 2019, 2021; prose before), ``sections`` the words of 一 to 六 as printed,
    ``facts`` a :class:`~analysis.facts.Fact` a cell or number - missing is a status, never 0 -,
    ``unresolved`` phrases with numbers that nobody could place, ``messages`` (code, zh, en, where)
    what was not found, not clear, inferred or in conflict, ``headings`` the titles of the sections in the order
    of the page (section, title with its printed number).
    """

    path: str
    sha256: str
    kind: str
    agency: str
    year: int | None
    form: str
    title: str
    published_on: str
    index_number: str
    sections: dict[str, str] = field(repr=False)
    facts: list[Fact] = field(repr=False)
    unresolved: list[dict[str, str]] = field(repr=False)
    messages: list[dict[str, str]] = field(repr=False)
    headings: list[tuple[str, str]] = field(default_factory=list, repr=False)
    stated_years: tuple[int, ...] = field(default=(), repr=False)

    def to_frame(self):
        """The facts as a frame, a row a fact, columns as in :class:`~analysis.facts.Fact`; a missing value is NA."""
        import pandas  # only who wants a frame pays for it

        frame = pandas.DataFrame([tuple(fact) for fact in self.facts], columns=list(FIELDS))
        frame["value"] = pandas.array([fact.value for fact in self.facts], dtype="Float64")
        return frame

    def as_json(self) -> dict:
        """The report as one JSON object: file, report, facts, unresolved, messages."""
        about = {
            "agency": self.agency, "year": self.year, "form": self.form, "title": self.title,
            "published_on": self.published_on,
        }  # fmt: skip
        return {
            "file": self.path,
            "report": about,
            "facts": [_fact_json(fact) for fact in self.facts],
            "unresolved": self.unresolved,
            "messages": self.messages,
        }

    def _repr_html_(self) -> str:
        from analysis.report_html import render  # notebooks only

        return render(self)


def read_report(path: str | os.PathLike, year: int | None = None) -> Report:
    """Read a published annual report (HTML, PDF, DOCX, Markdown, text) into its facts.

    ``year`` is the report year for a file that does not say it, or not rightly: it tells which numbers
    are this year's. The report is that of articles 49 and 50 of 政府信息公开条例（国务院令第711号）. Raises
    :class:`~analysis.errors.ReadError` for a file that cannot be read or is no such report.
    """
    data = readers.load(path)
    return from_document(
        readers.read_bytes(data, str(path)), str(path), hashlib.sha256(data).hexdigest(), year
    )


def from_document(
    document: Document, path: str = "", sha256: str = "", year: int | None = None
) -> Report:
    """The report in a document that has been read; see :func:`read_report`."""
    folded = [(paragraph, normalise(paragraph.text)) for paragraph in document.paragraphs]
    text = sections.find(folded)
    heading = titles.find(document, text.front, [line.text for _, line in folded])
    year = heading.year if year is None else year
    matched = tables.match(document, year)
    if not matched.facts and not heading.title and len(text.words) < 2:
        raise Refusal("not_report", path)
    narrated, unresolved = _narrate(text.body, year)
    messages = [
        *(("reader", zh, en, "") for zh, en in document.messages),
        *titles.conflicts(document, heading),
        *_wrong_form(year, matched.version),
        *matched.messages,
    ]
    return Report(
        path=path,
        sha256=sha256,
        kind=document.kind,
        agency=heading.agency or document.metadata.get("agency", ""),
        year=year,
        form=matched.version or (form.version_of_year(year) if year else ""),
        title=heading.title,
        published_on=document.metadata.get("published_on", ""),
        index_number=document.metadata.get("index_number", ""),
        sections=text.words,
        facts=matched.facts + narrated,
        unresolved=unresolved,
        messages=[dict(zip(("code", "zh", "en", "where"), message)) for message in messages],
        headings=text.headings,
        stated_years=tuple(dict.fromkeys(heading.stated.values())),
    )


def _narrate(body: list[Paragraph], year: int | None) -> tuple[list[Fact], list[dict[str, str]]]:
    from analysis import narrative

    return narrative.extract(body, year)


def _wrong_form(year: int | None, version: str) -> Iterator[titles.Said]:
    """The tables are not of the form that is due for the year."""
    due = form.version_of_year(year) if year and version else version
    if due != version:
        zh = f"{year}年度应使用{due}年格式，表格却是{version}年格式"
        en = f"the form of {due} is due for {year}, but the tables follow that of {version}"
        yield "form_conflict", zh, en, ""


def _fact_json(fact: Fact) -> dict:
    """A fact with the fields that its table uses; a second of its kind and a note only where there is one."""
    names = ("table", "row", "column", "value", "unit")
    if fact.table in _NARRATED:
        names += ("members", "part_of", "approx", "scope")
    said = {name: getattr(fact, name) for name in (*names, "status", "text", "where")}
    if fact.item != 1:
        said["item"] = fact.item
    if fact.note:
        said["note"] = fact.note
    return said
