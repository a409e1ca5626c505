"""What a target may hang on, worked out: other periods, another measure, what the entities reach, days between dates.

Enters: a bound, and the Values. Leaves: its number, [period shown or 1, entity or 1], NaN where what it hangs on is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np

from scorecard.records.definition import Bound, Dated, Definition, Period, Target
from scorecard.records.values import LEAST_COVERED, Values
from scorecard.statistics.curves import Floats, slack

OVER_ENTITIES = ("lowest", "highest", "mean", "percentile")


@dataclass(frozen=True)
class Times:
    """The periods at hand, as rows of the Values."""

    shown: tuple[Period | None, ...]
    now: list[int]  # one for each shown
    before: list[int | None]  # the period before each
    baseline: int | None
    pooled: list[int]  # baseline and target, or the one of them that there is


def times(values: Values, baseline: Period | None, shown: tuple[Period | None, ...], target: Period | None) -> Times:
    at_baseline = None if baseline is None else values.periods.index(baseline)
    ends = {values.periods.index(target)} | ({at_baseline} if at_baseline is not None else set())
    return Times(
        shown,
        [values.periods.index(period) for period in shown],
        [_previous(period, values.periods) for period in shown],
        at_baseline,
        sorted(ends),
    )


def _previous(period: Period | None, known: tuple[Period | None, ...]) -> int | None:
    for index, other in enumerate(known):
        if period is not None and other is not None and other.kind == period.kind and other.end == period.start:
            return index
    return None


@dataclass(frozen=True)
class References:
    """What the target of one measure may hang on. A period that the data cover only in part serves no `previous`."""

    definition: Definition
    values: Values
    times: Times
    measure: str
    target: Target

    def resolve(self, bound: Bound | Dated) -> Floats:
        if isinstance(bound, Dated):
            return self._dated(bound)
        if bound.reference is None:
            return np.array([[bound.shift]], dtype=np.float64)
        return bound.factor * self._reference(bound) + bound.shift

    def _reference(self, bound: Bound) -> Floats:
        own = self._of(self.measure)
        if bound.reference == "baseline":
            return self._rows(own, [self.times.baseline])
        if bound.reference == "previous":
            return self._rows(own, [at if self._whole(at) else None for at in self.times.before])
        if bound.reference == "measure":
            assert bound.measure is not None
            return self._rows(self._of(bound.measure), list(self.times.now))
        return np.array([[self._of_entities(bound)]])

    def _of(self, measure: str) -> Floats:
        """[period, entity]"""
        row: Floats = self.values.value[self.values.measures.index(measure)]
        return row

    def _whole(self, period: int | None) -> bool:
        covered = self.values.covered
        if covered is None or period is None:
            return True
        return bool(covered[self.values.measures.index(self.measure), period] >= LEAST_COVERED)

    @staticmethod
    def _rows(series: Floats, periods: list[int | None]) -> Floats:
        unknown = np.full(series.shape[1], np.nan)
        return np.stack([unknown if period is None else series[period] for period in periods])

    @cached_property
    def pool(self) -> Floats:
        """The measure's values in the finest entities, baseline and target together; without unassigned and missing ones.

        The finest are those of the first hierarchy, or of the finest level that the target is limited to."""
        grouping = self._finest()
        rows = [at for at, e in enumerate(self.values.entities) if e.columns == grouping and None not in e.key]
        found: Floats = self._of(self.measure)[np.ix_(self.times.pooled, rows)].ravel()
        found = found[~np.isnan(found)]
        return found

    def _finest(self) -> tuple[str, ...]:
        hierarchies = self.definition.hierarchies
        for hierarchy in hierarchies:
            named = [depth for depth, level in enumerate(hierarchy.levels, 1) if level in self.target.levels]
            if named:
                return hierarchy.levels[: named[-1]]
        return hierarchies[0].levels if hierarchies else ()

    def _of_entities(self, bound: Bound) -> float:
        """Source: OECD/JRC Handbook (2008), min-max over the units, standardisation, percentile ranks."""
        if len(self.pool) < least(bound):
            return float("nan")
        if bound.reference == "percentile":
            assert bound.percentile is not None
            return float(np.percentile(self.pool, bound.percentile))
        if bound.reference == "mean":
            spread = bound.spread * np.std(self.pool, ddof=1) if bound.spread else 0.0
            return float(np.mean(self.pool) + spread)
        return float(self.pool.min() if bound.reference == "lowest" else self.pool.max())

    def _dated(self, moving: Dated) -> Floats:
        """Each period's last day between two of the points; a snapshot has no day."""
        points = [self.resolve(bound) for _, bound in moving.points]
        days = [day for day, _ in moving.points]
        rows = []
        for row, period in enumerate(self.times.shown):
            here = [point[row] if len(point) > 1 else point[0] for point in points]
            rows.append(_between(days, here, period.end - timedelta(1)) if period else np.full_like(here[0], np.nan))
        return np.stack(np.broadcast_arrays(*rows))


def least(bound: Bound) -> int:
    """How many values a bound over entities needs."""
    return 2 if bound.spread else 1


def bounds(target: Target) -> tuple[Bound, ...]:
    """All of a target's, those of dated knots among them."""
    values = [knot.value for knot in target.knots]
    return tuple(b for value in values for b in ([b for _, b in value.points] if isinstance(value, Dated) else [value]))


def alike(pool: Floats) -> bool:
    """Whether all values are the same, give or take what floats lose. There must be one."""
    return bool(np.ptp(pool) <= slack(pool).max())


def _between(days: list[date], numbers: list[Floats], day: date) -> Floats:
    """Straight between the days, flat outside. A number that does not matter on this day may be missing."""
    if day <= days[0]:
        return numbers[0]
    for (first, low), (last, high) in pairwise(zip(days, numbers, strict=True)):
        if day == last:
            return high
        if day < last:
            share = (day - first).days / (last - first).days
            return low + share * (high - low)
    return numbers[-1]
