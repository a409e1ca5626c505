"""Two runs, one answer: values, errors, reliabilities and covariances bit for bit, whatever the threads and the order of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scorecard import sources
from scorecard.records.evaluation import Evaluation

from .people import Cells, crowd
from .test_numbers import definition, evaluated


def arrays(evaluation: Evaluation) -> Iterator[tuple[str, Any]]:
    values, scores = evaluation.values, evaluation.scores
    for name in ("value", "reason", "n", "se", "low", "high", "covariance", "reliability", "listwise"):
        yield f"values.{name}", getattr(values, name)
    for name in ("score", "sd", "low", "high", "sure"):
        yield f"scores.{name}", getattr(scores, name)
    noise = evaluation.comparison and evaluation.comparison.noise
    for name in ("low", "high", "p", "adjusted"):
        yield f"noise.{name}", getattr(noise, name)


def many(seed: int) -> list[Cells]:
    """Enough rows for the engine to divide the work, with weights and answers whose sums in floats hang on their order."""
    random = np.random.default_rng(seed)
    return [
        row | {"who": f"{row['who']}-{copy}" if row["who"] else "", "w": repr(float(random.lognormal(0, 2))),
               "q2": repr(round(float(random.uniform(1, 5)), 3))}
        for copy in range(130)
        for row in crowd(copy, 110)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[Cells]:
    return many(4)


def run(folder: Path, rows: list[Cells], threads: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    load = sources.load
    with monkeypatch.context() as patch:
        patch.setattr(sources, "load", lambda *words, **more: load(*words, **{**more, "threads": threads}))
        found = dict(arrays(evaluated(folder, rows, definition(least=5))))
    assert all(array is not None for array in found.values())
    return {name: np.ascontiguousarray(array).tobytes() for name, array in found.items()}


def test_threads_and_the_order_of_rows_change_no_bit(tmp_path: Path, rows: list[Cells], monkeypatch: pytest.MonkeyPatch) -> None:
    one = run(tmp_path, rows, 1, monkeypatch)
    assert run(tmp_path, rows, 2, monkeypatch) == one
    other = [rows[at] for at in np.random.default_rng(9).permutation(len(rows))]
    assert run(tmp_path, other, 2, monkeypatch) == one
