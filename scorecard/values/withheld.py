"""Which values are withheld so that nobody can be recognised: those from too few answers, and with them as many others as could
give them away.

Enters: how many answered, [period, entity], which entities are parts of which, which days each period's window takes. Leaves:
for each the reason, 0 where it is shown. Method: `statistics.suppression`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from scorecard.records.values import Entity, Reason
from scorecard.values.windows import Interval, disjoint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

Family = tuple[int, "NDArray[np.int64]"]
"""An entity, and those that it is made of."""


def families(
    groupings: Iterable[tuple[str, ...]], entities: Sequence[Entity], of: Mapping[tuple[str, ...], list[int]]
) -> list[Family]:
    """Every entity of a grouping with its parts in each finer one, whichever hierarchy they stand in: a cell of a cross is a
    part of its row and of its column."""
    known = list(groupings)
    found: list[Family] = []
    for coarse in known:
        for fine in known:
            if set(coarse) < set(fine):
                at = [fine.index(level) for level in coarse]
                parts: dict[tuple[str | None, ...], list[int]] = {}
                for number in of.get(fine, ()):
                    parts.setdefault(tuple(entities[number].key[n] for n in at), []).append(number)
                found += [
                    (number, np.array(parts[key], np.int64))
                    for number in of.get(coarse, ())
                    if (key := entities[number].key) in parts
                ]
    return found


def withheld(n: Counts, among: Callable[[], Sequence[Family]], intervals: Sequence[Interval], least: int) -> NDArray[np.int8]:
    """TOO_FEW for fewer than `least` answers, SUPPRESSED for those withheld to protect them; n [period, entity], 0 of entities
    that the data do not tell apart. `among`: the families, which are asked for where somebody is few.

    Windows that hold one another (a year and its quarters, all up to now and all up to then) are judged together, what one holds
    beyond the others being a group of its own, for a subtraction tells of it. Those that overlap otherwise, as the last four
    quarters do from one to the next, withhold the same entities: what they share can then not be set off against another."""
    if not ((n > 0) & (n < least)).any() and (not intervals or disjoint(intervals)):
        return np.zeros(n.shape, np.int8)  # most data withhold nothing
    unlike = list(dict.fromkeys(intervals))
    at = [unlike.index(each) for each in intervals] or list(range(len(n)))
    told = n[[at.index(place) for place in range(max(at) + 1)]]  # one for each window, and below them what is beyond others
    across: list[Family] = []
    for whole, parts in _holding(unlike):
        across.append((whole, np.array([*parts, len(told)])))
        told = np.concatenate([told, (told[whole] - told[parts].sum(axis=0))[None]])
    few = (told > 0) & (told < least)
    hidden = _hidden(told, few, among, across, least)
    for rows in _chained(unlike):
        hidden[rows] = hidden[rows].any(axis=0) & (told[rows] > 0)
    return np.where(few, Reason.TOO_FEW, np.where(hidden, Reason.SUPPRESSED, 0))[at].astype(np.int8)


def _hidden(
    told: Counts, few: NDArray[np.bool_], among: Callable[[], Sequence[Family]], across: Sequence[Family], least: int
) -> NDArray[np.bool_]:
    """[window, entity]: each window by itself, or all together where they hold one another."""
    from scorecard.statistics.suppression import suppressed

    if not across or not few.any():
        hidden = np.zeros(told.shape, bool)
        for row in np.flatnonzero(few.any(axis=1)):
            hidden[row] = suppressed(told[row], among(), least)
        return hidden
    size = told.shape[1]
    families = [(row * size + parent, row * size + children) for row in range(len(told)) for parent, children in among()]
    families += [(whole * size + entity, parts * size + entity) for whole, parts in across for entity in range(size)]
    return suppressed(told.ravel(), families, least).reshape(told.shape)


def _holding(intervals: Sequence[Interval]) -> list[tuple[int, list[int]]]:
    """Intervals with the largest others that they hold: all of them at once where no two of those share a day, else each for
    itself."""
    found = []
    for whole, one in enumerate(intervals):
        inside = [n for n, other in enumerate(intervals) if other != one and _holds(one, other) and not _empty(other)]
        largest = [n for n in inside if not any(n != m and _holds(intervals[m], intervals[n]) for m in inside)]
        if largest:
            apart = disjoint([intervals[n] for n in largest])
            found += [(whole, largest)] if apart else [(whole, [n]) for n in largest]
    return found


def _chained(intervals: Sequence[Interval]) -> list[list[int]]:
    """Intervals that share days though neither holds the other, with all that hang together so."""
    found: list[list[int]] = []
    for number, one in enumerate(intervals):
        near = [
            rows
            for rows in found
            if any(
                not (disjoint([one, other]) or _holds(one, other) or _holds(other, one)) for other in (intervals[n] for n in rows)
            )
        ]
        found = [rows for rows in found if rows not in near] + [[*(n for rows in near for n in rows), number]]
    return [sorted(rows) for rows in found if len(rows) > 1]


def _empty(interval: Interval) -> bool:
    return interval.start is not None and interval.start >= interval.end


def _holds(one: Interval, other: Interval) -> bool:
    return (one.start or date.min) <= (other.start or date.min) and other.end <= one.end
