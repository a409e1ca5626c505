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
class Noise:
    """How sure changes are that sampled data stand behind: [node, entity]; of measures the value's, of other nodes the score's.
    NaN where a side is missing or nothing is sampled."""

    low: NDArray[np.float64]  # with `high` the 95% interval of the change
    high: NDArray[np.float64]
    p: NDArray[np.float64]  # two-sided, of no change at all
    adjusted: NDArray[np.float64]  # of measures, by Holm over all measures tested in this entity; of other nodes as `p`

    def real(self, node: int, entity: int = 0) -> bool | None:
        """Whether the change is more than noise, at 5%. None where that is not asked: no sample, or a side is missing."""
        adjusted = float(self.adjusted[node, entity])
        return None if adjusted != adjusted else adjusted < 0.05


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
    share: NDArray[np.float64]  # worth in the parent of one point here, by the parent's rule; 0 if not scored in both periods
    value_effect: NDArray[np.float64]  # leaves scored in both periods: points due to the value; else 0
    goal_effect: NDArray[np.float64]  # the same, due to a target that moved
    one_sided: NDArray[np.float64]  # points of the parent's change because only one side has a score, or a place, here; else 0
    entered: NDArray[np.bool_]  # which of the two one-sided points are: it is the target that has it
    noise: Noise | None = None  # None: nothing is sampled

    def parts(self, node: int, entity: int = 0) -> tuple[Part, ...]:
        """What `node`'s change is made of: parts that are not zero, in tree order. Empty when a side has no score."""
        found: list[Part] = []
        top = self.nodes[node]
        worth = {top.path: 1.0}
        for index in range(node, len(self.nodes)):
            here = self.nodes[index]
            if here.path[: len(top.path)] != top.path:
                break
            if index != node:
                above = worth[here.path[:-1]]
                worth[here.path] = above * float(self.share[index, entity])
                if effect := above * float(self.one_sided[index, entity]):
                    found.append(Part(here.path, effect, "entered" if self.entered[index, entity] else "left"))
            if not here.children:
                causes: tuple[tuple[Cause, NDArray[np.float64]], ...] = (("value", self.value_effect), ("goal", self.goal_effect))
                for cause, effects in causes:
                    if effect := worth[here.path] * float(effects[index, entity]):
                        found.append(Part(here.path, effect, cause))
        return tuple(found)
