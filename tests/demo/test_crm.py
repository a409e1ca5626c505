"""The demo company's files for the standard datasets, and the assessments that extend what ships: files are the same every time,
answers hang together as a survey's do, and an evaluation finds what was planted and tells the story."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import scorecard
from scorecard import demo, periods, report
from scorecard.demo.answers import LABELS
from scorecard.demo.company import Company
from scorecard.records.definition import Calendar
from scorecard.records.values import Reason

ROOT = Path(__file__).parents[2]
BEFORE, AFTER = (periods.parse(period, Calendar("jalali")) for period in ("1403-Q2", "1404-Q2"))
Workspace = tuple[Path, tuple[demo.Spoil, ...]]
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("crm")
    for name in ("crm", "sales"):
        (folder / f"{name}.yaml").write_bytes((ROOT / "definitions" / "demo" / f"{name}.yaml").read_bytes())
    return folder, demo.write_standard(folder / "data" / "crm")


@pytest.fixture(scope="module")
def evaluation(workspace: Workspace) -> scorecard.Evaluation:
    return scorecard.load(workspace[0] / "crm.yaml").evaluate()


def read(workspace: Workspace, name: str) -> Rows:
    with (workspace[0] / "data" / "crm" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def library(kind: str) -> dict[str, Any]:
    """All measures of the library, or all standard datasets."""
    files = (ROOT / "definitions" / "measures").glob("*.yaml") if kind == "measures" else [ROOT / "definitions" / "standard.yaml"]
    parts = (yaml.safe_load(file.read_text(encoding="utf-8"))[kind] for file in files)
    return {id: spec for part in parts for id, spec in part.items()}


SURVEYS = {
    id: (spec["dataset"], spec["survey"]["items"], spec["survey"].get("reversed", []), spec["survey"]["scale"].split(".."))
    for id, spec in library("measures").items()
    if len(spec.get("survey", {}).get("items", ())) > 1
}
"""Measures of several items: dataset, items, those turned, the scale's ends."""
ASKED = {
    (spec["dataset"], item): tuple(map(int, spec["survey"].get("scale", "1..5").split("..")))
    for spec in library("measures").values()
    if "survey" in spec
    for item in spec["survey"].get("items", [spec["survey"].get("item")])
}
"""Dataset and item -> the scale's ends."""


def test_the_files_are_the_same_every_time_and_made_at_once(workspace: Workspace, tmp_path: Path) -> None:
    folder, spoils = workspace
    begun = time.process_time()
    assert demo.write_standard(tmp_path) == spoils
    assert time.process_time() - begun < 3
    files = sorted((folder / "data" / "crm").iterdir())
    assert [file.name for file in files] == sorted(file.name for file in tmp_path.iterdir())
    for file in files:
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_every_standard_dataset_is_there_with_all_its_columns(workspace: Workspace) -> None:
    """But for the stages that deals pass through, which hardly any export tells."""
    standard = library("datasets")
    files = {file.stem for file in (workspace[0] / "data" / "crm").iterdir()}
    assert files == standard.keys() - {"stages"}
    for name in files:
        rows = read(workspace, name)
        assert standard[name]["columns"].keys() <= rows[0].keys(), name
        assert len(rows) < 3000  # an assessment on them is a matter of a moment


def test_every_spoil_stands_where_it_says(workspace: Workspace) -> None:
    spoils = workspace[1]
    assert Counter(spoil.kind for spoil in spoils) == {"label": len(LABELS), "not-applicable": 5, "outside": 2, "twice": 1}
    assert {spoil.file for spoil in spoils} == {"customer_answers.csv"}
    assert len({spoil.row for spoil in spoils}) == len(spoils), "two faults in one row would hide one another"
    rows = read(workspace, "customer_answers")
    for spoil in spoils:
        assert rows[spoil.row - 2][spoil.column] == spoil.text


def test_answers_are_codes_of_their_scales_but_for_the_spoils(workspace: Workspace) -> None:
    spoiled = {(spoil.row, spoil.column) for spoil in workspace[1]}
    for (dataset, item), (low, high) in ASKED.items():
        allowed = {"", *map(str, range(low, high + 1))}
        for number, row in enumerate(read(workspace, dataset), 2):
            assert row[item] in allowed or (number, item) in spoiled, (dataset, item, number)
    assert sum(row[item] == "" for (dataset, item) in ASKED for row in read(workspace, dataset)) > 100  # some leave one out


def summer(rows: Rows, period: Any, day: str = "answered_on") -> Rows:
    return [row for row in rows if str(period.start) <= row[day] < str(period.end)]


def test_half_of_the_customers_come_back_and_one_answers_twice(workspace: Workspace) -> None:
    rows = read(workspace, "customer_answers")
    before, after = (summer(rows, period) for period in (BEFORE, AFTER))
    assert len(before) == 400
    assert len({row["respondent"] for row in before} & {row["respondent"] for row in after}) == 200
    [twice] = [id for id, count in Counter(row["respondent"] for row in after).items() if count > 1]
    [spoil] = [spoil for spoil in workspace[1] if spoil.kind == "twice"]
    assert spoil.text == twice
    assert len(after) == 410 + 1


def alpha(rows: Rows, items: list[str], turned: list[str], ends: list[str]) -> float:
    """Cronbach's, over those who answered all items."""
    low, high = map(int, ends)
    complete = [[row[item] for item in items] for row in rows]
    answers = np.array([row for row in complete if all(cell.isdigit() and low <= int(cell) <= high for cell in row)], float)
    for item in turned:
        answers[:, items.index(item)] = low + high - answers[:, items.index(item)]
    own, whole = answers.var(axis=0, ddof=1).sum(), answers.sum(axis=1).var(ddof=1)
    return float(len(items) / (len(items) - 1) * (1 - own / whole))


@pytest.mark.parametrize("period", [BEFORE, AFTER], ids=lambda period: str(period.id))
@pytest.mark.parametrize("measure", SURVEYS)
def test_items_of_a_scale_hang_together_but_for_those_on_rewards(workspace: Workspace, measure: str, period: Any) -> None:
    dataset, items, turned, ends = SURVEYS[measure]
    found = alpha(summer(read(workspace, dataset), period), items, turned, ends)
    if measure == "reward_fairness":
        assert 0.2 < found < 0.65
    else:
        assert 0.72 < found < 0.93


def test_the_assessment_is_a_file_of_35_lines() -> None:
    lines = (ROOT / "definitions" / "demo" / "crm.yaml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip() and not line.lstrip().startswith("#")]) <= 35


def test_nothing_is_at_fault_and_the_spoils_are_found(workspace: Workspace, evaluation: scorecard.Evaluation) -> None:
    problems = evaluation.problems
    assert [problem for problem in problems if problem.is_fault] == []
    told = {(problem.code, problem.facts.get("item")): problem.facts for problem in problems}
    for spoil in workspace[1]:
        if spoil.kind == "outside":
            assert told["survey-outside-scale", spoil.column]["count"] == 1
            assert told["survey-outside-scale", spoil.column]["values"] == (f"{spoil.text} (1)",)
    [answers] = [p.facts for p in problems if p.code == "survey-answers" and p.facts["dataset"] == "customer_answers"]
    assert answers["declined"] == 5
    [twice] = [problem.facts for problem in problems if problem.code == "respondent-twice"]
    assert (twice["file"], twice["count"]) == ("data/crm/customer_answers.csv", 1)
    [loose] = [problem.facts for problem in problems if problem.code == "scale-unreliable"]
    assert set(loose["items"]) == {"rewards_1", "rewards_2", "rewards_3"}
    codes = {problem.code for problem in problems if problem.level == "finding"}
    assert {"survey-label-unknown", "cells-unreadable", "partly-covered", "nps-coded-one-to-eleven"} & codes == set()


def test_words_for_codes_are_understood(workspace: Workspace, evaluation: scorecard.Evaluation) -> None:
    """Satisfied customers, counted from the file: of two answers of one person the later one."""
    rows = {row["respondent"]: row for row in summer(read(workspace, "customer_answers"), AFTER)}
    codes = [LABELS.get(row["satisfaction"], row["satisfaction"]) for row in rows.values()]
    given = [int(code) for code in codes if code != ""]
    assert value(evaluation, "csat") == pytest.approx(sum(code >= 4 for code in given) / len(given))
    assert len(given) > sum(row["satisfaction"].isdigit() for row in rows.values())


def value(evaluation: scorecard.Evaluation, measure: str) -> float:
    values = evaluation.values
    return float(values.value[values.measures.index(measure), values.periods.index(evaluation.target), 0])


def test_all_measures_have_values_in_both_periods_but_three(evaluation: scorecard.Evaluation) -> None:
    """Nobody has typed in what customers spend elsewhere or how staff spend their time; records were not yet checked in 1403."""
    values, lacking = evaluation.values, dict[str, list[str]]()
    used = {node.measure for node in evaluation.scores.nodes if node.measure}
    for period in (evaluation.baseline, evaluation.target):
        column = values.periods.index(period)
        for measure in used:
            reason = values.reason[values.measures.index(measure), column, 0]
            if reason != Reason.PRESENT:
                assert reason == Reason.NOT_ENTERED
                lacking.setdefault(measure, []).append(str(period and period.id))
    assert lacking == {
        "share_of_wallet": ["1403-Q2", "1404-Q2"],
        "time_per_title": ["1403-Q2", "1404-Q2"],
        "information_accuracy": ["1403-Q2"],
    }


def test_the_story_is_told(evaluation: scorecard.Evaluation) -> None:
    """Better processes and a better system, customers less content; facts and perceptions part over loyalty and management."""
    scores = evaluation.scores
    before, after = (scores.periods.index(period) for period in (evaluation.baseline, evaluation.target))
    nodes = {node.path[-1] if node.path else "": index for index, node in enumerate(scores.nodes)}
    change = {id: scores.score[index, after, 0] - scores.score[index, before, 0] for id, index in nodes.items()}
    assert change["process"] > 10
    assert change["infrastructure"] > 5
    assert change["organizational"] > 5
    assert change["customer"] < -4
    assert not np.isnan(scores.score[nodes[""], :, 0]).any(), "a course over all eight quarters"
    apart = {problem.place.path[-1] for problem in evaluation.problems if problem.code == "perception-apart"}
    assert {"customer_loyalty", "customer_equity", "management_attitude"} <= apart


def test_its_report_says_how_sure_it_is(evaluation: scorecard.Evaluation) -> None:
    """Every part of the report that samples and history bring, and no word of the engine's in it."""
    page = report.page(evaluation)
    html = report.html(page)
    assert len(html) < 500_000
    for section in ("changes", "kinds", "heading", "units", "notes", "method"):
        assert f'<section id="{section}"' in html
    rows = {row.name: row for part in page.perspectives for row in part.rows}
    csat = rows["Customer satisfaction"]
    assert (csat.within, csat.notes, csat.change_noise) == ("60.1–69.3%", ("404 answers",), True)
    assert rows["Customer equity"].sure == "64% sure"
    assert not any(effect.noise for effect in page.changes.by_cause if effect.name in page.summary.sentences[1])
    assert page.kinds.factors[0].name == "Customer equity"
    assert len(page.heading.courses) == 12
    assert {rubric.name for rubric in page.method.rubrics} >= {"Human capital readiness"}
    assert not any("COUNT(" in measure.how or "SUM(" in measure.how for measure in page.method.measures)
    assert sum("Facts and perceptions part" in remark.message for remark in page.notes.remarks) == 1


def test_facts_agree_with_those_of_the_other_scorecard(evaluation: scorecard.Evaluation) -> None:
    """Both look at one company: deals, deliveries and tickets are the same."""
    company, start, end = Company(), evaluation.target.start, evaluation.target.end
    closed = [deal for deal in company.deals if deal.closed_on and start <= deal.closed_on < end]
    assert value(evaluation, "win_rate") == pytest.approx(sum(deal.stage == "won" for deal in closed) / len(closed))
    present = [c for c in company.customers if c.joined_on < start and (c.left_on is None or c.left_on >= start)]
    lost = sum(customer.left_on is not None and customer.left_on < end for customer in present)
    assert value(evaluation, "churn_rate") == pytest.approx(lost / len(present))
    orders = [order for order in company.orders if order.state != "cancelled" and start <= order.ordered_on < end]
    assert value(evaluation, "net_sales") == pytest.approx(sum(order.amount for order in orders))


def test_the_sales_team_is_scored_by_team_and_person(workspace: Workspace) -> None:
    evaluation = scorecard.load(workspace[0] / "sales.yaml").evaluate()
    assert [problem for problem in evaluation.problems if problem.is_fault] == []
    scores = evaluation.scores
    assert Counter(entity.level for entity in scores.entities) == {0: 1, 1: 3, 2: 12}
    missing = np.isnan(scores.score[0, scores.periods.index(evaluation.target)])
    unscored = [entity.key for entity, lacks in zip(scores.entities, missing, strict=True) if lacks]
    assert unscored == [("Wholesale", "امیر صادقی")], "who came with the branch that opened after the baseline"
