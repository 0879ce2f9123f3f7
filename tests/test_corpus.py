"""Many invented reports as one corpus: the same bytes however it was built, and nothing that stops it."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from generator import generate
from written import write_haiyan_2023

import analysis
from analysis.cli import main
from analysis.errors import DataError, GongkaiError, UsageError

for needed in ("joblib", "pyarrow", "rich"):
    pytest.importorskip(needed)

from analysis.corpus import build  # noqa: E402
from analysis.corpus.sources import find  # noqa: E402
from analysis.corpus.warden import Warden  # noqa: E402

COUNT = 90


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A folder of invented reports of all kinds: whole, damaged, repeated, and pages that are none."""
    folder = tmp_path_factory.mktemp("saved") / "pages"
    generate(folder, COUNT, seed=7)
    return folder


@pytest.fixture(scope="module")
def corpus(saved, tmp_path_factory):
    out = tmp_path_factory.mktemp("corpus") / "out"
    build([saved], out, workers=2)
    return out


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a corpus by its name: a build is these bytes and no others."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


# What it holds


def test_every_file_is_accounted_for(saved, corpus):
    manifest = read(corpus / "manifest.parquet")
    assert len(manifest) == COUNT
    assert all((manifest["report_id"] != "") != (manifest["reason"] != ""))
    assert sorted(manifest["origin"]) == sorted(
        p.as_posix() for p in saved.rglob("*") if p.is_file()
    )
    about = json.loads((corpus / "corpus.json").read_text(encoding="utf-8"))
    assert about["state"] == "complete"
    assert about["reports"] == manifest.loc[manifest["report_id"] != "", "sha256"].nunique()


def read(path):
    import pandas as pd

    return pd.read_parquet(path)


def test_the_facts_are_those_that_read_report_gives(corpus):
    manifest = read(corpus / "manifest.parquet")
    facts = read(corpus / "facts")
    for row in manifest[manifest["report_id"] != ""].sample(12, random_state=1).itertuples():
        expected = analysis.read_report(row.origin).facts
        found = facts[facts["report_id"] == row.report_id]
        assert len(found) == len(expected)
        told = zip(
            found["table"],
            found["row"],
            found["column"],
            found["text"],
            found["where"],
            strict=True,
        )
        assert list(told) == [(f.table, f.row, f.column, f.text, f.where) for f in expected]
        values = [v if v == v else None for v in found["value"]]
        assert values == [f.value for f in expected]


def test_a_failure_has_its_reason(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cut.pdf").write_bytes(b"%PDF-1.4 cut short")
    (tmp_path / "in" / "note.html").write_text(
        "<html><body><p>通知</p></body></html>", encoding="utf-8"
    )
    (tmp_path / "in" / "nothing.html").write_bytes(b"")
    (tmp_path / "in" / "style.css").write_text("p {}")
    totals = build([tmp_path / "in"], tmp_path / "out", workers=1)
    manifest = read(tmp_path / "out" / "manifest.parquet").set_index("origin")["reason"]
    told = {Path(origin).name: reason for origin, reason in manifest.items()}
    assert told == {"cut.pdf": "damaged", "note.html": "not_report", "nothing.html": "empty"}
    assert (totals.reports, totals.failures) == (0, 3)


# The same bytes


def test_one_worker_and_two_build_the_same_bytes(saved, corpus, tmp_path):
    build([saved], tmp_path / "one", workers=1)
    assert content(tmp_path / "one") == content(corpus)


def test_a_second_build_reads_nothing_and_changes_nothing(saved, corpus):
    before = content(corpus)
    assert build([saved], corpus, workers=2).read == 0
    assert content(corpus) == before


def test_new_files_alone_are_read_and_give_the_bytes_of_a_whole_build(saved, tmp_path):
    first = sorted(saved.rglob("*.html"))
    build(first[: len(first) // 2], tmp_path / "grown", workers=2)
    grown = build(first, tmp_path / "grown", workers=2)
    whole = build(first, tmp_path / "whole", workers=2)
    assert 0 < grown.read < whole.read
    assert content(tmp_path / "grown") == content(tmp_path / "whole")


def test_a_folder_named_from_where_one_stands_is_found_by_workers_that_stand_elsewhere(
    saved, tmp_path, monkeypatch
):
    files = sorted(saved.rglob("*.html"))[:4]
    for name in ("here", "there"):  # The second time with workers that began in the first folder.
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        assert build(files, "out", workers=2).contents == 4
    assert content(tmp_path / "here" / "out") == content(tmp_path / "there" / "out")


def test_a_file_that_left_the_sources_leaves_the_corpus(saved, tmp_path):
    files = sorted(saved.rglob("*.html"))[:6]
    build(files, tmp_path / "out", workers=1)
    build(files[:3], tmp_path / "out", workers=1)
    build(files[:3], tmp_path / "fresh", workers=1)
    assert content(tmp_path / "out") == content(tmp_path / "fresh")


def test_a_finer_division_into_parts_reads_nothing_again(saved, corpus, tmp_path, monkeypatch):
    from analysis.corpus import building

    build([saved], tmp_path / "out", workers=1)
    monkeypatch.setattr(building, "DIVISIONS", ((1, 10), (2, 262_144)))
    assert build([saved], tmp_path / "out", workers=1).read == 0
    assert len(list((tmp_path / "out" / "facts").iterdir())) == 256
    facts, before = (read(folder / "facts") for folder in (tmp_path / "out", corpus))
    key = ["report_id", "table", "row", "column", "item", "where"]
    columns = [*key, "value", "text"]
    assert (
        facts[columns]
        .astype(str)
        .sort_values(key, ignore_index=True)
        .equals(before[columns].astype(str).sort_values(key, ignore_index=True))
    )


def test_another_parser_reads_everything_again(saved, tmp_path, monkeypatch):
    from analysis.corpus import building

    files = sorted(saved.rglob("*.html"))[:5]
    build(files, tmp_path / "out", workers=1)
    monkeypatch.setattr(building, "parser_mark", lambda: "another")
    assert build(files, tmp_path / "out", workers=1).read == 5


def test_a_dask_cluster_builds_the_same_bytes(saved, corpus, tmp_path):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None
    ) as cluster:
        build([saved], tmp_path / "out", scheduler=cluster.scheduler_address)
    assert content(tmp_path / "out") == content(corpus)


# Killed


def start(saved, out):
    code = f"from analysis.corpus import build; build([{str(saved)!r}], {str(out)!r}, workers=2)"
    return subprocess.Popen(
        [sys.executable, "-c", code], start_new_session=True, stderr=subprocess.DEVNULL
    )


@pytest.mark.skipif(os.name != "posix", reason="process groups are killed as POSIX does")
def test_a_build_killed_again_and_again_ends_in_the_same_bytes(saved, corpus, tmp_path):
    out, rng = tmp_path / "out", random.Random(3)
    for _ in range(4):
        running = start(saved, out)
        time.sleep(rng.uniform(0.6, 2.0))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    build([saved], out, workers=2)
    assert content(out) == content(corpus)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are found in /proc")
def test_workers_that_are_killed_are_replaced(saved, corpus, tmp_path):
    running, killed = start(saved, tmp_path / "out"), 0
    while running.poll() is None and killed < 3:
        time.sleep(0.4)
        for child in _children(running.pid)[:1]:
            try:
                os.kill(child, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                continue
    assert running.wait(timeout=120) == 0
    assert content(tmp_path / "out") == content(corpus)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            words = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == parent and b"resource_tracker" not in words:
            found.append(int(stat.parent.name))
    return found


# A file that brings its reader down

BEHAVIOURS = {
    "too_slow": "import time; print('ready', flush=True); input(); time.sleep(60)",
    "crashed": "import os; print('ready', flush=True); input(); os.abort()",
}


@pytest.mark.parametrize(("reason", "code"), BEHAVIOURS.items())
def test_a_file_that_hangs_or_kills_its_reader_takes_only_itself(reason, code):
    warden = Warden(seconds=1.0, command=[sys.executable, "-c", code])
    try:
        for _ in range(2):  # And the next file gets a process of its own.
            assert warden.read("a.html", "0" * 64) == {"failure": {"reason": reason}}
    finally:
        warden.close()


@pytest.mark.parametrize("code", ["import nothing_of_this_name", "print('something else')"])
def test_a_reader_that_cannot_begin_is_no_fault_of_the_file(code):
    warden = Warden(command=[sys.executable, "-c", code])
    with pytest.raises(GongkaiError, match="起不来"):
        warden.read("a.html", "0" * 64)


def test_a_reader_answers_for_one_file_after_another(tmp_path):
    path = write_haiyan_2023(tmp_path / "年报.html")
    warden = Warden()
    try:
        for _ in range(2):
            answer = warden.read(str(path), "0" * 64)
            assert answer["report"]["agency"] == "海盐县市场监督管理局"
        assert warden.read(str(tmp_path / "none.html"), "")["failure"]["reason"] == "missing"
    finally:
        warden.close()


# Archives


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def report_bytes(tmp_path):
    return write_haiyan_2023(tmp_path / "r.html").read_bytes()


def test_archives_are_read_and_their_names_lead_nowhere(tmp_path, report_bytes):
    inside = tmp_path / "deep" / "er" / "in"
    inside.mkdir(parents=True)
    names = [
        "../../../evil.html",
        "/absolute.html",
        "C:\\\\x.html",
        "a/b.html",
        "con.html",
        "\x1b[31mred.html",
    ]
    zipped(inside / "a.zip", {n: report_bytes + str(i).encode() for i, n in enumerate(names)})
    with tarfile.open(inside / "b.tar.gz", "w:gz") as archive:
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        entry = tarfile.TarInfo("../up.html")
        entry.size = len(report_bytes)
        archive.addfile(entry, io.BytesIO(report_bytes))
    before = sorted(p for p in tmp_path.rglob("*"))
    totals = build([inside], tmp_path / "out", workers=1)
    outside = [p for p in tmp_path.rglob("*") if (tmp_path / "out") not in [p, *p.parents]]
    assert sorted(outside) == before
    assert (totals.files, totals.reports) == (7, 7)
    origins = read(tmp_path / "out" / "manifest.parquet")["origin"]
    assert all(origin.isprintable() for origin in origins)
    assert not (tmp_path / "out" / ".staging").exists()


def test_a_damaged_an_encrypted_and_an_overfull_archive_are_failures(
    tmp_path, report_bytes, monkeypatch
):
    from analysis.corpus import sources

    monkeypatch.setattr(sources, "MOST_FREE", 1_000)
    monkeypatch.setattr(sources, "MOST_RATIO", 10)
    (tmp_path / "cut.zip").write_bytes(
        zipped(tmp_path / "x.zip", {"a.html": report_bytes}).read_bytes()[:200]
    )
    (tmp_path / "x.zip").unlink()
    zipped(tmp_path / "bomb.zip", {f"{n}.html": b"<p>" + b" " * 50_000 for n in range(4)})
    locked = zipped(tmp_path / "locked.zip", {"a.html": report_bytes})
    data = bytearray(locked.read_bytes())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + place] |= 1
    locked.write_bytes(data)
    found = list(find([tmp_path], tmp_path / "staging"))
    reasons = {Path(f.origin.split("!")[0]).name: f.reason for f in found}
    assert reasons["cut.zip"] == "archive_damaged"
    assert reasons["locked.zip"] == "encrypted"
    assert {f.reason for f in found if "bomb" in f.origin} <= {"", "too_large", "archive_too_large"}
    assert any(f.reason for f in found if "bomb" in f.origin)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_links_and_pipes_are_passed_over(tmp_path, report_bytes):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_bytes(report_bytes)
    os.mkfifo(tmp_path / "in" / "pipe.html")
    (tmp_path / "in" / "link.html").symlink_to(tmp_path / "in" / "a.html")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert [Path(f.origin).name for f in find([tmp_path / "in"], tmp_path / "s")] == ["a.html"]


# Duplicates and revisions


def test_the_same_report_twice_and_a_changed_one_are_told_apart(tmp_path, capsys):
    saved = tmp_path / "in"
    (saved / "site").mkdir(parents=True)
    write_haiyan_2023(saved / "a.html")
    (saved / "site" / "copy.html").write_bytes((saved / "a.html").read_bytes())
    write_haiyan_2023(saved / "b.docx")
    write_haiyan_2023(saved / "changed.html", proactive__penalties__decisions=9)
    build([saved], tmp_path / "out", workers=1)
    index = read(tmp_path / "out" / "index.parquet")
    files = {Path(row.file).name: row for row in index.itertuples()}
    assert len(index) == 3  # The copy is the same content.
    pair = [files["a.html"], files["b.docx"]]
    assert sorted(bool(row.duplicate_of) for row in pair) == [False, True]
    assert files["changed.html"].revision != pair[0].revision
    assert index["current"].sum() == 1
    data = analysis.load(tmp_path / "out")
    assert len(data.reports) == 1
    assert main(["corpus", "duplicates", str(tmp_path / "out")]) == 0
    shown = capsys.readouterr().out
    assert "copy.html" in shown
    assert "重复" in shown


# Used like the curated data


def test_measures_checks_and_charts_work_on_a_corpus(corpus):
    from analysis import charts, metrics

    data = analysis.load(corpus)
    assert len(data.reports) == data.reports.groupby(["agency_id", "year"]).ngroups
    one = data.select(agency=data.reports["agency_id"].iloc[0])
    assert 0 < len(one.reports) < len(data.reports)
    assert set(one.facts["report_id"]) <= set(one.reports["report_id"])
    rates = metrics.table(data, "disclosure_rate")
    assert len(rates) == len(data.reports)
    assert analysis.check(one).counts()["holds"] > 0
    assert charts.plot_channels(
        one.select(years=one.years(one.agencies["agency_id"].iloc[0])[0]).channels
    ).data
    full = data.requests
    assert list(full.columns) == list(analysis.load().requests.columns)
    assert full["value"].dtype == "float64"


def test_only_what_is_asked_for_is_read(corpus):
    data = analysis.load(corpus)
    frame = data.read(["report_id", "row", "column", "value"], tables=["disputes"])
    assert list(frame.columns) == ["report_id", "row", "column", "value"]
    assert set(frame["row"].astype(str)) == {
        "review",
        "litigation_direct",
        "litigation_after_review",
    }
    assert frame["row"].dtype == "category"


def test_duckdb_reads_it_too(corpus):
    duckdb = pytest.importorskip("duckdb")
    files = f"{corpus}/facts/*.parquet"
    ((count,),) = duckdb.sql(f"select count(*) from '{files}'").fetchall()
    assert count == len(read(corpus / "facts"))


def test_the_commands_run_on_a_corpus(corpus, tmp_path, capsys):
    data = analysis.load(corpus)
    row = data.reports.iloc[0]
    place = ["--data", str(corpus), "--agency", row["agency_id"]]
    assert main(["agencies", "--data", str(corpus)]) == 0
    assert row["agency_id"] in capsys.readouterr().out
    assert main(["check", *place, "--year", str(row["year"])]) in (0, 2)
    assert (
        main(["report", *place, "--year", str(row["year"]), "--to", "html", "--out", str(tmp_path)])
        == 0
    )
    assert row["agency"] in (tmp_path / "index.html").read_text(encoding="utf-8")
    ids = [f"{r.agency_id}-{r.year}" for r in data.reports.head(2).itertuples()]
    assert main(["compare", "--data", str(corpus), *ids]) in (0, 2)
    for part in ("status", "failures", "duplicates", "sample"):
        assert main(["corpus", part, str(corpus)]) == 0
    shown = capsys.readouterr().out
    assert "完整" in shown
    reasons = set(read(corpus / "manifest.parquet")["reason"]) - {""}
    assert reasons
    assert all(reason in shown for reason in reasons)


def test_build_tells_how_far_it_is(saved, tmp_path, capsys):
    files = sorted(map(str, saved.rglob("*.html")))[:8]
    assert (
        main(
            [
                "corpus",
                "build",
                *files,
                "--out",
                str(tmp_path / "out"),
                "--workers",
                "1",
                "--resume",
            ]
        )
        == 0
    )
    told = capsys.readouterr()
    contents = len({Path(file).read_bytes() for file in files})  # some are saved twice
    assert f"{contents}/{contents}" in told.err
    assert "8 files" in told.out


# Mistakes


def test_a_source_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["corpus", "build", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 1
    assert "none" in capsys.readouterr().err


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="不是汇集过的数据"):
        build([tmp_path], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_build_that_is_not_complete_is_not_opened(tmp_path):
    (tmp_path / "corpus.json").write_text(json.dumps({"format": 1, "state": "building"}))
    with pytest.raises(DataError, match="没有做完"):
        analysis.load(tmp_path)


def test_a_scheduler_that_is_not_there_is_named(saved, tmp_path):
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match="连不上"):
        build([saved], tmp_path / "out", scheduler="nonsense://127.0.0.1:1")
