"""How sure scores and statuses are, where values come from samples.

Enters: Scores, the Values with their standard errors, the Definition. Leaves: the Scores with standard deviations, 95% intervals,
and for each status the probability that it is the right one; NaN wherever no sample stands behind the score.

A leaf's value goes through its curve exactly, flat ends and steps included (`statistics.propagation`). Up the tree, measures
of one dataset share respondents, so their effects are added as they are, which is never too little; those of different datasets
are independent: the root of the sum of squares. That is the standard deviation of a weighted mean. Under a geometric mean or the
weakest link, and above one, nothing is straight: it is that of draws, as the chance of a status is for every node above measures.
`scoring.draws` makes them.

Targets count as known, those too that hang on a sampled value of another period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Band, Definition, FromRows, Node
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values
from scorecard.scoring.draws import Moving, drawn
from scorecard.statistics import normal, propagation, sampling
from scorecard.statistics.curves import ABSOLUTE, RELATIVE, Floats, cut

_ALL = slice(None)


def unsure(definition: Definition, values: Values, scores: Scores) -> Scores:
    """The scores as they are where nothing is sampled."""
    if values.low is None or values.high is None:
        return scores
    return _Work(definition, values, scores, values.low, values.high).all()


@dataclass
class _Work:
    definition: Definition
    values: Values
    scores: Scores
    low: Floats
    high: Floats

    def __post_init__(self) -> None:
        self.shown = [self.values.periods.index(period) for period in self.scores.periods]
        self.at = {measure: row for row, measure in enumerate(self.values.measures)}
        self.moving: dict[int, Moving] = {}  # leaves whose value has an error

    def all(self) -> Scores:
        """From the leaves to the root: children stand behind their parents."""
        scores, shape = self.scores, self.scores.score.shape
        sd, low, high, sure = (np.full(shape, np.nan) for _ in range(4))
        effects: list[Mapping[str, Floats]] = [{} for _ in scores.nodes]  # by dataset, [period, entity], NaN where there is none
        index = {node.path: row for row, node in enumerate(scores.nodes)}
        bent = [False] * len(scores.nodes)  # whether draws are needed for the standard deviation
        for row in range(len(scores.nodes) - 1, -1, -1):
            node = scores.nodes[row]
            if node.measure is not None:
                effects[row] = self.leaf(row, node.measure, sd, low, high, sure)
            else:
                children = [index[child.path] for child in node.children]
                effects[row] = self.inner(row, node, children, effects)
                bent[row] = bool(effects[row]) and (node.combine != "mean" or any(bent[child] for child in children))
                if effects[row]:
                    sd[row] = _together(effects[row])
        if self.moving:
            where = np.any([~np.isnan(sd[row]) for row, node in enumerate(scores.nodes) if node.children], axis=0)
            bands = _edges(self.definition.status, scores.score)
            for row, cells, spread, chance in drawn(scores, self.moving, where, bands):
                told = ~np.isnan(sd[row][cells])
                sure[row][cells] = np.where(told, chance, np.nan)
                if bent[row]:
                    sd[row][cells] = np.where(told, spread, np.nan)
        inner = np.array([bool(node.children) for node in scores.nodes])
        reach = normal.QUANTILE * sd[inner]
        low[inner], high[inner] = np.maximum(scores.score[inner] - reach, 0.0), np.minimum(scores.score[inner] + reach, 100.0)
        return replace(scores, sd=sd, low=low, high=high, sure=sure)

    def leaf(self, row: int, measure: str, sd: Floats, low: Floats, high: Floats, sure: Floats) -> Mapping[str, Floats]:
        """Fills in the leaf's own."""
        at, curve = self.at[measure], self.scores.curves.get(row)
        ends = self.low[at, self.shown], self.high[at, self.shown]
        value = self.values.value[at, self.shown]
        se = sampling.error(value, self.values.se[at, self.shown], *ends)
        if np.isnan(se).all():
            return {}
        own = self.definition.measures[measure].status
        if own:
            sure[row] = _within(value, se, *_edges(own, value, RELATIVE, ABSOLUTE))
        if curve is None:
            return {}
        present = (self.scores.reason[row] == Reason.PRESENT) & ~np.isnan(se)
        if not present.any():
            return {}
        whole = cut(curve, _ALL, _ALL)
        _, spread = propagation.through(whole, value, se)
        sd[row] = np.where(present, spread, np.nan)
        low[row], high[row] = (np.where(present, bound, np.nan) for bound in propagation.interval(whole, *ends))
        if not own:
            start, end = _edges(self.definition.status, self.scores.score[row])
            sure[row] = np.where(present, propagation.probability(whole, value, se, start, end), np.nan)
        dataset = self.dataset(measure)
        self.moving[row] = Moving(whole, value, np.where(present, se, np.nan), dataset)
        return {dataset: sd[row]}

    def dataset(self, measure: str) -> str:
        """Whose respondents stand behind it."""
        how = self.definition.measures[measure].how
        return how.dataset if isinstance(how, FromRows) else f"={measure}"

    def inner(self, row: int, node: Node, children: Sequence[int], effects: list[Mapping[str, Floats]]) -> Mapping[str, Floats]:
        """The effect of each dataset on the weighted mean of a node's children, NaN where it has none."""
        datasets = dict.fromkeys(dataset for child in children for dataset in effects[child])
        if not datasets:
            return {}
        weight = np.array([child.weight for child in node.children])[:, None, None]
        reason = self.scores.reason[children]
        counted = (reason == Reason.PRESENT) & (weight > 0)
        inside = counted
        if node.missing == "zero":
            inside = (reason != Reason.NOT_AT_LEVEL) & (reason != Reason.NO_TARGET) & (weight > 0)
        total = (weight * inside).sum(axis=0)
        share = np.where(counted, weight, 0.0) / np.where(total > 0, total, 1.0)
        scored = self.scores.reason[row] == Reason.PRESENT
        none = np.full(reason.shape[1:], np.nan)
        found = {}
        for dataset in datasets:
            effect = np.stack([effects[child].get(dataset, none) for child in children])
            moved = counted & ~np.isnan(effect)
            if (some := moved.any(axis=0) & scored).any():
                found[dataset] = np.where(some, (share * np.where(moved, effect, 0.0)).sum(axis=0), np.nan)
        return found


def _together(effects: Mapping[str, Floats]) -> Floats:
    """The root of the sum of squares, NaN where there is none."""
    told = np.stack(list(effects.values()))
    return np.where(np.isnan(told).all(axis=0), np.nan, np.sqrt(np.nansum(told**2, axis=0)))


def _edges(bands: tuple[Band, ...], number: Floats, relative: float = 0.0, absolute: float = 1e-9) -> tuple[Floats, Floats]:
    """Where the band that each number is shown in begins and ends; the first reaches down, the last up without end. An edge lies
    as much lower as `Definition.band` and `Evaluation.status` have it."""
    starts = np.array([-np.inf, *(band.start - relative * abs(band.start) - absolute for band in bands[1:]), np.inf])
    at = np.searchsorted(starts[1:-1], number, side="right")
    return starts[at], starts[at + 1]


def _within(number: Floats, sd: Floats, start: Floats, end: Floats) -> Floats:
    """The probability that a normal number lies in [start, end)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: NDArray[np.float64] = normal.mass((start - number) / sd, (end - number) / sd)
    return np.where(np.isnan(number) | np.isnan(sd), np.nan, np.where(sd > 0, found, 1.0))
