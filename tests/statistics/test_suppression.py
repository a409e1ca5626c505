"""What is withheld so that nobody is recognised: examples worked by hand, and an attacker who subtracts and solves."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.statistics.suppression import Family, suppressed

pytestmark = pytest.mark.filterwarnings("error")


def total(*children: int) -> tuple[np.ndarray, list[Family]]:
    """A total at index 0 and its children after it."""
    return np.array([sum(children), *children]), [(0, np.arange(1, len(children) + 1))]


def withheld(n: np.ndarray, families: list[Family], least: int = 5) -> list[int]:
    return np.flatnonzero(suppressed(n, families, least)).tolist()


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ((10, 20, 30), []),  # nothing to hide
        ((10, 20, 0), []),  # nobody there is no secret
        ((5, 5, 5), []),  # five may be published
        ((4, 20, 30), [1, 2]),  # alone, the total would tell it: the next smallest goes with it
        ((4, 30, 20), [1, 3]),
        ((4, 20, 20), [1, 2]),  # of one size the first
        ((2, 2, 30, 40), [1, 2, 3]),  # two, but four people together
        ((2, 3, 30), [1, 2]),  # five together
        ((4, 3, 2), [1, 2, 3]),
        ((1, 3), [0, 1, 2]),  # four in all
        ((4, 0, 0), [0, 1]),
        ((4, 6), [1, 2]),
        ((7,), []),
        ((3,), [0, 1]),
    ],
)
def test_one_total(children: tuple[int, ...], expected: list[int]) -> None:
    assert withheld(*total(*children)) == expected


def test_the_parent_goes_when_no_sibling_is_left() -> None:
    n = np.array([50, 10, 6, 4, 10, 40])  # 0 total of 1 and 5; 1 of 2 and 3; and 4, the only part of 1 in another grouping
    families = [(0, np.array([1, 5])), (1, np.array([2, 3])), (1, np.array([4]))]
    assert withheld(n, families) == [2, 3]
    assert withheld(np.array([50, 4, 2, 2, 4, 46]), families) == [1, 2, 3, 4, 5]
    # a cell that its row hides is its column's only one: the column goes too
    n = np.array([12, 3, 9, 9])
    assert withheld(n, [(0, np.array([1, 2])), (3, np.array([2]))]) == [1, 2, 3]


def test_a_region_that_hides_another_hides_its_own_branches() -> None:
    """Regions 1 (3 answers) and 2 (50, hidden to protect 1): were all branches of 2 published, they would tell 2, and so 1."""
    n = np.array([153, 3, 50, 100, 20, 30])
    assert withheld(n, [(0, np.array([1, 2, 3])), (2, np.array([4, 5]))]) == [1, 2, 4]
    # a branch of fewer answers is hidden there, but what is hidden of 2 must be five as well
    n = np.array([153, 3, 50, 100, 2, 48])
    assert withheld(n, [(0, np.array([1, 2, 3])), (2, np.array([4, 5]))]) == [1, 2, 4, 5]


def cross(cells: np.ndarray) -> tuple[np.ndarray, list[Family], np.ndarray]:
    """Sizes and families of a total, its rows, its columns and their cells; and the cells' places [row, column]."""
    rows, columns = cells.shape
    n = np.concatenate([[cells.sum()], cells.sum(axis=1), cells.sum(axis=0), cells.ravel()])
    start = 1 + rows + columns
    number = np.arange(start, len(n)).reshape(rows, columns)
    families = [(0, np.arange(1, 1 + rows)), (0, np.arange(1 + rows, start)), (0, number.ravel())]
    families += [(1 + row, number[row]) for row in range(rows)]
    families += [(1 + rows + column, number[:, column]) for column in range(columns)]
    return n, families, number


ALIKE = np.array([[3, 3, 60, 70], [3, 3, 4, 70], [50, 60, 3, 3], [50, 60, 3, 3]])
"""Every row and column hides at least two cells of at least six answers, yet the first two rows less the first two columns leave
the cell of 4."""


def test_of_a_cross_no_cell_is_told_by_rows_and_columns_together() -> None:
    n, families, number = cross(ALIKE)
    few = (n > 0) & (n < 5)
    assert all(groups >= 2 and answers >= 5 for groups, answers in subtractions(n, families, few))
    assert attack(n, families, few, 5) == {number[1, 2]}
    found = suppressed(n, families, 5)
    assert np.flatnonzero(found & ~few).tolist() == [number[0, 2]]  # the smallest published cell in its row and column
    assert not attack(n, families, found, 5)


def test_where_no_sibling_is_published_what_is_told_by_several_costs_another_figure() -> None:
    n, families, number = cross(np.array([[2, 2, 9], [9, 0, 0], [4, 0, 0]]))
    found = suppressed(n, families, 5)
    assert found[number[0, 0]]
    assert not attack(n, families, found, 5)


def test_many_that_are_told_at_once_are_all_found() -> None:
    cells = np.full((48, 48), 90)
    for block in range(12):
        cells[4 * block : 4 * block + 4, 4 * block : 4 * block + 4] = ALIKE
    draw = np.random.default_rng(6)
    n, families, number = cross(cells[draw.permutation(48)][:, draw.permutation(48)])
    few = (n > 0) & (n < 5)
    assert attack_fast(n, families, few) == set(number[n[number] == 4].tolist())
    found = suppressed(n, families, 5)
    assert not attack_fast(n, families, found)
    assert (found & ~few).sum() == 12


def test_without_families_only_the_few_go() -> None:
    assert withheld(np.array([3, 0, 5, 4, 9]), []) == [0, 3]
    assert withheld(np.array([3, 1, 0]), [], least=1) == []
    assert withheld(np.array([], int), []) == []


def test_what_has_no_answers_takes_no_part() -> None:
    assert withheld(np.array([10, 4, 0, 6]), [(0, np.array([1, 2, 3]))]) == [1, 3]
    assert withheld(np.array([0, 4, 6]), [(0, np.array([1, 2]))]) == [1]  # a total that is not known tells nothing
    assert withheld(np.array([9, 4]), [(0, np.array([], int))]) == [1]


def test_sizes_that_do_not_add_up_are_no_reason_to_fail() -> None:
    for n in ([5, 2, 2], [3, 8, 9], [8, 3, 3], [100, 3, 8]):
        found = suppressed(np.array(n), [(0, np.array([1, 2])), (0, np.array([1])), (2, np.array([1]))], 5)
        assert found[[number for number, size in enumerate(n) if size < 5]].all()


# An attacker who knows every published figure and how the groups add up


def attack(n: np.ndarray, families: list[Family], found: np.ndarray, least: int) -> set[int]:
    """The suppressed groups of fewer than `least` that the equations determine: their unit vectors add nothing to the rank."""
    hidden = np.flatnonzero(found & (n > 0))
    matrix = np.zeros((len(families), len(n)))
    for equation, (parent, children) in zip(matrix, families, strict=True):
        if n[parent] > 0:
            equation[parent] = 1
            equation[children] = -1
    matrix = matrix[:, hidden]
    rank = np.linalg.matrix_rank(matrix) if len(hidden) else 0
    units = np.eye(len(hidden))
    return {
        int(entity)
        for entity, unit in zip(hidden, units, strict=True)
        if n[entity] < least and np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank
    }


def pools(n: np.ndarray, families: list[Family], found: np.ndarray, leaves: range) -> list[int]:
    """The sizes of all pools of suppressed leaves whose sum the equations determine, by trying every pool."""
    hidden = [leaf for leaf in leaves if found[leaf] and n[leaf] > 0]
    unknown = [*hidden, *(entity for entity in range(len(n)) if found[entity] and n[entity] > 0 and entity not in leaves)]
    matrix = np.zeros((len(families), len(n)))
    for equation, (parent, children) in zip(matrix, families, strict=True):
        if n[parent] > 0:
            equation[parent], equation[children] = 1, -1
    matrix = matrix[:, unknown]
    rank = np.linalg.matrix_rank(matrix) if unknown else 0
    told = []
    for pool in chain.from_iterable(combinations(range(len(hidden)), size) for size in range(1, len(hidden) + 1)):
        vector = np.zeros(len(unknown))
        vector[list(pool)] = 1
        if np.linalg.matrix_rank(np.vstack([matrix, vector])) == rank:
            told.append(sum(int(n[hidden[at]]) for at in pool))
    return told


def subtractions(n: np.ndarray, families: list[Family], found: np.ndarray) -> list[tuple[int, int]]:
    """(groups, answers) of what every published parent minus its published children leaves."""
    left = []
    for parent, children in families:
        hidden = [child for child in children if found[child] and n[child] > 0]
        if n[parent] > 0 and not found[parent] and hidden:
            left.append((len(hidden), sum(int(n[child]) for child in hidden)))
    return left


SIZES = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 9, 12, 30])


@st.composite
def trees(draw: st.DrawFn) -> tuple[np.ndarray, list[Family], range]:
    """A total, regions and branches, with the families of both levels and that of the total over all branches."""
    regions = draw(st.lists(st.lists(SIZES, min_size=1, max_size=4), min_size=1, max_size=3))
    leaves = [size for region in regions for size in region]
    n = np.array([sum(leaves), *(sum(region) for region in regions), *leaves])
    first, families = 1 + len(regions), [(0, np.arange(1, 1 + len(regions))), (0, np.arange(1 + len(regions), len(n)))]
    for number, region in enumerate(regions, 1):
        families.append((number, np.arange(first, first + len(region))))
        first += len(region)
    return n, draw(st.permutations(families)), range(1 + len(regions), len(n))


@st.composite
def crosses(draw: st.DrawFn) -> tuple[np.ndarray, list[Family], range]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = np.array(draw(st.lists(SIZES, min_size=rows * columns, max_size=rows * columns))).reshape(rows, columns)
    n, families, number = cross(cells)
    return n, draw(st.permutations(families)), range(number[0, 0], len(n))


@given(st.one_of(trees(), crosses()), st.sampled_from([2, 5, 8]))
@settings(max_examples=300, deadline=None)
def test_no_total_minus_its_published_children_tells_a_group_or_few_people(
    case: tuple[np.ndarray, list[Family], range], least: int
) -> None:
    n, families, _ = case
    found = suppressed(n, families, least)
    assert found[(n > 0) & (n < least)].all()
    assert not found[n == 0].any()
    assert all(groups >= 2 and answers >= least for groups, answers in subtractions(n, families, found))
    assert not attack(n, families, found, least)
    if not ((n > 0) & (n < least)).any():
        assert not found.any()


@given(trees(), st.sampled_from([2, 5, 8]))
@settings(max_examples=100, deadline=None)
def test_in_a_tree_no_combination_of_figures_tells_few_people(case: tuple[np.ndarray, list[Family], range], least: int) -> None:
    n, families, leaves = case
    assert all(size >= least for size in pools(n, families, suppressed(n, families, least), leaves))


def test_a_large_cross_is_done_in_a_moment_and_is_safe() -> None:
    draw = np.random.default_rng(4)
    cells = draw.poisson(draw.gamma(2.0, 8.0, (40, 1)), (40, 30))
    n, families, _ = cross(cells)
    found = suppressed(n, families, 5)
    assert all(groups >= 2 and answers >= 5 for groups, answers in subtractions(n, families, found))
    assert not attack_fast(n, families, found)
    assert found.sum() < 1.6 * ((n > 0) & (n < 5)).sum()


def attack_fast(n: np.ndarray, families: list[Family], found: np.ndarray) -> set[int]:
    """As `attack`, from an orthogonal basis of the equations' null space: what is 0 in all of it is determined."""
    hidden = np.flatnonzero(found & (n > 0))
    matrix = np.zeros((len(families), len(n)))
    for equation, (parent, children) in zip(matrix, families, strict=True):
        equation[parent], equation[children] = 1, -1
    _, sizes, vectors = np.linalg.svd(matrix[:, hidden])
    null = vectors[int((sizes > 1e-9).sum()) :]
    return {int(one) for one in hidden[(np.abs(null) < 1e-9).all(axis=0)] if n[one] < 5}
