"""A scan, run by DuckDB: rows placed in periods by a spine of days, grouped by entity, atoms worked out.

Enters: a `Scan` and a locked-down connection. Leaves: `Atoms`, an array [period, entity] for each aggregate, at every
level. Counts, sums and extremes are asked at the finest level and rolled up here; distinct counts, medians and the like
are computed from the rows at every level. The house's own names begin with @, which no column of a user's may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scorecard.periods import year_start
from scorecard.records.definition import Period
from scorecard.records.formula import PERIOD_NAMES, Aggregate, seen
from scorecard.values.plan import Scan

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Key = tuple[str | None, ...]
_ROWS = Aggregate("count")  # the rows of a window, whatever the filters: they say which entities there are
_ADDITIVE = ("count", "sum", "min", "max")


@dataclass(frozen=True)
class Atoms:
    """`values[aggregate]` is [period, key]; NaN where an engine would say NULL."""

    keys: tuple[Key, ...]  # of every level, () first
    values: dict[Aggregate, Array]
    queries: tuple[str, ...]


def run(connection: DuckDBPyConnection, scan: Scan) -> Atoms:
    """Raises duckdb.Error only where a table does not hold what `sources` promised."""
    additive = [_ROWS, *(a for a in scan.aggregates if a.function in _ADDITIVE and a != _ROWS)]
    queries = [_finest(scan, additive)]
    finest, cube = _ask(connection, queries[0], scan, len(additive))
    there = np.nan_to_num(cube[0]).any(axis=0)
    finest, cube = [key for key, has in zip(finest, there, strict=True) if has], cube[:, :, there]
    keys = tuple(sorted({key[:depth] for key in finest for depth in range(len(key) + 1)} | {()}, key=order))
    index = {key: position for position, key in enumerate(keys)}
    values = {a: _rolled_up(a, cube[number], finest, index) for number, a in enumerate(additive)}
    by_value: dict[str | None, list[Aggregate]] = {}  # distinct counts of one value together; None: all the others
    for aggregate in scan.aggregates:
        if aggregate.function not in _ADDITIVE:
            twice = aggregate.function == "count_distinct" and '"@' not in str(aggregate.argument)
            by_value.setdefault(aggregate.argument if twice else None, []).append(aggregate)
    for value, group in by_value.items():
        sql = _holistic(scan, group) if value is None else _distinct(scan, group)
        queries.append(sql)
        found, cube = _ask(connection, sql, scan, len(group), leveled=True)
        known = [position for position, key in enumerate(found) if key in index]
        for number, aggregate in enumerate(group):
            values[aggregate] = np.full((len(scan.periods), len(keys)), np.nan)
            values[aggregate][:, [index[found[position]] for position in known]] = cube[number][:, known]
    for aggregate, array in values.items():
        if aggregate.function in ("count", "count_distinct"):
            np.nan_to_num(array, copy=False)
    for aggregate, array in values.items():
        if aggregate.function == "sum":  # nothing to sum is 0; rows without a number are not
            array[(values[seen(aggregate)] == 0) & np.isnan(array)] = 0
    return Atoms(keys, values, tuple(queries))


def order(key: Key) -> tuple[int, tuple[tuple[bool, str], ...]]:
    """Level by level, by name, unassigned last."""
    return len(key), tuple((name is None, name or "") for name in key)


def _rolled_up(aggregate: Aggregate, finest: Array, keys: Sequence[Key], index: dict[Key, int]) -> Array:
    """[period, key of any level] from [period, finest key]; NaN where every part is."""
    combine, empty = {"min": (np.fmin, np.nan), "max": (np.fmax, np.nan)}.get(aggregate.function, (np.add, 0.0))
    total, told = np.full((len(index), len(finest)), empty), np.zeros((len(index), len(finest)), np.bool_)
    given = ~np.isnan(finest.T)
    parts = np.where(given, finest.T, empty)
    for depth in range(len(keys[0]) + 1 if keys else 0):
        above = np.array([index[key[:depth]] for key in keys], np.int64)
        combine.at(total, above, parts)
        np.logical_or.at(told, above, given)
    return np.ascontiguousarray(np.where(told, total, np.nan).T)


def _ask(
    connection: DuckDBPyConnection, sql: str, scan: Scan, count: int, leveled: bool = False
) -> tuple[list[Key], NDArray[np.float64]]:
    """The keys of a query's rows, each once, and its numbers as [aggregate, period, key].

    Of `during` a row is one period's; of the other windows it holds every period's columns, one after another."""
    result = connection.execute(sql).fetchnumpy()
    names = [result[f"@key{level}"] for level in range(len(scan.levels))]
    texts = [[None if hidden else str(text) for text, hidden in zip(n, np.ma.getmaskarray(n), strict=True)] for n in names]
    size = len(result["@0"])
    rows: list[Key] = list(zip(*texts, strict=True)) if texts else [()] * size
    if leveled:
        rows = [row[:depth] for row, depth in zip(rows, result["@depth"], strict=True)]
    keys = list(dict.fromkeys(rows))
    position = {key: number for number, key in enumerate(keys)}
    at = np.array([position[row] for row in rows], np.int64)
    cube = np.full((count, len(scan.periods), len(keys)), np.nan)
    for number in range(count):
        if _placed(scan):
            column = np.ma.filled(np.ma.asarray(result[f"@{number}"], np.float64), np.nan)
            cube[number, np.asarray(result["@period"], np.int64), at] = column
        else:
            for period in range(len(scan.periods)):
                column = np.ma.asarray(result[f"@{period * count + number}"], np.float64)
                cube[number, period, at] = np.ma.filled(column, np.nan)
    return keys, cube


def _placed(scan: Scan) -> bool:
    """Whether a row's date places it in periods, so that the period is a column; else each period filters the rows."""
    return scan.window == "during"


def _columns(scan: Scan, aggregates: Sequence[Aggregate]) -> list[Aggregate]:
    """A query's columns: each aggregate, for the windows that are no column once for each period, as written there."""
    if _placed(scan):
        return list(aggregates)
    found = []
    for number, period in enumerate(scan.periods):
        moments = _moments(scan, period)
        opened = () if scan.window == "all" else (f'"@in{number}"',)
        for aggregate in aggregates:
            argument = None if aggregate.argument is None else _dated(aggregate.argument, moments)
            where = (*opened, *(_dated(condition, moments) for condition in aggregate.where))
            found.append(replace(aggregate, argument=argument, where=where))
    return found


def _open(scan: Scan, period: Period | None) -> str:
    """Whether a row's life holds the first moment of the period, or the moment after its end."""
    if period is None or scan.valid is None:
        return "FALSE"
    start, end = (_name(column) for column in scan.valid)
    moment = _date(period.start if scan.window == "open_at_start" else period.end)
    return f"{start} < {moment} AND ({end} IS NULL OR {end} >= {moment})"


def _dated(sql: str, moments: dict[str, str]) -> str:
    """SQL with one period's own dates in it."""
    if '"@' in sql:  # no text of the author's holds these two characters: see formula.rows
        for name, text in moments.items():
            sql = sql.replace(f'"@{name}"', text)
    return sql


def _moments(scan: Scan, period: Period | None) -> dict[str, str]:
    """What each of the names that a formula may use for the period is, as SQL."""
    if period is None:
        return dict.fromkeys(PERIOD_NAMES, "NULL")
    told = (_date(period.start), _date(period.end), f"{period.days}e0", _date(year_start(period, scan.calendar)))
    return dict(zip(PERIOD_NAMES, told, strict=True))


def _from(scan: Scan, aggregates: Sequence[Aggregate]) -> str:
    """The rows of the scan: for `during` joined to a spine of days, which knows each day's periods; for the open_ windows
    with a flag for each period."""
    if scan.window == "all":
        return f"FROM {scan.table.relation}"
    if not _placed(scan):
        flags = [f'{_open(scan, period)} AS "@in{number}"' for number, period in enumerate(scan.periods)]
        return f"FROM (\n  SELECT {_listed(['*', *flags])}\n  FROM {scan.table.relation}\n)"
    assert scan.time is not None
    used = [n for n in PERIOD_NAMES if any(f'"@{n}"' in f"{a.argument} {a.where}" for a in aggregates)]
    lines = []
    for number, period in enumerate(scan.periods):
        assert period is not None
        moments = _moments(scan, period)
        lines.append(
            f"({', '.join([f'{number}::USMALLINT', _date(period.start), _date(period.end), *(moments[name] for name in used)])})"
        )
    named = "".join(f', "@{name}"' for name in used)
    values = ",\n    ".join(lines)
    return (
        f"FROM {scan.table.relation} AS r JOIN (\n"
        f'  SELECT "@period", CAST(UNNEST(RANGE("@first", "@end", INTERVAL 1 DAY)) AS DATE) AS "@day"{named}\n'
        f'  FROM (VALUES\n    {values}\n  ) AS p("@period", "@first", "@end"{named})\n'
        f') AS s ON CAST(r.{_name(scan.time)} AS DATE) = s."@day"'
    )


def _finest(scan: Scan, aggregates: Sequence[Aggregate]) -> str:
    head = (['"@period"'] if _placed(scan) else []) + [f'{_name(level)} AS "@key{n}"' for n, level in enumerate(scan.levels)]
    columns, rows = _called(scan, aggregates)
    grouped = "\nGROUP BY ALL" if head else ""
    return f"SELECT {_listed(head + columns)}\n{rows}{grouped}"


def _holistic(scan: Scan, aggregates: Sequence[Aggregate]) -> str:
    levels = [_name(level) for level in scan.levels]
    period = ['"@period"'] if _placed(scan) else []
    sets = [f"({', '.join(period + levels[:depth])})" for depth in range(len(levels) + 1)]
    depth = f"{len(levels)} - BIT_COUNT(GROUPING({', '.join(levels)}))" if levels else "0"
    head = [*period, *(f'{level} AS "@key{n}"' for n, level in enumerate(levels)), f'{depth} AS "@depth"']
    columns, rows = _called(scan, aggregates)
    return f"SELECT {_listed(head + columns)}\n{rows}\nGROUP BY GROUPING SETS ({', '.join(sets)})"


def _called(scan: Scan, aggregates: Sequence[Aggregate]) -> tuple[list[str], str]:
    """The columns of a query and its rows, to which each filter is added as a flag: worked out once, however many use it."""
    columns = [_counting(column) for column in _columns(scan, aggregates)]
    flags = {where: f'"@f{n}"' for n, where in enumerate(dict.fromkeys(column.where for column in columns if column.where))}
    rows = _from(scan, aggregates)
    if flags:
        named = [f"{_joined(where)} AS {flag}" for where, flag in flags.items()]
        rows = f"FROM (\nSELECT {_listed(['*', *named])}\n{rows}\n)"
    return [f'{_call(column, flags.get(column.where))} AS "@{n}"' for n, column in enumerate(columns)], rows


def _counting(aggregate: Aggregate) -> Aggregate:
    """A count of rows that have a value as COUNT of that value, which is cheaper than a filter."""
    if aggregate.function == "count":
        for condition in aggregate.where:
            value = condition.removeprefix("(").removesuffix(" IS NOT NULL)")
            if len(value) == len(condition) - len("( IS NOT NULL)"):
                return replace(aggregate, argument=value, where=tuple(c for c in aggregate.where if c != condition))
    return aggregate


def _distinct(scan: Scan, aggregates: Sequence[Aggregate]) -> str:
    """Distinct counts by grouping twice: once by the value itself with a flag for each filter, then counting. Several
    times as fast as COUNT(DISTINCT), and each coarser level goes on from the finer one's groups."""
    period = ['"@period"'] if _placed(scan) else []
    levels = [f'"@key{n}"' for n in range(len(scan.levels))]
    columns = _columns(scan, aggregates)
    head = [*period, *(f'{_name(level)} AS "@key{n}"' for n, level in enumerate(scan.levels))]
    value = str(aggregates[0].argument)
    filters = list(dict.fromkeys(column.where for column in columns))
    # A value that no filter lets through need not be grouped. Where one filter is in all others, it needs no flag either.
    least = next((where for where in filters if all(set(where) <= set(other) for other in filters)), None)
    counted = (f"{value} IS NOT NULL", *(least if least is not None else (f"({' OR '.join(map(_joined, filters))})",)))
    rest = {where: tuple(part for part in where if part not in (least or ())) for where in filters if where != least}
    flagged = {where: f'"@f{n}"' for n, where in enumerate(rest)}
    flags = [f"BOOL_OR({_joined(rest[where])}) AS {flag}" for where, flag in flagged.items()]
    named = _listed([*head, f'{value} AS "@value"', *flags])
    grouped = f"SELECT {named}\n{_from(scan, aggregates)}\nWHERE {_joined(counted)}\nGROUP BY ALL"
    steps = [f'"@d{len(levels)}" AS MATERIALIZED (\n{grouped})']
    merged = [f"BOOL_OR({flag}) AS {flag}" for flag in flagged.values()]
    held = [f" FILTER (WHERE {flagged[column.where]})" if column.where in flagged else "" for column in columns]
    counts = [f'COUNT(*){told} AS "@{n}"' for n, told in enumerate(held)]
    answers = []
    for depth in range(len(levels), -1, -1):
        if depth < len(levels):
            names = [*period, *levels[:depth], '"@value"', *merged]
            steps.append(f'"@d{depth}" AS MATERIALIZED (\nSELECT {", ".join(names)}\nFROM "@d{depth + 1}" GROUP BY ALL)')
        blank = [f"NULL AS {level}" for level in levels[depth:]]
        names = [*period, *levels[:depth], *blank, f'{depth} AS "@depth"', *counts]
        answers.append(f'SELECT {", ".join(names)} FROM "@d{depth}"' + (" GROUP BY ALL" if period or depth else ""))
    return f"WITH {', '.join(steps)}\n" + "\nUNION ALL\n".join(answers)


def _joined(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions)


def _call(aggregate: Aggregate, flag: str | None) -> str:
    argument, filtered = aggregate.argument, f" FILTER (WHERE {flag})" if flag else ""
    match aggregate.function:
        case "count":
            return f"COUNT({argument or '*'}){filtered}"
        case "count_distinct":
            return f"COUNT(DISTINCT {argument}){filtered}"
        case "sum":  # compensated summation: the order of rows and threads must not show in the last digits
            return f"FSUM({argument}){filtered}"
        case "quantile":
            return f"CAST(QUANTILE_CONT({argument}, {aggregate.parameter}){filtered} AS DOUBLE)"
        case "stddev":
            return f"CAST(STDDEV_SAMP({argument}){filtered} AS DOUBLE)"
        case function:
            return f"CAST({function.upper()}({argument}){filtered} AS DOUBLE)"


def _listed(columns: Sequence[str]) -> str:
    return ",\n  ".join(columns)


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _date(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
