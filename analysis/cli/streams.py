"""The streams that the commands write to: words that cannot steer a terminal, and what cannot be written."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TextIO


class OutputLost(Exception):
    """What a command says cannot be written: a full disk, a closed stream.

    It is no :class:`~analysis.errors.GongkaiError`: those are about one file, and the next may go well.
    """


class Plain:
    """A stream on which words from published files cannot move the cursor, change colours or the direction."""

    _CONTROLS = (*range(9), *range(11, 13), *range(14, 32), *range(127, 160))
    _TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
    _TABLE = dict.fromkeys((*_CONTROLS, *_TURNS), "\ufffd")

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        """Write the words, each such character replaced by one that shows that it was there."""
        try:
            return self._stream.write(words.translate(self._TABLE))
        except OSError as error:
            raise _lost(error) from None

    def flush(self) -> None:
        """Write what waits to be written: a full disk may show only here."""
        if self._stream is None:
            raise OutputLost("closed")
        try:
            self._stream.flush()
        except OSError as error:
            raise _lost(error) from None

    def give_up(self) -> None:
        """Send what still waits nowhere: Python would try it again at its end, and complain."""
        if self._stream is None:
            return
        with suppress(OSError, ValueError):  # a stream of words in memory has no number
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def _lost(error: OSError) -> Exception:
    """A reader that went away stays what it is (gongkai agencies | head)."""
    return error if isinstance(error, BrokenPipeError) else OutputLost(error.strerror)
