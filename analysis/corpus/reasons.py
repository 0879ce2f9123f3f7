"""Why a file gave no report: a word for programs, a sentence for people."""

from __future__ import annotations

from analysis.readers.refusals import REASONS

# Beyond what a reader refuses: reason -> (zh, en).
_OWN = {
    "unplaced": ("文件没有写明机关或年度", "the file does not say its organ or its year"),
    "crashed": ("读取进程在这个文件上退出", "the reading process died over this file"),
    "too_much_memory": ("读取时占用内存过多", "reading it takes too much memory"),
    "archive_damaged": ("压缩包已损坏", "the archive is damaged"),
    "archive_too_large": ("压缩包解开后过大", "the archive unpacks to too much"),
    "internal": ("程序自身出错", "a mistake of this program"),
    "read": ("不能读作年度报告", "cannot be read as an annual report"),
}


def told(reason: str) -> tuple[str, str]:
    """The reason in Chinese and in English."""
    zh, en = _OWN.get(reason) or REASONS.get(reason, (reason, reason))[:2]
    return zh, en
