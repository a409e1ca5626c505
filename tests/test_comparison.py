"""Changes between two periods: split by hand, and adding up whatever the tree."""

from __future__ import annotations

import math
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

from .scoring.build import Case, Goal, cases, dated, definition, floor_goal, forest, leaf, node, number, tree, values, years
from .scoring.oracle_split import Split

pytestmark = pytest.mark.filterwarnings("error")

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
    assert (found.baseline, found.target) == years(2)
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


def test_only_the_proportion_of_small_weights_matters_too():
    found = compared(tree(leaf("a", PERCENT, 0.03), leaf("b", PERCENT, 0.01)), a=(40, 60), b=(80, 40))
    assert effects(found) == {("a", "value"): 15, ("b", "value"): -10}


@pytest.mark.parametrize("combine", ["mean", "geometric", "weakest"])
@pytest.mark.parametrize("missing", ["skip", "zero"])
def test_a_point_is_worth_nothing_where_one_side_has_no_score(combine, missing):
    root = tree(leaf("a", PERCENT), leaf("b", PERCENT), leaf("c", PERCENT), combine=combine, missing=missing)
    found = compared(root, a=(40, 60), b=(80, R.NO_ROWS), c=(R.NO_ROWS, 70))
    assert found.share[2:, 0].tolist() == [0, 0]
    assert found.entered.dtype == bool
    assert found.entered[:, 0].tolist() == [False, False, False, True]
    assert found.one_sided[:2, 0].tolist() == [0, 0]


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


def test_a_child_that_had_a_place_only_in_the_baseline_left_though_it_never_had_a_score():
    root = tree(leaf("a", PERCENT), leaf("b", PERCENT), missing="zero")
    # 20 -> 60: without b the 40 counts alone
    assert effects(compared(root, a=(40, 60), b=(R.NO_ROWS, R.NOT_AT_LEVEL))) == {("a", "value"): 20, ("b", "left"): 20}
    assert effects(compared(root, a=(60, 40), b=(R.NOT_AT_LEVEL, R.NO_ROWS))) == {("a", "value"): -20, ("b", "entered"): -20}


def parts_of(combine, missing="skip", **cells):
    """Of a root over equally weighted leaves."""
    return effects(compared(tree(*(leaf(id, PERCENT) for id in cells), combine=combine, missing=missing), **cells))


LN2 = math.log(2)


def rounded(parts: dict[str, float], cause: str = "value") -> dict[tuple[str, str], float]:
    return {(path, cause): round(effect, 9) for path, effect in parts.items()}


def test_geometric_change_goes_by_logarithms():
    # 20 * 80 -> 80 * 80: 40 -> 80, all of it a's
    assert parts_of("geometric", a=(20, 80), b=(80, 80)) == {("a", "value"): 40}
    # 40 -> 80 again: a doubles twice, b halves twice, c doubles; four, minus four and two halves of ln 2
    assert parts_of("geometric", a=(10, 40), b=(40, 20), c=(10, 40)) == rounded(
        {path: 1 / 3 * n * LN2 * (4000 ** (1 / 3) * 2 - 4000 ** (1 / 3)) / LN2 for path, n in (("a", 2), ("b", -1), ("c", 2))}
    )


def test_geometric_weights_are_exponents():
    root = tree(leaf("a", PERCENT, 3), leaf("b", PERCENT, 1), combine="geometric")
    found = compared(root, a=(16, 16), b=(1, 81))  # 16^¾ = 8, times 1 and 3
    assert (round(found.baseline_score[0, 0], 9), round(found.target_score[0, 0], 9)) == (8, 24)
    assert effects(found) == {("b", "value"): 16}


def test_geometric_when_all_stays_the_same_nothing_has_a_part():
    assert parts_of("geometric", a=(20, 20), b=(80, 80)) == {}
    assert parts_of("geometric", a=(20, 80), b=(80, 20)) == rounded({"a": 40 * LN2, "b": -40 * LN2})


def test_geometric_falls_to_zero_by_those_who_do():
    assert parts_of("geometric", a=(40, 0), b=(90, 10)) == {("a", "value"): -60}
    assert parts_of("geometric", a=(0, 40), b=(10, 90)) == {("a", "value"): 60}
    root = tree(leaf("a", PERCENT, 3), leaf("b", PERCENT), combine="geometric")
    assert effects(compared(root, a=(50, 0), b=(50, 0))) == {("a", "value"): -37.5, ("b", "value"): -12.5}


def test_geometric_zero_both_times_has_no_parts():
    assert parts_of("geometric", a=(0, 0), b=(20, 80)) == {}
    assert parts_of("geometric", a=(0, 50), b=(50, 0)) == {}


def test_geometric_entering_and_leaving():
    # 40 -> 20: b enters with half of ln(10/40)
    assert parts_of("geometric", a=(40, 40), b=(R.NO_ROWS, 10)) == {("b", "entered"): -20}
    assert parts_of("geometric", a=(40, 40), b=(10, R.NO_ROWS)) == {("b", "left"): 20}
    # 10 -> 40, none stays: each half of the way
    assert parts_of("geometric", a=(10, R.NO_ROWS), b=(R.NO_ROWS, 40)) == {("a", "left"): 15, ("b", "entered"): 15}
    # 40 -> 0: what enters is the zero
    assert parts_of("geometric", a=(40, 80), b=(R.NO_ROWS, 0)) == {("b", "entered"): -40}
    assert parts_of("geometric", a=(40, 80), b=(0, R.NO_ROWS)) == {("b", "left"): 80}


def test_geometric_on_small_numbers():
    """Where logarithms are negative, and where one is far from the other."""
    assert parts_of("geometric", a=(0.25, R.NO_ROWS), b=(R.NO_ROWS, 0.5)) == {("a", "left"): 0.125, ("b", "entered"): 0.125}
    assert parts_of("geometric", a=(1, 2), b=(8, 8)) == rounded({"a": 4 - math.sqrt(8)})
    assert parts_of("geometric", a=(50, 1e-20), b=(50, 50)) == rounded({"a": math.sqrt(5e-19) - 50})
    assert parts_of("geometric", a=(1e-20, 50), b=(50, 50)) == rounded({"a": 50 - math.sqrt(5e-19)})


def test_geometric_under_zero_a_gap_takes_it_all():
    assert parts_of("geometric", "zero", a=(40, 80), b=(90, R.NO_ROWS)) == {("b", "left"): -60}
    assert parts_of("geometric", "zero", a=(40, 80), b=(R.NO_ROWS, 20)) == {("b", "entered"): 40}


def test_weakest_change_goes_to_the_lowest_on_the_way():
    assert parts_of("weakest", a=(20, 40), b=(80, 60)) == {("a", "value"): 20}
    # they cross in the middle at 40: a is lowest up to there, b from there
    assert parts_of("weakest", a=(20, 60), b=(60, 20)) == {("a", "value"): 20, ("b", "value"): -20}
    # a from 0 meets b at 30 after three tenths
    assert parts_of("weakest", a=(0, 100), b=(30, 30)) == {("a", "value"): 30}
    # side by side: the one above never is
    assert parts_of("weakest", a=(50, 60), b=(40, 50)) == {("b", "value"): 10}
    assert parts_of("weakest", a=(40.5, 50.5), b=(40, 50), c=(45, 55)) == {("b", "value"): 10}
    assert parts_of("weakest", a=(50, 30), b=(50, 30)) == {("a", "value"): -10, ("b", "value"): -10}


def test_weakest_that_hardly_differ_in_slope():
    assert parts_of("weakest", a=(50, 50), b=(0, 1e-307)) == {("b", "value"): 0}
    assert parts_of("weakest", a=(50, 50), b=(50, 50 + 1e-14)) == {}


def test_weakest_counts_no_weights_but_none():
    root = tree(leaf("a", PERCENT, 9), leaf("b", PERCENT, 1), leaf("c", PERCENT, 0), combine="weakest")
    assert effects(compared(root, a=(50, 60), b=(40, 45), c=(0, 0))) == {("b", "value"): 5}


def test_weakest_entering_and_leaving():
    assert parts_of("weakest", a=(50, 60), b=(R.NO_ROWS, 20)) == {("a", "value"): 10, ("b", "entered"): -40}
    assert parts_of("weakest", a=(50, 60), b=(R.NO_ROWS, 90)) == {("a", "value"): 10}
    assert parts_of("weakest", a=(50, 60), b=(20, R.NO_ROWS)) == {("a", "value"): 10, ("b", "left"): 30}
    assert parts_of("weakest", a=(50, 60), b=(R.NO_ROWS, 20), c=(R.NO_ROWS, 20), d=(R.NO_ROWS, 30)) == {
        ("a", "value"): 10,
        ("b", "entered"): -20,
        ("c", "entered"): -20,
    }
    # none stays: 10 -> 40, half of the way each
    assert parts_of("weakest", a=(10, R.NO_ROWS), b=(R.NO_ROWS, 40)) == {("a", "left"): 15, ("b", "entered"): 15}


def test_weakest_under_zero_a_gap_falls_on_its_way():
    # b falls from 90 to 0 and meets a, which stays at 30, after two thirds
    assert parts_of("weakest", "zero", a=(30, 30), b=(90, R.NO_ROWS)) == {("b", "left"): -30}
    assert parts_of("weakest", "zero", a=(30, 30), b=(R.NO_ROWS, 90)) == {("b", "entered"): 30}


@pytest.mark.parametrize(
    ("combine", "a", "b"),
    [
        # the root: f 20 -> 80 and c 80; f: a 10 -> 60 and b 30 -> 100
        ("mean", 12.5, 17.5),
        ("geometric", 50 / 2 * (40 / LN2 / 2) / (60 / math.log(4)), 70 / 2 * (40 / LN2 / 2) / (60 / math.log(4))),
        ("weakest", 25, 35),
    ],
)
def test_parts_are_carried_down_by_what_a_point_is_worth(combine, a, b):
    root = tree(node("f", leaf("a", PERCENT), leaf("b", PERCENT)), leaf("c", PERCENT), combine=combine)
    found = compared(root, a=(10, 60), b=(30, 100), c=(80, 80))
    assert effects(found) == rounded({"f/a": a, "f/b": b})


@pytest.mark.parametrize("back", [10, 10 + 4e-15, 10 + 8e-15, 10 - 2e-14, 10 + 1e-13])
def test_what_comes_back_to_where_it_was_still_has_parts_inside(back):
    """To the same score, or to one so near that the difference of logarithms has no digit left."""
    root = tree(node("f", leaf("a", PERCENT), leaf("b", PERCENT)), leaf("c", PERCENT), combine="geometric")
    found = compared(root, a=(10, 30), b=(30, back), c=(80, 80))  # a point of f is worth ½ * 40 / 20
    assert effects(found) == {("f/a", "value"): 10, ("f/b", "value"): -10}


def test_a_score_next_to_nothing_is_nothing_to_a_geometric_mean():
    root = tree(node("f", leaf("a", PERCENT)), leaf("b", PERCENT), combine="geometric")
    for tiny in (5e-324, 1e-300, 1e-51):
        found = compared(root, a=(tiny, 100), b=(50, 100))
        assert found.baseline_score[0, 0] == 0
        assert effects(found) == {("f/a", "value"): 100}
        assert effects(compared(root, a=(tiny, 2 * tiny), b=(50, 100))) == {}


def test_a_log_curve_is_split_on_its_scale():
    goal = floor_goal(1, 100, log=True)
    found = compared(tree(leaf("a", goal)), a=(1, 10))
    assert effects(found) == {("a", "value"): 50}


def test_a_dated_goal_moves():
    goal = floor_goal(0, dated({"2021-12-31": 10, "2022-12-31": 20}))
    # 10 on 10 is 100, 15 on 20 is 75; 15 on 10 is 100, 10 on 20 is 50
    assert effects(compared(tree(leaf("a", goal)), a=(10, 15))) == {("a", "value"): 12.5, ("a", "goal"): -37.5}


def test_a_goal_that_is_another_measure_moves_with_it():
    goal = floor_goal(0, Bound(0.0, "measure", measure="b"))
    root = tree(leaf("a", goal), leaf("b"))
    assert effects(compared(root, a=(5, 5), b=(10, 20))) == {("a", "goal"): -25}


def every(case: Case) -> tuple[Scores, Values, list[Comparison]]:
    """All pairs of periods compared, forwards and backwards."""
    periods = case.values.periods
    scores, _ = scoring.score(case.definition, case.values, periods[0], periods)
    return scores, case.values, [compare(scores, case.values, a, b) for a in periods for b in periods if a != b]


SEEDS = range(120)


def named(comparison: Comparison, node: int, entity: int) -> dict[tuple[tuple[str, ...], str], float]:
    return {(part.path, part.cause): part.effect for part in comparison.parts(node, entity)}


def nearly(mine: dict, theirs: dict) -> bool:
    """The same parts; one that is nothing need not be there."""
    return all(math.isclose(mine.get(key, 0), theirs.get(key, 0), rel_tol=1e-9, abs_tol=1e-9) for key in mine | theirs)


@pytest.mark.parametrize("seeds", [SEEDS[start::4] for start in range(4)], ids=str)
def test_every_part_is_the_one_that_the_method_defines(seeds: range):
    """120 trees over 20 entities, each node on its own: against plain recursion."""
    nodes = 0
    for seed in seeds:
        case = forest(seed, entities=20)
        found = every(case)[2][0]
        for entity in range(20):
            oracle = Split(case, (0, 1), entity)
            for index, here in enumerate(found.nodes):
                theirs = oracle.parts(here)
                assert nearly(named(found, index, entity), theirs)
                nodes += bool(here.children and theirs)
    assert nodes > 1000


@pytest.mark.parametrize("seed", range(0, 300, 3))
def test_parts_add_up_and_turn_their_signs_with_time(seed: int):
    there, back = every(forest(seed, entities=30))[2]
    turned = {"value": "value", "goal": "goal", "entered": "left", "left": "entered"}
    for index in range(len(there.nodes)):
        for entity in range(30):
            change = there.target_score[index, entity] - there.baseline_score[index, entity]
            parts = named(there, index, entity)
            assert sum(parts.values()) == pytest.approx(0 if np.isnan(change) else change, abs=1e-9)
            mirrored = {(path, turned[cause]): -part for (path, cause), part in named(back, index, entity).items()}
            assert nearly(parts, mirrored)


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=30, deadline=None)
@given(cases())
def test_nothing_but_scores_is_ever_missing(case: Case):
    for found in every(case)[2]:
        for array in (found.share, found.value_effect, found.goal_effect, found.one_sided):
            assert np.isfinite(array).all()
        assert (found.share >= 0).all()


@settings(max_examples=60, deadline=None)
@given(cases(most_periods=2))
def test_turning_time_round_turns_the_signs(case: Case):
    there, back = every(case)[2]
    names = {"value": "value", "goal": "goal", "entered": "left", "left": "entered"}
    for index in range(len(there.nodes)):
        for entity in range(len(there.entities)):
            forwards = [(p.path, p.cause, p.effect) for p in there.parts(index, entity)]
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
