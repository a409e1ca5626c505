"""Sub-scores by facts and by perceptions: by hand, against the recursive oracle over a tree of one kind, and the finding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard import scoring
from scorecard.records.definition import Definition, Node, Text
from scorecard.records.values import Reason
from scorecard.words import snippets

from .build import Case, cases, definition, floor_goal, leaf, node, tree, values, years
from .oracle import cell

pytestmark = pytest.mark.filterwarnings("error")

PERCENT = floor_goal(0, 100)  # value and score are the same number
YEAR = years(1)


def asking(root: Node, *subjective: str) -> Definition:
    """A definition in which these measures ask people."""
    made = definition(root)
    measures = {id: replace(measure, subjective=id in subjective) for id, measure in made.measures.items()}
    return replace(made, measures=measures)


def scored(made: Definition, **cells):
    return scoring.score(made, values({id: [[cell]] for id, cell in cells.items()}, YEAR), None, YEAR)


def kinds(scores, *path: str):
    index = [node.path for node in scores.nodes].index(path)
    return scores.objective[index, 0, 0], scores.subjective[index, 0, 0]


def test_without_perceptions_there_are_no_sub_scores():
    scores, _ = scored(asking(tree(leaf("a", PERCENT))), a=10)
    assert (scores.objective, scores.subjective) == (None, None)


def test_a_perception_that_nothing_in_the_tree_uses_makes_no_sub_scores():
    made = asking(tree(leaf("a", PERCENT)))
    unused = replace(made.measures["a"], id="b", subjective=True)
    scores, _ = scored(replace(made, measures={**made.measures, "b": unused}), a=10, b=20)
    assert scores.subjective is None


def test_both_kinds_by_hand():
    factor = node("f", leaf("a", PERCENT, 3), leaf("b", PERCENT, 1), leaf("p", PERCENT, 4))
    scores, _ = scored(asking(tree(factor, leaf("q", PERCENT, 3)), "p", "q"), a=20, b=60, p=50, q=90)
    assert scores.score[0, 0, 0] == pytest.approx((40 + 3 * 90) / 4)
    assert kinds(scores, "f") == pytest.approx((30, 50))
    assert kinds(scores) == pytest.approx((30, (50 + 3 * 90) / 4))
    assert kinds(scores, "f", "a") == pytest.approx((20, np.nan), nan_ok=True)
    assert kinds(scores, "q") == pytest.approx((np.nan, 90), nan_ok=True)


@pytest.mark.parametrize(
    ("combine", "missing", "b", "facts"),
    [
        ("geometric", "skip", 81, 36),  # √(16·81)
        ("weakest", "skip", 81, 16),
        ("mean", "skip", Reason.NO_ROWS, 16),
        ("mean", "zero", Reason.NO_ROWS, 8),
        ("geometric", "zero", Reason.NO_ROWS, 0),
    ],
)
def test_rules_hold_within_a_kind(combine, missing, b, facts):
    root = tree(leaf("a", PERCENT), leaf("b", PERCENT), leaf("p", PERCENT), combine=combine, missing=missing)
    scores, _ = scored(asking(root, "p"), a=16, b=b, p=0)
    assert kinds(scores) == pytest.approx((facts, 0))


def test_coverage_is_asked_within_a_kind():
    root = tree(leaf("a", PERCENT), leaf("b", PERCENT), leaf("p", PERCENT, 8), coverage=0.6)
    scores, _ = scored(asking(root, "p"), a=16, b=Reason.NO_ROWS, p=50)
    assert scores.score[0, 0, 0] == pytest.approx((16 + 8 * 50) / 9)
    assert kinds(scores) == pytest.approx((np.nan, 50), nan_ok=True)  # half of the facts is too little


def pruned(here: Node, keep: frozenset[str]) -> Node:
    """The tree without the leaves of the other kind, and without what then holds nothing."""
    children = tuple(pruned(child, keep) for child in here.children if child.measure is None or child.measure in keep)
    return replace(here, children=tuple(child for child in children if child.measure or child.children))


@settings(max_examples=100, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_equals_plain_recursion_over_the_tree_of_one_kind(case: Case, random):
    ids = tuple(node.measure for node in case.definition.root.walk() if node.measure)
    perceptions = frozenset(id for id in ids if random.random() < 0.5)
    periods = case.values.periods
    made = asking(case.definition.root, *perceptions)
    made = replace(made, measures={id: replace(m, better=case.definition.measures[id].better) for id, m in made.measures.items()})
    scores, _ = scoring.score(made, case.values, periods[0], periods)
    if not perceptions:
        assert scores.subjective is None
        return
    for keep, found in ((perceptions, scores.subjective), (frozenset(ids) - perceptions, scores.objective)):
        left = {node.path: node for node in pruned(made.root, keep).walk()}
        for index, here in enumerate(scores.nodes):
            for p in range(len(periods)):
                for e in range(len(case.values.entities)):
                    told = cell(case, left[here.path], p, e).score if here.path in left else None
                    expected = np.nan if told is None else told
                    assert found[index, p, e] == pytest.approx(expected, rel=1e-12, abs=1e-10, nan_ok=True)


def made_place(*path: str):
    return asking(tree(leaf("a", PERCENT))).places.at(*path)


def parted(a: float, p: float, **more):
    root = tree(replace(node("f", leaf("a", PERCENT), leaf("p", PERCENT)), title=Text({"": "Loyalty"})))
    problems = scored(asking(root, "p"), a=a, p=p, **more)[1]
    return [problem for problem in problems if problem.code == "perception-apart"]


@pytest.mark.parametrize(("a", "p", "higher"), [(20, 45, "perceptions"), (80, 20, "facts")])
def test_where_the_kinds_part_is_a_finding(a, p, higher):
    (problem,) = parted(a, p)
    assert problem.level == "finding"
    assert problem.place == made_place("f")
    assert f"In “Loyalty” the {higher} are {abs(a - p)} points higher" in snippets.message(problem)


@pytest.mark.parametrize(("a", "p"), [(20, 44.9), (20, Reason.TOO_FEW), (Reason.NO_ROWS, 90)])
def test_where_they_do_not_part_or_one_is_missing_nothing_is_said(a, p):
    assert parted(a, p) == []


def test_the_period_that_is_judged_is_looked_at():
    periods = years(2)
    made = asking(tree(node("f", leaf("a", PERCENT), leaf("p", PERCENT))), "p")
    table = values({"a": [[10], [10]], "p": [[90], [20]]}, periods)
    codes = {
        target and target.id: [problem.code for problem in scoring.score(made, table, None, periods, target)[1]]
        for target in (None, *periods)
    }
    assert codes == {None: [], "2021": ["perception-apart"], "2022": []}
