"""Which changes are more than noise: Holm over the measures of a scorecard, each tested once, and how it is told."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scorecard
from scorecard import export
from scorecard.cli import table
from scorecard.records.evaluation import Evaluation

from .people import Z, crowd
from .test_numbers import definition, evaluated

Change = export.ChangeRow


def twice(least: int = 1) -> dict[str, Any]:
    """All questions, and some of them a second time with other weights and targets."""
    what = definition(least=least)
    what["perspectives"]["again"] = {
        "weight": 3,
        "measures": {"nps": {"target": {"floor": 0, "goal": 50}}, "mean": {}, "csat": {}},
    }
    return what


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return evaluated(tmp_path_factory.mktemp("changes"), crowd(17, 160), twice())


def by_entity(evaluation: Evaluation) -> dict[tuple[tuple[str, str | None], ...], list[Change]]:
    found: dict[tuple[tuple[str, str | None], ...], list[Change]] = {}
    for change in export.change_rows(evaluation):
        found.setdefault(tuple(change.entity.items()), []).append(change)
    return found


def holm(p: dict[str, float]) -> dict[str, float]:
    """Step by step, as Holm tells it: the smallest against all, the next against all but one, and so on."""
    left, found, highest = dict(p), {}, 0.0
    while left:
        name = min(left, key=lambda each: left[each])
        highest = max(highest, min(1.0, left[name] * len(left)))
        found[name] = highest
        del left[name]
    return found


def test_p_is_adjusted_over_all_measures_of_an_entity(compared: Evaluation) -> None:
    some = 0
    for changes in by_entity(compared).values():
        p = {change.path.split("/")[1]: change.p for change in changes if change.kind == "measure" and change.p is not None}
        wanted = holm(p)
        for change in changes:
            if change.kind == "measure":
                name = change.path.split("/")[1]
                assert change.p_adjusted == pytest.approx(wanted.get(name)), (change.path, change.entity)
                assert change.real == (None if name not in wanted else wanted[name] < 0.05)
                some += name in wanted
    assert some > 100


def test_a_measure_that_is_used_twice_is_tested_once(compared: Evaluation, tmp_path: Path) -> None:
    once = evaluated(tmp_path, crowd(17, 160), definition())
    alone = {(c.path, tuple(c.entity.items())): c for c in export.change_rows(once)}
    for change in export.change_rows(compared):
        if change.kind == "measure":
            first = alone[f"all/{change.path.split('/')[1]}", tuple(change.entity.items())]
            assert (change.low, change.high, change.p, change.p_adjusted, change.real) == (
                first.low, first.high, first.p, first.p_adjusted, first.real
            )  # fmt: skip


def test_a_node_is_as_sure_as_its_scores(compared: Evaluation) -> None:
    """Both sides taken for independent; where neither has a sample behind it nothing is said."""
    noise, scores = compared.comparison and compared.comparison.noise, compared.scores
    assert noise is not None
    assert scores.sd is not None
    sides = [scores.periods.index(period) for period in (compared.baseline, compared.target)]
    for row, one in enumerate(scores.nodes):
        if one.children:
            sd = np.hypot(scores.sd[row, sides[0]], scores.sd[row, sides[1]])
            change = scores.score[row, sides[1]] - scores.score[row, sides[0]]
            assert noise.low[row] == pytest.approx(change - 1.959963984540054 * sd, nan_ok=True)
            assert noise.high[row] == pytest.approx(change + 1.959963984540054 * sd, nan_ok=True)
            assert (noise.adjusted[row] == noise.p[row]).all() or np.isnan(noise.p[row]).any()


def test_facts_are_never_noise(compared: Evaluation) -> None:
    told = [change for change in export.change_rows(compared) if change.path == "all/offices"]
    assert told
    assert all((c.low, c.high, c.p, c.p_adjusted, c.real) == (None,) * 5 for c in told)


def test_what_is_withheld_on_one_side_is_not_tested(tmp_path: Path) -> None:
    evaluation = evaluated(tmp_path, crowd(17), definition(least=10))
    hidden = {
        (row.path, tuple(row.entity.items()))
        for row in export.rows(evaluation)
        if row.kind == "measure" and row.reason in ("too-few", "suppressed") and row.period != "2023-Q4"
    }
    assert len(hidden) > 20
    for changes in by_entity(evaluation).values():
        told = [change for change in changes if change.kind == "measure" and change.p is not None]
        assert not hidden & {(change.path, tuple(change.entity.items())) for change in told}
        wanted = holm({change.path: change.p for change in told if change.p is not None})
        assert {change.path: change.p_adjusted for change in told} == pytest.approx(wanted)


def test_real_and_p_go_out_in_json_and_csv(compared: Evaluation) -> None:
    rows = json.loads(export.comparison_json(compared))["rows"]
    told = {change.path: change for change in export.change_rows(compared) if not change.entity}
    for row in rows:
        if not row["entity"]:
            change = told[row["path"]]
            assert [row[name] for name in ("low", "high", "p", "p_adjusted", "real")] == [
                change.low, change.high, change.p, change.p_adjusted, change.real
            ]  # fmt: skip
    assert {row["real"] for row in rows} == {True, False, None}
    columns = {column.name: column.cells for column in export.changes(compared)}
    assert set(columns["real"]) == {"true", "false", None}


def test_the_terminal_tells_which_changes_are_beyond_noise(compared: Evaluation) -> None:
    text = table.draw(compared, "comparison", False, None)
    assert "Beyond" in text
    assert "noise" in text
    told = {change.path: change.real for change in export.change_rows(compared) if not change.entity}
    line = next(line for line in text.splitlines() if line.strip().startswith("Nps of 240"))
    assert line.split()[-1] == {True: "yes", False: "no"}[bool(told["all/nps_of_240"])]
    assert not next(line for line in text.splitlines() if line.strip().startswith("Offices")).rstrip().endswith(("yes", "no"))


def test_without_a_sample_there_is_no_such_column(tmp_path: Path) -> None:
    evaluation = evaluated(tmp_path, crowd(2), definition(sampled=False))
    assert evaluation.comparison is not None
    assert evaluation.comparison.noise is None
    assert "Beyond" not in table.draw(evaluation, "comparison", False, None)
    assert {row["p"] for row in json.loads(export.comparison_json(evaluation))["rows"]} == {None}


def test_answers_all_alike_on_both_sides_are_no_proof(tmp_path: Path) -> None:
    """Two of two, then none of two: standard errors of 0, and yet no certainty: Wilson's intervals reach 0.66 from each share."""
    lines = [f"a{n},2024-02-01,5" for n in range(2)] + [f"b{n},2024-05-01,1" for n in range(2)]
    (tmp_path / "voice.csv").write_text("who,day,q\n" + "\n".join(lines) + "\n")
    what = {
        "scorecard": "few",
        "periods": {"baseline": "2024-Q1", "target": "2024-Q2"},
        "datasets": {"voice": {"file": "voice.csv", "time": "day", "respondent": "who"}},
        "measures": {
            "m": {"better": "higher", "dataset": "voice", "survey": {"method": "csat", "item": "q", "min_answers": 1}},
            "n": {"better": "higher", "dataset": "voice", "share": "q >= 4"},
        },
        "perspectives": {"all": {"target": {"floor": 0, "goal": 1}, "measures": {"m": {}, "n": {}}}},
    }
    (tmp_path / "scorecard.yaml").write_text(json.dumps(what))
    changes = {change.path: change for change in export.change_rows(scorecard.load(tmp_path / "scorecard.yaml").evaluate())}
    reach = 1 - 2 / (2 + Z**2)
    wanted = math.erfc(1 / (reach / Z * math.sqrt(2)) / math.sqrt(2))
    assert (changes["all/m"].low, changes["all/m"].high) == pytest.approx((-1, -1 + reach * math.sqrt(2)))
    assert changes["all/m"].p == pytest.approx(wanted)
    assert changes["all/m"].p == changes["all/n"].p
    assert wanted > 0.03
