"""The wording of every problem's code, a file per room, read when first asked for.

Enters: a code. Leaves: its `Wording`, in the language that is spoken.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from scorecard.records.definition import Language
from scorecard.words.problems.base import Wording
from scorecard.words.tongue import in_latin, spoken


def rooms() -> tuple[str, ...]:
    """The files beside this one that hold wordings."""
    return tuple(module.name for module in iter_modules(__path__) if module.name != "base")


@cache
def all_wordings(language: Language = "en") -> dict[str, Wording]:
    """Every code of the house that is worded in that language, with its wording."""
    package = import_module(__name__ if language == "en" else f"scorecard.words.{language}.problems")
    found: dict[str, Wording] = {}
    for room in [name for name in rooms() if name in {module.name for module in iter_modules(package.__path__)}]:
        found |= import_module(f"{package.__name__}.{room}").WORDING
    return found


def wording(code: str) -> Wording:
    """The wording of `code`, in English where the language lacks it; KeyError if the house has no such code."""
    tongue = spoken()
    said = all_wordings(tongue.language).get(code) or all_wordings()[code]
    if tongue.digits == "native":
        return said
    return Wording(*(in_latin(part) for part in (said.title, said.message, said.hint, said.explanation)))
