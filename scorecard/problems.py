"""What can be wrong, as facts: a code, a place, and what was found there. No prose.

Enters: nothing. Leaves: `Problem`, which every stage yields and `words.problems` puts into a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

_FEW = 20  # names that are compared closely

Level = Literal["fault", "finding", "note"]
"""fault: the author's mistake, nothing is computed. finding: computed, but look at it. note: an assumption, said aloud."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text file something stands. Lines and columns count from 1, columns in characters."""

    file: str
    line: int = 0  # 0: the file as a whole
    column: int = 0  # 0: the line as a whole
    length: int = 1  # characters to underline
    path: tuple[str, ...] = ()  # keys that lead there in the YAML document
    text: str = ""  # the source line, without its line end


class Phrase(str):
    """Words of the house's own among the facts: English, with facts in its blanks. `words` tell it in the language spoken."""

    message: str
    blanks: Mapping[str, object]

    def __new__(cls, message: str, **blanks: object) -> Phrase:
        phrase = super().__new__(cls, message.format(**blanks) if blanks else message)
        phrase.message, phrase.blanks = message, blanks
        return phrase


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful. `facts` fill the wording's blanks: text, numbers, or tuples of text."""

    level: Level
    code: str
    place: Place | None = None
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_fault(self) -> bool:
        return self.level == "fault"


def fault(code: str, place: Place | None = None, **facts: object) -> Problem:
    """A mistake of the author's that stops the evaluation."""
    return Problem("fault", code, place, MappingProxyType(facts))


def finding(code: str, place: Place | None = None, **facts: object) -> Problem:
    """Something in the data or the definition that a reader of the result should know."""
    return Problem("finding", code, place, MappingProxyType(facts))


def note(code: str, place: Place | None = None, **facts: object) -> Problem:
    """An assumption that was made because nothing was said."""
    return Problem("note", code, place, MappingProxyType(facts))


class Faults(Exception):
    """Raised when a stage cannot go on; carries every problem known by then, not only the first."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(", ".join(p.code for p in self.problems if p.is_fault))


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known names that look most like `name`, best first: the one "did you mean" of the house."""
    from difflib import get_close_matches

    by_fold = {candidate.casefold(): candidate for candidate in known}
    near: Iterable[str] = by_fold
    if len(by_fold) > _FEW:  # difflib takes 20 µs for a pair of names
        from heapq import nlargest

        wanted = _shingles(name.casefold())

        def alike(candidate: str) -> float:
            found = _shingles(candidate)
            return len(wanted & found) / (len(wanted) + len(found))

        near = nlargest(_FEW, by_fold, key=alike)
    found = get_close_matches(name.casefold(), near, n=limit, cutoff=0.6)
    return tuple(by_fold[key] for key in found)


@lru_cache(maxsize=20_000)
def _shingles(text: str) -> frozenset[str]:
    """Its letters and pairs of letters."""
    return frozenset((*text, *(text[index : index + 2] for index in range(len(text)))))
