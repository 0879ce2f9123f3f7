"""What notebooks say around their charts: title, key figures, tables and sentences built from the data.

Every function returns a :class:`~analysis.pages.fragment.Fragment` that a notebook shows as HTML; all
words that come from data are escaped. Sentences with numbers are made here and never typed.
"""

from analysis.pages.channels import change_table, channel_words, peer_words, trend_words
from analysis.pages.measures import measure_codebook, measure_formulas, measure_table
from analysis.pages.peers import comparable_words, peer_rate_table, sample_table, sample_words
from analysis.pages.quality import comparable_years, finding_list, table_gaps, verdict_words
from analysis.pages.report import (
    basis,
    gaps,
    heading,
    indicator_table,
    key_figures,
    request_words,
    sources,
    title,
)
from analysis.pages.requests import request_basis, request_figures, request_story
from analysis.pages.year import since_last_year, statutory_tables

__all__ = [
    "basis",
    "change_table",
    "channel_words",
    "comparable_words",
    "comparable_years",
    "finding_list",
    "gaps",
    "heading",
    "indicator_table",
    "key_figures",
    "measure_codebook",
    "measure_formulas",
    "measure_table",
    "peer_rate_table",
    "peer_words",
    "request_basis",
    "request_figures",
    "request_story",
    "request_words",
    "sample_table",
    "sample_words",
    "since_last_year",
    "sources",
    "statutory_tables",
    "table_gaps",
    "title",
    "trend_words",
    "verdict_words",
]
