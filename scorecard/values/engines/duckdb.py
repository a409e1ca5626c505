"""A scan, run by DuckDB: atoms for every period and every entity of every grouping.

Enters: a `Scan` and a locked-down connection. Leaves: `Atoms`. Counts, sums and extremes are asked for the finest groupings and
for the pieces of time into which windows fall, and put together here; distinct counts, medians and the like are computed from
the rows of every grouping and window. Which numbers come out hangs on the rows alone: not on their order, not on threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scorecard.records.formula import Aggregate, seen
from scorecard.records.values import Entity
from scorecard.values.engines import sql as write
from scorecard.values.engines.exact import Scale, joined, scales, split
from scorecard.values.plan import Scan
from scorecard.values.windows import disjoint, pieces

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Grouping = tuple[str, ...]
ROWS = Aggregate("count")  # the rows of a window, whatever the filters: they say which entities there are
_ADDITIVE = ("count", "sum", "min", "max")
_FEW = 4  # periods: from here on what begins and ends is cheaper to add up than a flag for each


@dataclass(frozen=True)
class Atoms:
    """`values[aggregate]` is [period, entity]; NaN where an engine would say NULL, infinite where the numbers end."""

    entities: tuple[Entity, ...]  # of every grouping that the table knows, the total first
    values: dict[Aggregate, Array]
    queries: tuple[str, ...]


MOST_CELLS = 60_000_000  # numbers of one answer, entities × periods × aggregates: all that comes of them takes some 3 GB


class TooManyEntities(Exception):
    """The first argument is how many there are."""


def run(connection: DuckDBPyConnection, scan: Scan) -> Atoms:
    """Raises duckdb.Error only where a table does not hold what `sources` promised; TooManyEntities."""
    return (_PerKey if scan.per else _Rows)(connection, scan).atoms()


@dataclass
class _Run:
    """Asks, and keeps what was asked."""

    connection: DuckDBPyConnection
    scan: Scan
    queries: list[str] = field(default_factory=list)
    values: dict[Aggregate, Array] = field(default_factory=dict)
    index: dict[Entity, int] = field(default_factory=dict)

    def ask(self, sql: str, sets: Sequence[Grouping], period: bool, count: int, size: int) -> _Answer:
        """The answer to a query whose rows are entities of `sets`, `count` aggregates for `size` periods or pieces."""
        self.queries.append(sql)
        result = self.connection.execute(sql).fetchnumpy()
        rows = len(result["@0"])
        if rows * max(count, 1) > MOST_CELLS:
            raise TooManyEntities(rows // max(size, 1))
        names = [result[f"@key{level}"] for level in range(len(self.scan.levels))]
        texts = [[None if hidden else str(text) for text, hidden in zip(n, np.ma.getmaskarray(n), strict=True)] for n in names]
        at = {write.mask(self.scan.levels, grouping): grouping for grouping in sets}
        masks = result["@mask"] if "@mask" in result else np.full(rows, next(iter(at)))
        entities: list[Entity] = []
        places = np.zeros(rows, np.int64)
        for mask, grouping in at.items():
            here = np.flatnonzero(masks == mask)
            keys = [texts[self.scan.levels.index(level)] for level in grouping]
            told = list(zip(*([key[row] for row in here.tolist()] for key in keys), strict=True)) if keys else [()] * len(here)
            numbers = {key: number for number, key in enumerate(dict.fromkeys(told), start=len(entities))}
            places[here] = [numbers[key] for key in told]
            entities += [Entity(key, grouping) for key in numbers]
        if len(entities) * size * max(count, 1) > MOST_CELLS:
            raise TooManyEntities(len(entities))
        when = np.asarray(result["@period"], np.int64) if period else None
        return _Answer(result, tuple(entities), places, when, count, size)

    def finished(self) -> Atoms:
        """Of nothing the count is 0, and so is the sum, unless there were rows without a number."""
        for aggregate, array in self.values.items():
            array += 0.0  # -0 is 0, whichever of the two an engine finds first
            if aggregate.function in ("count", "count_distinct"):
                array[np.isnan(array)] = 0
        for aggregate, array in self.values.items():
            if aggregate.function == "sum":
                array[(self.values[seen(aggregate)] == 0) & np.isnan(array)] = 0
        return Atoms(tuple(self.index), self.values, tuple(self.queries))

    def spread(self, array: Array, entities: Sequence[Entity]) -> Array:
        """[period, entity] of an answer's entities as that of all."""
        out = np.full((len(self.scan.periods), len(self.index)), np.nan)
        known = [number for number, entity in enumerate(entities) if entity in self.index]
        out[:, [self.index[entities[number]] for number in known]] = array[:, known]
        return out


@dataclass(frozen=True)
class _Answer:
    """A query's rows, ready to be laid out as [period or piece, entity]."""

    result: dict[str, Any]
    entities: tuple[Entity, ...]
    places: NDArray[np.int64]  # of each row, the entity's number
    when: NDArray[np.int64] | None  # of each row, the period's; None: each period has columns of its own
    count: int
    size: int

    def numbers(self, number: int) -> Array:
        """An aggregate's numbers, NaN for NULL. What an engine calls NaN (∞ − ∞) has left the range of numbers, like ∞."""
        columns = []
        for at in self._columns(number):
            column = np.ma.asarray(self.result[f"@{at}"]).astype(np.float64)
            told = np.where(np.isnan(column.data), np.inf, column.data)
            columns.append(np.where(np.ma.getmaskarray(column), np.nan, told))
        return self._laid(columns, np.nan)

    def sums(self, number: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The parts of an exact sum [3, …], and where there was anything to sum."""
        uppers = [np.ma.asarray(self.result[f"@{at}"]) for at in self._columns(number)]
        lowers = [np.ma.asarray(self.result[f"@{at}low"]) for at in self._columns(number)]
        told = self._laid([~np.ma.getmaskarray(column) for column in uppers], False)
        upper = self._laid([np.ma.filled(column, 0) for column in uppers], 0)
        lower = self._laid([np.ma.filled(column, 0) for column in lowers], 0)
        return split(upper, lower), told

    def _columns(self, number: int) -> list[int]:
        return [number] if self.when is not None else [number + period * self.count for period in range(self.size)]

    def _laid(self, columns: list[NDArray[Any]], empty: float) -> NDArray[Any]:
        out = np.full((self.size, len(self.entities)), empty, columns[0].dtype)
        if self.when is not None:
            out[self.when, self.places] = columns[0]
        else:
            for period, column in enumerate(columns):
                out[period, self.places] = column
        return out


class _Rows(_Run):
    """Aggregates over the rows themselves."""

    def atoms(self) -> Atoms:
        import duckdb

        scaled = self.scaled([a for a in self.scan.aggregates if a.function == "sum"])
        try:
            return self.worked(scaled)
        except (duckdb.ConversionException, duckdb.OutOfRangeException):  # Parquet's own account of its ends leaves out NaN
            return _Rows(self.connection, self.scan).worked(dict.fromkeys(scaled))

    def worked(self, scaled: Mapping[str, Scale | None]) -> Atoms:
        scan, size = self.scan, len(self.scan.periods)
        finest = [g for g in scan.groupings if not any(set(g) < set(other) for other in scan.groupings)]
        parts = [a for a in scan.aggregates if a.function in _ADDITIVE and a != ROWS and None not in self.powers(a, scaled)]
        whole = [a for a in scan.aggregates if a != ROWS and a not in parts]  # computed from the rows of each grouping and window
        # Where windows overlap, a row goes into a piece of time once; but what names its period differs from one to the next.
        overlap = scan.time is not None and not disjoint(scan.intervals)
        dated = [a for a in parts if overlap and _names(a)]
        # Of lives, those begun by then less those ended by then; an extreme cannot be taken off. Not worth it for the rows alone.
        still = [a for a in parts if _names(a) or a.function in ("min", "max")]
        lives = scan.valid is not None and scan.window.startswith("open_at_") and size >= _FEW and (parts != still or not parts)
        ranges: Ranges = None
        if overlap:
            cut, ranges = pieces(scan.intervals)
            shared, count = write.spine(scan, cut, ()), len(cut)
        elif lives:
            dated = still
            shared, count, ranges = write.events(scan)
        first = [ROWS, *(a for a in parts if a not in dated)]
        if lives:  # whether any number is left after taking off, their counts tell
            first = list(dict.fromkeys((*first, *(_filled(a) for a in first if a.function == "sum"))))
        for group, spans in ((first, ranges), (dated, None)):
            if group:
                rows = shared if spans else self.rows(group)
                sql = write.additive(scan, rows, group, finest, scaled)
                answer = self.ask(sql, finest, bool(rows.period), len(group), count if spans else size)
                lift = self.lift(answer, finest)
                for number, aggregate in enumerate(group):
                    if aggregate.function == "sum":
                        held = answer.numbers(group.index(_filled(aggregate))) if lives and spans else None
                        powers = self.powers(aggregate, scaled)
                        array = _summed(answer, number, held, lift, len(self.index), spans, powers)
                    else:
                        array = _merged(answer, number, aggregate, lift, len(self.index), spans)
                    self.values[aggregate] = array
        by_value: dict[str | None, list[Aggregate]] = {}  # distinct counts of one value together; None: all the others
        for aggregate in whole:
            twice = aggregate.function == "count_distinct" and '"@' not in str(aggregate.argument)
            by_value.setdefault(aggregate.argument if twice else None, []).append(aggregate)
        for value, group in by_value.items():
            rows = self.rows(group)
            sql = write.distinct(scan, rows, group) if value else write.additive(scan, rows, group, scan.groupings, scaled)
            answer = self.ask(sql, scan.groupings, bool(rows.period), len(group), size)
            for number, aggregate in enumerate(group):
                self.values[aggregate] = self.spread(answer.numbers(number), answer.entities)
        return self.finished()

    def rows(self, aggregates: Iterable[Aggregate]) -> write.Rows:
        """The rows of every window, with those names of the period that the aggregates use."""
        scan = self.scan
        return write.spine(scan, scan.intervals, _names(*aggregates)) if scan.time else write.flagged(scan)

    def scaled(self, sums: Sequence[Aggregate]) -> dict[str, Scale | None]:
        """How each value that is summed is written as whole numbers."""
        table, rows = f"FROM {self.scan.table.relation}", self.rows(sums)
        sources: dict[str, list[str]] = {}
        known: dict[str, tuple[float, float]] = {}
        for column in write.columns_of(self.scan, rows, sums):
            value = str(column.argument)
            if column.ends:
                known[value] = column.ends
            sources.setdefault(rows.sql if '"@' in value else table, []).append(value)
        return scales(self.connection, sources, self.scan.table.rows, known)

    def powers(self, aggregate: Aggregate, scaled: Mapping[str, Scale | None]) -> list[int | None]:
        """Of a sum the power of two of each period's whole numbers, one for all where they share it; None: there is none."""
        if aggregate.function != "sum":
            return []
        found = [scaled[str(column.argument)] for column in write.columns_of(self.scan, self.rows([aggregate]), [aggregate])]
        return [scale.power if scale else None for scale in found]

    def lift(self, answer: _Answer, finest: Sequence[Grouping]) -> Lift:
        """From the finest groupings' entities to those of all. Each grouping is put together from the first finest one that holds
        it. The first time this also finds which entities there are: those with rows."""
        first = not self.index
        there = np.logical_or.reduce(np.nan_to_num(answer.numbers(0)) > 0, axis=0)
        pairs: list[tuple[int, Entity]] = []
        for grouping in self.scan.groupings:
            source = next(each for each in finest if set(grouping) <= set(each))
            at = [source.index(level) for level in grouping]
            pairs += [
                (number, Entity(tuple(entity.key[n] for n in at), grouping))
                for number, entity in enumerate(answer.entities)
                if entity.columns == source and (there[number] or not first)
            ]
        if first:
            for entity in (Entity(), *(entity for _, entity in pairs)):
                self.index.setdefault(entity, len(self.index))
        pairs = [(number, entity) for number, entity in pairs if entity in self.index]
        return np.array([n for n, _ in pairs], np.int64), np.array([self.index[e] for _, e in pairs], np.int64)


class _PerKey(_Run):
    """Aggregates over rows that were made one for each value of a key, within each window and entity; these add up to nothing."""

    def atoms(self) -> Atoms:
        scan = self.scan
        relation, sql = '"@per"', write.made_one(scan)
        self.queries.append(sql)
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {sql}")
        aggregates = [ROWS, *(a for a in scan.aggregates if a != ROWS)]
        groups = self.connection.execute(f"SELECT COUNT(*) FROM {relation}").fetchone()
        sums = [str(a.argument) for a in aggregates if a.function == "sum"]
        scaled = scales(self.connection, {f"FROM {relation}": sums}, groups[0] if groups else 0)
        sql = write.over_groups(scan, relation, aggregates, scaled)
        answer = self.ask(sql, scan.groupings, True, len(aggregates), len(scan.periods))
        self.connection.execute(f"DROP TABLE {relation}")
        for entity in (Entity(), *answer.entities):
            self.index.setdefault(entity, len(self.index))
        for number, aggregate in enumerate(aggregates):
            scale = scaled[str(aggregate.argument)] if aggregate.function == "sum" else None
            if scale:
                parts, told = answer.sums(number)
                array = np.where(told, joined(parts, np.array(scale.power)), np.nan)
            else:
                array = answer.numbers(number)
            self.values[aggregate] = self.spread(array, answer.entities)
        return self.finished()


Lift = tuple["NDArray[np.int64]", "NDArray[np.int64]"]
"""Pairs of numbers of entities: of an answer's, and of one that it is part of."""


def _summed(
    answer: _Answer, number: int, held: Array | None, lift: Lift, entities: int, ranges: Ranges, powers: Sequence[int | None]
) -> Array:
    """An exact sum as [period, entity] of every grouping; NaN where there was nothing to sum. `held`: how many numbers there
    were in each piece, where pieces are taken off."""
    parts, told = answer.sums(number)
    here, there = lift
    stacked = np.concatenate(
        [parts, (told if held is None else np.nan_to_num(held))[None].astype(np.int64)]
    )  # [4, period or piece, entity]
    total = np.zeros((4, entities, answer.size), np.int64)
    for whole, part in zip(total, stacked, strict=True):
        np.add.at(whole, there, part.T[here])
    if ranges is not None:
        total = _cumulated(total, ranges)
    power = np.array(powers, np.int64)  # one, or one for each period
    return np.ascontiguousarray(np.where(total[3] > 0, joined(total[:3], power), np.nan).T)


def _merged(answer: _Answer, number: int, aggregate: Aggregate, lift: Lift, entities: int, ranges: Ranges) -> Array:
    """A count or an extreme as [period, entity] of every grouping; NaN for an extreme of nothing."""
    here, there = lift
    array = answer.numbers(number)
    if aggregate.function == "count":
        total = np.zeros((entities, answer.size))
        np.add.at(total, there, np.nan_to_num(array).T[here])
        return np.ascontiguousarray((total if ranges is None else _cumulated(total, ranges)).T)
    combine = np.fmin if aggregate.function == "min" else np.fmax
    total = np.full((entities, answer.size), np.nan)
    combine.at(total, there, array.T[here])
    if ranges is not None:
        total = np.stack([combine.reduce(total[:, first:last], axis=1) for first, last, *_ in ranges], axis=1)
    return np.ascontiguousarray(total.T)


Ranges = Sequence[tuple[int, ...]] | None
"""For each period the first of the pieces that it is made of, and the one after the last; after these, if given, those of pieces
that are taken off. None: the pieces are the periods."""


def _cumulated(array: NDArray[Any], ranges: Sequence[tuple[int, ...]]) -> NDArray[Any]:
    """[…, piece] summed over each period's pieces: whole numbers all, so differences of running totals are exact."""
    running = np.concatenate([np.zeros_like(array[..., :1]), np.cumsum(array, axis=-1)], axis=-1)
    first, last, *off = np.array(ranges).T
    told: NDArray[Any] = running[..., last] - running[..., first]
    return told - (running[..., off[1]] - running[..., off[0]]) if off else told


def _filled(aggregate: Aggregate) -> Aggregate:
    """The count of the numbers that a sum adds up."""
    return seen(replace(aggregate, function="max"))


def _names(*aggregates: Aggregate) -> list[str]:
    """The period's names that these use."""
    return write.used(f"{each.argument} {each.where}" for each in aggregates)
