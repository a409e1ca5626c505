"""What the facts say beside what people say: the two sub-scores of everything that has both, the widest apart first.

Enters: a View. Leaves: `Kinds`, or None where no part of the scorecard has both.
"""

from __future__ import annotations

from math import isnan

from scorecard.records.definition import Node
from scorecard.report.records import Kinds, Sides
from scorecard.report.view import View
from scorecard.words import numbers, report

APART = 25.0
"""Points between the two from which they are marked: the same as from which scoring finds them apart."""


def kinds(view: View) -> Kinds | None:
    found = {node.path: sides for node in view.nodes if node.children and (sides := _sides(view, node)) is not None}
    if not found:
        return None
    groups = tuple(found[node.path] for node in view.nodes if node.path in found and node.kind in ("root", "perspective"))
    factors = [found[node.path] for node in view.nodes if node.path in found and node.kind == "factor" and not _echoes(node)]
    factors.sort(key=lambda sides: -abs(sides.perceptions_at - sides.facts_at))
    widest = max(factors or groups, key=lambda sides: abs(sides.perceptions_at - sides.facts_at))
    far = sum(sides.is_far for sides in factors)
    return Kinds(
        report.kinds(len(factors), far, (widest.name, widest.facts, widest.perceptions)),
        groups,
        tuple(factors),
    )


def _echoes(node: Node) -> bool:
    """Whether a factor holds but one other, whose sub-scores are then its own."""
    return len(node.children) == 1 and bool(node.children[0].children)


def _sides(view: View, node: Node) -> Sides | None:
    if view.scores.objective is None or view.scores.subjective is None:
        return None
    at = view.index[node.path], view.now, 0
    facts, perceptions = float(view.scores.objective[at]), float(view.scores.subjective[at])
    if isnan(facts) or isnan(perceptions):
        return None
    name = view.title(node) if node.path else report.TOTAL
    return Sides(
        name=name,
        above=view.above(node),
        is_group=node.kind in ("root", "perspective"),
        facts=numbers.score(facts),
        perceptions=numbers.score(perceptions),
        distance=numbers.score(abs(perceptions - facts)),
        is_far=abs(perceptions - facts) >= APART - 1e-9,
        facts_at=facts,
        perceptions_at=perceptions,
    )
