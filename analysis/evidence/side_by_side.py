"""Two reports on one page: every number with its change, the sentences kept, edited, new, gone and moved."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from analysis import form
from analysis.checks.rules import name
from analysis.comparison import Aligned, Change, Comparison

MARKS = {
    "kept": "未改 kept",
    "edited": "改过 edited",
    "new": "新写 new",
    "gone": "删去 gone",
    "moved": "移动 moved",
}
TITLES = {t["table"]: f"{t['zh']} / {t['en']}" for t in form.table("tables")} | {
    "channels": "渠道 / channels",
    "indicators": "其他数字 / other numbers",
}


def page(found: Comparison, names: tuple[str, str]) -> str:
    """The whole page as HTML, without script; all words of the reports are escaped."""
    title = escape(f"{names[0]} → {names[1]}")
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    remarks = "".join(
        f"<p class='remark'>{escape(zh)} / {escape(en)}</p>" for zh, en in found.remarks
    )
    tables = "".join(_table(code, found, names) for code in TITLES)
    return (
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\"><meta name='viewport' content='width=device-width'>"
        f"<title>对照 · {title}</title><style>{style}</style></head><body class='pair'>"
        f"<header><p>两份报告对照 / two reports side by side</p><h1>{title}</h1></header>{remarks}"
        f"{_likeness(found)}{tables}{_sentences(found.sentences)}{_broken(found)}</body></html>"
    )


def _table(code: str, found: Comparison, names: tuple[str, str]) -> str:
    rows = [change for change in found.changes if change.table == code]
    if not rows:
        return ""
    head = "".join(f"<th>{escape(words)}</th>" for words in ("", *names, "增减 change"))
    body = "".join(_row(change) for change in rows)
    same, either = found.tables.get(code, (0, 0))
    told = (
        f"<p class='en'>{same} / {either} 个非零格相同 non-zero cells unchanged</p>"
        if either
        else ""
    )
    return f"<h2>{escape(TITLES[code])}</h2>{told}<table><tr>{head}</tr>{body}</table>"


def _row(change: Change) -> str:
    label = name((change.table, change.row, change.column))
    old = _number(change.old, change.old_status)
    new = _number(change.new, change.new_status)
    moved = f"{change.change:+,.12g}" if change.change else ""
    differs = " class='differs'" if change.old != change.new else ""
    cells = "".join(f"<td class='figure'>{escape(words)}</td>" for words in (old, new, moved))
    return f"<tr{differs}><td>{escape(label)}</td>{cells}</tr>"


def _number(value: float | None, status: str) -> str:
    return (
        f"{value:,.12g}"
        if value is not None
        else {"blank": "（空白）", "absent": "—"}.get(status, status)
    )


def _likeness(found: Comparison) -> str:
    told = [
        f"{measure} {value:.1%}" for measure, value in found.likeness.items() if value is not None
    ]
    return f"<p>文字相似 / likeness of the texts: {escape('; '.join(told))}</p>" if told else ""


def _sentences(lines: tuple[Aligned, ...]) -> str:
    if not lines:
        return ""
    rows = "".join(
        f"<tr class='{line.kind}'><td>{escape(line.section)}</td><td>{escape(line.old)}</td>"
        f"<td>{escape(line.new)}</td><td>{MARKS[line.kind]}</td></tr>"
        for line in lines
    )
    return f"<h2>逐句对照 / sentence by sentence</h2><table class='words'>{rows}</table>"


def _broken(found: Comparison) -> str:
    items = "".join(
        f"<li>{escape(f.report_id)} · {escape(f.rule)} · {escape(f.explanation_zh)} / "
        f"{escape(f.explanation_en)}</li>"
        for f in found.findings.of("broken")
    )
    return f"<h2>不符 / broken</h2><ul>{items or '<li>无 none</li>'}</ul>"
