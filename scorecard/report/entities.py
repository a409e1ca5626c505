"""The units side by side: total and perspectives for every branch, region or whatever the hierarchy holds, as a heat map.

Enters: a View. Leaves: `Entities`, one for each hierarchy.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf, isnan

from scorecard.records.definition import Derived, Entered, Hierarchy
from scorecard.records.values import Entity, Reason
from scorecard.report import editions
from scorecard.report.records import Entities, HeatCell, HeatRow
from scorecard.report.view import View
from scorecard.words import numbers, report, terms

NAMED = 6
"""Names told one by one in a remark."""

WORDED = 7
"""Columns that have room for their titles; more of them are numbered."""

FEW = 40
"""Rows of the section. Where there are more, it holds the coarser levels, or the ends of the one level there is."""

ENDS = 10
"""The best and the worst of those."""

MOST = 500
"""Units shown in all. Where a hierarchy has more than its share, its finest level is left out; where one level alone has more,
its last."""


def entities(view: View) -> tuple[Entities, ...]:
    """A heat map for each hierarchy that the data hold units of."""
    known = hierarchies(view)
    return tuple(_map(view, hierarchy, units, number, len(known)) for number, (hierarchy, units) in enumerate(known, start=1))


def hierarchies(view: View) -> list[tuple[Hierarchy, list[int]]]:
    """Those that the data hold units of, with their entities' places, the total first."""
    by_columns: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, entity in enumerate(view.scores.entities):
        by_columns[entity.columns].append(place)
    known = []
    for hierarchy in view.definition.hierarchies:
        depths = range(1, len(hierarchy.levels) + 1)
        if places := [place for depth in depths for place in by_columns.get(hierarchy.levels[:depth], ())]:
            known.append((hierarchy, [0, *places]))
    return known


def chosen(view: View, hierarchy: Hierarchy, units: list[int], of: int) -> tuple[list[int], int, int, dict[int, int]]:
    """The units shown of one of so many hierarchies, each under the one it belongs to; the finest level shown; how many are left
    out; the ranks."""
    everyone, most = view.scores.entities, MOST // of
    totals = [view.evaluation.score(0, view.now, place) for place in range(len(everyone))]
    order = _in_order(everyone, units, totals)
    depth = len(hierarchy.levels)
    while depth > 1 and sum(everyone[place].level <= depth for place in order) > most:
        depth -= 1
    shown = [place for place in order if everyone[place].level <= depth][: most + 1]
    return shown, depth, len(order) - len(shown), _ranks(everyone, units, totals)


def _map(view: View, hierarchy: Hierarchy, units: list[int], number: int, of: int) -> Entities:
    """The heat map of a hierarchy, one of several: `units` are its entities' places, the total first."""
    everyone = view.scores.entities
    shown, depth, left, ranks = chosen(view, hierarchy, units, of)
    columns = [0, *(view.index[top.path] for top in view.nodes[0].children)]
    rows = []
    for place in shown:
        points = (
            ""
            if view.before is None
            else numbers.points(view.evaluation.score(0, view.now, place) - view.evaluation.score(0, view.before, place))
        )
        cells = tuple(_cell(view, column, place) for column in columns)
        noise = view.noise(0, place) and points != numbers.MISSING
        rows.append(
            HeatRow(
                view.entity(everyone[place]),
                everyone[place].level,
                numbers.count(ranks[place]) if place in ranks else "",
                points,
                noise,
                cells,
                place,
            )
        )

    titles = tuple(view.title(top) for top in view.nodes[0].children)
    remarks = _remarks(view, units)
    if len(titles) > WORDED:
        remarks.insert(0, report.key(titles))
        titles = tuple(str(number) for number in range(1, len(titles) + 1))
    if any(row.noise for row in rows):
        remarks.append(report.noise_legend())
    if left:
        remarks.insert(0, report.left_out(numbers.count(left), MOST // of))
    by = terms.listed([view.level(level) for level in hierarchy.levels])
    name = "" if of == 1 else terms.capital(view.level(hierarchy.name))
    some, note = _some_rows(rows, has_appendix="appendix" in editions.sections(view.definition.report))
    return Entities(
        f"units-{number}", name, by, depth, (terms.kind("root"), *titles), tuple(columns), tuple(rows), some, tuple(remarks), note
    )


def _some_rows(rows: list[HeatRow], *, has_appendix: bool) -> tuple[tuple[HeatRow, ...], str]:
    """What a section has room for of many rows, and what it says about the others."""
    if len(rows) <= FEW:
        return (), ""
    number = numbers.count(len(rows) - 1)
    for depth in range(max(row.depth for row in rows) - 1, 0, -1):
        coarser = tuple(row for row in rows if row.depth <= depth)
        if len(coarser) <= FEW:
            return coarser, report.coarser_units(number, has_appendix=has_appendix)
    ranked = [row for row in rows if row.rank and row.depth == rows[1].depth]
    if rows[-1].depth > rows[1].depth:  # units of several levels: those of the coarsest
        number = numbers.count(len(ranked))
    return (rows[0], *ranked[:ENDS], *ranked[-ENDS:]), report.ends(numbers.count(ENDS), number, has_appendix=has_appendix)


def _in_order(everyone: tuple[Entity, ...], units: list[int], totals: list[float]) -> list[int]:
    """The total, then every unit under the one it belongs to: best first, then those without a score, what names no unit last."""
    known = {everyone[place].key for place in units}
    below: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for place in units[1:]:
        above = everyone[place].key[:-1]
        while above not in known:  # typed-in values may know a unit and not the one above it
            above = above[:-1]
        below[above].append(place)
    order: list[int] = []
    waiting = [0]
    while waiting:
        place = waiting.pop()
        order.append(place)
        key = everyone[place].key
        children = below[key]
        if key[-1:] == (None,) and [everyone[child].key[-1] for child in children] == [None]:
            continue  # the unassigned of the unassigned are themselves
        children.sort(key=lambda child: (everyone[child].key[-1] is None, _order(totals[child])))
        waiting += reversed(children)
    return order


def _ranks(everyone: tuple[Entity, ...], units: list[int], totals: list[float]) -> dict[int, int]:
    """Places among the units of the same level, unassigned ones apart."""
    found: dict[int, int] = {}
    for level in {everyone[place].level for place in units[1:]}:
        peers = [place for place in units if everyone[place].level == level and None not in everyone[place].key]
        ranks = numbers.ranks([totals[place] for place in peers])
        found |= {place: rank for place, rank in zip(peers, ranks, strict=True) if rank is not None}
    return found


def _order(score: float) -> float:
    return inf if isnan(score) else -score


def _cell(view: View, column: int, entity: int) -> HeatCell:
    score = view.evaluation.score(column, view.now, entity)
    if isnan(score):
        reason = view.evaluation.reason(column, view.now, entity)
        return HeatCell("" if reason == Reason.NOT_AT_LEVEL else numbers.MISSING, None, terms.reason_sentence(reason))
    status = view.status(column, view.now, entity)
    return HeatCell(numbers.score(score), None if status is None else status.level, status.name if status else "")


def _remarks(view: View, units: list[int]) -> list[str]:
    everyone = view.scores.entities
    found = [report.rank_note()]
    blanks = {everyone[place].columns[-1]: None for place in units if everyone[place].key[-1:] == (None,)}
    if blanks:
        found.append(report.unassigned([view.level(column) for column in blanks]))
    finest = max(units, key=lambda place: everyone[place].level)
    blind = [
        view.title(node)
        for index, node in enumerate(view.nodes)
        if node.measure is not None and view.evaluation.reason(index, view.now, finest) == Reason.NOT_AT_LEVEL
    ]
    if blind:
        found.append(report.not_at_level(_some(blind)))
    if lent := _inherited(view, units):
        found.append(report.inherited(_some(lent)))
    return found


def _some(names: list[str]) -> list[str]:
    return names[:NAMED] + ([report.more(len(names) - NAMED)] if len(names) > NAMED else [])


def _inherited(view: View, units: list[int]) -> list[str]:
    """Measures whose data may lend values downwards, and whose finest units all repeat those above them, rows and all:
    of rows that are told apart, no two siblings can hold all."""
    everyone, values = view.scores.entities, view.values
    depth = max(everyone[unit].level for unit in units)
    place_of = {everyone[place].key: place for place in units}
    finest = [place for place in units if everyone[place].level == depth and everyone[place].key[:-1] in place_of]
    above = [place_of[everyone[place].key[:-1]] for place in finest]
    if len(set(above)) == len(above):
        return []
    now = values.periods.index(view.evaluation.target)
    found = []
    for node in view.nodes:
        measure = view.definition.measures.get(node.measure or "")
        if measure is None or isinstance(measure.how, Derived):
            continue
        dataset = view.definition.datasets.get("entered" if isinstance(measure.how, Entered) else measure.how.dataset)
        if dataset is not None and dataset.inherit:
            row = values.measures.index(measure.id)
            same = [array[row, now, finest] == array[row, now, above] for array in (values.value, values.n)]
            if (same[0] & same[1]).all():
                found.append(view.title(node))
    return list(dict.fromkeys(found))
