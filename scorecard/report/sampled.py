"""The method page's part on samples: how intervals, tests and forecasts come about, and what each survey was answered by.

Enters: a View. Leaves: lines, notes on a measure, and the levels that assessors chose from.
"""

from __future__ import annotations

from math import isnan
from typing import Any

from scorecard.records.definition import FromRows, Measure, Survey
from scorecard.report.records import Rubric
from scorecard.report.rows import sample
from scorecard.report.view import View, clean
from scorecard.words import method as words
from scorecard.words import numbers

LONG = 300
"""Characters of a level's meaning that are printed."""


def sampled(view: View) -> tuple[str, ...]:
    """Only what this scorecard makes use of."""
    values, scores, comparison = view.values, view.scores, view.evaluation.comparison
    measures = view.definition.measures
    rows = [(measure.how, values.measures.index(id)) for id, measure in measures.items() if isinstance(measure.how, FromRows)]
    known = [(how, row) for how, row in rows if how.sampling is not None and _some(values.low, row)]
    asked_for = [(how.survey, row) for how, row in rows if how.survey is not None]
    return words.sampled(
        {how.sampling.kind for how, _ in known if how.sampling is not None},
        population=any(how.population is not None for how, _ in known),
        scores=_some(scores.sd),
        changes=comparison is not None and comparison.noise is not None and _some(comparison.noise.p),
        paired=_some(values.covariance),
        least={how.least for how, _ in rows if how.least > 1},
        alpha=any(not survey.rubric and _some(values.reliability, row) for survey, row in asked_for),
        agreement=any(survey.rubric and _some(values.reliability, row) for survey, row in asked_for),
        both_kinds=view.scores.subjective is not None,
        forecasts={outlook.method for outlook in view.evaluation.outlook if outlook.method is not None},
    )


def asked(view: View, measure: Measure) -> list[str]:
    """By how many a survey was answered, and how reliably; of other rows, that they are no sample where the author says so."""
    how = measure.how
    if not isinstance(how, FromRows):
        return []
    dataset = view.definition.datasets.get(how.dataset)
    complete = [words.complete()] if dataset is not None and dataset.sampled is False else []
    if how.survey is None:
        return complete
    row, now = view.values.measures.index(measure.id), view.values.periods.index(view.evaluation.target)
    if isnan(float(view.values.value[row, now, 0])):
        return complete
    number = sample(how, int(view.values.n[row, now, 0]))
    period = "" if view.evaluation.target is None else view.period(view.now)
    return [words.asked(number, period, _reliability(view, how.survey, row, now)), *complete]


def rubrics(view: View) -> tuple[Rubric, ...]:
    """The levels of each measure that assessors judge, lowest first."""
    return tuple(
        Rubric(
            view.name(measure),
            tuple(
                (numbers.written(level), clean(text(view.definition.language), LONG))
                for level, text in sorted(measure.how.survey.rubric.items())
            ),
        )
        for measure in view.definition.measures.values()
        if isinstance(measure.how, FromRows) and measure.how.survey is not None and measure.how.survey.rubric
    )


def _reliability(view: View, survey: Survey, row: int, now: int) -> str:
    pairwise, listwise = (
        numbers.plain(float(found[row, now]), 2) if found is not None and not isnan(found[row, now]) else ""
        for found in (view.values.reliability, view.values.listwise)
    )
    if not pairwise:
        return ""
    return words.agreement(pairwise) if survey.rubric else words.alpha(pairwise, listwise)


def _some(array: Any, row: int | None = None) -> bool:
    """Whether there is any number in it."""
    if array is None:
        return False
    found = array if row is None else array[row]
    return bool((found == found).any())
