"""How far totals and rankings hang on the weights, and which parts a total really follows.

Enters: weights, scores of parts and totals. Leaves: drawn weights, shares and ranks. Method: OECD/JRC, Handbook on Constructing
Composite Indicators (2008), step 7; M. Saisana, A. Saltelli and S. Tarantola, Uncertainty and sensitivity analysis techniques as
tools for the quality assessment of composite indicators (Journal of the Royal Statistical Society A 168, 2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CONCENTRATION = 50.0
"""How closely drawn weights keep to the given ones: a weight of a half then has a standard deviation of 0.07, as if 50 voters had
given each their whole weight to one part."""


@dataclass(frozen=True)
class Ranks:
    """For each entity [entity]: in what share of the draws, 0..1, its rank is another than at first, and between which ranks it
    lies in nine of ten draws, 1 the best."""

    changed: Floats
    low: Floats
    high: Floats


def draws(weights: ArrayLike, number: int, concentration: float = CONCENTRATION, seed: int = 0) -> Floats:
    """[number, weight]: weights drawn around the given ones, each row with sum 1, from the Dirichlet distribution with
    αᵢ = concentration · wᵢ, w being the weights over their sum: the mean of a drawn weight is wᵢ, its variance
    wᵢ (1 − wᵢ) / (concentration + 1). A weight of 0 stays 0 in all. The same seed gives the same draws.

    Weights that are negative or not finite, none above 0, or a concentration that is not positive are a ValueError."""
    given = np.asarray(weights, float)
    if given.ndim != 1 or not np.isfinite(given).all() or (given < 0).any() or not (given > 0).any():
        raise ValueError(f"weights must be finite, not negative, and one at least above 0: {given}")
    if not concentration > 0:
        raise ValueError(f"the concentration must be above 0: {concentration}")
    found = np.zeros((number, len(given)))
    used = given > 0
    alpha = concentration * (given[used] / given.sum())
    found[:, used] = np.random.default_rng(seed).dirichlet(alpha, number)
    return found


def influence(parts: ArrayLike, total: ArrayLike) -> Floats:
    """[part]: the share 0..1 of the total's variance that goes with a part, its squared correlation r² with the total [row], from
    the parts' scores [row, part], a row being an entity or a draw. Set beside the weights it shows a part that weighs much and
    moves little. The shares need not add up to 1, as parts move together.

    Over the rows that have both; NaN where there are fewer than two, or where one of both is constant. Source: P. Paruolo, M.
    Saisana and A. Saltelli, Ratings and rankings: voodoo or science? (Journal of the Royal Statistical Society A 176, 2013)."""
    given, whole = np.asarray(parts, float), np.asarray(total, float)[:, None]
    both = ~np.isnan(given) & ~np.isnan(whole)
    rows = both.sum(axis=0)
    moves = np.ones(given.shape[1:], bool)
    for one in (given, whole):
        low, high = (
            np.where(both, one, np.inf).min(axis=0, initial=np.inf),
            np.where(both, one, -np.inf).max(axis=0, initial=-np.inf),
        )
        moves &= high - low > 8 * np.finfo(float).eps * np.maximum(np.abs(low), np.abs(high))  # more than rounding
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = (np.where(both, one - np.where(both, one, 0.0).sum(axis=0) / rows, 0.0) for one in (given, whole))
        xx, yy, xy = (x * x).sum(axis=0), (y * y).sum(axis=0), (x * y).sum(axis=0)
        return np.where(moves, np.minimum(xy / xx * (xy / yy), 1.0), np.nan)


def rank_changes(base: ArrayLike, drawn: ArrayLike) -> Ranks:
    """How often each entity's rank changes, and the 5th and 95th percentile of its ranks (of ranks that occurred, not between
    them), from the scores at first, `base` [entity], and in every draw, `drawn` [draw, entity]. The highest score has rank 1, and
    ties share the best place. Scores that are shown rounded should come rounded.

    NaN has no rank and does not count for others' ranks; an entity without a rank at first gets NaN, as does one without any in
    the draws; draws in which it has none are left out."""
    first, given = np.asarray(base, float), np.asarray(drawn, float)
    usual, ranks = _ranks(first[None])[0], _ranks(given)
    there = ~np.isnan(ranks)
    count = there.sum(axis=0)
    known = (count > 0) & ~np.isnan(first)
    with np.errstate(divide="ignore", invalid="ignore"):
        changed = (there & (ranks != usual)).sum(axis=0) / count
    if not known.any():
        none = np.full(first.shape, np.nan)
        return Ranks(none, none, none)
    ordered = np.sort(ranks, axis=0)  # NaN last
    ends = [
        np.take_along_axis(ordered, np.maximum(np.ceil(share * count).astype(np.int64) - 1, 0)[None], axis=0)[0]
        for share in (0.05, 0.95)
    ]
    changed, low, high = (np.where(known, one, np.nan) for one in (changed, *ends))
    return Ranks(changed, low, high)


def _ranks(scores: Floats) -> Floats:
    """[draw, entity]: 1 + how many have more, in each draw; NaN for NaN."""
    order = np.argsort(-scores, axis=1, kind="stable")
    descending = np.take_along_axis(scores, order, axis=1)
    place = np.broadcast_to(np.arange(1, scores.shape[1] + 1), scores.shape)
    fresh = np.ones(scores.shape, bool)
    fresh[:, 1:] = descending[:, 1:] != descending[:, :-1]
    shared = np.maximum.accumulate(np.where(fresh, place, 0), axis=1)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, shared.astype(float), axis=1)
    return np.where(np.isnan(scores), np.nan, ranks)
