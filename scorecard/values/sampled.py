"""What only surveys and samples need, asked once the values are known: whether items measure one thing, and who answered twice.

Enters: a Definition, its Tables, each scan's atoms, the Values. Leaves: the Values with covariances and reliabilities, the
queries, findings about scales that do not hang together and assessors who do not agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    Pairs = Mapping[tuple[int, int], tuple[Aggregate, Aggregate, Aggregate, Aggregate]]

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

    def items(self) -> list[Aggregate]:
        """How many answered each item, and lastly all of them."""
        conditions = (*person_items(self.survey), complete(self.survey))
        return [Aggregate("count", where=together(self.survey.where, (each,))) for each in conditions]

    def levels(self) -> list[list[Aggregate]]:
        """How many chose each level of the rubric, by item."""
        return [
            [
                Aggregate("count", where=together(self.survey.where, (level(self.survey, item, each),)))
                for each in sorted(self.survey.rubric)
            ]
            for item in self.survey.items
        ]

    def counts(self) -> list[Aggregate]:
        return [count for item in self.levels() for count in item] if self.survey.rubric else self.items()

    def pairs(self, *, alike: bool) -> Pairs:
        among = (complete(self.survey),) if alike else ()
        return pairs(self.survey, together(self.survey.where, among), alike=alike)


def sampled(
    definition: Definition, tables: Tables, scanned: Scanned, values: Values, baseline: Period | None, target: Period | None
) -> tuple[Values, tuple[Query, ...], tuple[Problem, ...]]:
    """Nothing is asked where no survey has several items or assessors and nothing is sampled."""
    work = _More(definition, tables, scanned, values)
    problems: list[Problem] = []
    if scales := list(_scales(work)):
        alphas, listwise = _reliability(work, scales)
        values = replace(values, reliability=alphas, listwise=listwise)
        judged = dict.fromkeys((baseline, target) if target else values.periods)
        shown = [values.periods.index(period) for period in judged if period in values.periods]
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


def _ask(work: _More, wanted: Iterable[tuple[ScanKey, Iterable[Aggregate]]]) -> dict[tuple[ScanKey, Aggregate], Floats]:
    """[period] of each aggregate, in total; a query for each scan."""
    asked: dict[ScanKey, dict[Aggregate, None]] = {}
    for which, aggregates in wanted:
        asked.setdefault(which, {}).update(dict.fromkeys(part for aggregate in aggregates for part in parts(aggregate)))
    found: dict[tuple[ScanKey, Aggregate], Floats] = {}
    for which, atoms in asked.items():
        scan, _ = work.scanned[which]
        assert work.tables.connection is not None
        answer = duckdb.run(work.tables.connection, replace(scan, groupings=((),), aggregates=tuple(atoms)))
        work.queries += [Query(scan.table.dataset, sql) for sql in answer.queries]
        found |= {(which, aggregate): array[:, 0] for aggregate, array in answer.values.items()}
    return found


def _reliability(work: _More, scales: Sequence[_Scale]) -> tuple[Floats, Floats]:
    """Cronbach's α, of assessors r_wg, and α over those only who answered all: [measure, period]. None is told of a value that
    is withheld."""
    values = work.values
    alphas, listwise = (np.full((len(values.measures), len(values.periods)), np.nan) for _ in range(2))
    counts = _ask(work, ((each.scan, each.counts()) for each in scales))
    # Where nobody left an item out, no pair differs from the others, and α by pairs is α over complete answers.
    gaps = {
        each.row: any((counts[each.scan, count] != counts[each.scan, each.items()[-1]]).any() for count in each.items())
        for each in scales
        if not each.survey.rubric
    }
    sets = {
        (each.row, alike): each.pairs(alike=alike)
        for each in scales
        if each.row in gaps
        for alike in (True, False)
        if alike or gaps[each.row]
    }
    at = {each.row: each for each in scales}
    sums = _ask(work, ((at[row].scan, (one for pair in asked.values() for one in pair)) for (row, _), asked in sets.items()))
    for each in scales:
        if each.survey.rubric:
            alphas[each.row] = _agreement(each, counts)
        else:
            enough = counts[each.scan, each.items()[-1]] >= each.how.least
            whole = _alpha(each, sets[each.row, True], sums)
            alphas[each.row] = _alpha(each, sets[each.row, False], sums) if gaps[each.row] else whole
            listwise[each.row] = np.where(enough, whole, np.nan)
    withheld = values.reason[:, :, 0] != 0
    return np.where(withheld, np.nan, alphas), np.where(withheld, np.nan, listwise)


def _alpha(scale: _Scale, asked: Pairs, sums: Mapping[tuple[ScanKey, Aggregate], Floats]) -> Floats:
    """α [period] from the covariances of all pairs of items."""
    size, periods = len(scale.survey.items), len(next(iter(sums.values())))
    n, s, p = (np.zeros((periods, size, size)) for _ in range(3))
    for (i, j), pair in asked.items():
        count, first, second, product = (sums[scale.scan, each] for each in pair)
        n[:, i, j] = n[:, j, i] = count
        s[:, i, j], s[:, j, i] = first, second
        p[:, i, j] = p[:, j, i] = product
    return reliability.alpha(reliability.pairwise_covariance(n, s, p))


def _agreement(scale: _Scale, counts: Mapping[tuple[ScanKey, Aggregate], Floats]) -> Floats:
    """r_wg [period], the mean over the items that two assessors or more have judged."""
    by_item = [
        reliability.agreement(np.stack([counts[scale.scan, count] for count in item], axis=-1), len(item))
        for item in scale.levels()
    ]
    told = (~np.isnan(by_item)).sum(axis=0)
    return np.where(told > 0, np.nansum(by_item, axis=0) / np.maximum(told, 1), np.nan)


def _doubtful(work: _More, scale: _Scale, alpha: Floats, listwise: Floats, shown: Sequence[int]) -> Iterator[Problem]:
    low = [n for n in shown if alpha[n] < LEAST_RELIABLE]
    if low:
        periods = tuple(period.id for n in low if (period := work.values.periods[n]))
        title = scale.measure.title(work.definition.language)
        facts = {"measure": title, "periods": periods, "alpha": f"{alpha[low].min():.2f}"}
        place = work.definition.places.at("measures", scale.measure.id, "survey")
        if scale.survey.rubric:
            yield finding("assessors-disagree", place, **facts)
        else:
            told = "" if np.isnan(listwise[low]).all() else f"{np.nanmin(listwise[low]):.2f}"
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
