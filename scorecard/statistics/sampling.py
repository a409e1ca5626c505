"""How far a figure from a sample may lie from that of everybody: standard errors, 95% intervals, and whether a change is real.

Enters: counts and sums over rows, arrays of any shapes that broadcast. Leaves: standard errors and ends of 95% intervals in the
unit of the value, as arrays of that shape. What cannot be told (no rows, one row, a zero denominator) is NaN, and NaN in gives
NaN out; nothing is raised.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scorecard.statistics.curves import slack
from scorecard.statistics.normal import QUANTILE, cdf

Floats = NDArray[np.float64]

NOISE = 8 * np.finfo(float).eps
"""A difference of sums below this share of their size is rounding: it counts as 0."""


@dataclass(frozen=True)
class Difference:
    """A change between two estimates, in their unit, with the ends of its 95% interval and the two-sided p of no change."""

    change: Floats
    se: Floats
    low: Floats
    high: Floats
    p: Floats


def _floats(*given: ArrayLike) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.asarray(one, float) for one in given))


def _quiet() -> np.errstate:
    """Where a divisor is 0 the result is NaN by intention."""
    return np.errstate(divide="ignore", invalid="ignore", over="ignore")


def _known(where: NDArray[np.bool_], found: Floats) -> Floats:
    return np.where(where, found, np.nan)


def _less(whole: Floats, *parts: Floats) -> Floats:
    """`whole` less the parts, of which nothing can be negative but by rounding: what is smaller than rounding is 0."""
    left, size = whole, np.abs(whole)
    for part in parts:
        left, size = left - part, size + np.abs(part)
    return np.where(np.isnan(left), np.nan, np.where(left > NOISE * size, left, 0.0))


def nps(promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """(value, standard error) of a net promoter score, both on its scale of −100..100, from how many of the `n` answers are
    promoters (9 and 10) and detractors (0 to 6): 100 (p − d) and 100 √((p + d − (p − d)²) / n), p and d being their shares: the
    variance of a mean of answers counted as +1, 0 and −1. NaN without answers.

    Source: F. F. Reichheld, The one number you need to grow (HBR, December 2003); B. Rocks, Interval estimation for the "Net
    Promoter Score" (The American Statistician 70, 2016; arXiv 1601.07235). 162, 0 and 54 of 324: 33.33, SE 4.141, with 108
    passive."""
    up, down, of = _floats(promoters, detractors, n)
    with _quiet():
        value = 100 * (up - down) / of
        se = 100 * np.sqrt(_less(of * (up + down), np.square(up - down)) / of) / of
    return _known(of > 0, value), _known(of > 0, se)


def nps_interval(promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """(low, high) of a net promoter score's 95% interval on −100..100: the adjusted Wald interval, that is value ± 1.96 standard
    errors after three answers are added, ¾ promoters, ¾ detractors and 1½ passive, cut off at ±100. It has a width where all
    answers are alike. NaN without answers. Source: Rocks (2016), who finds it among the best of six."""
    up, down, of = _floats(promoters, detractors, n)
    value, se = nps(up + 0.75, down + 0.75, of + 3)
    low, high = np.maximum(value - QUANTILE * se, -100.0), np.minimum(value + QUANTILE * se, 100.0)
    return _known(of > 0, low), _known(of > 0, high)


def share_se(holds: ArrayLike, n: ArrayLike) -> Floats:
    """The standard error √(p (1 − p) / n) of the share p = holds / n, as a fraction; 0 where none or all hold (`wilson` is then
    the honest one), NaN where n is 0. Source: W. G. Cochran, Sampling Techniques (1977), chapter 3."""
    hits, of = _floats(holds, n)
    with _quiet():
        return _known(of > 0, np.sqrt(_less(hits * of, np.square(hits)) / of) / of)


def wilson(holds: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """(low, high) of the 95% interval of a share, as fractions 0..1, from how many of `n` rows hold: with z = 1.96
    (h + z²/2 ± z √(h (n − h) / n + z²/4)) / (n + z²). NaN where n is 0.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (JASA 22, 1927); recommended by R.
    G. Newcombe (Statistics in Medicine 17, 1998, 857), whose example is 81 of 263: 0.2553 to 0.3662."""
    hits, of = _floats(holds, n)
    z = QUANTILE**2
    with _quiet():
        middle = (hits + z / 2) / (of + z)
        reach = QUANTILE * np.sqrt(_less(hits, np.square(hits) / of) + z / 4) / (of + z)
    low = np.where(hits <= 0, 0.0, np.maximum(middle - reach, 0.0))
    high = np.where(hits >= of, 1.0, np.minimum(middle + reach, 1.0))
    known = (of > 0) & ~np.isnan(hits)
    return _known(known, low), _known(known, high)


def newcombe(holds0: ArrayLike, n0: ArrayLike, holds1: ArrayLike, n1: ArrayLike) -> tuple[Floats, Floats]:
    """(low, high) of the 95% interval of the second share minus the first, as a fraction −1..1, for independent samples: with p
    the shares and l, u the ends of their Wilson intervals, d = p₁ − p₀, from d − √((p₁ − l₁)² + (u₀ − p₀)²) to
    d + √((u₁ − p₁)² + (p₀ − l₀)²). NaN where either n is 0.

    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions (Statistics in Medicine 17,
    1998, 873), method 10; his example is 48 of 80, then 56 of 70: 0.0524 to 0.3339."""
    hits0, of0, hits1, of1 = _floats(holds0, n0, holds1, n1)
    (low0, high0), (low1, high1) = wilson(hits0, of0), wilson(hits1, of1)
    with _quiet():
        share0, share1 = hits0 / of0, hits1 / of1
        change = share1 - share0
        low = change - np.hypot(share1 - low1, high0 - share0)
        high = change + np.hypot(high1 - share1, share0 - low0)
    return low, high


def mean_se(n: ArrayLike, total: ArrayLike, squares: ArrayLike) -> Floats:
    """The standard error of a mean, in the unit of the values, from their number, Σx and Σx²: √(s² / n) with
    s² = (Σx² − (Σx)² / n) / (n − 1). NaN for fewer than two values.

    What rounding can leave of Σx² counts as no spread (a standard deviation under 6 × 10⁻⁸ of the mean), so that nothing
    negative comes under the root. Source: Cochran (1977), chapter 2."""
    number, sums, seconds = _floats(n, total, squares)
    with _quiet():
        return _known(number > 1, np.sqrt(_less(seconds, sums * (sums / number)) / (number - 1) / number))


def ratio_se(n: ArrayLike, sx: ArrayLike, sy: ArrayLike, sxx: ArrayLike, syy: ArrayLike, sxy: ArrayLike) -> Floats:
    """The standard error of a ratio of sums over rows, R = Σy / Σx, in the unit of y per unit of x, from the number of rows, Σx,
    Σy, Σx², Σy² and Σxy, by linearisation: √(s²ᵤ / n), u = (y − R x) / x̄, whose mean is 0, so that
    s²ᵤ = (Σy² − 2R Σxy + R² Σx²) / (n − 1) / x̄². NaN for fewer than two rows or where Σx is 0.

    With x = 1 it is `mean_se`, and with x and y of 0 and 1 nearly `share_se` of those rows in which x is 1. Rounding as there.
    Source: Cochran (1977), chapter 6; K. M. Wolter, Introduction to Variance Estimation (2007), chapter 6."""
    number, x, y, xx, yy, xy = _floats(n, sx, sy, sxx, syy, sxy)
    with _quiet():
        ratio = y / x
        left = _less(yy + ratio * ratio * xx, 2 * ratio * xy)
        se = np.sqrt(left / (number - 1) * number) / np.abs(x)
    return _known((number > 1) & (x != 0), se)


def finite(se: ArrayLike, n: ArrayLike, population: ArrayLike) -> Floats:
    """The standard error where `n` of a population of known size were drawn without putting back: SE √(1 − n/N), and 0 once all
    were (n ≥ N). NaN where any of them is. Source: Cochran (1977), chapter 2."""
    error, drawn, all_ = _floats(se, n, population)
    with _quiet():
        corrected = error * np.sqrt(np.maximum(1 - drawn / all_, 0.0))
    return np.where(np.isnan(error + drawn + all_), np.nan, np.where(drawn >= all_, 0.0, corrected))


def error(value: ArrayLike, se: ArrayLike, low: ArrayLike, high: ArrayLike) -> Floats:
    """The standard error, and where that is 0 though the 95% interval has a width, because all answers happen to be alike, what
    would reach as far as the interval does from the value: max(value − low, high − value) / 1.96. In the values' unit. The
    difference of two shares then begins and ends about where Newcombe (1998) has it."""
    here, known, start, end = _floats(value, se, low, high)
    return np.where((known == 0) & (end > start), np.maximum(here - start, end - here) / QUANTILE, known)


def difference(value0: ArrayLike, se0: ArrayLike, value1: ArrayLike, se1: ArrayLike, covariance: ArrayLike = 0.0) -> Difference:
    """The change from the first value to the second with its standard error √(SE₀² + SE₁² − 2 cov), 95% interval
    (change ± 1.96 SE) and the two-sided p = 2 Φ(−|change| / SE), in the values' unit. `covariance` is that of the two estimates:
    0 for independent samples, else see `overlap_covariance`. Where a standard error is unknown only the change is known.

    Where there is no error at all, p is 1 without a change and 0 with one; a change within rounding (`curves.slack`) is none.
    Source: Cochran (1977), chapter 2; G. W. Snedecor and W. G. Cochran, Statistical Methods (1989), chapter 6."""
    first, error0, second, error1, shared = _floats(value0, se0, value1, se1, covariance)
    change = second - first
    se = np.sqrt(_less(np.square(error0) + np.square(error1), 2 * shared))
    with _quiet():
        p = 2 * cdf(-np.abs(change) / se)
    still = np.abs(change) <= slack(first)
    p = np.where(np.isnan(change + se), np.nan, np.where(se > 0, np.minimum(p, 1.0), still))
    return Difference(change, se, change - QUANTILE * se, change + QUANTILE * se, p)


def overlap_covariance(n0: ArrayLike, n1: ArrayLike, both: ArrayLike, s0: ArrayLike, s1: ArrayLike, s01: ArrayLike) -> Floats:
    """The covariance of two periods' means of `n0` and `n1` answers when `both` respondents, m of them, answered in both periods:
    m cov / (n₀ n₁) with cov = (Σx₀x₁ − Σx₀ Σx₁ / m) / (m − 1), the sums `s0`, `s1` and `s01` being over these m; in the squared
    unit of the answers; 0 for fewer than two.

    When all answer twice, `difference` with it has the standard error of the paired t-test. Source: L. Kish, Survey Sampling
    (1965), section 12.4, overlapping samples."""
    first, second, twice, x, y, xy = _floats(n0, n1, both, s0, s1, s01)
    with _quiet():
        product = x * (y / twice)
        left = xy - product
        left = np.where(np.abs(left) <= NOISE * (np.abs(xy) + np.abs(product)), 0.0, left)
        shared = twice * (left / (twice - 1)) / (first * second)
    return np.where(twice < 2, 0.0, shared)


def holm(p: ArrayLike) -> Floats:
    """p values [test] adjusted for their number: when all below 5% are called real, the chance of a false alarm among them stays
    below 5%, however they depend on each other. The i-th smallest of m is multiplied by m − i + 1; none falls below the one
    before it or rises above 1. NaN stands for a test that was not made: it stays, and counts for nothing.

    Source: S. Holm, A simple sequentially rejective multiple test procedure (Scandinavian Journal of Statistics 6, 1979)."""
    given = np.asarray(p, float)
    found = np.full(given.shape, np.nan)
    made = np.flatnonzero(~np.isnan(given))
    ascending = made[np.argsort(given[made], kind="stable")]
    steps = given[ascending] * np.arange(len(made), 0, -1)
    found[ascending] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return found
