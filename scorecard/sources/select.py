"""The one statement that makes a table of a file.

Enters: where a file's raw columns are, what each is to become. Leaves: SQL. Names from files never reach it: raw columns are
`c0`, `c1`, …; the definition's names and all text are quoted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scorecard.records.formula import ColumnType
from scorecard.sources.answers import DECLINED, GIVEN, LABEL, NO_ANSWER, Reading, given
from scorecard.sources.convert import (
    DATE_CELL,
    DAYS,
    ERROR_CELL,
    boolean_sql,
    date_sql,
    mapped_sql,
    name,
    number_sql,
    quote,
    seconds_sql,
    text_sql,
    within,
)
from scorecard.spelling import fold

CELL, PART = "\x1f", "\x1e"
"""What parts a row's unreadable cells in `#bad`, and a cell's column number from its text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table to be, and its raw text."""

    name: str
    type: ColumnType
    raw: str  # SQL over the source
    form: str = "iso"  # of dates
    duration: bool = False
    blank: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    kept: bool = True  # False: only a key to join by
    index: int = 0  # in the file
    marked: bool = False  # the source marks real dates, as copies of workbooks do
    reading: Reading | None = None  # of a survey's item


@dataclass(frozen=True, slots=True)
class Join:
    """A lookup's table, joined by its `#key`."""

    lookup: str
    relation: str
    keys: tuple[str, ...]  # columns here
    columns: tuple[str, ...]  # taken from there


def create(table: str, source: str, columns: Sequence[Column], joins: Sequence[Join], letters: bool, *,
           numbered: bool = False, plain: bool = False, underscores: bool = True, spaces: bool = True,
           key: Sequence[str] = (), held: Mapping[str, str] | None = None) -> str:  # fmt: skip
    """CREATE TABLE in one scan of `source`: clean the text, apply blanks and values, join, convert, and keep what fails.

    numbered: the source has a column `row` (and marks of spreadsheet cells). plain: its cells seem to need no care; what that
    hides is told by an error of the engine's, by `#bad`, or by `doubtful`. underscores, spaces: there are some, or two side by
    side. key: columns that make this table's own `#key`. held: as for `holding`."""
    keys = {column for join in joins for column in join.keys} | set(key)
    at = {column.name: index for index, column in enumerate(columns)}
    row = ["row"] if numbered else []
    cleaned, mapped, values = list(row), list(row), list(row)
    failed: list[str] = []
    bad: list[str] = []
    labelled: list[str] = []
    answered: list[str] = []  # conditions: the item is
    declined: list[str] = []
    for index, column in enumerate(columns):
        is_text = column.type in ("text", "boolean", "any") or column.blank or column.values or column.name in keys
        raw = text_sql(column.raw, letters, plain and column.name not in keys, spaces) if is_text else column.raw
        if plain and underscores and column.type == "number":  # the cast would read 1_000: make it fail
            raw = f"CASE WHEN contains({raw}, '_') THEN '_' ELSE {raw} END"
        cleaned.append(f"{raw} AS t{index}")
        own = {fold(given, letters): meant for given, meant in column.values.items()}
        mapped.append(f"{mapped_sql(f't{index}', own, tuple(fold(text, letters) for text in column.blank))} AS x{index}")
        read = None if plain else column.reading  # a number in a plain file is one, or an error
        values += [f"x{index}", f"{_value(column, index, numbered or column.marked, plain)} AS v{index}"]
        if read:
            labelled.append(f"{read.label(f'x{index}')} AS w{index}")
            values.append(f"w{index}")
        raises = plain and ((column.type == "number" and not column.duration) or (column.type == "date" and column.form == "iso"))
        if column.kept and (column.type not in ("text", "any") or numbered) and not raises:
            failed.append(f"(v{index} IS NULL AND x{index} IS NOT NULL AND trim(x{index}) <> '')")
            bad.append(f"CASE WHEN {failed[-1]} THEN {quote(f'{index}{PART}')} || x{index} END")
        if column.kept and column.reading:
            answered.append(f"v{index} IS NOT NULL OR {failed[-1]}" if read else f"v{index} IS NOT NULL")
            declined += [f"isnan(v{index})"] if read else []
    taken, joined = [], ""
    for number, join in enumerate(joins):
        here = _key([f"x{at[column]}" for column in join.keys])
        joined += f'\nLEFT JOIN {join.relation} AS j{number} ON {here} = j{number}."#key"'
        taken += [f"j{number}.{name(column)}" for column in join.columns]
        values.append(f'CASE WHEN j{number}."#key" IS NULL THEN {here} END AS {name(f"#no {join.lookup}")}')
    values += taken
    out = [f"{_out(column, index, plain)} AS {name(column.name)}" for index, column in enumerate(columns) if column.kept]
    out += [name(column) for join in joins for column in join.columns]
    out += [name(f"#no {join.lookup}") for join in joins]
    out += ['row AS "#row"'] if numbered else []
    out += [f'{_key([f"x{at[column]}" for column in key])} AS "#key"'] if key else []
    spoiled = f"CASE WHEN {' OR '.join(failed)} THEN concat_ws({quote(CELL)}, {', '.join(bad)}) END" if bad else "NULL::VARCHAR"
    out.append(f'{spoiled} AS "#bad"')
    out += [f"{given(conditions)} AS {name(each)}" for each, conditions in ((GIVEN, answered), (DECLINED, declined)) if answered]
    if not plain:
        out += [f"w{n}::USMALLINT AS {name(LABEL + each.name)}" for n, each in enumerate(columns) if each.reading and each.kept]
    for expressions in (cleaned, mapped, ["*", *labelled] if labelled else []):
        source = f"(SELECT {', '.join(expressions)}\nFROM {source})" if expressions else source
    typed = f"(SELECT {', '.join(values)}\nFROM {source}{joined})"
    selected = f"SELECT {', '.join(out)}\nFROM {typed}"
    return f"CREATE OR REPLACE TABLE {table} AS {holding(selected, held or {})}"


def holding(select: str, held: Mapping[str, str]) -> str:
    """The same, but a column is blank in rows in which its condition does not hold."""
    if not held:
        return select
    kept = ", ".join(f"CASE WHEN {condition} THEN {name(column)} END AS {name(column)}" for column, condition in held.items())
    return f"SELECT * REPLACE ({kept}) FROM ({select})"


def doubtful(columns: Sequence[Column]) -> str:
    """A condition on the table of a file read as plain: some cell was not. Text has an outer space, a number is infinite, a
    date lies outside what four digits of a year can say, or may have been the word `epoch`, which the engine's cast knows."""
    signs = {
        "text": "{0} < '!' OR suffix({0}, ' ')",
        "number": "NOT isfinite({0})",
        "date": f"NOT ({DAYS}) OR {{0}} = DATE '1970-01-01'",
    }
    signs["any"] = signs["text"]
    return (
        " OR ".join(signs[each.type].format(name(each.name)) for each in columns if each.kept and each.type in signs) or "false"
    )


def _key(parts: Sequence[str]) -> str:
    """One text of a key's parts; NULL where one is blank, so that it matches nothing."""
    return f" || {quote(CELL)} || ".join(f"nullif({part}, '')" for part in parts)


def _out(column: Column, index: int, plain: bool) -> str:
    return f"nullif(v{index}, {NO_ANSWER})" if column.reading and not plain else f"v{index}"


def _value(column: Column, index: int, marked: bool, plain: bool) -> str:
    """The typed value of a text; NULL where there is none or it cannot be read."""
    text = f"x{index}"
    if column.reading and not plain:
        return column.reading.value(text, f"w{index}")
    if column.type in ("text", "any"):
        if not marked:
            return text if plain else f"nullif({text}, '')"  # of a plain file the engine has done that already
        return f"CASE WHEN NOT starts_with({text}, {quote(ERROR_CELL)}) THEN nullif(ltrim({text}, {quote(DATE_CELL)}), '') END"
    if column.type == "boolean":
        return boolean_sql(text)
    if column.type == "number":
        return seconds_sql(text, plain) if column.duration else number_sql(text, plain)
    date = date_sql(text, column.form, plain)
    if not marked:
        return date
    real = within(f"try_cast(substr({text}, 2) AS TIMESTAMP)")
    return f"CASE WHEN starts_with({text}, {quote(DATE_CELL)}) THEN {real} ELSE {date}::TIMESTAMP END"
