"""Which atoms to ask of which dataset, over which windows: the work order for an engine.

Enters: a Definition and the periods to evaluate. Leaves: `Scan`s, one for each dataset, window and time column (and, with
`per`, for each way in which rows are made one).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scorecard.records.definition import Calendar, Definition, FromRows, Per, Period, Window
from scorecard.records.formula import Aggregate, seen
from scorecard.records.tables import Table
from scorecard.values.windows import Interval, interval

ScanKey = tuple[str, Window, int, str | None, tuple[object, ...] | None]
"""Dataset, window, how many periods it reaches back, time column, and what `per` holds."""


@dataclass(frozen=True, slots=True)
class Scan:
    """Aggregates over one table's rows in one kind of window, for every period and every grouping that the table knows."""

    table: Table
    window: Window
    intervals: tuple[Interval, ...]  # the days of each period's window; () where no date places a row
    time: str | None  # the date column that places a row in them
    valid: tuple[str, str] | None  # start and end of a row's life, for the open_ windows
    groupings: tuple[tuple[str, ...], ...]  # columns that tell entities apart, () first, as in `Definition.groupings`
    periods: tuple[Period | None, ...]
    aggregates: tuple[Aggregate, ...]  # each once; averages already split into sum and count
    calendar: Calendar
    per: Per | None = None  # rows are made one for each value of its key first

    @property
    def levels(self) -> tuple[str, ...]:
        """The columns of all groupings, each once."""
        return tuple(dict.fromkeys(level for grouping in self.groupings for level in grouping))


def parts(aggregate: Aggregate) -> tuple[Aggregate, ...]:
    """What the engine computes for an aggregate: an average is its sum and its count; a sum needs to know of its rows."""
    if aggregate.function == "avg":
        return (*parts(replace(aggregate, function="sum")), seen(aggregate))
    if aggregate.function == "sum":
        return (aggregate, seen(aggregate))
    return (aggregate,)


def scans(definition: Definition, tables: Mapping[str, Table], periods: tuple[Period | None, ...]) -> dict[ScanKey, Scan]:
    """One scan for each dataset, window, time column and `per` that some measure uses."""
    wanted: dict[ScanKey, dict[Aggregate, None]] = {}
    ways: dict[ScanKey, Per | None] = {}
    for measure in definition.measures.values():
        if isinstance(measure.how, FromRows):
            at = key(measure.how, periods)
            atoms, ways[at] = wanted.setdefault(at, {}), measure.how.per
            for aggregate in measure.how.aggregates:
                atoms.update(dict.fromkeys(parts(aggregate)))
    found = {}
    for at, atoms in wanted.items():
        dataset, window, last, time, _ = at
        days = tuple(interval(period, window, last, definition.calendar) for period in periods if period and time)
        found[at] = Scan(
            tables[dataset], window, days, time, definition.datasets[dataset].valid, known_groupings(definition, tables[dataset]),
            periods, tuple(atoms), definition.calendar, ways[at],
        )  # fmt: skip
    return found


def key(how: FromRows, periods: tuple[Period | None, ...]) -> ScanKey:
    """The scan that serves a measure. In a snapshot, what is placed by a date is all rows."""
    per = (how.per.key, *sorted(how.per.columns.items()), how.per.where) if how.per else None
    placed = how.window in ("during", "to_date", "year_to_date", "last")
    if placed and periods == (None,):
        return how.dataset, "all", 1, None, per
    last = how.last if how.window == "last" else 1
    window = "during" if how.window == "last" and last == 1 else how.window
    return how.dataset, window, last, how.time if placed else None, per


def known_groupings(definition: Definition, table: Table) -> tuple[tuple[str, ...], ...]:
    """The groupings whose columns the table has: a hierarchy down to the first level that the table lacks, for a branch without
    its region names nobody."""
    return tuple(grouping for grouping in definition.groupings if all(level in table.columns for level in grouping))
