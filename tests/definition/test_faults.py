"""Each folder below `faults/` holds a definition and, written by hand, every problem in it as `line:column code`.

Where it extends another, problems there begin with that file's name: `base.yaml:line:column code`."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard import definition
from scorecard.problems import Problem

CASES = sorted((Path(__file__).parent / "faults").iterdir())


def told(problem: Problem) -> str:
    assert problem.place is not None
    where = ":".join(str(number) for number in (problem.place.line, problem.place.column) if number)
    name = Path(problem.place.file).name
    return f"{'' if name == 'scorecard.yaml' else f'{name}:'}{where or '-'} {problem.code}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_fault_is_found_in_its_place_and_nothing_else(case: Path) -> None:
    reading = definition.read(str(case / "scorecard.yaml"))
    assert [told(problem) for problem in reading.problems] == (case / "expected.txt").read_text().splitlines()
