"""Goals, strategies and initiatives: why things are measured, and what is done about them.

Enters: from `definition/`. Leaves: inside a Definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scorecard.records.definition import Period, Text

InitiativeStatus = Literal["planned", "running", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class Strategy:
    """A way to a goal. `measures`: paths of the uses in the tree that tell whether it works."""

    id: str
    title: Text
    description: Text | None = None
    measures: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    id: str
    title: Text
    description: Text | None = None
    owner: Text | None = None
    by: date | None = None
    strategies: Mapping[str, Strategy] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Initiative:
    """Something that is done so that what stands at `moves`, paths of the tree, gets better."""

    id: str
    title: Text
    description: Text | None = None
    owner: Text | None = None
    start: date | None = None
    due: date | None = None
    status: InitiativeStatus = "planned"
    budget: float | None = None
    strategy: tuple[str, str] | None = None  # ids of the goal and its strategy
    moves: tuple[tuple[str, ...], ...] = ()

    def is_overdue(self, period: Period | None) -> bool:
        """Whether at the period's last day it is past due and neither done nor stopped; a snapshot has no such day."""
        open_ = self.status in ("planned", "running")
        return open_ and self.due is not None and period is not None and self.due < period.end - timedelta(1)
