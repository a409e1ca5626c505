"""Scores worked out one cell at a time by plain recursion: slow, obvious, and written without a look at the engine."""

from __future__ import annotations

import statistics
from itertools import pairwise
from math import floor, isnan, log, nan, prod
from typing import NamedTuple

from scorecard.records.definition import Bound, Dated, Node
from scorecard.records.values import Reason

from .build import Case, Goal


class Cell(NamedTuple):
    score: float | None
    reason: Reason
    coverage: float | None  # None: outside
    leaves: float | None

    @property
    def outside(self) -> bool:
        return self.reason in (Reason.NOT_AT_LEVEL, Reason.NO_TARGET)


def near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * abs(b) + 1e-12


def bound_of(case: Case, measure: str, goal: Goal, bound: Bound | Dated, period: int, entity: int) -> float:
    """NaN where what it hangs on is missing. The baseline is the first period, the target the last, the years follow each
    other, and all entities but the first are units."""
    if isinstance(bound, Dated):
        day = case.values.periods[period].end.toordinal() - 1  # type: ignore[union-attr]  # there are periods
        days = [d.toordinal() for d, _ in bound.points]
        total = 0.0
        for at, (here, (_, point)) in enumerate(zip(days, bound.points, strict=True)):
            if day <= here:
                near = 1.0 if at == 0 else max(0.0, 1 - (here - day) / (here - days[at - 1]))
            else:
                near = 1.0 if at == len(days) - 1 else max(0.0, 1 - (day - here) / (days[at + 1] - here))
            if near:
                total += near * bound_of(case, measure, goal, point, period, entity)
        return total

    def value(of: str, when: int, where: int) -> float:
        return float(case.values.value[case.values.measures.index(of), when, where])

    last = len(case.values.periods) - 1
    if bound.reference is None:
        return bound.shift
    if bound.reference == "baseline":
        found = value(measure, 0, entity)
    elif bound.reference == "previous":
        found = value(measure, period - 1, entity) if period else nan
    elif bound.reference == "measure":
        found = value(bound.measure or "", period, entity)
    else:
        units = range(1, len(case.values.entities))
        pool = sorted(v for when in (0, last) for unit in units if not isnan(v := value(measure, when, unit)))
        if not pool or (bound.spread and len(pool) == 1):
            return nan
        if bound.reference == "mean":
            found = statistics.fmean(pool) + (bound.spread * statistics.stdev(pool) if bound.spread else 0)
        elif bound.reference == "percentile":
            place = (len(pool) - 1) * (bound.percentile or 0) / 100
            below = floor(place)
            found = pool[below] + (place - below) * (pool[min(below + 1, len(pool) - 1)] - pool[below])
        else:
            found = pool[0] if bound.reference == "lowest" else pool[-1]
    return bound.shift + bound.factor * found


def judge(case: Case, measure: str, goal: Goal, value: float, period: int, entity: int) -> float | Reason:
    """The score of `value` by the goal as it stands in that period and entity."""
    better = case.definition.measures[measure].better
    bounds = [bound_of(case, measure, goal, bound, period, entity) for bound in goal.bounds]
    if any(isnan(b) for b in bounds):
        return Reason.NO_YARDSTICK
    line = goal.kind in ("floor_goal", "within", "points")
    if goal.log and any(b <= 0 for b in bounds):
        return Reason.NO_YARDSTICK

    def along(number: float) -> float:
        if not (goal.log and line):
            return number
        return log(number) if number > 0 else -1e9

    if goal.kind in ("at_least", "at_most"):
        (edge,) = bounds
        return 100.0 if near(value, edge) or (value > edge) == (goal.kind == "at_least") else 0.0
    if goal.kind == "inside":
        low, high = bounds
        if low > high:
            return Reason.GOAL_NOT_BETTER
        return 100.0 if low <= value <= high or near(value, low) or near(value, high) else 0.0
    if goal.kind == "floor_goal":
        worst, best = bounds
        if better == "inside" or near(best, worst) or (best > worst) != (better == "higher"):
            return Reason.GOAL_NOT_BETTER
        return min(100.0, max(0.0, (along(value) - along(worst)) * 100 / (along(best) - along(worst))))
    if goal.kind == "within":
        low, start, end, high = bounds
        if not (low < start <= end < high) or near(start, low) or near(high, end):
            return Reason.GOAL_NOT_BETTER
        low, start, end, high, here = (along(number) for number in (*bounds, value))
        return max(0.0, min(100.0, 100 * (here - low) / (start - low), 100 * (high - here) / (high - end)))
    points = sorted(zip(map(along, bounds), goal.scores, strict=True))
    value = along(value)
    if better == "lower" and goal.scores[0] != goal.scores[-1]:  # the points ascend
        return Reason.GOAL_NOT_BETTER
    if value <= points[0][0]:
        return points[0][1]
    for (v0, s0), (v1, s1) in pairwise(points):
        if v0 <= value <= v1:
            return s0 + (s1 - s0) * (value - v0) / (v1 - v0)
    return points[-1][1]


def cell(case: Case, node: Node, period: int, entity: int) -> Cell:
    """Of `node`; the baseline is the first period."""
    if node.measure is not None:
        goal = case.goals[node.measure]
        if goal is None:
            return Cell(None, Reason.NO_TARGET, None, None)
        level = "unit" if entity else "total"
        if goal.levels and level not in goal.levels:
            return Cell(None, Reason.NO_TARGET, None, None)
        row = case.values.measures.index(node.measure)
        reason = Reason(case.values.reason[row, period, entity])
        found: float | Reason = reason
        if reason is Reason.PRESENT:
            found = judge(case, node.measure, goal, float(case.values.value[row, period, entity]), period, entity)
        if isinstance(found, Reason):
            part = None if found is Reason.NOT_AT_LEVEL else 0.0
            return Cell(None, found, part, part)
        return Cell(found, Reason.PRESENT, 1.0, 1.0)

    below = [(child.weight, cell(case, child, period, entity)) for child in node.children]
    inside = [(w, c) for w, c in below if w and not c.outside]
    if not inside:
        unknown = any(c.reason is Reason.NOT_AT_LEVEL for w, c in below if w)
        return Cell(None, Reason.NOT_AT_LEVEL if unknown else Reason.NO_TARGET, None, None)
    all_weight = sum(w for w, _ in inside)
    present = [(w, c.score) for w, c in inside if c.score is not None]
    weight = sum(w for w, _ in present)
    coverage = weight / all_weight
    leaves = sum(w * (c.leaves or 0) for w, c in inside) / all_weight
    if not present:
        return Cell(None, Reason.NOTHING_SCORED, coverage, leaves)
    if coverage + 1e-9 < node.coverage:
        return Cell(None, Reason.LOW_COVERAGE, coverage, leaves)
    if node.missing == "zero":
        present += [(w, 0.0) for w, c in inside if c.score is None]
        weight = all_weight
    if node.combine == "weakest":
        score = min(s for _, s in present)
    elif node.combine == "geometric":
        score = prod(s ** (w / weight) for w, s in present)
    else:
        score = sum(w * s for w, s in present) / weight
    return Cell(score, Reason.PRESENT, coverage, leaves)
