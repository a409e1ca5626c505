"""One line of the benchmark's table.

Enters: medians that a benchmark measured. Leaves: `Row`s, printed by `benchmarks/__main__.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, for us and for the rival, and the bar that the ratio has to keep."""

    what: str  # "large job, CPU s"
    ours: float  # in the unit that `what` names
    rival: float
    ratio: float  # ours to rival, or rival to ours where the bar is a speed-up: `what` says which
    bar: float
    holds: bool

    @classmethod
    def at_most(cls, what: str, ours: float, rival: float, bar: float) -> Row:
        """Ours as a part of the rival's: the smaller the better."""
        return cls(what, ours, rival, ours / rival, bar, ours / rival <= bar)

    @classmethod
    def times_faster(cls, what: str, ours: float, rival: float, bar: float) -> Row:
        """The rival's as a multiple of ours: the larger the better."""
        return cls(what, ours, rival, rival / ours, bar, rival / ours >= bar)


class Disagreement(Exception):
    """Numbers differ, so no time means anything."""
