"""One file read, checked and told as plain data: what a worker's reading process does all day.

Run as ``python -m analysis.corpus.reading`` it answers requests on its standard input, a JSON line
each, until that closes. It is a process of its own so that a file that hangs, eats memory or brings
down a library takes nothing but itself with it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from typing import Any, BinaryIO

from analysis.errors import GongkaiError

MEMORY = 3 << 30  # bytes of address space a reading process may take, where the system can tell it
READY = b"ready"  # said once, before the first request is read
SECTIONS = "一二三四五六"


def read_file(path: str, sha256: str) -> dict[str, Any]:
    """``{"report": …, "facts": […], "findings": […]}`` of one file, or ``{"failure": …}``.

    Grain: a fact is the list of its :class:`~analysis.facts.Fact` fields, a finding that of its own.
    """
    from analysis import readers
    from analysis.report import from_document

    try:
        document = readers.read(path)
        report = from_document(document, "", sha256)
    except GongkaiError as error:
        return {"failure": failure(getattr(error, "reason", error.code), error)}
    except RecursionError:
        return {"failure": {"reason": "too_complex"}}
    if not report.agency or not report.year:
        return {"failure": {"reason": "unplaced"}}
    from analysis.checks import check

    tables = {fact.table for fact in report.facts}
    return {
        "report": {
            "agency": report.agency,
            "year": report.year,
            "form": report.form,
            "title_zh": report.title,
            "published_on": report.published_on,
            "index_number": report.index_number,
            "kind": report.kind,
            "extent": "full" if tables - {"channels", "indicators"} else "text",
            "digest": digest(report.facts),
            "unresolved": len(report.unresolved),
            "messages": ";".join(sorted({m["code"] for m in report.messages})),
            **{f"section_{n}": report.sections.get(s, "") for n, s in enumerate(SECTIONS, 1)},
        },
        "facts": [list(fact) for fact in report.facts],
        "findings": [list(finding) for finding in check(report)],
    }


def failure(reason: str, error: GongkaiError) -> dict[str, str]:
    """A reader's error as data, without the place where the file lay while it was read."""
    return {"reason": reason, **error.as_dict(), "where": ""}


def digest(facts: list) -> str:
    """The same for two files that say the same, whatever their layout: of numbers, not of their places."""
    told = sorted(
        repr(
            (
                f.table,
                f.row,
                f.column,
                f.item,
                f.value,
                f.status,
                f.approx,
                f.members,
                f.part_of,
                f.scope,
            )
        )
        for f in facts
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def main() -> None:
    """Answer requests until the other side is gone."""
    _limit_memory()
    answers = _private_output()
    answers.write(READY + b"\n")
    answers.flush()
    for line in sys.stdin.buffer:
        wish = json.loads(line)
        try:
            answer = read_file(wish["path"], wish["sha256"])
        except MemoryError:
            answer = {"failure": {"reason": "too_much_memory"}}
        except Exception as error:
            answer = {
                "failure": {"reason": "internal", "en": f"{type(error).__name__}: {error}"[:300]}
            }
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _private_output() -> BinaryIO:
    """Standard output for answers only: what a library prints goes elsewhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
