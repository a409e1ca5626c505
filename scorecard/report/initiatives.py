"""Goals with their strategies and how the measures of these stand; initiatives, and how what they should move has moved.

Enters: a View. Leaves: `Plans`, or None where the definition names neither.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from scorecard.records.definition import Text
from scorecard.records.goals import Goal, Initiative, Strategy
from scorecard.report.records import Plan, PlannedStep, Plans, Row, Status
from scorecard.report.rows import row
from scorecard.report.view import View, clean
from scorecard.words import dates, numbers, report

LONG = 400
"""Characters of a description that are printed."""


def plans(view: View) -> Plans | None:
    goals, initiatives = view.definition.goals, view.definition.initiatives
    if not goals and not initiatives:
        return None
    return Plans(
        _sentences(view),
        tuple(_goal(view, goal) for goal in goals.values()),
        tuple(_initiative(view, initiative) for initiative in initiatives.values()),
    )


def _sentences(view: View) -> tuple[str, ...]:
    found = view.definition.initiatives.values()
    period = view.evaluation.target
    counts = Counter(initiative.status for initiative in found)
    late = sum(initiative.is_overdue(period) for initiative in found)
    day = "" if period is None else dates.day(period.end - timedelta(1), view.definition.calendar)
    said = (report.initiatives(counts), report.overdue(late, len(found), day) if late else "")
    return tuple(filter(None, said))


def _goal(view: View, goal: Goal) -> Plan:
    return Plan(
        name=_title(view, goal),
        notes=_notes(view, goal),
        owner=_said(view, goal.owner),
        day=_day(view, goal.by),
        start="",
        status="",
        late=None,
        steps=tuple(
            PlannedStep(_title(view, strategy), _notes(view, strategy), _rows(view, strategy.measures), report.UNMEASURED)
            for strategy in goal.strategies.values()
        ),
    )


def _initiative(view: View, initiative: Initiative) -> Plan:
    more = []
    if initiative.strategy is not None:
        goal = view.definition.goals[initiative.strategy[0]]
        more.append(report.serves(_title(view, goal.strategies[initiative.strategy[1]]), _title(view, goal)))
    if initiative.budget is not None:
        form = numbers.format_for("currency", [initiative.budget], view.definition.currency)
        more.append(report.budget(form.value(initiative.budget)))
    status = report.initiative_status(initiative.status)
    late = initiative.is_overdue(view.evaluation.target)
    return Plan(
        name=_title(view, initiative),
        notes=(*_notes(view, initiative), *((" · ".join(more),) if more else ())),
        owner=_said(view, initiative.owner),
        day=_day(view, initiative.due),
        start=report.since(_day(view, initiative.start)) if initiative.start else "",
        status=status,
        late=Status(report.OVERDUE, 0) if late else None,
        steps=(PlannedStep("", (), _rows(view, initiative.moves), report.UNMOVED),),
    )


def _rows(view: View, paths: tuple[tuple[str, ...], ...]) -> tuple[Row, ...]:
    """The named nodes; where a title stands more than once in the tree, with what it stands under."""
    titles = Counter(map(view.title, view.nodes))
    found = []
    for path in paths:
        node, line = view.nodes[view.index[path]], row(view, view.index[path])
        above = (view.above(node),) if titles[line.name] > 1 and len(path) > 1 else ()
        plain = line.bullet._replace(low="", high="")
        found.append(line._replace(notes=(*above, *line.notes), bullet=plain))
    return tuple(found)


def _title(view: View, what: Goal | Strategy | Initiative) -> str:
    return clean(what.title(view.definition.language) or what.id)


def _notes(view: View, what: Goal | Strategy | Initiative) -> tuple[str, ...]:
    return (clean(what.description(view.definition.language), LONG),) if what.description else ()


def _said(view: View, text: Text | None) -> str:
    return numbers.MISSING if text is None else clean(text(view.definition.language))


def _day(view: View, day: date | None) -> str:
    return numbers.MISSING if day is None else dates.day(day, view.definition.calendar)
