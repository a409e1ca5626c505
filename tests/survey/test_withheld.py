"""Nobody can be worked out from what is published: an attacker who knows everything that any output tells solves for the small
groups, and must fail; and no output tells what is withheld."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scorecard
from scorecard import export
from scorecard.records.evaluation import Evaluation
from scorecard.records.values import Reason

QUARTERS = {"2024-Q1": "2024-02-01", "2024-Q2": "2024-05-01", "2024-Q3": "2024-08-01"}
LEVELS = ("region", "branch", "channel")
HIERARCHIES = {"place": ["region", "branch"], "way": ["channel"], "grid": ["channel", "region"]}
LEAST = 5

Row = dict[str, Any]
Entity = dict[str, str | None]
Cell = tuple[str, str, frozenset[tuple[str, str | None]]]


def answers(seed: int) -> list[Row]:
    """Few people, unevenly spread, whose answers have decimals that are nobody else's."""
    random = np.random.default_rng(seed)
    rows: list[Row] = []
    for quarter in QUARTERS:
        for _ in range(random.integers(25, 70)):
            branch = str(random.choice(["a", "b", "c", ""], p=[0.5, 0.3, 0.15, 0.05]))
            rows.append(
                {
                    "quarter": quarter,
                    "who": f"w{random.integers(0, 90)}",
                    "region": str(random.choice(["north", "south", "west"], p=[0.6, 0.3, 0.1])),
                    "branch": branch,
                    "channel": str(random.choice(["web", "shop", "phone", ""], p=[0.5, 0.35, 0.1, 0.05])),
                    "q": round(float(random.uniform(0, 10)), 4) if random.random() < 0.9 else None,
                    "r": int(random.integers(0, 11)) if random.random() < 0.6 else None,
                }
            )
    return rows


MEASURES: dict[str, dict[str, Any]] = {
    "mood": {"survey": {"method": "mean", "item": "q", "scale": "0..10"}},
    "nps": {"survey": {"method": "nps", "item": "r"}},
    "mood_so_far": {"survey": {"method": "mean", "item": "q", "scale": "0..10"}, "rows": "to_date"},
    "mood_this_year": {"survey": {"method": "mean", "item": "q", "scale": "0..10"}, "rows": "year_to_date"},
    "mood_of_half": {"survey": {"method": "mean", "item": "q", "scale": "0..10"}, "rows": {"last": 2}},
    "total": {"formula": "sum(q)"},
    "happy": {"share": "q >= 5"},
    "amount_of_happy": {"formula": "sum(q) filter (where r >= 9)"},
}


def evaluated(folder: Path, rows: Sequence[Row], baseline: str = "2024-Q1", target: str = "2024-Q3") -> Evaluation:
    columns = ["who", "day", *LEVELS, "q", "r"]
    lines = [
        ",".join("" if (value := QUARTERS[row["quarter"]] if c == "day" else row[c]) is None else str(value) for c in columns)
        for row in rows
    ]
    (folder / "voice.csv").write_text("\n".join([",".join(columns), *lines]) + "\n")
    shared = {"better": "higher", "dataset": "voice", "decimals": 4}
    measures = {id: shared | one for id, one in MEASURES.items()}
    measures["twice"] = {"better": "higher", "formula": "2 * mood", "decimals": 4}
    measures["growth"] = {"better": "higher", "formula": "mood - previous(mood)", "decimals": 4}
    what = {
        "scorecard": "withheld",
        "periods": {"baseline": baseline, "target": target, "history": 3},
        "entities": HIERARCHIES,
        "datasets": {"voice": {"file": "voice.csv", "time": "day", "respondent": "who", "covers": ["2024-01-01", "2024-09-30"]}},
        "measures": measures,
        "perspectives": {"p": {"target": {"floor": 0, "goal": 10}, "measures": {id: {} for id in measures}}},
    }
    (folder / "scorecard.yaml").write_text(json.dumps(what))
    try:
        return scorecard.load(folder / "scorecard.yaml").evaluate()
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))


def counted(rows: Sequence[Row], evaluation: Evaluation) -> list[Row]:
    """Who answers twice in a quarter counts with the later answer, which is the later row."""
    last = {(row["who"], row["quarter"]): row for row in rows}
    return [row for row in rows if last[row["who"], row["quarter"]] is row]


def held(row: Row, entity: Entity) -> bool:
    return all((row[level] or None) == name for level, name in entity.items())


def window(id: str, period: str) -> set[str]:
    """The quarters whose answers a measure takes for a period."""
    if period == "2024":
        return set(QUARTERS)
    number = list(QUARTERS).index(period)
    rows = MEASURES[id].get("rows", "during")
    first = {"during": number, "to_date": 0, "year_to_date": 0}.get(str(rows), max(0, number - 1))
    return set(list(QUARTERS)[first : number + 1])


UNMISTAKABLE = ("mood", "mood_so_far", "mood_this_year", "mood_of_half", "total", "amount_of_happy")
"""Measures whose values nothing else has by chance."""
ITEM = {"nps": "r", "amount_of_happy": "r"}


class Attack:
    """Everything published of one measure as equations over the finest groups: quarter, region, branch and channel. The attacker
    even knows which of these are empty, `outsider` only where an entity of the report is."""

    def __init__(self, id: str, rows: Sequence[Row], evaluation: Evaluation, *, outsider: bool = False):
        told = [row for row in counted(rows, evaluation) if row[ITEM.get(id, "q")] is not None]
        cells = [row for row in export.rows(evaluation) if row.path == f"p/{id}" and row.period is not None]
        own = [(row["quarter"], *(row[level] for level in LEVELS)) for row in told]
        self.groups = sorted(set(own))
        if outsider:
            missing = [cell for cell in cells if cell.value is None and cell.reason not in ("too-few", "suppressed")]
            empty = [cell for cell in missing if id != "amount_of_happy"]  # of which there is none where nobody was happy
            every = itertools.product(QUARTERS, *(sorted({row[level] for row in rows}) for level in LEVELS))
            self.groups = [group for group in every if not any(self.inside(id, cell, group) for cell in empty)]
        self.sizes = np.array([own.count(group) for group in self.groups])
        self.published: list[np.ndarray[Any, Any]] = []
        self.secret: list[tuple[str, Entity, np.ndarray[Any, Any], str]] = []
        for cell in cells:
            inside = np.array([self.inside(id, cell, group) for group in self.groups], float)
            if cell.value is not None:
                self.published.append(inside)
            elif inside @ self.sizes:
                self.secret.append((str(cell.period), dict(cell.entity), inside, str(cell.reason)))

    @staticmethod
    def inside(id: str, cell: export.Row, group: tuple[str, ...]) -> bool:
        within = held(dict(zip(LEVELS, group[1:], strict=True)), dict(cell.entity))
        return within and group[0] in window(id, str(cell.period))

    def determined(self, wanted: np.ndarray[Any, Any]) -> bool:
        """Whether a sum over groups follows from the published ones."""
        if not self.published:
            return False
        known = np.array(self.published).T
        solution, *_ = np.linalg.lstsq(known, wanted, rcond=None)
        return bool(np.abs(known @ solution - wanted).max() < 1e-8)

    def differences(self) -> Iterator[int]:
        """How many people two published figures differ by, where one holds the other."""
        for one, other in itertools.permutations(self.published, 2):
            if (one >= other).all() and (one != other).any():
                yield int((one - other) @ self.sizes)


SEEDS = range(6)


@pytest.fixture(scope="module", params=SEEDS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Row], Evaluation]:
    rows = answers(request.param)
    return rows, evaluated(tmp_path_factory.mktemp("withheld"), rows)


@pytest.mark.parametrize("id", MEASURES)
def test_no_small_group_follows_from_what_is_published(id: str, case: tuple[list[Row], Evaluation]) -> None:
    rows, evaluation = case
    attack = Attack(id, rows, evaluation, outsider=id == "mood_of_half")
    small = [each for each in attack.secret if each[2] @ attack.sizes < LEAST]
    assert id in ("mood_so_far", "mood_this_year", "mood_of_half") or small, "nobody to protect: the case proves nothing"
    for period, entity, inside, _ in small:
        assert not attack.determined(inside), f"{period} {entity} of {int(inside @ attack.sizes)} answers can be worked out"


@pytest.mark.parametrize("id", MEASURES)
def test_no_two_published_figures_differ_by_few_people(id: str, case: tuple[list[Row], Evaluation]) -> None:
    rows, evaluation = case
    few = [size for size in Attack(id, rows, evaluation, outsider=True).differences() if 0 < size < LEAST]
    assert not few


@pytest.mark.parametrize("id", MEASURES)
def test_nothing_is_published_of_few_and_little_is_withheld_beyond(id: str, case: tuple[list[Row], Evaluation]) -> None:
    rows, evaluation = case
    attack = Attack(id, rows, evaluation)
    assert not [size for inside in attack.published if 0 < (size := int(inside @ attack.sizes)) < LEAST]
    for _, _, inside, reason in attack.secret:
        size = int(inside @ attack.sizes)
        assert reason == ("too-few" if size < LEAST else "suppressed") or id == "amount_of_happy"
    assert len(attack.published) > len(attack.secret) / 6, "all is withheld: the case proves nothing"


def truth(id: str, row: Any, rows: Sequence[Row]) -> float | None:
    """What a withheld cell would have said."""
    people = [each for each in rows if each["quarter"] in window(id, row.period) and held(each, dict(row.entity))]
    told = [each[ITEM.get(id, "q")] for each in people]
    values = [value for value in told if value is not None]
    if not values:
        return None
    match id:
        case "nps":
            return 100 * (sum(v >= 9 for v in values) - sum(v <= 6 for v in values)) / len(values)
        case "total":
            return math.fsum(values)
        case "happy":
            return sum(v >= 5 for v in values) / len(people)
        case "amount_of_happy":
            return math.fsum(p["q"] for p in people if p["r"] is not None and p["r"] >= 9 and p["q"] is not None)
    return math.fsum(values) / len(values)


def secrets(rows: Sequence[Row], evaluation: Evaluation) -> dict[str, set[float]]:
    """Measure -> the values that are withheld and that no published cell of it has by chance."""
    told = counted(rows, evaluation)
    hidden: dict[str, set[float]] = {}
    shown: set[float] = set()
    for row in export.rows(evaluation):
        id = row.path.removeprefix("p/")
        if id in MEASURES:
            if row.value is not None:
                shown.add(round(row.value, 4))
            elif row.reason in ("too-few", "suppressed") and (value := truth(id, row, told)) is not None:
                hidden.setdefault(id, set()).add(value)
    return {id: {v for v in values if round(v, 4) not in shown and v not in (0, 1, 100, -100)} for id, values in hidden.items()}


def numbers(text: str) -> set[float]:
    return {float(each) for each in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)}


def test_no_output_holds_a_withheld_value(case: tuple[list[Row], Evaluation]) -> None:
    """JSON, CSV and the comparison in full precision; the report and the terminal as they print."""
    rows, evaluation = case
    hidden = secrets(rows, evaluation)
    known = {value for id in UNMISTAKABLE for value in hidden.get(id, ())}
    assert len(known) > 20
    exact = [export.evaluation_json(evaluation), export.comparison_json(evaluation)]
    exact += [export.as_csv(table).decode("utf-8-sig") for table in (export.scores(evaluation), export.changes(evaluation))]
    for text in exact:
        told = np.array(sorted(numbers(text)))
        for value in known:
            assert np.abs(told - value).min() > 1e-9 * abs(value), value


def test_the_report_prints_no_withheld_value(case: tuple[list[Row], Evaluation]) -> None:
    from scorecard import report
    from scorecard.cli import table

    rows, evaluation = case
    hidden = secrets(rows, evaluation)
    told = report.html(report.page(evaluation, None)) + table.draw(evaluation, "evaluation", True, None)
    told += table.draw(evaluation, "comparison", True, None)
    printed = set(re.findall(r"\d+\.\d{4}\b", told))
    assert printed, "values are printed with four decimals"
    for id in UNMISTAKABLE:
        for value in hidden.get(id, ()):
            assert f"{value:.4f}" not in printed


def test_withheld_cells_tell_nothing_beside_their_value(case: tuple[list[Row], Evaluation]) -> None:
    _, evaluation = case
    told = [row for row in export.rows(evaluation) if row.reason in ("too-few", "suppressed")]
    assert told
    for row in told:
        assert (row.value, row.n, row.se, row.low, row.high, row.reliability) == (None, 0, None, None, None, None)
        assert (row.score, row.score_low, row.score_high, row.unclamped) == (None, None, None, None)
        assert (row.status, row.status_probability, row.objective, row.subjective) == (None, None, None, None)
    text = list(csv.DictReader(io.StringIO(export.as_csv(export.scores(evaluation)).decode("utf-8-sig"))))
    for line in text:
        if line["reason"] in ("too-few", "suppressed"):
            assert line["n"] == "0"
            assert not any(line[name] for name in ("value", "se", "low", "high", "score", "status"))


def test_a_change_needs_both_sides(case: tuple[list[Row], Evaluation]) -> None:
    _, evaluation = case
    hidden = {
        (row.path, tuple(row.entity.items())) for row in export.rows(evaluation)
        if row.reason in ("too-few", "suppressed") and row.period in ("2024-Q1", "2024-Q3") and row.kind == "measure"
    }  # fmt: skip
    told = [row for row in export.change_rows(evaluation) if (row.path, tuple(row.entity.items())) in hidden]
    assert told
    for row in told:
        assert (row.change.value, row.change.score, row.low, row.high, row.p, row.p_adjusted, row.real) == (None,) * 7
        assert not row.parts


def test_what_derives_from_a_withheld_value_is_missing_for_the_same_reason(case: tuple[list[Row], Evaluation]) -> None:
    _, evaluation = case
    values = evaluation.values
    mood, twice, growth = (values.measures.index(id) for id in ("mood", "twice", "growth"))
    hidden = np.isin(values.reason[mood], [Reason.TOO_FEW, Reason.SUPPRESSED])
    assert hidden.any()
    assert (values.reason[twice][hidden] == values.reason[mood][hidden]).all()
    assert np.isnan(values.value[twice][hidden]).all()
    assert np.isnan(values.value[growth][hidden]).all()
    assert np.isnan(values.value[growth][1:][hidden[:-1]]).all(), "nor from the period before"


@pytest.mark.parametrize("seed", range(4))
def test_a_year_and_its_quarters_give_nobody_away(seed: int, tmp_path: Path) -> None:
    """The baseline is the year that holds the target: its answers less those of the other quarters are the target's."""
    rows = answers(seed)
    evaluation = evaluated(tmp_path, rows, "2024", "2024-Q3")
    for id in ("mood", "nps"):
        attack = Attack(id, rows, evaluation)
        small = [each for each in attack.secret if each[2] @ attack.sizes < LEAST]
        assert small
        for period, entity, inside, _ in small:
            assert not attack.determined(inside), f"{period} {entity}"
        assert not [size for size in Attack(id, rows, evaluation, outsider=True).differences() if 0 < size < LEAST]


def test_the_report_on_one_period_is_as_careful(tmp_path: Path) -> None:
    """A snapshot: all rows."""
    rows = answers(1)
    evaluation = evaluated(tmp_path, rows)
    text = json.loads((tmp_path / "scorecard.yaml").read_text())
    del text["periods"]
    for each in ("mood_so_far", "mood_this_year", "mood_of_half", "growth"):
        del text["measures"][each], text["perspectives"]["p"]["measures"][each]
    (tmp_path / "scorecard.yaml").write_text(json.dumps(text))
    snapshot = scorecard.load(tmp_path / "scorecard.yaml").evaluate()
    assert {row.reason for row in export.rows(snapshot)} >= {None, "too-few"}
    people = {row["who"]: row for row in rows if row["q"] is not None}
    small = [
        row for row in export.rows(snapshot)
        if row.path == "p/mood" and 0 < sum(held(each, dict(row.entity)) for each in people.values()) < 3
    ]  # fmt: skip
    assert all(row.value is None for row in small)
    assert evaluation.values.periods != snapshot.values.periods
