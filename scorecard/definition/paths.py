"""Where files that a definition names may lie: below its folder, or below one that the caller allows.

Enters: a path as it was written. Leaves: where it leads, or a fault.
"""

from __future__ import annotations

from pathlib import Path

from scorecard.definition.document import Document
from scorecard.problems import fault


def allowed(document: Document, more: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path.resolve() for path in (document.places.source.folder, *more))


def inside(document: Document, file: str, where: tuple[str, ...], allowed: tuple[Path, ...]) -> Path | None:
    """None, and a fault, when it leads out of the folders that may be read. Relative to the file in which it is written."""
    try:
        path = (document.places.origin(*where).folder / file).resolve()
        is_inside = any(path.is_relative_to(folder) for folder in allowed)
    except (OSError, RuntimeError, ValueError):  # a name that the system cannot hold; symbolic links in a circle
        is_inside = False
    if is_inside:
        return path
    folder = str(document.places.source.folder)
    document.problems.append(fault("path-outside", document.places.at(*where), file=file, folder=folder))
    return None
