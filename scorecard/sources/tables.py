"""Files -> tables in the engine: one scan each, typed, joined, counted. Then the door is locked.

Enters: a Definition free of `check`'s faults. Leaves: `Tables`, and findings about what was spoiled.

A dataset becomes a table `#id` (a view where a Parquet file needs no change) with the columns that something uses; what
belongs by its `where` is a view `id` over it.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from scorecard.files import temporary
from scorecard.problems import Faults, Problem, fault
from scorecard.records.definition import Answers, Dataset, Definition, Entered, Lookup
from scorecard.records.formula import ColumnType
from scorecard.records.tables import EnteredValue, SourceFile, Table, Tables, Watched
from scorecard.sources import parquet, raw
from scorecard.sources.account import Account
from scorecard.sources.answers import Reading, Tally, reading
from scorecard.sources.columns import ENTERED, Use, find_header, folds_letters, level_use, read_datasets, uses
from scorecard.sources.convert import name, quote
from scorecard.sources.entered import read_entered
from scorecard.sources.files import Layout, kind_of, surveyed, write_copy
from scorecard.sources.fit import Headers, key_of, open_headers, unreadable
from scorecard.sources.opening import stamp
from scorecard.sources.select import Column, Join, create, doubtful, holding
from scorecard.sources.standard import words
from scorecard.sources.text import loses_rows
from scorecard.sources.unreadable import Unreadable

_LARGE = 8 << 20  # bytes of files from which the order of rows costs something
_FEW = 4 << 20  # bytes of files below which one thread does
_TORN = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException)
"""What the engine raises where a file ends or changes under its hands."""
Read = TypeVar("Read")


def load(
    definition: Definition, memory_limit: str | None, threads: int | None, watch: Callable[[str], None]
) -> tuple[Tables, tuple[Problem, ...]]:
    """As `sources.load` says."""
    wanted = [definition.datasets[id] for id in read_datasets(definition)]
    typed = (
        definition.datasets.get(ENTERED) if any(isinstance(each.how, Entered) for each in definition.measures.values()) else None
    )
    with tempfile.TemporaryDirectory(prefix=temporary()) as folder:
        loader = _Loader(definition, Path(folder), folds_letters(definition), watch)
        if wanted:
            loader.connect(wanted, memory_limit, threads)
        tables = {dataset.id: loader.guarded(dataset, loader.dataset) for dataset in wanted}
        entered = loader.guarded(typed, loader.entered) if typed else ()
        loader.confirm()
        if wanted:
            loader.lock()
    viewed = tuple(each for each in loader.watched if each.path in loader.viewed)
    return Tables(loader.connection, tables, entered, tuple(loader.files), viewed), tuple(loader.problems)


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
    viewed: list[Path] = field(default_factory=list)  # Parquet files that stay open
    watched: list[Watched] = field(default_factory=list)  # all files, as they were before they were read
    readings: dict[frozenset[tuple[str, float]], Reading] = field(default_factory=dict)  # by the labels
    declared: set[tuple[str, str]] = field(default_factory=set)  # the enumerations of labels that the engine has

    @property
    def engine(self) -> duckdb.DuckDBPyConnection:
        assert self.connection is not None
        return self.connection

    def connect(self, datasets: Iterable[Dataset], memory_limit: str | None, threads: int | None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "python_enable_replacements": False,
            "temp_directory": str(Path(tempfile.gettempdir()) / f"{temporary()}spill"),
            **({"memory_limit": memory_limit} if memory_limit else {}),
        }
        sizes: dict[Path, int] = {}
        with suppress(OSError):  # a missing file is told where it is read
            sizes = {each.path: os.path.getsize(each.path) for each in datasets if each.path}
            self.large = sum(size for path, size in sizes.items() if kind_of(path) == "csv") > _LARGE
        if threads or (sizes and sum(sizes.values()) < _FEW):  # to share out so little work costs more than the work
            settings["threads"] = threads or 1
        self.connection = duckdb.connect(":memory:", config=settings)
        self.connection.execute("SET enable_progress_bar = false")  # it would go to stdout, among the results

    def lock(self) -> None:
        """No file, network, extension or setting from here on; Parquet files that are views stay readable."""
        allowed = ", ".join(quote(str(path)) for path in self.viewed)
        self.engine.execute(f"SET allowed_paths = [{allowed}]; SET enable_external_access = false; SET lock_configuration = true")

    def confirm(self) -> None:
        """What was read was what was hashed."""
        changed = changed_files(self.definition, self.watched)
        if changed:
            raise Faults(changed)

    def guarded(self, dataset: Dataset, read: Callable[[Dataset], Read]) -> Read:
        """Read, or say why not: a file may have changed since it was checked."""
        place = self.definition.places.at("datasets", dataset.id, key_of(dataset))
        self.watch(dataset.id)
        try:
            return read(dataset)
        except (Unreadable, OSError, csv.Error) as error:
            raise Faults([unreadable(error, place, dataset.file)]) from None
        except duckdb.OutOfMemoryException:
            raise Faults([fault("memory-short", place, file=dataset.file)]) from None
        except _TORN:
            raise Faults([fault("file-changed", place, file=dataset.file)]) from None

    def open(self, dataset: Dataset) -> Headers:
        """Look at a dataset's files, and remember how they are."""
        headers = open_headers(self.definition, dataset)
        for file, layout in [
            (dataset.file, headers.file),
            *((dataset.lookups[id].file, each) for id, each in headers.lookups.items()),
        ]:
            self.watched.append(Watched(dataset.id, file, layout.path, layout.stamp))
            if any("TIME ZONE" in type for type in layout.types):
                self.engine.execute("SET TimeZone = 'UTC'")  # not this machine's: everywhere the same day
        return headers

    def entered(self, dataset: Dataset) -> tuple[EnteredValue, ...]:
        values, file, problems = read_entered(self.definition, dataset, self.letters)
        self.files.append(file)
        self.problems += problems
        return values

    def dataset(self, dataset: Dataset) -> Table:
        headers = self.open(dataset)
        layout = headers.file
        own, taken = self._columns(headers)
        joins = [self._lookup(dataset, dataset.lookups[id], headers.lookups[id], found) for id, found in taken.items()]
        for join in joins:
            for key in join.keys:
                if key not in own:
                    own[key] = self._column(dataset, Use(key), headers.find(key)[0].index, layout, kept=False)
        columns = [*own.values()] or [Column("", "text", raw.cell(layout, 0), kept=False)]
        account = Account(self.definition, dataset, dataset.id, dataset.file, layout, surveyed(layout))
        types: dict[str, ColumnType] = {column.name: column.type for column in own.values() if column.kept}
        types |= {use.name: use.type for found in taken.values() for use in found}
        for column in own.values():
            if layout.types and column.type == "date" and "TIME ZONE" in layout.types[column.index]:
                self.problems.append(account.remark("times-in-utc", column.name))
        table = name(f"#{dataset.id}")
        view = raw.native(layout, columns, dataset.respondent in types) if layout.kind == "parquet" and not joins else None
        held = {column: one.sql for column, one in dataset.only_where.items() if column in types}
        if view:
            self.engine.execute(f"CREATE VIEW {table} AS {holding(view, held)}")
            account.rows = self._one(f"SELECT count(*) FROM {table}")[0]
            if finished := self._finish(table, account, columns, joins, types, numbered=True):
                self.viewed.append(layout.path)
                return finished
            self.engine.execute(f"DROP VIEW {table}")  # it holds days that are none
        self._create(table, account, columns, joins, held=held)
        known: dict[str, ColumnType] = {each: "text" if type == "any" else type for each, type in types.items()}
        finished = self._finish(table, account, columns, joins, known, numbered=account.copy is not None)
        assert finished is not None
        return finished

    def _finish(
        self,
        table: str,
        account: Account,
        columns: list[Column],
        joins: list[Join],
        types: dict[str, ColumnType],
        *,
        numbered: bool,
    ) -> Table | None:
        """Count what belongs and what is missing; hide what does not belong. numbered: rows have their `#row`, which tells the
        later of two answers. None where a date is beyond the years of four digits, as only a file's own dates can be."""
        dataset = account.dataset
        dates = [column for column, type in types.items() if type == "date"]
        belongs = f" FILTER (WHERE {dataset.where.sql})" if dataset.where else ""
        asked = [f"count(*){belongs}"]
        for column in dates:
            asked.append(f"count({name(column)}){belongs}")
            asked += [f"CAST({function}({name(column)}){belongs} AS VARCHAR)" for function in ("min", "max")]
        asked += [f"count({name(f'#no {join.lookup}')})" for join in joins]
        place = self.definition.places.key("datasets", dataset.id)
        items = {column.name: column.reading.answers for column in columns if column.reading and column.kept}
        floating = frozenset(column.name for column in columns if account.layout.types[column.index : column.index + 1] and
                             account.layout.types[column.index] in ("DOUBLE", "FLOAT"))  # fmt: skip
        where = f"({dataset.where.sql})" if dataset.where else None
        tally = Tally(dataset.id, dataset.file, place, items, where, floating)
        if account.labelled:
            tally.readings = {column.name: column.reading for column in columns if column.reading and column.kept}
        whole = {column.name for column in columns if account.layout.types and account.layout.types[column.index] in raw.SMALL}
        if items and items.keys() <= whole:  # a file's own account of its ends costs no look at its rows
            told = self._one(f"SELECT {', '.join(f'min({name(each)}), max({name(each)})' for each in items)} FROM {table}")
            for at, (item, answers) in enumerate(items.items()):
                least, most = told[2 * at : 2 * at + 2]
                if least is None or (least >= answers.low and most <= answers.high):
                    tally.inside.add(item)
        asked += tally.asked()
        belonging, *rest = self._one(f"SELECT {', '.join(asked)} FROM {table}")
        spans: dict[str, tuple[date, date] | None] = {}
        nulls: dict[str, int] = {}
        for index, column in enumerate(dates):
            known, *ends = rest[3 * index : 3 * index + 3]
            days = [_day(end) for end in ends] if known else []
            if None in days:
                return None
            spans[column] = (days[0], days[1]) if days else None  # type: ignore[assignment]  # no None is among them
            nulls[column] = belonging - known
        for column, span in spans.items():
            if span and 1300 <= span[0].year <= 1500:
                self.problems.append(account.doubt("dates-look-jalali", column, first=str(span[0]), last=str(span[1])))
        self.problems += account.spoiled(self.engine, table, columns)
        rest = rest[3 * len(dates) :]
        self.problems += tally.told(self.engine, table, belonging, rest[len(joins) :])
        for join, count in zip(joins, rest, strict=False):
            if count:
                self.problems.append(account.unmatched(self.engine, table, join, count))
        for each in columns:
            if each.kept and each.type in ("text", "any"):
                if each.name in dataset.words:
                    self.problems += words(self.definition, dataset, each.name, self.engine, table)
                elif each.values:
                    self.problems += account.unmapped(self.engine, table, each)
        self.files.append(account.source_file(account.rows - belonging))
        relation, where = table, f" WHERE {dataset.where.sql}" if dataset.where else ""
        unnumbered = dataset.respondent in types and not numbered
        if where or unnumbered:
            relation = name(dataset.id)
            row = ', rowid AS "#row"' if unnumbered else ""
            self.engine.execute(f"CREATE VIEW {relation} AS SELECT *{row} FROM {table}{where}")
        return Table(dataset.id, relation, types, belonging, spans, nulls, frozenset(tally.miscoded), frozenset(tally.inside))

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
        marked = use.type == "date" and bool(layout.types) and parquet.is_date(layout.types[index])
        return Column(
            at, use.type, raw.cell(layout, index, marked), dataset.dates.get(at, "iso"), at in dataset.durations,
            dataset.blank.get(at, ()), dataset.values.get(at, {}), kept, index, marked,
            self._reading(dataset.answers[at]) if at in dataset.answers and use.type == "number" else None,
        )  # fmt: skip

    def _reading(self, answers: Answers) -> Reading:
        """How a survey's items are read; those with the same labels share one."""
        labels = frozenset(answers.labels.items())
        if labels not in self.readings:
            self.readings[labels] = reading(answers, len(self.readings))
        return replace(self.readings[labels], answers=answers)

    def _lookup(self, dataset: Dataset, lookup: Lookup, layout: Layout, taken: list[Use]) -> Join:
        """The lookup's file as a table of its own, with its key."""
        keys = [f"#key{number}" for number in range(len(lookup.key))]
        places = [find_header(header, layout.headers)[0] for header in lookup.key.values()]
        columns = [
            Column(key, "text", raw.cell(layout, index), kept=False, index=index) for key, index in zip(keys, places, strict=True)
        ]
        columns += [self._column(dataset, use, find_header(use.name, layout.headers)[0], layout) for use in taken]
        account = Account(self.definition, dataset, f"{dataset.id}.{lookup.id}", lookup.file, layout, surveyed(layout))
        table = name(f"#{dataset.id}.{lookup.id}")
        self._create(table, account, columns, [], keys)
        if self._one(f'SELECT count("#key") - count(DISTINCT "#key") FROM {table}')[0]:  # it was unique when it was checked
            raise Unreadable("file-changed", file=lookup.file)
        self.problems += account.spoiled(self.engine, table, columns)
        self.files.append(account.source_file())
        return Join(lookup.id, table, tuple(lookup.key), tuple(use.name for use in taken))

    def _declare(self, columns: Iterable[Column]) -> None:
        """Tell the engine the labels of surveys, where it does not know them yet."""
        for types, statements in {each.reading.types: each.reading.declared() for each in columns if each.reading}.items():
            if types not in self.declared:
                self.declared.add(types)
                for statement in statements:
                    self.engine.execute(statement)

    def _create(
        self,
        table: str,
        account: Account,
        columns: list[Column],
        joins: list[Join],
        key: Sequence[str] = (),
        held: Mapping[str, str] | None = None,
    ) -> None:
        """Make the table; by way of a clean copy where the engine cannot read the file as it lies.

        A plain file is first read as if nothing were wrong in it, which is nearly always so; else once more with care."""
        kept = [name(column.name) for column in columns if column.kept] + [name(f"#no {join.lookup}") for join in joins]
        kept += [name(column) for join in joins for column in join.columns]
        empty = " AND ".join(f"{column} IS NULL" for column in [*kept, '"#bad"'])
        cells = sorted({column.index for column in columns})
        ordered = any(column.name == account.dataset.respondent for column in columns)

        def read(careful: bool = True, blanks: bool = True) -> int:
            """Returns how many rows have nothing in any column that is read."""
            if self.large:  # in any order at first, which takes less; the order tells the line of a cell that is bad
                self.engine.execute(f"SET preserve_insertion_order = {careful or ordered}")
            account.labelled = careful
            if careful:
                self._declare(columns)
            layout, seen = account.layout, account.survey
            numbered = account.copy is not None
            source = raw.copied(account.copy, cells) if account.copy else raw.source(layout, blanks)
            with_care = {"numbered": numbered, "plain": not careful, "underscores": seen.underscores, "spaces": seen.spaces}
            try:
                self.engine.execute(create(table, source, columns, joins, self.letters, key=key, held=held, **with_care))
            except duckdb.ConversionException:
                if careful:
                    raise
                return read(True, blanks)
            if layout.kind == "csv" and not numbered and not account.take_refused(self.engine):
                raise _DoubtfulError
            doubt = "false" if careful else doubtful(columns)
            counts = ["count(*)", 'count("#bad")', f"count(*) FILTER (WHERE {empty})", f"count(*) FILTER (WHERE {doubt})"]
            account.rows, account.bad, nothing, doubts = self._one(f"SELECT {', '.join(counts)} FROM {table}")
            return read(True, blanks) if (account.bad or doubts) and not careful else int(nothing)

        def read_itself() -> None:
            """By the engine."""
            careful = not account.survey.plain
            nothing = read(careful)
            if account.survey.quotes and loses_rows(account.layout.path, account.rows + account.refused.count):
                raise _DoubtfulError
            if nothing and account.layout.kind == "csv":
                read(careful, blanks=False)  # rows of the file that are wholly empty are none

        def read_copy() -> None:
            account.copy = self.folder / f"{len(self.files)}.csv"
            account.refused = write_copy(account.layout, cells, account.copy)
            if account.refused.count and account.late_encoding():
                account.refused = write_copy(account.layout, cells, account.copy)
            read()
            account.copy.unlink()

        foreign = account.layout.foreign or account.survey.unfit
        if not foreign:
            try:
                read_itself()
            except (duckdb.InvalidInputException, _DoubtfulError):  # line ends of several kinds; rows that were lost
                self.engine.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
                foreign = True
            foreign = (account.not_utf8 and account.late_encoding()) or foreign
        if foreign:
            read_copy()
        if account.layout.encoding.startswith("cp"):
            self.problems.append(account.doubt("encoding-guessed", None, encoding=account.layout.encoding))


def changed_files(definition: Definition, watched: Iterable[Watched]) -> list[Problem]:
    """A fault for each file that is no longer as it was when it was first looked at."""
    found = []
    for each in watched:
        try:
            same = stamp(each.path) == each.stamp
        except OSError:
            same = False
        if not same:
            place = definition.places.at("datasets", each.dataset, key_of(definition.datasets[each.dataset]))
            found.append(fault("file-changed", place, file=each.file))
    return found


@contextmanager
def steady(definition: Definition, tables: Tables) -> Iterator[None]:
    """As `sources.steady` says."""
    try:
        yield
    except duckdb.Error:
        if not tables.viewed:
            raise
        changed = changed_files(definition, tables.viewed)
        damage = [
            fault(
                "file-unreadable",
                definition.places.at("datasets", each.dataset, "file"),
                file=each.file,
                reason="its data are damaged",
            )
            for each in tables.viewed
            if not parquet.is_sound(each.path)
        ]
        if changed or damage:
            raise Faults(changed or damage) from None
        raise
    if changed := changed_files(definition, tables.viewed):
        raise Faults(changed)


class _DoubtfulError(Exception):
    """The engine's account of a file is not to be believed."""


def _day(moment: str) -> date | None:
    """Of a date or timestamp as the engine writes it; None beyond the years 1000 to 9999."""
    written = re.match(r"[1-9]\d{3}-\d\d-\d\d(?= |$)", moment)
    return date.fromisoformat(written[0]) if written and not moment.endswith("(BC)") else None
