"""What was spoiled in a file, counted and shown: rows of a wrong shape, cells that could not be read, keys that match nothing.

Enters: the engine's table with its notes (`#bad`, `#no <lookup>`) and its list of refused rows. Leaves: findings, a `SourceFile`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import duckdb

from scorecard.problems import Place, Problem, finding
from scorecard.records.definition import Dataset, Definition
from scorecard.records.tables import BadCell, SourceFile
from scorecard.sources.convert import DATE_CELL, ERROR_CELL, name, quote
from scorecard.sources.files import Layout, Survey, lines_at, rows
from scorecard.sources.select import CELL, PART, Column, Join

SHOWN = 5
_LONGEST = 80  # letters of a cell that are shown


@dataclass
class Account:
    """One file's."""

    definition: Definition
    dataset: Dataset
    id: str  # the dataset's, or dataset.lookup
    file: str
    layout: Layout
    survey: Survey
    copy: Path | None = None  # the clean copy that the engine read instead, whose rows carry their numbers
    rows: int = 0  # in the table
    bad: int = 0  # of them with a cell that could not be read
    not_utf8: bool = False
    refused: list[BadCell] = field(default_factory=list)  # rows of a wrong shape
    examples: list[BadCell] = field(default_factory=list)

    def doubt(self, code: str, column: str | None, **facts: object) -> Problem:
        return finding(
            code, self._place(column), dataset=self.id, file=self.file, **({"column": column} if column else {}), **facts
        )

    def take_refused(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Take over the engine's list of rows that it refused, and empty it."""
        found = engine.execute(
            "SELECT line_byte_position - 1, any_value(csv_line), bool_or(error_type = 'INVALID ENCODING') "
            "FROM reject_errors GROUP BY ALL ORDER BY 1"
        ).fetchall()
        engine.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        self.not_utf8 = any(foreign for *_, foreign in found)
        texts = [(start + len(text) - len(text.lstrip("\r\n")), text.strip("\r\n")) for start, text, _ in found]
        if self.copy:
            cut = [text.partition(",") for _, text in texts]
            self.refused = [BadCell(int(number), "", _show(rest)) for number, _, rest in cut]
        else:  # the engine's own line numbers do not count line ends inside of cells
            lines = lines_at(self.layout.path, [start for start, _ in texts])
            self.refused = [BadCell(line, "", _show(text)) for line, (_, text) in zip(lines, texts, strict=True)]

    def spoiled(self, engine: duckdb.DuckDBPyConnection, table: str, columns: list[Column]) -> Iterator[Problem]:
        """A finding for each column with cells that could not be read, and one for rows of a wrong shape."""
        self.examples = self.refused[:SHOWN]
        if self.refused:
            facts = {"count": len(self.refused), "width": len(self.layout.headers)}
            yield self.doubt("rows-misshapen", None, **facts, examples=_listed(self.examples))
        if not self.bad:
            return
        row = '"#row"' if self.copy else "rowid"
        found: list[tuple[Column, int, list[tuple[int, str]]]] = []
        for index, column in enumerate(columns):
            cell = f'{quote(CELL)} || "#bad", {quote(f"{CELL}{index}{PART}")}'
            where = f'FROM {table} WHERE "#bad" IS NOT NULL AND contains({cell})'
            counted = engine.execute(f"SELECT count(*) {where}").fetchone()
            if counted and counted[0]:
                shown = engine.execute(f"SELECT {row}, split_part({cell}, 2) {where} ORDER BY {row} LIMIT {SHOWN}").fetchall()
                found.append((column, counted[0], [(number, text.split(CELL)[0]) for number, text in shown]))
        numbers = {number: number for *_, shown in found for number, _ in shown}
        if not self.copy:
            numbers = self._lines(numbers)
        for column, count, shown in found:
            cells = [BadCell(numbers[number], column.name, _show(text)) for number, text in shown]
            self.examples += cells
            wanted = "duration" if column.duration else column.type
            form = column.form if column.type == "date" else None
            yield self.doubt("cells-unreadable", column.name, count=count, type=wanted, form=form, examples=_listed(cells))

    def unmatched(self, engine: duckdb.DuckDBPyConnection, table: str, join: Join, count: int) -> Problem:
        """Rows whose key the lookup lacks: what it should have added is blank there."""
        key = name(f"#no {join.lookup}")
        shown = engine.execute(
            f"SELECT {key}, count(*) OVER () FROM {table} WHERE {key} IS NOT NULL "
            f"GROUP BY {key} ORDER BY count(*) DESC, {key} LIMIT {SHOWN}"
        ).fetchall()
        examples = tuple(_show(text.replace(CELL, " · ")) for text, _ in shown)
        place = self.definition.places.key("datasets", self.dataset.id, "lookups", join.lookup)
        facts = {"dataset": self.id, "lookup": join.lookup, "file": self.dataset.lookups[join.lookup].file}
        return finding(
            "lookup-keys-missing", place, **facts, count=count, keys=shown[0][1], columns=join.columns, examples=examples
        )

    def unmapped(self, engine: duckdb.DuckDBPyConnection, table: str, column: Column) -> Iterator[Problem]:
        """Texts that `values` does not map stay as they are; that is told."""
        known, at = ", ".join(map(quote, dict.fromkeys(column.values.values()))), name(column.name)
        shown = engine.execute(
            f"SELECT {at}, count(*), sum(count(*)) OVER (), count(*) OVER () FROM {table} WHERE {at} NOT IN ({known}) "
            f"GROUP BY {at} ORDER BY count(*) DESC, {at} LIMIT {SHOWN}"
        ).fetchall()
        if shown:
            place = self.definition.places.key("datasets", self.dataset.id, "values", column.name)
            facts = {
                "dataset": self.id,
                "file": self.file,
                "column": column.name,
                "count": int(shown[0][2]),
                "texts": shown[0][3],
            }
            yield finding("values-unmapped", place, **facts, examples=tuple(_show(text) for text, *_ in shown))

    def source_file(self, excluded: int = 0) -> SourceFile:
        refused = len(self.refused)
        first = sorted(self.examples, key=lambda cell: cell.row)[:SHOWN]
        return SourceFile(self.id, self.file, self.survey.sha256, self.rows + refused, self.bad + refused, excluded, tuple(first))

    def _place(self, column: str | None) -> Place:
        here = ("datasets", self.dataset.id)
        if column and column in self.dataset.columns:
            return self.definition.places.at(*here, "columns", column)
        return self.definition.places.at(*here, "file")

    def _lines(self, numbers: Iterable[int]) -> dict[int, int]:
        """Row numbers of the table -> lines of the file, which the engine does not tell: read again as far as needed."""
        if self.layout.kind == "parquet":
            return {number: number + 1 for number in numbers}
        wanted, refused = set(numbers), {cell.row for cell in self.refused}
        kept = (line for line, _ in rows(self.layout) if line not in refused)
        return {number: line for number, line in enumerate(islice(kept, max(wanted) + 1)) if number in wanted}


def _listed(cells: list[BadCell]) -> tuple[str, ...]:
    return tuple(f"{cell.row}: {cell.text}" for cell in cells)


def _show(text: str) -> str:
    text = text.strip().lstrip(DATE_CELL + ERROR_CELL)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
