"""Which sections a report has: the author's choice, or an edition's.

Enters: a `Choice`, and what there is to say. Leaves: `Section`s in their order; the kind of measures that an edition shows.
"""

from __future__ import annotations

from typing import get_args

from scorecard.records.presentation import DEPARTMENTS, Choice, Edition, Section

ORDER: tuple[Section, ...] = get_args(Section)
EDITIONS: dict[Edition, frozenset[Section]] = {
    "full": frozenset(ORDER) - {"sheets"},
    "executive": frozenset({"summary", "map"}),
    **dict.fromkeys(
        DEPARTMENTS,
        frozenset({"contents", "summary", "perspectives", "changes", "heading", "units", "notes", "sheets", "glossary"}),
    ),
}


def sections(choice: Choice) -> tuple[Section, ...]:
    chosen = frozenset(choice.sections) or EDITIONS[choice.edition]
    return tuple(section for section in ORDER if section in chosen)
