"""Goals and initiatives for other programs: as they are written, with what the named places of the tree came to.

Enters: an `Evaluation`. Leaves: maps for JSON, by `schemas/evaluate.schema.json`. Days are Gregorian; texts stand by language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite

from scorecard.records.definition import Text
from scorecard.records.evaluation import Evaluation
from scorecard.records.goals import Goal, Initiative, Strategy


def goals(evaluation: Evaluation) -> Iterator[dict[str, object]]:
    for goal in evaluation.definition.goals.values():
        strategies = [
            {**_named(strategy), "measures": ["/".join(path) for path in strategy.measures]}
            for strategy in goal.strategies.values()
        ]
        yield {**_named(goal), "owner": _text(goal.owner), "by": _day(goal.by), "strategies": strategies}


def initiatives(evaluation: Evaluation) -> Iterator[dict[str, object]]:
    places = {node.path: index for index, node in enumerate(evaluation.scores.nodes)}
    for initiative in evaluation.definition.initiatives.values():
        late = None if evaluation.target is None else initiative.is_overdue(evaluation.target)
        yield {
            **_named(initiative),
            "owner": _text(initiative.owner),
            "start": _day(initiative.start),
            "due": _day(initiative.due),
            "status": initiative.status,
            "overdue": late,
            "budget": initiative.budget,
            "strategy": None if initiative.strategy is None else "/".join(initiative.strategy),
            "moves": [{"path": "/".join(path), **_moved(evaluation, places[path])} for path in initiative.moves],
        }


def _moved(evaluation: Evaluation, node: int) -> dict[str, dict[str, float | None]]:
    """Value and score in total, at baseline, now, and what changed."""
    value = [evaluation.value(node, period) for period in (evaluation.before, evaluation.now)]
    score = [evaluation.score(node, period) for period in (evaluation.before, evaluation.now)]
    sides = zip(("baseline", "target", "change"), (*value, value[1] - value[0]), (*score, score[1] - score[0]), strict=True)
    return {side: {"value": _number(worth), "score": _number(points)} for side, worth, points in sides}


def _named(what: Goal | Strategy | Initiative) -> dict[str, object]:
    return {"id": what.id, "title": _text(what.title), "description": _text(what.description)}


def _text(text: Text | None) -> Mapping[str, str] | None:
    return None if text is None else text.by_language


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(number: float) -> float | None:
    """None where there is none; -0 as 0."""
    return number + 0.0 if isfinite(number) else None
