"""Where the keys and values of a definition stand in its files.

Enters: the source lines and libyaml's events by path, from `document` and `extends`. Leaves: `Place`s, made when asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorecard.problems import Place

_FIRST_KEY = re.compile(r"[^\s:{\[]+")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.|$)")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a definition: as problems name it, its lines, and the folder in which the data files are that it names."""

    file: str
    lines: list[str]
    folder: Path
    shipped: bool = False  # it comes with the program

    def place(self, line: int, column: int, length: int, path: tuple[str, ...]) -> Place:
        """A place from libyaml's numbers, which count from 0."""
        return Place(self.file, line + 1, column + 1, max(1, length), path, self.line(line))

    def line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""


class FilePlaces:
    """`records.definition.Places` of a file, and of those that it extends.

    `spans`: path -> the file in which it stands, the event of its key (None in a list) and of its value."""

    def __init__(self, source: Source):
        self.source = source  # the file that was opened
        self.spans: dict[tuple[str, ...], tuple[Source, Any, Any]] = {}

    def origin(self, *path: str) -> Source:
        """The file in which this stands, or the nearest ancestor that is known."""
        known = self._known(path)
        return self.spans[known][0] if known in self.spans else self.source

    def _known(self, path: tuple[str, ...]) -> tuple[str, ...]:
        while path and path not in self.spans:
            path = path[:-1]
        return path

    def at(self, *path: str) -> Place:
        """The key's value (a scalar underlined whole, a map at its first key); the nearest ancestor if unknown."""
        known = self._known(path)
        if known not in self.spans:
            return Place(self.source.file)
        source, key, event = self.spans[known]
        nothing = hasattr(event, "value") and event.start_mark.index == event.end_mark.index  # `key:` with nothing after it
        if key and (nothing or known != path):
            return _whole(source, key, known)
        return _whole(source, event, path)

    def key(self, *path: str) -> Place:
        """The key itself; where there is none (list items, unknown paths) what `at` says."""
        source, key, _ = self.spans.get(path, (self.source, None, None))
        return _whole(source, key, path) if key else self.at(*path)

    def scalar(self, *path: str) -> str:
        """The scalar's text as written, quotes resolved."""
        return str(self.spans[path][2].value)

    def hide(self, *path: str) -> None:
        """Let no place show this scalar from now on."""
        source, _, event = self.spans[path]
        start, end = event.start_mark, event.end_mark
        for number in range(start.line, min(end.line, len(source.lines) - 1) + 1):
            text = source.lines[number]
            first, last = start.column if number == start.line else 0, end.column if number == end.line else len(text)
            source.lines[number] = text[:first] + "•" * (last - first) + text[last:]

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        """`length` characters from `start` of the scalar's text. Exact for scalars on one line and for block scalars
        written line by line (`|`); where lines are folded, spaces are matched as they come."""
        source, _, event = self.spans.get(path, (self.source, None, None))
        if not hasattr(event, "value"):
            return self.at(*path)
        marks = _characters(source, event, start + max(1, length))
        if start >= len(marks):
            return self.at(*path)
        line, column = marks[start]
        end_line, end_column = marks[min(start + max(1, length), len(marks)) - 1]
        stop = end_column + 1 if end_line == line else len(source.lines[line].rstrip())
        return source.place(line, column, stop - column, path)


def _whole(source: Source, event: Any, path: tuple[str, ...]) -> Place:
    start, end = event.start_mark, event.end_mark
    text = source.line(start.line)
    if hasattr(event, "value"):
        stop = end.column if end.line == start.line else len(text.rstrip())
        return source.place(start.line, start.column, stop - start.column, path)
    first = _FIRST_KEY.match(text, start.column)
    return source.place(start.line, start.column, first.end() - start.column if first else 1, path)


def _characters(source: Source, event: Any, most: int) -> list[tuple[int, int]]:
    """(line, column) of each of the first `most` characters of a scalar, by walking its source beside it."""
    line, column = event.start_mark.line, event.start_mark.column
    if event.style in ("|", ">"):
        line, column = line + 1, 0
    elif event.style:
        column += 1
    marks: list[tuple[int, int]] = []
    for character in event.value[:most]:
        while True:
            text = source.line(line)
            escape = _ESCAPE.match(text, column) if event.style == '"' else None
            at_end = column >= len(text)
            if escape and escape[0] != "\\":
                marks.append((line, column))
                column = escape.end()
                break
            if character in " \n\t" and (at_end or text[column] != character):
                marks.append((line, min(column, max(0, len(text) - 1))))  # a fold: the end of this line
                break
            if not at_end and text[column] == character:
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
