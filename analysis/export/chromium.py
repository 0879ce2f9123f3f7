"""A Chromium that keeps to itself: choreographer's launch flags, plus those that forbid all traffic."""

from __future__ import annotations

import logging
import os
from collections.abc import MutableMapping, Sequence

from choreographer.browsers import Chromium

# A browser that does not start is said by us, with advice; its driver need not warn as well.
logging.getLogger("choreographer.browser_async").setLevel(logging.ERROR)
_QUIET = [
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-features=MediaRouter,OptimizationHints,Translate,DialMediaRouteProvider",
    "--no-pings",
    "--disable-extensions",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]


class OfflineChromium(Chromium):
    """An installed Chrome, Chromium or Edge without access to any network."""

    def get_cli(self) -> Sequence[str]:
        """The command line."""
        return [*super().get_cli(), *_QUIET]

    def get_env(self) -> MutableMapping[str, str]:
        """The environment; time zone and language fixed, so that they cannot show in the output."""
        return {**os.environ, "TZ": "UTC", "LANGUAGE": "zh_CN"}
