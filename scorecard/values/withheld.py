"""Which values are withheld so that nobody can be recognised: those from too few answers, and with them as many others as could
give them away.

Enters: how many answered, [period, entity], and which entities are parts of which. Leaves: for each the reason, 0 where it is
shown. Method: `statistics.suppression`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from scorecard.records.values import Entity, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def withheld(n: NDArray[np.int64], among: Sequence[Family], known: NDArray[np.bool_], least: int) -> NDArray[np.int8]:
    """TOO_FEW for fewer than `least` answers, SUPPRESSED for those withheld to protect them; n [period, entity]. `known`: the
    entities that the data tell apart."""
    from scorecard.statistics.suppression import suppressed  # most data withhold nothing

    reasons = np.zeros(n.shape, np.int8)
    for period, answers in enumerate(n):
        told = np.where(known, answers, 0)
        few = (told > 0) & (told < least)
        if few.any():
            reasons[period] = np.where(few, Reason.TOO_FEW, np.where(suppressed(told, list(among), least), Reason.SUPPRESSED, 0))
    return reasons
