"""Values typed in, long or wide."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from scorecard import sources
from scorecard.records.definition import Hierarchy
from tests.sources.conftest import Loaded

if TYPE_CHECKING:
    from scorecard.records.definition import Dataset
    from scorecard.records.tables import EnteredValue
    from tests.sources.conftest import Workshop


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


def hierarchies(workshop: Workshop, dataset: Dataset, entered: tuple[str, ...], **levels: tuple[str, ...]) -> Loaded:
    definition = workshop.definition(dataset, entered=entered)
    definition = replace(definition, hierarchies=tuple(Hierarchy(name, each) for name, each in levels.items()))
    assert sources.check(definition) == []
    return Loaded(*sources.load(definition))


def test_a_row_speaks_of_the_entity_whose_levels_it_fills(workshop: Workshop) -> None:
    workshop.file(
        "values.csv",
        "measure,channel,region,branch,value\ns,,,,1\ns,Web,,,2\ns,,West,,3\ns,,West,A,4\ns,Web,West,,5\ns,,,A,6\ns,Web,West,A,7\n",
    )
    dataset = workshop.dataset("values.csv", id="entered")
    loaded = hierarchies(workshop, dataset, ("s",), place=("region", "branch"), channel=("channel",), grid=("channel", "region"))
    assert [(value.columns, value.entity, value.value) for value in loaded.tables.entered] == [
        ((), (), 1), (("channel",), ("Web",), 2), (("region",), ("West",), 3), (("region", "branch"), ("West", "A"), 4),
        (("channel", "region"), ("Web", "West"), 5),
    ]  # fmt: skip
    astray = loaded.problem("entered-entity-incomplete")
    assert astray.facts["examples"] == ("7: branch A", "8: region West, branch A, channel Web")
    assert astray.facts["hierarchies"] == ("region > branch", "channel", "channel > region")


HDI = (
    "\ufeffiso3,country,le_1990,le_2022,le_f_1990,le_rank_2022,LE_2021,eys_2022,notes\n"
    "CIV,Côte d'Ivoire,54.1,58.9,1,2,3,..,x\nATL,Atlantis,..,71,,,,9.5,\n"
)


def test_a_column_per_measure_and_period(workshop: Workshop) -> None:
    for code in ("utf-8", "latin-1"):
        workshop.file("hdi.csv", (HDI if code == "utf-8" else HDI[1:]).encode(code))
        dataset = workshop.dataset(
            "hdi.csv", id="entered", columns={"life": "le_{period}", "school": "eys_{period}", "nation": "country"},
            blank={"life": ("..",), "school": ("..",)},
        )  # fmt: skip
        loaded = hierarchies(workshop, dataset, ("life", "school"), nation=("nation",))
        assert plain(loaded) == [
            ("life", "1990", ("Côte d'Ivoire",), 54.1), ("life", "2022", ("Côte d'Ivoire",), 58.9),
            ("life", "2022", ("Atlantis",), 71), ("school", "2022", ("Atlantis",), 9.5),
        ]  # fmt: skip
        assert loaded.problem("entered-periods-unclear").facts["names"] == ("le_f_1990", "le_rank_2022")
        assert loaded.problem("entered-columns-unnamed").facts["names"] == ("iso3", "LE_2021", "notes")


def test_a_pattern_that_no_column_has(workshop: Workshop) -> None:
    workshop.file("hdi.csv", "country,le_1990\nA,1\n")
    dataset = workshop.dataset("hdi.csv", id="entered", columns={"life": "life_{period}"})
    (fault,) = workshop.faults(dataset, entered=("life",))
    assert (fault.code, fault.place and fault.place.path) == (
        "entered-periods-nowhere",
        ("datasets", "entered", "columns", "life"),
    )


def test_a_wide_file_is_read_fast(workshop: Workshop) -> None:
    names = ["a", "b", "c", "d"]
    heads = [f"{name}_{year}" for name in names for year in range(1990, 2023)]
    rows = [",".join([f"Country {n}", *(f"{n}.{k}" for k in range(len(heads)))]) for n in range(200)]
    workshop.file("hdi.csv", "country," + ",".join(heads) + "\n" + "\n".join(rows) + "\n")
    columns = {name: f"{name}_{{period}}" for name in names}
    begun = time.process_time()
    loaded = hierarchies(workshop, workshop.dataset("hdi.csv", id="entered", columns=columns), tuple(names), c=("country",))
    assert time.process_time() - begun < 0.6  # a third of that on a quiet machine
    assert len(loaded.tables.entered) == 200 * len(heads)


def test_no_negative_zero(workshop: Workshop) -> None:
    workshop.file("values.csv", "steps\n-0\n")
    loaded = workshop.load(workshop.dataset("values.csv", id="entered"), entered=("steps",))
    assert str(loaded.tables.entered[0].value) == "0.0"


def test_rows_with_more_cells_than_headings_are_not_believed(workshop: Workshop) -> None:
    workshop.file("values.csv", 'measure,period,value\nsteps,2025,1,5\nsteps,2024,"2\nsteps,2023\nsteps,2022,3\n')
    loaded = workshop.load(workshop.dataset("values.csv", id="entered"), entered=("steps",))
    assert plain(loaded) == [("steps", "2022", (), 3)]
    assert loaded.problem("rows-misshapen").facts["examples"] == ("2: steps,2025,1,5", '3: steps,2024,"2')
    assert (loaded.tables.files[0].rows, loaded.tables.files[0].bad_rows) == (4, 2)
