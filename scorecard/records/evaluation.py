"""All that one run found out, kept together so that reports and explanations never compute twice.

Enters: from `pipeline`. Leaves: to `comparison`, `report`, `export` and the user's own code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan, nan

from scorecard.problems import Problem
from scorecard.records.comparison import Comparison
from scorecard.records.definition import Band, Definition, Language, Node, Period
from scorecard.records.outlook import Outlook
from scorecard.records.scores import Scores
from scorecard.records.tables import SourceFile
from scorecard.records.values import Entity, Query, Reason, Values


@dataclass(frozen=True)
class Evaluation:
    """Below, `node`, `period` and `entity` are indices into `scores`; entity 0 is the total."""

    definition: Definition
    baseline: Period | None
    target: Period | None  # None: a snapshot
    values: Values
    scores: Scores
    comparison: Comparison | None  # None without two periods
    files: tuple[SourceFile, ...]
    queries: tuple[Query, ...]
    problems: tuple[Problem, ...]  # findings and notes; faults stop before
    version: str  # of scorecard
    outlook: tuple[Outlook, ...] = ()  # where each use of a measure is heading; () for a snapshot

    @cached_property
    def now(self) -> int:
        """The target period's place in `scores`; a snapshot's only one."""
        return self.scores.periods.index(self.target)

    @cached_property
    def before(self) -> int | None:
        """The baseline's place in `scores`."""
        return None if self.baseline is None else self.scores.periods.index(self.baseline)

    @cached_property
    def _measures(self) -> dict[str, int]:
        return {measure: index for index, measure in enumerate(self.values.measures)}

    @cached_property
    def _periods(self) -> tuple[int, ...]:
        return tuple(self.values.periods.index(period) for period in self.scores.periods)

    def in_language(self, language: Language) -> Evaluation:
        """The same with the author's titles in that language, as far as they are there."""
        if language == self.definition.language:
            return self
        return replace(self, definition=replace(self.definition, language=language))

    def title(self, node: Node) -> str:
        """The author's title, else the id."""
        own = self.definition.title if node.kind == "root" else node.title
        return own(self.definition.language) or (node.path[-1] if node.path else self.definition.id)

    def score(self, node: int, period: int | None, entity: int = 0) -> float:
        """NaN where it is missing, and without a period."""
        return nan if period is None else float(self.scores.score[node, period, entity])

    def value(self, node: int, period: int | None, entity: int = 0) -> float:
        """A measure's value; NaN where it is missing, without a period, and for other nodes."""
        measure = self.scores.nodes[node].measure
        if measure is None or period is None:
            return nan
        return float(self.values.value[self._measures[measure], self._periods[period], entity])

    def number(self, node: int, period: int, entity: int = 0) -> int:
        """Of rows behind a measure's value; 0 for other nodes."""
        measure = self.scores.nodes[node].measure
        return 0 if measure is None else int(self.values.n[self._measures[measure], self._periods[period], entity])

    def interval(self, node: int, period: int | None, entity: int = 0) -> tuple[float, float]:
        """The 95% interval of a measure's value; NaN where it is no sample's, and for other nodes."""
        measure, low, high = self.scores.nodes[node].measure, self.values.low, self.values.high
        if measure is None or period is None or low is None or high is None:
            return nan, nan
        at = self._measures[measure], self._periods[period], entity
        return float(low[at]), float(high[at])

    def status(self, node: int, period: int | None, entity: int = 0) -> Band | None:
        """The measure's own band that its value lies in, where it has any; else the scorecard's, by the score. None where that
        number is missing. An edge belongs to the upper band, give or take what floats lose."""
        measure = self.scores.nodes[node].measure
        own = () if measure is None else self.definition.measures[measure].status
        if not own:
            return self.definition.band(self.score(node, period, entity))
        value = self.value(node, period, entity)
        reached = (band for band in reversed(own) if band.start <= value + 1e-9 * abs(band.start) + 1e-12)
        return None if isnan(value) else next(reached, own[0])

    def name(self, entity: Entity) -> str | None:
        """What people call it, in the scorecard's language, else as in the data; by itself, not what it belongs to. None:
        unassigned, or the total."""
        if not entity.key or (name := entity.key[-1]) is None:
            return None
        text = self.definition.members.get(entity.columns[-1], {}).get(name)
        return name if text is None else text.by_language.get(self.definition.language) or text.by_language.get("") or name

    def reason(self, node: int, period: int, entity: int = 0) -> Reason:
        """Why the value is missing or, where it is not, why the score is."""
        measure = self.scores.nodes[node].measure
        why = 0 if measure is None else self.values.reason[self._measures[measure], self._periods[period], entity]
        return Reason(why or self.scores.reason[node, period, entity])
