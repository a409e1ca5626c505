"""The normal distribution, and the quantile of Student's t that 95% intervals need.

Enters: arrays of any shape. Leaves: arrays of the same shape; NaN in, NaN out.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

QUANTILE = 1.959963984540054
"""The 97.5% quantile of the standard normal distribution: a 95% interval reaches this many standard errors to either side."""

_ROOT_TWO, _ROOT_TWO_PI = math.sqrt(2.0), math.sqrt(2.0 * math.pi)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(40)
_LARGE = 400.0  # degrees of freedom from which four terms of the expansion are good to 1e-13


def cdf(x: ArrayLike) -> Floats:
    """Φ(x) = ½ erfc(−x/√2), the share of a standard normal distribution below x: 0 at −∞, 1 at ∞. Any shape; good to the last
    digits of a double, relatively so in the lower tail too. For the upper tail ask for cdf(−x). Source: C's erfc, which is W. J.
    Cody's rational approximation (Math. Comp. 23, 1969) or as good."""
    scaled = np.asarray(x, float) / -_ROOT_TWO
    found = np.fromiter(map(math.erfc, scaled.ravel().tolist()), float, scaled.size)
    half: Floats = 0.5 * found.reshape(scaled.shape)
    return half


def pdf(x: ArrayLike) -> Floats:
    """φ(x) = exp(−x²/2)/√(2π), the density of the standard normal distribution; any shape, 0 at ±∞."""
    with np.errstate(over="ignore", under="ignore"):
        density: Floats = np.exp(-0.5 * np.square(np.asarray(x, float))) / _ROOT_TWO_PI
    return density


def mass(low: ArrayLike, high: ArrayLike) -> Floats:
    """Φ(high) − Φ(low), shapes as they broadcast, good in its leading digits in both tails: it is taken in the tail where both
    numbers are small, where no 1 − tiny eats the digits."""
    start, end = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
    turned = start > -end
    return cdf(np.where(turned, -start, end)) - cdf(np.where(turned, -end, start))


def student(df: ArrayLike) -> Floats:
    """The 97.5% quantile of Student's t for `df` degrees of freedom, of any shape, whole or not: what QUANTILE is where the
    standard deviation is estimated from the same few numbers. Good to 1e-9; QUANTILE for infinite df, NaN below 1.

    Up to 400 degrees of freedom the quantile is t = √ν tan θ where ∫₀^θ cos^(ν−1) = 0.95 ∫₀^{π/2} cos^(ν−1) =
    0.95 · ½ B(½, ν/2); θ by Newton's method, which never oversteps as the integral is concave, the integral by Gauss and
    Legendre. Beyond, the expansion in 1/ν of M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 26.7.5."""
    degrees = np.asarray(df, float)
    different, where = np.unique(degrees, return_inverse=True)
    found = np.full(different.shape, np.nan)
    few, many = (different >= 1) & (different < _LARGE), different >= _LARGE
    found[few], found[many] = _solved(different[few]), _expanded(different[many])
    quantiles: Floats = found[where].reshape(degrees.shape)
    return quantiles


def _solved(df: Floats) -> Floats:
    whole = np.array([math.exp(math.lgamma(v / 2) - math.lgamma((v + 1) / 2)) * math.sqrt(math.pi) / 2 for v in df.tolist()])
    angle = np.arctan(QUANTILE / np.sqrt(df))
    for _ in range(12):
        below = angle / 2 * (_WEIGHTS[:, None] * np.cos(angle / 2 * (_NODES[:, None] + 1)) ** (df - 1)).sum(axis=0)
        angle = angle + (0.95 * whole - below) / np.cos(angle) ** (df - 1)
    quantiles: Floats = np.sqrt(df) * np.tan(angle)
    return quantiles


def _expanded(df: Floats) -> Floats:
    z = QUANTILE
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    found: Floats = z + np.sum([term / df ** (power + 1) for power, term in enumerate(terms)], axis=0)
    return found
