"""Twists of words: labels broken, cut, misspelt or numbered differently; headings; other scripts."""

from __future__ import annotations

import random
import re
from functools import cache

from dialects.sheets import Piece, Sheet, Twist

_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）|[0-9]+[.．])")
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
# How organs shorten the long labels of 表三.
_SHORT = {
    "（区分处理的，只计这一情形，不计其他情形）": "",
    "、行政机关不再处理其政府信息公开申请": "",
    "本年新收政府信息公开申请数量": "本年新收申请数量",
    "上年结转政府信息公开申请数量": "上年结转申请数量",
    "要求行政机关确认或重新出具已获取信息": "要求确认或重新出具已获取信息",
    "其他法律行政法规禁止公开": "其他法律行政止公开",
    "结转下年度继续办理": "结转下年继续办理",
    "（单位：万元）": "",
}
_HEADINGS = {
    "二、主动公开政府信息情况": "二、行政机关主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况": "三、行政机关收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、存在的主要问题及改进情况": "五、政府信息公开工作存在的主要问题及改进情况",
}
# Character and syllable by turns.
_NOTED = (
    "公gōng開kāi報bào信xìn息xī政zhèng府fǔ請qǐng處chǔ機jī構gòu組zǔ織zhī總zǒng計jì業yè務wù審shěn結jié訴sù訟sòng復fù議yì"
    "維wéi糾jiū規guī範fàn數shù屬shǔ於yú關guān辦bàn理lǐ無wú獲huò費fèi類lèi確què認rèn執zhí詢xún護hù權quán現xiàn補bǔ"
    "後hòu內nèi圖tú場chǎng縣xiàn"
)
_PINYIN = dict(re.findall(r"([\u4e00-\u9fff])([^\u4e00-\u9fff]+)", _NOTED))
_PLAIN = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǘǚ", "aaaaeeeeiiiioooouuuuvv")


def broken(sheet: Sheet, rng: random.Random) -> None:
    """Labels over two or three lines."""
    for piece in _labels(sheet):
        for _ in range(rng.choice((0, 1, 1, 2))):
            if len(piece.text) > 3:
                at = rng.randrange(1, len(piece.text))
                piece.text = piece.text[:at] + "\n" + piece.text[at:]


def spaced(sheet: Sheet, rng: random.Random) -> None:
    """总 计, 规  章, spaces inside long labels too."""
    for piece in _labels(sheet):
        if len(piece.text) <= 4 and rng.random() < 0.7:
            piece.text = rng.choice((" ", "  ", "\u3000", "\u00a0")).join(piece.text)
        elif piece.text and rng.random() < 0.5:
            at = rng.randrange(len(piece.text))
            piece.text = piece.text[:at] + rng.choice((" ", "\u3000")) + piece.text[at:]


def shortened(sheet: Sheet, rng: random.Random) -> None:
    """The long labels cut as organs cut them."""
    for piece in _labels(sheet):
        for long, short in _SHORT.items():
            piece.text = piece.text.replace(long, short)


def misspelt(sheet: Sheet, rng: random.Random) -> None:
    """One character wrong or missing in labels of six or more."""
    for piece in _labels(sheet):
        head = _NUMBER.match(piece.text)
        start = head.end() if head else 0
        if len(piece.text) - start >= 6 and rng.random() < 0.6:
            at = rng.randrange(start + 1, len(piece.text) - 1)
            piece.text = piece.text[:at] + rng.choice(("", "囗", "的")) + piece.text[at + 1 :]


def renumbered(style: str) -> Twist:
    """Another numbering: ``none``, ``arabic`` (3、 2.1), ``wide`` (１．), ``round`` (⑴), ``ring`` (①)."""

    def twist(sheet: Sheet, rng: random.Random) -> None:
        for piece in _labels(sheet):
            piece.text = _NUMBER.sub(lambda match: _renumber(match.group(), style), piece.text)

    twist.__name__ = f"renumbered_{style}"
    return twist


def half_width_marks(sheet: Sheet, rng: random.Random) -> None:
    """Brackets, commas and quotation marks typed in half width."""
    marks = str.maketrans("（）：，、“”", '():,,""')
    for thing in (*sheet.lines, *_labels(sheet)):
        thing.text = thing.text.translate(marks)


def longer_headings(sheet: Sheet, rng: random.Random) -> None:
    """Section titles as some organs lengthen them."""
    for line in sheet.lines:
        line.text = _HEADINGS.get(line.text, line.text)


def headings_numbered(style: str) -> Twist:
    """Sections numbered differently (（二）, 2、, 第二部分), or not at all."""
    patterns = {"brackets": "（{zh}）", "arabic": "{n}、", "parts": "第{zh}部分 ", "none": ""}

    def twist(sheet: Sheet, rng: random.Random) -> None:
        for line in sheet.lines:
            if line.style == "heading" and line.text[1:2] == "、":
                number = patterns[style].format(zh=line.text[0], n=_DIGITS[line.text[0]])
                line.text = number + line.text[2:]

    twist.__name__ = f"headings_{style}"
    return twist


def no_headings(sheet: Sheet, rng: random.Random) -> None:
    """The section headings missing: the tables must speak for themselves."""
    sheet.blocks = [b for b in sheet.blocks if getattr(b, "style", "") != "heading"]


def traditional(config: str = "s2t") -> Twist:
    """The whole report in traditional characters; ``s2twp`` with Taiwan's words."""

    def twist(sheet: Sheet, rng: random.Random) -> None:
        convert = _converter(config).convert
        for thing in (*sheet.lines, *sheet.pieces()):
            thing.text = convert(thing.text)
        sheet.title = convert(sheet.title)

    twist.__name__ = f"traditional_{config}"
    return twist


def pinyin(tones: bool = True, doubled: bool = False, often: float = 0.5) -> Twist:
    """Notes after some characters: 報(bào), 報(bao), 公(gong)(gong). Comes after :func:`traditional`."""

    def twist(sheet: Sheet, rng: random.Random) -> None:
        def note(match: re.Match[str]) -> str:
            character = match.group()
            syllable = _PINYIN[character]
            if rng.random() > often:
                return character
            mark = f"({syllable if tones else syllable.translate(_PLAIN)})"
            return character + mark * (2 if doubled else 1)

        for thing in (*sheet.lines, *_labels(sheet)):
            thing.text = re.sub("|".join(_PINYIN), note, thing.text)

    twist.__name__ = f"pinyin_{'toned' if tones else 'plain'}{'_doubled' if doubled else ''}"
    return twist


def _labels(sheet: Sheet) -> list[Piece]:
    return sheet.pieces("label", "head", "block")


def _renumber(number: str, style: str) -> str:
    if style == "none":
        return ""
    core = number.strip("、（）.．")
    value = _DIGITS.get(core) or int(core)
    if style == "arabic":
        return f"{value}、" if core in _DIGITS else f"（{value}）"
    if style == "wide":
        return f"{chr(0xFF10 + value)}．"
    return chr((0x2473 if style == "round" else 0x245F) + value)


@cache
def _converter(config: str):
    from opencc import OpenCC

    return OpenCC(config)
