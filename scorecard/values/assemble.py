"""Atoms -> Values: the arithmetic, and why a number is missing.

Enters: the Definition, the Tables' account of what they cover, each scan's atoms, typed-in values. Leaves: `Values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from scorecard.formula.arithmetic import Cells, compute
from scorecard.problems import Problem, finding, note
from scorecard.records.definition import Absent, Definition, Derived, Entered, FromRows, Measure, Period
from scorecard.records.formula import Aggregate, MeasureTerm, leaves, seen
from scorecard.records.tables import Table, Tables
from scorecard.records.values import LEAST_COVERED, Entity, Reason, Values
from scorecard.values.entered import Typed, entered
from scorecard.values.plan import ScanKey, key
from scorecard.values.uncertainty import Spread, spread
from scorecard.values.windows import Interval, Shift, shifted
from scorecard.values.withheld import Family, families, withheld

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scorecard.values.engines.duckdb import Atoms
    from scorecard.values.plan import Scan


def assemble(
    definition: Definition,
    tables: Tables,
    periods: tuple[Period | None, ...],
    scanned: Mapping[ScanKey, tuple[Scan, Atoms]],
    baseline: Period | None,
) -> tuple[Values, tuple[Problem, ...]]:
    """Every measure in every period and entity. Measures come in an order in which each follows those it derives from."""
    problems: list[Problem] = []
    typed = entered(definition, tables.entered, periods, problems)
    entities = _entities(
        definition,
        [*(e for _, atoms in scanned.values() for e in atoms.entities), *(e for cells in typed.values() for _, e in cells)],
    )
    room = _Room(definition, tables.tables, periods, entities, scanned, typed, problems, baseline)
    measures = in_order(definition.measures.values())
    for measure in measures:
        room.fill(measure)
    names = tuple(measure.id for measure in measures)
    cells, n = [room.cells[name] for name in names], [room.n[name] for name in names]
    shape = (len(names), len(periods), len(entities))

    def ends(which: Literal["se", "low", "high"]) -> NDArray[np.float64]:
        found = np.full(shape, np.nan)
        for row, name in enumerate(names):
            if name in room.spreads:
                found[row] = getattr(room.spreads[name], which)
        return found

    values = Values(
        names,
        periods,
        entities,
        value=np.array([cell.value for cell in cells], np.float64).reshape(shape),
        reason=np.array([cell.reason for cell in cells], np.int8).reshape(shape),
        n=np.array(n, np.int64).reshape(shape),
        se=ends("se"),
        covered=np.array([room.covered[name] for name in names], np.float64).reshape(shape[:2]),
        low=ends("low") if room.spreads else None,
        high=ends("high") if room.spreads else None,
    )
    return values, tuple(problems)


def _entities(definition: Definition, found: Iterable[Entity]) -> tuple[Entity, ...]:
    """Each once, with all above it; grouping by grouping, there by name, unassigned last."""
    known = dict.fromkeys(found)
    known |= {Entity(each.key[:depth], each.columns[:depth]): None for each in known for depth in range(each.level)} | {
        Entity(): None
    }
    order = {columns: number for number, columns in enumerate(definition.groupings)}
    return tuple(sorted(known, key=lambda each: (order[each.columns], [(name is None, name or "") for name in each.key])))


def in_order(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Measures so that each stands behind those it derives from; `definition` has refused cycles."""
    known = {measure.id: measure for measure in measures}
    done: dict[str, Measure] = {}
    todo = list(reversed(known.values()))
    while todo:  # no recursion: a chain may be as long as the definition
        measure = todo[-1]
        terms = leaves(measure.how.formula.tree) if isinstance(measure.how, Derived) else ()
        needs = [term.measure for term in terms if isinstance(term, MeasureTerm)]
        if isinstance(measure.how, FromRows) and isinstance(measure.how.population, str):
            needs.append(measure.how.population)
        first = [known[id] for id in needs if id not in done]
        todo += reversed(first)
        if not first:
            done[todo.pop().id] = measure
    return tuple(done.values())


@dataclass
class _Room:
    """Where the arrays [period, entity] of each measure come together."""

    definition: Definition
    tables: Mapping[str, Table]
    periods: tuple[Period | None, ...]
    entities: tuple[Entity, ...]
    scanned: Mapping[ScanKey, tuple[Scan, Atoms]]
    typed: Typed
    problems: list[Problem]
    baseline: Period | None
    cells: dict[str, Cells] = field(default_factory=dict)
    n: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    covered: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    spreads: dict[str, Spread] = field(default_factory=dict)
    told: set[tuple[str, ...]] = field(default_factory=set)
    families: dict[tuple[tuple[str, ...], ...], list[Family]] = field(default_factory=dict)  # by the groupings that data know

    def __post_init__(self) -> None:
        self.shape = (len(self.periods), len(self.entities))
        self.at = {entity: number for number, entity in enumerate(self.entities)}
        self.of_grouping: dict[tuple[str, ...], list[int]] = {}
        for entity, number in self.at.items():
            self.of_grouping.setdefault(entity.columns, []).append(number)
        self.period_at = {period: number for number, period in enumerate(self.periods)}

    def fill(self, measure: Measure) -> None:
        match measure.how:
            case FromRows():
                self.from_rows(measure, measure.how)
            case Derived():
                self.derived(measure, measure.how)
            case Entered():
                self.typed_in(measure)
            case Absent():
                self.absent(measure)

    def from_rows(self, measure: Measure, how: FromRows) -> None:
        scan, atoms = self.scanned[key(how, self.periods)]
        to = np.array([self.at[entity] for entity in atoms.entities], np.int64)

        def laid(aggregate: Aggregate, empty: float) -> NDArray[np.float64]:
            array = np.full(self.shape, empty, np.float64)
            array[:, to] = atoms.values[aggregate]
            return array

        def leaf(term: Aggregate | MeasureTerm) -> Cells:
            assert isinstance(term, Aggregate)
            if term.function == "avg":
                total, count = laid(replace(term, function="sum"), 0), laid(seen(term), 0)
                value = np.divide(total, count, out=np.full(self.shape, np.nan), where=count > 0)
            else:
                value = laid(term, 0.0 if term.function in ("count", "count_distinct", "sum") else np.nan)
            return Cells(value, np.where(np.isnan(value), np.int8(Reason.NO_ROWS), np.int8(0)))

        cells = compute(how.formula.tree, leaf)
        n = laid(how.formula.rows, 0) if how.formula.rows else np.zeros(self.shape)
        covered = self.coverage(measure, how, scan)
        value, reason = np.broadcast_to(cells.value, self.shape).copy(), np.broadcast_to(cells.reason, self.shape).copy()
        if how.survey and not self.tables[how.dataset].miscoded.isdisjoint(how.survey.items):
            reason[:] = Reason.MISCODED
        if how.survey:
            reason[reason == Reason.ZERO_DENOMINATOR] = Reason.NO_ROWS  # nobody answered
        reason[covered == 0] = Reason.NOT_COVERED
        counted, lent = n.astype(np.int64), self.definition.datasets[how.dataset].inherit
        if how.least > 1:
            guards = how.guards or ((how.formula.rows,) if how.formula.rows else ())
            hidden = self.hidden(scan, [laid(guard, 0).astype(np.int64) for guard in guards], how.least)
            reason = np.where((hidden > 0) & (reason != Reason.NOT_COVERED), hidden, reason)  # "no rows" would tell, too
            counted[hidden > 0] = 0
        if how.sampling is None:
            self.keep(measure, value, reason, counted, covered, scan.groupings, lent)
            return
        whole = self.cells[how.population].value if isinstance(how.population, str) else how.population
        size = np.broadcast_to(np.asarray(np.nan if whole is None else whole, float), self.shape)
        if (more := n[:, 0] > size[:, 0]).any():
            place = self.definition.places.at("measures", measure.id, "survey", "population")
            facts = {"measure": measure.title(self.definition.language), "answers": int(n[more, 0].max())}
            self.problems.append(finding("population-too-small", place, **facts, population=f"{size[more, 0].min():g}"))
        sure = spread(how, lambda aggregate: laid(aggregate, 0), value, size)
        self.keep(measure, value, reason, counted, covered, scan.groupings, lent, (sure.se, sure.low, sure.high))
        self.spreads[measure.id] = sure

    def hidden(self, scan: Scan, counts: Iterable[NDArray[np.int64]], least: int) -> NDArray[np.int8]:
        """Why a value is withheld, 0 where it is not: any of the counts may ask for it."""

        def among() -> list[Family]:
            if scan.groupings not in self.families:
                self.families[scan.groupings] = families(scan.groupings, self.entities, self.of_grouping)
            return self.families[scan.groupings]

        found = [withheld(count, among, self.reached(scan), least) for count in counts]
        few = np.any([each == Reason.TOO_FEW for each in found], axis=0)
        return np.where(few, np.int8(Reason.TOO_FEW), np.maximum.reduce(found)).astype(np.int8)

    def reached(self, scan: Scan) -> list[Interval]:
        """The days of each period's window, without those before the first answer and after the last."""
        span = _span(scan.table, (scan.time,)) if scan.time else None
        if span is None:
            return list(scan.intervals)
        return [Interval(max(each.start or span[0], span[0]), min(each.end, span[1])) for each in scan.intervals]

    def keep(
        self,
        measure: Measure,
        value: NDArray[np.float64],
        reason: NDArray[np.int8],
        n: NDArray[np.int64],
        covered: NDArray[np.float64],
        known: Iterable[tuple[str, ...]],
        inherit: bool,
        beside: tuple[NDArray[np.float64], ...] = (),
    ) -> None:
        """A measure's arrays, where the data know its groupings; elsewhere it has the value of the entity above, or none.
        `beside`: what goes along with the value."""
        groupings = {(), *known}
        for columns, numbers in self.of_grouping.items():
            if columns in groupings:
                continue
            reason[:, numbers] = Reason.NOT_AT_LEVEL
            if inherit:
                depth = next(depth for depth in range(len(columns), -1, -1) if columns[:depth] in groupings)
                above = [self.at[Entity(self.entities[number].key[:depth], columns[:depth])] for number in numbers]
                lent: tuple[NDArray[Any], ...] = (value, reason, n, *beside)
                for array in lent:
                    array[:, numbers] = array[:, above]
        for column in (value, *beside):
            column[reason != 0] = np.nan
        n[(reason == Reason.NOT_COVERED) | (reason == Reason.NOT_AT_LEVEL)] = 0
        self.cells[measure.id], self.n[measure.id], self.covered[measure.id] = Cells(value, reason), n, covered

    def derived(self, measure: Measure, how: Derived) -> None:
        def at(shift: Shift) -> list[int]:
            """For each period the number of the one that is meant, -1 where there is none."""
            meant = (shifted(period, shift, self.definition.calendar, self.baseline) for period in self.periods)
            return [-1 if period is None else self.period_at.get(period, -1) for period in meant]

        def there(array: NDArray[np.generic], shift: Shift, empty: float) -> NDArray[np.float64]:
            rows = [array[number] if number >= 0 else np.full(array.shape[1:], empty) for number in at(shift)]
            return np.array(rows, np.float64)

        def leaf(term: Aggregate | MeasureTerm) -> Cells:
            assert isinstance(term, MeasureTerm)
            cells = self.cells[term.measure]
            if term.shift == "same":
                return cells
            value = there(cells.value, term.shift, np.nan)
            reason = there(cells.reason, term.shift, Reason.NOT_COVERED).astype(np.int8)
            partly = there(self.covered[term.measure], term.shift, 0.0) < LEAST_COVERED
            reason = np.where(partly[:, None] & (reason == 0), np.int8(Reason.NOT_COVERED), reason)
            return Cells(np.where(reason == 0, value, np.nan), reason)

        cells = compute(how.formula.tree, leaf)
        terms = [term for term in leaves(how.formula.tree) if isinstance(term, MeasureTerm)]
        if self.baseline is None and any(term.shift == "baseline" for term in terms):
            place = self.definition.places.at("measures", measure.id, "formula")
            self.say(finding("baseline-not-given", place, measure=measure.id), "baseline")
        same = [term.measure for term in terms if term.shift == "same"]
        other = [term for term in terms if term.shift != "same"]
        counts = [*(self.n[m] for m in same), *(there(self.n[t.measure], t.shift, 0).astype(np.int64) for t in other)]
        covers = [*(self.covered[m] for m in same), *(there(self.covered[t.measure], t.shift, 0.0) for t in other)]
        value, reason = np.broadcast_to(cells.value, self.shape), np.broadcast_to(cells.reason, self.shape)
        self.cells[measure.id] = Cells(value, reason)
        self.n[measure.id] = np.where(reason == 0, np.minimum.reduce(counts), 0)
        self.covered[measure.id] = np.minimum.reduce(covers)

    def typed_in(self, measure: Measure) -> None:
        value = np.full(self.shape, np.nan)
        typed = self.typed.get(measure.id, {})
        for (period, entity), number in typed.items():
            value[period, self.at[entity]] = number
        reason = np.where(np.isnan(value), np.int8(Reason.NOT_ENTERED), np.int8(0))
        known = {entity.columns for _, entity in typed}
        dataset = self.definition.datasets.get("entered")
        n, covered = (reason == 0).astype(np.int64), np.ones(len(self.periods))
        self.keep(measure, value, reason, n, covered, known, dataset is not None and dataset.inherit)

    def absent(self, measure: Measure) -> None:
        """The client has no such data: missing everywhere, and that lowers the coverage."""
        self.cells[measure.id] = Cells(np.full(self.shape, np.nan), np.full(self.shape, Reason.NO_DATA, np.int8))
        self.n[measure.id], self.covered[measure.id] = np.zeros(self.shape, np.int64), np.ones(len(self.periods))

    def coverage(self, measure: Measure, how: FromRows, scan: Scan) -> NDArray[np.float64]:
        """The share of each window's days that the data reach, to_date of the period's; said aloud where it had to be guessed
        or is partial."""
        if self.periods == (None,) and how.window in ("open_at_start", "open_at_end"):
            place = self.definition.places.at("measures", measure.id, "rows")
            self.problems.append(finding("window-needs-periods", place, measure=measure.id, window=how.window))
            return np.zeros(1)
        if how.window == "all" or self.periods == (None,):
            return np.ones(len(self.periods))
        dataset, table = self.definition.datasets[how.dataset], self.tables[how.dataset]
        columns = (scan.time,) if scan.time else dataset.valid or ()
        span = dataset.covers or _span(table, columns)
        place = self.definition.places.at("datasets", how.dataset)
        if span is None:
            self.say(finding("no-dates", place, dataset=how.dataset, columns=columns), how.dataset, *columns)
            return np.zeros(len(self.periods))
        facts = {"dataset": how.dataset, "first": span[0], "last": span[1] - timedelta(1)}
        if not dataset.covers:
            self.say(note("covers-assumed", place, columns=columns, **facts), how.dataset, *columns)
        covered = []
        for number, period in enumerate(self.periods):
            assert period is not None
            start, end = period.start, period.end
            if scan.window in ("year_to_date", "last"):
                start, end = scan.intervals[number].start or start, scan.intervals[number].end
            share = max(0, (min(span[1], end) - max(span[0], start)).days) / (end - start).days
            if 0 < share < LEAST_COVERED:
                longer = {"start": start, "end": end - timedelta(1)} if (start, end) != (period.start, period.end) else {}
                code = "window-partly-covered" if longer else "partly-covered"
                problem = finding(code, place, period=period.id, share=share, **longer, **facts)
                self.say(problem, how.dataset, period.id, str(start), *columns)
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
    if not spans:
        return None
    last = min(max(last for _, last in spans), date.max - timedelta(1))  # 9999-12-31 has no day after it; no period gets there
    return min(first for first, _ in spans), last + timedelta(1)
