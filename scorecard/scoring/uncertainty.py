"""How sure scores and statuses are, where values come from samples.

Enters: Scores, the Values with their standard errors, the Definition. Leaves: the Scores with standard deviations, 95% intervals,
and for each status the probability that it is the right one.

A leaf's value goes through its curve exactly, flat ends and steps included (`statistics.propagation`). Up the tree, measures
of one dataset share respondents, so their effects are added as they are, which is never too little; those of different datasets
are independent: the root of the sum of squares. Under a geometric mean or the weakest link, whose effects are not straight, the
node is drawn a thousand times with a fixed seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scorecard.records.definition import Band, Definition, Derived, FromRows, Node
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values
from scorecard.statistics import normal, propagation
from scorecard.statistics.curves import NOUGHT, Floats, cut

DRAWS, SEED = 1_000, 20_250_101
_CELLS = 2_000  # drawn at once: a thousand draws of ten children are 160 MB
_ALL = slice(None)


def unsure(definition: Definition, values: Values, scores: Scores) -> Scores:
    """The scores as they are where nothing is sampled."""
    if values.low is None or values.high is None:
        return scores
    work = _Work(definition, values, scores, values.low, values.high)
    return work.all()


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

    def all(self) -> Scores:
        """From the leaves to the root: children stand behind their parents."""
        scores, shape = self.scores, self.scores.score.shape
        sd, low, high, sure = (np.full(shape, np.nan) for _ in range(4))
        effects: list[Mapping[str, Floats]] = [{} for _ in scores.nodes]  # by dataset, [period, entity] each
        index = {node.path: row for row, node in enumerate(scores.nodes)}
        for row in range(len(scores.nodes) - 1, -1, -1):
            node = scores.nodes[row]
            if node.measure is not None:
                effects[row] = self.leaf(row, node.measure, sd, low, high, sure)
            else:
                children = [index[child.path] for child in node.children]
                effects[row] = self.inner(row, node, children, effects)
                if effects[row]:
                    sd[row] = np.where(scores.reason[row] == 0, np.sqrt(sum(each**2 for each in effects[row].values())), np.nan)
                    reach = normal.QUANTILE * sd[row]
                    low[row] = np.clip(scores.score[row] - reach, 0.0, 100.0)
                    high[row] = np.clip(scores.score[row] + reach, 0.0, 100.0)
                    sure[row] = _within(scores.score[row], sd[row], self.definition.status, scores.score[row])
                for child in children:
                    effects[child] = {}
        return replace(scores, sd=sd, low=low, high=high, sure=sure)

    def leaf(self, row: int, measure: str, sd: Floats, low: Floats, high: Floats, sure: Floats) -> Mapping[str, Floats]:
        """Fills in the leaf's own; a value's error that looks like none because all answers agree is that of its interval."""
        at, curve = self.at[measure], self.scores.curves.get(row)
        ends = self.low[at, self.shown], self.high[at, self.shown]
        value, se = self.values.value[at, self.shown], self.values.se[at, self.shown]
        se = np.where((se == 0) & (ends[1] > ends[0]), (ends[1] - ends[0]) / (2 * normal.QUANTILE), se)
        if np.isnan(se).all():
            return {}
        present = (self.scores.reason[row] == 0) & ~np.isnan(se)
        own = self.definition.measures[measure].status
        if own:
            sure[row] = _within(value, se, own, value)
        if curve is None:
            return {}
        whole = cut(curve, _ALL, _ALL)
        _, spread = propagation.through(whole, value, se)
        sd[row] = np.where(present, spread, np.nan)
        bounds = propagation.interval(whole, *ends)
        low[row], high[row] = (np.where(present, bound, np.nan) for bound in bounds)
        if not own:
            start, end = _band(self.definition.status, self.scores.score[row])
            sure[row] = np.where(present, propagation.probability(whole, value, se, start, end), np.nan)
        return {self.dataset(measure): np.where(present, spread, 0.0)} if present.any() else {}

    def dataset(self, measure: str) -> str:
        """Whose respondents stand behind it; a derived measure's error is its own."""
        how = self.definition.measures[measure].how
        return how.dataset if isinstance(how, FromRows) else f"={measure}" if isinstance(how, Derived) else measure

    def inner(self, row: int, node: Node, children: Sequence[int], effects: list[Mapping[str, Floats]]) -> Mapping[str, Floats]:
        """The effect of each dataset on a node's score."""
        datasets = dict.fromkeys(dataset for child in children for dataset in effects[child])
        if not datasets:
            return {}
        weight = np.array([child.weight for child in node.children])[:, None, None]
        reason = self.scores.reason[children]
        counted = (reason == Reason.PRESENT) & (weight > 0)
        if node.missing == "zero":
            inside = (reason != Reason.NOT_AT_LEVEL) & (reason != Reason.NO_TARGET) & (weight > 0)
        else:
            inside = counted
        by_dataset = {
            dataset: np.stack([effects[child].get(dataset, np.zeros(reason.shape[1:])) for child in children])
            for dataset in datasets
        }
        total = (weight * inside).sum(axis=0)
        share = np.where(counted, weight, 0.0) / np.where(total > 0, total, 1.0)
        if node.combine == "mean":
            return {dataset: (share * sd).sum(axis=0) for dataset, sd in by_dataset.items()}
        return self.drawn(row, node, self.scores.score[children], counted, share, by_dataset)

    def drawn(
        self,
        row: int,
        node: Node,
        score: Floats,
        counted: NDArray[np.bool_],
        share: Floats,
        by_dataset: Mapping[str, Floats],
    ) -> Mapping[str, Floats]:
        """By draws: within a dataset all children move together. What comes of it is split among the datasets by what each would
        do alone in a weighted mean."""
        shape = score.shape[1:]
        flat = {dataset: sd.reshape(len(score), -1) for dataset, sd in by_dataset.items()}
        scores, among, shares = (each.reshape(len(score), -1) for each in (score, counted, share))
        scores = np.where(among, scores, 0.0)
        spread = np.zeros(scores.shape[1])
        for first in range(0, scores.shape[1], _CELLS):
            cells = slice(first, first + _CELLS)
            here = [sd[:, cells] for sd in flat.values()]
            moving = np.flatnonzero(np.any([sd.any(axis=0) for sd in here], axis=0))
            if not len(moving):
                continue
            draw = np.random.default_rng(SEED).standard_normal((DRAWS, len(here)))
            moved = scores[:, cells][:, moving] + np.einsum("nd,dkc->nkc", draw, np.stack([sd[:, moving] for sd in here]))
            moved = np.clip(moved, 0.0, 100.0)
            present = among[:, cells][:, moving]
            if node.combine == "weakest":
                found = np.where(present, moved, 100.0).min(axis=1)
            else:
                logs = np.log(np.maximum(moved, NOUGHT))
                found = np.exp((shares[:, cells][:, moving] * np.where(present, logs, 0.0)).sum(axis=1))
            spread[np.arange(scores.shape[1])[cells][moving]] = found.std(axis=0, ddof=1)
        alone = {dataset: (shares * sd).sum(axis=0) for dataset, sd in flat.items()}
        size = np.sqrt(sum(each**2 for each in alone.values()))
        return {dataset: (spread * each / np.where(size > 0, size, 1.0)).reshape(shape) for dataset, each in alone.items()}


def _band(bands: tuple[Band, ...], number: Floats) -> tuple[Floats, Floats]:
    """Where the band that each number lies in begins and ends; the first reaches down, the last up without end."""
    starts = np.array([-np.inf, *(band.start for band in bands[1:]), np.inf])
    at = np.searchsorted(starts[1:-1] - 1e-9, number, side="right")
    return starts[at], starts[at + 1]


def _within(number: Floats, sd: Floats, bands: tuple[Band, ...], shown: Floats) -> Floats:
    """The probability that a number lies in the band that it is shown in."""
    start, end = _band(bands, shown)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = normal.cdf((end - number) / sd) - normal.cdf((start - number) / sd)
    return np.where(np.isnan(number) | np.isnan(sd), np.nan, np.where(sd > 0, found, 1.0))
