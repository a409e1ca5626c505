"""What was spoiled in a file, counted and shown: rows of a wrong shape, cells that could not be read, keys that match nothing.

Enters: the engine's table with its notes (`#bad`, `#no <lookup>`) and its list of refused rows. Leaves: findings, a `SourceFile`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

import duckdb

from scorecard.problems import Place, Problem, finding, note
from scorecard.records.definition import Dataset, Definition
from scorecard.records.tables import BadCell, SourceFile
from scorecard.sources.answers import unknown
from scorecard.sources.convert import name, quote
from scorecard.sources.files import SHOWN, Layout, Refused, rows
from scorecard.sources.files import shown as shown_text
from scorecard.sources.likely import forms
from scorecard.sources.select import CELL, PART, Column, Join
from scorecard.sources.text import Survey, late_encoding, lines_at

MOST_TEXTS = 1000
"""Texts that are looked at for misspellings, the frequent ones first."""
MOST_REFUSED = 1000
"""Rows of a wrong shape that the engine keeps a list of."""


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
    labelled: bool = False  # whether cells of surveys were read as labels, as well as numbers
    refused: Refused = field(default_factory=Refused)
    skipped: list[int] = field(default_factory=list)  # the lines of those, where the engine read the file itself
    examples: list[BadCell] = field(default_factory=list)

    def doubt(self, code: str, column: str | None, **facts: object) -> Problem:
        return finding(
            code, self._place(column), dataset=self.id, file=self.file, **({"column": column} if column else {}), **facts
        )

    def remark(self, code: str, column: str) -> Problem:
        return note(code, self._place(column), dataset=self.id, file=self.file, column=column)

    def late_encoding(self) -> bool:
        """Whether a file that was taken for UTF-8 shows late what it is; if so, its layout says it from now on."""
        if self.layout.kind == "csv" and self.layout.encoding == "utf-8":
            self.layout = replace(self.layout, encoding=late_encoding(self.layout.path))
            return self.layout.encoding != "utf-8"
        return False

    def take_refused(self, engine: duckdb.DuckDBPyConnection) -> bool:
        """Take over the engine's list of rows that it refused, and empty it. Returns whether it is to be believed: of very many
        rows it forgets some, and where a quotation mark is not closed, rows are lost that are in no list."""
        found = engine.execute(
            "SELECT line_byte_position - 1, any_value(csv_line), bool_or(error_type = 'INVALID ENCODING'), "
            "bool_or(error_type = 'UNQUOTED VALUE') FROM reject_errors GROUP BY ALL ORDER BY 1"
        ).fetchall()
        engine.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        self.not_utf8 = any(foreign for _, _, foreign, _ in found)
        if len(found) >= MOST_REFUSED or any(unclosed for *_, unclosed in found):
            return False
        texts = [(start + len(text) - len(text.lstrip("\r\n")), text.strip("\r\n")) for start, text, *_ in found]
        # the engine's own line numbers do not count line ends inside of cells
        self.skipped = lines_at(self.layout.path, [start for start, _ in texts])
        self.refused = Refused()
        for line, (_, text) in zip(self.skipped, texts, strict=True):
            self.refused.add(line, [text], "")
        return True

    def misshapen(self) -> Iterator[Problem]:
        """A finding for rows of a wrong shape."""
        if self.refused.count:
            facts = {"count": self.refused.count, "width": len(self.layout.headers)}
            yield self.doubt("rows-misshapen", None, **facts, examples=_listed(self.refused.examples))

    def spoiled(self, engine: duckdb.DuckDBPyConnection, table: str, columns: list[Column]) -> Iterator[Problem]:
        """A finding for each column with cells that could not be read, and one for rows of a wrong shape."""
        self.examples = list(self.refused.examples)
        yield from self.misshapen()
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
            cells = [BadCell(numbers[number], column.name, shown_text(text)) for number, text in shown]
            self.examples += cells
            if column.reading:
                yield unknown(
                    self.id,
                    self.file,
                    column.name,
                    column.reading.answers,
                    count,
                    self._texts(engine, table, columns.index(column)),
                )
                continue
            wanted = "duration" if column.duration else column.type
            dated = column.type == "date"
            likely = forms([text for text, _ in self._texts(engine, table, columns.index(column))]) if dated else ()
            facts = {"type": wanted, "form": column.form if dated else None, "likely": likely, "example": likely[:1]}
            yield self.doubt("cells-unreadable", column.name, count=count, **facts, examples=_listed(cells))

    def _texts(self, engine: duckdb.DuckDBPyConnection, table: str, index: int) -> list[tuple[str, int]]:
        """The unreadable texts of a column, the frequent ones first."""
        cell = f'split_part(split_part({quote(CELL)} || "#bad", {quote(f"{CELL}{index}{PART}")}, 2), {quote(CELL)}, 1)'
        where = f'contains({quote(CELL)} || "#bad", {quote(f"{CELL}{index}{PART}")})'
        return engine.execute(
            f"SELECT {cell}, count(*) FROM {table} WHERE {where} GROUP BY ALL ORDER BY count(*) DESC, 1"
        ).fetchmany(MOST_TEXTS)

    def unmatched(self, engine: duckdb.DuckDBPyConnection, table: str, join: Join, count: int) -> Problem:
        """Rows whose key the lookup lacks: what it should have added is blank there."""
        key = name(f"#no {join.lookup}")
        shown = engine.execute(
            f"SELECT {key}, count(*) OVER () FROM {table} WHERE {key} IS NOT NULL "
            f"GROUP BY {key} ORDER BY count(*) DESC, {key} LIMIT {SHOWN}"
        ).fetchall()
        examples = tuple(shown_text(text.replace(CELL, " · ")) for text, _ in shown)
        place = self.definition.places.key("datasets", self.dataset.id, "lookups", join.lookup)
        facts = {"dataset": self.id, "lookup": join.lookup, "file": self.dataset.lookups[join.lookup].file}
        return finding(
            "lookup-keys-missing", place, **facts, count=count, keys=shown[0][1], columns=join.columns, examples=examples
        )

    def unmapped(self, engine: duckdb.DuckDBPyConnection, table: str, column: Column) -> Iterator[Problem]:
        """Texts that `values` does not map stay as they are. That is told where the mapping translates; where it but mends
        spellings, only of texts that look like one more slip: others are right as they are."""
        known, at = ", ".join(map(quote, dict.fromkeys(column.values.values()))), name(column.name)
        found = engine.execute(
            f"SELECT {at}, count(*) FROM {table} WHERE {at} NOT IN ({known}) GROUP BY {at} ORDER BY count(*) DESC, {at}"
        ).fetchmany(MOST_TEXTS)
        if all(_is_slip(given, [meant]) for given, meant in column.values.items()):
            found = [(text, count) for text, count in found if _is_slip(text, column.values.values())]
        if found:
            place = self.definition.places.key("datasets", self.dataset.id, "values", column.name)
            facts: dict[str, object] = {"dataset": self.id, "file": self.file, "column": column.name}
            facts |= {"count": sum(count for _, count in found), "texts": len(found)}
            yield finding("values-unmapped", place, **facts, examples=tuple(shown_text(text) for text, _ in found[:SHOWN]))

    def source_file(self, excluded: int = 0) -> SourceFile:
        refused = self.refused.count
        first = sorted(self.examples, key=lambda cell: cell.row)[:SHOWN]
        return SourceFile(self.id, self.file, self.survey.sha256, self.rows + refused, self.bad + refused, excluded, tuple(first))

    def _place(self, column: str | None) -> Place:
        here = ("datasets", self.dataset.id)
        if column and column in self.dataset.columns and column not in self.dataset.optional:
            return self.definition.places.at(*here, "columns", column)
        return self.definition.places.at(*here, "file" if self.dataset.path else "url")

    def _lines(self, numbers: Iterable[int]) -> dict[int, int]:
        """Row numbers of the table -> lines of the file, which the engine does not tell: read again as far as needed."""
        if self.layout.kind == "parquet":
            return {number: number + 1 for number in numbers}
        wanted, refused = set(numbers), set(self.skipped)
        kept = (line for line, _ in rows(self.layout) if line not in refused)
        return {number: line for number, line in enumerate(islice(kept, max(wanted) + 1)) if number in wanted}


def _is_slip(text: str, meant: Iterable[str]) -> bool:
    """Whether a text looks like a slip of the pen for one of those meant."""
    texts = {each.casefold(): each for each in meant}
    return text.casefold() in texts or bool(get_close_matches(text.casefold(), texts, n=1, cutoff=0.75))


def _listed(cells: list[BadCell]) -> tuple[str, ...]:
    return tuple(f"{cell.row}: {cell.text}" for cell in cells)
