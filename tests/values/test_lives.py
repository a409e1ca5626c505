"""What was open at a moment, for many periods at once, against going through the rows one by one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard import values

from .build import define, over, quarters, row, tables

MONTHS = tuple(f"{year}-{month:02}" for year in (2022, 2023, 2024, 2025) for month in range(1, 13))
PERIODS = quarters(*MONTHS[:20], "2023-Q1", *MONTHS[24:])  # unequal, a gap, and two that end on the same day
ALL = (date(2021, 1, 1), date(2027, 1, 1))
FORMULAS = {
    "count(*)": lambda rows, _: len(rows),
    "count(amount)": lambda rows, _: sum(r["amount"] is not None for r in rows),
    "sum(amount)": lambda rows, _: sum(r["amount"] or 0 for r in rows) if any_number(rows) or not rows else None,
    "max(amount)": lambda rows, _: max((r["amount"] for r in rows if r["amount"] is not None), default=None),
    "count(*) filter (where stage = 'won')": lambda rows, _: sum(r["stage"] == "won" for r in rows),
    "count(*) filter (where closed < period_end)": lambda rows, p: sum(bool(r["closed"] and r["closed"] < p.end) for r in rows),
    "sum(days_between(opened, period_end))": lambda rows, p: sum((p.end - r["opened"]).days for r in rows),
    "sum(amount) filter (where stage = 'won')": lambda rows, p: FORMULAS["sum(amount)"](
        [r for r in rows if r["stage"] == "won"], p
    ),
    "count(distinct customer)": lambda rows, _: len({r["customer"] for r in rows} - {None}),
    "count(distinct customer) filter (where stage = 'won')": lambda rows, _: len(
        {r["customer"] for r in rows if r["stage"] == "won"} - {None}
    ),
}
DAYS = (
    st.none() | st.integers(0, 1500).map(lambda n: date(2021, 12, 20) + timedelta(n)) | st.sampled_from([p.end for p in PERIODS])
)
ROWS = st.lists(
    st.builds(
        lambda opened, closed, amount, stage, branch, customer: (
            row(closed, stage, amount, "E", branch, opened) | {"customer": customer}
        ),
        DAYS,
        DAYS,
        st.none() | st.integers(-9, 9),
        st.sampled_from(["won", "lost", None]),
        st.sampled_from(["a", "b", None]),
        st.sampled_from(["x", "y", "z", None]),
    ),
    max_size=12,
)


def any_number(rows):
    return any(r["amount"] is not None for r in rows)


@pytest.mark.parametrize("window", ["open_at_start", "open_at_end"])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS, count=st.sampled_from([1, 2, 5, len(PERIODS)]))
def test_lives_are_counted_as_one_by_one(window, rows, count):
    definition = define({text: over(text, window) for text in FORMULAS}, levels=("branch",))
    definition = replace(definition, datasets={"deals": replace(definition.datasets["deals"], covers=ALL)})
    periods = PERIODS[-count:]
    found, _, _ = values.compute(definition, tables(rows), periods)
    for at, text in enumerate(found.measures):
        for number, period in enumerate(periods):
            moment = period.start if window == "open_at_start" else period.end
            alive = [r for r in rows if r["opened"] and r["opened"] < moment and (r["closed"] is None or r["closed"] >= moment)]
            for place, entity in enumerate(found.entities):
                held = [r for r in alive if not entity.key or (r["branch"],) == entity.key]
                exact, told = FORMULAS[text](held, period), found.value[at, number, place]
                assert told == exact or (exact is None and told != told), (text, period, entity, held)
