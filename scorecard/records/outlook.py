"""Where each measure is heading: its course so far, a forecast with its interval, and where a dated target expects it.

Enters: from `outlook`. Leaves: to `report`, `export`. In total only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scorecard.records.definition import Period

NoForecast = Literal["too-few", "not-covered", "withheld", "calendar-ends"]
"""Why there is no forecast: fewer than six periods with a value; the target period has none, or its data reach into it only in
part; its value is withheld; no period comes after it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One period. Values in the measure's unit; NaN where there is none."""

    period: Period
    value: float  # as measured; of a period to come as forecast
    low: float  # with `high` the 95% interval: of a sample's value, or of the forecast
    high: float
    expected: float  # the goal of a dated target on the period's last day
    ahead: bool  # a period to come


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of one use of a measure."""

    path: tuple[str, ...]
    steps: tuple[Step, ...]  # ascending: the periods shown, then those to come
    slope: float  # of the line through the periods with a value that data cover, a period; NaN below two
    method: Literal["line", "holt-winters"] | None  # None: no forecast
    why: NoForecast | None  # why not
    reached: Literal["ahead", "open", "behind"] | None
    """Whether the forecast of the last day that a dated target names, among the periods to come that are shown, lies beyond the
    goal, holds it in its interval, or misses it. None without a forecast or without such a day."""
