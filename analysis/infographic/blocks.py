"""The pieces that the picture is made of: plain values that the template draws, one macro a piece."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis import codebook, theme


@dataclass(frozen=True)
class Figure:
    """One number with its name. ``parts`` are (label, value) of its 其中; ``ring`` is a share to draw."""

    value: str
    label: str
    unit: str = ""
    remark: str = ""
    icon: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    ring: float | None = None
    kind: str = "figure"

    @property
    def size(self) -> str:
        """A word for how much room the number takes, so that long ones are set smaller."""
        letters = len(self.value)
        return "short" if letters <= 6 else "long" if letters <= 9 else "longest"


@dataclass(frozen=True)
class Measures:
    """One row of a table with several measures side by side: (label, value, unit) each."""

    label: str
    cells: tuple[tuple[str, str, str], ...]
    icon: str = ""
    kind: str = "measures"


@dataclass(frozen=True)
class Bar:
    """One channel: ``width`` in per cent of the longest; ``tone`` plain, joint, or inside another."""

    label: str
    value: str
    unit: str
    width: float
    tone: str
    icon: str
    tags: tuple[str, ...] = ()
    words: str = ""
    inferred: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a whole: where its piece of the bar begins, how long it is, its tone (0 … 5)."""

    label: str
    value: str
    share: str
    start: float
    width: float
    tone: int


@dataclass(frozen=True)
class Stack:
    """A whole and its parts as one bar; ``empty`` says why there is nothing to divide."""

    label: str
    value: str
    unit: str
    parts: tuple[Part, ...]
    empty: str = ""
    kind: str = "stack"


@dataclass(frozen=True)
class Group:
    """Pieces of one kind side by side: ``figures``, ``stacks``, ``bars`` or ``keys`` (of a legend)."""

    kind: str
    items: tuple = ()


@dataclass(frozen=True)
class Words:
    """A sentence: ``lead`` (the message), ``note`` (a caution), ``unknown`` (nothing at hand), ``side``
    (over some points) or ``point`` (one of them)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of the picture: its heading and its pieces, in reading order."""

    name: str
    title: str
    under: str
    icon: str
    blocks: tuple = field(default_factory=tuple)


def say(lang: str, zh: str, en: str) -> str:
    """The words in the language asked for."""
    return zh if lang == "zh" else en


def unit(printed: str, lang: str) -> str:
    """A printed unit, or its English word."""
    if lang == "zh":
        return printed
    return "/".join(
        dict.fromkeys(codebook.units().get(u, {"en": u})["en"] for u in printed.split("/"))
    )


def spare_unit(printed: str, lang: str) -> str:
    """The unit after a number that stands by its name: in English "items" and "cases" add nothing."""
    dimension = codebook.units().get(printed, {"dimension": ""})["dimension"]
    return "" if lang == "en" and dimension in {"items", "cases"} else unit(printed, lang)


def exact(value: float, approx: str = "") -> str:
    """A number as published, thousands separated, no decimal lost, with its hedge: ≥, ≤ or ≈."""
    if float(value).is_integer():
        return theme.hedged(value, approx)
    return theme.hedged(0, approx).removesuffix("0") + f"{value:,}"


def stack(
    label: str,
    printed_unit: str,
    parts: list[tuple[str, float, int]],
    *,
    whole: float | None,
    empty: str,
) -> Stack:
    """A bar of (label, number, tone) parts, each as a share of their sum.

    ``whole`` is the total as published: it is printed, and shares are taken of the sum, so that a total
    that is wrong neither hides nor stretches a part. Parts that are zero take no room and stay in the
    list: a zero is said. ``empty`` is said instead of a bar when all is zero.
    """
    total = sum(value for _, value, _ in parts)
    made, start = [], 0.0
    for name, value, tone in parts:
        width = 100 * value / total if total else 0.0
        share = f"{value / total:.1%}" if total else ""
        made.append(Part(name, exact(value), share, round(start, 3), round(width, 3), tone))
        start += width
    shown = total if whole is None else whole
    return Stack(label, exact(shown), printed_unit, tuple(made), "" if total else empty)
