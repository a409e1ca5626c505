"""An Evaluation seen from one of its units: a branch's own report is the report of what it leaves.

Enters: an Evaluation and a level. Leaves: the level's `Unit`s and, of each, an Evaluation whose total is that unit and whose
other units are those below it.

What is known in total only is left out, as it is not the unit's: forecasts, the reliability of scales, findings that judge the
total. Nothing is computed anew, so targets made from what all units reach hold as in the whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scorecard.records.comparison import Comparison, Noise
from scorecard.records.definition import Definition, Hierarchy, Text
from scorecard.records.evaluation import Evaluation
from scorecard.records.scores import ByNode, Curve, Scores
from scorecard.records.values import Entity, Values
from scorecard.report.view import clean
from scorecard.words import report

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OF_THE_TOTAL = frozenset(
    {"assessors-disagree", "low-coverage", "perception-apart", "scale-unreliable", "target-out-of-reach"}
)  # fmt: skip
"""Codes of findings about numbers of the total."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A member of a level, by its place among the entities, and the places of those below it, in their order."""

    place: int
    name: str  # what people call it, with what it belongs to where two have one name
    below: tuple[int, ...]
    title: Text  # of its report


def grouping(definition: Definition, level: str) -> tuple[str, ...]:
    """The columns that tell a level's units apart: the fewest that do, of the first hierarchy that has them so. ValueError for a
    level that none has."""
    found = [columns for columns in definition.groupings if columns[-1:] == (level,)]
    if not found:
        raise ValueError(f"no hierarchy has the level {level!r}")
    return min(found, key=len)


def units(evaluation: Evaluation, level: str) -> tuple[list[Unit], bool]:
    """The level's units in the evaluation's order, and whether there are rows that belong to none, and so to no report."""
    definition, everyone = evaluation.definition, evaluation.scores.entities
    columns = grouping(definition, level)
    depth = len(columns)
    below: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    own: list[int] = []
    unassigned = False
    for place, entity in enumerate(everyone):
        if entity.columns[:depth] != columns:
            continue
        if entity.level > depth:
            below[entity.key[:depth]].append(place)
        elif entity.key[-1] is None:
            unassigned = True
        else:
            own.append(place)
    short = {place: _called(evaluation, everyone[place], definition.language) for place in own}
    often = Counter(short.values())
    found = []
    for place in own:
        entity = everyone[place]
        whole = often[short[place]] > 1
        name = _in_full(evaluation, entity, definition.language) if whole else short[place]
        spoken = {*definition.title.by_language, *([""] if not definition.title.by_language else [])}
        titles = {
            language: report.of_unit(
                definition.title.by_language.get(language) or definition.id,
                (_in_full if whole else _called)(evaluation, entity, language or definition.language),
            )
            for language in sorted(spoken)
        }
        found.append(Unit(place, name, tuple(below[entity.key]), Text(titles)))
    return found, unassigned


def seen_from(evaluation: Evaluation, unit: Unit) -> Evaluation:
    """The evaluation whose total is the unit. Its arrays are cut, nothing else."""
    everyone = evaluation.scores.entities
    at = [unit.place, *unit.below]
    columns = everyone[unit.place].columns
    depth = len(columns)
    entities = (Entity(), *(Entity(everyone[place].key[depth:], everyone[place].columns[depth:]) for place in unit.below))
    definition = replace(
        evaluation.definition, title=unit.title, hierarchies=_hierarchies(evaluation.definition.hierarchies, columns)
    )
    return Evaluation(
        definition=definition,
        baseline=evaluation.baseline,
        target=evaluation.target,
        values=_values(evaluation.values, entities, at),
        scores=_scores(evaluation.scores, entities, at),
        comparison=None if evaluation.comparison is None else _comparison(evaluation.comparison, entities, at),
        files=evaluation.files,
        queries=evaluation.queries,
        problems=tuple(problem for problem in evaluation.problems if problem.code not in OF_THE_TOTAL),
        version=evaluation.version,
    )


def _called(evaluation: Evaluation, entity: Entity, language: str) -> str:
    """By its own name, in that language."""
    names = evaluation.definition.members.get(entity.columns[-1], {})
    key = entity.key[-1]
    text = names.get(key or "")
    return report.UNASSIGNED if key is None else clean(text(language) if text else key, 80) or report.BLANK


def _in_full(evaluation: Evaluation, entity: Entity, language: str) -> str:
    """With what it belongs to, the finest first."""
    parts = [Entity(entity.key[:end], entity.columns[:end]) for end in range(entity.level, 0, -1)]
    return report.belongs([_called(evaluation, part, language) for part in parts])


def _hierarchies(known: tuple[Hierarchy, ...], columns: tuple[str, ...]) -> tuple[Hierarchy, ...]:
    """Those that lead through the unit, from below it on. The others stay for the sake of what targets say of them, though the
    unit holds nothing of theirs; save where they begin as one of these now does."""
    depth = len(columns)
    leads = [each.levels[:depth] == columns and len(each.levels) > depth for each in known]
    firsts = {each.levels[depth] for each, through in zip(known, leads, strict=True) if through}
    return tuple(
        replace(each, levels=each.levels[depth:]) if through else each
        for each, through in zip(known, leads, strict=True)
        if through or each.levels[0] not in firsts
    )


def _cut(array: NDArray[np.float64] | None, at: Sequence[int]) -> NDArray[np.float64] | None:
    return None if array is None else array[..., at]


def _values(values: Values, entities: tuple[Entity, ...], at: Sequence[int]) -> Values:
    return replace(
        values,
        entities=entities,
        value=values.value[..., at],
        reason=values.reason[..., at],
        n=values.n[..., at],
        se=values.se[..., at],
        low=_cut(values.low, at),
        high=_cut(values.high, at),
        covariance=_cut(values.covariance, at),
        reliability=None,
        listwise=None,
    )


def _scores(scores: Scores, entities: tuple[Entity, ...], at: Sequence[int]) -> Scores:
    reason = scores.reason[..., at]

    def shares(found: ByNode | NDArray[np.float64]) -> ByNode | NDArray[np.float64]:
        if not isinstance(found, ByNode):
            return found[..., at]
        return ByNode({node: row[..., at] for node, row in found.rows.items()}, reason)

    return replace(
        scores,
        entities=entities,
        score=scores.score[..., at],
        reason=reason,
        coverage=shares(scores.coverage),
        leaf_coverage=shares(scores.leaf_coverage),
        curves=_curves(scores.curves, at),
        objective=_cut(scores.objective, at),
        subjective=_cut(scores.subjective, at),
        sd=_cut(scores.sd, at),
        low=_cut(scores.low, at),
        high=_cut(scores.high, at),
        sure=_cut(scores.sure, at),
    )


def _curves(curves: Mapping[int, Curve], at: Sequence[int]) -> dict[int, Curve]:
    """A curve that is the same for all stays so."""

    def cut(array: NDArray[np.float64]) -> NDArray[np.float64]:
        return array if array.shape[-1] == 1 else array[..., at]

    return {node: replace(curve, values=cut(curve.values), scores=cut(curve.scores)) for node, curve in curves.items()}


def _comparison(comparison: Comparison, entities: tuple[Entity, ...], at: Sequence[int]) -> Comparison:
    noise = comparison.noise
    return replace(
        comparison,
        entities=entities,
        baseline_score=comparison.baseline_score[..., at],
        target_score=comparison.target_score[..., at],
        share=comparison.share[..., at],
        value_effect=comparison.value_effect[..., at],
        goal_effect=comparison.goal_effect[..., at],
        one_sided=comparison.one_sided[..., at],
        entered=comparison.entered[..., at],
        noise=None if noise is None else Noise(*(a[..., at] for a in (noise.low, noise.high, noise.p, noise.adjusted))),
    )
