"""The doors through which strangers' bytes come in, each as a function that must return, whatever it is given.

Enters: bytes. Leaves: nothing, or an exception where the door did what no door may: raise what it does not announce, yield a
problem that has no place or no words, or make something that contradicts itself.
"""

from __future__ import annotations

import atexit
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import Path
from xml.etree import ElementTree

from scorecard import definition, formula, periods, sources
from scorecard.brand import logo, svg
from scorecard.brand.unfit import Unfit
from scorecard.problems import Faults, Place, Problem
from scorecard.records.definition import Calendar, Period
from scorecard.sources import convert, files
from scorecard.sources.unreadable import Unreadable
from scorecard.words import snippets
from scorecard.words.problems import all_wordings

HERE = Path(__file__).parent
TESTS = HERE.parent
SHOWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
CALENDARS = (
    Calendar("gregorian"), Calendar("jalali"), Calendar("hijri"),
    Calendar("gregorian", 4, "end"), Calendar("jalali", 7), Calendar("hijri", 12, "end"),
)  # fmt: skip


@cache
def folder() -> Path:
    """A folder of this process's own, that goes with it."""
    made = tempfile.TemporaryDirectory(prefix="scorecard-fuzz-", dir=os.environ.get("SCORECARD_FUZZ"))
    atexit.register(made.cleanup)
    return Path(made.name)


def written(name: str, content: bytes) -> Path:
    path = folder() / name
    path.write_bytes(content)
    return path


def worded(problems: Iterable[Problem]) -> None:
    """Every problem can be said, and says nothing that commands a terminal."""
    for problem in problems:
        assert snippets.message(problem), problem
        said = snippets.one_line(problem) + snippets.hint(problem) + snippets.draw([problem], color=False)
        # A line from right to left is isolated by the house itself.
        assert not SHOWN.search(re.sub("[\u2066\u2069]", "", said)), repr(said)


def told(problems: tuple[Problem, ...]) -> None:
    """Faults that were raised: there are some, each at a place."""
    assert any(problem.is_fault for problem in problems)
    assert all(problem.place is not None for problem in problems)
    worded(problems)


def few_words(said: str, about: str) -> None:
    assert 0 < len(said) < 300 + 2 * len(about)


def document(data: bytes) -> None:
    """A definition: sound, or with faults that name a place in the file."""
    path = written("scorecard.yaml", data)
    reading = definition.read(str(path))
    faults = [problem for problem in reading.problems if problem.is_fault]
    assert reading.definition is not None or faults
    worded(reading.problems)
    lines = re.split("\r\n|\r|\n", data.decode("utf-8-sig", "replace"))
    for problem in faults:
        place = problem.place
        assert place is not None, problem
        if place.file == str(path):
            assert 0 <= place.line <= len(lines) + 1, problem
            assert 0 <= place.column <= len([*lines, ""][place.line - 1]) + 1, problem
    if reading.definition is not None:
        sources.check(reading.definition)  # there are no files: it must say so


def expression(data: bytes) -> None:
    """A formula of each kind: read, or refused at a place inside it."""
    text = data.decode("utf-8", "replace")

    def place_of(start: int, length: int) -> Place:
        assert 0 <= start <= len(text), (start, length)
        assert 0 <= length <= len(text) + 1, (start, length)
        return Place("f.yaml", 1, start + 1, length, (), text.splitlines()[0] if text.splitlines() else "")

    readings: tuple[Callable[[], object], ...] = (
        lambda: formula.row_condition(text, place_of),
        lambda: formula.over_rows(text, place_of),
        lambda: formula.share(text, place_of, text, place_of),
        lambda: formula.over_measures(text, place_of),
        lambda: formula.per_columns({"a": text}, lambda _: place_of),
    )
    for reading in readings:
        try:
            reading()
        except Faults as faults:
            told(faults.problems)


def period(data: bytes) -> None:
    """A period's id or a day: read into what reads back, or refused with a ValueError of few words."""
    text = data.decode("utf-8", "replace")
    for calendar in CALENDARS:
        for read in (periods.parse, periods.parse_date):
            try:
                found = read(text, calendar)
            except ValueError as error:
                few_words(str(error), text)
                continue
            if isinstance(found, Period):
                _period(found, calendar)


def _period(found: Period, calendar: Calendar) -> None:
    assert found.start < found.end
    assert periods.parse(found.id, calendar) == found
    assert periods.back(found, calendar, 3)[-1] == found
    try:
        before = periods.previous(found, calendar)
    except ValueError:
        return  # the calendar's edge
    assert before.end == found.start


def cell(data: bytes) -> None:
    """A cell's text, and a date pattern."""
    text = data.decode("utf-8", "replace")
    number = convert.number(text)
    assert number is None or isfinite(number)
    with suppress(ValueError):
        assert isinstance(convert.strptime(text), str)
    quoted, named = convert.quote(text), convert.name(text)
    assert quoted[0] == quoted[-1] == "'"
    assert "'" not in quoted[1:-1].replace("''", "")
    assert named[0] == named[-1] == '"'
    assert '"' not in named[1:-1].replace('""', "")


KINDS = (".csv", ".json", ".jsonl", ".csv.gz", ".parquet", ".sqlite", ".xlsx")
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels")


def file(data: bytes) -> None:
    """A data file of any kind: its headers and first rows, or why not. The first byte chooses the kind; of workbooks, whose
    packing nothing random survives, the next one chooses the part that the rest replaces."""
    if not data:
        return
    suffix = KINDS[data[0] % len(KINDS)]
    content = _workbook(data[1:]) if suffix == ".xlsx" else data[1:]
    path = written(f"data{suffix}", content)
    try:
        found = files.layout(path)
        assert all(isinstance(header, str) for header in found.headers)
        for number, cells in islice(files.rows(found), 2_000):
            assert number > 0
            assert all(isinstance(text, str) for text in cells)
    except (Unreadable, FileNotFoundError):
        pass


def _workbook(data: bytes) -> bytes:
    made = BytesIO()
    part = PARTS[data[0] % len(PARTS)] if data else ""
    with zipfile.ZipFile(BytesIO(_plain_workbook())) as plain, zipfile.ZipFile(made, "w") as packed:
        for name in plain.namelist():
            packed.writestr(name, data[1:] if name == part else plain.read(name))
    return made.getvalue()


@cache
def _plain_workbook() -> bytes:
    from openpyxl import Workbook

    book, made = Workbook(), BytesIO()
    for row in (["day", "name", "amount"], ["2025-01-31", "A", 1.5], ["2025-02-01", "B", None]):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def table(data: bytes) -> None:
    """A CSV through the whole way, under a definition that asks for each type of column."""
    import scorecard

    here = written("table.yaml", (HERE / "table.yaml").read_bytes()).parent
    (here / "table.csv").write_bytes(data)
    try:
        evaluation = scorecard.load(here / "table.yaml").evaluate()
    except Faults as faults:
        worded(faults.problems)
        return
    worded(evaluation.problems)
    scores = evaluation.scores.score
    assert not ((scores < 0) | (scores > 100)).any()


def picture(data: bytes) -> None:
    """A logo: harmless and the same when it is read again, or unfit with a word."""
    why = ""
    try:
        made, _ = logo.picture(data)
    except Unfit as unfit:
        why = unfit.why
    if why:
        assert f"brand-{why}" in all_wordings(), why
        return
    assert 0.02 < made.ratio < 50
    if made.media == "image/svg+xml":
        assert logo.picture(made.data) == (made, ())
        for element in ElementTree.fromstring(made.data).iter():
            assert element.tag.rpartition("}")[2] in svg.KEPT
            assert element.attrib.keys() <= svg.FORMS.keys() | svg.POINTING
            assert element.get("href", "#").startswith("#")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "document": document, "expression": expression, "period": period, "cell": cell, "file": file, "table": table,
    "picture": picture,
}  # fmt: skip


def seeds(target: str) -> Iterator[bytes]:
    """What a target is to begin with: definitions and data of the tests, and the texts in them."""
    definitions = sorted(TESTS.glob("**/scorecard.yaml")) + sorted((TESTS.parent / "definitions").glob("**/*.yaml"))
    texts = [path.read_bytes() for path in definitions if path.stat().st_size < 20_000]
    if target == "document":
        yield from texts
    elif target == "expression":
        for text in texts:
            for match in re.finditer(rb"(?:formula|share|of|where|invoices):\s*(['\"]?)(.{3,200}?)\1[,}\n]", text):
                yield match[2]
    elif target == "period":
        yield from (b"2025-Q1", b"1404-12", b"1446-H2", b"2025-W53", b"1404-W01", b"2025", b"2025-01-31", "۱۴۰۴/۱/۳۱".encode())
    elif target == "cell":
        for text in ("-1,234.5", "(5%)", "۱۲٫۵٪", "USD 1e9", "d-MMM-yy", "yyyy/MM/dd HH:mm:ss", "12:30:05", "'\"\0"):
            yield text.encode()
    elif target == "file":
        rows = b'day,name,amount\n2025-01-31,A,1.5\n2025-02-01,"B\n",\n'
        records = b'[{"day": "2025-01-31", "amount": 1.5}, {"day": null}]'
        yield from (bytes([KINDS.index(kind)]) + content for kind, content in ((".csv", rows), (".json", records)))
        yield bytes([KINDS.index(".jsonl")]) + records[1:-1].replace(b"}, ", b"}\n")
        with zipfile.ZipFile(BytesIO(_plain_workbook())) as plain:
            for number, part in enumerate(PARTS):
                if part in plain.namelist():
                    yield bytes([KINDS.index(".xlsx"), number]) + plain.read(part)
    elif target == "picture":
        yield from (path.read_bytes() for path in sorted(TESTS.glob("language/cases/brand/brand/logo.*")))
        yield b'<svg viewBox="0 0 9 9"><style>.a, #b { fill: url(#c) }</style><path class="a" id="b" d="M0 0h9"/></svg>'
    elif target == "table":
        yield (HERE / "table.csv").read_bytes()
