"""Whether items measure one thing, and whether assessors see the same: Cronbach's α and r_wg.

Enters: counts and sums over rows, or counts of judgements, with any leading axes. Leaves: covariances, and figures without unit.
What cannot be told is NaN, and NaN in gives NaN out; nothing is raised.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

STILL = 1e-9  # the sum of items whose variance is below this share of theirs does not move: covariances bear roundings of sums
NOISE = 8 * np.finfo(float).eps  # a difference of sums below this share of their size is rounding


def pairwise_covariance(n: ArrayLike, s: ArrayLike, p: ArrayLike) -> Floats:
    """[..., k, k]: the covariances of k items, in the squared unit of their scale, each over the rows that have both items, from
    [..., i, j] arrays over these rows: how many there are (`n`), Σ xᵢ (`s`; Σ xⱼ then stands at [..., j, i]) and Σ xᵢ xⱼ (`p`):
    (Σ xᵢxⱼ − Σ xᵢ Σ xⱼ / n) / (n − 1), NaN for fewer than two rows. Rounding is cut off: equal answers have variance 0.

    Source: the textbook's; R's cov(use = "pairwise.complete.obs")."""
    rows, sums, products = (np.asarray(one, float) for one in (n, s, p))
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = sums * (np.swapaxes(sums, -1, -2) / rows)
        left = products - expected
        left = np.where(np.abs(left) <= NOISE * (np.abs(products) + np.abs(expected)), 0.0, left)
        return np.where(rows > 1, left / (rows - 1), np.nan)


def alpha(cov: ArrayLike) -> Floats:
    """Cronbach's α [...] of k items from their covariances [..., k, k], reversed items turned round before:
    k / (k − 1) · (1 − tr C / ΣC). 1 where items move as one, about 0 where they have nothing in common, below where they pull
    apart; 0.7 is the usual least. NaN for one item, or where the sum of the items has no variance.

    Source: L. J. Cronbach, Coefficient alpha and the internal structure of tests (Psychometrika 16, 1951); J. C. Nunnally,
    Psychometric Theory (1978) for 0.7."""
    matrix = np.asarray(cov, float)
    items = matrix.shape[-1]
    if items < 2:
        return np.full(matrix.shape[:-2], np.nan)
    own, whole = np.trace(matrix, axis1=-2, axis2=-1), matrix.sum(axis=(-2, -1))
    size = np.abs(matrix).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > STILL * size, items / (items - 1) * (1 - own / whole), np.nan)


def agreement(counts: ArrayLike, levels: ArrayLike) -> Floats:
    """r_wg [...], how far assessors agree on one item of a rubric, from `counts` [..., level] of how many chose each level,
    lowest first, and the number of levels A that they could choose from: 1 − s² / ((A² − 1) / 12), s² being the variance
    (n − 1) of the levels' numbers; 1 when all chose the same, 0 when they differ as much as if they had thrown dice, or more;
    0.7 is the usual least. NaN for fewer than two assessors or levels.

    Source: L. R. James, R. G. Demaree and G. Wolf, Estimating within-group interrater reliability with and without response bias
    (Journal of Applied Psychology 69, 1984), with the uniform null distribution."""
    chosen, width = np.asarray(counts, float), np.asarray(levels, float)
    level = np.arange(1.0, chosen.shape[-1] + 1)
    n, total, squares = chosen.sum(axis=-1), (chosen * level).sum(axis=-1), (chosen * level**2).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (n * squares - total**2) / n / (n - 1)  # whole numbers before they are divided: exact
        found = np.maximum(1 - variance / ((width**2 - 1) / 12), 0.0)
        return np.where((n > 1) & (width > 1), found, np.nan)
