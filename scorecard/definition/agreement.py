"""Whether a measure may be judged by a target, as far as it shows without data.

Enters: both, read. Leaves: problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from scorecard.definition.bounds import constants, gaps, measures
from scorecard.problems import Place, Problem, fault, finding
from scorecard.records.definition import Better, Measure, Target

_FLOOR_GOAL, _RANGE = [0.0, 100.0], [0.0, 100.0, 100.0, 0.0]  # scores of a line's knots, by which it is known
MOST_PERCENT = 1.5
"""A fraction above this is probably a percentage written without its sign."""


def disagreements(
    target: Target,
    measure: Measure,
    known: Mapping[str, Measure],
    named: Mapping[date, str],
    place: Place,
    origin: str = "",
) -> Iterator[Problem]:
    """What is wrong with judging `measure` by `target`, at `place`.

    `known`: all measures, `named`: days -> the periods that they end, as they are written in dated bounds; `origin`: the node
    whose target it is, if the measure inherits it."""
    facts = {"measure": measure.id, "better": measure.better, "origin": origin}
    scores = [knot.score for knot in target.knots]
    meant = _meant(target)
    if meant and measure.better not in meant:
        yield fault("target-against-better", place, **facts, fits=meant)
    elif not meant and not _agrees(target, measure.better):
        yield fault("points-against-better", place, **facts)
    elif target.shape == "line" and scores == _FLOOR_GOAL:
        sign = 1 if measure.better == "higher" else -1
        for day, gap in gaps(target.knots[0].value, target.knots[1].value):
            if gap * sign <= 0:
                yield fault("goal-not-better", place, **facts, period=day and named[day])
                break
    if measure.unit == "percent" and not origin:
        yield from large_percent(measure.id, [number for knot in target.knots for number in constants(knot.value)], place)
    for other in dict.fromkeys(id for knot in target.knots for id in measures(knot.value)):
        if other == measure.id:
            yield fault("target-is-itself", place, **facts)
        elif other in known and (known[other].unit == "percent") != (measure.unit == "percent"):
            units = {"unit": measure.unit, "other": other, "other_unit": known[other].unit}
            yield finding("target-in-other-unit", place, **facts, **units)


def large_percent(measure: str, numbers: list[float], place: Place) -> Iterator[Problem]:
    """The first of these numbers that is too large for a percentage."""
    large = next((number for number in numbers if abs(number) > MOST_PERCENT), None)
    if large is not None:
        shown = f"{large:.10g}"
        yield finding("large-percent", place, measure=measure, value=shown, percent=f"{shown}%")


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
    if not all(gaps(one.value, other.value) for one, other in pairwise(target.knots)):
        return True
    steps = [b.score - a.score for a, b in pairwise(target.knots)]
    if better == "higher":
        return all(step >= 0 for step in steps)
    if better == "lower":
        return all(step <= 0 for step in steps)
    signs = [step > 0 for step in steps if step]
    return signs == sorted(signs, reverse=True)
