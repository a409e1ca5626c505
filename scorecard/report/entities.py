"""The units side by side: total and perspectives for every branch, region or whatever the hierarchy holds, as a heat map.

Enters: a View. Leaves: `Entities`, or None when the scorecard tells no units apart.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf, isnan

from scorecard.records.values import Entity, Reason
from scorecard.report.records import Entities, HeatCell, HeatRow
from scorecard.report.view import View, clean
from scorecard.words import numbers, report, terms

NAMED = 6
"""Names told one by one in a remark."""

WORDED = 7
"""Columns that have room for their titles; more of them are numbered."""

MOST = 500
"""Units shown. Where there are more, the finest level is left out; where one level alone has more, its last."""


def entities(view: View) -> Entities | None:
    everyone = view.scores.entities
    if len(everyone) < 2:
        return None
    totals = [view.evaluation.score(0, view.now, place) for place in range(len(everyone))]
    order = _in_order(everyone, totals)
    depth = max(len(view.definition.levels), 1)
    while depth > 1 and sum(everyone[place].level <= depth for place in order) > MOST:
        depth -= 1
    shown = [place for place in order if everyone[place].level <= depth][: MOST + 1]

    columns = [0, *(view.index[top.path] for top in view.nodes[0].children)]
    ranks = _ranks(everyone, totals)
    rows = []
    for place in shown:
        points = "" if view.before is None else numbers.points(totals[place] - view.evaluation.score(0, view.before, place))
        cells = tuple(_cell(view, column, place) for column in columns)
        rows.append(HeatRow(view.entity(everyone[place]), everyone[place].level, ranks.get(place, ""), points, cells))

    levels = [clean(level.replace("_", " "), 40) for level in view.definition.levels]
    titles = tuple(view.title(top) for top in view.nodes[0].children)
    remarks = _remarks(view, levels)
    if len(titles) > WORDED:
        remarks.insert(0, report.key(titles))
        titles = tuple(str(number) for number in range(1, len(titles) + 1))
    if len(order) > len(shown):
        remarks.insert(0, report.left_out(numbers.count(len(order) - len(shown)), MOST))
    return Entities(terms.listed(levels), depth, (terms.kind("root"), *titles), tuple(rows), tuple(remarks))


def _in_order(everyone: tuple[Entity, ...], totals: list[float]) -> list[int]:
    """The total, then every unit under the one it belongs to: best first, then those without a score, what names no unit last."""
    below: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for place, entity in enumerate(everyone):
        # The unassigned of the unassigned are themselves.
        if entity.key and entity.key[-2:] != (None, None):
            below[entity.key[:-1]].append(place)
    order: list[int] = []
    waiting = [0]
    while waiting:
        place = waiting.pop()
        order.append(place)
        children = below[everyone[place].key]
        children.sort(key=lambda child: (everyone[child].key[-1] is None, _order(totals[child])))
        waiting += reversed(children)
    return order


def _ranks(everyone: tuple[Entity, ...], totals: list[float]) -> dict[int, str]:
    """Places among the units of the same level, unassigned ones apart."""
    found: dict[int, str] = {}
    for level in {entity.level for entity in everyone if entity.level}:
        peers = [place for place, entity in enumerate(everyone) if entity.level == level and None not in entity.key]
        ranks = numbers.ranks([totals[place] for place in peers])
        found |= {place: str(rank) for place, rank in zip(peers, ranks, strict=True) if rank is not None}
    return found


def _order(score: float) -> float:
    return inf if isnan(score) else -score


def _cell(view: View, column: int, entity: int) -> HeatCell:
    score = view.evaluation.score(column, view.now, entity)
    if isnan(score):
        reason = view.evaluation.reason(column, view.now, entity)
        return HeatCell("" if reason == Reason.NOT_AT_LEVEL else numbers.MISSING, None, terms.reason_sentence(reason))
    status = view.status(score)
    return HeatCell(numbers.score(score), None if status is None else status.level, status.name if status else "")


def _remarks(view: View, levels: list[str]) -> list[str]:
    found = [report.rank_note()]
    everyone = view.scores.entities
    blanks = {entity.level for entity in everyone if entity.key and entity.key[-1] is None}
    if blanks:
        found.append(report.unassigned([levels[level - 1] for level in sorted(blanks)]))
    finest = max(range(len(everyone)), key=lambda place: everyone[place].level)
    blind = [
        view.title(node)
        for index, node in enumerate(view.nodes)
        if node.measure is not None and view.evaluation.reason(index, view.now, finest) == Reason.NOT_AT_LEVEL
    ]
    if blind:
        more = [f"{len(blind) - NAMED} more"] if len(blind) > NAMED else []
        found.append(report.not_at_level(blind[:NAMED] + more))
    return found
