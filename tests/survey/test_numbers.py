"""Every survey value, its standard error, interval, reliability and change against an independent computation, on untidy data."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import scorecard
from scorecard import export
from scorecard.records.evaluation import Evaluation

from .people import QUARTERS, Cells, Entity, Figure, Question, Z, crowd, entities, figure, within, write

HIERARCHIES = {"place": ["region", "branch"], "way": ["channel"], "grid": ["channel", "branch"]}
SEGMENT_X = {"keeps": lambda row: row["segment"] == "x"}
OFFICES = 240

QUESTIONS: dict[str, tuple[dict[str, Any], Question]] = {
    "nps": ({"method": "nps", "item": "rec"}, Question("nps", ("rec",))),
    "nps_x": ({"method": "nps", "item": "rec"}, Question("nps", ("rec",), **SEGMENT_X)),
    "nps_weighted": ({"method": "nps", "item": "rec", "weight": "w"}, Question("nps", ("rec",), weight=True)),
    "nps_of_240": ({"method": "nps", "item": "rec", "population": OFFICES}, Question("nps", ("rec",), population=OFFICES)),
    "csat": ({"method": "csat", "item": "q1"}, Question("csat", ("q1",))),
    "csat_x": ({"method": "csat", "item": "q1"}, Question("csat", ("q1",), **SEGMENT_X)),
    "csat_weighted": ({"method": "csat", "item": "q1", "weight": "w"}, Question("csat", ("q1",), weight=True)),
    "ends": ({"method": "share", "item": "q2", "top": [1, 5]}, Question("share", ("q2",), top=(1.0, 5.0))),
    "turned": (
        {"method": "share", "item": "q3", "top": [5], "reversed": ["q3"], "population": 90},
        Question("share", ("q3",), ("q3",), top=(5.0,), population=90),
    ),
    "ces": ({"method": "ces", "item": "ease"}, Question("ces", ("ease",))),
    "mean": ({"method": "mean", "item": "q2"}, Question("mean", ("q2",))),
    "feeling": ({"method": "mean", "item": "feel", "scale": "-3..3"}, Question("mean", ("feel",))),
    "mean_of_offices": ({"method": "mean", "item": "q2", "population": "offices"}, Question("mean", ("q2",), population=OFFICES)),
    "scale": (
        {"method": "mean", "items": ["q1", "q2", "q3"], "reversed": ["q3"]},
        Question("mean", ("q1", "q2", "q3"), ("q3",)),
    ),
    "scale_most": (
        {"method": "mean", "items": ["q1", "q2", "q3"], "reversed": ["q3"], "min_items": 2},
        Question("mean", ("q1", "q2", "q3"), ("q3",), min_items=2),
    ),
    "scale_weighted_x": (
        {"method": "mean", "items": ["q1", "q2", "q3"], "reversed": ["q3"], "weight": "w"},
        Question("mean", ("q1", "q2", "q3"), ("q3",), weight=True, **SEGMENT_X),
    ),
}


def definition(sampled: bool | None = None, least: int = 1) -> dict[str, Any]:
    """The scorecard of all questions."""
    voice: dict[str, Any] = {
        "file": "voice.csv",
        "time": "answered_on",
        "respondent": "who",
        "covers": ["2023-10-01", "2024-06-30"],
    }
    if sampled is not None:
        voice["sampled"] = sampled
    measures: dict[str, Any] = {
        id: {"better": "lower" if id == "ces" else "higher", "dataset": "voice", "survey": survey | {"min_answers": least}}
        for id, (survey, _) in QUESTIONS.items()
    }
    for id in measures:
        if id.endswith("_x"):
            measures[id]["where"] = "segment = 'x'"
    measures["offices"] = {"better": "higher", "dataset": "offices", "formula": "count(*)", "rows": "all"}
    return {
        "scorecard": "voices",
        "periods": {"baseline": QUARTERS[1], "target": QUARTERS[2], "history": 3},
        "entities": HIERARCHIES,
        "datasets": {"voice": voice, "offices": {"file": "offices.csv", "inherit": True}},
        "measures": measures,
        "perspectives": {"all": {"measures": {id: {} for id in measures}}},
    }


def evaluated(folder: Path, rows: Sequence[Cells], what: dict[str, Any]) -> Evaluation:
    """As a user would: files, a definition, and what comes of them."""
    write(rows, folder / "voice.csv")
    (folder / "offices.csv").write_text("office\n" + "\n".join(map(str, range(OFFICES))) + "\n")
    (folder / "scorecard.yaml").write_text(json.dumps(what))
    try:
        return scorecard.load(folder / "scorecard.yaml").evaluate()
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))


def cells(evaluation: Evaluation, id: str) -> dict[tuple[str, Entity], Figure]:
    """A measure's figures as arrays have them."""
    values = evaluation.values
    row = values.measures.index(id)
    found = {}
    for p, period in enumerate(values.periods):
        for e, entity in enumerate(values.entities):
            assert period is not None
            numbers = (array[row, p, e] for array in (values.value, values.se, values.low, values.high, values.n))
            found[period.id, tuple(zip(entity.columns, entity.key, strict=True))] = Figure(*numbers)
    return found


def small(folder: Path, header: str, lines: Sequence[str], measure: dict[str, Any], **dataset: Any) -> Evaluation:
    """One measure `m` over one file with the columns who and day, the first and the second quarter of 2024."""
    (folder / "rows.csv").write_text("\n".join([header, *lines]) + "\n")
    what = {
        "scorecard": "small",
        "periods": {"baseline": "2024-Q1", "target": "2024-Q2"},
        "datasets": {measure["dataset"]: {"file": "rows.csv", "time": "day", "respondent": "who", **dataset}},
        "measures": {"m": measure},
        "perspectives": {"all": {"measures": {"m": {"target": {"floor": 1, "goal": 5}}}}},
    }
    (folder / "scorecard.yaml").write_text(json.dumps(what))
    return scorecard.load(folder / "scorecard.yaml").evaluate()


def asks(**survey: Any) -> dict[str, Any]:
    return {"better": "higher", "dataset": "voice", "survey": {"method": "mean", "item": "q", **survey}}


SEEDS = range(4)


@pytest.fixture(scope="module", params=SEEDS)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, str]], Evaluation]:
    rows = crowd(request.param)
    return rows, evaluated(tmp_path_factory.mktemp("voices"), rows, definition())


@pytest.mark.parametrize("id", QUESTIONS)
def test_value_error_interval_and_n_are_those_of_the_persons(id: str, asked: tuple[list[dict[str, str]], Evaluation]) -> None:
    rows, evaluation = asked
    found, question = cells(evaluation, id), QUESTIONS[id][1]
    known = entities(rows, list(HIERARCHIES.values()))
    assert {entity for _, entity in found} == set(known)
    for quarter in QUARTERS:
        for entity in known:
            wanted = figure(question, [row for row in rows if row["quarter"] == quarter and within(row, entity)])
            got = found[quarter, entity]
            for name in ("value", "se", "low", "high", "n"):
                at = f"{name} of {id} in {quarter} {entity}: {got}, by hand {wanted}"
                assert getattr(got, name) == pytest.approx(getattr(wanted, name), rel=1e-9, abs=1e-9, nan_ok=True), at


def test_shares_have_the_interval_that_scipy_calls_wilson(asked: tuple[list[dict[str, str]], Evaluation]) -> None:
    rows, evaluation = asked
    people = [QUESTIONS["csat"][1].person(row) for row in rows if row["quarter"] == QUARTERS[2]]
    held = [each[0] for each in people if each]
    interval = scipy.stats.binomtest(int(sum(held)), len(held)).proportion_ci(method="wilson")
    got = cells(evaluation, "csat")[QUARTERS[2], ()]
    assert (got.low, got.high) == pytest.approx((interval.low, interval.high), abs=1e-12)


def frame(question: Question, rows: Sequence[Cells]) -> pd.DataFrame:
    told = [[question.answer(row, item) for item in question.items] for row in rows if question.keeps(row)]
    return pd.DataFrame(told, columns=list(question.items), dtype=float)


def alpha(covariance: pd.DataFrame) -> float:
    matrix = covariance.to_numpy()
    k = len(matrix)
    return float(k / (k - 1) * (1 - np.trace(matrix) / matrix.sum()))


@pytest.mark.parametrize("id", ["scale", "scale_most", "scale_weighted_x"])
def test_alpha_is_that_of_the_covariances_by_pairs_and_listwise_beside_it(
    id: str, asked: tuple[list[dict[str, str]], Evaluation]
) -> None:
    rows, evaluation = asked
    values = evaluation.values
    assert values.reliability is not None
    assert values.listwise is not None
    row = values.measures.index(id)
    compared = (evaluation.baseline, evaluation.target)
    for p, quarter in enumerate(QUARTERS):
        if values.periods[p] not in compared:
            assert np.isnan(values.reliability[row, p])
            continue
        answers = frame(QUESTIONS[id][1], [each for each in rows if each["quarter"] == quarter])
        assert answers.isna().any(axis=None), "by pairs and listwise must differ"
        assert values.reliability[row, p] == pytest.approx(alpha(answers.cov()), rel=1e-9)
        assert values.listwise[row, p] == pytest.approx(alpha(answers.dropna().cov()), rel=1e-9)
    alone = [values.measures.index(each) for each in ("nps", "mean", "csat")]
    assert np.isnan(values.reliability[alone]).all()


def test_rows_tell_the_reliability_in_total_only(asked: tuple[list[dict[str, str]], Evaluation]) -> None:
    _, evaluation = asked
    values = evaluation.values
    assert values.reliability is not None
    told = [row for row in export.rows(evaluation) if row.path == "all/scale" and row.reliability is not None]
    assert [(row.entity, row.period) for row in told] == [
        ({}, each.id) for each in (evaluation.baseline, evaluation.target) if each
    ]
    alphas = values.reliability[values.measures.index("scale")]
    assert [row.reliability for row in told] == alphas[~np.isnan(alphas)].tolist()


UNCORRECTED = [id for id, (_, question) in QUESTIONS.items() if question.population is None]


@pytest.mark.parametrize("id", UNCORRECTED)
def test_those_who_return_hang_the_two_periods_together(id: str, asked: tuple[list[dict[str, str]], Evaluation]) -> None:
    """The covariance by numpy.cov over those who answered both times, each by how far they are from everybody's mean."""
    rows, evaluation = asked
    values, question = evaluation.values, QUESTIONS[id][1]
    assert values.covariance is not None
    some = 0
    for e, entity in enumerate(values.entities):
        key = tuple(zip(entity.columns, entity.key, strict=True))
        sides, totals = [], []
        for quarter in QUARTERS[1:]:
            here = [row for row in rows if row["quarter"] == quarter and within(row, key)]
            mean = figure(question, here).value
            people = {row["who"]: person for row in here if (person := question.person(row))}
            sides.append({who: weight * (y - mean) for who, (y, weight) in people.items() if who})
            totals.append(sum(weight for row in here if (told := question.person(row)) for weight in told[1:]))
        both = sorted(sides[0].keys() & sides[1].keys())
        got = values.covariance[values.measures.index(id), e]
        if len(both) < 2:
            assert math.isnan(got)
            continue
        some += 1
        pair = np.cov([sides[0][who] for who in both], [sides[1][who] for who in both])
        assert got == pytest.approx(len(both) * pair[0, 1] / (totals[0] * totals[1]), rel=1e-8, abs=1e-12), key
    assert some > 5


@pytest.mark.parametrize("id", ["nps", "mean", "scale_most", "csat_weighted"])
def test_a_change_has_the_interval_and_the_p_of_a_normal_difference(
    id: str, asked: tuple[list[dict[str, str]], Evaluation]
) -> None:
    _, evaluation = asked
    values = evaluation.values
    assert values.covariance is not None
    row = values.measures.index(id)
    before, after = cells(evaluation, id), values.periods
    changes = [change for change in export.change_rows(evaluation) if change.path == f"all/{id}"]
    assert len(changes) == len(values.entities)
    for e, (entity, change) in enumerate(zip(values.entities, changes, strict=True)):
        key = tuple(zip(entity.columns, entity.key, strict=True))
        first, last = (before[period.id, key] for period in after[1:] if period)
        shared = np.nan_to_num(values.covariance[row, e])
        errors = [
            max(each.high - each.value, each.value - each.low) / Z if each.se == 0 and each.high > each.low else each.se
            for each in (first, last)
        ]
        variance = errors[0] ** 2 + errors[1] ** 2 - 2 * shared
        if math.isnan(variance):
            assert (change.low, change.high, change.p) == (None, None, None)
            continue
        if variance <= 1e-15:
            continue
        normal = scipy.stats.norm(last.value - first.value, math.sqrt(variance))
        assert (change.low, change.high) == pytest.approx(normal.interval(0.95), rel=1e-9)
        assert change.p == pytest.approx(2 * min(normal.cdf(0), normal.sf(0)), rel=1e-6, abs=1e-12)


def test_the_same_people_twice_make_a_paired_test(tmp_path: Path) -> None:
    """Everybody answers in both periods: the t-test of pairs has this standard error."""
    scores = np.random.default_rng(5).integers(1, 6, (60, 2))
    lines = [f"{who},2024-0{2 + 3 * side}-01,{scores[who, side]}" for who in range(60) for side in (0, 1)]
    change = list(export.change_rows(small(tmp_path, "who,day,q", lines, asks())))[-1]
    test = scipy.stats.ttest_rel(scores[:, 1], scores[:, 0])
    se = (scores[:, 1] - scores[:, 0]).mean() / test.statistic
    assert change.low is not None
    assert change.high is not None
    assert (change.high - change.low) / 2 == pytest.approx(1.959963984540054 * se, rel=1e-9)


def test_rows_of_one_person_are_taken_together(tmp_path: Path) -> None:
    """Of a sample of visits each person has three the first time and two the second: residuals are added up by person."""
    rng = np.random.default_rng(8)
    first, last = rng.integers(1, 6, (12, 3)), rng.integers(1, 6, (12, 2))
    lines = [f"{who},2024-02-01,{q}" for who in range(12) for q in first[who]]
    lines += [f"{who},2024-05-01,{q}" for who in range(12) for q in last[who]]
    measure = {"better": "higher", "dataset": "visits", "formula": "100 * avg(q)"}
    evaluation = small(tmp_path, "who,day,q", lines, measure, sampled=True)
    assert evaluation.values.n[0, :, 0].tolist() == [36, 24]
    assert evaluation.values.covariance is not None
    sums = (first - first.mean()).sum(axis=1), (last - last.mean()).sum(axis=1)
    assert evaluation.values.covariance[0, 0] == pytest.approx(100**2 * 12 * np.cov(*sums)[0, 1] / (36 * 24), rel=1e-9)


def test_answers_that_are_everybodys_have_no_error_and_the_same_figures(tmp_path: Path) -> None:
    """`sampled: false`: a census."""
    rows = crowd(3)
    whole = evaluated(tmp_path, rows, definition(sampled=False))
    sample = evaluated(tmp_path, rows, definition())
    assert np.array_equal(whole.values.value, sample.values.value, equal_nan=True)
    assert np.array_equal(whole.values.n, sample.values.n)
    assert np.isnan(whole.values.se).all()
    assert (whole.values.low, whole.values.high, whole.values.covariance) == (None, None, None)
    assert (whole.scores.sd, whole.scores.low, whole.scores.high, whole.scores.sure) == (None, None, None, None)
    assert whole.comparison is not None
    assert whole.comparison.noise is None
    assert whole.values.reliability is not None, "whether items hang together is no question of sampling"
    assert np.array_equal(whole.values.reliability, sample.values.reliability, equal_nan=True)


def test_records_have_no_sampling_error(asked: tuple[list[dict[str, str]], Evaluation]) -> None:
    _, evaluation = asked
    values = evaluation.values
    row = values.measures.index("offices")
    assert (values.value[row] == OFFICES).all()
    assert np.isnan(values.se[row]).all()


def test_a_population_that_is_smaller_than_its_sample_is_not_believed(tmp_path: Path) -> None:
    what = definition()
    what["measures"] = {id: what["measures"][id] for id in ("nps", "nps_of_240")}
    what["measures"]["nps_of_240"]["survey"]["population"] = 3
    what["perspectives"] = {"all": {"measures": {"nps": {}, "nps_of_240": {}}}}
    evaluation = evaluated(tmp_path, crowd(1), what)
    plain, other = (evaluation.values.se[evaluation.values.measures.index(id)] for id in ("nps", "nps_of_240"))
    few = evaluation.values.n[evaluation.values.measures.index("nps")] <= 3
    assert np.array_equal(plain[~few], other[~few], equal_nan=True)
    assert (~few).any()


def test_where_everybody_answered_nothing_is_left_to_chance(tmp_path: Path) -> None:
    """n = N in both periods: no error, no width, and any change is real."""
    lines = [f"p{who},2024-0{month}-01,{(who * month) % 5 % month + 1}" for who in range(20) for month in (2, 5)]
    evaluation = small(tmp_path, "who,day,q", lines, asks(population=20))
    told = [row for row in export.rows(evaluation) if row.path == "all/m"]
    assert [row.n for row in told] == [20, 20]
    assert [(row.se, row.low, row.high) for row in told] == [(0.0, row.value, row.value) for row in told]
    change = list(export.change_rows(evaluation))[-1]
    assert change.change.value != 0
    assert (change.low, change.high) == (change.change.value, change.change.value)
    assert change.real is True


def test_of_a_known_population_the_overlap_counts_for_less(tmp_path: Path) -> None:
    """The covariance of two means drawn from one list of N people, against drawing them many times."""
    rng = np.random.default_rng(21)
    size, n, again = 60, 40, 30
    truth = rng.integers(1, 6, size)
    people = np.stack([truth, np.clip(truth + rng.integers(-1, 2, size), 1, 5)])
    spread = np.cov(people)[0, 1]

    def draw() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        first = rng.permutation(size)[:n]
        others = np.setdiff1d(np.arange(size), first)
        return first, np.concatenate([rng.permutation(first)[:again], rng.permutation(others)[: n - again]])

    means = np.array([[people[side, chosen].mean() for side, chosen in enumerate(draw())] for _ in range(20_000)])
    theory = spread * (again / n**2 - 1 / size)
    assert np.cov(means.T)[0, 1] == pytest.approx(theory, rel=0.1)

    told = []
    for number in range(8):
        lines = [f"p{who},2024-0{2 + 3 * side}-01,{people[side, who]}" for side, chosen in enumerate(draw()) for who in chosen]
        folder = tmp_path / str(number)
        folder.mkdir()
        covariance = small(folder, "who,day,q", lines, asks(population=size)).values.covariance
        assert covariance is not None
        told.append(covariance[0, 0])
    assert np.mean(told) == pytest.approx(theory, rel=0.15)
