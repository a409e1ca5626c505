"""How sure scores are, against 200,000 draws of the values, taken through curves and tree by plain numpy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import scipy.stats

from scorecard import scoring
from scorecard.records.definition import Band, Definition, FromRows, Node
from scorecard.records.formula import Aggregate, Formula
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values

from .build import Goal, definition, floor_goal, leaf, node, number, tree, values, years

DRAWS = 200_000
BANDS = (Band("poor", 0.0), Band("fair", 50.0), Band("good", 80.0))
Floats = np.ndarray[Any, Any]


def through(goal: Goal, value: Floats) -> Floats:
    """The clamped score of values, by what an author means with a goal."""
    at = [each.shift for each in goal.bounds]  # type: ignore[union-attr]  # none of these goals moves
    match goal.kind:
        case "at_least":
            return np.where(value >= at[0], 100.0, 0.0)
        case "at_most":
            return np.where(value <= at[0], 100.0, 0.0)
        case "inside":
            return np.where((value >= at[0]) & (value <= at[1]), 100.0, 0.0)
    scores = {"floor_goal": [0.0, 100.0], "within": [0.0, 100.0, 100.0, 0.0], "points": [*goal.scores]}[goal.kind]
    pairs = sorted(zip(at, scores, strict=True))
    x, y = (np.array(each) for each in zip(*pairs, strict=True))
    if goal.log:
        x, value = np.log(x), np.log(np.maximum(value, 1e-300))
    return np.interp(value, x, y)


def measured(root: Node, datasets: Mapping[str, str], own: Mapping[str, tuple[Band, ...]] = {}, **better: Any) -> Definition:
    """A definition whose measures come from these datasets."""
    found = definition(root, better)
    rows = Formula("count(*)", Aggregate("count"), (), Aggregate("count"))
    measures = {
        id: replace(measure, how=FromRows(datasets.get(id, "records"), rows), status=own.get(id, ()))
        for id, measure in found.measures.items()
    }
    return replace(found, measures=measures, status=BANDS)


def with_errors(table: Values, errors: Mapping[str, float]) -> Values:
    """Each measure's standard error wherever it has a value, and an interval of 1.96 of these to either side."""
    se = np.full(table.value.shape, np.nan)
    for id, error in errors.items():
        row = table.measures.index(id)
        se[row] = np.where(table.reason[row] == 0, error, np.nan)
    return replace(table, se=se, low=table.value - 1.96 * se, high=table.value + 1.96 * se)


def scored(what: Definition, table: Values) -> Scores:
    return scoring.score(what, table, None, table.periods)[0]


def drawn(what: Definition, table: Values, goals: Mapping[str, Goal], cell: tuple[int, int], seed: int = 1) -> list[Floats]:
    """Scores of all nodes, in walk order: one normal number for each dataset, by which all its scores go up together."""
    random = np.random.default_rng(seed)
    datasets = {how.dataset for measure in what.measures.values() if isinstance(how := measure.how, FromRows)}
    grid = scipy.stats.norm.ppf((np.arange(DRAWS) + 0.5) / DRAWS)  # so that what is rare is drawn as often as it should be
    shared = {dataset: random.permutation(grid) for dataset in sorted(datasets)}
    at = {id: (table.measures.index(id), *cell) for id in table.measures}

    def leaf_of(id: str) -> Floats:
        how, value, se = what.measures[id].how, table.value[at[id]], np.nan_to_num(table.se[at[id]])
        assert isinstance(how, FromRows)
        up = through(goals[id], np.array(value + se)) >= through(goals[id], np.array(value - se))
        return through(goals[id], value + (1 if up else -1) * se * shared[how.dataset])

    found: list[Floats] = []

    def walk(one: Node) -> Floats | str | None:
        """Its scores; None where they are missing, "outside" where nothing below it weighs."""
        place = len(found)
        found.append(np.full(DRAWS, np.nan))
        if one.measure is not None:
            if table.reason[at[one.measure]] != 0:
                return None
            found[place] = leaf_of(one.measure)
            return found[place]
        told = [(child.weight, walk(child)) for child in one.children]
        below = [(weight, score) for weight, score in told if weight > 0 and not isinstance(score, str)]
        parts = [(weight, score) for weight, score in below if score is not None]
        if not parts:
            return None if below else "outside"
        gaps = sum(weight for weight, score in below if score is None) if one.missing == "zero" else 0.0
        weights, scores = (np.array(each) for each in zip(*parts, strict=True))
        if gaps and one.combine != "mean":
            found[place] = np.zeros(DRAWS)
        elif one.combine == "mean":
            found[place] = weights @ scores / (weights.sum() + gaps)
        elif one.combine == "weakest":
            found[place] = scores.min(axis=0)
        else:
            with np.errstate(divide="ignore"):
                found[place] = np.exp(weights @ np.log(scores) / weights.sum())
        return found[place]

    walk(what.root)
    return found


GOALS: dict[str, tuple[Goal, str]] = {
    "higher": (floor_goal(0, 10), "higher"),
    "lower": (floor_goal(10, 0), "lower"),
    "within": (Goal("within", tuple(map(number, (0, 4, 6, 10)))), "inside"),
    "at_least": (Goal("at_least", (number(5),)), "higher"),
    "at_most": (Goal("at_most", (number(5),)), "lower"),
    "inside": (Goal("inside", (number(3), number(6))), "inside"),
    "points": (Goal("points", tuple(map(number, (1, 4, 8))), (0.0, 70.0, 100.0)), "higher"),
    "log": (floor_goal(1, 100, log=True), "higher"),
}


@pytest.mark.parametrize("kind", GOALS)
@pytest.mark.parametrize(("value", "se"), [(5.0, 0.5), (5.0, 3.0), (9.9, 1.0), (12.0, 2.5), (0.3, 0.4), (6.0, 0.01)])
def test_a_leaf_has_the_spread_and_the_chances_of_its_draws(kind: str, value: float, se: float) -> None:
    goal, better = GOALS[kind]
    what = measured(tree(leaf("m", goal)), {"m": "voice"}, m=better)
    table = with_errors(values({"m": [[value]]}, (None,)), {"m": se})
    scores = scored(what, table)
    assert scores.sd is not None
    assert scores.sure is not None
    assert scores.low is not None
    assert scores.high is not None
    draws = drawn(what, table, {"m": goal}, (0, 0))[1]
    assert scores.sd[1, 0, 0] == pytest.approx(draws.std(), rel=0.01, abs=0.1)
    shown = scores.score[1, 0, 0]
    low, high = next((b.start if n else -1.0, e) for n, (b, e) in enumerate(zip(BANDS, (50, 80, 200), strict=True)) if shown < e)
    assert scores.sure[1, 0, 0] == pytest.approx(((draws >= low) & (draws < high)).mean(), abs=0.005)
    inside = through(goal, np.linspace(value - 1.96 * se, value + 1.96 * se, 100_001))
    assert scores.low[1, 0, 0] == pytest.approx(inside.min(), abs=0.05)
    assert scores.high[1, 0, 0] == pytest.approx(inside.max(), abs=0.05)


def test_a_leaf_beyond_its_goal_is_not_certain_for_that() -> None:
    """Half a standard error beyond the goal: the score is 100, and 31% of the draws are below. Slope times error would say 0."""
    what = measured(tree(leaf("m", floor_goal(0, 10))), {"m": "voice"})
    scores = scored(what, with_errors(values({"m": [[10.5]]}, (None,)), {"m": 1.0}))
    assert scores.sd is not None
    # S = 100 - 10 max(0, Z - 0.5): the moments of a normal cut off at half a standard deviation
    first = scipy.stats.norm.expect(lambda z: z - 0.5, lb=0.5)
    second = scipy.stats.norm.expect(lambda z: (z - 0.5) ** 2, lb=0.5)
    assert scores.score[1, 0, 0] == 100.0
    assert scores.sd[1, 0, 0] == pytest.approx(10 * math.sqrt(second - first**2), rel=1e-9)


def test_bands_of_its_own_are_asked_of_the_value() -> None:
    own = (Band("bad", 0.0), Band("fine", 20.0), Band("great", 40.0))
    what = measured(tree(leaf("m", floor_goal(0, 10)), leaf("n")), {"m": "voice", "n": "voice"}, {"m": own, "n": own})
    scores = scored(what, with_errors(values({"m": [[25.0]], "n": [[41.0]]}, (None,)), {"m": 5.0, "n": 2.0}))
    assert scores.sure is not None
    assert scores.sd is not None
    assert scores.sure[1, 0, 0] == pytest.approx(scipy.stats.norm.cdf(40, 25, 5) - scipy.stats.norm.cdf(20, 25, 5))
    assert scores.sure[2, 0, 0] == pytest.approx(scipy.stats.norm.sf(40, 41, 2)), "without a target a value has a status, too"
    assert np.isnan(scores.sd[2, 0, 0])


def test_a_value_on_the_edge_of_a_band_is_as_likely_below() -> None:
    what = measured(tree(leaf("m", floor_goal(0, 10))), {"m": "voice"})
    scores = scored(what, with_errors(values({"m": [[8.0]]}, (None,)), {"m": 0.5}))
    assert scores.sure is not None
    assert scores.sure[:, 0, 0] == pytest.approx([0.5, 0.5], abs=0.001)


def test_effects_within_a_dataset_add_up_and_those_of_others_square() -> None:
    """Far from all ends a mean's deviation is that of sums: (3 + 5) / 4 of one dataset, 2 / 4 of another."""
    goal = floor_goal(0, 100)
    root = tree(leaf("a", goal), leaf("b", floor_goal(100, 0)), leaf("c", goal, 2.0))
    what = measured(root, {"a": "voice", "b": "voice", "c": "staff"}, b="lower")
    table = with_errors(values({"a": [[50.0]], "b": [[50.0]], "c": [[50.0]]}, (None,)), {"a": 3.0, "b": 5.0, "c": 1.0})
    scores = scored(what, table)
    assert scores.sd is not None
    assert scores.sd[:, 0, 0] == pytest.approx([math.hypot(8 / 4, 2 / 4), 3, 5, 1])
    assert scores.low is not None
    assert scores.high is not None
    reach = 1.959963984540054 * math.hypot(8 / 4, 2 / 4)
    assert (scores.low[0, 0, 0], scores.high[0, 0, 0]) == pytest.approx((50 - reach, 50 + reach))


def case(seed: int) -> tuple[Definition, Values, dict[str, Goal]]:
    """A random tree of two levels with mixed rules, gaps, curves, datasets and facts; two periods, two entities."""
    random = np.random.default_rng(seed)
    goals: dict[str, Goal] = {}
    better: dict[str, str] = {}

    def rules() -> dict[str, Any]:
        return {"combine": str(random.choice(["mean", "geometric", "weakest"])), "missing": str(random.choice(["skip", "zero"]))}

    def some(count: int) -> list[Node]:
        found = []
        for _ in range(count):
            id = f"m{len(goals)}"
            goals[id], better[id] = GOALS[
                str(random.choice(["higher", "higher", "lower", "within", "points", "log", "at_least"]))
            ]
            found.append(leaf(id, goals[id], float(random.choice([0.0, 1.0, 1.0, 2.5]))))
        return found

    root = tree(*(node(f"f{n}", *some(random.integers(1, 4)), **rules()) for n in range(3)), *some(1), **rules())
    datasets = {id: str(random.choice(["voice", "staff", "records"])) for id in goals}
    cells = {
        id: [[Reason.NO_ROWS if random.random() < 0.1 else float(random.uniform(2, 9)) for _ in range(2)] for _ in range(2)]
        for id in goals
    }
    errors = {id: float(random.choice([0.05, 0.5, 1.5, 3.0])) for id in goals if datasets[id] != "records"}
    return measured(root, datasets, **better), with_errors(values(cells, years(2)), errors), goals


@pytest.mark.parametrize("seed", range(16))
def test_trees_are_as_unsure_as_their_draws(seed: int) -> None:
    what, table, goals = case(seed)
    scores = scored(what, table)
    if not np.isfinite(table.se).any():
        pytest.skip("nothing sampled in this tree")
    assert scores.sd is not None
    assert scores.sure is not None
    moves = {one.path for row, one in enumerate(scores.nodes) if np.isfinite(scores.sd[row]).any()}
    bent = {one.path for one in scores.nodes if any(each.combine != "mean" and each.path in moves for each in one.walk())}
    for cell in np.ndindex(2, 2):
        draws = drawn(what, table, goals, cell)
        for row, one in enumerate(scores.nodes):
            at = (row, *cell)
            if np.isnan(draws[row]).all():
                assert np.isnan(scores.sd[at])
                assert np.isnan(scores.score[at])
                continue
            wanted = draws[row].std()
            if one.measure is None and np.isnan(scores.sd[at]):  # by facts alone
                assert wanted < 1e-9
                continue
            if one.measure is not None:
                sampled = np.isfinite(table.se[(table.measures.index(one.measure), *cell)])
                assert np.isnan(scores.sd[at]) != sampled
                continue
            if one.path in bent:
                assert scores.sd[at] == pytest.approx(wanted, rel=0.06, abs=0.3)
            else:  # the sum of effects, which the ends can only make smaller
                assert wanted * 0.99 - 0.02 <= scores.sd[at] <= wanted * 1.35 + 0.1
            shown = next(band for band in reversed(BANDS) if band.start <= scores.score[at] + 1e-9)
            end = next((band.start for band in BANDS if band.start > shown.start), 200.0)
            chance = ((draws[row] >= shown.start - 1e-9) & (draws[row] < end - 1e-9)).mean()
            assert scores.sure[at] == pytest.approx(chance, abs=0.045)


def test_straight_trees_whose_leaves_stay_between_their_ends_are_exact() -> None:
    goal = floor_goal(0, 100)
    random = np.random.default_rng(3)
    parts = [node(f"f{n}", *(leaf(f"m{n}{k}", goal, float(random.uniform(0.5, 3))) for k in range(3))) for n in range(3)]
    what = measured(tree(*parts), {f"m{n}{k}": ("voice", "staff", "records")[(n + k) % 3] for n in range(3) for k in range(3)})
    cells = {id: [[float(random.uniform(30, 70))]] for id in what.measures}
    errors = {id: float(random.uniform(1, 5)) for id, m in what.measures.items() if m.how.dataset != "records"}  # type: ignore[union-attr]  # FromRows all
    table = with_errors(values(cells, (None,)), errors)
    scores = scored(what, table)
    draws = drawn(what, table, dict.fromkeys(cells, goal), (0, 0))
    assert scores.sd is not None
    for row, one in enumerate(scores.nodes):
        if one.children:
            assert scores.sd[row, 0, 0] == pytest.approx(draws[row].std(), rel=0.01)


def test_of_very_many_values_fewer_draws_do(monkeypatch: pytest.MonkeyPatch) -> None:
    what, table, _ = case(7)
    many = scored(what, table)
    monkeypatch.setattr("scorecard.scoring.draws._MANY", 0)
    few = scored(what, table)
    assert many.sd is not None
    assert few.sd is not None
    assert not np.array_equal(few.sd, many.sd, equal_nan=True)
    assert few.sd == pytest.approx(many.sd, rel=0.15, abs=0.5, nan_ok=True)


def test_a_value_whose_answers_are_all_alike_is_as_unsure_as_its_interval() -> None:
    """All five of five: the standard error is 0, Wilson's interval reaches down to 0.57."""
    what = measured(tree(leaf("m", floor_goal(0, 1))), {"m": "voice"})
    table = replace(
        with_errors(values({"m": [[1.0]]}, (None,)), {"m": 0.0}), low=np.array([[[0.5655]]]), high=np.array([[[1.0]]])
    )
    scores = scored(what, table)
    assert scores.sd is not None
    assert scores.low is not None
    error = 100 * (1 - 0.5655) / 1.959963984540054
    # half of the draws are cut off at 100
    assert scores.sd[1, 0, 0] == pytest.approx(error * math.sqrt(0.5 - 1 / (2 * math.pi)), rel=1e-4)
    assert scores.low[1, 0, 0] == pytest.approx(56.55)


def test_where_no_sample_stands_behind_a_score_nothing_is_said() -> None:
    goal = floor_goal(0, 100)
    root = tree(node("f", leaf("a", goal), leaf("b", goal)), node("g", leaf("c", goal)))
    what = measured(root, {"a": "voice"})
    cells = {"a": [[50.0, Reason.SUPPRESSED]], "b": [[40.0, 40.0]], "c": [[60.0, 60.0]]}
    scores = scored(what, with_errors(values(cells, (None,)), {"a": 4.0}))
    for array in (scores.sd, scores.low, scores.high, scores.sure):
        assert array is not None
        assert (~np.isnan(array[:, 0, 0])).tolist() == [True, True, True, False, False, False], "root, f and a of the total"
        assert np.isnan(array[:, 0, 1]).all(), "a is withheld there: what is left is facts"
    assert scores.sd is not None
    assert scores.sd[:3, 0, 0] == pytest.approx([1, 2, 4])


def test_without_weight_nothing_is_passed_on() -> None:
    goal = floor_goal(0, 100)
    what = measured(tree(leaf("a", goal, 0.0), leaf("b", goal)), {"a": "voice"})
    scores = scored(what, with_errors(values({"a": [[50.0]], "b": [[40.0]]}, (None,)), {"a": 4.0}))
    assert scores.sd is not None
    assert scores.sd[1, 0, 0] == pytest.approx(4)
    assert np.isnan(scores.sd[0, 0, 0])


def test_without_a_sample_nothing_is_worked_out() -> None:
    what = measured(tree(leaf("a", floor_goal(0, 100))), {"a": "records"})
    scores = scored(what, values({"a": [[50.0]]}, (None,)))
    assert (scores.sd, scores.low, scores.high, scores.sure) == (None, None, None, None)
