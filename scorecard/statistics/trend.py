"""Where a measure is heading: a line through its periods, and a forecast with its interval.

Enters: times and values, one of each per period, NaN where a value is missing. Leaves: the line, or the forecast, or the reason
why there is none. Times are numbers in any unit, such as the number of the period; a slope is in values per that unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scorecard.statistics.normal import student
from scorecard.statistics.seasonal import MOST, together

Floats = NDArray[np.float64]

FEWEST = 6
"""Present points below which there is no forecast: its interval would be wider than anybody could use."""
ROUNDING = 1e-12  # of the largest value: residuals below are none


@dataclass(frozen=True)
class Line:
    """intercept + slope · time, fitted to `n` points; all in the value's unit but for `mean_time` and `sxx`."""

    slope: float  # NaN below two different times
    intercept: float  # where the line is at time 0
    residual_sd: float  # √(SSE / (n − 2)); NaN below three points
    n: int
    mean_time: float
    sxx: float  # Σ (time − mean_time)²

    def at(self, times: ArrayLike) -> Floats:
        """The line's values at these times, any shape."""
        return np.asarray(self.intercept + self.slope * np.asarray(times, float))


@dataclass(frozen=True)
class Forecast:
    """Values [time ahead] with the ends of their 95% prediction intervals, in the value's unit."""

    values: Floats
    low: Floats
    high: Floats
    method: Literal["line", "holt-winters"]


def fit(times: ArrayLike, values: ArrayLike) -> Line:
    """The line of least squares through the points that are present: slope = Σ (t − t̄)(y − ȳ) / Σ (t − t̄)². Residuals within
    rounding are none. Source: N. R. Draper and H. Smith, Applied Regression Analysis (1998), chapter 1."""
    time, value = np.asarray(times, float), np.asarray(values, float)
    there = np.isfinite(time) & np.isfinite(value)
    t, y = time[there], value[there]
    n = len(t)
    if n == 0:
        return Line(np.nan, np.nan, np.nan, 0, np.nan, 0.0)
    middle, shift = float(t.mean()), y[0]  # counted from the first value: equal ones leave no rounding
    away, up = t - middle, y - shift
    sxx = float(np.square(away).sum())
    if sxx == 0:
        return Line(np.nan, np.nan, np.nan, n, middle, sxx)
    slope = float((away * up).sum()) / sxx
    level = float(up.mean())
    sse = float(np.square(up - level - slope * away).sum())
    sd = float(np.sqrt(sse / (n - 2))) if n > 2 else np.nan
    sd = 0.0 if sd <= ROUNDING * np.abs(y).max() else sd
    return Line(slope, float(shift + level - slope * middle), sd, n, middle, sxx)


def forecast(times: ArrayLike, values: ArrayLike, ahead: ArrayLike, season: int | None) -> Forecast | Literal["too-few"]:
    """Values at the times `ahead` [time], with 95% prediction intervals: where one more value will lie, not where the mean does.

    Below six present points: "too-few". With a `season` (periods a year: 4, 12; at most 60), two full seasons at equal steps
    since the last gap, and times ahead that are whole steps after the last present point: Holt and Winters
    (`seasonal.holt_winters`) of what lies after the gap.
    Else the line of `fit`, with the interval ŷ ± t₀.₉₇₅(n − 2) s √(1 + 1/n + (t − t̄)²/Sxx), s the residual standard deviation:
    Draper and Smith (1998), chapter 3. A series without residuals, such as a constant one, has an interval of no width. The ends
    may lie outside what the measure can be; to cut them off is the caller's. Points that all have one time are "too-few" too."""
    return forecasts(times, np.asarray(values, float)[None], ahead, season)[0]


def forecasts(times: ArrayLike, values: ArrayLike, ahead: ArrayLike, season: int | None) -> list[Forecast | Literal["too-few"]]:
    """The same of many series [series, time] at the same times, of each as if it were alone; many together take far less time."""
    time, series, later = np.asarray(times, float), np.asarray(values, float), np.asarray(ahead, float)
    there = np.isfinite(time) & np.isfinite(series)
    lines = [fit(time, row) for row in series]
    found: list[Forecast | Literal["too-few"]] = ["too-few"] * len(lines)
    alike: dict[tuple[int, ...], list[int]] = {}  # the points of a season, and the steps ahead -> the series that have them
    straight: list[int] = []
    for row, line in enumerate(lines):
        if line.n < FEWEST or line.sxx == 0:
            continue
        points = np.flatnonzero(there[row])
        seasonal = None if season is None else _steps(time[points], later, season)
        if seasonal is None:
            straight.append(row)
        else:
            run, steps = seasonal
            alike.setdefault((run, *points[-run:].tolist(), *steps.tolist()), []).append(row)
    for (run, *rest), rows in alike.items():
        assert season is not None
        for row, made in zip(rows, together(series[np.ix_(rows, rest[:run])], season, rest[run:]), strict=True):
            found[row] = Forecast(made.values, made.values - made.reach, made.values + made.reach, "holt-winters")
    quantiles = {n: float(student(n - 2)) for n in {lines[row].n for row in straight}}
    for row in straight:
        line = lines[row]
        reach = quantiles[line.n] * line.residual_sd * np.sqrt(1 + 1 / line.n + np.square(later - line.mean_time) / line.sxx)
        found[row] = Forecast(line.at(later), line.at(later) - reach, line.at(later) + reach, "line")
    return found


def _steps(times: Floats, ahead: Floats, season: int) -> tuple[int, NDArray[np.int64]] | None:
    """How many points there are since the last gap, and how many steps after the last of them the times ahead are: where a
    season can be told and they are."""
    if not 2 <= season <= MOST or len(times) < 2 * season:
        return None
    gaps = np.diff(times)
    step = gaps[-1]
    uneven = np.flatnonzero(np.abs(gaps - step) > 1e-6 * step)
    run = len(gaps) - (uneven[-1] if len(uneven) else -1)
    if step <= 0 or run < 2 * season:
        return None
    steps = (ahead - times[-1]) / step
    whole = np.rint(steps)
    if not (np.abs(steps - whole) <= 1e-6).all() or not (whole >= 1).all():
        return None
    return int(run), whole.astype(np.int64)
