"""How far a sample's values may lie from everybody's: standard errors and 95% intervals.

Enters: where a measure's sampling error comes from (`Sampling`), its moments as [period, entity], its values. Leaves: `Spread`.
The methods stand in `statistics.sampling`; what is chosen here is which of them holds for which kind of value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scorecard.records.definition import FromRows, Survey
from scorecard.records.formula import Aggregate, Sampling
from scorecard.statistics import normal, sampling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """[period, entity] each, NaN where there is no interval; in the value's unit."""

    se: Floats
    low: Floats
    high: Floats


def spread(how: FromRows, moment: Callable[[Aggregate], Floats], value: Floats, population: Floats) -> Spread:
    """Of shares the Wilson interval, of net promoter scores the adjusted Wald interval, of means and ratios Student's; each made
    narrower for a known population (`population`: NaN where it is not known; one smaller than its sample is not known either).
    Survey values stay on their scale."""
    assert how.sampling is not None
    kind, moments = how.sampling.kind, [moment(aggregate) for aggregate in how.sampling.moments]
    scale = how.sampling.scale
    n = moments[{"share": 1, "nps": 2, "mean": 0, "ratio": 0}[kind]]
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(population >= n, 1 - n / population, 1.0)  # the share of variance that is left
        as_many = np.where(left > 0, n / left, 0.0)  # answers of an endless population that would tell as much
        grown = np.where(n > 0, as_many / n, np.nan)
    if kind == "share":
        se = sampling.share_se(moments[0], n)
        low, high = sampling.wilson(moments[0] * grown, as_many)
    elif kind == "nps":
        _, se = sampling.nps(moments[0], moments[1], n)
        low, high = sampling.nps_interval(moments[0] * grown, moments[1] * grown, as_many)
    else:
        se = sampling.mean_se(*moments) if kind == "mean" else sampling.ratio_se(*moments)
        low = high = np.full(value.shape, np.nan)
    se = np.abs(scale) * se * np.sqrt(left)
    if kind in ("mean", "ratio"):
        reach = normal.student(np.maximum(n - 1, 1)) * se
        low, high = value - reach, value + reach
        if how.survey is not None and how.survey.weight is not None:
            low, high = _of_one_mind(how.survey, moments, value, se, left, low, high)
    else:
        low, high = np.sort(np.stack([low * scale, high * scale]), axis=0)
    low, high = np.where(left > 0, low, value), np.where(left > 0, high, value)  # everybody has answered
    if how.survey is not None:
        least, most = _ends(how.survey)
        low, high = np.maximum(low, least), np.minimum(high, most)
    there = ~np.isnan(value)
    return Spread(*(np.where(there, each, np.nan) for each in (se, low, high)))


def _of_one_mind(
    survey: Survey, moments: list[Floats], value: Floats, se: Floats, left: Floats, low: Floats, high: Floats
) -> tuple[Floats, Floats]:
    """Where all weighted answers to a question of yes or no are alike, linearisation sees no spread. The interval is then that
    of as many equal answers as the weights are worth, (Σw)² / Σw². Source: L. Kish, Survey Sampling (1965), section 11.7."""
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(left > 0, moments[1] ** 2 / moments[3] / left, 0.0)
    if survey.method == "nps":
        ends = sampling.nps_interval(worth * (value > 50), worth * (value < -50), worth)
    elif survey.method in ("csat", "share"):
        ends = sampling.wilson(worth * (value > 0.5), worth)
    else:
        return low, high
    return np.where(se == 0, ends[0], low), np.where(se == 0, ends[1], high)


def _ends(survey: Survey) -> tuple[float, float]:
    """Between which a survey's value lies."""
    if survey.method == "nps":
        return -100.0, 100.0
    return (0.0, 1.0) if survey.method in ("csat", "share") else (survey.low, survey.high)


def total(sampled: Sampling) -> Aggregate:
    """Σx, by which the measure divides."""
    return sampled.moments[{"share": 1, "nps": 2, "mean": 0, "ratio": 1}[sampled.kind]]
