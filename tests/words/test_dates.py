from datetime import date

import pytest

from scorecard.records.definition import Calendar, Period
from scorecard.records.values import Reason
from scorecard.words import dates, terms


@pytest.mark.parametrize(
    ("id", "kind", "calendar", "shown"),
    [
        ("2017-Q4", "quarter", "gregorian", "Q4 2017"),
        ("2025-03", "month", "gregorian", "March 2025"),
        ("2025-H1", "half", "gregorian", "H1 2025"),
        ("2025", "year", "gregorian", "2025"),
        ("1404-Q1", "quarter", "jalali", "Q1 1404"),
        ("1404-01", "month", "jalali", "Farvardin 1404"),
        ("1403-12", "month", "jalali", "Esfand 1403"),
    ],
)
def test_periods_are_named(id, kind, calendar, shown):
    assert dates.period(Period(id, date(2025, 1, 1), date(2025, 4, 1), kind), Calendar(calendar)) == shown


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
