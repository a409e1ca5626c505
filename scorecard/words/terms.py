"""The house's terms as words: why a number is missing, what a status, a kind of node, a cause is called.

Enters: records' codes. Leaves: text in plain English.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import bidirectional

from scorecard.records.comparison import Cause
from scorecard.records.definition import NodeKind
from scorecard.records.values import Reason
from scorecard.words.tongue import say, spoken

REASONS: dict[Reason, tuple[str, str]] = {
    Reason.PRESENT: ("present", "There is a number."),
    Reason.NO_ROWS: ("no rows", "There were no records to average in this period."),
    Reason.NOT_COVERED: ("not covered", "The data do not cover this period, or the one before it."),
    Reason.NOT_AT_LEVEL: ("not at this level", "The data do not tell these units apart."),
    Reason.ZERO_DENOMINATOR: ("division by zero", "The number that it would be divided by is zero."),
    Reason.TOO_FEW: ("too few answers", "There were too few answers to rely on."),
    Reason.NOT_ENTERED: ("not entered", "Nobody has entered this number."),
    Reason.SUPPRESSED: ("withheld", "The number is withheld, so that no single respondent can be recognised."),
    Reason.NOT_FINITE: ("not a number", "The arithmetic gave no finite number."),
    Reason.NO_DATA: ("no such data", "The data for it are not among those that were given."),
    Reason.MISCODED: ("answers miscoded", "The answers are coded otherwise than the scorecard says."),
    Reason.NO_TARGET: ("no target", "No target is set, so the value is shown but not scored."),
    Reason.NO_YARDSTICK: ("no yardstick", "The target hangs on a number that is missing."),
    Reason.GOAL_NOT_BETTER: ("goal not better than floor", "The goal is not better than the floor here."),
    Reason.LOW_COVERAGE: ("too little data", "Less of the weight below has a score than the scorecard asks for."),
    Reason.NOTHING_SCORED: ("nothing scored", "Nothing below it has a score."),
}  # fmt: skip
"""A few words for a cell, and a sentence."""

_CAUSES: dict[Cause, str] = {
    "value": "value changed",
    "goal": "target moved",
    "entered": "data missing at baseline",
    "left": "data missing now",
}


def reason(reason: Reason | int) -> str:
    """Why there is no number, in a few words for a cell."""
    return REASONS[Reason(reason)][0]


def reason_sentence(reason: Reason | int) -> str:
    """Why there is no number, as a sentence."""
    return REASONS[Reason(reason)][1]


def status(band: str) -> str:
    """A status band's name from its id: `on_track` is `On track`."""
    return capital(band.replace("_", " "))


def kind(kind: NodeKind) -> str:
    """`Perspective`, `Factor`, `Measure`; the root is the `Total`."""
    return "Total" if kind == "root" else capital(kind)


def cause(cause: Cause) -> str:
    """Why a part of a change came about."""
    return _CAUSES[cause]


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def isolated(text: str) -> str:
    """A name inside a sentence, so that one written from right to left moves nothing but itself."""
    return text if text.isascii() else f"\u2068{text}\u2069"


def in_place(text: str) -> str:
    """A cell of a line whose cells stand from the left, so that letters from the right, or Arabic digits, move nothing else."""
    return f"\u2068{text}\u2069" if from_right(text) else text


def from_right(text: str) -> bool:
    """Whether some of it runs from right to left."""
    return not text.isascii() and any(bidirectional(letter) in ("R", "AL", "AN") for letter in text)


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def commas(parts: Iterable[str]) -> str:
    """`a, b, c`, of those that say something."""
    return say(", ").join(filter(None, parts))


def clauses(parts: Iterable[str]) -> str:
    """`a; b; c`, of those that say something."""
    return say("; ").join(filter(None, parts))


def latin(text: str) -> str:
    """A formula, a column or a file's name, which runs from the left also where all else runs from the right."""
    return text if not text or spoken().direction == "ltr" else f"\u2066{text}\u2069"
