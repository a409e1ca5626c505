"""A number, or the reason why there is none, for every measure, period and entity.

Enters: from `values/`. Leaves: to `scoring`, `comparison`, `report`, `export`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from scorecard.records.definition import Period

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Reason(IntEnum):
    """Why there is no number. Up to NOT_FINITE it is the value that is missing, from NO_TARGET on the score."""

    PRESENT = 0
    NO_ROWS = 1  # an average over nothing
    NOT_COVERED = 2  # the data do not reach into the period
    NOT_AT_LEVEL = 3  # the data do not know this entity level: outside weights and coverage
    ZERO_DENOMINATOR = 4
    TOO_FEW = 5
    NOT_ENTERED = 6
    SUPPRESSED = 7
    NOT_FINITE = 8  # the arithmetic left the range of numbers
    NO_DATA = 9  # the client has no such dataset, or no such column
    MISCODED = 10  # the answers are coded otherwise than the definition says
    NO_TARGET = 16
    NO_YARDSTICK = 17  # the target hangs on a number that is missing
    GOAL_NOT_BETTER = 18  # the goal is not better than the floor, here
    LOW_COVERAGE = 19  # less weight present than `coverage` asks
    NOTHING_SCORED = 20  # no child has a score


@dataclass(frozen=True, slots=True)
class Entity:
    """A member of a hierarchy by its full key, coarsest first: () is the total, None a blank in the data (unassigned).

    The same key under the same columns is the same entity, whichever hierarchy it is seen in."""

    key: tuple[str | None, ...] = ()
    columns: tuple[str, ...] = ()  # the level that each part of the key belongs to

    @property
    def level(self) -> int:
        return len(self.key)


@dataclass(frozen=True)
class Values:
    """Arrays of shape [measure, period, entity] in the order of the tuples.

    Values are in natural units (a percent is a fraction). `value` is NaN where `reason` is not PRESENT."""

    measures: tuple[str, ...]
    periods: tuple[Period | None, ...]  # ascending; (None,) is a snapshot. More than are shown: previous periods too
    entities: tuple[Entity, ...]  # grouping by grouping as in `Definition.groupings`, there sorted by name, unassigned last
    value: NDArray[np.float64]
    reason: NDArray[np.int8]
    n: NDArray[np.int64]  # rows behind the value, 0 where none
    se: NDArray[np.float64]  # standard error; NaN: no sample, so no sampling error
    covered: NDArray[np.float64] | None = None  # [measure, period] share of the period's days the data reach; None: not known
    low: NDArray[np.float64] | None = None  # with `high` the 95% interval of the value; NaN where none; None: nothing is sampled
    high: NDArray[np.float64] | None = None
    covariance: NDArray[np.float64] | None = None  # [measure, entity] of baseline's and target's sampling errors, from those
    # who answered both times; NaN: nobody is known to have. None: nothing is
    reliability: NDArray[np.float64] | None = (
        None  # [measure, period] Cronbach's α of scales, r_wg of assessors; in total, in baseline
    )
    # and target (without periods in all)
    listwise: NDArray[np.float64] | None = None  # [measure, period] α over those only who answered every item


LEAST_COVERED = 0.9
"""A period covered for less than this share of its days is reported, and serves no `previous`."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked of the engine, for `explain` and provenance."""

    dataset: str
    sql: str
