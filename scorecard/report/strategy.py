"""The strategy map: a row of boxes for each perspective, and the arrows between what helps and what is helped.

Enters: a View. Leaves: `Map`, or None where the definition draws no arrows.
"""

from __future__ import annotations

from collections import defaultdict

from scorecard.report.records import Arrow, Box, Map, MapRow
from scorecard.report.view import View
from scorecard.words import insights as words
from scorecard.words import numbers, terms

MOST = 12
"""Boxes of a row; a perspective with more shows its heaviest."""


def strategy(view: View) -> Map | None:
    if not view.definition.links:
        return None
    drawn = [_boxes(view, view.index[top.path]) for top in view.nodes[0].children]
    place = {node: (row, (2 * at + 1) * 50 / len(boxes)) for row, boxes in enumerate(drawn) for at, node in enumerate(boxes)}
    arrows: list[list[Arrow]] = [[] for _ in drawn]
    others: dict[int, list[str]] = defaultdict(list)
    for link in view.definition.links:
        source, target = (_box(view, path, place) for path in (link.source, link.target))
        if source is None or target is None:
            continue
        (row, x), (other, goal) = place[source], place[target]
        if row == other + 1:
            arrows[other].append(Arrow(round(x, 1), round(goal, 1)))
        else:
            others[source].append(terms.isolated(view.title(view.nodes[target])))
    rows = tuple(
        MapRow(view.title(top), tuple(_told(view, node) for node in boxes), tuple(lines))
        for top, boxes, lines in zip(view.nodes[0].children, drawn, arrows, strict=True)
        if boxes
    )
    said = tuple(words.helps(view.title(view.nodes[source]), terms.listed(targets)) for source, targets in others.items())
    return Map(rows, said)


def _boxes(view: View, top: int) -> list[int]:
    below = [view.index[child.path] for child in view.nodes[top].children]
    heaviest = sorted(below, key=lambda node: -float(view.scores.weight[node]))[:MOST]
    return [node for node in below if node in heaviest]


def _box(view: View, path: tuple[str, ...], place: dict[int, tuple[int, float]]) -> int | None:
    """The box that a node stands in: its own, or that of the factor above it."""
    for end in range(len(path), 0, -1):
        if (node := view.index[path[:end]]) in place:
            return node
    return None


def _told(view: View, node: int) -> Box:
    status = view.status(node, view.now)
    return Box(view.title(view.nodes[node]), numbers.score(view.evaluation.score(node, view.now)), status)
