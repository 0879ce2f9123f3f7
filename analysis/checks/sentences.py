"""Claims in the sentences of sections one and six: what is counted, how many, and where it stands.

Only wordings that leave no doubt about what is counted: a claim that is missed is left unchecked, a
claim that is misread would accuse an organ of an error that it did not make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.checks.hedges import AFTER, ANY, BEFORE, MORE, hedge
from analysis.text import normalise

SECTIONS = ("一", "六")
_FILL = r"(?:的|类|情形|申请|答复|结果|决定|数量|共计|共|为|有|计|了|：|人)*"
_UNIT = "[余多]?[亿万]?[余多]?(?:件|宗|起|元)"
_COUNT = rf"{BEFORE}(?P<number>\d+(?:\.\d+)?)(?P<unit>{_UNIT}){AFTER}"
_RATE = rf"(?:的)?(?:比例|比重|比)?(?:为|达到|达)?{BEFORE}(?P<rate>\d+(?:\.\d+)?)%{AFTER}"
RESULTS = {
    "予以公开": "granted", "部分公开": "partly_granted", "不予公开": "refused",
    "无法提供": "unavailable", "不予处理": "unprocessed", "其他处理": "other",
}  # fmt: skip
OUTCOMES = {"维持": "upheld", "纠正": "corrected", "其他结果": "other", "尚未审结": "pending"}
DOCUMENTS = {"规章": "rules", "规范性文件": "normative_documents"}
MEASURES = {"制发": "made", "制定": "made", "废止": "repealed", "现行有效": "in_force"}
DECISIONS = {"许可": "licences", "处罚": "penalties", "强制": "coercive_measures"}
ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")
_RESULT = re.compile(rf"(?<!主动)(?<!同意)(?P<what>{'|'.join(RESULTS)}){_FILL}{_COUNT}")
_APPLICANT = re.compile(
    rf"(?P<what>自然人|法人(?:或者?|和|及)?其他组织)(?:提出|提交)?{_FILL}{_COUNT}"
)
_OUTCOME = re.compile(rf"(?:结果)?(?P<what>{'|'.join(OUTCOMES)}){_FILL}{_COUNT}")
_DOCUMENT = re.compile(
    rf"(?P<how>{'|'.join(MEASURES)})(?:的|了|行政)*(?P<what>规章|规范性文件)(?:共|为|计)*{_COUNT}"
)
_DECISION = re.compile(
    rf"(?:作出|办理)(?:的|了)?行政(?P<what>许可|处罚|强制)(?:处理)?(?:决定)?(?:共|为|计)*{_COUNT}"
)
_FEE = re.compile(rf"行政事业性收费(?:金额|总额)?(?:共|为|计)*{_COUNT}")
_LIST = re.compile(rf"{BEFORE}(?P<number>\d+){MORE}件（(?P<parts>[^（）]+)）")
_NO_LIST = re.compile("其中|含|同比|%")
_PART = re.compile(r"[^\d，、；]*?(\d+)件")
_SHARE = re.compile(
    rf"(?<![近约超逾过\d])(?P<number>\d+)件，?占(?P<base>[^，。；\d]{{0,14}}?){_RATE}"
)
# The share of a result or an applicant of which the sentence gives no count.
_SHARE_OF = re.compile(
    rf"(?<!主动)(?<!同意)(?P<what>{'|'.join(RESULTS)}|自然人|法人(?:或者?|和|及)?其他组织)"
    rf"(?:的|类|情形|申请|答复|提出|数量|件数)*占(?P<base>[^，。；\d]{{0,14}}?){_RATE}"
)
_CARRIED_OUT = re.compile(
    rf"(?:结转|转入|顺延)(?:至|到)?(?:下一?年度?|次年|明年)(?:度)?(?:继续)?(?:办理|答复|处理)?{_FILL}{_COUNT}"
)
_CARRIED_IN = re.compile(rf"上一?年度?结转(?:至|到)?(?:本年度?|今年)?{_FILL}{_COUNT}")
_ELSEWHERE = re.compile(
    "建议|提案|热线|信访|留言|复议|诉讼|案|资金|经费|预算|自然人|法人|组织|企业|机构"
)
_DONE = re.compile(r"(?:均|全部)已?(?:按时|按期|依法|依规)*办结")
_UNDEFEATED = re.compile(r"零败诉|(?:均|全部)(?:无|未)败诉")
_OTHER_WORK = re.compile("建议|提案|热线|信访|留言|上年|结转")


class Claim(NamedTuple):
    """One number of a sentence: its kind, the codes it is about, the words as printed and their place.

    ``number`` counts single cases or yuan, whatever the words count in (万件, 亿元).
    """

    kind: str
    codes: tuple[str, ...]
    number: float
    unit: str
    words: str
    where: str
    digits: int = 0
    parts: tuple[int, ...] = ()
    approx: str = ""  # as in facts: at_least, at_most, about
    half: float = 0.0  # what the printed precision leaves open: 7.27 亿元 is ± 500 000 元
    rate: float | None = None  # per cent, of a share
    counted: bool = True  # whether the sentence gives the number itself


def claims(sections: Mapping[str, str]) -> Iterator[Claim]:
    """The claims of a report's sections, in the order printed; ``where`` is section#start-end, raw."""
    for section in SECTIONS:
        folded = normalise(sections.get(section, ""))
        for sentence in re.finditer(r"[^。；\n]+", folded.text):
            for claim, start, end in _of_sentence(sentence.group()):
                first, last = folded.span(sentence.start() + start, sentence.start() + end)
                yield claim._replace(
                    words=folded.raw[first:last], where=f"{section}#{first}-{last}"
                )


def _of_sentence(sentence: str) -> Iterator[tuple[Claim, int, int]]:
    for kind, pattern, codes in _KINDS:
        for match in pattern.finditer(sentence):
            about = codes(match, sentence)
            if about is not None:
                yield _claim(kind, about, match), match.start(), match.end()
    for match in _LIST.finditer(sentence):
        parts = tuple(map(int, _PART.findall(match["parts"])))
        pieces = re.split("[，、；]", match["parts"])
        # 其中 lists only some of the parts; a piece without its count is no list of counts at all.
        rough = ANY.search(match["parts"])
        if len(parts) == len(pieces) > 1 and not rough and not _NO_LIST.search(match["parts"]):
            claim = _claim("parts", (), match)
            yield claim._replace(parts=parts), match.start(), match.end()


def _claim(kind: str, codes: tuple[str, ...], match: re.Match[str]) -> Claim:
    groups = match.groupdict()
    rate = groups.get("rate") or ""
    printed = rate or groups.get("number") or "0"
    digits = len(printed.partition(".")[2])
    number = float(groups["number"]) if groups.get("number") else None
    unit = re.sub("[余多]", "", groups.get("unit") or "件")
    scale = {"万": 10_000, "亿": 100_000_000}.get(unit[0], 1)
    half = 0.5 * scale / 10**digits if scale > 1 or unit == "元" else 0.0
    return Claim(
        kind, codes, round((number or 0.0) * scale, 6), unit[-1], match.group(), "", digits, half=half,
        approx=hedge(match), rate=float(rate) if rate else None, counted=number is not None,
    )  # fmt: skip


def _applicant(match: re.Match[str], _: str) -> tuple[str, ...] | None:
    if not _counted(match):
        return None
    if match["what"] == "自然人":
        return ("natural_person",)
    return ORGANISATIONS


def _outcome(match: re.Match[str], sentence: str) -> tuple[str, ...] | None:
    """The outcome and the procedure named last before it; without one nobody knows whose it is."""
    before = sentence[: match.start()]
    review, suit = before.rfind("复议"), before.rfind("诉讼")
    # 复议、诉讼 named together share the outcome, and the table has no such cell.
    joint = review >= 0 and suit >= 0 and not re.search(r"\d", before[review:suit])
    if review == suit or joint or not _counted(match) or "复议后" in before:
        return None
    return ("review" if review > suit else "litigation", OUTCOMES[match["what"]])


def _share(match: re.Match[str], _: str) -> tuple[str, ...] | None:
    for words, base in (("办结|答复|办理", "handled"), ("收到|受理|新收|申请", "received")):
        if re.search(words, match["base"]):
            return (base,)
    return None


def _share_of(match: re.Match[str], sentence: str) -> tuple[str, ...] | None:
    base = _share(match, sentence)
    if base is None:
        return None
    if match["what"] in RESULTS:
        return (*base, RESULTS[match["what"]])
    return (*base, "natural_person" if match["what"] == "自然人" else "organisations")


def _carried(match: re.Match[str], sentence: str) -> tuple[str, ...] | None:
    elsewhere = _ELSEWHERE.search(sentence)
    return ("words",) if _counted(match) and not elsewhere else None


def _done(match: re.Match[str], sentence: str) -> tuple[str, ...] | None:
    return () if "申请" in sentence and not _OTHER_WORK.search(sentence) else None


def _fee(match: re.Match[str], _: str) -> tuple[str, ...] | None:
    return ("fees",) if match["unit"].endswith("元") else None


def _counted(match: re.Match[str]) -> bool:
    return not match["unit"].endswith("元")


_KINDS = (
    ("result", _RESULT, lambda m, _: (RESULTS[m["what"]],) if _counted(m) else None),
    ("applicants", _APPLICANT, _applicant),
    ("outcome", _OUTCOME, _outcome),
    ("document", _DOCUMENT, lambda m, _: (DOCUMENTS[m["what"]], MEASURES[m["how"]])),
    ("decision", _DECISION, lambda m, _: (DECISIONS[m["what"]],)),
    ("fee", _FEE, _fee),
    ("share", _SHARE, _share),
    ("share", _SHARE_OF, _share_of),
    ("requests_carried_in", _CARRIED_IN, _carried),
    ("requests_carried_out", _CARRIED_OUT, _carried),
    ("done", _DONE, _done),
    ("undefeated", _UNDEFEATED, lambda m, _: ()),
)
