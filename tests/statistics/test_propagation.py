"""How a value's error goes through a curve: adaptive quadrature, draws, limits, and what is unknown."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from scorecard.records.scores import Curve
from scorecard.statistics import curves, propagation

pytestmark = pytest.mark.filterwarnings("error")

NAN, INF = float("nan"), float("inf")
BANDS = [-INF, 20.0, 50.0, 80.0, 100.0, INF]


def line(*knots: tuple[float, float], scale: str = "linear") -> Curve:
    return fixed("line", [value for value, _ in knots], [found for _, found in knots], scale)


def fixed(shape: str, values: list[float], scores: tuple[float, ...] | list[float] = (100.0,), scale: str = "linear") -> Curve:
    return Curve(shape, np.array(values, float)[:, None, None], np.array(scores, float)[:, None, None], scale)


RISING = line((10, 0), (20, 60), (40, 100))
FALLING = line((5, 100), (10, 0))
WITHIN = line((0, 0), (2, 100), (3, 100), (9, 0))
JUMPS = line((0, 0), (10, 40), (10, 70), (20, 70), (20, 20), (30, 100))
LOG = line((1, 0), (100, 60), (10_000, 100), scale="log")
LOG_JUMP = line((1, 10), (10, 50), (10, 80), (20, 30), scale="log")
CURVES = {
    "rising": RISING,
    "falling": FALLING,
    "within": WITHIN,
    "jumps": JUMPS,
    "log": LOG,
    "log with a jump": LOG_JUMP,
    "a single knot": line((5, 30)),
    "at least": fixed("at_least", [10]),
    "at most": fixed("at_most", [10], [80]),
    "inside": fixed("inside", [5, 10]),
}
named = pytest.mark.parametrize("curve", CURVES.values(), ids=CURVES)


@st.composite
def some_curves(draw: st.DrawFn) -> Curve:
    """Up to five knots, in places as close as 1e-3 or on one another; linear or logarithmic."""
    steps = draw(st.lists(st.sampled_from([0.0, 1e-3, 0.2, 1.0, 7.0, 300.0]), min_size=0, max_size=4))
    values = np.cumsum([draw(st.sampled_from([0.01, 1.0, 50.0])), *steps])
    scores = draw(st.lists(st.integers(0, 100), min_size=len(values), max_size=len(values)))
    return fixed("line", values.tolist(), [float(one) for one in scores], draw(st.sampled_from(["linear", "log"])))


def by_quadrature(curve: Curve, value: float, se: float) -> tuple[float, float]:
    """Mean and SD from ten points of the curve itself in each of many narrow strips: between its knots, quarters of a standard
    error, and, for the logarithm's sake, steps that double."""
    knots = curve.values.ravel()
    marks = np.concatenate([knots, value + se * np.linspace(-10, 10, 81), knots.min() * 2.0 ** np.arange(40)])
    marks = np.unique(marks[np.abs(marks - value) <= 10 * se])
    node, weight = np.polynomial.legendre.leggauss(10)
    x = (marks[:-1] + marks[1:] + np.diff(marks) * node[:, None]) / 2
    height = weight[:, None] * np.diff(marks) / 2 * stats.norm.pdf(x, value, se)
    scores = curves.score(curve, x)
    mean = float((height * scores).sum())
    return mean, math.sqrt(float((height * (scores - mean) ** 2).sum()))


def one(pair: tuple[np.ndarray, np.ndarray]) -> tuple[float, float]:
    return float(pair[0].item()), float(pair[1].item())


@named
@pytest.mark.parametrize(("value", "se"), [(12, 3), (10, 1), (4, 20), (-3, 2), (25, 0.1), (20, 5)])
def test_mean_and_deviation_agree_with_adaptive_quadrature(curve: Curve, value: float, se: float) -> None:
    found = one(propagation.through(curve, [[value]], [[se]]))
    assert found == pytest.approx(by_quadrature(curve, value, se), rel=1e-8, abs=1e-7)


@given(some_curves(), st.floats(-20, 400), st.sampled_from([1e-3, 0.03, 1.0, 10.0, 500.0]))
@settings(max_examples=60, deadline=None)
def test_so_they_do_for_any_curve(curve: Curve, value: float, se: float) -> None:
    found = one(propagation.through(curve, [[value]], [[se]]))
    assert found == pytest.approx(by_quadrature(curve, value, se), rel=1e-7, abs=1e-6)


@named
@pytest.mark.parametrize(("value", "se"), [(12, 3), (10, 1), (4, 20), (3000, 2000)])
def test_they_and_the_probabilities_agree_with_draws(curve: Curve, value: float, se: float) -> None:
    draws = np.random.default_rng(20).normal(value, se, (1, 200_000))
    scores = curves.score(curve, draws)
    mean, sd = one(propagation.through(curve, [[value]], [[se]]))
    assert mean == pytest.approx(scores.mean(), abs=0.5)
    assert sd == pytest.approx(scores.std(), rel=0.01, abs=0.2)
    for start, end in pairwise(BANDS):
        share = ((scores >= start) & (scores < end)).mean()
        assert propagation.probability(curve, [[value]], [[se]], start, end) == pytest.approx(share, abs=0.005)


@given(some_curves(), st.floats(-20, 400), st.floats(1e-3, 500), st.lists(st.integers(0, 100), max_size=4))
@settings(deadline=None)
def test_bands_that_cover_all_scores_share_out_the_whole(curve: Curve, value: float, se: float, edges: list[int]) -> None:
    bands = [-INF, *sorted({float(edge) for edge in edges}), INF]
    shares = [float(propagation.probability(curve, [[value]], [[se]], a, b).item()) for a, b in pairwise(bands)]
    assert min(shares) >= 0
    assert sum(shares) == pytest.approx(1, abs=1e-12)


@given(some_curves(), st.floats(-20, 400), st.sampled_from([1e-3, 0.03, 1.0, 10.0, 500.0]))
@settings(deadline=None)
def test_the_mean_is_the_sum_of_probabilities_of_scoring_more(curve: Curve, value: float, se: float) -> None:
    """E[S] = ∫ P(S ≥ s) ds over 0..100: the two functions, which share no formula, agree."""
    mean, _ = propagation.through(curve, [[value]], [[se]])
    around = curves.score(curve, value + se * np.linspace(-9, 9, 1001)[None])[0]
    grid = np.unique(np.concatenate([np.linspace(0, 100, 1001), around, curve.scores.ravel()]))
    above = propagation.probability(curve, [[value]], [[se]], (grid[1:, None] + grid[:-1, None]) / 2, INF)[:, 0]
    assert mean.item() == pytest.approx(float(np.diff(grid) @ above), abs=2e-3)


def test_in_the_middle_of_a_line_it_is_slope_times_error() -> None:
    assert one(propagation.through(line((0, 0), (1000, 100)), [[400.0]], [[2.0]])) == pytest.approx((40, 0.2))
    assert one(propagation.through(line((0, 0), (1, 100)), [[0.5]], [[1e-6]])) == pytest.approx((50, 1e-4), rel=1e-9)
    mean, sd = one(propagation.through(line((1, 0), (100, 100), scale="log"), [[10.0]], [[1e-5]]))
    assert mean == pytest.approx(50)
    assert sd == pytest.approx(100 / math.log(100) * 1e-6, rel=1e-6)


def test_past_a_clamp_the_error_is_not_nothing() -> None:
    mean, sd = one(propagation.through(line((0, 0), (10, 100)), [[10.0]], [[1.0]]))
    assert mean == pytest.approx(100 - 10 / math.sqrt(2 * math.pi))  # half of it, where a half normal has its mean
    assert sd == pytest.approx(10 * math.sqrt(1 / 2 - 1 / (2 * math.pi)))


def test_a_step_is_a_coin_toss_at_its_edge() -> None:
    for curve in (fixed("at_least", [10]), fixed("at_most", [10])):
        assert one(propagation.through(curve, [[10.0]], [[2.0]])) == pytest.approx((50, 50))
        assert propagation.probability(curve, [[10.0]], [[2.0]], 80, INF) == pytest.approx(0.5)
    assert one(propagation.through(fixed("inside", [8, 12]), [[10.0]], [[1.0]]))[0] == pytest.approx(100 * math.erf(math.sqrt(2)))


def test_an_error_without_bound_leaves_the_two_ends() -> None:
    assert one(propagation.through(RISING, [[20.0]], [[INF]])) == pytest.approx((50, 50))
    assert propagation.probability(RISING, [[20.0]], [[INF]], 100, INF) == pytest.approx(0.5)


@named
def test_without_error_it_is_the_score(curve: Curve) -> None:
    values = np.array([[-5.0, 0.0, 5.0, 10.0, 12.0, 20.0, 5000.0, INF, -INF]])
    mean, sd = propagation.through(curve, values, 0.0)
    assert mean.tolist() == curves.score(curve, values).tolist()
    assert not sd.any()
    for start, end in pairwise(BANDS):
        assert propagation.probability(curve, values, 0.0, start, end).tolist() == ((mean >= start) & (mean < end)).tolist()


def test_an_error_within_rounding_is_none() -> None:
    """0.1 + 0.2 meets "at most 0.3", also when its error is 1e-17 and not 0."""
    curve = fixed("at_most", [0.3])
    assert one(propagation.through(curve, [[0.1 + 0.2]], [[1e-17]])) == (100, 0)
    assert propagation.probability(curve, [[0.1 + 0.2]], [[1e-17]], 80, INF) == 1


@named
@pytest.mark.parametrize("se", [1e-4, 1e-6])
def test_a_small_error_moves_the_score_little(curve: Curve, se: float) -> None:
    mean, sd = one(propagation.through(curve, [[12.0]], [[se]]))
    assert mean == pytest.approx(curves.score(curve, np.array([[12.0]])).item(), abs=100 * se)
    assert 0 <= sd < 100 * se


def test_what_is_unknown() -> None:
    mean, sd = propagation.through(RISING, [[15.0, NAN, NAN, NAN]], [[NAN, 1.0, 0.0, NAN]])
    assert mean[0, 0] == 30
    assert np.isnan(mean[0, 1:]).all()
    assert np.isnan(sd).all()
    assert np.isnan(propagation.probability(RISING, [[15.0, NAN, NAN]], [[NAN, 1.0, 0.0]], 0, INF)).all()
    for curve in (line((NAN, 0), (20, 100)), line((0, 0), (20, 100), scale="log"), fixed("inside", [5, NAN])):
        assert np.isnan(propagation.through(curve, [[15.0]], [[2.0]])).all()
        assert np.isnan(propagation.through(curve, [[15.0]], [[0.0]])).all()
        assert np.isnan(propagation.probability(curve, [[15.0]], [[2.0]], 0, INF)).all()
        assert np.isnan(propagation.interval(curve, [[15.0]], [[17.0]])).all()


def test_a_curve_may_differ_by_period_and_entity_and_cells_do_not_mix() -> None:
    draw = np.random.default_rng(8)
    values = np.sort(draw.uniform(1, 50, (3, 2, 4)), axis=0)
    values[:, 1, 2] = values[1, 1, 2]  # all knots on one another
    values[0, 0, 3] = NAN
    curve = Curve("line", values, np.array([0.0, 70.0, 100.0])[:, None, None])
    at, se = draw.uniform(0, 60, (2, 4)), draw.uniform(0, 10, (2, 4))
    for scale in ("linear", "log"):
        mean, sd = propagation.through(Curve("line", values, curve.scores, scale), at, se)
        share = propagation.probability(Curve("line", values, curve.scores, scale), at, se, 50, 90)
        low, high = propagation.interval(Curve("line", values, curve.scores, scale), at - se, at + se)
        for cell in np.ndindex(2, 4):
            alone = Curve("line", values[:, cell[0], cell[1]][:, None, None], curve.scores, scale)
            exact = one(propagation.through(alone, [[at[cell]]], [[se[cell]]]))
            assert (mean[cell], sd[cell]) == pytest.approx(exact, rel=1e-13, abs=1e-13, nan_ok=True)
            exact_share = propagation.probability(alone, [[at[cell]]], [[se[cell]]], 50, 90).item()
            assert share[cell] == pytest.approx(exact_share, abs=1e-13, nan_ok=True)
            ends = one(propagation.interval(alone, [[at[cell] - se[cell]]], [[at[cell] + se[cell]]]))
            assert (low[cell], high[cell]) == pytest.approx(ends, nan_ok=True)
    wide = line((10, 0), (20, 100))
    assert propagation.through(wide, np.full((2, 4), 15.0), 1.0)[0].shape == (2, 4)
    each = Curve("line", np.array([10.0, 20.0])[:, None, None] + np.zeros((2, 1, 4)), np.array([0.0, 100.0])[:, None, None])
    assert propagation.through(each, np.full((2, 1), 15.0), 1.0)[0].shape == (2, 4)


def test_a_curve_that_is_not_valid_disturbs_nobody() -> None:
    curve = Curve("line", np.array([[[0.0, 30.0]], [[20.0, 10.0]]]), np.array([[[0.0]], [[100.0]]]))
    mean, sd = propagation.through(curve, [[10.0, 10.0]], [[1.0, 1.0]])
    assert (mean[0, 0], sd[0, 0]) == pytest.approx((50, 5))


# Intervals


@given(some_curves(), st.floats(-20, 400), st.sampled_from([0.0, 0.5, 30.0, 400.0]))
@example(WITHIN, 1.0, 3.0)
@example(JUMPS, 5.0, 10.0)
@settings(deadline=None)
def test_no_value_between_scores_outside_and_the_ends_are_reached(curve: Curve, low: float, width: float) -> None:
    least, greatest = one(propagation.interval(curve, [[low]], [[low + width]]))
    knots = curve.values.ravel()
    between = np.concatenate([np.linspace(low, low + width, 500), *(knots * (1 + step) for step in (-1e-7, 0, 1e-7))])
    scores = curves.score(curve, between[(between >= low) & (between <= low + width)][None])
    assert scores.min() >= least - 1e-9
    assert scores.max() <= greatest + 1e-9
    if curve.scale == "linear" and not (np.abs(knots - low) < 1e-3).any() and not (np.abs(knots - low - width) < 1e-3).any():
        assert (scores.min(), scores.max()) == pytest.approx((least, greatest), abs=0.02)


def test_the_interval_of_a_score_counts_the_knots_between() -> None:
    assert one(propagation.interval(WITHIN, [[1.0]], [[6.0]])) == (50, 100)
    assert one(propagation.interval(WITHIN, [[-1.0]], [[10.0]])) == (0, 100)
    assert one(propagation.interval(WITHIN, [[-INF]], [[INF]])) == (0, 100)
    assert one(propagation.interval(RISING, [[15.0]], [[30.0]])) == (30, 80)
    assert one(propagation.interval(FALLING, [[7.5]], [[INF]])) == (0, 50)
    assert one(propagation.interval(LOG, [[-5.0]], [[10.0]])) == (0, 30)


def test_both_sides_of_a_jump_count_but_only_those_that_are_reached() -> None:
    assert one(propagation.interval(JUMPS, [[5.0]], [[10.0]])) == (20, 70)
    assert one(propagation.interval(JUMPS, [[10.0]], [[15.0]])) == (70, 70)
    assert one(propagation.interval(JUMPS, [[15.0]], [[20.0]])) == (70, 70)  # the value 20 itself gets the better score
    assert one(propagation.interval(JUMPS, [[20.0]], [[20.0]])) == (70, 70)
    assert one(propagation.interval(JUMPS, [[20.0]], [[25.0]])) == (20, 70)


def test_the_interval_of_a_step() -> None:
    least, inside = fixed("at_least", [10]), fixed("inside", [5, 10])
    assert one(propagation.interval(least, [[9.0]], [[10.0]])) == (0, 100)
    assert one(propagation.interval(least, [[10.0]], [[12.0]])) == (100, 100)
    assert one(propagation.interval(least, [[8.0]], [[9.0]])) == (0, 0)
    assert one(propagation.interval(inside, [[0.0]], [[20.0]])) == (0, 100)
    assert one(propagation.interval(inside, [[6.0]], [[7.0]])) == (100, 100)
    assert one(propagation.interval(inside, [[11.0]], [[12.0]])) == (0, 0)
    assert np.isnan(propagation.interval(least, [[NAN]], [[12.0]])).all()
    assert np.isnan(propagation.interval(RISING, [[12.0]], [[NAN]])).all()
