"""How far scores, statuses and ranks hang on the weights.

Enters: from `sensitivity`. Leaves: to the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scorecard.records.definition import Node, Period
from scorecard.records.values import Entity

WeightSource = Literal["written", "equal", "judgements", "alone"]
"""alone: nothing stands beside it that could have a score."""


@dataclass(frozen=True, slots=True)
class Swing:
    """A score, and what becomes of it when weights move. NaN where there is none."""

    score: float
    low: float  # with `high` what 90% of the draws lie between
    high: float
    status: str | None  # the id of its band
    stays: float  # share 0..1 of the draws in which the status is the same


@dataclass(frozen=True, slots=True)
class Agreement:
    """How consistent the judgements are from which the children have their weights, and how far the judges agree."""

    method: Literal["eigenvector", "geometric"]
    consistency: float  # ratio of the joint judgements; above 0.1 they contradict each other
    judges: tuple[float, ...]  # each judge's own
    concordance: float  # Kendall's W of the judges' orders, 0..1; NaN with one judge
    correlations: tuple[float, ...]  # Spearman's ρ of each judge's weights with the joint ones


@dataclass(frozen=True, slots=True)
class Weighed:
    """A node's weight, where it comes from, and what it does."""

    node: Node
    share: float  # among its siblings that can have a score, 0..1; 0 where it cannot
    weight: float  # of the root
    source: WeightSource
    influence: float  # r² with the total, 0..1: see `Sensitivity.over`. NaN where nothing can be told
    swing: Swing | None  # None for measures: no weights stand below them
    agreement: Agreement | None  # of the judgements about its children


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entity's total among its peers. Ranks are of scores as shown, 1 the best, ties share the best place; NaN without one."""

    entity: Entity
    swing: Swing
    rank: float
    low: float  # with `high` the ranks of nine in ten draws
    high: float
    moves: float  # share 0..1 of the draws in which its rank is another


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entities of one grouping, the best first."""

    grouping: tuple[str, ...]
    rows: tuple[Ranked, ...]
    first_stays: float  # share of the draws in which the first is first; NaN where nobody has a rank


@dataclass(frozen=True)
class Sensitivity:
    """`over`: what influence is told over. entities: the squared correlation of a node's score with the total's, over the finest
    entities of the first hierarchy. draws: where there are too few, that of its drawn share of the root with the total."""

    period: Period | None
    draws: int
    spread: float
    seed: int
    over: Literal["entities", "draws"]
    nodes: tuple[Weighed, ...]  # in tree order, the root first
    rankings: tuple[Ranking, ...]  # of every grouping with at least two entities
