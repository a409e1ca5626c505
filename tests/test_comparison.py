"""Changes between two periods: split by hand, and adding up whatever the tree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard import scoring
from scorecard.comparison import compare
from scorecard.records.comparison import Comparison, Part
from scorecard.records.definition import Bound, Node
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values

from .scoring.build import Case, Goal, cases, definition, floor_goal, leaf, node, number, tree, values, years

R = Reason
PERCENT = floor_goal(0, 100)  # value and score are the same number


def compared(root: Node, better=None, **cells) -> Comparison:
    """`cells`: measure -> (baseline, target)."""
    table = values({m: [[v] for v in pair] for m, pair in cells.items()}, years(2))
    scores, _ = scoring.score(definition(root, better), table, years(2)[0], years(2))
    return compare(scores, table, *years(2))


def effects(comparison: Comparison, node: int = 0) -> dict[tuple[str, str], float]:
    return {("/".join(part.path), part.cause): round(part.effect, 9) for part in comparison.parts(node)}


def test_children_that_stay_give_their_weighted_change():
    found = compared(tree(leaf("a", PERCENT, 3), leaf("b", PERCENT, 1)), a=(40, 60), b=(80, 40))
    assert (found.baseline_score[0, 0], found.target_score[0, 0]) == (50, 55)
    assert effects(found) == {("a", "value"): 15, ("b", "value"): -10}


def test_parts_come_in_tree_order_as_records():
    found = compared(tree(leaf("b", PERCENT), leaf("a", PERCENT)), a=(0, 20), b=(0, 10))
    assert found.parts(0) == (Part(("b",), 5.0, "value"), Part(("a",), 10.0, "value"))


def test_parts_reach_down_to_the_measures():
    inner = node("f", leaf("a", PERCENT, 3), leaf("b", PERCENT, 1), weight=2)
    found = compared(tree(inner, leaf("c", PERCENT, 2)), a=(40, 60), b=(80, 80), c=(10, 30))
    assert effects(found) == {("f/a", "value"): 7.5, ("c", "value"): 10}
    assert effects(found, 1) == {("f/a", "value"): 15}
    assert effects(found, 2) == {("f/a", "value"): 20}


def test_what_enters_counts_against_those_that_stay():
    found = compared(tree(leaf("a", PERCENT), leaf("b", PERCENT)), a=(40, 60), b=(R.NO_ROWS, 80))
    assert effects(found) == {("a", "value"): 20, ("b", "entered"): 10}  # 40 -> 70


def test_what_leaves_counts_against_those_that_stay():
    found = compared(tree(leaf("a", PERCENT), leaf("b", PERCENT, 3)), a=(40, 60), b=(80, R.NOT_COVERED))
    assert effects(found) == {("a", "value"): 20, ("b", "left"): -30}  # 70 -> 60


def test_when_none_stays_both_sides_are_held_against_the_middle():
    found = compared(tree(leaf("a", PERCENT), leaf("b", PERCENT)), a=(40, R.NO_ROWS), b=(R.NO_ROWS, 80))
    assert effects(found) == {("a", "left"): 20, ("b", "entered"): 20}


def test_under_zero_a_gap_is_a_fall_to_zero_named_as_one_sided():
    root = tree(leaf("a", PERCENT), leaf("b", PERCENT), missing="zero")
    assert effects(compared(root, a=(40, 60), b=(80, R.NO_ROWS))) == {("a", "value"): 10, ("b", "left"): -40}
    assert effects(compared(root, a=(40, 60), b=(R.NO_ROWS, 80))) == {("a", "value"): 10, ("b", "entered"): 40}


def test_under_zero_what_has_no_place_in_one_period_enters_as_elsewhere():
    root = tree(leaf("a", PERCENT), leaf("b", PERCENT), missing="zero")
    assert effects(compared(root, a=(40, 60), b=(R.NOT_AT_LEVEL, 80))) == {("a", "value"): 20, ("b", "entered"): 10}


def test_a_factor_that_enters_stays_one_part():
    inner = node("f", leaf("a", PERCENT), leaf("b", PERCENT))
    found = compared(tree(inner, leaf("c", PERCENT)), a=(R.NO_ROWS, 80), b=(R.NO_ROWS, 60), c=(50, 50))
    assert effects(found) == {("f", "entered"): 10}


def test_weightless_nodes_have_no_part_above_but_parts_of_their_own():
    found = compared(tree(node("f", leaf("a", PERCENT), weight=0), leaf("c", PERCENT)), a=(0, 80), c=(50, 60))
    assert effects(found) == {("c", "value"): 10}
    assert effects(found, 1) == {("f/a", "value"): 80}


@pytest.mark.parametrize("pair", [(R.NO_ROWS, 50), (50, R.NO_ROWS), (R.NO_ROWS, R.NO_ROWS)])
def test_without_a_score_on_both_sides_there_is_no_split(pair):
    found = compared(tree(leaf("a", PERCENT)), a=pair)
    assert effects(found) == {}
    assert effects(found, 1) == {}


def test_too_little_coverage_on_one_side_means_no_split_though_children_stay():
    root = tree(leaf("a", PERCENT), leaf("b", PERCENT), coverage=0.8)
    found = compared(root, a=(10, 20), b=(10, R.NO_ROWS))
    assert effects(found) == {}
    assert effects(found, 1) == {("a", "value"): 10}


def test_a_goal_that_moved_is_told_apart_from_the_value():
    goal = floor_goal(0, Bound(0, "previous", 2.0))
    table = values({"a": [[5], [10], [16]]}, years(3))  # goals 10, then 20: scores 100, then 80
    scores, _ = scoring.score(definition(tree(leaf("a", goal))), table, years(3)[1], years(3))
    found = compare(scores, table, *years(3)[1:])
    # the old curve over both values 100, 100; the new one 50, 80
    assert effects(found) == {("a", "value"): 15, ("a", "goal"): -35}


def test_a_goal_that_stood_has_no_part():
    found = compared(tree(leaf("a", floor_goal(Bound(0, "baseline"), Bound(10, "baseline")))), a=(5, 9))
    assert effects(found) == {("a", "value"): 40}
    assert (found.goal_effect == 0).all()


def test_clamped_scores_are_split():
    assert effects(compared(tree(leaf("a", floor_goal(0, 10))), a=(5, 30))) == {("a", "value"): 50}
    assert effects(compared(tree(leaf("a", floor_goal(0, 10))), a=(20, 30))) == {}


def test_steps_are_split():
    assert effects(compared(tree(leaf("a", Goal("at_most", (number(3),)))), {"a": "lower"}, a=(4, 3))) == {("a", "value"): 100}


def test_a_leaf_without_target_has_no_part():
    assert effects(compared(tree(leaf("a"), leaf("b", PERCENT)), a=(1, 9), b=(1, 9))) == {("b", "value"): 8}


def test_both_periods_must_have_been_scored():
    table = values({"a": [[1], [2]]}, years(2))
    scores, _ = scoring.score(definition(tree(leaf("a", PERCENT))), table, years(2)[0], years(1))
    with pytest.raises(ValueError, match="not in tuple"):
        compare(scores, table, *years(2))


def every(case: Case) -> tuple[Scores, Values, list[Comparison]]:
    """All pairs of periods compared, forwards and backwards."""
    periods = case.values.periods
    scores, _ = scoring.score(case.definition, case.values, periods[0], periods)
    return scores, case.values, [compare(scores, case.values, a, b) for a in periods for b in periods if a != b]


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_parts_of_every_node_add_up_to_its_change(case: Case):
    for found in every(case)[2]:
        for index in range(len(found.nodes)):
            for entity in range(len(found.entities)):
                change = found.target_score[index, entity] - found.baseline_score[index, entity]
                parts = found.parts(index, entity)
                if np.isnan(change):
                    assert parts == ()
                else:
                    assert sum(part.effect for part in parts) == pytest.approx(change, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_nothing_but_scores_is_ever_missing(case: Case):
    for found in every(case)[2]:
        for array in (found.share, found.value_effect, found.goal_effect, found.one_sided):
            assert np.isfinite(array).all()
        assert ((found.share >= 0) & (found.share <= 1 + 1e-12)).all()


@settings(max_examples=60, deadline=None)
@given(cases(most_periods=2))
def test_turning_time_round_turns_the_signs(case: Case):
    there, back = every(case)[2]
    names = {"value": "value", "goal": "goal", "entered": "one side", "left": "one side"}
    for index in range(len(there.nodes)):
        for entity in range(len(there.entities)):
            forwards = [(p.path, names[p.cause], p.effect) for p in there.parts(index, entity)]
            backwards = [(p.path, names[p.cause], -p.effect) for p in back.parts(index, entity)]
            assert [p[:2] for p in forwards] == [p[:2] for p in backwards]
            assert [p[2] for p in forwards] == pytest.approx([p[2] for p in backwards], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(cases(most_periods=2), st.floats(0.01, 100))
def test_only_the_proportion_of_weights_matters(case: Case, factor: float):
    def scaled(here: Node) -> Node:
        return replace(here, weight=here.weight * factor, children=tuple(scaled(child) for child in here.children))

    before = every(case)[2][0]
    after = every(replace(case, definition=replace(case.definition, root=scaled(case.definition.root))))[2][0]
    for name in ("share", "value_effect", "goal_effect", "one_sided"):
        np.testing.assert_allclose(getattr(before, name), getattr(after, name), rtol=1e-9, atol=1e-9)
