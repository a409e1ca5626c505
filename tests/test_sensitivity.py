"""How far scores hang on the weights: by theory where there is one, and against scoring each draw's scorecard by itself."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import scorecard
from scorecard import scoring
from scorecard.records.definition import Band, Definition, Judged, Node
from scorecard.records.evaluation import Evaluation
from scorecard.records.values import Reason, Values
from scorecard.sensitivity import weigh
from scorecard.statistics.sensitivity import draws

from .scoring.build import Case, cases, definition, floor_goal, leaf, node, tree, values, years

pytestmark = pytest.mark.filterwarnings("error")

PERCENT = floor_goal(0, 100)  # value and score are the same number
BANDS = (Band("poor", 0.0), Band("fair", 40.0), Band("good", 70.0))


def evaluated(made: Definition, table: Values) -> Evaluation:
    made = replace(made, status=BANDS)
    periods = table.periods
    scores, _ = scoring.score(made, table, periods[0], periods)
    return Evaluation(made, periods[0], periods[-1], table, scores, None, (), (), (), "0")


def one(root: Node, **cells) -> Evaluation:
    """Of one period; a cell for each entity."""
    return evaluated(definition(root), values({id: [row] for id, row in cells.items()}, years(1)))


def at(found, *path: str):
    (there,) = (each for each in found.nodes if each.node.path == path)
    return there


def test_the_total_of_two_parts_follows_the_beta_distribution():
    """Of 0 and 100 the total is 100 times the second's weight, which is Beta(50·¾, 50·¼)."""
    found = weigh(one(tree(leaf("a", PERCENT, 1), leaf("b", PERCENT, 3)), a=[0], b=[100]), number=20_000)
    swing, beta = found.nodes[0].swing, stats.beta(37.5, 12.5)
    assert swing.score == 75
    assert (swing.low, swing.high) == pytest.approx(100 * beta.ppf([0.05, 0.95]), abs=0.3)
    assert swing.stays == pytest.approx(beta.sf(0.7), abs=0.01)
    assert swing.status == "good"


def test_spread_says_how_closely_weights_keep():
    made = one(tree(leaf("a", PERCENT), leaf("b", PERCENT)), a=[0], b=[100])
    widths = [weigh(made, spread=spread).nodes[0].swing for spread in (5, 50, 1e6)]
    assert widths[0].high - widths[0].low > widths[1].high - widths[1].low > 10
    assert (widths[2].low, widths[2].high) == pytest.approx((50, 50), abs=0.2)


def test_the_same_seed_gives_the_same_draws():
    made = one(tree(leaf("a", PERCENT), leaf("b", PERCENT)), a=[0], b=[100])
    assert repr(weigh(made, seed=3)) == repr(weigh(made, seed=3)) != repr(weigh(made, seed=4))


@pytest.mark.parametrize("wrong", [{"spread": 0}, {"spread": -1}, {"spread": nan}, {"number": 0}])
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        weigh(one(tree(leaf("a", PERCENT)), a=[1]), **wrong)


def test_what_weighs_nothing_or_can_have_no_score_takes_no_part():
    idle = (leaf("zero", PERCENT, 0), leaf("bare", None, 5), node("empty", leaf("deep", None)))
    cells = {"a": [30], "b": [60]}
    bare = weigh(one(tree(leaf("a", PERCENT, 2), leaf("b", PERCENT)), **cells))
    found = weigh(one(tree(leaf("a", PERCENT, 2), leaf("b", PERCENT), *idle), **cells, zero=[99], bare=[9], deep=[9]))
    assert found.nodes[0].swing == bare.nodes[0].swing
    assert [at(found, id).share for id in ("a", "b", "zero", "bare", "empty")] == pytest.approx([2 / 3, 1 / 3, 0, 0, 0])
    assert at(found, "empty").swing.status is None
    assert isnan(at(found, "empty").swing.score)


def test_a_single_child_has_nothing_to_move():
    swing = weigh(one(tree(leaf("a", PERCENT)), a=[30])).nodes[0].swing
    assert (swing.score, swing.low, swing.high, swing.stays) == (30, 30, 30, 1)


def test_a_total_without_score_is_missing_in_all_draws():
    swing = weigh(one(tree(leaf("a", PERCENT)), a=[Reason.NO_ROWS])).nodes[0].swing
    assert [isnan(each) for each in (swing.score, swing.low, swing.high)] == [True] * 3
    assert (swing.status, swing.stays) == (None, 1)


def test_coverage_is_asked_of_the_drawn_weights():
    """Half of the weight is there, and half is asked for: every other draw has a score."""
    swing = weigh(one(tree(leaf("a", PERCENT), leaf("b", PERCENT), coverage=0.5), a=[30], b=[Reason.NO_ROWS])).nodes[0].swing
    assert (swing.score, swing.low, swing.high) == pytest.approx((30, 30, 30))
    assert swing.stays == pytest.approx(0.5, abs=0.06)


def test_where_weights_come_from():
    judged = replace(
        node("j", leaf("a", PERCENT, 0.75), leaf("b", PERCENT, 0.25)),
        judged=Judged("eigenvector", 0.02, (0.02,), ({"a": 0.75, "b": 0.25},)),
    )
    same = node("s", leaf("c", PERCENT), leaf("d", PERCENT))
    fours = node("w", leaf("e", PERCENT, 4), leaf("f", PERCENT, 4))
    found = weigh(one(tree(judged, same, fours, node("o", leaf("g", PERCENT, 9))), **{id: [1] for id in "abcdefg"}))
    sources = {each.node.path[-1]: each.source for each in found.nodes if each.node.measure}
    assert sources == {
        "a": "judgements", "b": "judgements", "c": "equal", "d": "equal", "e": "written", "f": "written", "g": "alone"
    }  # fmt: skip
    assert found.nodes[0].source == "alone"
    assert at(found, "j").agreement.judges == (0.02,)
    assert isnan(at(found, "j").agreement.concordance)
    assert at(found, "s").agreement is None


def test_how_far_judges_agree():
    views = ({"a": 0.6, "b": 0.3, "c": 0.1}, {"a": 0.5, "b": 0.3, "c": 0.2}, {"a": 0.2, "b": 0.3, "c": 0.5})
    children = (leaf("a", PERCENT, 0.45), leaf("b", PERCENT, 0.32), leaf("c", PERCENT, 0.23))
    judged = replace(node("j", *children), judged=Judged("geometric", 0.01, (0.0, 0.1, 0.2), views))
    told = at(weigh(one(tree(judged), a=[1], b=[2], c=[3])), "j").agreement
    assert told.correlations == pytest.approx((1, 1, -1))
    assert told.concordance == pytest.approx(1 / 9)  # sums of ranks 5, 6, 7: 12·2 / (9·24)
    assert (told.method, told.consistency, told.judges) == ("geometric", 0.01, (0.0, 0.1, 0.2))


def test_influence_over_entities_is_the_squared_correlation():
    a, b = [50, 10, 60, 30, 90], [50, 20, 20, 21, 20]
    found = weigh(one(tree(leaf("a", PERCENT, 1), leaf("b", PERCENT, 4)), a=a, b=b))
    total = [(x + 4 * y) / 5 for x, y in zip(a[1:], b[1:], strict=True)]
    assert found.over == "entities"
    assert at(found, "a").influence == pytest.approx(stats.pearsonr(a[1:], total).statistic ** 2)
    assert at(found, "b").influence == pytest.approx(stats.pearsonr(b[1:], total).statistic ** 2)
    assert at(found, "a").influence > 0.9 > 0.2 > at(found, "b").influence  # it weighs a fifth and moves nearly all


def test_influence_over_draws_where_entities_are_few():
    found = weigh(one(tree(leaf("a", PERCENT), leaf("b", PERCENT), leaf("c", PERCENT)), a=[0, 1], b=[50, 1], c=[50, 1]))
    assert found.over == "draws"
    assert at(found, "a").influence == pytest.approx(1)  # the others are alike: all hangs on its weight
    assert at(found, "b").influence == pytest.approx(at(found, "c").influence, abs=0.1)
    assert at(found, "b").influence == pytest.approx(0.25, abs=0.06)


def test_ranks_that_hang_on_the_weights():
    """The first two exchange places where the weights do; the third is far below, and the total no peer of theirs."""
    found = weigh(one(tree(leaf("a", PERCENT, 51), leaf("b", PERCENT, 49)), a=[0, 80, 60, 10], b=[0, 60, 80, 10]), number=5000)
    (ranking,) = found.rankings
    assert [row.entity.key[0] for row in ranking.rows] == ["e1", "e2", "e3"]
    assert [row.rank for row in ranking.rows] == [1, 2, 3]
    assert [(row.low, row.high) for row in ranking.rows] == [(1, 2), (1, 2), (3, 3)]
    first, second, third = ranking.rows
    weight = stats.beta(25.5, 24.5)  # of a; as scores are rounded, within a twentieth of a point both are first
    assert ranking.first_stays == pytest.approx(1 - first.moves)
    assert first.moves == pytest.approx(weight.cdf(0.5), abs=0.03)
    assert second.moves == pytest.approx(first.moves, abs=0.03)
    assert third.moves == 0


def test_entities_without_a_score_stand_last_and_have_no_rank():
    found = weigh(one(tree(leaf("a", PERCENT)), a=[1, Reason.NO_ROWS, 5]))
    best, last = found.rankings[0].rows
    assert (best.entity.key, best.rank) == (("e2",), 1)
    assert [isnan(each) for each in (last.rank, last.low, last.moves)] == [True] * 3
    nobody = weigh(one(tree(leaf("a", PERCENT)), a=[1, Reason.NO_ROWS, Reason.NO_ROWS]))
    assert isnan(nobody.rankings[0].first_stays)


NUMBER = 9


def redrawn(made: Definition, draw: int, spread: float) -> Definition:
    """The scorecard with the weights of one draw written into it."""
    paths = [each.path for each in made.root.walk()]

    def able(here: Node) -> bool:
        return here.target is not None if here.measure else any(able(child) and child.weight > 0 for child in here.children)

    def rewrite(here: Node) -> Node:
        moving = [child for child in here.children if child.weight > 0 and able(child)]
        given = [child.weight for child in moving]
        drawn = draws(given, NUMBER, spread, paths.index(here.path))[draw].tolist() if given else []
        new = dict(zip([child.path for child in moving], drawn, strict=True))
        children = (
            rewrite(replace(child, weight=max(new.get(child.path, 0.0), 1e-200 if child in moving else 0.0)))
            for child in here.children
        )
        return replace(here, children=tuple(children))

    return replace(made, root=rewrite(made.root))


@settings(max_examples=60, deadline=None)
@given(cases(most_entities=4), st.sampled_from([2.0, 50.0]))
def test_every_draw_is_what_scoring_makes_of_its_weights(case: Case, spread: float):
    whole = evaluated(case.definition, case.values)
    found = weigh(whole, spread, NUMBER)
    redone = [evaluated(redrawn(case.definition, draw, spread), case.values) for draw in range(NUMBER)]
    for index, each in enumerate(found.nodes):
        if each.swing is None:
            assert each.node.measure
            continue
        scores = np.array([one.scores.score[index, -1, 0] for one in redone])
        there = scores[~np.isnan(scores)]
        ends = np.percentile(there, [5, 95]) if len(there) else [nan, nan]
        assert (each.swing.low, each.swing.high) == pytest.approx(tuple(ends), abs=1e-8, nan_ok=True)
        assert each.swing.score == pytest.approx(whole.score(index, -1), nan_ok=True)
        statuses = [(band := one.status(index, -1)) and band.id for one in redone]
        assert each.swing.stays == pytest.approx(statuses.count(each.swing.status) / NUMBER)
    for ranking in found.rankings:
        for row in ranking.rows:
            entity = whole.scores.entities.index(row.entity)
            scores = np.array([one.scores.score[0, -1, entity] for one in redone])
            there = scores[~np.isnan(scores)]
            ends = np.percentile(there, [5, 95]) if len(there) else [nan, nan]
            assert (row.swing.low, row.swing.high) == pytest.approx(tuple(ends), abs=1e-8, nan_ok=True)


def test_blocks_of_entities_leave_no_seam(monkeypatch):
    cells = {"a": [50, 10, 60, 30, 90], "b": [50, 20, Reason.NO_ROWS, 21, 20]}
    made = one(tree(node("f", leaf("a", PERCENT), leaf("b", PERCENT, 4), combine="geometric")), **cells)
    whole = weigh(made, number=50)
    monkeypatch.setattr("scorecard.sensitivity.CELLS", 100)
    assert repr(weigh(made, number=50)) == repr(whole)


def test_python_has_it(tmp_path):
    (tmp_path / "entered.csv").write_text("measure,value\na,3\nb,6\n")
    (tmp_path / "x.yaml").write_text(
        "scorecard: x\ndatasets: {entered: {file: entered.csv}}\n"
        "measures: {a: {better: higher, entered: true}, b: {better: higher, entered: true}}\n"
        "perspectives:\n  p: {target: {floor: 0, goal: 10}, measures: {a: {}, b: {}}}\n"
    )
    found = scorecard.weigh(scorecard.load(tmp_path / "x.yaml").evaluate(), draws=10, spread=5, seed=1)
    assert (found.draws, found.spread, found.seed, found.period, found.rankings) == (10, 5, 1, None, ())
