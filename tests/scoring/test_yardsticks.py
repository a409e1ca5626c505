"""Targets with their bounds worked out: order, references, and where they cannot be used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scorecard import scoring
from scorecard.records.definition import Bound, Knot, Period, Target
from scorecard.records.values import Reason

from .build import Goal, definition, floor_goal, leaf, number, tree, values, years
from .test_rollup import found

pytestmark = pytest.mark.filterwarnings("error")

R = Reason


def judged(goal, cells, better="higher", periods=None, baseline=0, shown=None):
    """One measure's scores [period, entity], reasons, curve and findings. `cells`: per period, per entity."""
    periods = periods or years(len(cells))
    root = tree(leaf("m", goal))
    table = values({"m": cells}, periods)
    base = None if baseline is None else periods[baseline]
    scores, problems = scoring.score(definition(root, {"m": better}), table, base, shown or periods)
    return scores.score[1].tolist(), scores.reason[1].tolist(), scores.curves[1], problems


BASE = Bound(0, "baseline", 1.0)


def test_floor_may_lie_above_the_goal_when_lower_is_better():
    scores, _, curve, _ = judged(floor_goal(10, 5), [[4, 7.5, 12]], "lower")
    assert scores == [[100, 50, 0]]
    assert curve.values[:, 0, 0].tolist() == [5, 10]
    assert curve.scores[:, 0, 0].tolist() == [100, 0]


@pytest.mark.parametrize(
    ("goal", "better"),
    [
        (floor_goal(10, 5), "higher"),
        (floor_goal(5, 10), "lower"),
        (floor_goal(5, 5), "higher"),
        (floor_goal(0.3, 0.1 + 0.2), "higher"),
        (floor_goal(0, 0), "lower"),
        (Goal("within", tuple(map(number, (0, 2, 1, 3)))), "inside"),
        (Goal("within", tuple(map(number, (1, 1, 2, 3)))), "inside"),
        (Goal("within", tuple(map(number, (0, 1, 3, 3)))), "inside"),
        (Goal("inside", tuple(map(number, (2, 1)))), "inside"),
        (Goal("points", tuple(map(number, (0, 5, 10))), (0, 60, 50)), "higher"),
        (Goal("points", tuple(map(number, (0, 5, 10))), (0, 50, 60)), "lower"),
        (Goal("points", tuple(map(number, (0, 5, 10))), (50, 0, 50)), "inside"),
    ],
)
def test_a_goal_not_better_than_its_floor_scores_nothing_and_is_found(goal, better):
    scores, reasons, _, problems = judged(goal, [[4]], better)
    assert np.isnan(scores[0][0])
    assert reasons == [[R.GOAL_NOT_BETTER]]
    (problem,) = found(problems, "goal-not-better-here")
    assert dict(problem.facts) == {"measure": "m", "entities": 1, "of": 1}
    assert problem.place is not None
    assert problem.place.path == ("m", "target")


def test_points_in_any_order_are_put_along_the_axis():
    scores, _, curve, _ = judged(Goal("points", tuple(map(number, (10, 0, 5))), (100, 0, 80)), [[2.5, 7.5]])
    assert scores == [[40, 90]]
    assert curve.values[:, 0, 0].tolist() == [0, 5, 10]


def test_a_baseline_goal_is_one_yardstick_for_all_periods():
    scores, reasons, curve, _ = judged(floor_goal(BASE, Bound(10, "baseline", 1.0)), [[10], [15], [20]], baseline=1)
    assert scores == [[0], [0], [50]]
    assert reasons == [[0], [0], [0]]
    assert curve.values.shape == (2, 1, 1)


def test_baseline_means_the_same_entity():
    scores, *_ = judged(floor_goal(BASE, Bound(0, "baseline", 2.0)), [[10, 100], [15, 125]])
    assert scores[1] == [50, 25]


def test_previous_is_the_period_before_even_when_it_is_not_shown():
    periods = years(3)
    goal = floor_goal(Bound(0, "previous", 1.0), Bound(10, "previous", 1.0))
    scores, _, curve, _ = judged(goal, [[10], [15], [20]], periods=periods, shown=periods[1:])
    assert scores == [[50], [50]]
    assert curve.values[0].tolist() == [[10], [15]]


def test_previous_skips_no_period():
    periods = (years(1, 2020)[0], years(1, 2022)[0])
    scores, reasons, *_ = judged(floor_goal(Bound(0, "previous", 1.0), number(99)), [[10], [15]], periods=periods)
    assert reasons == [[R.NO_YARDSTICK], [R.NO_YARDSTICK]]
    assert np.isnan(scores).all()


def test_previous_is_of_the_same_kind():
    year, *_ = years(1, 2020)
    quarter = Period("2021-Q1", year.end, year.end.replace(month=4), "quarter")
    month = Period("2020-12", year.end.replace(year=2020, month=12), year.end, "month")
    assert (
        judged(floor_goal(Bound(0, "previous", 1.0), number(99)), [[10], [15], [20]], periods=(year, month, quarter))[1]
        == [[R.NO_YARDSTICK]] * 3
    )


def test_a_period_covered_in_part_is_no_previous_but_may_be_a_baseline():
    for bound, expected in ((Bound(0, "previous"), R.NO_YARDSTICK), (BASE, R.PRESENT)):
        table = values({"m": [[10], [15], [20]]}, years(3))
        table = replace(table, covered=np.array([[0.89, 0.9, 1]]))
        root = tree(leaf("m", floor_goal(bound, number(99))))
        scores, _ = scoring.score(definition(root), table, years(3)[0], years(3))
        assert scores.reason[1, 1:, 0].tolist() == [expected, R.PRESENT]


@pytest.mark.parametrize("bound", [BASE, Bound(1, "baseline", 0.5), Bound(0, "previous")])
def test_a_missing_reference_gives_no_yardstick(bound):
    _, reasons, _, problems = judged(floor_goal(bound, number(99)), [[R.NO_ROWS, 10], [15, 15]])
    assert reasons[1] == [R.NO_YARDSTICK, R.PRESENT]
    assert not found(problems, "goal-not-better-here")


def test_without_a_baseline_nothing_hangs_on_it():
    assert judged(floor_goal(BASE, number(99)), [[10]], baseline=None)[1] == [[R.NO_YARDSTICK]]
    assert judged(floor_goal(BASE, number(99)), [[10]], periods=(None,), baseline=None)[1] == [[R.NO_YARDSTICK]]


def test_a_missing_value_tells_its_own_reason_before_the_yardsticks():
    assert judged(floor_goal(BASE, number(9)), [[R.NOT_COVERED], [R.NO_ROWS]])[1] == [[R.NOT_COVERED], [R.NO_ROWS]]


def test_entities_whose_goal_is_not_better_are_counted_once():
    *_, problems = judged(floor_goal(BASE, number(10)), [[5, 20, 30, R.NO_ROWS], [6, 21, 9, 1]])
    (problem,) = found(problems, "goal-not-better-here")
    assert (problem.facts["entities"], problem.facts["of"]) == (2, 4)


def test_a_relative_goal_on_the_wrong_side_of_a_negative_baseline():
    _, reasons, _, _ = judged(floor_goal(BASE, Bound(0, "baseline", 1.1)), [[-10, 10], [1, 10.5]])
    assert reasons[1] == [R.GOAL_NOT_BETTER, R.PRESENT]


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_points_that_only_data_can_order(better):
    knots = [Knot(number(0), 0.0), Knot(BASE, 50.0), Knot(number(20), 100.0)]
    if better == "lower":
        knots = [Knot(number(0), 100.0), Knot(BASE, 50.0), Knot(number(20), 0.0)]
    for given in (knots, knots[::-1]):
        node = replace(leaf("m"), target=Target("line", tuple(given)))
        table = values({"m": [[10, 25], [15, 15]]}, years(2))
        scores, _ = scoring.score(definition(tree(node), {"m": better}), table, years(2)[0], years(2))
        assert scores.score[1, 1, 0] == (75 if better == "higher" else 25)
        assert scores.reason[1, :, 1].tolist() == [R.GOAL_NOT_BETTER] * 2


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    "scores",
    [(0, 50, 50, 100), (0, 0, 50, 100), (0, 50, 100, 100), (0, 0, 0, 100), (0, 100, 100, 100), (0, 0.4, 0.4, 0.4)],
)
def test_points_of_one_score_keep_the_order_of_the_axis(better, turned, scores):
    """Written from either end."""
    if better == "lower":
        scores = scores[::-1]
    knots = [Knot(bound, float(score)) for bound, score in zip((number(0), number(10), BASE, number(30)), scores, strict=True)]
    node = replace(leaf("m"), target=Target("line", tuple(knots[::-1] if turned else knots)))
    found, _ = scoring.score(definition(tree(node), {"m": better}), values({"m": [[20]]}, years(1)), years(1)[0], years(1))
    assert found.score[1, 0, 0] == scores[2]


@pytest.mark.parametrize("better", ["higher", "lower", "inside"])
def test_points_all_of_one_score_give_that(better):
    knots = (Knot(number(0), 40.0), Knot(BASE, 40.0), Knot(number(30), 40.0))
    node = replace(leaf("m"), target=Target("line", knots))
    found, _ = scoring.score(definition(tree(node), {"m": better}), values({"m": [[20]]}, years(1)), years(1)[0], years(1))
    assert found.score[1, 0, 0] == 40


def test_points_that_the_data_bring_together_make_a_jump():
    node = replace(leaf("m"), target=Target("line", (Knot(number(0), 0.0), Knot(BASE, 50.0), Knot(number(20), 100.0))))
    table = values({"m": [[0], [10], [-1]]}, years(3))
    scores, _ = scoring.score(definition(tree(node)), table, years(3)[0], years(3))
    assert scores.score[1, :, 0].tolist() == [50, 75, 0]


@pytest.mark.parametrize("bad", [float("inf"), float("-inf"), float("nan")])
def test_a_bound_that_is_no_number_is_no_yardstick(bad):
    assert judged(floor_goal(number(0), number(bad)), [[1]])[1] == [[R.NO_YARDSTICK]]
    assert judged(Goal("at_least", (number(bad),)), [[1]])[1] == [[R.NO_YARDSTICK]]


def test_an_edge_may_hang_on_the_period_before():
    goal = Goal("at_least", (Bound(0, "previous", 1.1),))
    assert judged(goal, [[1], [1.1], [1.2]])[0][1:] == [[100], [0]]
