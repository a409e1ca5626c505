"""Goals and initiatives from the YAML to what programs read: merged, left out where they name nothing, late on a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import scorecard
from scorecard import definition, export
from scorecard.records.definition import Period, Text
from scorecard.records.goals import Initiative

ROOT = Path(__file__).parents[1]
CASE = ROOT / "tests" / "language" / "cases" / "goals" / "scorecard.yaml"
VALIDATOR = Draft202012Validator(json.loads((ROOT / "scorecard/schemas/evaluate.schema.json").read_text("utf-8")))

BASE = """\
scorecard: base
periods: {baseline: 2025-Q1, target: 2025-Q2}
datasets: {entered: {file: values.csv}}
measures:
  a: {better: higher, entered: true, owner: Sara, review_by: 2025-06-30}
  b: {better: higher, entered: true}
perspectives:
  p: {target: {floor: 0, goal: 10}, measures: {a: , b: }}
  q: {target: {floor: 0, goal: 20}, measures: {a: {owner: Ali, review_by: 2026-01-01}}}
goals:
  g: {title: Goal, by: 2025-12-31, strategies: {s: {measures: [p/a, b]}, t: {measures: [b]}}}
  h: {strategies: {s: {measures: [b]}}}
initiatives:
  i: {owner: Sara, due: 2025-06-29, status: running, strategy: g/s, moves: [p/a, p]}
  k: {due: 2025-12-31, moves: [b]}
"""
VALUES = "measure,period,value\na,2025-Q1,2\na,2025-Q2,5\nb,2025-Q2,4\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the base, and over it a definition that extends it; returns the path of the last."""

    def files(over: str = "", base: str = BASE) -> Path:
        (tmp_path / "values.csv").write_text(VALUES, "utf-8")
        file = tmp_path / "base.yaml"
        file.write_text(base, "utf-8")
        if over:
            file = tmp_path / "over.yaml"
            file.write_text("extends: base.yaml\n" + over, "utf-8")
        return file

    return files


def evaluated(file: Path, **periods: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(export.evaluation_json(scorecard.load(file).evaluate(**periods)))
    VALIDATOR.validate(document)
    return document


def codes(file: Path, **periods: str) -> list[str]:
    return [problem.code for problem in scorecard.load(file).evaluate(**periods).problems if problem.level == "finding"]


def test_the_case_of_the_language_fits_the_schema() -> None:
    document = evaluated(CASE)
    assert [goal["id"] for goal in document["goals"]] == ["keep_customers", "grow", "win_customers"]
    keep = document["goals"][0]
    assert keep["title"] == {"en": "Keep customers", "fa": "حفظ مشتریان"}
    assert keep["description"] == {"": "Nine in ten stay another year."}
    assert keep["by"] == "2026-03-20"  # 29 Esfand 1404
    faster, cheaper = keep["strategies"]
    assert faster["measures"] == ["service/solved_at_once", "service/handling_time"]
    assert (cheaper["measures"], cheaper["description"]) == ([], None)
    assert document["goals"][1]["strategies"] == []


def test_what_an_initiative_moved_is_what_the_rows_say() -> None:
    document = evaluated(CASE)
    rows = {(row["path"], row["period"]): row for row in document["rows"]}
    helpdesk, last_day, done, given_up = document["initiatives"]
    assert [move["path"] for move in helpdesk["moves"]] == ["service/solved_at_once", "service", "quality/handling_time"]
    for move in (*helpdesk["moves"], *last_day["moves"], *done["moves"]):
        before, now = (rows[move["path"], period] for period in ("1403-Q4", "1404-Q4"))
        for key in ("value", "score"):
            assert move["baseline"][key] == before[key]
            assert move["target"][key] == now[key]
            if before[key] is None:
                assert move["change"][key] is None
            else:
                assert isclose(move["change"][key], now[key] - before[key])
    assert given_up["moves"] == []
    assert {key: helpdesk[key] for key in ("owner", "start", "due", "status", "overdue", "budget", "strategy")} == {
        "owner": {"": "Sara Ahmadi"}, "start": "2025-04-04", "due": "2026-03-19", "status": "running", "overdue": True,
        "budget": 250000000, "strategy": "keep_customers/faster_service",
    }  # fmt: skip
    assert [one["overdue"] for one in (last_day, done, given_up)] == [False, False, False]
    assert last_day["status"] == "planned"


def test_a_definition_without_any_has_empty_lists(write: Write) -> None:
    base = BASE.split("goals:", maxsplit=1)[0]
    document = evaluated(write(base=base))
    assert (document["goals"], document["initiatives"]) == ([], [])


def test_python_holds_them_by_id(write: Write) -> None:
    found = scorecard.load(write()).evaluate().definition
    assert list(found.goals) == ["g", "h"]
    assert found.goals["g"].strategies["s"].measures == (("p", "a"), ("p", "b"))
    assert found.goals["h"].title("en") == "H"
    assert found.initiatives["i"].strategy == ("g", "s")
    assert found.initiatives["i"].moves == (("p", "a"), ("p",))
    assert found.initiatives["k"] == Initiative("k", Text({"": "K"}), due=date(2025, 12, 31), moves=(("p", "b"),))
    with pytest.raises(AttributeError):
        found.initiatives["k"].status = "done"  # type: ignore[misc]  # that it is frozen is the point


def test_a_use_s_owner_and_day_go_before_the_measure_s(write: Write) -> None:
    found = scorecard.load(write()).definition
    assert found
    nodes = {node.path: node for node in found.root.walk()}
    assert (nodes["p", "a"].owner, nodes["p", "a"].review_by) == (Text({"": "Sara"}), date(2025, 6, 30))
    assert (nodes["q", "a"].owner, nodes["q", "a"].review_by) == (Text({"": "Ali"}), date(2026, 1, 1))
    assert (nodes["p", "b"].owner, nodes["p", "b"].review_by) == (None, None)


def test_maps_merge_lists_replace_and_null_removes(write: Write) -> None:
    over = """\
goals:
  g: {title: Our goal, strategies: {s: {measures: [b]}, t: }}
  h:
  n: {strategies: {u: {measures: [q/a]}}}
initiatives:
  i: {status: done, moves: [q/a]}
  k:
"""
    file = write(over)
    found = scorecard.load(file).evaluate().definition
    assert list(found.goals) == ["g", "n"]
    assert (found.goals["g"].title("en"), found.goals["g"].by) == ("Our goal", date(2025, 12, 31))
    assert {id: one.measures for id, one in found.goals["g"].strategies.items()} == {"s": (("p", "b"),)}
    assert list(found.initiatives) == ["i"]
    one = found.initiatives["i"]
    assert (one.status, one.owner, one.due, one.moves) == ("done", Text({"": "Sara"}), date(2025, 6, 29), (("q", "a"),))
    assert "initiative-overdue" not in codes(file)  # it is done


def test_what_the_parent_says_of_a_measure_that_is_removed_is_left_out_and_placed_there(write: Write) -> None:
    reading = definition.read(str(write("perspectives: {q: {measures: {a: }}, p: {measures: {b: }}}\n")))
    named = [(problem.code, Path(problem.place.file).name, problem.place.line) for problem in reading.problems if problem.place]
    missing = [("measure-outside-tree", "base.yaml", line) for line in (11, 11, 12, 15)]
    assert [each for each in named if each[0] != "empty-node"] == missing
    assert reading.definition
    assert reading.definition.initiatives["k"].moves == ()


def test_a_strategy_that_is_removed_and_still_served_is_a_fault(write: Write) -> None:
    with pytest.raises(scorecard.Faults) as caught:
        scorecard.load(write("goals: {g: {strategies: {s: }}}\n")).evaluate()
    (fault,) = (problem for problem in caught.value.problems if problem.is_fault)
    assert (fault.code, fault.place and fault.place.line) == ("unknown-strategy", 14)


def test_an_unknown_name_costs_nothing_but_itself(write: Write) -> None:
    """The same numbers as without it, and a message of its own, where it stands."""
    right, wrong = write(), BASE.replace("moves: [p/a, p]", "moves: [p/a, revenu, p]")
    before = scorecard.load(right).evaluate()
    file = write(base=wrong)
    after = scorecard.load(file).evaluate()
    np.testing.assert_array_equal(before.scores.score, after.scores.score)
    assert before.definition.initiatives == after.definition.initiatives
    (told,) = (problem for problem in after.problems if problem.code == "initiative-moves-unknown")
    assert told.place
    assert wrong.splitlines()[told.place.line - 1][told.place.column - 1 :].startswith("revenu")
    assert "'i' should move 'revenu'" in scorecard.describe(told)


def test_late_is_what_is_late_at_the_end_of_the_period_that_is_asked_for(write: Write) -> None:
    late = {"initiative-overdue", "review-due"}
    file = write()
    assert late <= set(codes(file))
    assert codes(file, target="2025-Q1", baseline="2024-Q4").count("review-due") == 0
    assert not late & set(codes(file, target="2025-Q1", baseline="2024-Q4"))
    assert codes(file, target="2025-Q4").count("review-due") == 1
    assert codes(file, target="2026-Q1").count("review-due") == 2  # the other use's day has come as well
    assert codes(file, target="2026-Q1").count("initiative-overdue") == 2
    snapshot = write(base=BASE.replace("periods: {baseline: 2025-Q1, target: 2025-Q2}\n", ""))
    assert not late & set(codes(snapshot))
    assert evaluated(snapshot)["initiatives"][0]["overdue"] is None


def test_a_day_of_review_is_told_once_however_often_the_measure_stands(write: Write) -> None:
    file = write(base=BASE.replace("{owner: Ali, review_by: 2026-01-01}", ""))
    (told,) = (problem for problem in scorecard.load(file).evaluate().problems if problem.code == "review-due")
    assert told.place
    assert told.place.path == ("measures", "a", "review_by")
    assert scorecard.describe(told).endswith("Its day is 2025-06-30.")


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_the_day_is_shown_as_it_is_written(write: Write, quote: str) -> None:
    file = write(base=BASE.replace("due: 2025-06-29", f"due: {quote}2025-06-29{quote}"))
    (told,) = (problem for problem in scorecard.load(file).evaluate().problems if problem.code == "initiative-overdue")
    assert scorecard.describe(told).endswith("still running at the end of 2025-Q2. It was due on 2025-06-29.")


def test_a_goal_s_measures_do_not_drag_the_library_in(write: Write) -> None:
    """`win_rate` ships; named by a strategy only, it is neither computed nor asked for."""
    base = BASE.replace("t: {measures: [b]}", "t: {measures: [b, win_rate]}").replace("owner: Sara", "owner: win_rate")
    file = write(base=base)
    card = scorecard.load(file)
    assert card.definition
    assert "win_rate" not in card.definition.measures
    assert "measure-outside-tree" in codes(file)


def test_missing_numbers_are_null(write: Write) -> None:
    evaluation = scorecard.load(write()).evaluate()
    (move,) = json.loads(export.evaluation_json(evaluation))["initiatives"][1]["moves"]
    assert move == {
        "path": "p/b",
        "baseline": {"value": None, "score": None},
        "target": {"value": 4, "score": 40},
        "change": {"value": None, "score": None},
    }


@pytest.mark.parametrize(
    ("due", "status", "late"),
    [("2025-06-29", "running", True), ("2025-06-30", "running", False), ("2025-06-29", "done", False)],
)
def test_the_last_day_itself_is_not_past(due: str, status: Any, late: bool) -> None:
    quarter = Period("2025-Q2", date(2025, 4, 1), date(2025, 7, 1), "quarter")
    initiative = Initiative("i", Text({}), due=date.fromisoformat(due), status=status)
    assert initiative.is_overdue(quarter) is late
    assert not initiative.is_overdue(None)
    assert not replace(initiative, due=None).is_overdue(quarter)


def test_texts_that_would_command_a_terminal_are_escaped_in_json(write: Write) -> None:
    evaluation = scorecard.load(write()).evaluate()
    evil = {"i": replace(evaluation.definition.initiatives["i"], title=Text({"": "\x1b]0;x\x07\u202e</script>"}))}
    text = export.evaluation_json(replace(evaluation, definition=replace(evaluation.definition, initiatives=evil)))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert json.loads(text)["initiatives"][0]["title"][""].startswith("\x1b")
