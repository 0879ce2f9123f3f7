"""Sheets as web pages, the way the web systems of organs print them."""

from __future__ import annotations

import quopri
import random
import re
from base64 import encodebytes
from dataclasses import dataclass, replace
from html import escape

from dialects.sheets import Line, Piece, Sheet, Table

# Characters that GB 2312 lacks and GB 18030 has: names of places and persons.
RARE = "㙦垚喆䶮"


@dataclass(frozen=True)
class Skin:
    """How a page is written. ``digits``: plain, font, span, em; ``inside``: plain, p, div, nested, br."""

    digits: str = "plain"
    inside: str = "plain"
    blank: str = ""
    heads: str = "td"
    one_cell: bool = False
    metadata: str = ""
    navigation: bool = False
    charset: str = "utf-8"
    claim: str = "utf-8"
    bom: bool = False
    unclosed: bool = False
    upper: bool = False
    word: bool = False
    doctype: str = "<!DOCTYPE html>"
    thead: bool = False
    comments: bool = False
    side_by_side: bool = False


def page(sheet: Sheet, rng: random.Random, skin: Skin = Skin()) -> bytes:
    """The report as bytes of a saved page."""
    blocks = [_line(b, skin) if isinstance(b, Line) else _table(b, rng, skin) for b in sheet.blocks]
    body = "\n".join(blocks)
    if skin.one_cell:
        picture = '<tr><td><img src="top.jpg"></td></tr>'
        body = f'<table width="900" align="center">{picture}<tr><td>{body}</td></tr></table>'
    if skin.side_by_side:
        menu = "".join(
            f"<tr><td><a href='#'>{w}</a></td></tr>" for w in ("政策文件", "机构职能", "公开年报")
        )
        body = f"<table><tr><td valign=top><table>{menu}</table></td><td>{body}</td></tr></table>"
    parts = [_metadata(sheet, skin.metadata), f'<div id="zoom" class="TRS_Editor">{body}</div>']
    if skin.navigation:
        parts = [_TOP, *parts, _FOOT]
    text = (
        f"{skin.doctype}\n<html><head>{_head(sheet, skin)}</head><body>\n"
        + "\n".join(parts)
        + "\n</body></html>"
    )
    if skin.unclosed:
        text = re.sub(r"</(?:td|tr|p|th|font)>", "", text)
    if skin.upper:
        text = re.sub(r"(</?)([a-z][a-z0-9]*)", lambda m: m[1] + m[2].upper(), text)
    data = text.encode(skin.charset, "xmlcharrefreplace")
    return b"\xef\xbb\xbf" + data if skin.bom else data


def archived(skin: Skin, coding: str):
    """A writer of web archives (MHTML): the page packed as browsers (quoted-printable) or Word (base64) do."""

    def write(sheet: Sheet, rng: random.Random) -> bytes:
        data = page(sheet, rng, skin)
        packed = quopri.encodestring(data) if coding == "quoted-printable" else encodebytes(data)
        picture = b"--edge\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        frame = b"--edge\r\nContent-Type: text/html\r\n\r\n<html><body>frame</body></html>\r\n"
        return (
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
            b'\ttype="text/html";\r\n\tboundary="edge"\r\n\r\n\r\n'
            + picture
            + f"--edge\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode()
            + packed.replace(b"\n", b"\r\n")
            + b"\r\n"
            + frame
            + b"--edge--\r\n"
        )

    write.__name__ = f"archive_{coding.replace('-', '_')}"
    return write


def _head(sheet: Sheet, skin: Skin) -> str:
    css = "<style>td{border:1px solid #000} .MsoNormal{margin:0}</style>"
    script = "<script>var n=[21,0,3];document.title+='';</script>" if skin.navigation else ""
    return (
        f'<meta http-equiv="Content-Type" content="text/html; charset={skin.claim}">'
        f"<title>{escape(sheet.title)}</title>{css}{script}"
    )


def _line(line: Line, skin: Skin) -> str:
    words = escape(line.text).replace("\n", "<br>")
    if line.style == "title":
        return f'<p align="center"><strong><font size="5">{words}</font></strong></p>'
    if line.style == "heading":
        return f"<p><strong>{words}</strong></p>"
    if skin.word:
        return f'<p class="MsoNormal" style="text-indent:32pt"><span lang="EN-US">{words}<o:p></o:p></span></p>'
    return f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{words}</p>"


def _table(table: Table, rng: random.Random, skin: Skin) -> str:
    rows: list[list[str]] = [[] for _ in range(table.n_rows)]
    for piece in sorted(table.pieces, key=lambda p: (p.row, p.column)):
        rows[piece.row].append(_cell(piece, rng, skin))
    lines = [f"<tr>{''.join(row)}</tr>" for row in rows]
    head, body = "", "\n".join(lines)
    if skin.thead and table.header_rows:
        head = f"<thead>{''.join(lines[: table.header_rows])}</thead>"
        body = f"<tbody>{''.join(lines[table.header_rows :])}</tbody>"
    comment = "<!-- 表格 21 -->" if skin.comments else ""
    return f'<table border="1" cellspacing="0">{comment}{head}{body}</table>'


def _cell(piece: Piece, rng: random.Random, skin: Skin) -> str:
    tag = skin.heads if piece.role in {"head", "block"} else "td"
    css = ' class="upright"' if piece.upright else ""
    spans = css + "".join(
        f' {name}="{value}"'
        for name, value in (("rowspan", piece.rowspan), ("colspan", piece.colspan))
        if value > 1
    )
    return f"<{tag}{spans}>{_inside(piece, rng, skin)}</{tag}>"


def _inside(piece: Piece, rng: random.Random, skin: Skin) -> str:
    if piece.key is None:
        words = escape(piece.text).replace("\n", "<br>")
        return f"<p>{words}</p>" if skin.inside in {"p", "nested"} and words else words
    text = escape(piece.text).replace("\n", "<br/>").replace("\u00a0", "&nbsp;") or skin.blank
    if skin.digits != "plain" and piece.text.isdigit():
        text = _split(piece.text, rng, skin.digits)
    wrap = {
        "plain": "{}", "p": '<p align="center">{}</p>', "div": "<div>{}</div>", "br": "{}<br>",
        "nested": "<table><tbody><tr><td>{}</td></tr></tbody></table>", "o:p": "<p class=MsoNormal>{}<o:p></o:p></p>",
    }  # fmt: skip
    return wrap[skin.inside].format(text)


def _split(digits: str, rng: random.Random, tag: str) -> str:
    """2024 as <font>20</font><font>24</font>, sometimes with an empty run between."""
    at = rng.randrange(0, len(digits) + 1)
    runs = [digits[:at], digits[at:]]
    if rng.random() < 0.3:
        runs.insert(1, "")
    attribute = {"font": ' face="仿宋"', "span": ' style="font-size:9pt"', "em": ""}[tag]
    return "".join(f"<{tag}{attribute}>{run}</{tag}>" for run in runs)


def _metadata(sheet: Sheet, kind: str) -> str:
    published = f"{sheet.year + 1}-01-20"
    pairs = {
        "索引号": "330424/2024-12345", "发布机构": sheet.agency, "公开日期": published, "主题分类": "政府信息公开年报",
        "名称": sheet.title, "文号": "",
    }  # fmt: skip
    if kind == "table":
        items = list(pairs.items())
        rows = zip(items[::2], items[1::2], strict=True)
        cells = ("".join(f"<td>{k}：</td><td>{escape(v)}</td>" for k, v in row) for row in rows)
        return f"<table>{''.join(f'<tr>{c}</tr>' for c in cells)}</table>"
    if kind == "line":
        return f"<div>发布时间：{published} 来源：{escape(sheet.agency)} 浏览次数：1024 字体：[大 中 小]</div>"
    return ""


_TOP = """<div class="header"><ul><li><a href="/">首页</a></li><li>政务公开</li></ul></div>
<div class="location">当前位置：<a href="/">首页</a> &gt; 政府信息公开 &gt; 政府信息公开年报</div>"""
_FOOT = """<div class="footer"><p>主办单位：某某人民政府办公室 网站标识码：3304240001</p>
<table><tr><td>2023年</td><td>2022年</td><td>2021年</td></tr><tr><td>年报</td><td>年报</td><td>年报</td></tr></table>
<p>浙ICP备05000001号 浙公网安备33042402000123号</p></div>"""

PLAIN = Skin()
MESSY = Skin(
    digits="font",
    inside="p",
    blank="&nbsp;",
    metadata="table",
    navigation=True,
    comments=True,
    doctype="",
)
GB = Skin(charset="gb18030", claim="gb2312", metadata="line", navigation=True)
SKINS = {
    "plain": PLAIN,
    "messy": MESSY,
    "gb18030": GB,
    "one_cell": replace(MESSY, one_cell=True, digits="span"),
    "one_cell_gb": replace(GB, one_cell=True, inside="div", digits="font"),
    "nested": Skin(inside="nested", blank="&nbsp;"),
    "unclosed": Skin(unclosed=True, inside="p", doctype="", claim="GBK", charset="gb18030"),
    "upper": Skin(upper=True, digits="font", blank="&nbsp;", doctype="", bom=True),
    "word": Skin(word=True, inside="o:p", digits="span", heads="td"),
    "heads": Skin(heads="th", thead=True, blank="<br>", inside="br"),
    "side_by_side": Skin(side_by_side=True, metadata="table", navigation=True),
    "emphasis": Skin(digits="em", inside="div", claim="gb2312", charset="utf-8"),
}
