"""Standard errors, intervals and tests: the sources' figures, scipy, plain arithmetic over rows, coverage by simulation."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from scorecard.statistics import sampling

pytestmark = pytest.mark.filterwarnings("error")

NAN = float("nan")
ROWS = st.lists(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), min_size=2, max_size=40)
PAIRS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=30)
COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
THREE = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)).filter(lambda counts: sum(counts) > 0)


def missing(*found: object) -> bool:
    return all(bool(np.isnan(np.asarray(one, float)).all()) for one in found)


# Net promoter score


def test_the_published_net_promoter_score() -> None:
    value, se = sampling.nps(162, 54, 324)
    assert value == pytest.approx(100 / 3)
    assert round(float(se), 3) == 4.141


@given(THREE)
def test_a_net_promoter_score_is_a_mean_of_plus_and_minus_one(counts: tuple[int, int, int]) -> None:
    up, passive, down = counts
    answers = np.repeat([100.0, 0.0, -100.0], [up, passive, down])
    value, se = sampling.nps(up, down, len(answers))
    assert value == pytest.approx(answers.mean(), abs=1e-9)
    assert se == pytest.approx(answers.std() / math.sqrt(len(answers)), abs=1e-9)


@given(THREE)
def test_the_interval_of_a_net_promoter_score_is_that_of_three_more_answers(counts: tuple[int, int, int]) -> None:
    up, passive, down = counts
    share = np.array([up + 0.75, passive + 1.5, down + 0.75]) / (sum(counts) + 3)
    middle = share @ [1, 0, -1]
    spread = math.sqrt((share @ [1, 0, 1] - middle**2) / (sum(counts) + 3)) * NormalDist().inv_cdf(0.975)
    low, high = sampling.nps_interval(up, down, sum(counts))
    assert (low, high) == pytest.approx((max(-100, 100 * (middle - spread)), min(100, 100 * (middle + spread))))
    assert -100 <= low < high <= 100


def test_the_interval_of_a_net_promoter_score_covers_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(3)
    for shares in ([0.2, 0.3, 0.5], [0.05, 0.15, 0.8], [0.4, 0.2, 0.4]):
        down, _, up = draw.multinomial(25, shares, 20_000).T
        low, high = sampling.nps_interval(up, down, 25)
        truth = 100 * (shares[2] - shares[0])
        assert 0.93 < np.mean((low <= truth) & (truth <= high)) < 0.975


def test_net_promoter_scores_at_the_ends() -> None:
    assert [float(one) for one in sampling.nps(7, 0, 7)] == [100, 0]
    assert [float(one) for one in sampling.nps(0, 1, 1)] == [-100, 0]
    assert [float(one) for one in sampling.nps(0, 0, 3)] == [0, 0]
    low, high = sampling.nps_interval(7, 0, 7)
    assert low < 95 < high == 100
    assert missing(*sampling.nps(0, 0, 0), *sampling.nps_interval(0, 0, 0))
    assert missing(*sampling.nps(NAN, 0, 5), *sampling.nps(0, NAN, 5), *sampling.nps(0, 0, NAN))
    assert missing(*sampling.nps_interval(NAN, 0, 5), *sampling.nps_interval(0, 0, NAN))


# Shares


@pytest.mark.parametrize(
    ("holds", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],  # Newcombe 1998, table I
)
def test_published_wilson_intervals(holds: int, n: int, low: float, high: float) -> None:
    assert [round(float(end), 4) for end in sampling.wilson(holds, n)] == [low, high]


# Newcombe 1998, table II, method 10
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_published_intervals_of_a_difference(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    assert [round(float(end), 4) for end in sampling.newcombe(*first, *second)] == [low, high]


@given(COUNTS)
def test_wilson_agrees_with_scipy(counts: tuple[int, int]) -> None:
    exact = stats.binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert sampling.wilson(*counts) == pytest.approx((exact.low, exact.high), abs=1e-12)


@given(COUNTS)
def test_the_error_of_a_share_is_that_of_a_mean_of_zeros_and_ones(counts: tuple[int, int]) -> None:
    holds, n = counts
    assert sampling.share_se(holds, n) == pytest.approx(np.repeat([1, 0], [holds, n - holds]).std() / math.sqrt(n), abs=1e-12)


@given(COUNTS, COUNTS)
def test_the_interval_of_a_difference_turns_round_with_the_shares(first: tuple[int, int], second: tuple[int, int]) -> None:
    low, high = sampling.newcombe(*first, *second)
    turned = sampling.newcombe(*second, *first)
    assert (low, high) == pytest.approx((-turned[1], -turned[0]))
    change = second[0] / second[1] - first[0] / first[1]
    assert -1 - 1e-9 <= low <= change + 1e-12
    assert change - 1e-12 <= high <= 1 + 1e-9


def test_shares_of_none_of_all_and_of_nothing() -> None:
    assert sampling.share_se([0, 5, 0, 1], [5, 5, 1, 1]).tolist() == [0, 0, 0, 0]
    low, high = sampling.wilson([0, 5, 0, 1], [5, 5, 1, 1])
    assert low[[0, 2]].tolist() == [0, 0]
    assert high[[1, 3]].tolist() == [1, 1]
    assert (low < high).all()
    assert missing(
        sampling.share_se(0, 0), *sampling.wilson(0, 0), *sampling.newcombe(0, 0, 1, 2), *sampling.newcombe(1, 2, 0, 0)
    )
    assert missing(sampling.share_se(NAN, 4), sampling.share_se(1, NAN), *sampling.wilson(NAN, 4), *sampling.wilson(1, NAN))
    assert missing(*sampling.newcombe(NAN, 4, 1, 2), *sampling.newcombe(1, 4, 1, NAN))


# Means and ratios


@given(ROWS)
def test_the_error_of_a_mean_agrees_with_scipy(rows: list[float]) -> None:
    x = np.array(rows)
    assert sampling.mean_se(len(x), x.sum(), (x * x).sum()) == pytest.approx(stats.sem(x), rel=1e-6, abs=1e-4)


@given(st.floats(-1e12, 1e12), st.integers(1, 10**6))
def test_equal_values_have_no_error_and_nothing_negative_comes_under_the_root(value: float, n: int) -> None:
    assert sampling.mean_se(n + 1, (n + 1) * value, (n + 1) * (value * value)) == 0


def test_a_small_spread_around_a_large_mean_is_seen() -> None:
    x = 1e6 + np.tile([-1.0, 1.0], 50)
    assert sampling.mean_se(100, x.sum(), (x * x).sum()) == pytest.approx(stats.sem(x), rel=1e-2)


@given(PAIRS)
def test_the_error_of_a_ratio_is_that_of_the_mean_of_its_residuals(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array(pairs, float).T
    assume(x.sum() != 0)
    ratio = y.sum() / x.sum()
    exact = stats.sem((y - ratio * x) / x.mean())
    found = sampling.ratio_se(len(x), x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum())
    assert found == pytest.approx(exact, rel=1e-5, abs=1e-6 * (1 + abs(ratio)) * math.sqrt((x * x).sum()) / abs(x.sum()))


@given(PAIRS, st.sampled_from([1e-6, 1e9, 1e15]), st.sampled_from([1e-6, 1e9, 1e15]))
def test_the_error_of_a_ratio_keeps_step_with_the_units(pairs: list[tuple[int, int]], per_x: float, per_y: float) -> None:
    x, y = np.array(pairs, float).T
    assume(x.sum() != 0)

    def error(x: np.ndarray, y: np.ndarray) -> float:
        return float(sampling.ratio_se(len(x), x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum()))

    size = math.sqrt((y * y).sum() + 1) * (1 + math.sqrt((x * x).sum())) / abs(x.sum())
    assert error(x * per_x, y * per_y) * per_x / per_y == pytest.approx(error(x, y), rel=1e-5, abs=1e-6 * size)


@given(ROWS)
def test_over_rows_that_count_one_a_ratio_is_a_mean(rows: list[float]) -> None:
    x = np.array(rows)
    n, total, squares = len(x), x.sum(), (x * x).sum()
    assert sampling.ratio_se(n, n, total, n, squares, total) == pytest.approx(
        sampling.mean_se(n, total, squares), rel=1e-6, abs=1e-4
    )


def test_means_and_ratios_of_too_little() -> None:
    assert missing(sampling.mean_se(0, 0, 0), sampling.mean_se(1, 4, 16), sampling.mean_se(NAN, 1, 1))
    assert missing(sampling.mean_se(3, NAN, 1), sampling.mean_se(3, 1, NAN))
    assert missing(sampling.ratio_se(0, 0, 0, 0, 0, 0), sampling.ratio_se(1, 2, 3, 4, 9, 6), sampling.ratio_se(2, 0, 3, 2, 9, 1))
    for place in range(6):
        assert missing(sampling.ratio_se(*[NAN if at == place else 2 for at in range(6)]))
    assert sampling.ratio_se(3, 6, 12, 14, 56, 28) == 0  # y is twice x in every row


def test_shapes_broadcast() -> None:
    n = np.array([[5.0], [10.0]])
    assert sampling.mean_se(n, np.ones(3), np.full(3, 2.0)).shape == (2, 3)
    assert sampling.nps(np.ones(3), 0, n)[1].shape == (2, 3)
    assert sampling.wilson(np.ones(3), n)[0].shape == (2, 3)
    assert sampling.difference(np.ones(3), 1, n, 1).p.shape == (2, 3)


def test_of_a_small_population_less_is_unknown() -> None:
    assert sampling.finite(2.0, 75, 100) == pytest.approx(1.0)
    assert sampling.finite([2.0, 2.0, 2.0, 0.0], [100, 120, 0, 0], [100, 100, 100, 0]).tolist() == [0, 0, 2, 0]
    assert missing(sampling.finite(NAN, 1, 2), sampling.finite(1, NAN, 2), sampling.finite(1, 3, NAN), sampling.finite(NAN, 3, 2))


def test_the_population_corrects_as_much_as_drawing_without_putting_back_shows() -> None:
    draw = np.random.default_rng(5)
    population = draw.normal(size=40)
    means = [draw.permutation(population)[:25].mean() for _ in range(20_000)]
    assert sampling.finite(population.std(ddof=1) / 5, 25, 40) == pytest.approx(np.std(means), rel=0.03)


# Changes


@given(st.floats(-100, 100), st.floats(0.01, 50), st.floats(-100, 100), st.floats(0.01, 50))
def test_a_change_is_tested_as_a_normal_deviate(value0: float, se0: float, value1: float, se1: float) -> None:
    found = sampling.difference(value0, se0, value1, se1)
    exact = stats.norm(0, math.hypot(se0, se1))
    assert found.change == value1 - value0
    assert found.se == pytest.approx(math.hypot(se0, se1))
    assert found.p == pytest.approx(2 * exact.sf(abs(value1 - value0)), rel=1e-9)
    assert (found.low, found.high) == pytest.approx((found.change + exact.ppf(0.025), found.change + exact.ppf(0.975)))
    assert (found.p < 0.05 - 1e-9) <= (found.low * found.high > 0)


def test_changes_without_error_and_without_knowledge() -> None:
    found = sampling.difference([1, 1, 0.3, NAN, 1], 0, [1, 2, 0.1 + 0.2, 1, NAN], 0)
    assert found.p[:3].tolist() == [1, 0, 1]
    assert found.low[:2].tolist() == found.high[:2].tolist() == [0, 1]
    assert missing(found.p[3:], found.low[3:], found.high[3:], found.change[3:])
    unknown = sampling.difference(1, NAN, 3, 1)
    assert unknown.change == 2
    assert missing(unknown.se, unknown.low, unknown.high, unknown.p)
    assert missing(sampling.difference(1, 1, 3, 1, NAN).p)
    same = sampling.difference(1, 2, 3, 2, 4)  # the same people moved by the same amount
    assert (same.se, same.p) == (0, 0)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=40))
def test_when_all_answer_twice_it_is_the_paired_test(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array(pairs, float).T
    n = len(x)
    covariance = sampling.overlap_covariance(n, n, n, x.sum(), y.sum(), (x * y).sum())
    errors = [sampling.mean_se(n, one.sum(), (one * one).sum()) for one in (x, y)]
    found = sampling.difference(x.mean(), errors[0], y.mean(), errors[1], covariance)
    assert found.se == pytest.approx(stats.sem(y - x), rel=1e-6, abs=1e-6)
    if stats.sem(y - x) > 1e-3:
        statistic = stats.ttest_rel(y, x).statistic
        assert found.p == pytest.approx(2 * stats.norm.sf(abs(statistic)), rel=1e-5)


def test_with_some_answering_twice_the_error_is_what_simulation_shows() -> None:
    draw = np.random.default_rng(11)
    rounds, both, once, again = 20_000, 30, 20, 50
    x = draw.normal(size=(rounds, both + once))
    y = 0.8 * np.concatenate([x[:, :both], draw.normal(size=(rounds, again))], axis=1) + 0.6 * draw.normal(
        size=(rounds, both + again)
    )
    shared = sampling.overlap_covariance(
        both + once,
        both + again,
        both,
        x[:, :both].sum(axis=1),
        y[:, :both].sum(axis=1),
        (x[:, :both] * y[:, :both]).sum(axis=1),
    )
    errors = [sampling.mean_se(one.shape[1], one.sum(axis=1), (one * one).sum(axis=1)) for one in (x, y)]
    found = sampling.difference(x.mean(axis=1), errors[0], y.mean(axis=1), errors[1], shared)
    assert np.sqrt(np.square(found.se).mean()) == pytest.approx(found.change.std(), rel=0.02)
    assert 0.04 < (found.p < 0.05).mean() < 0.065
    assert (sampling.difference(x.mean(axis=1), errors[0], y.mean(axis=1), errors[1]).p < 0.05).mean() < 0.03


def test_an_overlap_of_none_or_one_shares_nothing() -> None:
    assert sampling.overlap_covariance([9, 9, 0], [9, 9, 0], [0, 1, 0], [0, 4, 0], [0, 5, 0], [0, 20, 0]).tolist() == [0, 0, 0]
    assert sampling.overlap_covariance(9, 9, 3, 0.3, 0.3, 0.03) == 0
    assert missing(sampling.overlap_covariance(9, 9, NAN, 1, 1, 1), sampling.overlap_covariance(9, 9, 3, NAN, 1, 1))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
@settings(max_examples=200)
def test_holm_by_its_definition(p: list[float]) -> None:
    """Reject step by step at level a: the adjusted p is the least a at which a test is rejected."""
    adjusted = sampling.holm(p)
    order = sorted(range(len(p)), key=lambda at: p[at])
    for level in (0.01, 0.05, 0.2):
        rejected = set()
        for step, at in enumerate(order):
            if p[at] > level / (len(p) - step):
                break
            rejected.add(at)
        clear = [at for at in range(len(p)) if abs(adjusted[at] - level) > 1e-9]
        assert all((adjusted[at] <= level) == (at in rejected) for at in clear)
    assert (adjusted >= np.array(p)).all()
    assert (adjusted <= 1).all()


def test_holm_of_a_known_case_and_of_tests_not_made() -> None:
    assert sampling.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])  # R: p.adjust(…, "holm")
    found = sampling.holm([NAN, 0.03, NAN, 0.02])
    assert found[[1, 3]] == pytest.approx([0.04, 0.04])
    assert missing(found[[0, 2]])
    assert sampling.holm([]).shape == (0,)
    assert missing(sampling.holm([NAN]))
