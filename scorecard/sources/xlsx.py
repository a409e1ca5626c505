"""A sheet of an Excel workbook as rows of text, as exact as its cells.

Enters: the path of a workbook, perhaps hostile: sizes are checked before anything is unpacked. Leaves: headers and rows.
Importing openpyxl takes half a second, so this module is imported only where there is a workbook.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]  # openpyxl has no types
from openpyxl.cell.cell import ERROR_CODES  # type: ignore[import-untyped]  # nor here
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser  # type: ignore[import-untyped]  # nor here

from scorecard.problems import nearest
from scorecard.sources.convert import DATE_CELL, ERROR_CELL
from scorecard.sources.unreadable import Unreadable

MOST_BYTES, MOST_BESIDE = 1 << 30, 1 << 28
"""Bytes, unpacked: of all parts; of those beside the sheets, which are held in memory whole (texts, styles)."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # Excel's own


def headers(path: Path, sheet: str | None, heads: int = 1) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The sheet's name (the first that is not hidden, if none is asked for) and its headers: the first row that is not empty, and
    what else is in the rows below that headers may take. Raises Unreadable."""
    with _sheet(path, sheet) as worksheet:
        found = list(islice(_rows(worksheet), heads))
        if not found:
            raise Unreadable("file-empty")
        start = found[0][0]
        by_number = {number: tuple(_text(value).strip() for value in row) for number, row in found}
        last = min(start + heads, max(by_number) + 1)
        return worksheet.title, tuple(by_number.get(number, ()) for number in range(start, last))


def rows(path: Path, sheet: str | None, heads: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Rows below the headers with their number in the sheet, empty ones left out; cells as text. Raises Unreadable.

    Real dates and errors such as #N/A carry a private mark, so that they cannot be taken for text."""
    with _sheet(path, sheet) as worksheet:
        found = _rows(worksheet)
        start = next(found, (0, []))[0]
        for number, row in found:
            if number >= start + heads:
                yield number, [_text(value) for value in row]


@contextmanager
def _sheet(path: Path, sheet: str | None) -> Iterator[Any]:
    try:
        with zipfile.ZipFile(path) as packed:
            sizes = [(part.filename, part.file_size) for part in packed.infolist()]
        beside = sum(size for name, size in sizes if name.endswith((".xml", ".rels")) and "worksheets/" not in name)
        if sum(size for _, size in sizes) > MOST_BYTES or beside > MOST_BESIDE:
            raise Unreadable("sheet-too-large")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl finds odd is no reader's business
            book = load_workbook(path, read_only=True, data_only=True)
    except (Unreadable, FileNotFoundError):
        raise
    except Exception:  # openpyxl raises whatever a broken workbook makes it trip over
        raise Unreadable("file-unreadable", reason="its workbook is damaged or protected by a password") from None
    with closing(book), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheets = {worksheet.title: worksheet for worksheet in book.worksheets}
        if sheet is not None and sheet not in sheets:
            raise Unreadable("sheet-unknown", sheet=sheet, nearest=nearest(sheet, sheets), sheets=tuple(sheets))
        shown = [worksheet for worksheet in sheets.values() if worksheet.sheet_state == "visible"]
        if sheet is None and not sheets:
            raise Unreadable("file-empty")
        yield sheets[sheet] if sheet is not None else (shown or list(sheets.values()))[0]


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """openpyxl's, but it tells a formula without a result from an empty cell: programs that write workbooks without computing
    them leave such, and nothing would say that numbers are missing."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(VALUE_TAG) is None:
            formula = element.find(FORMULA_TAG)
            if formula is not None:
                cell["value"] = f"{ERROR_CELL}={formula.text or ''}"
        return cell


def _rows(worksheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows that are not empty, numbered, without the empty cells at their end. The size that the file claims is not looked at."""
    book = worksheet.parent
    with worksheet._get_source() as source:
        parser = _Parser(
            source, worksheet._shared_strings, data_only=True, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        found = parser.parse()
        while True:
            try:
                number, cells = next(found, (0, []))
            except Exception:  # a broken sheet, as above
                raise Unreadable("file-unreadable", reason="its sheet is damaged") from None
            if not number:
                return
            cells = [cell for cell in cells if cell["value"] not in (None, "")]
            width = max((cell["column"] for cell in cells), default=0)
            if number > MOST_ROWS or width > MOST_COLUMNS:
                raise Unreadable("sheet-too-large")
            if cells:
                row: list[Any] = [None] * width
                for cell in cells:
                    row[cell["column"] - 1] = cell["value"]
                yield number, row


def _text(value: Any) -> str:
    """A cell as text that reads back as the same value."""
    if isinstance(value, str):
        if value in ERROR_CODES:
            return ERROR_CELL + value
        formula = value.startswith(f"{ERROR_CELL}=")  # without a result
        return value if formula else value.lstrip(DATE_CELL + ERROR_CELL)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):  # or a datetime, which is one too
        return DATE_CELL + str(value).removesuffix(" 00:00:00")
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
        whole = f"{int(seconds // 3600)}:{int(seconds // 60 % 60):02}:{int(seconds % 60):02}"
        return whole + f"{seconds % 1:.6f}".rstrip("0").rstrip(".")[1:]
    return str(value)
