"""A node as a row of a table: its numbers as text, its bullet graph, its history as a line.

Enters: a View and a node's index. Leaves: `Row`.
"""

from __future__ import annotations

from math import isnan, nan
from typing import Literal

from scorecard.records.definition import FromRows
from scorecard.records.values import Reason
from scorecard.report.records import Bullet, Row, Spark
from scorecard.report.view import View
from scorecard.words import numbers, report, terms

SURE = 0.9
"""A status that is less likely than this to be the right one says so."""


def row(view: View, index: int) -> Row:
    node = view.nodes[index]
    before, now = view.evaluation.score(index, view.before), view.evaluation.score(index, view.now)
    baseline = target = change = ""
    first = second = nan
    if node.measure is not None:
        form = view.format(index)
        first, second = view.evaluation.value(index, view.before), view.evaluation.value(index, view.now)
        baseline, target, change = form.value(first), form.value(second), form.change(second - first)
    coverage = float(view.scores.leaf_coverage[index, view.now, 0])
    status = view.status(index, view.now)
    return Row(
        name=view.title(node),
        kind=node.kind,
        depth=max(0, len(node.path) - 1),
        weight=numbers.share(float(view.scores.weight[index])),
        baseline=baseline,
        target=target,
        change=change,
        baseline_score=numbers.score(before),
        score=numbers.score(now),
        points=numbers.points(now - before),
        status=status,
        coverage=numbers.share(coverage),
        is_partial=not isnan(now) and coverage < 1 - 1e-9,
        bullet=bullet(view, index, now, before),
        spark=_spark(view, index),
        notes=(*_notes(view, index), *_sample(view, index)),
        within="" if node.measure is None else view.format(index).between(*view.evaluation.interval(index, view.now)),
        sure=report.sure(numbers.chance(view.sure(index))) if status is not None and view.sure(index) < SURE else "",
        change_noise=node.measure is not None and view.noise(index),
        points_noise=view.noise(index) and not target_moved(view, index) and not isnan(now - before),
        node=index,
        raw=tuple("" if isnan(number) else f"{number:.9g}" for number in (first, second, second - first)),
    )


def target_moved(view: View, index: int, entity: int = 0) -> bool:
    """Whether a measure's score moved for its target too, which is no noise."""
    comparison = view.evaluation.comparison
    return comparison is not None and bool(comparison.goal_effect[index, entity])


def _sample(view: View, index: int) -> tuple[str, ...]:
    """How many stand behind a value of a sample's or a survey's. Of what is withheld nothing is told."""
    node = view.nodes[index]
    how = view.measure(index).how if node.measure is not None else None
    if not isinstance(how, FromRows) or (how.survey is None and how.sampling is None):
        return ()
    if isnan(view.evaluation.value(index, view.now)):
        return ()
    return (sample(how, view.evaluation.number(index, view.now)),)


def sample(how: FromRows, number: int) -> str:
    """So many answers, assessments or records."""
    kind: Literal["answers", "assessments", "records"] = "records"
    if how.survey is not None:
        kind = "assessments" if how.survey.rubric else "answers"
    return report.sample(numbers.count(number), kind, number)


def _notes(view: View, index: int) -> tuple[str, ...]:
    """Why a value or score is missing, now or at baseline."""
    node = view.nodes[index]
    if node.measure is None and not node.children:
        return ()
    now = view.evaluation.reason(index, view.now)
    then = now if view.before is None else view.evaluation.reason(index, view.before)
    if node.weight == 0 and node.path:
        return (report.SHOWN_ONLY,)
    if now != Reason.PRESENT and now == then:
        return (terms.reason(now),)
    found = []
    for period, reason in ((view.before, then), (view.now, now)):
        if period is not None and reason != Reason.PRESENT:
            found.append(f"{view.period(period)}: {terms.reason(reason)}")
    return tuple(found)


def bullet(view: View, index: int, now: float, before: float, entity: int = 0) -> Bullet:
    """A node's, in total or of a unit."""
    low, high = view.bounds(index)
    ends = view.score_interval(index, view.now, entity)
    whisker = None if isnan(ends[0]) else ends
    return Bullet(None if isnan(now) else now, None if isnan(before) else before, low, high, whisker, numbers.scores(*ends))


def shades(view: View) -> tuple[tuple[float, float, int], ...]:
    """What all bullet graphs stand on: the status bands."""
    starts = [start for start, _ in view.bands]
    return tuple(
        (max(start, 0), min(end, 100) - max(start, 0), status.level)
        for (start, status), end in zip(view.bands, [*starts, 100.0][1:], strict=True)
        if min(end, 100) > max(start, 0)
    )


def _spark(view: View, index: int) -> Spark | None:
    """The values of a measure, the scores of a group, through the periods shown; each line fills its own height."""
    count = len(view.scores.periods)
    if count < 3:
        return None
    node = view.nodes[index]
    heights = [view.evaluation.score(index, p) if node.measure is None else view.evaluation.value(index, p) for p in range(count)]
    known = [height for height in heights if not isnan(height)]
    if len(known) < 2:
        return None
    low, spread = min(known), max(known) - min(known)
    stretches: list[list[tuple[float, float]]] = [[]]
    for place, height in enumerate(heights):
        if isnan(height):
            stretches.append([])
        else:
            y = 50.0 if spread == 0 else 100 * (1 - (height - low) / spread)
            stretches[-1].append((round(100 * place / (count - 1), 1), round(y, 1)))
    kept = tuple(tuple(stretch) for stretch in stretches if stretch)
    return Spark(kept, kept[-1][-1] if not isnan(heights[-1]) else None)
