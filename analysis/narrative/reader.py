"""The way through the prose: paragraphs, sentences, numbers; then which is part of which; then facts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from analysis.document import Paragraph
from analysis.facts import Fact
from analysis.narrative.channels import channels
from analysis.narrative.clauses import HEADING, Count, cut, mask, split_sentences
from analysis.narrative.distributed import distributed
from analysis.narrative.indicators import goes_on, indicators_of, is_own_number
from analysis.narrative.memory import NONE, UNKNOWN_CHANNEL, Memory, Reading
from analysis.narrative.mentions import channels_of
from analysis.narrative.numbers import Number, find_numbers
from analysis.narrative.parts import Entry, assign_lists, assign_parts
from analysis.narrative.scopes import is_no_fact, scope_of
from analysis.narrative.statements import (
    Quotes,
    channel_fact,
    indicator_fact,
    numbered,
    zero_fact,
)
from analysis.narrative.wholes import GENERIC, ONLY_SUM
from analysis.narrative.zeros import zeros_in
from analysis.text import Normalised, normalise

# Organs without a site of their own: 门户网站 alone is the government's. A department of a province
# or city, and an office of the central government, has one and means it.
_ORGAN = re.compile(
    r"(海关(?!总署)|海事局|邮政管理局|通信管理局|证监局|监管分?局|调查队)|(省|自治区|市|县|区|旗)(?!政府|人民|级|委|域)([\u4e00-\u9fff]{2,16}?)(?:局|厅|委员会|委|办公室|办)(?!网)|(?:镇|乡|街道)(?:人民政府|办事处|20|主|依|在|全)|人民政府"
)
_PLANS = re.compile(r"存在.{0,6}问题|改进|下一步|下步|努力方向|工作打算|工作计划|不足")
_NEGATIONS = re.compile(r"[未没无零]")
# 现行有效37件 after 制定规范性文件4件: of the same documents, a level.
_IN_FORCE = re.compile(r"(?:现行|继续)有效(?:的)?$|对外公开总数(?:量)?(?:为|是|达)?$")
_SHARE_OF_WORK = re.compile(r"^[、，和及]?(?:主办|会办|协办|承办)(?:件)?$")
_DEALT_WITH = re.compile("(?:全年|年内)?[共总累]?计?(?:办理|办结|答复|办复)(?:完成)?[共计了]*")
_RISES_FROM = re.compile("[由从](?:(20\\d\\d)年|上一?年|去年)?度?的?$")
_ROSE = re.compile("(?:增|升|降|减|提高|提升|上升|增长|增加|下降|减少)(?:至|到|为)")
_NEWLY_MADE = re.compile(
    "[，、（]?其中[，：]?(?:当年|本年度?|今年|年内)?新?(?:制定|制发|出台|印发)了?"
)
_CLOSED = re.compile(r"（[^（）]*）")
_PART = re.compile(r"其中|（(?:含|其中)?|，含")
_THIS_YEAR = re.compile(r"(?:其中)?[，：]?(?:当年|本年|今年|年内|20\d\d年)")
# 上年为1010条, 比2021年的13件; 2021年信息公开年报1条 is of something else.
_ONLY_A_YEAR = re.compile(
    "[，、（；]?(?:(?:其中|比|较|与|而|由|从)?(?:20\\d\\d年|上一?年|去年|前一年)度?[末底]?(?:同期|全年)?|同口径|公开|发布|发文|推送|更新"
    "|刊发|登载|收到|受理|办结|答复|总?数量?|总量|信息|申请|共计?|累计|合计|[为是有达的约仅则])+"
)
_QUOTED = re.compile("“[^”]*”")
_UP_TO = re.compile("截至|截止|以来|至今")
_AGAIN = re.compile("上述|以上|前述")
_ACCEPTED = re.compile("受理[^，]{0,4}$")
_OFTEN = 10  # small numbers meet by chance
# 人民网4条、某某网4条: the name of an outlet that the lexicon does not have.
_OUTLET = re.compile(
    "(?:网|(?<![年月季周简专通警汇申])报|台|号|频道|平台|客户端|\\+)[”》]?[共累计]*$"
)
_COUNT_UNITS = frozenset("条 条次 篇 篇次 则".split())


def _unquoted(numbers: list[Number], text: str) -> list[Number]:
    """The numbers outside quotation marks: “打好四张牌” is a name."""
    if "“" not in text:
        return numbers
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return [n for n in numbers if not any(a < n.start < b for a, b in quoted)]


def _of_proposals(count: Count) -> bool:
    """做好人大代表建议、政协委员提案办理工作，共办理26件: the clause before says what was dealt with."""
    if not _DEALT_WITH.fullmatch(count.part):
        return False
    lead = count.sentence.words(count.left, count.part_start)
    return {"proposals_npc", "proposals_cppcc"} <= {token.code for token in lead}


class Reader:
    """Reads one report's paragraphs once."""

    def __init__(self, paragraphs: Sequence[Paragraph], year: int | None) -> None:
        self.paragraphs = paragraphs
        self.year = year
        self.texts: list[Normalised] = [normalise(p.text) for p in paragraphs]
        self.masked = [mask(t.text) for t in self.texts]
        self.quotes = Quotes(paragraphs, self.texts)
        self.home = self._home()
        self.entries: list[Entry] = []
        self.indicators: list[tuple[Entry, str]] = []
        self.zeros: list[tuple[int, str, int, int]] = []
        self.unresolved: list[dict[str, str]] = []
        self.section = ""  # what the section is about: plans, requests or anything else
        self.topic = ""  # the same, or requests once a paragraph has told of them

    def read(self) -> tuple[list[Fact], list[dict[str, str]]]:
        """All facts in the order printed, and what could not be placed."""
        for order in range(len(self.paragraphs)):
            self._paragraph(order)
        assign_lists([e for e in self.entries if e.channels], self.masked)
        return self._facts(), self.unresolved

    def _home(self) -> str:
        for text in self.texts:
            match = _ORGAN.search(text.text)
            if match:
                return "own_site" if match[1] or match[2] in ("省", "自治区", "市") else "website"
        return "website"

    def _paragraph(self, order: int) -> None:
        plain, text = self.texts[order].text, self.masked[order]
        numbers = _unquoted(find_numbers(text), text)
        if not numbers and not _NEGATIONS.search(text) and not HEADING.search(plain):
            return  # most lines of a page: nothing is counted, denied or begun
        places = [n.start for n in numbers]
        self.topic = self.section
        memory = Memory(text, self.home)
        first = len(self.entries)
        for span in split_sentences(text):
            start, end = span
            self._heading(plain, start, end, memory)
            inside = numbers[bisect_left(places, start) : bisect_left(places, end)]
            if inside:
                self._sentence(order, cut(text, plain, span, inside), memory)
            if _NEGATIONS.search(text, start, end):
                self.zeros += [(order, *zero) for zero in zeros_in(text, start, end)]
            memory.spans.append(span)
        if any(entry.channels for entry in self.entries[first:]):
            assign_parts(self.entries[first:], text)

    def _heading(self, plain: str, start: int, end: int, memory: Memory) -> None:
        match = HEADING.search(plain, start, end)
        if match:
            title = match["title"]
            self.section = (
                "plans" if _PLANS.search(title) else "requests" if "申请" in title else ""
            )
            self.topic = self.section
        if match or plain[start + 1 : start + 2] == "是":
            memory.spans.clear()

    def _sentence(self, order: int, counts: list[Count], memory: Memory) -> None:
        memory.sentence = ()
        shared = distributed(counts, self.home)
        taken = 0
        for count in counts:
            count.begin_after(taken)
            if "；" in count.text[count.left : count.number.start]:
                memory.sentence = ()
            entry = self._entry(order, count, memory, shared)
            taken = count.taken
            named = [t for t in count.tokens if t.kind in ("channel", "pair")]
            if entry is not None:
                self.entries.append(entry)
                if entry.channels:
                    memory.facts.append(entry)
                    memory.totals += entry.code == "total"
                    if entry.code != "total":
                        memory.sentence = entry.channels
            memory.counted |= count.number.unit in _COUNT_UNITS
            if not named and "每" in count.part:  # “青禾”公众号…，每周至少3次，全年发布511篇
                lead = count.sentence.words(count.left, count.part_start)
                named = [t for t in lead if t.kind in ("channel", "pair")]
            if named and (entry is None or not entry.channels):
                memory.sentence = tuple(channels_of(count.text, named, self.home))

    def _entry(
        self, order: int, count: Count, memory: Memory, shared: dict[int, tuple]
    ) -> Entry | None:
        if self.topic == "plans":
            return None
        level = self._level(order, count)
        if level is not None:
            return level
        if is_no_fact(count, self.year):
            return None
        given = shared.get(count.number.start)
        if given and given[0] == "indicator" and count.number.unit == "%":
            return None  # 订阅数分别增长65%和42%
        topic = self._topic(count)
        codes = [given[1]] if given and given[0] == "indicator" else indicators_of(count, topic)
        last = self.entries[-1] if self.entries else None
        if last and last.how.startswith("requests_") and goes_on(count, last.count):
            codes = [last.how]
        if self._sums_proposals(count) or (codes != ["proposals_total"] and _of_proposals(count)):
            codes = ["proposals_total"]
        if codes:
            return self._indicator(order, count, codes)
        if given and given[0] == "same":
            return self._same(order, count)
        if given and given[0] == "as":
            return self._as(order, count, given[1])
        if given:
            return (
                None
                if given[0] != "channel"
                else Entry(count, order, given[1], scope_of(count, self.year), "own")
            )
        if topic == "requests" and not any(t.kind in ("channel", "pair") for t in count.tokens):
            return self._continued(order, count)
        if _IN_FORCE.search(count.part):
            return self._continued(order, count)
        running = self._of_this_year(order, count)
        if running is not None:
            return running
        reading = channels(count, self.home, memory)
        if reading.how == "in passing" and any(e.value == count.number.value for e in self.entries):
            return None  # 公开的1002条政府信息中: the whole is named, not counted
        if self._is_said_again(order, count, reading):
            reading = Reading((), "said in an earlier paragraph")
        if not reading.channels:
            return self._continued(order, count) or self._leave_out(order, count, reading)
        return self._channel(order, count, reading)

    def _is_said_again(self, order: int, count: Count, reading: Reading) -> bool:
        """Whether an earlier paragraph has the number, of the same channel or of one not said here again."""
        number = count.number
        if number.value <= _OFTEN or not reading.channels:
            return False
        unnamed = reading.how in ("sentence", "context")
        scope = scope_of(count, self.year)
        return any(
            e.order < order
            and e.scope == scope
            and e.value == number.value
            and e.count.number.unit == number.unit
            and (e.channels == reading.channels or (unnamed and e.channels))
            for e in self.entries
        )

    def _sums_proposals(self, count: Count) -> bool:
        """人大代表建议21件、政协提案33件，合计54件."""
        both = self.indicators[-2:]
        return (
            {code for _, code in both} == {"proposals_npc", "proposals_cppcc"}
            and bool(ONLY_SUM.fullmatch(count.part))
            and all(entry.count.sentence is count.sentence for entry, _ in both)
            and sum(entry.value for entry, _ in both) == count.number.value
        )

    def _same(self, order: int, count: Count) -> Entry | None:
        """编发信息289期、867篇: two counts of one account."""
        last = self.entries[-1] if self.entries else None
        if last is None or last.count.sentence is not count.sentence or not last.channels:
            return None
        return Entry(count, order, last.channels, last.scope, "own")

    def _level(self, order: int, count: Count) -> Entry | None:
        """局网站由上年的1960条增至2233条: last year's figure and this year's of one channel, or of all."""
        last = self.entries[-1] if self.entries else None
        if last and last.how == "level" and last.count.number.end == count.left:
            risen = _ROSE.fullmatch(count.text, count.left, count.number.start)
            return Entry(count, order, last.channels, "year", "own") if risen else None
        since = _RISES_FROM.search(count.part)
        if not since or not _ROSE.match(count.tail):
            return None
        if since[1] and self.year is not None and int(since[1]) != self.year - 1:
            return None
        if any(token.kind in ("indicator", "anti") for token in count.tokens):
            return None
        named = [t for t in count.tokens if t.kind in ("channel", "pair")]
        codes = tuple(channels_of(count.text, named, self.home))
        if not codes and GENERIC.search(count.part[: since.start()]):
            codes = ("total",)
        return Entry(count, order, codes, "prior_year", "level") if codes else None

    def _as(self, order: int, count: Count, other: Count) -> Entry | None:
        """上年分别为271条和143条: last year's figures of what was just counted."""
        entry = next((e for e in reversed(self.entries) if e.count is other and e.channels), None)
        return entry and Entry(count, order, entry.channels, "prior_year", "own")

    def _topic(self, count: Count) -> str:
        start = count.sentence.start
        before = count.text[start : count.number.start]
        return "requests" if "申请" in before else self.topic

    def _indicator(self, order: int, count: Count, codes: list[str]) -> Entry | None:
        scope = "stock" if codes[0] == "followers" else scope_of(count, self.year)
        if codes[0].startswith("requests_carried"):
            scope = "year"
        entry = Entry(count, order, (), scope, codes[0])
        if self._breaks_down(entry, codes[0]):
            return None
        self.indicators += [(entry, code) for code in codes]
        if codes[0] == "requests_received":
            self.topic = "requests"
        return entry

    def _breaks_down(self, entry: Entry, code: str) -> bool:
        """其中当面申请2件 after 收到申请18件, 其中署名解读22篇 after 解读稿79篇: a breakdown, no new count."""
        if code == "hotline_cases" and self._is_way_of_requests(entry):
            return True
        if code == "hotline_cases" and "信箱" in entry.count.part:
            return False  # 热线1925件，市长信箱31件: letters are no part of the calls
        earlier = [
            e
            for e, c in self.indicators
            if c == code and e.order == entry.order and e.scope == entry.scope
        ]
        if not earlier:
            return False
        part = entry.count.part
        if code.startswith("requests") and (
            entry.value == earlier[-1].value or _AGAIN.search(part)
        ):
            return True  # 受理9件。9件均已办结, 上述9件: said again
        if code == "requests_received" and _ACCEPTED.search(part) and "新收" not in part:
            return True  # 收到57件，撤件39件，受理18件: some of them
        if "新收" in part:
            # 受理9件，其中上年结转2件、本年新收7件: the new ones are what was received.
            self.indicators = [pair for pair in self.indicators if pair[0] is not earlier[-1]]
            return False
        between = _CLOSED.sub("", entry.count.text[earlier[-1].count.number.end : entry.place])
        marks = list(_PART.finditer(between)) if code not in ("reads", "followers") else []
        if marks and not re.search("[。；]", between[marks[-1].end() :].rstrip("，：")):
            return code != "requests_carried_in"
        return (
            code.startswith("requests")
            and is_own_number(entry.count)
            and not goes_on(entry.count, earlier[-1].count)
        )

    def _is_way_of_requests(self, entry: Entry) -> bool:
        """收到申请13件，其中局长信箱收到2件、来信1件: how requests came, no letters."""
        sentence, text = entry.count.sentence, entry.count.text
        for received, code in self.indicators:
            if code == "requests_received" and received.count.sentence is sentence:
                between = text[received.count.number.end : entry.place]
                if "信箱" in entry.count.part or ("其中" in between and "；" not in between):
                    return True
        return False

    def _of_this_year(self, order: int, count: Count) -> Entry | None:
        """截至年底累计发文3276篇，其中当年402篇: the first number is a running total, this one the year's."""
        if not _THIS_YEAR.match(count.part) or scope_of(count, self.year) != "year":
            return None
        if any(t.kind in ("channel", "pair", "indicator", "anti") for t in count.tokens):
            return None
        last = next((e for e in reversed(self.entries) if e.channels and e.order == order), None)
        if last is None or last.code == "total" or last.value < count.number.value:
            return None
        same = last.count.number.unit == count.number.unit and "累计" in last.count.part
        if not same or not _UP_TO.search(last.count.text, *last.count.reach):
            return None
        last.scope = "stock"
        return Entry(count, order, last.channels, "year", "own")

    def _continued(self, order: int, count: Count) -> Entry | None:
        """A number that goes on with what was counted just before it in the paragraph."""
        last = self.entries[-1] if self.entries else None
        if last is None or last.order != order:
            return None
        if _IN_FORCE.search(count.part) and last.how.endswith("_documents"):
            entry = Entry(count, order, (), "stock", last.how)
            self.indicators.append((entry, last.how))
            return entry
        made = last.how == "normative_documents" and last.scope == "stock"
        if made and _NEWLY_MADE.fullmatch(count.part):
            return self._indicator(order, count, [last.how])
        if last.how.startswith("proposals") and _SHARE_OF_WORK.search(count.part):
            return self._indicator(order, count, [last.how])
        return self._last_year(order, count, last)

    def _last_year(self, order: int, count: Count, last: Entry) -> Entry | None:
        """上年为1010条, 比上年的13件: last year's figure of the same."""
        if scope_of(count, self.year) != "prior_year" or not _ONLY_A_YEAR.fullmatch(count.part):
            return None
        if last.count.number.unit != count.number.unit:
            return None
        entry = Entry(count, order, last.channels, "prior_year", "own")
        if not last.channels:
            codes = [code for e, code in self.indicators if e is last]
            self.indicators += [(entry, code) for code in codes]
        return entry

    def _channel(self, order: int, count: Count, reading: Reading) -> Entry | None:
        scope = scope_of(count, self.year)
        if not reading.each:
            return Entry(count, order, reading.channels, scope, reading.how)
        for code in reading.channels[:-1]:
            self.entries.append(Entry(count, order, (code,), scope, "own"))
        return Entry(count, order, reading.channels[-1:], scope, "own")

    def _leave_out(self, order: int, count: Count, reading: Reading) -> None:
        if not reading.how and count.number.unit in _COUNT_UNITS and _OUTLET.search(count.part):
            reading = Reading((), UNKNOWN_CHANNEL)
        published = any(t.kind in ("verb", "channel", "pair") for t in count.tokens)
        if (reading is not NONE and reading.how) or (
            published and count.number.unit in _COUNT_UNITS
        ):
            self._say(self.quotes.count(order, count), reading.how or "no channel named")

    def _facts(self) -> list[Fact]:
        rows: list[tuple[tuple[int, int], Fact]] = []
        for entry in self.entries:
            if entry.channels:
                rows.append(((entry.order, entry.place), channel_fact(entry, self.quotes)))
        for entry, code in self.indicators:
            rows.append(((entry.order, entry.place), indicator_fact(entry, code, self.quotes)))
        rows += self._zero_rows()
        rows.sort(key=lambda row: row[0])
        return numbered([fact for _, fact in rows])

    def _zero_rows(self) -> list[tuple[tuple[int, int], Fact]]:
        stated = {code for entry, code in self.indicators if entry.scope == "year"}
        rows = []
        for order, code, start, end in self.zeros:
            if code not in stated:
                stated.add(code)
                rows.append(((order, start), zero_fact(order, code, start, end, self.quotes)))
            elif not any(c == code and e.value == 0 for e, c in self.indicators):
                self._say(self.quotes.words(order, start, end), "a zero beside a number")
        return rows

    def _say(self, quoted: tuple[str, str], reason: str) -> None:
        phrase, where = quoted
        self.unresolved.append({"phrase": phrase, "where": where, "reason": reason})
