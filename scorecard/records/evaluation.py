"""All that one run found out, kept together so that reports and explanations never compute twice.

Enters: from `pipeline`. Leaves: to `comparison`, `report`, `export` and the user's own code.
"""

from __future__ import annotations

from dataclasses import dataclass

from scorecard.problems import Problem
from scorecard.records.comparison import Comparison
from scorecard.records.definition import Definition, Period
from scorecard.records.scores import Scores
from scorecard.records.tables import SourceFile
from scorecard.records.values import Query, Values


@dataclass(frozen=True)
class Evaluation:
    definition: Definition
    baseline: Period | None
    target: Period | None  # None: a snapshot
    values: Values
    scores: Scores
    comparison: Comparison | None  # None without two periods
    files: tuple[SourceFile, ...]
    queries: tuple[Query, ...]
    problems: tuple[Problem, ...]  # findings and notes; faults stop before
    version: str  # of scorecard
