"""JSON of evaluations and comparisons: held to the published schemas, and to numbers worked out by hand."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

import scorecard
from scorecard import export
from scorecard.export.rows import _bounds
from scorecard.problems import Place, finding, note
from scorecard.records.definition import Text
from scorecard.records.scores import Curve
from scorecard.records.values import Reason

ROOT = Path(__file__).parents[1]
SHOP = ROOT / "tests" / "cli" / "shop" / "scorecard.yaml"
SCHEMAS = {
    name: Draft202012Validator(json.loads((ROOT / f"scorecard/schemas/{name}.schema.json").read_text("utf-8")))
    for name in ("evaluate", "compare")
}


@pytest.fixture(scope="module")
def shop():
    return scorecard.load(SHOP).evaluate()


def evaluated(evaluation):
    document = json.loads(export.evaluation_json(evaluation))
    SCHEMAS["evaluate"].validate(document)
    return document


def compared(evaluation):
    document = json.loads(export.comparison_json(evaluation))
    SCHEMAS["compare"].validate(document)
    return document


def row(document, path, period="2025-Q1", **entity):
    (found,) = (
        row for row in document["rows"] if (row["path"], row.get("period", period), row["entity"]) == (path, period, entity)
    )
    return found


def test_rows_by_hand(shop):
    document = evaluated(shop)
    assert document["scorecard"] == "shop"
    assert [period["id"] for period in document["periods"]] == ["2024-Q4", "2025-Q1"]
    assert document["periods"][1] == {"id": "2025-Q1", "start": "2025-01-01", "end": "2025-04-01"}
    win = row(document, "customer/selling/win_rate")
    assert win == {
        "path": "customer/selling/win_rate",
        "kind": "measure",
        "period": "2025-Q1",
        "entity": {},
        "value": 0.6,
        "unit": "percent",
        "reason": None,
        "n": 5,
        "se": None,
        "low": None,
        "high": None,
        "reliability": None,
        "floor": 0.2,
        "goal": 0.5,
        "score": 100.0,
        "score_low": None,
        "score_high": None,
        "unclamped": pytest.approx(133.33333333333334),
        "coverage": 1.0,
        "leaf_coverage": 1.0,
        "status": "good",
        "status_probability": None,
        "weight": pytest.approx(3 / 4 * 1 / 2 * 1 / 3),
        "objective": 100.0,
        "subjective": None,
        "consistency": None,
    }
    root = row(document, "")
    assert root["kind"] == "root"
    assert (root["weight"], root["value"], root["unit"], root["n"], root["floor"], root["unclamped"]) == (1.0, *[None] * 5)


def test_the_view_is_told():
    card = scorecard.load(SHOP)
    assert evaluated(card.evaluate())["view"] is None
    measures = {id: replace(each, tags={"team": "a" if each.id < "d" else "b"}) for id, each in card.definition.measures.items()}
    card = replace(card, definition=replace(card.definition, measures=measures))
    assert evaluated(card.evaluate(by="team", only={"team": "a"}))["view"] == {"by": "team", "only": {"team": ["a"]}}
    document = compared(card.compare(only={"team": ("b", "a")}))
    assert document["view"] == {"by": None, "only": {"team": ["b", "a"]}}


def test_weights_of_measures_add_up_to_the_whole(shop):
    weights = {row["path"]: row["weight"] for row in evaluated(shop)["rows"] if row["kind"] == "measure"}
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["organization/training_days"] == 0.25


def test_yardsticks_of_every_shape(shop):
    document = evaluated(shop)

    def bounds(path, **entity):
        found = row(document, path, **entity)
        return found["floor"], found["goal"]

    assert bounds("customer/selling/average_deal") == (pytest.approx(180), pytest.approx(300))  # of the baseline's 200
    assert bounds("customer/selling/average_deal", region="North", branch="Ash") == (pytest.approx(90), pytest.approx(150))
    assert bounds("customer/keeping/cycle") == ([0, 40], [10, 20])
    assert bounds("customer/keeping/lost_deals") == (None, 2)
    assert bounds("customer/keeping/big_deals") == (0, 0.8)
    assert bounds("customer/selling/deals") == (None, None)


def test_of_points_with_level_stretches_the_ends_of_the_slope_are_told():
    cells = np.array([1.0, 2.0, 3.0, 4.0]).reshape(4, 1, 1)
    points = np.array([0.0, 0.0, 100.0, 100.0]).reshape(4, 1, 1)
    judged = np.zeros((1, 1), dtype=bool)
    assert _bounds(Curve("line", cells, points), "higher", judged) == ([2.0], [3.0])
    assert _bounds(Curve("line", cells, points[::-1]), "lower", judged) == ([3.0], [2.0])
    assert _bounds(Curve("line", cells, points), "higher", ~judged) == ([None], [None])


def test_missing_numbers_are_null_with_a_reason(shop):
    document = evaluated(shop)
    training = row(document, "organization/training_days")
    assert (training["value"], training["score"], training["status"]) == (None, None, None)
    assert (training["reason"], training["coverage"]) == ("not-entered", 0)
    assert row(document, "organization")["reason"] == "nothing-scored"
    shown = row(document, "customer/selling/deals")
    assert (shown["value"], shown["n"], shown["score"], shown["reason"], shown["coverage"]) == (5, 5, None, "no-target", None)
    nothing_won = row(document, "customer/selling/average_deal", region="North", branch="Birch")
    assert (nothing_won["value"], nothing_won["reason"]) == (None, "zero-denominator")


def test_a_blank_entity_is_null_under_its_level(shop):
    assert row(evaluated(shop), "customer/selling/win_rate", region="South", branch=None)["value"] == 1


def test_the_value_s_reason_comes_before_the_score_s(shop):
    reasons = np.where(np.isnan(shop.scores.score), np.int8(Reason.NO_YARDSTICK), shop.scores.reason)
    found = row(evaluated(replace(shop, scores=replace(shop.scores, reason=reasons))), "organization/training_days")
    assert found["reason"] == "not-entered"


@pytest.mark.parametrize("reason", [*Reason])
def test_every_reason_has_its_word_in_the_schema(shop, reason):
    everywhere = np.full_like(shop.values.reason, reason)
    evaluation = replace(shop, values=replace(shop.values, reason=everywhere))
    found = row(evaluated(evaluation), "organization/training_days")["reason"]
    assert found == (reason.name.lower().replace("_", "-") if reason else "not-entered")


def test_neither_nan_nor_infinity_nor_minus_zero(shop):
    value = shop.values.value.copy()
    value[0], value[1], value[2] = inf, -inf, -0.0
    text = export.evaluation_json(replace(shop, values=replace(shop.values, value=value)))
    assert not {"NaN", "Infinity", "-Infinity", "-0.0"} & set(text.replace(",", " ").replace("}", " ").split())
    json.loads(text, parse_constant=lambda word: pytest.fail(word))


def test_a_snapshot_has_no_periods_and_nothing_to_compare(tmp_path):
    text = SHOP.read_text("utf-8").replace("periods: {baseline: 2024-Q4, target: 2025-Q1}\n", "")
    text = text.replace("{floor: baseline * 0.9, goal: baseline * 1.5}", "{floor: 100, goal: 300}")
    (tmp_path / "scorecard.yaml").write_text(text, "utf-8")
    for file in ("deals.csv", "entered.csv"):
        (tmp_path / file).write_bytes((SHOP.parent / file).read_bytes())
    snapshot = scorecard.load(tmp_path / "scorecard.yaml").evaluate()
    document = evaluated(snapshot)
    assert document["periods"] == []
    assert row(document, "customer/selling/win_rate", period=None)["value"] == 0.5
    with pytest.raises(ValueError, match="nothing to compare"):
        export.comparison_json(snapshot)


def test_all_missing(shop):
    gone = replace(
        shop,
        values=replace(
            shop.values, value=shop.values.value * np.nan, reason=np.full_like(shop.values.reason, Reason.NOT_COVERED)
        ),
        scores=replace(
            shop.scores,
            score=shop.scores.score * np.nan,
            reason=np.full_like(shop.scores.reason, Reason.NOTHING_SCORED),
            coverage=np.zeros_like(shop.scores.score),
            leaf_coverage=np.zeros_like(shop.scores.score),
        ),
    )
    assert {row["score"] for row in evaluated(gone)["rows"]} == {None}
    assert all(row["reason"] for row in evaluated(gone)["rows"])


def test_changes_by_hand(shop):
    document = compared(shop)
    win = row(document, "customer/selling/win_rate")
    assert win["baseline"] == {"value": 0.4, "score": pytest.approx(200 / 3)}
    assert win["target"] == {"value": 0.6, "score": 100}
    assert win["change"] == {"value": pytest.approx(0.2), "score": pytest.approx(100 / 3)}
    assert win["parts"] == [{"path": "customer/selling/win_rate", "effect": pytest.approx(100 / 3), "cause": "value"}]
    assert {"path": "organization", "cause": "left"}.items() <= row(document, "")["parts"][-1].items()
    assert row(document, "organization")["parts"] == []


def test_parts_add_up_to_every_change(shop):
    changes = [row for row in compared(shop)["rows"] if row["change"]["score"] is not None]
    assert len(changes) > 20
    for change in changes:
        assert sum(part["effect"] for part in change["parts"]) == pytest.approx(change["change"]["score"], abs=1e-9)


def test_problems_are_worded_and_placed(shop):
    place = shop.definition.places.at("periods", "target")
    found = [finding("period-option", place, option="target", reason="not a period"), note("period-option", Place("deals.csv"))]
    first, second = evaluated(replace(shop, problems=(*found,)))["problems"]
    assert (first["code"], first["level"]) == ("period-option", "finding")
    assert "not a period" in first["message"]
    assert first["place"] == {"file": str(SHOP), "line": 4, "column": 38}
    assert (second["level"], second["place"]) == ("note", {"file": "deals.csv", "line": None, "column": None})


def test_a_row_stands_on_one_line_and_bytes_repeat(shop):
    text = export.evaluation_json(shop)
    rows = sum(line.startswith('{"path": ') and '"kind"' in line for line in text.splitlines())
    assert rows == len(json.loads(text)["rows"]) == len([*export.rows(shop)])
    assert text == export.evaluation_json(scorecard.load(SHOP).evaluate())


def test_persian_stays_persian(shop):
    definition = replace(shop.definition, id="فروش", title=Text({"fa": "فروش"}))
    assert '"scorecard": "فروش"' in export.evaluation_json(replace(shop, definition=definition))


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("evaluate", lambda row: row.update(score=101), "101 is greater than the maximum"),
        ("evaluate", lambda row: row.update(reason="because"), "'because' is not one of"),
        ("evaluate", lambda row: row.update(colour="red"), "Additional properties"),
        ("evaluate", lambda row: row.pop("reason"), "'reason' is a required property"),
        ("evaluate", lambda row: row.update(goal=[1]), r"\[1\] is not valid"),
        ("evaluate", lambda row: row.update(entity={"region": 1}), "1 is not of type"),
        ("compare", lambda row: row.update(parts=[{"path": "", "effect": 1, "cause": "luck"}]), "'luck' is not one of"),
        ("compare", lambda row: row["change"].pop("score"), "'score' is a required property"),
        ("compare", lambda row: row.update(period="2025"), "Additional properties"),
    ],
)
def test_the_schemas_refuse_what_is_wrong(shop, name, spoil, said):
    document = evaluated(shop) if name == "evaluate" else compared(shop)
    spoil(document["rows"][0])
    with pytest.raises(ValidationError, match=said):
        SCHEMAS[name].validate(document)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_of_the_schemas_is_described(name):
    schema = SCHEMAS[name].schema
    Draft202012Validator.check_schema(schema)
    objects = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    objects += [inner for part in objects for inner in part["properties"].values() if "properties" in inner]
    for part in objects:
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])
        for key, inner in part["properties"].items():
            target = schema["$defs"].get(inner.get("$ref", "").removeprefix("#/$defs/"), {})
            assert inner.get("description") or target.get("description"), key


def test_the_schema_has_the_fields_of_a_row():
    assert tuple(SCHEMAS["evaluate"].schema["$defs"]["row"]["properties"]) == export.FIELDS


def test_many_rows_take_well_under_a_second(shop):
    """The shop in 12 periods and 150 entities."""
    periods, entities = 12, 150

    def wide(cube):
        return np.resize(np.stack([cube[index] for index in range(len(cube))]), (len(cube), periods, entities))

    scores, values = shop.scores, shop.values
    coverage = wide(np.where(np.isnan(scores.score), 0, 1))
    stretched = {name: wide(getattr(values, name)) for name in ("value", "reason", "n", "se")}
    big = replace(
        shop,
        values=replace(values, **stretched),
        scores=replace(
            scores,
            periods=(scores.periods * periods)[:periods],
            entities=(scores.entities * entities)[:entities],
            score=wide(scores.score),
            reason=wide(scores.reason),
            coverage=coverage,
            leaf_coverage=coverage,
            curves={},
        ),
    )

    def seconds() -> float:
        start = time.process_time()
        assert export.evaluation_json(big).count("\n") > 20_000
        return time.process_time() - start

    assert any(seconds() < 1 for _ in range(3))  # a busy machine may spoil one run
