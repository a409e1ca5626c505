"""What a reader of the scores should know before trusting them.

Enters: Scores, and the Values behind them. Leaves: findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorecard.problems import Problem, finding
from scorecard.records.definition import Dated, Definition
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values
from scorecard.scoring.references import OVER_ENTITIES, alike, bounds, least
from scorecard.scoring.yardsticks import Yardstick

THIN = 0.6
"""A score that rests on less of its children's weight than this is pointed out."""


def findings(definition: Definition, values: Values, scores: Scores, sticks: Mapping[int, Yardstick]) -> Iterator[Problem]:
    """Leaves whose target gives no score somewhere; nodes scored in total on thin coverage. In tree order."""
    for index, node in enumerate(scores.nodes):
        if node.children:
            thin = scores.coverage[index, :, 0] < THIN - 1e-9
            thin &= scores.reason[index, :, 0] == Reason.PRESENT
            if thin.any():
                yield finding(
                    "low-coverage",
                    definition.places.at(*node.source),
                    node=node.title(definition.language),
                    periods=tuple(period.id for period, low in zip(scores.periods, thin, strict=True) if low and period),
                    coverage=float(scores.coverage[index, thin, 0].min()),
                )
        elif index in sticks and sticks[index].reason.any():
            yield from _of_target(definition, values, scores, index, sticks[index])


def _of_target(definition: Definition, values: Values, scores: Scores, index: int, stick: Yardstick) -> Iterator[Problem]:
    """Why a leaf's values have no score somewhere, as far as its target is the reason."""
    node, reason = scores.nodes[index], scores.reason[index]
    assert node.target is not None
    place = definition.places.at(*node.source, "target")
    about: dict[str, Any] = {"measure": node.title(definition.language)}

    def where(cells: NDArray[np.bool_]) -> dict[str, Any]:
        return {"entities": int(np.count_nonzero(cells.any(axis=0))), "of": len(scores.entities)}

    spoiled, unknown = reason == Reason.GOAL_NOT_BETTER, reason == Reason.NO_YARDSTICK
    if spoiled.any():
        over_entities = all(bound.reference in OVER_ENTITIES for bound in bounds(node.target))
        if over_entities and stick.pool is not None and alike(stick.pool):
            yield finding("entities-all-alike", place, **about, value=float(stick.pool[0]), count=len(stick.pool))
        else:
            yield finding("goal-not-better-here", place, **about, **where(spoiled))
    if not unknown.any():
        return
    if scores.periods == (None,) and any(isinstance(knot.value, Dated) for knot in node.target.knots):
        yield finding("dated-target-in-snapshot", place, **about)
    if stick.pool is not None and len(stick.pool) < max(map(least, bounds(node.target))):
        yield finding("too-few-entities", place, **about, count=len(stick.pool))
    if node.target.scale == "log" and (low := unknown & (stick.curve.values <= 0).any(axis=0)).any():
        yield finding("log-of-nothing", place, **about, **where(low))
    shown = [values.periods.index(period) for period in scores.periods]
    for other in dict.fromkeys(bound.measure for bound in bounds(node.target) if bound.measure is not None):
        missing = unknown & np.isnan(values.value[values.measures.index(other)][shown])
        if missing.any():
            title = definition.measures[other].title(definition.language) or other
            yield finding("target-measure-missing", place, **about, other=title, **where(missing))
