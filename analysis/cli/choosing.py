"""What the commands that show one organ have in common: how it is chosen and where their files go."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import analysis
from analysis.errors import UsageError

if TYPE_CHECKING:
    from analysis.datasets import Dataset

DEFAULT_AGENCY = "haiyan-samr"


def add_choice(parser: argparse.ArgumentParser, *, year: bool = True) -> None:
    """``--agency``, ``--year`` (unless a command has its own), ``--lang`` and ``--data``."""
    parser.add_argument(
        "--agency",
        metavar="ID",
        help="机关代码或名称，默认最近收入的机关 / code or name, by default the organ added last",
    )
    if year:
        parser.add_argument(
            "--year",
            metavar="Y",
            type=int,
            help="报告年度，默认最近一年 / report year, the latest by default",
        )
    parser.add_argument("--lang", default="zh", help="zh 或 / or en")
    parser.add_argument("--data", metavar="DIR", help="数据目录 / data folder")


def choose(arguments: argparse.Namespace) -> tuple[Dataset, str, int]:
    """The data, the organ's code and the year asked for, or the latest of which a report is at hand."""
    from analysis import datasets

    data = datasets.load(arguments.data)
    agency = data.agency_id(arguments.agency or default_agency(data))
    if arguments.year is not None:
        return data, agency, arguments.year
    if years := data.years(agency):
        return data, agency, years[-1]
    raise no_report(agency)


def default_agency(data: Dataset) -> str:
    """The organ whose report was taken in last (``gongkai add``); in the data as they come, the first user's."""
    added = data.reports[data.reports["file"] != ""]
    known = set(data.agencies["agency_id"])
    if len(added):
        return str(added["agency_id"].iloc[-1])
    return DEFAULT_AGENCY if DEFAULT_AGENCY in known else str(data.reports["agency_id"].iloc[-1])


def call(words: str) -> str:
    """A command as this reader can type it: ``gongkai …``, or ``python3 run.py …`` when that started us."""
    return f"{os.environ.get('GONGKAI_COMMAND') or 'gongkai'} {words}"


def no_report(agency: str) -> UsageError:
    """An organ that is known, but none of its reports."""
    return UsageError(
        f"{agency} 还没有报告",
        f"no report of {agency} is at hand",
        next_zh=call("agencies"),
        next_en=call("agencies"),
    )


def check_formats(wanted: str, known: Sequence[str]) -> list[str]:
    """``html,pdf`` as a list; an unknown format is named with those there are."""
    formats = [f for f in wanted.replace("，", ",").replace(" ", "").split(",") if f]
    for wish in formats or [wanted]:
        if wish not in known:
            raise UsageError(
                f"没有这种格式：{wish}",
                f"unknown format: {wish}",
                next_zh=f"可用：{'、'.join(known)}，以逗号相连",
                next_en=f"use: {','.join(known)}",
            )
    return formats


def exports_folder(name: str, lang: str = "zh") -> Path:
    """``exports/<name>`` of the project, with the language where it is not Chinese."""
    return project_folder() / "exports" / named(name, lang)


def named(name: str, lang: str) -> str:
    """A name for files, with the language where it is not Chinese."""
    return name if lang == "zh" else f"{name}-{lang}"


def project_folder() -> Path:
    """The project that we stand in or were started from; else the current folder."""
    here = Path.cwd()
    beside = Path(analysis.__file__).resolve().parent.parent
    for root in (here, *here.parents, beside):
        if (root / "notebooks").is_dir() and (root / "analysis").is_dir():
            return root
    return here
