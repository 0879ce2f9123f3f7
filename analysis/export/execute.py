"""Run a notebook with parameters, in a kernel of this very interpreter.

Parameters follow the papermill convention: the cell tagged ``parameters`` holds the defaults, a cell
tagged ``injected-parameters`` with the values asked for is put after it.
"""

from __future__ import annotations

import ast
import asyncio
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import GongkaiError, NotebookError, UsageError, nearest
from analysis.export.background import Background
from analysis.export.files import write_bytes

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETERS, INJECTED = "parameters", "injected-parameters"
CELL_SECONDS = 600


def run_notebook(
    path: str | Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    failed: str | Path | None = None,
) -> NotebookNode:
    """Run the notebook at ``path`` and return it with its outputs; the file itself stays as it is.

    ``failed`` says where to keep the notebook when a cell fails. Raises :class:`UsageError` for a
    parameter that the notebook does not have, :class:`NotebookError` for a failing cell.
    """
    import analysis.export.kernel  # noqa: F401 - loaded here, not in two threads at once

    with Background() as background:
        return background.run(execute(path, parameters, failed=failed))


async def execute(
    path: str | Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    failed: str | Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> NotebookNode:
    """As :func:`run_notebook`, inside a running event loop; ``environment`` is added for the kernel."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from analysis.export.kernel import ReportKernel

    notebook = with_parameters(read_notebook(path), parameters or {}, str(path))
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        kernel_manager_class=ReportKernel,
    )
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        try:
            await client.async_execute(cwd=folder, env={**os.environ, **(environment or {})})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            if asyncio.current_task().cancelling():
                raise asyncio.CancelledError from error  # Stopped by the user: not the cell's fault.
            raise _failure(notebook, Path(path), error, failed) from error
    return notebook


def read_notebook(path: str | Path) -> NotebookNode:
    """The notebook at ``path`` in format 4; cells without an id get one by their place."""
    import nbformat

    try:
        notebook = nbformat.read(Path(path), as_version=4)
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise GongkaiError(
            f"读不了笔记本：{_one_line(error)}",
            f"The notebook cannot be read: {_one_line(error)}",
            where=str(path),
            next_zh="请检查文件名；若文件已损坏，用 git checkout 取回原件。",
            next_en="Check the file name; if the file is damaged, get it back with git checkout.",
        ) from error
    for place, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{place}")
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    return notebook


def with_parameters(
    notebook: NotebookNode, parameters: Mapping[str, Any], where: str = ""
) -> NotebookNode:
    """The notebook with a cell that sets ``parameters`` after the one tagged ``parameters``."""
    from nbformat.v4 import new_code_cell

    if not parameters:
        return notebook
    known = parameters_of(notebook)
    if unknown := [name for name in parameters if name not in known]:
        close = "、".join(nearest(unknown[0], list(known)) or known) or "—"
        raise UsageError(
            f"笔记本没有参数 {unknown[0]!r}；它的参数：{close}",
            f"The notebook has no parameter {unknown[0]!r}; it has: {close}",
            where=where,
            next_zh="在标签为 parameters 的单元格里写上这个参数和默认值。",
            next_en="Write the parameter with a default value into the cell tagged parameters.",
        )
    place = next(i for i, cell in enumerate(notebook.cells) if PARAMETERS in tags(cell))
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    notebook.cells.insert(
        place + 1, new_code_cell(source, id=INJECTED, metadata={"tags": [INJECTED]})
    )
    return notebook


def parameters_of(notebook: NotebookNode) -> dict[str, Any]:
    """Names and values of a notebook's parameters, later cells first; only plain literals count."""
    values: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and {PARAMETERS, INJECTED} & set(tags(cell)):
            values |= _literals(cell.source)
    return values


def tags(cell: Mapping[str, Any]) -> list[str]:
    """The tags of a cell."""
    return cell.get("metadata", {}).get("tags", [])


def _literals(source: str) -> dict[str, Any]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return {}  # The kernel will say so, with the line.
    found: dict[str, Any] = {}
    for statement in statements:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        for target in targets:
            if isinstance(target, ast.Name):
                found[target.id] = _literal(statement.value)
    return found


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _failure(
    notebook: NotebookNode, path: Path, error: Exception, failed: str | Path | None
) -> NotebookError:
    import nbformat

    heading, number = _place(notebook)
    if failed is not None:
        write_bytes(failed, nbformat.writes(notebook).encode("utf-8"))
    said = _said(error)
    advice = {
        "next_zh": "打开保留下来的笔记本看完整的报错；数据有误就改 data/，再运行一次。",
        "next_en": "Open the notebook that was kept to see the whole error; mend data/, run again.",
    }
    return NotebookError(
        f"笔记本 {path.name}「{heading}」第 {number} 个代码单元格出错：{said}",
        f"Notebook {path.name}, “{heading}”, code cell {number} failed: {said}",
        where=str(failed or path),
        **(advice if failed else {}),
    )


def _place(notebook: NotebookNode) -> tuple[str, int]:
    """The nearest heading above the failing cell, and the number Jupyter shows beside that cell."""
    from analysis.export.page import headings_of, is_shown, language_of

    heading, number, lang = "—", 0, language_of(notebook)
    for cell in notebook.cells:
        if is_shown(cell, lang) and (titles := headings_of(cell)):
            heading = titles[-1]
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        number += 1
        if cell.get("execution_count") is None:
            return heading, number
        if any(output.output_type == "error" for output in cell.outputs):
            return heading, number
    return heading, number


def _said(error: Exception) -> str:
    if name := getattr(error, "ename", ""):
        return _one_line(f"{name}: {getattr(error, 'evalue', '')}")
    return _one_line(error)


def _one_line(error: object, most: int = 300) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= most else text[: most - 1] + "…"
