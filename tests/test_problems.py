"""The "did you mean" of the house, against difflib comparing with every name."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from scorecard.problems import nearest

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
