"""Days of a definition, written in its calendar.

Enters: a `Document` held to the schema, and where the day stands. Leaves: Gregorian dates; else a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from scorecard import periods
from scorecard.definition.document import Document
from scorecard.problems import fault
from scorecard.records.definition import Calendar


def day(document: Document, calendar: Calendar, spec: Mapping[str, Any], *path: str) -> date | None:
    """The day at `path`, whose last key is one of `spec`; None where it is not there, or is none, which is then said."""
    if path[-1] not in spec:
        return None
    text = spec[path[-1]]
    try:
        return periods.parse_date(text, calendar)
    except ValueError as error:
        document.problems.append(fault("bad-date", document.places.at(*path), text=text, said=error.args[0]))
        return None
