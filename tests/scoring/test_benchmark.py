"""The benchmark of scoring: its rival finds what we find, and a difference would be noticed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def found() -> None:
    """`benchmarks` is run from the checkout, not installed."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))


def test_the_rival_finds_our_scores():
    from benchmarks import scoring

    rows = scoring.run(entities=4, sample=3, repeat=1)
    assert [row.bar for row in rows] == [50, 1, 1, 1]


def test_a_difference_is_noticed(monkeypatch: pytest.MonkeyPatch):
    from benchmarks import scoring
    from benchmarks.rows import Disagreement

    right = scoring.row_by_row

    def wrong(*given):
        scores = right(*given)
        score, *others = scores[7][("p1",)]
        scores[7][("p1",)] = (score + 1e-6, *others)
        return scores

    monkeypatch.setattr(scoring, "row_by_row", wrong)
    with pytest.raises(Disagreement, match="p1, period 7, entity 0"):
        scoring.run(entities=2, sample=1, repeat=1)
