"""Who answered in both periods: how the sampling errors of baseline and target hang together.

Enters: a scan of a dataset whose respondents are known, and its sampled measures. Leaves: for each the covariance of its two
values in every entity. To take those who return for strangers would make a change look less sure than it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scorecard.records.definition import Period
from scorecard.records.formula import Sampling
from scorecard.records.values import Entity
from scorecard.statistics.sampling import overlap_covariance
from scorecard.values.engines.sql import dated, joined, listed, mask, moments, name, on
from scorecard.values.plan import Scan

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SUMS = ("y0", "x0", "y1", "x1", "y0 * y1", "y0 * x1", "x0 * y1", "x0 * x1")
_WHOLE = ("share", "nps")
"""Kinds whose y and x are whole numbers: their sums are exact in any order."""


@dataclass(frozen=True, slots=True)
class Side:
    """A measure in one of the two periods, [entity] each; `population` NaN where it is not known."""

    ratio: Floats  # Σy / Σx
    total: Floats  # Σx
    n: Floats
    population: Floats


def query(scan: Scan, respondent: str, samplings: Sequence[Sampling], baseline: Period, target: Period) -> str:
    """For every entity the sums over those who answered both times, each person's answers in a period taken together first."""
    assert scan.time is not None
    levels = [f'"@key{n}"' for n in range(len(scan.levels))]
    columns = [f"{name(level)} AS {key}" for level, key in zip(scan.levels, levels, strict=True)]
    sides = []
    for side, period in (("@before", baseline), ("@after", target)):
        day, told = f"CAST({name(scan.time)} AS DATE)", moments(scan, period)
        values = [
            f'{dated(sql, told)} AS "@{which}{n}"'
            for n, each in enumerate(samplings)
            for which, sql in (("y", each.y), ("x", each.x))
        ]
        where = joined((f"{day} >= {on(period.start)}", f"{day} < {on(period.end)}", f"{name(respondent)} IS NOT NULL"))
        head = listed([f'{name(respondent)} AS "@who"', *columns, *values])
        sides.append(f'"{side}" AS MATERIALIZED (SELECT {head}\nFROM {scan.table.relation} WHERE {where})')
    answers = []
    for grouping in scan.groupings:
        at = [scan.levels.index(level) for level in grouping]
        own = ['"@who"', *(levels[n] for n in at)]
        persons = listed([*own, *(each for n, sampling in enumerate(samplings) for each in _person(n, sampling))])
        a, b = (
            f'(SELECT {persons}\nFROM "{side}" GROUP BY {", ".join(own)}) AS {alias}'
            for side, alias in (("@before", "a"), ("@after", "b"))
        )
        keys = [f"a.{key}" if n in at else f"NULL AS {key}" for n, key in enumerate(levels)]
        same = ['a."@who" = b."@who"', *(f"a.{levels[n]} IS NOT DISTINCT FROM b.{levels[n]}" for n in at)]
        sums = [each for n, sampling in enumerate(samplings) for each in _sums(n, sampling)]
        head = listed([*keys, f'{mask(scan.levels, grouping)}::UBIGINT AS "@mask"', *sums])
        group = f"\nGROUP BY {', '.join(keys[n] for n in at)}" if at else ""
        answers.append(f"SELECT {head}\nFROM {a}\nJOIN {b}\nON {joined(same)}{group}")
    return f"WITH {', '.join(sides)}\n" + "\nUNION ALL\n".join(answers)


def _person(number: int, sampling: Sampling) -> list[str]:
    """What one person's answers add up to."""
    return [f"{_sum(value, sampling)} AS {value}" for value in (f'"@y{number}"', f'"@x{number}"')]


def _sums(number: int, sampling: Sampling) -> list[str]:
    names = {f"{which}{side}": f'{alias}."@{which}{number}"' for which in "yx" for side, alias in (("0", "a"), ("1", "b"))}
    both = joined([f"({names[f'y{side}']} <> 0 OR {names[f'x{side}']} <> 0)" for side in "01"])
    products = (" * ".join(names[part] for part in text.split(" * ")) for text in _SUMS)
    found = [f'{_sum(value, sampling)} FILTER (WHERE {both}) AS "@{number}_{at}"' for at, value in enumerate(products)]
    return [*found, f'COUNT(*) FILTER (WHERE {both}) AS "@{number}_n"']


def _sum(value: str, sampling: Sampling) -> str:
    """In one order where the last digits hang on it."""
    return f"SUM({value})" if sampling.kind in _WHOLE else f"SUM({value} ORDER BY {value})"


def covariances(
    connection: DuckDBPyConnection, sql: str, scan: Scan, sides: Sequence[tuple[Side, Side]], at: Mapping[Entity, int]
) -> Iterator[Floats]:
    """For each measure of the query [entity]: the covariance of Σy/Σx in the two periods, from residuals y − R x; NaN where
    nobody returned. `sides`: of each measure baseline and target.

    Of a known population of N, n₀ n₁ / N would be drawn twice by chance alone, without any covariance: what m who return tell is
    multiplied by 1 − n₀ n₁ / (m N), which is 1 − n/N where the same n answer twice. Sources: L. Kish, Survey Sampling (1965),
    section 12.4; K. M. Wolter, Introduction to Variance Estimation (2007), chapter 6; S. M. Tam, On covariances from overlapping
    samples (The American Statistician 38, 1984)."""
    answer = connection.execute(sql).fetchnumpy()
    masks = {mask(scan.levels, grouping): grouping for grouping in scan.groupings}
    keys = [np.ma.asarray(answer[f"@key{n}"]) for n in range(len(scan.levels))]
    hidden = [np.ma.getmaskarray(key) for key in keys]
    places = []
    for row, which in enumerate(np.asarray(answer["@mask"]).tolist()):
        levels = [scan.levels.index(level) for level in masks[which]]
        name_of = tuple(None if hidden[n][row] else str(keys[n][row]) for n in levels)
        places.append(at.get(Entity(name_of, masks[which]), -1))
    rows = np.array(places, np.int64)
    known = rows >= 0
    for number, (before, after) in enumerate(sides):
        sums = [np.ma.filled(np.ma.asarray(answer[f"@{number}_{n}"]).astype(float), 0.0)[known] for n in range(len(_SUMS))]
        y0, x0, y1, x1, yy, yx, xy, xx = sums
        both = np.ma.filled(np.ma.asarray(answer[f"@{number}_n"]), 0)[known]
        r0, t0, n0, all0, r1, t1, n1, all1 = (
            each[rows[known]] for side in (before, after) for each in (side.ratio, side.total, side.n, side.population)
        )
        shared = overlap_covariance(t0, t1, both, y0 - r0 * x0, y1 - r1 * x1, yy - r1 * yx - r0 * xy + r0 * r1 * xx)
        with np.errstate(divide="ignore", invalid="ignore"):
            left = 1 - n0 * n1 / (both * np.sqrt(all0 * all1))
        array = np.full(len(at), np.nan)
        array[rows[known]] = np.where(both > 1, shared * np.where(np.isfinite(left), left, 1.0), np.nan)
        yield array
