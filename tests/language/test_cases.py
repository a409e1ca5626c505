"""The language, key by key: small scorecards with their data and the answers that a person worked out by hand.

A case is a folder: `scorecard.yaml`, its data, and `expected.csv` with the columns path, period, entity (`region=West branch=A`,
nothing for the total) and any fields of a row of the export. A number may be written as arithmetic (`100*2/3`, `log(5)`); `-` is
none, an empty cell is not asked about; lines that begin with # say how the answer comes about. `parts.csv` (path, entity, part,
cause, effect) holds every part of a node's change, `changes.csv` (path, entity and any of change, low, high, p, p_adjusted,
real) how sure changes are, `outlook.csv` (path, period and any of value, low, high, expected, ahead, method, why, reached, slope)
where measures are heading, `findings.txt` the codes of all findings (none without the file),
`environment.txt` variables, in whose values {folder} is the case's.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scorecard
from scorecard import export
from scorecard.records.evaluation import Evaluation

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/scorecard.yaml"))
KEY = ("path", "period", "entity")


def lines(file: Path) -> Iterator[dict[str, str]]:
    if file.exists():
        text = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
        yield from csv.DictReader(text)


def number(text: str) -> float:
    known = {"log": math.log, "exp": math.exp, "sqrt": math.sqrt, "erfc": math.erfc}
    return float(eval(text, {"__builtins__": {}, **known}))


def same(found: Any, wanted: str) -> bool:
    if wanted == "-" or found is None:
        return wanted == "-" and found is None
    if isinstance(found, bool):
        return str(found).lower() == wanted
    if isinstance(found, str):
        return found == wanted
    if isinstance(found, list):
        return " ".join(f"{each:g}" for each in found) == wanted
    return math.isclose(found, number(wanted), rel_tol=1e-9, abs_tol=1e-12)


def entity(key: Any) -> str:
    return " ".join(f"{level}={'' if name is None else name}" for level, name in key.items())


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Evaluation]:
    folder: Path = request.param
    variables = folder / "environment.txt"
    for line in variables.read_text().splitlines() if variables.exists() else ():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value.format(folder=folder))
    try:
        return folder, scorecard.load(folder / "scorecard.yaml").evaluate()
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))


def test_every_answer_is_the_one_worked_out_by_hand(case: tuple[Path, Evaluation]) -> None:
    folder, evaluation = case
    rows = {(row.path, row.period or "", entity(row.entity)): row for row in export.rows(evaluation)}
    expected = list(lines(folder / "expected.csv"))
    assert expected, "a case without an answer proves nothing"
    wrong = []
    for line in expected:
        key = (line["path"], line["period"], line["entity"] or "")
        row = rows.get(key)
        if row is None:
            wrong.append(f"{key}: no such row; there are {sorted({(p, e) for _, p, e in rows})}")
            continue
        for name, wanted in line.items():
            if name not in KEY and wanted not in (None, "") and not same(getattr(row, name), wanted):
                wrong.append(f"{key}: {name} is {getattr(row, name)!r}, by hand {wanted}")
    assert not wrong, "\n".join(wrong)


def test_changes_are_as_sure_as_was_worked_out_by_hand(case: tuple[Path, Evaluation]) -> None:
    folder, evaluation = case
    wanted = list(lines(folder / "changes.csv"))
    changes = {(row.path, entity(row.entity)): row for row in export.change_rows(evaluation)} if wanted else {}
    wrong = []
    for line in wanted:
        row = changes[line["path"], line["entity"] or ""]
        for name, text in line.items():
            found = row.change.value if name == "change" else getattr(row, name)
            if name not in KEY and text not in (None, "") and not same(found, text):
                wrong.append(f"{row.path} {row.entity}: {name} is {found!r}, by hand {text}")
    assert not wrong, "\n".join(wrong)


def test_measures_are_heading_where_was_worked_out_by_hand(case: tuple[Path, Evaluation]) -> None:
    folder, evaluation = case
    wrong = []
    for line in lines(folder / "outlook.csv"):
        found = next(outlook for outlook in evaluation.outlook if "/".join(outlook.path) == line["path"])
        steps = {step.period.id: step for step in found.steps}
        step = steps.get(line["period"])
        if step is None:
            wrong.append(f"{line['path']}: no {line['period']}; there are {', '.join(steps)}")
            continue
        for name, wanted in line.items():
            told = getattr(step if hasattr(step, name) else found, name, None)
            told = None if isinstance(told, float) and math.isnan(told) else told
            if name not in KEY and wanted not in (None, "") and not same(told, wanted):
                wrong.append(f"{line['path']} {line['period']}: {name} is {told!r}, by hand {wanted}")
    assert not wrong, "\n".join(wrong)


def test_nothing_else_is_doubtful(case: tuple[Path, Evaluation]) -> None:
    folder, evaluation = case
    told = folder / "findings.txt"
    wanted = told.read_text().split() if told.exists() else []
    found = [problem for problem in evaluation.problems if problem.level == "finding"]
    assert sorted(problem.code for problem in found) == sorted(wanted), "\n".join(map(scorecard.describe, found))


def test_every_part_of_a_change_is_the_one_worked_out_by_hand(case: tuple[Path, Evaluation]) -> None:
    folder, evaluation = case
    wanted: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    for line in lines(folder / "parts.csv"):
        wanted.setdefault((line["path"], line["entity"] or ""), {})[line["part"], line["cause"]] = number(line["effect"])
    for (path, where), parts in wanted.items():
        comparison = evaluation.comparison
        assert comparison is not None
        node = ["/".join(each.path) for each in comparison.nodes].index(path)
        keys = [entity(dict(zip(each.columns, each.key, strict=True))) for each in comparison.entities]
        found = {("/".join(part.path), part.cause): part.effect for part in comparison.parts(node, keys.index(where))}
        assert found == pytest.approx(parts, rel=1e-9, abs=1e-9)
