"""What changed between baseline and target, and the parts that add up to it exactly.

Enters: from `comparison`. Leaves: to `report`, `export`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scorecard.records.definition import Node, Period
from scorecard.records.values import Entity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Cause = Literal["value", "goal", "entered", "left"]
"""value: the measure moved; goal: its target did; entered, left: a score on one side only (data missing on the other)."""


@dataclass(frozen=True, slots=True)
class Part:
    """`effect` points of a node's change, due to the node at `path`."""

    path: tuple[str, ...]
    effect: float
    cause: Cause


@dataclass(frozen=True)
class Comparison:
    """Arrays of shape [node, entity] in the order of `nodes`. NaN where a side is missing.

    The parts of a node's change are its descendants' local effects times the shares on the way up; `comparison.parts`
    multiplies them out."""

    baseline: Period
    target: Period
    nodes: tuple[Node, ...]
    entities: tuple[Entity, ...]
    baseline_score: NDArray[np.float64]
    target_score: NDArray[np.float64]
    share: NDArray[np.float64]  # what one point of this node is worth in its parent: its weight among those staying; 0 if it does not stay
    value_effect: NDArray[np.float64]  # leaves scored in both periods: points due to the value; else 0
    goal_effect: NDArray[np.float64]  # the same, due to a target that moved
    one_sided: NDArray[np.float64]  # points of the parent's change because this child has a score on one side only; else 0
