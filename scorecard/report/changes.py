"""What changed most and why: the total's change and the parts that add up to it, as shown.

Enters: a View. Leaves: `Changes`, or None when nothing is compared.
"""

from __future__ import annotations

from math import isnan
from typing import Literal

from scorecard.records.comparison import Cause, Part
from scorecard.report.records import Changes, Effect
from scorecard.report.view import View
from scorecard.words import numbers, report, terms

MOST = 20
"""Parts told one by one; the others are told as a sum."""


def changes(view: View) -> Changes | None:
    comparison = view.evaluation.comparison
    if comparison is None or not view.nodes[0].children:
        return None
    for period, side in ((view.before, comparison.baseline_score), (view.now, comparison.target_score)):
        if period is not None and isnan(side[0, 0]):
            reason = terms.reason_sentence(view.evaluation.reason(0, period))
            return Changes((), (), numbers.MISSING, "", 0, report.no_split(view.period(period), reason), "", False, False)
    total = float(comparison.target_score[0, 0] - comparison.baseline_score[0, 0])
    parts = sorted(comparison.parts(0), key=lambda part: -abs(part.effect))
    tops = view.nodes[0].children
    sums = [sum(part.effect for part in parts if part.path[:1] == top.path) for top in tops]
    told = [part for part in parts[:MOST] if abs(part.effect) >= 0.05]
    rest = [part.effect for part in parts[len(told) :]]
    told.sort(key=lambda part: part.effect, reverse=total >= 0)  # first what went the way of the total

    reach = [part.effect for part in told] + sums + [sum(rest), 0.0]
    low, spread = min(reach), max(max(reach) - min(reach), 1e-9)

    def effect(
        name: str,
        above: str,
        why: str,
        shown: float,
        size: float,
        cause: Cause | Literal["rest"],
        noise: bool = False,
        node: int | None = None,
    ) -> Effect:
        text = numbers.points(shown)
        start, end = sorted((100 * (0 - low) / spread, 100 * (size - low) / spread))
        return Effect(name, above, why, text, numbers.sign(text), cause, round(start, 2), round(end - start, 2), noise, node)

    shown_sums = numbers.rounded_parts(sums, total)
    by_perspective = [
        effect(view.title(top), "", "", shown, size, "rest", view.noise(view.index[top.path]), view.index[top.path])
        for top, shown, size in zip(tops, shown_sums, sums, strict=True)
    ]
    sizes = [part.effect for part in told] + ([sum(rest)] if rest else [])
    shown_parts = numbers.rounded_parts(sizes, total)
    by_cause = [
        effect(*_named(view, part), _why(view, part), shown, part.effect, part.cause, _noise(view, part), view.index[part.path])
        for part, shown in zip(told, shown_parts, strict=False)
    ]
    if rest and numbers.sign(numbers.points(shown_parts[-1])):
        by_cause.append(effect(report.smaller_parts(len(rest)), "", "", shown_parts[-1], sum(rest), "rest"))
    one_sided = numbers.points(sum(part.effect for part in parts if part.cause in ("entered", "left")))
    zero = round(100 * -low / spread, 2)
    within = "" if comparison.noise is None else _interval(float(comparison.noise.low[0, 0]), float(comparison.noise.high[0, 0]))
    noise = view.noise(0)
    marked = noise or any(each.noise for each in (*by_perspective, *by_cause))
    return Changes(tuple(by_perspective), tuple(by_cause), numbers.points(total), one_sided, zero, "", within, noise, marked)


def _noise(view: View, part: Part) -> bool:
    """Of a value that moved. A target that moved is no noise, nor is what only one side has."""
    return part.cause == "value" and view.noise(view.index[part.path])


def _interval(low: float, high: float) -> str:
    return "" if isnan(low) else report.change_interval(numbers.points(low), numbers.points(high))


def _named(view: View, part: Part) -> tuple[str, str]:
    node = view.nodes[view.index[part.path]]
    return view.title(node), view.above(node)


def _why(view: View, part: Part) -> str:
    index = view.index[part.path]
    if part.cause == "goal":
        return report.goal_part()
    if part.cause == "value":
        form = view.format(index)
        return report.value_part(
            form.value(view.evaluation.value(index, view.before)), form.value(view.evaluation.value(index, view.now))
        )
    gap = view.before if part.cause == "entered" and view.before is not None else view.now
    return report.one_sided_part(view.period(gap), terms.reason(view.evaluation.reason(index, gap)))
