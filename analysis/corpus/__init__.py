"""Many saved reports into one dataset: found, read by several workers, written as Parquet.

:func:`build` reads whatever was not read before and writes the folder anew where it must; the same
files give the same bytes, whatever the number of workers, their order, or how often it was killed.

A corpus is a folder::

    corpus.json        what made it: program, parser, schema, how many
    manifest.parquet   a row a file: origin, size, sha256, what came of it
    index.parquet      a row a report: organ, year, revision, duplicate of, whether it is the current one
    agencies.parquet   a row an organ
    reports/ facts/ findings/ failures/   part-<hex>.parquet, by the first digits of the content's hash

:func:`analysis.load` opens it like the yearly data. Needs the extra ``corpus`` (joblib, pyarrow, rich),
a Dask cluster the extra ``cluster``.
"""

from analysis.corpus.building import Totals, build

__all__ = ["Totals", "build"]
