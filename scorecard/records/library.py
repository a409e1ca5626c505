"""A measure to choose from: what it tells, how it is computed, which columns it needs, and how a scorecard uses it.

Enters: from `definition/`, which reads the library that ships and the measures of a file. Leaves: to the user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scorecard.records.definition import Better, Text, Unit


@dataclass(frozen=True, slots=True)
class NeededColumn:
    """A column of a dataset. Of a dataset that is none of the standard ones only its name is known."""

    dataset: str
    name: str
    type: str | None = None
    description: Text | None = None
    values: tuple[str, ...] = ()  # texts that measures look for in it


@dataclass(frozen=True, slots=True)
class LibraryMeasure:
    """A measure of the library that ships, or of a scorecard's file."""

    id: str
    title: Text
    description: Text | None
    better: Better
    unit: Unit
    kind: Literal["share", "formula", "survey", "derived", "entered"]  # derived: from other measures
    how: str  # how it is computed, in words and formulas
    dataset: str | None  # None: derived from other measures
    columns: tuple[NeededColumn, ...]  # also those of the measures that it is derived from
    uses: tuple[str, ...] = ()  # the measures that it is derived from directly
    tags: Mapping[str, str] = field(default_factory=dict)
    target: str | None = None  # the one that holds where a use says none, as YAML
    example: str = ""  # how a scorecard uses it, as YAML
    file: str = ""  # where it is defined
    shipped: bool = True  # with the library
