"""Targets that hang on dates, other measures and what the entities reach, and targets for some levels; told where they fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scorecard import scoring
from scorecard.records.definition import Bound, Hierarchy, Period, Text
from scorecard.records.values import Entity, Reason

from .build import Goal, dated, definition, floor_goal, leaf, number, tree, values, years
from .test_yardsticks import judged

pytestmark = pytest.mark.filterwarnings("error")

R = Reason
LOW, HIGH = Bound(0.0, "lowest"), Bound(0.0, "highest")


def quarters(year: int) -> tuple[Period, ...]:
    starts = [date(year, month, 1) for month in (1, 4, 7, 10)] + [date(year + 1, 1, 1)]
    return tuple(Period(f"{year}-Q{n + 1}", starts[n], starts[n + 1], "quarter") for n in range(4))


def test_a_dated_goal_is_straight_between_last_days_and_flat_outside():
    goal = floor_goal(0, dated({"2025-06-30": 20, "2025-12-31": 40}))
    _, reasons, curve, problems = judged(goal, [[10]] * 4, periods=quarters(2025))
    assert reasons == [[R.PRESENT]] * 4
    # of the 184 days from the end of June to the end of December, 92 have passed by the end of September
    assert curve.values[1].tolist() == [[20], [20], [30], [40]]
    assert curve.values[0].tolist() == [[0]] * 4
    assert problems == ()


def test_a_dated_goal_may_hang_on_the_baseline_of_each_entity():
    goal = floor_goal(0, dated({"2021-12-31": Bound(0.0, "baseline"), "2023-12-31": Bound(0.0, "baseline", 3.0)}))
    scores, _, curve, _ = judged(goal, [[10, 20], [10, 20], [30, 60]])
    assert curve.values[1].tolist() == [[10, 20], [20, 40], [30, 60]]
    assert scores == [[100, 100], [50, 50], [100, 100]]


def test_of_a_dated_goal_only_what_matters_on_the_day_may_not_be_missing():
    goal = floor_goal(0, dated({"2022-12-31": 10, "2023-12-31": Bound(0.0, "baseline")}))
    _, reasons, _, _ = judged(goal, [[R.NO_ROWS], [5], [5]], periods=years(3))
    assert reasons == [[R.NO_ROWS], [R.PRESENT], [R.NO_YARDSTICK]]
    goal = floor_goal(0, dated({"2021-12-31": Bound(0.0, "baseline"), "2022-12-31": 10}))
    assert judged(goal, [[R.NO_ROWS], [5], [5]])[1][1:] == [[R.PRESENT], [R.PRESENT]]


def test_one_date_holds_always():
    scores, *_ = judged(floor_goal(0, dated({"2022-06-30": 20})), [[5], [10], [15]])
    assert scores == [[25], [50], [75]]


def test_a_dated_target_in_a_snapshot_is_no_yardstick_and_is_told():
    goal = floor_goal(0, dated({"2025-12-31": 10}))
    _, reasons, _, problems = judged(goal, [[5]], periods=(None,), baseline=None)
    assert reasons == [[R.NO_YARDSTICK]]
    (problem,) = problems
    assert (problem.code, dict(problem.facts)) == ("dated-target-in-snapshot", {"measure": "m"})
    assert problem.place is not None
    assert problem.place.path == ("m", "target")


def test_dates_have_an_order_even_where_better_is_lower():
    goal = floor_goal(dated({"2021-12-31": 20, "2022-12-31": 10}), dated({"2021-12-31": 10, "2022-12-31": 5}))
    assert judged(goal, [[15], [7.5]], "lower")[0] == [[50], [50]]


def test_a_dated_goal_may_move_with_another_measure():
    goal = floor_goal(0, dated({"2021-06-30": Bound(0.0, "measure", measure="other")}))
    assert versus(goal, [[10, 10], [10, 10]], [[20, 40], [10, 80]])[0] == [[50, 25], [100, 12.5]]


def versus(goal: Goal, cells, others):
    """Of m, whose target may hang on `other`, a measure without target."""
    periods = years(len(cells))
    root = tree(leaf("m", goal), leaf("other"))
    scores, problems = scoring.score(definition(root), values({"m": cells, "other": others}, periods), periods[0], periods)
    return scores.score[1].tolist(), scores.reason[1].tolist(), problems


def test_another_measure_is_read_in_the_same_period_and_entity():
    goal = floor_goal(0, Bound(10.0, "measure", 0.5, "other"))
    scores, _, problems = versus(goal, [[10, 10], [10, 10]], [[20, 180], [60, 20]])
    assert scores == [[50, 10], [25, 50]]
    assert problems == ()


def test_another_measure_that_is_missing_is_told():
    goal = floor_goal(0, Bound(0.0, "measure", measure="other"))
    _, reasons, problems = versus(goal, [[1, 1, 1], [1, 1, R.NO_ROWS]], [[2, R.NO_ROWS, 2], [2, R.NOT_ENTERED, R.NOT_ENTERED]])
    assert reasons == [[0, R.NO_YARDSTICK, 0], [0, R.NO_YARDSTICK, R.NO_ROWS]]
    (problem,) = problems
    assert problem.code == "target-measure-missing"
    assert dict(problem.facts) == {"measure": "m", "other": "other", "entities": 1, "of": 3}


def test_no_word_of_another_measure_where_the_own_value_is_missing_too():
    goal = floor_goal(0, Bound(0.0, "measure", measure="other"))
    assert versus(goal, [[R.NO_ROWS]], [[R.NO_ROWS]])[2] == ()


@pytest.mark.parametrize(
    ("low", "high", "knots"),
    [
        (LOW, HIGH, (10, 50)),
        (Bound(-5.0, "lowest", 0.5), Bound(1.0, "highest", 2.0), (0, 101)),
        # 10 20 30 50: mean 27.5, squares of the distances 306.25 + 56.25 + 6.25 + 506.25 = 875, over 3
        (Bound(0.0, "mean", spread=-1.0), Bound(0.0, "mean", spread=2.0), (27.5 - (875 / 3) ** 0.5, 27.5 + 2 * (875 / 3) ** 0.5)),
        (number(0), Bound(0.0, "mean"), (0, 27.5)),
        (Bound(0.0, "percentile", percentile=0.0), Bound(0.0, "percentile", percentile=100.0), (10, 50)),
        (Bound(0.0, "percentile", percentile=50.0), Bound(0.0, "percentile", percentile=90.0), (25, 30 + 0.7 * 20)),
    ],
)
def test_bounds_over_entities_by_hand(low, high, knots):
    """Baseline 20 and 50, target 10 and 30; the total, and the year between, are not among them."""
    _, reasons, curve, problems = judged(floor_goal(low, high), [[99, 20, 50], [0, 0, 0], [99, 10, 30]])
    assert curve.values[:, 0, 0].tolist() == pytest.approx(knots)
    assert curve.values.shape == (2, 1, 1)
    assert not any(map(any, reasons))
    assert problems == ()


def test_a_snapshot_and_a_single_period_pool_what_there_is():
    for periods in ((None,), years(1)):
        scores, *_ = judged(floor_goal(LOW, HIGH), [[30, 20, 40]], periods=periods, baseline=None)
        assert scores == [[50, 0, 100]]
    history = judged(floor_goal(LOW, HIGH), [[0, 1, 2], [30, 20, 40]], baseline=None)
    assert history[0] == [[0, 0, 0], [50, 0, 100]]


def test_the_target_period_may_be_named():
    periods, table = years(3), values({"m": [[0, 10, 20], [0, 0, 90], [0, 20, 50]]}, years(3))
    root = definition(tree(leaf("m", floor_goal(LOW, HIGH))))
    for target, knots in ((None, [10, 50]), (periods[1], [0, 90]), (periods[0], [10, 20])):
        scores, _ = scoring.score(root, table, periods[0], periods, target)
        assert scores.curves[1].values[:, 0, 0].tolist() == knots


def test_missing_values_are_left_out_of_the_pool():
    _, _, curve, _ = judged(floor_goal(LOW, HIGH), [[9, R.NO_ROWS, 5], [9, 7, R.NOT_COVERED]])
    assert curve.values[:, 0, 0].tolist() == [5, 7]


@pytest.mark.parametrize(
    ("goal", "cells", "count"),
    [
        (floor_goal(0, HIGH), [[5, R.NOT_AT_LEVEL], [5, R.NOT_AT_LEVEL]], 0),
        (floor_goal(0, Bound(0.0, "percentile", percentile=50.0)), [[5, R.NO_ROWS]], 0),
        (floor_goal(0, Bound(0.0, "mean")), [[5, R.NO_ROWS]], 0),
        (floor_goal(0, Bound(0.0, "mean", spread=1.0)), [[5, 7], [5, R.NO_ROWS]], 1),
        (floor_goal(0, dated({"2021-12-31": Bound(0.0, "mean", spread=1.0)})), [[5, 7], [5, R.NO_ROWS]], 1),
    ],
)
def test_too_few_entities_are_no_yardstick_and_told(goal, cells, count):
    _, reasons, _, problems = judged(goal, cells)
    assert reasons[0][0] == R.NO_YARDSTICK
    (problem,) = problems
    assert (problem.code, dict(problem.facts)) == ("too-few-entities", {"measure": "m", "count": count})


def test_enough_entities_are_not_told_where_another_bound_is_missing():
    low, high = Bound(0.0, "baseline"), Bound(0.0, "mean", spread=1.0)
    _, reasons, _, problems = judged(floor_goal(low, high), [[R.NO_ROWS, 5, 9]], baseline=0)
    assert problems == ()
    _, reasons, _, problems = judged(floor_goal(low, high), [[R.NO_ROWS, 5], [8, 9]], baseline=0)
    assert (reasons[1][0], problems) == (R.NO_YARDSTICK, ())


def test_one_entity_is_enough_for_all_but_a_deviation():
    for bound in (HIGH, Bound(0.0, "mean"), Bound(0.0, "percentile", percentile=90.0)):
        scores, _, _, problems = judged(floor_goal(0, bound), [[5, 10]], baseline=None)
        assert (scores, problems) == ([[50, 100]], ())


def test_entities_that_are_all_alike_are_told_instead_of_a_goal_that_is_not_better():
    _, reasons, _, problems = judged(floor_goal(LOW, HIGH), [[5, 0.3, 0.3], [5, 0.1 + 0.2, R.NO_ROWS]])
    assert reasons[0] == [R.GOAL_NOT_BETTER] * 3
    (problem,) = problems
    assert (problem.code, dict(problem.facts)) == ("entities-all-alike", {"measure": "m", "value": 0.3, "count": 3})


def test_one_entity_alone_is_alike():
    *_, problems = judged(floor_goal(LOW, HIGH), [[5, 0.3]], baseline=None)
    assert [(problem.code, problem.facts["count"]) for problem in problems] == [("entities-all-alike", 1)]


def test_entities_that_are_all_alike_may_still_be_a_goal():
    scores, _, _, problems = judged(floor_goal(0, Bound(0.0, "mean", spread=1.0)), [[5, 10, 10]], baseline=None)
    assert (scores, problems) == ([[50, 100, 100]], ())


def test_a_goal_below_what_all_reach_is_told_as_ever():
    for reached in (5, 6):
        *_, problems = judged(floor_goal(7, HIGH), [[5, 5, reached]], baseline=None)
        assert [problem.code for problem in problems] == ["goal-not-better-here"]


PLACES = (
    Entity(),
    Entity(("W",), ("region",)),
    Entity((None,), ("region",)),
    Entity(("W", "a"), ("region", "branch")),
    Entity(("W", "b"), ("region", "branch")),
    Entity(("W", None), ("region", "branch")),
    Entity(("web",), ("channel",)),
    Entity(("web", "a"), ("channel", "branch")),
)
CELLS = [100, 60, 1, 30, 20, 2, 80, 3]
CROSSED = (Hierarchy("place", ("region", "branch")), Hierarchy("grid", ("channel", "branch")))


def placed(goal: Goal, hierarchies=CROSSED, cells=CELLS):
    """Knots and reasons of one measure in a snapshot over PLACES."""
    here = replace(definition(tree(leaf("m", goal))), hierarchies=hierarchies)
    table = replace(values({"m": [cells]}, (None,)), entities=PLACES)
    scores, problems = scoring.score(here, table, None, (None,))
    return scores.curves[1].values[:, 0, 0].tolist(), scores.reason[1, 0].tolist(), problems


@pytest.mark.parametrize(
    ("levels", "knots"),
    [
        ((), [20, 30]),  # branches of the first hierarchy, without the unassigned
        (("branch",), [20, 30]),
        (("region", "branch"), [20, 30]),
        (("region", "total"), [60, 60]),
        (("channel",), [80, 80]),  # only the second hierarchy has it
        (("total",), [20, 30]),  # the total against the branches
    ],
)
def test_the_finest_entities_are_those_of_the_first_hierarchy_or_of_the_finest_level_named(levels, knots):
    assert placed(replace(floor_goal(LOW, HIGH), levels=levels))[0] == knots


def test_without_entities_the_total_is_the_finest():
    assert placed(floor_goal(0, HIGH), hierarchies=())[0] == [0, 100]


@pytest.mark.parametrize(
    ("levels", "held"),
    [
        (("total",), [1, 0, 0, 0, 0, 0, 0, 0]),
        (("region",), [0, 1, 1, 0, 0, 0, 0, 0]),
        (("branch",), [0, 0, 0, 1, 1, 1, 0, 1]),
        (("total", "channel"), [1, 0, 0, 0, 0, 0, 1, 0]),
        ((), [1, 1, 1, 1, 1, 1, 1, 1]),
    ],
)
def test_a_target_may_hold_at_some_levels(levels, held):
    expected = [R.PRESENT if here else R.NO_TARGET for here in held]
    assert placed(floor_goal(0, 100, levels=levels))[1] == expected


def test_where_a_target_does_not_hold_the_measure_is_outside_whatever_its_value():
    root = tree(leaf("m", floor_goal(0, 100, levels=("unit",))), leaf("b", floor_goal(0, 100)))
    table = values({"m": [[R.NO_ROWS, R.NO_ROWS, 40]], "b": [[50, 50, 50]]}, (None,))
    scores, _ = scoring.score(definition(root), table, None, (None,))
    assert scores.reason[1, 0].tolist() == [R.NO_TARGET, R.NO_ROWS, R.PRESENT]
    assert scores.coverage[0][0].tolist() == [1, 0.5, 1]
    assert scores.score[0, 0].tolist() == [50, 50, 45]


def test_a_bound_of_nothing_on_a_log_scale_is_no_yardstick_and_told():
    _, reasons, curve, problems = judged(floor_goal(Bound(0.0, "baseline"), 100, log=True), [[0, 1, -5, 2], [10, 10, 10, 10]])
    assert reasons == [[R.NO_YARDSTICK, 0, R.NO_YARDSTICK, 0]] * 2
    (problem,) = problems
    assert (problem.code, dict(problem.facts)) == ("log-of-nothing", {"measure": "m", "entities": 2, "of": 4})
    assert curve.scale == "log"


def test_of_bounds_without_a_logarithm_only_those_are_told_that_cost_a_score():
    goal = floor_goal(Bound(0.0, "measure", measure="other"), 100, log=True)
    # a bound of nothing; one too, but the own value is missing; a bound that is missing
    *_, problems = versus(goal, [[10, 10, R.NO_ROWS, 10]], [[1, 0, 0, R.NO_ROWS]])
    assert [(problem.code, problem.facts["entities"]) for problem in problems] == [
        ("log-of-nothing", 1),
        ("target-measure-missing", 1),
    ]
    goal = floor_goal(0.5, Bound(0.0, "measure", measure="other"), log=True)  # below 1, where logarithms are negative
    assert [problem.code for problem in versus(goal, [[10]], [[R.NO_ROWS]])[2]] == ["target-measure-missing"]


def test_every_finding_about_a_target_names_it_and_stands_at_it():
    other = Bound(0.0, "measure", measure="other")
    told = {}
    for goal, cells, shown in (
        (floor_goal(0, dated({"2025-12-31": 10})), [[5, 5]], (None,)),
        (floor_goal(LOW, HIGH), [[5, 5]], years(1)),
        (floor_goal(LOW, HIGH), [[5, R.NO_ROWS]], years(1)),
        (floor_goal(5, 1), [[5, 5]], years(1)),
        (floor_goal(0, 1, log=True), [[5, 5]], years(1)),
        (floor_goal(0, other), [[5, 5]], years(1)),
    ):
        titled = replace(leaf("m", goal), title=Text({"en": "Rate", "fa": "نرخ"}))
        here = definition(tree(titled, replace(leaf("other"), title=Text({"en": "Plan", "fa": "برنامه"}))))
        table = values({"m": cells, "other": [[R.NO_ROWS] * 2]}, shown)
        _, problems = scoring.score(replace(here, language="fa"), table, None, shown)
        (problem,) = problems
        told[problem.code] = problem
        assert problem.place is not None
        assert problem.place.path == ("m", "target")
        assert (problem.level, problem.facts["measure"]) == ("finding", "نرخ")
    assert told["target-measure-missing"].facts["other"] == "برنامه"
    assert sorted(told) == [
        "dated-target-in-snapshot",
        "entities-all-alike",
        "goal-not-better-here",
        "log-of-nothing",
        "target-measure-missing",
        "too-few-entities",
    ]


def test_on_a_log_scale_the_target_is_scored_in_logarithms():
    assert judged(floor_goal(1, 100, log=True), [[1, 10, 100]])[0][0] == pytest.approx([0, 50, 100])
    within = Goal("within", tuple(map(number, (1, 10, 100, 10_000))), log=True)
    assert judged(within, [[1, 31.6227766016838, 1000, 0]], "inside")[0][0] == pytest.approx([0, 100, 50, 0])


def test_numbers_out_of_range_are_no_yardstick():
    scores, reasons, *_ = judged(floor_goal(0, Bound(0.0, "baseline", 1e300)), [[1e300], [1]])
    assert reasons == [[R.NO_YARDSTICK]] * 2
    assert judged(floor_goal(0, Bound(0.0, "mean")), [[1, 1.7e308, 1.7e308]])[1] == [[R.NO_YARDSTICK] * 3]
    lowest = Bound(0.0, "percentile", percentile=0.0)
    assert judged(floor_goal(lowest, 0), [[1, 1.7e308, -1.7e308]])[1] == [[R.NO_YARDSTICK] * 3]
    assert np.isnan(scores).all()
