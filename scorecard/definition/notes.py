"""What the author says about a part of the scorecard: as it is written, or in a file of its own.

Enters: a `Document` held to the schema, and the `notes:` of a part. Leaves: `Text`, Markdown as written; problems.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scorecard import files
from scorecard.definition import paths
from scorecard.definition.document import BROKEN, Document, sound
from scorecard.definition.texts import text_of
from scorecard.problems import fault, nearest
from scorecard.records.definition import Text

MOST = 200_000  # bytes of a file


class NotesReader:
    def __init__(self, document: Document, allow_paths: tuple[Path, ...]):
        self.document = document
        self.allowed = paths.allowed(document, allow_paths)

    def read(self, spec: Any, *where: str) -> Text | None:
        """None without a text. Beside a file texts may stand that are for other languages."""
        if not isinstance(spec, dict):
            return text_of(spec)
        own = sound(spec)
        told: dict[str, str] = {}
        named = own.pop("file", {})
        by_language = {"": named} if isinstance(named, str) else sound(named)
        for language, file in by_language.items():
            if file is not BROKEN and (text := self._text(file, where, language)):
                told[language] = text
        return Text(told | own) if told | own else None

    def _text(self, file: str, where: tuple[str, ...], language: str) -> str | None:
        at = (*where, "file", language) if language else (*where, "file")
        path = paths.inside(self.document, file, at, self.allowed)
        if path is None:
            return None
        place = self.document.places.at(*at)
        try:
            content = files.read(path, MOST)
            if len(content) > MOST:
                self.document.problems.append(fault("notes-large", place, file=file, most=f"{MOST // 1000} KB"))
                return None
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.document.problems.append(fault("notes-not-utf8", place, file=file))
        except (OSError, ValueError) as error:
            said = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self.document.problems.append(fault("notes-unreadable", place, file=file, said=said, nearest=_beside(path)))
        return None


def _beside(path: Path) -> tuple[str, ...]:
    try:
        return nearest(path.name, [each.name for each in path.parent.iterdir()], 1)
    except OSError:
        return ()
