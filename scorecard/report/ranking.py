"""The units of each hierarchy's finest level in the order of their scores, with intervals.

Enters: a View. Leaves: a `Ranking` for each hierarchy that has several units.
"""

from __future__ import annotations

from math import isnan

from scorecard.report.entities import ENDS, hierarchies
from scorecard.report.records import Ranked, Ranking
from scorecard.report.rows import bullet
from scorecard.report.view import View
from scorecard.words import numbers, report

MOST = 40
"""Units that a ranking shows. Of more it shows the ends; the others stand in the heat map."""


def rankings(view: View) -> tuple[Ranking, ...]:
    found = (_ranking(view, units) for _, units in hierarchies(view))
    return tuple(ranking for ranking in found if len(ranking.rows) > 1)


def _ranking(view: View, units: list[int]) -> Ranking:
    everyone = view.scores.entities
    finest = max(everyone[place].level for place in units)
    peers = [place for place in units if everyone[place].level == finest and None not in everyone[place].key]
    scores = {place: view.evaluation.score(0, view.now, place) for place in peers}
    places = dict(zip(peers, numbers.ranks([*scores.values()]), strict=True))
    ordered = sorted((place for place in peers if not isnan(scores[place])), key=lambda place: -scores[place])
    rows = []
    many = len(ordered) > MOST
    for place in [*ordered[:ENDS], *ordered[-ENDS:]] if many else ordered:
        before = view.evaluation.score(0, view.before, place)
        drawn = bullet(view, 0, scores[place], before, place)
        rank = numbers.count(places[place] or 0)
        status = view.status(0, view.now, place)
        rows.append(Ranked(view.entity(everyone[place]), rank, numbers.score(scores[place]), drawn, status, place))
    note = report.ends(numbers.count(ENDS), numbers.count(len(ordered)), has_appendix=None) if many else ""
    return Ranking(view.level(everyone[units[-1]].columns[finest - 1]) if rows else "", tuple(rows), note)
