"""Sums that are the same to the last bit, whatever the order of rows and threads.

Enters: what is summed, as SQL, and how large it can be. Leaves: SQL of sums over whole numbers, and from their halves, added up
further as one likes, numbers. Floating-point sums hang on the order in which a run happens to add. So each number is written
as a whole multiple of one power of two, chosen so that the sum over all rows fits 127 bits; sums of whole numbers are exact in
any order, and rounded once at the end. What is lost are bits below 2^-(126 - bits of the number of rows) of the largest
number: with 16 million rows whatever is smaller than 2^-101 of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import frexp, isfinite
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

_LOW = 0xFFFF_FFFF_FFFF_FFFF
_HALF = 0xFFFF_FFFF
_COLUMN = r'("(?:[^"@]|"")+")'
_LAPSE = re.compile(rf"\(\(EPOCH\({_COLUMN}\) - EPOCH\({_COLUMN}\)\) / (\d+e0)\)")  # days_between, as `formula` writes it
_PLAIN = re.compile(f"{_COLUMN}|{_LAPSE.pattern}")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")  # the engine's types of small whole numbers


@dataclass(frozen=True, slots=True)
class Scale:
    """x is written as the whole number nearest to x · 2^power."""

    power: int
    type: str  # of that number in the engine: what fits 64 bits is cheaper to cast


def scales(
    connection: DuckDBPyConnection,
    sources: Mapping[str, Iterable[str]],
    rows: int,
    known: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, Scale | None]:
    """For each value that is summed (`sources`: the SQL of rows -> of values) its scale; None where it is not always finite.

    Asks for the least and greatest value, which Parquet files and tables mostly know without looking, unless these are
    `known`. `rows`: at most so many are summed."""
    known = known or {}
    found: dict[str, Scale | None] = {value: _scale(*ends, rows) for value, ends in known.items()}
    if known:
        types = connection.execute(f"DESCRIBE SELECT {', '.join(known)}\n{next(iter(sources))}").fetchall()
        found |= {value: Scale(0, "BIGINT") for value, row in zip(known, types, strict=True) if row[1] in _WHOLE}
    for source, values in sources.items():
        values = [value for value in values if value not in known]
        # Columns by themselves, each in a query of its own: their ends are mostly known, but not in one breath with what must be
        # worked out.
        alone = [[value] for value in dict.fromkeys(values) if _PLAIN.fullmatch(value)]
        rest = [value for value in dict.fromkeys(values) if not _PLAIN.fullmatch(value)]
        counted = _counted(connection, source, [value for (value,) in alone])
        found |= {value: Scale(0, "BIGINT") for value in counted if not _LAPSE.fullmatch(value)}
        for asked in (*alone, rest):
            if asked and asked[0] not in found:
                ends = ", ".join(each for value in asked for each in _ends(value))
                told = connection.execute(f"SELECT {ends}\n{source}").fetchone() or ()
                found |= {value: _scale(told[2 * n], told[2 * n + 1], rows) for n, value in enumerate(asked)}
        found |= {value: Scale(0, "BIGINT") for value in counted if found[value]}
    return found


def _counted(connection: DuckDBPyConnection, source: str, values: Sequence[str]) -> list[str]:
    """Those of the plain values that are whole numbers by their types: columns of such, lapses between dates without a time."""
    columns = {value: lapse.group(1, 2) if (lapse := _LAPSE.fullmatch(value)) else (value,) for value in values}
    asked = list(dict.fromkeys(column for several in columns.values() for column in several))
    if not asked:
        return []
    told = connection.execute(f"DESCRIBE SELECT {', '.join(asked)}\n{source}").fetchall()
    types = {column: row[1] for column, row in zip(asked, told, strict=True)}

    def whole(value: str) -> bool:
        if lapse := _LAPSE.fullmatch(value):
            return all(types[column] == "DATE" for column in columns[value]) and 86400 % float(lapse.group(3)) == 0
        return types[value] in _WHOLE

    return [value for value in values if whole(value)]


def _ends(value: str) -> tuple[str, str]:
    """SQL of numbers between which a value lies: its own ends; of the time between two columns what the columns' ends allow."""
    if lapse := _LAPSE.fullmatch(value):
        end, start, unit = lapse.groups()
        shortest, longest = (f"(EPOCH({a}({end})) - EPOCH({b}({start}))) / {unit}" for a, b in (("MIN", "MAX"), ("MAX", "MIN")))
        return shortest, longest
    return f"MIN({value})", f"MAX({value})"


def _scale(least: float | None, most: float | None, rows: int) -> Scale | None:
    if least is None or most is None:
        return Scale(0, "BIGINT")
    low, high = float(least), float(most)
    if not (isfinite(low) and isfinite(high)):
        return None
    size = frexp(max(abs(low), abs(high)))[1]  # everything is below 2^size
    if low > 0 or high < 0:
        smallest = frexp(min(abs(low), abs(high)))[1]  # so that the last bit of every number is at least 2^(smallest - 53)
        if size - smallest <= 9:
            return Scale(62 - size, "BIGINT")
    return Scale(126 - size - max(1, rows).bit_length(), "HUGEINT")


def summed(value: str, filtered: str, scale: Scale, name: str) -> list[str]:
    """The columns of an exact sum: its upper and its lower 64 bits, NULL over nothing."""
    steps = (scale.power,) if abs(scale.power) < 1000 else (scale.power // 2, scale.power - scale.power // 2)
    factors = "".join(f" * {2.0**step!r}::DOUBLE" for step in steps if step)
    total = f"SUM(CAST({value}{factors} AS {scale.type})){filtered}"
    return [f'CAST({total} >> 64 AS BIGINT) AS "{name}"', f'CAST({total} & {_LOW} AS UBIGINT) AS "{name}low"']


def split(upper: NDArray[np.int64], lower: NDArray[np.uint64]) -> NDArray[np.int64]:
    """[3, …]: what `joined` makes a number of, and what may be added up for 2^31 of them without loss."""
    return np.stack([upper, (lower >> np.uint64(32)).astype(np.int64), (lower & np.uint64(_HALF)).astype(np.int64)])


def joined(parts: NDArray[np.int64], power: NDArray[np.int64]) -> NDArray[np.float64]:
    """The number of each [3, …] of whole parts, rounded once; `power` as `Scale.power`. Infinite where numbers end."""
    upper, middle, lower = parts
    middle = middle + (lower >> 32)
    upper, middle, lower = upper + (middle >> 32), middle & _HALF, lower & _HALF
    first = upper.astype(np.float64)
    rest = (upper - first.astype(np.int64)).astype(np.float64) * 2.0**64 + lower
    high, low = first * 2.0**64, middle * 2.0**32
    total = high + low
    virtual = total - high
    lost = (high - (total - virtual)) + (low - virtual)  # exactly what the addition rounded away (Knuth's two-sum)
    with np.errstate(over="ignore", under="ignore"):
        number: NDArray[np.float64] = np.ldexp(total + (lost + rest), -power)
    return number
