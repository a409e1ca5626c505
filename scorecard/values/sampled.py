"""What only samples need, asked once the values are known: whether items measure one thing, and who answered both times.

Enters: a Definition, its Tables, each scan's atoms, the Values. Leaves: the Values with covariances and reliabilities, the
queries, findings about scales that do not hang together and assessors who do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from scorecard.problems import Problem, finding
from scorecard.records.definition import Definition, FromRows, Measure, Period, Survey
from scorecard.records.formula import Aggregate, Sampling, together
from scorecard.records.tables import Tables
from scorecard.records.values import Query, Values
from scorecard.statistics import reliability
from scorecard.survey import complete, level, pairs, person_items
from scorecard.values import returning, uncertainty
from scorecard.values.engines import duckdb
from scorecard.values.plan import ScanKey, key, parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scorecard.values.plan import Scan

    Floats = NDArray[np.float64]
    Scanned = Mapping[ScanKey, tuple[Scan, duckdb.Atoms]]

LEAST_RELIABLE = 0.7
"""Below this α the items of a scale are said not to measure one thing (Nunnally, Psychometric Theory, 1978), and below this r_wg
assessors not to agree (James, Demaree and Wolf 1984)."""


@dataclass
class _More:
    definition: Definition
    tables: Tables
    scanned: Scanned
    values: Values
    queries: list[Query] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sampled(
    definition: Definition, tables: Tables, scanned: Scanned, values: Values, baseline: Period | None, target: Period | None
) -> tuple[Values, tuple[Query, ...], tuple[Problem, ...]]:
    """Nothing is asked where nothing is sampled."""
    if values.low is None:
        return values, (), ()
    work = _More(definition, tables, scanned, values)
    alphas = np.full((len(values.measures), len(values.periods)), np.nan)
    listwise = np.full_like(alphas, np.nan)
    for measure, how, survey in _surveys(definition):
        row = values.measures.index(measure.id)
        if survey.rubric:
            alphas[row] = _agreement(work, measure, how, survey)
        elif len(survey.items) > 1:
            alphas[row], listwise[row] = _alpha(work, measure, how, survey)
        shown = (
            [values.periods.index(period) for period in dict.fromkeys((baseline, target))]
            if target
            else range(len(values.periods))
        )
        work.problems += _doubtful(work, measure, survey, alphas[row], listwise[row], list(shown))
    covariance = None
    if baseline is not None and target is not None:
        covariance = _returning(work, baseline, target)
    values = replace(values, reliability=alphas, listwise=listwise, covariance=covariance)
    return values, tuple(work.queries), tuple(work.problems)


def _surveys(definition: Definition) -> Iterator[tuple[Measure, FromRows, Survey]]:
    for measure in definition.measures.values():
        if isinstance(measure.how, FromRows) and measure.how.survey is not None:
            yield measure, measure.how, measure.how.survey


def _ask(work: _More, how: FromRows, aggregates: Sequence[Aggregate]) -> dict[Aggregate, Floats]:
    """[period] of each aggregate, in total."""
    scan, _ = work.scanned[key(how, work.values.periods)]
    asked = tuple(dict.fromkeys(part for aggregate in aggregates for part in parts(aggregate)))
    assert work.tables.connection is not None
    atoms = duckdb.run(work.tables.connection, replace(scan, groupings=((),), aggregates=asked))
    work.queries += [Query(scan.table.dataset, sql) for sql in atoms.queries]
    return {aggregate: array[:, 0] for aggregate, array in atoms.values.items()}


def _alpha(work: _More, measure: Measure, how: FromRows, survey: Survey) -> tuple[Floats, Floats]:
    """Cronbach's α [period]: by pairs of items, and over those only who answered all."""
    counts = [Aggregate("count", where=together(survey.where, (each,))) for each in person_items(survey)]
    whole = Aggregate("count", where=together(survey.where, (complete(survey),)))
    told = _ask(work, how, [*counts, whole])
    if all((told[count] == told[whole]).all() for count in counts):  # nobody left one out: no pair differs from the others
        listwise = _covariance(work, how, survey, (complete(survey),))
        return listwise, listwise
    return _covariance(work, how, survey, ()), _covariance(work, how, survey, (complete(survey),))


def _covariance(work: _More, how: FromRows, survey: Survey, among: tuple[str, ...]) -> Floats:
    """α [period] from the covariances of all pairs of items, over the rows in which `among` holds too."""
    asked = pairs(survey, together(survey.where, among), alike=bool(among))
    told = _ask(work, how, [aggregate for pair in asked.values() for aggregate in pair])
    size, periods = len(survey.items), len(work.values.periods)
    n, s, p = (np.zeros((periods, size, size)) for _ in range(3))
    for (i, j), (count, first, second, product) in asked.items():
        n[:, i, j] = n[:, j, i] = told[count]
        s[:, i, j], s[:, j, i] = told[first], told[second]
        p[:, i, j] = p[:, j, i] = told[product]
    return reliability.alpha(reliability.pairwise_covariance(n, s, p))


def _agreement(work: _More, measure: Measure, how: FromRows, survey: Survey) -> Floats:
    """r_wg [period], the mean over the items."""
    levels = sorted(survey.rubric)
    asked = {
        item: [Aggregate("count", where=together(survey.where, (level(survey, item, each),))) for each in levels]
        for item in survey.items
    }
    told = _ask(work, how, [count for counts in asked.values() for count in counts])
    by_item = [
        reliability.agreement(np.stack([told[count] for count in counts], axis=-1), len(levels)) for counts in asked.values()
    ]
    return np.asarray(np.mean(by_item, axis=0), np.float64)


def _doubtful(
    work: _More, measure: Measure, survey: Survey, alpha: Floats, listwise: Floats, shown: Sequence[int]
) -> Iterator[Problem]:
    low = [n for n in shown if alpha[n] < LEAST_RELIABLE]
    if low:
        periods = tuple(period.id for n in low if (period := work.values.periods[n]))
        facts = {"measure": measure.title(work.definition.language), "periods": periods, "alpha": f"{alpha[low].min():.2f}"}
        place = work.definition.places.at("measures", measure.id, "survey")
        if survey.rubric:
            yield finding("assessors-disagree", place, **facts)
        else:
            told = "" if np.isnan(listwise[low]).all() else f"{np.nanmin(listwise[low]):.2f}"
            yield finding("scale-unreliable", place, **facts, listwise=told, items=survey.items)


def _returning(work: _More, baseline: Period, target: Period) -> Floats | None:
    """[measure, entity]: of those measures whose respondents are known."""
    values = work.values
    sides = values.periods.index(baseline), values.periods.index(target)
    by_scan: dict[ScanKey, list[tuple[str, Sampling]]] = {}
    for measure in work.definition.measures.values():
        how = measure.how
        if isinstance(how, FromRows) and how.sampling and how.window == "during" and how.per is None:
            respondent = work.definition.datasets[how.dataset].respondent
            if respondent in work.tables.tables[how.dataset].columns and baseline.end <= target.start:
                by_scan.setdefault(key(how, values.periods), []).append((measure.id, how.sampling))
    if not by_scan:
        return None
    found = np.full((len(values.measures), len(values.entities)), np.nan)
    at = {entity: number for number, entity in enumerate(values.entities)}
    for which, samplings in by_scan.items():
        scan, atoms = work.scanned[which]
        respondent = work.definition.datasets[scan.table.dataset].respondent
        assert respondent is not None
        assert work.tables.connection is not None
        rows = [values.measures.index(id) for id, _ in samplings]
        places = [at[entity] for entity in atoms.entities]
        pairs = []
        for row, (_, sampling) in zip(rows, samplings, strict=True):
            whole = np.full((len(values.periods), len(values.entities)), np.nan)
            whole[:, places] = atoms.values[uncertainty.total(sampling)]
            pairs.append(tuple((values.value[row, side] / sampling.scale, whole[side]) for side in sides))
        rates = [(sampling.y, sampling.x) for _, sampling in samplings]
        sql = returning.query(scan, respondent, rates, baseline, target)
        work.queries.append(Query(scan.table.dataset, sql))
        for row, (_, sampling), shared in zip(
            rows, samplings, returning.covariances(work.tables.connection, sql, scan, pairs, at), strict=True
        ):
            found[row] = shared * sampling.scale**2
    return found
