"""A report of every case of the language: whatever the language can say, the report can."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tinyhtml5

import scorecard
from scorecard import report

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "language/cases").glob("*/scorecard.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_has_its_report(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = case / "environment.txt"
    for line in variables.read_text().splitlines() if variables.exists() else ():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value.format(folder=case))
    evaluation = scorecard.load(case / "scorecard.yaml").evaluate()
    page = report.page(evaluation)
    tree = tinyhtml5.parse(report.html(page), namespace_html_elements=False)
    main = " ".join("".join(next(tree.iter("main")).itertext()).split())
    assert not re.search(r"\b(nan|inf|True|False)\b", main)
    for level, meaning in (level for rubric in page.method.rubrics for level in rubric.levels):
        main = main.replace(level + meaning, "")  # the author's own words, which may well be None
    assert "None" not in main.replace("None of the", "")
    assert len(page.method.measures) == len(evaluation.definition.measures)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    if page.changes is not None and not page.changes.missing:
        for parts in (page.changes.by_perspective, page.changes.by_cause):
            shown = [float(part.points.replace("−", "-")) for part in parts]
            assert round(sum(shown), 1) == float(page.changes.total.replace("−", "-"))
    units = {row.name for units in page.entities for row in units.rows}
    assert bool(units) == (len(evaluation.scores.entities) > 1)
