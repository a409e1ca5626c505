"""Records as text (CSV and its kin): how a file is written, its rows one by one, what one look at all its bytes tells.

Enters: paths of plain or packed text. Leaves: encoding, delimiter and header; rows with their lines; a `Survey`. Raises OSError,
Unreadable, and csv.Error where a cell is beyond all bounds.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from scorecard.sources.opening import opened, packed
from scorecard.sources.unreadable import Unreadable

SAMPLE = 1 << 18
LONGEST = 1 << 24
"""Letters of a line, and of a cell, where rows are read one by one."""
MOST_LINES = 1000
"""Lines that a cell may span: a quotation mark that is not closed by then was never meant to be opened."""
_DELIMITERS = (",", ";", "\t")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
csv.field_size_limit(LONGEST)


class Written(NamedTuple):
    """How a text file is written."""

    first: tuple[tuple[str, ...], ...]  # its first rows: the headers, and as many below as were asked for
    delimiter: str
    encoding: str  # Python's name
    skip: int  # lines before the header


class Spoiled(list[str]):
    """A row that is not to be trusted: a quotation mark in it is never closed, or it holds what are no letters."""


def written(start: bytes, heads: int = 1) -> Written:
    """By the beginning of a file. heads: rows that headers may take."""
    code = encoding(start)
    lines = list(io.StringIO(start.decode(code, "replace").lstrip("\ufeff"), newline=""))
    skip = 0
    while skip < len(lines) and not lines[skip].strip():
        skip += 1
    delimiter = None
    if skip < len(lines) and lines[skip].strip() in (f"sep={each}" for each in _DELIMITERS):  # Excel's own hint
        delimiter, skip = lines[skip].rstrip("\r\n")[4], skip + 1
    body = lines[skip:]
    delimiter = delimiter or max(_DELIMITERS, key=lambda each: _agreement(body, each))
    first = [tuple(cell.strip() for cell in row) for row in islice(csv.reader(body, delimiter=delimiter), heads)]
    if not first or not any(first[0]):
        raise Unreadable("file-empty")
    return Written(tuple(first), delimiter, code, skip)


def encoding(sample: bytes) -> str:
    """UTF-8 unless its bytes say otherwise: a mark at the start, every second byte zero, else Windows Arabic or Latin, by
    which letters come in runs."""
    if sample.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if code := _unmarked_utf16(sample):
        return code
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(sample) - 4 and len(sample) >= SAMPLE:  # a letter cut in two by the sample's end
            return "utf-8"
    if len(sample.decode("utf-8", "ignore")) > len(sample.decode("ascii", "ignore")):
        return "utf-8"  # letters in UTF-8 and a few spoiled bytes: those rows are refused one by one
    runs = re.findall(rb"[\x80-\xff]+", sample)  # words of Arabic letters, or a single accent among Latin ones
    return "cp1256" if sum(len(run) for run in runs if len(run) > 1) * 2 > sum(map(len, runs)) else "cp1252"


def _unmarked_utf16(sample: bytes) -> str | None:
    """Delimiters, digits and line ends are there in every file of records; in UTF-16 one byte of each is zero."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) or max(even, odd) * 16 < max(len(sample), 1):
        return None
    code = "utf-16-le" if odd else "utf-16-be"
    return code if "\ufffd" not in sample[: len(sample) // 2 * 2].decode(code, "replace")[:-1] else None


def late_encoding(path: Path) -> str:
    """The encoding of a file that showed late what it is not: by its lines that are more than ASCII."""
    found, size = [], 0
    with opened(path) as file:
        while size < SAMPLE - 4 and (line := file.readline(SAMPLE)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return encoding(b"".join(found)[: SAMPLE - 4])


def is_binary(start: bytes) -> bool:
    """Whether these are no letters: more than one in a hundred is a control character."""
    if encoding(start).startswith(("utf-16", "utf-32")):
        return False
    return (len(start) - len(start.translate(None, _CONTROLS))) * 100 > len(start)


def rows(path: Path, how: Written, heads: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Data rows below `heads` rows of headers, with the line on which they begin, counted from 1;
    empty ones are left out. NUL becomes a sign that is no letter, so that it does not hide inside of a number."""
    strict = how.encoding == "utf-8"
    with opened(path) as raw:
        code, errors = ("utf-8-sig", "surrogateescape") if strict else (how.encoding, "replace")
        file = io.TextIOWrapper(raw, code, errors, newline="")
        for _ in range(how.skip):
            file.readline(LONGEST)
        lines = _Lines(file, strict)
        reader = csv.reader(lines, delimiter=how.delimiter)
        line = how.skip + 1
        while True:
            lines.row = []
            try:
                row = next(reader)
            except StopIteration:
                return
            except _Unclosed:
                row = Spoiled([lines.give_back().strip("\r\n")])
            if lines.spoiled:
                row, lines.spoiled = Spoiled(row), False
            if heads > 0 and isinstance(row, Spoiled):
                raise Unreadable("file-unreadable", reason="its header is damaged, or a quotation mark in it is never closed")
            if heads <= 0 and any(row):
                yield line, row
            line, heads = line + len(lines.row), heads - 1


class _Unclosed(Exception):
    pass


class _Lines:
    """Lines for the csv module, those of the row at hand kept: a quotation mark that is never closed costs its own line, and
    reading goes on with the next."""

    def __init__(self, file: TextIO, strict: bool):
        self.file, self.strict = file, strict
        self.row: list[str] = []
        self.waiting: deque[str] = deque()
        self.spoiled = False  # by bytes that are no UTF-8

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else self.file.readline(LONGEST)
        if not line:
            if self.row:
                raise _Unclosed
            raise StopIteration
        if len(line) >= LONGEST:
            raise Unreadable("line-too-long")
        self.row.append(line)
        if len(self.row) > MOST_LINES:
            raise _Unclosed
        if self.strict and not line.isascii() and not _is_proper(line):
            self.spoiled = True
            line = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return line.replace("\0", "\ufffd")

    def give_back(self) -> str:
        """All lines of the row but the first, to be read again; returns that."""
        first, *others = self.row
        self.waiting.extendleft(reversed(others))
        self.row = [first]
        self.spoiled = False
        return first.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_proper(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def lines_at(path: Path, offsets: Sequence[int]) -> list[int]:
    """The lines, counted from 1, that stand at these offsets of a file's (unpacked) bytes. Offsets ascend."""
    lines: list[int] = []
    if not offsets:
        return lines
    with opened(path) as file:
        chunk, start, line, seen = file.read(SAMPLE), 0, 1, 0  # seen: bytes of the chunk whose line ends are counted
        end = b"\n" if b"\n" in chunk else b"\r"
        for offset in offsets:
            while chunk and start + len(chunk) < offset:
                line += chunk.count(end, seen)
                start, seen, chunk = start + len(chunk), 0, file.read(SAMPLE)
            line += chunk.count(end, seen, offset - start)
            seen = offset - start
            lines.append(line)
    return lines


@dataclass(frozen=True, slots=True)
class Survey:
    """What reading a file's bytes once tells."""

    sha256: str  # of the file as it lies
    plain: bool = False  # ASCII letters only, and no cell with outer spaces at the file's beginning
    underscores: bool = True
    spaces: bool = True  # two side by side
    unfit: bool = False  # for the engine: NUL bytes, or a line so long that it would drop it and all behind it
    quotes: bool = False  # quotation marks, so that rows may be fewer than lines


def survey(path: Path, delimiter: str = ",") -> Survey:
    """Hash a file of text; and see whether its cells seem to need cleaning, which spares the engine to look at each."""
    import numpy

    comma, plain, underscores, spaces, unfit, quotes = delimiter.encode(), True, False, False, False, False
    signs = (comma + b" ", b" " + comma, b"\n ", b" \n", b" \r", b'" ', b' "')
    digest, begun, last, endless = hashlib.sha256(), False, b"", 0
    with opened(path) as file:
        while chunk := file.read(1 << 20):
            if not packed(path):
                digest.update(chunk)
            plain = plain and chunk.isascii() and (begun or not any(sign in chunk for sign in signs))
            underscores = underscores or b"_" in (chunk if begun else chunk[chunk.find(b"\n") :])  # headers often have some
            if not spaces:  # bytes.find is five times slower where there are many single ones
                pairs = (numpy.frombuffer(chunk, "<u2", (len(chunk) - start) // 2, start) for start in (0, 1))
                spaces = any((each == 0x2020).any() for each in pairs) or (last == b" " and chunk[:1] == b" ")
            endless = 0 if b"\n" in chunk or b"\r" in chunk else endless + len(chunk)
            unfit = unfit or b"\0" in chunk or endless >= 1 << 20
            quotes = quotes or b'"' in chunk
            begun, last = True, chunk[-1:]
    found = hashed(path) if packed(path) else digest.hexdigest()
    return Survey(found, plain, underscores, spaces, unfit, quotes)


def hashed(path: Path) -> str:
    """SHA-256 of a file as it lies."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def loses_rows(path: Path, rows: int) -> bool:
    """Whether a file holds far more lines than rows were found, because by its quotation marks some cell spans more lines than a
    cell does, or never ends."""
    import numpy

    with opened(path) as file:
        lines = 0
        while chunk := file.read(1 << 20):
            lines += int(numpy.count_nonzero(numpy.frombuffer(chunk, numpy.uint8) == 10))
    return lines - rows > MOST_LINES and _is_torn(path)


def _is_torn(path: Path) -> bool:
    import numpy

    marks, carried = 0, 0  # quotation marks so far; lines in the stretch that is open at the end of a chunk
    with opened(path) as file:
        while chunk := file.read(1 << 20):
            letters = numpy.frombuffer(chunk, numpy.uint8)
            quotes, ends = numpy.flatnonzero(letters == 34), numpy.flatnonzero(letters == 10)
            stretch = numpy.searchsorted(quotes, ends)  # the number of marks before each line end
            inside = stretch[(stretch + marks) % 2 == 1]
            counts = numpy.bincount(inside, minlength=len(quotes) + 1)
            counts[0] += carried
            if counts.max() > MOST_LINES:
                return True
            marks += len(quotes)
            carried = int(counts[-1]) if marks % 2 else 0
    return marks % 2 == 1


def _agreement(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the first lines: the share of rows as wide as the header, then the width."""
    widths = [len(row) for row in csv.reader(lines[:60], delimiter=delimiter) if row][:50]
    if not widths or widths[0] < 2:
        return (0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])
