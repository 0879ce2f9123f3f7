"""The command ``gongkai``: one small module a subcommand, loaded when it is called."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO

import analysis
from analysis.cli.streams import OutputLost, Plain
from analysis.errors import GongkaiError

GONE = 141  # what shells say of a program whose reader went away (gongkai agencies | head)

# Subcommand -> what it does; its module has add_arguments(parser) and run(arguments) -> exit code.
COMMANDS = {
    "report": "做一份年度报告的分析：HTML、PDF、图、表 / make the report of one organ and year",
    "parse": "读一份报告，列出各表和数字 / read a published report and show its numbers",
    "check": "核对一份报告：哪里不对、为什么 / check a report: what is wrong, where and why",
    "compare": "对照两份报告 / two reports side by side",
    "add": "把一份报告收入数据 / read a published report into the data",
    "form": "写出法定格式的空白稿，或填好已知数字的稿 / write the statutory form, blank or filled",
    "infographic": "做图解：长图、网页、A4 / make the long picture of one report",
    "workbook": "做 Excel 工作簿，或空白填报表 / make the workbook, or the blank form to fill in",
    "units": "汇总报告与各单位之和对照 / a report over several units against their sum",
    "corpus": "把成批的报告汇成一份数据 / many saved reports as one dataset",
    "reference": "函数、指标和代码的说明，一页 / functions, measures and codes on one page",
    "agencies": "列出已有的机关和年度 / list the organs and years at hand",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; a reader's mistake is told in a few lines and ends with its exit code."""
    _speak_utf8()
    argv = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser(argv).parse_args(argv)
    with redirect_stdout(Plain(sys.stdout)), redirect_stderr(Plain(sys.stderr or StringIO())):
        return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    try:
        sys.stdout.flush()  # a stream that is closed is told before anything is done
        code = import_module(f"analysis.cli.{arguments.command}").run(arguments)
        sys.stdout.flush()
        return code
    except GongkaiError as error:
        return _tell(_typed(error), error.exit_code)
    except KeyboardInterrupt:
        words = "已中断，没有留下半份文件 / interrupted, no half-written file is left"
        return _tell(words, 130)
    except BrokenPipeError:
        sys.stdout.give_up()
        sys.stderr.give_up()
        return GONE
    except OutputLost as lost:
        sys.stdout.give_up()
        return _tell(f"结果写不出来：{lost} / the output cannot be written: {lost}", 1)


def _tell(words: str, code: int) -> int:
    """Say what went wrong; if nobody can hear it, the exit code says it too."""
    try:
        print(words, file=sys.stderr)
    except (OutputLost, BrokenPipeError):
        sys.stderr.give_up()
    return code


def _typed(error: GongkaiError) -> str:
    """The error, with the commands that it advises as this reader can type them."""
    from analysis.cli.choosing import call

    lines = str(error).split("\n")
    for place, line in enumerate(lines):
        if line.startswith("  → "):
            lines[place] = re.sub(r"\bgongkai (?=[a-z])", lambda _: call(""), line)
    return "\n".join(lines)


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai",
        description="政府信息公开工作年度报告的读取、核对与分析 / annual reports on open government information",
    )
    parser.add_argument(
        "--version", action="version", version=f"gongkai-analysis {analysis.__version__}"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name in argv:  # only the command that is called is loaded
            import_module(f"analysis.cli.{name}").add_arguments(command)
    return parser


def _speak_utf8() -> None:
    """Chinese on a Windows console or in a pipe, whatever the code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
