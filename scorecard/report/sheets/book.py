"""The workbook as its sheets write to it: cells by what they hold, never by what a text looks like; looks by name.

Enters: numbers in full precision, text in the language spoken. Leaves: `Book` and `Sheet`, and the file's bytes. Strangers'
text comes through `view.clean`; here what no XML or no cell can hold is dropped, and a text never becomes a formula, a number
or a link.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from datetime import date, datetime
from math import ceil, isfinite
from typing import Any, TypeAlias
from unicodedata import category

import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

from scorecard.records.definition import NodeKind
from scorecard.report.records import Status
from scorecard.report.view import View
from scorecard.words import numbers, workbook
from scorecard.words.tongue import spoken

Format: TypeAlias = Any  # of XlsxWriter, as are these
Worksheet: TypeAlias = Any
Chart: TypeAlias = Any

LONGEST = 32_767
"""Characters that a cell holds."""

FILLS = ("#f3c9b8", "#f8e0c6", "#f6edcc", "#d7e8ee", "#aed4e0")
"""Of statuses, worst first: those of the printed report."""

INK, SOFT, LINE, ACCENT, GROUP, WARM = "#1c2226", "#5b6368", "#d9d7d2", "#12617f", "#f4f3f0", "#b3401a"
SCORE, POINTS, SHARE, COUNT, CHANCE = "0.0", "+0.0;-0.0;0.0", "0%", "#,##0", "0.000"
FONT = "Tahoma"
"""Of text in Arabic letters: wherever there is a spreadsheet, Persian ones included."""
ALWAYS = datetime(2000, 1, 1)
"""The day that a workbook bears without another, so that the same input makes the same bytes."""

Cell = str | float | int | date | Status | None
"""A number that is missing is None or NaN, and leaves its cell empty."""

_RISKY = tuple("=+-@\t\r\n|%＝＋－＠")


class Exact(float):
    """A number that is written with all its digits; XlsxWriter writes 16 of them, and 0.1 + 0.2 needs 17."""

    def __format__(self, how: str) -> str:
        return repr(float(self))


def text(said: str) -> str:
    """What a cell can hold of it."""
    kept = said if said.isprintable() else "".join(letter for letter in said if category(letter) not in ("Cc", "Cs", "Cn"))
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


def sheet_name(said: str, taken: Sequence[str] = ()) -> str:
    """A legal name for a sheet, unlike those that there are: 31 characters, none of a few."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in text(said)).strip("' ")
    kept = _cut(kept, 31).strip("' ") or "Sheet"
    kept = f"{kept} 1" if kept.lower() == "history" else kept
    names = {name.lower() for name in taken}
    found, number = kept, 1
    while found.lower() in names:
        number += 1
        found = f"{_cut(kept, 31 - len(f' {number}'))} {number}"
    return found


def _cut(said: str, most: int) -> str:
    """So much of it, in the units that spreadsheets count: a letter beyond the first plane is two."""
    while len(said.encode("utf-16-le")) > 2 * most:
        said = said[:-1]
    return said


def number_format(form: numbers.Format, *, change: bool = False) -> str:
    """A measure's format as a spreadsheet writes it: `0.0%`, `"USD "#,##0`, `0.0" days"`. Nothing is shortened to millions."""
    decimals = form.decimals if not form.power else 0
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    if form.unit == "percent":
        digits = digits.removeprefix("#,##") + "%"
    before = f'"{_plain(form.money)} "' if form.money else ""
    after = f'"{suffix}"' if (suffix := workbook.suffix(form.unit)) else ""
    made = f"{before}{digits}{after}"
    return f"+{made};-{made};{made}" if change else f"{made};-{made}"


def written(form: numbers.Format, value: float) -> int:
    """How many characters a value takes in `number_format`."""
    if not isfinite(value):
        return 0
    digits = f"{value * 100 if form.unit == 'percent' else value / form.worth:,.{0 if form.power else form.decimals}f}"
    return len(digits) + len(workbook.suffix(form.unit)) + (len(form.money) + 1 if form.money else 0)


def _from_left(section: str) -> str:
    """A number's format with its sign before the digits also where all else runs from the right."""
    return f'"\u200e"{section}' if section[:1] in ("+", "-") else section


def _plain(currency: str) -> str:
    return "".join(letter for letter in text(currency) if letter.isalnum() or letter == " ")


class Book:
    """One workbook, whose sheets run as the language spoken does. `looks` of a cell are named by keywords of XlsxWriter's, each
    made once."""

    def __init__(self, *, title: str, version: str, dated: date | None):
        self._bytes = io.BytesIO()
        self.mirrored = spoken().direction == "rtl"
        self.start = "right" if self.mirrored else "left"  # where a line of text begins
        options: dict[str, Any] = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        if self.mirrored:
            options["default_format_properties"] = {"font_name": FONT, "font_size": 10}
        self._book = xlsxwriter.Workbook(self._bytes, options)
        created = ALWAYS if dated is None else datetime(dated.year, dated.month, dated.day)
        self._book.set_properties({"title": text(title)[:255], "comments": f"scorecard {version}", "created": created})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: list[str] = []

    def sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        """A new sheet, with its columns' widths in characters."""
        self._names.append(sheet_name(name, self._names))
        made = self._book.add_worksheet(self._names[-1])
        if self.mirrored:
            made.right_to_left()
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(9)  # A4
        made.fit_to_pages(1, 0)
        made.set_header(f'&R&"{FONT}"&A' if self.mirrored else "&L&A")  # the sheet's name
        made.set_footer("&C&P / &N")  # words around the numbers would come out from the left
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        return Sheet(self, made, self._names[-1], widths)

    def chart(self, kind: str) -> Chart:
        return self._book.add_chart({"type": kind})

    def font(self, size: int) -> dict[str, Any]:
        """Of a chart's words."""
        return {"name": FONT, "size": size} if self.mirrored else {"size": size}

    def look(self, **looks: Any) -> Format:
        if self.mirrored and "num_format" in looks:
            looks["num_format"] = ";".join(map(_from_left, looks["num_format"].split(";")))
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_color": INK, "valign": "top", **looks})
        return self._formats[key]

    def close(self) -> bytes:
        self._book.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: Book, paper: Worksheet, name: str, widths: Sequence[float]):
        self.book, self.paper, self.name, self._widths = book, paper, name, widths
        self._lines: dict[int, int] = {}  # row -> lines of its tallest wrapped text

    def put(self, row: int, column: int, cell: Cell, **looks: Any) -> None:
        """A cell by its kind. A status brings its colour."""
        if isinstance(cell, Status):
            looks = {**looks, "bg_color": FILLS[cell.level], "indent": 1}
            cell = cell.name
        if isinstance(cell, date):
            if cell.year < 1900:
                cell = cell.isoformat()  # spreadsheets know no such days
            else:
                self.paper.write_datetime(
                    row, column, datetime(cell.year, cell.month, cell.day), self.book.look(num_format="yyyy-mm-dd", **looks)
                )
                return
        if isinstance(cell, str):
            said = text(cell)
            if said.startswith(_RISKY):
                looks = {**looks, "quote_prefix": True}  # a text it stays, even when somebody edits the cell
            looks.pop("num_format", None)
            looks = {"align": self.book.start, **looks}
            if self.book.mirrored:
                looks["reading_order"] = 2
            if said:
                self.paper.write_string(row, column, said, self.book.look(**looks))
                return
        elif cell is not None and isfinite(cell):
            self.paper.write_number(row, column, Exact(cell + 0.0), self.book.look(**looks))
            return
        self.paper.write_blank(row, column, None, self.book.look(**looks))

    def wrapped(self, row: int, column: int, said: str) -> None:
        """A text over as many lines as it needs, in a row high enough: not every program makes room by itself."""
        self.put(row, column, said, text_wrap=True)
        lines = ceil(len(said) / max(self._widths[column] - 1, 1))
        if lines > self._lines.get(row, 1):
            self._lines[row] = min(lines, 27)  # of 409 points, the highest row there is
            self.paper.set_row(row, 15 * self._lines[row])

    def title(self, said: str, row: int = 0) -> None:
        self.put(row, 0, said, bold=True, font_size=14 if row == 0 else 12, font_color=ACCENT)

    def line(self, row: int, said: str, last: int, height: int = 1) -> None:
        """A sentence across the columns up to `last`."""
        looks = {"text_wrap": True}
        if last:
            self.paper.merge_range(row, 0, row, last, "", self.book.look(**looks))
        self.put(row, 0, said, **looks)
        self.paper.set_row(row, 15 * height)

    def heads(self, row: int, names: Sequence[str], right: Collection[int] = ()) -> None:
        """`right`: the columns that hold numbers."""
        lines = max((ceil(len(name) / max(width - 1, 1)) for name, width in zip(names, self._widths, strict=False)), default=1)
        self.paper.set_row(row, 16 * min(max(lines, 2), 6))
        for column, name in enumerate(names):
            side: dict[str, Any] = {"align": "right"} if column in right else {}  # as numbers stand, in either direction
            if column not in right and column - 1 in right:
                side = {"indent": 1}
            self.put(row, column, name, bold=True, bg_color=GROUP, text_wrap=True, bottom=1, **side)

    def table(self, head: int, last: int, columns: int, *, names: int = 1) -> None:
        """A filter on the heading, which with so many columns stays in view and is repeated on every page."""
        self.paper.freeze_panes(head + 1, names)
        self.paper.repeat_rows(head)
        if last > head:
            self.paper.autofilter(head, 0, last, columns - 1)

    def name_cell(self, row: int, column: int, said: str, kind: NodeKind, depth: int) -> None:
        """A node's name, as far in as it is deep."""
        looks: dict[str, Any] = {"indent": min(depth, 15)} if depth else {}
        if kind in ("root", "perspective"):
            looks["bold"] = True
        self.put(row, column, said, **looks)

    def banded(self, view: View, rows: Sequence[int], column: int) -> None:
        """The scores of these rows take the colours of the status bands that they lie in, also when somebody changes them."""
        starts = [start for start, _ in view.bands]
        for first, last in runs(rows):
            area = (first, column, last, column)
            self.paper.conditional_format(*area, {"type": "blanks", "stop_if_true": True, "format": None})
            for place, (start, status) in enumerate(view.bands):
                look = self.book.look(bg_color=FILLS[status.level])
                rules: dict[str, Any] = {"type": "cell", "format": look}
                low, high = start - 1e-9, (starts[place + 1] - 1e-9 if place + 1 < len(starts) else 1e9)
                rules |= {"criteria": "between", "minimum": -1e9 if place == 0 else low, "maximum": high, "stop_if_true": True}
                self.paper.conditional_format(*area, rules)

    def bars(self, first: int, last: int, column: int, color: str = "#b9d3de") -> None:
        """Shares as bars behind their numbers."""
        if last >= first:
            rule = {"type": "data_bar", "bar_solid": True, "bar_color": color, "min_type": "num", "max_type": "num"}
            bar = {**rule, "min_value": 0, "max_value": 1, "bar_direction": "right" if self.book.mirrored else "left"}
            self.paper.conditional_format(first, column, last, column, bar)

    def place(self, chart: Chart, row: int, column: int, *, width: int, height: int, about: str) -> None:
        chart.set_size({"width": width, "height": height})
        self.paper.insert_chart(row, column, chart, {"object_position": 2, "description": about})


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows that follow each other, as first and last."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return [(first, last) for first, last in found]
