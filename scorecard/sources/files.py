"""A file as it lies on disk: what kind it is, its headers, its rows one by one.

Enters: paths that the definition named (from strangers: nothing is believed before it was looked at).
Leaves: `Layout`s, rows with their numbers in the file, clean temporary copies for the engine. Raises `Unreadable`.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from scorecard.sources.unreadable import Unreadable

Kind = Literal["csv", "xlsx", "parquet"]
KINDS: dict[str, Kind] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".gz": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".parquet": "parquet",
}  # fmt: skip
_SAMPLE = 1 << 18
_DELIMITERS = (",", ";", "\t")
_OTHERS = {
    b"PK\x03\x04": "zip",
    b"PAR1": "parquet",
    b"\xd0\xcf\x11\xe0": "xls",
    b"\x1f\x8b": "gzip",
    b"%PDF": "pdf",
    b"SQLi": "sqlite",
}
csv.field_size_limit(1 << 24)  # a cell is at most 16 MB, wherever rows are read one by one


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a file."""

    path: Path
    kind: Kind
    headers: tuple[str, ...]
    delimiter: str = ","
    encoding: str = "utf-8"  # Python's name
    skip: int = 0  # lines before the header
    sheet: str | None = None

    @property
    def foreign(self) -> bool:
        """Whether the engine cannot read it as it lies, so that a clean copy must be made."""
        return self.kind == "xlsx" or self.encoding != "utf-8"


def layout(path: Path, sheet: str | None = None) -> Layout:
    """Look at a file: its kind, and what its first rows tell. Raises Unreadable, FileNotFoundError."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise Unreadable("file-kind-unknown", suffix=path.suffix, known=tuple(dict.fromkeys(KINDS)))
    try:
        with opened(path) as file:
            start = file.read(_SAMPLE)
    except FileNotFoundError:
        raise
    except (OSError, EOFError) as error:  # gzip's BadGzipFile is an OSError
        raise Unreadable(
            "file-unreadable", reason=getattr(error, "strerror", None) or "the compressed data are damaged"
        ) from None
    found = next((other for magic, other in _OTHERS.items() if start.startswith(magic)), "text")
    if kind != {"zip": "xlsx", "parquet": "parquet", "text": "csv"}.get(found) or (kind == "csv" and _is_binary(start)):
        raise Unreadable("file-not-its-kind", suffix=path.suffix, found="binary data" if found == "text" else found)
    if kind == "xlsx":
        from scorecard.sources.xlsx import headers

        name, names = headers(path, sheet)
        return Layout(path, kind, names, sheet=name)
    if kind == "parquet":
        return Layout(path, kind, _parquet_headers(path))
    return _text_layout(path, start)


def opened(path: Path) -> IO[bytes]:
    """A file's bytes, unpacked. OSError too where the path is no plain file, or has become a link since it was checked."""
    if os.path.realpath(path) != os.path.abspath(path):
        raise OSError(0, "it leads elsewhere than when it was checked")
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(0, "it is not a file")
    return cast(IO[bytes], gzip.open(path)) if path.suffix.lower() == ".gz" else open(path, "rb")


def rows(layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Data rows below the header, with their line (CSV) or row (sheet) counted from 1; empty ones are left out."""
    if layout.kind == "xlsx":
        from scorecard.sources.xlsx import sheet_rows

        yield from sheet_rows(layout.path, layout.sheet)
        return
    with opened(layout.path) as raw:
        lines = io.TextIOWrapper(raw, "utf-8-sig" if layout.encoding == "utf-8" else layout.encoding, "replace", newline="")
        reader = csv.reader((line.replace("\0", "") for line in lines), delimiter=layout.delimiter)
        for _ in range(layout.skip):
            next(reader, None)
        next(reader, None)
        line = reader.line_num + 1
        for row in reader:
            if any(row):
                yield line, row
            line = reader.line_num + 1


def lines_at(path: Path, offsets: Sequence[int]) -> list[int]:
    """The lines, counted from 1, that stand at these offsets of a file's (unpacked) bytes. Offsets ascend."""
    lines: list[int] = []
    if not offsets:
        return lines
    with opened(path) as file:
        chunk, start, line, seen = file.read(_SAMPLE), 0, 1, 0  # seen: bytes of the chunk whose line ends are counted
        end = b"\n" if b"\n" in chunk else b"\r"
        for offset in offsets:
            while chunk and start + len(chunk) < offset:
                line += chunk.count(end, seen)
                start, seen, chunk = start + len(chunk), 0, file.read(_SAMPLE)
            line += chunk.count(end, seen, offset - start)
            seen = offset - start
            lines.append(line)
    return lines


def write_copy(rows: Iterable[tuple[int, list[str]]], width: int, path: Path) -> None:
    """A clean CSV, without header, of the row's number and its cells: short rows filled up, long ones cut at what is empty.

    A row with cells beyond the header keeps them, so that the engine refuses and counts it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, row in rows:
            while len(row) > width and not row[-1]:
                row.pop()
            writer.writerow([number, *row, *[""] * (width - len(row))])


def encoding(sample: bytes) -> str:
    """UTF-8 unless its bytes say otherwise: a mark at the start, else Windows Arabic or Latin, by which letters come in runs."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(sample) - 4 and len(sample) >= _SAMPLE:  # a letter cut in two by the sample's end
            return "utf-8"
    if len(sample.decode("utf-8", "ignore")) > len(sample.decode("ascii", "ignore")):
        return "utf-8"  # letters in UTF-8 and a few spoiled bytes: those rows are refused one by one
    runs = re.findall(rb"[\x80-\xff]+", sample)  # words of Arabic letters, or a single accent among Latin ones
    return "cp1256" if sum(len(run) for run in runs if len(run) > 1) * 2 > sum(map(len, runs)) else "cp1252"


def _text_layout(path: Path, start: bytes) -> Layout:
    code = encoding(start)
    text = start.decode(code, "replace").lstrip("\ufeff")
    lines = text.splitlines(keepends=True)
    skip = 0
    while skip < len(lines) and not lines[skip].strip():
        skip += 1
    delimiter = None
    if skip < len(lines) and lines[skip].strip() in (f"sep={each}" for each in _DELIMITERS):  # Excel's own hint
        delimiter, skip = lines[skip].rstrip("\r\n")[4], skip + 1
    body = lines[skip:]
    delimiter = delimiter or max(_DELIMITERS, key=lambda each: _agreement(body, each))
    headers = next(csv.reader(body, delimiter=delimiter), [])
    if not any(header.strip() for header in headers):
        raise Unreadable("file-empty")
    return Layout(path, "csv", tuple(header.strip() for header in headers), delimiter, code, skip)


def _agreement(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the first lines: the share of rows as wide as the header, then the width."""
    widths = [len(row) for row in csv.reader(lines[:60], delimiter=delimiter) if row][:50]
    if not widths or widths[0] < 2:
        return (0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])


def _is_binary(start: bytes) -> bool:
    return b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff"))


def _parquet_headers(path: Path) -> tuple[str, ...]:
    import duckdb

    try:
        with duckdb.connect() as connection:
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet($1)", [str(path)]).fetchall()
    except duckdb.Error:
        raise Unreadable("file-unreadable", reason="its Parquet data are damaged") from None
    return tuple(str(column[0]) for column in described)


@dataclass(frozen=True, slots=True)
class Survey:
    """What reading a file's bytes once tells."""

    sha256: str
    plain: bool  # ASCII letters only, and no cell with outer spaces at the file's beginning
    underscores: bool


def survey(path: Path, delimiter: str = ",") -> Survey:
    """Hash a file as it lies; and see whether its cells seem to need cleaning, which spares the engine to look at each."""
    import hashlib

    comma, plain, underscores = delimiter.encode(), path.suffix.lower() in (".csv", ".tsv", ".txt"), False
    signs = (comma + b" ", b" " + comma, b"\n ", b" \n", b" \r", b'" ', b' "')
    digest, begun = hashlib.sha256(), False
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            plain = plain and chunk.isascii() and (begun or not any(sign in chunk for sign in signs))
            underscores = underscores or b"_" in (chunk if begun else chunk[chunk.find(b"\n") :])  # headers often have some
            begun = True
    return Survey(digest.hexdigest(), plain, underscores)
