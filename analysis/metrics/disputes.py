"""Table 四 (行政复议、行政诉讼): what became of disputes, and how often the organ was corrected."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.metrics.cells import DECIDED, PROCEDURES, cells_by_report, contradictory
from analysis.metrics.measuring import FEW, wilson
from analysis.metrics.requests import ABOUT

if TYPE_CHECKING:
    import pandas as pd

RESULTS = (*DECIDED, "pending")
COLUMNS = (
    *(*ABOUT, "procedure", *RESULTS, "total", "concluded"),
    *("correction_rate", "low", "high", "few", "status"),
)


def dispute_outcomes(disputes: pd.DataFrame) -> pd.DataFrame:
    """A row a report and procedure (review, litigation_direct, litigation_after_review).

    ``disputes``: rows of :attr:`analysis.Dataset.disputes`. Columns: those of the report, procedure,
    upheld, corrected, other, pending, total (as printed; NaN: blank), concluded (total - pending),
    correction_rate (corrected / concluded) with low and high (Wilson 95 %), few (fewer than ten
    concluded) and status: ``known``, ``missing``, ``no_cases``, or ``contradictory`` - the printed
    total is not the sum of the four results, and no rate is formed.
    """
    import pandas as pd

    rows = []
    cells = cells_by_report(disputes)
    about = disputes[list(ABOUT)].drop_duplicates().sort_values(["agency_id", "year"])
    for report in about.itertuples(index=False):
        for procedure in PROCEDURES:
            own = cells[report.report_id]
            values = [own.get((procedure, r), math.nan) for r in (*RESULTS, "total")]
            rows.append((*report, procedure, *values, *_rate(own, procedure)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rate(cells: dict, procedure: str) -> tuple:
    """concluded, correction_rate, low, high, few, status."""
    corrected, pending, total = (
        cells.get((procedure, name), math.nan) for name in ("corrected", "pending", "total")
    )
    concluded = total - pending
    none = (math.nan, math.nan, math.nan, bool(concluded < FEW))
    if math.isnan(corrected) or math.isnan(concluded):
        return concluded, *none, "missing"
    if contradictory(cells, procedure) or not 0 <= corrected <= concluded:
        return concluded, *none, "contradictory"
    if concluded == 0:
        return concluded, *none, "no_cases"
    interval = wilson(corrected, concluded)
    return concluded, corrected / concluded, *interval, bool(concluded < FEW), "known"
