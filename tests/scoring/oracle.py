"""Scores worked out one cell at a time by plain recursion: slow, obvious, and written without a look at the engine."""

from __future__ import annotations

from itertools import pairwise
from math import isnan
from typing import NamedTuple

from scorecard.records.definition import Bound, Node
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


def judge(goal: Goal, better: str, value: float, baseline: float, previous: float) -> float | Reason:
    def number(bound: Bound) -> float:
        reference = {"baseline": baseline, "previous": previous, None: 0.0}[bound.reference]
        return bound.shift + bound.factor * reference

    bounds = [number(bound) for bound in goal.bounds]
    if any(isnan(b) for b in bounds):
        return Reason.NO_YARDSTICK
    if goal.kind in ("at_least", "at_most"):
        (edge,) = bounds
        return 100.0 if near(value, edge) or (value > edge) == (goal.kind == "at_least") else 0.0
    if goal.kind == "inside":
        low, high = bounds
        if low > high:
            return Reason.GOAL_NOT_BETTER
        return 100.0 if low <= value <= high or near(value, low) or near(value, high) else 0.0
    if goal.kind == "floor_goal":
        floor, best = bounds
        if near(best, floor) or (best > floor) != (better == "higher"):
            return Reason.GOAL_NOT_BETTER
        return min(100.0, max(0.0, (value - floor) * 100 / (best - floor)))
    if goal.kind == "within":
        low, start, end, high = bounds
        if not (low < start <= end < high) or near(start, low) or near(high, end):
            return Reason.GOAL_NOT_BETTER
        return max(0.0, min(100.0, 100 * (value - low) / (start - low), 100 * (high - value) / (high - end)))
    points = sorted(zip(bounds, goal.scores, strict=True))
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
        row = case.values.measures.index(node.measure)
        reason = Reason(case.values.reason[row, period, entity])
        series = [float(v) for v in case.values.value[row, :, entity]]
        found: float | Reason = reason
        if reason is Reason.PRESENT:
            better = case.definition.measures[node.measure].better
            found = judge(goal, better, series[period], series[0], series[period - 1] if period else float("nan"))
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
    total = sum(w * s for w, s in present)
    return Cell(total / (all_weight if node.missing == "zero" else weight), Reason.PRESENT, coverage, leaves)
