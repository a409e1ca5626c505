"""A scan's SQL for DuckDB: rows placed in periods, grouped by entity, an aggregate in each column.

Enters: a `Scan`. Leaves: SQL. A date places a row by a spine of days that is joined to it; of the other windows each period is a
set of columns of its own. The house's own names begin with @, which no column of a user's may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scorecard.periods import year_start
from scorecard.records.definition import Period
from scorecard.records.formula import PERIOD_NAMES, Aggregate
from scorecard.values.engines.exact import Scale, summed

if TYPE_CHECKING:
    from scorecard.values.plan import Scan
    from scorecard.values.windows import Interval

Grouping = tuple[str, ...]
_BITS = 31  # of a whole number of the engine's usual type


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query reads: `sql` from FROM on. `period`: the column that tells a row's period (or piece), or columns by each of
    which rows are grouped in turn; without any there are columns for each period, a flag `"@in…"` opening them."""

    sql: str
    period: tuple[str, ...] = ()


def spine(scan: Scan, intervals: Sequence[Interval], names: Sequence[str]) -> Rows:
    """Rows joined to the days of the intervals, whose number is `"@period"`; a row of overlapping ones is there once for each.

    Where intervals have no start, all earlier days count as the one before the first end. `names` of the period go along;
    the intervals are then the periods'."""
    assert scan.time is not None
    day = f"CAST(r.{name(scan.time)} AS DATE)"
    first = min((each.end for each in intervals if each.start is None), default=None)
    if first is not None:
        first -= timedelta(1)
        day = f"CASE WHEN {day} < {on(first)} THEN {on(first)} ELSE {day} END"
    lines = []
    for number, each in enumerate(intervals):
        told = [moments(scan, scan.periods[number])[n] for n in names] if names else []
        start = each.start or first
        assert start is not None
        lines.append(f"({', '.join([f'{number}::USMALLINT', on(start), on(each.end), *told])})")
    named = "".join(f', "@{n}"' for n in names)
    values = ",\n    ".join(lines)
    return Rows(
        f"FROM {scan.table.relation} AS r JOIN (\n"
        f'  SELECT "@period", CAST(UNNEST(RANGE("@first", "@end", INTERVAL 1 DAY)) AS DATE) AS "@day"{named}\n'
        f'  FROM (VALUES\n    {values}\n  ) AS p("@period", "@first", "@end"{named})\n'
        f') AS s ON {day} = s."@day"',
        ('"@period"',),
    )


def flagged(scan: Scan) -> Rows:
    """Rows with a flag for each period that says whether their life holds its moment; of the window `all`, just the rows."""
    if scan.window == "all":
        return Rows(f"FROM {scan.table.relation}")
    flags = [f'{_open(scan, _moment(scan, period))} AS "@in{number}"' for number, period in enumerate(scan.periods)]
    return Rows(f"FROM (\n  SELECT {listed(['*', *flags])}\n  FROM {scan.table.relation}\n)")


def events(scan: Scan) -> tuple[Rows, int, list[tuple[int, ...]]]:
    """Rows whose life holds some period's moment, by the first that it holds and by the one after the last; how many pieces of
    time that makes; and for each period the pieces to add up, from and to, and those to take off."""
    assert scan.valid is not None
    moments = sorted({_moment(scan, period) for period in scan.periods})
    size, (start, end) = len(moments), (name(column) for column in scan.valid)
    first, after = (
        " ".join(f"WHEN {column} < {moment} THEN {number}" for number, moment in enumerate(moments, start))
        for column, start in ((start, 0), (end, size))
    )
    rows = (
        f'FROM (\n  SELECT *,\n  (CASE {first} ELSE {size} END)::USMALLINT AS "@first",\n'
        f'  (CASE {after} ELSE {2 * size} END)::USMALLINT AS "@after"\n  FROM {scan.table.relation}\n)\n'
        f'WHERE "@first" + {size} < "@after"'
    )
    places = [moments.index(_moment(scan, period)) + 1 for period in scan.periods]
    return Rows(rows, ('"@first"', '"@after"')), 2 * size + 1, [(0, place, size, size + place) for place in places]


def repeated(scan: Scan, names: Sequence[str]) -> Rows:
    """Rows once for each period whose window holds them, numbered by `"@period"`: for what must be grouped within a period."""
    if scan.time:
        return spine(scan, scan.intervals, names)
    lines = []
    for number, period in enumerate(scan.periods):
        told = [moments(scan, period)[n] for n in names]
        lines.append(f"({', '.join([f'{number}::USMALLINT', _moment(scan, period), *told])})")
    named = "".join(f', "@{n}"' for n in names)
    condition = "TRUE" if scan.window == "all" else _open(scan, 's."@moment"')
    values = f'(VALUES\n    {", ".join(lines)}\n) AS s("@period", "@moment"{named})'
    return Rows(f"FROM {scan.table.relation} AS r JOIN {values} ON {condition}", ('"@period"',))


def additive(
    scan: Scan, rows: Rows, aggregates: Sequence[Aggregate], sets: Sequence[Grouping], scales: Mapping[str, Scale | None]
) -> str:
    """Each aggregate for each period and each entity of the groupings `sets`; a sum as its two halves (`exact.summed`)."""
    head, grouped = _grouped(scan, rows, sets)
    columns, source = _called(scan, rows, aggregates, scales)
    return f"SELECT {listed(head + columns)}\n{source}{grouped}"


def distinct(scan: Scan, rows: Rows, aggregates: Sequence[Aggregate]) -> str:
    """Distinct counts of one value, by grouping twice: once by the value itself with a flag for each filter, then counting.
    Several times as fast as COUNT(DISTINCT), and each coarser grouping goes on from a finer one's groups."""
    period = ['"@period"'] if rows.period else []
    key = {level: f'"@key{n}"' for n, level in enumerate(scan.levels)}
    columns = columns_of(scan, rows, aggregates)
    value = str(aggregates[0].argument)
    filters = list(dict.fromkeys(column.where for column in columns))
    # A value that no filter lets through need not be grouped. Where one filter is in all others, it needs no flag either.
    least = next((where for where in filters if all(set(where) <= set(other) for other in filters)), None)
    rest = {where: tuple(part for part in where if part not in (least or ())) for where in filters if where != least}
    # Flags stand together as the bits of whole numbers: or-ing these is cheaper than or-ing flags one by one.
    bits = {where: (f'"@f{n // _BITS}"', n % _BITS) for n, where in enumerate(rest)}
    flags: dict[str, list[str]] = {}
    for where, (flag, bit) in bits.items():
        flags.setdefault(flag, []).append(f"CASE WHEN {joined(rest[where])} THEN {1 << bit} ELSE 0 END")
    whole = [f"{' | '.join(parts)} AS {flag}" for flag, parts in flags.items()]
    source = f"FROM (\nSELECT {listed(['*', *whole])}\n{rows.sql}\n)" if whole else rows.sql
    counted = (f"{value} IS NOT NULL", *(least if least is not None else (f"({' OR '.join(f'{flag} <> 0' for flag in flags)})",)))
    later = ['"@value"', *(f"BIT_OR({flag}) AS {flag}" for flag in flags)]
    first = [f'{value} AS "@value"', *later[1:]]
    held = [bits.get(column.where) for column in columns]
    counts = [(f"SUM(({bit[0]} >> {bit[1]}) & 1)" if bit else "COUNT(*)") + f' AS "@{n}"' for n, bit in enumerate(held)]
    steps, answers, done = [], list[str](), dict[Grouping, str]()
    for grouping in sorted(scan.groupings, key=len, reverse=True):
        step = f'"@d{len(done)}"'
        finer = next((each for each in reversed(done) if set(grouping) <= set(each)), None)
        if finer is None:
            named = [*period, *(f"{name(level)} AS {key[level]}" for level in grouping), *first]
            sql = f"SELECT {listed(named)}\n{source}\nWHERE {joined(counted)}\nGROUP BY ALL"
        else:
            sql = f"SELECT {', '.join([*period, *(key[level] for level in grouping), *later])}\nFROM {done[finer]} GROUP BY ALL"
        steps.append(f"{step} AS MATERIALIZED (\n{sql})")
        keys = [key[level] if level in grouping else f"NULL AS {key[level]}" for level in scan.levels]
        names = [*period, *keys, f'{mask(scan.levels, grouping)}::UBIGINT AS "@mask"', *counts]
        answers.append(f"SELECT {', '.join(names)} FROM {step}" + (" GROUP BY ALL" if period or grouping else ""))
        done[grouping] = step
    return f"WITH {', '.join(steps)}\n" + "\nUNION ALL\n".join(reversed(answers))


def made_one(scan: Scan) -> str:
    """A row for each value of the key of `per`, within each period and each entity of every grouping."""
    assert scan.per is not None
    per = scan.per
    names = used((*per.columns.values(), *per.where, *(f"{a.argument} {a.where}" for a in scan.aggregates)))
    rows = repeated(scan, names)
    levels, told = [f'"@key{n}"' for n in range(len(scan.levels))], ['"@period"', *(f'"@{n}"' for n in names)]
    keys = [*(f"{name(level)} AS {key}" for level, key in zip(scan.levels, levels, strict=True)), f'{name(per.key)} AS "@per"']
    where = joined((f"{name(per.key)} IS NOT NULL", *per.where))
    sets = [[*told, *(levels[scan.levels.index(column)] for column in each), '"@per"'] for each in scan.groupings]
    head = [*told, *levels, f'{_mask(levels)} AS "@mask"', f'"@per" AS {name(per.key)}']
    columns = [f"{sql} AS {name(column)}" for column, sql in per.columns.items()]
    source = f"FROM (\nSELECT {listed(['*', *keys])}\n{rows.sql}\nWHERE {where}\n)"
    grouped = ", ".join("(" + ", ".join(each) + ")" for each in sets)
    return f"SELECT {listed(head + columns)}\n{source}\nGROUP BY GROUPING SETS ({grouped})"


def over_groups(scan: Scan, relation: str, aggregates: Sequence[Aggregate], scales: Mapping[str, Scale | None]) -> str:
    """The aggregates over the rows that `made_one` made, which stand in `relation`."""
    rows = Rows(f"FROM {relation}", ('"@period"',))
    head = ['"@period"', *(f'"@key{n}"' for n in range(len(scan.levels))), '"@mask"']
    columns, source = _called(scan, rows, aggregates, scales)
    return f"SELECT {listed(head + columns)}\n{source}\nGROUP BY ALL"


def columns_of(scan: Scan, rows: Rows, aggregates: Sequence[Aggregate]) -> list[Aggregate]:
    """A query's columns: each aggregate, or for rows without a period each once for each period, as written there."""
    if rows.period:
        return list(aggregates)
    found = []
    for number, period in enumerate(scan.periods):
        told = moments(scan, period)
        opened = () if scan.window == "all" else (f'"@in{number}"',)
        for aggregate in aggregates:
            argument = None if aggregate.argument is None else dated(aggregate.argument, told)
            where = (*opened, *(dated(condition, told) for condition in aggregate.where))
            found.append(replace(aggregate, argument=argument, where=where))
    return found


def mask(levels: Sequence[str], grouping: Grouping) -> int:
    """What GROUPING(levels) is for a grouping: a bit for each level that is not in it, the first level's the highest."""
    return sum(1 << (len(levels) - 1 - n) for n, level in enumerate(levels) if level not in grouping)


def moments(scan: Scan, period: Period | None) -> dict[str, str]:
    """What each of the names that a formula may use for the period is, as SQL."""
    if period is None:  # typed, for no function of dates takes a bare NULL
        return {each: "NULL::DOUBLE" if each == "period_days" else "NULL::DATE" for each in PERIOD_NAMES}
    told = (on(period.start), on(period.end), f"{period.days}e0", on(year_start(period, scan.calendar)))
    return dict(zip(PERIOD_NAMES, told, strict=True))


def used(texts: Iterable[str]) -> list[str]:
    """The period's names that these use."""
    told = list(texts)
    return [each for each in PERIOD_NAMES if any(f'"@{each}"' in text for text in told)]


def dated(sql: str, told: dict[str, str]) -> str:
    """SQL with one period's own dates in it."""
    if '"@' in sql:  # no text of the author's holds these two characters: see formula.rows
        for each, text in told.items():
            sql = sql.replace(f'"@{each}"', text)
    return sql


def joined(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions)


def listed(columns: Sequence[str]) -> str:
    return ",\n  ".join(columns)


def name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def on(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _grouped(scan: Scan, rows: Rows, sets: Sequence[Grouping]) -> tuple[list[str], str]:
    """The columns that tell a query's rows apart, and its GROUP BY."""
    several = len(rows.period) > 1
    period = [f'COALESCE({", ".join(rows.period)}) AS "@period"'] if several else rows.period
    head = [*period, *(f'{name(level)} AS "@key{n}"' for n, level in enumerate(scan.levels))]
    if len(sets) == 1 and not several:
        return head, "\nGROUP BY ALL" if head else ""
    by = [[column] for column in rows.period] or [[]]
    told = ", ".join(f"({', '.join([*when, *map(name, each)])})" for each in sets for when in by)
    return [*head, f'{_mask([name(level) for level in scan.levels])} AS "@mask"'], f"\nGROUP BY GROUPING SETS ({told})"


def _mask(levels: Sequence[str]) -> str:
    """Which of these a row is grouped by, as `mask` has it. The engine tells of fewer than 64 at a time; there may be as many."""
    high, low = levels[:-32], levels[-32:]
    told = f"GROUPING({', '.join(low)})" if low else "0"
    return f"(GROUPING({', '.join(high)})::UBIGINT << 32) | {told}::UBIGINT" if high else told


def _called(scan: Scan, rows: Rows, aggregates: Sequence[Aggregate], scales: Mapping[str, Scale | None]) -> tuple[list[str], str]:
    """The columns of a query and its rows, to which each filter is added as a flag: worked out once, however many use it."""
    columns = [_counting(column) for column in columns_of(scan, rows, aggregates)]
    flags = {where: f'"@f{n}"' for n, where in enumerate(dict.fromkeys(column.where for column in columns if column.where))}
    source = rows.sql
    if flags:
        named = [f"{joined(where)} AS {flag}" for where, flag in flags.items()]
        source = f"FROM (\nSELECT {listed(['*', *named])}\n{source}\n)"
    told = [each for n, column in enumerate(columns) for each in _call(column, flags.get(column.where), f"@{n}", scales)]
    return told, source


def _call(aggregate: Aggregate, flag: str | None, called: str, scales: Mapping[str, Scale | None]) -> list[str]:
    argument, filtered = aggregate.argument, f" FILTER (WHERE {flag})" if flag else ""
    if aggregate.function == "sum" and (scale := scales[str(argument)]):
        return summed(str(argument), filtered, scale, called)
    match aggregate.function:
        case "count":
            sql = f"COUNT({argument or '*'}){filtered}"
        case "count_distinct":
            sql = f"COUNT(DISTINCT {argument}){filtered}"
        case "quantile":
            sql = f"CAST(QUANTILE_CONT({argument}, {aggregate.parameter}){filtered} AS DOUBLE)"
        case "stddev" | "sum" as function:  # in one order, for the last digits hang on it (a sum only where some is not finite)
            told = "STDDEV_SAMP" if function == "stddev" else "SUM"
            sql = f"CAST({told}({argument} ORDER BY {argument}){filtered} AS DOUBLE)"
        case function:
            sql = f"CAST({function.upper()}({argument}){filtered} AS DOUBLE)"
    return [f'{sql} AS "{called}"']


def _counting(aggregate: Aggregate) -> Aggregate:
    """A count of rows that have a value as COUNT of that value, which is cheaper than a filter."""
    if aggregate.function == "count":
        for condition in aggregate.where:
            value = condition.removeprefix("(").removesuffix(" IS NOT NULL)")
            if len(value) == len(condition) - len("( IS NOT NULL)"):
                return replace(aggregate, argument=value, where=tuple(c for c in aggregate.where if c != condition))
    return aggregate


def _moment(scan: Scan, period: Period | None) -> str:
    """The first moment of a period, or the moment after its end: when the open_ windows look."""
    if period is None:
        return "NULL::DATE"
    return on(period.start if scan.window == "open_at_start" else period.end)


def _open(scan: Scan, moment: str) -> str:
    """Whether a row's life holds the moment."""
    if scan.valid is None:
        return "FALSE"
    start, end = (name(column) for column in scan.valid)
    return f"{start} < {moment} AND ({end} IS NULL OR {end} >= {moment})"
