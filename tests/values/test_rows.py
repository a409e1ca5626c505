"""Values from rows against plain Python: every aggregate, window and grouping over random dirty rows."""

import math
import statistics
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard import values
from scorecard.records.definition import Dataset, Per
from scorecard.records.values import Entity, Reason

from .build import COLUMNS, CROSSED, H1, PLACED, Q1, Q2, SQL_TYPES, WHOLE, define, over, tables

DAYS = st.one_of(st.none(), st.integers(-20, 200).map(lambda n: date(2025, 1, 1) + timedelta(n)))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "region": st.sampled_from(["East", "West", None]),
            "branch": st.sampled_from(["a", "b", None]),
            "channel": st.sampled_from(["web", "shop", None]),
            "customer": st.sampled_from(["x", "y", "z", None]),
            "opened": DAYS,
            "closed": DAYS,
            "amount": st.one_of(st.none(), st.integers(-3, 9).map(float), st.floats(-1e6, 1e6)),
            "stage": st.sampled_from(["won", "lost", "open", None]),
        }
    ),
    max_size=25,
)

AGGREGATES = {
    "rows": ("count(*)", lambda rows: len(rows)),
    "won": ("count(*) filter (where stage = 'won')", lambda rows: sum(r["stage"] == "won" for r in rows)),
    "filled": ("count(amount)", lambda rows: len(numbers(rows))),
    "total": ("sum(amount)", lambda rows: math.fsum(numbers(rows)) if numbers(rows) or not rows else None),
    "mean": ("avg(amount)", lambda rows: math.fsum(numbers(rows)) / len(numbers(rows)) if numbers(rows) else None),
    "least": ("min(amount)", lambda rows: min(numbers(rows), default=None)),
    "most": ("max(amount)", lambda rows: max(numbers(rows), default=None)),
    "middle": ("median(amount)", lambda rows: statistics.median(numbers(rows)) if numbers(rows) else None),
    "spread": ("stddev(amount)", lambda rows: statistics.stdev(numbers(rows)) if len(numbers(rows)) > 1 else None),
    "high": ("quantile(amount, 0.9)", lambda rows: float(np.quantile(numbers(rows), 0.9)) if numbers(rows) else None),
    "stages": ("count(distinct stage)", lambda rows: len({r["stage"] for r in rows} - {None})),
    "either": (
        "sum(amount) filter (where stage = 'won') + count(*) filter (where stage = 'lost')",
        lambda rows: either(rows),
    ),
    "big": (
        "count(distinct stage) filter (where amount > 2)",
        lambda rows: len({r["stage"] for r in rows if r["amount"] is not None and r["amount"] > 2} - {None}),
    ),
}


def either(rows):
    won = AGGREGATES["total"][1]([row for row in rows if row["stage"] == "won"])
    return None if won is None else won + sum(row["stage"] == "lost" for row in rows)


def numbers(rows):
    return [row["amount"] for row in rows if row["amount"] is not None]


def in_window(row, window, period):
    moment = {"open_at_start": period.start, "open_at_end": period.end}.get(window)
    if window in PLACED:
        start = {
            "during": period.start,
            "to_date": date.min,
            "year_to_date": date(period.start.year, 1, 1),
            "last": {"2025-Q1": date(2024, 10, 1), "2025-Q2": date(2025, 1, 1), "2025-H1": date(2024, 7, 1)}[period.id],
        }[window]
        return row["closed"] is not None and start <= row["closed"] < period.end
    if moment:
        return row["opened"] is not None and row["opened"] < moment and (row["closed"] is None or row["closed"] >= moment)
    return True


def belongs(row, entity):
    return all(row[column] == name for column, name in zip(entity.columns, entity.key, strict=True))


WINDOWS = st.sampled_from([*PLACED, "open_at_start", "open_at_end", "all"])
LEVELS = st.sampled_from([("region", "branch"), CROSSED, ()])


def covered(definition):
    return replace(definition, datasets={"deals": replace(definition.datasets["deals"], covers=WHOLE)})


def groupings_of(rows, definition):
    return {(c, tuple(r[column] for column in c)) for r in rows for c in definition.groupings} | {((), ())}


@settings(max_examples=30, deadline=None)
@given(ROWS, WINDOWS, LEVELS, st.sampled_from([(Q1, Q2), (Q1, H1, Q2)]))
def test_every_aggregate_window_and_level_agrees_with_plain_python(rows, window, levels, asked):
    definition = covered(define({name: over(text, window, last=2) for name, (text, _) in AGGREGATES.items()}, levels))
    found, queries, _ = values.compute(definition, tables(rows), asked)
    for p, period in enumerate(asked):
        for e, entity in enumerate(found.entities):
            here = [r for r in rows if belongs(r, entity) and in_window(r, window, period)]
            for m, name in enumerate(found.measures):
                expected = AGGREGATES[name][1](here)
                if expected is None:
                    assert found.reason[m, p, e] == Reason.NO_ROWS, (name, period, entity)
                    assert np.isnan(found.value[m, p, e])
                else:
                    assert found.reason[m, p, e] == Reason.PRESENT, (name, period, entity)
                    assert found.value[m, p, e] == pytest.approx(expected, rel=1e-12, abs=1e-7), (name, period, entity)
        m = found.measures.index("either")
        assert found.n[m, p, 0] == sum(r["stage"] in ("won", "lost") and in_window(r, window, period) for r in rows)
    seen = [r for r in rows if any(in_window(r, window, period) for period in asked)]
    assert {(entity.columns, entity.key) for entity in found.entities} == groupings_of(seen, definition)
    order = [definition.groupings.index(entity.columns) for entity in found.entities]
    assert order == sorted(order)
    assert all("DATE '" in query.sql or window == "all" for query in queries)


@settings(max_examples=30, deadline=None)
@given(ROWS, WINDOWS, LEVELS)
def test_what_names_the_period_is_each_periods_own(rows, window, levels):
    """Such aggregates differ from one window to the next, so overlapping windows share nothing."""
    texts = {
        "late": "count(*) filter (where closed >= period_start)",
        "days": "sum(days_between(closed, period_end))",
        "ends": "count(distinct days_between(closed, period_end))",
    }
    definition = covered(define({name: over(text, window, last=2) for name, text in texts.items()}, levels))
    found, _, _ = values.compute(definition, tables(rows), (Q1, H1, Q2))
    for p, period in enumerate((Q1, H1, Q2)):
        for e, entity in enumerate(found.entities):
            here = [r for r in rows if belongs(r, entity) and in_window(r, window, period)]
            days = [(period.end - r["closed"]).days for r in here if r["closed"]]
            late = sum(r["closed"] is not None and r["closed"] >= period.start for r in here)
            expected = [late, sum(days) if days or not here else None, len(set(days))]
            told = [None if np.isnan(each) else each for each in found.value[:, p, e].tolist()]
            assert told == expected, (period, entity)


PER = Per("customer", {"deals": "COUNT(*)", "spent": 'SUM("amount")', "till": 'MAX("closed")'}, ("(\"stage\" <> 'open')",))


def by_customer(rows):
    """What each customer did: how many deals, how much, until when."""
    kept = [r for r in rows if r["customer"] and r["stage"] in ("won", "lost")]
    grouped = [[r for r in kept if r["customer"] == name] for name in {r["customer"] for r in kept}]
    return [
        {
            "deals": len(own),
            "amount": math.fsum(numbers(own)) if numbers(own) else None,
            "till": max((r["closed"] for r in own if r["closed"]), default=date.min),
        }
        for own in grouped
    ]


OVER_CUSTOMERS = {
    "customers": ("count(*)", lambda own, period: len(own)),
    "again": (
        "count(*) filter (where deals > 1) / count(*)",
        lambda own, period: sum(c["deals"] > 1 for c in own) / len(own) if own else None,
    ),
    "spent": ("sum(spent)", lambda own, period: AGGREGATES["total"][1](own)),
    "typical": ("median(spent)", lambda own, period: AGGREGATES["middle"][1](own)),
    "mean": ("avg(deals)", lambda own, period: statistics.fmean(c["deals"] for c in own) if own else None),
    "sizes": ("count(distinct deals)", lambda own, period: len({c["deals"] for c in own})),
    "late": ("count(*) filter (where till >= period_start)", lambda own, period: sum(c["till"] >= period.start for c in own)),
}


@settings(max_examples=20, deadline=None)
@given(ROWS, WINDOWS, LEVELS)
def test_rows_made_one_per_key_agree_with_plain_python(rows, window, levels):
    definition = covered(define({n: over(text, window, last=2, per=PER) for n, (text, _) in OVER_CUSTOMERS.items()}, levels))
    found, _, problems = values.compute(definition, tables(rows), (Q1, Q2))
    for p, period in enumerate((Q1, Q2)):
        for e, entity in enumerate(found.entities):
            own = by_customer([r for r in rows if belongs(r, entity) and in_window(r, window, period)])
            assert found.n[0, p, e] == len(own)
            for m, name in enumerate(found.measures):
                expected = OVER_CUSTOMERS[name][1](own, period)
                if expected is None:
                    assert found.reason[m, p, e] in (Reason.ZERO_DENOMINATOR, Reason.NO_ROWS), (name, period, entity)
                else:
                    assert found.value[m, p, e] == pytest.approx(expected, rel=1e-12, abs=1e-7), (name, period, entity)
    told = [problem.facts["rows"] for problem in problems if problem.code == "unkeyed-rows"]
    without = sum(not row["customer"] for row in rows)
    assert told == ([without] if without else [])


@settings(max_examples=20, deadline=None)
@given(ROWS, ROWS)
def test_what_a_dataset_does_not_tell_apart_it_inherits_from_above(rows, others):
    """Visits know regions only; deals tell branches and channels apart."""
    columns = {name: type for name, type in COLUMNS.items() if name not in ("branch", "channel")}
    read = tables(rows)
    read.connection.execute(f"CREATE TABLE visits ({', '.join(f'{name} {SQL_TYPES[type]}' for name, type in columns.items())})")
    for row in others:
        told = [row[name] for name in columns]
        read.connection.execute(f"INSERT INTO visits VALUES ({', '.join('?' * len(columns))})", told)
    table = replace(read.tables["deals"], dataset="visits", relation='"visits"', columns=columns, rows=len(others))
    read = replace(read, tables=read.tables | {"visits": table})
    plain = Dataset("visits", "v.csv", "v.csv", time="closed", covers=WHOLE)
    made = {"deals": over("count(*)"), "rate": over("sum(amount) / count(*)", dataset="visits")}
    apart, _, _ = values.compute(define(made, CROSSED, visits=plain), read, (Q1, Q2))
    found, _, _ = values.compute(define(made, CROSSED, visits=replace(plain, inherit=True)), read, (Q1, Q2))
    m = found.measures.index("rate")
    at = {entity: number for number, entity in enumerate(found.entities)}
    for e, entity in enumerate(found.entities):
        above = entity
        while above.columns not in ((), ("region",)):
            above = Entity(above.key[:-1], above.columns[:-1])
        assert (set(apart.reason[m, :, e]) == {Reason.NOT_AT_LEVEL}) == (above != entity)
        for array, old in ((found.value, apart.value), (found.reason, apart.reason), (found.n, apart.n)):
            np.testing.assert_array_equal(array[m, :, e], old[m, :, at[above]])


def test_as_many_levels_as_the_language_allows():
    """Eight hierarchies of eight: more than the engine tells apart at once."""
    columns = {f"c{number}": "text" for number in range(64)} | {"closed": "date", "amount": "number"}
    levels = tuple(tuple(f"c{number}" for number in range(start, start + 8)) for start in range(0, 64, 8))
    rows = [{name: f"{name}{side}" for name in columns} | {"closed": Q1.start, "amount": float(side)} for side in (1, 2)]
    texts = ("sum(amount)", "median(amount)", "count(distinct amount)")
    made = {text: over(text) for text in texts} | {"per": over("sum(most)", per=Per("c0", {"most": 'MAX("amount")'}))}
    found, _, _ = values.compute(covered(define(made, levels)), tables(rows, columns), (Q1,))
    assert len(found.entities) == 1 + 2 * 64
    assert found.value[:, 0, 0].tolist() == [3, 1.5, 2, 3]
    for entity, told in zip(found.entities[1:], found.value[:, 0, 1:].T.tolist(), strict=True):
        side = float(entity.key[0][-1])
        assert told == [side, side, 1, side], entity
