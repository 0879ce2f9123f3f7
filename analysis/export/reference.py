"""The reference as one page: what can be called, and what the codes, measures and rules mean.

All of it comes from the docstrings and from the data of the form and the codebook, so it says what
this version does and nothing else.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib import import_module

import analysis
from analysis import codebook, form
from analysis.export.page import Page

# What scripts call, in the order one meets it.
PARTS = (
    ("analysis", "读取、核对、对照、写出", "Read, check, compare, write"),
    ("analysis.metrics", "指标", "Measures"),
    ("analysis.charts", "图表", "Charts"),
    ("analysis.pages", "笔记本里的文字和表", "Words and tables of notebooks"),
    ("analysis.export", "导出", "Export"),
)
_ROLE = re.compile(r":\w+:`~?(?:[\w.]+\.)?([\w.]+)`")
_CODE = re.compile(r"``(.+?)``")


def reference_html() -> str:
    """The page, the same bytes for the same version."""
    from analysis.export.exporters import GongkaiHTMLExporter

    page = Page(lang="zh", title="gongkai-analysis 参考 / Reference")
    page.blocks.append(page.text(f"<h1>{escape(page.title)}</h1>{_opening()}"))
    for module, zh, en in PARTS:
        page.blocks.append(page.text(f"<h2>{zh} / {en}</h2>{''.join(_module(module))}"))
    for title, html in _codes():
        page.blocks.append(page.text(f"<h2>{escape(title)}</h2>{html}"))
    return GongkaiHTMLExporter(twins=False).render(page)


def _opening() -> str:
    return (
        f"<p>版本 {analysis.__version__}。由函数说明和代码表生成；<code>import analysis</code> 后即可使用。</p>"
        f"<p>Version {analysis.__version__}, made from the docstrings and code tables.</p>"
    )


def _module(name: str) -> Iterator[str]:
    module = import_module(name)
    for public in module.__all__:
        found = getattr(module, public)
        if inspect.isclass(found):
            yield _entry(f"{name}.{public}", "", found)
            yield from _members(public, found)
        elif inspect.isfunction(found):
            yield _entry(f"{name}.{public}", _signature(found), found)


def _members(owner: str, found: type) -> Iterator[str]:
    for name, member in vars(found).items():
        called = (
            member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        )
        if name.startswith("_") or not inspect.isfunction(called) or not called.__doc__:
            continue
        signature = "" if isinstance(member, property) else _signature(called)
        yield _entry(f"{owner}.{name}", signature, called)


def _entry(name: str, signature: str, found: object) -> str:
    called = name.rpartition(".")[2] + signature
    code = f"<pre><code>{escape(called)}</code></pre>" if signature else ""
    return f"<h3>{escape(name)}</h3>{code}{_prose(inspect.getdoc(found) or '')}"


def _signature(function: object) -> str:
    """Names and defaults; what the types mean, the docstring says better."""
    signature = inspect.signature(function)
    plain = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for name, parameter in signature.parameters.items()
        if name not in ("self", "cls")
    ]
    told = str(signature.replace(parameters=plain, return_annotation=signature.empty))
    return re.sub(r"<function .*? at 0x\w+>", "…", told)


def _prose(text: str) -> str:
    """A docstring as paragraphs; what it sets as code stays code, indented lines stay as they are."""
    html = ""
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.startswith("    "):
            html += f"<pre><code>{escape(inspect.cleandoc(paragraph))}</code></pre>"
            continue
        words = escape(" ".join(paragraph.split()))
        words = _CODE.sub(r"<code>\1</code>", _ROLE.sub(r"<code>\1</code>", words))
        html += f"<p>{words}</p>"
    return html


def _codes() -> Iterator[tuple[str, str]]:
    from analysis.checks import rules
    from analysis.pages import measure_codebook

    yield (
        "指标的公式 / Formulas of the measures",
        measure_codebook().html + measure_codebook(lang="en").html,
    )
    for title, rows in (
        ("渠道代码 / Channels", codebook.table("channels")),
        ("指标代码 / Indicators", codebook.table("indicators")),
        ("核对规则 / Rules", list(rules.table().values())),
        ("格式：版本 / Forms: versions", form.table("versions")),
        ("格式：行 / Forms: rows", form.table("rows")),
        ("格式：列 / Forms: columns", form.table("columns")),
    ):
        yield title, _table(rows)


def _table(rows: Sequence[dict[str, str]]) -> str:
    names = list(rows[0])
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(row[name])}</td>' for name in names)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
