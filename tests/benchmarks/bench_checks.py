"""How long checking takes: one report and its sentences, all data, two reports compared.

python3 tests/benchmarks/bench_checks.py        (with the environment's Python)
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import analysis  # noqa: E402
from analysis import narrative  # noqa: E402
from analysis.checks import check_ledger  # noqa: E402
from analysis.checks.ledger import of_dataset  # noqa: E402
from analysis.checks.others import Shelf  # noqa: E402
from analysis.document import Paragraph  # noqa: E402

# An overview in our own words, about as long as published ones with this many numbers (宿迁 2024).
OVERVIEW = (
    "2024年，全市各级行政机关收到政府信息公开申请3646件，同比增长1.05%。其中自然人申请3440件，占新收申请的97.6%。"
    "予以公开1431件，占办结总数的40.6%，部分公开471件，不予公开92件，结转下年度继续办理125件。"
    "行政复议结果维持88件、纠正18件，行政诉讼实现零败诉。制发规章2件，现行有效规章12件，作出行政许可决定157万余件。"
    "收到申请3646件（网络3000件、信函646件）。深化重点领域公开，规范栏目设置，加强业务培训，回应社会关切。\n"
)
PROBLEMS = "一是栏目更新不够及时，二是解读形式不够丰富。下一步将加强培训，定期检查，逐项整改。\n"


def best(name: str, work: Callable[[], object], wanted: str) -> float:
    """Print the best of ten runs, in milliseconds."""
    spent = []
    for _ in range(10):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    print(f"{name}: {1000 * min(spent):.1f} ms; wanted {wanted}")
    return min(spent)


def main() -> None:
    """All rules on one report as read, with words and without, on all data; two reports side by side."""
    data = analysis.load()
    books = of_dataset(data)
    shelf = Shelf(books)
    (now,) = (b for b in books if b.report_id == "suqian-gov-2024")
    beside = shelf.beside(now)
    words = {"一": OVERVIEW * 5, "五": PROBLEMS * 8, "六": "未收取信息处理费。"}
    facts = tuple(narrative.extract([Paragraph(words["一"], "L1")], 2024)[0])
    worded = dataclasses.replace(now, narrative=facts, sections=words)
    then = dataclasses.replace(beside.before, sections=words)
    others = dataclasses.replace(beside, before=then)
    bare = best(
        "one report, its tables", lambda: list(check_ledger(now, others=beside)), "<= 10 ms"
    )
    full = best(
        f"one report with {sum(map(len, words.values()))} characters and last year's",
        lambda: list(check_ledger(worded, others=others)), "<= 10 ms",
    )  # fmt: skip
    print(f"with the words / the tables alone: {full / bare:.1f}")
    organ = data.select(agency="suqian-gov")
    old, new = organ.select(years=2023), organ.select(years=2024)
    best("one report of a dataset, loaded", lambda: analysis.check(new, before=old), "<= 10 ms")
    best("all rules on all data", lambda: analysis.check(data), "<= 1000 ms")
    best("two reports compared", lambda: analysis.compare(old, new), "<= 50 ms")
    best(
        "two reports compared with their words", lambda: analysis.compare(then, worded), "<= 50 ms"
    )


if __name__ == "__main__":
    main()
