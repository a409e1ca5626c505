"""Whether a measure may be judged by a target, as far as it shows without data.

Enters: both, read. Leaves: problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from scorecard.definition.bounds import constants, gaps, measures
from scorecard.problems import Place, Problem, fault, finding
from scorecard.records.definition import Better, Measure, Target

_FLOOR_GOAL, _RANGE = [0.0, 100.0], [0.0, 100.0, 100.0, 0.0]  # scores of a line's knots, by which it is known
MOST_PERCENT = 1.5
"""A fraction above this is probably a percentage written without its sign."""


@dataclass(frozen=True)
class Yardstick:
    """A target, and what shows of it without data: worked out once for all measures that inherit it."""

    target: Target
    origin: str = ""  # the node whose it is, for measures that inherit it

    @cached_property
    def scores(self) -> list[float]:
        return [knot.score for knot in self.target.knots]

    @cached_property
    def has_goal(self) -> bool:
        return self.target.shape == "line" and self.scores == _FLOOR_GOAL

    @cached_property
    def is_points(self) -> bool:
        return self.target.shape == "line" and self.scores not in (_FLOOR_GOAL, _RANGE)

    @cached_property
    def meant(self) -> tuple[Better, ...]:
        """The senses of `better` that its form is made for. Points rise, fall, or rise and then fall; where only data can order
        them, any will do."""
        if self.has_goal:
            return ("higher", "lower")
        if not self.is_points:
            return (
                ("higher",) if self.target.shape == "at_least" else ("lower",) if self.target.shape == "at_most" else ("inside",)
            )
        if not all(gaps(one.value, other.value) for one, other in pairwise(self.target.knots)):
            return ("higher", "lower", "inside")
        rises = [other > one for one, other in pairwise(self.scores) if one != other]
        agreed: dict[Better, bool] = {
            "higher": all(rises),
            "lower": not any(rises),
            "inside": rises == sorted(rises, reverse=True),
        }
        return tuple(better for better, agrees in agreed.items() if agrees)

    @cached_property
    def gaps(self) -> list[tuple[date | None, float]]:
        """How far the goal lies above the floor."""
        floor, goal = self.target.knots
        return gaps(floor.value, goal.value)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The other measures that it hangs on."""
        return tuple(dict.fromkeys(id for knot in self.target.knots for id in measures(knot.value)))


def disagreements(
    yardstick: Yardstick,
    measure: Measure,
    known: Mapping[str, Measure],
    named: Mapping[date, str],
    place: Place,
) -> Iterator[Problem]:
    """What is wrong with judging `measure` by a target, at `place`.

    `known`: all measures, `named`: days -> the periods that they end, as they are written in dated bounds."""
    target, origin = yardstick.target, yardstick.origin
    facts = {"measure": measure.id, "better": measure.better, "origin": origin}
    if measure.better not in yardstick.meant:
        if yardstick.is_points:
            yield fault("points-against-better", place, **facts)
        else:
            yield fault("target-against-better", place, **facts, fits=yardstick.meant)
    elif yardstick.has_goal:
        sign = 1 if measure.better == "higher" else -1
        for day, gap in yardstick.gaps:
            if gap * sign <= 0:
                yield fault("goal-not-better", place, **facts, period=day and named[day])
                break
    if measure.unit == "percent" and not origin:
        yield from large_percent(measure.id, [number for knot in target.knots for number in constants(knot.value)], place)
    for other in yardstick.measures:
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
