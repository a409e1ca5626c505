from datetime import date

import pytest

from scorecard.records.definition import Calendar, Period
from scorecard.records.values import Reason
from scorecard.words import dates, terms

UK, US, MEHR = Calendar("gregorian", 4), Calendar("gregorian", 10, "end"), Calendar("jalali", 7)


@pytest.mark.parametrize(
    ("id", "kind", "calendar", "shown"),
    [
        ("2017-Q4", "quarter", Calendar(), "Q4 2017"),
        ("2025-03", "month", Calendar(), "March 2025"),
        ("2025-H1", "half", Calendar(), "H1 2025"),
        ("2025", "year", Calendar(), "2025"),
        ("2025-W04", "week", Calendar(), "Week 4, 2025"),
        ("1404-Q1", "quarter", Calendar("jalali"), "Q1 1404"),
        ("1404-01", "month", Calendar("jalali"), "Farvardin 1404"),
        ("1403-12", "month", Calendar("jalali"), "Esfand 1403"),
        ("1446-09", "month", Calendar("hijri"), "Ramadan 1446"),
        ("1446-12", "month", Calendar("hijri"), "Dhu al-Hijjah 1446"),
        ("2025", "year", UK, "FY 2025/26"),
        ("2025-Q1", "quarter", UK, "FY 2025/26 Q1"),
        ("2025-03", "month", UK, "March 2025"),
        ("2025-W14", "week", UK, "Week 14, 2025"),
        ("2025-H2", "half", US, "FY 2024/25 H2"),
        ("2000", "year", US, "FY 1999/00"),
        ("1404-Q2", "quarter", MEHR, "FY 1404/05 Q2"),
        ("2025-Q1", "quarter", Calendar("gregorian", 1, "end"), "Q1 2025"),
    ],
)
def test_periods_are_named(id, kind, calendar, shown):
    assert dates.period(Period(id, date(2025, 1, 1), date(2025, 4, 1), kind), calendar) == shown


@pytest.mark.parametrize(
    ("day", "calendar", "shown"),
    [
        (date(2025, 3, 1), Calendar("hijri"), "1 Ramadan 1446"),
        (date(2025, 6, 26), Calendar("hijri"), "1 Muharram 1447"),
        (date(2077, 11, 16), Calendar("hijri"), "30 Dhu al-Hijjah 1500"),
        (date(2077, 11, 17), Calendar("hijri"), "17 November 2077"),  # beyond the tables
        (date(1924, 7, 31), Calendar("hijri"), "31 July 1924"),
        (date(500, 1, 2), Calendar("jalali"), "2 January 500"),
        (date(2025, 3, 21), Calendar("jalali", 7), "1 Farvardin 1404"),
    ],
)
def test_days_are_named(day, calendar, shown):
    assert dates.day(day, calendar) == shown


def test_a_snapshot_is_named():
    assert dates.period(None) == "All data"


def test_a_span_includes_its_last_day():
    winter = Period("1403-Q4", date(2024, 12, 20), date(2025, 3, 21), "quarter")
    assert dates.span(winter) == "20 December 2024 – 20 March 2025"
    assert dates.span(winter, Calendar("jalali")) == "30 Azar 1403 – 30 Esfand 1403"


def test_every_reason_has_words_of_its_own():
    assert set(terms.REASONS) == set(Reason)
    assert len({terms.reason(reason) for reason in Reason}) == len(Reason)
    assert all(terms.reason_sentence(reason).endswith(".") for reason in Reason)


def test_terms():
    assert terms.status("on_track") == "On track"
    assert terms.kind("root") == "Total"
    assert [terms.listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
