"""The wording of every problem's code, a file per room, read when first asked for.

Enters: a code. Leaves: its `Wording`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from scorecard.words.problems.base import Wording

ROOMS = ("definition", "formula", "sources", "values", "scoring", "cli")


@cache
def all_wordings() -> dict[str, Wording]:
    """Every code of the house with its wording."""
    found: dict[str, Wording] = {}
    for room in ROOMS:
        try:
            found |= import_module(f"{__name__}.{room}").WORDING
        except ModuleNotFoundError as missing:
            if missing.name != f"{__name__}.{room}":
                raise
    return found


def wording(code: str) -> Wording:
    """The wording of `code`; KeyError if the house has no such code."""
    return all_wordings()[code]
