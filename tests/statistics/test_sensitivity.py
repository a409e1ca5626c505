"""Drawn weights, influence and ranks: moments of the distribution, numpy and scipy, and what is constant or missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scorecard.statistics import sensitivity

pytestmark = pytest.mark.filterwarnings("error")

NAN, INF = float("nan"), float("inf")
SCORES = st.one_of(st.integers(0, 5).map(float), st.just(NAN))


def test_drawn_weights_have_the_moments_of_dirichlets_distribution() -> None:
    weights = np.array([5.0, 0.0, 3.0, 2.0])
    found = sensitivity.draws(weights, 40_000, concentration=30)
    assert found.shape == (40_000, 4)
    exact = stats.dirichlet(30 * weights[weights > 0] / 10)
    used = found[:, weights > 0]
    assert used.mean(axis=0) == pytest.approx(exact.mean(), rel=0.01)
    assert used.var(axis=0) == pytest.approx(exact.var(), rel=0.03)
    assert np.cov(used, rowvar=False) == pytest.approx(exact.cov(), rel=0.06)
    assert sensitivity.draws(weights, 20_000).var(axis=0)[0] == pytest.approx(0.25 / 51, rel=0.05)


@given(st.lists(st.sampled_from([0.0, 1e-3, 1.0, 25.0]), min_size=1, max_size=8).filter(any), st.integers(0, 20))
@settings(deadline=None)
def test_drawn_weights_add_up_and_zero_stays_out(weights: list[float], number: int) -> None:
    found = sensitivity.draws(weights, number)
    assert found.shape == (number, len(weights))
    assert found.sum(axis=1) == pytest.approx(np.ones(number))
    assert (found >= 0).all()
    assert not found[:, np.array(weights) == 0].any()


def test_the_same_seed_draws_the_same() -> None:
    assert (sensitivity.draws([1, 2, 3], 9, seed=4) == sensitivity.draws([1, 2, 3], 9, seed=4)).all()
    assert (sensitivity.draws([1, 2, 3], 9, seed=4) != sensitivity.draws([1, 2, 3], 9, seed=5)).any()
    assert (sensitivity.draws([1, 2, 3], 9) == sensitivity.draws([10, 20, 30], 9)).all()  # relative
    assert sensitivity.draws([7], 3).tolist() == [[1], [1], [1]]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [1, NAN], [1, INF], [[1, 2]]])
def test_weights_that_are_none_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights must be"):
        sensitivity.draws(weights, 3)


@pytest.mark.parametrize("concentration", [0, -1, NAN])
def test_a_concentration_that_is_none_is_refused(concentration: float) -> None:
    with pytest.raises(ValueError, match="concentration"):
        sensitivity.draws([1, 2], 3, concentration)


@given(st.lists(st.tuples(SCORES, SCORES, SCORES), min_size=1, max_size=30))
@settings(deadline=None)
def test_influence_is_scipys_correlation_squared(rows: list[tuple[float, float, float]]) -> None:
    given_ = np.array(rows)
    found = sensitivity.influence(given_[:, :2], given_[:, 2])
    for part in range(2):
        x, y = given_[~np.isnan(given_[:, [part, 2]]).any(axis=1)][:, [part, 2]].T
        if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
            assert np.isnan(found[part])
        else:
            assert found[part] == pytest.approx(stats.pearsonr(x, y).statistic ** 2, abs=1e-9)


def test_a_part_that_does_not_move_has_no_influence_to_tell() -> None:
    draw = np.random.default_rng(2)
    moving = draw.normal(size=1000)
    parts = np.column_stack([moving, np.full(1000, 0.1 + 0.2), draw.normal(size=1000)])
    found = sensitivity.influence(parts, moving * 3 + 1)
    assert found[0] == pytest.approx(1)
    assert np.isnan(found[1])
    assert found[2] < 0.01
    assert np.isnan(sensitivity.influence(parts, np.full(1000, 0.7))).all()
    assert sensitivity.influence(np.empty((4, 0)), np.ones(4)).shape == (0,)


@given(
    st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(SCORES, min_size=width, max_size=width), min_size=2, max_size=25))
)
@settings(deadline=None)
def test_ranks_by_counting_those_with_more(rows: list[list[float]]) -> None:
    base, drawn = rows[0], rows[1:]

    def rank(row: list[float], entity: int) -> float:
        return NAN if np.isnan(row[entity]) else 1 + sum(other > row[entity] for other in row)

    found = sensitivity.rank_changes(base, drawn)
    for entity in range(len(base)):
        ranks = np.array([rank(row, entity) for row in drawn if not np.isnan(row[entity])])
        if np.isnan(base[entity]) or not len(ranks):
            assert np.isnan([found.changed[entity], found.low[entity], found.high[entity]]).all()
        else:
            assert found.changed[entity] == pytest.approx(np.mean(ranks != rank(base, entity)))
            assert found.low[entity] == np.quantile(ranks, 0.05, method="inverted_cdf")
            assert found.high[entity] == np.quantile(ranks, 0.95, method="inverted_cdf")


def test_ranks_of_a_known_case() -> None:
    found = sensitivity.rank_changes([90, 80, 80, 10], [[90, 80, 80, 10], [70, 80, 75, 10], [90, 80, 80, 80], [90, 81, 80, 1]])
    assert found.changed.tolist() == [0.25, 0.25, 0.25, 0.25]
    assert found.low.tolist() == [1, 1, 2, 2]
    assert found.high.tolist() == [3, 2, 3, 4]


def test_without_entities_or_draws_there_is_nothing_to_tell() -> None:
    assert sensitivity.rank_changes([], np.empty((5, 0))).changed.shape == (0,)
    found = sensitivity.rank_changes([1, 2], np.empty((0, 2)))
    assert np.isnan([found.changed, found.low, found.high]).all()


def test_only_ranks_that_hang_on_the_weights_change() -> None:
    """The first leads in everything; the second and the third, each better in one part, change places."""
    parts = np.array([[90.0, 90.0], [80.0, 20.0], [20.0, 79.0], [5.0, 5.0]])
    weights = sensitivity.draws([1, 1], 1000)
    found = sensitivity.rank_changes(parts @ [0.5, 0.5], weights @ parts.T)
    assert found.changed[[0, 3]].tolist() == [0, 0]
    assert 0.3 < found.changed[1] == found.changed[2] < 0.7
    assert (found.low[1], found.high[1]) == (2, 3)
