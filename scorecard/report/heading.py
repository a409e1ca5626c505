"""Where the measures are heading: a small drawing for each, its course so far and its forecast; why others have none.

Enters: a View. Leaves: `Heading`, or None where no measure has a forecast.
"""

from __future__ import annotations

from collections import Counter
from math import isnan

from scorecard.records.outlook import Outlook, Step
from scorecard.report.records import Course, Heading, Point
from scorecard.report.view import View
from scorecard.words import dates, forecasts

MOST = 12
"""Measures that are drawn."""

_FIRST = ("behind", "open", "ahead", None)


def heading(view: View) -> Heading | None:
    told = [outlook for outlook in view.evaluation.outlook if outlook.method is not None]
    if not told:
        return None
    told.sort(key=lambda outlook: _place(view, outlook))
    drawn = [course(view, outlook) for outlook in told[:MOST]]
    whys = Counter(outlook.why for outlook in view.evaluation.outlook if outlook.why is not None)
    more = len(told) - len(drawn)
    dated = any(outlook.reached is not None for outlook in told)
    said = [
        forecasts.heading(len(told), Counter(outlook.reached for outlook in told if outlook.reached is not None)),
        forecasts.drawn(len(drawn), more, dated) if more else "",
        *(forecasts.no_forecast(number, why, view.period(view.now)) for why, number in whys.items()),
    ]
    methods = {outlook.method for outlook in told}
    return Heading(
        tuple(filter(None, said)),
        tuple(drawn),
        any(each.expected for each in drawn),
        tuple(forecasts.forecast_method(method) for method in ("line", "holt-winters") if method in methods),
    )


def _place(view: View, outlook: Outlook) -> tuple[int, float]:
    """Targets with a date first, the ones that will be missed before the others; then what weighs most; else as in the tree."""
    return _FIRST.index(outlook.reached), -round(float(view.scores.weight[view.index[outlook.path]]), 9)


def course(view: View, outlook: Outlook) -> Course:
    """Of a measure with a forecast."""
    index = view.index[outlook.path]
    past = [step for step in outlook.steps if not step.ahead]
    coming = [step for step in outlook.steps if step.ahead]
    dated = [step for step in coming if not isnan(step.expected)]
    last = dated[-1] if dated else coming[-1]
    form = view.format(index)

    levels = [number for step in outlook.steps for number in (step.value, step.expected) if not isnan(number)]
    levels += [number for step in coming for number in (step.low, step.high)]
    low, spread = min(levels), max(levels) - min(levels)
    days = [step.period.start.toordinal() for step in outlook.steps]
    first, width = days[0], max(days[-1] - days[0], 1)

    def at(step: Step, level: float) -> Point:
        height = 50.0 if spread == 0 else 100 * (1 - (level - low) / spread)
        return round(100 * (step.period.start.toordinal() - first) / width, 1), round(height, 1)

    now = at(past[-1], past[-1].value)
    return Course(
        name=view.title(view.nodes[index]),
        above=view.above(view.nodes[index]),
        now=forecasts.now(dates.period(past[-1].period, view.definition.calendar), form.value(past[-1].value)),
        ahead=forecasts.forecast(
            dates.period(last.period, view.definition.calendar), form.value(last.value), form.between(last.low, last.high)
        ),
        expected_text=forecasts.expected(form.exact(last.expected), outlook.reached) if dated else "",
        is_behind=outlook.reached == "behind",
        past=_stretches([None if isnan(step.value) else at(step, step.value) for step in past]),
        coming=(now, *(at(step, step.value) for step in coming)),
        band=(now, *(at(step, step.high) for step in coming), *(at(step, step.low) for step in reversed(coming))),
        expected=tuple(at(step, step.expected) for step in outlook.steps if not isnan(step.expected)),
    )


def _stretches(points: list[Point | None]) -> tuple[tuple[Point, ...], ...]:
    """The points between gaps."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return tuple(tuple(stretch) for stretch in found if stretch)
