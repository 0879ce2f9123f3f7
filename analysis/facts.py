"""The one long table: a row a number, with the words that print it and the place where they stand.

Everything that reads, checks, stores or shows numbers speaks of :class:`Fact`. The field names are
the columns of ``data/facts/<year>.csv`` (there with ``report_id`` first).
"""

from __future__ import annotations

from typing import NamedTuple

TABLES = ("proactive", "requests", "disputes", "statistics", "channels", "indicators")
STATUSES = ("reported", "blank", "not_applicable", "unreadable", "absent", "inferred")
APPROXIMATIONS = ("", "at_least", "at_most", "about")
SCOPES = ("year", "stock", "prior_year", "change")


class Fact(NamedTuple):
    """One number (or one named gap) of one report.

    ``table, row, column`` are codes of the form or of the codebook (channels and indicators have the
    columns ``items`` and ``count``); ``item`` tells facts of one code apart (two accounts: 1, 2).
    ``value`` is None unless ``status`` is ``reported`` or ``inferred``: missing is never 0.
    ``members`` (``a;b``) are the channels of a joint count, ``part_of`` the code of the whole that
    this number is part of, ``text`` the printed words, ``where`` their place on the page.
    """

    table: str
    row: str
    column: str
    item: int = 1
    value: int | float | None = None
    unit: str = ""
    status: str = "reported"
    approx: str = ""
    members: str = ""
    part_of: str = ""
    scope: str = "year"
    text: str = ""
    where: str = ""
    note: str = ""


FIELDS = Fact._fields
