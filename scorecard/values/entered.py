"""Typed-in values, matched to the measures and periods asked for.

Enters: what `sources` read. Leaves: numbers by measure, period and entity; what cannot be placed is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from scorecard import periods as calendars
from scorecard.problems import Problem, finding
from scorecard.records.definition import Definition, Entered, Period
from scorecard.records.tables import EnteredValue
from scorecard.records.values import Entity

Typed = dict[str, dict[tuple[int, Entity], float]]
"""Typed-in values by measure, then by period's number and entity."""


def entered(
    definition: Definition, typed: Iterable[EnteredValue], periods: tuple[Period | None, ...], problems: list[Problem]
) -> Typed:
    """Values of entities that are none of the definition's groupings are left out: `sources` has told of them."""
    at = {period.id if period else None: number for number, period in enumerate(periods)}
    wanted = {measure.id for measure in definition.measures.values() if isinstance(measure.how, Entered)}
    coarsest = definition.hierarchies[0].levels if definition.hierarchies else ()
    groupings = set(definition.groupings)
    found: Typed = {}
    several: dict[str, None] = {}  # measures of which a snapshot cannot tell which value is meant
    named: dict[str, str | ValueError] = {}  # each way in which a period is written, read once
    place = definition.places.at("datasets", "entered")
    for value in typed:
        entity = Entity(value.entity, coarsest[: len(value.entity)] if value.columns is None else value.columns)
        if value.measure not in wanted or entity.columns not in groupings or len(entity.columns) != len(entity.key):
            continue
        period = None
        if at.keys() != {None}:
            text = value.period or ""
            if text not in named:
                try:
                    named[text] = calendars.parse(text, definition.calendar).id
                except ValueError as error:
                    named[text] = error
            read = named[text]
            if isinstance(read, ValueError):
                problems.append(finding("entered-period", place, row=value.row, period=text, reason=read.args[0]))
                continue
            period = read
        if period in at:
            cells = found.setdefault(value.measure, {})
            if period is None and (0, entity) in cells:
                several[value.measure] = None
            cells[at[period], entity] = value.value
    problems.extend(finding("entered-several", place, measure=measure) for measure in several)
    return {measure: cells for measure, cells in found.items() if measure not in several}
