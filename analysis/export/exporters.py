"""The nbconvert exporters: one self-contained HTML page, and the same page on paper.

``jupyter nbconvert --execute --to gongkai-html NOTEBOOK`` uses them as ``gongkai report`` does.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Any as AnyTrait
from traitlets import Bool, default
from traitlets.config import Config

from analysis import __version__
from analysis.errors import BrowserMissing
from analysis.export.browser import Browser, plotly_js
from analysis.export.figures import Figure, find_figures
from analysis.export.page import Page, build_page

TEMPLATE = Path(__file__).parent / "template"
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)


class GongkaiHTMLExporter(TemplateExporter):
    """One HTML file that needs nothing else: opens with the network off, prints as designed."""

    export_from_notebook = "Gongkai HTML"
    output_mimetype = "text/html"

    twins = Bool(True, help="Draw each figure for paper too, if a browser is installed.").tag(
        config=True
    )
    browser = AnyTrait(
        None, allow_none=True, help="An open analysis.export.browser.Browser to use."
    )

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "gongkai"

    @default("template_paths")
    def _template_paths_default(self) -> list[str]:
        return [str(TEMPLATE)]

    @property
    def default_config(self) -> Config:
        """Run notebooks as ``gongkai report`` does: our kernel, no timing."""
        kernel = "analysis.export.kernel.ReportKernel"
        ours = Config(
            {"ExecutePreprocessor": {"kernel_manager_class": kernel, "record_timing": False}}
        )
        ours.merge(super().default_config)
        return ours

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page. ``resources["twins"]`` may bring the SVG of each figure by its id."""
        nb, resources = super(TemplateExporter, self).from_notebook_node(nb, resources, **kw)
        given = resources.get("twins") or {}
        twins = given if given or not self.twins else self._draw_twins(nb)
        name = (resources.get("metadata") or {}).get("name", "")
        page = build_page(nb, twins, name=name)
        return self.render(page), resources

    def render(self, page: Page) -> str:
        """The finished HTML of a page."""
        drawn = any(block.kind == "figure" for block in page.blocks)
        scripts = [*([_plotly()] if drawn else []), _part("page.js")]
        return self._fill(page, scripts)

    def _fill(self, page: Page, scripts: list[str]) -> str:
        return self.fill("index.html.j2", page.title, page.lang, scripts=scripts, page=page)

    def fill(
        self, template: str, title: str, lang: str, *, scripts: Sequence[str] = (), **parts: Any
    ) -> str:
        """A sheet in our look: ``template`` filled with ``parts``; only ``scripts`` may run in it."""
        hashes = " ".join(_hash(script) for script in scripts) or "'none'"
        return self.environment.get_template(template).render(
            title=title,
            words=WORDS[lang],
            policy=POLICY.format(scripts=hashes),
            styles=_part("page.css") + _part("print.css"),
            running=css_string(title),
            scripts=scripts,
            version=__version__,
            **parts,
        )

    def _create_environment(self) -> Any:
        environment = super()._create_environment()
        environment.autoescape = True
        return environment

    def _draw_twins(self, nb: NotebookNode) -> dict[str, bytes]:
        figures = list(find_figures(nb).values())
        if not figures:
            return {}
        if self.browser is not None:
            return draw_twins(self.browser, figures)
        try:
            with Browser() as browser:
                return draw_twins(browser, figures)
        except BrowserMissing as error:
            self.log.warning("%s", error)
            return {}


class GongkaiPDFExporter(GongkaiHTMLExporter):
    """The page on A4: page numbers, bookmarks, text that can be selected and searched."""

    export_from_notebook = "Gongkai PDF"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF. Raises :class:`BrowserMissing` where there is no browser."""
        if self.browser is None:
            with Browser() as browser:
                return type(self)(config=self.config, browser=browser).from_notebook_node(
                    nb, resources
                )
        html, resources = self.paper(nb, resources, **kw)
        return self.browser.print_pdf(html), resources

    def paper(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The HTML that goes to the printer."""
        return super().from_notebook_node(nb, resources, **kw)

    def render(self, page: Page) -> str:
        """The page for paper: no scripts, pictures instead of live charts."""
        return self._fill(page, [])


def draw_twins(browser: Browser, figures: list[Figure]) -> dict[str, bytes]:
    """The SVG of each figure, by its id."""
    return {
        f.id: browser.chart(f.spec, "svg", width=f.width, height=f.height, seed=f.name)
        for f in figures
    }


def css_string(text: str, most: int = 88) -> str:
    """Any text as a CSS string that cannot end early, cut to ``most`` half-widths."""
    ends = accumulate(2 if ord(letter) > 0x2E7F else 1 for letter in text)
    fitting = sum(end <= most for end in ends)
    text = text if fitting == len(text) else text[: fitting - 1] + "…"
    return '"' + re.sub(r"[^\w ]", lambda m: f"\\{ord(m.group()):06x}", text) + '"'


def _part(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    return plotly_js().read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "html_lang": "zh-CN",
        "contents": "目录",
        "skip": "跳到正文",
        "code": "代码",
        "numbers": "图中数据",
        "eyebrow": "政府信息公开工作年度报告分析",
        "made": "由 gongkai-analysis 从已发布的政府信息公开工作年度报告生成；数字均可回溯到原文。",
        "failed": "图表没有画出来，以文字说明代替：",
        "charts": "图表",
        "combined": "全部合为一册",
        "not_made": "没有做出来，原因见命令的提示：",
    },
    "en": {
        "html_lang": "en",
        "contents": "Contents",
        "skip": "Skip to the text",
        "code": "code",
        "numbers": "Numbers in this chart",
        "eyebrow": "Annual reports on open government information",
        "made": "Made by gongkai-analysis from published annual reports on open government information; "
        "every number can be traced to its report.",
        "failed": "The chart could not be drawn; in words:",
        "charts": "charts",
        "combined": "all in one",
        "not_made": "Not made, the command says why: ",
    },
}
