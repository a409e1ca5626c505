"""Reliability of scales and agreement of assessors: rows against sums, published cases, and what chance and unanimity give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorecard.statistics import reliability

pytestmark = pytest.mark.filterwarnings("error")

NAN = float("nan")
ANSWERS = st.integers(2, 5).flatmap(
    lambda items: st.lists(
        st.lists(st.one_of(st.integers(1, 7).map(float), st.just(NAN)), min_size=items, max_size=items), min_size=1, max_size=25
    )
)
VOTES = st.lists(st.integers(0, 6), min_size=2, max_size=7)


def pairwise(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts, sums and sums of products over the rows that have both items, as an engine would ask for them."""
    there, filled = (~np.isnan(rows)).astype(float), np.nan_to_num(rows)
    return there.T @ there, filled.T @ there, filled.T @ filled


@given(ANSWERS)
def test_pairwise_covariances_agree_with_pandas(answers: list[list[float]]) -> None:
    rows = np.array(answers)
    exact = pd.DataFrame(rows).cov(min_periods=2).to_numpy()
    assert reliability.pairwise_covariance(*pairwise(rows)) == pytest.approx(exact, abs=1e-9, nan_ok=True)


def test_equal_answers_have_no_covariance() -> None:
    found = reliability.pairwise_covariance(np.full((2, 2), 3), [[0.3, 0.3], [0.9, 0.9]], [[0.03, 0.09], [0.09, 0.27]])
    assert found.tolist() == [[0, 0], [0, 0]]


@example([[5.0, 4.0, 4.0], [4.0, 3.0, 6.0], [4.0, 3.0, 6.0]])  # three sums of 13
@given(ANSWERS)
def test_alpha_compares_the_variance_of_items_with_that_of_their_sum(answers: list[list[float]]) -> None:
    rows = np.nan_to_num(np.array(answers), nan=4.0)
    items = rows.shape[1]
    found = reliability.alpha(reliability.pairwise_covariance(*pairwise(rows)))
    if len(rows) < 2 or rows.sum(axis=1).std() == 0:
        assert np.isnan(found)
    else:
        exact = items / (items - 1) * (1 - rows.var(axis=0, ddof=1).sum() / rows.sum(axis=1).var(ddof=1))
        assert found == pytest.approx(exact, rel=1e-9, abs=1e-9)


def test_alpha_of_items_with_one_correlation_is_spearmans_and_browns() -> None:
    for items, correlation in ((2, 0.5), (5, 0.3), (10, 0.9), (3, 0.0)):
        matrix = np.full((items, items), correlation) + (1 - correlation) * np.eye(items)
        assert reliability.alpha(matrix) == pytest.approx(items * correlation / (1 + (items - 1) * correlation))


def test_alpha_has_the_shape_of_the_leading_axes_and_is_missing_where_it_means_nothing() -> None:
    matrices = np.stack([[np.eye(3), np.ones((3, 3))], [np.zeros((3, 3)), np.full((3, 3), NAN)]])
    assert reliability.alpha(matrices) == pytest.approx(np.array([[0, 1], [NAN, NAN]]), nan_ok=True)
    assert np.isnan(reliability.alpha([[2.0]]))
    assert np.isnan(reliability.alpha([[1.0, -1.0], [-1.0, 1.0]]))  # the two items cancel
    assert reliability.alpha([[1.0, -0.5], [-0.5, 1.0]]) == pytest.approx(-2)  # one should have been reversed


@given(VOTES)
def test_agreement_compares_with_dice(votes: list[int]) -> None:
    chosen = np.repeat(np.arange(len(votes)), votes)
    found = reliability.agreement(votes, len(votes))
    if len(chosen) < 2:
        assert np.isnan(found)
    else:
        dice = np.arange(len(votes)).var()
        assert found == pytest.approx(max(0, 1 - chosen.var(ddof=1) / dice), abs=1e-12)
        assert 0 <= found <= 1


def test_agreement_of_known_votes() -> None:
    assert reliability.agreement([0, 0, 0, 7, 0], 5) == 1
    assert reliability.agreement([5, 0, 0, 0, 5], 5) == 0  # worse than dice
    assert reliability.agreement([0, 0, 2, 2, 0], 5) == pytest.approx(1 - (1 / 3) / 2)  # A = 5: dice have variance 2
    assert reliability.agreement([[0, 4], [2, 2]], 5) == pytest.approx([1, 1 - (1 / 3) / 2])  # higher levels left out
    assert reliability.agreement([[1, 1], [1, 1]], [2, 5]) == pytest.approx([0, 1 - 0.5 / 2])


def test_agreement_needs_two_assessors_and_two_levels() -> None:
    assert np.isnan(reliability.agreement([[0, 1, 0], [0, 0, 0], [NAN, 2, 2]], 3)).all()
    assert np.isnan(reliability.agreement([4], 1))
