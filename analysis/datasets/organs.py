"""Which known organ a name means: a report may leave out the city that the full name begins with."""

from __future__ import annotations

from collections.abc import Mapping


def known_organ(wanted: str, names: Mapping[str, str]) -> str:
    """The code of the organ that ``wanted`` (code, name, or the end of one name) means; blank: none or several.

    ``names`` are Chinese name -> code. 洪泽区人民政府 is 淮安市洪泽区人民政府 if no other name ends so.
    """
    if wanted in names.values():
        return wanted
    if wanted in names:
        return names[wanted]
    hits = {code for name, code in names.items() if wanted and name.endswith(wanted)}
    return hits.pop() if len(hits) == 1 else ""
