"""The units side by side: total and perspectives for every branch, region or whatever the hierarchy holds, as a heat map.

Enters: a View. Leaves: `Entities`, or None when the scorecard tells no units apart.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf, isnan

from scorecard.records.values import Reason
from scorecard.report.records import Entities, HeatCell, HeatRow
from scorecard.report.rows import sign
from scorecard.report.view import View, clean
from scorecard.words import numbers, report, terms

NAMED = 6
"""Names told one by one in a remark."""


def entities(view: View) -> Entities | None:
    everyone = view.scores.entities
    if len(everyone) < 2:
        return None
    columns = [0, *(view.index[top.path] for top in view.nodes[0].children)]
    totals = [view.score(0, view.now, entity) for entity in range(len(everyone))]
    ranks: dict[int, int | None] = {}
    below: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for level in range(1, len(view.definition.levels) + 1):
        peers = [place for place, entity in enumerate(everyone) if entity.level == level]
        named = [place for place in peers if None not in everyone[place].key]
        ranks.update(zip(named, numbers.ranks([totals[place] for place in named]), strict=True))
        for place in peers:
            below[everyone[place].key[:-1]].append(place)

    rows: list[HeatRow] = []

    def add(place: int) -> None:
        entity = everyone[place]
        points = "" if view.before is None else numbers.points(totals[place] - view.score(0, view.before, place))
        rank = ranks.get(place)
        rows.append(
            HeatRow(
                name=view.entity(entity),
                depth=entity.level,
                rank="" if rank is None else str(rank),
                points=points,
                trend=sign(points),
                cells=tuple(_cell(view, column, place) for column in columns),
            )
        )
        # Best first, those without a score next, what names no unit last.
        children = below[entity.key]
        if [everyone[child].key[-1] for child in children] == [None] and None in entity.key:
            return  # the unassigned of the unassigned are themselves
        for child in sorted(children, key=lambda child: (everyone[child].key[-1] is None, _order(totals[child]))):
            add(child)

    add(0)
    levels = [clean(level.replace("_", " "), 40) for level in view.definition.levels]
    titles = tuple(view.title(top) for top in view.nodes[0].children)
    return Entities(terms.listed(levels), len(levels), (terms.kind("root"), *titles), tuple(rows), _remarks(view, levels))


def _order(score: float) -> float:
    return inf if isnan(score) else -score


def _cell(view: View, column: int, entity: int) -> HeatCell:
    score = view.score(column, view.now, entity)
    if isnan(score):
        reason = view.reason(column, view.now, entity)
        return HeatCell("" if reason == Reason.NOT_AT_LEVEL else numbers.MISSING, None, terms.reason_sentence(reason))
    status = view.status(score)
    return HeatCell(numbers.score(score), None if status is None else status.level, status.name if status else "")


def _remarks(view: View, levels: list[str]) -> tuple[str, ...]:
    found = [report.rank_note()]
    everyone = view.scores.entities
    blanks = {entity.level for entity in everyone if entity.key and entity.key[-1] is None}
    if blanks:
        found.append(report.unassigned([levels[level - 1] for level in sorted(blanks)]))
    finest = max(range(len(everyone)), key=lambda place: everyone[place].level)
    blind = [
        view.title(node)
        for index, node in enumerate(view.nodes)
        if node.measure is not None and view.reason(index, view.now, finest) == Reason.NOT_AT_LEVEL
    ]
    if blind:
        more = [f"{len(blind) - NAMED} more"] if len(blind) > NAMED else []
        found.append(report.not_at_level(blind[:NAMED] + more))
    return tuple(found)
