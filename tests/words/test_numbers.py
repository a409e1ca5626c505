from itertools import pairwise
from math import isclose, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.words import numbers
from scorecard.words.tongue import speaking


@pytest.mark.parametrize(
    ("unit", "values", "currency", "shown", "change"),
    [
        ("percent", (0.402, 0.452), None, ["40.2%", "45.2%"], "+5.0 pp"),
        ("percent", (0.45204, 0.45199), None, ["45.204%", "45.199%"], "−0.005 pp"),
        ("percent", (1 / 3, 1 / 3 + 1e-12), None, ["33.3%", "33.3%"], "0.0 pp"),
        ("currency", (2361.27, 2400), "USD", ["USD 2,361", "USD 2,400"], "+USD 39"),
        ("currency", (12e6, 13.5e6), "IRR", ["IRR 12.0M", "IRR 13.5M"], "+IRR 1.5M"),
        ("currency", (-5e9, 5e9), None, ["−5B", "5B"], "+10B"),
        ("count", (3000, 12), None, ["3,000", "12"], "−2,988"),
        ("count", (2.5, 3), None, ["2.5", "3.0"], "+0.5"),
        ("days", (51.25, 47.5), None, ["51.2 days", "47.5 days"], "−3.8 days"),
        ("days", (1, 2), None, ["1 day", "2 days"], "+1 day"),
        ("ratio", (1.25, 3.4), None, ["1.25", "3.40"], "+2.15"),
        ("number", (0.01234, nan), None, ["0.0123", "–"], "–"),
        ("points", (-0.01, 33.333), None, ["0.0", "33.3"], "+33.3"),
        ("count", (), None, [], None),
    ],
)
def test_the_values_of_a_measure_share_their_decimals(unit, values, currency, shown, change):
    form = numbers.format_for(unit, values, currency)
    assert [form.value(value) for value in values] == shown
    if change:
        assert form.change(values[1] - values[0]) == change


@pytest.mark.parametrize(
    ("unit", "bounds", "shown"),
    [
        ("percent", (0.15, 0.3), ["15%", "30%"]),
        ("percent", (0.125, 0.45 * 1.1), ["12.5%", "49.5%"]),
        ("percent", (0.4523456, 0.5), ["45.2%", "50%"]),
        ("currency", (1e8, 5e9), ["0.1B", "5B"]),
        ("days", (7, 10.25), ["7 days", "10.25 days"]),
    ],
)
def test_targets_are_written_as_their_author_wrote_them(unit, bounds, shown):
    form = numbers.format_for(unit, bounds)
    assert [form.exact(bound) for bound in bounds] == shown


def test_scores_and_shares():
    assert [numbers.score(x) for x in (66.66, 0.0, 100.0, nan)] == ["66.7", "0.0", "100.0", "–"]
    assert [numbers.points(x) for x in (5.14, -0.44, -0.04, nan)] == ["+5.1", "−0.4", "0.0", "–"]
    assert [numbers.share(x) for x in (0.25, 1 / 3, 1.0, 0.9999, 0.0, nan)] == ["25%", "33%", "100%", "99.99%", "0%", "–"]
    assert numbers.count(1234567) == "1,234,567"


def test_a_chance_is_never_certain():
    shown = [numbers.chance(x) for x in (1.0, 0.9999, 0.995, 0.994, 0.6449, 0.01, 0.004, 0.0, nan)]
    assert shown == [">99%", ">99%", ">99%", "99%", "64%", "1%", "<1%", "<1%", "–"]


@pytest.mark.parametrize(
    ("unit", "ends", "shown"),
    [
        ("percent", (0.601, 0.693), "60.1–69.3%"),
        ("percent", (-0.01, 0.05), "−1.0% to 5.0%"),
        ("points", (-15.2, -3.1), "−15.2 to −3.1"),
        ("currency", (12e6, 13.5e6), "USD 12.0–13.5M"),
        ("days", (1, 2.5), "1.0–2.5 days"),
        ("number", (3.614, 3.863), "3.61–3.86"),
        ("number", (nan, 3.0), ""),
    ],
)
def test_an_interval_names_its_unit_once(unit, ends, shown):
    assert numbers.format_for(unit, ends, "USD").between(*ends) == shown
    assert numbers.scores(52.84, 57) == "52.8–57.0"
    assert numbers.scores(nan, nan) == ""


def test_ties_as_shown_share_the_best_place():
    assert numbers.ranks([50.04, 61.0, nan, 50.0, 12.0]) == (2, 1, None, 2, 4)


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=40))
def test_shown_parts_add_up_to_the_shown_total(parts):
    total = sum(parts)
    shown = numbers.rounded_parts(parts, total)
    assert isclose(sum(shown), float(f"{total:.1f}"), abs_tol=1e-9)
    assert all(abs(a - b) <= 0.1 + 1e-9 for a, b in zip(parts, shown, strict=True))


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=5, unique=True))
def test_more_always_looks_like_at_least_as_much(values):
    form = numbers.format_for("percent", values)
    shown = [float(form.value(value).rstrip("%")) for value in sorted(values)]
    assert all(a <= b for a, b in pairwise(shown))


def test_the_author_s_decimals():
    def form(unit, decimals, *shown):
        return [numbers.format_for(unit, shown, "USD", decimals).value(number) for number in shown]

    assert form("percent", 0, 0.402, 0.404) == ["40%", "40%"]  # alike in print, as the author wants it
    assert form("currency", 2, 12_345_678.9) == ["USD 12,345,678.90"]
    assert form("number", 3, 1.5) == ["1.500"]
    assert form("days", 0, 2e9) == ["2,000,000,000 days"]  # nothing is said in thousands of days
    assert form("currency", 0, 45_600_000_000.0) == ["USD 45.6B"]  # no column could hold it
    assert numbers.format_for("percent", [0.4], None, 0).exact(0.125) == "12.5%"  # a target stays what it is


def test_amounts_in_rials_are_read_in_tomans():
    form = numbers.format_for("currency", (12_345_670, 15_000_000), "IRR in toman")
    assert [form.value(12_345_670), form.value(15_000_000)] == ["toman 1.23M", "toman 1.50M"]
    assert form.change(2_654_330) == "+toman 0.27M"
    assert form.between(12_345_670, 15_000_000) == "toman 1.23–1.50M"
    assert numbers.format_for("currency", (12_345,), "IRR in toman").value(12_345) == "toman 1,234"  # half to even, of 1,234.5
    assert numbers.format_for("percent", (0.5,), "IRR in toman").value(0.5) == "50.0%"
    assert numbers.format_for("currency", (12_345,), "toman").value(12_345) == "toman 12,345"
    with speaking("fa"):
        assert form.value(12_345_670) == "۱٫۲۳ میلیون تومان"
        assert form.change(-2_654_330) == "\u2066−۰٫۲۷\u2069 میلیون تومان"
    with speaking("ar"):
        assert form.value(12_345_670) == "١٫٢٣ مليون تومان"


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=5), st.sampled_from([None, 0, 2]))
def test_in_tomans_a_tenth_is_shown_as_it_would_be_by_itself(tenths, decimals):
    """Of whole tomans, whose tenfold is exact: what is shown is what an author whose data are in tomans would see."""
    rials = numbers.format_for("currency", [10.0 * number for number in tenths], "IRR in toman", decimals)
    tomans = numbers.format_for("currency", [float(number) for number in tenths], "toman", decimals)
    for number in tenths:
        assert rials.value(10.0 * number) == tomans.value(float(number))
        assert rials.exact(10.0 * number) == tomans.exact(float(number))
        assert rials.change(10.0 * number) == tomans.change(float(number))
