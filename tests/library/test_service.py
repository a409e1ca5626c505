"""The library's measures of service, loyalty, people, technology and perception: right where a person worked the answer out.

`data/service/` holds small files in the standard shape and, in `expected.csv`, every measure in two periods or more: its value
(as arithmetic, so that the working shows), or the reason why there is none, and the rows that it stands on.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
import yaml

import scorecard
from scorecard import export, shipped

DATA = Path(__file__).parent / "data" / "service"
DEPARTMENTS = ("service", "loyalty", "people", "technology", "perception")
DEFINITIONS = shipped.folder("definitions")
LIBRARY = {
    id: measure
    for name in DEPARTMENTS
    for id, measure in yaml.safe_load((DEFINITIONS / "measures" / f"{name}.yaml").read_text(encoding="utf-8"))["measures"].items()
}
EXPECTED = list(csv.DictReader((DATA / "expected.csv").open(encoding="utf-8")))
# From when to when each file speaks: customers, employees and users from before the first of them came.
COVERS = dict.fromkeys(("customers", "employees", "users"), "[2024-10-01, 2025-09-30]")
RESPONDENTS = {"customer_answers": "respondent", "prospect_answers": "respondent", "employee_answers": "respondent"}
HEAD = "scorecard: library\nperiods: {baseline: 2025-Q1, target: 2025-Q4, history: 5}\n"


def definition(measures: dict[str, str], folder: Path) -> str:
    """A scorecard of these measures, each with its use, over the CSV files of a folder. Times come from the standard datasets."""
    datasets = []
    for file in sorted(folder.glob("*.csv")):
        covers = "" if file.stem == "entered" else f", covers: {COVERS.get(file.stem, '[2025-01-01, 2025-09-30]')}"
        respondent = f", respondent: {RESPONDENTS[file.stem]}" if file.stem in RESPONDENTS else ""
        datasets.append(f"  {file.stem}: {{file: {file.name}{covers}{respondent}}}")
    uses = [f"      {id}: {use}" for id, use in measures.items()]
    return "\n".join([HEAD + "datasets:", *datasets, "perspectives:", "  all:", "    measures:", *uses, ""])


def rows_of(folder: Path, text: str) -> dict[tuple[str, str], export.rows]:
    """Each measure's row in each period."""
    (folder / "scorecard.yaml").write_text(text, encoding="utf-8")
    try:
        rows = export.rows(scorecard.load(folder / "scorecard.yaml").evaluate())
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))
    return {(row.path.split("/")[-1], row.period or ""): row for row in rows if row.kind == "measure"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], export.rows]:
    folder = tmp_path_factory.mktemp("service")
    for file in DATA.glob("*.csv"):
        if file.name != "expected.csv":
            (folder / file.name).write_bytes(file.read_bytes())
    return rows_of(folder, definition(dict.fromkeys(LIBRARY, ""), folder))


def number(text: str) -> float:
    return float(eval(text, {"__builtins__": {}}, {}))


@pytest.mark.parametrize("line", EXPECTED, ids=lambda line: f"{line['measure']} {line['period']}")
def test_every_answer_is_the_one_worked_out_by_hand(line: dict[str, str], answers: dict[tuple[str, str], export.rows]) -> None:
    row = answers[line["measure"], line["period"]]
    if line["value"]:
        assert row.value is not None, f"missing: {row.reason}; {line['how']}"
        assert math.isclose(row.value, number(line["value"]), rel_tol=1e-12, abs_tol=1e-15), line["how"]
    else:
        assert (row.value, row.reason) == (None, line["reason"]), line["how"]
    assert row.n == int(line["n"]), line["how"]


def test_every_measure_is_worked_out_in_two_periods_or_more() -> None:
    worked = {id: {line["period"] for line in EXPECTED if line["measure"] == id} for id in LIBRARY}
    assert not {id for id, periods in worked.items() if len(periods) < 2}
    assert {line["measure"] for line in EXPECTED} == set(LIBRARY)
