"""What a measure is held against, in words: the values that hold now, and what they come from.

Enters: a View and a leaf's index. Leaves: text such as `floor 20%, goal 27.5% (baseline × 1.1); logarithmic scale`.
"""

from __future__ import annotations

from collections import defaultdict
from math import isfinite

from scorecard.records.definition import Bound, Dated, Knot, Target
from scorecard.report.view import View, clean
from scorecard.words import dates, method, numbers, report, terms


def target(view: View, index: int) -> str:
    """The whole target, all its points included, as it holds now in total. Empty without one."""
    rule = view.nodes[index].target
    if rule is None:
        return ""
    known = _known(view, index, rule)
    form = view.form(view.measure(index), [value for values in known.values() for value in values])
    texts = [_knot(view, index, knot, _now(knot, rule, known), form) for knot in rule.knots]
    said = [_shape(rule, texts)]
    if rule.scale == "log":
        said.append(method.logarithmic())
    if rule.levels:
        said.append(method.holds_for([terms.kind("root").lower() if at == "total" else view.level(at) for at in rule.levels]))
    return "; ".join(said)


def _shape(rule: Target, texts: list[str]) -> str:
    if rule.shape == "inside":
        return report.inside(" – ".join(texts))
    if rule.shape != "line":
        return report.step(rule.shape, texts[0])
    scores = [knot.score for knot in rule.knots]
    if sorted(scores) in ([0, 100], [0, 0, 100, 100]):
        ends = {edge: [text for text, score in zip(texts, scores, strict=True) if score == edge] for edge in (0, 100)}
        return report.floor_and_goal(" / ".join(ends[0]), " – ".join(ends[100]))
    return report.points([(text, numbers.plain(score)) for text, score in zip(texts, scores, strict=True)])


def _known(view: View, index: int, rule: Target) -> dict[float, list[float]]:
    """Score -> the values that have it now, ascending: the constants as written and what the curve worked out."""
    found: dict[float, list[float]] = defaultdict(list)
    if (curve := view.scores.curves.get(index)) is not None:
        for value, score in sorted(view.knots(curve)):
            if isfinite(value):
                found[score].append(value)
    for knot in rule.knots:
        if isinstance(knot.value, Bound) and knot.value.reference is None and knot.value.shift not in found[knot.score]:
            found[knot.score].append(knot.value.shift)
    return found


def _now(knot: Knot, rule: Target, known: dict[float, list[float]]) -> float | None:
    """A knot's value now; None where it is missing, or where several knots of its score leave open which it is."""
    if isinstance(knot.value, Bound) and knot.value.reference is None:
        return knot.value.shift
    peers = [other for other in rule.knots if other.score == knot.score]
    values = known[knot.score]
    if len(peers) != len(values):
        return None
    if len(peers) == 1:
        return values[0]
    inside = rule.shape == "inside" or [other.score for other in rule.knots] == [0, 100, 100, 0]
    return values[peers.index(knot)] if inside and len(set(peers)) == len(peers) else None


def _knot(view: View, index: int, knot: Knot, now: float | None, form: numbers.Format) -> str:
    value = "" if now is None else form.exact(now)
    bound = knot.value
    if isinstance(bound, Bound):
        return value if bound.reference is None else method.with_source(value, _bound(view, index, bound, form))
    return method.with_source(value, _dated(view, index, bound, form))


def _dated(view: View, index: int, bound: Dated, form: numbers.Format) -> str:
    calendar = view.definition.calendar
    return method.dated([(dates.day(day, calendar), _bound(view, index, at, form)) for day, at in bound.points])


def _bound(view: View, index: int, bound: Bound, form: numbers.Format) -> str:
    rule, levels = view.nodes[index].target, view.definition.levels
    limited = [level for level in (rule.levels if rule else ()) if level != "total"]
    first = view.definition.hierarchies[0].levels if view.definition.hierarchies else levels
    units = view.level(limited[-1] if limited else first[-1]) if limited or first else ""
    other = view.definition.measures.get(bound.measure or "")
    title = "" if bound.measure is None else clean(bound.measure if other is None else view.name(other))
    if bound.reference is None:
        shift = form.exact(abs(bound.shift))
    elif not bound.shift:
        shift = ""
    else:
        shift = form.exact(abs(bound.shift))
        shift = shift.removesuffix("%") + " pp" if shift.endswith("%") else shift
    factor = "" if bound.factor == 1 else numbers.written(bound.factor)
    return method.bound(bound, shift, factor, measure=terms.isolated(title), units=terms.isolated(units))
