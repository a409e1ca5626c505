"""A sheet of an Excel workbook as rows of text, as exact as its cells.

Enters: the path of a workbook, perhaps hostile: sizes are checked before anything is unpacked. Leaves: headers and rows.
Importing openpyxl takes half a second, so this module is imported only where there is a workbook.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]  # openpyxl has no types
from openpyxl.cell.cell import ERROR_CODES  # type: ignore[import-untyped]  # nor here

from scorecard.problems import nearest
from scorecard.sources.convert import DATE_CELL, ERROR_CELL
from scorecard.sources.unreadable import Unreadable

MOST_BYTES = 1 << 30  # unpacked
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # Excel's own


def headers(path: Path, sheet: str | None) -> tuple[str, tuple[str, ...]]:
    """The sheet's name (the first if none is asked for) and its headers: the first row that is not empty. Raises Unreadable."""
    with _sheet(path, sheet) as worksheet:
        found = next(_rows(worksheet), None)
        if found is None:
            raise Unreadable("file-empty")
        return worksheet.title, tuple(_text(value).strip() for value in found[1])


def sheet_rows(path: Path, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    """Rows below the header with their number in the sheet, empty ones left out; cells as text. Raises Unreadable.

    Real dates and errors such as #N/A carry a private mark, so that they cannot be taken for text."""
    with _sheet(path, sheet) as worksheet:
        found = _rows(worksheet)
        next(found, None)
        for number, row in found:
            yield number, [_text(value) for value in row]


@contextmanager
def _sheet(path: Path, sheet: str | None) -> Iterator[Any]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise Unreadable("sheet-too-large")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl finds odd is no reader's business
            book = load_workbook(path, read_only=True, data_only=True)
    except Unreadable:
        raise
    except Exception:  # openpyxl raises whatever a broken workbook makes it trip over
        raise Unreadable("file-unreadable", reason="its workbook is damaged or protected by a password") from None
    try:
        names = [worksheet.title for worksheet in book.worksheets]
        if not names:
            raise Unreadable("file-empty")
        if sheet is not None and sheet not in names:
            raise Unreadable("sheet-unknown", sheet=sheet, nearest=nearest(sheet, names), sheets=tuple(names))
        worksheet = book[sheet] if sheet is not None else book.worksheets[0]
        worksheet.reset_dimensions()  # the size that the file claims is not to be believed
        yield worksheet
    finally:
        book.close()


def _rows(worksheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows that are not empty, numbered, without the empty cells at their end."""
    rows = worksheet.iter_rows(values_only=True)
    number = 0
    while True:
        try:
            row = next(rows, None)
        except Exception:  # a broken sheet, as above
            raise Unreadable("file-unreadable", reason="its sheet is damaged") from None
        if row is None:
            return
        number += 1
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise Unreadable("sheet-too-large")
        end = len(row)
        while end and row[end - 1] in (None, ""):
            end -= 1
        if end:
            yield number, row[:end]


def _text(value: Any) -> str:
    """A cell as text that reads back as the same value."""
    if isinstance(value, str):
        return ERROR_CELL + value if value in ERROR_CODES else value.lstrip(DATE_CELL + ERROR_CELL)
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
