"""Records as JSON: a list of objects, or an object on each line.

Enters: the path of a file, plain or packed. Leaves: headers (every name that some object has), rows of text. Read piece by piece,
so that a large file needs no large memory. Raises Unreadable, OSError.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from scorecard.sources.convert import DATE_CELL, ERROR_CELL
from scorecard.sources.opening import opened, stamp
from scorecard.sources.unreadable import Unreadable

MOST_LETTERS = 1 << 24
"""Of one record."""
MOST_NAMES = 20_001  # one more than columns may be: enough to be refused
_CHUNK = 1 << 20
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODE = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str).raw_decode  # numbers keep their digits


def headers(path: Path, encoding: str) -> tuple[str, ...]:
    """The names of all objects in the order in which they come up."""
    found = _headers(path, encoding, stamp(path))
    if not found:
        raise Unreadable("file-empty")
    return found


@lru_cache(maxsize=64)
def _headers(path: Path, encoding: str, _: tuple[int, ...]) -> tuple[str, ...]:
    """Once for a file as it is: the last record may have a name of its own."""
    names: dict[str, None] = {}
    for _number, record in _records(path, encoding):
        if not names.keys() >= record.keys():
            names |= dict.fromkeys(record)
            if len(names) >= MOST_NAMES:
                break
    return tuple(names)


def rows(path: Path, encoding: str, headers: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Records with their number, counted from 1; empty ones are left out."""
    for number, record in _records(path, encoding):
        row = [_text(record.get(header)) for header in headers]
        if any(row):
            yield number, row


def _records(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with opened(path) as raw:
        file = io.TextIOWrapper(raw, "utf-8-sig" if encoding == "utf-8" or encoding.startswith("cp") else encoding, newline="")
        try:
            yield from _objects(file)
        except UnicodeError:
            raise Unreadable("file-unreadable", reason="it is not written in UTF-8, as JSON is") from None


def _objects(file: io.TextIOWrapper) -> Iterator[tuple[int, dict[str, Any]]]:
    text, at, number = file.read(_CHUNK), 0, 0
    at = _after_space(text, at)
    listed = text[at : at + 1] == "["
    at += listed
    size = _CHUNK
    while True:
        at = _after_space(text, at)
        if listed and number and text[at : at + 1] == ",":
            at = _after_space(text, at + 1)
        try:
            record, end = _DECODE(text, at) if text[at : at + 1] == "{" else _no_object(text, at, listed)
        except ValueError as error:  # broken, or not yet there as a whole
            more = file.read(size) if len(text) - at <= MOST_LETTERS else ""
            if more:
                text, at, size = text[at:] + more, 0, size * 2
                continue
            if isinstance(error, _Over):
                return
            raise Unreadable("json-damaged", record=number + 1) from None
        except RecursionError:
            raise Unreadable("json-damaged", record=number + 1) from None
        at, number, size = end, number + 1, _CHUNK
        yield number, record


class _Over(ValueError):
    """The end of the records, if it is also the end of the file."""


def _no_object(text: str, at: int, listed: bool) -> tuple[dict[str, Any], int]:
    rest = text[at : at + 2]
    ended = rest[:1] == "]" and _after_space(text, at + 1) == len(text) if listed else not rest
    raise _Over if ended else ValueError


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _text(value: Any) -> str:
    """A value as text; what is no single value becomes a cell that cannot be read."""
    if isinstance(value, str):
        return value.lstrip(DATE_CELL + ERROR_CELL)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ERROR_CELL + json.dumps(value, ensure_ascii=False)[:200]
