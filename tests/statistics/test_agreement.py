"""Agreement of judges: by hand, and against scipy."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scorecard.statistics import agreement

GIVEN = st.integers(2, 6).flatmap(
    lambda things: st.lists(st.lists(st.integers(0, 4).map(float), min_size=things, max_size=things), min_size=2, max_size=5)
)


@pytest.mark.parametrize(
    ("judges", "w"),
    [
        ([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1]], 1),
        ([[3, 2, 1], [1, 2, 3]], 0),
        ([[3, 2, 1], [3, 2, 1], [2, 1, 3]], 1 / 3),  # sums of ranks 4, 7, 7 around 6: S = 6, W = 12·6 / (9·24)
        ([[2, 2, 1], [2, 2, 1]], 1),  # alike, ties and all
    ],
)
def test_concordance_by_hand(judges, w):
    assert agreement.ranks(judges).sum(axis=1).tolist() == [6] * len(judges)
    assert agreement.concordance(judges) == pytest.approx(w)


@given(GIVEN)
def test_ranks_are_scipy_s(given_):
    expected = [stats.rankdata(-np.array(row), method="average") for row in given_]
    np.testing.assert_array_equal(agreement.ranks(given_), expected)


@given(GIVEN.filter(lambda rows: len(rows[0]) > 2 and len(rows) > 2))
def test_concordance_is_friedman_s_statistic(given_):
    """χ² = m (n − 1) W, corrected for ties."""
    found = agreement.concordance(given_)
    if isnan(found):
        assert all(len(set(row)) == 1 for row in given_)
        return
    chi_squared = stats.friedmanchisquare(*np.array(given_).T).statistic
    assert found == pytest.approx(chi_squared / (len(given_) * (len(given_[0]) - 1)), abs=1e-12)


@given(GIVEN)
def test_correlations_are_spearman_s(given_):
    judges, group = given_[1:], given_[0]
    for judge, found in zip(judges, agreement.correlations(judges, group), strict=True):
        if len(set(judge)) == 1 or len(set(group)) == 1:
            assert isnan(found)
        else:
            assert found == pytest.approx(stats.spearmanr(judge, group).statistic, abs=1e-12)


def test_weights_that_differ_by_a_rounding_are_alike():
    assert agreement.ranks([[1 / 3, 1 / 3 + 1e-15, 1 / 3 - 1e-15]]).tolist() == [[2, 2, 2]]


@pytest.mark.parametrize("judges", [[[1, 2, 3]], [[1], [2]], [[1, 1], [2, 2]]])
def test_where_there_is_no_agreement_to_speak_of(judges):
    assert isnan(agreement.concordance(judges))
