"""Titles and descriptions: plain, by language, or made from an id.

Enters: a map of the document. Leaves: `Text`.
"""

from __future__ import annotations

from typing import Any

from scorecard.definition.document import BROKEN, sound
from scorecard.records.definition import Text


def text_of(spec: str | dict[str, str]) -> Text:
    return Text({"": spec} if isinstance(spec, str) else sound(spec))


def title_of(spec: dict[str, Any], id: str) -> Text:
    """The map's `title`, or the id with blanks and a capital letter."""
    title = spec.get("title", BROKEN)
    words = id.replace("_", " ")
    return Text({"": words[:1].upper() + words[1:]}) if title is BROKEN else text_of(title)
