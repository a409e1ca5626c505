"""Values typed in, read without the engine.

Enters: the dataset named `entered`. Leaves: `EnteredValue`s and findings. A long file has a row per value (measure, period,
levels, value); a wide one a column per measure, or per measure and period. A period in a cell stays text, with Latin digits, for
`values` to understand; one in a heading is understood here. The levels that a row fills say which entities it speaks of.

Said twice with the same number, a value is taken once; said twice with different numbers, neither is taken, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scorecard.problems import Problem, nearest
from scorecard.records.definition import Dataset, Definition, Entered
from scorecard.records.tables import BadCell, EnteredValue, SourceFile
from scorecard.sources.account import Account
from scorecard.sources.columns import PERIOD, by_period
from scorecard.sources.convert import DATE_CELL, number
from scorecard.sources.files import SHOWN, rows, shown, surveyed
from scorecard.sources.fit import Headers, open_headers
from scorecard.sources.text import Spoiled
from scorecard.spelling import fold

_PERCENT_DOUBT = 1.5  # above it a percentage was probably typed as 45 rather than 45%


def read_entered(
    definition: Definition, dataset: Dataset, letters: bool
) -> tuple[tuple[EnteredValue, ...], SourceFile, list[Problem]]:
    """Every value typed in for a measure that is in use. Raises Unreadable, OSError, csv.Error."""
    headers = open_headers(definition, dataset)
    account = Account(definition, dataset, dataset.id, dataset.file, headers.file, surveyed(headers.file))
    sheet = _Sheet(definition, headers, letters, account)
    values = tuple(sheet.once(sheet.read()))
    problems = list(sheet.problems())
    account.bad, account.examples = len({cell.row for cell in sheet.bad}), [*sheet.bad, *account.refused.examples]
    return values, account.source_file(), problems


class _Cell(NamedTuple):
    """Where a value may stand in a row."""

    measure: str
    column: str  # as problems call it
    at: int | None
    period: str | None = None  # of the heading; None: the row's


@dataclass
class _Sheet:
    definition: Definition
    headers: Headers
    letters: bool
    account: Account
    bad: list[BadCell] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)  # measures in a long file, or columns of a wide one
    unclear: list[str] = field(default_factory=list)  # headings that begin like a measure's, and then name no period
    doubled: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)  # percentages above 150%
    astray: list[str] = field(default_factory=list)  # rows whose levels are those of no hierarchy
    blanks: dict[str, tuple[set[str], set[float]]] = field(default_factory=dict)  # by column, as texts and as numbers

    def read(self) -> Iterator[EnteredValue]:
        known = dict.fromkeys(id for id, measure in self.definition.measures.items() if isinstance(measure.how, Entered))
        period, measure, value = self._at("period"), self._at("measure"), self._at("value")
        levels = [(level, at) for level in self.definition.levels if (at := self._at(level)) is not None]
        cells = [] if measure is not None else self._wide(known, {period, *(at for _, at in levels)})
        groupings = {frozenset(grouping): grouping for grouping in reversed(self.definition.groupings)}
        headers = self.headers.file.headers
        for line, row in rows(self.headers.file):
            if isinstance(row, Spoiled) or any(row[len(headers) :]):
                self.account.refused.add(line, row, self.headers.file.delimiter)
                continue
            self.account.rows += 1
            row += [""] * (len(headers) - len(row))
            if measure is not None:
                id = fold(row[measure], self.letters)
                if id not in known:
                    self.unknown[id] = self.unknown.get(id, 0) + bool(id)
                    continue
                cells = [_Cell(id, "value", value)]
            found = [(cell, typed) for cell in cells if (typed := self._typed(line, cell, row)) is not None]
            if not found:
                continue
            entity = {level: name for level, at in levels if (name := fold(row[at], self.letters).lstrip(DATE_CELL))}
            grouping = groupings.get(frozenset(entity))
            if grouping is None:
                self.astray.append(f"{line}: {', '.join(f'{level} {name}' for level, name in entity.items())}")
                continue
            here, key = _period(row[period]) if period is not None else None, tuple(entity[level] for level in grouping)
            for cell, typed in found:
                yield EnteredValue(cell.measure, cell.period or here, key, typed, line, grouping)

    def _wide(self, known: dict[str, None], used: set[int | None]) -> list[_Cell]:
        """A file with a column per measure: where, and which columns say nothing."""
        headers, cells, unclear = self.headers.file.headers, [], set()
        for id in known:
            pattern = next(iter(self.headers.dataset.columns.get(id, ())), "")
            if PERIOD in pattern:
                found, others = by_period(pattern, headers, self.definition.calendar)
                cells += [_Cell(id, headers[at], at, period.id) for at, period in found.items()]
                unclear |= {at for at in others if re.search(r"\d", headers[at])}
            elif (at := self._at(id)) is not None:
                cells.append(_Cell(id, id, at))
        used = used | {cell.at for cell in cells}
        self.unclear = [headers[at] for at in sorted(unclear - used)]
        self.unknown = {header: 1 for at, header in enumerate(headers) if header and at not in used and at not in unclear}
        return cells

    def once(self, values: Iterator[EnteredValue]) -> Iterator[EnteredValue]:
        """Each value once; none where two contradict each other."""
        found: dict[tuple[object, ...], list[EnteredValue]] = {}
        for value in values:
            key = value.measure, value.period and value.period.upper(), value.entity, value.columns
            found.setdefault(key, []).append(value)
        for same in found.values():
            if len(same) == 1 or len({value.value for value in same}) == 1:
                yield same[0]
            else:
                self.doubled.append(
                    f"{same[0].measure} ({' and '.join(f'row {value.row}: {value.value:g}' for value in same[:3])})"
                )

    def problems(self) -> Iterator[Problem]:
        doubt = self.account.doubt
        yield from self.account.misshapen()
        for column in dict.fromkeys(cell.column for cell in self.bad):
            cells = [cell for cell in self.bad if cell.column == column]
            examples = tuple(f"{cell.row}: {cell.text}" for cell in cells[:SHOWN])
            yield doubt("cells-unreadable", column, count=len(cells), type="number", form=None, examples=examples)
        unknown = {name: count for name, count in self.unknown.items() if count}
        if unknown:
            known = [id for id, measure in self.definition.measures.items() if isinstance(measure.how, Entered)]
            code = "entered-columns-unnamed" if self._at("measure") is None else "entered-measures-unknown"
            close = dict.fromkeys(near for name in list(unknown)[:20] for near in nearest(name, known, 1))
            told = doubt(code, None, names=tuple(unknown)[:20], nearest=tuple(close), measures=tuple(known))
            # A file of many measures and periods was made for more than this scorecard, and a view has only some of the
            # measures: what they do not use is no mistake.
            partial = self.definition.view is not None and bool(self.definition.view.only)
            yield replace(told, level="note") if partial or self._has_patterns() else told
        if self.unclear:
            yield doubt("entered-periods-unclear", None, count=len(self.unclear), names=tuple(self.unclear[:SHOWN]))
        if self.astray:
            hierarchies = tuple(" > ".join(each.levels) for each in self.definition.hierarchies)
            facts = {"count": len(self.astray), "examples": tuple(self.astray[:SHOWN])}
            yield doubt("entered-entity-incomplete", None, **facts, hierarchies=hierarchies)
        if self.doubled:
            yield doubt("entered-twice", None, count=len(self.doubled), examples=tuple(self.doubled[:SHOWN]))
        if self.large:
            yield doubt("entered-percent-large", None, count=len(self.large), examples=tuple(self.large[:SHOWN]))

    def _typed(self, line: int, cell: _Cell, row: list[str]) -> float | None:
        """The number in a cell; None where there is none, or none that can be read, which is noted."""
        if cell.at is None or not row[cell.at]:
            return None
        text = fold(row[cell.at], self.letters)
        typed = number(text)
        texts, numbers = self._blanks(cell)
        if not text or text in texts or typed in numbers:
            return None
        if typed is None:
            self.bad.append(BadCell(line, cell.column, shown(text)))
            return None
        if self.definition.measures[cell.measure].unit == "percent" and abs(typed) > _PERCENT_DOUBT:
            self.large.append(f"{line}: {cell.column if cell.period else cell.measure} = {text}")
        return typed + 0.0  # no negative zero

    def _has_patterns(self) -> bool:
        return any(PERIOD in heading for headings in self.headers.dataset.columns.values() for heading in headings)

    def _blanks(self, cell: _Cell) -> tuple[set[str], set[float]]:
        """What means "no answer" there, as texts and as numbers."""
        blank = self.headers.dataset.blank
        key = cell.measure if cell.measure in blank else cell.column
        if key not in self.blanks:
            texts = {fold(each, self.letters) for each in blank.get(key, ())}
            self.blanks[key] = texts, {value for text in texts if (value := number(text)) is not None}
        return self.blanks[key]

    def _at(self, name: str) -> int | None:
        found = self.headers.find(name)
        return found[0].index if found else None


def _period(text: str) -> str | None:
    """A period's text; a spreadsheet that took `2025-03` for the first of March is taken back at its word."""
    if match := re.fullmatch(f"{DATE_CELL}(\\d{{4}}-\\d\\d)-01", text):
        return match[1]
    return fold(text, letters=True).lstrip(DATE_CELL) or None
