"""One report as one HTML page: the sections from the data, put into the template with its own style."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from analysis import codebook
from analysis.errors import UsageError
from analysis.infographic.blocks import Section
from analysis.infographic.channels import channel_section
from analysis.infographic.disclosure import disclosure_section, response_section
from analysis.infographic.problems import problem_section
from analysis.infographic.requests import dispute_section, request_section
from analysis.infographic.summary import key_figures, source_lines

if TYPE_CHECKING:
    import jinja2

    from analysis.datasets import Dataset

# No network, no script, no style but the one in the page.
POLICY = "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"


def render_infographic(report: Dataset, *, lang: str = "zh", problems: str = "") -> str:
    """The long picture of one report as an HTML page, the same bytes for the same data.

    ``report`` holds one report (:meth:`analysis.Dataset.select`). ``problems`` are the words of section
    五 (存在的主要问题及改进情况) where the reader has them (the data hold numbers, not sections); their
    points make a block of their own, which is left out without them.
    Raises :class:`~analysis.errors.UsageError` for several reports or an unknown language.
    """
    codebook.check_language(lang)
    if len(report.reports) != 1:
        raise UsageError(
            f"一图只画一份报告，选中了 {len(report.reports)} 份",
            f"one picture shows one report, {len(report.reports)} are selected",
            next_zh="用 Dataset.select(agency=…, years=…) 选定一份",
            next_en="choose one with Dataset.select(agency=…, years=…)",
        )
    about = next(report.reports.itertuples())
    style = _part("infographic.css")
    return _template().render(
        lang=lang,
        policy=POLICY.format(style=_digest(style)),
        style=style,
        organ=about.agency if lang == "zh" else about.agency_en,
        year=about.year,
        words=WORDS[lang],
        figures=key_figures(report, lang),
        sections=_sections(report, lang, problems),
        source=source_lines(report, lang),
    )


WORDS = {
    "zh": {
        "html_lang": "zh-CN",
        "ribbon": "一图读懂",
        "title": ("政府信息公开", "工作年度报告"),
        "year": "年度",
        "key": "关键数字",
        "source": "数据说明",
    },
    "en": {
        "html_lang": "en",
        "ribbon": "At a glance",
        "title": ("Annual report on", "open government information"),
        "year": "",
        "key": "Key figures",
        "source": "About the data",
    },
}


def _sections(report: Dataset, lang: str, problems: str) -> list[Section]:
    found = [
        channel_section(report, lang),
        disclosure_section(report, lang),
        response_section(report, lang),
        request_section(report, lang),
        dispute_section(report, lang),
        problem_section(problems, lang),
    ]
    return [section for section in found if section]


@cache
def _template() -> jinja2.Template:
    import jinja2

    loader = jinja2.DictLoader({n: _part(n) for n in ("infographic.html.j2", "icons.html.j2")})
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("infographic.html.j2")


@cache
def _part(name: str) -> str:
    return (files(__package__) / "template" / name).read_text(encoding="utf-8")


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
