"""How the report looks and what it holds, as the author chose.

Enters: from `definition/`. Leaves: inside a Definition, to the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scorecard.records.definition import Text

Paper = Literal["a4", "letter"]
Variant = Literal["pdf/ua-1", "pdf/a-3a"]
Edition = Literal["full", "executive", "sales", "marketing", "service", "loyalty"]
Section = Literal[
    "contents", "summary", "map", "perspectives", "changes", "kinds", "heading", "plans", "units", "notes", "sheets", "method",
    "glossary",
]  # fmt: skip

DEPARTMENTS: tuple[Edition, ...] = ("sales", "marketing", "service", "loyalty")
"""Editions that hold the measures with their tag `department`, each with a page of its own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which report: an edition, or sections of one's own choice (which then hold instead), and the paper."""

    edition: Edition = "full"
    sections: tuple[Section, ...] = ()
    paper: Paper = "a4"


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo, sanitised: nothing in it runs or refers to anything."""

    media: Literal["image/png", "image/svg+xml"]
    data: bytes
    ratio: float  # width / height


@dataclass(frozen=True, slots=True)
class Brand:
    """The client's look. Colours are `#rrggbb`, dark enough to be read on white; None is the house's own."""

    logo: Picture | None = None
    colour: str | None = None  # headings, bars, lines
    second: str | None = None  # what stands beside them
    fonts: Mapping[str, bytes] = field(default_factory=dict)  # file's name -> an OpenType or TrueType file, in order of use
    footer: Text | None = None
