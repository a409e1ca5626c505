"""Formulas and conditions of a document, each checked by `scorecard.formula` at its place.

Enters: a map and the path to its text. Leaves: the checked expression, or None with its faults among the document's problems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from scorecard.definition.document import BROKEN, Document
from scorecard.problems import Faults, Place
from scorecard.records.formula import RowExpression

Checked = TypeVar("Checked")


def condition(document: Document, spec: Mapping[str, Any], path: tuple[str, ...]) -> RowExpression | None:
    """The condition per row under the last key of `path`, if there is one."""
    from scorecard.formula import row_condition

    text = spec.get(path[-1], BROKEN)
    return None if text is BROKEN else collect(document, lambda: row_condition(text, places(document, path)))


def collect(document: Document, read: Callable[[], Checked]) -> Checked | None:
    """What `read` returns, or None and its faults in the document."""
    try:
        return read()
    except Faults as faults:
        document.problems.extend(faults.problems)
        return None


def places(document: Document, path: tuple[str, ...]) -> Callable[[int, int], Place]:
    """(start, length) in the text at `path` -> a place."""
    return partial(document.places.inside, path)
