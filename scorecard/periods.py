"""Calendars: a period's id <-> its first day and the day after its last.

Enters: text (`2025-Q1`, `1404-03`) and the definition's calendar. Leaves: `Period`s and Gregorian `date`s.
Day conversion for Jalali is persiantools' (imported only then); stepping over months, quarters, halves and years is ours:
a period is the n-th of its kind since year 0, so the one before is simply n - 1.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from scorecard.records.definition import Calendar, CalendarType, Period, PeriodKind

MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LETTERS: dict[str, PeriodKind] = {"Q": "quarter", "H": "half"}
_YEARS: dict[CalendarType, tuple[int, int]] = {
    "gregorian": (1, 9998),
    "jalali": (1300, 1500),  # where persiantools was checked day by day; also tells a Gregorian year by mistake
}
_ID = re.compile(r"(\d{4})(?:-(?:(\d{2})|([QH])(\d)))?", re.ASCII)
_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def parse(text: str, calendar: Calendar) -> Period:
    """The period named by an id such as `2025`, `2025-H1`, `2025-Q1`, `2025-03`; native digits are folded.

    ValueError says in a few words what is wrong with the text."""
    text = text.strip().translate(_DIGITS)
    match = _ID.fullmatch(text)
    if not match:
        raise ValueError(f"'{text}' is not a period such as {_example(calendar)}")
    year, month, letter, number = match.groups()
    kind: PeriodKind = "month" if month else _LETTERS[letter] if letter else "year"
    nth, per_year = int(month or number or 1), 12 // MONTHS[kind]
    if not 1 <= nth <= per_year:
        raise ValueError(f"'{text}': the {kind} of a year is 1 to {per_year}")
    return _period(kind, int(year) * per_year + nth - 1, calendar)


def previous(period: Period, calendar: Calendar) -> Period:
    """The period of the same kind that ends where this one starts. ValueError at the calendar's edge."""
    return _period(period.kind, _index(period) - 1, calendar)


def back(period: Period, calendar: Calendar, count: int) -> tuple[Period, ...]:
    """The last `count` periods up to this one, ascending; the last is the period itself. Fewer at the calendar's edge."""
    last, first = _index(period), _YEARS[calendar.type][0] * 12 // MONTHS[period.kind]
    return tuple(_period(period.kind, index, calendar) for index in range(max(first, last - count + 1), last + 1))


def year_ago(period: Period, calendar: Calendar) -> Period | None:
    """The period of the same kind and number a year earlier; None where the calendar has none."""
    try:
        return _period(period.kind, _index(period) - 12 // MONTHS[period.kind], calendar)
    except ValueError:
        return None


def year_start(period: Period, calendar: Calendar) -> date:
    """The first day of the calendar year in which the period lies."""
    return month_start(calendar, int(period.id[:4]), 1)


def parse_date(text: str, calendar: Calendar) -> date:
    """A day written `2025-03-21` or `1404/1/1` in that calendar, as a Gregorian date; native digits are folded."""
    text = text.strip().translate(_DIGITS)
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"'{text}' is not a date such as {'1404-01-31' if calendar.type == 'jalali' else '2025-01-31'}")
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if not 1 <= month <= 12:
        raise ValueError(f"'{text}': a year has months 1 to 12")
    first = month_start(calendar, year, month)
    if not 1 <= day <= (month_start(calendar, year, month + 1) - first).days:
        raise ValueError(f"'{text}': the month has no day {day}")
    return first + timedelta(day - 1)


@cache
def month_start(calendar: Calendar, year: int, month: int) -> date:
    """The first day of a month; month 13 is the next year's first. ValueError outside the years the calendar is held to."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if (year, month) != (_YEARS[calendar.type][1] + 1, 1):  # the day after the last year ends its last period
        _hold(calendar, year)
    if calendar.type == "gregorian":
        return date(year, month, 1)
    from persiantools.jdatetime import JalaliDate  # 50 ms that a Gregorian scorecard need not pay

    return JalaliDate(year, month, 1).to_gregorian()  # type: ignore[no-untyped-call]  # persiantools has no types


def jalali_years() -> tuple[tuple[int, date], ...]:
    """Every Jalali year that we convert, with its first day; one more at the end closes the last year.

    For conversion in SQL: months 1–6 have 31 days, 7–11 have 30, the twelfth what is left of the year."""
    first, last = _YEARS["jalali"]
    return tuple((year, month_start(Calendar("jalali"), year, 1)) for year in range(first, last + 2))


def _index(period: Period) -> int:
    """How many periods of its kind lie between year 0 and this one."""
    tail = period.id[5:].lstrip("QH")
    return int(period.id[:4]) * (12 // MONTHS[period.kind]) + int(tail or 1) - 1


def _period(kind: PeriodKind, index: int, calendar: Calendar) -> Period:
    months = MONTHS[kind]
    year, nth = divmod(index, 12 // months)
    tail = {"month": f"-{nth + 1:02}", "quarter": f"-Q{nth + 1}", "half": f"-H{nth + 1}", "year": ""}[kind]
    _hold(calendar, year)
    start, end = (month_start(calendar, year, month) for month in (nth * months + 1, (nth + 1) * months + 1))
    return Period(f"{year:04}{tail}", start, end, kind)


def _hold(calendar: Calendar, year: int) -> None:
    first, last = _YEARS[calendar.type]
    if not first <= year <= last:
        raise ValueError(f"{year} is not a {calendar.type.capitalize()} year from {first} to {last}")


def _example(calendar: Calendar) -> str:
    return "1404, 1404-H1, 1404-Q1 or 1404-01" if calendar.type == "jalali" else "2025, 2025-H1, 2025-Q1 or 2025-01"
