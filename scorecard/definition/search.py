"""Measures by words: in any of three languages, however they were typed.

Enters: words, and the measures that there are. Leaves: those that fit, best first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from scorecard.records.library import LibraryMeasure
from scorecard.spelling import fold


def search(words: Iterable[str], measures: Iterable[LibraryMeasure]) -> tuple[LibraryMeasure, ...]:
    """The measures that every word fits, best first. A word fits an id, a title in any language, a tag, a description, in this
    order of worth; `department=sales` fits that tag alone."""
    wanted = [part for word in words for part in ([word] if "=" in word else word.split()) if _plain(part).strip()]
    whole = "".join(map(_joined, (part for part in wanted if "=" not in part)))
    ranked: list[tuple[int, int, LibraryMeasure]] = []
    for measure in measures:
        known = _Known(measure)
        worths = [known.worth(part) for part in wanted]
        if all(worths):
            ranked.append((-sum(worths) - 1000 * (whole in known.names), len(ranked), measure))
    return tuple(measure for *_, measure in sorted(ranked, key=lambda found: found[:2]))


class _Known:
    """What is looked through of a measure."""

    def __init__(self, measure: LibraryMeasure):
        titles = [*measure.title.by_language.values()]
        self.names = {_joined(name) for name in (measure.id, *titles)}
        self.words = {word for name in (measure.id, *titles) for word in _plain(name).split()}
        self.tags = {_joined(tag) for tag in measure.tags.values()}
        self.pairs = {(_joined(kind), _joined(tag)) for kind, tag in measure.tags.items()}
        described = " ".join(measure.description.by_language.values()) if measure.description else ""
        self.described = _plain(described).split()

    def worth(self, word: str) -> int:
        kind, is_pair, tag = word.partition("=")
        if is_pair:
            return int((_joined(kind), _joined(tag)) in self.pairs)
        sought = _joined(word)
        for worth, fits in (
            (100, sought in self.names),
            (70, sought in self.words),
            (50, any(each.startswith(sought) for each in self.words)),
            (40, sought in self.tags),
            (30, len(sought) > 1 and any(sought in name for name in self.names)),
            (10, any(each.startswith(sought) for each in self.described)),
        ):
            if fits:
                return worth
        return 0


def _plain(text: str) -> str:
    """Words as they are compared: without case, marks on letters, half-spaces, and the difference of Persian and Arabic keys."""
    if text.isascii():
        return re.sub(r"[\W_]+", " ", text.lower())
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) not in ("Mn", "Cf"))
    return re.sub(r"[\W_]+", " ", fold(bare.replace("ة", "ه").replace("ـ", ""), letters=True).casefold())


def _joined(text: str) -> str:
    return _plain(text).replace(" ", "")
