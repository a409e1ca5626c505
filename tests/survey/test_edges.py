"""What surveys meet beside the usual: filters that name the period, formulas over few answers, nobody on one side, and how often
the engine is asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scorecard
from scorecard import export
from scorecard.records.evaluation import Evaluation

from .people import crowd
from .test_numbers import QUESTIONS, definition, evaluated, small


def snapshot(folder: Path, header: str, lines: Sequence[str], measures: dict[str, Any], **more: Any) -> Evaluation:
    """All rows of one file at once."""
    (folder / "voice.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    what = {
        "scorecard": "snap",
        "datasets": {"voice": {"file": "voice.csv", **more.pop("dataset", {})}},
        "measures": {id: {"better": "higher", "dataset": "voice", **measure} for id, measure in measures.items()},
        "perspectives": {"p": {"target": {"floor": 0, "goal": 5}, "measures": {id: {} for id in measures}}},
        **more,
    }
    (folder / "scorecard.yaml").write_text(json.dumps(what))
    return scorecard.load(folder / "scorecard.yaml").evaluate()


def told(evaluation: Evaluation, id: str, **entity: str | None) -> export.Row:
    return next(row for row in export.rows(evaluation) if row.path == f"p/{id}" and row.entity == entity)


def findings(evaluation: Evaluation) -> list[str]:
    return [problem.code for problem in evaluation.problems if problem.level == "finding"]


def mean(item: str = "q", **more: Any) -> dict[str, Any]:
    return {"survey": {"method": "mean", "item": item, **more}}


def test_a_filter_may_name_the_period_where_people_return(tmp_path: Path) -> None:
    lines = [f"{who},2024-0{month}-{day},{(who * month) % 5 + 1}" for who in range(9) for month, day in ((2, "05"), (4, "01"))]
    lines += [f"{who},2024-05-20,{who % 4 + 1}" for who in range(9, 20)]
    measure = {"better": "higher", "dataset": "voice", "where": "day > period_start", "survey": {"method": "mean", "item": "q"}}
    evaluation = small(tmp_path, "who,day,q", lines, measure)
    assert evaluation.values.n[0, :, 0].tolist() == [9, 11], "the first of April is no day after the start of the quarter"
    assert evaluation.values.covariance is not None
    assert np.isnan(evaluation.values.covariance).all()


ANSWERS = [f"A,{n % 5 + 1},{n % 5 + 1 if n < 3 else ''},{10 * n}" for n in range(9)] + [
    f"B,{n % 5 + 1},{n % 3 + 1},{n}" for n in range(12)
]


@pytest.mark.parametrize(
    ("measure", "shown"),
    [
        ({"formula": "sum(r)"}, False),  # nine rows, of which three answered
        ({"formula": "sum(q)"}, True),
        ({"formula": "avg(q) + avg(r)"}, False),
        ({"share": "r >= 3"}, False),
        ({"share": "r >= 3", "of": "q >= 1"}, False),
        ({"formula": "count(*) filter (where q >= 5)"}, True),  # as a net promoter score counts promoters
        ({"formula": "avg(amount) filter (where q >= 5)"}, False),  # two people's amount
        ({"formula": "avg(amount) filter (where q >= 2)"}, True),
        ({"formula": "sum(q) filter (where amount < 30)"}, False),
        ({"formula": "sum(q) filter (where r >= 6)"}, False),  # "nobody" tells of the three, too
        ({"formula": "sum(amount)"}, True),  # no answer is in it
        ({"formula": "count(*)"}, True),
        ({"per": "person", "columns": {"score": "avg(r)"}, "formula": "sum(score)"}, False),
        ({"per": "person", "columns": {"score": "avg(q)"}, "formula": "avg(score)"}, True),
        ({"per": "person", "columns": {"much": "sum(amount)"}, "where": "r >= 1", "formula": "avg(much)"}, False),
    ],
)
def test_a_formula_is_held_to_those_whose_answers_it_uses(measure: dict[str, Any], shown: bool, tmp_path: Path) -> None:
    """Without `entities` but in total of branch B's colleagues: of A alone nothing is shown from fewer than five answers."""
    lines = [f"p{number},{line}" for number, line in enumerate(ANSWERS)]
    evaluation = snapshot(
        tmp_path, "person,branch,q,r,amount", lines, {"m": measure, "s": mean("q"), "t": mean("r")}, entities=["branch"]
    )
    row = told(evaluation, "m", branch="A")
    assert (row.value is not None) == shown
    assert shown or (row.reason, row.n, row.se) == ("too-few", 0, None)


def test_a_formula_asks_for_as_many_as_the_surveys_of_its_items(tmp_path: Path) -> None:
    lines = [f"p{number},{line}" for number, line in enumerate(ANSWERS)]
    measures = {
        "strict": mean("q", min_answers=10), "open": mean("r", min_answers=1),
        "by_q": {"formula": "avg(q)"}, "by_r": {"formula": "avg(r)"}, "by_both": {"formula": "avg(q) - avg(r)"},
    }  # fmt: skip
    evaluation = snapshot(tmp_path, "person,branch,q,r,amount", lines, measures, entities=["branch"])
    assert {id: told(evaluation, id, branch="A").reason for id in measures} == {
        "strict": "too-few", "open": None, "by_q": "too-few", "by_r": None, "by_both": "too-few"
    }  # fmt: skip


def test_that_nobody_is_a_detractor_is_no_mistake_of_the_filter(tmp_path: Path) -> None:
    measures = {"m": {"survey": {"method": "nps", "item": "q"}}}
    evaluation = snapshot(tmp_path, "q", ["10"] * 6, measures)
    assert told(evaluation, "m").value == 100
    assert findings(evaluation) == []


def test_a_filter_that_lets_nobody_through_is_told(tmp_path: Path) -> None:
    measures = {"m": {"where": "team = 'slaes'", **mean()}}
    evaluation = snapshot(tmp_path, "q,team", ["4,sales"] * 6, measures)
    assert findings(evaluation) == ["nothing-matches"]
    (problem,) = (each for each in evaluation.problems if each.code == "nothing-matches")
    assert problem.facts["nearest"] == ("sales",)


def test_items_that_do_not_hang_together_are_told_without_periods_too(tmp_path: Path) -> None:
    measures = {"m": {"survey": {"method": "mean", "items": ["a", "b"]}}}
    evaluation = snapshot(tmp_path, "a,b", ["1,5", "5,1", "2,4", "4,2", "3,3", "1,"], measures)
    (problem,) = (each for each in evaluation.problems if each.code == "scale-unreliable")
    assert "Cronbach's α is -" in scorecard.describe(problem)
    assert " in ." not in scorecard.describe(problem)


def test_the_reliability_of_a_withheld_total_is_withheld(tmp_path: Path) -> None:
    measures = {
        "m": {"survey": {"method": "mean", "items": ["a", "b"]}},
        "n": {"survey": {"method": "mean", "items": ["c", "d"]}},
    }
    evaluation = snapshot(tmp_path, "a,b,c,d", ["1,2,1,2", "2,2,2,2", "4,5,4,5", "5,5,5,5", ",,3,", ",,2,"], measures)
    values = evaluation.values
    assert values.reliability is not None
    assert values.listwise is not None
    assert told(evaluation, "m").reason == "too-few"
    assert told(evaluation, "n").n == 6
    assert np.isnan(values.reliability[:, 0]).tolist() == [True, False]
    assert np.isnan(values.listwise).all(), "four answered both"


def test_the_engine_is_asked_no_more_than_is_needed(tmp_path: Path) -> None:
    """All surveys of a dataset and window in one scan; α of all scales in one more; those who return in another."""
    single = [id for id, (survey, _) in QUESTIONS.items() if "item" in survey]
    what = definition()
    del what["measures"]["offices"]
    what["datasets"].pop("offices")
    what["measures"] = {id: what["measures"][id] for id in single if id != "mean_of_offices"}
    what["perspectives"] = {"all": {"measures": {id: {} for id in what["measures"]}}}
    rows = crowd(0)
    assert len(evaluated(tmp_path, rows, what).queries) == 2
    del what["datasets"]["voice"]["respondent"]
    assert len(evaluated(tmp_path, rows, what).queries) == 1
    whole = definition()
    assert len(evaluated(tmp_path, rows, whole).queries) == 4, "and one for the offices"


def test_nobody_answered_on_one_side(tmp_path: Path) -> None:
    lines = [f"{who},2024-05-01,{who % 5 + 1}" for who in range(8)]
    evaluation = small(
        tmp_path, "who,day,q", lines, {"better": "higher", "dataset": "voice", "survey": {"method": "mean", "item": "q"}},
        covers=["2024-01-01", "2024-06-30"],
    )  # fmt: skip
    assert evaluation.comparison is not None
    assert [row.reason for row in export.rows(evaluation) if row.path == "all/m"] == ["no-rows", None]
    assert {change.real for change in export.change_rows(evaluation)} == {None}
    assert evaluation.values.covariance is None, "nobody can have returned"
