"""Talking to one tab of the browser: send a command, ask for a value, never wait for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.errors import GongkaiError

if TYPE_CHECKING:
    from choreographer import Tab

T = TypeVar("T")


async def loaded(tab: Tab, url: str) -> None:
    """Wait until the tab shows the whole page at ``url``."""
    state = "({url: location.href, state: document.readyState})"
    while True:
        now = await value(tab, state)
        if now["state"] == "complete" and now["url"] == url:
            return
        await asyncio.sleep(0.01)


async def value(tab: Tab, expression: str) -> Any:
    """The value of a JavaScript expression; a promise is awaited, an exception raised here."""
    wish = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    result = await send(tab, "Runtime.evaluate", wish)
    if details := result.get("exceptionDetails"):
        said = details.get("exception", {}).get("description") or details.get("text", "")
        raise trouble(said)
    return result["result"].get("value")


async def send(tab: Tab, command: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """The result of a command of the DevTools protocol; raises :class:`GongkaiError` if it is refused."""
    from choreographer.browsers import BrowserClosedError, BrowserFailedError
    from choreographer.channels import ChannelClosedError

    try:
        answer = await tab.send_command(command, params=parameters)
    except (BrowserClosedError, BrowserFailedError, ChannelClosedError) as error:
        raise trouble(f"{command}: {error or 'closed'}") from error
    if "error" in answer:
        raise trouble(f"{command}: {answer['error'].get('message', answer['error'])}")
    return answer["result"]


async def within(work: Coroutine[Any, Any, T], seconds: float, zh: str, en: str) -> T:
    """What ``work`` comes to, if it does within the time; ``zh`` and ``en`` say what was waited for."""
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError as error:
        raise GongkaiError(
            f"浏览器 {seconds:g} 秒没有完成：{zh}",
            f"The browser did not finish within {seconds:g} s: {en}",
            next_zh="机器忙时再试一次；若总是如此，请更新浏览器。",
            next_en="Try again when the machine is less busy; if it stays so, update the browser.",
        ) from error


def trouble(said: str) -> GongkaiError:
    """The error for what the browser reports."""
    line = (said.strip().splitlines() or ["?"])[0][:300]  # The rest is a stack of plotly.js lines.
    return GongkaiError(
        f"浏览器报错：{line}",
        f"The browser reports: {line}",
        next_zh="检查图表数据；若与数据无关，请更新浏览器后再试。",
        next_en="Check the chart's data; if it is not that, update the browser and try again.",
    )
