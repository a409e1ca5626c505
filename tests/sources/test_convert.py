"""What a cell's text means, in SQL and in Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from scorecard import periods, spelling
from scorecard.sources import convert

NUMBERS = {
    "12": 12, " 7 ": 7, "1234.5": 1234.5, "1,234.5": 1234.5, "-1,234": -1234, "1,234,567": 1234567, "1 234": 1234,
    "1\u00a0234": 1234,
    "12%": 0.12, "5 %": 0.05, "۱۲٪": 0.12, "۱۲٬۳۴۵٫۵": 12345.5, "٣": 3, "(5)": -5, "(1,000.5)": -1000.5, "5-": -5,
    "−5": -5, "+3": 3,
    "$5": 5, "-$5": -5, "$-5": -5, "5 USD": 5, "USD 5": 5, "€1,000": 1000, "۱۲ ریال": 12, "1e5": 100000, ".5": 0.5, "12.": 12,
}  # fmt: skip
NO_NUMBERS = [
    "1,5", "1234,56", "1,23", "12,34", "1 23", "1 234,5", "inf", "-Infinity", "nan", "1_000", "10k", "5 million",
    "(5", "5)", "--5",
    "-5-", "(-5)", ".", "", " ", "abc", "#N/A", "9" * 400, "1e999", "0x1F", "1.2.3", "۱۲ and more",
]  # fmt: skip


ENGINE = duckdb.connect()


def ask(sql: str, text: str | None) -> object:
    row = ENGINE.execute(f"SELECT {sql} FROM (SELECT $1::VARCHAR AS raw)", [text]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert ask(convert.number_sql("raw"), text) == pytest.approx(value, rel=1e-15)
    assert convert.number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert ask(convert.number_sql("raw"), text) is None
    assert convert.number(text) is None


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789۰۱٢,.%-+() $€Ue_٫٬−", max_size=9))
def test_the_engine_and_python_agree(text: str) -> None:
    assert ask(convert.number_sql("raw"), text) == convert.number(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0:02:23", 143), ("12:05", 725), ("125:30", 7530), ("1:02:03.5", 3723.5), ("49:00:00", 176400), ("143", 143),
    ("۰:۰۲:۲۳", 143),
     ("1:60:00", None), ("0:00:75", None), ("1:1", None), ("soon", None), ("1:2:3:4", None)],
)  # fmt: skip
def test_durations(text: str, seconds: float | None) -> None:
    assert ask(convert.seconds_sql("raw"), text) == seconds


@pytest.mark.parametrize(
    ("form", "text", "moment"),
    [
        ("iso", "2024-05-01", datetime(2024, 5, 1)),
        ("iso", " 2024-05-01 10:11 ", datetime(2024, 5, 1, 10, 11)),
        ("iso", "2024-05-01T23:30:00+03:30", datetime(2024, 5, 1, 23, 30)),  # the clock on the wall
        ("iso", "۲۰۲۴-۰۵-۰۱", datetime(2024, 5, 1)),
        ("iso", "2024-02-30", None), ("iso", "epoch", None), ("iso", "infinity", None), ("iso", "24-05-01", None),
        ("iso", "99999-01-01", None), ("iso", "01.05.2024", None), ("iso", "45000", None), ("iso", "", None),
        ("jalali", "1404/01/01", datetime(2025, 3, 21)),
        ("jalali", "۱۴۰۳/۱۲/۳۰", datetime(2025, 3, 20)),
        ("jalali", "1403-7-30", datetime(2024, 10, 21)),
        ("jalali", "1403.05.02 14:30", datetime(2024, 7, 23, 14, 30)),
        ("jalali", "1404/12/30", None), ("jalali", "1403/07/31", None), ("jalali", "1403/13/01", None), ("jalali",
        "1403/00/01", None),
        ("jalali", "2024/05/01", None), ("jalali", "03/05/01", None), ("jalali", "1403/05/02 25:00", None),
        ("jalali", "1299/01/01", None),
        ("hijri", "1445/10/22", datetime(2024, 5, 1)), ("hijri", "١٤٤٥-١٠-٢٢ 14:30", datetime(2024, 5, 1, 14, 30)),
        ("hijri", "1445/10/30", None), ("hijri", "1445/13/01", None), ("hijri", "1445/00/01", None),
        ("hijri", "1200/01/01", None),
        ("hijri", "1445/10/0", None), ("hijri", "9999/12/30", None), ("hijri", "1445/10/22 25:00", None),
        ("d-MMM-yy", "1-Jan-21", date(2021, 1, 1)), ("d-MMM-yy", "۱-Jan-۲۱", date(2021, 1, 1)),
        ("d-MMM-yy", "1-January-21", None), ("d-MMM-yy", "31-Feb-21", None),
        ("d/M/yyyy H:mm", "1/2/2021 9:05", datetime(2021, 2, 1, 9, 5)), ("d/M/yyyy", "1/2/21", None),
        ("MMMM d, yyyy", "May 3, 2024", date(2024, 5, 3)), ("M/d/yyyy h:mm a", "5/3/2024 1:05 PM", datetime(2024, 5, 3, 13, 5)),
    ],
)  # fmt: skip
def test_dates(form: str, text: str, moment: object) -> None:
    assert ask(convert.date_sql("raw", form), text) == moment


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1921, 3, 21), date(2122, 3, 20)))
def test_every_jalali_day_is_read(day: date) -> None:
    jalali = JalaliDate(day)
    found = ask(convert.date_sql("raw", "jalali"), f"{jalali.year}/{jalali.month:02}/{jalali.day:02}")
    assert found == datetime(day.year, day.month, day.day)


def test_every_hijri_day_is_read() -> None:
    """Against the calendar of `periods`, day by day."""
    days = [
        (f"{year}-{month:02}-{day:02}", start + timedelta(day - 1))
        for (year, month, start), (*_, end) in pairwise(periods.hijri_months())
        for day in range(1, (end - start).days + 2)
    ]
    sql = f"SELECT {convert.date_sql('raw', 'hijri')} FROM (SELECT unnest($1) AS raw)"
    found = [moment and moment.date() for (moment,) in ENGINE.execute(sql, [[text for text, _ in days]]).fetchall()]
    starts = {start for *_, start in periods.hijri_months()}
    assert len(found) > 50_000
    assert found == [None if day in starts and not text.endswith("-01") else day for text, day in days]


def test_a_whole_jalali_year_has_no_gap() -> None:
    days = [f"1403/{month:02}/{day:02}" for month in range(1, 13) for day in range(1, 32)]
    sql = f"SELECT {convert.date_sql('raw', 'jalali')} FROM (SELECT unnest($1) AS raw)"
    found = [moment for (moment,) in ENGINE.execute(sql, [days]).fetchall() if moment]
    assert found == [datetime(2024, 3, 20) + timedelta(n) for n in range(366)]


@pytest.mark.parametrize(
    ("pattern", "named"),
    [("d-MMM", "d-MMM"), ("yyyy", "yyyy"), ("d-Q-yyyy", "Q"), ("dd/dd/yyyy", "dd/dd"), ("MMMMM d yyyy", "MMMMM"), ("", "^$"),
     ("d yyyy MM e", "e")],
)  # fmt: skip
def test_a_pattern_that_is_none_is_refused(pattern: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        convert.strptime(pattern)


@pytest.mark.parametrize(
    ("text", "truth"), [("Yes", True), ("n", False), ("1", True), ("بله", True), ("خیر", False), ("maybe", None)]
)
def test_booleans(text: str, truth: bool | None) -> None:
    assert ask(convert.boolean_sql("raw"), text) is truth


@given(st.text(alphabet="ab يىكیک۱۲٣ \u00a0\u200f\t", max_size=12), st.booleans())
@settings(max_examples=100, deadline=None)
def test_folding_is_the_same_in_the_engine(text: str, letters: bool) -> None:
    assert ask(convert.text_sql("raw", letters), text) == spelling.fold(text, letters)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("0", None), ("0.0", None), ("00", None), ("N/A", None), ("", None), ("1", "1"), ("n/a", "n/a"), ("up", "down")],
)
def test_blanks_and_values(text: str, kept: str | None) -> None:
    assert ask(convert.mapped_sql("raw", {"up": "down"}, ("0", "N/A")), text) == kept


def test_quotes_do_not_break_out() -> None:
    hostile = "'; DROP TABLE x; --"
    assert ask(convert.mapped_sql("raw", {hostile: "'"}, ("it's",)), hostile) == "'"
