"""The data, read: one table or view per dataset in the engine, typed, joined, with an account of what was spoiled.

Enters: from `sources/`. Leaves: to `values/` (tables), to the reports (the account).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scorecard.records.formula import ColumnType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell, or a row where `column` is empty, that could not be read."""

    row: int  # line of the file, or row of the sheet, counting from 1 with the header
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What was read, for provenance and data notes."""

    dataset: str  # the dataset's id, or dataset.lookup
    file: str  # as written in the definition
    sha256: str
    rows: int  # data rows in the file
    bad_rows: int = 0  # rows with at least one cell, or a shape, that could not be read
    excluded_rows: int = 0  # rows outside the dataset's `where`
    examples: tuple[BadCell, ...] = ()  # the first five


@dataclass(frozen=True, slots=True)
class Table:
    """A dataset in the engine. Only columns that something uses are there, under the definition's names."""

    dataset: str
    relation: str  # quoted SQL name of the table or view; `where` is applied
    columns: Mapping[str, ColumnType]  # number -> DOUBLE, date -> DATE or TIMESTAMP, text -> VARCHAR, boolean -> BOOLEAN
    rows: int  # rows that belong
    spans: Mapping[str, tuple[date, date] | None] = field(default_factory=dict)  # date column -> first and last day seen
    null_dates: Mapping[str, int] = field(default_factory=dict)  # date column -> rows without it
    miscoded: frozenset[str] = frozenset()  # items of surveys whose numbers mean something else than the definition says
    inside: frozenset[str] = frozenset()  # items of surveys whose answers are known to lie on their scale


@dataclass(frozen=True, slots=True)
class EnteredValue:
    """A typed-in number, not yet matched to the measures asked for."""

    measure: str
    period: str | None
    entity: tuple[str | None, ...]  # from the coarsest level down, trailing blanks cut: () is the total
    value: float
    row: int
    columns: tuple[str, ...] | None = None  # the level of each part of `entity`; None: from the first hierarchy's coarsest down


@dataclass(frozen=True, slots=True)
class Watched:
    """A file as it was before it was read."""

    dataset: str
    file: str  # as written in the definition
    path: Path
    stamp: tuple[int, ...]


@dataclass(frozen=True)
class Tables:
    """All that was read. `connection` is locked down: no file, no network, no extension, no setting from here on."""

    connection: DuckDBPyConnection | None  # None when no measure is computed from rows
    tables: Mapping[str, Table]
    entered: tuple[EnteredValue, ...] = ()
    files: tuple[SourceFile, ...] = ()
    viewed: tuple[Watched, ...] = ()  # files that are not read but looked through: they must stay as they are
