"""Periods and days as text, in the scorecard's calendar.

Enters: a Period or a date. Leaves: `Q4 2017`, `March 2025`, `Farvardin 1404`, `Week 14, 2025`, `FY 2025/26 Q1`, `31 March 2017`.
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
    "hijri": (
        "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhirah",
        "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
    ),
}  # fmt: skip


def period(period: Period | None, calendar: Calendar = GREGORIAN) -> str:
    """The period's name: `2017-Q4` is `Q4 2017`, `1404-01` is `Farvardin 1404`. None is the snapshot of all data.

    A financial year that is not the calendar's says both years that it lies in: `FY 2025/26`, `FY 2025/26 Q1`."""
    if period is None:
        return "All data"
    year, _, part = period.id.partition("-")
    if period.kind == "month":
        return f"{MONTHS[calendar.type][int(part) - 1]} {year}"
    if period.kind == "week":
        return f"Week {int(part[1:])}, {year}"
    if calendar.year_starts == 1:
        return f"{part} {year}".strip()
    first = int(year) - (calendar.year_named == "end")
    return f"FY {first}/{(first + 1) % 100:02} {part}".strip()


def day(day: date, calendar: Calendar = GREGORIAN) -> str:
    """`31 December 2017`, `29 Esfand 1403`, `15 Ramadan 1446`; a day that the calendar's tables do not reach is Gregorian."""
    names = MONTHS[calendar.type]
    year, month, number = day.year, day.month, day.day
    try:
        if calendar.type == "jalali":
            from persiantools.jdatetime import JalaliDate

            jalali = JalaliDate(day)  # type: ignore[no-untyped-call]  # persiantools leaves it untyped
            year, month, number = jalali.year, jalali.month, jalali.day
        elif calendar.type == "hijri":
            from hijridate import Gregorian

            year, month, number = Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    except (ValueError, OverflowError):
        names = MONTHS["gregorian"]
    return f"{number} {names[month - 1]} {year}"


def span(period: Period, calendar: Calendar = GREGORIAN) -> str:
    """First to last day, the last included: `1 October 2017 – 31 December 2017`."""
    return f"{day(period.start, calendar)} – {day(period.end - timedelta(days=1), calendar)}"
