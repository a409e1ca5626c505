"""Scores up the tree: leaves by their yardsticks, every other node by its children's weighted mean.

Enters: the tree, Values and Yardsticks. Leaves: Scores.

A child is *outside* where it has no place at all: no target, or data that do not know this entity level, or all of its own
children outside. What is outside, or weighs nothing, counts neither in the score nor in the coverage. A child that is inside
but has no score is *missing*: it lowers the coverage, and the score as the node's `missing` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Node, Period
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values
from scorecard.scoring.yardsticks import Yardstick
from scorecard.statistics import curves
from scorecard.statistics.curves import Floats

CELLS = 8192
"""Periods × entities worked on at once: few enough that the handful of arrays in use stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What a node has gathered from its children, [period, entity of the block]; each times the child's weight."""

    scores: Floats
    present: Floats  # children with a score
    inside: Floats  # children that are not outside
    leaves: Floats  # leaf coverage
    unknown: NDArray[np.bool_]  # a child is outside because its data do not know this level


def roll_up(root: Node, values: Values, shown: tuple[Period | None, ...], sticks: Mapping[int, Yardstick]) -> Scores:
    """Scores of every node in the periods shown, entity block by entity block. Method: OECD/JRC Handbook (2008), linear
    aggregation; missing indicators skipped by renormalising the weights, or counted as 0, held to a least coverage.

    A node with no child scored has no score, whatever `missing` says: nothing measured is not zero."""
    nodes = tuple(root.walk())
    shape = (len(nodes), len(shown), len(values.entities))
    scores = Scores(
        nodes=nodes,
        periods=shown,
        entities=values.entities,
        score=np.empty(shape),
        reason=np.empty(shape, np.int8),
        coverage=np.empty(shape),
        leaf_coverage=np.empty(shape),
        weight=_weights(root),
        curves={index: stick.curve for index, stick in sticks.items()},
    )
    work = _Work(scores, values, sticks)
    step = max(1, CELLS // max(1, len(shown)))
    for start in range(0, len(values.entities), step):
        work.block(slice(start, min(start + step, len(values.entities))))
    return scores


def _weights(root: Node) -> Floats:
    """Each node's nominal share of the root, in walk order."""
    found: list[float] = []

    def walk(node: Node, share: float) -> None:
        found.append(share)
        total = sum(child.weight for child in node.children)
        for child in node.children:
            walk(child, share * child.weight / total if child.weight else 0.0)

    walk(root, 1.0)
    return np.array(found)


class _Work:
    """The roll-up of one block after another into `scores`."""

    def __init__(self, scores: Scores, values: Values, sticks: Mapping[int, Yardstick]):
        self.scores, self.values, self.sticks = scores, values, sticks
        measure_at = {measure: index for index, measure in enumerate(values.measures)}
        self.measures = [-1 if node.measure is None else measure_at[node.measure] for node in scores.nodes]
        self.periods = [values.periods.index(period) for period in scores.periods]
        at = {node.path: index for index, node in enumerate(scores.nodes)}
        self.parents = [at[node.path[:-1]] if node.path else -1 for node in scores.nodes]

    def block(self, entities: slice) -> None:
        """Children stand behind their parents in walk order: backwards, every child comes before its parent."""
        shape = (len(self.periods), entities.stop - entities.start)
        gathered: dict[int, _Sums] = {}
        for index in range(len(self.parents) - 1, -1, -1):
            if self.measures[index] >= 0:
                self._leaf(index, entities)
            else:
                self._node(index, entities, gathered.pop(index) if index in gathered else _nothing(shape))
            parent = self.parents[index]
            if parent >= 0 and self.scores.nodes[index].weight > 0:
                if parent not in gathered:
                    gathered[parent] = _nothing(shape)
                self._gather(index, entities, gathered[parent])

    def _leaf(self, index: int, entities: slice) -> None:
        out, measure, stick = self.scores, self.measures[index], self.sticks.get(index)
        if stick is None:
            out.score[index, :, entities] = np.nan
            out.reason[index, :, entities] = Reason.NO_TARGET
            out.coverage[index, :, entities] = out.leaf_coverage[index, :, entities] = np.nan
            return
        reason = self.values.reason[measure, self.periods, entities]
        curve = curves.cut(stick.curve, slice(None), entities)
        score = curves.score(curve, self.values.value[measure, self.periods, entities])
        if stick.reason.any():
            spoiled = stick.reason[:, entities] if stick.reason.shape[1] > 1 else stick.reason
            reason = np.where(reason == Reason.PRESENT, spoiled, reason)
            score[reason != Reason.PRESENT] = np.nan
        coverage = (reason == Reason.PRESENT).astype(np.float64)
        if (outside := reason == Reason.NOT_AT_LEVEL).any():
            coverage[outside] = np.nan
        out.score[index, :, entities] = score
        out.reason[index, :, entities] = reason
        out.coverage[index, :, entities] = out.leaf_coverage[index, :, entities] = coverage

    def _node(self, index: int, entities: slice, sums: _Sums) -> None:
        out, node = self.scores, self.scores.nodes[index]
        with np.errstate(invalid="ignore"):  # 0/0 where all is outside or missing: NaN is meant
            coverage = sums.present / sums.inside
            leaves = sums.leaves / sums.inside
            score = sums.scores / (sums.inside if node.missing == "zero" else sums.present)
        reason = np.zeros(score.shape, np.int8)
        reason[coverage < node.coverage - 1e-9] = Reason.LOW_COVERAGE
        reason[sums.present == 0] = Reason.NOTHING_SCORED
        outside = sums.inside == 0
        reason[outside] = np.where(sums.unknown[outside], Reason.NOT_AT_LEVEL, Reason.NO_TARGET)
        score[reason != Reason.PRESENT] = np.nan
        out.score[index, :, entities] = score
        out.reason[index, :, entities] = reason
        out.coverage[index, :, entities] = coverage
        out.leaf_coverage[index, :, entities] = leaves

    def _gather(self, index: int, entities: slice, sums: _Sums) -> None:
        """Add a child to its parent's sums. `fmax` turns NaN into 0 and leaves scores, which are never below it, alone."""
        weight, reason = self.scores.nodes[index].weight, self.scores.reason[index, :, entities]
        part = np.fmax(self.scores.score[index, :, entities], 0.0)
        sums.scores[:] += np.multiply(part, weight, out=part)
        sums.present[:] += np.multiply(reason == Reason.PRESENT, weight, out=part)
        sums.leaves[:] += np.multiply(np.fmax(self.scores.leaf_coverage[index, :, entities], 0.0, out=part), weight, out=part)
        unknown = reason == Reason.NOT_AT_LEVEL
        outside = unknown | (reason == Reason.NO_TARGET)
        if outside.any():
            sums.inside[:] += np.multiply(~outside, weight, out=part)
            sums.unknown[:] |= unknown
        else:
            sums.inside[:] += weight


def _nothing(shape: tuple[int, int]) -> _Sums:
    return _Sums(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool))
