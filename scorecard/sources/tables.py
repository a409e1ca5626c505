"""Files -> tables in the engine: one scan each, typed, joined, counted. Then the door is locked.

Enters: a Definition free of `check`'s faults. Leaves: `Tables`, and findings about what was spoiled.

A dataset becomes a table `#id` (a view where a Parquet file needs no change) with the columns that something uses; what
belongs by its `where` is a view `id` over it.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from scorecard.problems import Faults, Problem, fault
from scorecard.records.definition import Dataset, Definition, Entered, Lookup
from scorecard.records.formula import ColumnType
from scorecard.records.tables import EnteredValue, SourceFile, Table, Tables
from scorecard.sources.account import Account
from scorecard.sources.columns import ENTERED, Use, find_header, folds_letters, level_use, read_datasets, uses
from scorecard.sources.convert import name, quote
from scorecard.sources.entered import read_entered
from scorecard.sources.files import Layout, encoding, opened, rows, survey, write_copy
from scorecard.sources.fit import Headers, open_headers
from scorecard.sources.select import Column, Join, create, doubtful
from scorecard.sources.unreadable import Unreadable

_LARGE = 8 << 20  # bytes of files from which the order of rows costs something
_BUFFER = 4 << 20  # bytes the engine reads at a time: its own 32 MB per thread are half of a large run's memory
_NATIVE: dict[ColumnType, tuple[str, ...]] = {
    "number": (
        "DOUBLE", "FLOAT", "DECIMAL", "HUGEINT", "BIGINT", "INTEGER", "SMALLINT", "TINYINT",
        "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT",
    ),
    "date": ("DATE", "TIMESTAMP"),
    "boolean": ("BOOLEAN",),
    "text": ("VARCHAR",),
    "any": ("",),
}  # fmt: skip
Read = TypeVar("Read")


def load(
    definition: Definition, memory_limit: str | None, threads: int | None, watch: Callable[[str], None]
) -> tuple[Tables, tuple[Problem, ...]]:
    """As `sources.load` says."""
    wanted = [definition.datasets[id] for id in read_datasets(definition)]
    typed = (
        definition.datasets.get(ENTERED) if any(isinstance(each.how, Entered) for each in definition.measures.values()) else None
    )
    with tempfile.TemporaryDirectory(prefix="scorecard-") as folder:
        loader = _Loader(definition, Path(folder), folds_letters(definition), watch)
        if wanted:
            loader.connect(wanted, memory_limit, threads)
        tables = {dataset.id: loader.guarded(dataset, loader.dataset) for dataset in wanted}
        entered = loader.guarded(typed, loader.entered) if typed else ()
        if wanted:
            loader.lock()
    return Tables(loader.connection, tables, entered, tuple(loader.files)), tuple(loader.problems)


@dataclass
class _Loader:
    """Reads datasets one after another and keeps account."""

    definition: Definition
    folder: Path  # for copies; gone when all is read
    letters: bool  # whether Persian spellings are made one
    watch: Callable[[str], None]  # is told which dataset is read
    connection: duckdb.DuckDBPyConnection | None = None
    large: bool = False
    problems: list[Problem] = field(default_factory=list)
    files: list[SourceFile] = field(default_factory=list)
    viewed: list[str] = field(default_factory=list)  # Parquet files that stay open

    @property
    def engine(self) -> duckdb.DuckDBPyConnection:
        assert self.connection is not None
        return self.connection

    def connect(self, datasets: Iterable[Dataset], memory_limit: str | None, threads: int | None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "python_enable_replacements": False,
            "temp_directory": str(Path(tempfile.gettempdir()) / f"scorecard-{os.getpid()}.spill"),
            **({"memory_limit": memory_limit} if memory_limit else {}),
            **({"threads": threads} if threads else {}),
        }
        self.connection = duckdb.connect(":memory:", config=settings)
        with suppress(OSError):  # a missing file is told where it is read
            self.large = sum(os.path.getsize(each.path) for each in datasets if each.path.suffix != ".parquet") > _LARGE

    def lock(self) -> None:
        """No file, network, extension or setting from here on; Parquet files that are views stay readable."""
        allowed = ", ".join(map(quote, self.viewed))
        self.engine.execute(f"SET allowed_paths = [{allowed}]; SET enable_external_access = false; SET lock_configuration = true")

    def guarded(self, dataset: Dataset, read: Callable[[Dataset], Read]) -> Read:
        """Read, or say why not: a file may have changed since it was checked."""
        place = self.definition.places.at("datasets", dataset.id, "file")
        self.watch(dataset.id)
        try:
            return read(dataset)
        except FileNotFoundError:
            raise Faults([fault("file-missing", place, file=dataset.file, nearest=())]) from None
        except Unreadable as error:
            raise Faults([fault(error.code, place, file=dataset.file, **error.facts)]) from None
        except (OSError, csv.Error) as error:
            raise Faults([fault("file-unreadable", place, file=dataset.file, reason=str(error))]) from None

    def entered(self, dataset: Dataset) -> tuple[EnteredValue, ...]:
        values, file, problems = read_entered(self.definition, dataset, self.letters)
        self.files.append(file)
        self.problems += problems
        return values

    def dataset(self, dataset: Dataset) -> Table:
        headers = open_headers(dataset)
        layout = headers.file
        own, taken = self._columns(headers)
        joins = [self._lookup(dataset, dataset.lookups[id], headers.lookups[id], found) for id, found in taken.items()]
        for join in joins:
            for key in join.keys:
                if key not in own:
                    own[key] = self._column(dataset, Use(key), headers.find(key)[0].index, layout, kept=False)
        columns = [*own.values()] or [Column("", "text", _raw(layout, 0), kept=False)]
        account = Account(self.definition, dataset, dataset.id, dataset.file, layout, survey(layout.path, layout.delimiter))
        table = name(f"#{dataset.id}")
        native = self._native(layout, columns) if layout.kind == "parquet" and not joins else None
        if native:
            self.viewed.append(str(layout.path.resolve()))
            self.engine.execute(
                f'CREATE VIEW {table} AS SELECT {", ".join(native)}, NULL::VARCHAR AS "#bad" FROM {_source(layout)}'
            )
            account.rows = self._one(f"SELECT count(*) FROM {table}")[0]
        else:
            self._create(table, account, columns, joins)
        types: dict[str, ColumnType] = {column.name: column.type for column in own.values() if column.kept}
        types |= {use.name: use.type for found in taken.values() for use in found}
        if not native:
            types = {column: "text" if type == "any" else type for column, type in types.items()}
        return self._finish(table, account, columns, joins, types)

    def _finish(
        self, table: str, account: Account, columns: list[Column], joins: list[Join], types: dict[str, ColumnType]
    ) -> Table:
        """Count what belongs and what is missing; hide what does not belong."""
        dataset = account.dataset
        dates = [column for column, type in types.items() if type == "date"]
        belongs = f" FILTER (WHERE {dataset.where.sql})" if dataset.where else ""
        asked = ["count(*)", *(f"{function}({name(column)})" for column in dates for function in ("count", "min", "max"))]
        asked = [f"{each}{belongs}" for each in asked] + [f"count({name(f'#no {join.lookup}')})" for join in joins]
        belonging, *rest = self._one(f"SELECT {', '.join(asked)} FROM {table}")
        spans: dict[str, tuple[date, date] | None] = {}
        nulls: dict[str, int] = {}
        for index, column in enumerate(dates):
            known, first, last = rest[3 * index : 3 * index + 3]
            spans[column] = (_day(first), _day(last)) if known else None
            nulls[column] = belonging - known
            if known and 1300 <= _day(first).year <= 1500:
                self.problems.append(account.doubt("dates-look-jalali", column, first=str(_day(first)), last=str(_day(last))))
        self.problems += account.spoiled(self.engine, table, columns)
        for join, count in zip(joins, rest[3 * len(dates) :], strict=True):
            if count:
                self.problems.append(account.unmatched(self.engine, table, join, count))
        for each in columns:
            if each.values and each.type in ("text", "any") and each.kept:
                self.problems += account.unmapped(self.engine, table, each)
        self.files.append(account.source_file(account.rows - belonging))
        relation = table
        if dataset.where:
            relation = name(dataset.id)
            self.engine.execute(f"CREATE VIEW {relation} AS SELECT * FROM {table} WHERE {dataset.where.sql}")
        return Table(dataset.id, relation, types, belonging, spans, nulls)

    def _one(self, sql: str) -> tuple[Any, ...]:
        """The one row of an answer."""
        row = self.engine.execute(sql).fetchone()
        assert row is not None
        return tuple(row)

    def _columns(self, headers: Headers) -> tuple[dict[str, Column], dict[str, list[Use]]]:
        """What is to be loaded: from the dataset's own file, and from each lookup."""
        named = uses(self.definition, headers.dataset)
        for level in self.definition.levels:
            if headers.find(level):
                named[level] = level_use(self.definition, level, named.get(level))
        own: dict[str, Column] = {}
        taken: dict[str, list[Use]] = {}
        for use in named.values():
            if use.loaded:
                origin = headers.find(use.name)[0]
                if origin.lookup is None:
                    own[use.name] = self._column(headers.dataset, use, origin.index, headers.file)
                else:
                    taken.setdefault(origin.lookup, []).append(use)
        return own, taken

    def _column(self, dataset: Dataset, use: Use, index: int, layout: Layout, kept: bool = True) -> Column:
        at = use.name
        return Column(
            at, use.type, _raw(layout, index), dataset.dates.get(at, "iso"), at in dataset.durations,
            dataset.blank.get(at, ()), dataset.values.get(at, {}), kept,
        )  # fmt: skip

    def _lookup(self, dataset: Dataset, lookup: Lookup, layout: Layout, taken: list[Use]) -> Join:
        """The lookup's file as a table of its own, with its key."""
        keys = [f"#key{number}" for number in range(len(lookup.key))]
        columns = [
            Column(key, "text", _raw(layout, find_header(header, layout.headers)[0]), kept=False)
            for key, header in zip(keys, lookup.key.values(), strict=True)
        ]
        columns += [self._column(dataset, use, find_header(use.name, layout.headers)[0], layout) for use in taken]
        account = Account(
            self.definition, dataset, f"{dataset.id}.{lookup.id}", lookup.file, layout, survey(layout.path, layout.delimiter)
        )
        table = name(f"#{dataset.id}.{lookup.id}")
        self._create(table, account, columns, [], keys)
        self.problems += account.spoiled(self.engine, table, columns)
        self.files.append(account.source_file())
        return Join(lookup.id, table, tuple(lookup.key), tuple(use.name for use in taken))

    def _create(self, table: str, account: Account, columns: list[Column], joins: list[Join], key: Sequence[str] = ()) -> None:
        """Make the table; by way of a clean copy where the engine cannot read the file as it lies.

        A plain file is first read as if nothing were wrong in it, which is nearly always so; else once more with care."""
        kept = [name(column.name) for column in columns if column.kept] + [name(f"#no {join.lookup}") for join in joins]
        kept += [name(column) for join in joins for column in join.columns]
        empty = " AND ".join(f"{column} IS NULL" for column in [*kept, '"#bad"'])

        def read(careful: bool = True, blanks: bool = True) -> int:
            """Returns how many rows have nothing in any column that is read."""
            if self.large:  # in any order at first, which takes less; the order tells the line of a cell that is bad
                self.engine.execute(f"SET preserve_insertion_order = {careful}")
            source, numbered = _source(account.layout, account.copy, blanks), account.copy is not None
            with_care = {"numbered": numbered, "plain": not careful, "underscores": account.survey.underscores}
            try:
                self.engine.execute(create(table, source, columns, joins, self.letters, key=key, **with_care))
            except duckdb.ConversionException:
                if careful:
                    raise
                return read(True, blanks)
            if account.layout.kind != "parquet":
                account.take_refused(self.engine)
            doubt = "false" if careful else doubtful(columns)
            counts = ["count(*)", 'count("#bad")', f"count(*) FILTER (WHERE {empty})", f"count(*) FILTER (WHERE {doubt})"]
            account.rows, account.bad, nothing, doubts = self._one(f"SELECT {', '.join(counts)} FROM {table}")
            return read(True, blanks) if (account.bad or doubts) and not careful else int(nothing)

        def read_copy() -> int:
            account.copy = self.folder / f"{len(self.files)}.csv"
            write_copy(rows(account.layout), len(account.layout.headers), account.copy)
            return read()

        if account.layout.foreign:
            nothing = read_copy()
        else:
            try:
                nothing = read(careful=not account.survey.plain)
            except duckdb.InvalidInputException:  # line ends of several kinds, for one
                nothing = read_copy()
        if account.not_utf8 and account.copy is None:
            with opened(account.layout.path) as file:
                account.layout = replace(account.layout, encoding=encoding(file.read()))
            if account.layout.foreign:
                nothing = read_copy()
        if account.layout.encoding.startswith("cp"):
            self.problems.append(account.doubt("encoding-guessed", None, encoding=account.layout.encoding))
        if nothing and account.copy is None and account.layout.kind == "csv":
            read(careful=not account.survey.plain, blanks=False)  # rows of the file that are wholly empty are none

    def _native(self, layout: Layout, columns: list[Column]) -> list[str] | None:
        """Parquet columns as they are, or cast where only the number's kind differs; None where text must be read."""
        described = self.engine.execute(f"DESCRIBE SELECT * FROM {_source(layout)}").fetchall()
        types = {str(header): str(type) for header, type, *_ in described}
        out = []
        for column in columns:
            raw = column.raw.removesuffix("::VARCHAR")
            type = types[raw[1:-1].replace('""', '"')]
            if column.blank or column.values or not type.startswith(_NATIVE[column.type]):
                return None
            wanted = "DOUBLE" if column.type == "number" else "TIMESTAMP" if type.startswith("TIMESTAMP") else type
            out.append(f"{raw}{'' if wanted == type else f'::{wanted}'} AS {name(column.name or '#none')}")
        return out


def _raw(layout: Layout, index: int) -> str:
    return f"{name(layout.headers[index])}::VARCHAR" if layout.kind == "parquet" else f"c{index}"


def _source(layout: Layout, copy: Path | None = None, blanks: bool = True) -> str:
    """The file, or its clean copy, as a table of SQL whose columns are raw text. blanks: wholly empty rows too."""
    if layout.kind == "parquet":
        return f"read_parquet({_path(layout.path)})"
    cells = [f"c{index}" for index in range(len(layout.headers))]
    columns = ", ".join([*(["'row': 'INTEGER'"] if copy else []), *(f"'{cell}': 'VARCHAR'" for cell in cells)])
    options = "header = false" if copy else f"header = true, skip = {layout.skip}, delim = {quote(layout.delimiter)}"
    read = (
        f"read_csv({_path(copy or layout.path)}, columns = {{{columns}}}, {options}, auto_detect = false, "
        f"quote = '\"', escape = '\"', store_rejects = true, buffer_size = {_BUFFER})"
    )
    return read if blanks or copy else f"(SELECT * FROM {read} WHERE coalesce({', '.join(cells)}) IS NOT NULL)"


def _path(path: Path) -> str:
    """A path as the engine takes it: `*`, `?` and `[` are letters, not patterns."""
    return quote("".join(f"[{letter}]" if letter in "*?[" else letter for letter in os.path.abspath(path)))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
