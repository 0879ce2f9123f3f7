"""How long the narrative takes: milliseconds per 5 KB of prose, side by side with its first steps.

Run as ``python tests/benchmarks/bench_narrative.py``. The prose is the invented passages (dense: a
number every 16 characters) and the same with the number-free sentences of a real report's share.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis.document import Paragraph  # noqa: E402
from analysis.narrative import extract  # noqa: E402
from analysis.narrative.numbers import find_numbers  # noqa: E402
from analysis.text import normalise  # noqa: E402

_PLAIN = (
    "本机关坚持以人民为中心的发展思想，围绕群众关心的事项持续完善公开制度，明确责任分工，规范审核流程，不断提升公开工作的质量和实效。"
    "同时加强对重点环节的检查指导，推动各项任务落到实处，为企业和群众办事提供清晰、准确、便捷的指引。"
)


def passages() -> list[str]:
    lines = (
        (ROOT / "tests" / "narrative" / "invented.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return [json.loads(line)["text"] for line in lines]


def best(action, rounds: int = 15) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def report(name: str, texts: list[str]) -> None:
    paragraphs = [[Paragraph(line, "L1") for line in text.split("\n")] for text in texts]
    size = sum(len(text.encode()) for text in texts)
    numbers = sum(len(find_numbers(normalise(text).text)) for text in texts)
    digits = re.compile(r"\d")
    steps = {
        "digits only (one scan)": lambda: [
            digits.findall(p.text) for group in paragraphs for p in group
        ],
        "normalise": lambda: [normalise(p.text) for group in paragraphs for p in group],
        "numbers": lambda: [find_numbers(p.text) for group in paragraphs for p in group],
        "extract": lambda: [extract(group, 2023) for group in paragraphs],
    }
    print(f"{name}: {size / 1024:.0f} KB, {numbers} numbers, {numbers / size * 5120:.0f} in 5 KB")
    for step, action in steps.items():
        action()
        print(f"  {step:24s} {best(action) * 1000 / size * 5120:8.3f} ms per 5 KB")


if __name__ == "__main__":
    dense = passages()
    report("dense passages", dense)
    report("as in a whole report", [_PLAIN * 2 + text + "\n" + _PLAIN * 2 for text in dense])
