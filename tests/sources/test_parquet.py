"""Parquet in every shape."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop


def written(workshop: Workshop, sql: str, file: str = "data.parquet") -> None:
    duckdb.sql(sql).write_parquet(str(workshop.folder / file))


def test_moments_by_the_worlds_clock_are_those_of_utc_on_every_machine(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    written(workshop, "SELECT TIMESTAMPTZ '2024-05-01 23:30:00+00' AS day, 1 AS n, 'A' AS branch")
    workshop.file("areas.csv", "b,area\nA,North\n")
    for lookups in ({}, {"areas": workshop.lookup("areas", "areas.csv", {"branch": "b"}, ("area",))}):
        dataset = workshop.dataset("data.parquet", time="day", lookups=lookups)
        loaded = workshop.load(dataset, levels=("area",) if lookups else ("branch",), n="sum(n)")
        assert loaded.column("day") == [datetime(2024, 5, 1, 23, 30)]
        assert loaded.problem("times-in-utc").level == "note"


@pytest.mark.parametrize("form", ["iso", "jalali", "hijri", "d/M/yyyy"])
def test_a_real_date_is_one_however_dates_are_said_to_be_written(workshop: Workshop, form: str) -> None:
    written(workshop, "SELECT DATE '2024-05-01' AS day, 1 AS n, 'A' AS branch UNION ALL SELECT NULL, 2, 'B'")
    workshop.file("areas.csv", "b,area\nA,North\nB,South\n")
    lookup = workshop.lookup("areas", "areas.csv", {"branch": "b"}, ("area",))
    for lookups in ({}, {"areas": lookup}):
        dataset = workshop.dataset("data.parquet", time="day", dates={"day": form}, lookups=lookups)
        loaded = workshop.load(dataset, levels=("area",) if lookups else ("branch",), n="sum(n)")
        assert [str(day)[:10] for day in loaded.column("day")] == ["2024-05-01", "None"]
        assert loaded.problems == ()
        assert loaded.tables.tables["deals"].spans["day"] == (date(2024, 5, 1), date(2024, 5, 1))


@pytest.mark.parametrize("day", ["infinity", "12345-01-01", "0044-03-15 (BC)", "0001-01-01"])
def test_days_that_are_none(workshop: Workshop, day: str) -> None:
    written(workshop, f"SELECT DATE '{day}' AS day, 1 AS n UNION ALL SELECT DATE '2024-05-01', 2 ORDER BY n")
    loaded = workshop.load(workshop.dataset("data.parquet", time="day"), n="sum(n)")
    assert loaded.column("day") == [None, datetime(2024, 5, 1)]
    assert loaded.problem("cells-unreadable").facts["count"] == 1


def test_numbers_of_all_kinds(workshop: Workshop) -> None:
    written(workshop, "SELECT 1.25::DECIMAL(38, 5) AS a, 3::HUGEINT AS b, 4::UTINYINT AS c, 0.5::FLOAT AS d, true AS e")
    loaded = workshop.load(workshop.dataset("data.parquet"), n="sum(a) + sum(b) + sum(c) + sum(d)", m="count(*) filter (where e)")
    assert [loaded.column(name) for name in "abcde"] == [[1.25], [3], [4], [0.5], [True]]


def test_nested_columns_are_no_numbers_and_do_no_harm(workshop: Workshop) -> None:
    written(workshop, "SELECT [1, 2] AS a, {'x': 1} AS b, 5 AS n")
    loaded = workshop.load(workshop.dataset("data.parquet"), levels=("b",), n="sum(n) + sum(a)")
    assert (loaded.column("n"), loaded.column("a"), loaded.column("b")) == ([5], [None], ["{'x': 1}"])
    assert loaded.problem("cells-unreadable").facts["examples"] == ("1: [1, 2]",)


def test_lookups_and_typed_in_values_may_be_parquet(workshop: Workshop) -> None:
    workshop.file("data.csv", "branch,n\nA,1\n")
    written(workshop, "SELECT 'A' AS b, 'North' AS area", "areas.parquet")
    written(workshop, "SELECT DATE '2025-03-01' AS period, 0.5 AS steps", "values.parquet")
    dataset = workshop.dataset(lookups={"areas": workshop.lookup("areas", "areas.parquet", {"branch": "b"}, ("area",))})
    assert workshop.load(dataset, levels=("area",), n="sum(n)").column("area") == ["North"]
    written(workshop, "SELECT 'A' AS b, 'North' AS area UNION ALL SELECT 'A', 'South'", "areas.parquet")
    assert [fault.code for fault in workshop.faults(dataset, levels=("area",), n="sum(n)")] == ["lookup-key-not-unique"]
    loaded = workshop.load(workshop.dataset("values.parquet", id="entered"), entered=("steps",))
    assert [(value.period, value.value) for value in loaded.tables.entered] == [("2025-03", 0.5)]
