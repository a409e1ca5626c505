"""Additive exponential smoothing with trend and season: the method of Holt and Winters.

Enters: a series at equal steps without gaps, the length of its season, and how many steps to look ahead. Leaves: forecasts with
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

_GRID = (0.0, 0.1, 0.3, 0.6, 0.9)
_HIGHEST = 0.99
_ROUNDS = 6
_ROUNDING = 1e-9  # of the series' range: residuals below are none


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
    """The series run through with each of several triples of parameters [triple], its starting states fitted to it."""

    sse: Floats
    start: Floats  # [triple, state]
    information: Floats  # [triple, state, state] XᵀX
    level: Floats  # [triple, 1 + state], at the end: a constant, and how it hangs on each starting state; so the others
    trend: Floats
    season: Floats  # [position, triple, 1 + state]


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
    given, ahead = np.asarray(values, float), np.asarray(steps, np.int64)
    if not 2 <= season <= MOST or len(given) < 2 * season or not np.isfinite(given).all() or (ahead < 1).any():
        raise ValueError("two seasons of 2 to 60 finite values are needed, and steps ahead from 1 on")
    origin, length = given[0], len(given)
    series = given - origin  # the level takes any shift; a constant series becomes exactly 0
    triples = np.array(list(product(_GRID, repeat=3)))
    rounding, width = _ROUNDING * np.ptp(series), 0.15
    for _ in range(_ROUNDS + 1):
        runs = _run(series, season, *_parameters(triples))
        best = int(np.argmax(runs.sse <= max(runs.sse.min() * (1 + 1e-9), length * rounding**2)))
        chosen, triples = triples[best : best + 1], _around(triples[best], width)
        width /= 2
    (alpha,), (beta,), (gamma,) = _parameters(chosen)

    state = np.concatenate([[1.0], runs.start[best]])
    places = (length + ahead - 1) % season
    carried = runs.level[best] + ahead[:, None] * runs.trend[best] + runs.season[places, best]
    freedom = length - season - 1
    error = np.sqrt(runs.sse[best] / freedom)
    if error <= rounding:
        error = 0.0
    lags = np.arange(1, int(ahead.max(initial=1)))
    later = np.cumsum(np.square(alpha + beta * lags + gamma * (lags % season == 0)))
    spread = 1 + np.concatenate([[0.0], later])[ahead - 1]
    starts = np.einsum("hi,ij,hj->h", carried[:, 1:], np.linalg.pinv(runs.information[best], hermitian=True), carried[:, 1:])
    reach = student(freedom) * error * np.sqrt(spread + np.maximum(starts, 0.0))
    return Smoothed(origin + carried @ state, reach, float(alpha), float(beta), float(gamma), float(runs.sse[best]))


def _parameters(triples: Floats) -> tuple[Floats, Floats, Floats]:
    """α, β, γ [triple] from shares 0..1 of what each may be."""
    alpha, trend, season = triples.T
    return alpha, alpha * trend, (1 - alpha) * season


def _around(triple: Floats, width: float) -> Floats:
    """The triple and its neighbours, ascending."""
    sides = [np.unique(np.clip(one + width * np.array([-1.0, -0.5, 0.0, 0.5, 1.0]), 0.0, _HIGHEST)) for one in triple]
    return np.array(list(product(*sides)))


def _run(series: Floats, season: int, alpha: Floats, beta: Floats, gamma: Floats) -> _Runs:
    """Every state is kept as a constant and its dependence on the starting states [triple, 1 + state], and so are the errors."""
    triples, states = len(alpha), season + 1
    level, trend = np.zeros((triples, 1 + states)), np.zeros((triples, 1 + states))
    pattern = np.zeros((season, triples, 1 + states))
    level[:, 1] = trend[:, 2] = 1
    for place in range(season - 1):
        pattern[place, :, 3 + place], pattern[season - 1, :, 3 + place] = 1, -1
    errors = np.empty((len(series), triples, 1 + states))
    a, b, c = alpha[:, None], beta[:, None], gamma[:, None]
    for time, value in enumerate(series.tolist()):
        place = time % season
        error = -(level + trend + pattern[place])
        error[:, 0] += value
        level = level + trend + a * error
        trend = trend + b * error
        pattern[place] += c * error
        errors[time] = error
    by_triple = errors.transpose(1, 0, 2)
    x, y = -by_triple[:, :, 1:], by_triple[:, :, :1]
    turned = x.transpose(0, 2, 1)
    information = turned @ x
    start = np.linalg.pinv(information, hermitian=True) @ (turned @ y)
    sse = np.square(y - x @ start).sum(axis=(1, 2))
    return _Runs(sse, start[:, :, 0], information, level, trend, pattern)
