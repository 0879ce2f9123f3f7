"""Twists of what stands in number cells."""

from __future__ import annotations

import random

from dialects.sheets import BLANK, Piece, Sheet, Twist

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def full_width(sheet: Sheet, rng: random.Random) -> None:
    """２１ for 21."""
    for piece in sheet.numbers():
        piece.text = piece.text.translate(_WIDE)


def thousands(sheet: Sheet, rng: random.Random) -> None:
    """1,573,179."""
    for piece in sheet.numbers():
        if piece.text.isascii() and piece.text.isdigit():
            piece.text = f"{int(piece.text):,}"


def units(sheet: Sheet, rng: random.Random) -> None:
    """21件, in the tables where organs do it."""
    words = {"proactive": "件", "requests": "件", "disputes": "件"}
    for piece in sheet.numbers():
        amount = piece.key[2].startswith("amount")
        if piece.text.isdigit() and not amount and rng.random() < 0.5 and piece.key[0] in words:
            piece.text += words[piece.key[0]]


def notes(sheet: Sheet, rng: random.Random) -> None:
    """22（其中修订16件）, as beside the number of normative documents."""
    for piece in sheet.numbers():
        if piece.key[0] == "proactive" and piece.text.isdigit() and int(piece.text) > 1:
            part = rng.randrange(1, int(piece.text))
            piece.text += rng.choice(
                ("（其中修订{}件）", "(其中修订{}件)", "（含修订{}件）")
            ).format(part)


def padded(sheet: Sheet, rng: random.Random) -> None:
    """Spaces, no-break spaces and line ends around the numbers."""
    for piece in sheet.numbers():
        piece.text = (
            rng.choice(("", " ", "\u00a0", "\u3000", "\n"))
            + piece.text
            + rng.choice(("", " ", "\u00a0"))
        )


def zero_as(mark: str) -> Twist:
    """Every 0 printed as ``mark``: a blank or a stroke, which is no zero any more."""
    status = ("not_applicable", None) if mark.strip("\u00a0 ") else BLANK

    def twist(sheet: Sheet, rng: random.Random) -> None:
        for piece in sheet.numbers():
            if piece.text == "0":
                piece.text = mark
                sheet.expected[piece.key] = status

    twist.__name__ = f"zero_as_{mark!r}"
    return twist


def blank_totals(sheet: Sheet, rng: random.Random) -> None:
    """Totals left empty."""
    for piece in sheet.numbers():
        if _is_total(piece):
            piece.text = ""
            sheet.expected[piece.key] = BLANK


def wrong_totals(sheet: Sheet, rng: random.Random) -> None:
    """Totals that are simply wrong: they are to be read as printed."""
    for piece in sheet.numbers():
        if _is_total(piece) and piece.text.isdigit():
            value = int(piece.text) + rng.choice((1, 10, 7))
            piece.text = str(value)
            sheet.expected[piece.key] = ("reported", value)


def two_in_a_cell(sheet: Sheet, rng: random.Random) -> None:
    """Two numbers in one cell: nobody can tell which one is meant."""
    for piece in sheet.numbers():
        if piece.text.isdigit() and rng.random() < 0.05:
            piece.text = rng.choice(("{0} {1}", "{0}/{1}", "{0}、{1}", "{0}({1})")).format(
                piece.text, rng.randrange(1, 90)
            )
            sheet.expected[piece.key] = ("unreadable", None)


def random_values(sheet: Sheet, rng: random.Random) -> None:
    """A different number in every cell, so that no swap of two cells goes unseen."""
    used: set[int] = set()
    for piece in sheet.numbers():
        value = rng.choice((rng.randrange(1000), rng.randrange(100_000)))
        while value in used:
            value = rng.randrange(1_000_000)
        used.add(value)
        piece.text = str(value)
        sheet.expected[piece.key] = ("reported", value)


def random_gaps(sheet: Sheet, rng: random.Random) -> None:
    """Blanks and strokes at random."""
    for piece in sheet.numbers():
        chance = rng.random()
        if chance < 0.25:
            piece.text = ""
            sheet.expected[piece.key] = BLANK
        elif chance < 0.35:
            piece.text = rng.choice(("/", "-", "—", "——", "－", "／"))
            sheet.expected[piece.key] = ("not_applicable", None)


def _is_total(piece: Piece) -> bool:
    return piece.key[2] == "total" or piece.key[1] == "handled_total"
