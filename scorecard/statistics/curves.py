"""The score that a yardstick gives to values.

Enters: a `Curve` (a target with its bounds worked out) and values in the measure's unit. Leaves: scores, mostly 0..100.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scorecard.records.scores import Curve

Floats = NDArray[np.float64]
Kind = TypeVar("Kind", bound=np.generic)

RELATIVE, ABSOLUTE = 1e-9, 1e-12

NOUGHT = 1e-50
"""A score below this counts as 0 in a geometric mean: no data tell it from 0, and its logarithm would outweigh all others."""


def slack(edge: Floats) -> Floats:
    """How near counts as equal: a billionth of the edge (1e-12 at an edge of zero), far more than arithmetic on doubles
    blurs and far less than a figure anybody writes. So 0.1 + 0.2 meets "at most 30%"."""
    return RELATIVE * np.abs(edge) + ABSOLUTE


def part(array: NDArray[Kind], periods: slice, entities: slice) -> NDArray[Kind]:
    """These periods and entities of [..., period or 1, entity or 1]; an axis of length 1 stands for all and stays."""
    every = slice(None)
    return array[..., periods if array.shape[-2] > 1 else every, entities if array.shape[-1] > 1 else every]


def cut(curve: Curve, periods: slice, entities: slice) -> Curve:
    """The curve in these periods and entities."""
    values, scores = part(curve.values, periods, entities), part(curve.scores, periods, entities)
    return Curve(curve.shape, values, scores, curve.scale)


def score(curve: Curve, values: Floats, *, clamped: bool = True) -> Floats:
    """Scores of `values` [period, entity], the axes being the curve's (each may be 1 in the curve). NaN in, NaN out; NaN too
    where a knot is NaN.

    A line runs straight between its knots. Clamped, it stays at the outer knots' scores beyond them; unclamped, its first
    and last segments run on (below 0, above 100). Where two knots share a value the line jumps there, and the value itself
    gets the better of the two scores. A step compares directly, its edge passes (see `slack`), and has nothing to clamp.
    A line's knots must ascend: where a target is not valid the result means nothing. Method: OECD/JRC, Handbook on
    Constructing Composite Indicators (2008), min-max and distance to a reference; the ends clamped.

    On a log scale the lines are straight in ln v, and a knot of 0 or less gives NaN. A value of 0 or less sits at the low end
    (UNDP, Human Development Report, technical note 1, puts incomes on such a scale); unclamped it has no score: NaN."""
    knots, scores = curve.values, curve.scores
    if curve.shape == "line":
        return (_log_line if curve.scale == "log" else _line)(knots, scores, values, clamped)
    passed = np.ones(values.shape, dtype=bool)
    if curve.shape != "at_most":
        passed &= values >= knots[0] - slack(knots[0])
    if curve.shape != "at_least":
        passed &= values <= knots[-1] + slack(knots[-1])
    unknown = np.isnan(values) | np.isnan(knots).any(axis=0)
    return np.where(unknown, np.nan, np.where(passed, scores[0], 0.0))


def _log_line(knots: Floats, scores: Floats, values: Floats, clamped: bool) -> Floats:
    """As `_line`, in logarithms; jumps stay where the author put them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        total = _line(
            np.log(np.where(knots > 0, knots, np.nan)), scores, np.log(np.maximum(values, 0.0)), clamped, (knots, values)
        )
    return total if clamped else np.where(values > 0, total, np.nan)


def _line(knots: Floats, scores: Floats, values: Floats, clamped: bool, natural: tuple[Floats, Floats] | None = None) -> Floats:
    """The first knot's score plus, for every segment, its rise times the share of it that lies below the value. The share is
    a quotient, exactly 1 at the segment's end, so that a goal that is met scores 100 and not 99.99999999999999.

    `natural`: knots and values as they are where those given are logarithms, to compare with at a jump."""
    at, reached = natural or (knots, values)
    if len(knots) == 1:
        return np.where(np.isnan(values) | np.isnan(knots[0]), np.nan, scores[0])
    last = len(knots) - 2
    total: Floats = scores[0]
    for segment in range(last + 1):
        start, width, rise = knots[segment], knots[segment + 1] - knots[segment], scores[segment + 1] - scores[segment]
        share = values - start
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            share /= width
        if clamped or 0 < segment < last:
            np.clip(share, 0.0, 1.0, out=share)
        elif last > 0:
            (np.minimum if segment == 0 else np.maximum)(share, float(segment == 0), out=share)
        if not width.all():
            share = np.where(width == 0, _jump(at[segment], rise, reached), share)
        share *= rise
        total = total + share
    if clamped and (len(knots) > 2 or scores[0].any()):
        np.clip(total, scores.min(axis=0), scores.max(axis=0), out=total)  # sums may miss a knot's score by a rounding
    return total


def _jump(edge: Floats, rise: Floats, values: Floats) -> Floats:
    """1 from the edge of an upward jump on, and beyond the edge of a downward one."""
    passed = np.where(rise >= 0, values >= edge - slack(edge), values > edge + slack(edge))
    return np.where(np.isnan(values), np.nan, passed)
