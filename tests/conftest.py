"""What the tests share: the project's folder, its data, and the published material where it is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same cases in every run: what a search by chance finds becomes a test of its own.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
# Published reports and figures that stand beside the project where it is developed.
SHARED = Path(os.environ.get("GONGKAI_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def data():
    """The project's own data: published figures."""
    import analysis

    return analysis.load(ROOT / "data")


@pytest.fixture(scope="session")
def shared() -> Path:
    if not (SHARED / "figures").is_dir():
        pytest.skip("the published figures do not stand beside the project")
    return SHARED
