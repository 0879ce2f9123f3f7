"""``gongkai agencies [WORD]``: the organs at hand, with their years."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from analysis.errors import UsageError, nearest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "word",
        nargs="?",
        default="",
        help="名称、代码或地区的一部分 / part of a name, code or region",
    )
    parser.add_argument("--data", metavar="DIR", help="数据目录 / data folder")


def run(arguments: argparse.Namespace) -> int:
    """Print a line an organ: code, name, years, region. Standard library only, so that it is quick."""
    agencies, reports = _tables(arguments.data)
    years: dict[str, list[str]] = {}
    for agency_id, year in zip(reports["agency_id"], reports["year"], strict=True):
        years.setdefault(agency_id, []).append(str(year))
    columns = ("agency_id", "name_zh", "region_zh")
    organs = list(zip(*(agencies[c] for c in columns), strict=True))
    shown = [organ for organ in organs if arguments.word in " ".join(organ)]
    if not shown:
        _say_unknown(arguments.word, [cell for organ in organs for cell in organ[:2]])
    width = max(len(organ[0]) for organ in shown)
    for agency_id, name, region in shown:
        known = "、".join(sorted(years.get(agency_id, []))) or "—"
        print(f"{agency_id:<{width}}  {name}  {known}  {region}")
    return 0


def _tables(folder: str | None) -> tuple[Mapping, Mapping]:
    """The columns of agencies and reports; of the yearly data without pandas."""
    from analysis.datasets import find_data, load
    from analysis.datasets.corpus import is_corpus
    from analysis.datasets.package import read_package

    place = find_data(folder)
    if is_corpus(place):
        data = load(place)
        return data.agencies, data.reports
    tables = read_package(place)
    return tables["agencies"].columns, tables["reports"].columns


def _say_unknown(word: str, known: list[str]) -> None:
    alike = "、".join(nearest(word, known)) or "—"
    raise UsageError(
        f"没有名称、代码或地区含“{word}”的机关",
        f"no organ whose name, code or region holds “{word}”",
        next_zh=f"相近的有：{alike}",
        next_en=f"nearest: {alike}",
    )
