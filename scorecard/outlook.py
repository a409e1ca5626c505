"""Trend and forecast: where measures are heading, and whether dated targets will be met.

Enters: a Definition, the Values and Scores of its periods. Leaves: an `Outlook` for every use of a measure, and findings where a
dated target is going to be missed. Method: `statistics.trend` (least squares with Student's prediction interval; Holt and Winters
from two full seasons on; nothing from fewer than six periods).
"""

from __future__ import annotations

from datetime import date, timedelta
from math import isnan, nan
from typing import Literal

import numpy as np

from scorecard import periods as calendars
from scorecard.problems import Problem, finding
from scorecard.records.definition import Bound, Calendar, Dated, Definition, FromRows, Measure, Node, Period
from scorecard.records.outlook import NoForecast, Outlook, Step
from scorecard.records.scores import Scores
from scorecard.records.values import Reason, Values
from scorecard.statistics import trend
from scorecard.statistics.curves import slack

AHEAD = 2  # periods to come, where no target says a date
MOST_AHEAD = 12
SEASONS = {"month": 12, "quarter": 4, "half": 2}
WITHHELD = (Reason.TOO_FEW, Reason.SUPPRESSED)


def outlook(
    definition: Definition, values: Values, scores: Scores, baseline: Period | None, target: Period | None
) -> tuple[tuple[Outlook, ...], tuple[Problem, ...]]:
    """Of the periods shown up to the target. Nothing for a snapshot."""
    if target is None:
        return (), ()
    shown = [period for period in scores.periods if period and period.kind == target.kind and period.start <= target.start]
    at = {measure: row for row, measure in enumerate(values.measures)}
    found: list[Outlook] = []
    problems: list[Problem] = []
    for node in scores.nodes:
        if node.measure is None:
            continue
        row = at[node.measure]
        goals = _goals(node, values, row, baseline)
        seen = _outlook(definition, definition.measures[node.measure], node, values, row, shown, target, goals)
        found.append(seen)
        if seen.reached == "behind":
            last = next(step for step in reversed(seen.steps) if not isnan(step.expected))
            facts = {
                "measure": node.title(definition.language), "period": last.period.id, "forecast": f"{last.value:.4g}",
                "low": f"{last.low:.4g}", "high": f"{last.high:.4g}", "goal": f"{last.expected:.4g}",
            }  # fmt: skip
            problems.append(finding("target-out-of-reach", definition.places.at(*node.source, "target"), **facts))
    return tuple(found), tuple(problems)


def _outlook(
    definition: Definition,
    measure: Measure,
    node: Node,
    values: Values,
    row: int,
    shown: list[Period],
    target: Period,
    goals: list[tuple[date, float]],
) -> Outlook:
    places = [values.periods.index(period) for period in shown]
    series, reasons = values.value[row, places, 0], values.reason[row, places, 0]
    ends = [array[row, places, 0] if array is not None else np.full(len(shown), nan) for array in (values.low, values.high)]
    times = _times(shown)
    steps = [
        Step(period, float(series[n]), float(ends[0][n]), float(ends[1][n]), _expected(goals, period), False)
        for n, period in enumerate(shown)
    ]
    line = trend.fit(times, series)
    why: NoForecast | None = None
    if reasons[-1] != Reason.PRESENT:
        why = "withheld" if reasons[-1] in WITHHELD else "not-covered"
    coming = _coming(target, definition.calendar, goals)
    made = trend.forecast(times, series, times[-1] + 1 + np.arange(len(coming)), SEASONS.get(target.kind)) if not why else None
    if made == "too-few":
        why = "too-few"
    if made is None or made == "too-few" or not coming:
        return Outlook(node.path, tuple(steps), line.slope, None, why, None)
    least, most = _limits(measure)
    for n, period in enumerate(coming):
        value, low, high = (float(np.clip(end[n], least, most)) for end in (made.values, made.low, made.high))
        steps.append(Step(period, value, low, high, _expected(goals, period), True))
    return Outlook(node.path, tuple(steps), line.slope, made.method, None, _reached(measure, steps))


def _times(shown: list[Period]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The periods' numbers, counted back from the last; a baseline far before the history keeps its distance."""
    days = float(np.mean([period.days for period in shown]))
    return np.array([-round((shown[-1].start - period.start).days / days) for period in shown], np.float64)


def _coming(target: Period, calendar: Calendar, goals: list[tuple[date, float]]) -> list[Period]:
    """The periods after the target, up to the last day of a dated target."""
    found: list[Period] = []
    period = target
    while len(found) < MOST_AHEAD and (len(found) < AHEAD or (goals and period.end <= goals[-1][0])):
        try:
            period = calendars.following(period, calendar)
        except ValueError:  # the calendar's edge
            break
        found.append(period)
    return found


def _goals(node: Node, values: Values, row: int, baseline: Period | None) -> list[tuple[date, float]]:
    """The days and numbers of a dated target's best knot; none for a target that stands still, or hangs on what only the
    future knows."""
    if node.target is None:
        return []
    best = max(node.target.knots, key=lambda knot: knot.score)
    if not isinstance(best.value, Dated) or len(best.value.points) < 2:
        return []
    found = [(day, _number(bound, values, row, baseline)) for day, bound in best.value.points]
    return [] if any(isnan(number) for _, number in found) else found


def _number(bound: Bound, values: Values, row: int, baseline: Period | None) -> float:
    if bound.reference is None:
        return bound.shift
    if bound.reference == "baseline" and baseline is not None:
        return bound.factor * float(values.value[row, values.periods.index(baseline), 0]) + bound.shift
    return nan


def _expected(goals: list[tuple[date, float]], period: Period) -> float:
    """Straight between the days; NaN before the first and after the last period that holds one of them."""
    day = period.end - timedelta(1)
    if not goals or day < goals[0][0] or period.start > goals[-1][0]:
        return nan
    days = [(each - goals[0][0]).days for each, _ in goals]
    return float(np.interp((day - goals[0][0]).days, days, [number for _, number in goals]))


def _limits(measure: Measure) -> tuple[float, float]:
    """Between which a measure's values lie by what it is: shares from 0 to 1, counts from 0."""
    how = measure.how
    if isinstance(how, FromRows):
        if how.survey is not None:
            if how.survey.method == "nps":
                return -100.0, 100.0
            return (0.0, 1.0) if how.survey.method in ("csat", "share") else (how.survey.low, how.survey.high)
        if how.formula.text.startswith("share of rows"):
            return 0.0, 1.0
    return (0.0, np.inf) if measure.unit == "count" else (-np.inf, np.inf)


def _reached(measure: Measure, steps: list[Step]) -> Literal["ahead", "open", "behind"] | None:
    """Of the last step that the dated target speaks of, if that is one to come."""
    told = [step for step in steps if step.ahead and not isnan(step.expected)]
    if not told or measure.better == "inside":
        return None
    last, sign = told[-1], 1 if measure.better == "higher" else -1
    edge = float(slack(np.array(last.expected)))
    near, far = sorted((sign * (last.low - last.expected), sign * (last.high - last.expected)))
    if far < -edge:
        return "behind"
    return "ahead" if near >= -edge else "open"
