"""Every node's score from 0 to 100 in every period and entity, with its yardstick and its coverage.

Enters: from `scoring/`. Leaves: to `comparison`, `report`, `export`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from scorecard.records.definition import Node, Period
from scorecard.records.values import Entity, Reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Curve:
    """A target with its bounds worked out. `values` is [knot, period or 1, entity or 1], NaN where a reference is missing.

    A line's knots ascend by value (sorted per cell, scores with them) where the target is valid there."""

    shape: Literal["line", "at_least", "at_most", "inside"]
    values: NDArray[np.float64]
    scores: NDArray[np.float64]  # same shape as values, or [knot, 1, 1]
    scale: Literal["linear", "log"] = "linear"  # log: lines are straight in the logarithm of the value


@dataclass(frozen=True)
class ByNode:
    """Shares [node, period, entity], read like an array. Only inner nodes' rows are kept; a leaf's, and most nodes are leaves,
    follow from its reason: 1 with a score, NaN outside, else 0. That halves the memory of Scores."""

    rows: Mapping[int, NDArray[np.float64]]  # inner node's index -> [period, entity]
    reason: NDArray[np.int8]  # the scores', [node, period, entity]

    def __getitem__(self, index: Any) -> Any:
        import numpy as np  # here, because records load nothing heavy

        node, *rest = index if isinstance(index, tuple) else (index,)
        if not isinstance(node, int | np.integer):
            return np.stack([self[row] for row in range(len(self.reason))])[index]
        if (row := self.rows.get(int(node))) is not None:
            return row[tuple(rest)]
        reason = self.reason[(node, *rest)]
        outside = (reason == Reason.NOT_AT_LEVEL) | (reason == Reason.NO_TARGET)
        return np.where(outside, np.nan, reason == Reason.PRESENT)[()]


@dataclass(frozen=True)
class Scores:
    """Arrays of shape [node, period, entity], nodes in the order of `Node.walk`.

    `score` is clamped to 0..100, NaN where `reason` is not PRESENT; unclamped ones come from the curve on demand."""

    nodes: tuple[Node, ...]
    periods: tuple[Period | None, ...]  # those shown: baseline, history, target, ascending
    entities: tuple[Entity, ...]
    score: NDArray[np.float64]
    reason: NDArray[np.int8]
    coverage: ByNode | NDArray[np.float64]  # share of direct children's weight with a score; a leaf: 1 or 0. NaN: outside here
    leaf_coverage: ByNode | NDArray[np.float64]  # the same over all leaves below, by effective weight
    weight: NDArray[np.float64]  # [node] share of the root where all data are there, 0..1; 0 without a target
    curves: Mapping[int, Curve]  # leaf's node index -> its yardstick
    objective: NDArray[np.float64] | None = None  # the score by facts alone; None: there is nothing else
    subjective: NDArray[np.float64] | None = None  # by perceptions alone
    sd: NDArray[np.float64] | None = None  # standard deviation that sampling leaves; NaN where none. None: nothing is sampled
    low: NDArray[np.float64] | None = None  # with `high` the 95% interval of the score
    high: NDArray[np.float64] | None = None
    sure: NDArray[np.float64] | None = None  # probability that the status is the one shown, 0..1
