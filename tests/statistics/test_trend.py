"""Lines and forecasts: scipy, the textbook's interval, a plain recursion, scipy's optimiser, and simulated futures."""

from __future__ import annotations

import math
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from scorecard.statistics import seasonal, trend

pytestmark = pytest.mark.filterwarnings("error")

NAN = float("nan")
VALUES = st.lists(st.one_of(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), st.just(NAN)), min_size=0, max_size=20)
PATTERN = np.array([4.0, -1.0, 2.0, -5.0])


def made(n: int, noise: float = 0.0, pattern: np.ndarray = PATTERN, seed: int = 0) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return 20 + 0.5 * np.arange(n) + np.resize(pattern, n) + noise * draw.normal(size=n)


def forecast(times: object, values: object, ahead: object, season: int | None = None) -> trend.Forecast:
    found = trend.forecast(times, values, ahead, season)
    assert found != "too-few"
    return found


# The line


@given(VALUES, st.sampled_from([0.0, 2020.0, 1e6]), st.sampled_from([1.0, 0.25]))
def test_the_line_is_scipys(values: list[float], start: float, step: float) -> None:
    times = start + step * np.arange(len(values))
    y = np.array(values)
    there = ~np.isnan(y)
    found = trend.fit(times, y)
    assert found.n == there.sum()
    if found.n < 2:
        assert np.isnan([found.slope, found.intercept, found.residual_sd]).all()
        return
    exact = stats.linregress(times[there] - start, y[there])
    assert found.slope == pytest.approx(exact.slope, abs=1e-6)
    assert found.at(times) == pytest.approx(exact.intercept + exact.slope * (times - start), abs=1e-4)
    assert found.mean_time == pytest.approx(times[there].mean())
    assert found.sxx == pytest.approx(np.square(times[there] - times[there].mean()).sum())
    if found.n == 2:
        assert np.isnan(found.residual_sd)
    else:
        spread = 0.0 if np.ptp(y[there]) == 0 else exact.stderr  # of equal values scipy gives NaN
        assert found.residual_sd / math.sqrt(found.sxx) == pytest.approx(spread, rel=1e-6, abs=1e-6)


def test_lines_through_too_little() -> None:
    for times, values in (([], []), ([1], [2]), ([1, 2], [NAN, 3]), ([5, 5, 5], [1, 2, 3])):
        found = trend.fit(times, values)
        assert np.isnan([found.slope, found.intercept, found.residual_sd]).all()
    assert trend.fit([1, 2], [3, 5]).slope == 2


def test_points_on_a_line_have_no_residuals() -> None:
    assert trend.fit(np.arange(9), np.full(9, 0.1)).residual_sd == 0
    assert trend.fit(np.arange(9), 0.1 + 0.3 * np.arange(9)).residual_sd == 0
    assert trend.fit(np.arange(9), np.zeros(9)).residual_sd == 0


@given(VALUES.filter(lambda values: np.isfinite(values).sum() >= 6), st.lists(st.floats(-50, 50), min_size=1, max_size=4))
def test_the_interval_is_the_textbooks(values: list[float], ahead: list[float]) -> None:
    times, y = np.arange(len(values), dtype=float), np.array(values)
    found = forecast(times, y, ahead)
    assert found.method == "line"
    there = ~np.isnan(y)
    design = np.column_stack([np.ones(there.sum()), times[there]])
    coefficients, *_ = np.linalg.lstsq(design, y[there])
    freedom = len(design) - 2
    variance = np.square(y[there] - design @ coefficients).sum() / freedom
    for at, value, low, high in zip(ahead, found.values, found.low, found.high, strict=True):
        x = np.array([1.0, at])
        reach = stats.t.ppf(0.975, freedom) * math.sqrt(variance * (1 + x @ np.linalg.inv(design.T @ design) @ x))
        assert value == pytest.approx(x @ coefficients, abs=1e-6)
        assert (low, high) == pytest.approx((x @ coefficients - reach, x @ coefficients + reach), abs=1e-5)


def test_below_six_points_there_is_no_forecast() -> None:
    assert trend.forecast(range(5), range(5), [6], None) == "too-few"
    assert trend.forecast(range(8), [1, 2, NAN, 4, NAN, 6, NAN, 8], [9], 4) == "too-few"
    assert trend.forecast([], [], [1], 12) == "too-few"
    assert trend.forecast([3] * 7, range(7), [4], None) == "too-few"
    assert forecast(range(6), range(6), [6, 7]).values == pytest.approx([6, 7])
    assert forecast(range(7), [0, 1, NAN, 3, 4, 5, 6], [10]).values == pytest.approx([10])


@pytest.mark.parametrize("season", [None, 4])
def test_a_constant_series_has_an_interval_of_no_width(season: int | None) -> None:
    for value in (0.0, 0.1, -1e9 / 3):
        found = forecast(range(11), [value] * 11, [11, 12, 20], season)
        assert found.method == ("holt-winters" if season else "line")
        assert found.values == pytest.approx([value] * 3, rel=1e-14)
        assert (found.low == found.high).all()


# Season


@pytest.mark.parametrize("pattern", [PATTERN, np.array([3.0, -3.0]), 10 * np.sin(np.arange(12)), np.zeros(4)])
@pytest.mark.parametrize("seasons", [2, 3, 5])
def test_a_trend_and_a_pattern_are_found_exactly(pattern: np.ndarray, seasons: int) -> None:
    season = len(pattern)
    n = max(season * seasons, 6)
    whole = made(n + 2 * season, pattern=pattern)
    ahead = np.arange(n, n + 2 * season)
    found = forecast(range(n), whole[:n], ahead, season)
    assert found.method == "holt-winters"
    assert found.values == pytest.approx(whole[n:], abs=1e-8)
    assert found.high - found.low == pytest.approx(np.zeros(len(ahead)), abs=1e-9)


def test_with_noise_it_beats_the_line_and_says_so() -> None:
    errors: dict[int | None, list[float]] = {4: [], None: []}
    widths: dict[int | None, list[float]] = {4: [], None: []}
    for seed in range(30):
        whole = made(20, noise=1.0, seed=seed)
        for season in (4, None):
            found = forecast(range(16), whole[:16], range(16, 20), season)
            errors[season] += np.square(found.values - whole[16:]).tolist()
            widths[season] += (found.high - found.low).tolist()
    assert np.mean(errors[4]) < 0.3 * np.mean(errors[None])
    assert np.mean(widths[4]) < 0.6 * np.mean(widths[None])


@pytest.mark.parametrize(("season", "n"), [(4, 8), (4, 24), (12, 24)])
def test_intervals_cover_the_future_about_as_often_as_they_say(season: int, n: int) -> None:
    pattern = 5 * np.cos(np.arange(season))
    covered = []
    for seed in range(150):
        whole = made(n + season, 1.0, pattern, seed)
        found = forecast(range(n), whole[:n], range(n, n + season), season)
        covered += ((found.low <= whole[n:]) & (whole[n:] <= found.high)).tolist()
    assert 0.89 < np.mean(covered) < 0.98


def test_the_same_series_gives_the_same_forecast_and_its_unit_does_not_matter() -> None:
    whole = made(17, 2.0)
    one, other = (forecast(range(17), whole, [17, 21], 4) for _ in range(2))
    assert (one.values == other.values).all()
    assert (one.low == other.low).all()
    scaled = forecast(np.arange(17) / 4 + 2020, whole * 1e6 + 1e9, np.array([17, 21]) / 4 + 2020, 4)
    assert scaled.values == pytest.approx(one.values * 1e6 + 1e9, rel=1e-9)
    assert scaled.high - scaled.low == pytest.approx((one.high - one.low) * 1e6, rel=1e-6)


@pytest.mark.parametrize(
    ("times", "values", "ahead", "season"),
    [
        (range(7), made(7), [7], 4),  # not two seasons
        (range(12), [*made(5), NAN, *made(6)], [12], 4),  # a gap
        ([0, 1, 2, 3, 4, 6, 7, 8, 9], made(9), [10], 4),  # a gap, left out
        (range(12), made(12), [12.5], 4),  # between periods
        (range(12), made(12), [11], 4),  # not ahead
        (range(12), made(12), [12], 1),  # no season
        (range(130), made(130), [130], 61),  # too long a one
        (range(11, -1, -1), made(12), [12], 4),  # backwards
    ],
)
def test_where_no_season_can_be_told_it_is_the_line(times: object, values: object, ahead: object, season: int) -> None:
    found, line = forecast(times, values, ahead, season), forecast(times, values, ahead)
    assert found.method == "line"
    assert found.values.tolist() == line.values.tolist()


def test_of_equally_good_parameters_the_smallest_are_taken() -> None:
    found = seasonal.holt_winters(made(16), 4, [1, 4])
    assert (found.alpha, found.beta, found.gamma) == (0, 0, 0)


def test_missing_at_either_end_is_no_gap() -> None:
    whole = made(14)
    found = forecast(range(16), [NAN, *whole, NAN], [15, 17], 4)
    assert found.method == "holt-winters"
    assert found.values == pytest.approx(made(17)[[14, 16]])


def test_two_seasons_since_the_last_gap_are_enough() -> None:
    whole = made(15)
    for times, values in (
        (np.arange(15), np.where(np.arange(15) == 4, NAN, whole)),  # one is missing
        ([-20, *range(5, 15)], [3.0, *whole[5:]]),  # one stands alone, long before
    ):
        found = forecast(times, values, [15, 18], 4)
        alone = forecast(range(5, 15), whole[5:], [15, 18], 4)
        assert found.method == "holt-winters"
        assert found.values.tolist() == alone.values.tolist()
        assert found.high.tolist() == alone.high.tolist()
    late = np.where(np.arange(15) == 7, NAN, whole)  # seven points since
    assert forecast(range(15), late, [15], 4).method == "line"


SERIES = st.lists(
    st.lists(st.one_of(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), st.just(NAN)), min_size=14, max_size=14), max_size=6
)


@given(SERIES, st.sampled_from([None, 2, 4]))
@settings(max_examples=50, deadline=None)
def test_many_series_together_are_each_as_if_alone(values: list[list[float]], season: int | None) -> None:
    values = [*values, made(14, 1.0).tolist(), [NAN, *made(13, 2.0).tolist()], [5.0] * 14]
    found = trend.forecasts(range(14), values, [14, 15, 20], season)
    assert len(found) == len(values)
    for one, series in zip(found, values, strict=True):
        alone = trend.forecast(range(14), series, [14, 15, 20], season)
        if one == "too-few" or alone == "too-few":
            assert one == alone
            continue
        assert one.method == alone.method
        for name in ("values", "low", "high"):
            np.testing.assert_array_equal(getattr(one, name), getattr(alone, name))


def test_sixty_series_of_quarters_take_no_longer_than_a_few_alone() -> None:
    values = np.array([made(8, 1.0, seed=seed) for seed in range(60)])

    def seconds(count: int) -> float:
        start = process_time()
        trend.forecasts(range(8), values[:count], [8, 9], 4)
        return process_time() - start

    assert any(seconds(60) < 20 * seconds(1) for _ in range(5))


# The model, by a recursion that is written plainly


def smooth(
    series: np.ndarray, season: int, states: np.ndarray, smoothing: tuple[float, float, float]
) -> tuple[np.ndarray, object]:
    """One-step errors, and the function from a step ahead to its forecast."""
    alpha, beta, gamma = smoothing
    level, slope, pattern = states[0], states[1], [*states[2:], -sum(states[2:])]
    errors = []
    for value in series:
        error = value - (level + slope + pattern[0])
        level, slope = level + slope + alpha * error, slope + beta * error
        pattern = [*pattern[1:], pattern[0] + gamma * error]
        errors.append(error)
    return np.array(errors), lambda step: level + step * slope + pattern[(step - 1) % season]


def least(series: np.ndarray, season: int, smoothing: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The best starting states, their design matrix by probing the recursion, and the errors."""
    none = smooth(series, season, np.zeros(season + 1), smoothing)[0]
    design = np.column_stack([none - smooth(series, season, unit, smoothing)[0] for unit in np.eye(season + 1)])
    states, *_ = np.linalg.lstsq(design, none)
    return states, design, smooth(series, season, states, smoothing)[0]


@pytest.mark.parametrize(("season", "n"), [(4, 8), (4, 15), (12, 30)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_forecasts_and_reach_are_those_of_the_plain_recursion(season: int, n: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    series = made(n, 1.0, draw.normal(0, 4, season), seed) + np.cumsum(draw.normal(size=n))
    compare(series, season)


@pytest.mark.parametrize("seed", [5, 7, 11])
def test_so_they_are_where_level_trend_and_pattern_all_move(seed: int) -> None:
    draw = np.random.default_rng(seed)
    level, slope, pattern, series = 20.0, 0.5, PATTERN.tolist(), []
    for error in draw.normal(size=40).tolist():
        series.append(level + slope + pattern[0] + error)
        level, slope = level + slope + 0.4 * error, slope + 0.2 * error
        pattern = [*pattern[1:], pattern[0] + 0.5 * error]
    found = compare(np.array(series), 4)
    assert min(found.alpha, found.beta, found.gamma) > 0.01


def compare(series: np.ndarray, season: int) -> seasonal.Smoothed:
    """Hold forecasts and reach against the recursion with the parameters found."""
    n = len(series)
    steps = np.array([1, 2, season, season + 1, 2 * season + 3])
    found = seasonal.holt_winters(series, season, steps)
    smoothing = (found.alpha, found.beta, found.gamma)
    states, design, errors = least(series, season, smoothing)
    assert found.sse == pytest.approx(errors @ errors, rel=1e-6)
    ahead = smooth(series, season, states, smoothing)[1]
    assert found.values == pytest.approx([ahead(int(step)) for step in steps], rel=1e-6)

    alpha, beta, gamma = smoothing
    freedom = n - season - 1
    zero = smooth(np.zeros(n), season, np.zeros(season + 1), smoothing)[1]
    for step, reach in zip(steps.tolist(), found.reach, strict=True):
        cycles = (step - 1) // season
        textbook = (  # Hyndman and Athanasopoulos, Forecasting: principles and practice (2021), table 8.8, ETS(A,A,A)
            1
            + (step - 1) * (alpha**2 + alpha * beta * step + beta**2 * step * (2 * step - 1) / 6)
            + gamma * cycles * (2 * alpha + gamma + beta * season * (cycles + 1))
        )
        carried = np.array([smooth(np.zeros(n), season, unit, smoothing)[1](step) - zero(step) for unit in np.eye(season + 1)])
        starting = carried @ np.linalg.pinv(design.T @ design) @ carried
        assert reach == pytest.approx(
            stats.t.ppf(0.975, freedom) * math.sqrt(errors @ errors / freedom * (textbook + starting)), rel=1e-5
        )
    return found


@pytest.mark.parametrize("seed", [4, 5, 6, 7])
def test_hardly_better_parameters_are_found_by_scipys_optimiser(seed: int) -> None:
    draw = np.random.default_rng(seed)
    series = made(20, 1.0, seed=seed) + np.cumsum(draw.normal(size=20))
    found = seasonal.holt_winters(series, 4, [1])

    def sse(shares: np.ndarray) -> float:
        alpha, trend_, season = np.clip(shares, 0, 0.99)
        errors = least(series, 4, (alpha, alpha * trend_, (1 - alpha) * season))[2]
        return float(errors @ errors)

    best = min(
        optimize.minimize(sse, start, method="Nelder-Mead", options={"maxiter": 200}).fun
        for start in ([0.1, 0.1, 0.1], [0.8, 0.2, 0.2])
    )
    assert found.sse <= 1.05 * best
    assert 0 <= found.beta <= found.alpha < 1
    assert 0 <= found.gamma <= 1 - found.alpha


@given(st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=14), st.integers(2, 4))
@settings(max_examples=30, deadline=None)
def test_any_series_gives_a_forecast_within_its_interval(values: list[float], season: int) -> None:
    found = forecast(range(len(values)), values, range(len(values), len(values) + 6), season)
    assert np.isfinite(found.values).all()
    assert (found.low <= found.values).all()
    assert (found.values <= found.high).all()


@pytest.mark.parametrize(
    ("values", "season", "steps"),
    [(made(7), 4, [1]), (made(8), 1, [1]), (made(200), 61, [1]), ([*made(8), NAN], 4, [1]), (made(8), 4, [0])],
)
def test_the_model_refuses_what_it_cannot_fit(values: object, season: int, steps: list[int]) -> None:
    with pytest.raises(ValueError, match="two seasons"):
        seasonal.holt_winters(values, season, steps)
