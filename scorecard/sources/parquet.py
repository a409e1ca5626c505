"""Parquet files: the types of their columns, and their values as text where they cannot be taken as they are.

Enters: paths. Leaves: headers with the engine's types, rows of text, SQL. Raises Unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from scorecard.sources.convert import DATE_CELL, name, path_sql, quote
from scorecard.sources.unreadable import Unreadable


def types(path: Path) -> dict[str, str]:
    """Header -> the engine's name of its type, in the file's order."""
    described = _asked(path, f"DESCRIBE SELECT * FROM {source(path)}")
    return {str(header): str(type) for header, type, *_ in described}


def source(path: Path) -> str:
    return f"read_parquet({path_sql(path)})"


def is_date(type: str) -> bool:
    return type.startswith(("DATE", "TIMESTAMP"))


def as_text(header: str, type: str) -> str:
    """SQL of a column as text; a real date is marked as one, like a spreadsheet's."""
    if not is_date(type):
        return f"{name(header)}::VARCHAR"
    moment = name(header) if type == "DATE" else f"{name(header)}::TIMESTAMP"
    return f"{quote(DATE_CELL)} || regexp_replace({moment}::VARCHAR, ' 00:00:00$', '')"


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number, counted from 1; empty ones are left out."""
    columns = ", ".join(f"coalesce({as_text(header, type)}, '')" for header, type in types(path).items())
    for number, record in enumerate(_asked(path, f"SELECT {columns} FROM {source(path)}"), start=1):
        if any(record):
            yield number, [str(cell) for cell in record]


def is_sound(path: Path) -> bool:
    """Whether all of it can be read, which takes as long as that does."""
    try:
        columns = ", ".join(f"max(hash({name(header)}))" for header in types(path))
        return bool(list(_asked(path, f"SELECT {columns} FROM {source(path)}")))
    except Unreadable:
        return False


def _asked(path: Path, sql: str) -> Iterator[tuple[object, ...]]:
    try:
        with duckdb.connect(config={"autoload_known_extensions": False, "autoinstall_known_extensions": False}) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            answer = connection.execute(sql)
            while found := answer.fetchmany(1000):
                yield from found
    except duckdb.Error:
        raise Unreadable("file-unreadable", reason="its Parquet data are damaged") from None
