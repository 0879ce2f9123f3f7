"""Invented reports in every dress that published ones come in: 生成的虚构报告,仅供测试.

``DIALECTS`` names them: twists of a sheet (sheets, numbers, labels, structure) and a carrier that makes
a file of it (web, word, plain_text, portable). ``write(name, sheet, seed)`` gives the bytes and the
sheet as twisted, which knows what a right reader must find.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from dialects import labels, numbers, plain_text, portable, structure, web, word
from dialects.sheets import Sheet, Twist, twisted

Carrier = Callable[[Sheet, random.Random], bytes]


class Dialect(NamedTuple):
    """Twists and a carrier; ``versions`` of the form that it makes sense for.

    ``lenient``: something in it cannot be read by anybody (columns lost), so cells may be missing or
    unreadable - but none may be wrong. ``slow`` ones start a browser.
    """

    carrier: Carrier
    twists: tuple[Twist, ...] = ()
    versions: tuple[str, ...] = ("2021", "2019")
    lenient: bool = False
    slow: bool = False


def write(name: str, base: Sheet, seed: int = 0) -> tuple[bytes, Sheet]:
    """The file of ``base`` in a dialect, and the sheet that says what stands in it."""
    dialect = DIALECTS[name]
    result = twisted(base, dialect.twists, seed)
    return dialect.carrier(result, random.Random(f"{name}/{seed}")), result


def _web(name: str) -> Carrier:
    def carrier(sheet: Sheet, rng: random.Random) -> bytes:
        return web.page(sheet, rng, web.SKINS[name])

    carrier.__name__ = f"html_{name}"
    return carrier


def composed(rng: random.Random, version: str) -> Dialect:
    """Twists and a carrier picked at random, in an order in which they fit together."""
    twists: list[Twist] = []
    if rng.random() < 0.6:
        twists.append(n.random_values)
    if version == "2014":
        order: tuple[tuple[Twist, ...], ...] = ()
    else:
        order = _ORDER_2021 if version == "2021" else _ORDER_2021[1:]
    for choices in order:
        if rng.random() < 0.25:
            twists.append(rng.choice(choices))
    if rng.random() < 0.5:
        twists.append(n.random_gaps)
    twists += [pick for picks in _WORDS if rng.random() < 0.3 for pick in rng.choice(picks)]
    carrier = rng.choice(_carriers())
    # On paper an unmerged label would be a row taller than the page.
    if not carrier.__name__.startswith("drawn") and rng.random() < 0.2:
        modes = (s.unmerged("copy"), s.unmerged("blank"), s.packed(), s.packed(pad=False))
        twists.append(rng.choice(modes))
    return Dialect(carrier, tuple(twists), (version,), lenient=True)


@cache
def _carriers() -> tuple[Carrier, ...]:
    """Each carrier once; those that start a browser are too slow to be picked at random."""
    plain = (
        d.carrier for name, d in DIALECTS.items() if not d.slow and name.split("/")[0] != "html"
    )
    pages = [_web(name) for name in web.SKINS]
    others = list(
        {id(carrier): carrier for carrier in plain if carrier is not word.by_library}.values()
    )
    return (*pages, *pages, *others)  # pages are what is published most


ALL = ("2021", "2019", "2014")
FOR_2021 = ("2021",)
n, t, s = numbers, labels, structure

NUMBER_TWISTS: dict[str, tuple[Twist, ...]] = {
    "full_width": (n.full_width,),
    "thousands": (n.thousands,),
    "thousands_wide": (n.thousands, n.full_width),
    "units": (n.units,),
    "notes": (n.notes,),
    "padded": (n.padded,),
    "zero_slash": (n.zero_as("/"),),
    "zero_dash": (n.zero_as("-"),),
    "zero_long_dash": (n.zero_as("—"),),
    "zero_blank": (n.zero_as(""),),
    "zero_nbsp": (n.zero_as("\u00a0"),),
    "blank_totals": (n.blank_totals,),
    "wrong_totals": (n.wrong_totals,),
    "two_in_a_cell": (n.two_in_a_cell,),
}
LABEL_TWISTS: dict[str, tuple[Twist, ...]] = {
    "broken": (t.broken,),
    "spaced": (t.spaced,),
    "shortened": (t.shortened,),
    "misspelt": (t.misspelt,),
    "misspelt_broken": (t.misspelt, t.broken),
    "unnumbered": (t.renumbered("none"),),
    "arabic": (t.renumbered("arabic"),),
    "wide_numbers": (t.renumbered("wide"),),
    "round_numbers": (t.renumbered("round"),),
    "half_width_marks": (t.half_width_marks,),
    "long_headings": (t.longer_headings,),
    "headings_brackets": (t.headings_numbered("brackets"),),
    "headings_parts": (t.headings_numbered("parts"),),
    "headings_none": (t.headings_numbered("none"),),
    "no_headings": (t.no_headings,),
    "traditional": (t.traditional(),),
    "taiwan": (t.traditional("s2twp"),),
    "pinyin": (t.traditional(), t.pinyin()),
    "pinyin_plain": (t.traditional(), t.pinyin(tones=False)),
    "pinyin_doubled": (t.traditional(), t.pinyin(tones=False, doubled=True)),
}
TABLE_TWISTS: dict[str, tuple[Twist, ...]] = {
    "subtotal_column": (s.subtotal_column,),
    "split_bare": (s.split_requests(9),),
    "split_bare_once": (s.split_requests(12, label_again=False),),
    "split_header": (s.split_requests(14, repeat_header=True),),
    "split_thrice": (
        s.split_requests(4, label_again=False),
        s.split_proactive,
        s.disputes_in_three(),
    ),
    "split_proactive": (s.split_proactive,),
    "disputes_in_three": (s.disputes_in_three(),),
    "disputes_captions": (s.disputes_in_three(captions=True),),
    "disputes_upright": (s.disputes_upright,),
    "no_top_header": (s.no_top_header,),
    "total_first": (s.total_first,),
    "rows_shuffled": (s.rows_shuffled,),
    "row_missing": (s.row_missing,),
    "spare_rows": (s.spare_rows,),
    "unmerged_copy": (s.unmerged("copy"),),
    "unmerged_blank": (s.unmerged("blank"),),
    "packed": (s.packed(),),
    "packed_bare": (s.packed(pad=False),),
    "packed_captions": (s.disputes_in_three(captions=True), n.zero_as("/"), s.packed()),
}
EVERYTHING = (
    s.subtotal_column, s.split_requests(9, label_again=False), s.disputes_in_three(), n.notes, n.thousands,
    n.zero_as("—"), t.shortened, t.traditional(), t.broken, t.pinyin(), n.full_width,
)  # fmt: skip
# What may be picked together, in this order.
_ORDER_2021: tuple[tuple[Twist, ...], ...] = (
    (s.merged_other,),
    (s.row_missing,),
    (s.rows_shuffled,),
    (s.subtotal_column,),
    (s.total_first,),
    (s.no_top_header,),
    (s.split_proactive,),
    (s.disputes_in_three(), s.disputes_in_three(captions=True), s.disputes_upright),
    (
        s.split_requests(9),
        s.split_requests(12, label_again=False),
        s.split_requests(14, repeat_header=True),
    ),
    (s.spare_rows,),
)
_WORDS: tuple[tuple[tuple[Twist, ...], ...], ...] = (
    tuple(
        NUMBER_TWISTS[name]
        for name in ("thousands", "units", "notes", "zero_slash", "blank_totals")
    ),
    tuple(
        LABEL_TWISTS[name]
        for name in ("shortened", "misspelt", "unnumbered", "arabic", "headings_parts")
    ),
    tuple(LABEL_TWISTS[name] for name in ("broken", "spaced", "half_width_marks")),
    tuple(LABEL_TWISTS[name] for name in ("traditional", "taiwan", "pinyin", "pinyin_doubled")),
    ((n.full_width,), (n.padded,)),
)
# Twists that change no table by name, and so fit the list of 2014 too.
_FOR_ALL = {*NUMBER_TWISTS, *LABEL_TWISTS} - {"shortened"}


def _versions(name: str) -> tuple[str, ...]:
    return ALL if name in _FOR_ALL else ("2021", "2019")


def _collect() -> dict[str, Dialect]:
    found: dict[str, Dialect] = {}
    for name in web.SKINS:
        found[f"html/{name}"] = Dialect(_web(name), versions=ALL)
    for name, twists in (NUMBER_TWISTS | LABEL_TWISTS | TABLE_TWISTS).items():
        found[f"html/plain/{name}"] = Dialect(_web("plain"), twists, _versions(name))
        found[f"html/messy/{name}"] = Dialect(_web("messy"), twists, _versions(name))
    found["html/plain/cell_missing"] = Dialect(
        _web("plain"), (n.random_values, s.cell_missing), lenient=True
    )
    found["html/plain/cell_extra"] = Dialect(
        _web("plain"), (n.random_values, s.cell_extra), lenient=True
    )
    found["html/plain/merged_other"] = Dialect(_web("plain"), (s.merged_other,), FOR_2021)
    found["html/one_cell_gb/everything"] = Dialect(_web("one_cell_gb"), EVERYTHING)
    found["html/one_cell/everything_merged"] = Dialect(
        _web("one_cell"), (s.merged_other, *EVERYTHING), FOR_2021
    )
    found["archive/browser"] = Dialect(
        web.archived(web.SKINS["plain"], "quoted-printable"), (n.random_values, n.full_width), ALL
    )
    found["archive/word_gb"] = Dialect(web.archived(web.SKINS["one_cell_gb"], "base64"))
    found |= _word() | _text() | _pdf()
    return found


def _word() -> dict[str, Dialect]:
    hand, hands = word.by_hand, word.Hand
    return {
        "docx/library": Dialect(word.by_library, versions=ALL),
        "docx/plain": Dialect(hand(), versions=ALL),
        "docx/runs": Dialect(hand(hands(runs=True)), (t.broken, n.thousands), ALL),
        "docx/tracked": Dialect(hand(hands(tracked=True)), (n.random_values,), ALL),
        "docx/nested": Dialect(hand(hands(nested=True)), (n.zero_as("/"),), ALL),
        "docx/controls": Dialect(hand(hands(controls=True)), versions=ALL),
        "docx/grid_before": Dialect(
            hand(hands(grid_before=True)), (s.split_requests(9, label_again=False),)
        ),
        "docx/one_cell": Dialect(hand(hands(one_cell=True, runs=True)), (t.misspelt,), ALL),
        "docx/packed": Dialect(hand(), (n.random_values, s.packed())),
        "docx/traditional": Dialect(hand(), (t.traditional(), t.pinyin())),
        "docx/merged_other": Dialect(hand(), (s.merged_other, n.blank_totals), FOR_2021),
        "docx/everything": Dialect(hand(hands(runs=True, controls=True)), EVERYTHING),
    }


def _text() -> dict[str, Dialect]:
    full = n.random_values
    return {
        "text/markdown": Dialect(plain_text.markdown(), versions=ALL),
        "text/markdown_blank": Dialect(plain_text.markdown(copy=False), versions=ALL),
        "text/markdown_bare": Dialect(plain_text.markdown(rule=False), (n.zero_as("/"),), ALL),
        "text/markdown_split": Dialect(
            plain_text.markdown(), (s.split_requests(9), s.disputes_in_three(True))
        ),
        "text/markdown_packed": Dialect(plain_text.markdown(), (s.packed(),)),
        "text/markdown_packed_bare": Dialect(
            plain_text.markdown(rule=False), (n.random_values, n.random_gaps, s.packed())
        ),
        "text/markdown_spread": Dialect(plain_text.spread, (full,)),
        "text/markdown_spread_gaps": Dialect(
            plain_text.spread, (full, n.random_gaps, t.misspelt), lenient=True
        ),
        "text/tabbed_packed": Dialect(plain_text.tabbed(), (t.shortened, s.packed())),
        "text/markdown_traditional": Dialect(plain_text.markdown(), (t.traditional(), t.pinyin())),
        "text/tabbed": Dialect(plain_text.tabbed(), versions=ALL),
        "text/tabbed_copy": Dialect(plain_text.tabbed(copy=True), (n.thousands,), ALL),
        "text/tabbed_gb": Dialect(plain_text.tabbed(charset="gb18030"), (n.blank_totals,)),
        "text/tabbed_utf16": Dialect(plain_text.tabbed(charset="utf-16")),
        "text/stacked": Dialect(plain_text.stacked, (full,)),
        "text/stacked_broken": Dialect(plain_text.stacked, (full, t.broken), lenient=True),
        "text/stacked_gaps": Dialect(
            plain_text.stacked, (full, n.zero_as("/"), n.random_gaps), lenient=True
        ),
        "text/stacked_list": Dialect(plain_text.stacked, (full,), ("2014",)),
        "text/stacked_list_gaps": Dialect(
            plain_text.stacked, (full, n.random_gaps, t.broken), ("2014",), lenient=True
        ),
        "text/aligned": Dialect(plain_text.aligned(), (full,), ALL),
        "text/aligned_gaps": Dialect(plain_text.aligned(), (full, n.random_gaps), lenient=True),
    }


def _pdf() -> dict[str, Dialect]:
    found = {
        f"pdf/{name}": Dialect(portable.drawn(paper), versions=ALL)
        for name, paper in portable.PAPERS.items()
    }
    found["pdf/sideways"] = found["pdf/sideways"]._replace(lenient=True)
    usual = portable.drawn(portable.PAPERS["upright"])
    short = portable.drawn(portable.PAPERS["short_pages"])
    found |= {
        "pdf/broken": Dialect(usual, (t.broken, n.thousands), ALL),
        "pdf/zero_slash": Dialect(short, (n.zero_as("/"),), ALL),
        "pdf/blank_totals": Dialect(usual, (n.blank_totals, t.shortened)),
        "pdf/gaps": Dialect(short, (n.random_values, n.random_gaps), ALL),
        "pdf/misspelt": Dialect(usual, (t.misspelt,), ALL),
        "pdf/traditional": Dialect(usual, (t.traditional(),)),
        "pdf/subtotal_column": Dialect(short, (s.subtotal_column, s.disputes_in_three())),
        "pdf/merged_other": Dialect(short, (s.merged_other,), FOR_2021),
    }
    bare = "table,td,th{border:none!important}"
    pages = {
        "printed": ("heads", ""),
        "printed_small": ("plain", "@page{size:A5}"),
        "printed_vertical": ("plain", ".upright{writing-mode:vertical-rl}"),
        "printed_no_rules": ("plain", bare),
    }
    for name, (skin, css) in pages.items():
        lenient = name.endswith("no_rules")
        carrier = portable.printed(web.SKINS[skin], css)
        found[f"pdf/{name}"] = Dialect(carrier, versions=ALL, lenient=lenient, slow=True)
    return found


DIALECTS = _collect()
