"""The statutory form as a file: blank for the January draft, or filled with what is known.

The forms of 2021, 2019 and 2014 (versions.csv), as Word or HTML, laid out as the official ones print
them. Reading a written form gives the same facts back; the tests of the readers rest on that.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis import form
from analysis.errors import UsageError, nearest
from analysis.formwriter.draft import compose
from analysis.formwriter.values import as_facts, cell_texts, version_of

__all__ = ["write_form"]

VERSIONS = ("2021", "2019", "2014")
SUFFIXES = (".docx", ".html")


def write_form(
    report_or_facts,
    path: str | os.PathLike,
    *,
    version: str | None = None,
    agency: str = "",
    year: int | None = None,
    sections=None,
) -> Path:
    """Write the statutory form of one report to ``path``: DOCX or HTML, by its suffix.

    ``report_or_facts`` is a report as read, a frame or a list of facts, or None for a blank form with
    「（请填写）」 where words are due. ``agency`` and ``year`` are taken from the report where they are not
    given; so is ``version`` (2021, 2019, 2014), else from the year, else from the facts, else the newest.
    ``sections`` maps 一 to 六 to the words of those sections, by default those of the report (for
    2014, whose sections are free: headings to words). The file is replaced as a whole or not at all;
    the same input gives the same bytes. Raises UsageError for what the form cannot hold.
    """
    path = Path(path)
    render = _renderer(path)
    facts = as_facts(report_or_facts)
    agency = agency or _known(report_or_facts, "agency") or ""
    year = _year(year if year is not None else _known(report_or_facts, "year"))
    version = _version(version or _known(report_or_facts, "form"), year, facts)
    if sections is None and version != "2014":
        sections = _known(report_or_facts, "sections")
    texts = cell_texts(facts, version)
    draft = compose(version, texts, str(agency), year, sections, blank=report_or_facts is None)
    _replace(path, render(draft))
    return path


def _known(report, name: str):
    return getattr(report, name, None) if hasattr(report, "facts") else None


def _renderer(path: Path):
    suffix = path.suffix.lower()
    if suffix == ".docx":
        from analysis.formwriter.docx import render
    elif suffix in {".html", ".htm"}:
        from analysis.formwriter.html import render
    else:
        raise UsageError(
            f"不能写成“{suffix or path.name}”格式。",
            f"Cannot write the form as {suffix or path.name!r}.",
            where=str(path),
            next_zh=f"文件名请以 {'、'.join(SUFFIXES)} 结尾。",
            next_en=f"End the file name in {' or '.join(SUFFIXES)}.",
        )
    return render


def _year(year) -> int | None:
    if year in (None, ""):
        return None
    try:
        number = int(year)
    except (TypeError, ValueError):
        number = 0
    if not 1900 < number < 2200:
        raise UsageError(
            f"年份不对：{year}。",
            f"Not a year: {year}.",
            next_zh="请给出四位数的报告年度，例如 2023。",
            next_en="Give the report year in four digits, such as 2023.",
        )
    return number


def _version(version, year: int | None, facts) -> str:
    by_year = form.version_of_year(year) if year else None
    chosen = str(version or by_year or version_of(facts) or VERSIONS[0])
    if chosen in VERSIONS:
        return chosen
    known = "、".join(f"{v}（{form.versions()[v]['document']}）" for v in VERSIONS)
    alike = nearest(chosen, VERSIONS, 1)
    raise UsageError(
        f"没有“{chosen}”这一版法定格式。",
        f"There is no statutory form {chosen!r}.",
        next_zh=f"可用的格式：{known}。",
        next_en=f"Known forms: {', '.join(VERSIONS)}."
        + (f" Did you mean {alike[0]}?" if alike else ""),
    )


def _replace(path: Path, data: bytes) -> None:
    """Write beside, then rename: a reader never sees half a file, a failure leaves the old one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError as error:
        raise UsageError(
            f"写不了文件：{error.strerror}。",
            f"Cannot write the file: {error.strerror}.",
            where=str(path),
            next_zh="请检查文件夹是否存在、是否可写。",
            next_en="Check that the folder exists and can be written to.",
        ) from error
    finally:
        beside.unlink(missing_ok=True)
