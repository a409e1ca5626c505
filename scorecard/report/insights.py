"""At a glance: what stands well, what stands badly and what it costs, and what to do next.

Enters: a View. Leaves: `Insights`.

A strength or gap is a measure whose score lies above or below the total, by how much that moves the total: its share of the
total's weight times the distance. Of sampled measures only those count whose interval does not reach the total's score.
"""

from __future__ import annotations

from math import isnan

from scorecard.records.values import Reason
from scorecard.report.records import Insights
from scorecard.report.view import View, clean
from scorecard.words import insights as words
from scorecard.words import numbers, report

MOST = 3
"""Strengths, gaps, and things to do."""


def insights(view: View) -> Insights:
    total = view.evaluation.score(0, view.now)
    pulls = [] if isnan(total) else sorted((_pull(view, leaf, total), leaf) for leaf in _weighing(view))
    strong = [leaf for pull, leaf in reversed(pulls) if pull > 0][:MOST]
    weak = [leaf for pull, leaf in pulls if pull < 0][:MOST]
    return Insights(
        tuple(words.strength(*_told(view, leaf)) for leaf in strong),
        tuple(words.gap(*_told(view, leaf), view.bounds(leaf)[1]) for leaf in weak),
        tuple(_steps(view, weak)),
    )


def _weighing(view: View) -> list[int]:
    return [index for index, node in enumerate(view.nodes) if node.measure is not None and view.scores.weight[index] > 0]


def _pull(view: View, leaf: int, total: float) -> float:
    """By how much of the total a measure pulls it up or down; 0 where that is not sure."""
    score = view.evaluation.score(leaf, view.now)
    low, high = view.score_interval(leaf, view.now)
    if isnan(score) or (not isnan(low) and low <= total <= high):
        return 0.0
    return float(view.scores.weight[leaf]) * (score - total)


def _told(view: View, leaf: int) -> tuple[str, str, str]:
    evaluation = view.evaluation
    value = view.format(leaf).value(evaluation.value(leaf, view.now))
    return view.title(view.nodes[leaf]), numbers.score(evaluation.score(leaf, view.now)), value


def _steps(view: View, weak: list[int]) -> list[str]:
    """One thing for each gap, then what is overdue, then the heaviest gap in the data; no more than there is room for."""
    evenly = all(node.combine == "mean" for node in view.nodes if node.children)
    found = []
    for leaf in weak:
        name, score = view.title(view.nodes[leaf]), view.evaluation.score(leaf, view.now)
        aimed = [
            initiative
            for initiative in view.definition.initiatives.values()
            if initiative.status in ("planned", "running")
            and any(view.nodes[leaf].path[: len(path)] == path for path in initiative.moves)
        ]
        said = [words.worth(name, numbers.score(float(view.scores.weight[leaf]) * (100 - score)))] if evenly else []
        told = "" if said else name
        if aimed:
            title = clean(aimed[0].title(view.definition.language) or aimed[0].id)
            said.append(words.aimed(told, title, report.initiative_status(aimed[0].status)))
        else:
            said.append(words.unaimed(told))
        found.append(" ".join(said))
    late = (initiative for initiative in view.definition.initiatives.values() if initiative.is_overdue(view.evaluation.target))
    found += [words.overdue(clean(initiative.title(view.definition.language) or initiative.id)) for initiative in late]
    blind = [leaf for leaf in _weighing(view) if view.evaluation.reason(leaf, view.now) != Reason.PRESENT]
    if blind:
        heaviest = max(blind, key=lambda leaf: float(view.scores.weight[leaf]))
        found.append(words.missing(view.title(view.nodes[heaviest]), numbers.share(float(view.scores.weight[heaviest]))))
    return found[: MOST + 2]
