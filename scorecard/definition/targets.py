"""What a target says -> one curve of knots.

Enters: a `target:` map, already held to the schema. Leaves: `Target`, or problems; and, once a measure is known to be judged
by it, whether the two agree. A default that is inherited meets many measures, so the two steps are apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import isfinite
from typing import Any, Literal

from scorecard.definition.document import BROKEN, Document
from scorecard.problems import Place, Problem, fault, finding
from scorecard.records.definition import Better, Bound, Knot, Measure, Target

_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?|\.[0-9]+"
_CONSTANT = re.compile(rf"([-+]?)\s*({_NUMBER})\s*(%|pp|)")
_RELATIVE = re.compile(rf"(baseline|previous)\s*(?:\*\s*({_NUMBER})\s*(%|))?\s*(?:([-+])\s*({_NUMBER})\s*(pp|%|))?")
_REFERENCES: dict[str, Literal["baseline", "previous"]] = {"baseline": "baseline", "previous": "previous"}
_FLOOR_GOAL, _RANGE = [0.0, 100.0], [0.0, 100.0, 100.0, 0.0]  # scores of a line's knots, by which it is known


class TargetReader:
    """Reads the targets of one document; problems gather there."""

    def __init__(self, document: Document):
        self.document = document
        self.problems = document.problems

    def read(self, spec: Any, path: tuple[str, ...]) -> Target | None:
        """The target at `path`; None where a part of it could not be read (which is then said)."""
        if spec is BROKEN:
            return None
        if "points" in spec:
            return self._points(spec["points"], (*path, "points"))
        names = [name for name in ("floor", "within", "goal", "at_least", "at_most") if name in spec]
        bounds: dict[str, list[Bound | None]] = {}
        for name in names:
            parts = spec[name] if isinstance(spec[name], list) else [spec[name]]
            where = [(*path, name, str(i)) for i in range(len(parts))] if isinstance(spec[name], list) else [(*path, name)]
            bounds[name] = [self.bound(part, at) for part, at in zip(parts, where, strict=True)]
        if any(bound is None for found in bounds.values() for bound in found):
            return None
        sure = {name: [bound for bound in found if bound is not None] for name, found in bounds.items()}
        if "within" not in sure:
            if "goal" in sure:
                return Target("line", (Knot(sure["floor"][0], 0.0), Knot(sure["goal"][0], 100.0)))
            shape: Literal["at_least", "at_most"] = "at_least" if "at_least" in sure else "at_most"
            return Target(shape, (Knot(sure[shape][0], 100.0),))
        inner, outer = [Knot(bound, 100.0) for bound in sure["within"]], [Knot(bound, 0.0) for bound in sure.get("floor", ())]
        knots = (outer[0], *inner, outer[1]) if outer else tuple(inner)
        if any(difference is not None and difference <= 0 for difference in _steps(knots)):
            self.problems.append(fault("within-order", self.document.places.at(*path, "within")))
            return None
        return Target("line" if outer else "inside", knots)

    def _points(self, spec: Any, path: tuple[str, ...]) -> Target | None:
        if spec is BROKEN:
            return None
        knots: list[Knot] = []
        for key, score in spec.items():
            bound = self.bound(key, (*path, key), self.document.places.key(*path, key))
            if bound is None or score is BROKEN:
                return None
            knots.append(Knot(bound, float(score)))
        if len({(knot.value.reference, knot.value.factor) for knot in knots}) == 1:  # else only data can order them
            knots.sort(key=lambda knot: knot.value.shift)
        if 0 in _steps(tuple(knots)):
            self.problems.append(fault("points-repeat", self.document.places.at(*path)))
            return None
        return Target("line", tuple(knots))

    def bound(self, spec: Any, path: tuple[str, ...], place: Place | None = None) -> Bound | None:
        """A number, `15%` (0.15), `5pp` (0.05), or `baseline|previous` [`* factor`] [`+ shift` | `- shift`]."""
        if spec is BROKEN:
            return None
        if not isinstance(spec, str):
            return Bound(float(spec))
        place, text = place or self.document.places.at(*path), spec.strip()
        constant, relative = _CONSTANT.fullmatch(text), _RELATIVE.fullmatch(text)
        if constant:
            sign, digits, unit = constant.groups()
            bound = Bound(_number(sign + digits, unit))
        elif relative:
            reference, factor, factor_unit, sign, shift, unit = relative.groups()
            if unit == "%":
                times = f"{reference} * {1 + _number(sign + shift, unit):g}"
                points = f"{reference} {sign} {shift}pp"
                self.problems.append(fault("percent-shift", place, text=text, times=times, points=points))
                return None
            moved = _number(sign + shift, unit) if shift else 0.0
            of = _REFERENCES[reference]
            bound = Bound(moved, of, _number(factor, factor_unit) if factor else 1.0)
        if not (constant or relative) or not isfinite(bound.shift) or not isfinite(bound.factor):
            self.problems.append(fault("bad-bound", place, text=text))
            return None
        return bound


def disagreements(target: Target, measure: Measure, place: Place, origin: str = "") -> Iterator[Problem]:
    """What is wrong with judging `measure` by `target`, at `place`; as far as it shows without data.

    `origin`: the node whose target it is, if the measure inherits it."""
    facts = {"measure": measure.id, "better": measure.better, "origin": origin}
    scores = [knot.score for knot in target.knots]
    meant = _meant(target)
    if meant and measure.better not in meant:
        yield fault("target-against-better", place, **facts, fits=meant)
    elif not meant and not _agrees(target, measure.better):
        yield fault("points-against-better", place, **facts)
    elif target.shape == "line" and scores == _FLOOR_GOAL:
        (step,) = _steps(target.knots)
        if step is not None and not (step > 0 if measure.better == "higher" else step < 0):
            yield fault("goal-not-better", place, **facts)
    if measure.unit == "percent" and not origin:
        for knot in target.knots:
            if knot.value.reference is None and abs(knot.value.shift) > 1.5:
                shown = f"{knot.value.shift:.10g}"
                yield finding("large-percent", place, measure=measure.id, value=shown, percent=f"{shown}%")
                break


def _meant(target: Target) -> tuple[Better, ...]:
    """The senses of `better` that the form of a target is made for; () for points, which their scores tell."""
    if target.shape == "at_least":
        return ("higher",)
    if target.shape == "at_most":
        return ("lower",)
    scores = [knot.score for knot in target.knots]
    if target.shape == "inside" or scores == _RANGE:
        return ("inside",)
    return ("higher", "lower") if scores == _FLOOR_GOAL else ()


def _agrees(target: Target, better: Better) -> bool:
    """Points whose order is known rise, fall, or rise and then fall, as `better` says."""
    if None in _steps(target.knots):
        return True
    steps = [b.score - a.score for a, b in pairwise(target.knots)]
    if better == "higher":
        return all(step >= 0 for step in steps)
    if better == "lower":
        return all(step <= 0 for step in steps)
    signs = [step > 0 for step in steps if step]
    return signs == sorted(signs, reverse=True)


def _steps(knots: tuple[Knot, ...]) -> list[float | None]:
    """How far each knot lies above the one before it; None where only data can tell."""
    return [
        b.value.shift - a.value.shift if (a.value.reference, a.value.factor) == (b.value.reference, b.value.factor) else None
        for a, b in pairwise(knots)
    ]


def _number(digits: str, unit: str) -> float:
    return float(digits) / 100 if unit else float(digits)
