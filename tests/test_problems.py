"""The "did you mean" of the house, against difflib comparing with every name; phrases among the facts."""

from __future__ import annotations

import pickle
from difflib import SequenceMatcher, get_close_matches
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard import periods
from scorecard.problems import Phrase, fault, nearest
from scorecard.records.definition import Calendar
from scorecard.words import snippets
from scorecard.words.tongue import speaking

NAMES = st.lists(st.text("abcdefghij_", min_size=5, max_size=14), min_size=30, max_size=200, unique=True)


def alike(name: str, other: str | None) -> float:
    return SequenceMatcher(None, other, name).ratio() if other else 0.0


@given(NAMES, st.data())
def test_among_many_names_a_slip_is_told_as_if_each_had_been_compared(names: list[str], draw: st.DataObject) -> None:
    meant = draw.draw(st.sampled_from(names))
    at = draw.draw(st.integers(0, len(meant) - 2))
    slip = draw.draw(
        st.sampled_from([meant[:at] + meant[at + 1 :], meant[:at] + "x" + meant[at:], meant[:at] + meant[at + 1] + meant[at:]])
    )
    found = nearest(slip, names)
    best = next(iter(get_close_matches(slip, names, 1)), None)
    assert alike(slip, found[0] if found else None) >= alike(slip, best) - 1e-12


def test_few_names_capitals_and_nothing_alike() -> None:
    assert nearest("Win_Rate", ["churn", "win_rate"]) == ("win_rate",)
    assert nearest("revenue", ["REVENUE"]) == ("REVENUE",)
    assert nearest("zzz", ["churn", "win_rate"]) == ()
    assert nearest("", ["a"]) == ()


def test_a_thousand_slips_among_a_thousand_names_take_a_second() -> None:
    names = [f"measure_{index}" for index in range(1000)]

    def seconds() -> float:
        start = process_time()
        assert all(nearest(f"{name}x", names)[0].startswith("measure_") for name in names[:100])
        return process_time() - start

    assert any(seconds() < 0.3 for _ in range(3))  # of 100; difflib alone takes two seconds


def test_phrases_among_the_facts_are_told_in_the_language_spoken() -> None:
    with pytest.raises(ValueError, match="the quarter of a year is 1 to 4") as refused:
        periods.parse("1404-Q5", Calendar("jalali"))
    said = refused.value.args[0]
    problem = pickle.loads(pickle.dumps(fault("bad-period", None, text="1404-Q5", said=said).facts["said"]))
    assert problem == said == "'1404-Q5': the quarter of a year is 1 to 4"
    problem = fault("bad-period", None, text="1404-Q5", said=problem)
    assert "the quarter of a year is 1 to 4" in snippets.message(problem)
    with speaking("fa"):
        told = snippets.message(problem)
        assert "سه‌ماهه‌های سال از ۱ تا ۴ است" in told
        assert "\u20681404-Q5\u2069" in told
        assert "عدد صحیح" in snippets.message(fault("wrong-type", None, key="k", expected=(Phrase("whole number"),), found="x"))


def test_a_phrase_of_a_stranger_is_no_message() -> None:
    problem = fault("wrong-type", None, key="{key}", expected=("nothing",), found="{found}")
    with speaking("fa"):
        assert "nothing" in snippets.message(problem)
        assert "{found}" in snippets.message(problem)
