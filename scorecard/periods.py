"""Calendars: a period's id <-> its first day and the day after its last.

Enters: text (`2025-Q1`, `1404-03`, `2025-W14`) and the definition's calendar. Leaves: `Period`s and Gregorian `date`s.
Days of the Jalali calendar are persiantools', of the Hijri one (Umm al-Qura, as its tables are published) hijridate's, each
imported only then. Stepping is ours: a period is the n-th of its kind, so the one before is simply n - 1.

Years, halves and quarters are those of the financial year, which the calendar's first day of month `year_starts` begins and
which is named after the calendar year in which it starts, or ends. A month `2025-03` is the calendar's third whatever the
financial year, and so are weeks the calendar's own: Monday to Sunday in the Gregorian calendar, where they are ISO 8601's,
Saturday to Friday in the others. Week 1 is the one of which at least four days lie in the calendar year.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from scorecard.problems import Phrase
from scorecard.records.definition import Calendar, CalendarType, Period, PeriodKind
from scorecard.spelling import DIGITS

MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months a period has; weeks are not made of months."""

_LETTERS: dict[str, PeriodKind] = {"Q": "quarter", "H": "half", "W": "week"}
_TAILS: dict[PeriodKind, str] = {"week": "-W{:02}", "month": "-{:02}", "quarter": "-Q{}", "half": "-H{}", "year": ""}
_YEARS: dict[CalendarType, tuple[int, int]] = {
    "gregorian": (1, 9998),
    "jalali": (1300, 1500),  # where persiantools was checked day by day; also tells a Gregorian year by mistake
    "hijri": (1343, 1500),  # as far as the tables of Umm al-Qura go: 1 August 1924 to 16 November 2077
}
_NEW_WEEK: dict[CalendarType, int] = {"gregorian": 1, "jalali": 6, "hijri": 6}
"""The ordinal of the first day, from 1 January of the year 1 (a Monday) on, that begins a week."""

_ID = re.compile(r"(\d{4})(?:-(?:(\d{2})|([QH])(\d)|(W)(\d{2})))?", re.ASCII)
_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", re.ASCII)
_FOLDED = str.maketrans(*DIGITS)
_COUNTED: dict[PeriodKind, Phrase] = {
    "month": Phrase("'{text}': the month of a year is 1 to {last}"),
    "quarter": Phrase("'{text}': the quarter of a year is 1 to {last}"),
    "half": Phrase("'{text}': the half of a year is 1 to {last}"),
}
_CALENDARS: dict[CalendarType, Phrase] = {
    "gregorian": Phrase("Gregorian"),
    "jalali": Phrase("Jalali"),
    "hijri": Phrase("Hijri"),
}
_EXAMPLE: dict[CalendarType, int] = {"gregorian": 2025, "jalali": 1404, "hijri": 1446}


def parse(text: str, calendar: Calendar) -> Period:
    """The period named by an id such as `2025`, `2025-H1`, `2025-Q1`, `2025-03`, `2025-W14`; native digits are folded.

    ValueError says in a few words what is wrong with the text."""
    text = text.strip().translate(_FOLDED)
    match = _ID.fullmatch(text)
    if not match:
        like = str(_EXAMPLE[calendar.type])
        raise ValueError(
            Phrase("'{text}' is not a period such as {like}, {like}-H1, {like}-Q1, {like}-01 or {like}-W14", text=text, like=like)
        )
    year, month, letter, number, week, nth_week = match.groups()
    kind: PeriodKind = "month" if month else _LETTERS[letter or week] if letter or week else "year"
    nth = int(month or number or nth_week or 1)
    if kind == "week":
        _hold(kind, int(year), calendar)
        start, end = _first_week(calendar.type, int(year)), _first_week(calendar.type, int(year) + 1)
        if not 1 <= nth <= end - start:
            raise ValueError(Phrase("'{text}': the weeks of {year} are 1 to {last}", text=text, year=year, last=end - start))
        return _week(start + nth - 1, calendar)
    per_year = 12 // MONTHS[kind]
    if not 1 <= nth <= per_year:
        raise ValueError(Phrase(_COUNTED[kind], text=text, last=per_year))
    return _period(kind, int(year) * per_year + nth - 1, calendar)


def previous(period: Period, calendar: Calendar) -> Period:
    """The period of the same kind that ends where this one starts. ValueError at the calendar's edge."""
    return _period(period.kind, _index(period, calendar) - 1, calendar)


def following(period: Period, calendar: Calendar) -> Period:
    """The period of the same kind that starts where this one ends. ValueError at the calendar's edge."""
    return _period(period.kind, _index(period, calendar) + 1, calendar)


def apart(first: Period, last: Period, calendar: Calendar) -> int:
    """How many steps lead from one period to another of its kind: 1 to the following one, below 0 backwards."""
    return _index(last, calendar) - _index(first, calendar)


def back(period: Period, calendar: Calendar, count: int) -> tuple[Period, ...]:
    """The last `count` periods up to this one, ascending; the last is the period itself. Fewer at the calendar's edge."""
    kind, last, year = period.kind, _index(period, calendar), _years(period.kind, calendar)[0]
    first = _first_week(calendar.type, year) if kind == "week" else year * 12 // MONTHS[kind]
    return tuple(_period(kind, index, calendar) for index in range(max(first, last - count + 1), last + 1))


def year_ago(period: Period, calendar: Calendar) -> Period | None:
    """The period of the same kind and number a year earlier; None where the calendar has none: before its first year, and of
    a last week (W53, of a Hijri year W51) that the year before lacks."""
    try:
        return parse(f"{int(period.id[:4]) - 1:04}{period.id[4:]}", calendar)
    except ValueError:
        return None


def year_start(period: Period, calendar: Calendar) -> date:
    """The first day of the financial year that holds the period's middle day; the calendar's own first day where that year
    begins before it."""
    first = _YEARS[calendar.type][0]
    middle = period.start + timedelta((period.days - 1) // 2)
    year = _year_of(middle, calendar.type)
    if month_start(calendar.type, year, calendar.year_starts) > middle:
        year -= 1
    return month_start(calendar.type, *((year, calendar.year_starts) if year >= first else (first, 1)))


def parse_date(text: str, calendar: Calendar) -> date:
    """A day written `2025-03-21` or `1404/1/1` in that calendar, as a Gregorian date; native digits are folded."""
    text = text.strip().translate(_FOLDED)
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(Phrase("'{text}' is not a date such as {like}", text=text, like=f"{_EXAMPLE[calendar.type]}-01-29"))
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if not 1 <= month <= 12:
        raise ValueError(Phrase("'{text}': a year has months 1 to 12", text=text))
    _hold("month", year, calendar)
    first = month_start(calendar.type, year, month)
    if not 1 <= day <= (month_start(calendar.type, year, month + 1) - first).days:
        raise ValueError(Phrase("'{text}': the month has no day {day}", text=text, day=day))
    return first + timedelta(day - 1)


@cache
def month_start(type: CalendarType, year: int, month: int) -> date:
    """The first day of a month; month 13 is the next year's first. For the years that the calendar is held to, and for the
    day after the last of them."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if type == "gregorian":
        return date(year, month, 1)
    if type == "jalali":
        from persiantools.jdatetime import JalaliDate  # 50 ms that a Gregorian scorecard need not pay

        return JalaliDate(year, month, 1).to_gregorian()  # type: ignore[no-untyped-call]  # persiantools has no types
    from hijridate import Hijri

    if year > _YEARS["hijri"][1]:  # the day after the tables' last
        last = Hijri(year - 1, 12, 1)
        return month_start(type, year - 1, 12) + timedelta(last.month_length())
    day = Hijri(year, month, 1).to_gregorian()
    return date(day.year, day.month, day.day)  # a plain date, not hijridate's own kind


def jalali_years() -> tuple[tuple[int, date], ...]:
    """Every Jalali year that we convert, with its first day; one more at the end closes the last year.

    For conversion in SQL: months 1–6 have 31 days, 7–11 have 30, the twelfth what is left of the year."""
    first, last = _YEARS["jalali"]
    return tuple((year, month_start("jalali", year, 1)) for year in range(first, last + 2))


def hijri_months() -> tuple[tuple[int, int, date], ...]:
    """Every Hijri month that we convert, as year, month and first day; one more at the end closes the last.

    For conversion in SQL: months have 29 or 30 days by no rule."""
    first, last = _YEARS["hijri"]
    months = [(year, month) for year in range(first, last + 1) for month in range(1, 13)]
    return tuple((year, month, month_start("hijri", year, month)) for year, month in (*months, (last + 1, 1)))


def _index(period: Period, calendar: Calendar) -> int:
    """How many periods of its kind lie before this one: weeks since the calendar's first, others since the year 0."""
    if period.kind == "week":
        return (period.start.toordinal() - _NEW_WEEK[calendar.type]) // 7
    tail = period.id[5:].lstrip("QH")
    return int(period.id[:4]) * (12 // MONTHS[period.kind]) + int(tail or 1) - 1


def _period(kind: PeriodKind, index: int, calendar: Calendar) -> Period:
    if kind == "week":
        return _week(index, calendar)
    months = MONTHS[kind]
    year, nth = divmod(index, 12 // months)
    _hold(kind, year, calendar)
    starts = 1 if kind == "month" else calendar.year_starts - 12 * _named_late(calendar)
    start, end = (month_start(calendar.type, year, month) for month in (nth * months + starts, (nth + 1) * months + starts))
    return Period(f"{year:04}{_TAILS[kind].format(nth + 1)}", start, end, kind)


def _week(index: int, calendar: Calendar) -> Period:
    type = calendar.type
    first, last = _YEARS[type]
    if not _first_week(type, first) <= index < _first_week(type, last + 1):
        facts = {"calendar": _CALENDARS[type], "first": str(first), "last": str(last)}
        raise ValueError(Phrase("weeks are counted in {calendar} years from {first} to {last}", **facts))
    start = date.fromordinal(index * 7 + _NEW_WEEK[type])
    year = _year_of(start + timedelta(3), type)
    return Period(f"{year:04}-W{index - _first_week(type, year) + 1:02}", start, start + timedelta(7), "week")


def _first_week(type: CalendarType, year: int) -> int:
    """The index of a year's first week: the one that holds the fourth day of the year."""
    return (month_start(type, year, 1).toordinal() + 3 - _NEW_WEEK[type]) // 7


def _year_of(day: date, type: CalendarType) -> int:
    """The calendar year that holds a day, which lies in the years that the calendar is held to."""
    if type == "gregorian":
        return day.year
    first = _YEARS[type][0]
    longest = 366 if type == "jalali" else 355
    year = first + (day - month_start(type, first, 1)).days // longest  # that year or, as few years are so long, a little before
    while month_start(type, year + 1, 1) <= day:
        year += 1
    return year


def _named_late(calendar: Calendar) -> bool:
    """Whether a financial year starts in the calendar year before that after which it is named."""
    return calendar.year_named == "end" and calendar.year_starts > 1


def _years(kind: PeriodKind, calendar: Calendar) -> tuple[int, int]:
    """The first and last year that has periods of a kind: a financial year must lie in the calendar's range whole."""
    first, last = _YEARS[calendar.type]
    if kind in ("week", "month") or calendar.year_starts == 1:
        return first, last
    return (first + 1, last) if _named_late(calendar) else (first, last - 1)


def _hold(kind: PeriodKind, year: int, calendar: Calendar) -> None:
    first, last = _years(kind, calendar)
    if not first <= year <= last:
        facts = {"year": str(year), "calendar": _CALENDARS[calendar.type], "first": str(first), "last": str(last)}
        if (first, last) == _YEARS[calendar.type]:
            raise ValueError(Phrase("{year} is not a {calendar} year from {first} to {last}", **facts))
        raise ValueError(Phrase("{year} is not a {calendar} financial year from {first} to {last}", **facts))
