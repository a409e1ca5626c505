"""A file as the engine reads it: a table of SQL whose columns are raw text, or a Parquet file's own columns.

Enters: a file's layout, the columns wanted. Leaves: SQL. Names from files do not reach it but quoted, as Parquet has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scorecard.records.formula import ColumnType
from scorecard.sources import parquet
from scorecard.sources.account import MOST_REFUSED
from scorecard.sources.answers import DECLINED, GIVEN
from scorecard.sources.convert import name, path_sql, quote
from scorecard.sources.files import Layout
from scorecard.sources.select import Column

_BUFFER = 4 << 20  # bytes the engine reads at a time: its own 32 MB per thread are half of a large run's memory
_WHOLE = (
    "HUGEINT", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT",
)  # fmt: skip
SMALL = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT")
_NATIVE: dict[ColumnType, tuple[str, ...]] = {
    "number": ("DOUBLE", "FLOAT", "DECIMAL", *_WHOLE),
    "date": ("DATE", "TIMESTAMP"),
    "boolean": ("BOOLEAN",),
    "text": ("VARCHAR", *_WHOLE),
    "any": ("",),
}


def native(layout: Layout, columns: Sequence[Column], numbered: bool) -> str | None:
    """SQL of a Parquet file's columns as they are, or cast where only the kind of number differs or whole numbers are names; None
    where text must be read. numbered: with `#row`."""
    out, answered = [], []
    for column in columns:
        type = layout.types[column.index]
        if column.blank or column.values or not type.startswith(_NATIVE[column.type]):
            return None
        raw = name(layout.headers[column.index])
        wanted = {"number": "DOUBLE", "date": "DATE" if type == "DATE" else "TIMESTAMP", "text": "VARCHAR"}.get(column.type, type)
        if column.reading and type in SMALL:  # an answer in whole numbers stays one: to compare and add these is cheaper
            wanted = type
        out.append(f"{raw}{'' if wanted == type else f'::{wanted}'} AS {name(column.name or '#none')}")
        if column.reading:
            nan = f" AND NOT isnan({raw})" if type in ("DOUBLE", "FLOAT") else ""
            answered.append(f"{raw} IS NOT NULL{nan}")
    out.append('NULL::VARCHAR AS "#bad"')
    if answered:
        out += [
            f"({' + '.join(f'({each})::UTINYINT' for each in answered)})::USMALLINT AS {name(GIVEN)}",
            f"0::USMALLINT AS {name(DECLINED)}",
        ]
    out += ['file_row_number AS "#row"'] if numbered else []
    return f"SELECT {', '.join(out)} FROM {parquet.source(layout.path)}"


def cell(layout: Layout, index: int, marked: bool = False) -> str:
    """SQL of a column's raw text."""
    if layout.kind != "parquet":
        return f"c{index}"
    return parquet.as_text(layout.headers[index], layout.types[index] if marked else "")


def source(layout: Layout, blanks: bool = True) -> str:
    """The file. blanks: wholly empty rows too."""
    if layout.kind == "parquet":
        return parquet.source(layout.path)
    cells = [f"c{index}" for index in range(len(layout.headers))]
    options = f"header = true, skip = {layout.skip + layout.heads - 1}, delim = {quote(layout.delimiter)}, "
    options += f"store_rejects = true, rejects_limit = {MOST_REFUSED}"
    read = _csv(layout.path, ", ".join(f"'{cell}': 'VARCHAR'" for cell in cells), options)
    return read if blanks else f"(SELECT * FROM {read} WHERE coalesce({', '.join(cells)}) IS NOT NULL)"


def copied(copy: Path, cells: Sequence[int]) -> str:
    """A clean copy of some of its cells."""
    columns = ", ".join(["'row': 'INTEGER'", *(f"'c{cell}': 'VARCHAR'" for cell in cells)])
    return _csv(copy, columns, "header = false")


def _csv(path: Path, columns: str, options: str) -> str:
    return (
        f"read_csv({path_sql(path)}, columns = {{{columns}}}, {options}, auto_detect = false, "
        f"quote = '\"', escape = '\"', buffer_size = {_BUFFER})"
    )
