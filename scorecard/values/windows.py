"""Which days a measure's window takes for a period, and which other periods it looks at.

Enters: periods and a calendar. Leaves: intervals of days; pieces into which overlapping ones fall; the periods to compute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

from scorecard import periods as calendars
from scorecard.records.definition import Bound, Calendar, Dated, Definition, Derived, Period, Target, Window
from scorecard.records.formula import MeasureTerm, leaves

Shift = Literal["same", "previous", "year_ago", "baseline"]


@dataclass(frozen=True, slots=True)
class Interval:
    """[start, end) of days; without a start all days before the end."""

    start: date | None
    end: date


def interval(period: Period, window: Window, last: int, calendar: Calendar) -> Interval:
    """The days that a window takes for a period, where dates place rows. `last`: how many periods it holds; at the calendar's
    edge there are fewer."""
    match window:
        case "to_date":
            return Interval(None, period.end)
        case "year_to_date":
            return Interval(min(calendars.year_start(period, calendar), period.start), period.end)
        case "last":
            return Interval(calendars.back(period, calendar, last)[0].start, period.end)
        case _:
            return Interval(period.start, period.end)


def disjoint(intervals: Sequence[Interval]) -> bool:
    """Whether no day lies in two of them."""
    ordered = sorted(intervals, key=lambda each: (each.start or date.min, each.end))
    return all(later.start is not None and later.start >= earlier.end for earlier, later in pairwise(ordered))


def pieces(intervals: Sequence[Interval]) -> tuple[tuple[Interval, ...], tuple[tuple[int, int], ...]]:
    """The disjoint intervals, ascending, of which all of these are made; and for each of these its first piece and the one
    after its last."""
    cuts: list[date | None] = [*sorted({day for each in intervals for day in (each.start, each.end) if day is not None})]
    if any(each.start is None for each in intervals):
        cuts.insert(0, None)
    place = {day: number for number, day in enumerate(cuts)}
    used = sorted({number for each in intervals for number in range(place[each.start], place[each.end])})
    renamed = {number: position for position, number in enumerate(used)}
    found = []
    for number in used:
        end = cuts[number + 1]
        assert end is not None
        found.append(Interval(cuts[number], end))
    ranges = ((place[each.start], place[each.end]) for each in intervals)
    return tuple(found), tuple((renamed[first], renamed[last - 1] + 1) for first, last in ranges)


def shifted(period: Period | None, shift: Shift, calendar: Calendar, baseline: Period | None) -> Period | None:
    """The period that a formula's `previous`, `year_ago` or `baseline` means; None where there is none."""
    if period is None or shift == "same":
        return period
    if shift == "baseline":
        return baseline
    try:
        return calendars.previous(period, calendar) if shift == "previous" else calendars.year_ago(period, calendar)
    except ValueError:  # the calendar's edge
        return None


def with_previous(
    definition: Definition, shown: Iterable[Period | None], baseline: Period | None = None
) -> tuple[Period | None, ...]:
    """The shown periods and all that derived measures or targets look to from there, ascending."""
    calendar, found = definition.calendar, set[Period]()
    seen: set[tuple[str, Period]] = set()

    @cache
    def terms(measure: str) -> tuple[MeasureTerm, ...]:
        how = definition.measures[measure].how
        return tuple(t for t in leaves(how.formula.tree) if isinstance(t, MeasureTerm)) if isinstance(how, Derived) else ()

    for period in shown:
        if period is None:
            return (None,)
        found.add(period)
        for node in definition.root.walk():
            if not node.measure:
                continue
            todo: list[tuple[str, Period | None]] = [(node.measure, period)]
            for bound in bounds(node.target):
                if bound.reference == "measure" and bound.measure:
                    todo.append((bound.measure, period))
                elif bound.reference in ("previous", "baseline"):
                    todo.append((node.measure, shifted(period, bound.reference, calendar, baseline)))
            while todo:
                measure, at = todo.pop()
                if at is not None and (measure, at) not in seen:
                    seen.add((measure, at))
                    found.add(at)
                    todo += [(term.measure, shifted(at, term.shift, calendar, baseline)) for term in terms(measure)]
    return tuple(sorted(found, key=lambda period: (period.start, period.end)))


def bounds(target: Target | None) -> Iterable[Bound]:
    """All numbers of a target, those of moving ones too."""
    for knot in target.knots if target else ():
        yield from (bound for _, bound in knot.value.points) if isinstance(knot.value, Dated) else (knot.value,)
