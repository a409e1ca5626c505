"""Atoms -> Values: the arithmetic, and why a number is missing.

Enters: the Definition, the Tables' account of what they cover, each scan's atoms, typed-in values. Leaves: `Values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from scorecard import periods as calendars
from scorecard.formula.arithmetic import Cells, compute
from scorecard.problems import Problem, finding, note
from scorecard.records.definition import Definition, Derived, Entered, FromRows, Measure, Period
from scorecard.records.formula import Aggregate, MeasureTerm, leaves, seen
from scorecard.records.tables import EnteredValue, Table, Tables
from scorecard.records.values import LEAST_COVERED, Entity, Reason, Values
from scorecard.values.plan import ScanKey, key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scorecard.values.engines.duckdb import Atoms
    from scorecard.values.plan import Scan

Key = tuple[str | None, ...]


def assemble(
    definition: Definition, tables: Tables, periods: tuple[Period | None, ...], scanned: Mapping[ScanKey, tuple[Scan, Atoms]]
) -> tuple[Values, tuple[Problem, ...]]:
    """Every measure in every period and entity. Measures come in an order in which each follows those it derives from."""
    problems: list[Problem] = []
    entered = _entered(definition, tables.entered, periods, problems)
    keys = {key for _, atoms in scanned.values() for key in atoms.keys} | {key for _, _, key in entered} | {()}
    entities = tuple(
        Entity(key, definition.levels[: len(key)])
        for key in sorted(keys, key=lambda key: (len(key), [(n is None, n or "") for n in key]))
    )
    room = _Room(definition, tables.tables, periods, entities, scanned, entered, problems)
    measures = in_order(definition.measures.values())
    for measure in measures:
        room.fill(measure)
    names = tuple(measure.id for measure in measures)
    cells, n = [room.cells[name] for name in names], [room.n[name] for name in names]
    shape = (len(names), len(periods), len(entities))
    values = Values(
        names,
        periods,
        entities,
        value=np.array([cell.value for cell in cells], np.float64).reshape(shape),
        reason=np.array([cell.reason for cell in cells], np.int8).reshape(shape),
        n=np.array(n, np.int64).reshape(shape),
        se=np.full(shape, np.nan),
        covered=np.array([room.covered[name] for name in names], np.float64).reshape(shape[:2]),
    )
    return values, tuple(problems)


def in_order(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Measures so that each stands behind those it derives from; `definition` has refused cycles."""
    known = {measure.id: measure for measure in measures}
    done: dict[str, Measure] = {}

    def visit(measure: Measure) -> None:
        if measure.id in done:
            return
        if isinstance(measure.how, Derived):
            for term in leaves(measure.how.formula.tree):
                if isinstance(term, MeasureTerm):
                    visit(known[term.measure])
        done[measure.id] = measure

    for measure in known.values():
        visit(measure)
    return tuple(done.values())


@dataclass
class _Room:
    """Where the arrays [period, entity] of each measure come together."""

    definition: Definition
    tables: Mapping[str, Table]
    periods: tuple[Period | None, ...]
    entities: tuple[Entity, ...]
    scanned: Mapping[ScanKey, tuple[Scan, Atoms]]
    entered: Mapping[tuple[str, int, Key], float]
    problems: list[Problem]
    cells: dict[str, Cells] = field(default_factory=dict)
    n: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    covered: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    told: set[tuple[str, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        before = {period.end: number for number, period in enumerate(self.periods) if period}
        kinds = [period.kind if period else None for period in self.periods]
        self.shape = (len(self.periods), len(self.entities))
        self.levels = np.array([entity.level for entity in self.entities])
        found = [before.get(period.start, -1) if period else -1 for period in self.periods]
        self.previous = [at if at >= 0 and kinds[at] == kinds[number] else -1 for number, at in enumerate(found)]

    def fill(self, measure: Measure) -> None:
        match measure.how:
            case FromRows():
                self.from_rows(measure, measure.how)
            case Derived():
                self.derived(measure, measure.how)
            case Entered():
                self.typed_in(measure)

    def from_rows(self, measure: Measure, how: FromRows) -> None:
        scan, atoms = self.scanned[key(how, self.periods)]
        at = {entity.key: number for number, entity in enumerate(self.entities)}
        to = np.array([at[key] for key in atoms.keys], np.int64)

        def spread(aggregate: Aggregate, empty: float) -> NDArray[np.float64]:
            array = np.full(self.shape, empty, np.float64)
            array[:, to] = atoms.values[aggregate]
            return array

        def leaf(term: Aggregate | MeasureTerm) -> Cells:
            assert isinstance(term, Aggregate)
            if term.function == "avg":
                total, count = spread(replace(term, function="sum"), 0), spread(seen(term), 0)
                value = np.divide(total, count, out=np.full(self.shape, np.nan), where=count > 0)
            else:
                value = spread(term, 0.0 if term.function in ("count", "count_distinct", "sum") else np.nan)
            return Cells(value, np.where(np.isnan(value), np.int8(Reason.NO_ROWS), np.int8(0)))

        cells = compute(how.formula.tree, leaf)
        n = spread(how.formula.rows, 0) if how.formula.rows else np.zeros(self.shape)
        covered = self.coverage(measure, how)
        value, reason = np.broadcast_to(cells.value, self.shape).copy(), np.broadcast_to(cells.reason, self.shape).copy()
        reason[covered == 0] = Reason.NOT_COVERED
        reason[:, self.levels > len(scan.levels)] = Reason.NOT_AT_LEVEL
        value[reason != 0] = np.nan
        n[(reason == Reason.NOT_COVERED) | (reason == Reason.NOT_AT_LEVEL)] = 0
        self.cells[measure.id], self.n[measure.id], self.covered[measure.id] = Cells(value, reason), n.astype(np.int64), covered

    def derived(self, measure: Measure, how: Derived) -> None:
        def before(array: NDArray[np.generic], empty: float) -> NDArray[np.float64]:
            rows = [array[at] if at >= 0 else np.full(array.shape[1:], empty) for at in self.previous]
            return np.array(rows, np.float64)

        def leaf(term: Aggregate | MeasureTerm) -> Cells:
            assert isinstance(term, MeasureTerm)
            cells = self.cells[term.measure]
            if term.shift == "same":
                return cells
            value, reason = before(cells.value, np.nan), before(cells.reason, Reason.NOT_COVERED).astype(np.int8)
            partly = before(self.covered[term.measure], 0.0) < LEAST_COVERED
            reason = np.where(partly[:, None] & (reason == 0), np.int8(Reason.NOT_COVERED), reason)
            return Cells(np.where(reason == 0, value, np.nan), reason)

        cells = compute(how.formula.tree, leaf)
        terms = [term for term in leaves(how.formula.tree) if isinstance(term, MeasureTerm)]
        counts = [
            self.n[term.measure] if term.shift == "same" else before(self.n[term.measure], 0).astype(np.int64) for term in terms
        ]
        covers = [self.covered[t.measure] if t.shift == "same" else before(self.covered[t.measure], 0.0) for t in terms]
        value, reason = np.broadcast_to(cells.value, self.shape), np.broadcast_to(cells.reason, self.shape)
        self.cells[measure.id] = Cells(value, reason)
        self.n[measure.id] = np.where(reason == 0, np.minimum.reduce(counts), 0)
        self.covered[measure.id] = np.minimum.reduce(covers)

    def typed_in(self, measure: Measure) -> None:
        value = np.full(self.shape, np.nan)
        deepest = {len(key) for name, _, key in self.entered if name == measure.id}
        for number, entity in enumerate(self.entities):
            for period in range(len(self.periods)):
                value[period, number] = self.entered.get((measure.id, period, entity.key), np.nan)
        missing = np.where(np.isin(self.levels, [0, *deepest]), np.int8(Reason.NOT_ENTERED), np.int8(Reason.NOT_AT_LEVEL))
        reason = np.where(np.isnan(value), missing, np.int8(0))
        self.cells[measure.id] = Cells(value, reason)
        self.n[measure.id] = (reason == 0).astype(np.int64)
        self.covered[measure.id] = np.ones(len(self.periods))

    def coverage(self, measure: Measure, how: FromRows) -> NDArray[np.float64]:
        """The share of each period's days that the data reach; said aloud where it had to be guessed or is partial."""
        if self.periods == (None,) and how.window in ("open_at_start", "open_at_end"):
            place = self.definition.places.at("measures", measure.id, "rows")
            self.problems.append(finding("window-needs-periods", place, measure=measure.id, window=how.window))
            return np.zeros(1)
        if how.window == "all" or self.periods == (None,):
            return np.ones(len(self.periods))
        dataset, table = self.definition.datasets[how.dataset], self.tables[how.dataset]
        columns = tuple(filter(None, (how.time,) if how.window == "during" else dataset.valid or ()))
        span = dataset.covers or _span(table, columns)
        place = self.definition.places.at("datasets", how.dataset)
        if span is None:
            self.say(finding("no-dates", place, dataset=how.dataset, columns=columns), how.dataset, *columns)
            return np.zeros(len(self.periods))
        facts = {"dataset": how.dataset, "first": span[0], "last": span[1] - timedelta(1)}
        if not dataset.covers:
            self.say(note("covers-assumed", place, columns=columns, **facts), how.dataset, *columns)
        covered = []
        for period in self.periods:
            assert period is not None
            share = max(0, (min(span[1], period.end) - max(span[0], period.start)).days) / period.days
            if 0 < share < LEAST_COVERED:
                self.say(
                    finding("partly-covered", place, period=period.id, share=share, **facts), how.dataset, period.id, *columns
                )
            covered.append(share)
        return np.array(covered)

    def say(self, problem: Problem, *about: str) -> None:
        """Once, however many measures it concerns."""
        if (problem.code, *about) not in self.told:
            self.told.add((problem.code, *about))
            self.problems.append(problem)


def _span(table: Table, columns: Iterable[str]) -> tuple[date, date] | None:
    """From the first day seen in the columns to the day after the last."""
    spans = [span for column in columns if (span := table.spans.get(column))]
    return (min(first for first, _ in spans), max(last for _, last in spans) + timedelta(1)) if spans else None


def _entered(
    definition: Definition, typed: Iterable[EnteredValue], periods: tuple[Period | None, ...], problems: list[Problem]
) -> dict[tuple[str, int, Key], float]:
    """Typed-in values by measure, period index and entity; what cannot be placed is a finding."""
    at = {period.id if period else None: number for number, period in enumerate(periods)}
    wanted = {measure.id for measure in definition.measures.values() if isinstance(measure.how, Entered)}
    found: dict[tuple[str, int, Key], float] = {}
    several: dict[str, None] = {}  # measures of which a snapshot cannot tell which value is meant
    place = definition.places.at("datasets", "entered")
    for value in typed:
        if value.measure not in wanted:
            continue
        period = None
        if at.keys() != {None}:
            try:
                period = calendars.parse(value.period or "", definition.calendar).id
            except ValueError as error:
                problems.append(finding("entered-period", place, row=value.row, period=value.period or "", reason=str(error)))
                continue
        if period in at:
            if period is None and (value.measure, 0, value.entity) in found:
                several[value.measure] = None
            found[value.measure, at[period], value.entity] = value.value
    problems.extend(finding("entered-several", place, measure=measure) for measure in several)
    return {key: value for key, value in found.items() if key[0] not in several}
