"""A client's own templates, as they lie in their folder.

Enters: a folder that the caller names, whose files may be a stranger's. Leaves: their texts by name. Raises Faults.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from scorecard import files, shipped
from scorecard.problems import Faults, Place, Problem, fault

MOST_FILES, MOST_BYTES, MOST_ENTRIES = 200, 1_000_000, 5_000
STYLES = "style/"


@dataclass(frozen=True, slots=True)
class Templates:
    folder: str  # as the caller named it
    sources: Mapping[str, str]  # from the folder on: sections/cover.html, style/own.css

    @property
    def digest(self) -> str:
        return sha256(repr(sorted(self.sources.items())).encode()).hexdigest()

    def place(self, name: str, line: int = 0) -> Place:
        """Of a line in one of them; without a name of the folder."""
        if name not in self.sources:
            return Place(self.folder)
        lines = self.sources[name].splitlines()
        file, text = os.path.join(self.folder, name), lines[line - 1] if 0 < line <= len(lines) else ""
        begin = len(text) - len(text.lstrip())
        return Place(file, line, begin + 1 if text else 0, max(1, len(text.strip())), text=text)


def read(folder: str | Path) -> Templates:
    """All that is a template in the folder and below; other files are passed over."""
    root = Path(folder)
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    left = MOST_BYTES
    for name in _names(root):
        place = Place(str(root / name))
        try:
            path = (root / name).resolve()
            if not path.is_relative_to(root.resolve()):
                problems.append(fault("templates-outside", place, file=name))
                continue
            data = files.read(path, left)
            sources[name] = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(fault("templates-unreadable", place, file=name, said="UTF-8"))
            continue
        except (OSError, RuntimeError, ValueError) as error:
            said = (error.strerror if isinstance(error, OSError) else None) or str(error)
            problems.append(fault("templates-unreadable", place, file=name, said=said))
            continue
        left -= len(data)
        if left < 0 or len(sources) > MOST_FILES:
            raise _too_many(root)
    if problems:
        raise Faults(problems)
    if not sources:
        raise Faults([fault("templates-none", Place(str(root)), folder=str(folder))])
    return Templates(str(folder), sources)


@cache
def house() -> Mapping[str, str]:
    """The program's own templates."""
    root = shipped.folder("templates")
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.html"))}


def _names(root: Path) -> Iterator[str]:
    entries = 0
    for above, folders, names in os.walk(root):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        entries += len(folders) + len(names)
        if entries > MOST_ENTRIES:
            raise _too_many(root)
        for name in sorted(names):
            below = Path(above, name).relative_to(root).as_posix()
            if not name.startswith(".") and (name.endswith(".html") or (below.startswith(STYLES) and name.endswith(".css"))):
                yield below


def _too_many(root: Path) -> Faults:
    return Faults([fault("templates-large", Place(str(root)), folder=str(root), most=f"{MOST_BYTES // 1_000_000} MB")])
