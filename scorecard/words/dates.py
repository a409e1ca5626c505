"""Periods and days as text, in the scorecard's calendar.

Enters: a Period or a date. Leaves: `Q4 2017`, `March 2025`, `Farvardin 1404`, `Week 14, 2025`, `FY 2025/26 Q1`, `31 March 2017`.
"""

from __future__ import annotations

from datetime import date, timedelta

from scorecard.records.definition import Calendar, CalendarType, Period
from scorecard.words.numbers import native
from scorecard.words.tongue import later, say

GREGORIAN = Calendar()
MONTHS: dict[CalendarType, tuple[str, ...]] = {
    "gregorian": (
        later("January"), later("February"), later("March"), later("April"), later("May"), later("June"),
        later("July"), later("August"), later("September"), later("October"), later("November"), later("December"),
    ),
    "jalali": (
        later("Farvardin"), later("Ordibehesht"), later("Khordad"), later("Tir"), later("Mordad"), later("Shahrivar"),
        later("Mehr"), later("Aban"), later("Azar"), later("Dey"), later("Bahman"), later("Esfand"),
    ),
    "hijri": (
        later("Muharram"), later("Safar"),
        later("Rabi al-Awwal"), later("Rabi al-Thani"),
        later("Jumada al-Ula"), later("Jumada al-Akhirah"),
        later("Rajab"), later("Shaban"), later("Ramadan"), later("Shawwal"), later("Dhu al-Qadah"), later("Dhu al-Hijjah"),
    ),
}  # fmt: skip


PARTS = {
    "Q1": later("Q1 {year}"), "Q2": later("Q2 {year}"), "Q3": later("Q3 {year}"), "Q4": later("Q4 {year}"),
    "H1": later("H1 {year}"), "H2": later("H2 {year}"),
}  # fmt: skip
FINANCIAL = {
    "Q1": later("{year} Q1"), "Q2": later("{year} Q2"), "Q3": later("{year} Q3"), "Q4": later("{year} Q4"),
    "H1": later("{year} H1"), "H2": later("{year} H2"),
}  # fmt: skip


def period(period: Period | None, calendar: Calendar = GREGORIAN) -> str:
    """The period's name: `2017-Q4` is `Q4 2017`, `1404-01` is `Farvardin 1404`. None is the snapshot of all data.

    A financial year that is not the calendar's says both years that it lies in: `FY 2025/26`, `FY 2025/26 Q1`."""
    if period is None:
        return say("All data")
    number, _, part = period.id.partition("-")
    year = native(number)
    if period.kind == "month":
        return say("{month} {year}", month=say(MONTHS[calendar.type][int(part) - 1]), year=year)
    if period.kind == "week":
        return say("Week {week}, {year}", week=native(str(int(part[1:]))), year=year)
    if calendar.year_starts != 1:
        first = int(number) - (calendar.year_named == "end")
        year = say("FY {years}", years=native(f"{first}/{(first + 1) % 100:02}"))
        return say(FINANCIAL[part], year=year) if part else year
    return say(PARTS[part], year=year) if part else year


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
    return say("{day} {month} {year}", day=native(str(number)), month=say(names[month - 1]), year=native(str(year)))


def span(period: Period, calendar: Calendar = GREGORIAN) -> str:
    """First to last day, the last included: `1 October 2017 – 31 December 2017`."""
    return say("{first} – {last}", first=day(period.start, calendar), last=day(period.end - timedelta(days=1), calendar))
