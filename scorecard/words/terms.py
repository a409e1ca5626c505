"""The house's terms as words: why a number is missing, what a status, a kind of node, a cause is called.

Enters: records' codes. Leaves: text.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import bidirectional

from scorecard.records.comparison import Cause
from scorecard.records.definition import NodeKind
from scorecard.records.values import Reason
from scorecard.words.tongue import later, say, spoken

REASONS: dict[Reason, tuple[str, str]] = {
    Reason.PRESENT: (later("present"), later("There is a number.")),
    Reason.NO_ROWS: (later("no rows"), later("There were no records to average in this period.")),
    Reason.NOT_COVERED: (later("not covered"), later("The data do not cover this period, or the one before it.")),
    Reason.NOT_AT_LEVEL: (later("not at this level"), later("The data do not tell these units apart.")),
    Reason.ZERO_DENOMINATOR: (later("division by zero"), later("The number that it would be divided by is zero.")),
    Reason.TOO_FEW: (later("too few answers"), later("There were too few answers to rely on.")),
    Reason.NOT_ENTERED: (later("not entered"), later("Nobody has entered this number.")),
    Reason.SUPPRESSED: (later("withheld"), later("The number is withheld, so that no single respondent can be recognised.")),
    Reason.NOT_FINITE: (later("not a number"), later("The arithmetic gave no finite number.")),
    Reason.NO_DATA: (later("no such data"), later("The data for it are not among those that were given.")),
    Reason.MISCODED: (later("answers miscoded"), later("The answers are coded otherwise than the scorecard says.")),
    Reason.NO_TARGET: (later("no target"), later("No target is set, so the value is shown but not scored.")),
    Reason.NO_YARDSTICK: (later("no yardstick"), later("The target hangs on a number that is missing.")),
    Reason.GOAL_NOT_BETTER: (later("goal not better than floor"), later("The goal is not better than the floor here.")),
    Reason.LOW_COVERAGE: (later("too little data"), later("Less of the weight below has a score than the scorecard asks for.")),
    Reason.NOTHING_SCORED: (later("nothing scored"), later("Nothing below it has a score.")),
}  # fmt: skip
"""A few words for a cell, and a sentence."""

_CAUSES: dict[Cause, str] = {
    "value": later("value changed"),
    "goal": later("target moved"),
    "entered": later("data missing at baseline"),
    "left": later("data missing now"),
}


_STATUSES = {
    later("Poor"), later("Weak"), later("Fair"), later("Good"), later("Very good"), later("Excellent"), later("Critical"),
    later("On track"), later("At risk"), later("Off track"), later("Behind"), later("Ahead"), later("Red"), later("Amber"),
    later("Yellow"), later("Green"), later("Low"), later("Medium"), later("High"),
}  # fmt: skip
"""Names of bands that are often chosen; others are the author's own word."""

_KINDS: dict[NodeKind, str] = {
    "root": later("Total"), "perspective": later("Perspective"), "factor": later("Factor"), "measure": later("Measure"),
}  # fmt: skip


def reason(reason: Reason | int) -> str:
    """Why there is no number, in a few words for a cell."""
    return say(REASONS[Reason(reason)][0])


def reason_sentence(reason: Reason | int) -> str:
    """Why there is no number, as a sentence."""
    return say(REASONS[Reason(reason)][1])


def status(band: str) -> str:
    """A status band's name from its id: `on_track` is `On track`."""
    named = capital(band.replace("_", " "))
    return say(named) if named in _STATUSES else named


def kind(kind: NodeKind) -> str:
    """`Perspective`, `Factor`, `Measure`; the root is the `Total`."""
    return say(_KINDS[kind])


def cause(cause: Cause) -> str:
    """Why a part of a change came about."""
    return say(_CAUSES[cause])


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def isolated(text: str) -> str:
    """A name inside a sentence, so that one written from right to left moves nothing but itself."""
    return text if text.isascii() and spoken().language == "en" else f"\u2068{text}\u2069"


def in_place(text: str) -> str:
    """A cell of a line whose cells stand from the left, so that letters from the right, or Arabic digits, move nothing else."""
    return f"\u2068{text}\u2069" if from_right(text) else text


def from_right(text: str) -> bool:
    """Whether some of it runs from right to left."""
    return not text.isascii() and any(bidirectional(letter) in ("R", "AL", "AN") for letter in text)


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return say("{others} and {last}", others=commas(names[:-1]), last=names[-1])


def commas(parts: Iterable[str]) -> str:
    """`a, b, c`, of those that say something."""
    return say(", ").join(filter(None, parts))


def clauses(parts: Iterable[str]) -> str:
    """`a; b; c`, of those that say something."""
    return say("; ").join(filter(None, parts))


def latin(text: str) -> str:
    """A formula, a column or a file's name, which runs from the left also where all else runs from the right."""
    return text if not text or spoken().direction == "ltr" else f"\u2066{text}\u2069"
