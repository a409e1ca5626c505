"""Weights from pairwise judgements: Saaty's published examples, closed forms, and an independent computation."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.statistics import ahp

SCALE = [Fraction(1, step) for step in range(9, 1, -1)] + [Fraction(step) for step in range(1, 10)]

WEALTH = """
1   4   9 6   6   5   5
1/4 1   7 5   5   3   4
1/9 1/7 1 1/5 1/5 1/7 1/5
1/6 1/5 5 1   1   1/3 1/3
1/6 1/5 5 1   1   1/3 1/3
1/5 1/3 7 3   3   1   2
1/5 1/4 5 3   3   1/2 1
"""
DRINKS = """
1   9 5   2   1   1   1/2
1/9 1 1/3 1/9 1/9 1/9 1/9
1/5 3 1   1/3 1/4 1/3 1/9
1/2 9 3   1   1/2 1   1/3
1   9 4   2   1   2   1/2
1   9 3   1   1/2 1   1/3
2   9 9   3   2   3   1
"""
HOUSE = """
1   5   3   7   6   6   1/3 1/4
1/5 1   1/3 5   3   3   1/5 1/7
1/3 3   1   6   3   4   6   1/5
1/7 1/5 1/6 1   1/3 1/4 1/7 1/8
1/6 1/3 1/3 3   1   1/2 1/5 1/6
1/6 1/3 1/4 4   2   1   1/5 1/6
3   5   1/6 7   5   5   1   1/2
4   7   5   8   6   6   2   1
"""


Floats = np.ndarray[tuple[int, int], np.dtype[np.float64]]
MATRICES = st.integers(3, 15).flatmap(
    lambda size: st.lists(st.sampled_from(SCALE), min_size=size * (size - 1) // 2, max_size=size * (size - 1) // 2)
)


def matrix(text: str) -> Floats:
    return np.array([[float(Fraction(cell)) for cell in line.split()] for line in text.strip().splitlines()])


def reciprocal(upper: list[Fraction]) -> list[list[Fraction]]:
    """The matrix whose upper triangle this is, row by row, in exact fractions."""
    size = next(size for size in range(2, 20) if size * (size - 1) // 2 == len(upper))
    found = [[Fraction(1)] * size for _ in range(size)]
    for (a, b), value in zip(combinations(range(size), 2), upper, strict=True):
        found[a][b], found[b][a] = value, 1 / value
    return found


def floats(exact: list[list[Fraction]]) -> Floats:
    return np.array([[float(value) for value in row] for row in exact])


# Saaty, How to make a decision (EJOR 48, 1990): the wealth of nations, buying a house; Saaty, Decision making with the analytic
# hierarchy process (Int. J. Services Sciences 1, 2008): which drinks are consumed. Weights and eigenvalues as printed there.
@pytest.mark.parametrize(
    ("text", "weights", "largest"),
    [
        (WEALTH, [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094], 7.608),
        (DRINKS, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], None),
        (HOUSE, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], 9.669),
    ],
)
def test_published_examples(text: str, weights: list[float], largest: float | None) -> None:
    found = matrix(text)
    assert ahp.weights(found, "eigenvector").round(3).tolist() == weights
    size = len(found)
    if largest is None:
        assert round(ahp.consistency(found), 3) == 0.022
    else:
        index = (largest - size) / (size - 1)
        assert ahp.consistency(found) == pytest.approx(index / ahp.RANDOM_INDEX[size - 1], abs=5e-4)


def test_the_random_indices_are_saatys_of_2005() -> None:
    assert ahp.RANDOM_INDEX[2:] == (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59)
    assert ahp.MOST == 15


def test_random_judgements_have_a_ratio_of_about_one() -> None:
    """What the indices mean: the mean index of matrices thrown with dice. The tables differ by a percent or two."""
    draw = np.random.default_rng(7)
    steps = [float(step) for step in SCALE]
    for size in (3, 5, 9, 15):
        ratios = []
        for _ in range(1000):
            upper = np.triu(draw.choice(steps, (size, size)), 1)
            ratios.append(
                ahp.consistency(np.where(upper > 0, upper, 0) + np.eye(size) + np.tril(1 / np.where(upper, upper, 1).T, -1))
            )
        assert 0.95 < float(np.mean(ratios)) < 1.05


@given(MATRICES)
@settings(max_examples=200, deadline=None)
def test_the_eigenvector_is_where_powers_of_the_matrix_lead(upper: list[Fraction]) -> None:
    """Independent: repeated squaring, scaled; the rows' sums of a high power point to the principal eigenvector."""
    exact = reciprocal(upper)
    power = floats(exact)
    for _ in range(14):
        power = power @ power
        power /= power.sum()
    wanted = power.sum(axis=1)
    found = floats(exact)
    assert ahp.weights(found, "eigenvector") == pytest.approx(wanted, rel=1e-8, abs=1e-12)
    largest = max(sum(row[b] * wanted[b] for b in range(len(wanted))) / wanted[a] for a, row in enumerate(found))
    index = (largest - len(wanted)) / (len(wanted) - 1)
    assert ahp.consistency(found) == pytest.approx(index / ahp.RANDOM_INDEX[len(wanted) - 1], rel=1e-7, abs=1e-10)


@given(MATRICES)
@settings(max_examples=100, deadline=None)
def test_geometric_means_of_rows(upper: list[Fraction]) -> None:
    exact = reciprocal(upper)
    products = [float(np.prod([float(value) for value in row])) ** (1 / len(row)) for row in exact]
    assert ahp.weights(floats(exact), "geometric") == pytest.approx([mean / sum(products) for mean in products], rel=1e-12)


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=15), st.sampled_from(["eigenvector", "geometric"]))
@settings(deadline=None)
def test_without_contradiction_the_weights_are_those_that_the_judgements_come_from(parts: list[int], method: ahp.Method) -> None:
    found = np.array([[a / b for b in parts] for a in parts])
    assert ahp.weights(found, method) == pytest.approx([part / sum(parts) for part in parts], rel=1e-9)
    assert ahp.consistency(found) == pytest.approx(0, abs=1e-9)


@given(st.lists(st.sampled_from(SCALE), min_size=3, max_size=3))
@settings(deadline=None)
def test_of_three_parts_both_methods_say_the_same(upper: list[Fraction]) -> None:
    found = floats(reciprocal(upper))
    assert ahp.weights(found, "eigenvector") == pytest.approx(ahp.weights(found, "geometric"), rel=1e-9)
    # In closed form (Saaty 1980): the largest eigenvalue of three is 1 + k + 1/k, k the cube root of a12 a23 / a13.
    root = float(upper[0] * upper[2] / upper[1]) ** (1 / 3)
    assert ahp.consistency(found) == pytest.approx((root + 1 / root - 2) / 2 / 0.52, rel=1e-6, abs=1e-9)


def test_two_parts_cannot_contradict() -> None:
    found = np.array([[1, 3], [1 / 3, 1]])
    assert ahp.weights(found, "eigenvector") == pytest.approx([0.75, 0.25], rel=1e-15)
    assert ahp.consistency(found) == 0
    assert ahp.consistency(np.ones((1, 1))) == 0


def test_judges_are_joined_by_geometric_means_and_stay_reciprocal() -> None:
    joint = ahp.joined(
        [floats(reciprocal([Fraction(2), Fraction(1), Fraction(9)])), floats(reciprocal([Fraction(8), Fraction(1), Fraction(1)]))]
    )
    assert joint[np.triu_indices(3, 1)] == pytest.approx([4, 1, 3])
    assert joint * joint.T == pytest.approx(np.ones((3, 3)))


def test_the_judgement_that_contradicts_the_others_is_found() -> None:
    """Weights 8 : 4 : 2 : 1, but the first over the last is turned round."""
    parts = [8, 4, 2, 1]
    found = np.array([[a / b for b in parts] for a in parts])
    found[0, 3], found[3, 0] = 1 / 8, 8
    weights = ahp.weights(found, "eigenvector")
    ((one, other, said),) = ahp.contradictions(found, weights)
    assert (one, other) == (3, 0)  # told the way round in which it was judged to count more
    assert said == pytest.approx(weights[3] / weights[0])


def test_where_all_contradict_alike_all_are_named() -> None:
    found = floats(reciprocal([Fraction(9), Fraction(1, 9), Fraction(9)]))
    pairs = ahp.contradictions(found, ahp.weights(found, "geometric"))
    assert [(one, other) for one, other, _ in pairs] == [(0, 1), (2, 0), (1, 2)]
