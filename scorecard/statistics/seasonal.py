"""Additive exponential smoothing with trend and season: the method of Holt and Winters.

Enters: series at equal steps without gaps, the length of their season, and how many steps to look ahead. Leaves: forecasts with
how far their 95% intervals reach. Source: R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder, Forecasting with Exponential
Smoothing (2008), the model ETS(A,A,A); C. C. Holt (1957), P. R. Winters (1960).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scorecard.statistics.normal import student

Floats = NDArray[np.float64]

MOST = 60
"""The longest season. Each of its periods is a number to estimate: a longer one is a matter for other methods."""

_GRID = np.array(list(product((0.0, 0.1, 0.3, 0.6, 0.9), repeat=3)))
_AROUND = np.array(list(product((-1.0, 0.0, 1.0), repeat=3)))
_HIGHEST = 0.99
_ROUNDS, _WIDTH = 6, 0.15  # of refinement; how far the first looks around, each next one half as far
_ROUNDING = 1e-9  # of the series' range: residuals below are none
_AT_ONCE = 200_000  # numbers in the covariances that are worked on together: what a processor keeps at hand


@dataclass(frozen=True)
class Smoothed:
    """Forecasts [step], how far their 95% intervals reach to either side, and the model: its smoothing parameters and the sum of
    its squared one-step errors."""

    values: Floats
    reach: Floats
    alpha: float
    beta: float
    gamma: float
    sse: float


@dataclass(frozen=True)
class _Runs:
    """Each series run through with its parameters. Errors and the states at the end as a constant and how they hang on each
    starting state: the last axis."""

    errors: Floats  # [series, time, 1 + state]
    level: Floats  # [series, 1 + state]
    trend: Floats
    season: Floats  # [position, series, 1 + state]


def holt_winters(values: ArrayLike, season: int, steps: ArrayLike) -> Smoothed:
    """Forecasts of a series [time], of two seasons or more, at these numbers of steps (1, 2, …) after its end.

    y_t = l_{t−1} + b_{t−1} + s_{t−m} + e_t, then l_t = l_{t−1} + b_{t−1} + α e_t, b_t = b_{t−1} + β e_t, s_t = s_{t−m} + γ e_t,
    m being the season. The starting states (level, trend, and m − 1 of the seasonal ones, which add up to 0) are those with the
    least sum of squared errors; as the errors are linear in them, they come by least squares for given parameters. These
    (0 ≤ α < 1, 0 ≤ β ≤ α, 0 ≤ γ ≤ 1 − α) come from a grid with six rounds of refinement, the smallest of equally good ones: the
    same every time. With all 0 it is a line with a fixed pattern on it.

    The interval reaches t₀.₉₇₅(n − m − 1) σ √(1 + Σ_{j<h} c_j² + x_h (XᵀX)⁻¹ x_hᵀ), σ² = SSE / (n − m − 1), c_j = α + β j + γ at
    every m-th j (else without γ): the model's variance, and by the last term that of the starting states, which x_h carries to
    step h; without it short series have intervals a third too short. That the parameters are estimated is left out: intervals
    called 95% cover 92 to 95% of simulated values where the pattern is fixed, and 81 to 92% where it moves. 0 where the model
    leaves no error, as for a constant series.

    Fewer values than two seasons, a season below 2 or above 60, a value or step that is none are a ValueError."""
    return together(np.asarray(values, float)[None], season, steps)[0]


def together(values: ArrayLike, season: int, steps: ArrayLike) -> list[Smoothed]:
    """The same of many series [series, time], of each as if it were alone."""
    given, ahead = np.asarray(values, float), np.asarray(steps, np.int64)
    if not 2 <= season <= MOST or given.shape[1] < 2 * season or not np.isfinite(given).all() or (ahead < 1).any():
        raise ValueError("two seasons of 2 to 60 finite values are needed, and steps ahead from 1 on")
    origin, length = given[:, :1], given.shape[1]
    series = given - origin  # the level takes any shift; a constant series becomes exactly 0
    rounding = _ROUNDING * np.ptp(series, axis=1)
    alpha, beta, gamma = _chosen(series, season, length * rounding**2)
    runs = _run(series, season, alpha, beta, gamma)
    basis, turned = np.linalg.qr(-runs.errors[:, :, 1:])
    start = np.linalg.solve(turned, basis.transpose(0, 2, 1) @ runs.errors[:, :, :1])
    sse = np.square(runs.errors[:, :, 0] + (runs.errors[:, :, 1:] @ start)[:, :, 0]).sum(axis=1)

    state = np.concatenate([np.ones((len(series), 1, 1)), start], axis=1)
    pattern = runs.season[(length + ahead - 1) % season].transpose(1, 0, 2)
    carried = runs.level[:, None] + ahead[:, None] * runs.trend[:, None] + pattern
    freedom = length - season - 1
    error = np.sqrt(sse / freedom)
    error[error <= rounding] = 0.0
    lags = np.arange(1, int(ahead.max(initial=1)))
    impulse = alpha[:, None] + beta[:, None] * lags + gamma[:, None] * (lags % season == 0)
    spread = np.cumsum(np.square(np.pad(impulse, ((0, 0), (1, 0)), constant_values=1.0)), axis=1)[:, ahead - 1]
    starts = np.square(np.linalg.solve(turned.transpose(0, 2, 1), carried[:, :, 1:].transpose(0, 2, 1))).sum(axis=1)
    reach = student(freedom) * error[:, None] * np.sqrt(spread + starts)
    found = origin + (carried @ state)[:, :, 0]
    return [
        Smoothed(found[n], reach[n], float(alpha[n]), float(beta[n]), float(gamma[n]), float(sse[n])) for n in range(len(series))
    ]


def _chosen(series: Floats, season: int, enough: Floats) -> tuple[Floats, Floats, Floats]:
    """α, β, γ of each series [series] with the least sum of squared errors; `enough`: a sum [series] that counts as none.

    The differences (1 − L)(1 − Lᵐ) y know nothing of the starting states; in them the model is a moving average of order m + 1
    (Hyndman and others 2008, chapter 11). Where Σ is their covariance for σ² = 1, the least sum of squared errors that starting
    states can leave is wᵀ Σ⁻¹ w, w being the differences: the residual that generalised least squares has, got without them."""
    seasonal = series[:, season:] - series[:, :-season]
    apart = np.ascontiguousarray(np.diff(seasonal, axis=1).T)  # [time, series]
    best = np.empty((len(series), 3))
    block = max(1, _AT_ONCE // (len(_AROUND) * min(season + 2, len(apart)) ** 2))
    for start in range(0, len(series), block):
        some = slice(start, start + block)
        here, least, width = np.arange(len(series[some])), enough[some], _WIDTH
        triples = np.broadcast_to(_GRID[:, None], (len(_GRID), 1, 3))
        for _ in range(_ROUNDS + 1):
            sse = _left(apart[:, some], season, *_parameters(triples))
            first = np.argmax(sse <= np.maximum(sse.min(axis=0) * (1 + 1e-9), least), axis=0)  # the smallest of equally good ones
            best[some] = triples[first, here if triples.shape[1] > 1 else 0]
            triples = np.clip(best[some] + width * _AROUND[:, None], 0.0, _HIGHEST)
            width /= 2
    return _parameters(best)


def _parameters(triples: Floats) -> tuple[Floats, Floats, Floats]:
    """α, β, γ [...] from shares 0..1 of what each may be [..., 3]."""
    alpha, trend, season = np.moveaxis(triples, -1, 0)
    return alpha, alpha * trend, (1 - alpha) * season


def _left(apart: Floats, season: int, alpha: Floats, beta: Floats, gamma: Floats) -> Floats:
    """wᵀ Σ⁻¹ w [triple, series] for differences w [time, series] and parameters [triple, series or 1].

    Σ is a band: variables are eliminated one by one from a square that slides down it."""
    length, order = len(apart), season + 1
    impulse = [np.ones_like(alpha), *(alpha + beta * lag + (gamma if lag == season else 0.0) for lag in range(1, order + 1))]
    none = np.zeros_like(alpha)
    weights = np.array(
        [
            impulse[lag]
            - (impulse[lag - 1] if lag >= 1 else none)
            - (impulse[lag - season] if lag >= season else none)
            + (impulse[lag - order] if lag >= order else none)
            for lag in range(order + 1)
        ]
    )  # of the moving average
    covariance = np.array([(weights[: order + 1 - lag] * weights[lag:]).sum(axis=0) for lag in range(order + 1)])
    side = min(order, length - 1)  # how far the band reaches
    near = np.arange(side + 1)
    square = covariance[np.abs(near[:, None] - near)]
    joins = covariance[side::-1]  # the row that slides in
    rest = np.repeat(apart[:, None], alpha.shape[0], axis=1)
    left = np.zeros(rest.shape[1:])
    for time in range(length):
        pivot, beside = square[0, 0], square[0, 1:]
        left += np.square(rest[time]) / pivot
        share = beside / pivot
        rest[time + 1 : time + 1 + len(share)] -= share * rest[time]
        kept = square[1:, 1:] - share[:, None] * beside
        if time + side + 1 < length:
            square[:-1, :-1] = kept
            square[-1], square[:, -1] = joins, joins
        else:
            square = kept
    return left


def _run(series: Floats, season: int, alpha: Floats, beta: Floats, gamma: Floats) -> _Runs:
    """Every state is kept as a constant and its dependence on the starting states, and so are the errors."""
    count, states = len(series), season + 1
    level, trend = np.zeros((count, 1 + states)), np.zeros((count, 1 + states))
    pattern = np.zeros((season, count, 1 + states))
    level[:, 1] = trend[:, 2] = 1
    for place in range(season - 1):
        pattern[place, :, 3 + place], pattern[season - 1, :, 3 + place] = 1, -1
    errors = np.empty((count, series.shape[1], 1 + states))
    a, b, c = alpha[:, None], beta[:, None], gamma[:, None]
    for time in range(series.shape[1]):
        place = time % season
        error = -(level + trend + pattern[place])
        error[:, 0] += series[:, time]
        level = level + trend + a * error
        trend = trend + b * error
        pattern[place] += c * error
        errors[:, time] = error
    return _Runs(errors, level, trend, pattern)
