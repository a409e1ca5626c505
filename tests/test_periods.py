"""Periods tile time, in both calendars, and their ids are read strictly."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from scorecard import periods
from scorecard.records.definition import Calendar, Period

GREGORIAN, JALALI = Calendar(), Calendar("jalali")
CALENDARS = (GREGORIAN, JALALI)


@st.composite
def some_period(draw: st.DrawFn) -> tuple[Period, Calendar]:
    calendar = draw(st.sampled_from(CALENDARS))
    year = draw(st.integers(1301, 1499) if calendar == JALALI else st.integers(2, 9997))
    tails = ["", "-H1", "-H2", *(f"-Q{n}" for n in range(1, 5)), *(f"-{n:02}" for n in range(1, 13))]
    return periods.parse(f"{year:04}{draw(st.sampled_from(tails))}", calendar), calendar


@given(some_period())
def test_periods_tile_time(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    before = periods.previous(period, calendar)
    assert before.end == period.start
    assert before.kind == period.kind
    assert periods.parse(before.id, calendar) == before
    assert periods.back(period, calendar, 2) == (before, period)


@given(some_period())
def test_longer_periods_are_made_of_months(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    count = {"month": 1, "quarter": 3, "half": 6, "year": 12}[period.kind]
    last = period.end - timedelta(1)
    year, month = (last.year, last.month) if calendar == GREGORIAN else _jalali(last)[:2]
    months = periods.back(periods.parse(f"{year:04}-{month:02}", calendar), calendar, count)
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    assert sum(each.days for each in months) == period.days


@given(st.dates(date(1921, 3, 21), date(2122, 3, 20)))
def test_a_jalali_day_comes_back(day: date) -> None:
    year, month, number = _jalali(day)
    assert periods.parse_date(f"{year}/{month}/{number}", JALALI) == day
    assert periods.parse(f"{year}-{month:02}", JALALI).start <= day < periods.parse(f"{year}-{month:02}", JALALI).end


def _jalali(day: date) -> tuple[int, int, int]:
    there = JalaliDate(day)
    return there.year, there.month, there.day


@pytest.mark.parametrize(
    ("text", "calendar", "start", "end"),
    [
        ("2025-Q1", GREGORIAN, date(2025, 1, 1), date(2025, 4, 1)),
        ("2024-02", GREGORIAN, date(2024, 2, 1), date(2024, 3, 1)),
        ("2025-H2", GREGORIAN, date(2025, 7, 1), date(2026, 1, 1)),
        ("1404-Q1", JALALI, date(2025, 3, 21), date(2025, 6, 22)),
        ("1403-12", JALALI, date(2025, 2, 19), date(2025, 3, 21)),
        ("1404-12", JALALI, date(2026, 2, 20), date(2026, 3, 21)),
        ("۱۴۰۳", JALALI, date(2024, 3, 20), date(2025, 3, 21)),
        ("9998", GREGORIAN, date(9998, 1, 1), date(9999, 1, 1)),
        ("1500", JALALI, date(2121, 3, 21), date(2122, 3, 21)),
    ],
)
def test_known_periods(text: str, calendar: Calendar, start: date, end: date) -> None:
    period = periods.parse(text, calendar)
    assert (period.start, period.end) == (start, end)


def test_leap_year_and_year_start() -> None:
    assert periods.parse("1403", JALALI).days == 366
    assert periods.parse("1404", JALALI).days == 365
    assert periods.year_start(periods.parse("1404-Q3", JALALI), JALALI) == date(2025, 3, 21)


@pytest.mark.parametrize(
    ("text", "calendar", "reason"),
    [
        ("2025-Q5", GREGORIAN, "quarter of a year is 1 to 4"),
        ("2025-13", GREGORIAN, "month of a year is 1 to 12"),
        ("2025-H0", GREGORIAN, "half of a year is 1 to 2"),
        ("2025-3", GREGORIAN, "not a period such as 2025"),
        ("2025Q1", GREGORIAN, "not a period"),
        ("last year", GREGORIAN, "not a period"),
        ("0000", GREGORIAN, "0 is not a Gregorian year"),
        ("9999-12", GREGORIAN, "9999 is not"),
        ("2025-Q1", JALALI, "2025 is not a Jalali year from 1300 to 1500"),
        ("1501", JALALI, "1501 is not"),
        ("1404-Q", JALALI, "such as 1404"),
    ],
)
def test_what_is_no_period_is_refused(text: str, calendar: Calendar, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        periods.parse(text, calendar)


@pytest.mark.parametrize(
    ("text", "calendar", "reason"),
    [
        ("1404-12-30", JALALI, "no day 30"),
        ("1404-07-31", JALALI, "no day 31"),
        ("2025-02-29", GREGORIAN, "no day 29"),
        ("2025-13-01", GREGORIAN, "months 1 to 12"),
        ("2025-01/02", GREGORIAN, "not a date"),
        ("21.3.2025", GREGORIAN, "not a date"),
        ("2025-03-21", JALALI, "2025 is not a Jalali year"),
    ],
)
def test_what_is_no_day_is_refused(text: str, calendar: Calendar, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        periods.parse_date(text, calendar)


def test_the_first_period_has_none_before() -> None:
    with pytest.raises(ValueError, match="1299 is not"):
        periods.previous(periods.parse("1300-Q1", JALALI), JALALI)


def test_jalali_years_agree_with_persiantools_on_every_month() -> None:
    for year, start in periods.jalali_years()[:-1]:
        day = start
        for month in range(1, 13):
            assert _jalali(day) == (year, month, 1)
            day += timedelta(31 if month <= 6 else 30)


def test_at_the_calendars_edge_there_are_fewer_periods_to_go_back_to():
    assert [period.id for period in periods.back(periods.parse("1300-Q2", JALALI), JALALI, 8)] == ["1300-Q1", "1300-Q2"]
    assert [period.id for period in periods.back(periods.parse("0001", GREGORIAN), GREGORIAN, 3)] == ["0001"]
