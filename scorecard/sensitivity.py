"""How far the total, the statuses and the ranking of entities hang on the weights.

Enters: an Evaluation. Leaves: a Sensitivity.

Method: the weights of the children of every node are drawn from the Dirichlet distribution around the scorecard's own, again and
again, by themselves at every node; a weight of 0 stays 0, and what can have no score takes no part. With each draw all scores
above the measures, in the target period, are rolled up anew by each node's own rule, with what is missing where it is missing. So
it shows what would have come out had the weights been a little others, and nothing about the data's own uncertainty. Source:
OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7; P. Paruolo, M. Saisana and A. Saltelli, Ratings and
rankings: voodoo or science? (Journal of the Royal Statistical Society A 176, 2013), for effective influence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Definition, Node
from scorecard.records.evaluation import Evaluation
from scorecard.records.sensitivity import Agreement, Ranked, Ranking, Sensitivity, Swing, Weighed, WeightSource
from scorecard.records.values import Reason
from scorecard.statistics import agreement
from scorecard.statistics.curves import NOUGHT
from scorecard.statistics.sensitivity import CONCENTRATION, draws, influence, rank_changes

Floats = NDArray[np.float64]

DRAWS = 1000
CELLS = 500_000  # draws times entities that are worked on at once
FEWEST = 4  # entities over which a correlation is told
SHOWN = 1  # decimals of a score as it is shown, by which ranks are told
ENDS = (5.0, 95.0)  # percentiles
LEAST = 1e-200  # weight


def weigh(evaluation: Evaluation, spread: float = CONCENTRATION, number: int = DRAWS, seed: int = 0) -> Sensitivity:
    """`spread` is the concentration of the Dirichlet distribution: how closely drawn weights keep to the given ones. The same
    seed gives the same draws. ValueError for a spread that is not positive, or without draws."""
    if number < 1:
        raise ValueError(f"the number of draws must be 1 or more: {number}")
    if not spread > 0:
        raise ValueError(f"the spread must be above 0: {spread}")
    work = _Work(evaluation, spread, number, seed)
    definition, scores, now = evaluation.definition, evaluation.scores, evaluation.now
    totals = np.empty((number, len(scores.entities)))
    run = max(1, CELLS // number)
    inner: dict[int, Floats] = {}
    for start in range(0, len(scores.entities), run):
        entities = slice(start, start + run)
        found = work.roll(entities, work.weights)
        totals[:, entities] = found[0]
        if start == 0:
            inner = {index: one[:, 0] for index, one in found.items()}
    over, told = _influence(evaluation, work, totals[:, 0])
    base = scores.score[:, now, 0]
    nodes = tuple(
        Weighed(
            node=node,
            share=work.shares[index],
            weight=float(scores.weight[index]),
            source=work.source(index),
            influence=float(told[index]),
            swing=_swing(definition, float(base[index]), inner[index]) if index in inner else None,
            agreement=_agreement(node),
        )
        for index, node in enumerate(scores.nodes)
    )
    return Sensitivity(evaluation.target, number, spread, seed, over, nodes, tuple(_rankings(evaluation, totals)))


@dataclass(slots=True)
class _Children:
    """Those of a node that weigh and can have a score: their indices, and their weights with sum 1."""

    indices: list[int]
    given: Floats


class _Work:
    """The tree with drawn weights, and its roll-up."""

    def __init__(self, evaluation: Evaluation, spread: float, number: int, seed: int):
        scores = evaluation.scores
        self.nodes, self.scores, self.now = scores.nodes, scores, evaluation.now
        self.at = {node.path: index for index, node in enumerate(self.nodes)}
        self.children: dict[int, _Children] = {}
        self.weights: dict[int, Floats] = {}  # node -> [draw, child]
        self.shares = [1.0] + [0.0] * (len(self.nodes) - 1)
        for index, node in enumerate(self.nodes):
            if node.measure is not None:
                continue
            able = [child for child in node.children if child.weight > 0 and child.can_score]
            given = np.array([child.weight for child in able])
            children = _Children([self.at[child.path] for child in able], given / given.sum() if able else given)
            self.children[index] = children
            for child, share in zip(children.indices, children.given.tolist(), strict=True):
                self.shares[child] = share
            # A weight so small that a draw of it leaves the range of numbers stays one.
            self.weights[index] = np.maximum(draws(given, number, spread, seed + index), LEAST) if able else np.ones((number, 0))

    def source(self, index: int) -> WeightSource:
        """Where the weight comes from."""
        path = self.nodes[index].path
        above = self.nodes[self.at[path[:-1]]] if path else None
        if above is None or len(above.children) == 1:
            return "alone"
        if above.judged is not None:
            return "judgements"
        return "equal" if {child.weight for child in above.children} == {1.0} else "written"

    def drawn_shares(self) -> Floats:
        """[node, draw]: every node's share of the root, with each draw."""
        found = np.zeros((len(self.nodes), len(self.weights[0])))
        found[0] = 1.0
        for index, children in self.children.items():  # parents come first
            for place, child in enumerate(children.indices):
                found[child] = found[index] * self.weights[index][:, place]
        return found

    def roll(self, entities: slice, weights: dict[int, Floats]) -> dict[int, Floats]:
        """[draw, entity] of every node above measures, by the rules of `scoring`: NaN where it has no score."""
        reason = self.scores.reason[:, self.now, entities]
        outside: dict[int, NDArray[np.bool_]] = {}  # [entity]
        found: dict[int, Floats] = {}
        for index in range(len(self.nodes) - 1, -1, -1):  # children stand behind their parents
            if index not in self.children:
                outside[index] = np.isin(reason[index], (Reason.NOT_AT_LEVEL, Reason.NO_TARGET))
                continue
            below = self.children[index].indices
            out = np.array([outside[each] for each in below], dtype=bool).reshape(len(below), reason.shape[1])
            outside[index] = np.asarray(out.all(axis=0))
            scores = [found.get(each, self.scores.score[each, self.now, entities]) for each in below]
            found[index] = _roll(self.nodes[index], scores, out, weights[index])
        return found


def _roll(node: Node, scores: list[Floats], outside: NDArray[np.bool_], weights: Floats) -> Floats:
    """[draw, entity] of a node, from its children's scores, [draw, entity] or, of measures, [entity]; outside [child, entity] and
    weights [draw, child]."""
    inside = weights @ ~outside
    present, total = np.zeros_like(inside), np.zeros_like(inside)
    least, gap = np.full(inside.shape, np.inf), np.zeros(inside.shape, bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for score, out, weight in zip(scores, outside, weights.T, strict=True):
            there = ~np.isnan(score)
            worth = np.log(np.where(score < NOUGHT, 0.0, score)) if node.combine == "geometric" else score
            present += weight[:, None] * there
            gap |= ~there & ~out
            if node.combine == "weakest":
                np.fmin(least, score, out=least)
            else:
                total += weight[:, None] * np.where(there, worth, 0.0)
        if node.combine == "mean":
            return _covered(node, total / (inside if node.missing == "zero" else present), present, inside)
        found = np.exp(total / present) if node.combine == "geometric" else least
        return _covered(node, np.where(gap & (node.missing == "zero"), 0.0, found), present, inside)


def _covered(node: Node, found: Floats, present: Floats, inside: Floats) -> Floats:
    """The scores where enough of the weight below has one; a mean of hundreds may miss by a rounding."""
    return np.where((present > 0) & (present / inside >= node.coverage - 1e-9), np.minimum(found, 100.0), np.nan)


def _influence(evaluation: Evaluation, work: _Work, drawn: Floats) -> tuple[Literal["entities", "draws"], Floats]:
    """[node]: squared correlations with the total, over the finest entities where enough have one, else over the draws."""
    scores, hierarchies = evaluation.scores, evaluation.definition.hierarchies
    finest = hierarchies[0].levels if hierarchies else ()
    rows = [at for at, each in enumerate(scores.entities) if each.key and each.columns == finest and None not in each.key]
    parts = scores.score[:, evaluation.now, rows]
    if np.count_nonzero(~np.isnan(parts[0])) >= FEWEST:
        return "entities", influence(parts.T, parts[0])
    return "draws", influence(work.drawn_shares().T, drawn)


def _agreement(node: Node) -> Agreement | None:
    judged = node.judged
    if judged is None:
        return None
    ids = [child.path[-1] for child in node.children]
    views = [[view[id] for id in ids] for view in judged.views]
    several = len(views) > 1
    return Agreement(
        judged.method,
        judged.consistency,
        judged.judges,
        agreement.concordance(views) if several else float("nan"),
        agreement.correlations(views, [child.weight for child in node.children]) if several else (),
    )


def _swing(definition: Definition, score: float, drawn: Floats) -> Swing:
    band = definition.band(score) if not isnan(score) else None
    known = drawn[~np.isnan(drawn)]
    low, high = np.percentile(known, ENDS).tolist() if len(known) else (float("nan"),) * 2
    starts = np.array([each.start for each in definition.status])
    reached = np.where(np.isnan(drawn), -1, np.searchsorted(starts - 1e-9, drawn, side="right"))
    usual = -1 if isnan(score) else int(np.searchsorted(starts - 1e-9, score, side="right"))
    return Swing(score, low, high, band.id if band else None, float(np.mean(reached == usual)))


def _rankings(evaluation: Evaluation, totals: Floats) -> Iterator[Ranking]:
    """Of each grouping; unassigned ones are no peers."""
    scores, definition = evaluation.scores, evaluation.definition
    for grouping in definition.groupings:
        rows = [at for at, each in enumerate(scores.entities) if each.key and each.columns == grouping and None not in each.key]
        if len(rows) < 2:
            continue
        base = np.round(scores.score[0, evaluation.now, rows], SHOWN)
        moved = rank_changes(base, np.round(totals[:, rows], SHOWN))
        ranks = np.where(np.isnan(base), np.nan, 1 + (base[None, :] > base[:, None]).sum(axis=1))
        order = np.argsort(np.where(np.isnan(ranks), np.inf, ranks), kind="stable").tolist()
        ranked = tuple(
            Ranked(
                scores.entities[rows[at]],
                _swing(definition, float(scores.score[0, evaluation.now, rows[at]]), totals[:, rows[at]]),
                float(ranks[at]),
                float(moved.low[at]),
                float(moved.high[at]),
                float(moved.changed[at]),
            )
            for at in order
        )
        yield Ranking(grouping, ranked, 1 - ranked[0].moves)
