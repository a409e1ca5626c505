"""Scoring and roll-up, 10,000 entities × 200 measures × 20 periods, against Python row by row.

Enters: nothing. Leaves: `Row`s; raises Disagreement when the rival finds other scores. `python -m benchmarks scoring`.

The rival reads a dict per entity and period and keeps what an able programmer would keep: targets resolved once per entity,
locals, no classes. It works on a few entities, where it must find all that ours finds, and is timed per cell. Both are CPU
seconds (on an idle machine, wall seconds), medians of five runs in turns. The memory is the most in use at any time of the
first run, less what was in use when the input stood. Then once more with means, geometric means, weakest children and gaps that
count as zero in one tree: that must find what plain recursion finds, and hold the same bar in seconds.
"""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np

from benchmarks.rows import Disagreement, Row
from scorecard import scoring
from scorecard.problems import Place
from scorecard.records.definition import (
    Bound,
    Combine,
    Definition,
    Entered,
    Knot,
    Measure,
    Missing,
    Node,
    NodeKind,
    Period,
    Target,
    Text,
)
from scorecard.records.scores import Scores
from scorecard.records.values import Entity, Reason, Values

ENTITIES, MEASURES, PERIODS = 10_000, 200, 20
SAMPLE = 25  # entities that the rival scores
FACTORS, PERSPECTIVES = 20, 4
SECONDS, MEGABYTES, TIMES = 1.0, 1000.0, 50.0  # the bar
GAPS = 0.05  # of the values are missing

Result = TypeVar("Result")


class _Nowhere:
    """Places of a definition that no file holds."""

    def at(self, *path: str) -> Place:
        return Place("benchmark.yaml", path=path)

    key = at

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        return self.at(*path)


def _measure(index: int) -> tuple[Measure, Node]:
    """Every second is better when lower; every tenth is judged by its baseline."""
    id, lower = f"m{index}", index % 2 == 1
    low, high = (Bound(0.0, "baseline", 0.8), Bound(0.0, "baseline", 1.3)) if index % 10 == 0 else (Bound(0.1), Bound(0.9))
    floor, goal = (high, low) if lower else (low, high)
    factor = index % FACTORS
    path = (f"p{factor % PERSPECTIVES}", f"f{factor}", id)
    target = Target("line", (Knot(floor, 0.0), Knot(goal, 100.0)))
    leaf = Node(path, "measure", Text({"": id}), path, weight=1.0 + index % 3, measure=id, target=target)
    return Measure(id, Text({"": id}), "lower" if lower else "higher", "number", Entered()), leaf


MIX: tuple[tuple[Combine, Missing], ...] = (("geometric", "skip"), ("mean", "zero"), ("weakest", "skip"), ("geometric", "zero"))
"""In turns over the factors, and over the perspectives."""


def _node(
    kind: NodeKind, path: tuple[str, ...], weight: float, children: tuple[Node, ...], rule: tuple[Combine, Missing]
) -> Node:
    title, coverage = Text({"": "/".join(path)}), 0.5 if kind == "factor" else 0.0
    return Node(path, kind, title, path, weight, *rule, coverage=coverage, children=children)


def case(entities: int = ENTITIES, mixed: bool = False) -> tuple[Definition, Values]:
    """Deterministic. Scoring reads neither n nor standard errors, so these take no memory here."""
    plain: tuple[Combine, Missing] = ("mean", "skip")
    made = [_measure(index) for index in range(MEASURES)]
    perspectives: list[Node] = []
    for p in range(PERSPECTIVES):
        factors: list[Node] = []
        for f in range(p, FACTORS, PERSPECTIVES):
            leaves = tuple(leaf for _, leaf in made[f::FACTORS])
            rule = MIX[f // PERSPECTIVES % len(MIX)] if mixed else plain
            factors.append(_node("factor", (f"p{p}", f"f{f}"), 1.0 + f % 4, leaves, rule))
        rule = MIX[p % len(MIX)] if mixed else plain
        perspectives.append(_node("perspective", (f"p{p}",), 1.0 + p, tuple(factors), rule))
    root = _node("root", (), 1.0, tuple(perspectives), plain)
    measures = {measure.id: measure for measure, _ in made}
    definition = Definition("benchmark", root.title, "benchmark.yaml", "", _Nowhere(), root, measures, {})

    random = np.random.default_rng(7)
    shape = (MEASURES, PERIODS, entities)
    value, reason = np.empty(shape), np.zeros(shape, np.int8)
    for row in range(MEASURES):  # one by one, so that building takes little more than the input itself
        random.random(out=value[row])
        gaps = random.random(shape[1:], dtype=np.float32) < GAPS
        value[row][gaps], reason[row][gaps] = np.nan, Reason.NO_ROWS
    periods = tuple(Period(f"{y}", date(y, 1, 1), date(y + 1, 1, 1), "year") for y in range(2001, 2001 + PERIODS))
    members = (Entity(), *(Entity((f"e{i}",), ("unit",)) for i in range(1, entities)))
    n, se = np.broadcast_to(np.int64(1), shape), np.broadcast_to(np.nan, shape)
    return definition, Values(tuple(measures), periods, members, value, reason, n, se)


Table = list[dict[str, float | None]]
"""A row per entity and period, entity by entity: each measure's value, None where missing."""


def table(values: Values, entities: int) -> Table:
    rows: Table = []
    for e in range(entities):
        for p in range(PERIODS):
            column = values.value[:, p, e].tolist()
            rows.append({id: None if v != v else v for id, v in zip(values.measures, column, strict=True)})
    return rows


Found = dict[tuple[str, ...], tuple[float | None, int, float, float]]
"""By path: score, reason, coverage, leaf coverage."""


def row_by_row(definition: Definition, rows: Table) -> list[Found]:
    """The rival: for each row what ours finds too, every node's score or why there is none, and its coverages."""
    plan = []
    for perspective in definition.root.children:
        factors = []
        for factor in perspective.children:
            leaves = []
            for leaf in factor.children:
                assert leaf.measure is not None
                assert leaf.target is not None
                floor, goal = (knot.value for knot in leaf.target.knots)
                assert isinstance(floor, Bound)
                assert isinstance(goal, Bound)
                leaves.append((leaf.path, leaf.measure, leaf.weight, floor, goal))
            factors.append((factor.path, factor.weight, factor.coverage, sum(leaf[2] for leaf in leaves), leaves))
        plan.append((perspective.path, perspective.weight, sum(factor[1] for factor in factors), factors))
    all_perspectives = sum(weight for _, weight, _, _ in plan)
    no_rows, no_yardstick = int(Reason.NO_ROWS), int(Reason.NO_YARDSTICK)
    low_coverage, nothing_scored = int(Reason.LOW_COVERAGE), int(Reason.NOTHING_SCORED)

    found = []
    for start in range(0, len(rows), PERIODS):
        first = rows[start]
        targets: dict[str, tuple[float, float] | None] = {}
        for *_, factors in plan:
            for *_, leaves in factors:
                for _, measure, _, floor, goal in leaves:
                    if floor.reference is None:
                        targets[measure] = (floor.shift, goal.shift)
                    elif (base := first[measure]) is None:
                        targets[measure] = None
                    else:
                        targets[measure] = (floor.factor * base + floor.shift, goal.factor * base + goal.shift)
        for row in rows[start : start + PERIODS]:
            scores: Found = {}
            total = total_weight = total_leaves = 0.0
            for perspective_path, perspective_weight, all_factors, factors in plan:
                part = part_weight = part_leaves = 0.0
                for factor_path, factor_weight, least, all_leaves, leaves in factors:
                    points = weight = 0.0
                    for path, measure, leaf_weight, _, _ in leaves:
                        value, target = row[measure], targets[measure]
                        if value is None:
                            scores[path] = None, no_rows, 0.0, 0.0
                        elif target is None:
                            scores[path] = None, no_yardstick, 0.0, 0.0
                        else:
                            low, high = target
                            score = (value - low) / (high - low) * 100
                            score = 0.0 if score < 0 else 100.0 if score > 100 else score
                            scores[path] = score, 0, 1.0, 1.0
                            points += leaf_weight * score
                            weight += leaf_weight
                    coverage = weight / all_leaves
                    part_leaves += factor_weight * coverage
                    if not weight:
                        scores[factor_path] = None, nothing_scored, coverage, coverage
                    elif coverage < least - 1e-9:
                        scores[factor_path] = None, low_coverage, coverage, coverage
                    else:
                        scores[factor_path] = points / weight, 0, coverage, coverage
                        part += factor_weight * points / weight
                        part_weight += factor_weight
                coverage, covered = part_weight / all_factors, part_leaves / all_factors
                total_leaves += perspective_weight * covered
                if part_weight:
                    scores[perspective_path] = part / part_weight, 0, coverage, covered
                    total += perspective_weight * part / part_weight
                    total_weight += perspective_weight
                else:
                    scores[perspective_path] = None, nothing_scored, coverage, covered
            mean, reason = (total / total_weight, 0) if total_weight else (None, nothing_scored)
            scores[()] = mean, reason, total_weight / all_perspectives, total_leaves / all_perspectives
            found.append(scores)
    return found


def by_recursion(definition: Definition, rows: Table) -> list[Found]:
    """What the mixed tree must come to: slow, and timed by nobody."""

    def walk(node: Node, row: dict[str, float | None], first: dict[str, float | None], found: Found) -> None:
        if node.measure is not None:
            assert node.target is not None
            value, base = row[node.measure], first[node.measure]
            floor, goal = (knot.value for knot in node.target.knots)
            assert isinstance(floor, Bound)
            assert isinstance(goal, Bound)
            if value is None:
                found[node.path] = None, int(Reason.NO_ROWS), 0.0, 0.0
            elif floor.reference and base is None:
                found[node.path] = None, int(Reason.NO_YARDSTICK), 0.0, 0.0
            else:
                low, high = (b.factor * (base or 0.0) + b.shift if b.reference else b.shift for b in (floor, goal))
                found[node.path] = min(100.0, max(0.0, (value - low) / (high - low) * 100)), 0, 1.0, 1.0
            return
        for child in node.children:
            walk(child, row, first, found)
        everything = sum(child.weight for child in node.children)
        told = [(child.weight, *found[child.path]) for child in node.children]
        present = [(weight, score) for weight, score, *_ in told if score is not None]
        coverage = sum(weight for weight, _ in present) / everything
        leaves = sum(weight * covered for weight, *_, covered in told) / everything
        if not present or coverage < node.coverage - 1e-9:
            reason = Reason.LOW_COVERAGE if present else Reason.NOTHING_SCORED
            found[node.path] = None, int(reason), coverage, leaves
            return
        if node.missing == "zero":
            present = [(weight, score or 0.0) for weight, score, *_ in told]
        total = sum(weight for weight, _ in present)
        if node.combine == "weakest":
            score = min(score for _, score in present)
        elif node.combine == "geometric":
            score = math.prod(score ** (weight / total) for weight, score in present)
        else:
            score = sum(weight * score for weight, score in present) / total
        found[node.path] = score, 0, coverage, leaves

    all_found: list[Found] = []
    for number, row in enumerate(rows):
        all_found.append({})
        walk(definition.root, row, rows[number - number % PERIODS], all_found[-1])
    return all_found


def differences(mine: Scores, theirs: list[Found]) -> Iterator[str]:
    for number, scores in enumerate(theirs):
        entity, period = divmod(number, PERIODS)
        for index, node in enumerate(mine.nodes):
            here = index, period, entity
            score, reason, *coverages = scores[node.path]
            ours = [float(array[here]) for array in (mine.score, mine.reason, mine.coverage, mine.leaf_coverage)]
            other = [math.nan if score is None else score, float(reason), *coverages]
            if not np.allclose(ours, other, rtol=1e-9, atol=1e-9, equal_nan=True):
                yield f"{'/'.join(node.path)}, period {period}, entity {entity}: {ours}, rival {other}"


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def _resident() -> float:
    """MB of memory in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _most() -> float:
    """The most MB ever in use by this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def run(entities: int = ENTITIES, sample: int = SAMPLE, repeat: int = 5) -> list[Row]:
    definition, values = case(entities)
    rows = table(values, sample)
    before = _resident()
    ours, rivals, memory = [], [], 0.0
    for _ in range(repeat):  # in turns, so that a busy machine slows both
        taken, (scores, _) = _timed(lambda: scoring.score(definition, values, values.periods[0], values.periods))
        ours.append(taken)
        memory = memory or _most() - before  # of the first run alone
        taken, theirs = _timed(lambda: row_by_row(definition, rows))
        rivals.append(taken * entities / sample)
        if different := list(islice(differences(scores, theirs), 10)):
            raise Disagreement("scoring:\n  " + "\n  ".join(different))
        del scores, theirs  # or the next run would hold two results
    mixed, values = case(entities, mixed=True)
    several = []
    for _ in range(repeat):
        taken, (scores, _) = _timed(lambda: scoring.score(mixed, values, values.periods[0], values.periods))
        several.append(taken)
        if different := list(islice(differences(scores, by_recursion(mixed, rows)), 10)):
            raise Disagreement("scoring, mixed:\n  " + "\n  ".join(different))
        del scores
    size = f"{entities:,} × {MEASURES} × {PERIODS}"
    return [
        Row.times_faster(f"scoring {size}, CPU s (rival: Python rows, scaled)", median(ours), median(rivals), TIMES),
        Row.at_most(f"scoring {size}, CPU s (rival: the bar)", median(ours), SECONDS, 1.0),
        Row.at_most(f"scoring {size}, all rules, CPU s (rival: the bar)", median(several), SECONDS, 1.0),
        Row.at_most(f"scoring {size}, MB beside its input (rival: the bar)", memory, MEGABYTES, 1.0),
    ]
