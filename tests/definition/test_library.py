"""The library lies under a definition: a name that nearly fits one of its measures is told with that."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard import definition
from scorecard.problems import Problem

START = "scorecard: s\ndatasets: {deals: {file: deals.csv}}\n"


def read(folder: Path, text: str) -> list[Problem]:
    (folder / "s.yaml").write_text(START + text, encoding="utf-8")
    return list(definition.read(str(folder / "s.yaml")).problems)


@pytest.mark.parametrize(
    ("text", "measure", "nearest"),
    [
        ("perspectives: {p: {measures: {winn_rate: }}}\n", "winn_rate", "win_rate"),
        ("perspectives: {p: {measures: {x: }}}\nmeasures: {x: {better: higher, formula: win_rte * 2}}\n", "win_rte", "win_rate"),
        (
            "perspectives: {p: {measures: {won_rate: }}}\n"
            "measures: {own_rate: {better: higher, dataset: deals, formula: count(*)}}\n",
            "won_rate",
            "own_rate",
        ),  # the document's own comes before the library's
    ],
)
def test_a_name_that_is_nearly_a_measures_is_told_with_it(tmp_path: Path, text: str, measure: str, nearest: str) -> None:
    (fault,) = [problem for problem in read(tmp_path, text) if problem.code == "unknown-measure"]
    assert fault.facts["measure"] == measure
    assert isinstance(fault.facts["nearest"], tuple)
    assert fault.facts["nearest"][0] == nearest


def test_a_name_like_no_other_is_told_without(tmp_path: Path) -> None:
    (fault,) = [problem for problem in read(tmp_path, "perspectives: {p: {measures: {qqq: }}}\n") if problem.is_fault]
    assert (fault.code, fault.facts["nearest"]) == ("unknown-measure", ())
