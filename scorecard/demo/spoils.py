"""What is wrong in the demo company's files: rows enter, a file of them leaves, with a list of what was spoiled on purpose."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Literal

Kind = Literal[
    "unreadable", "shape", "no-date", "unknown-label", "unknown-owner", "partly-covered", "percent", "unknown-measure",
    "label", "not-applicable", "outside", "twice",
]  # fmt: skip
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Spoil:
    """One planted fault. `row` is the line of the file or row of the sheet, the header being 1; 0 is the file as a whole.

    unreadable: no number, date or duration. shape: a cell too many. no-date: a closed deal without its day. unknown-label,
    unknown-owner: a text that the definition, the staff list, does not know. partly-covered: records begin inside a period.
    percent: 64 for 64%. unknown-measure: a name that no measure has. Of answers: label: a word for a code, which is understood.
    not-applicable: an answer that says that there is none. outside: a code beside the scale. twice: a second response of one
    person in one period."""

    file: str
    row: int
    column: str
    text: str
    kind: Kind


class Export:
    """A file in the making: rows under a header, and what was spoiled in it."""

    def __init__(self, file: str, header: str, rows: Iterable[Sequence[Cell]]) -> None:
        self.file = file
        self.header = header.split(",")
        self.rows = [list(row) for row in rows]
        self.spoils: list[Spoil] = []

    def spoil(self, kind: Kind, column: str, texts: Sequence[str], among: Callable[[list[Cell]], bool]) -> None:
        """Put each text into that column of another row, any of the untouched rows that qualify."""
        index = self.header.index(column)
        touched = {spoil.row for spoil in self.spoils}
        free = [number for number, row in enumerate(self.rows, 2) if number not in touched and among(row)]
        for number, text in zip(sorted(Random(f"{kind} {column}").sample(free, len(texts))), texts, strict=True):
            self.rows[number - 2][index] = text
            self.spoils.append(Spoil(self.file, number, column, text, kind))

    def save(self, folder: Path) -> None:
        """As CSV: days and moments as ISO 8601 has them, a moment to the minute; yes and no."""
        with (folder / self.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.header)
            writer.writerows([_written(cell) for cell in row] for row in self.rows)


def _written(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else cell
