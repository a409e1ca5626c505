"""What only surveys and samples need, asked once the values are known: whether items measure one thing, and who answered twice.

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
from scorecard.records.formula import Sampling, identifier
from scorecard.records.tables import Tables
from scorecard.records.values import Query, Values
from scorecard.statistics import reliability
from scorecard.survey import prepared
from scorecard.values import returning, uncertainty
from scorecard.values.engines.sql import joined, listed, repeated, used
from scorecard.values.plan import ScanKey, key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scorecard.values.engines.duckdb import Atoms
    from scorecard.values.plan import Scan

    Floats = NDArray[np.float64]
    Scanned = Mapping[ScanKey, tuple[Scan, Atoms]]

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


@dataclass(frozen=True, slots=True)
class _Scale:
    """A measure that asks several items, or has several assessors."""

    measure: Measure
    how: FromRows
    survey: Survey
    scan: ScanKey
    row: int  # of the Values


def sampled(
    definition: Definition, tables: Tables, scanned: Scanned, values: Values, baseline: Period | None, target: Period | None
) -> tuple[Values, tuple[Query, ...], tuple[Problem, ...]]:
    """Nothing is asked where no survey has several items or assessors and nothing is sampled."""
    work = _More(definition, tables, scanned, values)
    problems: list[Problem] = []
    if scales := list(_scales(work)):
        judged = dict.fromkeys((baseline, target) if target else values.periods)
        shown = [values.periods.index(period) for period in judged if period in values.periods]
        alphas, listwise = _reliability(work, scales, shown)
        values = replace(values, reliability=alphas, listwise=listwise)
        for scale in scales:
            problems += _doubtful(work, scale, alphas[scale.row], listwise[scale.row], shown)
    if values.low is not None and baseline is not None and target is not None:
        values = replace(values, covariance=_returning(work, baseline, target))
    return values, tuple(work.queries), tuple(problems)


def _scales(work: _More) -> Iterator[_Scale]:
    """Those that have a value in total in some period."""
    told = (work.values.reason[:, :, 0] == 0).any(axis=1)
    for row, id in enumerate(work.values.measures):
        measure, how = work.definition.measures[id], work.definition.measures[id].how
        if told[row] and isinstance(how, FromRows) and how.survey and (how.survey.rubric or len(how.survey.items) > 1):
            yield _Scale(measure, how, how.survey, key(how, work.values.periods), row)


def _reliability(work: _More, scales: Sequence[_Scale], judged: Sequence[int]) -> tuple[Floats, Floats]:
    """Cronbach's α, of assessors r_wg, and α over those only who answered all: [measure, period], of the periods `judged`. None
    is told of a value that is withheld.

    From the answers themselves: α needs all pairs of items, which as aggregates are by the hundred."""
    values = work.values
    alphas, listwise = (np.full((len(values.measures), len(values.periods)), np.nan) for _ in range(2))
    by_scan: dict[ScanKey, list[_Scale]] = {}
    for scale in scales:
        by_scan.setdefault(scale.scan, []).append(scale)
    for which, here in by_scan.items():
        period, answers = _answers(work, which, here, judged)
        for scale, (counted, value, there) in zip(here, answers, strict=True):
            for number, at in enumerate(judged):
                rows = np.flatnonzero((period == number) & counted)
                if values.reason[scale.row, at, 0] != 0:
                    continue
                told, known = np.stack([each[rows] for each in value]), np.stack([each[rows] for each in there])
                if scale.survey.rubric:
                    alphas[scale.row, at] = _agreement(told, known, sorted(scale.survey.rubric))
                    continue
                alphas[scale.row, at] = _alpha(told, known)
                whole = np.flatnonzero(known.all(axis=0))
                if len(whole) == len(rows):
                    listwise[scale.row, at] = alphas[scale.row, at]
                elif len(whole) >= scale.how.least:
                    listwise[scale.row, at] = _alpha(told[:, whole], known[:, whole])
    return alphas, listwise


Answered = tuple["NDArray[np.bool_]", list["Floats"], list["NDArray[np.bool_]"]]
"""[response]: whether the survey lets it in; for each item what it says, 0 for no answer, and whether it says anything."""


def _answers(
    work: _More, which: ScanKey, scales: Sequence[_Scale], judged: Sequence[int]
) -> tuple[NDArray[np.int64], list[Answered]]:
    """Which of the periods `judged` each response belongs to (it is there once for each), and for each scale what it says."""
    scan, _ = work.scanned[which]
    periods = tuple(scan.periods[at] for at in judged)
    scan = replace(scan, periods=periods, intervals=tuple(scan.intervals[at] for at in judged) if scan.time else ())
    names = list(dict.fromkeys(name for scale in scales for name in prepared(scale.survey).items))
    filters = list(dict.fromkeys(scale.survey.where for scale in scales))
    told = [f'({joined(where) or "TRUE"}) AS "@w{n}"' for n, where in enumerate(filters)]
    rows = repeated(scan, used(part for where in filters for part in where))
    columns = ['"@period"', *map(identifier, names), *told]
    sql = f"SELECT {listed(columns)}\n{rows.sql}"
    work.queries.append(Query(scan.table.dataset, sql))
    assert work.tables.connection is not None
    answer = work.tables.connection.execute(sql).fetchnumpy()
    value, there = {}, {}
    for name in names:
        column = np.ma.asarray(answer[name])
        there[name] = ~np.ma.getmaskarray(column)
        value[name] = np.where(there[name], column.data, 0).astype(np.float64)
    kept = {where: np.ma.filled(np.ma.asarray(answer[f"@w{n}"]), False).astype(bool) for n, where in enumerate(filters)}
    found = []
    for scale in scales:
        items = list(prepared(scale.survey).items)
        found.append((kept[scale.survey.where], [value[name] for name in items], [there[name] for name in items]))
    return np.asarray(answer["@period"], np.int64), found


def _alpha(value: Floats, there: NDArray[np.bool_]) -> float:
    """From the covariances of all pairs of items; [item, response] each. Sums of whole numbers hang on no order; of others the
    answers are put in one."""
    if not (np.floor(value) == value).all():
        order = np.lexsort((*value, *there))
        value, there = value[:, order], there[:, order]
    mask = there.astype(np.float64)
    n, s, p = mask @ mask.T, value @ mask.T, value @ value.T
    return float(reliability.alpha(reliability.pairwise_covariance(n, s, p)))


def _agreement(value: Floats, there: NDArray[np.bool_], levels: Sequence[float]) -> float:
    """r_wg, the mean over the items that two assessors or more have judged; [item, response] each."""
    counts = np.stack([((value == level) & there).sum(axis=1) for level in levels], axis=-1)
    by_item = reliability.agreement(counts, len(levels))
    return float(np.mean(by_item[~np.isnan(by_item)])) if not np.isnan(by_item).all() else np.nan


def _doubtful(work: _More, scale: _Scale, alpha: Floats, listwise: Floats, shown: Sequence[int]) -> Iterator[Problem]:
    low = [n for n in shown if alpha[n] < LEAST_RELIABLE]
    if low:
        periods = tuple(period.id for n in low if (period := work.values.periods[n]))
        title = scale.measure.title(work.definition.language)
        facts = {"measure": title, "periods": periods, "alpha": float(alpha[low].min())}
        place = work.definition.places.at("measures", scale.measure.id, "survey")
        if scale.survey.rubric:
            yield finding("assessors-disagree", place, **facts)
        else:
            told = None if np.isnan(listwise[low]).all() else float(np.nanmin(listwise[low]))
            yield finding("scale-unreliable", place, **facts, listwise=told, items=scale.survey.items)


def _returning(work: _More, baseline: Period, target: Period) -> Floats | None:
    """[measure, entity]: of those measures whose respondents are known and that have an error in both periods anywhere."""
    values = work.values
    sides = [values.periods.index(baseline), values.periods.index(target)]
    by_scan: dict[ScanKey, list[tuple[int, FromRows, Sampling]]] = {}
    for row, id in enumerate(values.measures):
        how = work.definition.measures[id].how
        if isinstance(how, FromRows) and how.sampling and how.window == "during" and how.per is None:
            known = work.definition.datasets[how.dataset].respondent in work.tables.tables[how.dataset].columns
            if known and (~np.isnan(values.se[row, sides])).all(axis=0).any():
                by_scan.setdefault(key(how, values.periods), []).append((row, how, how.sampling))
    if not by_scan:
        return None
    found = np.full((len(values.measures), len(values.entities)), np.nan)
    at = {entity: number for number, entity in enumerate(values.entities)}
    for which, measures in by_scan.items():
        scan, atoms = work.scanned[which]
        respondent = work.definition.datasets[scan.table.dataset].respondent
        assert respondent is not None
        assert work.tables.connection is not None
        samplings = [sampling for _, _, sampling in measures]
        answer = returning.ask(work.tables.connection, scan, respondent, samplings, baseline, target)
        work.queries.append(Query(scan.table.dataset, answer.sql))
        places = [at[entity] for entity in atoms.entities]
        pairs = []
        for row, how, sampling in measures:
            total = np.full((len(values.periods), len(values.entities)), np.nan)
            total[:, places] = atoms.values[uncertainty.total(sampling)]
            before, after = (
                returning.Side(values.value[row, n] / sampling.scale, total[n], values.n[row, n], _population(values, how)[n])
                for n in sides
            )
            pairs.append((before, after))
        told = returning.covariances(answer, scan, pairs, at)
        for (row, _, sampling), shared in zip(measures, told, strict=True):
            found[row] = shared * sampling.scale**2
    return found


def _population(values: Values, how: FromRows) -> Floats:
    """[period, entity], NaN where it is not known."""
    given = values.value[values.measures.index(how.population)] if isinstance(how.population, str) else how.population
    return np.broadcast_to(np.asarray(np.nan if given is None else given, float), values.value.shape[1:])
