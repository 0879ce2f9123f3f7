"""Text folded for matching, with the way back to the words as printed; Chinese numerals.

Reports come in full and half width, with stray spaces, as copies in traditional characters and with
pinyin notes. :func:`normalise` gives all of them one form - that of plain simplified Chinese, with
Chinese punctuation and half-width digits - and remembers where each character came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache

# An edit: the piece [start, end) of the result stands for the piece [raw_start, raw_end).
Edit = tuple[int, int, int, int]

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_ZERO_WIDTH = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_SPACE = " \t\n\r\f\v\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Folded one by one through NFKC; never whole strings, where ① would become 1.
_VARIANT = "\u2e80-\u2fdf\uf900-\ufaff"
_PUNCTUATION = {
    "(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "｡": "。", "､": "、",
    "﹙": "（", "﹚": "）", "﹪": "%", "﹐": "，", "﹕": "：", "﹔": "；",
    "「": "“", "」": "”", "『": "‘", "』": "’",
}  # fmt: skip
# Full-width ASCII other than the marks that Chinese text itself uses: ！（），：；？～
_WIDE = "".join(chr(0xFF00 + n) for n in range(1, 0x5E) if chr(0x20 + n) not in "!(),:;?")

_SUSPECT = re.compile(f"[{_SPACE}{_ZERO_WIDTH}{_VARIANT}{_WIDE}{''.join(_PUNCTUATION)}]")
_LETTERS = "a-z\u0261\u00e0-\u01dc\u0300-\u030c"
_NOTE_LIKE = re.compile(f"（[{_LETTERS}]")
# The ? is what a damaged copy leaves of a character and the bracket after it: 日?qǐng)?bào).
# A page's text may have a gap inside the note: (kai ), (b ào).
_NOTES = rf"(?<=[{_HAN}])(?:[{_SPACE}{_ZERO_WIDTH}]*[(（?] ?[{_LETTERS}]{{1,7}}(?: [{_LETTERS}]{{0,6}})?[)）])+"
_FOLD = re.compile(
    f"(?P<notes>{_NOTES})"
    f"|(?P<gap>[{_SPACE}{_ZERO_WIDTH}]+)"
    f"|(?P<number>(?<=[0-9])[,:](?=[0-9]))"
    f"|(?P<one>[{_VARIANT}{_WIDE}{''.join(_PUNCTUATION)}])"
)
_NOTE = re.compile(r"([(（?])([^)）]+)[)）]")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|i?ong|uang|eng|ing|ian|iao|uai|uan|ai|an|ao|ei|en"
    "|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v)"
)
_THOUSANDS = re.compile(r",[0-9]{3}(?![0-9])")


class Normalised:
    """A text folded for matching: ``text``, the ``raw`` text, and :meth:`span` from one to the other."""

    __slots__ = ("_stages", "raw", "text")

    def __init__(self, text: str, raw: str, stages: tuple[list[Edit], ...] = ()) -> None:
        self.text, self.raw, self._stages = text, raw, stages

    def __repr__(self) -> str:
        return f"Normalised({self.text!r})"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in ``raw``: the piece from its first to its last character.

        Dropped characters (spaces, pinyin notes) inside the piece are part of it, those around it are not.
        """
        for edits in reversed(self._stages):
            start, end = _back(edits, start, end)
        return start, end

    def printed(self, start: int, end: int) -> str:
        """The words as printed for ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.raw[first:last]


def normalise(raw: str) -> Normalised:
    """Fold ``raw`` for matching: a string of the same meaning in plain simplified Chinese.

    Digits, letters and ``%`` become half-width, brackets and marks become those of Chinese text (a
    comma or colon between digits stays); spaces go, except between Latin words or numbers; Kangxi
    radicals, compatibility and traditional characters become the usual ones, Taiwan's words for the
    same thing (資訊) the mainland's; pinyin notes after a character (報(bào), 公(gong)) go, other
    brackets (API) stay. Clean text comes back as it is.
    """
    if raw.isascii() and raw.isalnum():
        return Normalised(raw, raw)
    stages = []
    text = raw
    if _SUSPECT.search(text) or _NOTE_LIKE.search(text):
        text, edits = _fold(text)
        stages.append(edits)
    if _traditional().search(text):
        text, edits = _simplify(text)
        stages.append(edits)
    return Normalised(text, raw, tuple(stages))


def _back(edits: list[Edit], start: int, end: int) -> tuple[int, int]:
    raw_start = _place(edits, start, last=False)
    if end <= start:
        return raw_start, raw_start
    return raw_start, _place(edits, end - 1, last=True)


def _place(edits: list[Edit], index: int, *, last: bool) -> int:
    """The raw place of the character at ``index``: where it starts, or (``last``) where it ends."""
    # The last edit that starts at or before the character; an edit that dropped text comes before it.
    at = bisect_right(edits, (index, 1 << 60, 0, 0)) - 1
    if at < 0:
        return index + last
    start, end, raw_start, raw_end = edits[at]
    if start <= index < end:
        return raw_end if last else raw_start
    return raw_end + index - end + last


def _rewrite(text: str, pattern: re.Pattern[str], replace) -> tuple[str, list[Edit]]:
    """``pattern.sub`` that also lists the edits which change lengths; None keeps a match."""
    pieces: list[str] = []
    edits: list[Edit] = []
    done = length = 0
    for match in pattern.finditer(text):
        new = replace(match)
        if new is None:
            continue
        start, end = match.span()
        pieces += (text[done:start], new)
        length += start - done
        if len(new) != end - start:
            edits.append((length, length + len(new), start, end))
        length += len(new)
        done = end
    pieces.append(text[done:])
    return "".join(pieces), edits


def _fold(text: str) -> tuple[str, list[Edit]]:
    return _rewrite(text, _FOLD, _folded)


def _folded(match: re.Match[str]) -> str | None:
    kind, piece = match.lastgroup, match.group()
    if kind == "one":
        return _PUNCTUATION.get(piece) or compatible(piece)
    if kind == "gap":
        return _gap(match)
    if kind == "number":
        return None if piece == ":" or _THOUSANDS.match(match.string, match.start()) else "，"
    if all(_is_pinyin(note, mark == "?") for mark, note in _NOTE.findall(piece)):
        return ""
    return piece.replace("(", "（").replace(")", "）").replace("?", "？")


def _gap(match: re.Match[str]) -> str:
    """Nothing, or one space between two Latin words or numbers that it keeps apart."""
    text, start, end = match.string, match.start(), match.end()
    if start > 0 and end < len(text):
        before, behind = (
            compatible(text[start - 1]),
            compatible(text[end]),
        )  # １２ ３ are two numbers
        blank = any(character.isspace() for character in match.group())
        if blank and all(c.isascii() and c.isalnum() for c in (before, behind)):
            return " "
    return ""


@cache
def compatible(character: str) -> str:
    """The character one types for one of a font's (⽹ and ⻅ are 网 and 见); others as they are."""
    folded = unicodedata.normalize("NFKC", character)
    # Radicals of the supplement have no NFKC form; the few that fonts leave behind are named here.
    return folded if folded != character else _RADICALS.get(character, character)


_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳⻙⻧⻨⻪",
        "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙龟韦卤麦黾",
    )
)


@cache
def _is_pinyin(note: str, damaged: bool) -> bool:
    """Whether a bracket holds one syllable of pinyin: bào, bao; not app, not the (a) of a list."""
    note = note.replace(" ", "")
    plain = "".join(c for c in unicodedata.normalize("NFD", note) if not unicodedata.combining(c))
    toned = plain != note
    plain = plain.replace("ɡ", "g")
    return bool(_SYLLABLE.fullmatch(plain)) and (toned or (len(plain) > 1 and not damaged))


@cache
def _traditional() -> re.Pattern[str]:
    """Characters of Big5 that GB2312 lacks, and the few traditional ones that it has."""
    known = _block(0xB0, 0xF8, range(0xA1, 0xFF), "gb2312")
    tails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    taiwan = _block(0xA4, 0xFA, tails, "big5")
    # Of the characters in both only these are rare enough in simplified text to be a sign.
    return re.compile(f"[{''.join(sorted((taiwan - known) | set('後徵於夥')))}]")


def _block(first: int, last: int, tails, codec: str) -> set[str]:
    data = b"".join(bytes((lead, tail)) for lead in range(first, last) for tail in tails)
    return {c for c in data.decode(codec, "ignore") if "\u4e00" <= c <= "\u9fff"}


# Words that differ across the strait, not only their characters. OpenCC's own phrase tables also
# turn 文件 into 文档 and 程序 into 进程, which would break 规范性文件; so only these, written out.
_TAIWAN = {
    "規範性檔案": "规范性文件", "規範性文檔": "规范性文件", "專案": "项目", "資訊": "信息", "網路": "网络", "透過": "通过", "影片": "视频", "影音": "视频", "簡訊": "短信", "軟體": "软件",
    "資料庫": "数据库", "數位": "数字", "連結": "链接", "品質": "质量", "部落格": "博客", "行動裝置": "移动设备",
    "線上": "在线", "檔案": "档案",
}  # fmt: skip
_TAIWAN_WORD = re.compile("|".join(sorted(_TAIWAN, key=len, reverse=True)))


def _simplify(text: str) -> tuple[str, list[Edit]]:
    words, edits = _rewrite(text, _TAIWAN_WORD, lambda match: _TAIWAN[match.group()])
    # Half a character, as a damaged PDF may print, is none: OpenCC cannot encode it.
    words = re.sub("[\ud800-\udfff]", "\ufffd", words)
    simple = _converter().convert(words)
    if len(simple) != len(words):  # a phrase of another length: convert character by character
        simple = "".join(_converter().convert(character)[:1] or character for character in words)
    return simple, edits


@cache
def _converter():
    from opencc import OpenCC  # only copies in traditional characters need it

    return OpenCC("t2s")


_DIGITS = {
    c: n
    for n, row in enumerate(
        ("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in row
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALES = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_ARABIC = re.compile(r"([0-9]+(?:,[0-9]{3})*)(\.[0-9]+)?([十百千]?[万萬]?[亿億]?)")


_ZEROS = frozenset("〇零○")


def parse_numeral(text: str) -> int | float | None:
    """The number that ``text`` writes, in digits (1,234 · 1.2万 · 3亿) or Chinese (三十二 · 两万 · 二〇二二).

    None if it is not exactly one number, or one that people read in two ways (三万五).
    """
    if text.isascii() and text.isdigit():
        return int(text)
    match = _ARABIC.fullmatch(text)
    if match:
        return _arabic(*match.groups())
    if not text or not all(c in _DIGITS or c in _TENS or c in _SCALES for c in text):
        return None
    if all(c in _DIGITS for c in text):  # 二〇二二 is read digit by digit; 二三 may be two or three
        plain = len(text) == 1 or len(text) > 3 or not _ZEROS.isdisjoint(text)
        return int("".join(str(_DIGITS[c]) for c in text)) if plain else None
    return _chinese(text)


def _arabic(whole: str, fraction: str | None, units: str) -> int | float | None:
    if "," in whole and len(whole.split(",")[0]) > 3:
        return None
    factor = 1
    for unit in units:
        factor *= _TENS.get(unit) or _SCALES[unit]
    digits = whole.replace(",", "") + (fraction or ".")[1:]
    # Exact: 1.1万 is 11000, not 11000.000000000002.
    scale = 10 ** len((fraction or ".")[1:])
    product = int(digits) * factor
    return (
        product // scale
        if product % scale == 0 and (factor > 1 or not fraction)
        else product / scale
    )


def _chinese(text: str) -> int | None:
    total = section = digit = 0
    pending = False  # a digit that no unit has claimed yet
    smallest, scale_before, zero = 10_000, 10**12, True
    for character in text:
        if character in _DIGITS:
            if pending:
                return None
            digit, pending = _DIGITS[character], _DIGITS[character] > 0
            zero = zero or not pending
        elif character in _TENS:
            unit = _TENS[character]
            if unit >= smallest or (not pending and (unit > 10 or section)):
                return None
            section += (digit if pending else 1) * unit
            smallest, digit, pending, zero = unit, 0, False, unit == 10
        else:
            unit = _SCALES[character]
            section += digit if pending else 0
            if not section or unit >= scale_before:
                return None
            total += section * unit
            scale_before, smallest, section, digit, pending, zero = unit, 10_000, 0, 0, False, False
    if pending and not zero:
        return None  # 三万五, 二百五: said, but not written so
    return total + section + (digit if pending else 0)
