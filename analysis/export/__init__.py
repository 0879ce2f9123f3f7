"""Notebooks as documents to hand over: HTML, PDF, chart files and the numbers behind every chart.

:func:`report` does the whole job; ``run_notebook``, ``Browser``, ``write_chart``, ``write_numbers``, ``write_csv``,
``write_bytes`` and ``safe_name`` are its parts. Importing this package loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "Browser": "browser",
    "write_chart": "chartfile",
    "run_notebook": "execute",
    "safe_name": "files",
    "write_bytes": "files",
    "FORMATS": "flow",
    "Result": "flow",
    "report": "flow",
    "write_csv": "tables",
    "write_numbers": "tables",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
