"""The library's measures of sales, marketing and finance: right to the last digit where a person worked the answer out.

`data/sales/` holds small files in the standard shape and, in `expected.csv`, every measure in several periods: its value (as
arithmetic, so that the working shows), or the reason why there is none, and the rows that it stands on. The trickiest are
computed anew by pandas, over random rows.
"""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import pytest
import yaml

import scorecard
from scorecard import export, shipped

HERE = Path(__file__).parent
DATA = HERE / "data" / "sales"
DEFINITIONS = shipped.folder("definitions")
DEPARTMENTS = ("sales", "marketing", "finance")
LIBRARY = {
    name: yaml.safe_load((DEFINITIONS / "measures" / f"{name}.yaml").read_text(encoding="utf-8"))["measures"]
    for name in DEPARTMENTS
}
OWN = [id for measures in LIBRARY.values() for id in measures]
STANDARD = yaml.safe_load((DEFINITIONS / "standard.yaml").read_text(encoding="utf-8"))["datasets"]
PERIODS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
HEAD = "scorecard: library\nperiods: {baseline: 2025-Q1, target: 2025-Q4, history: 4}\n"


def blocks(*files: str) -> dict[str, str]:
    """The text of each measure of some files of the library, by id."""
    found: dict[str, str] = {}
    for name in files:
        text = (DEFINITIONS / "measures" / f"{name}.yaml").read_text(encoding="utf-8")
        parts = re.split(r"^(?=  \w+:)", text, flags=re.MULTILINE)[1:]
        found |= {part.split(":")[0].strip(): part for part in parts}
    return found


def evaluate(folder: Path, measures: list[str], head: str = HEAD, covers: str = "[2025-01-01, 2025-09-30]") -> list[export.rows]:
    """The rows of a scorecard of these measures over the CSV files of a folder, into which it is written."""
    datasets = []
    for file in sorted(folder.glob("*.csv")):
        model = STANDARD[file.stem]
        keys = {"file": file.name, **{key: model[key] for key in ("time", "valid") if key in model}}
        datasets.append(f"  {file.stem}: {yaml.safe_dump(keys, default_flow_style=True, width=1000).strip()[:-1]}")
        datasets[-1] += "}" if file.stem == "entered" else f", covers: {covers}}}"
    known = blocks(*DEPARTMENTS, "loyalty", "people")
    wanted = list(measures)
    for id in wanted:  # grows: what a derived measure uses comes along
        wanted += [word for word in re.findall(r"\w+", formula(known[id])) if word in known and word not in wanted]
    text = [head, "datasets:", *datasets, "measures:", *(drop_target(known[id].rstrip()) for id in wanted)]
    text += ["perspectives:", "  all:", "    measures:", *(f"      {id}:" for id in measures)]
    (folder / "scorecard.yaml").write_text("\n".join(text), encoding="utf-8")
    try:
        return list(export.rows(scorecard.load(folder / "scorecard.yaml").evaluate()))
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))


def formula(block: str) -> str:
    found = re.search(r"^    formula: (.*)$", block, flags=re.MULTILINE)
    return found[1] if found and "\n    dataset:" not in block else ""


def drop_target(block: str) -> str:
    return re.sub(r"\n    target: .*", "", block)


def number(text: str) -> float:
    return float(eval(text, {"__builtins__": {}}, {}))


EXPECTED = list(csv.DictReader((DATA / "expected.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], export.rows]:
    folder = tmp_path_factory.mktemp("sales")
    for file in DATA.glob("*.csv"):
        if file.name != "expected.csv":
            (folder / file.name).write_bytes(file.read_bytes())
    return {(row.path.split("/")[-1], row.period or ""): row for row in evaluate(folder, OWN) if row.kind == "measure"}


@pytest.mark.parametrize("line", EXPECTED, ids=lambda line: f"{line['measure']} {line['period']}")
def test_every_answer_is_the_one_worked_out_by_hand(line: dict[str, str], answers: dict[tuple[str, str], export.rows]) -> None:
    row = answers[line["measure"], line["period"]]
    if line["value"]:
        assert row.value is not None, f"missing: {row.reason}; {line['how']}"
        assert math.isclose(row.value, number(line["value"]), rel_tol=1e-12, abs_tol=1e-15), line["how"]
    else:
        assert (row.value, row.reason) == (None, line["reason"]), line["how"]
    assert row.n == int(line["n"]), line["how"]
