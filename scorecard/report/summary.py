"""Cover, summary and perspectives: where we stand, and what happened, on the first two pages.

Enters: a View (and the changes, for the sentences). Leaves: `Cover`, `Summary`, `Perspective`s.
"""

from __future__ import annotations

from datetime import date
from math import isnan

from scorecard.records.values import Reason
from scorecard.report.commentary import commentary
from scorecard.report.records import Changes, Cover, Effect, Perspective, Row, Summary
from scorecard.report.rows import row
from scorecard.report.view import View
from scorecard.words import dates, numbers, report, terms
from scorecard.words import summary as words


def cover(view: View, total: Row, dated: date | None) -> Cover:
    evaluation, calendar = view.evaluation, view.definition.calendar
    facts = []
    for label, period in ((report.BASELINE, evaluation.baseline), (report.TARGET, evaluation.target)):
        if period is not None:
            facts.append((label, f"{dates.period(period, calendar)}: {dates.span(period, calendar)}"))
    if not facts:
        facts.append((report.PERIOD, dates.period(None)))
    if dated is not None:
        facts.append((report.DATE, dates.day(dated, calendar)))
    now = view.period(view.now)
    compared = now if view.before is None else report.compared(now, view.period(view.before))
    return Cover(view.title(view.nodes[0]), compared, total, tuple(facts))


def summary(view: View, rows: tuple[Row, ...], changes: Changes | None) -> Summary:
    return Summary(tuple(filter(None, _sentences(view, rows, changes))), rows)


def perspectives(view: View) -> tuple[Perspective, ...]:
    return tuple(
        Perspective(
            f"p{place}",
            view.title(top),
            tuple(row(view, view.index[node.path]) for node in top.walk()),
            commentary(view, top.walk()),
        )
        for place, top in enumerate(view.nodes[0].children, start=1)
    )


def _sentences(view: View, rows: tuple[Row, ...], changes: Changes | None) -> list[str]:
    total, parts = rows[0], rows[1:]
    now = "" if view.scores.periods[view.now] is None else view.period(view.now)
    said: list[str] = []
    if not parts:
        return [coverage(view)]
    if isnan(view.evaluation.score(0, view.now)):
        said.append(report.no_total(now, terms.reason_sentence(view.evaluation.reason(0, view.now))))
    elif view.before is None or isnan(view.evaluation.score(0, view.before)):
        said.append(report.total(total.score, total.status.name if total.status else "", now))
        if view.before is not None:
            then = view.period(view.before)
            said.append(report.no_total(then, terms.reason_sentence(view.evaluation.reason(0, view.before))))
    else:
        status = view.status(0, view.before)
        said.append(
            report.total_change(
                total.baseline_score,
                total.score,
                total.points,
                (view.period(view.before), now),
                (status.name if status else "", total.status.name if total.status else ""),
                noise=view.noise(0),
            )
        )
        why = [_moved(view, parts)]
        if changes is not None and not changes.missing:
            why.insert(0, _drivers(changes))
            if numbers.sign(changes.one_sided):
                why.append(report.one_sided(changes.one_sided))
        return [*said, _paragraph(*why), _paragraph(_certain(view, total), _missing(view))]
    scored = sorted(
        (view.evaluation.score(view.index[top.path], view.now), row.name, row.score)
        for top, row in zip(view.nodes[0].children, parts, strict=True)
        if top.weight and not isnan(view.evaluation.score(view.index[top.path], view.now))
    )
    if len(scored) > 1 and scored[0][2] != scored[-1][2]:
        said.append(report.extremes(scored[-1][1:], scored[0][1:]))
    return [*said, _missing(view)]


def _moved(view: View, parts: tuple[Row, ...]) -> str:
    """Where the perspectives went."""
    known = [row for row in parts if view.scores.weight[row.node] and row.points != numbers.MISSING]
    if len(known) < 2:
        return ""
    steps = {row.node: view.evaluation.score(row.node, view.now) - view.evaluation.score(row.node, view.before) for row in known}
    ordered = sorted(known, key=lambda row: steps[row.node])
    up, down = (
        [words.Moved(row.name, row.points, row.score) for row in rows if numbers.sign(row.points) == way and not row.points_noise]
        for way, rows in ((1, ordered[::-1]), (-1, ordered))
    )
    noisy = sum(row.points_noise for row in known)
    return words.perspectives(up, down, len(known) - len(up) - len(down), noisy)


def _certain(view: View, total: Row) -> str:
    """How far samples leave the total's change and its status open."""
    comparison = view.evaluation.comparison
    said: list[str] = []
    if comparison is not None and comparison.noise is not None and not isnan(comparison.noise.low[0, 0]):
        low, high = float(comparison.noise.low[0, 0]), float(comparison.noise.high[0, 0])
        told = numbers.points(low), numbers.points(high)
        said.append(words.certain(*told, is_noise=view.noise(0), spans_zero=low <= 0 <= high))
    if total.sure and total.status:
        said.append(words.status(total.status.name, numbers.chance(view.sure(0))))
    return _paragraph(*said)


def _missing(view: View) -> str:
    """On how much the total rests, and what it lacks."""
    blind = [leaf for leaf in _weighing(view) if view.evaluation.reason(leaf, view.now) != Reason.PRESENT]
    if not 0 < len(blind) < len(_weighing(view)):
        return coverage(view)
    blind.sort(key=lambda leaf: -float(view.scores.weight[leaf]))
    share = numbers.share(float(view.scores.weight[blind].sum()))
    return _paragraph(coverage(view), words.unscored([view.title(view.nodes[leaf]) for leaf in blind], share))


def _paragraph(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _weighing(view: View) -> list[int]:
    return [index for index, node in enumerate(view.nodes) if node.measure is not None and view.scores.weight[index] > 0]


def coverage(view: View) -> str:
    """How many of the measures that weigh have a score now, in total."""
    leaves = _weighing(view)
    missing = [index for index in leaves if view.evaluation.reason(index, view.now) != Reason.PRESENT]
    period = "" if view.scores.periods[view.now] is None else view.period(view.now)
    return report.coverage(len(leaves) - len(missing), len(leaves), period)


def _drivers(changes: Changes) -> str:
    """The two strongest parts the way the total went, and the strongest against it. What is no more than noise moved nothing."""
    ordered = sorted((effect for effect in changes.by_cause if effect.cause != "rest"), key=lambda effect: -effect.width)
    fell = numbers.sign(changes.total) < 0
    up, down = ([effect for effect in ordered if effect.sign == way] for way in (1, -1))
    ups, downs = (1, 2) if fell else (2, 1)
    aside = any(effect.noise for effect in (*up[:ups], *down[:downs]))
    real = [[effect for effect in effects if not effect.noise] for effects in (up, down)]
    return report.drivers(_pairs(real[0][:ups]), _pairs(real[1][:downs]), fell, aside)


def _pairs(effects: list[Effect]) -> list[tuple[str, str]]:
    return [(effect.name, report.effect(effect.points, effect.cause, effect.why)) for effect in effects if effect.cause != "rest"]
