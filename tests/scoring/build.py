"""Small definitions and values for the tests of scoring and comparison, and random ones.

A target is written as an author would think of it, a `Goal`: `target` makes records of it, the oracle reads it directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any

import numpy as np
from hypothesis import strategies as st

from scorecard.problems import Place
from scorecard.records.definition import (
    Better,
    Bound,
    Combine,
    Dated,
    Definition,
    Entered,
    Hierarchy,
    Knot,
    Measure,
    Missing,
    Node,
    Period,
    Target,
    Text,
)
from scorecard.records.values import Entity, Reason, Values


@dataclass(frozen=True)
class Goal:
    """kind: floor_goal (floor, goal), within (lo, a, b, hi), at_least, at_most, inside (a, b), points with `scores`."""

    kind: str
    bounds: tuple[Bound | Dated, ...]
    scores: tuple[float, ...] = ()
    log: bool = False
    levels: tuple[str, ...] = ()


def number(value: float) -> Bound:
    return Bound(value)


def floor_goal(floor: float | Bound | Dated, goal: float | Bound | Dated, **more: Any) -> Goal:
    return Goal("floor_goal", tuple(number(b) if isinstance(b, int | float) else b for b in (floor, goal)), **more)


def dated(points: Mapping[str, float | Bound]) -> Dated:
    """Day -> bound."""
    bounds = {day: bound if isinstance(bound, Bound) else number(bound) for day, bound in points.items()}
    return Dated(tuple((date.fromisoformat(day), bound) for day, bound in bounds.items()))


def target(goal: Goal | None) -> Target | None:
    if goal is None:
        return None
    shape = {"at_least": "at_least", "at_most": "at_most", "inside": "inside"}.get(goal.kind, "line")
    scores = {"floor_goal": (0, 100), "within": (0, 100, 100, 0), "points": goal.scores}.get(goal.kind, (100, 100))
    knots = tuple(Knot(b, float(s)) for b, s in zip(goal.bounds, scores, strict=False))
    return Target(shape, knots, "log" if goal.log else "linear", goal.levels)


def leaf(id: str, goal: Goal | None = None, weight: float = 1.0) -> Node:
    return Node((id,), "measure", Text({"": id}), (id,), weight, measure=id, target=target(goal))


def node(
    id: str,
    *children: Node,
    weight: float = 1.0,
    combine: Combine = "mean",
    missing: Missing = "skip",
    coverage: float = 0.0,
) -> Node:
    return Node((id,), "factor", Text({"": id}), (id,), weight, combine, missing, coverage, children)


def tree(*children: Node, combine: Combine = "mean", missing: Missing = "skip", coverage: float = 0.0) -> Node:
    """The root, all below it given their full paths."""

    def place(node: Node, above: tuple[str, ...]) -> Node:
        path = above + node.path[-1:]
        return replace(node, path=path, source=path, children=tuple(place(child, path) for child in node.children))

    below = tuple(place(child, ()) for child in children)
    return Node((), "root", Text({"": "All"}), (), 1.0, combine, missing, coverage, below)


class Places:
    def at(self, *path: str) -> Place:
        return Place("small.yaml", 1, 1, path=path)

    key = at

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        return self.at(*path)


def definition(root: Node, better: Mapping[str, Better] | None = None) -> Definition:
    """Measures are better when higher unless told. Entities are units."""
    measures = {
        node.measure: Measure(node.measure, node.title, (better or {}).get(node.measure, "higher"), "number", Entered())
        for node in root.walk()
        if node.measure is not None
    }
    units = (Hierarchy("place", ("unit",)),)
    return Definition("small", Text({"": "All"}), "small.yaml", "", Places(), root, measures, {}, hierarchies=units)


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


DAYS = st.dates(date(2020, 6, 1), date(2024, 6, 1))
FACTORS = st.sampled_from([1.0, 1.1, 0.5])
MOVING = st.builds(Bound, NUMBERS, st.sampled_from(["baseline", "previous"]), FACTORS)
OTHER = st.builds(Bound, NUMBERS, st.just("measure"), FACTORS, st.just("m0"))
REACHED = st.one_of(
    st.builds(Bound, NUMBERS, st.sampled_from(["lowest", "highest"]), FACTORS),
    st.builds(lambda k: Bound(0.0, "mean", spread=k), st.sampled_from([-2.0, -0.5, 0.0, 1.0])),
    st.builds(lambda p: Bound(0.0, "percentile", percentile=p), st.sampled_from([0.0, 10.0, 50.0, 97.5, 100.0])),
)
BOUNDS = st.one_of(NUMBERS.map(number), NUMBERS.map(number), MOVING, OTHER, REACHED)
PAIRS: st.SearchStrategy[tuple[Bound, Bound]] = st.one_of(  # most others would contradict one another
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: (number(min(pair)), number(max(pair)))),
    st.just((Bound(0.0, "lowest"), Bound(0.0, "highest"))),
    st.just((Bound(0.0, "mean", spread=-1.0), Bound(0.0, "mean", spread=1.0))),
    st.just((Bound(0.0, "percentile", percentile=5.0), Bound(0.0, "percentile", percentile=90.0))),
    st.just((Bound(-1.0, "measure", measure="m0"), Bound(2.0, "measure", measure="m0"))),
    st.just((Bound(0.0, "baseline"), Bound(3.0, "baseline"))),
)
LEVELS = st.sampled_from([(), (), (), ("unit",), ("total",), ("total", "unit")])


@st.composite
def moving(draw: st.DrawFn, bounds: st.SearchStrategy[Bound]) -> Bound | Dated:
    if draw(st.integers(0, 3)):
        return draw(bounds)
    return Dated(tuple((day, draw(bounds)) for day in sorted(draw(st.sets(DAYS, min_size=1, max_size=3)))))


@st.composite
def goals(draw: st.DrawFn, better: Better) -> Goal | None:
    kinds = ["floor_goal", "floor_goal", "floor_goal", "points", "at_least", "at_most", "inside", ""]
    kind = "within" if better == "inside" else draw(st.sampled_from(kinds))
    if not kind:
        return None
    more: dict[str, Any] = {"log": draw(st.sampled_from([False, False, True])), "levels": draw(LEVELS)}
    if kind == "points":
        places = sorted(draw(st.sets(NUMBERS, min_size=2, max_size=5)))
        scores = sorted(draw(st.integers(0, 100)) for _ in places)
        return Goal(kind, tuple(number(v) for v in places), tuple(float(s) for s in scores), **more)
    if kind == "floor_goal":
        low, high = draw(PAIRS)
        bounds = (draw(moving(st.just(low))), draw(moving(st.just(high))))
        return Goal(kind, bounds[::-1] if better == "lower" else bounds, **more)
    many = {"inside": 2, "within": 4}.get(kind, 1)
    if draw(st.booleans()):
        return Goal(kind, tuple(number(v) for v in sorted(draw(NUMBERS) for _ in range(many))), **more)
    return Goal(kind, tuple(draw(moving(BOUNDS)) for _ in range(many)), **more)


@st.composite
def cases(draw: st.DrawFn, most_periods: int = 3, most_entities: int = 3) -> Case:
    found: dict[str, Goal | None] = {}
    better: dict[str, Better] = {}
    serial = count()

    def rules() -> dict[str, Any]:
        return {
            "combine": draw(st.sampled_from(["mean", "geometric", "weakest"])),
            "missing": draw(st.sampled_from(["skip", "zero"])),
            "coverage": draw(st.sampled_from([0.0, 0.0, 0.5, 0.8])),
        }

    def grow(depth: int) -> Node:
        weight = draw(WEIGHTS)
        if depth == 0 or draw(st.booleans()):
            id = f"m{len(found)}"
            better[id] = draw(st.sampled_from(["higher", "higher", "lower", "inside"]))
            found[id] = goal = draw(goals(better[id]))
            return leaf(id, goal, weight)
        children = [grow(depth - 1) for _ in range(draw(st.integers(1, 3)))]
        return node(f"f{next(serial)}", *children, weight=weight, **rules())

    root = tree(*(grow(draw(st.integers(0, 3))) for _ in range(draw(st.integers(1, 3)))), **rules())
    entities, periods = draw(st.integers(1, most_entities)), draw(st.integers(2, most_periods))
    table = {m: [[draw(CELLS) for _ in range(entities)] for _ in range(periods)] for m in found}
    return Case(definition(root, better), values(table, years(periods)), found)


def forest(seed: int, entities: int) -> Case:
    """A random tree of four levels over two years, with mixed rules, ties, zeros and gaps; an answer for each entity."""
    random = np.random.default_rng(seed)
    found: dict[str, Goal | None] = {}
    percent = floor_goal(0, 100)
    others = (percent, percent, percent, percent, Goal("at_least", (number(50),)), floor_goal(0, Bound(20.0, "baseline", 0.5)))
    others += (floor_goal(5, 100, log=True), floor_goal(0, dated({"2021-12-31": 50, "2022-12-31": 100})), None)

    def grow(id: str, depth: int) -> Node:
        weight = float(random.choice([0, 1, 1, 2, 2.5, 7]))
        if depth == 0 or random.random() < 0.15:
            found[id] = others[random.integers(len(others))]
            return leaf(id, found[id], weight)
        children = (grow(f"{id}{n}", depth - 1) for n in range(random.integers(1, 5)))
        return node(id, *children, weight=weight, **rules())

    def rules() -> dict[str, Any]:
        return {
            "combine": str(random.choice(["mean", "geometric", "weakest"])),
            "missing": str(random.choice(["skip", "skip", "zero"])),
            "coverage": float(random.choice([0, 0, 0, 0.4])),
        }

    root = tree(*(grow("abc"[n], 2) for n in range(random.integers(1, 4))), **rules())
    shape = (len(found), 2, entities)
    value = np.where(random.random(shape) < 0.4, random.integers(0, 6, shape) * 20.0, random.random(shape) * 110 - 4)
    value = np.where(random.random(shape) < 0.2, value[:, :1], value)  # some do not move
    gaps = random.choice([0, 0, 0, 0, 0, 0, 0, 0, 0, Reason.NO_ROWS, Reason.NOT_COVERED, Reason.NOT_AT_LEVEL], shape).astype(
        np.int8
    )
    members = (Entity(), *(Entity((f"e{i}",), ("unit",)) for i in range(1, entities)))
    n, se = np.where(gaps == 0, 1, 0).astype(np.int64), np.full(shape, np.nan)
    table = Values(tuple(found), years(2), members, np.where(gaps == 0, value, np.nan), gaps, n, se)
    return Case(definition(root), table, found)
