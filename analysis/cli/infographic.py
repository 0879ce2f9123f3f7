"""``gongkai infographic``: the long picture (图解) of one report as HTML, PNG and PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import codebook
from analysis.cli.choosing import add_choice, check_formats, choose, exports_folder, named
from analysis.errors import BrowserMissing, UsageError

if TYPE_CHECKING:
    from analysis.datasets import Dataset

FORMATS = ("html", "png", "pdf")
WIDTH = 750  # CSS pixels: the long picture as phones and official accounts show it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_choice(parser)
    add = parser.add_argument
    add("--to", metavar="LIST", default=",".join(FORMATS), help="html,png,pdf")
    add(
        "--out", metavar="DIR", type=Path, help="输出目录 / output folder (exports/<agency>-<year>)"
    )
    add(
        "--text",
        metavar="FILE",
        help="报告原文，取其第五部分的问题与改进 / the report itself, for its problems and plans",
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the picture; 0 all made, 3 no browser (then only the HTML is made)."""
    lang = codebook.check_language(arguments.lang)
    formats = check_formats(arguments.to, FORMATS)
    if formats == ["html"]:
        return _finish(*_page(arguments, lang), formats, None)
    from analysis.export.background import Background
    from analysis.export.browser import Browser

    with Background() as background:
        browser = Browser(background)
        browser.start()  # while the data loads
        try:
            return _finish(*_page(arguments, lang), formats, browser)
        finally:
            browser.close()


def _page(arguments: argparse.Namespace, lang: str) -> tuple[str, Path]:
    """The page, and the path without ending that its files get."""
    from analysis.infographic import render_infographic

    data, agency, year = choose(arguments)
    report = data.select(agency=agency, years=year)
    problems = _problems(arguments.text, report) if arguments.text else ""
    page = render_infographic(report, lang=lang, problems=problems)
    out = arguments.out or exports_folder(f"{agency}-{year}", lang)
    return page, out / named(f"infographic-{agency}-{year}", lang)


def _problems(path: str, report: Dataset) -> str:
    """Section 五 of the report in a file, which must be the one that is drawn."""
    from analysis.report import read_report

    read, about = read_report(path), next(report.reports.itertuples())
    if (read.agency, read.year) != (about.agency, about.year):
        raise UsageError(
            f"这份原文是{read.agency or '（不明机关）'} {read.year or '（不明年度）'} 年的，"
            f"图解做的是{about.agency} {about.year} 年",
            f"this file is of {read.agency or 'an unknown organ'}, {read.year or 'unknown year'}; "
            f"the picture is of {about.agency}, {about.year}",
            where=path,
            next_zh="换一份原文，或用 --agency、--year 指定原文的机关和年度",
            next_en="give the right file, or name its organ and year with --agency and --year",
        )
    return read.sections.get("五", "")


def _finish(page: str, stem: Path, formats: list[str], browser) -> int:
    """Write what was asked for; without a browser the HTML, whether asked for or not."""
    from analysis.export.files import write_bytes

    try:
        pictures = _pictures(page, formats, browser)
        missing = None
    except BrowserMissing as error:
        pictures, missing = {}, error
    if "html" in formats or missing:
        pictures = {"html": page.encode("utf-8"), **pictures}
    for ending, content in pictures.items():
        path = write_bytes(stem.with_name(f"{stem.name}.{ending}"), content)
        print(f"· 写好 / wrote {path}", flush=True)
    if missing:
        print(f"\n{missing}", file=sys.stderr)
        return missing.exit_code
    return 0


def _pictures(page: str, formats: list[str], browser) -> dict[str, bytes]:
    if browser is None:
        return {}
    from analysis.export.screenshot import screenshot

    browser.wait()
    printing = browser.start_pdf(page) if "pdf" in formats else None
    made = {"png": screenshot(browser, page, width=WIDTH)} if "png" in formats else {}
    return made | ({"pdf": printing.result()} if printing else {})
