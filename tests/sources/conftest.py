"""Definitions built from records, with places that say which keys they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scorecard import formula, sources
from scorecard.problems import Place, Problem
from scorecard.records.definition import (
    Calendar,
    CalendarType,
    Dataset,
    Definition,
    Entered,
    FromRows,
    Hierarchy,
    Lookup,
    Measure,
    Node,
    Text,
)
from scorecard.records.tables import Tables


class FakePlaces:
    """Every place is its keys: a test reads `problem.place.path`."""

    def at(self, *path: str) -> Place:
        return Place("scorecard.yaml", 1, 1, path=path)

    def key(self, *path: str) -> Place:
        return Place("scorecard.yaml", 1, 1, path=path)

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        return Place("scorecard.yaml", 1, start + 1, length, path)


@dataclass
class Workshop:
    """Writes files, makes definitions over them, checks and loads."""

    folder: Path

    def file(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def sheet(self, name: str, rows: list[list[object]], title: str = "Sheet") -> Path:
        from openpyxl import Workbook

        book = Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        book.save(self.folder / name)
        return self.folder / name

    def lookup(self, id: str, file: str, key: Mapping[str, str], columns: tuple[str, ...]) -> Lookup:
        return Lookup(id, file, self.folder / file, None, key, columns)

    def dataset(self, file: str = "data.csv", *, id: str = "deals", where: str | None = None, **settings: object) -> Dataset:
        condition = formula.row_condition(where, self.inside("where")) if where else None
        columns: dict[str, str | tuple[str, ...]] = settings.pop("columns", {})  # type: ignore[assignment]  # as the test says
        settings["columns"] = {name: (given,) if isinstance(given, str) else given for name, given in columns.items()}
        return Dataset(id, file, self.folder / file, where=condition, **settings)  # type: ignore[arg-type]  # as the test says

    def definition(
        self,
        *datasets: Dataset,
        levels: tuple[str, ...] = (),
        calendar: CalendarType = "gregorian",
        entered: tuple[str, ...] = (),
        unit: str = "number",
        **formulas: str,
    ) -> Definition:
        """Measures are formulas over the first dataset, or typed in."""
        measures = {
            id: Measure(
                id, Text({"": id}), "higher", "number", FromRows(datasets[0].id, formula.over_rows(text, self.inside(id), None))
            )
            for id, text in formulas.items()
        }
        measures |= {id: Measure(id, Text({"": id}), "higher", unit, Entered()) for id in entered}  # type: ignore[arg-type]  # as the test says
        return Definition(
            "test", Text({"": "Test"}), "scorecard.yaml", "", FakePlaces(), Node((), "root", Text({"": "Test"}), ()),
            measures, {dataset.id: dataset for dataset in datasets}, calendar=Calendar(calendar),
            hierarchies=(Hierarchy("entity", tuple(levels)),) if levels else (),
        )  # fmt: skip

    def load(self, *datasets: Dataset, **settings: object) -> Loaded:
        definition = self.definition(*datasets, **settings)  # type: ignore[arg-type]  # handed on
        assert sources.check(definition) == []
        return Loaded(*sources.load(definition, threads=2))

    def faults(self, *datasets: Dataset, **settings: object) -> list[Problem]:
        return sources.check(self.definition(*datasets, **settings))  # type: ignore[arg-type]  # handed on

    def inside(self, id: str) -> Callable[[int, int], Place]:
        return lambda start, length: FakePlaces().inside(("measures", id, "formula"), start, length)


@dataclass
class Loaded:
    tables: Tables
    problems: tuple[Problem, ...]

    def column(self, name: str, dataset: str = "deals") -> list[object]:
        assert self.tables.connection is not None
        relation = self.tables.tables[dataset].relation
        return [row[0] for row in self.tables.connection.execute(f'SELECT "{name}" FROM {relation}').fetchall()]

    def problem(self, code: str) -> Problem:
        found = [problem for problem in self.problems if problem.code == code]
        assert len(found) == 1, [problem.code for problem in self.problems]
        return found[0]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


__all__ = ["FakePlaces", "Loaded", "Workshop", "replace"]
