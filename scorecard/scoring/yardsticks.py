"""A leaf's target with its bounds worked out, and where it cannot be used.

Enters: the Definition's targets and the Values that they may hang on. Leaves: a Yardstick per leaf that has a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Better, Definition, Knot, Period, Target
from scorecard.records.scores import Curve
from scorecard.records.values import Entity, Reason, Values
from scorecard.scoring.references import OVER_ENTITIES, References, bounds, times
from scorecard.statistics.curves import Floats, slack


@dataclass(frozen=True, slots=True)
class Yardstick:
    """`reason` is [period or 1, entity or 1]: PRESENT where the curve holds, else NO_YARDSTICK, GOAL_NOT_BETTER or, at levels
    that the target is not meant for, NO_TARGET."""

    curve: Curve
    reason: NDArray[np.int8]
    pool: Floats | None = None  # values that bounds over entities were taken from; None: there are no such bounds


def yardsticks(
    definition: Definition,
    values: Values,
    baseline: Period | None,
    shown: tuple[Period | None, ...],
    target: Period | None,
) -> Mapping[int, Yardstick]:
    """By the leaf's index in `Node.walk`. Leaves without a target have none."""
    when = times(values, baseline, shown, target)
    return {
        index: _yardstick(
            definition.measures[node.measure].better, References(definition, values, when, node.measure, node.target)
        )
        for index, node in enumerate(definition.root.walk())
        if node.measure is not None and node.target is not None
    }


def _yardstick(better: Better, references: References) -> Yardstick:
    target = references.target
    knots = _ordered(target, better)
    with np.errstate(over="ignore", invalid="ignore"):  # what leaves the range of numbers is no yardstick
        values = np.stack(np.broadcast_arrays(*(references.resolve(knot.value) for knot in knots)))
    values[~np.isfinite(values)] = np.nan
    scores = [knot.score for knot in knots]
    unknown = np.isnan(values)
    if target.scale == "log":
        unknown |= values <= 0
    usable = _usable(target, scores, values)
    reason = np.where(unknown.any(axis=0), Reason.NO_YARDSTICK, np.where(usable, Reason.PRESENT, Reason.GOAL_NOT_BETTER))
    if target.levels:
        meant = np.array([_level(entity) in target.levels for entity in references.values.entities])
        reason = np.where(meant, reason, Reason.NO_TARGET)
    curve = Curve(target.shape, values, np.array(scores, dtype=np.float64)[:, None, None], target.scale)
    pooled = any(bound.reference in OVER_ENTITIES for bound in bounds(target))
    return Yardstick(curve, reason.astype(np.int8), references.pool if pooled else None)


def _level(entity: Entity) -> str:
    return entity.columns[-1] if entity.columns else "total"


def _ordered(target: Target, better: Better) -> list[Knot]:
    """The knots as their values must ascend, by what their scores and `better` say; those of one score, and those that are
    best inside, as the author put them.

    So one order serves every cell, and a cell where the values do not follow it has a goal that is not better."""
    knots = list(target.knots)
    if target.shape != "line" or better == "inside":
        return knots
    sign = 1.0 if better == "higher" else -1.0
    if sign * (knots[-1].score - knots[0].score) < 0:
        knots.reverse()
    return sorted(knots, key=lambda knot: sign * knot.score)


def _usable(target: Target, scores: list[float], values: Floats) -> NDArray[np.bool_]:
    """Where the knots ascend and every rise or fall has room: [period or 1, entity or 1].

    Scores may climb to one top and come down from it; as `_ordered` puts them, with `higher` they only climb, with `lower` only
    come down."""
    usable = np.asarray((np.diff(values, axis=0) >= 0).all(axis=0))
    if target.shape != "line":
        return usable
    first = scores.index(max(scores))
    last = len(scores) - 1 - scores[::-1].index(max(scores))
    climbs, stays, falls = scores[: first + 1], scores[first : last + 1], scores[last:]
    shaped = climbs == sorted(climbs) and len(set(stays)) == 1 and falls == sorted(falls, reverse=True)
    if not shaped:
        return np.zeros_like(usable)
    for low, high in ((0, first), (last, len(scores) - 1)):
        if scores[low] != scores[high]:
            usable &= values[high] - values[low] > slack(values[low])
    return usable
