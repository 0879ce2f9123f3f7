"""A whole page as one PNG, however long it is, drawn by the same headless browser."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from analysis.errors import GongkaiError
from analysis.export.browser import PAGE_SECONDS, Browser
from analysis.export.tabs import send, value, within

if TYPE_CHECKING:
    from analysis.export.browser import Pages

LONGEST = 16_000  # device pixels; beyond, browsers repeat or cut the picture


def screenshot(browser: Browser, html: str, *, width: int, scale: float = 2) -> bytes:
    """The page ``width`` CSS pixels wide as PNG, ``scale`` device pixels to one of them.

    A page too long for one picture at that scale is drawn at a smaller one, down to 1.
    """
    return browser.run(lambda pages: _screenshot(pages, html, width, scale))


async def _screenshot(pages: Pages, html: str, width: int, scale: float) -> bytes:
    tab = await pages.open_tab("picture.html", html)
    try:
        await _sized(tab, width, 1000, 1)
        ready = value(tab, "document.fonts.ready.then(() => true)")
        await within(ready, PAGE_SECONDS, "读入字体", "fonts")
        height = await value(tab, "Math.floor(document.body.getBoundingClientRect().height)")
        scale = min(scale, LONGEST / height)
        if scale < 1:
            raise GongkaiError(
                f"图太长（{height} 像素），画不成一张",
                f"the picture is too long for one file: {height} pixels",
                next_zh="用 --to html,pdf",
                next_en="use --to html,pdf",
            )
        await _sized(tab, width, height, scale)
        wish = {"format": "png", "fromSurface": True}
        taken = send(tab, "Page.captureScreenshot", wish)
        answer = await within(taken, PAGE_SECONDS, "截取长图", "drawing the picture")
    finally:
        await pages.close_tab(tab)
    return base64.b64decode(answer["data"])


async def _sized(tab, width: int, height: int, scale: float) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    await send(tab, "Emulation.setDeviceMetricsOverride", size)
