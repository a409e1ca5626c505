"""What a reader of the scores should know before trusting them.

Enters: Scores. Leaves: findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from scorecard.problems import Problem, finding
from scorecard.records.definition import Definition
from scorecard.records.scores import Scores
from scorecard.records.values import Reason
from scorecard.scoring.yardsticks import Yardstick

THIN = 0.6
"""A score that rests on less of its children's weight than this is pointed out."""


def findings(definition: Definition, scores: Scores, sticks: Mapping[int, Yardstick]) -> Iterator[Problem]:
    """Leaves whose goal is not better than the floor somewhere; nodes scored in total on thin coverage. In tree order."""
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
        elif index in sticks and (sticks[index].reason == Reason.GOAL_NOT_BETTER).any():
            spoiled = np.count_nonzero((scores.reason[index] == Reason.GOAL_NOT_BETTER).any(axis=0))
            if spoiled:
                yield finding(
                    "goal-not-better-here",
                    definition.places.at(*node.source, "target"),
                    measure=node.title(definition.language),
                    entities=spoiled,
                    of=len(scores.entities),
                )
