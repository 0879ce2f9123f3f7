"""``gongkai reference``: what can be called from scripts and what every code means, as one page."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        default=Path("reference.html"),
        help="写到哪个文件 / the file to write (reference.html)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the page and say where."""
    from analysis.export.files import write_bytes
    from analysis.export.reference import reference_html

    written = write_bytes(arguments.out, reference_html().encode("utf-8"))
    print(f"· 写好 {written} / wrote {written}")
    return 0
