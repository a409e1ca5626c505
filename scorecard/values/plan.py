"""Which atoms to ask of which dataset, over which windows: the work order for an engine.

Enters: a Definition and the periods to evaluate. Leaves: `Scan`s, one for each dataset, window and time column; and the
list of periods, grown by those that `previous` looks back to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scorecard import periods as calendars
from scorecard.records.definition import Calendar, Definition, Derived, FromRows, Period, Window
from scorecard.records.formula import Aggregate, MeasureTerm, leaves, seen
from scorecard.records.tables import Table

ScanKey = tuple[str, Window, str | None]
"""Dataset, window and time column."""


@dataclass(frozen=True, slots=True)
class Scan:
    """Aggregates over one table's rows in one kind of window, for every period and every level that the table knows."""

    table: Table
    window: Window
    time: str | None  # the date column that places a row, for `during`
    valid: tuple[str, str] | None  # start and end of a row's life, for the open_ windows
    levels: tuple[str, ...]  # entity columns, coarse to fine
    periods: tuple[Period | None, ...]
    aggregates: tuple[Aggregate, ...]  # each once; averages already split into sum and count
    calendar: Calendar


def parts(aggregate: Aggregate) -> tuple[Aggregate, ...]:
    """What the engine computes for an aggregate: an average is its sum and its count; a sum needs to know of its rows."""
    if aggregate.function == "avg":
        return (*parts(replace(aggregate, function="sum")), seen(aggregate))
    if aggregate.function == "sum":
        return (aggregate, seen(aggregate))
    return (aggregate,)


def scans(definition: Definition, tables: Mapping[str, Table], periods: tuple[Period | None, ...]) -> dict[ScanKey, Scan]:
    """One scan for each dataset, window and time column that some measure uses."""
    wanted: dict[ScanKey, dict[Aggregate, None]] = {}
    for measure in definition.measures.values():
        if isinstance(measure.how, FromRows):
            atoms = wanted.setdefault(key(measure.how, periods), {})
            rows = (measure.how.formula.rows,) if measure.how.formula.rows else ()
            for leaf in (*leaves(measure.how.formula.tree), *rows):
                if isinstance(leaf, Aggregate):
                    atoms.update(dict.fromkeys(parts(leaf)))
    found = {}
    for (dataset, window, time), atoms in wanted.items():
        table, valid = tables[dataset], definition.datasets[dataset].valid
        levels = known_levels(definition, table)
        found[dataset, window, time] = Scan(table, window, time, valid, levels, periods, tuple(atoms), definition.calendar)
    return found


def key(how: FromRows, periods: tuple[Period | None, ...]) -> ScanKey:
    """The scan that serves a measure. In a snapshot `during` is all rows."""
    if how.window == "during" and periods == (None,):
        return how.dataset, "all", None
    return how.dataset, how.window, how.time if how.window == "during" else None


def known_levels(definition: Definition, table: Table) -> tuple[str, ...]:
    """The levels that a table knows, down to the first that it lacks: a branch without its region names nobody."""
    depth = 0
    while depth < len(definition.levels) and definition.levels[depth] in table.columns:
        depth += 1
    return definition.levels[:depth]


def with_previous(definition: Definition, shown: Iterable[Period | None]) -> tuple[Period | None, ...]:
    """The shown periods and those before them that derived measures or targets look back to, ascending."""
    depths: dict[str, int] = {}

    def depth(measure: str) -> int:
        if measure not in depths:
            how = definition.measures[measure].how
            terms = leaves(how.formula.tree) if isinstance(how, Derived) else ()
            depths[measure] = max(
                (depth(term.measure) + (term.shift == "previous") for term in terms if isinstance(term, MeasureTerm)), default=0
            )
        return depths[measure]

    back = 0
    for node in definition.root.walk():
        if node.measure:
            looks = node.target is not None and any(knot.value.reference == "previous" for knot in node.target.knots)
            back = max(back, depth(node.measure) + looks)
    found: set[Period] = set()
    for period in shown:
        if period is None:
            return (None,)
        found.update(calendars.back(period, definition.calendar, back + 1))
    return tuple(sorted(found, key=lambda period: (period.start, period.end)))
