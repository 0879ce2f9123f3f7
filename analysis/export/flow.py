"""The whole way from notebooks to the files one hands over."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import BrowserMissing, GongkaiError, UsageError
from analysis.export.background import Background
from analysis.export.bound import COMBINED, OVERVIEW, Front, Volume, combined, overview
from analysis.export.browser import Browser
from analysis.export.execute import execute
from analysis.export.figures import Figure, find_figures
from analysis.export.files import safe_name, write_bytes

if TYPE_CHECKING:
    from nbformat import NotebookNode

FORMATS = ("html", "pdf", "charts", "xlsx")
KERNELS = 2
Progress = Callable[[str, str], None]


@dataclass
class Result:
    """What a report came to: the files written, what failed, whether the browser was missing."""

    written: list[Path] = field(default_factory=list)
    errors: list[GongkaiError] = field(default_factory=list)
    browser_missing: BrowserMissing | None = None

    @property
    def exit_code(self) -> int:
        """0 when all is there, 1 after an error, 3 when only the browser was missing."""
        if self.errors:
            return 1
        return self.browser_missing.exit_code if self.browser_missing else 0


def report(
    notebooks: Sequence[str | Path],
    parameters: Mapping[str, Any],
    out_dir: str | Path,
    *,
    formats: Collection[str] = FORMATS,
    data_dir: str | Path | None = None,
    about: Mapping[str, Any] | None = None,
    codebook: Iterable[Sequence[Any]] = (),
    front: Front | None = None,
    bind: bool = False,
    progress: Progress = lambda _zh, _en: None,
) -> Result:
    """Run the notebooks with ``parameters`` and write their exports to ``out_dir``.

    For a notebook ``02_channels.ipynb``: ``02_channels.html``, ``.pdf``, ``.xlsx`` and
    ``charts/02_channels-<figure name>.svg`` and ``.png``. ``data_dir`` becomes ``GONGKAI_DATA`` for the
    kernels; ``about`` and ``codebook`` go into the workbooks. With a ``front`` the notebooks also get an
    ``index.html`` that links them, and with ``bind`` a ``combined.pdf`` of them all.

    A notebook that fails is kept as ``<name>.failed.ipynb``, its error is in the result and the others
    go on. Without a browser, HTML (then without pictures for paper) and workbook are still made and
    ``browser_missing`` is set. Raises :class:`UsageError` for an unknown format and
    :class:`GongkaiError` when ``out_dir`` cannot be written.
    """
    wanted, out = _formats(formats), Path(out_dir)
    _claim(out)
    extra = {"GONGKAI_DATA": str(Path(data_dir).resolve())} if data_dir else {}
    job = _Job(out, wanted, progress, dict(about or {}), [list(row) for row in codebook])
    job.binding = _Binding(front, bind, [_stem(Path(n)) for n in notebooks]) if front else None
    with Background() as background:
        browser = Browser(background)
        try:
            if job.draws:
                browser.start()
            runs = _start(
                background, [Path(n) for n in notebooks], parameters, out, extra, progress
            )
            job.finish(runs, browser)
        finally:
            browser.close()
    job.result.written.sort(key=lambda path: path.relative_to(out).as_posix())
    return job.result


def _formats(formats: Collection[str]) -> set[str]:
    if unknown := sorted(set(formats) - set(FORMATS)):
        known = ", ".join(FORMATS)
        raise UsageError(
            f"没有 {unknown[0]!r} 这种格式；可选：{known}",
            f"No format {unknown[0]!r}; there are: {known}",
        )
    return set(formats)


def _claim(out: Path) -> None:
    """Find out before the work, not after it, whether the folder can be written."""
    probe = write_bytes(out / f".gongkai-{os.getpid()}", b"")
    probe.unlink()


def _start(
    background: Background,
    notebooks: list[Path],
    parameters: Mapping[str, Any],
    out: Path,
    environment: Mapping[str, str],
    progress: Progress,
) -> dict[Future[NotebookNode], Path]:
    import analysis.export.kernel  # noqa: F401 - two threads loading jupyter_client at once would trip

    turns = asyncio.Semaphore(KERNELS)

    async def run(path: Path) -> NotebookNode:
        async with turns:
            kept = out / f"{_stem(path)}.failed.ipynb"
            kept.unlink(missing_ok=True)
            return await execute(path, parameters, failed=kept, environment=environment)

    runs = {}
    for path in notebooks:
        progress(f"运行笔记本 {path.stem}", f"running notebook {path.stem}")
        runs[background.submit(run(path))] = path
    return runs


def _stem(path: Path) -> str:
    return safe_name(path.stem)


@dataclass
class _Binding:
    """What is wanted of all notebooks together, and what has been made of each so far."""

    front: Front
    combined: bool
    names: list[str]
    volumes: dict[str, Volume] = field(default_factory=dict)

    @property
    def made(self) -> list[Volume]:
        """The notebooks that ran, in order."""
        return [self.volumes[name] for name in self.names if name in self.volumes]

    @property
    def missing(self) -> list[str]:
        """The notebooks that failed."""
        return [name for name in self.names if name not in self.volumes]


@dataclass
class _Job:
    """The exports of one report, while they are made."""

    out: Path
    wanted: set[str]
    progress: Progress
    about: dict[str, Any]
    codebook: list[list[Any]]
    binding: _Binding | None = None
    result: Result = field(default_factory=Result)
    printing: dict[Future[bytes], Path] = field(default_factory=dict)

    @property
    def draws(self) -> bool:
        """Whether a browser is wanted at all."""
        bound = self.binding is not None and self.binding.combined
        return bound or bool(self.wanted & {"html", "pdf", "charts"})

    def finish(self, runs: dict[Future[NotebookNode], Path], browser: Browser) -> None:
        """Export each notebook as soon as it has run."""
        import analysis.export.exporters  # noqa: F401 - loads while the kernels work

        for run in as_completed(runs):
            with _Kept(self.result):
                self._export(_stem(runs[run]), run.result(), browser)
        for printed in as_completed(self.printing):
            with _Kept(self.result):
                self._write(self.printing[printed], printed.result())
        if self.binding:
            self._bind(self.binding, browser)

    def _bind(self, binding: _Binding, browser: Browser) -> None:
        """The combined PDF and the overview: they need all notebooks and the names of all files."""
        made, missing = binding.made, binding.missing
        together = []
        if binding.combined and made and self._browser_ready(browser):
            with _Kept(self.result, COMBINED):
                pdf = combined(binding.front, made, missing, browser.print_pdf)
                self._write(self.out / COMBINED, pdf)
                together.append(COMBINED)
        if "html" in self.wanted:
            page = overview(binding.front, made, missing, *together)
            self._write(self.out / OVERVIEW, page.encode("utf-8"))

    def _export(self, name: str, notebook: NotebookNode, browser: Browser) -> None:
        from analysis.export.exporters import GongkaiHTMLExporter, GongkaiPDFExporter

        figures = list(find_figures(notebook).values())
        ready = self._browser_ready(browser)
        twins = self._charts(name, figures, browser) if ready else {}
        wish = {"metadata": {"name": name}, "twins": twins}
        if "pdf" in self.wanted and ready:
            paper, _ = GongkaiPDFExporter(twins=False).paper(notebook, wish)
            self.printing[browser.start_pdf(paper)] = self.out / f"{name}.pdf"
        if "html" in self.wanted:
            html, _ = GongkaiHTMLExporter(twins=False).from_notebook_node(notebook, wish)
            self._write(self.out / f"{name}.html", html.encode("utf-8"))
        if "xlsx" in self.wanted:
            self._workbook(name, notebook, figures)
        if self.binding:
            kinds = [kind for kind in ("html", "pdf", "xlsx") if kind in self.wanted]
            files = [f"{name}.{kind}" for kind in kinds if kind != "pdf" or ready]
            self.binding.volumes[name] = Volume(name, notebook, twins, files)

    def _browser_ready(self, browser: Browser) -> bool:
        if not self.draws or self.result.browser_missing:
            return False
        try:
            browser.wait()
        except BrowserMissing as error:
            if self.wanted & {"pdf", "charts"} or (self.binding and self.binding.combined):
                self.result.browser_missing = error
            return False
        return True

    def _charts(self, name: str, figures: list[Figure], browser: Browser) -> dict[str, bytes]:
        """Draw each figure once; the files are written here, the SVGs come back for paper."""
        twins = {}
        for figure in figures:
            with _Kept(self.result, f"{name}: {figure.title}"):
                size = {"width": figure.width, "height": figure.height, "seed": figure.name}
                wanted = "charts" in self.wanted
                twins[figure.id], png = browser.pictures(figure.spec, png=wanted, **size)
                if wanted:
                    stem = self.out / "charts" / f"{name}-{figure.name}"
                    self._write(stem.with_name(stem.name + ".svg"), twins[figure.id])
                    self._write(stem.with_name(stem.name + ".png"), png)
        return twins

    def _workbook(self, name: str, notebook: NotebookNode, figures: list[Figure]) -> None:
        from analysis.export.page import build_page
        from analysis.export.tables import write_numbers

        page, path = build_page(notebook, name=name), self.out / f"{name}.xlsx"
        write_numbers(path, page.title, figures, self.about, self.codebook, lang=page.lang)
        self._written(path)

    def _write(self, path: Path, data: bytes) -> None:
        write_bytes(path, data)
        self._written(path)

    def _written(self, path: Path) -> None:
        self.result.written.append(path)
        shown = path.relative_to(self.out).as_posix()
        self.progress(f"写好 {shown}", f"wrote {shown}")


class _Kept:
    """Keeps a reader's error for the result, so that the rest goes on; ``where`` if it does not say."""

    def __init__(self, result: Result, where: str = "") -> None:
        self._errors, self._where = result.errors, where

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, GongkaiError):
            return False
        error.where = error.where or self._where
        self._errors.append(error)
        return True
