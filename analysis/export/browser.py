"""One headless browser for everything: chart files, screenshots of figures for paper, and the PDF.

The browser is an installed Chrome, Chromium or Edge, driven over its own pipe. It may not reach
anything outside: names do not resolve, its tabs are offline, its own background traffic is off.
"""

from __future__ import annotations

import asyncio
import base64
import json
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.errors import BrowserMissing
from analysis.export.background import Background
from analysis.export.pdf import finish_pdf
from analysis.export.tabs import loaded, send, value, within

if TYPE_CHECKING:
    from choreographer import Browser as Chrome
    from choreographer import Tab

T = TypeVar("T")
OPEN_SECONDS, PAGE_SECONDS, CHART_SECONDS = 60, 90, 60
PAPER = {
    "printBackground": True,
    "preferCSSPageSize": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
    "displayHeaderFooter": False,
    "transferMode": "ReturnAsBase64",
}


class Browser:
    """A browser as a context manager; its methods wait and return bytes.

    ``background`` may be shared with other work; ``start`` begins without waiting. Raises
    :class:`BrowserMissing` on entering when there is no browser or it does not start.
    """

    def __init__(self, background: Background | None = None) -> None:
        self._own = None if background else Background()
        self._background = background or self._own
        self._opening: Future[Pages] | None = None

    def __enter__(self) -> Browser:
        if self._own:
            self._own.__enter__()
        try:
            self.start()
            self.wait()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def start(self) -> None:
        """Begin to open the browser and return at once."""
        import analysis.export.chromium  # noqa: F401 - loaded here, not in two threads at once

        self._opening = self._background.submit(Pages.open())

    def wait(self) -> None:
        """Wait until the browser is open; raises :class:`BrowserMissing` when it cannot be."""
        self._opening.result()

    def close(self) -> None:
        """Stop the browser."""
        try:
            if self._opening and not self._opening.cancel() and not self._opening.exception():
                self._background.run(self._opening.result().close())
        finally:
            if self._own:
                self._own.__exit__()

    def chart(
        self,
        spec: Mapping[str, Any],
        format: str = "svg",
        *,
        width: int = 760,
        height: int = 440,
        scale: float = 2,
        seed: str = "figure",
    ) -> bytes:
        """A plotly figure (as a dict) as ``svg`` or ``png`` bytes; ``scale`` counts for PNG."""
        svg, png = self.pictures(
            spec, width=width, height=height, scale=scale, seed=seed, png=format == "png"
        )
        return png if format == "png" else svg

    def pictures(self, spec: Mapping[str, Any], **wish: Any) -> tuple[bytes, bytes]:
        """SVG and PNG of one drawing; the wishes are those of :meth:`Pages.pictures`."""
        return self.run(lambda pages: pages.pictures(spec, **wish))

    def print_pdf(self, html: str) -> bytes:
        """The page as a PDF, the same bytes for the same page."""
        return self.start_pdf(html).result()

    def start_pdf(self, html: str) -> Future[bytes]:
        """Begin to print a page and return at once."""
        return self._background.submit(self._opening.result().print_pdf(html))

    def run(self, work: Callable[[Pages], Coroutine[Any, Any, T]]) -> T:
        """What ``work`` does with the open browser, waited for."""
        return self._background.run(work(self._opening.result()))


class Pages:
    """The same browser inside an event loop: coroutines instead of methods that wait."""

    def __init__(self, chrome: Chrome, folder: tempfile.TemporaryDirectory) -> None:
        self._chrome, self._folder = chrome, folder
        self._drawing: Tab | None = None
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls) -> Pages:
        """Start the browser and load plotly.js from the installed package."""
        chrome = _chrome()
        folder = tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True)
        pages = cls(chrome, folder)
        try:
            await within(chrome.open(), OPEN_SECONDS, "启动浏览器", "starting the browser")
            pages._drawing = await pages.open_tab("draw.html", _drawing_page())
        except BaseException as error:
            await pages.close()
            if asyncio.current_task().cancelling():
                raise asyncio.CancelledError from error
            if isinstance(error, RuntimeError):
                raise _missing(str(error.args[0]).rstrip(".")) from error
            raise
        return pages

    async def close(self) -> None:
        """Stop the browser and remove its files."""
        await self._chrome.close()
        self._folder.cleanup()

    async def pictures(
        self,
        spec: Mapping[str, Any],
        *,
        width: int,
        height: int,
        scale: float = 2,
        seed: str = "figure",
        png: bool = True,
    ) -> tuple[bytes, bytes]:
        """One drawing of a figure as SVG and, from that very SVG, as PNG (empty unless ``png``)."""
        wish = {"width": width, "height": height, "scale": scale, "seed": seed, "png": png}
        call = f"gkChart({json.dumps(spec)}, {json.dumps(wish)})"
        async with self._lock:  # One drawing at a time: plotly measures text in the page.
            drawn = await within(
                value(self._drawing, call),
                CHART_SECONDS,
                f"绘制图表 {seed}",
                f"drawing chart {seed}",
            )
        return drawn["svg"].encode("utf-8"), base64.b64decode(drawn["png"])

    async def print_pdf(self, html: str) -> bytes:
        """The page as a PDF."""
        tab = await self.open_tab("print.html", html)
        try:
            await within(
                value(tab, "document.fonts.ready.then(() => true)"),
                PAGE_SECONDS,
                "读入字体",
                "fonts",
            )
            printed = await within(
                send(tab, "Page.printToPDF", PAPER), PAGE_SECONDS, "打印 PDF", "printing the PDF"
            )
        finally:
            await self.close_tab(tab)
        return finish_pdf(base64.b64decode(printed["data"]))

    async def close_tab(self, tab: Tab) -> None:
        """Close a tab."""
        await self._chrome.close_tab(tab.target_id)

    async def open_tab(self, name: str, html: str) -> Tab:
        """A tab that shows a page and cannot reach the network; close it with :meth:`close_tab`."""
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        file = folder / name
        file.write_text(html, encoding="utf-8", newline="\n")
        tab = await self._chrome.create_tab("about:blank")
        await send(tab, "Network.enable", {})
        await send(tab, "Network.emulateNetworkConditions", _OFFLINE)
        await send(tab, "Page.navigate", {"url": file.as_uri()})
        await within(loaded(tab, file.as_uri()), PAGE_SECONDS, f"打开 {name}", f"opening {name}")
        return tab


_OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}


def plotly_js() -> Path:
    """plotly.js as the installed plotly package ships it."""
    package = find_spec("plotly")
    return Path(package.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


def _drawing_page() -> str:
    script = (Path(__file__).parent / "template" / "chart.js").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>charts</title><body>'
        f'<script src="{plotly_js().as_uri()}" charset="utf-8"></script><script>{script}</script>'
    )


def _chrome() -> Chrome:
    from choreographer import Browser as Chrome
    from choreographer.errors import ChromeNotFoundError

    from analysis.export.chromium import OfflineChromium

    try:
        return Chrome(browser_cls=OfflineChromium)
    except ChromeNotFoundError as error:
        raise _missing("none found") from error


def _missing(said: str) -> BrowserMissing:
    return BrowserMissing(
        f"没有可用的浏览器，PDF 和图表文件做不出来：{said}",
        f"No usable browser, PDF and chart files cannot be made: {said}",
        next_zh="安装 Chrome、Edge 或 Chromium；Debian 上：apt-get install chromium fonts-noto-cjk；"
        "或运行 choreo_get_chrome 下载一个。已装在别处的，用环境变量 BROWSER_PATH 指明。",
        next_en="Install Chrome, Edge or Chromium; on Debian: apt-get install chromium fonts-noto-cjk; "
        "or run choreo_get_chrome to download one. If it is somewhere else, set BROWSER_PATH.",
    )
