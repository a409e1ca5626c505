"""The tree rolled up many times, with values drawn as their samples allow.

Enters: Scores, and the leaves whose value has an error. Leaves: for every node above them the standard deviation of its score,
and the chance of the status that it is shown with.

Each dataset has one normal number per draw, for its measures share respondents: all scores of a dataset go up together. Draws are
stratified (M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics 21, 1979, Latin hypercube sampling): of one dataset they
are a quadrature, of several they hang on a fixed seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Node
from scorecard.records.scores import Curve, Scores
from scorecard.records.values import Reason
from scorecard.statistics import curves
from scorecard.statistics.curves import NOUGHT, Floats

DRAWS, FEW, SEED = 1_000, 200, 20_250_101
_CELLS = 500  # worked on at once: an array of draws is 4 MB
_MANY = 50_000  # values drawn, from which on fewer draws do: it would take more than a second

Cells = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Periods and entities."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A leaf's value [period, entity] with its standard error, NaN where it has none."""

    curve: Curve
    value: Floats
    se: Floats
    dataset: str


def drawn(
    scores: Scores, moving: Mapping[int, Moving], where: NDArray[np.bool_], band: tuple[Floats, Floats]
) -> Iterator[tuple[int, Cells, Floats, Floats]]:
    """Of every node with children, block by block of those cells [period, entity]: node, cells, standard deviation, chance of a
    score in [start, end), `band` [node, period, entity]."""
    datasets = list(dict.fromkeys(leaf.dataset for leaf in moving.values()))
    values = sum(int(np.count_nonzero(leaf.se > 0)) for leaf in moving.values())
    draws = dict(zip(datasets, _normals(len(datasets), DRAWS if values <= _MANY else FEW), strict=True))
    periods, entities = np.nonzero(where)
    for first in range(0, len(periods), _CELLS):
        cells = periods[first : first + _CELLS], entities[first : first + _CELLS]
        yield from _block(scores, moving, draws, cells, band)


def _block(
    scores: Scores, moving: Mapping[int, Moving], draws: Mapping[str, Floats], cells: Cells, band: tuple[Floats, Floats]
) -> Iterator[tuple[int, Cells, Floats, Floats]]:
    """Children stand behind their parents in walk order: backwards, every child comes before its parent."""
    gathered = {node.path: _Sums(node) for node in scores.nodes if node.measure is None}
    for row in range(len(scores.nodes) - 1, -1, -1):
        node, reason = scores.nodes[row], scores.reason[(row, *cells)]
        if node.measure is not None:
            score: Floats = scores.score[(row, *cells)][None]
            if row in moving:
                score = _leaf(moving[row], draws, cells, score)
        else:
            score = gathered.pop(node.path).score()
            start, end = (edge[(row, *cells)] for edge in band)
            chance = ((score >= start) & (score < end)).mean(axis=0)
            yield row, cells, np.broadcast_to(score.std(axis=0), reason.shape), np.broadcast_to(chance, reason.shape)
        if node.path and node.weight > 0:
            gathered[node.path[:-1]].add(score, reason, node.weight)


def _leaf(leaf: Moving, draws: Mapping[str, Floats], cells: Cells, score: Floats) -> Floats:
    """[draw, cell]; the value goes whichever way its score goes up."""
    value, se = leaf.value[cells], leaf.se[cells]
    moved = np.flatnonzero(se > 0)
    if not len(moved):
        return score
    value, se = value[moved], se[moved]
    shape = leaf.curve.values.shape[0], *leaf.value.shape
    knots = np.broadcast_to(leaf.curve.values, shape)[(slice(None), *cells)][:, None, moved]
    rise = np.broadcast_to(leaf.curve.scores, shape)[(slice(None), *cells)][:, None, moved]
    curve = Curve(leaf.curve.shape, knots, rise, leaf.curve.scale)
    ahead, behind = (curves.score(curve, (value + step * se)[None])[0] for step in (1.0, -1.0))
    way = np.where(ahead >= behind, se, -se)
    told = curves.score(curve, value + draws[leaf.dataset][:, None] * way)
    if len(moved) == score.shape[1]:
        return told
    found = np.repeat(score, len(told), axis=0)
    found[:, moved] = told
    return found


@dataclass
class _Sums:
    """What a node gathers from its children, [draw or 1, cell]: the rules of `scoring.rollup`."""

    node: Node
    scores: Floats | float = 0.0
    present: Floats | float = 0.0
    inside: Floats | float = 0.0
    gap: NDArray[np.bool_] | bool = False

    def __post_init__(self) -> None:
        if self.node.combine == "weakest":
            self.scores = 100.0

    def add(self, score: Floats, reason: NDArray[np.int8], weight: float) -> None:
        there = reason == Reason.PRESENT
        outside = (reason == Reason.NOT_AT_LEVEL) | (reason == Reason.NO_TARGET)
        if self.node.combine == "weakest":
            self.scores = np.minimum(self.scores, np.where(there, score, 100.0))
        elif self.node.combine == "geometric":
            with np.errstate(divide="ignore"):
                self.scores = self.scores + weight * np.where(there, np.log(np.where(score < NOUGHT, 0.0, score)), 0.0)
        else:
            self.scores = self.scores + weight * np.where(there, score, 0.0)
        self.present, self.inside = self.present + weight * there, self.inside + weight * ~outside
        self.gap = self.gap | ~(there | outside)

    def score(self) -> Floats:
        zero = self.node.missing == "zero"
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.node.combine == "mean":
                return np.atleast_2d(self.scores / np.asarray(self.inside if zero else self.present))
            found = np.exp(self.scores / np.asarray(self.present)) if self.node.combine == "geometric" else self.scores
        return np.atleast_2d(np.where(self.gap, 0.0, found) if zero else np.asarray(found))


@cache
def _normals(count: int, draws: int) -> Floats:
    """[dataset, draw]: numbers whose mean is 0 and whose variance is 1, for each dataset in an order that has nothing to do with
    the others'."""
    grid = np.array([NormalDist().inv_cdf((n + 0.5) / draws) for n in range(draws)])
    grid /= grid.std()
    generator = np.random.default_rng(SEED)
    return np.stack([generator.permutation(grid) for _ in range(count)])
