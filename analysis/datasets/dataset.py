"""The frozen :class:`Dataset`: reports and facts as tidy frames, and ways to take a part of them."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import codebook, facts
from analysis.datasets.organs import known_organ
from analysis.errors import UsageError, nearest

if TYPE_CHECKING:
    import pandas as pd

    from analysis.datasets.package import Table

# What every tidy frame says of the report that a fact comes from.
REPORT_COLUMNS = (
    *("report_id", "agency_id", "agency", "agency_en", "year"),
    *("level", "kind", "region_zh", "form"),
)
ORIGIN_COLUMNS = (
    *("title_zh", "published_on", "url", "extent", "source"),
    *("revision", "file", "sha256"),
)


@dataclass(frozen=True)
class Dataset:
    """Published reports and the numbers in them. Frozen: frames come out as copies.

    ``agencies``: a row an organ (agency_id, name_zh, name_en, level, kind, region_zh).
    ``reports``: a row a report, of several revisions the newest (report_id, agency_id, agency, agency_en, level, kind, region_zh, year,
    form, title_zh, published_on, url, extent, source, revision, file, sha256).
    ``facts``: a row a number, the columns of :class:`analysis.facts.Fact` with ``report_id``; ``value``
    is float64 with NaN where the report gives no number - ``status`` says why; NaN is never zero.
    """

    agencies: pd.DataFrame
    reports: pd.DataFrame
    facts: pd.DataFrame
    folder: Path | None = field(default=None, compare=False)

    @classmethod
    def from_tables(cls, tables: dict[str, Table], folder: Path) -> Dataset:
        """A dataset from checked text columns (see :mod:`analysis.datasets.package`)."""
        import pandas as pd

        agencies = pd.DataFrame(tables["agencies"].columns)
        reports = pd.DataFrame(tables["reports"].columns).astype(
            {"year": "int64", "revision": "int64"}
        )
        names = agencies.rename(columns={"name_zh": "agency", "name_en": "agency_en"})
        reports = reports.merge(names, on="agency_id", how="left", sort=False)
        newest = reports.groupby(["agency_id", "year"])["revision"].transform("max")
        reports = reports[reports["revision"] == newest].reset_index(drop=True)
        facts = _facts_frame(tables["facts"].columns)
        facts = facts[facts["report_id"].isin(reports["report_id"])].reset_index(drop=True)
        return cls(agencies, reports[[*REPORT_COLUMNS, *ORIGIN_COLUMNS]], facts, folder)

    @cached_property
    def _with_report(self) -> pd.DataFrame:
        about = self.reports[list(REPORT_COLUMNS)]
        return self.facts.merge(about, on="report_id", how="left", sort=False)

    def _table(self, name: str, keep: Iterable[str]) -> pd.DataFrame:
        rows = self._with_report[self._with_report["table"] == name]
        return rows[[*REPORT_COLUMNS, *keep]].reset_index(drop=True)

    @property
    def channels(self) -> pd.DataFrame:
        """Items published by channel, as the reports' words give them; a row a number.

        Columns: those of the report, channel (code), members (of a joint count: ``a;b``), item, value
        (float64), unit, status (``inferred``: the channel is inferred), approx, part_of, scope, text,
        where, note. A channel without a row is not known - not zero. 条例第二十三条。
        """
        rest = ("members", "item", "value", "unit", "status", "approx", "part_of", "scope")
        frame = self._table("channels", ("row", *rest, "text", "where", "note"))
        return frame.rename(columns={"row": "channel"})

    @property
    def indicators(self) -> pd.DataFrame:
        """Other counts from the reports' words; a row a number.

        Columns as :attr:`channels`, with ``indicator`` in place of channel and members. ``scope`` tells
        a flow of the year from a level or a net change.
        """
        rest = ("item", "value", "unit", "status", "approx", "part_of", "scope", "text", "where")
        return self._table("indicators", ("row", *rest, "note")).rename(
            columns={"row": "indicator"}
        )

    @property
    def proactive(self) -> pd.DataFrame:
        """Table of section 二 (主动公开); a row a cell: row, column, value, unit, status, text, where."""
        return self._table("proactive", _CELL)

    @property
    def requests(self) -> pd.DataFrame:
        """Table of section 三 (依申请公开); a row a cell: row, column, value, unit, status, text, where."""
        return self._table("requests", _CELL)

    @property
    def disputes(self) -> pd.DataFrame:
        """Table of section 四 (复议、诉讼); a row a cell: row, column, value, unit, status, text, where."""
        return self._table("disputes", _CELL)

    def select(
        self,
        agency: str | Iterable[str] | None = None,
        years: int | Iterable[int] | None = None,
        region: str | None = None,
        level: str | Iterable[str] | None = None,
        kind: str | None = None,
    ) -> Dataset:
        """The part of the data that fits every argument given.

        ``agency``: code or Chinese name, one or several; ``years``: report years, of which at least
        one must be known; ``region``: a part of the region's name (浙江, 海盐县); ``level`` and ``kind``:
        codes or Chinese labels of the codebook. Raises :class:`~analysis.errors.UsageError` for what
        is unknown, with the nearest names.
        """
        reports = self.reports
        if agency is not None:
            reports = reports[reports["agency_id"].isin([self.agency_id(a) for a in _many(agency)])]
        if years is not None:
            reports = reports[reports["year"].isin(self._known_years(reports, _many(years)))]
        if region is not None:
            reports = reports[self._in_region(reports, region)]
        for column, codes in (("level", level), ("kind", kind)):
            if codes is not None:
                wanted = [_known_code(column, code) for code in _many(codes)]
                reports = reports[reports[column].isin(wanted)]
        return self._part(reports)

    def agency_id(self, agency: str) -> str:
        """The code of an organ given by code or Chinese name; unknown: the nearest names are listed."""
        known = self.agencies
        hit = known.loc[(known["agency_id"] == agency) | (known["name_zh"] == agency), "agency_id"]
        if len(hit):
            return hit.iloc[0]
        names = dict(zip(known["name_zh"], known["agency_id"], strict=True))
        codes = {code: name for name, code in names.items()}
        alike = nearest(str(agency), [*codes, *names])
        listed = list(
            dict.fromkeys(f"{names.get(a, a)}（{codes[names.get(a, a)]}）" for a in alike)
        )
        advice = "、".join(listed) or "gongkai agencies"
        raise UsageError(
            f"没有这个机关：{agency}",
            f"unknown organ: {agency}",
            next_zh=f"相近的有：{advice}；全部见 gongkai agencies",
            next_en=f"nearest: {', '.join(listed) or 'none'}; all of them: gongkai agencies",
        )

    def known_organ(self, name: str) -> str:
        """The code of the organ that a report's words name; blank when none or several may be meant."""
        known = self.agencies
        return known_organ(name, dict(zip(known["name_zh"], known["agency_id"], strict=True)))

    def years(self, agency: str) -> list[int]:
        """The years of which a report of this organ is at hand, in order."""
        mine = self.reports["agency_id"] == self.agency_id(agency)
        return sorted(self.reports.loc[mine, "year"].tolist())

    def _known_years(self, reports: pd.DataFrame, years: Iterable[int]) -> list[int]:
        wanted, known = list(years), sorted(set(reports["year"].tolist()))
        missing = [y for y in wanted if y not in known]
        if len(missing) < len(wanted):  # of a span of years, those that are known
            return wanted
        listed = "、".join(map(str, known)) or "—"
        raise UsageError(
            f"没有 {'、'.join(map(str, missing))} 年度的报告",
            f"no report for {', '.join(map(str, missing))}",
            next_zh=f"已有年度：{listed}",
            next_en=f"known years: {listed.replace('、', ', ')}",
        )

    def _in_region(self, reports: pd.DataFrame, region: str) -> pd.Series:
        inside = reports["region_zh"].str.contains(region, regex=False)
        if inside.any():
            return inside
        divisions = self.reports["region_zh"].str.findall(r".+?[省市县区州盟旗]")
        alike = nearest(region, sorted({name for names in divisions for name in names}))
        raise UsageError(
            f"没有这个地区的报告：{region}",
            f"no report from this region: {region}",
            next_zh=f"相近的有：{'、'.join(alike) or '—'}",
            next_en=f"nearest: {', '.join(alike) or 'none'}",
        )

    def _part(self, reports: pd.DataFrame) -> Dataset:
        chosen = self.facts["report_id"].isin(reports["report_id"])
        organs = self.agencies["agency_id"].isin(reports["agency_id"])
        return replace(
            self,
            agencies=self.agencies[organs].reset_index(drop=True),
            reports=reports.reset_index(drop=True),
            facts=self.facts[chosen].reset_index(drop=True),
        )

    def __repr__(self) -> str:
        return f"Dataset({_spread(self)})"

    def _repr_html_(self) -> str:
        counts = self.facts["table"].value_counts()
        cells = "".join(
            f"<tr><th>{name}</th><td>{int(counts.get(name, 0)):,}</td></tr>"
            for name in facts.TABLES
        )
        head = html.escape(_spread(self))
        return (
            f"<p><b>Dataset</b> · {head}</p><table class='gk-table'><thead><tr><th>table</th>"
            f"<th>facts</th></tr></thead><tbody>{cells}</tbody></table>"
            "<p>.reports .agencies .channels .indicators .proactive .requests .disputes · "
            ".select(agency=, years=, region=, level=, kind=)</p>"
        )


_CELL = ("row", "column", "value", "unit", "status", "text", "where", "note")


def _facts_frame(columns: dict[str, list[str]]) -> pd.DataFrame:
    import pandas as pd

    frame = {}
    for name, cells in columns.items():
        if name == "value":
            frame[name] = pd.array(
                [float(c) if c else float("nan") for c in cells], dtype="float64"
            )
        elif name == "item":
            frame[name] = pd.array([int(c) for c in cells], dtype="int64")
        elif name in _CODES:
            frame[name] = pd.Categorical(cells, categories=_CODES[name])
        else:
            frame[name] = cells
    return pd.DataFrame(frame)


_CODES = {
    "table": facts.TABLES,
    "status": facts.STATUSES,
    "approx": facts.APPROXIMATIONS,
    "scope": facts.SCOPES,
}


def _many(value: object) -> list:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def _known_code(kind: str, code: str) -> str:
    known = codebook.terms(kind)
    if code in known:
        return code
    by_label = {row["zh"]: c for c, row in known.items()}
    if code in by_label:
        return by_label[code]
    raise UsageError(
        f"没有这种{'层级' if kind == 'level' else '类别'}：{code}",
        f"unknown {kind}: {code}",
        next_zh=f"可用：{'、'.join(known)}",
        next_en=f"use one of: {', '.join(known)}",
    )


def _spread(dataset: Dataset) -> str:
    years = dataset.reports["year"]
    span = f"{years.min()}–{years.max()}" if len(years) else "—"
    return (
        f"{len(dataset.agencies)} organs 机关 · {len(dataset.reports)} reports 报告 · "
        f"{span} · {len(dataset.facts):,} facts 数据"
    )
