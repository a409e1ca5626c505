"""The folders that come with the program: the name of one enters, its path leaves.

In a checkout (an editable install too) they stand in the repository's root; a wheel carries them in `scorecard/_shipped`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def folder(name: Literal["definitions", "templates"]) -> Path:
    """Where `name` is. FileNotFoundError if the installation lacks it."""
    package = Path(__file__).parent
    for place in (package / "_shipped" / name, package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"this installation of scorecard has no folder {name!r}: install balanced-scorecard again")
