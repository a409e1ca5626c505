"""A leaf's target with its bounds worked out, and where it cannot be used.

Enters: the Definition's targets and the Values that they may hang on. Leaves: a Yardstick per leaf that has a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Better, Bound, Definition, Knot, Period, Target
from scorecard.records.scores import Curve
from scorecard.records.values import LEAST_COVERED, Reason, Values
from scorecard.statistics.curves import Floats, slack


@dataclass(frozen=True, slots=True)
class Yardstick:
    """`reason` is [period or 1, entity or 1]: PRESENT where the curve holds, else NO_YARDSTICK or GOAL_NOT_BETTER."""

    curve: Curve
    reason: NDArray[np.int8]


class _References:
    """What a target may hang on: the same measure's value in other periods, NaN where missing. A period that the data cover
    only in part serves no `previous`."""

    def __init__(self, values: Values, measure: str, at_baseline: int | None, before: list[int | None]):
        self.row = values.measures.index(measure)
        self.values, self.at_baseline, self.before = values, at_baseline, before

    def baseline(self) -> Floats:
        """[1, entity]"""
        return self._at(self.at_baseline)[None]

    def previous(self) -> Floats:
        """[period shown, entity]"""
        covered = self.values.covered
        whole = [at if covered is None or at is None or covered[self.row, at] >= LEAST_COVERED else None for at in self.before]
        return np.stack([self._at(period) for period in whole])

    def _at(self, period: int | None) -> Floats:
        series = self.values.value[self.row]
        return np.full(series.shape[1], np.nan) if period is None else series[period]


def yardsticks(
    definition: Definition, values: Values, baseline: Period | None, shown: tuple[Period | None, ...]
) -> Mapping[int, Yardstick]:
    """By the leaf's index in `Node.walk`. Leaves without a target have none."""
    at_baseline = None if baseline is None else values.periods.index(baseline)
    before = [_previous(period, values.periods) for period in shown]
    return {
        index: _yardstick(
            node.target, definition.measures[node.measure].better, _References(values, node.measure, at_baseline, before)
        )
        for index, node in enumerate(definition.root.walk())
        if node.measure is not None and node.target is not None
    }


def _previous(period: Period | None, known: tuple[Period | None, ...]) -> int | None:
    for index, other in enumerate(known):
        if period is not None and other is not None and other.kind == period.kind and other.end == period.start:
            return index
    return None


def _yardstick(target: Target, better: Better, references: _References) -> Yardstick:
    knots = _ordered(target, better)
    values = np.stack(np.broadcast_arrays(*(_resolve(knot.value, references) for knot in knots)))
    values[~np.isfinite(values)] = np.nan
    scores = [knot.score for knot in knots]
    usable = _usable(target, better, scores, values)
    missing = np.isnan(values).any(axis=0)
    reason = np.where(missing, Reason.NO_YARDSTICK, np.where(usable, Reason.PRESENT, Reason.GOAL_NOT_BETTER)).astype(np.int8)
    return Yardstick(Curve(target.shape, values, np.array(scores, dtype=np.float64)[:, None, None]), reason)


def _resolve(bound: Bound, references: _References) -> Floats:
    if bound.reference is None:
        return np.array([[bound.shift]], dtype=np.float64)
    return bound.factor * (references.baseline() if bound.reference == "baseline" else references.previous()) + bound.shift


def _ordered(target: Target, better: Better) -> list[Knot]:
    """The knots as their values must ascend: by value where all are numbers, else by what their scores and `better` say;
    those that are best inside as the author put them.

    So one order serves every cell, and a cell where the values do not follow it has a goal that is not better."""
    knots = list(target.knots)
    if target.shape != "line" or better == "inside":
        return knots
    sign = 1.0 if better == "higher" else -1.0
    if all(knot.value.reference is None for knot in knots):
        return sorted(knots, key=lambda knot: (knot.value.shift, sign * knot.score))
    if sign * (knots[-1].score - knots[0].score) < 0:
        knots.reverse()
    return sorted(knots, key=lambda knot: sign * knot.score)


def _usable(target: Target, better: Better, scores: list[float], values: Floats) -> NDArray[np.bool_]:
    """Where the knots ascend and every rise or fall has room: [period or 1, entity or 1].

    Scores may climb to one top and come down from it; with `higher` they only climb, with `lower` only come down."""
    usable = np.asarray((np.diff(values, axis=0) >= 0).all(axis=0))
    if target.shape != "line":
        return usable
    first = scores.index(max(scores))
    last = len(scores) - 1 - scores[::-1].index(max(scores))
    climbs, stays, falls = scores[: first + 1], scores[first : last + 1], scores[last:]
    shaped = climbs == sorted(climbs) and len(set(stays)) == 1 and falls == sorted(falls, reverse=True)
    if not shaped or (better == "higher" and len(falls) > 1) or (better == "lower" and len(climbs) > 1):
        return np.zeros_like(usable)
    for low, high in ((0, first), (last, len(scores) - 1)):
        if scores[low] != scores[high]:
            usable &= values[high] - values[low] > slack(values[low])
    return usable
