"""Values typed in, read without the engine.

Enters: the dataset named `entered`. Leaves: `EnteredValue`s and findings. A long file has a row per value (measure, period,
levels, value); a wide one a column per measure id. A period stays text, with Latin digits, for `values` to understand.

Said twice with the same number, a value is taken once; said twice with different numbers, neither is taken, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scorecard.problems import Problem, nearest
from scorecard.records.definition import Dataset, Definition, Entered
from scorecard.records.tables import BadCell, EnteredValue, SourceFile
from scorecard.sources.account import SHOWN, Account
from scorecard.sources.convert import DATE_CELL, number
from scorecard.sources.files import rows, survey
from scorecard.sources.fit import Headers, open_headers
from scorecard.spelling import fold

_PERCENT_DOUBT = 1.5  # above it a percentage was probably typed as 45 rather than 45%


def read_entered(
    definition: Definition, dataset: Dataset, letters: bool
) -> tuple[tuple[EnteredValue, ...], SourceFile, list[Problem]]:
    """Every value typed in for a measure that is in use. Raises Unreadable, OSError."""
    sheet = _Sheet(definition, open_headers(dataset), letters)
    values = tuple(sheet.once(sheet.read()))
    account = Account(definition, dataset, dataset.id, dataset.file, sheet.headers.file, survey(dataset.path))
    problems = list(sheet.problems(account))
    account.rows, account.bad, account.examples = sheet.rows, len({cell.row for cell in sheet.bad}), sheet.bad
    return values, account.source_file(), problems


@dataclass
class _Sheet:
    definition: Definition
    headers: Headers
    letters: bool
    rows: int = 0
    bad: list[BadCell] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)  # measures in a long file, or columns of a wide one
    doubled: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)  # percentages above 150%

    def read(self) -> Iterator[EnteredValue]:
        known = [id for id, measure in self.definition.measures.items() if isinstance(measure.how, Entered)]
        period, levels = self._at("period"), [self._at(level) for level in self.definition.levels]
        measure, value = self._at("measure"), self._at("value")
        wide = {id: at for id in known if (at := self._at(id)) is not None}
        if measure is None:
            used = {period, *levels, *wide.values()}
            self.unknown = {header: 1 for at, header in enumerate(self.headers.file.headers) if header and at not in used}
        for line, row in rows(self.headers.file):
            self.rows += 1
            cells = [fold(cell, self.letters) for cell in row]

            def cell(at: int | None, cells: list[str] = cells) -> str:
                return cells[at] if at is not None and at < len(cells) else ""

            keys = [cell(at).lstrip(DATE_CELL) or None for at in levels]
            while keys and keys[-1] is None:
                keys.pop()
            if measure is None:
                pairs = [(id, id, cell(at)) for id, at in wide.items()]
            else:
                id = cell(measure)
                if id not in known:
                    self.unknown[id] = self.unknown.get(id, 0) + bool(id)
                    continue
                pairs = [(id, "value", cell(value))]
            for id, column, text in pairs:
                typed = self._number(line, column, text)
                if typed is not None:
                    if self.definition.measures[id].unit == "percent" and abs(typed) > _PERCENT_DOUBT:
                        self.large.append(f"{line}: {id} = {text}")
                    yield EnteredValue(id, _period(cell(period)), tuple(keys), typed, line)

    def once(self, values: Iterator[EnteredValue]) -> Iterator[EnteredValue]:
        """Each value once; none where two contradict each other."""
        found: dict[tuple[object, ...], list[EnteredValue]] = {}
        for value in values:
            found.setdefault((value.measure, value.period and value.period.upper(), value.entity), []).append(value)
        for same in found.values():
            if len({value.value for value in same}) == 1:
                yield same[0]
            else:
                self.doubled.append(
                    f"{same[0].measure} ({' and '.join(f'row {value.row}: {value.value:g}' for value in same[:3])})"
                )

    def problems(self, account: Account) -> Iterator[Problem]:
        for column in dict.fromkeys(cell.column for cell in self.bad):
            cells = [cell for cell in self.bad if cell.column == column]
            examples = tuple(f"{cell.row}: {cell.text}" for cell in cells[:SHOWN])
            yield account.doubt("cells-unreadable", column, count=len(cells), type="number", form=None, examples=examples)
        unknown = {name: count for name, count in self.unknown.items() if count}
        if unknown:
            known = [id for id, measure in self.definition.measures.items() if isinstance(measure.how, Entered)]
            code = "entered-columns-unnamed" if self._at("measure") is None else "entered-measures-unknown"
            close = dict.fromkeys(near for name in unknown for near in nearest(name, known, 1))
            yield account.doubt(code, None, names=tuple(unknown)[:20], nearest=tuple(close), measures=tuple(known))
        if self.doubled:
            yield account.doubt("entered-twice", None, count=len(self.doubled), examples=tuple(self.doubled[:SHOWN]))
        if self.large:
            yield account.doubt("entered-percent-large", None, count=len(self.large), examples=tuple(self.large[:SHOWN]))

    def _number(self, line: int, column: str, text: str) -> float | None:
        blanks = {fold(blank, self.letters) for blank in self.headers.dataset.blank.get(column, ())}
        typed = number(text)
        if not text or text in blanks or (typed is not None and typed in map(number, blanks)):
            return None
        if typed is None:
            self.bad.append(BadCell(line, column, text.lstrip("\ue000\ue001")))
        return typed

    def _at(self, name: str) -> int | None:
        found = self.headers.find(name)
        return found[0].index if found else None


def _period(text: str) -> str | None:
    """A period's text; a spreadsheet that took `2025-03` for the first of March is taken back at its word."""
    if match := re.fullmatch(f"{DATE_CELL}(\\d{{4}}-\\d\\d)-01", text):
        return match[1]
    return fold(text, letters=True).lstrip(DATE_CELL) or None
