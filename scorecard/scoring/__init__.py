"""From values to scores: yardsticks for the leaves, then the roll-up through the tree.

Enters: a Definition and its Values. Leaves: Scores, and findings about targets, coverage, and where facts and perceptions
part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorecard.problems import Problem
    from scorecard.records.definition import Definition, Period
    from scorecard.records.scores import Scores
    from scorecard.records.values import Values


def score(
    definition: Definition,
    values: Values,
    baseline: Period | None,
    shown: tuple[Period | None, ...],
    target: Period | None = None,
) -> tuple[Scores, tuple[Problem, ...]]:
    """Scores of every node in the periods `shown` (some of `values.periods`) and in every entity.

    `baseline`, one of them too, is the period that targets call by that name: one yardstick for all periods. Without it, or
    where its value is missing, such targets give no score. `target`: the period that is judged, the last one shown unless it is
    named; targets that hang on what the entities reach look at these two."""
    from scorecard.scoring.findings import findings
    from scorecard.scoring.kinds import apart, with_kinds
    from scorecard.scoring.rollup import roll_up
    from scorecard.scoring.yardsticks import yardsticks

    judged = target or shown[-1]
    sticks = yardsticks(definition, values, baseline, shown, judged)
    scores = with_kinds(definition, values, shown, sticks, roll_up(definition.root, values, shown, sticks))
    if values.low is not None:
        from scorecard.scoring.uncertainty import unsure

        scores = unsure(definition, values, scores)
    return scores, (*findings(definition, values, scores, sticks), *apart(definition, scores, judged))
