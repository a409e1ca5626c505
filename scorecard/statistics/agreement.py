"""How far several orders of the same things agree.

Enters: what each judge gives to each thing, [judge, thing]. Leaves: coefficients. Source: M. G. Kendall and B. Babington Smith,
The problem of m rankings (Annals of Mathematical Statistics 10, 1939), with Kendall's correction for ties; C. Spearman (1904).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

DIGITS = 9
"""Weights from judgements are alike where they agree to so many digits: eigenvectors are no more exact."""


def ranks(given: ArrayLike) -> Floats:
    """[judge, thing]: 1 for the largest; what is alike shares the mean of its places."""
    numbers = np.round(np.atleast_2d(np.asarray(given, float)), DIGITS)
    above = (numbers[:, None, :] > numbers[:, :, None]).sum(axis=2)
    alike = (numbers[:, None, :] == numbers[:, :, None]).sum(axis=2)
    found: Floats = above + (alike + 1) / 2
    return found


def concordance(given: ArrayLike) -> float:
    """Kendall's W = 12 S / (m² (n³ − n) − m Σ (t³ − t)), S the squared deviations of the things' sums of ranks from their mean, m
    the judges, n the things, t the sizes of ties: 1 where all put the things in the same order, near 0 where each has his own.

    NaN for fewer than two judges or things, and where nobody tells any apart."""
    places = ranks(given)
    judges, things = places.shape
    if judges < 2 or things < 2:
        return float("nan")
    sums = places.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(float((size**3 - size).sum()) for size in (np.unique(row, return_counts=True)[1] for row in places))
    most = judges**2 * (things**3 - things) - judges * ties
    return 12 * spread / most if most > 0 else float("nan")


def correlations(given: ArrayLike, group: ArrayLike) -> tuple[float, ...]:
    """Spearman's ρ of each judge with the group's view [thing]: 1 the same order, −1 the reverse. NaN where one of the two tells
    nothing apart."""
    one, other = ranks(given), ranks(group)[0]
    x, y = one - one.mean(axis=1, keepdims=True), other - other.mean()
    size = np.sqrt((x * x).sum(axis=1) * (y * y).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(size > 0, (x * y).sum(axis=1) / size, np.nan)
    return tuple(found.tolist())
