"""Scores of trees: by hand, against the recursive oracle, and by what must hold whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard import scoring
from scorecard.records.definition import Node, Text
from scorecard.records.values import Reason
from scorecard.scoring import rollup

from .build import Case, cases, definition, floor_goal, leaf, node, tree, values, years
from .oracle import cell

pytestmark = pytest.mark.filterwarnings("error")

R = Reason
PERCENT = floor_goal(0, 100)  # value and score are the same number


def scored(root: Node, cells, periods=None, baseline=None):
    """Scores and findings over `cells`, in as many years as they have."""
    periods = periods or years(len(next(iter(cells.values()))))
    return scoring.score(definition(root), values(cells, periods), baseline, periods)


def at(scores, *path: str) -> int:
    return [n.path for n in scores.nodes].index(path)


def one(root: Node, **cells):
    """Scores of one period and one entity."""
    return scored(root, {m: [[v]] for m, v in cells.items()})[0]


def same(left, right, tolerance: float = 1e-12) -> None:
    assert (left.reason == right.reason).all()
    np.testing.assert_allclose(left.score, right.score, rtol=tolerance, atol=1e-10)
    np.testing.assert_allclose(left.coverage[:], right.coverage[:], rtol=tolerance)
    np.testing.assert_allclose(left.leaf_coverage[:], right.leaf_coverage[:], rtol=tolerance)


AB = (leaf("a", PERCENT, 3), leaf("b", PERCENT, 1))


@pytest.mark.parametrize(
    ("root", "a", "b", "score", "reason", "coverage"),
    [
        (tree(*AB), 40, 80, 50, R.PRESENT, 1),
        (tree(*AB), 40, R.NO_ROWS, 40, R.PRESENT, 0.75),
        (tree(*AB, missing="zero"), 40, R.NO_ROWS, 30, R.PRESENT, 0.75),
        (tree(*AB, missing="zero"), 40, R.NOT_AT_LEVEL, 40, R.PRESENT, 1),
        (tree(*AB, missing="zero"), R.NO_ROWS, R.NO_ROWS, None, R.NOTHING_SCORED, 0),
        (tree(*AB), R.NO_ROWS, R.NO_ROWS, None, R.NOTHING_SCORED, 0),
        (tree(*AB, coverage=0.75), 40, R.NO_ROWS, 40, R.PRESENT, 0.75),
        (tree(*AB, coverage=0.76), 40, R.NO_ROWS, None, R.LOW_COVERAGE, 0.75),
        (tree(*AB, coverage=0.76, missing="zero"), 40, R.NO_ROWS, None, R.LOW_COVERAGE, 0.75),
        (tree(*AB), R.NOT_AT_LEVEL, R.NOT_AT_LEVEL, None, R.NOT_AT_LEVEL, None),
        (tree(leaf("a", PERCENT), leaf("b", None)), 40, 80, 40, R.PRESENT, 1),
        (tree(leaf("a", None), leaf("b", None)), 40, 80, None, R.NO_TARGET, None),
        (tree(leaf("a", PERCENT), leaf("b", PERCENT, 0)), 40, 80, 40, R.PRESENT, 1),
        (tree(leaf("a", PERCENT, 0), leaf("b", PERCENT, 0)), 40, 80, None, R.NO_TARGET, None),
        (tree(leaf("a", PERCENT), leaf("b", floor_goal(9, 9))), 40, 80, 40, R.PRESENT, 0.5),
    ],
)
def test_two_children_by_hand(root, a, b, score, reason, coverage):
    scores = one(root, a=a, b=b)
    assert scores.reason[0, 0, 0] == reason
    for found, expected in ((scores.score, score), (scores.coverage, coverage)):
        assert found[0, 0, 0] == pytest.approx(np.nan if expected is None else expected, nan_ok=True, abs=1e-12)


@pytest.mark.parametrize(
    ("combine", "missing", "a", "b", "score"),
    [
        ("geometric", "skip", 16, 81, 24),  # 16^¾ * 81^¼ = 8 * 3
        ("geometric", "skip", 0, 81, 0),
        ("geometric", "skip", 16, R.NO_ROWS, 16),
        ("geometric", "zero", 16, R.NO_ROWS, 0),
        ("geometric", "zero", 16, R.NOT_AT_LEVEL, 16),
        ("geometric", "zero", 16, 81, 24),
        ("geometric", "zero", R.NO_ROWS, R.NO_ROWS, None),
        ("geometric", "skip", 100, 100, 100),
        ("weakest", "skip", 40, 80, 40),
        ("weakest", "skip", 80, 40, 40),
        ("weakest", "skip", 100, 100, 100),
        ("weakest", "skip", R.NO_ROWS, 80, 80),
        ("weakest", "skip", 80, R.NO_ROWS, 80),
        ("weakest", "zero", R.NO_ROWS, 80, 0),
        ("weakest", "zero", R.NOT_AT_LEVEL, 80, 80),
        ("weakest", "skip", R.NO_ROWS, R.NO_ROWS, None),
    ],
)
def test_other_rules_by_hand(combine, missing, a, b, score):
    scores = one(tree(*AB, leaf("weightless", PERCENT, 0), combine=combine, missing=missing), a=a, b=b, weightless=0)
    assert scores.score[0, 0, 0] == pytest.approx(np.nan if score is None else score, nan_ok=True)
    assert scores.reason[0, 0, 0] == (R.NOTHING_SCORED if score is None else R.PRESENT)
    assert scores.coverage[0, 0, 0] == one(tree(*AB), a=a, b=b).coverage[0, 0, 0]


@pytest.mark.parametrize("combine", ["geometric", "weakest"])
def test_coverage_holds_for_every_rule(combine):
    scores = one(tree(*AB, combine=combine, coverage=0.8), a=40, b=R.NO_ROWS)
    assert scores.reason[0, 0, 0] == R.LOW_COVERAGE
    assert np.isnan(scores.score[0, 0, 0])


@pytest.mark.parametrize("combine", ["geometric", "weakest"])
def test_a_node_without_weighted_children_has_no_score_by_any_rule(combine):
    scores = one(tree(leaf("a", PERCENT, 0), combine=combine), a=40)
    assert (scores.reason[0, 0, 0], np.isnan(scores.score[0, 0, 0])) == (R.NO_TARGET, True)


def test_rules_differ_by_node():
    root = tree(node("f", *AB, combine="geometric"), leaf("c", PERCENT), combine="weakest")
    assert one(root, a=16, b=81, c=25).score[:2, 0, 0] == pytest.approx([24, 24])


def test_gaps_count_as_zero_only_where_they_are():
    cells = {"a": [[16, 16, R.NO_ROWS]], "b": [[81, R.NO_ROWS, 81]]}
    for combine, whole in (("geometric", 24), ("weakest", 16)):
        scores, _ = scored(tree(*AB, combine=combine, missing="zero"), cells)
        assert scores.score[0, 0] == pytest.approx([whole, 0, 0])


def test_a_geometric_mean_is_never_above_the_best():
    scores = one(tree(*(leaf(id, PERCENT, 1 / 3) for id in "abcdefg"), combine="geometric"), **dict.fromkeys("abcdefg", 100))
    assert scores.score[0, 0, 0] <= 100


def test_coverage_meets_its_threshold_despite_rounding():
    root = tree(leaf("a", PERCENT, 0.1), leaf("b", PERCENT, 0.2), leaf("c", PERCENT, 0.7), coverage=0.3)
    assert one(root, a=10, b=10, c=R.NO_ROWS).reason[0, 0, 0] == R.PRESENT


def test_leaf_coverage_counts_leaves_by_effective_weight():
    root = tree(node("f", leaf("a", PERCENT), leaf("b", PERCENT)), leaf("c", PERCENT, 3))
    scores = one(root, a=1, b=R.NO_ROWS, c=1)
    assert scores.coverage[0, 0, 0] == 1
    assert scores.leaf_coverage[0, 0, 0] == pytest.approx(0.125 + 0.75)
    assert scores.coverage[at(scores, "f"), 0, 0] == scores.leaf_coverage[at(scores, "f"), 0, 0] == 0.5


def test_a_node_with_too_little_below_is_missing_above_but_its_leaves_are_counted():
    root = tree(node("f", leaf("a", PERCENT), leaf("b", PERCENT), coverage=0.6), leaf("c", PERCENT))
    scores = one(root, a=10, b=R.NO_ROWS, c=30)
    assert scores.score[0, 0, 0] == 30
    assert scores.coverage[0, 0, 0] == 0.5
    assert scores.leaf_coverage[0, 0, 0] == 0.75


def test_a_weightless_node_keeps_its_own_score():
    root = tree(node("f", leaf("a", PERCENT), weight=0), leaf("b", PERCENT))
    scores = one(root, a=10, b=30)
    assert scores.score[:, 0, 0].tolist() == [30, 10, 10, 30]
    assert scores.weight.tolist() == [1, 0, 0, 1]


def test_nominal_weights_are_shares_of_the_root():
    root = tree(node("f", leaf("a", PERCENT, 1), leaf("b", PERCENT, 3), weight=25), leaf("c", PERCENT, 75))
    assert one(root, a=1, b=1, c=1).weight.tolist() == [1, 0.25, 0.0625, 0.1875, 0.75]


def test_what_can_have_no_score_has_no_share_of_the_root():
    idle = node("idle", leaf("a", None), leaf("b", PERCENT, 0), node("deep", leaf("c", None)))
    root = tree(idle, node("f", leaf("d", PERCENT, 0.5), leaf("e", None)), leaf("g", PERCENT, 3), leaf("h", None, 5))
    scores = one(root, **dict.fromkeys("abcdegh", 1))
    shares = {"/".join(n.path): float(w) for n, w in zip(scores.nodes, scores.weight, strict=True)}
    assert {path: share for path, share in shares.items() if share} == {"": 1, "f": 0.25, "f/d": 0.25, "g": 0.75}


def test_reasons_take_a_byte_each():
    scores = one(tree(*AB), a=1, b=1)
    assert scores.reason.dtype == np.int8


def test_a_leaf_shows_why_it_has_no_score():
    scores = one(tree(leaf("a", PERCENT), leaf("b", None), leaf("c", PERCENT)), a=R.SUPPRESSED, b=R.NO_ROWS, c=1)
    assert scores.reason[1:, 0, 0].tolist() == [R.SUPPRESSED, R.NO_TARGET, R.PRESENT]
    assert [scores.coverage[i, 0, 0] for i in (1, 3)] == [0, 1]
    assert np.isnan(scores.coverage[2, 0, 0])


def test_a_snapshot_is_scored_without_periods():
    scores, _ = scored(tree(leaf("a", PERCENT)), {"a": [[25, 75]]}, periods=(None,))
    assert scores.score[0, 0].tolist() == [25, 75]


def test_only_the_periods_shown_are_scored_in_their_order():
    periods = years(4)
    table = values({"a": [[10], [20], [30], [40]]}, periods)
    scores, _ = scoring.score(definition(tree(leaf("a", PERCENT))), table, periods[1], (periods[1], periods[3]))
    assert scores.periods == (periods[1], periods[3])
    assert scores.score[0, :, 0].tolist() == [20, 40]


@settings(max_examples=150, deadline=None)
@given(cases())
def test_equals_plain_recursion(case: Case):
    periods = case.values.periods
    scores, _ = scoring.score(case.definition, case.values, periods[0], periods)
    for index, here in enumerate(case.definition.root.walk()):
        for p in range(len(periods)):
            for e in range(len(case.values.entities)):
                expected = cell(case, here, p, e)
                assert scores.reason[index, p, e] == expected.reason
                for found, told in (
                    (scores.score, expected.score),
                    (scores.coverage, expected.coverage),
                    (scores.leaf_coverage, expected.leaves),
                ):
                    told = np.nan if told is None else told
                    assert found[index, p, e] == pytest.approx(told, rel=1e-12, abs=1e-10, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_scores_stay_between_0_and_100(case: Case):
    scores, _ = scoring.score(case.definition, case.values, case.values.periods[0], case.values.periods)
    present = scores.reason == R.PRESENT
    assert (np.isnan(scores.score) == ~present).all()
    assert ((scores.score[present] >= 0) & (scores.score[present] <= 100)).all()


@settings(max_examples=60, deadline=None)
@given(cases(), st.floats(0.01, 100))
def test_only_the_proportion_of_weights_matters(case: Case, factor: float):
    def scaled(here: Node) -> Node:
        return replace(here, weight=here.weight * factor, children=tuple(scaled(child) for child in here.children))

    periods = case.values.periods
    other = replace(case.definition, root=scaled(case.definition.root))
    before, after = (scoring.score(d, case.values, periods[0], periods)[0] for d in (case.definition, other))
    same(before, after)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_order_of_siblings_does_not_matter(case: Case):
    def reversed_(here: Node) -> Node:
        return replace(here, children=tuple(reversed_(child) for child in here.children[::-1]))

    periods = case.values.periods
    before, _ = scoring.score(case.definition, case.values, periods[0], periods)
    after, _ = scoring.score(replace(case.definition, root=reversed_(case.definition.root)), case.values, periods[0], periods)
    for index, here in enumerate(before.nodes):
        other = at(after, *here.path)
        assert (before.reason[index] == after.reason[other]).all()
        np.testing.assert_allclose(before.score[index], after.score[other], rtol=1e-12, atol=1e-10)


@pytest.mark.parametrize("cells", [1, 2, 5])
@settings(max_examples=40, deadline=None)
@given(case=cases(most_periods=4, most_entities=5))
def test_blocks_leave_no_seam(cells: int, case: Case):
    periods = case.values.periods
    whole, _ = scoring.score(case.definition, case.values, periods[0], periods)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollup, "CELLS", cells)
        pieces, _ = scoring.score(case.definition, case.values, periods[0], periods)
    same(whole, pieces, tolerance=0)


def test_coverage_reads_like_an_array():
    scores, _ = scored(tree(*AB), {"a": [[1, R.NO_ROWS], [1, 1]], "b": [[1, 1], [R.NOT_AT_LEVEL, 1]]})
    whole = scores.coverage[:]
    assert whole.shape == (3, 2, 2)
    for index in [(0,), (1, 0), (2, 1, 0), (0, 1, 1), (slice(None), 0, 1), (np.int64(2), slice(None), 0), (slice(1, 3), 1)]:
        np.testing.assert_array_equal(scores.coverage[index], whole[index])
    np.testing.assert_array_equal(whole[2], [[1, 1], [np.nan, 1]])


def found(problems, code: str):
    return [p for p in problems if p.code == code]


def test_thin_coverage_of_the_total_is_a_finding():
    cells = {"a": [[R.NO_ROWS, 1], [1, 1], [R.NO_ROWS, 1]], "b": [[1, 1], [1, 1], [1, 1]]}
    _, problems = scored(tree(*AB), cells)
    (problem,) = found(problems, "low-coverage")
    assert problem.level == "finding"
    assert dict(problem.facts) == {"node": "All", "periods": ("2021", "2023"), "coverage": 0.25}
    below = replace(node("f", *AB), title=Text({"en": "Part", "fa": "بخش"}))
    here = replace(definition(tree(below)), language="fa")
    table = values({"a": [[R.NO_ROWS]], "b": [[1]]}, years(1))
    (problem,) = found(scoring.score(here, table, None, years(1))[1], "low-coverage")
    assert (problem.facts["node"], problem.place.path) == ("بخش", ("f",))


@pytest.mark.parametrize(
    ("weight", "a", "least"),
    [(1.5, R.NO_ROWS, 0.6), (3, 1, 0), (1, R.NOT_AT_LEVEL, 0)],
    ids=["no score at all", "all present", "outside is not missing"],
)
def test_no_finding_where_nothing_is_thin(weight, a, least):
    root = tree(leaf("a", PERCENT, weight), leaf("b", PERCENT, 1), coverage=least)
    assert not scored(root, {"a": [[a]], "b": [[1]]})[1]


def test_sixty_percent_is_not_thin():
    root = tree(leaf("a", PERCENT, 0.4), leaf("b", PERCENT, 0.6))
    assert not scored(root, {"a": [[R.NO_ROWS]], "b": [[1]]})[1]
