"""How the scores come about, what each node weighs and is held against, and where every number comes from.

Enters: a View. Leaves: `Method`.
"""

from __future__ import annotations

from math import isnan

from scorecard.records.definition import Node
from scorecard.report.records import Method, Weight
from scorecard.report.view import View, clean
from scorecard.words import dates, numbers, report


def method(view: View) -> Method:
    return Method(report.METHOD, tuple(_weight(view, node) for node in view.nodes[1:]), _facts(view))


def _weight(view: View, node: Node) -> Weight:
    index = view.index[node.path]
    weight = float(view.scores.weight[index])
    return Weight(view.title(node), node.kind, len(node.path) - 1, numbers.share(weight, 1), _target(view, index))


def _target(view: View, index: int) -> str:
    """The whole target, all its points included, as it holds now in total."""
    low, high = view.bounds(index)
    curve = view.scores.curves.get(index)
    if not high or curve is None:
        return ""
    if curve.shape == "inside":
        return report.inside(high)
    if curve.shape != "line":
        return high
    knots = view.knots(curve)
    scores = sorted(score for _, score in knots)
    if scores in ([0, 100], [0, 0, 100, 100]):
        return report.floor_and_goal(low, high)
    form = numbers.format_for(view.unit(index), [value for value, _ in knots], view.definition.currency)
    return report.points([(form.exact(value), numbers.plain(score)) for value, score in knots if not isnan(value)])


def _facts(view: View) -> tuple[tuple[str, str], ...]:
    evaluation, definition = view.evaluation, view.definition
    periods = [
        (label, f"{period.id}: {dates.span(period, definition.calendar)}")
        for label, period in ((report.BASELINE, evaluation.baseline), (report.TARGET, evaluation.target))
        if period is not None
    ]
    shown = [view.period(period) for period in range(len(view.scores.periods))]
    if len(shown) > 2:
        periods.append((report.HISTORY, report.history(shown[0], shown[-1], len(shown))))
    return (
        (report.SCORECARD, clean(definition.id)),
        (report.DEFINITION, clean(definition.file)),
        (report.DIGEST, definition.sha256),
        *periods,
        (report.MADE_WITH, f"scorecard {evaluation.version}"),
        *dict.fromkeys((clean(file.file), report.read(numbers.count(file.rows), file.sha256)) for file in evaluation.files),
    )
