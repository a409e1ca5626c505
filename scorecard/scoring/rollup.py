"""Scores up the tree: leaves by their yardsticks, every other node by its children's weighted mean, their geometric mean or
the weakest of them.

Enters: the tree, Values and Yardsticks. Leaves: Scores.

A child is *outside* where it has no place at all: no target, or data that do not know this entity level, or all of its own
children outside. What is outside, or weighs nothing, counts neither in the score nor in the coverage. A child that is inside
but has no score is *missing*: it lowers the coverage, and the score as the node's `missing` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Node, Period
from scorecard.records.scores import ByNode, Scores
from scorecard.records.values import Reason, Values
from scorecard.scoring.yardsticks import Yardstick
from scorecard.statistics import curves
from scorecard.statistics.curves import NOUGHT, Floats

Reasons = NDArray[np.int8]

CELLS = 32768
"""Cells worked on at once: few enough that the handful of arrays in use stay in the processor's cache, enough to make the
interpreter's share small."""

PRESENT, NOT_AT_LEVEL, NO_TARGET = int(Reason.PRESENT), int(Reason.NOT_AT_LEVEL), int(Reason.NO_TARGET)
"""As plain numbers: numpy takes several times as long to compare with a member of an enumeration."""


@dataclass(slots=True)
class _Sums:
    """What a node has gathered from its children, times their weights: [period, entity] of the block, or one number for all
    as long as that does."""

    node: Node
    scores: Floats | float = 0.0  # of a geometric node the logarithms, of the weakest the least so far
    present: Floats | float = 0.0  # children with a score
    inside: Floats | float = 0.0  # children that are not outside
    leaves: Floats | float = 0.0  # by how much the children's leaf coverage differs from their being present
    unknown: NDArray[np.bool_] | bool = False  # a child is outside because its data do not know this level
    gap: NDArray[np.bool_] | bool = False  # a child is inside without a score; known where a gap makes the whole 0

    def __post_init__(self) -> None:
        if self.node.combine == "weakest":
            self.scores = 100.0  # no score is above it

    def add(self, score: Floats, reason: Reasons, leaves: Floats | None, weight: float) -> None:
        """Add a child; `leaves` is its leaf coverage, None for a leaf."""
        if self.node.combine == "weakest":
            self.scores = np.fmin(self.scores, score)  # the one that is a number
            part = np.empty_like(score)
        else:
            part = np.fmax(score, 0.0) if self.node.combine == "mean" else _logarithm(score)  # 0 where there is none
            self.scores += np.multiply(part, weight, out=part)
        present = np.multiply(reason == PRESENT, weight, out=part)
        self.present += present
        if leaves is not None:
            self.leaves += weight * np.fmax(leaves, 0.0) - present
        unknown = reason == NOT_AT_LEVEL
        outside = unknown | (reason == NO_TARGET)
        if outside.any():
            self.inside = self.inside + weight * ~outside
            self.unknown = self.unknown | unknown
        else:
            self.inside += weight
        if self.node.missing == "zero" and self.node.combine != "mean":
            self.gap = self.gap | ~((reason == PRESENT) | outside)

    def score(self, inside: Floats, present: Floats) -> Floats:
        """Of the node, where a child is present."""
        node = self.node
        if node.combine == "mean":
            return np.asarray(self.scores / (inside if node.missing == "zero" else present))
        scores = np.broadcast_to(self.scores, present.shape)
        found = np.exp(scores / present) if node.combine == "geometric" else scores
        return np.where(self.gap, 0.0, found)


def _logarithm(score: Floats) -> Floats:
    """Minus infinity for 0, 0 where there is none."""
    with np.errstate(divide="ignore"):
        found = np.log(np.where(score < NOUGHT, 0.0, score))
    np.copyto(found, 0.0, where=np.isnan(found))
    return found


def roll_up(root: Node, values: Values, shown: tuple[Period | None, ...], sticks: Mapping[int, Yardstick]) -> Scores:
    """Scores of every node in the periods shown, entity block by entity block. Method: OECD/JRC Handbook (2008), linear and
    geometric aggregation, Σws/Σw and exp(Σw ln s/Σw), which is 0 where a child is; or the least of the children. Missing
    indicators are skipped by renormalising the weights, or counted as 0, and held to a least coverage.

    A node with no child scored has no score, whatever `missing` says: nothing measured is not zero."""
    work = _Work(tuple(root.walk()), values, shown, sticks)
    for periods, entities in _blocks(len(shown), len(values.entities)):
        work.block(periods, entities)
    return Scores(
        nodes=work.nodes,
        periods=shown,
        entities=values.entities,
        score=work.score,
        reason=work.reason,
        coverage=ByNode(work.coverage, work.reason),
        leaf_coverage=ByNode(work.leaf_coverage, work.reason),
        weight=_weights(root),
        curves={index: stick.curve for index, stick in sticks.items()},
    )


def _blocks(periods: int, entities: int) -> Iterator[tuple[slice, slice]]:
    """Blocks that lie in one piece in the arrays: several whole periods, or a run of entities in one period."""
    many, run = max(1, CELLS // entities), min(CELLS, entities)
    for first in range(0, periods, many):
        for start in range(0, entities, run):
            yield slice(first, min(first + many, periods)), slice(start, min(start + run, entities))


def _weights(root: Node) -> Floats:
    """Each node's share of the root, in walk order, where all data are there. What can have no score has no share."""
    found: list[float] = []

    def walk(node: Node, share: float) -> None:
        found.append(share)
        weights = [child.weight if child.can_score else 0.0 for child in node.children]
        total = sum(weights)
        for child, weight in zip(node.children, weights, strict=True):
            walk(child, share * weight / total if weight else 0.0)

    walk(root, 1.0)
    return np.array(found)


class _Work:
    """The roll-up of one block after another."""

    def __init__(
        self, nodes: tuple[Node, ...], values: Values, shown: tuple[Period | None, ...], sticks: Mapping[int, Yardstick]
    ):
        self.nodes, self.values, self.sticks = nodes, values, sticks
        shape = (len(shown), len(values.entities))
        measure_at = {measure: index for index, measure in enumerate(values.measures)}
        self.measures = [-1 if node.measure is None else measure_at[node.measure] for node in nodes]
        self.periods = [values.periods.index(period) for period in shown]
        at = {node.path: index for index, node in enumerate(nodes)}
        self.parents = [at[node.path[:-1]] if node.path else -1 for node in nodes]
        self.score = np.empty((len(nodes), *shape))
        self.reason = np.empty((len(nodes), *shape), np.int8)
        self.coverage = {index: np.empty(shape) for index, node in enumerate(nodes) if node.measure is None}
        self.leaf_coverage = {index: np.empty(shape) for index in self.coverage}

    def block(self, periods: slice, entities: slice) -> None:
        """Children stand behind their parents in walk order: backwards, every child comes before its parent."""
        gathered: dict[int, _Sums] = {}
        for index in range(len(self.nodes) - 1, -1, -1):
            leaves = None
            if self.measures[index] >= 0:
                score, reason = self._leaf(index, periods, entities)
            else:
                score, reason, leaves = self._node(index, periods, entities, gathered.pop(index, _Sums(self.nodes[index])))
            self.score[index, periods, entities] = score
            self.reason[index, periods, entities] = reason
            parent, weight = self.parents[index], self.nodes[index].weight
            if parent >= 0 and weight > 0:
                gathered.setdefault(parent, _Sums(self.nodes[parent])).add(score, reason, leaves, weight)

    def _leaf(self, index: int, periods: slice, entities: slice) -> tuple[Floats, Reasons]:
        where = self.measures[index], _together(self.periods[periods]), entities
        if (stick := self.sticks.get(index)) is None:
            reason = np.full_like(self.values.reason[where], Reason.NO_TARGET)
            return np.full(reason.shape, np.nan), reason
        curve = curves.cut(stick.curve, periods, entities)
        score, reason = curves.score(curve, self.values.value[where]), self.values.reason[where]
        if stick.reason.any():
            why = curves.part(stick.reason, periods, entities)
            reason = np.where((reason == PRESENT) | (why == NO_TARGET), why, reason)
            score[reason != PRESENT] = np.nan
        return score, reason

    def _node(self, index: int, periods: slice, entities: slice, sums: _Sums) -> tuple[Floats, Reasons, Floats]:
        node, shape = self.nodes[index], self.score[index, periods, entities].shape
        inside, present = np.broadcast_to(sums.inside, shape), np.broadcast_to(sums.present, shape)
        with np.errstate(invalid="ignore"):  # 0/0 where all is outside or missing: NaN is meant
            coverage = present / inside
            leaves = (present + sums.leaves) / inside
            score = sums.score(inside, present)
        reason = np.zeros(score.shape, np.int8)
        reason[coverage < node.coverage - 1e-9] = Reason.LOW_COVERAGE
        reason[present == 0] = Reason.NOTHING_SCORED
        outside = inside == 0
        reason[outside] = np.where(np.broadcast_to(sums.unknown, shape)[outside], Reason.NOT_AT_LEVEL, Reason.NO_TARGET)
        np.minimum(score, 100.0, out=score)  # a mean of hundreds may miss by a rounding
        score[reason != PRESENT] = np.nan
        self.coverage[index][periods, entities] = coverage
        self.leaf_coverage[index][periods, entities] = leaves
        return score, reason, leaves


def _together(rows: list[int]) -> slice | list[int]:
    """As a slice, which copies nothing, where the rows follow one another."""
    return slice(rows[0], rows[-1] + 1) if rows == list(range(rows[0], rows[-1] + 1)) else rows
