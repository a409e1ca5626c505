"""A definition's YAML -> the frozen `Definition`, or every fault in it, in one go.

Enters: the name of a file, whose author is a stranger. Leaves: `Reading`. The way: `document` (text to data and places),
`schema` (shape), then `datasets`, `measures`, `tree` with `targets` (meaning). A part that is wrong is said, dropped, and
the rest read on. `views` look at the same otherwise. The only room that knows YAML and the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scorecard.problems import Problem
    from scorecard.records.definition import Definition, Period
    from scorecard.records.library import LibraryMeasure


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a definition. With faults among the problems the definition holds only what could be read
    (None where nothing could): good for checking its data's headers, not for computing."""

    definition: Definition | None
    problems: tuple[Problem, ...]


def read(file: str, allow_paths: tuple[Path, ...] = ()) -> Reading:
    """Read and check a definition. Its data files may lie below its own folder or below one of `allow_paths`.

    Problems come in the order of the file. Whether data files exist is not asked here."""
    from scorecard.definition.build import build

    definition, problems = build(file, allow_paths)
    return Reading(definition, problems)


def view(definition: Definition, by: str | None, only: Mapping[str, str | Sequence[str]]) -> Definition:
    """The same measures regrouped by a kind of tag (`by`), or only those that have one of the tags of each kind in `only`.

    Raises Faults where no measure has such tags."""
    from scorecard.definition.views import view

    return view(definition, by, only)


def browse(words: Sequence[str], file: str | None, allow_paths: tuple[Path, ...] = ()) -> tuple[LibraryMeasure, ...]:
    """The measures that there are to choose from, those that every word fits, best first; with `file` its own too, first.

    Raises Faults where that file cannot be read."""
    from scorecard.definition.catalogue import library
    from scorecard.definition.search import search

    return search(words, library(file, allow_paths))


def without_time(definition: Definition) -> tuple[Problem, ...]:
    """Faults of a definition that is read as a snapshot, once periods are asked of it: measures that no date places in one.

    `read` says the same where the definition itself names periods."""
    from scorecard.definition.measures import without_time

    return tuple(without_time(definition.measures.values(), definition.places))


def due(definition: Definition, period: Period | None) -> tuple[Problem, ...]:
    """What the definition itself says is late at the end of the period under assessment; nothing in a snapshot."""
    from scorecard.definition.goals import due

    return tuple(due(definition, period))


def dressed(definition: Definition) -> tuple[Definition, tuple[Problem, ...]]:
    """The definition with its client's fonts made ready for a report, and what is wrong or doubtful about them."""
    if not definition.brand.fonts:
        return definition, ()
    from scorecard.definition.brand import dressed

    return dressed(definition)
