"""The change of every score between two periods, split into parts that add up to it.

Enters: Scores and the Values behind them. Leaves: a Comparison.

At a node: C are the children that count in both periods, e their weights among C, S_t the node's score at t (0 baseline,
1 target), S_t^C the mean over C, or ½(S₀ + S₁) when C is empty. A child that stays adds e(s₁ − s₀); one that enters, with the
weight w₁ among those counted then, w₁(s₁ − S₁^C); one that leaves −w₀(s₀ − S₀^C). These add up to S₁ − S₀. Under `missing:
zero` a child without a score counts, as 0. At a leaf, whose curve c may have moved: the value's part is
½Σ_t[c_t(v₁) − c_t(v₀)], the goal's ½Σ_t[c₁(v_t) − c₀(v_t)] (both orders of exchange averaged, as Shapley values do).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scorecard.records.comparison import Comparison
from scorecard.records.definition import Node, Period
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values
from scorecard.statistics import curves
from scorecard.statistics.curves import Floats


def compare(scores: Scores, values: Values, baseline: Period, target: Period) -> Comparison:
    """Both periods must be among those scored. Where a node has no score in one of them there is no split: its children's
    shares and one-sided parts are 0."""
    sides = scores.periods.index(baseline), scores.periods.index(target)
    shape = len(scores.nodes), len(scores.entities)
    found = Comparison(
        baseline=baseline,
        target=target,
        nodes=scores.nodes,
        entities=scores.entities,
        baseline_score=scores.score[:, sides[0]],
        target_score=scores.score[:, sides[1]],
        share=np.zeros(shape),
        value_effect=np.zeros(shape),
        goal_effect=np.zeros(shape),
        one_sided=np.zeros(shape),
    )
    measure_at = {measure: index for index, measure in enumerate(values.measures)}
    when = values.periods.index(baseline), values.periods.index(target)
    for index, node in enumerate(scores.nodes):
        if node.children:
            _split_node(scores, sides, index, found)
        elif index in scores.curves and node.measure is not None:
            series = values.value[measure_at[node.measure]]
            _split_leaf(scores, sides, index, (series[when[0]], series[when[1]]), found)
    return found


def _split_node(scores: Scores, sides: tuple[int, int], index: int, found: Comparison) -> None:
    """Fill in the children's `share` and `one_sided`."""
    node = scores.nodes[index]
    rows = list(_children(scores.nodes, index))
    weight = np.array([scores.nodes[row].weight for row in rows])[:, None]
    whole = [scores.score[index, side] for side in sides]
    split = ~np.isnan(whole[0]) & ~np.isnan(whole[1])
    counted = [_counted(scores.reason[rows, side], node, weight) & split for side in sides]
    score = [np.nan_to_num(scores.score[rows, side]) for side in sides]

    stay = counted[0] & counted[1]
    among = _normalised(weight, stay)
    kept = [np.where(stay.any(axis=0), (among * s).sum(axis=0), (whole[0] + whole[1]) / 2) for s in score]
    has = [scores.reason[rows, side] == Reason.PRESENT for side in sides]
    found.share[rows] = np.where(has[0] & has[1], among, 0.0)
    one_sided = np.where(has[0] & has[1], 0.0, among * (score[1] - score[0]))
    for side, sign in ((0, -1.0), (1, 1.0)):
        alone = counted[side] & ~stay
        one_sided += np.where(alone, sign * _normalised(weight, counted[side]) * (score[side] - kept[side]), 0.0)
    found.one_sided[rows] = one_sided


def _children(nodes: tuple[Node, ...], index: int) -> Iterator[int]:
    """Where the children stand in walk order."""
    row = index + 1
    for child in nodes[index].children:
        yield row
        row += sum(1 for _ in child.walk())


def _counted(reason: NDArray[np.int8], node: Node, weight: Floats) -> NDArray[np.bool_]:
    """[child, entity]: the children that have weight in the node's score."""
    if node.missing == "zero":
        counts: NDArray[np.bool_] = (reason != Reason.NOT_AT_LEVEL) & (reason != Reason.NO_TARGET)
    else:
        counts = reason == Reason.PRESENT
    return counts & (weight > 0)


def _normalised(weight: Floats, among: NDArray[np.bool_]) -> Floats:
    """The weights as shares of those `among`, 0 for the others: [child, entity]."""
    part = np.where(among, weight, 0.0)
    total = part.sum(axis=0)
    return part / np.where(total > 0, total, 1.0)


def _split_leaf(scores: Scores, sides: tuple[int, int], index: int, value: tuple[Floats, Floats], found: Comparison) -> None:
    """Fill in the leaf's `value_effect` and `goal_effect`."""
    every = slice(None)
    curve = [curves.cut(scores.curves[index], slice(side, side + 1), every) for side in sides]
    of = [[curves.score(c, v[None])[0] for v in value] for c in curve]  # of[curve's time][value's time]
    both = (scores.reason[index, sides[0]] == Reason.PRESENT) & (scores.reason[index, sides[1]] == Reason.PRESENT)
    by_value = (of[0][1] - of[0][0] + of[1][1] - of[1][0]) / 2
    by_goal = (of[1][0] - of[0][0] + of[1][1] - of[0][1]) / 2
    found.value_effect[index] = np.where(both, by_value, 0.0)
    found.goal_effect[index] = np.where(both, by_goal, 0.0)
