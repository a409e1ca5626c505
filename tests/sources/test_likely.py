"""How unreadable dates are probably written: said with the mapping to write, and never assumed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from scorecard.sources.likely import forms
from scorecard.words.snippets import hint, message

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop

DAYS = [date(2024, 1, 1) + timedelta(11 * number) for number in range(60)]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WRITTEN = {
    "M/d/yyyy": "{0.month}/{0.day}/{0.year}",
    "d/M/yyyy": "{0.day}/{0.month}/{0.year}",
    "d.M.yyyy": "{0.day:02}.{0.month:02}.{0.year}",
    "d-M-yyyy": "{0.day}-{0.month}-{0.year}",
    "d-MMM-yy": "{0.day}-{1}-{2:02}",
    "d MMM yyyy": "{0.day} {1} {0.year}",
    "M/d/yyyy H:mm": "{0.month}/{0.day}/{0.year} 14:05",
    "M/d/yyyy h:mm a": "{0.month}/{0.day}/{0.year} 2:05 PM",
    "d.M.yy": "{0.day}.{0.month}.{2:02}",
}


def written(form: str) -> list[str]:
    return [WRITTEN[form].format(day, MONTHS[day.month - 1], day.year % 100) for day in DAYS]


@pytest.mark.parametrize("form", WRITTEN)
def test_a_form_is_told_from_its_texts(form: str) -> None:
    assert forms(written(form)) == (form,)
    assert forms([*written(form), "unknown", "soon"]) == (form,)


def test_digits_of_other_scripts_and_jalali_years() -> None:
    assert forms(["۳/۲۱/۲۰۲۴", "۱۲/۳۰/۲۰۲۴"]) == ("M/d/yyyy",)
    assert forms(["۱۴۰۳/۰۵/۱۲", "1404/1/9"]) == ("jalali",)


def test_where_a_day_may_be_a_month_both_are_told() -> None:
    assert forms(["3/4/2024", "5/6/2024"]) == ("M/d/yyyy", "d/M/yyyy")


@pytest.mark.parametrize("texts", [[], ["soon"], ["tomorrow"] * 9, ["2024-13-01"], [*["3/21/2024"] * 3, *["21.3.2024"] * 3]])
def test_what_has_no_form_is_told_none(texts: list[str]) -> None:
    assert forms(texts) == ()


def test_the_message_says_what_to_write(workshop: Workshop) -> None:
    workshop.file("data.csv", "day,n\n" + "".join(f"{text},1\n" for text in written("M/d/yyyy")))
    problem = workshop.load(workshop.dataset(time="day"), n="sum(n)").problem("cells-unreadable")
    assert (problem.facts["likely"], problem.facts["count"]) == (("M/d/yyyy",), 60)
    assert "These look like M/d/yyyy." in message(problem)
    assert "`dates: {day: M/d/yyyy}`" in hint(problem)
    loaded = workshop.load(workshop.dataset(time="day", dates={"day": "M/d/yyyy"}), n="sum(n)")
    assert [str(day)[:10] for day in loaded.column("day")] == [day.isoformat() for day in DAYS]


def test_numbers_and_odd_cells_among_good_ones_are_told_no_form(workshop: Workshop) -> None:
    workshop.file("data.csv", "day,n\n2024-01-01,one\n2024-02-30,2\n")
    loaded = workshop.load(workshop.dataset(time="day"), n="sum(n)")
    for problem in loaded.problems:
        if problem.code == "cells-unreadable":
            assert problem.facts["likely"] == ()
            assert "look like" not in message(problem)
            assert "dates: {" not in hint(problem)
