"""The Jupyter kernel that reports run in: this interpreter, whatever kernelspecs are installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

PACKAGE = Path(__file__).resolve().parents[2]


class ReportKernel(AsyncKernelManager):
    """Starts ``ipykernel`` with this interpreter; figures come as plotly's own MIME type."""

    @default("transport_encryption")
    def _transport_encryption_default(self) -> str:
        """Other users of the machine cannot listen in, and ipykernel does not warn that they could."""
        return "auto" if zmq.has("curve") else "disabled"

    @property
    def kernel_spec(self) -> KernelSpec:
        """The one kernel specification there is."""
        paths = [str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="gongkai",
            language="python",
            metadata={"supported_encryption": ["curve"]},
            env={
                "PLOTLY_RENDERER": "plotly_mimetype",
                "PYTHONPATH": os.pathsep.join(paths),
                "PYTHONHASHSEED": "0",  # The same order of sets, the same bytes.
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            },
        )
