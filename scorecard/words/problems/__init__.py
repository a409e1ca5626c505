"""The wording of every problem's code, a file per room, read when first asked for.

Enters: a code. Leaves: its `Wording`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from scorecard.words.problems.base import Wording


def rooms() -> tuple[str, ...]:
    """The files beside this one that hold wordings."""
    return tuple(module.name for module in iter_modules(__path__) if module.name != "base")


@cache
def all_wordings() -> dict[str, Wording]:
    """Every code of the house with its wording."""
    found: dict[str, Wording] = {}
    for room in rooms():
        found |= import_module(f"{__name__}.{room}").WORDING
    return found


def wording(code: str) -> Wording:
    """The wording of `code`; KeyError if the house has no such code."""
    return all_wordings()[code]
