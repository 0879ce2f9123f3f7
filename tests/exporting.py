"""What the export tests share: notebooks written on the spot and a look at a page in a real browser."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.export.background import Background
from analysis.export.browser import Pages


def write_notebook(path: Path, *cells: Any) -> Path:
    """A notebook of markdown (text that starts with #) and code cells; a pair is (source, tag)."""
    made = []
    for number, cell in enumerate(cells):
        source, tag = cell if isinstance(cell, tuple) else (cell, "")
        new = new_markdown_cell if source.startswith("#") else new_code_cell
        made.append(new(source, id=f"c{number}", metadata={"tags": [tag]} if tag else {}))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made), path)
    return path


@dataclass
class Visit:
    """What happened when a page was opened, and the values of the expressions asked for."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)


class Visitor:
    """A browser that opens pages with the network off; call it with a page and expressions to ask."""

    def __enter__(self) -> Visitor:
        self._background = Background().__enter__()
        self._pages = self._background.run(Pages.open())
        return self

    def __exit__(self, *_error: object) -> None:
        self._background.run(self._pages.close())
        self._background.__exit__()

    def __call__(
        self, page: Path, *expressions: str, width: int = 1280, scripts: bool = True
    ) -> Visit:
        """Open the page, wait until it says that all is drawn, and ask."""
        return self._background.run(self._visit(page, expressions, width, scripts))

    async def _visit(
        self, page: Path, expressions: tuple[str, ...], width: int, scripts: bool
    ) -> Visit:
        seen, tab = Visit(), await self._pages._chrome.create_tab("about:blank")
        _listen(tab, seen)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        for command, parameters in {
            "Page.enable": {},
            "Network.enable": {},
            "Runtime.enable": {},
            "Log.enable": {},
            "Network.emulateNetworkConditions": offline,
            "Emulation.setDeviceMetricsOverride": size,
            "Emulation.setScriptExecutionDisabled": {"value": not scripts},
            "Page.navigate": {"url": page.resolve().as_uri()},
        }.items():
            assert "error" not in await tab.send_command(command, params=parameters), command
        ready = "document.readyState === 'complete' && location.protocol === 'file:'"
        drawn = "document.documentElement.dataset.drawn !== undefined"
        async with asyncio.timeout(30):
            while not await _ask(tab, f"{ready} && {drawn}" if scripts else ready):
                await asyncio.sleep(0.02)
        seen.values = [await _ask(tab, expression) for expression in expressions]
        await self._pages._chrome.close_tab(tab.target_id)
        return seen


def _listen(tab: Any, seen: Visit) -> None:
    async def request(event: dict) -> None:
        url = event["params"]["request"]["url"]
        if not url.startswith("data:"):
            seen.requests.append(url)

    async def complaint(event: dict) -> None:
        said = event["params"]
        if said.get("type") in (None, "error", "warning"):
            seen.complaints.append(str(said))

    tab.subscribe("Network.requestWillBeSent", request)
    for event in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"):
        tab.subscribe(event, complaint)


async def _ask(tab: Any, expression: str) -> Any:
    wish = {"expression": expression, "returnByValue": True, "awaitPromise": True}
    answer = await tab.send_command("Runtime.evaluate", params=wish)
    assert "exceptionDetails" not in answer["result"], answer["result"]
    return answer["result"]["result"].get("value")
