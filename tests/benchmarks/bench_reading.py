"""How long a whole report takes, beside the bare parse of the same file: ratios of one run on one core.

    python tests/benchmarks/bench_reading.py

The pages are invented (虚构数据), as published ones are: every cell of the statutory tables carries the
styles that Word leaves behind, and menus, scripts and a footer stand around the report. ``bare`` is
the same report as the form writer makes it, without any of that: a parse so short that the facts
themselves take longer. Targets: HTML 2.0 times (GB18030 2.3), DOCX 1.8 times.
"""

from __future__ import annotations

import gc
import io
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import lxml.html
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis import form, readers  # noqa: E402
from analysis.facts import Fact  # noqa: E402
from analysis.formwriter import write_form  # noqa: E402
from analysis.report import from_document  # noqa: E402
from analysis.tables import match  # noqa: E402

TARGETS = {"html": 2.0, "html gb18030": 2.3, "docx": 1.8}
ROUNDS = 60

CELL = (
    'style="width:49.65pt;padding:0cm 5.4pt;border-right:1pt solid windowtext;border-bottom:1pt solid windowtext;'
    'word-break:break-all" width="66" valign="center"'
)
PARAGRAPH = (
    'class="MsoNormal" style="margin-top:0cm;margin-bottom:0cm;text-align:center;line-height:22pt;text-indent:0;'
    'mso-pagination:widow-orphan"'
)
SPAN = (
    "style=\"font-family:仿宋_GB2312;mso-ascii-font-family:'Times New Roman';mso-hansi-font-family:'Times New Roman';"
    'font-size:12pt;color:rgb(0,0,0)"'
)
PROSE = (
    "（一）主动公开情况。全年公开各类信息222条、行政处罚结果332条；通过微信公众号、海盐号累计发布信息458篇；办结政协提案2件、人大建议3件，"
    "办理满意率100%。持续完善政府信息公开各项工作制度，狠抓制度落实和人员管理，定期开展自查自纠和风险排查，确保信息公开及时、准确、详实。"
)


def main() -> int:
    """Print a line a format; the exit code says whether every target is met."""
    facts = [
        Fact(table, row, column, value=7 * n % 1009)
        for table in form.tables("2021")
        for n, (row, column) in enumerate(form.cells("2021", table))
    ]
    with tempfile.TemporaryDirectory() as folder:
        written = {
            kind: write_form(facts, Path(folder) / f"report.{kind}", agency="某县某局", year=2022,
                             sections={"一": "\n".join([PROSE] * 6), "五": PROSE, "六": PROSE}).read_bytes()
            for kind in ("html", "docx")
        }  # fmt: skip
    page = dressed(written["html"].decode("utf-8"))
    missed = [
        measure("html", page.encode("utf-8"), lambda data: lxml.html.document_fromstring(data)),
        measure(
            "html gb18030",
            page.replace("utf-8", "gb2312").encode("gb18030"),
            lambda data: lxml.html.document_fromstring(
                data, parser=lxml.html.HTMLParser(encoding="gb18030")
            ),
        ),
        measure("html bare", written["html"], lambda data: lxml.html.document_fromstring(data)),
        measure("docx", dressed_word(written["docx"]), unzip_and_parse),
        measure("docx bare", written["docx"], unzip_and_parse),
    ]
    return int(any(missed))


def measure(name: str, data: bytes, bare) -> bool:
    """Time the bare parse and the whole reading in turn; True if a target is missed."""
    report = from_document(readers.read_bytes(data))
    assert sum(fact.status == "reported" for fact in report.facts) >= 200, (
        "the file is not read whole"
    )
    parse, tables_only, whole = [], [], []
    for _ in range(ROUNDS):
        parse.append(seconds(lambda: bare(data)))
        tables_only.append(seconds(lambda: match(readers.read_bytes(data))))
        whole.append(seconds(lambda: from_document(readers.read_bytes(data))))
    ratio = median(whole) / median(parse)
    target = TARGETS.get(name)
    told = f"target {target}" if target else "no target"
    print(
        f"{name:14} {len(data) / 1024:6.0f} KB  parse {median(parse) * 1e3:6.2f} ms  "
        f"tables {median(tables_only) * 1e3:6.2f} ms ({median(tables_only) / median(parse):4.2f})  "
        f"report {median(whole) * 1e3:6.2f} ms  ratio {ratio:4.2f} ({told})"
    )
    return bool(target) and ratio > target


def seconds(call) -> float:
    gc.collect()
    started = time.process_time()  # a busy machine slows both, but not their ratio
    call()
    return time.process_time() - started


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def dressed(page: str) -> str:
    """The written form as an office's site shows it: Word's styles in every cell, the site around it."""
    tree = lxml.html.document_fromstring(page)
    for cell in tree.iter("td", "th"):
        words = "".join(cell.itertext())
        spans = "".join(
            f' {name}="{cell.get(name)}"' for name in ("rowspan", "colspan") if cell.get(name)
        )
        dress = f"<td {CELL}{spans}><p {PARAGRAPH}><span {SPAN}>{words}<o:p></o:p></span></p></td>"
        cell.getparent().replace(cell, lxml.html.fragment_fromstring(dress, create_parent=False))
    for paragraph in tree.iter("p"):
        if paragraph.get("class") is None and paragraph.text:
            paragraph.set(
                "style",
                "text-align:justify;text-indent:32pt;line-height:28pt;font-size:16pt;font-family:仿宋",
            )
    body = "".join(lxml.html.tostring(child, encoding="unicode") for child in tree.body)
    links = "".join(
        f'<li class="item"><a href="/art/2023/1/{n}/art_{n}.html" target="_blank">栏目{n}</a></li>'
        for n in range(80)
    )
    script = "".join(
        f"$('#tab{n}').on('click', function () {{ show({n}, 'slow'); }});\n" for n in range(200)
    )
    style = "".join(
        f".c{n}{{margin:0 auto;padding:{n}px;background:#fff url(img/{n}.png) no-repeat}}\n"
        for n in range(200)
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="PubDate" content="2023-01-20"><style>{style}</style>'
        f"<script>{script}</script></head><body><div class='top'><ul>{links}</ul></div><div id='zoom'>{body}</div>"
        f"<div class='foot'><p>版权所有：某县人民政府</p><p>网站标识码：3304240001</p></div><script>{script}</script></body></html>"
    )


def dressed_word(data: bytes) -> bytes:
    """The written form with the properties that Word repeats in every cell, paragraph and run."""
    fonts = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:cs="宋体"/>'
    run = f'<w:rPr>{fonts}<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right")
    )
    old = zipfile.ZipFile(io.BytesIO(data))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                text = (
                    part.decode("utf-8")
                    .replace("<w:r><w:t", f"<w:r>{run}<w:t")
                    .replace("</w:pPr>", f"{run}</w:pPr>")
                )
                part = text.replace(
                    "</w:tcPr>", f"<w:tcBorders>{edges}</w:tcBorders></w:tcPr>"
                ).encode("utf-8")
            new.writestr(name, part)
    return made.getvalue()


def unzip_and_parse(data: bytes):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


if __name__ == "__main__":
    sys.exit(main())
