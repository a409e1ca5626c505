"""Periods tile time, in every calendar and financial year, and their ids are read strictly."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hijridate import Gregorian, Hijri
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from scorecard import periods
from scorecard.records.definition import Calendar, Period, PeriodKind

GREGORIAN, JALALI, HIJRI = Calendar(), Calendar("jalali"), Calendar("hijri")
UK, US, MEHR = Calendar("gregorian", 4), Calendar("gregorian", 10, "end"), Calendar("jalali", 7)
EDGES = {"gregorian": (1, 9998), "jalali": (1300, 1500), "hijri": (1343, 1500)}
MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
LAST = {"gregorian": date(9999, 1, 1), "jalali": date(2122, 3, 21), "hijri": date(2077, 11, 17)}

calendars = st.builds(
    Calendar, st.sampled_from(["gregorian", "jalali", "hijri"]), st.integers(1, 12), st.sampled_from(["start", "end"])
)
tails = st.one_of(
    st.sampled_from(["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4"]),
    st.sampled_from([f"-{number:02}" for number in range(1, 13)]),
    st.sampled_from([f"-W{number:02}" for number in range(1, 51)]),
)


@st.composite
def some_period(draw: st.DrawFn) -> tuple[Period, Calendar]:
    """At least two years from the calendar's edges."""
    calendar = draw(calendars)
    first, last = EDGES[calendar.type]
    return periods.parse(f"{draw(st.integers(first + 2, last - 2)):04}{draw(tails)}", calendar), calendar


def parts(day: date, calendar: Calendar) -> tuple[int, int, int]:
    """Year, month and day by the libraries' own conversion."""
    if calendar.type == "jalali":
        there = JalaliDate(day)
        return there.year, there.month, there.day
    if calendar.type == "hijri":
        return Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    return day.year, day.month, day.day


@given(some_period())
def test_periods_tile_time_and_their_ids_name_them(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    before = periods.previous(period, calendar)
    assert before.end == period.start
    assert before.kind == period.kind
    assert periods.parse(before.id, calendar) == before
    assert periods.parse(period.id, calendar) == period
    assert periods.back(period, calendar, 2) == (before, period)


@given(some_period(), st.integers(1, 30))
def test_what_follows_is_stepping_forth_and_periods_apart_are_counted(case: tuple[Period, Calendar], count: int) -> None:
    last, calendar = case
    ways = periods.back(last, calendar, count)
    for earlier, later in itertools.pairwise(ways):
        assert periods.following(earlier, calendar) == later
    assert [periods.apart(period, last, calendar) for period in ways] == list(range(len(ways) - 1, -1, -1))
    assert periods.apart(last, ways[0], calendar) == 1 - len(ways)


@given(some_period(), st.integers(1, 130))
def test_going_back_is_stepping_back(case: tuple[Period, Calendar], count: int) -> None:
    period, calendar = case
    ways = periods.back(period, calendar, count)
    assert ways[-1] == period
    for earlier, later in itertools.pairwise(ways):
        assert earlier == periods.previous(later, calendar)
    assert len(ways) == count or int(ways[0].id[:4]) <= EDGES[calendar.type][0] + 1


@given(some_period())
def test_months_begin_with_a_first_day_and_longer_periods_where_the_financial_year_says(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    if period.kind == "week":
        return
    year, month, day = parts(period.start, calendar)
    assert day == 1
    if period.kind == "month":
        assert period.id == f"{year:04}-{month:02}"
        return
    since = (month - calendar.year_starts) % 12  # months of the financial year before this period
    begun = year if month >= calendar.year_starts else year - 1
    named = begun + (calendar.year_named == "end" and calendar.year_starts > 1)
    letter = {"quarter": "-Q", "half": "-H", "year": ""}[period.kind]
    assert period.id == f"{named:04}{letter}" + (str(since // MONTHS[period.kind] + 1) if letter else "")
    assert since % MONTHS[period.kind] == 0


@given(some_period())
def test_longer_periods_are_made_of_months(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    if period.kind == "week":
        return
    year, month, _ = parts(period.end - timedelta(1), calendar)
    months = periods.back(periods.parse(f"{year:04}-{month:02}", calendar), calendar, MONTHS[period.kind])
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    assert sum(each.days for each in months) == period.days


@given(st.dates(date(1, 1, 1), date(9998, 12, 20)))
def test_gregorian_weeks_are_isos(day: date) -> None:
    year, week, weekday = day.isocalendar()
    found = periods.parse(f"{year:04}-W{week:02}", GREGORIAN)
    assert (found.start, found.days) == (day - timedelta(weekday - 1), 7)
    with pytest.raises(ValueError, match="weeks of"):
        periods.parse(f"{year:04}-W{date(year, 12, 28).isocalendar().week + 1:02}", GREGORIAN)


@given(st.sampled_from([JALALI, HIJRI, UK]), st.data())
def test_a_week_is_seven_days_of_which_most_lie_in_its_year(calendar: Calendar, data: st.DataObject) -> None:
    first, last = EDGES[calendar.type]
    year = data.draw(st.integers(first, last - 1))
    weeks = []
    for number in range(1, 54):
        try:
            weeks.append(periods.parse(f"{year:04}-W{number:02}", calendar))
        except ValueError:
            break
    assert len(weeks) in ({50, 51} if calendar.type == "hijri" else {52, 53})
    assert [week.id for week in weeks] == [f"{year:04}-W{number:02}" for number in range(1, len(weeks) + 1)]
    for week in weeks:
        assert (week.days, week.start.isoweekday()) == (7, 1 if calendar.type == "gregorian" else 6)
        assert parts(week.start + timedelta(3), calendar)[0] == year
    for earlier, later in itertools.pairwise(weeks):
        assert earlier.end == later.start
    assert periods.parse(f"{year + 1:04}-W01", calendar).start == weeks[-1].end


@given(some_period())
def test_a_year_ago_is_the_same_number_of_the_year_before(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    ago = periods.year_ago(period, calendar)
    assert ago is not None
    assert (ago.kind, ago.id[4:], int(ago.id[:4])) == (period.kind, period.id[4:], int(period.id[:4]) - 1)
    if period.kind != "week":
        assert ago == periods.back(period, calendar, 12 // MONTHS[period.kind] + 1)[0]


@given(some_period())
def test_the_year_of_a_period_is_the_financial_one_that_holds_its_middle(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    start = periods.year_start(period, calendar)
    assert parts(start, calendar)[1:] == (calendar.year_starts, 1)
    assert 0 <= (period.start + timedelta((period.days - 1) // 2) - start).days < 366
    if period.kind in ("quarter", "half", "year"):
        assert start == periods.parse(period.id[:4], calendar).start


@given(st.sampled_from([JALALI, HIJRI]), st.data())
def test_a_day_comes_back(calendar: Calendar, data: st.DataObject) -> None:
    first = {"jalali": date(1921, 3, 21), "hijri": date(1924, 8, 1)}[calendar.type]
    day = data.draw(st.dates(first, LAST[calendar.type] - timedelta(1)))
    year, month, number = parts(day, calendar)
    assert periods.parse_date(f"{year}/{month}/{number}", calendar) == day
    found = periods.parse(f"{year}-{month:02}", calendar)
    assert found.start <= day < found.end


def test_jalali_years_agree_with_persiantools_on_every_month() -> None:
    years = periods.jalali_years()
    assert (years[0], years[-1]) == ((1300, date(1921, 3, 21)), (1501, LAST["jalali"]))
    assert [year for year, _ in years] == list(range(1300, 1502))
    for year, start in periods.jalali_years()[:-1]:
        day = start
        for month in range(1, 13):
            assert parts(day, JALALI) == (year, month, 1)
            day += timedelta(31 if month <= 6 else 30)


def test_hijri_months_agree_with_hijridate_on_every_day() -> None:
    months = periods.hijri_months()
    assert (months[0], months[-1]) == ((1343, 1, date(1924, 8, 1)), (1501, 1, date(2077, 11, 17)))
    for (year, month, start), (_, _, end) in itertools.pairwise(months):
        assert Hijri(year, month, 1).month_length() == (end - start).days
        for number in range((end - start).days):
            assert parts(start + timedelta(number), HIJRI) == (year, month, number + 1)


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
        ("0001", GREGORIAN, date(1, 1, 1), date(2, 1, 1)),
        ("1500", JALALI, date(2121, 3, 21), date(2122, 3, 21)),
        ("1446-09", HIJRI, date(2025, 3, 1), date(2025, 3, 30)),  # Ramadan
        ("1446", HIJRI, date(2024, 7, 7), date(2025, 6, 26)),
        ("١٤٤٦-Q3", HIJRI, date(2025, 1, 1), date(2025, 3, 30)),
        ("1500-12", HIJRI, date(2077, 10, 18), date(2077, 11, 17)),
        # The British financial year starts in April and is named by where it starts …
        ("2025", UK, date(2025, 4, 1), date(2026, 4, 1)),
        ("2025-Q4", UK, date(2026, 1, 1), date(2026, 4, 1)),
        ("2025-H1", UK, date(2025, 4, 1), date(2025, 10, 1)),
        ("2025-03", UK, date(2025, 3, 1), date(2025, 4, 1)),  # a month stays the calendar's
        ("2025-W01", UK, date(2024, 12, 30), date(2025, 1, 6)),  # and so does a week
        # … the American federal one starts in October and is named by where it ends …
        ("2025", US, date(2024, 10, 1), date(2025, 10, 1)),
        ("2025-Q1", US, date(2024, 10, 1), date(2025, 1, 1)),
        ("2025-Q2", US, date(2025, 1, 1), date(2025, 4, 1)),
        ("2025-10", US, date(2025, 10, 1), date(2025, 11, 1)),
        # … and an Iranian school's starts in Mehr.
        ("1404", MEHR, date(2025, 9, 23), date(2026, 9, 23)),
        ("1404-Q2", MEHR, date(2025, 12, 22), date(2026, 3, 21)),
        ("1404-H2", MEHR, date(2026, 3, 21), date(2026, 9, 23)),
        ("2025-Q1", Calendar("gregorian", 1, "end"), date(2025, 1, 1), date(2025, 4, 1)),  # starts and ends in the same year
        ("2025", Calendar("gregorian", 2, "end"), date(2024, 2, 1), date(2025, 2, 1)),
        ("9998-W10", UK, date(9998, 3, 2), date(9998, 3, 9)),  # weeks and months there are in years without a financial one
        ("0001-W02", US, date(1, 1, 8), date(1, 1, 15)),
        ("9998-12", UK, date(9998, 12, 1), date(9999, 1, 1)),
        ("2026-W53", GREGORIAN, date(2026, 12, 28), date(2027, 1, 4)),
        ("2025-W14", GREGORIAN, date(2025, 3, 31), date(2025, 4, 7)),
        ("1404-W01", JALALI, date(2025, 3, 22), date(2025, 3, 29)),  # Nowruz is a Friday: that week belongs to 1403
        ("1403-W52", JALALI, date(2025, 3, 15), date(2025, 3, 22)),
        ("1402-W53", JALALI, date(2024, 3, 16), date(2024, 3, 23)),
        ("1402-W01", JALALI, date(2023, 3, 18), date(2023, 3, 25)),  # Nowruz is a Tuesday: four days of the week are new
        ("1446-W01", HIJRI, date(2024, 7, 6), date(2024, 7, 13)),
        ("9998-W52", GREGORIAN, date(9998, 12, 21), date(9998, 12, 28)),
    ],
)
def test_known_periods(text: str, calendar: Calendar, start: date, end: date) -> None:
    period = periods.parse(text, calendar)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "calendar", "start"),
    [
        ("1404-Q3", JALALI, date(2025, 3, 21)),
        ("2025-03", UK, date(2024, 4, 1)),
        ("2025-04", UK, date(2025, 4, 1)),
        ("2025-Q4", UK, date(2025, 4, 1)),
        ("2025-Q2", US, date(2024, 10, 1)),
        ("2024-W40", US, date(2024, 10, 1)),  # 30 September to 6 October: its middle is Thursday the 3rd
        ("2020-W40", US, date(2020, 10, 1)),  # its middle is the very day
        ("2021-W39", US, date(2020, 10, 1)),  # the day after its middle begins the next
        ("2025-W01", GREGORIAN, date(2025, 1, 1)),  # begins on 30 December
        ("0001-02", UK, date(1, 1, 1)),  # its financial year begins before the calendar does
        ("0001-05", UK, date(1, 4, 1)),
        ("9998-12", UK, date(9998, 4, 1)),
    ],
)
def test_known_year_starts(text: str, calendar: Calendar, start: date) -> None:
    assert periods.year_start(periods.parse(text, calendar), calendar) == start


def test_leap_years() -> None:
    assert periods.parse("1403", JALALI).days == 366
    assert periods.parse("1404", JALALI).days == 365
    assert periods.parse("1446", HIJRI).days == 354
    assert periods.parse("1445", HIJRI).days == 354


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("2026-W53", GREGORIAN),
        ("1402-W53", JALALI),
        ("1446-W51", HIJRI),
        ("0001-Q1", GREGORIAN),
        ("1300", JALALI),
        ("1343-W02", HIJRI),
        ("0002", US),
    ],
)
def test_some_periods_have_none_a_year_ago(text: str, calendar: Calendar) -> None:
    assert periods.year_ago(periods.parse(text, calendar), calendar) is None


@pytest.mark.parametrize(
    ("text", "calendar", "reason"),
    [
        ("2025-Q5", GREGORIAN, "quarter of a year is 1 to 4"),
        ("2025-Q0", GREGORIAN, "quarter of a year is 1 to 4"),
        ("2025-13", GREGORIAN, "month of a year is 1 to 12"),
        ("2025-00", GREGORIAN, "month of a year is 1 to 12"),
        ("2025-H0", GREGORIAN, "half of a year is 1 to 2"),
        ("2025-3", GREGORIAN, "not a period such as 2025"),
        ("2025Q1", GREGORIAN, "not a period"),
        ("2025-W1", GREGORIAN, "not a period"),
        ("2025-W00", GREGORIAN, "weeks of 2025 are 1 to 52"),
        ("2025-W53", GREGORIAN, "weeks of 2025 are 1 to 52"),
        ("2026-W54", GREGORIAN, "weeks of 2026 are 1 to 53"),
        ("1446-W52", HIJRI, "weeks of 1446 are 1 to 51"),
        ("1403-W53", JALALI, "weeks of 1403 are 1 to 52"),
        ("9999-W01", GREGORIAN, "9999 is not a Gregorian year"),
        ("last year", GREGORIAN, "not a period"),
        ("", GREGORIAN, "not a period"),
        ("2025-Q1\n2026", GREGORIAN, "not a period"),
        ("²025", GREGORIAN, "not a period"),
        ("१४०४", JALALI, "not a period"),  # digits, but not of a language that we speak
        ("0000", GREGORIAN, "0 is not a Gregorian year"),
        ("9999-12", GREGORIAN, "9999 is not"),
        ("2025-Q1", JALALI, "2025 is not a Jalali year from 1300 to 1500"),
        ("1501", JALALI, "1501 is not"),
        ("1404-Q", JALALI, "such as 1404"),
        ("1342-12", HIJRI, "1342 is not a Hijri year from 1343 to 1500"),
        ("1501-W01", HIJRI, "1501 is not"),
        ("9998-Q1", UK, "9998 is not a Gregorian financial year from 1 to 9997"),
        ("0001", US, "1 is not a Gregorian financial year from 2 to 9998"),
        ("1500", Calendar("hijri", 2), "1500 is not a Hijri financial year from 1343 to 1499"),
    ],
)
def test_what_is_no_period_is_refused(text: str, calendar: Calendar, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        periods.parse(text, calendar)


@given(calendars, st.one_of(st.text(max_size=12), st.from_regex(r"[0-9۰-۹]{4}(-[0-9]{2}|-[QHW][0-9]{1,2})?", fullmatch=True)))
def test_any_text_is_a_period_or_a_value_error_also_of_what_lies_beside_it(calendar: Calendar, text: str) -> None:
    try:
        period = periods.parse(text, calendar)
    except ValueError:
        return
    assert period.start < period.end <= LAST[calendar.type] + timedelta(6 if period.kind == "week" else 0)
    assert periods.back(period, calendar, 120)[-1] == period
    periods.year_ago(period, calendar)
    assert periods.year_start(period, calendar) <= period.end
    try:
        periods.previous(period, calendar)
    except ValueError:
        assert periods.back(period, calendar, 2) == (period,)


@pytest.mark.parametrize(
    ("text", "calendar", "reason"),
    [
        ("1404-12-30", JALALI, "no day 30"),
        ("1404-07-31", JALALI, "no day 31"),
        ("1404-01-00", JALALI, "no day 0"),
        ("2025-02-29", GREGORIAN, "no day 29"),
        ("2025-13-01", GREGORIAN, "months 1 to 12"),
        ("2025-00-01", GREGORIAN, "months 1 to 12"),
        ("2025-01/02", GREGORIAN, "not a date"),
        ("21.3.2025", GREGORIAN, "not a date"),
        ("2025-03-21", JALALI, "2025 is not a Jalali year"),
        ("9999-01-01", GREGORIAN, "9999 is not a Gregorian year"),
        ("0000-01-01", GREGORIAN, "0 is not a Gregorian year"),
        ("1446-09-30", HIJRI, "no day 30"),
        ("1342-01-01", HIJRI, "1342 is not a Hijri year"),
        ("1501-01-01", HIJRI, "1501 is not a Hijri year"),
    ],
)
def test_what_is_no_day_is_refused(text: str, calendar: Calendar, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        periods.parse_date(text, calendar)


def test_a_day_ignores_the_financial_year() -> None:
    assert periods.parse_date("9998-12-31", UK) == date(9998, 12, 31)
    assert periods.parse_date("0001-01-01", US) == date(1, 1, 1)


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("1300-Q1", JALALI),
        ("1343-01", HIJRI),
        ("0001", GREGORIAN),
        ("0001-W01", GREGORIAN),
        ("1300-W01", JALALI),
        ("0002-Q1", US),
    ],
)
def test_the_first_period_has_none_before(text: str, calendar: Calendar) -> None:
    first = periods.parse(text, calendar)
    with pytest.raises(ValueError, match=r"\w+ year(s from)? "):
        periods.previous(first, calendar)
    assert periods.back(first, calendar, 8) == (first,)


@pytest.mark.parametrize("calendar", [GREGORIAN, JALALI, HIJRI, US, UK])
@pytest.mark.parametrize("kind", ["", "-H2", "-Q4", "-12", "-W"])
def test_the_last_period_has_none_after(calendar: Calendar, kind: str) -> None:
    year = EDGES[calendar.type][1]
    tails = [f"-W{number}" for number in (53, 52, 51, 50)] if kind == "-W" else [kind]
    last = next(period for edge in (year, year - 1) for tail in tails if (period := _known(f"{edge}{tail}", calendar)))
    assert periods.following(periods.previous(last, calendar), calendar) == last
    with pytest.raises(ValueError, match=r"year(s from)? "):
        periods.following(last, calendar)


def _known(text: str, calendar: Calendar) -> Period | None:
    try:
        return periods.parse(text, calendar)
    except ValueError:
        return None


def test_at_the_calendars_edge_there_are_fewer_periods_to_go_back_to() -> None:
    def ids(text: str, calendar: Calendar, count: int) -> list[str]:
        return [period.id for period in periods.back(periods.parse(text, calendar), calendar, count)]

    assert ids("1300-Q2", JALALI, 8) == ["1300-Q1", "1300-Q2"]
    assert ids("0001", GREGORIAN, 3) == ["0001"]
    assert ids("1300-W03", JALALI, 9) == ["1300-W01", "1300-W02", "1300-W03"]
    assert ids("0002-Q3", US, 9) == ["0002-Q1", "0002-Q2", "0002-Q3"]
    assert ids("0001-02", US, 9) == ["0001-01", "0001-02"]
    assert ids("0001-W02", US, 9) == ["0001-W01", "0001-W02"]
