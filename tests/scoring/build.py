"""Small definitions and values for the tests of scoring and comparison, and random ones.

A target is written as an author would think of it, a `Goal`: `target` makes records of it, the oracle reads it directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

import numpy as np
from hypothesis import strategies as st

from scorecard.problems import Place
from scorecard.records.definition import Better, Bound, Definition, Entered, Knot, Measure, Missing, Node, Period, Target, Text
from scorecard.records.values import Entity, Reason, Values


@dataclass(frozen=True)
class Goal:
    """kind: floor_goal (floor, goal), within (lo, a, b, hi), at_least, at_most, inside (a, b), points with `scores`."""

    kind: str
    bounds: tuple[Bound, ...]
    scores: tuple[float, ...] = ()


def number(value: float) -> Bound:
    return Bound(value)


def floor_goal(floor: float | Bound, goal: float | Bound) -> Goal:
    return Goal("floor_goal", tuple(b if isinstance(b, Bound) else number(b) for b in (floor, goal)))


def target(goal: Goal | None) -> Target | None:
    if goal is None:
        return None
    shape = {"at_least": "at_least", "at_most": "at_most", "inside": "inside"}.get(goal.kind, "line")
    scores = {"floor_goal": (0, 100), "within": (0, 100, 100, 0), "points": goal.scores}.get(goal.kind, (100, 100))
    return Target(shape, tuple(Knot(b, float(s)) for b, s in zip(goal.bounds, scores, strict=False)))


def leaf(id: str, goal: Goal | None = None, weight: float = 1.0) -> Node:
    return Node((id,), "measure", Text({"": id}), (id,), weight, measure=id, target=target(goal))


def node(id: str, *children: Node, weight: float = 1.0, missing: Missing = "skip", coverage: float = 0.0) -> Node:
    return Node((id,), "factor", Text({"": id}), (id,), weight, missing=missing, coverage=coverage, children=children)


def tree(*children: Node, missing: Missing = "skip", coverage: float = 0.0) -> Node:
    """The root, all below it given their full paths."""

    def place(node: Node, above: tuple[str, ...]) -> Node:
        path = above + node.path[-1:]
        below = tuple(place(child, path) for child in node.children)
        return Node(
            path,
            node.kind,
            node.title,
            path,
            node.weight,
            node.combine,
            node.missing,
            node.coverage,
            below,
            node.measure,
            node.target,
        )

    below = tuple(place(child, ()) for child in children)
    return Node((), "root", Text({"": "All"}), (), missing=missing, coverage=coverage, children=below)


class Places:
    def at(self, *path: str) -> Place:
        return Place("small.yaml", 1, 1, path=path)

    key = at

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        return self.at(*path)


def definition(root: Node, better: Mapping[str, Better] | None = None) -> Definition:
    """Measures are better when higher unless told."""
    measures = {
        node.measure: Measure(node.measure, node.title, (better or {}).get(node.measure, "higher"), "number", Entered())
        for node in root.walk()
        if node.measure is not None
    }
    return Definition("small", Text({"": "All"}), "small.yaml", "", Places(), root, measures, {})


def years(count: int, first: int = 2021) -> tuple[Period, ...]:
    return tuple(Period(f"{y}", date(y, 1, 1), date(y + 1, 1, 1), "year") for y in range(first, first + count))


def values(cells: Mapping[str, Sequence[Sequence[float | Reason]]], periods: tuple[Period | None, ...]) -> Values:
    """`cells`: measure -> per period -> per entity, a number or why there is none."""
    table = list(cells.values())
    reason = np.array([[[int(c) if isinstance(c, Reason) else 0 for c in row] for row in rows] for rows in table], np.int8)
    value = np.array([[[np.nan if isinstance(c, Reason) else c for c in row] for row in rows] for rows in table], float)
    entities = (Entity(), *(Entity((f"e{i}",), ("unit",)) for i in range(1, value.shape[2])))
    n = np.where(reason == 0, 1, 0).astype(np.int64)
    return Values(tuple(cells), periods, entities, value, reason, n, np.full(value.shape, np.nan))


@dataclass(frozen=True)
class Case:
    """A random definition over random values, with the goals as its author thinks of them."""

    definition: Definition
    values: Values
    goals: Mapping[str, Goal | None]


GAPS = st.sampled_from([Reason.NO_ROWS, Reason.NOT_COVERED, Reason.NOT_AT_LEVEL, Reason.ZERO_DENOMINATOR])
NUMBERS = st.integers(-20, 120).map(lambda i: i / 10)
CELLS = st.one_of(NUMBERS, NUMBERS, NUMBERS, GAPS)
WEIGHTS = st.one_of(st.sampled_from([0.0, 1.0, 1.0, 2.0]), st.floats(0.1, 10))


@st.composite
def goals(draw: st.DrawFn) -> Goal | None:
    fixed = NUMBERS.map(number)
    bound = st.one_of(
        fixed, st.builds(Bound, NUMBERS, st.sampled_from(["baseline", "previous"]), st.sampled_from([1.0, 1.1, 0.5]))
    )
    kind = draw(
        st.sampled_from(["floor_goal", "floor_goal", "floor_goal", "within", "points", "at_least", "at_most", "inside", ""])
    )
    if not kind:
        return None
    if kind == "points":
        places = sorted(draw(st.sets(NUMBERS, min_size=2, max_size=5)))
        scores = sorted(draw(st.integers(0, 100)) for _ in places)
        return Goal(kind, tuple(number(v) for v in places), tuple(float(s) for s in scores))
    many = {"floor_goal": 2, "inside": 2, "within": 4}.get(kind, 1)
    if draw(st.booleans()):  # most moving bounds would contradict one another
        return Goal(kind, tuple(number(v) for v in sorted(draw(NUMBERS) for _ in range(many))))
    return Goal(kind, tuple(draw(bound) for _ in range(many)))


@st.composite
def cases(draw: st.DrawFn, most_periods: int = 3, most_entities: int = 3) -> Case:
    found: dict[str, Goal | None] = {}
    better: dict[str, Better] = {}
    serial = count()

    def grow(depth: int) -> Node:
        weight = draw(WEIGHTS)
        if depth == 0 or draw(st.booleans()):
            id = f"m{len(found)}"
            found[id] = goal = draw(goals())
            better[id] = "inside" if goal and goal.kind == "within" else draw(st.sampled_from(["higher", "higher", "lower"]))
            return leaf(id, goal, weight)
        children = [grow(depth - 1) for _ in range(draw(st.integers(1, 3)))]
        return node(f"f{next(serial)}", *children, weight=weight, missing=draw(rules), coverage=draw(least))

    rules = st.sampled_from(["skip", "zero"])
    least = st.sampled_from([0.0, 0.0, 0.5, 0.8])
    root = tree(
        *(grow(draw(st.integers(0, 3))) for _ in range(draw(st.integers(1, 3)))), missing=draw(rules), coverage=draw(least)
    )
    entities, periods = draw(st.integers(1, most_entities)), draw(st.integers(2, most_periods))
    table = {m: [[draw(CELLS) for _ in range(entities)] for _ in range(periods)] for m in found}
    return Case(definition(root, better), values(table, years(periods)), found)
