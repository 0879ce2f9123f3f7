"""``gongkai report``: the notebooks run for one organ and year, and everything one hands over."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import analysis
from analysis import codebook
from analysis.cli.choosing import (
    add_choice,
    check_formats,
    choose,
    exports_folder,
    project_folder,
)
from analysis.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.datasets import Dataset
    from analysis.export.bound import Front
    from analysis.export.flow import Result

FORMATS = ("html", "pdf", "charts", "xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_choice(parser)
    add = parser.add_argument
    add("--to", metavar="LIST", default=",".join(FORMATS), help="html,pdf,charts,xlsx")
    add(
        "--notebook",
        metavar="NAME",
        action="append",
        help="只做这一本，可重复 / only this one, repeatable",
    )
    add(
        "--out", metavar="DIR", type=Path, help="输出目录 / output folder (exports/<agency>-<year>)"
    )
    add(
        "--combined",
        action="store_true",
        help="另做一册有目录和页码的 PDF / also one PDF of all, with contents",
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the export; 0 all made, 1 something failed, 3 no browser (HTML and workbook are made)."""
    from analysis.export import report

    lang = codebook.check_language(arguments.lang)
    formats = check_formats(arguments.to, FORMATS)
    notebooks = find_notebooks(arguments.notebook)
    data, agency, year = choose(arguments)
    chosen = data.select(agency=agency, years=year)
    name = chosen.reports["agency"].iloc[0]
    out = arguments.out or exports_folder(f"{agency}-{year}", lang)
    _say(f"{name} {year} 年度", f"{agency} {year}")
    result = report(
        notebooks,
        {"agency": agency, "year": year, "lang": lang},
        out,
        formats=formats,
        data_dir=data.folder,
        about=_about(chosen),
        codebook=_codebook_rows(),
        front=_front(chosen, lang) if arguments.combined or not arguments.notebook else None,
        bind=arguments.combined,
        progress=_say,
    )
    return _finish(result, out)


def find_notebooks(names: list[str] | None) -> list[Path]:
    """The notebooks to run: all of the project's, or those named by path, name or part of a name."""
    known = sorted(_notebook_folder().glob("[0-9]*.ipynb"))
    if not names:
        return known
    return [_one_notebook(name, known) for name in names]


def _one_notebook(name: str, known: list[Path]) -> Path:
    if name.endswith(".ipynb") and Path(name).is_file():
        return Path(name)
    stem = Path(name).stem
    hits = [path for path in known if path.stem == stem] or [p for p in known if stem in p.stem]
    if len(hits) == 1:
        return hits[0]
    stems = [path.stem for path in known]
    alike = nearest(stem, stems) or stems
    raise UsageError(
        f"没有（或不止一本）这样的笔记本：{name}",
        f"no single notebook of this name: {name}",
        next_zh=f"可用：{'、'.join(alike)}，或给出 .ipynb 路径",
        next_en=f"use: {', '.join(alike)}, or the path of an .ipynb",
    )


def _notebook_folder() -> Path:
    own = project_folder() / "notebooks"
    return own if own.is_dir() else Path(analysis.__file__).parent / "shipped_notebooks"


def _front(chosen: Dataset, lang: str) -> Front:
    """How the overview and the combined PDF begin: organ and year, the report, the key figures."""
    from analysis import pages
    from analysis.export.bound import Front

    return Front(
        title=pages.heading(
            chosen,
            "政府信息公开工作年度报告分析",
            "analysis of the annual report on open government information",
            lang=lang,
        ),
        lines=[pages.basis(chosen, lang=lang)],
        figures=pages.key_figures(chosen, lang=lang).html,
        opening=pages.heading(chosen, "", "", lang=lang),
        lang=lang,
    )


def _about(chosen: Dataset) -> dict[str, str]:
    """What the workbook says of itself: organ, year, source, versions."""
    report = next(chosen.reports.itertuples())
    rows = {
        "机关 / organ": f"{report.agency} / {report.agency_en}",
        "报告年度 / report year": str(report.year),
        "报告 / report": report.title_zh,
        "发布日期 / published": report.published_on or "未标明 / not printed",
        "网址 / address": report.url or "—",
        "出处 / taken from": report.source,
        "空白 / blanks": "空白是没有数字，不是零 / a blank is a missing number, not a zero",
        "程序 / program": f"gongkai-analysis {analysis.__version__}",
    }
    return rows


def _codebook_rows() -> Iterator[tuple[str, ...]]:
    yield ("类 / set", "代码 / code", "中文", "English", "含义", "meaning")
    for name, rows in (("channels", codebook.channels()), ("indicators", codebook.indicators())):
        for row in rows.values():
            yield (name, row["code"], row["zh"], row["en"], row["meaning_zh"], row["meaning_en"])


def _say(zh: str, en: str) -> None:
    print(f"· {zh} / {en}", flush=True)


def _finish(result: Result, out: Path) -> int:
    for error in result.errors:
        print(f"\n{error}", file=sys.stderr)
    if result.browser_missing:
        print(f"\n{result.browser_missing}", file=sys.stderr)
    if result.written:
        _say(f"共 {len(result.written)} 个文件，在 {out}", f"{len(result.written)} files in {out}")
    return result.exit_code
