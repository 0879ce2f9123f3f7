"""What one cell of a statutory table says: a number, a gap of one of three kinds, or something unreadable.

The printed words are kept beside the value. Where two readings are possible the cell is
``unreadable``: a missing number is mended in a minute, a wrong one is found by nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from analysis import codebook
from analysis.text import normalise, parse_numeral


class CellValue(NamedTuple):
    """A cell read: ``value`` is None unless ``status`` is ``reported``.

    ``unit`` is the printed one ("" if none is), ``note`` what else the cell says (其中修订16件),
    ``text`` the cell as printed. ``blank`` means that nothing is printed, ``not_applicable`` that the
    organ put a stroke or 无 there; neither is 0. 无 ("none") is counted with the strokes: it was
    written on purpose, so it is no blank, but whether it means "none happened" or "none such here"
    only the organ knows, so it is no 0.
    """

    value: int | float | None
    status: str
    unit: str = ""
    note: str = ""
    text: str = ""


_DIGITS_MOST = (
    15  # beyond that no count and no sum of money is meant, and floats are no longer exact
)

_STROKES = re.compile(r"[-/\\—–―─━﹣﹘−_~～|]{1,8}")
_NONE = frozenset(
    ("无", "无。", "没有", "不适用", "不涉及", "无此项", "N/A", "n/a", "NA", "/无", "无/")
)
_EMPTY = frozenset(("", "&nbsp;", "&nbsp；", "　"))
_YUAN = re.compile(r"(?:¥|￥|人民币)[¥￥]? ?(?=[0-9.])")  # before a sum
_ROUND = re.compile("(?<=元)整(?![0-9])")  # 70元整
_NUMBER = re.compile(
    r"(?P<sign>[-+−]?|增加?|减少?|新增|净增)"
    r"(?P<number>[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+|(?=\.[0-9]))"
    r"(?P<fraction>\.[0-9]+)?"
    r"(?P<scale>[十百千]?[万亿]?)"
    r"(?P<unit>[^0-9（）()\[\]*※①-⑳¹²³⁰-⁹⁽⁾₀-₉₍₎.,，。、:：;；/\s+-]{0,3}%?)"
    r"(?P<note>.*)",
    re.DOTALL,
)
# A note stands in brackets and has words of its own; a bare number in brackets is a second number.
_NOTE = re.compile(
    r"[（\[](?=[^）\]]*[^0-9.,，）\]])(?P<words>[^（）\[\]]+)[）\]]|(?P<mark>[*※]{1,3}|[①-⑳]|[¹²³⁰-⁹⁽⁾₀-₉₍₎]+|（?注[0-9]?）?)"
)


_UNIT_NOTE = re.compile("(?:单位[：为]?)?([\u4e00-\u9fff]{1,3})")  # 130（元）, 130（单位：万元）


@lru_cache(maxsize=8192)
def read_cell(raw: str) -> CellValue:
    """Read the text of one cell; see :class:`CellValue`. Never raises.

    >>> read_cell("22（其中修订16件）")[:4]
    (22, 'reported', '', '其中修订16件')
    >>> read_cell("￥1,200.00")[:3], read_cell("70万元整")[:3]
    ((1200, 'reported', '元'), (70, 'reported', '万元'))
    >>> read_cell("1.2万").value, read_cell("251000元").unit, read_cell("—").status
    (12000, '元', 'not_applicable')
    """
    if (
        raw.isascii()
        and raw.isdigit()
        and len(raw) <= _DIGITS_MOST
        and (raw[0] != "0" or raw == "0")
    ):
        return CellValue(int(raw), "reported", text=raw)
    text = normalise(raw).text.strip()
    if text in _EMPTY:
        return CellValue(None, "blank", text=raw)
    if _STROKES.fullmatch(text) or text in _NONE:
        return CellValue(None, "not_applicable", text=raw)
    return _number(text, raw) or CellValue(None, "unreadable", text=raw)


# Digits that go on in the next line or column, of either width: one number or two, nobody knows.
_BROKEN = re.compile(r"[0-9０-９][ \u3000]*[\r\n\t][\s]*[0-9０-９]")


def _number(text: str, raw: str) -> CellValue | None:
    if "|" in text:
        return None  # a reader's mark: the words may belong to two cells
    money = _YUAN.match(text)
    match = _NUMBER.match(_ROUND.sub("", text[money.end() :] if money else text))
    if not match:
        return _chinese(text, raw)
    note = _note(match["note"])
    unit = match["unit"]
    in_brackets = _UNIT_NOTE.fullmatch(note or "")
    if in_brackets and not unit and in_brackets[1] in _units():
        unit, note = in_brackets[1], ""
    if money:
        unit = unit or "元"
    if note is None or (unit and unit not in _units()) or (money and unit[-1] != "元"):
        return None
    value = _value(match, raw, unit)
    if value is None:
        return None
    scale, unit = _money(match["scale"], unit)
    if not scale:
        return CellValue(value, "reported", unit, note, raw)
    value = parse_numeral(_digits(match) + scale)
    return CellValue(_signed(value, match["sign"]), "reported", unit, note, raw)


def _value(match: re.Match[str], raw: str, unit: str) -> int | float | None:
    """The printed number, or None where the digits are suspicious: 00, 007, 1 234 over two lines."""
    number = match["number"]
    if _BROKEN.search(raw) or (" " in number and ("\n" in raw or "\r" in raw or "\t" in raw)):
        return None
    digits = _digits(match)
    whole = digits.partition(".")[0]
    if len(digits) > _DIGITS_MOST or (len(whole) > 1 and whole[0] == "0"):
        return None
    value = float(digits) if "." in digits else int(digits)
    return _signed(int(value) if value == int(value) else value, match["sign"])


def _digits(match: re.Match[str]) -> str:
    return re.sub("[,， ]", "", match["number"] or "0") + (match["fraction"] or "")


def _signed(value: int | float, sign: str) -> int | float:
    return -value if sign[:1] in ("-", "−", "减") and sign else value


def _money(scale: str, unit: str) -> tuple[str, str]:
    """Money keeps its unit as printed (万元, 亿元); any other 万 is part of the number."""
    if scale in ("万", "亿") and unit == "元":
        return "", scale + unit
    return scale, unit


def _note(words: str) -> str | None:
    """The note behind a number; None if what stands there is no note."""
    if not words:
        return ""
    match = _NOTE.fullmatch(words)
    return (match["words"] or match["mark"]) if match else None


def _chinese(text: str, raw: str) -> CellValue | None:
    # A lone 一 is as likely a stroke typed with the wrong key.
    value = None if text == "一" else parse_numeral(text)
    return None if value is None else CellValue(value, "reported", text=raw)


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    return frozenset((*codebook.units(), "亿元", "件次", "家", "处", "件（条）"))
