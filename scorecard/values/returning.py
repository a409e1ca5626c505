"""Who answered in both periods: how the sampling errors of baseline and target hang together.

Enters: a scan of a dataset whose respondents are known, and its sampled measures. Leaves: for each the covariance of its two
values in every entity. To take those who return for strangers would make a change look less sure than it is.

The engine finds who returned and hands over what they said, in one order; the sums over pairs of answers are made here, for as
aggregates they would be nine for each measure and each grouping, and planning them takes longer than adding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scorecard.records.definition import Period
from scorecard.records.formula import Sampling
from scorecard.records.values import Entity
from scorecard.statistics.sampling import overlap_covariance
from scorecard.values.engines.sql import dated, joined, listed, moments, name, on
from scorecard.values.plan import Scan

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """A measure in one of the two periods, [entity] each; `population` NaN where it is not known."""

    ratio: Floats  # Σy / Σx
    total: Floats  # Σx
    n: Floats
    population: Floats


@dataclass(frozen=True, slots=True)
class Answers:
    """What those said who answered in both periods: a row for each response. y and x as `Sampling` has them."""

    sql: str
    person: Numbers
    after: NDArray[np.bool_]  # whether it is the target's
    keys: Sequence[NDArray[Any]]  # by level, None where the data leave it blank
    y: Sequence[Floats]  # by measure
    x: Sequence[Floats]


def ask(
    connection: DuckDBPyConnection, scan: Scan, respondent: str, samplings: Sequence[Sampling], baseline: Period, target: Period
) -> Answers:
    sql = query(scan, respondent, samplings, baseline, target)
    told = connection.execute(sql).fetchnumpy()

    def column(called: str) -> Any:
        return np.ma.asarray(told[called])

    keys = []
    for number in range(len(scan.levels)):
        texts = column(f"@key{number}")
        keys.append(np.array([None if hidden else str(t) for t, hidden in _cells(texts)], object))
    y, x = ([np.ma.filled(column(f"@{which}{n}").astype(float), 0.0) for n in range(len(samplings))] for which in "yx")
    return Answers(sql, np.asarray(told["@person"], np.int64), np.asarray(told["@after"], bool), keys, y, x)


def query(scan: Scan, respondent: str, samplings: Sequence[Sampling], baseline: Period, target: Period) -> str:
    assert scan.time is not None
    day = f"CAST({name(scan.time)} AS DATE)"
    keys = [f'"@key{n}"' for n in range(len(scan.levels))]
    sides = []
    for period in (baseline, target):
        told = moments(scan, period)
        values = [
            f'CAST({dated(sql, told)} AS DOUBLE) AS "@{which}{n}"'
            for n, each in enumerate(samplings)
            for which, sql in (("y", each.y), ("x", each.x))
        ]
        where = joined((f"{day} >= {on(period.start)}", f"{day} < {on(period.end)}", f"{name(respondent)} IS NOT NULL"))
        own = [f"{name(level)} AS {key}" for level, key in zip(scan.levels, keys, strict=True)]
        head = listed([f'{name(respondent)} AS "@who"', f'{period is target} AS "@after"', *own, *values])
        sides.append(f"SELECT {head}\nFROM {scan.table.relation} WHERE {where}")
    both = '(SELECT "@who" FROM "@all" GROUP BY "@who" HAVING BOOL_OR("@after") AND NOT BOOL_AND("@after"))'
    person = f'(SELECT "@who", ROW_NUMBER() OVER (ORDER BY "@who") AS "@person" FROM {both})'
    columns = [f'"@{which}{n}"' for n in range(len(samplings)) for which in "yx"]
    return (
        f'WITH "@all" AS MATERIALIZED (\n{sides[0]}\nUNION ALL\n{sides[1]}\n)\n'
        f'SELECT {listed(["""p."@person" """.strip(), """a."@after" """.strip(), *keys, *columns])}\n'
        f'FROM "@all" AS a JOIN {person} AS p ON a."@who" = p."@who"\nORDER BY ALL'
    )


def covariances(answers: Answers, scan: Scan, sides: Sequence[tuple[Side, Side]], at: Mapping[Entity, int]) -> Iterator[Floats]:
    """For each measure [entity]: the covariance of Σy/Σx in the two periods, from residuals y − R x; NaN where nobody returned.
    `sides`: of each measure baseline and target. What one person says in an entity and a period is taken together first.

    Of a known population of N, n₀ n₁ / N would be drawn twice by chance alone, without any covariance: what m who return tell is
    multiplied by 1 − n₀ n₁ / (m N), which is 1 − n/N where the same n answer twice. Sources: L. Kish, Survey Sampling (1965),
    section 12.4; K. M. Wolter, Introduction to Variance Estimation (2007), chapter 6; S. M. Tam, On covariances from overlapping
    samples (The American Statistician 38, 1984)."""
    matches = [_matched(answers, scan, grouping, at) for grouping in scan.groupings]
    for (before, after), y, x in zip(sides, answers.y, answers.x, strict=True):
        array = np.full(len(at), np.nan)
        for entity, of, count in matches:
            (y0, x0), (y1, x1) = ((_sums(y, row, count), _sums(x, row, count)) for row in of)
            both = ((y0 != 0) | (x0 != 0)) & ((y1 != 0) | (x1 != 0))
            where = entity[both]
            r0, r1 = before.ratio[where], after.ratio[where]
            u0, u1 = y0[both] - r0 * x0[both], y1[both] - r1 * x1[both]
            size = len(at)
            m = np.bincount(where, minlength=size).astype(float)
            s0, s1, s01 = (np.bincount(where, each, size) for each in (u0, u1, u0 * u1))
            shared = overlap_covariance(before.total, after.total, m, s0, s1, s01)
            with np.errstate(divide="ignore", invalid="ignore"):
                left = 1 - before.n * after.n / (m * np.sqrt(before.population * after.population))
            array = np.where(m > 1, shared * np.where(np.isfinite(left), left, 1.0), array)
        yield array


Matched = tuple["Numbers", tuple["Numbers", "Numbers"], int]
"""The entity of each person in it who answered both times; for baseline and target, which of these each response belongs to,
`count` for none; and how many these are."""


def _matched(answers: Answers, scan: Scan, grouping: tuple[str, ...], at: Mapping[Entity, int]) -> Matched:
    """Those who answered both times in the same entity of a grouping."""
    levels = [answers.keys[scan.levels.index(level)] for level in grouping]
    known: dict[tuple[Any, ...], int] = {}
    told = zip(*levels, strict=True) if levels else iter([()] * len(answers.person))
    entity = np.array([known.setdefault(key, at.get(Entity(key, grouping), -1)) for key in told], np.int64)
    pair = answers.person * (len(at) + 1) + entity
    there = [np.unique(pair[(answers.after == side) & (entity >= 0)]) for side in (False, True)]
    both = np.intersect1d(there[0], there[1], assume_unique=True)
    place = np.searchsorted(both, pair)
    found = (place < len(both)) & (entity >= 0)
    found[found] = both[place[found]] == pair[found]
    rows = [np.where(found & (answers.after == side), place, len(both)) for side in (False, True)]
    return both % (len(at) + 1), (rows[0], rows[1]), len(both)


def _sums(values: Floats, of: Numbers, count: int) -> Floats:
    return np.bincount(of, values, count + 1)[:count].astype(np.float64)


def _cells(texts: Any) -> Iterator[tuple[Any, bool]]:
    return zip(np.asarray(texts.data).tolist(), np.ma.getmaskarray(texts).tolist(), strict=True)
