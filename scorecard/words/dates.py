"""Periods and days as text, in the scorecard's calendar.

Enters: a Period or a date. Leaves: `Q4 2017`, `March 2025`, `Farvardin 1404`, `31 December 2017`.
"""

from __future__ import annotations

from datetime import date, timedelta

from scorecard.records.definition import Calendar, CalendarType, Period

GREGORIAN = Calendar()
MONTHS: dict[CalendarType, tuple[str, ...]] = {
    "gregorian": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "jalali": (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
        "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
    ),
}  # fmt: skip


def period(period: Period | None, calendar: Calendar = GREGORIAN) -> str:
    """The period's name: `2017-Q4` is `Q4 2017`, `1404-01` is `Farvardin 1404`. None is the snapshot of all data."""
    if period is None:
        return "All data"
    year, _, part = period.id.partition("-")
    if period.kind == "month":
        part = MONTHS[calendar.type][int(part) - 1]
    return f"{part} {year}".strip()


def day(day: date, calendar: Calendar = GREGORIAN) -> str:
    """`31 December 2017`, `29 Esfand 1403`."""
    year, month, number = day.year, day.month, day.day
    if calendar.type == "jalali":
        from persiantools.jdatetime import JalaliDate

        jalali = JalaliDate(day)  # type: ignore[no-untyped-call]  # persiantools leaves it untyped
        year, month, number = jalali.year, jalali.month, jalali.day
    return f"{number} {MONTHS[calendar.type][month - 1]} {year}"


def span(period: Period, calendar: Calendar = GREGORIAN) -> str:
    """First to last day, the last included: `1 October 2017 – 31 December 2017`."""
    return f"{day(period.start, calendar)} – {day(period.end - timedelta(days=1), calendar)}"
