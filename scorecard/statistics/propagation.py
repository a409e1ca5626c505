"""What the sampling error of a value means for its score: mean, standard deviation, ends of an interval, chance of a status.

Enters: a `Curve` (axes [knot, period or 1, entity or 1]), values and standard errors [period, entity] in the measure's unit.
Leaves: arrays [period, entity] of scores 0..100 or of probabilities 0..1; NaN in, NaN out; nothing is raised.

The value is taken as normal, V ~ N(v, SE²), and its score as S = s(V), s being the clamped curve of `curves.score`. Slope × SE
would say 0 past a clamp and infinity at a jump, and both are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scorecard.records.scores import Curve
from scorecard.statistics.curves import score, slack
from scorecard.statistics.normal import mass, pdf

Floats = NDArray[np.float64]

_FEW = np.polynomial.legendre.leggauss(12)  # for the part of a normal density that one standard error spans: good to 1e-16
_MANY = np.polynomial.legendre.leggauss(40)  # for eighteen of them, times a logarithm that is singular one to their left
_FAR = 9.0  # standard errors beyond which lies less than 1e-18
_BOUNDLESS = 1e300  # what an infinite standard error counts as: half the values lie at either end
_NEAR_ZERO = 1e-15  # standard errors above 0 within which lies as little


class _Piece(NamedTuple):
    """A stretch of values over which the score is `base` + `slope` · u, with ∫ uʲ over the density there, j = 0, 1, 2."""

    base: Floats
    slope: Floats
    mass: Floats
    first: Floats
    second: Floats


def through(curve: Curve, value: ArrayLike, se: ArrayLike) -> tuple[Floats, Floats]:
    """(mean, standard deviation) of the score, on 0..100, of a value known with a standard error.

    Over a straight segment s = q + k x on [a, b], with α = (a − v)/SE, β = (b − v)/SE, P = Φ(β) − Φ(α) and μ = q + k v, E[S]
    gains μP + k SE (φ(α) − φ(β)) and E[S²] gains μ²P + 2μk SE (φ(α) − φ(β)) + k²SE² (P + αφ(α) − βφ(β)); flat ends and steps are
    segments with k = 0; SD = √E[(S − E[S])²]. These are a truncated normal's moments (N. L. Johnson, S. Kotz and N. Balakrishnan,
    Continuous Univariate Distributions 1, 1994, chapter 13), summed over the segments. Where a segment spans less than one SE
    the differences would lose their digits: there it is integrated by Gauss and Legendre, as exact. On a log scale s is straight
    in ln x and there is no closed form: Gauss and Legendre with twice 40 points, good to 1e-9 of a score; what lies at or below
    0 counts at the low end.

    A standard error of 0, or within rounding of the value (`curves.slack`), gives the score itself and 0; an unknown one the
    score itself and NaN; an unknown value or knot NaN twice."""
    values, errors, here, exact = _prepared(curve, value, se)
    with np.errstate(all="ignore"):  # cells without error or with an invalid curve may do anything: they are not used
        pieces = list(_pieces(curve, values, np.where(exact, 1.0, np.minimum(errors, _BOUNDLESS))))
        mean = here + sum((piece.base - here) * piece.mass + piece.slope * piece.first for piece in pieces)
        variance = np.zeros(mean.shape)
        for piece in pieces:
            base = piece.base - mean
            variance += base**2 * piece.mass + 2 * base * piece.slope * piece.first + piece.slope**2 * piece.second
        sd = np.sqrt(np.maximum(variance, 0.0))
    unknown = np.isnan(errors)
    return np.where(exact | unknown, here, mean), np.where(np.isnan(here) | unknown, np.nan, np.where(exact, 0.0, sd))


def interval(curve: Curve, low: ArrayLike, high: ArrayLike) -> tuple[Floats, Floats]:
    """(least, greatest) score of the curve over the values from `low` to `high` (low ≤ high, ends included, ±∞ allowed): the
    interval of a score, given that of its value. Knots between the ends count, so that the best of a target `within` bounds is
    not missed, and so do both sides of a jump. NaN where an end or a knot is NaN."""
    start, end = (np.array(one) for one in np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float)))
    reached = [score(curve, start), score(curve, end), *(score(curve, np.clip(knot, start, end)) for knot in curve.values)]
    least, greatest = np.minimum.reduce(reached), np.maximum.reduce(reached)
    for a, b, score_a, score_b in _stretches(curve):
        crossed = np.maximum(a, start) < np.minimum(b, end)  # so that the stretch's inside is reached, up to its ends
        for attained, limit in ((crossed & (start <= a), score_a), (crossed & (b <= end), score_b)):
            least = np.where(attained, np.minimum(least, limit), least)
            greatest = np.where(attained, np.maximum(greatest, limit), greatest)
    return least, greatest


def probability(curve: Curve, value: ArrayLike, se: ArrayLike, start: ArrayLike, end: ArrayLike) -> Floats:
    """The probability, 0..1, that the score of a value known with a standard error lies in [start, end), a status's band; `start`
    may be −∞ and `end` ∞. Exact: the values whose score is in the band are an interval on every segment, on a log scale too, and
    all or none of a flat one; so the mass heaped up at 0 and at 100 belongs to the band that has it. Bands that cover all
    scores have probabilities that add up to 1.

    Without error (see `through`) it is 1 or 0; NaN where the value, its error or a knot is unknown."""
    values, errors, here, exact = _prepared(curve, value, se)
    least, beyond = np.asarray(start, float), np.asarray(end, float)
    found = np.zeros(here.shape)
    with np.errstate(all="ignore"):
        for low, high, from_, to in _stretches(curve):
            share = _share_within(from_, to, least, beyond)
            ends = [(_value_at(curve, low, high, part) - values) / np.minimum(errors, _BOUNDLESS) for part in share]
            found = found + np.where(share[1] > share[0], mass(*ends), 0.0)
    known = np.where(exact, (here >= least) & (here < beyond), np.minimum(found, 1.0))
    return np.where(np.isnan(here + errors), np.nan, known)


def _prepared(curve: Curve, value: ArrayLike, se: ArrayLike) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Values, errors, the values' own scores, and where there is no error to speak of."""
    values, errors = (np.array(one) for one in np.broadcast_arrays(np.asarray(value, float), np.asarray(se, float)))
    with np.errstate(all="ignore"):
        return values, errors, score(curve, values), (errors <= slack(values)) | np.isinf(values)


def _stretches(curve: Curve) -> Iterator[tuple[Floats, Floats, Floats, Floats]]:
    """Of all values from −∞ to ∞, stretch by stretch: from where to where, and the scores at either end."""
    knots, scores = np.broadcast_arrays(curve.values, curve.scores)
    none, far = np.zeros_like(knots[0]), np.full_like(knots[0], np.inf)
    if curve.shape == "line":
        yield -far, knots[0], scores[0], scores[0]
        for (a, b), (score_a, score_b) in zip(pairwise(knots), pairwise(scores), strict=True):
            yield a, b, score_a, score_b
        yield knots[-1], far, scores[-1], scores[-1]
        return
    low = -far if curve.shape == "at_most" else knots[0]
    high = far if curve.shape == "at_least" else knots[-1]
    yield -far, low, none, none
    yield low, high, scores[0], scores[0]
    yield high, far, none, none


def _pieces(curve: Curve, values: Floats, errors: Floats) -> Iterator[_Piece]:
    for a, b, score_a, score_b in _stretches(curve):
        rise = score_b - score_a
        if not rise.any():
            none = np.zeros(values.shape)
            yield _Piece(score_a, none, mass((a - values) / errors, (b - values) / errors), none, none)
        elif curve.scale == "log":
            yield _log_piece(a, b, score_a, rise, values, errors)
        else:
            yield _straight_piece(a, b, score_a, rise, values, errors)


def _straight_piece(a: Floats, b: Floats, score_a: Floats, rise: Floats, values: Floats, errors: Floats) -> _Piece:
    """In closed form with u = (x − v)/SE where that keeps its digits, else with u = the share of the segment."""
    alpha, beta = (a - values) / errors, (b - values) / errors
    span = beta - alpha
    slope, within = rise / span, mass(alpha, beta)
    heights = pdf(alpha), pdf(beta)
    closed = _Piece(
        score_a - slope * alpha, slope, within, heights[0] - heights[1], within + alpha * heights[0] - beta * heights[1]
    )
    narrow = ~(span >= 1)
    if not narrow.any():
        return closed
    moments = [np.zeros(span.shape) for _ in range(3)]
    for node, weight in zip(*_FEW, strict=True):
        share = (node + 1) / 2
        height = weight / 2 * span * pdf(alpha + share * span)
        for power, moment in enumerate(moments):
            moment += height * share**power
    numeric = _Piece(score_a, rise, *moments)
    return _Piece(*(np.where(narrow, one, other) for one, other in zip(numeric, closed, strict=True)))


def _log_piece(a: Floats, b: Floats, score_a: Floats, rise: Floats, values: Floats, errors: Floats) -> _Piece:
    """u = the share of the segment's logarithms, counted from that of the value itself, lest a small error loses its digits.

    Above one SE the density and the logarithm are both smooth in x. Below it, down to 0 where ln x is singular, the density is
    smooth and all is smooth in ln x."""
    a = np.where(a > 0, a, np.nan)
    width, centre = np.log1p((b - a) / a), np.clip(values, a, b)
    low, high = np.maximum(a, values - _FAR * errors), np.minimum(b, values + _FAR * errors)
    moments = [np.zeros(np.broadcast_shapes(width.shape, values.shape)) for _ in range(3)]

    def add(x: Floats, weight: Floats) -> None:
        height, share = weight * pdf((x - values) / errors) / errors, np.log1p((x - centre) / centre) / width
        for power, moment in enumerate(moments):
            moment += np.where(weight > 0, height * share**power, 0.0)

    edge = np.clip(errors, low, high)
    reach = np.maximum(high - edge, 0.0) / 2
    depth = np.log(np.maximum(low, _NEAR_ZERO * errors) / edge)  # of the part below one SE, in logarithms: 0 or less
    below = bool((depth < 0).any())
    for node, weight in zip(*_MANY, strict=True):
        add(edge + reach * (node + 1), weight * reach)
        if below:
            x = edge * np.exp(depth * (node + 1) / 2)
            add(x, -weight * depth / 2 * x)
    where = np.log1p((centre - a) / a) / width
    jump = ~(b > a)
    return _Piece(*(np.where(jump & ~np.isnan(a), 0.0, one) for one in (score_a + rise * where, rise, *moments)))


def _share_within(from_: Floats, to: Floats, start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """The part, as shares 0..1 of a stretch from one score to another, over which the score lies in [start, end)."""
    flat = np.where((from_ >= start) & (from_ < end), 1.0, 0.0)
    edges = [np.clip((edge - from_) / (to - from_), 0.0, 1.0) for edge in (start, end)]
    low, high = np.minimum(*edges), np.maximum(*edges)
    return np.where(to == from_, 0.0, low), np.where(to == from_, flat, high)


def _value_at(curve: Curve, low: Floats, high: Floats, share: Floats) -> Floats:
    """The value at this share of the stretch: the ends themselves at 0 and 1, which may be infinite."""
    between = low * np.exp(share * np.log(high / low)) if curve.scale == "log" else low + share * (high - low)
    return np.where(share <= 0, low, np.where(share >= 1, high, between))
