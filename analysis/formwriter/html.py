"""The form as one web page: no script, nothing from outside, A4 when printed."""

from __future__ import annotations

from analysis.formwriter.draft import Draft, Line
from analysis.formwriter.markup import element, escape
from analysis.formwriter.tables import Box, Table

_STYLE = """
@page { size: A4; margin: 30mm 26mm 28mm 28mm; @bottom-center { content: "— " counter(page) " —"; } }
body { margin: 0 auto; max-width: 156mm; color: #000; background: #fff;
  font: 16pt/1.75 FangSong, FangSong_GB2312, 仿宋, STFangsong, "Noto Serif CJK SC", serif; }
h1 { font: 22pt/1.5 FZXiaoBiaoSong-B05S, STZhongsong, SimSun, "Noto Serif CJK SC", serif;
  text-align: center; margin: 1em 0; text-wrap: balance; }
h2, h2.caption { font: 16pt/1.75 SimHei, 黑体, "Noto Sans CJK SC", sans-serif; margin: .6em 0 .3em;
  text-indent: 2em; break-after: avoid; }
h2.caption { text-indent: 0; text-align: center; }
h3 { font: 16pt/1.75 KaiTi, KaiTi_GB2312, 楷体, STKaiti, "Noto Serif CJK SC", serif; margin: 0;
  text-indent: 2em; }
p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere; }
p.note { font-size: 10.5pt; text-indent: 0; white-space: pre-wrap; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: .4em 0 1em;
  font-size: 10.5pt; line-height: 1.3; }
table.requests, table.disputes, table.statistics { font-size: 9pt; }
td, th { border: .5pt solid #000; padding: 3pt 2pt; text-align: center; vertical-align: middle;
  font-weight: normal; overflow-wrap: anywhere; }
table.proactive td, table.proactive th { padding: 5pt 3pt; }
td, th { height: 13pt; }
table.proactive, table.requests, table.disputes, tr { break-inside: avoid; }
.block { background: #c6d9f0; }
.proactive .head { font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; }
.label { text-align: left; padding-left: 4pt; }
.requests .level0 { font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; }
.statistics .level1 { padding-left: 1.5em; }
.statistics .level2 { padding-left: 3em; }
.statistics .level3 { padding-left: 4.5em; }
.upright { writing-mode: vertical-rl; text-orientation: upright; text-align: center; padding-left: 2pt; }
"""

_TAGS = {"title": "h1", "heading": "h2", "caption": "h2", "part": "h3", "body": "p", "note": "p"}


def render(draft: Draft) -> bytes:
    """The page as UTF-8 bytes, the same for the same draft."""
    head = element(
        "head",
        None,
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        element("title", None, escape(draft.title)),
        element("style", None, _STYLE),
    )
    body = "\n".join(_line(b) if isinstance(b, Line) else _table(b) for b in draft.blocks)
    page = element(
        "html", {"lang": "zh-CN"}, "\n", head, "\n", element("body", None, "\n", body, "\n")
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _line(line: Line) -> str:
    css = line.style if line.style in {"caption", "note"} else None
    return element(_TAGS[line.style], {"class": css}, _text(line.text))


def _text(text: str) -> str:
    return escape(text).replace("\r\n", "\n").replace("\n", "<br>")


def _table(table: Table) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{width / total:.2%}">' for width in table.widths)
    rows: list[list[Box]] = [[] for _ in range(table.n_rows)]
    for box in table.boxes:
        rows[box.row].append(box)
    lines = [element("tr", None, *map(_cell, row)) + "\n" for row in rows]
    head, body = lines[: table.header_rows], lines[table.header_rows :]
    return element(
        "table",
        {"class": table.code},
        element("colgroup", None, columns),
        "\n",
        *([element("thead", None, "\n", *head), "\n"] if head else []),
        element("tbody", None, "\n", *body),
    )


def _cell(box: Box) -> str:
    css = [box.role] if box.role != "number" else []
    if box.role == "label":
        css.append(f"level{box.level}")
    if box.upright:
        css.append("upright")
    attributes = {
        "class": " ".join(css) or None,
        "rowspan": box.rowspan if box.rowspan > 1 else None,
        "colspan": box.colspan if box.colspan > 1 else None,
    }
    return element("th" if box.role == "head" else "td", attributes, _text(box.text))
