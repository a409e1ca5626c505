"""Baseline against target, drawn: the waterfall of the total, and a dumbbell for each measure that moved.

Enters: a View, the changes. Leaves: `Step`s and `Dumbbell`s.
"""

from __future__ import annotations

from math import isnan

from scorecard.report.records import Changes, Dumbbell, Step
from scorecard.report.rows import target_moved
from scorecard.report.view import View
from scorecard.words import insights as words
from scorecard.words import numbers

MOST = 20
"""Dumbbells that are drawn."""

ROOM = 0.15
"""Of the waterfall's height, left free under its lowest step, so that the totals are seen to be cut."""


def waterfall(view: View, changes: Changes | None) -> tuple[Step, ...]:
    """From the total at baseline over what each perspective added or took to the total now. Empty where nothing is split."""
    comparison = view.evaluation.comparison
    if comparison is None or changes is None or changes.missing:
        return ()
    before, after = float(comparison.baseline_score[0, 0]), float(comparison.target_score[0, 0])
    parts = comparison.parts(0)
    sums = [sum(part.effect for part in parts if part.path[:1] == top.path) for top in view.nodes[0].children]
    edges = [before]
    for size in sums:
        edges.append(edges[-1] + size)
    low, high = min(*edges, after), max(*edges, after)
    spread = max(high - low, 1e-9)
    floor = max(0.0, low - ROOM * spread / (1 - ROOM))
    scale = 100 / max(high - floor, 1e-9)

    def step(name: str, text: str, start: float, end: float, sign: int, noise: bool = False) -> Step:
        first, last = sorted((start, end))
        return Step(name, text, round((first - floor) * scale, 2), round((last - first) * scale, 2), sign, noise)

    told = [
        step(effect.name, effect.points, edges[place], edges[place + 1], 1 if sums[place] >= 0 else -1, effect.noise)
        for place, effect in enumerate(changes.by_perspective)
    ]
    return (
        step(view.period(view.before or 0), numbers.score(before), floor, before, 0),
        *told,
        step(view.period(view.now), numbers.score(after), floor, after, 0),
    )


def dumbbells(view: View) -> tuple[tuple[Dumbbell, ...], str]:
    """Measures that have a score in both periods, the furthest moved first; and what is said where these are not all."""
    if view.before is None:
        return (), ""
    found = []
    for index, node in enumerate(view.nodes):
        before, after = view.evaluation.score(index, view.before), view.evaluation.score(index, view.now)
        if node.measure is None or not view.scores.weight[index] or isnan(before) or isnan(after):
            continue
        noise = view.noise(index) and not target_moved(view, index)
        told = numbers.score(before), numbers.score(after), numbers.points(after - before)
        found.append(Dumbbell(view.title(node), view.above(node), *told, round(before, 2), round(after, 2), noise, index))
    found.sort(key=lambda dumbbell: -abs(dumbbell.after_at - dumbbell.before_at))
    said = words.shown_changes(numbers.count(MOST), numbers.count(len(found))) if len(found) > MOST else ""
    return tuple(found[:MOST]), said
