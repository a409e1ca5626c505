"""The wording of every problem's code, a file per room, read when first asked for.

Enters: a code. Leaves: its `Wording`, in the language that is spoken.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from scorecard.records.definition import Language
from scorecard.words.problems.base import Wording
from scorecard.words.tongue import spoken


def rooms() -> tuple[str, ...]:
    """The files beside this one that hold wordings."""
    return tuple(module.name for module in iter_modules(__path__) if module.name != "base")


@cache
def all_wordings(language: Language = "en") -> dict[str, Wording]:
    """Every code of the house with its wording."""
    package = __name__ if language == "en" else f"scorecard.words.{language}.problems"
    found: dict[str, Wording] = {}
    for room in rooms():
        found |= import_module(f"{package}.{room}").WORDING
    return found


def wording(code: str) -> Wording:
    """The wording of `code`; KeyError if the house has no such code."""
    return all_wordings(spoken().language)[code]
