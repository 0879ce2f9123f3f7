"""A reading process under guard: it gets one file at a time, and only so long for it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import analysis
from analysis.corpus.reading import READY
from analysis.errors import GongkaiError

READING = (sys.executable, "-m", "analysis.corpus.reading")
START_SECONDS = 120.0
LIFETIME = 1000  # files; what libraries keep in memory ends with the process
SECONDS = 60.0  # a file; a report takes some hundredths of one


class Warden:
    """Sends files to a reading process and starts a new one when a file brought it down.

    ``read`` always comes back within about ``seconds``, with an answer or a failure: ``too_slow`` when
    the time was up, ``crashed`` when the process died over the file.
    """

    def __init__(self, seconds: float = SECONDS, command: Sequence[str] = READING) -> None:
        self._seconds, self._command = seconds, list(command)
        self._done = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read(self, path: str, sha256: str) -> dict[str, Any]:
        """What :func:`analysis.corpus.reading.read_file` says of the file."""
        if self._done >= LIFETIME:
            self.close()
        process = self._running()
        self._done += 1
        try:
            process.stdin.write(json.dumps({"path": path, "sha256": sha256}).encode() + b"\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self._seconds)
        except queue.Empty:
            self.close()
            return {"failure": {"reason": "too_slow"}}
        except OSError:
            line = b""
        if not line:
            self.close()
            return {"failure": {"reason": "crashed"}}
        answer = json.loads(line)
        if answer.get("failure", {}).get("reason") == "too_much_memory":
            self.close()  # What is left of it is not to be relied on.
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process = None

    def _wait_until_ready(self) -> None:
        """A process that cannot even begin is no fault of any file: that ends the build."""
        try:
            line = self._answers.get(timeout=START_SECONDS)
        except queue.Empty:
            line = b""
        if line.strip() != READY:
            self.close()
            raise _never_ready()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._done, self._answers = 0, queue.SimpleQueue()
            root = str(Path(analysis.__file__).resolve().parents[1])
            paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                self._command,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            arguments = (self._process.stdout, self._answers)
            threading.Thread(target=_listen, args=arguments, daemon=True).start()
            self._wait_until_ready()
        return self._process


def _never_ready() -> GongkaiError:
    return GongkaiError(
        "读取进程起不来",
        "the reading process does not start",
        next_zh="内存是否够用；重新安装本程序后再试",
        next_en="is there memory enough? install this program anew and try again",
    )


def _listen(output: Any, answers: queue.SimpleQueue[bytes]) -> None:
    """Pass on every line; an empty one says that there will be no more."""
    with output:
        for line in output:
            answers.put(line)
    answers.put(b"")
