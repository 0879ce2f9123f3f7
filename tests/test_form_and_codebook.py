"""The form and the codebook are data: complete, and each code means one thing."""

from __future__ import annotations

import pytest

from analysis import codebook, form
from analysis.errors import UsageError


@pytest.mark.parametrize(
    ("table", "cells"), [("proactive", 10), ("requests", 175), ("disputes", 15)]
)
def test_form_2021_has_two_hundred_cells(table, cells):
    assert len(form.cells("2021", table)) == cells


def test_form_2019_prints_other_handling_as_one_row():
    rows = {row for row, _ in form.cells("2019", "requests")}
    assert "other_subtotal" in rows
    assert "other_no_payment" not in rows
    assert len(form.cells("2019", "requests")) == 23 * 7


@pytest.mark.parametrize(
    ("year", "version"),
    [
        (2008, "prose"),
        (2013, "prose"),
        (2014, "2014"),
        (2018, "2014"),
        (2020, "2019"),
        (2022, "2021"),
        (2026, "2021"),
    ],
)
def test_the_version_in_force(year, version):
    assert form.version_of_year(year) == version


def test_every_identity_speaks_of_rows_or_columns_that_exist():
    for line in form.table("identities"):
        rows = {r["row"] for r in form.rows(line["version"], line["table"])}
        columns = {c["column"] for c in form.columns(line["version"], line["table"])}
        known = rows if line["along"] == "column" else columns
        assert line["component"] in known, line


def test_labels_of_a_column_never_repeat_within_one_parent():
    for version, table in (("2021", "requests"), ("2019", "requests"), ("2014", "statistics")):
        labels = [
            (r["parent"], r["zh"]) for r in form.rows(version, table) if r["kind"] != "subtotal"
        ]
        assert len(labels) == len(set(labels))


def test_units_come_from_the_cell():
    assert form.unit("proactive", "fees", "amount_10k_yuan", "2021") == "万元"
    assert form.unit("statistics", "budget", "count", "2014") == "万元"
    assert form.unit("requests", "new", "total", "2021") == "件"


def test_every_code_has_a_label_in_both_languages():
    for rows in (codebook.channels(), codebook.indicators()):
        assert all(row["zh"] and row["en"] for row in rows.values())
    assert codebook.label("status", "blank") == "空白"
    assert codebook.channel_label("joint", "wechat;weibo", "en") == "WeChat + Weibo"


def test_wider_channels_are_channels():
    for row in codebook.channels().values():
        assert set(filter(None, row["within"].split(";"))) <= set(codebook.channels())


def test_an_unknown_language_is_answered_with_the_list():
    with pytest.raises(UsageError, match="zh"):
        codebook.check_language("fr")
