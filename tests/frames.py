"""Channel counts written out in a test, as the frame that metrics and charts take."""

from __future__ import annotations

import pandas as pd

DEFAULTS = {
    "agency_id": "qinghe-samr",
    "agency": "青禾县市场监督管理局（虚构）",
    "agency_en": "Qinghe County Market Supervision (invented)",
    "year": 2023,
    "members": "",
    "item": 1,
    "unit": "条",
    "status": "reported",
    "approx": "",
    "part_of": "",
    "scope": "year",
    "text": "",
    "where": "一(一)",
}


def channels(*rows: dict) -> pd.DataFrame:
    """Rows such as ``{"channel": "website", "value": 222}``; the rest is filled in, and invented."""
    frame = pd.DataFrame([DEFAULTS | row for row in rows])
    frame.insert(0, "report_id", frame["agency_id"] + "-" + frame["year"].astype(str))
    return frame
