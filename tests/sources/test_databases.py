"""SQLite: read, and nothing else; where it is, may be a secret."""

from __future__ import annotations

import io
import sqlite3
import time
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scorecard
from scorecard import sources
from scorecard.problems import Faults
from scorecard.records.definition import Dataset
from scorecard.sources import databases

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop

DEALS = [
    "CREATE TABLE deals (id INTEGER, amount REAL, city TEXT, day TEXT, note BLOB)",
    "INSERT INTO deals VALUES (1, 10.5, 'Köln', '2024-05-01', NULL), (2, 1e300, 'it''s', NULL, x'00ff'), "
    "(NULL, NULL, NULL, NULL, NULL), (4, 'many', '', '2024-05-02 10:00', NULL)",
]


def database(workshop: Workshop, *statements: str, file: str = "data.sqlite") -> Path:
    path = workshop.folder / file
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize("file", ["data.sqlite", "data.sqlite3", "data.db", "odd ?#%20 name.db"])
def test_a_table(workshop: Workshop, file: str) -> None:
    path = database(workshop, *DEALS, file=file)
    before = sorted(workshop.folder.iterdir())
    loaded = workshop.load(workshop.dataset(file, time="day"), levels=("city",), n="sum(amount)", i="sum(id)")
    assert loaded.column("amount") == [10.5, 1e300, None]
    assert loaded.column("id") == [1, 2, 4]
    assert loaded.column("city") == ["Köln", "it's", None]
    assert loaded.column("day") == [datetime(2024, 5, 1), None, datetime(2024, 5, 2, 10)]
    assert loaded.problem("cells-unreadable").facts["examples"] == ("4: many",)
    assert sorted(workshop.folder.iterdir()) == before, "nothing is left beside the database"
    assert path.stat().st_size > 0


def test_which_table(workshop: Workshop) -> None:
    database(
        workshop, *DEALS, 'CREATE TABLE "x""; DROP TABLE deals" (n)', "CREATE VIEW big AS SELECT id AS n FROM deals WHERE id > 1"
    )
    unsaid, unknown = workshop.dataset("data.sqlite", id="a"), workshop.dataset("data.sqlite", id="b", table="bgi")
    faults = workshop.faults(unsaid, unknown, n="count(*)")
    assert [(fault.code, fault.place.path if fault.place else ()) for fault in faults] == [
        ("table-unsaid", ("datasets", "a", "file")), ("table-unknown", ("datasets", "b", "table")),
    ]  # fmt: skip
    assert faults[1].facts["nearest"] == ("big",)
    assert workshop.load(workshop.dataset("data.sqlite", table="big"), n="sum(n)").column("n") == [2, 4]
    assert workshop.load(workshop.dataset("data.sqlite", table='x"; DROP TABLE deals'), n="sum(n)").column("n") == []
    assert workshop.load(workshop.dataset("data.sqlite", table="deals"), n="sum(id)").column("id") == [1, 2, 4]


def test_a_sheet_or_a_table_of_what_has_none(workshop: Workshop) -> None:
    workshop.file("data.csv", "n\n1\n")
    faults = workshop.faults(workshop.dataset(id="a", sheet="S"), workshop.dataset(id="b", table="t"))
    assert [(fault.code, fault.place.path if fault.place else ()) for fault in faults] == [
        ("sheet-without-workbook", ("datasets", "a", "sheet")), ("table-without-database", ("datasets", "b", "table")),
    ]  # fmt: skip


ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"
HOSTILE = {
    "never a row": f"CREATE VIEW v AS {ENDLESS} SELECT n FROM c WHERE n < 0",
    "rows without end": f"CREATE VIEW v AS {ENDLESS} SELECT n FROM c",
}


@pytest.mark.parametrize("view", HOSTILE)
def test_a_view_cannot_hang(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    assert databases.SECONDS == 120
    monkeypatch.setattr(databases, "SECONDS", 0.3)
    database(workshop, HOSTILE[view])
    definition = workshop.definition(workshop.dataset("data.sqlite"), n="sum(n)")
    assert sources.check(definition) == []
    begun = time.monotonic()
    with pytest.raises(Faults) as raised:
        sources.load(definition)
    assert time.monotonic() - begun < 10
    (fault,) = raised.value.problems
    assert (fault.code, fault.facts["reason"]) == ("file-unreadable", "reading it takes more than 0.3 seconds")


def test_a_view_cannot_make_huge_cells(workshop: Workshop) -> None:
    database(workshop, "CREATE VIEW v AS SELECT hex(zeroblob(100000000)) AS n")
    definition = workshop.definition(workshop.dataset("data.sqlite"), n="sum(n)")
    with pytest.raises(Faults) as raised:
        sources.load(definition)
    assert raised.value.problems[0].facts["reason"] == "a cell of it is too long"


STATEMENTS = [
    "DELETE FROM deals", "INSERT INTO deals (id) VALUES (9)", "CREATE TABLE x (n)", "DROP TABLE deals",
    "PRAGMA journal_mode = WAL",
    "ATTACH ':memory:' AS other", "SELECT load_extension('x')", "VACUUM INTO 'x.db'", "BEGIN", "PRAGMA table_info(deals)",
    "SELECT * FROM deals_words",
]  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS)
def test_statements_may_only_select(workshop: Workshop, statement: str) -> None:
    path = database(workshop, *DEALS, "CREATE VIRTUAL TABLE deals_words USING fts5(words)")
    before = path.read_bytes()
    with databases._connection(path) as connection:
        databases._lock(connection)
        assert connection.execute("SELECT count(*) FROM deals").fetchone() == (4,)
        with pytest.raises(sqlite3.Error):
            connection.execute(statement).fetchall()
    assert path.read_bytes() == before


def test_tables_that_are_programs_are_not_there(workshop: Workshop) -> None:
    database(workshop, "CREATE VIRTUAL TABLE words USING fts5(word)", "CREATE TABLE n (n)", "INSERT INTO n VALUES (3)")
    assert workshop.load(workshop.dataset("data.sqlite"), n="sum(n)").column("n") == [3]
    faults = workshop.faults(workshop.dataset("data.sqlite", table="words"))
    assert [fault.code for fault in faults] == ["table-unknown"]


def test_what_another_program_is_writing_is_read_too(workshop: Workshop) -> None:
    path = database(workshop, *DEALS)
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO deals (id) VALUES (5)")
        writer.commit()
        assert workshop.load(workshop.dataset("data.sqlite"), n="sum(id)").column("id") == [1, 2, 4, 5]


def test_a_damaged_database(workshop: Workshop) -> None:
    workshop.file("data.sqlite", b"SQLite format 3\0" + b"\xff" * 5000)
    (fault,) = workshop.faults(workshop.dataset("data.sqlite"))
    assert fault.code == "file-unreadable"


# --- by environment variable

CANARY = "canary7831"


def told(workshop: Workshop, **settings: object) -> Dataset:
    return Dataset("deals", "env:CRM_DB", None, **settings)  # type: ignore[arg-type]  # as the test says


def test_an_address_in_the_environment(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = database(workshop, *DEALS, file=f"{CANARY}.crm")
    for address in (
        f"sqlite:///{path}",
        f"sqlite:///{path.relative_to(Path.cwd(), walk_up=True)}" if False else f"sqlite:///{path}",
    ):
        monkeypatch.setenv("CRM_DB", address)
        loaded = workshop.load(told(workshop, table="deals"), n="sum(id)")
        assert loaded.column("id") == [1, 2, 4]
        assert [file.file for file in loaded.tables.files] == ["env:CRM_DB"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (None, "url-unset"), ("", "url-unset"), (f"postgresql://user:{CANARY}@host/db", "url-unknown"), (CANARY, "url-unknown"),
        (f"sqlite:///{CANARY}", "url-nowhere"), (f"sqlite:////{CANARY}/{CANARY}.db", "url-nowhere"),
        (f"sqlite:///{CANARY * 50}", "url-nowhere"), (f"sqlite:///{{folder}}/{CANARY}.txt", "url-nowhere"),
        ("sqlite:///{folder}", "url-nowhere"), (f"sqlite:///{{folder}}/{CANARY}.db", "url-nowhere"),
        (f"sqlite:///{{folder}}/{CANARY}-good.db", "table-unknown"),
    ],
)  # fmt: skip
def test_the_address_is_never_told(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, address: str | None, code: str) -> None:
    workshop.file(f"{CANARY}.txt", "n\n1\n")
    workshop.file(f"{CANARY}.db", b"SQLite format 3\0" + b"\xff" * 5000)
    database(workshop, *DEALS, file=f"{CANARY}-good.db")
    if address is None:
        monkeypatch.delenv("CRM_DB", raising=False)
    else:
        monkeypatch.setenv("CRM_DB", address.format(folder=workshop.folder))
    (fault,) = workshop.faults(told(workshop, table="t"), n="sum(id)")
    assert fault.code == code
    wording = scorecard.describe(fault)
    assert CANARY not in wording + str(fault) + repr(fault)
    assert str(workshop.folder) not in wording


def test_a_run_never_tells_the_address(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of standard output and error, JSON and HTML; and of a run that fails half way."""
    from click.testing import CliRunner

    from scorecard.cli.program import commands

    path = database(workshop, *DEALS, file=f"{CANARY}.db")
    monkeypatch.setenv("CRM_DB", f"sqlite:///{path}")
    workshop.file(
        "scorecard.yaml",
        "scorecard: s\ndatasets: {deals: {url: 'env:CRM_DB', table: deals}}\n"
        "measures: {m: {better: higher, dataset: deals, formula: sum(amount) / count(*)}}\n"
        "perspectives: {p: {measures: {m: {target: {floor: 0, goal: 9}}}}}\n",
    )
    output, errors = io.StringIO(), io.StringIO()
    file, folder = str(workshop.folder / "scorecard.yaml"), str(workshop.folder / "out")
    with redirect_stdout(output), redirect_stderr(errors):
        for command in (
            ["evaluate", file],
            ["evaluate", file, "--json"],
            ["check", file],
            ["report", file, "--to", "html", "-o", folder],
        ):
            result = CliRunner().invoke(commands, command)
            assert result.exit_code in (0, 1), result.output
            assert "env:CRM_DB" in result.output or command[0] != "evaluate" or "--json" not in command
            output.write(result.output)
        path.write_bytes(path.read_bytes()[:5000])
        result = CliRunner().invoke(commands, ["evaluate", file])
        output.write(result.output + repr(result.exception))
        path.unlink()
        result = CliRunner().invoke(commands, ["evaluate", file])
        output.write(result.output + repr(result.exception))
    html = (workshop.folder / "out" / "s.html").read_text()
    assert "env:CRM_DB" in html
    for written in (output.getvalue(), errors.getvalue(), html):
        assert CANARY not in written
