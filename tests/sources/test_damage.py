"""Files from strangers: damaged, hostile, changing under one's hands. Each costs a row or a message,
never a wrong number without a word."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from scorecard import sources
from scorecard.problems import Faults, Problem
from scorecard.sources import files, opening, tables, text

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop

ROWS = 200_000
PLAIN = "a,b\n" + "".join(f"{n},x{n % 3}\n" for n in range(ROWS))


def faults_of(workshop: Workshop, file: str = "data.csv") -> tuple[Problem, ...]:
    definition = workshop.definition(workshop.dataset(file), n="sum(n)")
    assert sources.check(definition) == []
    with pytest.raises(Faults) as raised:
        sources.load(definition)
    return raised.value.problems


@pytest.mark.parametrize("at", [2, ROWS // 2, ROWS])
def test_a_quotation_mark_never_closed_costs_its_own_line(workshop: Workshop, at: int) -> None:
    """The engine would take all that follows for one cell, or lose rows without a word where several threads read."""
    lines = PLAIN.splitlines(keepends=True)
    lines[at - 1] = '-1,"never closed\n'
    workshop.file("data.csv", "".join(lines))
    loaded = workshop.load(workshop.dataset(), levels=("b",), n="sum(a)")
    assert len(loaded.column("a")) == ROWS - 1
    assert sum(loaded.column("a")) == sum(range(ROWS)) - (at - 2)  # type: ignore[arg-type]  # numbers
    problem = loaded.problem("rows-misshapen")
    assert (problem.facts["count"], problem.facts["examples"]) == (1, (f'{at}: -1,"never closed',))
    assert loaded.tables.files[0].rows == ROWS


def test_a_cell_that_swallows_many_lines_is_no_cell(workshop: Workshop) -> None:
    """Two stray quotation marks, far apart, close each other: nothing is misshapen, but the rows between are gone."""
    lines = PLAIN.splitlines(keepends=True)
    lines[10], lines[5000] = '-1,"opened\n', '-2,closed"\n'
    workshop.file("data.csv", "".join(lines))
    loaded = workshop.load(workshop.dataset(), levels=("b",), n="sum(a)")
    assert len(loaded.column("a")) == ROWS - 1
    assert loaded.problem("rows-misshapen").facts["examples"] == ('11: -1,"opened',)


def test_long_cells_of_some_lines_are_cells(workshop: Workshop) -> None:
    note = '"' + "a line\n" * 900 + '"'
    workshop.file("data.csv", f"a,b\n1,{note}\n2,{note}\n3,x\n")
    loaded = workshop.load(workshop.dataset(), levels=("b",), n="sum(a)")
    assert (loaded.column("a"), loaded.problems) == ([1, 2, 3], ())


def test_very_many_misshapen_rows_are_counted_in_little_memory(workshop: Workshop) -> None:
    workshop.file("data.csv", "a,b\n" + "1,2,3\n" * 50_000 + "5,6\n")
    loaded = workshop.load(workshop.dataset(), n="sum(a)")
    assert loaded.column("a") == [5]
    assert loaded.problem("rows-misshapen").facts["count"] == 50_000
    assert loaded.tables.files[0].bad_rows == 50_000


ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("code", ENCODINGS)
@pytest.mark.parametrize("words", ["plain", "شهر"])
def test_wide_encodings_are_known_with_and_without_their_mark(workshop: Workshop, code: str, words: str) -> None:
    workshop.file("data.csv", f"city,n\r\n{words},1\r\n{words},2\r\n".encode(code))
    loaded = workshop.load(workshop.dataset(), levels=("city",), n="sum(n)")
    assert (loaded.column("city"), loaded.column("n"), loaded.problems) == ([words, words], [1, 2], ())


def test_a_row_that_is_no_text_is_told_in_a_copy_too(workshop: Workshop) -> None:
    workshop.file("data.csv", "city,n\r\nشهر,1\r".encode() + b"\n\xff\xfe\xfa,2\n" + "شهر,3\r\n".encode())
    loaded = workshop.load(workshop.dataset(), levels=("city",), n="sum(n)")
    assert loaded.column("n") == [1, 3]
    assert loaded.problem("rows-misshapen").facts["count"] == 1


def test_zeros_between_letters_do_not_make_numbers(workshop: Workshop) -> None:
    workshop.file("data.csv", b"n,city\n" + b"1,Bonn\n" * 50_000 + b"1\x002,Bo\0nn\n")
    loaded = workshop.load(workshop.dataset(), levels=("city",), n="sum(n)")
    assert loaded.column("n")[-1] is None
    assert loaded.column("city")[-1] == "Bo\ufffdnn"
    assert loaded.problem("cells-unreadable").facts["count"] == 1


@pytest.mark.parametrize("letters", [2_200_000, 9_000_000])
def test_a_line_too_long_for_the_engine_costs_itself_only(workshop: Workshop, letters: int) -> None:
    workshop.file("data.csv", "n,city\n1,Bonn\n2," + "x" * letters + "\n4,Köln\n")
    loaded = workshop.load(workshop.dataset(), levels=("city",), n="sum(n)")
    assert loaded.column("n") == [1, 4]
    assert loaded.problem("rows-misshapen").facts["count"] == 1


def test_zeros_all_over_are_no_text(workshop: Workshop) -> None:
    workshop.file("data.csv", b"n\0,city\0\n\0\0\0")
    assert [fault.code for fault in workshop.faults(workshop.dataset(), n="sum(n)")] == ["file-not-its-kind"]


@pytest.mark.parametrize("cell", ["9" * 400, "NaN", "inf", "-Infinity", "1e400"])
def test_numbers_that_are_none(workshop: Workshop, cell: str) -> None:
    for file, content in {"data.csv": f"n\n{cell}\n2\n", "data.json": f'[{{"n": "{cell}"}}, {{"n": 2}}]'}.items():
        workshop.file(file, content)
        loaded = workshop.load(workshop.dataset(file), n="sum(n)")
        assert loaded.column("n") == [None, 2]
        assert loaded.problem("cells-unreadable").facts["count"] == 1


@pytest.mark.parametrize("day", ["9999-12-31", "1000-01-01"])
def test_the_first_and_the_last_day(workshop: Workshop, day: str) -> None:
    workshop.file("data.csv", f"n,day\n1,{day}\n")
    loaded = workshop.load(workshop.dataset(time="day"), n="sum(n)")
    span = loaded.tables.tables["deals"].spans["day"]
    assert span is not None
    assert [str(end) for end in span] == [day, day]


def test_the_year_one_is_no_year(workshop: Workshop) -> None:
    workshop.file("data.csv", "n,day\n1,0001-01-01\n")
    loaded = workshop.load(workshop.dataset(time="day"), n="sum(n)")
    assert loaded.column("day") == [None]
    assert loaded.problem("cells-unreadable").facts["examples"] == ("2: 0001-01-01",)


def test_a_column_empty_for_long_is_what_it_is_used_as(workshop: Workshop) -> None:
    workshop.file("data.csv", "n,m\n" + ",1\n" * 100_000 + "2.5,1\n")
    loaded = workshop.load(workshop.dataset(), n="sum(n)", m="sum(m)")
    assert (loaded.column("n")[-1], loaded.problems) == (2.5, ())


def test_spaces_within_names_are_one(workshop: Workshop) -> None:
    workshop.file("data.csv", "branch,n\nNorth  West,1\nNorth West,2\nNorth\u00a0 West,3\n")
    workshop.file("plain.csv", "branch,n\nNorth  West,1\nNorth West,2\n")
    for file in ("data.csv", "plain.csv"):
        loaded = workshop.load(workshop.dataset(file), levels=("branch",), n="sum(n)")
        assert set(loaded.column("branch")) == {"North West"}


def test_no_permission_is_said(workshop: Workshop) -> None:
    path = workshop.file("data.csv", "n\n1\n")
    path.chmod(0)
    before = os.geteuid()
    os.seteuid(before or 65534)  # root may read everything
    try:
        (fault,) = workshop.faults(workshop.dataset(), n="sum(n)")
    finally:
        os.seteuid(before)
    assert (fault.code, fault.facts["reason"]) == ("file-unreadable", "Permission denied")


@pytest.mark.parametrize("file", ["data.csv.gz", "data.json.gz"])
def test_a_packed_file_unpacks_within_bounds(workshop: Workshop, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_UNPACKED", 1 << 20)
    row = b'{"n": 1}\n' if "json" in file else b"1\n"
    workshop.file(file, gzip.compress(b"" if "json" in file else b"n\n") + gzip.compress(row * 1_000_000))
    definition = workshop.definition(workshop.dataset(file), n="sum(n)")
    problems = sources.check(definition)
    if not problems:
        with pytest.raises(Faults) as raised:
            sources.load(definition)
        problems = list(raised.value.problems)
    assert [problem.code for problem in problems] == ["unpacks-to-too-much"]
    assert opening.MOST_TIMES == 100
    workshop.file(file, gzip.compress((b"" if "json" in file else b"n\n") + row * 1000))
    assert len(workshop.load(workshop.dataset(file), n="sum(n)").column("n")) == 1000


def test_a_packed_file_cut_short_is_damaged(workshop: Workshop) -> None:
    noise = "".join(f"{zlib.crc32(str(n).encode())}\n" for n in range(200_000))
    whole = gzip.compress(f"n\n{noise}".encode())
    workshop.file("data.csv.gz", whole[: len(whole) - 1000])
    (fault,) = faults_of(workshop, "data.csv.gz")
    assert (fault.code, fault.facts["reason"]) == ("file-unreadable", "the compressed data are damaged")


def test_a_line_beyond_all_bounds(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LONGEST", 1 << 20)
    workshop.file("data.csv", ("n,m\r\n1," + "2" * (1 << 20) + "\n3,4\n").encode("utf-16"))
    assert [fault.code for fault in faults_of(workshop)] == ["line-too-long"]


def test_too_many_columns(workshop: Workshop) -> None:
    workshop.file("data.csv", ",".join(f"c{n}" for n in range(files.MOST_COLUMNS + 1)) + "\n")
    assert [fault.code for fault in workshop.faults(workshop.dataset())] == ["too-many-columns"]


# --- files that change


@contextmanager
def during(monkeypatch: pytest.MonkeyPatch, module: object, function: str, act: object) -> Iterator[None]:
    """`act` happens just before a function is called for the first time."""
    original, done = getattr(module, function), []

    def wrapped(*args: object, **settings: object) -> object:
        if not done:
            done.append(act())  # type: ignore[operator]  # it is called
        return original(*args, **settings)

    with monkeypatch.context() as patch:
        patch.setattr(module, function, wrapped)
        yield
    assert done


def appended(path: Path) -> None:
    with path.open("a") as file:
        file.write("7\n")


def shortened(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    os.replace(other, path)


@pytest.mark.parametrize("change", [appended, shortened, replaced, Path.unlink])
@pytest.mark.parametrize("when", ["surveyed", "create"])
def test_a_file_that_changes_while_it_is_read_is_told(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, change: object, when: str
) -> None:
    path = workshop.file("data.csv", "n\n" + "1\n" * 100_000)
    with during(monkeypatch, tables, when, lambda: change(path)):  # type: ignore[operator]  # it is called
        (fault,) = faults_of(workshop)
    assert fault.code in ("file-changed", "file-missing")
    assert fault.code == "file-changed" or change is Path.unlink
    assert fault.place is not None
    assert fault.place.path == ("datasets", "deals", "file")


def test_a_file_touched_between_checking_and_reading_is_read_as_it_is_then(workshop: Workshop) -> None:
    path = workshop.file("data.csv", "n\n1\n")
    definition = workshop.definition(workshop.dataset(), n="sum(n)")
    assert sources.check(definition) == []
    appended(path)
    assert sources.load(definition)[0].files[0].rows == 2


def test_a_lookup_that_loses_its_uniqueness_is_told(workshop: Workshop) -> None:
    workshop.file("data.csv", "owner,n\nAnn,1\n")
    path = workshop.file("staff.csv", "name,team\nAnn,A\n")
    lookup = workshop.lookup("staff", "staff.csv", {"owner": "name"}, ("team",))
    definition = workshop.definition(workshop.dataset(lookups={"staff": lookup}), levels=("team",), n="sum(n)")
    assert sources.check(definition) == []
    path.write_text("name,team\nAnn,A\nAnn,B\n")
    with pytest.raises(Faults, match="file-changed"):
        sources.load(definition)


def test_parquet_must_stay_until_all_is_asked(workshop: Workshop) -> None:
    path = workshop.folder / "data.parquet"
    duckdb.sql("SELECT 1 AS n").write_parquet(str(path))
    definition = workshop.definition(workshop.dataset("data.parquet"), n="sum(n)")
    loaded, _ = sources.load(definition)
    with sources.steady(definition, loaded):
        pass
    with pytest.raises(Faults, match="file-changed"), sources.steady(definition, loaded):
        os.utime(path, (1, 1))


def test_parquet_damaged_within_is_told_when_it_is_asked(workshop: Workshop) -> None:
    path = workshop.folder / "data.parquet"
    duckdb.sql("SELECT hash(i) AS n FROM range(50000) t(i)").write_parquet(str(path))
    content = bytearray(path.read_bytes())
    content[40:5000] = b"\xff" * 4960
    path.write_bytes(content)
    definition = workshop.definition(workshop.dataset("data.parquet"), n="sum(n)")
    loaded, _ = sources.load(definition)
    assert loaded.connection is not None
    with pytest.raises(Faults, match="file-unreadable"), sources.steady(definition, loaded):
        loaded.connection.execute('SELECT sum(n) FROM "#deals"').fetchall()


# --- full disks


def test_no_room_for_a_copy_is_said_and_leaves_nothing(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = workshop.folder / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    workshop.file("data.csv", ("n\n" + "1234567\n" * 200_000).encode("utf-16"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    definition = workshop.definition(workshop.dataset(), n="sum(n)")
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))  # as a full disk: writing stops with an error
    try:
        with pytest.raises(Faults) as raised:
            sources.load(definition)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    (fault,) = raised.value.problems
    assert (fault.code, fault.facts["reason"]) == ("copy-failed", "File too large")
    assert list(temporary.iterdir()) == []
    assert len(workshop.load(workshop.dataset(), n="sum(n)").column("n")) == 200_000
    assert list(temporary.iterdir()) == []


def test_a_copy_without_end_is_given_up(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_COPIED", 1000)
    workshop.file("data.csv", ("n\n" + "1234567\n" * 1000).encode("utf-16"))
    assert [fault.code for fault in faults_of(workshop)] == ["copy-too-large"]


BIG = """
import resource, sys
from pathlib import Path
from tests.sources.conftest import Workshop
loaded = Workshop(Path(sys.argv[1])).load(Workshop(Path(sys.argv[1])).dataset("big.csv"), n="sum(n)")
table = loaded.tables.connection.execute('SELECT count(*), sum(n) FROM "#deals"').fetchone()
print(*table, loaded.problems, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_two_gigabytes_are_read_in_bounded_memory(workshop: Workshop) -> None:
    path = workshop.folder / "big.csv"
    block = "".join(f"{n},{'some words that nobody asks for ' * 6}\n" for n in range(10)).encode() * 30_000
    with path.open("wb") as file:
        file.write(b"n,words\n")
        count = 0
        while file.tell() < 2 << 30:
            file.write(block)
            count += 30_000
    try:
        done = subprocess.run(
            [sys.executable, "-c", BIG, str(workshop.folder)], capture_output=True, text=True, check=True,
            cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONPATH": "."},
        )  # fmt: skip
    finally:
        path.unlink()
    rows, total, problems, megabytes = done.stdout.split()
    assert (int(rows), float(total), problems) == (count * 10, count * 45.0, "()")
    assert int(megabytes) < 1000
