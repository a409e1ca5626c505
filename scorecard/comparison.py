"""The change of every score between two periods, split into parts that add up to it.

Enters: Scores and the Values behind them. Leaves: a Comparison.

At a node: C are the children that count in both periods, e their weights among C, S_t the node's score at t (0 baseline,
1 target), S_t^C what the node's rule makes of C, or ½(S₀ + S₁) when C is empty. Under `missing: zero` a child without a score
counts, as 0.

- mean: a child that stays adds e(s₁ − s₀); one that enters, with the weight w₁ among those counted then, w₁(s₁ − S₁^C); one
  that leaves −w₀(s₀ − S₀^C).
- geometric: the same in logarithms, times L(S₀, S₁) = (S₁ − S₀)/ln(S₁/S₀). Where one of the two is 0, a δ stands for each
  zero; as δ → 0 the change goes to the children by their coefficients of ln δ. Where both are 0, no part.
- weakest: a child that stays adds τ(s₁ − s₀), τ being the share of the way in which it is lowest while all go straight from
  s₀ to s₁ (ties share); what S₁ lies below S₁^C goes to the lowest that entered, what S₀ lies below S₀^C to the lowest
  that left. An empty C has no lowest: there S₁ − S₁^C goes to them as a whole.

These add up to S₁ − S₀. A child's own parts count in its parent by what a point of it is worth there: e, e·L(S₀, S₁)/L(s₀, s₁)
or τ. What only one period scores is not followed further down. At a leaf, whose curve c may have moved: the value's part is
½Σ_t[c_t(v₁) − c_t(v₀)], the goal's ½Σ_t[c₁(v_t) − c₀(v_t)] (both orders of exchange averaged, as Shapley values do). The
logarithmic mean splits a product as in index decomposition (LMDI; Ang 2004, Energy Policy 32).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scorecard.records.comparison import Comparison, Noise
from scorecard.records.definition import Definition, FromRows, Node, Period
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values
from scorecard.statistics import curves, sampling
from scorecard.statistics.curves import NOUGHT, Floats


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
        entered=np.zeros(shape, dtype=np.bool_),
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


@dataclass(frozen=True, slots=True)
class _Family:
    """A node's children in both periods: [child, entity], missing scores as 0. The node's own scores are [entity]."""

    weight: Floats  # [child, 1]
    score: tuple[Floats, Floats]
    counted: tuple[NDArray[np.bool_], NDArray[np.bool_]]  # nowhere, where the node has no change to split
    whole: tuple[Floats, Floats]

    @property
    def stay(self) -> NDArray[np.bool_]:
        return self.counted[0] & self.counted[1]


def _split_node(scores: Scores, sides: tuple[int, int], index: int, found: Comparison) -> None:
    """Fill in the children's `share`, `one_sided` and `entered`."""
    node = scores.nodes[index]
    rows = list(_children(scores.nodes, index))
    weight = np.array([scores.nodes[row].weight for row in rows])[:, None]
    first, last = (scores.score[index, side] for side in sides)
    split = ~np.isnan(first) & ~np.isnan(last)
    before, after = (_counted(scores.reason[rows, side], node, weight) & split for side in sides)
    has_before, has_after = (scores.reason[rows, side] == Reason.PRESENT for side in sides)
    score = np.nan_to_num(scores.score[rows, sides[0]]), np.nan_to_num(scores.score[rows, sides[1]])
    rule = {"mean": _mean, "geometric": _geometric, "weakest": _weakest}[node.combine]
    worth, parts = rule(_Family(weight, score, (before, after), (first, last)))
    both = has_before & has_after
    found.share[rows] = np.where(both, worth, 0.0)
    found.one_sided[rows] = np.where(both, 0.0, parts)
    found.entered[rows] = np.where(before == after, has_after & ~has_before, after & ~before)


def _mean(family: _Family) -> tuple[Floats, Floats]:
    """What a point of each child is worth in the node, and each child's part of the node's change."""
    return _linear(family, family.score, family.whole)


def _linear(family: _Family, of: tuple[Floats, Floats], whole: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The split of a weighted mean of some numbers `of` the children: their weights among those that stay, and the parts."""
    stay = family.stay
    among = _normalised(family.weight, stay)
    parts = among * (of[1] - of[0])
    for side, sign in ((0, -1.0), (1, 1.0)):
        kept = np.where(stay.any(axis=0), (among * of[side]).sum(axis=0), (whole[0] + whole[1]) / 2)
        own = _normalised(family.weight, family.counted[side])
        parts += np.where(family.counted[side] & ~stay, sign * own * (of[side] - kept), 0.0)
    return among, parts


def _geometric(family: _Family) -> tuple[Floats, Floats]:
    """As `_mean`. A whole is 0 exactly where a child that counts is."""
    first, last = family.whole
    nought = [(score < NOUGHT) & counted for score, counted in zip(family.score, family.counted, strict=True)]
    log = [np.log(np.where(score < NOUGHT, 1.0, score)) for score in family.score]
    log_whole = [np.log(np.where(whole > 0, whole, 1.0)) for whole in family.whole]
    among, parts = _linear(family, (log[0], log[1]), (log_whole[0], log_whole[1]))
    size = _log_mean(first, last)
    worth = among * size / _log_mean(*family.score)

    zeros = [zero.astype(np.float64) for zero in nought]  # coefficients of ln δ, of the children and of the whole
    steep = [(_normalised(family.weight, family.counted[side]) * zeros[side]).sum(axis=0) for side in (0, 1)]
    _, falls = _linear(family, (zeros[0], zeros[1]), (steep[0], steep[1]))
    one = (steep[0] > 0) != (steep[1] > 0)
    to_zero = np.where(one, (last - first) / np.where(one, steep[1] - steep[0], 1.0), 0.0) * falls
    moved = family.score[1] - family.score[0]
    worth_to_zero = to_zero / np.where(moved == 0, 1.0, moved)  # a child that stays and does not move is no zero: no part

    at_zero = (steep[0] > 0) | (steep[1] > 0)
    return np.where(at_zero, worth_to_zero, worth), np.where(at_zero, to_zero, size * parts)


def _log_mean(first: Floats, last: Floats) -> Floats:
    """(b − a)/ln(b/a), a where both are the same, 1 where one of them is 0, or missing."""
    proper = (first >= NOUGHT) & (last >= NOUGHT)
    a, b = np.where(proper, first, 1.0), np.where(proper, last, 1.0)
    way = b - a
    near = np.abs(way) < a / 2
    ratio = np.where(near, np.log1p(np.where(near, way, 0.0) / a), np.log(b) - np.log(a))
    return np.where(way == 0, a, way / np.where(way == 0, 1.0, ratio))


def _weakest(family: _Family) -> tuple[Floats, Floats]:
    """As `_mean`."""
    stay = family.stay
    worth = _lowest_share(*family.score, stay)
    parts = worth * (family.score[1] - family.score[0])
    for side, sign in ((0, -1.0), (1, 1.0)):
        score, whole = family.score[side], family.whole[side]
        kept = np.where(stay.any(axis=0), np.where(stay, score, np.inf).min(axis=0), (family.whole[0] + family.whole[1]) / 2)
        alone = family.counted[side] & ~stay
        lowest = alone & (score == np.where(alone, score, np.inf).min(axis=0))
        parts += np.where(lowest, sign * (whole - kept), 0.0) / np.maximum(lowest.sum(axis=0), 1)
    return worth, parts


def _lowest_share(first: Floats, last: Floats, stay: NDArray[np.bool_]) -> Floats:
    """The share of [0, 1] in which each of those that stay is lowest on the straight way from `first` to `last`, shared among
    equals: [child, entity]. A line is lowest in one interval, which every other line cuts from one side."""
    rise = last - first
    found = np.zeros_like(first)
    for child in range(len(first)):
        above, steeper = first[child] - first, rise[child] - rise  # of this one over each: how far at the start, how much more
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            meets = -above / steeper
        until = np.where(stay & (steeper > 0), meets, 1.0).min(axis=0)
        since = np.where(stay & (steeper < 0), meets, 0.0).max(axis=0)
        never = (stay & (steeper == 0) & (above > 0)).any(axis=0)
        equals = (stay & (steeper == 0) & (above == 0)).sum(axis=0)
        width = np.clip(until - since, 0.0, None)  # its own entries hold both to the way
        found[child] = np.where(stay[child] & ~never, width / np.maximum(equals, 1), 0.0)
    return found


def with_noise(definition: Definition, scores: Scores, values: Values, comparison: Comparison) -> Comparison:
    """The comparison with the interval of each change that samples stand behind, and whether it is more than noise; as it is
    where nothing is sampled.

    Of measures the change of the value: z = Δ / √(SE₀² + SE₁² − 2 cov), with the covariance from those who answered both times;
    of shares without it Newcombe's interval. p values are adjusted by Holm over all measures tested in an entity. Of other
    nodes the change of the score, both sides taken for independent, which is rather too wide where respondents return."""
    if values.low is None or values.high is None or scores.sd is None:
        return comparison
    sides = [scores.periods.index(period) for period in (comparison.baseline, comparison.target)]
    when = [values.periods.index(period) for period in (comparison.baseline, comparison.target)]
    at = {measure: index for index, measure in enumerate(values.measures)}
    low, high, p = (np.full_like(comparison.share, np.nan) for _ in range(3))
    tested: dict[str, int] = {}
    for index, node in enumerate(scores.nodes):
        if node.measure is None:
            first, last = (scores.score[index, side] for side in sides)
            errors = [scores.sd[index, side] for side in sides]
            found = sampling.difference(first, errors[0], last, errors[1])
            low[index], high[index], p[index] = found.low, found.high, found.p
            continue
        row, how = at[node.measure], definition.measures[node.measure].how
        value, n = ([array[row, side] for side in when] for array in (values.value, values.n))
        se = [
            sampling.error(*(array[row, side] for array in (values.value, values.se, values.low, values.high))) for side in when
        ]
        shared = np.zeros(value[0].shape) if values.covariance is None else np.nan_to_num(values.covariance[row])
        found = sampling.difference(value[0], se[0], value[1], se[1], shared)
        low[index], high[index], p[index] = found.low, found.high, found.p
        if isinstance(how, FromRows) and how.sampling and how.sampling.kind == "share" and how.population is None:
            held = [number * count / how.sampling.scale for number, count in zip(value, n, strict=True)]
            least, most = sampling.newcombe(held[0], n[0], held[1], n[1])
            ends = least * how.sampling.scale, most * how.sampling.scale
            alone = (shared == 0) & ~np.isnan(found.se)
            low[index] = np.where(alone, np.minimum(ends[0], ends[1]), found.low)
            high[index] = np.where(alone, np.maximum(ends[0], ends[1]), found.high)
        tested.setdefault(node.measure, index)
    adjusted = p.copy()
    rows = list(tested.values())
    for entity in range(p.shape[1]):
        adjusted[rows, entity] = sampling.holm(p[rows, entity])
    for index, node in enumerate(scores.nodes):
        if node.measure is not None:
            adjusted[index] = adjusted[tested[node.measure]]
    return replace(comparison, noise=Noise(low, high, p, adjusted))


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
