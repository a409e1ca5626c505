"""Who answered in both periods: how the sampling errors of baseline and target hang together.

Enters: a scan of a dataset whose respondents are known, and its sampled measures. Leaves: for each the covariance of its two
values in every entity. To take those who return for strangers would make a change look less sure than it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import frexp, isfinite
from typing import TYPE_CHECKING, Any

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
_BITS = 40  # of a whole number that stands for a y or an x: products of two, added up over all people, stay below 127

Powers = tuple[int, int] | None
"""y and x are written as whole numbers, times two to these: their sums are the same in any order, see `engines.exact`. None: they
are not always finite, or too large, and are added up as they are, in one order."""


@dataclass(frozen=True, slots=True)
class Side:
    """A measure in one of the two periods, [entity] each; `population` NaN where it is not known."""

    ratio: Floats  # Σy / Σx
    total: Floats  # Σx
    n: Floats
    population: Floats


@dataclass(frozen=True, slots=True)
class Answer:
    sql: str
    columns: Mapping[str, NDArray[Any]]
    scales: Sequence[Powers]


def ask(
    connection: DuckDBPyConnection, scan: Scan, respondent: str, samplings: Sequence[Sampling], baseline: Period, target: Period
) -> Answer:
    """The sums over those who answered both times, for `covariances`."""
    import duckdb

    scales = powers(connection, scan, samplings)
    sql = query(scan, respondent, samplings, scales, baseline, target)
    try:
        return Answer(sql, connection.execute(sql).fetchnumpy(), scales)
    except (duckdb.ConversionException, duckdb.OutOfRangeException):  # millions of rows of one person
        scales = [None] * len(samplings)
        sql = query(scan, respondent, samplings, scales, baseline, target)
        return Answer(sql, connection.execute(sql).fetchnumpy(), scales)


def powers(connection: DuckDBPyConnection, scan: Scan, samplings: Sequence[Sampling]) -> list[Powers]:
    """Of each measure. Asks how large y and x can be where the survey's scale does not tell."""
    found: list[tuple[float | None, float | None]] = [_known(each) for each in samplings]
    asked = [n for n, most in enumerate(found) if None in most and '"@' not in samplings[n].y + samplings[n].x]
    if asked:
        most = listed([f"MAX(ABS({sql}))" for n in asked for sql in (samplings[n].y, samplings[n].x)])
        answer = connection.execute(f"SELECT {most}\nFROM {scan.table.relation}").fetchone() or ()
        for at, n in enumerate(asked):
            found[n] = answer[2 * at], answer[2 * at + 1]
    return [None if y is None or x is None or not isfinite(y + x) else (_power(y), _power(x)) for y, x in found]


def _known(sampling: Sampling) -> tuple[float | None, float | None]:
    """The greatest y and x."""
    if sampling.kind == "mean" and sampling.moments[1].ends is not None:
        return max(map(abs, sampling.moments[1].ends)), 1.0
    return {"share": (1.0, 1.0), "nps": (100.0, 1.0)}.get(sampling.kind, (None, None))


def _power(most: float) -> int:
    return min(_BITS - frexp(most)[1], 1000)


def query(
    scan: Scan, respondent: str, samplings: Sequence[Sampling], scales: Sequence[Powers], baseline: Period, target: Period
) -> str:
    """For every entity the sums over those who answered both times, each person's answers in a period taken together first."""
    assert scan.time is not None
    levels = [f'"@key{n}"' for n in range(len(scan.levels))]
    columns = [f"{name(level)} AS {key}" for level, key in zip(scan.levels, levels, strict=True)]
    sides = []
    for side, period in (("@before", baseline), ("@after", target)):
        day, told = f"CAST({name(scan.time)} AS DATE)", moments(scan, period)
        values = []
        for n, (sampling, scale) in enumerate(zip(samplings, scales, strict=True)):
            for which, sql, power in zip("yx", (sampling.y, sampling.x), scale or (None, None), strict=True):
                value = dated(sql, told)
                values.append(f'{value if power is None else _whole(value, power)} AS "@{which}{n}"')
        where = joined((f"{day} >= {on(period.start)}", f"{day} < {on(period.end)}", f"{name(respondent)} IS NOT NULL"))
        head = listed([f'{name(respondent)} AS "@who"', *columns, *values])
        sides.append(f'"{side}" AS MATERIALIZED (SELECT {head}\nFROM {scan.table.relation} WHERE {where})')
    answers = []
    for grouping in scan.groupings:
        at = [scan.levels.index(level) for level in grouping]
        own = ['"@who"', *(levels[n] for n in at)]
        persons = listed([*own, *(each for n, scale in enumerate(scales) for each in _person(n, scale))])
        a, b = (
            f'(SELECT {persons}\nFROM "{side}" GROUP BY {", ".join(own)}) AS {alias}'
            for side, alias in (("@before", "a"), ("@after", "b"))
        )
        keys = [f"a.{key}" if n in at else f"NULL AS {key}" for n, key in enumerate(levels)]
        same = ['a."@who" = b."@who"', *(f"a.{levels[n]} IS NOT DISTINCT FROM b.{levels[n]}" for n in at)]
        sums = [each for n, scale in enumerate(scales) for each in _sums(n, scale)]
        head = listed([*keys, f'{mask(scan.levels, grouping)}::UBIGINT AS "@mask"', *sums])
        group = f"\nGROUP BY {', '.join(keys[n] for n in at)}" if at else ""
        answers.append(f"SELECT {head}\nFROM {a}\nJOIN {b}\nON {joined(same)}{group}")
    return f"WITH {', '.join(sides)}\n" + "\nUNION ALL\n".join(answers)


def _whole(value: str, power: int) -> str:
    return f"CAST(({value}) * {2.0**power!r}::DOUBLE AS BIGINT)"


def _person(number: int, scale: Powers) -> list[str]:
    """What one person's answers add up to."""
    return [f"{_sum(value, scale)}{'::BIGINT' if scale else ''} AS {value}" for value in (f'"@y{number}"', f'"@x{number}"')]


def _sums(number: int, scale: Powers) -> list[str]:
    names = {f"{which}{side}": f'{alias}."@{which}{number}"' for which in "yx" for side, alias in (("0", "a"), ("1", "b"))}
    both = joined([f"({names[f'y{side}']} <> 0 OR {names[f'x{side}']} <> 0)" for side in "01"])
    found = []
    for at, text in enumerate(_SUMS):
        first, *second = (names[part] for part in text.split(" * "))
        value = " * ".join([f"{first}::HUGEINT" if scale and second else first, *second])
        found.append(f'CAST({_sum(value, scale)} FILTER (WHERE {both}) AS DOUBLE) AS "@{number}_{at}"')
    return [*found, f'COUNT(*) FILTER (WHERE {both}) AS "@{number}_n"']


def _sum(value: str, scale: Powers) -> str:
    return f"SUM({value})" if scale else f"SUM({value} ORDER BY {value})"


def covariances(answer: Answer, scan: Scan, sides: Sequence[tuple[Side, Side]], at: Mapping[Entity, int]) -> Iterator[Floats]:
    """For each measure of the query [entity]: the covariance of Σy/Σx in the two periods, from residuals y − R x; NaN where
    nobody returned. `sides`: of each measure baseline and target.

    Of a known population of N, n₀ n₁ / N would be drawn twice by chance alone, without any covariance: what m who return tell is
    multiplied by 1 − n₀ n₁ / (m N), which is 1 − n/N where the same n answer twice. Sources: L. Kish, Survey Sampling (1965),
    section 12.4; K. M. Wolter, Introduction to Variance Estimation (2007), chapter 6; S. M. Tam, On covariances from overlapping
    samples (The American Statistician 38, 1984)."""
    told = answer.columns
    masks = {mask(scan.levels, grouping): grouping for grouping in scan.groupings}
    keys = [np.ma.asarray(told[f"@key{n}"]) for n in range(len(scan.levels))]
    hidden = [np.ma.getmaskarray(key) for key in keys]
    places = []
    for row, which in enumerate(np.asarray(told["@mask"]).tolist()):
        levels = [scan.levels.index(level) for level in masks[which]]
        name_of = tuple(None if hidden[n][row] else str(keys[n][row]) for n in levels)
        places.append(at.get(Entity(name_of, masks[which]), -1))
    rows = np.array(places, np.int64)
    known = rows >= 0
    for number, ((before, after), scale) in enumerate(zip(sides, answer.scales, strict=True)):
        y, x = scale or (0, 0)
        sums = [np.ma.filled(np.ma.asarray(told[f"@{number}_{n}"]).astype(float), 0.0)[known] for n in range(len(_SUMS))]
        shifts = (y, x, y, x, 2 * y, y + x, y + x, 2 * x)
        y0, x0, y1, x1, yy, yx, xy, xx = (np.ldexp(each, -shift) for each, shift in zip(sums, shifts, strict=True))
        both = np.ma.filled(np.ma.asarray(told[f"@{number}_n"]), 0)[known]
        r0, t0, n0, all0, r1, t1, n1, all1 = (
            each[rows[known]] for side in (before, after) for each in (side.ratio, side.total, side.n, side.population)
        )
        shared = overlap_covariance(t0, t1, both, y0 - r0 * x0, y1 - r1 * x1, yy - r1 * yx - r0 * xy + r0 * r1 * xx)
        with np.errstate(divide="ignore", invalid="ignore"):
            left = 1 - n0 * n1 / (both * np.sqrt(all0 * all1))
        array = np.full(len(at), np.nan)
        array[rows[known]] = np.where(both > 1, shared * np.where(np.isfinite(left), left, 1.0), np.nan)
        yield array
