"""How the report looks and what it holds, as the author chose.

Enters: from `definition/`. Leaves: inside a Definition, to the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scorecard.records.definition import Text

Paper = Literal["a4", "letter"]
Variant = Literal["pdf/ua-1", "pdf/a-3a"]
Edition = Literal["full", "executive", "sales", "marketing", "service", "loyalty"]
Section = Literal[
    "contents", "summary", "map", "perspectives", "changes", "kinds", "heading", "plans", "units", "notes", "sheets", "method",
    "glossary", "appendix",
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
class Colour:
    """`#rrggbb`, twice: dark enough to be read on white, and light enough on a dark screen."""

    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Face:
    """A font written anew, and what it is for."""

    family: str  # as it calls itself: those of one family belong together
    weights: tuple[int, int]  # CSS's; two of a font that has all between them
    is_italic: bool
    digest: str  # of the two files, which need not be looked at to tell whether they are the same
    print: bytes = field(repr=False, compare=False)  # TrueType or OpenType
    web: bytes = field(repr=False, compare=False)  # WOFF 2; empty where it would make the HTML too large


@dataclass(frozen=True, slots=True)
class Brand:
    """The client's look; None is the house's own."""

    logo: Picture | None = None
    colour: Colour | None = None  # headings, bars, lines
    second: Colour | None = None  # what stands beside them
    fonts: tuple[bytes, ...] = ()  # the files as they are, in order of use
    faces: tuple[Face, ...] = ()  # what they become for a report, once it is asked for
    footer: Text | None = None
