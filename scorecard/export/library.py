"""Measures to choose from as JSON for other programs.

Enters: `LibraryMeasure`s. Leaves: the list of `measures --json`, a measure on a line.
"""

from __future__ import annotations

from collections.abc import Iterable

from scorecard.export.documents import _lines
from scorecard.records.definition import Text
from scorecard.records.library import LibraryMeasure


def library_json(measures: Iterable[LibraryMeasure]) -> str:
    """Everything about each."""
    return _lines(map(_measure, measures)) + "\n"


def _measure(measure: LibraryMeasure) -> dict[str, object]:
    columns = [
        {
            "dataset": each.dataset,
            "name": each.name,
            "type": each.type,
            "description": _texts(each.description),
            "values": each.values,
        }
        for each in measure.columns
    ]
    return {
        "id": measure.id,
        "title": _texts(measure.title),
        "description": _texts(measure.description),
        "better": measure.better,
        "unit": measure.unit,
        "kind": measure.kind,
        "how": measure.how,
        "dataset": measure.dataset,
        "columns": columns,
        "uses": measure.uses,
        "tags": measure.tags,
        "target": measure.target,
        "example": measure.example,
        "file": measure.file,
        "shipped": measure.shipped,
    }


def _texts(text: Text | None) -> dict[str, str] | None:
    return None if text is None else dict(text.by_language)
