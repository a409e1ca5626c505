"""Rows: every node in every period and entity, every number in full precision, every gap with its reason.

Enters: an `Evaluation`. Leaves: `Row`s of its scores, `ChangeRow`s of its comparison; the other modules write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import repeat
from math import isnan
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from scorecard.records.comparison import Noise, Part
from scorecard.records.definition import Band, Better, NodeKind, Unit
from scorecard.records.evaluation import Evaluation
from scorecard.records.scores import Curve
from scorecard.records.values import Entity, Reason
from scorecard.statistics import curves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

Bounds: TypeAlias = float | list[float] | None
"""A number; for a target with two sides `[low, high]`; None where there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One node in one period and entity. Scores are 0..100, values in natural units (a percent is a fraction).

    `entity` has a key for each level down to it, {} is the total. Value, unit, n, se, floor, goal and unclamped belong to
    measures and are None for the nodes above them. `n` counts rows.
    `reason` says why the value is missing or, where it is not, why the score is: a word of `Reason`, in kebab case.
    `low` and `high` are the 95% interval of the value, `score_low` and `score_high` that of the score, `status_probability` how
    likely the status is the right one: None where nothing is sampled. `reliability` is Cronbach's α of a scale, r_wg of
    assessors, in the total only. `consistency` is the ratio of the judgements that gave the children their weights; None without
    judgements."""

    path: str
    kind: NodeKind
    period: str | None
    entity: Mapping[str, str | None]
    value: float | None
    unit: Unit | None
    reason: str | None
    n: int | None
    se: float | None
    low: float | None
    high: float | None
    reliability: float | None
    floor: Bounds
    goal: Bounds
    score: float | None
    score_low: float | None
    score_high: float | None
    unclamped: float | None
    coverage: float | None
    leaf_coverage: float | None
    status: str | None
    status_probability: float | None
    weight: float
    objective: float | None
    subjective: float | None
    consistency: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """A node in one period, or its change between two."""

    value: float | None
    score: float | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One node in one entity: in both periods, what changed, and the parts that add up to the change of its score. The 95%
    interval (`low`, `high`), `p` and whether the change is `real`, more than noise, are those of a measure's value, of other
    nodes' score; None where nothing is sampled."""

    path: str
    kind: NodeKind
    entity: Mapping[str, str | None]
    baseline: Side
    target: Side
    change: Side
    low: float | None
    high: float | None
    p: float | None
    p_adjusted: float | None
    real: bool | None
    parts: tuple[Part, ...]


FIELDS = tuple(field.name for field in fields(Row))
NOTHING: Iterable[Any] = repeat(None)


def rows(evaluation: Evaluation) -> Iterator[Row]:
    """Every node in tree order, under it the periods shown, under them the entities, the total first."""
    definition, scores, values = evaluation.definition, evaluation.scores, evaluation.values
    periods = [period and period.id for period in scores.periods for _ in scores.entities]
    entities = _entities(scores.entities) * len(scores.periods)
    shown = [values.periods.index(period) for period in scores.periods]
    places = {measure: index for index, measure in enumerate(values.measures)}
    words = np.array([None] * (max(Reason) + 1), dtype=object)
    words[[*Reason]] = [None, *(reason.name.lower().replace("_", "-") for reason in [*Reason][1:])]

    for index, node in enumerate(scores.nodes):
        score, reasons = scores.score[index], scores.reason[index]
        unit: Unit | None = None
        value = n = se = low = high = alpha = floor = goal = unclamped = NOTHING
        own: tuple[Band, ...] = ()
        if node.measure is not None:
            unit, own = definition.measures[node.measure].unit, definition.measures[node.measure].status
            cells = places[node.measure], shown
            value, n, se = _plain(values.value[cells]), values.n[cells].ravel().tolist(), _plain(values.se[cells])
            if values.low is not None and values.high is not None:
                low, high = _plain(values.low[cells]), _plain(values.high[cells])
            if values.reliability is not None:
                alpha = _in_total(values.reliability[cells], len(scores.entities))
            reasons = np.where(values.reason[cells] == Reason.PRESENT, reasons, values.reason[cells])
            if curve := scores.curves.get(index):
                unjudged = scores.reason[index] == Reason.NO_TARGET  # at a level where the target does not hold
                floor, goal = _bounds(curve, definition.measures[node.measure].better, unjudged)
                unclamped = _plain(np.where(np.isnan(score), np.nan, curves.score(curve, values.value[cells], clamped=False)))
        scored = _plain(score)
        judged = _bands(own, values.value[cells], 1e-9, 1e-12) if own else _bands(definition.status, score, 0.0, 1e-9)
        yield from map(
            Row,
            repeat("/".join(node.path)),
            repeat(node.kind),
            periods,
            entities,
            value,
            repeat(unit),
            words[reasons.ravel()],
            n,
            se,
            low,
            high,
            alpha,
            floor,
            goal,
            scored,
            NOTHING if scores.low is None else _plain(scores.low[index]),
            NOTHING if scores.high is None else _plain(scores.high[index]),
            unclamped,
            _plain(scores.coverage[index]),
            _plain(scores.leaf_coverage[index]),
            judged,
            NOTHING if scores.sure is None else _plain(scores.sure[index]),
            repeat(float(scores.weight[index])),
            scored if scores.objective is None else _plain(scores.objective[index]),  # without perceptions all is fact
            NOTHING if scores.subjective is None else _plain(scores.subjective[index]),
            repeat(node.judged and node.judged.consistency),
        )


def change_rows(evaluation: Evaluation) -> Iterator[ChangeRow]:
    """Every node in tree order, under it the entities, the total first. ValueError without a baseline and a target."""
    comparison = evaluation.comparison
    if comparison is None:
        raise ValueError("nothing to compare: the evaluation has no baseline and target")
    values, entities = evaluation.values, _entities(comparison.entities)
    sides = [values.periods.index(period) for period in (comparison.baseline, comparison.target)]
    places = {measure: index for index, measure in enumerate(values.measures)}
    for index, node in enumerate(comparison.nodes):
        scores = _sides(comparison.baseline_score[index], comparison.target_score[index])
        worth = _sides(*values.value[places[node.measure], sides]) if node.measure is not None else repeat((None,) * 3)
        for which, (entity, cells, points) in enumerate(zip(entities, worth, scores, strict=False)):
            baseline, target, change = map(Side, cells, points)
            sure = _sure(comparison.noise, index, which)
            parts = comparison.parts(index, which)
            yield ChangeRow("/".join(node.path), node.kind, entity, baseline, target, change, *sure, parts)


def _sure(
    noise: Noise | None, node: int, entity: int
) -> tuple[float | None, float | None, float | None, float | None, bool | None]:
    """Low, high, p, adjusted p, and whether the change is real."""
    if noise is None:
        return None, None, None, None, None
    low, high, p, adjusted = (float(array[node, entity]) for array in (noise.low, noise.high, noise.p, noise.adjusted))
    return _number(low), _number(high), _number(p), _number(adjusted), noise.real(node, entity)


def _number(value: float) -> float | None:
    return None if isnan(value) else value


def _in_total(by_period: Floats, entities: int) -> list[float | None]:
    """A number for each period as one for each period and entity, of which only the total has it."""
    cells = np.full((len(by_period), entities), np.nan)
    cells[:, 0] = by_period
    return _plain(cells)


def _entities(entities: tuple[Entity, ...]) -> list[dict[str, str | None]]:
    return [dict(zip(entity.columns, entity.key, strict=True)) for entity in entities]


def _bands(bands: tuple[Band, ...], numbers: Floats, relative: float, absolute: float) -> list[str | None]:
    """`Evaluation.status` for many numbers at once: their bands' ids, the first one's for all below it too."""
    starts = np.array([band.start for band in bands])
    reached = np.searchsorted(starts - relative * np.abs(starts) - absolute, numbers.ravel(), side="right")
    ids = [None, *(band.id for band in (*bands[:1], *bands))]
    return [ids[place] for place in np.where(np.isnan(numbers.ravel()), 0, reached + bool(bands)).tolist()]


def _plain(array: Floats) -> list[float | None]:
    """The numbers in order, None where there is none; -0 as 0."""
    cells = (array.ravel() + 0.0).astype(object)
    cells[~np.isfinite(array.ravel())] = None
    return cells.tolist()  # type: ignore[no-any-return]  # numpy types tolist of objects as Any


def _sides(baseline: Floats, target: Floats) -> Iterator[tuple[float | None, ...]]:
    return zip(_plain(baseline), _plain(target), _plain(target - baseline), strict=True)


def _bounds(curve: Curve, better: Better, unjudged: NDArray[np.bool_]) -> tuple[list[Bounds], list[Bounds]]:
    """Per cell the values at the lowest and at the highest score; of several, the ends of the slope between the two.

    None where the cell is `unjudged`. Steps have no floor. A target with two sides (`better: inside`) gives the outermost
    pair."""
    scores = np.broadcast_to(curve.scores, curve.values.shape)

    def values_at(edge: Floats, inner: str) -> list[Bounds]:
        here = scores == edge
        low = _plain(np.where(unjudged, np.nan, np.where(here, curve.values, np.inf).min(axis=0)))
        high = _plain(np.where(unjudged, np.nan, np.where(here, curve.values, -np.inf).max(axis=0)))
        if better == "inside":
            return [None if a is None or b is None else [a, b] for a, b in zip(low, high, strict=True)]
        return [*(low if better == inner else high)]

    goal = values_at(scores.max(axis=0), "higher")
    return values_at(scores.min(axis=0), "lower") if curve.shape == "line" else [None] * len(goal), goal
