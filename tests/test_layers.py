"""Each module imports only from modules to its left, files and functions stay small, no layer is heavy."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = (
    "errors",
    "codebook form",
    "facts",
    "text screen",
    "cells",
    "document",
    "readers",
    "organs",
    "titles",
    "narrative sections tables report_html",
    "report",
    "checks",
    "comparison",
    "datasets",
    "metrics",
    "theme",
    "charts infographic workbook formwriter",
    "pages evidence",
    "export",
    "corpus",
    "cli",
)
ORDER = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
FILES = sorted((ROOT / "analysis").rglob("*.py"))


def module_of(path: Path) -> str:
    return path.relative_to(ROOT / "analysis").parts[0].removesuffix(".py")


def imports_of(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("analysis"):
            parts = node.module.split(".")
            yield from ([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("analysis."))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_its_left(path):
    name = module_of(path)
    if name in {"__init__", "__main__"}:
        return
    assert name in ORDER, f"say in LAYERS where {name} belongs"
    for imported in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        if imported in ORDER and imported != name:
            assert ORDER[imported] < ORDER[name], f"{name} must not import {imported}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 440
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 50, f"{node.name} is long"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_is_public_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path.name} has no docstring"
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        assert not public or ast.get_docstring(node), f"{node.name} has no docstring"
