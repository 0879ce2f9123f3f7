"""图解: the long picture that an organ publishes beside its annual report, made from the data alone.

One HTML page that needs no network and no script; on screen it is one column that scales with the
window like a picture, on paper A4. Every number is the Dataset's, every word from data is escaped.
"""

from analysis.infographic.page import render_infographic

__all__ = ["render_infographic"]
