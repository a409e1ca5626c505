"""An evaluation as JSON for other programs: every number in full precision, every gap with its reason.

Enters: an `Evaluation`. Leaves: rows, and the two documents whose schemas stand in `scorecard/schemas/`.
The bytes depend on nothing but the evaluation. A row stands on one line, so that two runs can be compared with `diff`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from scorecard.problems import Problem
from scorecard.records.definition import Better, NodeKind, Period, Unit
from scorecard.records.evaluation import Evaluation
from scorecard.records.scores import Curve
from scorecard.records.values import Entity, Reason
from scorecard.statistics import curves
from scorecard.words import snippets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

Bounds: TypeAlias = float | list[float] | None
"""A number; for a target with two sides `[low, high]`; None where there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One node in one period and entity. Scores are 0..100, values in natural units (a percent is a fraction).

    Value, unit, n, se, floor, goal and unclamped belong to measures and are None for the nodes above them. `n` counts rows.
    `reason` says why the value is missing or, where it is not, why the score is: a word of `Reason`, in kebab case."""

    path: str
    kind: NodeKind
    period: str | None
    entity: Mapping[str, str | None]
    value: float | None
    unit: Unit | None
    reason: str | None
    n: int | None
    se: float | None
    floor: Bounds
    goal: Bounds
    score: float | None
    unclamped: float | None
    coverage: float | None
    leaf_coverage: float | None
    status: str | None
    weight: float
    objective: float | None
    subjective: float | None


FIELDS = tuple(field.name for field in fields(Row))
NOTHING: Iterable[Any] = repeat(None)


def rows(evaluation: Evaluation) -> Iterator[Row]:
    """Every node in tree order, under it the periods shown, under them the entities, the total first."""
    definition, scores, values = evaluation.definition, evaluation.scores, evaluation.values
    periods = [period and period.id for period in scores.periods for _ in scores.entities]
    entities = _entities(definition.levels, scores.entities) * len(scores.periods)
    shown = [values.periods.index(period) for period in scores.periods]
    places = {measure: index for index, measure in enumerate(values.measures)}
    starts = np.array([band.start for band in definition.status])
    bands = [None, *(band.id for band in definition.status)]
    words = np.array([None] * (max(Reason) + 1), dtype=object)
    words[[*Reason]] = [None, *(reason.name.lower().replace("_", "-") for reason in [*Reason][1:])]

    for index, node in enumerate(scores.nodes):
        score, reasons = scores.score[index], scores.reason[index]
        unit: Unit | None = None
        value = n = se = floor = goal = unclamped = NOTHING
        if node.measure is not None:
            unit = definition.measures[node.measure].unit
            cells = places[node.measure], shown
            value, n, se = _plain(values.value[cells]), values.n[cells].ravel().tolist(), _plain(values.se[cells])
            reasons = np.where(values.reason[cells] == Reason.PRESENT, reasons, values.reason[cells])
            if curve := scores.curves.get(index):
                floor, goal = _bounds(curve, definition.measures[node.measure].better, score.shape)
                unclamped = _plain(np.where(np.isnan(score), np.nan, curves.score(curve, values.value[cells], clamped=False)))
        scored = _plain(score)
        reached = np.searchsorted(starts, score.ravel() + 1e-9, side="right")  # sums may miss a band's edge by a rounding
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
            floor,
            goal,
            scored,
            unclamped,
            _plain(scores.coverage[index]),
            _plain(scores.leaf_coverage[index]),
            (None if points is None else bands[band] for points, band in zip(scored, reached, strict=True)),
            repeat(float(scores.weight[index])),
            scored,  # every measure of this edition is objective
            repeat(None),
        )


def evaluation_json(evaluation: Evaluation) -> str:
    """The document of `evaluate --json` (`schemas/evaluate.schema.json`)."""
    periods = [period for period in evaluation.scores.periods if period]
    return _document(evaluation, periods, ({name: getattr(row, name) for name in FIELDS} for row in rows(evaluation)))


def comparison_json(evaluation: Evaluation) -> str:
    """The document of `compare --json` (`schemas/compare.schema.json`). ValueError without a baseline and a target."""
    comparison = evaluation.comparison
    if comparison is None:
        raise ValueError("nothing to compare: the evaluation has no baseline and target")
    values = evaluation.values
    entities = _entities(evaluation.definition.levels, comparison.entities)
    sides = [values.periods.index(period) for period in (comparison.baseline, comparison.target)]
    places = {measure: index for index, measure in enumerate(values.measures)}

    def changes() -> Iterator[dict[str, object]]:
        for index, node in enumerate(comparison.nodes):
            scores = _sides(comparison.baseline_score[index], comparison.target_score[index])
            value = _sides(*values.value[places[node.measure], sides]) if node.measure is not None else repeat((None,) * 3)
            for which, (entity, cells, points) in enumerate(zip(entities, value, scores, strict=False)):
                row: dict[str, object] = {"path": "/".join(node.path), "kind": node.kind, "entity": entity}
                for side, cell, point in zip(("baseline", "target", "change"), cells, points, strict=True):
                    row[side] = {"value": cell, "score": point}
                parts = comparison.parts(index, which)
                row["parts"] = [{"path": "/".join(p.path), "effect": p.effect, "cause": p.cause} for p in parts]
                yield row

    return _document(evaluation, [comparison.baseline, comparison.target], changes())


def problems_json(problems: Iterable[Problem]) -> str:
    """The list of `check --format json`: each problem as in the documents above, and with it what to do, as `hint`."""
    return _lines({**_told(problem), "hint": snippets.hint(problem)} for problem in problems) + "\n"


def _document(evaluation: Evaluation, periods: list[Period], body: Iterator[dict[str, object]]) -> str:
    definition, files = evaluation.definition, evaluation.files
    parts = {
        "scorecard": _encode(definition.id),
        "definition": _encode({"path": definition.file, "sha256": definition.sha256}),
        "sources": _lines({"path": f.file, "sha256": f.sha256, "rows": f.rows, "bad_rows": f.bad_rows} for f in files),
        "periods": _lines({"id": p.id, "start": p.start.isoformat(), "end": p.end.isoformat()} for p in periods),
        "rows": _lines(body),
        "problems": _lines(map(_told, evaluation.problems)),
    }
    return "{\n" + ",\n".join(f'"{key}": {text}' for key, text in parts.items()) + "\n}\n"


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _lines(items: Iterable[dict[str, object]]) -> str:
    """A list with an item per line."""
    return "[" + ",".join("\n" + _encode(item) for item in items) + "\n]"


def _told(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "code": problem.code,
        "level": problem.level,
        "message": snippets.message(problem),
        "place": place and {"file": place.file, "line": place.line or None, "column": place.column or None},
    }


def _entities(levels: tuple[str, ...], entities: tuple[Entity, ...]) -> list[dict[str, str | None]]:
    return [dict(zip(levels, entity.key, strict=False)) for entity in entities]


def _plain(array: Floats) -> list[float | None]:
    """The numbers in order, None where there is none; -0 as 0."""
    cells = (array.ravel() + 0.0).astype(object)
    cells[~np.isfinite(array.ravel())] = None
    return cells.tolist()  # type: ignore[no-any-return]  # numpy types tolist of objects as Any


def _sides(baseline: Floats, target: Floats) -> Iterator[tuple[float | None, ...]]:
    return zip(_plain(baseline), _plain(target), _plain(target - baseline), strict=True)


def _bounds(curve: Curve, better: Better, shape: tuple[int, ...]) -> tuple[list[Bounds], list[Bounds]]:
    """Per cell the values at the lowest and at the highest score; of several, the ends of the slope between the two.

    Steps have no floor. A target with two sides (`better: inside`) gives the outermost pair."""
    scores = np.broadcast_to(curve.scores, curve.values.shape)

    def values_at(edge: Floats, inner: str) -> list[Bounds]:
        here = scores == edge
        low = _plain(np.broadcast_to(np.where(here, curve.values, np.inf).min(axis=0), shape))
        high = _plain(np.broadcast_to(np.where(here, curve.values, -np.inf).max(axis=0), shape))
        if better == "inside":
            return [None if a is None or b is None else [a, b] for a, b in zip(low, high, strict=True)]
        return [*(low if better == inner else high)]

    goal = values_at(scores.max(axis=0), "higher")
    return values_at(scores.min(axis=0), "lower") if curve.shape == "line" else [None] * len(goal), goal
