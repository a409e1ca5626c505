"""Values typed in, long or wide."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorecard.records.tables import EnteredValue
    from tests.sources.conftest import Loaded, Workshop


def plain(loaded: Loaded) -> list[tuple[str, str | None, tuple[str | None, ...], float]]:
    def shown(value: EnteredValue) -> tuple[str, str | None, tuple[str | None, ...], float]:
        return value.measure, value.period, value.entity, value.value

    return [shown(value) for value in loaded.tables.entered]


def test_a_row_per_value(workshop: Workshop) -> None:
    workshop.file(
        "values.csv",
        "measure,period,region,branch,value\nsteps,۱۴۰۴-Q1,,,45%\nsteps,1404-Q1,West,,0.5\nsteps,1404-Q1,West,A,۰٫۴\n"
        "steps,1404-Q1,,B,0.1\nsteps,1404-Q2,,,\nsteps,1404-Q3,,,about half\nstpes,1404-Q1,,,1\n",
    )
    dataset = workshop.dataset("values.csv", id="entered")
    loaded = workshop.load(dataset, levels=("region", "branch"), calendar="jalali", entered=("steps",), unit="percent")
    assert plain(loaded) == [
        ("steps", "1404-Q1", (), 0.45), ("steps", "1404-Q1", ("West",), 0.5), ("steps", "1404-Q1", ("West", "A"), 0.4),
    ]  # fmt: skip
    assert [value.columns for value in loaded.tables.entered] == [(), ("region",), ("region", "branch")]
    assert loaded.problem("entered-entity-incomplete").facts["examples"] == ("5: branch B",)
    assert loaded.tables.connection is None
    assert loaded.problem("cells-unreadable").facts["examples"] == ("7: about half",)
    unknown = loaded.problem("entered-measures-unknown")
    assert (unknown.facts["names"], unknown.facts["nearest"]) == (("stpes",), ("steps",))
    (file,) = loaded.tables.files
    assert (file.rows, file.bad_rows) == (7, 1)


def test_a_column_per_measure(workshop: Workshop) -> None:
    rows: list[list[object]] = [
        ["period", "branch", "steps", "days", "notes"],
        [datetime(2025, 3, 1), "A", 0.4, 12, "typed 2025-03, Excel made it a day"],
        ["2025-04", None, "۴۰٪", None, ""],
    ]
    workshop.sheet("values.xlsx", rows)
    loaded = workshop.load(workshop.dataset("values.xlsx", id="entered"), levels=("branch",), entered=("steps", "days"))
    assert plain(loaded) == [("steps", "2025-03", ("A",), 0.4), ("days", "2025-03", ("A",), 12), ("steps", "2025-04", (), 0.4)]
    assert loaded.problem("entered-columns-unnamed").facts["names"] == ("notes",)


def test_said_twice(workshop: Workshop) -> None:
    workshop.file("values.csv", "measure,period,value\nsteps,2025-Q1,1\nsteps,2025-q1,2\nsteps,2025-Q2,3\nsteps,2025-Q2,3.0\n")
    loaded = workshop.load(workshop.dataset("values.csv", id="entered"), entered=("steps",))
    assert plain(loaded) == [("steps", "2025-Q2", (), 3)]
    twice = loaded.problem("entered-twice")
    assert (twice.facts["count"], twice.facts["examples"]) == (1, ("steps (row 2: 1 and row 3: 2)",))


def test_a_percentage_that_looks_like_a_number_of_percents(workshop: Workshop) -> None:
    workshop.file("values.csv", "steps\n45\n")
    loaded = workshop.load(workshop.dataset("values.csv", id="entered"), entered=("steps",), unit="percent")
    assert plain(loaded) == [("steps", None, (), 45)]
    assert loaded.problem("entered-percent-large").facts["examples"] == ("2: steps = 45",)


def test_blanks_are_no_values(workshop: Workshop) -> None:
    workshop.file("values.csv", "measure,value\nsteps,n/a\n")
    loaded = workshop.load(workshop.dataset("values.csv", id="entered", blank={"value": ("n/a",)}), entered=("steps",))
    assert (plain(loaded), loaded.problems) == ([], ())


def test_values_without_a_measure_are_a_fault(workshop: Workshop) -> None:
    workshop.file("values.csv", "period,value\n2025,1\n")
    assert [fault.code for fault in workshop.faults(workshop.dataset("values.csv", id="entered"), entered=("steps",))] == [
        "entered-without-measure"
    ]
