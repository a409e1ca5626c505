"""A file as it lies on disk: what kind it is, its headers, its rows one by one.

Enters: paths that the definition named (from strangers: nothing is believed before it was looked at).
Leaves: `Layout`s, rows with their numbers in the file, clean temporary copies for the engine. Raises `Unreadable`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from scorecard.records.definition import Layout as Headings
from scorecard.records.tables import BadCell
from scorecard.sources import text
from scorecard.sources.convert import DATE_CELL, ERROR_CELL
from scorecard.sources.headings import HEADS, named
from scorecard.sources.opening import opened, stamp
from scorecard.sources.unreadable import Unreadable

Kind = Literal["csv", "json", "xlsx", "parquet", "sqlite"]
KINDS: dict[str, Kind] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".parquet": "parquet",
    ".json": "json", ".jsonl": "json", ".ndjson": "json", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".db": "sqlite",
}  # fmt: skip
_MAGIC = {
    b"PK\x03\x04": "zip",
    b"PAR1": "parquet",
    b"\xd0\xcf\x11\xe0": "xls",
    b"\x1f\x8b": "gzip",
    b"%PDF": "pdf",
    b"SQLite format 3\0": "sqlite",
}
_HOLDS = {"zip": "xlsx", "parquet": "parquet", "sqlite": "sqlite", "text": "text"}
MOST_COLUMNS = 20_000
LONGEST_ROW = 500_000
"""Letters of a row in a copy: even at four bytes each they stay within what the engine reads as one line."""
MOST_COPIED = 1 << 34
"""Letters of a copy: what makes more of its records than this (a view in a database can) is not data."""
SHOWN = 5
_LONGEST = 80  # letters of a cell that are shown


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a file."""

    path: Path
    kind: Kind
    headers: tuple[str, ...]
    delimiter: str = ","
    encoding: str = "utf-8"  # Python's name
    skip: int = 0  # lines before the header
    heads: int = 1  # rows that the header takes
    part: str | None = None  # the sheet of a workbook, the table of a database
    types: tuple[str, ...] = ()  # of a Parquet file, as the engine calls them
    stamp: tuple[int, ...] = ()  # of the file before it was looked at

    @property
    def foreign(self) -> bool:
        """Whether the engine cannot read it as it lies, so that a clean copy must be made."""
        return self.kind not in ("csv", "parquet") or self.encoding != "utf-8"


def kind_of(path: Path) -> Kind | None:
    """By its name's ending; of a packed file by the one before `.gz`, where that is known."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes[-1:] == [".gz"]:
        return KINDS.get(suffixes[0], "csv")
    return KINDS.get(path.suffix.lower())


def layout(
    path: Path, sheet: str | None = None, table: str | None = None, kind: Kind | None = None, headings: Headings = "plain"
) -> Layout:
    """Look at a file: its kind (where not known, by its name), and what its first rows tell. headings: how they stand in CSV and
    workbooks. Raises Unreadable, FileNotFoundError."""
    kind = kind or kind_of(path)
    if kind is None:
        raise Unreadable("file-kind-unknown", suffix=path.suffix, known=(*KINDS, ".csv.gz", ".json.gz"))
    try:
        before = stamp(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable("file-unreadable", reason=error.strerror or "an error of the disk") from None
    return _layout(path, sheet, table, kind, before, headings)


@lru_cache(maxsize=64)
def _layout(path: Path, sheet: str | None, table: str | None, kind: Kind, before: tuple[int, ...], headings: Headings) -> Layout:
    """Looked at once, as long as the file stays as it is: several stages ask, and a workbook's or a JSON's headers cost."""
    try:
        with opened(path) as file:
            start = file.read(text.SAMPLE)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable("file-unreadable", reason=error.strerror or "an error of the disk") from None
    found = next((other for magic, other in _MAGIC.items() if start.startswith(magic)), "text")
    wanted = "text" if kind in ("csv", "json") else kind
    if wanted != _HOLDS.get(found) or (wanted == "text" and text.is_binary(start)):
        raise Unreadable(
            "file-not-its-kind", suffix="".join(path.suffixes[-2:]), found="binary data" if found == "text" else found
        )
    if sheet is not None and kind != "xlsx":
        raise Unreadable("sheet-without-workbook", sheet=sheet)
    if table is not None and kind != "sqlite":
        raise Unreadable("table-without-database", table=table)
    found_layout = _looked_at(path, kind, start, sheet, table, headings)
    if len(found_layout.headers) > MOST_COLUMNS:
        raise Unreadable("too-many-columns", most=MOST_COLUMNS)
    return replace(found_layout, stamp=before)


def _looked_at(path: Path, kind: Kind, start: bytes, sheet: str | None, table: str | None, headings: Headings) -> Layout:
    if kind == "csv":
        first, delimiter, encoding, skip = text.written(start, HEADS[headings])
        headers, heads = named(headings, first)
        return Layout(path, kind, headers, delimiter, encoding, skip, heads)
    if kind == "json":
        from scorecard.sources import jsons

        code = text.encoding(start)
        return Layout(path, kind, jsons.headers(path, code), encoding=code)
    if kind == "xlsx":
        from scorecard.sources import xlsx

        name, first = xlsx.headers(path, sheet, HEADS[headings])
        headers, heads = named(headings, first)
        return Layout(path, kind, headers, heads=heads, part=name)
    if kind == "sqlite":
        from scorecard.sources import databases

        name, headers = databases.headers(path, table)
        return Layout(path, kind, headers, part=name)
    from scorecard.sources import parquet

    types = parquet.types(path)
    return Layout(path, kind, tuple(types), types=tuple(types.values()))


def surveyed(layout: Layout) -> text.Survey:
    """Its hash and, of text, what its bytes tell. Raises OSError, Unreadable."""
    return text.survey(layout.path, layout.delimiter) if layout.kind == "csv" else text.Survey(text.hashed(layout.path))


def rows(layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Data rows below the header, with their line (CSV), row (sheet) or number; empty ones are left out. As long as the header
    or shorter, where what is missing is blank; but a row of text may have any length, or be `Spoiled`.

    Raises Unreadable, OSError, and csv.Error."""
    if layout.kind == "csv":
        how = text.Written((layout.headers,), layout.delimiter, layout.encoding, layout.skip)
        yield from text.rows(layout.path, how, layout.heads)
    elif layout.kind == "json":
        from scorecard.sources import jsons

        yield from jsons.rows(layout.path, layout.encoding, layout.headers)
    elif layout.kind == "xlsx":
        from scorecard.sources import xlsx

        yield from xlsx.rows(layout.path, layout.part, layout.heads)
    elif layout.kind == "sqlite":
        from scorecard.sources import databases

        yield from databases.rows(layout.path, layout.part)
    else:
        from scorecard.sources import parquet

        yield from parquet.rows(layout.path)


@dataclass
class Refused:
    """Rows of a wrong shape: not one of their cells can be trusted."""

    count: int = 0
    examples: list[BadCell] = field(default_factory=list)

    def add(self, number: int, row: Sequence[str], delimiter: str) -> None:
        self.count += 1
        if len(self.examples) < SHOWN:
            self.examples.append(BadCell(number, "", shown(delimiter.join(row))))


def whole(row: list[str], layout: Layout) -> bool:
    """Whether a row has the header's shape. Text must have each cell; elsewhere blanks at the end may be missing."""
    if isinstance(row, text.Spoiled):
        return False
    width = len(layout.headers)
    return len(row) == width or (layout.kind != "csv" and not any(row[width:]))


def write_copy(layout: Layout, cells: Sequence[int], path: Path) -> Refused:
    """A clean CSV, without header, of each row's number and the cells asked for; what has a wrong shape is left out and told."""
    refused, width, size = Refused(), len(layout.headers), 0
    try:
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            write = csv.writer(file, lineterminator="\n").writerow
            for number, row in _read(layout):
                if not whole(row, layout):
                    refused.add(number, row, layout.delimiter)
                    continue
                row += [""] * (width - len(row))
                line = [row[cell] for cell in cells]
                long = sum(map(len, line))
                if long > LONGEST_ROW:
                    refused.add(number, row, layout.delimiter)
                    continue
                size += long
                if size > MOST_COPIED:
                    raise Unreadable("copy-too-large")
                write([number, *line])
    except OSError as error:  # of the copy: `_read` tells what is the file's own
        raise Unreadable("copy-failed", reason=error.strerror) from None
    return refused


def _read(layout: Layout) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from rows(layout)
    except OSError as error:
        raise Unreadable("file-unreadable", reason=error.strerror) from None


def shown(cell: str) -> str:
    """As much of a cell as a message bears."""
    cell = cell.strip().lstrip(DATE_CELL + ERROR_CELL)
    return cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
