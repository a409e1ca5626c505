"""The normal distribution and Student's quantile, against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scorecard.statistics import normal

pytestmark = pytest.mark.filterwarnings("error")

REAL = st.floats(-40, 40)


def test_the_share_below_agrees_with_scipy_in_either_tail() -> None:
    x = np.linspace(-12, 12, 4803).reshape(3, -1)
    assert normal.cdf(x).shape == x.shape
    assert np.abs(normal.cdf(x) - stats.norm.cdf(x)).max() < 3e-16
    assert normal.cdf(x) == pytest.approx(stats.norm.cdf(x), rel=2e-13, abs=0)


def test_the_density_agrees_with_scipy() -> None:
    x = np.linspace(-30, 30, 1001)
    assert normal.pdf(x) == pytest.approx(stats.norm.pdf(x), rel=1e-14, abs=0)


def test_the_ends_and_what_is_missing() -> None:
    assert normal.cdf([-np.inf, 0, np.inf]).tolist() == [0, 0.5, 1]
    assert normal.pdf([-np.inf, np.inf, 1e200]).tolist() == [0, 0, 0]
    assert np.isnan(normal.cdf(np.nan))
    assert np.isnan(normal.pdf(np.nan))
    assert np.isnan(normal.mass([np.nan, 0], [0, np.nan])).all()
    assert normal.cdf(np.empty((0, 2))).shape == (0, 2)


def test_the_quantile_is_where_the_share_is_97_5_percent() -> None:
    assert stats.norm.ppf(0.975) == normal.QUANTILE
    assert normal.cdf(normal.QUANTILE) == pytest.approx(0.975, abs=1e-16)


@given(REAL, REAL)
def test_mass_between_keeps_its_digits_in_both_tails(one: float, other: float) -> None:
    low, high = sorted([one, other])
    beyond = stats.norm.sf(0 if low < 0 < high else min(abs(low), abs(high)))
    side = stats.norm.sf if low > 0 else lambda x: -stats.norm.cdf(x)
    assert normal.mass(low, high) == pytest.approx(side(low) - side(high), rel=1e-9, abs=1e-11 * beyond)
    assert normal.mass(low, high) == normal.mass(-high, -low)
    assert normal.mass(-np.inf, low) + normal.mass(low, np.inf) == pytest.approx(1, abs=1e-15)


def test_mass_far_out_is_not_rounded_away() -> None:
    assert normal.mass(10, 11) == pytest.approx(stats.norm.sf(10) - stats.norm.sf(11), rel=1e-12)
    assert normal.mass(10, 11) > 0


def test_students_quantile_agrees_with_scipy() -> None:
    df = np.concatenate(
        [np.arange(1, 60.0), np.linspace(1, 5, 41), [100, 399, 399.9, 400, 401, 500, 700, 1e3, 1e5, 1e9]]
    ).reshape(2, -1)
    assert normal.student(df).shape == df.shape
    assert normal.student(df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-11)


def test_students_quantile_at_the_ends() -> None:
    assert normal.student(np.inf) == normal.QUANTILE
    assert normal.student(1) == pytest.approx(12.706204736432095)
    assert np.isnan(normal.student([0, -1, 0.99, np.nan])).all()
    assert normal.student(3).shape == ()
    assert normal.student([]).shape == (0,)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_the_fewer_the_degrees_the_wider(one: float, other: float) -> None:
    fewer, more = sorted([one, other])
    assert normal.student(fewer) >= normal.student(more) - 1e-9
    assert normal.student(more) >= normal.QUANTILE
