"""Trend and forecast: where measures are heading, and whether dated targets will be met.

Enters: a Definition, the Values and Scores of its periods. Leaves: an `Outlook` for every use of a measure, and findings where a
dated target is going to be missed. Method: `statistics.trend` (least squares with Student's prediction interval; Holt and Winters
from two full seasons on; nothing from fewer than six periods).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, isfinite, nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scorecard import periods as calendars
from scorecard.problems import Problem, finding
from scorecard.records.definition import Bound, Calendar, Dated, Definition, FromRows, Measure, Node, Period
from scorecard.records.formula import Aggregate, MeasureTerm, Number, Operation, Term
from scorecard.records.outlook import NoForecast, Outlook, Step
from scorecard.records.scores import Scores
from scorecard.records.values import LEAST_COVERED, Reason, Values
from scorecard.statistics import trend
from scorecard.statistics.curves import slack
from scorecard.words import numbers

AHEAD = 2  # periods to come, where no target says a date
MOST_AHEAD = 12
SEASONS = {"month": 12, "quarter": 4, "half": 2}
WITHHELD = (Reason.TOO_FEW, Reason.SUPPRESSED)

Goals = list[tuple[date, float]]
"""The days and numbers of a dated target, ascending; none where no line can be drawn to it."""


@dataclass(frozen=True)
class _Course:
    """A measure in the periods shown: in total, and a forecast for as many periods as any of its uses looks ahead."""

    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    slope: float
    forecast: trend.Forecast | NoForecast


def outlook(
    definition: Definition, values: Values, scores: Scores, baseline: Period | None, target: Period | None
) -> tuple[tuple[Outlook, ...], tuple[Problem, ...]]:
    """Of the periods shown up to the target. Nothing for a snapshot."""
    if target is None:
        return (), ()
    shown = [period for period in scores.periods if period and period.kind == target.kind and period.start <= target.start]
    goals = {node.path: _goals(definition, node, values, baseline) for node in scores.nodes if node.measure is not None}
    coming = _coming(target, definition.calendar, max((found[-1][0] for found in goals.values() if found), default=None))
    with np.errstate(all="ignore"):  # numbers at the end of their range have no forecast, and that is all
        courses = _courses(definition, values, scores, shown, coming)
    found: list[Outlook] = []
    problems: list[Problem] = []
    for node in scores.nodes:
        if node.measure is None:
            continue
        ahead = coming[: _needed(coming, goals[node.path])]
        seen = _outlook(definition, node, courses[node.measure], shown, ahead, goals[node.path])
        found.append(seen)
        if seen.reached == "behind" and (judged := _judged(seen.steps, goals[node.path])):
            problems.append(_out_of_reach(definition, node, judged))
    return tuple(found), tuple(problems)


def _courses(
    definition: Definition, values: Values, scores: Scores, shown: list[Period], coming: list[Period]
) -> Mapping[str, _Course]:
    """By measure. A period that the data reach only in part is no point of the line: half a quarter's orders are no fall. What
    people answer does not grow with the days, and many are asked on a few of them only."""
    target, names = shown[-1], list(dict.fromkeys(node.measure for node in scores.nodes if node.measure is not None))
    rows, places = [values.measures.index(name) for name in names], [values.periods.index(period) for period in shown]
    here = np.ix_(rows, places)
    measured, reasons = values.value[..., 0][here], values.reason[..., 0][here]
    low, high = (np.full(measured.shape, nan) if ends is None else ends[..., 0][here] for ends in (values.low, values.high))
    whole = np.full(measured.shape, True) if values.covered is None else values.covered[here] >= LEAST_COVERED
    whole[[_asks(definition.measures[name]) for name in names]] = True
    points = np.where(whole, measured, nan)
    times = np.array([-calendars.apart(period, target, definition.calendar) for period in shown], np.float64)
    made = trend.forecasts(times, points, np.arange(1, len(coming) + 1), SEASONS.get(target.kind))
    found = {}
    for n, name in enumerate(names):
        forecast: trend.Forecast | NoForecast = made[n]
        if reasons[n, -1] != Reason.PRESENT or not whole[n, -1]:
            forecast = "withheld" if reasons[n, -1] in WITHHELD else "not-covered"
        elif not coming:
            forecast = "calendar-ends"
        found[name] = _Course(measured[n], low[n], high[n], trend.fit(times, points[n]).slope, forecast)
    return found


def _asks(measure: Measure) -> bool:
    return isinstance(measure.how, FromRows) and measure.how.survey is not None


def _outlook(
    definition: Definition, node: Node, course: _Course, shown: list[Period], coming: list[Period], goals: Goals
) -> Outlook:
    assert node.measure is not None
    measure, forecast = definition.measures[node.measure], course.forecast
    measured = zip(shown, course.values.tolist(), course.low.tolist(), course.high.tolist(), strict=True)
    steps = [Step(period, value, low, high, _expected(goals, period), False) for period, value, low, high in measured]
    if isinstance(forecast, str):
        return Outlook(node.path, tuple(steps), course.slope, None, forecast, None)
    least, most = _limits(definition, measure, course.values)
    ends = np.clip([forecast.values, forecast.low, forecast.high], least, most)
    for period, (value, low, high) in zip(coming, ends.T.tolist(), strict=False):  # the forecast may look further for other uses
        steps.append(Step(period, value, low, high, _expected(goals, period), True))
    return Outlook(node.path, tuple(steps), course.slope, forecast.method, None, _reached(measure, _judged(steps, goals)))


def _coming(target: Period, calendar: Calendar, until: date | None) -> list[Period]:
    """The periods after the target, up to this day."""
    found: list[Period] = []
    period = target
    while len(found) < MOST_AHEAD and (len(found) < AHEAD or (until and period.end <= until)):
        try:
            period = calendars.following(period, calendar)
        except ValueError:  # the calendar's edge
            break
        found.append(period)
    return found


def _needed(coming: list[Period], goals: Goals) -> int:
    """How many of the periods to come a use shows: up to the last day of its own target."""
    return max(AHEAD, sum(period.start <= goals[-1][0] for period in coming) if goals else 0)


def _goals(definition: Definition, node: Node, values: Values, baseline: Period | None) -> Goals:
    """Of a dated target's best knot. None for a target that stands still, is a range, does not hold for the total, or hangs on
    what only the future knows."""
    assert node.measure is not None
    target = node.target
    if target is None or definition.measures[node.measure].better == "inside" or (target.levels and "total" not in target.levels):
        return []
    best = max(target.knots, key=lambda knot: knot.score).value
    if not isinstance(best, Dated):
        return []
    row = values.measures.index(node.measure)
    found = [(day, _number(bound, values, row, baseline)) for day, bound in best.points]
    return found if all(isfinite(number) for _, number in found) else []


def _number(bound: Bound, values: Values, row: int, baseline: Period | None) -> float:
    if bound.reference is None:
        return bound.shift
    if bound.reference == "baseline" and baseline is not None:
        return bound.factor * float(values.value[row, values.periods.index(baseline), 0]) + bound.shift
    return nan


def _expected(goals: Goals, period: Period) -> float:
    """Straight between the days; NaN before the first and after the last period that holds one of them."""
    day = period.end - timedelta(1)
    if not goals or day < goals[0][0] or period.start > goals[-1][0]:
        return nan
    days = [(each - goals[0][0]).days for each, _ in goals]
    return float(np.interp((day - goals[0][0]).days, days, [number for _, number in goals]))


def _limits(definition: Definition, measure: Measure, seen: NDArray[np.float64]) -> tuple[float, float]:
    """Between which a measure's values lie by what it is: shares from 0 to 1, counts from 0."""
    how = measure.how
    if isinstance(how, FromRows) and how.survey is not None:
        if how.survey.method == "nps":
            return -100.0, 100.0
        return (0.0, 1.0) if how.survey.method in ("csat", "share") else (how.survey.low, how.survey.high)
    tree = None if not hasattr(how, "formula") else how.formula.tree
    if tree is not None and _is_share(tree):
        return 0.0, 1.0
    counts = measure.unit == "count" and not (tree is not None and _subtracts(tree)) and not (seen < 0).any()
    return (0.0 if counts or (tree is not None and _from_nought(definition, tree)) else -inf), inf


def _is_share(tree: Term) -> bool:
    """Rows among rows."""
    if not isinstance(tree, Operation) or tree.operator != "/":
        return False
    part, whole = tree.operands
    return (
        isinstance(part, Aggregate)
        and isinstance(whole, Aggregate)
        and part.function == whole.function == "count"
        and set(whole.where) <= set(part.where)
    )


def _subtracts(tree: Term) -> bool:
    return isinstance(tree, Operation) and (tree.operator in ("-", "negative") or any(map(_subtracts, tree.operands)))


def _from_nought(definition: Definition, tree: Term) -> bool:
    """Whether nothing below 0 can come of it, as far as that shows without data."""
    if isinstance(tree, Number):
        return tree.value is None or tree.value >= 0
    if isinstance(tree, Aggregate):
        return tree.function in ("count", "count_distinct", "stddev")
    if isinstance(tree, MeasureTerm):
        return _limits(definition, definition.measures[tree.measure], np.array([nan]))[0] >= 0
    kept = tree.operator in ("+", "*", "/", "coalesce", "nullif", "round")
    return tree.operator == "abs" or (kept and all(_from_nought(definition, operand) for operand in tree.operands))


def _judged(steps: list[Step] | tuple[Step, ...], goals: Goals) -> Step | None:
    """The last period to come that holds a day which the dated target names."""
    named = [step for step in steps if step.ahead and any(step.period.start <= day < step.period.end for day, _ in goals)]
    return named[-1] if named else None


def _reached(measure: Measure, last: Step | None) -> Literal["ahead", "open", "behind"] | None:
    if last is None:
        return None
    sign = 1 if measure.better == "higher" else -1
    edge = float(slack(np.array(last.expected)))
    near, far = sorted((sign * (last.low - last.expected), sign * (last.high - last.expected)))
    if far < -edge:
        return "behind"
    return "ahead" if near >= -edge else "open"


def _out_of_reach(definition: Definition, node: Node, step: Step) -> Problem:
    assert node.measure is not None
    measure, told = definition.measures[node.measure], (step.value, step.low, step.high, step.expected)
    written = numbers.format_for(measure.unit, told, definition.currency, measure.decimals)
    return finding(
        "target-out-of-reach",
        definition.places.at(*node.source, "target"),
        measure=node.title(definition.language),
        period=step.period.id,
        forecast=written.value(step.value),
        low=written.value(step.low),
        high=written.value(step.high),
        goal=written.exact(step.expected),
    )
