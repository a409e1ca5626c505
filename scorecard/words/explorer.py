"""What the page's script says, and how it is to write numbers: its words, its digits, and what stands around them.

Enters: numbers' own writers. Leaves: data as JSON holds them, in the language spoken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scorecard.words import numbers
from scorecard.words.numbers import Format
from scorecard.words.tongue import plural, say, spoken

_SAMPLES = (1, 2, 3, 11, 100)
"""One number of every plural form that a language may have, but of zero."""


def script() -> dict[str, str]:
    """By the names that the script knows them by; it fills their blanks."""
    return {
        "dark": say("Dark"),
        "all": say("All"),
        "none": say("Without a status"),
        "count": say("Measures shown: {number} of {all}"),
        "interval": say("95% interval {interval}"),
        "records": say("Records behind it: {number}"),
        "cover": say("rests on {share} of its weight"),
        "value": say("Value"),
        "score": say("Score"),
        "status": say("Status"),
        "target": say("Target"),
        "how": say("How it is computed"),
        "byPeriod": say("{unit}, by period"),
        "byUnit": say("{period}, by unit"),
        "report": say("To its row in the report"),
        "noise": say("no more than noise"),
        "to": say("{low} to {high}"),
        "dash": "–" if spoken().language == "en" else "",  # where it is empty, intervals are told in words
    }


def symbols() -> dict[str, str]:
    """Digits from 0 to 9 and what parts them."""
    sample = numbers.plain(1234567890.5, 1)
    digits = sorted({character for character in sample if character.isdecimal()}, key=int)
    return {"digits": "".join(digits), "group": sample[1], "point": sample[-2], "missing": numbers.MISSING}


def form(form: Format) -> dict[str, Any]:
    """How a measure's numbers and their changes are written."""
    return _form(form.decimals, 0.01 if form.unit == "percent" else form.scale, form.value, form.change)


def score() -> dict[str, Any]:
    return _form(1, 1, numbers.score, numbers.points)


def count() -> dict[str, Any]:
    return _form(0, 1, lambda number: numbers.count(int(number)), numbers.points)


def _form(decimals: int, scale: float, write: Callable[[float], str], change: Callable[[float], str]) -> dict[str, Any]:
    """`scale` is what a one stands for that is shown."""
    return {
        "decimals": decimals,
        "scale": scale,
        "value": _around(write, decimals, scale),
        "change": _around(change, decimals, scale),
    }


def _around(write: Callable[[float], str], decimals: int, scale: float) -> dict[str, Any]:
    """What stands before and behind the digits of numbers above zero, below, and of zero: by plural form where that decides. One
    text alone says the number in a word, as Arabic does of two."""

    def parts(sample: int) -> list[str]:
        before, digits, behind = write(sample * scale).partition(numbers.plain(abs(sample), decimals))
        return [before, behind] if digits else [before]

    def forms(sign: int) -> list[str] | dict[str, list[str]]:
        found = {str(plural(spoken().language, sample)): parts(sign * sample) for sample in _SAMPLES}
        return found["other"] if all(pair == found["other"] for pair in found.values()) else found

    return {"up": forms(1), "down": forms(-1), "zero": parts(0)}


def left_out(number: int) -> str:
    return say("{number} more units are left out here.", number=numbers.count(number)) if number else ""
