"""Curves: knots, edges, ends, jumps, and what cannot be scored."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.records.scores import Curve
from scorecard.statistics import curves

pytestmark = pytest.mark.filterwarnings("error")

NAN, INF = float("nan"), float("inf")


def line(*knots: tuple[float, float]) -> Curve:
    return fixed("line", [v for v, _ in knots], [s for _, s in knots])


def fixed(shape, values, scores=(100.0,)) -> Curve:
    return Curve(shape, np.array(values, float)[:, None, None], np.array(scores, float)[:, None, None])


def score(curve: Curve, *values: float, clamped: bool = True) -> list[float]:
    return curves.score(curve, np.array([values], float), clamped=clamped)[0].tolist()


@pytest.mark.parametrize("clamped", [True, False])
def test_a_value_on_a_knot_gets_exactly_its_score(clamped):
    assert score(line((0.15, 0), (0.3, 100)), 0.15, 0.3, clamped=clamped) == [0, 100]
    assert score(line((3, 100), (7.7, 0)), 3, 7.7, clamped=clamped) == [100, 0]
    assert score(line((0.4, 0), (0.7, 60), (0.9, 100)), 0.4, 0.7, 0.9, clamped=clamped) == [0, 60, 100]


def test_between_knots_the_line_is_straight():
    assert score(line((10, 0), (20, 60), (40, 100)), 15, 30) == [30, 80]


def test_beyond_the_ends_it_stays_or_runs_on():
    curve = line((10, 0), (20, 60), (40, 100))
    assert score(curve, 0, 60) == [0, 100]
    assert score(curve, 0, 60, clamped=False) == [-60, 140]


def test_points_that_stop_short_of_100_are_not_stretched():
    assert score(line((0, 20), (10, 80)), -5, 15) == [20, 80]
    assert score(line((0, 20), (10, 80)), -5, 15, clamped=False) == [-10, 110]


def test_lower_is_better_runs_down():
    curve = line((5, 100), (10, 0))
    assert score(curve, 4, 7.5, 12) == [100, 50, 0]
    assert score(curve, 4, 7.5, 12, clamped=False) == [120, 50, -40]


def test_within_has_a_flat_top():
    curve = line((0, 0), (10, 100), (20, 100), (40, 0))
    assert score(curve, -1, 5, 10, 15, 20, 30, 41) == [0, 50, 100, 100, 100, 50, 0]
    assert score(curve, -1, 44, clamped=False) == [-10, -20]


def test_where_knots_share_a_value_the_better_score_counts():
    up = line((0, 0), (10, 40), (10, 80), (20, 100))
    assert score(up, 5, 9, 10, 15, 30) == [20, 36, 80, 90, 100]
    down = line((0, 100), (10, 80), (10, 40), (20, 0))
    assert score(down, 5, 10, 11, 15) == [90, 80, 36, 20]
    assert score(line((0, 0), (10, 40), (10, 40.5), (20, 100)), 10) == [40.5]


@pytest.mark.parametrize("clamped", [True, False])
def test_a_jump_at_an_end_is_not_stretched(clamped):
    curve = line((10, 0), (10, 100))
    assert score(curve, 9, 10, 11, clamped=clamped) == [0, 100, 100]
    assert np.isnan(score(curve, NAN, clamped=clamped)[0])


@pytest.mark.parametrize("clamped", [True, False])
@pytest.mark.parametrize(
    ("curve", "values", "expected"),
    [
        (fixed("at_least", [0.3]), (0.3, 0.1 + 0.2, 0.29999, INF, -INF), [100, 100, 0, 100, 0]),
        (fixed("at_most", [0.3]), (0.3, 0.1 + 0.2, 0.30001, INF, -INF), [100, 100, 0, 0, 100]),
        (fixed("at_most", [0]), (0, 1.1 / 1.1 - 1, 0.7 - 0.1 - 0.6, 1e-6), [100, 100, 100, 0]),
        (fixed("at_least", [-5]), (-5, -5.001, -4), [100, 0, 100]),
        (fixed("at_most", [5e9]), (5e9, 5e9 + 1, 5e9 + 10), [100, 100, 0]),
        (fixed("inside", [1, 2], [100, 100]), (0.99, 1, 1.5, 2, 2.01), [0, 100, 100, 100, 0]),
        (fixed("inside", [1, 1], [100, 100]), (0.99, 1, 1.01), [0, 100, 0]),
    ],
)
def test_steps_pass_on_their_edge(curve, values, expected, clamped):
    assert score(curve, *values, clamped=clamped) == expected


@pytest.mark.parametrize("shape", ["line", "at_least", "at_most", "inside"])
@pytest.mark.parametrize("clamped", [True, False])
def test_nan_in_nan_out(shape, clamped):
    assert np.isnan(score(fixed(shape, [1, 2], [0, 100]), NAN, clamped=clamped)).all()
    assert np.isnan(score(fixed(shape, [NAN, 2], [0, 100]), 1, clamped=clamped)).all()


def test_infinite_values_sit_at_the_ends():
    assert score(line((0, 0), (10, 100)), -INF, INF) == [0, 100]
    assert score(line((0, 0), (10, 100)), -INF, INF, clamped=False) == [-INF, INF]


def test_one_knot_is_the_same_for_all():
    assert score(line((5, 70)), 1, 5, 9) == [70, 70, 70]
    assert np.isnan(score(line((5, 70)), NAN)[0])


def test_a_curve_may_move_with_period_and_entity():
    values = np.array([[[0.0, 0], [10, 10]], [[10, 20], [20, 30]]])  # [knot, period, entity]
    curve = Curve("line", values, np.array([0.0, 100])[:, None, None])
    assert curves.score(curve, np.full((2, 2), 10.0)).tolist() == [[100, 50], [0, 0]]
    late = curves.cut(curve, slice(1, 2), slice(0, 1))
    assert curves.score(late, np.array([[15.0]])).tolist() == [[50]]


def test_cutting_cuts_scores_that_move_too():
    scores = np.arange(12.0).reshape(2, 2, 3)
    curve = curves.cut(Curve("line", scores * 2, scores), slice(1, 2), slice(2, 3))
    assert curve.scores.tolist() == [[[5]], [[11]]]


@pytest.mark.parametrize(
    "knots", [((0, 0), (1, 29.96), (2, 97.29), (3, 100)), ((0, 2.34), (1, 53.54)), ((0, 100), (1, 1.21), (2, 1.09))]
)
def test_sums_that_miss_a_knots_score_by_a_rounding_do_not_leave_the_range(knots):
    """29.96 + (97.29 - 29.96) + (100 - 97.29) is 100.00000000000001."""
    scores = [s for _, s in knots]
    assert min(scores) <= score(line(*knots), knots[-1][0])[0] <= max(scores)


def test_a_line_too_steep_for_numbers_is_a_step():
    assert score(line((0, 0), (1e-300, 100)), -1e300, 0, 1e300) == [0, 0, 100]


def test_cutting_keeps_an_axis_that_stands_for_all():
    curve = line((0, 0), (10, 100))
    assert curves.cut(curve, slice(3, 5), slice(7, 9)).values.shape == (2, 1, 1)


KNOTS = st.lists(
    st.tuples(st.integers(-50, 50), st.floats(0, 100, allow_subnormal=False)),
    min_size=2,
    max_size=6,
    unique_by=lambda knot: knot[0],
).map(sorted)
VALUES = st.lists(st.floats(-100, 100, allow_subnormal=False), min_size=1, max_size=8)


@given(KNOTS, VALUES)
def test_clamped_equals_numpy_interp(knots, values):
    expected = np.interp(values, [v for v, _ in knots], [s for _, s in knots])
    np.testing.assert_allclose(score(line(*knots), *values), expected, rtol=1e-12, atol=1e-10)


@given(KNOTS, VALUES)
def test_clamped_never_leaves_the_range_of_the_knots(knots, values):
    scores = [s for _, s in knots]
    assert all(min(scores) <= s <= max(scores) for s in score(line(*knots), *values))


@given(KNOTS, VALUES)
def test_unclamped_differs_only_beyond_the_ends_where_it_runs_on(knots, values):
    (v0, s0), (v1, s1) = knots[:2]
    (v2, s2), (v3, s3) = knots[-2:]
    for value, clamped, free in zip(
        values, score(line(*knots), *values), score(line(*knots), *values, clamped=False), strict=True
    ):
        expected = clamped
        if value < v0:
            expected = s0 + (value - v0) * (s1 - s0) / (v1 - v0)
        elif value > v3:
            expected = s2 + (value - v2) * (s3 - s2) / (v3 - v2)
        assert free == pytest.approx(expected, rel=1e-12, abs=1e-9)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=5).map(sorted), VALUES)
def test_rising_knots_never_let_a_better_value_score_less(scores, values):
    curve = line(*((10.0 * i, s) for i, s in enumerate(scores)))
    assert all(low <= high + 1e-9 for low, high in pairwise(score(curve, *sorted(values))))


def log_line(*knots: tuple[float, float]) -> Curve:
    return replace(line(*knots), scale="log")


@pytest.mark.parametrize("clamped", [True, False])
def test_on_a_log_scale_equal_factors_are_equal_steps(clamped):
    assert score(log_line((1, 0), (10_000, 100)), 1, 10, 100, 1000, 10_000, clamped=clamped) == pytest.approx(
        [0, 25, 50, 75, 100], abs=1e-12
    )
    assert score(log_line((2, 100), (4, 60), (16, 0)), 2, 4, 8, 16, clamped=clamped) == pytest.approx([100, 60, 30, 0])


def test_a_goal_on_a_log_scale_is_met_exactly():
    for goal in (75_000, 0.3, 1e-7, 3.3e12, 7):
        assert score(log_line((goal / 3, 0), (goal, 100)), goal) == [100]


def test_on_a_log_scale_nothing_and_less_sit_at_the_low_end():
    assert score(log_line((100, 0), (75_000, 100)), 0, -5, -INF, 1e-300, INF) == [0, 0, 0, 0, 100]
    assert score(log_line((100, 90), (75_000, 10)), 0, -5) == [90, 90]
    free = score(log_line((100, 0), (75_000, 100)), 0, -5, clamped=False)
    assert np.isnan(free).all()
    assert np.isnan(score(log_line((1, 0), (2, 60), (4, 100)), -1, clamped=False)[0])


def test_a_log_line_runs_on_in_logarithms():
    assert score(log_line((1, 0), (10, 100)), 0.1, 100, clamped=False) == pytest.approx([-100, 200])


@pytest.mark.parametrize("knots", [(0, 10), (-1, 10), (-2, -1), (NAN, 10)])
@pytest.mark.parametrize("clamped", [True, False])
def test_a_knot_without_a_logarithm_gives_no_score(knots, clamped):
    low, high = knots
    assert np.isnan(score(log_line((low, 0), (high, 100)), 5, clamped=clamped)[0])
    assert np.isnan(score(log_line((low, 0), (high, 50), (20, 100)), 15, clamped=clamped)[0])


def test_a_log_line_jumps_where_the_author_put_it():
    up = log_line((1, 0), (1e4, 40), (1e4, 80), (1e8, 100))
    assert score(up, 9_999, 1e4, 1e6, -1) == pytest.approx([40, 80, 90, 0], abs=1e-3)
    assert score(up, 0.9, 1e4 * (1 + 1e-12), clamped=True) == pytest.approx([0, 80])


@pytest.mark.parametrize("edge", [0.01, 1, 1e4])
def test_a_jump_is_as_sharp_on_a_log_scale_as_on_a_linear_one(edge):
    knots = (edge / 2, 0), (edge, 0), (edge, 100), (edge * 2, 100)
    for near, passed in ((5e-10, 100), (5e-9, 0)):
        assert score(line(*knots), edge * (1 - near)) == score(log_line(*knots), edge * (1 - near)) == [passed]


def test_a_flat_start_on_a_log_scale_does_not_reach_below_nothing():
    curve = log_line((1, 50), (2, 50), (4, 100))
    assert score(curve, 0, 1, 3.9) == pytest.approx([50, 50, 98.173], abs=1e-3)
    assert np.isnan(score(curve, 0, clamped=False)[0])


def test_cutting_keeps_the_scale():
    assert score(curves.cut(log_line((1, 0), (100, 100)), slice(0, 1), slice(0, 1)), 10) == pytest.approx([50])


@given(KNOTS, VALUES)
def test_log_is_linear_in_logarithms(knots, values):
    powers = [(2.0 ** (v / 10), s) for v, s in knots]
    expected = np.interp(values, [v for v, _ in knots], [s for _, s in knots])
    found = score(log_line(*powers), *(2.0 ** (v / 10) for v in values))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
