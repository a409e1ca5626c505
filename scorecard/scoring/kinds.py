"""What the facts alone say, and what people say: two more roll-ups beside the score, and where they part.

Enters: a Definition, its Values and Yardsticks, and the Scores so far. Leaves: Scores with both sub-scores; findings.

A sub-score is rolled up by the rules of the tree from the leaves of one kind; those of the other kind are outside, as if they
weighed nothing. A node that has none of a kind below it has no such sub-score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from scorecard.problems import Problem, finding
from scorecard.records.definition import Definition, Node, Period
from scorecard.records.scores import Scores
from scorecard.records.values import Values
from scorecard.scoring.rollup import roll_up
from scorecard.scoring.yardsticks import Yardstick
from scorecard.statistics.curves import Floats

APART = 25.0
"""Points between facts and perceptions from which a reader should ask why."""


def with_kinds(
    definition: Definition, values: Values, shown: tuple[Period | None, ...], sticks: Mapping[int, Yardstick], scores: Scores
) -> Scores:
    """The scores with their sub-scores; as they are where no measure is subjective."""
    perceptions = frozenset(id for id, measure in definition.measures.items() if measure.subjective)
    if not any(node.measure in perceptions for node in scores.nodes):
        return scores

    def alone(others: frozenset[str]) -> Floats:
        found: Floats = roll_up(_without(definition.root, others), values, shown, sticks).score
        found[[node.measure in others for node in scores.nodes]] = np.nan
        return found

    facts = frozenset(definition.measures) - perceptions
    return replace(scores, objective=alone(perceptions), subjective=alone(facts))


def _without(node: Node, measures: frozenset[str]) -> Node:
    """The tree in which these measures weigh nothing."""
    if node.measure is not None:
        return replace(node, weight=0.0) if node.measure in measures else node
    return replace(node, children=tuple(_without(child, measures) for child in node.children))


def apart(definition: Definition, scores: Scores, target: Period | None) -> Iterator[Problem]:
    """Perspectives and factors of which facts and perceptions tell different stories, in total, in the period that is judged."""
    if scores.objective is None or scores.subjective is None:
        return
    now = scores.periods.index(target)
    for index, node in enumerate(scores.nodes):
        if node.kind not in ("perspective", "factor"):
            continue
        facts, perceptions = (float(kind[index, now, 0]) for kind in (scores.objective, scores.subjective))
        if abs(perceptions - facts) >= APART - 1e-9:  # not where one is missing, for that is no number
            yield finding(
                "perception-apart",
                definition.places.at(*node.source),
                node=node.title(definition.language),
                facts_score=facts,
                perception_score=perceptions,
                facts_ahead=facts - perceptions if facts > perceptions else None,
                perceptions_ahead=perceptions - facts if perceptions > facts else None,
            )
