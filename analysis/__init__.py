"""Annual reports on open government information: read, check, analyse and show them.

``import analysis`` costs nothing: each name below is loaded when it is first used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

# Public name -> the module it lives in; a module stands for itself.
_HOMES = {
    "load": "analysis.datasets",
    "find_data": "analysis.datasets",
    "Dataset": "analysis.datasets",
    "GongkaiError": "analysis.errors",
    "Findings": "analysis.checks",
    "Report": "analysis.report",
    "check": "analysis.checks",
    "compare": "analysis.comparison",
    "read_report": "analysis.report",
    "write_chart": "analysis.export",
    "write_form": "analysis.formwriter",
    "charts": "",
    "codebook": "",
    "form": "",
    "metrics": "",
    "pages": "",
    "theme": "",
}

__all__ = sorted([*_HOMES, "__version__"])


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    home = _HOMES[name]
    found = getattr(import_module(home), name) if home else import_module(f"analysis.{name}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
