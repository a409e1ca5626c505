"""Tables of an SQLite database, read and nothing else.

Enters: the path of a database from strangers, whose views are programs. Leaves: headers and rows of text. The file is opened for
reading, statements may only select, a view may take so long and no longer. Raises Unreadable.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from scorecard.problems import nearest
from scorecard.sources.convert import DATE_CELL, ERROR_CELL, name
from scorecard.sources.unreadable import Unreadable

SECONDS = 120.0
"""That a table or view may take to be read."""
MOST_BYTES = 1 << 24  # of a cell
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_REFUSED_FUNCTIONS = {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}


def headers(path: Path, table: str | None) -> tuple[str, tuple[str, ...]]:
    """The table's name (none need be given where there is but one) and its columns."""
    with _connection(path) as connection:
        kinds = dict(connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"))
        tables = [name for name in kinds if not name.startswith("sqlite_") and name not in _virtual(connection)]
        if table is None and len(tables) != 1:
            raise Unreadable("table-unsaid", tables=tuple(tables[:40]))
        wanted = tables[0] if table is None else table
        if wanted not in tables:
            raise Unreadable("table-unknown", table=wanted, nearest=nearest(wanted, tables), tables=tuple(tables[:40]))
        _lock(connection)
        return wanted, tuple(str(column[0]) for column in connection.execute(f"SELECT * FROM {name(wanted)} LIMIT 0").description)


def rows(path: Path, table: str | None) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number, counted from 1; empty ones are left out."""
    assert table is not None
    with _connection(path) as connection:
        _lock(connection)
        for number, record in enumerate(connection.execute(f"SELECT * FROM {name(table)}"), start=1):
            row = [_text(value) for value in record]
            if any(row):
                yield number, row


@contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    """Opened for reading; all that SQLite may say about a database is one of a few things to its author."""
    begun = time.monotonic()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{_mode(path)}", uri=True, timeout=5)) as connection:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.set_progress_handler(lambda: time.monotonic() - begun > SECONDS, 10_000)
            yield connection
    except sqlite3.Error as error:
        reason = {
            "SQLITE_INTERRUPT": f"reading it takes more than {SECONDS:g} seconds",
            "SQLITE_AUTH": "the view does more than read tables",
            "SQLITE_BUSY": "another program is writing to it",
            "SQLITE_READONLY_ROLLBACK": "another program has left it half written",
            "SQLITE_READONLY_RECOVERY": "another program has left it half written",
            "SQLITE_TOOBIG": "a cell of it is too long",
        }.get(getattr(error, "sqlite_errorname", ""), "its data are damaged, or its view cannot be computed")
        raise Unreadable("file-unreadable", reason=reason) from None


def _mode(path: Path) -> str:
    """A database that nobody is writing to needs no locks and gets no files beside it."""
    beside = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    busy = any(each.exists() and os.path.getsize(each) for each in beside)
    return "mode=ro" if busy else "mode=ro&immutable=1"


def _virtual(connection: sqlite3.Connection) -> set[str]:
    """Tables that are programs, such as indices of full text: with what they keep their data in, they are nobody's records."""
    asked = "SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')"
    return {str(row[0]) for row in connection.execute(asked)}


def _lock(connection: sqlite3.Connection) -> None:
    """From here on statements may select from tables and views, and nothing else."""
    virtual = _virtual(connection)

    def allowed(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action not in _ALLOWED or (action == sqlite3.SQLITE_READ and first in virtual):
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION and second in _REFUSED_FUNCTIONS:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    connection.set_authorizer(allowed)


def _text(value: object) -> str:
    """A value as text that reads back as the same value."""
    if isinstance(value, str):
        return value.lstrip(DATE_CELL + ERROR_CELL)
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bytes):
        return f"{ERROR_CELL}{len(value)} bytes"
    return str(value)
