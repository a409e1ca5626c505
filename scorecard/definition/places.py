"""Where the keys and values of a definition stand in its file.

Enters: the source lines and libyaml's events by path, from `document`. Leaves: `Place`s, made when asked for.
"""

from __future__ import annotations

import re
from typing import Any

from scorecard.problems import Place

_FIRST_KEY = re.compile(r"[^\s:{\[]+")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.|$)")


class FilePlaces:
    """`records.definition.Places` of one file. `spans`: path -> the event of its key (None in a list) and of its value."""

    def __init__(self, file: str, lines: tuple[str, ...]):
        self.file = file
        self.lines = lines
        self.spans: dict[tuple[str, ...], tuple[Any, Any]] = {}

    def place(self, line: int, column: int, length: int, path: tuple[str, ...]) -> Place:
        """A place from libyaml's numbers, which count from 0."""
        text = self.lines[line] if line < len(self.lines) else ""
        return Place(self.file, line + 1, column + 1, max(1, length), path, text)

    def _known(self, path: tuple[str, ...]) -> tuple[str, ...]:
        while path and path not in self.spans:
            path = path[:-1]
        return path

    def at(self, *path: str) -> Place:
        """The key's value (a scalar underlined whole, a map at its first key); the nearest ancestor if unknown."""
        known = self._known(path)
        if known not in self.spans:
            return Place(self.file)
        key, event = self.spans[known]
        if hasattr(event, "value") and event.start_mark.index == event.end_mark.index:  # `key:` with nothing after it
            return self.key(*known) if key else self._whole(event, path)
        if known != path:
            return self.key(*known) if key else self._whole(event, path)
        return self._whole(event, path)

    def key(self, *path: str) -> Place:
        """The key itself; where there is none (list items, unknown paths) what `at` says."""
        key = self.spans.get(path, (None, None))[0]
        return self._whole(key, path) if key else self.at(*path)

    def scalar(self, *path: str) -> str:
        """The scalar's text as written, quotes resolved."""
        return str(self.spans[path][1].value)

    def _whole(self, event: Any, path: tuple[str, ...]) -> Place:
        start, end = event.start_mark, event.end_mark
        text = self.lines[start.line] if start.line < len(self.lines) else ""
        if hasattr(event, "value"):
            stop = end.column if end.line == start.line else len(text.rstrip())
            return self.place(start.line, start.column, stop - start.column, path)
        first = _FIRST_KEY.match(text, start.column)
        return self.place(start.line, start.column, first.end() - start.column if first else 1, path)

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        """`length` characters from `start` of the scalar's text. Exact for scalars on one line and for block scalars
        written line by line (`|`); where lines are folded, spaces are matched as they come."""
        event = self.spans.get(path, (None, None))[1]
        if not hasattr(event, "value"):
            return self.at(*path)
        marks = self._characters(event, start + max(1, length))
        if start >= len(marks):
            return self.at(*path)
        line, column = marks[start]
        end_line, end_column = marks[min(start + max(1, length), len(marks)) - 1]
        stop = end_column + 1 if end_line == line else len(self.lines[line].rstrip())
        return self.place(line, column, stop - column, path)

    def _characters(self, event: Any, most: int) -> list[tuple[int, int]]:
        """(line, column) of each of the first `most` characters of a scalar, by walking its source beside it."""
        line, column = event.start_mark.line, event.start_mark.column
        if event.style in ("|", ">"):
            line, column = line + 1, 0
        elif event.style:
            column += 1
        marks: list[tuple[int, int]] = []
        for character in event.value[:most]:
            while True:
                source = self.lines[line] if line < len(self.lines) else ""
                escape = _ESCAPE.match(source, column) if event.style == '"' else None
                at_end = column >= len(source)
                if escape and escape[0] != "\\":
                    marks.append((line, column))
                    column = escape.end()
                    break
                if character in " \n\t" and (at_end or source[column] != character):
                    marks.append((line, min(column, max(0, len(source) - 1))))  # a fold: the end of this line
                    break
                if not at_end and source[column] == character:
                    marks.append((line, column))
                    column += 1
                    break
                if at_end:
                    line, column = line + 1, 0
                    if line > event.end_mark.line:
                        return marks
                else:
                    column += 1
        return marks
