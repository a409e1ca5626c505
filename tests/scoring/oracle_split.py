"""The parts of a change worked out one node at a time by plain recursion, from the method's definition.

A zero under a geometric mean is put as a number so small that its logarithm is a hundred million million: the limit that the
method asks for, to more than the digits that are compared. The lowest on a straight way is found with fractions, between the
points where two cross.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from math import isclose, log

from scorecard.records.definition import Node

from .build import Case
from .oracle import Cell, cell, judge

LN_ZERO = -1e14

Parts = dict[tuple[tuple[str, ...], str], float]


def ln(score: float) -> float:
    return log(score) if score > 0 else LN_ZERO


def between(a: float, b: float) -> float:
    """The logarithmic mean."""
    return a if ln(a) == ln(b) else (b - a) / (ln(b) - ln(a))


class Split:
    """Of one entity's change from `times[0]` to `times[1]`."""

    def __init__(self, case: Case, times: tuple[int, int], entity: int):
        self.case, self.times, self.entity = case, times, entity
        self.known: dict[tuple[tuple[str, ...], int], Cell] = {}

    def cell(self, node: Node, side: int) -> Cell:
        key = node.path, side
        if key not in self.known:
            self.known[key] = cell(self.case, node, self.times[side], self.entity)
        return self.known[key]

    def parts(self, node: Node) -> Parts:
        before, after = self.cell(node, 0).score, self.cell(node, 1).score
        if before is None or after is None:
            return {}
        if node.measure is not None:
            return self.leaf(node)
        found: Parts = {}
        for child in node.children:
            effect, worth, cause = self.child(node, child, before, after)
            if cause:
                found[child.path, cause] = effect
            elif worth:
                for (path, below), part in self.parts(child).items():
                    found[path, below] = found.get((path, below), 0.0) + worth * part
        return found

    def leaf(self, node: Node) -> Parts:
        assert node.measure is not None
        goal = self.case.goals[node.measure]
        assert goal is not None
        row = self.case.values.measures.index(node.measure)
        score = {}
        for curve in (0, 1):
            for when in (0, 1):
                value = float(self.case.values.value[row, self.times[when], self.entity])
                told = judge(self.case, node.measure, goal, value, self.times[curve], self.entity)
                assert isinstance(told, float)
                score[curve, when] = told
        return {
            (node.path, "value"): (score[0, 1] - score[0, 0] + score[1, 1] - score[1, 0]) / 2,
            (node.path, "goal"): (score[1, 0] - score[0, 0] + score[1, 1] - score[0, 1]) / 2,
        }

    def child(self, node: Node, child: Node, before: float, after: float) -> tuple[float, float, str]:
        """Its part of the node's change, what a point of it is worth, and the name of the part if it ends here."""
        counted = [self.counted(node, side) for side in (0, 1)]
        here = [child.path in counted[side] for side in (0, 1)]
        scored = [self.cell(child, side).score is not None for side in (0, 1)]
        if not any(here):
            return 0.0, 0.0, ""
        effect, worth = getattr(self, node.combine)(child, counted, before, after)
        if all(here):
            if all(scored):
                return effect, worth, ""
            return (effect, 0.0, "entered" if scored[1] else "left") if any(scored) else (0.0, 0.0, "")
        return effect, 0.0, "entered" if here[1] else "left"

    def counted(self, node: Node, side: int) -> dict[tuple[str, ...], tuple[float, float]]:
        """Weight and score of the children that make the node's score."""
        found = {}
        for child in node.children:
            told = self.cell(child, side)
            if child.weight and not told.outside and (told.score is not None or node.missing == "zero"):
                found[child.path] = child.weight, told.score or 0.0
        return found

    def mean(self, child, counted, before, after, of=float, scale=1.0):
        """The same formulas serve the geometric mean, `of` being the logarithm."""
        both = counted[0].keys() & counted[1].keys()
        weight = sum(counted[0][path][0] for path in both)
        if child.path in both:
            share = counted[0][child.path][0] / weight
            return share * (of(counted[1][child.path][1]) - of(counted[0][child.path][1])) * scale, share
        side = 0 if child.path in counted[0] else 1
        if both:
            kept = sum(counted[side][path][0] * of(counted[side][path][1]) for path in both) / weight
        else:
            kept = (before + after) / 2
        mine, score = counted[side][child.path]
        share = mine / sum(w for w, _ in counted[side].values())
        return (1 if side else -1) * share * (of(score) - kept) * scale, 0.0

    def geometric(self, child, counted, before, after):
        if before == after == 0:
            return 0.0, 0.0
        whole = [sum(w * ln(s) for w, s in side.values()) / sum(w for w, _ in side.values()) for side in counted]
        size = before if isclose(before, after, rel_tol=1e-12) else (after - before) / (whole[1] - whole[0])
        effect, share = self.mean(child, counted, *whole, of=ln, scale=size)
        if not share:
            return effect, 0.0
        return effect, share * size / between(counted[0][child.path][1], counted[1][child.path][1])

    def weakest(self, child, counted, before, after):
        both = counted[0].keys() & counted[1].keys()
        if child.path in both:
            ways = {path: tuple(Fraction(counted[side][path][1]) for side in (0, 1)) for path in both}
            share = float(lowest_share(ways)[child.path])
            return share * (counted[1][child.path][1] - counted[0][child.path][1]), share
        side = 0 if child.path in counted[0] else 1
        alone = {path: score for path, (_, score) in counted[side].items() if path not in both}
        ties = [path for path, score in alone.items() if score == min(alone.values())]
        if child.path not in ties:
            return 0.0, 0.0
        least = min(alone.values())
        drop = min(0.0, least - min(counted[side][path][1] for path in both)) if both else least - (before + after) / 2
        return (1 if side else -1) * drop / len(ties), 0.0


def lowest_share(ways: dict[tuple[str, ...], tuple[Fraction, ...]]) -> dict[tuple[str, ...], Fraction]:
    """The share of the way from first to second number in which each is the lowest; those that are equal share."""
    crossings = {Fraction(0), Fraction(1)}
    for (a0, a1), (b0, b1) in combinations(ways.values(), 2):
        if (a1 - a0) != (b1 - b0):
            crossings.add((a0 - b0) / ((b1 - b0) - (a1 - a0)))
    found = dict.fromkeys(ways, Fraction(0))
    for start, end in pairwise(sorted(t for t in crossings if 0 <= t <= 1)):
        middle = (start + end) / 2
        at = {path: a + middle * (b - a) for path, (a, b) in ways.items()}
        lowest = [path for path, height in at.items() if height == min(at.values())]
        for path in lowest:
            found[path] += (end - start) / len(lowest)
    return found
